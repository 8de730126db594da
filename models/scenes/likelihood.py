"""How well boxes fit a relation: likelihoods set by hand, by family of predicates."""

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.scenes.geometry import has_place, shares
from models.scenes.labels import SCENES_FOLDER, damaged_table
from models.scenes.predicates import table

GEOMETRY_FILE: Final = SCENES_FOLDER / "geometry.toml"
CONTACTS: Final = ("around it", "inside it", "overlapping", "touching", "apart", "far apart")
HEIGHTS: Final = ("higher", "level", "lower")
_SIZES = 3
_INSIDE, _TOUCH, _FAR = 0.9, 0.02, 0.25
_LEVEL, _LARGER = 0.25, 3.0


def cells(first: NDArray[np.floating], second: NDArray[np.floating]) -> NDArray[np.int64]:
    """Return how boxes lie: contact, height and size, as numbers of the words in geometry.toml.

    Args:
        first: (N, 4) subjects: left, top, width, height as fractions; y grows downwards.
        second: (N, 4) objects.

    Returns:
        int64 (N, 3); -1 where a box has no place.
    """
    a, b = np.asarray(first, np.float64), np.asarray(second, np.float64)
    is_placed = has_place(a) & has_place(b)
    a, b = np.where(is_placed[:, None], a, 0.0), np.where(is_placed[:, None], b, 0.0)
    share_a, share_b = shares(a, b)
    low, high = np.maximum(a[:, :2], b[:, :2]), np.minimum(a[:, :2] + a[:, 2:], b[:, :2] + b[:, 2:])
    gap = (low - high).max(axis=1)
    rules = [share_b > _INSIDE, share_a > _INSIDE, gap < 0, gap <= _TOUCH, gap <= _FAR]
    contact = np.select(rules, range(5), 5)
    down = (b[:, 1] + b[:, 3] / 2) - (a[:, 1] + a[:, 3] / 2)  # from the subject to the object
    margin = _LEVEL * (a[:, 3] + b[:, 3]) / 2
    height = np.select([down > margin, down >= -margin], [0, 1], 2)
    area, other = a[:, 2] * a[:, 3], b[:, 2] * b[:, 3]
    size = np.select([area > _LARGER * other, other <= _LARGER * area], [0, 1], 2)
    found = np.stack([contact, height, size], axis=1)
    return np.where(is_placed[:, None], found, -1).astype(np.int64)


class Likelihood:
    """Likelihoods of how boxes lie, by predicate.

    Args:
        predicates: names of relations.
        common: float64 (P,): share of each predicate among all; what is common is the measure.
        document: content of `geometry.toml`.

    Raises:
        ValueError: a family names a row that there is not, or its numbers are not as they must be.
    """

    def __init__(
        self, predicates: Sequence[str], common: NDArray[np.float64], document: dict[str, Any]
    ) -> None:
        families = document["family"]
        known = {row: number for number, each in enumerate(families) for row in each["rows"]}
        strange = sorted(set(known) - set(table().names))
        if strange:
            raise ValueError(f"there is no row “{strange[0]}”")
        self.related = np.array(document["related"], np.float64)
        owners = np.array([_family(name, known) for name in predicates], np.int64)
        self._parts: list[NDArray[np.float64]] = []
        for name, size in (("contact", len(CONTACTS)), ("height", len(HEIGHTS)), ("size", _SIZES)):
            numbers = np.array([each[name] for each in families], np.float64)
            if numbers.shape[1:] != (size,) or (numbers <= 0).any():
                raise ValueError(f"“{name}” needs {size} numbers above 0")
            numbers /= numbers.sum(axis=1, keepdims=True)
            share = np.bincount(owners[owners >= 0], common[owners >= 0], len(families))
            usual = share @ numbers / share.sum() if share.sum() else np.full(size, 1 / size)
            ratios = np.where(owners[:, None] >= 0, numbers[owners] / usual, 1.0)
            self._parts.append(ratios)  # P, size

    def ratios(self, lies: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return how much likelier each predicate becomes by how boxes lie: float64 (N, P).

        Args:
            lies: (N, 3) of `cells`; rows of -1 change nothing.
        """
        found = np.ones((len(lies), len(self._parts[0])))
        for part, column in zip(self._parts, lies.T, strict=True):
            found *= np.where(column[:, None] >= 0, part.T[column], 1.0)
        return found


def _family(name: str, known: dict[str, int]) -> int:
    """Return the family of a predicate: of its place if it has one, else of its verb; -1: none."""
    reading = table().read(name)
    rows = [reading.place] if reading.place >= 0 else [reading.whole, reading.verb]
    names = [table().names[row] for row in rows if row >= 0]
    return next((known[row] for row in names if row in known), -1)


@lru_cache(maxsize=1)
def read_geometry(path: Path = GEOMETRY_FILE) -> dict[str, Any]:
    """Return the content of `geometry.toml`.

    Raises:
        WeightsError: it is missing or damaged.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise damaged_table(path) from error
