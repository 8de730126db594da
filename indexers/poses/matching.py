"""How alike poses are: one pose, or several views of one, against very many people."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexers.poses.loops import loops
from indexers.poses.points import LEAST_POINTS, LIMB_WORTH, LIMBS, POINTS, WORTH, Rows, mirrored

_THREADS: Final = 2
_SPLIT: Final = 20_000  # people from which a second thread is worth its start
_FALLS: Final = 12.0, 3.0
"""How fast likeness falls with what places (1 - r) and directions (1 - c) lack; docs/body.md says
what was measured."""
_AT_ONCE: Final = 16_384
_LEAST_SEEN: Final = 0.3
"""Of a person of whom less of the asked pose is seen, nothing can be said."""
_SHORT: Final = 0.35
"""Limbs shorter than this share of their usual length point at the viewer, whither is not known."""
_USUAL: Final = np.array(
    [0.6, 0.5, 0.6, 0.5, 0.85, 0.85, 0.85, 0.85, 0.7, 0.4, 1.0, 1.0], np.float64
)
"""Lengths of limbs by that of a flank, seen from the front."""


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """How alike N people are to a pose.

    Args:
        scores: float32 (N,), 0-1.
        views: int16 (N,), which view fitted best; as many more stand for their mirror images.
    """

    scores: NDArray[np.float32]
    views: NDArray[np.int16]


def match(
    rows: Rows,
    views: Sequence[NDArray[np.floating]],
    *,
    with_mirror: bool = True,
    turned: bool = False,
) -> Matches:
    """Return how alike people are to a pose, the best of its views.

    Args:
        rows: N people.
        views: each (17, 3): x to the right, y down, weight 0-1; in any unit.
        with_mirror: whether mirror images of the views count as well.
        turned: whether a pose counts that is turned in the picture.
    """
    asked = [np.asarray(view, np.float64) for view in views]
    if with_mirror:
        asked += [mirrored(view) for view in asked]
    scores = np.full(len(rows), -1.0, np.float32)
    best = np.zeros(len(rows), np.int16)
    points, limbs = prepared(asked)

    def work(first: int, last: int) -> None:
        out = np.empty((len(asked), 3, _AT_ONCE), np.float32)
        for start in range(first, last, _AT_ONCE):
            part = slice(start, min(start + _AT_ONCE, last))
            told = out[:, :, : part.stop - start]
            loops().compare(rows.x[:, part], rows.y[:, part], rows.sure[:, part], points,
                            _LIMB_ROWS, limbs, turned, told)  # fmt: skip
            for number, one in enumerate(told):
                found = likeness(one)
                better = found > scores[part]
                np.copyto(scores[part], found, where=better)
                np.copyto(best[part], number, where=better)

    if len(rows) < _SPLIT:
        work(0, len(rows))
    else:
        edges = np.linspace(0, len(rows), _THREADS + 1).astype(int).tolist()
        with ThreadPoolExecutor(_THREADS) as pool:
            list(pool.map(work, edges[:-1], edges[1:]))
    return Matches(np.maximum(scores, 0), best)


_LIMB_ROWS: Final = np.array(LIMBS, np.int64)


def likeness(told: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how alike poses are, 0-1: a body cut off is worth the share of it that is seen.

    Args:
        told: float32 (3, N): correlation of places, mean cosine of directions, share seen.
    """
    places, directions = _FALLS
    lacks = places * (1 - told[0]) + directions * (1 - told[1])
    seen = np.where(told[2] >= _LEAST_SEEN, told[2], 0)
    return np.asarray(seen * np.exp(-lacks), np.float32)


def prepared(
    views: Sequence[NDArray[np.float64]],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return V views as the loop takes them: points (V, 17, 3) and directions of limbs (V, L, 3).

    Raises:
        ValueError: too few points of a view count.
    """
    each = [_prepared(view) for view in views]
    return np.stack([points for points, _ in each]), np.stack([limbs for _, limbs in each])


def _prepared(
    view: NDArray[np.float64],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return a view about its middle with what each point counts, and the directions of limbs.

    Raises:
        ValueError: too few of its points count.
    """
    if view.shape != (POINTS, 3) or (view[:, 2] > 0).sum() < LEAST_POINTS:
        raise ValueError(f"a pose has {POINTS} points, of which {LEAST_POINTS} must be seen")
    seen = view[:, 2] > 0
    places = np.where(seen[:, None], view[:, :2], 0.0)
    middle = places[seen].mean(0)
    extent = max(float(np.abs(places[seen] - middle).max()), 1e-9)
    points = np.empty((POINTS, 3), np.float32)
    points[:, :2] = np.where(seen[:, None], (places - middle) / extent, 0.0)
    points[:, 2] = view[:, 2] * WORTH
    limbs = np.zeros((len(LIMBS), 3), np.float32)
    starts, ends = _LIMB_ROWS.T
    vectors = points[ends, :2].astype(np.float64) - points[starts, :2]
    lengths = np.linalg.norm(vectors, axis=1)
    limbs[:, :2] = vectors / np.maximum(lengths, 1e-9)[:, None]
    whole = seen[starts] & seen[ends]
    unit = _unit(lengths, whole)
    known = np.clip(lengths / np.maximum(unit * _USUAL * _SHORT, 1e-9), 0.0, 1.0)
    limbs[:, 2] = LIMB_WORTH * known * np.minimum(view[starts, 2], view[ends, 2])
    return points, limbs


def _unit(lengths: NDArray[np.float64], whole: NDArray[np.bool_]) -> float:
    """Return the length of a flank as a body of such limbs would have it, seen from the front."""
    if not whole.any():
        return 1.0
    return float(np.quantile(lengths[whole] / _USUAL[whole], 0.8))
