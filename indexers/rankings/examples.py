"""What a learner learns from: the marked items and, where a side has few, those that stand in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ASSUMED_WEIGHT = 0.25  # of an item nobody marked, beside one that was
ASSUMED = 60
SAMPLE = 1000

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LearnOptions:
    """How a learner learns.

    Args:
        cost: of an error beside the regularisation, > 0 (SVM; ten times as much for logistic
            regression, whose errors cost less). Measured on labelled photos: more learns single
            marks by heart and finds less in later rounds.
        class_weights: of the relevant and of the not relevant side, > 0; the sides are balanced
            first, so that (1, 1) makes them equal whatever their numbers.
        calibrate: fit the confidence to the marks where they suffice.
        beta: weight of the relevant mean (Rocchio).
        gamma: weight of the mean of the other side (Rocchio).
        temperature: spread of cosines within which a person chooses by chance, > 0 (Bayes).
        rounds: what was shown and what of it was chosen, oldest first: vectors float32 (S, D) and
            bool (S,) (Bayes); without rounds, the marks count as one.
    """

    cost: float = 0.5
    class_weights: tuple[float, float] = (1.0, 1.0)
    calibrate: bool = True
    beta: float = 0.75
    gamma: float = 0.75
    temperature: float = 0.15
    rounds: Sequence[tuple[Vectors, NDArray[np.bool_]]] = ()


@dataclass(frozen=True, slots=True)
class Examples:
    """Vectors with the side they are on.

    Args:
        vectors: float32 (N, D).
        sides: 1 or -1, float64 (N,).
        trust: weight of each, float64 (N,): 1 for a mark; each side sums up to half of N.
        is_marked: bool (N,); False for what only stands in.
    """

    vectors: Vectors
    sides: NDArray[np.float64]
    trust: NDArray[np.float64]
    is_marked: NDArray[np.bool_]

    def mean(self, side: int) -> NDArray[np.float64]:
        """Return the weighted mean of a side, float64 (D,); zero where it is empty."""
        chosen = self.sides == side
        if not chosen.any():
            return np.zeros(self.vectors.shape[1])
        weights = self.trust[chosen] / self.trust[chosen].sum()
        found: NDArray[np.float64] = weights @ self.vectors[chosen].astype(np.float64)
        return found


def gather(
    positive: Vectors, negative: Vectors, background: Vectors, options: LearnOptions, seed: int = 0
) -> Examples:
    """Return the examples to learn from.

    Where a side has few marks, arbitrary items of the background stand in for it with a small
    weight: the very first mark already says something, and the machine does not run off into
    regions of which nobody said anything.

    Args:
        positive: float32 (P, D), unit length.
        negative: float32 (N, D), unit length; P + N >= 1.
        background: float32 (B, D), arbitrary items.
        options: for the class weights.
        seed: 0 takes the background in its order; another one shuffles it first.
    """
    if seed:
        background = background[np.random.default_rng(seed).permutation(len(background))]
    assumed = stand_in(positive, negative, background)
    side = 1.0 if len(positive) == 0 else -1.0
    counts = (len(positive), len(negative), len(assumed))
    sides = np.repeat([1.0, -1.0, side], counts)
    trust = np.repeat([1.0, 1.0, ASSUMED_WEIGHT], counts)
    for one, weight in zip((1.0, -1.0), options.class_weights, strict=True):
        here = sides == one
        if here.any():
            trust[here] *= weight * len(sides) / (2.0 * trust[here].sum())
    vectors = np.concatenate([positive, negative, assumed]).astype(np.float32, copy=False)
    return Examples(vectors, sides, trust, np.repeat([True, True, False], counts))


def stand_in(positive: Vectors, negative: Vectors, background: Vectors) -> Vectors:
    """Return arbitrary items for the side that has no marks, or few: half chance, half typical.

    The most typical ones lie nearest to the mean; the items most like the marked ones are left
    out, as they may well belong to their side.
    """
    marked = positive if len(positive) else negative
    enough = len(positive) > 0 and len(negative) >= ASSUMED
    if enough or not len(background):
        return np.empty((0, marked.shape[1]), np.float32)
    axes = np.stack([marked.mean(axis=0), background.mean(axis=0)], axis=1)  # D, 2
    alike, typicality = (background @ axes).T
    unlike = np.flatnonzero(alike <= np.quantile(alike, 0.8))
    typical = unlike[np.argsort(-typicality[unlike], kind="stable")[: ASSUMED // 2]]
    found: Vectors = background[np.unique(np.concatenate([unlike[: ASSUMED // 2], typical]))]
    return found
