"""Key points of people: what counts how much, mirror images, and points as small numbers.

Points are those of the COCO data set, in its order: nose, eyes, ears, shoulders, elbows, wrists,
hips, knees, ankles, the left one first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

POINTS: Final = 17
LEAST_POINTS: Final = 5
"""A pose of fewer points says nothing."""

WORTH: Final = np.array(
    [0.5, 0.1, 0.1, 0.2, 0.2, 1.0, 1.0, 1.2, 1.2, 1.2, 1.2, 1.0, 1.0, 1.2, 1.2, 1.2, 1.2],
    np.float32,
)
"""How much the place of each point counts: limbs most, as they make a pose; a face hardly."""

LIMBS: Final = (
    (5, 7), (7, 9), (6, 8), (8, 10), (11, 13), (13, 15), (12, 14), (14, 16), (5, 6), (11, 12),
    (5, 11), (6, 12),
)  # fmt: skip
"""Limbs whose directions are compared: arms, legs, shoulders, hips, flanks; the last four are the
trunk."""

LIMB_WORTH: Final = np.array([1.0] * 8 + [0.5, 0.3, 0.7, 0.7], np.float32)
_PAIRS: Final = ((1, 2), (3, 4), (5, 6), (7, 8), (9, 10), (11, 12), (13, 14), (15, 16))
_SURE_FROM, _SURE_AT = 0.1, 0.4
"""Scores of networks: what is below the first is not seen, what is above the second surely is."""
_UNIT: Final = 16_000
_SURE_UNIT: Final = 255.0


def sureness(scores: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return how much points of such scores count, 0-1."""
    raised = (np.asarray(scores, np.float64) - _SURE_FROM) / (_SURE_AT - _SURE_FROM)
    return np.clip(np.nan_to_num(raised), 0.0, 1.0)


def mirrored(points: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the pose in a mirror, (17, 3): left points become right ones."""
    order = np.arange(POINTS)
    for left, right in _PAIRS:
        order[left], order[right] = right, left
    return np.asarray(points, np.float64)[order] * [-1.0, 1.0, 1.0]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The points of N people as small numbers, a line a point, so that all are read in order.

    A pose is compared after the best move and scale, so each is kept about its own middle, and in
    16,000ths of half its extent.

    Args:
        x: int16 (17, N), to the right.
        y: int16 (17, N), down.
        sure: uint8 (17, N), how surely a point is seen; 255: quite.
    """

    x: NDArray[np.int16]
    y: NDArray[np.int16]
    sure: NDArray[np.uint8]

    def __len__(self) -> int:
        return int(self.x.shape[1])

    @classmethod
    def of(cls, points: NDArray[np.floating], aspects: NDArray[np.floating]) -> "Rows":
        """Return rows of people.

        Args:
            points: (N, 17, 3), x and y as fractions of the picture, score 0-1.
            aspects: (N,), width divided by height of each picture.
        """
        sure = sureness(points[..., 2])
        places = np.array(points[..., :2], np.float64)
        places[..., 0] *= np.asarray(aspects)[:, None]
        seen = (sure > 0) & np.isfinite(places).all(-1)
        low = np.where(seen[..., None], places, np.inf).min(1, initial=np.inf)
        high = np.where(seen[..., None], places, -np.inf).max(1, initial=-np.inf)
        half = np.maximum((high - low).max(1, initial=0.0) / 2, 1e-9)
        middle = np.nan_to_num(low, posinf=0.0) / 2 + np.nan_to_num(high, neginf=0.0) / 2
        fitted = (places - middle[:, None]) / half[:, None, None]
        whole = np.where(seen[..., None], np.rint(np.clip(fitted, -1, 1) * _UNIT), 0)
        kept = np.where(seen, np.rint(sure * _SURE_UNIT), 0)
        return cls(
            np.ascontiguousarray(whole[..., 0].T.astype(np.int16)),
            np.ascontiguousarray(whole[..., 1].T.astype(np.int16)),
            np.ascontiguousarray(kept.T.astype(np.uint8)),
        )

    def take(self, rows: NDArray[np.int64]) -> "Rows":
        """Return some rows."""
        return Rows(self.x[:, rows], self.y[:, rows], self.sure[:, rows])

    @staticmethod
    def joined(parts: "Sequence[Rows]") -> "Rows":
        """Return rows one after the other."""
        return Rows(
            np.concatenate([part.x for part in parts], axis=1),
            np.concatenate([part.y for part in parts], axis=1),
            np.concatenate([part.sure for part in parts], axis=1),
        )
