"""A Bayesian update over the items: what was chosen of what was shown says what is wanted.

Each item may be the one that is wanted. A person who is shown a list chooses from it by chance, the
likelier the more an item resembles the wanted one: a softmax of their similarities. After each
choice the belief in every item is multiplied by that likelihood. Cox et al., "The Bayesian image
retrieval system, PicHunter", IEEE Transactions on Image Processing 9(1), 2000; as a softmax over
cosines in Kratochvíl et al., "SOMHunter", ACM Multimedia 2020.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexers.rankings.examples import Examples, LearnOptions, Vectors
from indexers.rankings.learners import LinearModel, anchored

LEAST_BELIEF = 0.5  # difference of logarithms that makes a margin of 1
_BLOCK = 8192  # items scored at once


@dataclass(frozen=True, slots=True)
class Choices:
    """One round: what was shown and which of it was chosen.

    Args:
        shown: float32 (S, D).
        chosen: weight of each as a choice, >= 0, float64 (S,); 0 where it was passed over. All 0
            where the only choice that is known is that none of the refused was it.
        refused: bool (S,), what was refused then; None where something was chosen.
    """

    shown: Vectors
    chosen: NDArray[np.float64]
    refused: NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True)
class PosteriorModel(LinearModel):
    """The logarithm of the belief in each item, scaled like a margin.

    The weights are its slope at a vector that resembles nothing: they find the candidates, whose
    margins are then exact.

    Args:
        rounds: all that was chosen so far.
        temperature: of the softmax, > 0.
        scale: of the logarithm as a margin.
        shift: added to it.
    """

    rounds: tuple[Choices, ...] = ()
    temperature: float = 0.15
    scale: float = 1.0
    shift: float = 0.0

    @property
    def is_linear(self) -> bool:
        """False: margins() is not the product with the weights."""
        return False

    def margins(self, vectors: Vectors) -> NDArray[np.float32]:
        """Return the margin of each vector, float32 (N,)."""
        parts = [
            log_belief(vectors[start : start + _BLOCK], self.rounds, self.temperature)
            for start in range(0, len(vectors), _BLOCK)
        ]
        beliefs = np.concatenate([np.empty(0), *parts])
        return (self.scale * beliefs + self.shift).astype(np.float32)


def log_belief(
    vectors: Vectors, rounds: tuple[Choices, ...], temperature: float
) -> NDArray[np.float64]:
    """Return the logarithm of the belief in each item up to a constant, float64 (N,).

    The sum over rounds and their choices c of x·c/T - log(sum over s of exp(x·s/T)), s being c and
    what was passed over: with many choices a round, as here, one choice is none against another.
    Where items were only refused, the choice was any of the others: its likelihood is their sum.
    """
    beliefs = np.zeros(len(vectors))
    for each in rounds:
        alike = (vectors @ each.shown.T).astype(np.float64) / temperature  # N, S
        if each.refused is None:
            is_chosen = each.chosen > 0
            passed = _log_sum(alike[:, ~is_chosen])
            picked = alike[:, is_chosen]
            beliefs += (picked - np.logaddexp(picked, passed[:, None])) @ each.chosen[is_chosen]
        else:
            left = _log_sum(alike[:, ~each.refused]) - _log_sum(alike)
            beliefs += each.refused.sum() * left
    return beliefs


def _log_sum(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return log(sum(exp(row))) of each row without overflow, float64 (N,); -inf for no columns."""
    if not values.shape[1]:
        return np.full(len(values), -np.inf)
    top = values.max(axis=1)
    total: NDArray[np.float64] = top + np.log(np.exp(values - top[:, None]).sum(axis=1))
    return total


def fit(examples: Examples, options: LearnOptions) -> LinearModel:
    """Return the posterior after the rounds of options.

    Marks that no round shows (a search found them, say) count as one more round, so that nothing
    the user said is lost; without negatives, the items that stand in for them were passed over.

    Args:
        examples: the marks.
        options: rounds and temperature.
    """
    rounds = tuple(
        _informative(shown, chosen, examples)
        for shown, chosen in options.rounds
        if len(shown) and chosen.any()
    )
    rest = _unseen(examples, rounds)
    if rest is not None:
        rounds = (rest, *rounds)
    line = anchored(np.sum([_slope(each) for each in rounds], axis=0), examples)
    beliefs = log_belief(examples.vectors, rounds, options.temperature)
    high = _mean(beliefs, examples, 1)
    low = _mean(beliefs, examples, -1)
    half = max((high - low) / 2.0, LEAST_BELIEF)  # choices may contradict the marks
    return PosteriorModel(
        line.weights, line.bias, rounds=rounds, temperature=options.temperature,
        scale=1.0 / half, shift=-(high + low) / (2.0 * half),
    )  # fmt: skip


def _informative(shown: Vectors, chosen: NDArray[np.bool_], examples: Examples) -> Choices:
    """Return a round; if all of it was chosen, it was chosen rather than what is not relevant."""
    against = examples.vectors[examples.sides < 0] if chosen.all() else shown[:0]
    weights = np.concatenate([chosen.astype(np.float64), np.zeros(len(against))])
    return Choices(np.concatenate([shown, against]), weights)


def _slope(each: Choices) -> NDArray[np.float64]:
    """Return how the belief grows with a vector that resembles nothing yet, float64 (D,).

    At temperature 1; another one only stretches it.
    """
    shown = each.shown.astype(np.float64)
    if each.refused is None:
        is_chosen = each.chosen > 0
        count = int((~is_chosen).sum())
        # At 0 a choice has one share of count + 1, so the rest of its weight moves the belief.
        pull = each.chosen[is_chosen] @ shown[is_chosen] * count
        push = each.chosen.sum() * shown[~is_chosen].sum(axis=0)
        grown: NDArray[np.float64] = (pull - push) / (count + 1.0)
        return grown
    left: NDArray[np.float64] = shown[~each.refused].mean(axis=0) - shown.mean(axis=0)
    return float(each.refused.sum()) * left


def _unseen(examples: Examples, rounds: tuple[Choices, ...]) -> Choices | None:
    """Return a round of the marks that no round shows, among all other examples."""
    good = (examples.sides > 0) & examples.is_marked
    if not good.any():
        refused = examples.sides < 0
        if refused.all():  # a tiny library: there is nothing else that could have been chosen
            return Choices(examples.vectors, np.zeros(len(good)))
        return Choices(examples.vectors, np.zeros(len(good)), refused)
    if rounds:
        shown = np.concatenate([each.shown for each in rounds])
        # The same item has the same vector; cosines of floats may differ in the last digit.
        good &= (examples.vectors @ shown.T).max(axis=1) < 1.0 - 1e-5
        if not good.any():
            return None
    kept = good | (examples.sides < 0)
    return Choices(examples.vectors[kept], good[kept].astype(np.float64))


def _mean(values: NDArray[np.float64], examples: Examples, side: int) -> float:
    chosen = examples.sides == side
    return float(values[chosen].mean()) if chosen.any() else 0.0
