"""Vectors of labels: which names of things mean about the same.

The table that ships (`resources/scenes/labels.npz`, by `python -m models.convert.scene_tables`)
holds the sentence vectors of about 5,000 names, centred: the mean of all names is taken away, so
that names with nothing in common have a product near 0 instead of 0.3. It needs no encoder. The
user's own word2vec vectors take its place by choice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from common.arrays import DAMAGED
from common.errors import ModelError, WeightsError
from models.base import unit
from models.scenes.names import normal_name, singular
from models.scenes.word_vectors import read_word_vectors

SCENES_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "scenes"
LABELS_FILE = SCENES_FOLDER / "labels.npz"
Kind = Literal["sentence", "word2vec"]


@dataclass(frozen=True)
class LabelVectors:
    """A table from names to vectors of unit length.

    Args:
        kind: which vectors they are.
        names: lower case, none twice.
        vectors: float32 (N, D), unit length.
        counts: int64 (N,): how often each name stands in the captions it comes from; 0: not known.
        mean: float32 (D,): what was taken away from the encoder's vectors; a new name's vector is
            `unit(encoder(name) - mean)`.
    """

    kind: Kind
    names: tuple[str, ...]
    vectors: NDArray[np.float32]
    counts: NDArray[np.int64]
    mean: NDArray[np.float32]
    _rows: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_rows", {name: row for row, name in enumerate(self.names)})

    @classmethod
    def load(cls, kind: Kind = "sentence", path: Path | None = None) -> "LabelVectors":
        """Read a table; the shipped one is read once and shared.

        Args:
            kind: "sentence", or "word2vec" for vectors of the user's own.
            path: the user's file (.bin, .txt, .vec or .npz); None for the shipped table.

        Raises:
            ModelError: word2vec was asked for without a file.
            WeightsError: the file is damaged, or of another form.
        """
        if path is None and kind == "word2vec":
            raise ModelError(
                "There are no word2vec vectors on this machine.",
                hint="Add a file with `models add`, or choose sentence vectors.",
            )
        return _load(kind, path or LABELS_FILE)

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self.vectors.shape[1])

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.row(name) is not None

    def row(self, name: str) -> int | None:
        """Return the row of a name or of its singular; None where neither is in the table."""
        plain = normal_name(name)
        found = self._rows.get(plain)
        return self._rows.get(singular(plain)) if found is None else found

    def of(self, names: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Return the vectors of names.

        A name that is not in the table gets the mean of those of its words that are.

        Returns:
            float32 (N, D) of unit length, zero where nothing is known; and bool (N,): known.
        """
        vectors = np.zeros((len(names), self.dim), np.float32)
        for place, name in enumerate(names):
            row = self.row(name)
            if row is not None:
                vectors[place] = self.vectors[row]
            elif rows := self._word_rows(name):
                vectors[place] = unit(self.vectors[rows].mean(axis=0))
        return vectors, np.asarray(vectors.any(axis=1), np.bool_)

    def unknown(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return the names that have no vector, to be shown to the user."""
        return tuple(
            name for name, known in zip(names, self.of(names)[1], strict=True) if not known
        )

    def nearest(self, name: str, k: int = 10) -> list[tuple[str, float]]:
        """Return the names nearest to one in meaning, itself left out.

        Returns:
            At most k names with their cosine, best first; none where the name is not known.
        """
        vectors, known = self.of([name])
        if not known[0]:
            return []
        scores = self.vectors @ vectors[0]
        order = np.argsort(-scores, kind="stable")
        own = {normal_name(name), singular(normal_name(name))}
        found = ((self.names[row], float(scores[row])) for row in order[: k + 2].tolist())
        return [each for each in found if each[0] not in own][:k]

    def similarity(self, names_a: Sequence[str], names_b: Sequence[str]) -> NDArray[np.float32]:
        """Return the cosines of two lists of names, float32 (A, B); equal names have 1.

        Names that are not known have 0, to themselves 1.
        """
        products = self.of(names_a)[0] @ self.of(names_b)[0].T
        same = _plain(names_a)[:, None] == _plain(names_b)[None, :]
        return np.where(same, np.float32(1), np.clip(products, -1, 1)).astype(np.float32)

    def _word_rows(self, name: str) -> list[int]:
        words = normal_name(name).split()
        rows = (self.row(word) for word in words) if len(words) > 1 else ()
        return [row for row in rows if row is not None]


def _plain(names: Sequence[str]) -> NDArray[np.str_]:
    return np.array([normal_name(name) for name in names], dtype=np.str_)


@lru_cache(maxsize=4)
def _load(kind: Kind, path: Path) -> LabelVectors:
    if kind == "word2vec":
        names, vectors = read_word_vectors(path)
        zero = np.zeros(vectors.shape[1], np.float32)
        return LabelVectors(kind, names, vectors, np.zeros(len(names), np.int64), zero)
    try:
        with np.load(path, allow_pickle=False) as table:
            names = tuple(table["names"].tobytes().decode("utf-8").split("\n"))
            vectors = unit(table["vectors"].astype(np.float32))
            counts, mean = table["counts"].astype(np.int64), table["mean"].astype(np.float32)
    except DAMAGED as error:
        raise damaged_table(path) from error
    if not len(names) == len(vectors) == len(counts):
        raise damaged_table(path)
    return LabelVectors(kind, names, vectors, counts, mean)


def damaged_table(path: Path) -> WeightsError:
    """Return the error for a shipped table that cannot be read."""
    return WeightsError(
        f"The table “{path.name}” is missing or damaged.", hint="Install Kinora again."
    )
