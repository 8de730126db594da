"""What each list contributes to the score that a fusion rule gives: parts that add up to it."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from indexers.rankings.fusion import RANK_CONSTANT, Scored, mean_ranks, weighted_sum
from indexers.rankings.fusion_rules import FUSIONS, Rule

RULES: dict[str, Rule] = {"weighted": weighted_sum, **FUSIONS}
"""The fusion rules of searches by name."""
CONTESTED = 1000  # items between which Condorcet contests are held

Floats = NDArray[np.float64]


def merge(rule: str, parts: Mapping[str, Scored], weights: Mapping[str, float]) -> Scored:
    """Return the lists merged by a rule.

    The contests of Condorcet's rule are held between the best items by reciprocal rank only, as
    many as CONTESTED: their number grows with the square. The others follow in that order, below.

    Args:
        rule: a name of RULES.
        parts: lists by name, scores 0-1.
        weights: by name, >= 0; 1 where absent.
    """
    if rule != "condorcet":
        return RULES[rule](parts, weights)
    first = RULES["reciprocal"](parts, weights)
    if len(first) <= CONTESTED:
        return RULES[rule](parts, weights)
    items, _ = first.ranked()
    inside = np.sort(items[:CONTESTED])
    won = RULES[rule]({name: part.only(inside) for name, part in parts.items()}, weights)
    # What is contested beats all the rest; among the rest the order of ranks decides.
    contested, total = len(won), len(items)
    balance = won.scores * (2.0 * contested - 2.0) - (contested - 1.0) + (total - contested)
    rest = total - 1.0 - 2.0 * np.arange(contested, total)
    points = (np.r_[balance, rest] + total - 1.0) / (2.0 * total - 2.0)
    return Scored.of(np.r_[won.items, items[CONTESTED:]], points)


def contributions(
    rule: str,
    parts: Mapping[str, Scored],
    weights: Mapping[str, float],
    merged: Scored,
    items: NDArray[np.int64],
) -> dict[str, Floats]:
    """Return what each list adds to the scores of some items.

    Rules that are sums (weighted, reciprocal, borda, combsum, combmnz) are split into their terms;
    Borda gives an item points of lists that lack it too. The others are no sums: their score is
    split in proportion to what each list says for the item, which is weight / rank for mean-rank
    and pairwise, and weight x (1 - rank / items) for condorcet, as contests are won over all that
    stand lower. Of a list that lacks the item nothing is said.

    Args:
        rule: a name of RULES.
        parts: the lists that were merged.
        weights: of the lists.
        merged: what merge() returned.
        items: int64 (N,), of merged.

    Returns:
        Name of a list -> float64 (N,); their sum is the score.
    """
    used = {name: part for name, part in parts.items() if len(part) and weights.get(name, 1.0) > 0}
    if not used or not len(items):
        return {}
    shares = {name: weights.get(name, 1.0) for name in used}
    total = sum(shares.values())
    count = len(merged)
    raw: dict[str, Floats] = {}
    for name, part in used.items():
        raw[name] = shares[name] / total * _said(rule, part, items, count)
    if rule == "combmnz":
        held = np.mean([part.holds(items) for part in used.values()], axis=0)
        raw = {name: column * held for name, column in raw.items()}
    if rule in _SUMS:
        return raw
    sums = np.sum(list(raw.values()), axis=0)
    scale = np.divide(merged.at(items), sums, out=np.zeros(len(items)), where=sums > 0)
    return {name: column * scale for name, column in raw.items()}


_SUMS = frozenset({"weighted", "reciprocal", "borda", "combsum", "combmnz"})


def _said(rule: str, part: Scored, items: NDArray[np.int64], count: int) -> Floats:
    """Return what a list says for items under a rule, before its share."""
    if rule == "weighted":
        return part.at(items)
    if rule in {"combsum", "combmnz"}:
        low, high = part.scores.min(), part.scores.max()
        even = np.ones(len(part)) if high <= low else (part.scores - low) / (high - low)
        return Scored(part.items, even).at(items)
    ranks = Scored(part.items, mean_ranks(part.scores)).at(items)  # 0 where absent
    held = ranks > 0
    if rule == "borda":
        return np.where(held, count + 1.0 - ranks, (count - len(part) + 1) / 2.0) / count
    if rule == "reciprocal":
        return np.where(held, (RANK_CONSTANT + 1.0) / (RANK_CONSTANT + ranks), 0.0)
    if rule == "condorcet":
        return np.where(held, 1.0 + 1.0 / count - ranks / count, 0.0)
    return np.divide(1.0, ranks, out=np.zeros(len(items)), where=held)
