"""Learns from marked items what the user looks for: a linear support vector machine."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexers.rankings.calibration import logistic

COST = 10.0
ASSUMED_WEIGHT = 0.25  # of an item nobody marked, beside one that was
ASSUMED = 60
SAMPLE = 4000


@dataclass(frozen=True, slots=True)
class Hyperplane:
    """What tells relevant from not relevant items: margin = vector @ weights + bias.

    Args:
        weights: float32 (D,).
        bias: of the margin.
    """

    weights: NDArray[np.float32]
    bias: float

    def margins(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the margin of each vector, float32 (N,); 1 and -1 at the marked ones' edge."""
        result: NDArray[np.float32] = vectors @ self.weights + np.float32(self.bias)
        return result


def confidence(margins: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return margins as 0-1: a sigmoid as Platt (1999) fits it, 0.88 at the edge of the margin.

    With a handful of marks a fit of its slope would follow chance, so the slope is fixed.
    """
    return logistic(np.asarray(margins, np.float64), 0.0, 0.5)


def train(
    positive: NDArray[np.float32],
    negative: NDArray[np.float32],
    background: NDArray[np.float32],
) -> Hyperplane:
    """Return the hyperplane between marked items; the same input gives the same one.

    Where a side has few marks, arbitrary items of the background stand in for it with a small
    weight: the very first mark already says something, and the machine does not run off into
    regions of which nobody said anything.

    Args:
        positive: float32 (P, D), unit length.
        negative: float32 (N, D), unit length; P + N >= 1.
        background: float32 (B, D), arbitrary items, B >= 1 where a side is empty.

    Returns:
        L2-regularised, squared-hinge linear SVM (Fan et al., "LIBLINEAR", JMLR 2008), classes
        weighted to balance.
    """
    from sklearn.svm import LinearSVC

    rows, marks = [positive, negative], [np.ones(len(positive)), -np.ones(len(negative))]
    trust = [np.ones(len(positive)), np.ones(len(negative))]
    assumed = _stand_in(positive, negative, background)
    if len(assumed):
        side = 1.0 if len(positive) == 0 else -1.0
        rows.append(assumed)
        marks.append(np.full(len(assumed), side))
        trust.append(np.full(len(assumed), ASSUMED_WEIGHT))
    matrix = np.concatenate(rows).astype(np.float64)
    sides, shares = np.concatenate(marks), np.concatenate(trust)
    for side in (-1.0, 1.0):
        shares[sides == side] *= len(sides) / (2.0 * shares[sides == side].sum())
    machine = LinearSVC(C=COST, dual=True, random_state=0, max_iter=5000, tol=1e-3)
    machine.fit(matrix, sides, sample_weight=shares)
    return Hyperplane(machine.coef_[0].astype(np.float32), float(machine.intercept_[0]))


def _stand_in(
    positive: NDArray[np.float32], negative: NDArray[np.float32], background: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return arbitrary items for the side that has no marks, or few: half chance, half typical.

    The most typical ones lie nearest to the mean; the items most like the marked ones are left
    out, as they may well belong to their side.
    """
    marked = positive if len(positive) else negative
    enough = len(positive) > 0 and len(negative) >= ASSUMED
    if enough or not len(background):
        return np.empty((0, marked.shape[1]), np.float32)
    alike = background @ marked.mean(axis=0)
    unlike = background[alike <= np.quantile(alike, 0.8)]
    typical = np.argsort(-(unlike @ background.mean(axis=0)), kind="stable")[: ASSUMED // 2]
    chosen = np.concatenate([np.arange(min(len(unlike), ASSUMED // 2)), typical])
    stand_in: NDArray[np.float32] = unlike[np.unique(chosen)]
    return stand_in


def nearest(
    vectors: NDArray[np.float32], examples: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the most similar example of each vector, int64 (N,), and its similarity, float32 (N,).

    Args:
        vectors: float32 (N, D).
        examples: float32 (E, D), E >= 1.
    """
    similarities = vectors @ examples.T
    best = similarities.argmax(axis=1)
    return best.astype(np.int64), similarities[np.arange(len(vectors)), best]
