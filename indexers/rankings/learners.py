"""Learners: from marked vectors to a linear model of what is wanted."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.registry import Registry
from indexers.rankings.confidence import FIXED, Calibration, calibrate
from indexers.rankings.examples import Examples, LearnOptions, Vectors, gather
from indexers.rankings.machines import MOST_EXAMPLES, Machine, solve, solve_gram
from indexers.rankings.threads import one_thread


@dataclass(frozen=True, slots=True)
class LinearModel:
    """What tells relevant from not relevant items: margin = vector @ weights + bias.

    Args:
        weights: float32 (D,).
        bias: of the margin.
        calibration: turns margins into shares, 0-1.
        shares: of each example in the weights, float64 (E,): positive marks, negative ones, those
            that stand in; an example e adds share * (vector @ e + 1) to a margin. None where they
            were not worked out.
    """

    weights: NDArray[np.float32]
    bias: float
    calibration: Calibration = FIXED
    shares: NDArray[np.float64] | None = field(default=None, compare=False, repr=False)

    @property
    def is_linear(self) -> bool:
        """Whether margins() is just the product; if not, weights find candidates for it."""
        return True

    def margins(self, vectors: Vectors) -> NDArray[np.float32]:
        """Return the margin of each vector, float32 (N,); about 1 and -1 where marks lie."""
        result: NDArray[np.float32] = vectors @ self.weights + np.float32(self.bias)
        return result

    def confidence(self, margins: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """Return margins as shares, 0-1, float64 (N,)."""
        return self.calibration(margins)


COSTLIER = {"svm": 1.0, "logistic": 10.0}  # a squared hinge is steeper than a logarithm

LEARNERS: Registry[LinearModel] = Registry("learner")
"""By name, a function of (Examples, LearnOptions) -> LinearModel."""


def fit(
    name: str,
    positive: Vectors,
    negative: Vectors,
    background: Vectors,
    *,
    options: LearnOptions | None = None,
    seed: int = 0,
) -> LinearModel:
    """Learn from marked vectors; the same input gives the same model.

    Args:
        name: "svm", "logistic", "rocchio" or "bayes"; see LEARNERS.
        positive: float32 (P, D), unit length.
        negative: float32 (N, D), unit length; P + N >= 1.
        background: float32 (B, D), arbitrary items, B >= 1 where a side is empty.
        options: how to learn; None for the defaults.
        seed: 0 takes the background in its order; another one shuffles it first.

    Raises:
        KeyError: there is no such learner; names those there are.
        ValueError: there is no mark at all.
    """
    learn = LEARNERS.factory(name)
    if not (len(positive) or len(negative)):
        raise ValueError("nothing is marked, so there is nothing to learn from")
    options = options or LearnOptions()
    with one_thread():
        examples = gather(positive, negative, background, options, seed)
        return learn(examples, options)


@LEARNERS.register("svm")
def fit_svm(examples: Examples, options: LearnOptions) -> LinearModel:
    """Return the L2-regularised, squared-hinge linear SVM (Fan et al., LIBLINEAR, JMLR 2008)."""
    return _machine(examples, options, "svm")


@LEARNERS.register("logistic")
def fit_logistic(examples: Examples, options: LearnOptions) -> LinearModel:
    """Return L2-regularised logistic regression; its margins are log-odds."""
    return _machine(examples, options, "logistic")


@LEARNERS.register("rocchio")
def fit_rocchio(examples: Examples, options: LearnOptions) -> LinearModel:
    """Return beta times the relevant mean less gamma times the other one.

    Rocchio, "Relevance feedback in information retrieval", 1971; without a query, as the marks are
    all that is known. Scaled so that the two means have the margins 1 and -1.
    """
    good, bad = examples.mean(1), examples.mean(-1)
    return anchored(options.beta * good - options.gamma * bad, examples)


@LEARNERS.register("bayes")
def fit_bayes(examples: Examples, options: LearnOptions) -> LinearModel:
    """Return the posterior over items after the choices so far; see indexers.rankings.bayes."""
    from indexers.rankings.bayes import fit as fit_posterior

    return fit_posterior(examples, options)


def anchored(weights: NDArray[np.float64], examples: Examples) -> LinearModel:
    """Return a direction as a model whose margin is 1 at the relevant mean and -1 at the other."""
    high, low = float(examples.mean(1) @ weights), float(examples.mean(-1) @ weights)
    half = max((high - low) / 2.0, 1e-6)
    bias = -(high + low) / (2.0 * half)
    return LinearModel((weights / half).astype(np.float32), bias)


def _machine(examples: Examples, options: LearnOptions, loss: str) -> LinearModel:
    matrix = examples.vectors.astype(np.float64)
    costs = options.cost * COSTLIER[loss] * examples.trust
    if not (examples.sides == 1).any() or not (examples.sides == -1).any():
        # A collection in which nothing can stand in for the other side: away from, or towards it.
        side = float(examples.sides[0])
        return anchored(side * examples.mean(int(side)), examples)
    if len(matrix) > MOST_EXAMPLES:
        machine, curve = solve(examples.vectors, examples.sides, costs, loss), FIXED
        shares = None
    else:
        gram = matrix @ matrix.T + 1.0
        solved = solve_gram(gram, examples.sides, costs, loss)
        shares = solved.shares
        machine = Machine(shares @ matrix, float(shares.sum()))
        curve = FIXED
        if options.calibrate:
            curve = calibrate(gram, solved, examples.sides, is_marked=examples.is_marked)
    return LinearModel(machine.weights.astype(np.float32), machine.bias, curve, shares)
