"""Late fusion: rules that merge the ranked lists of several modalities into one.

Every rule takes the lists by name and their weights, like those of indexers.rankings.fusion. A list
may hold a part of the items only, as each modality proposes its own best. Scores of the answer lie
in 0-1; 1 is "first everywhere", but for CombMNZ and CombSUM, whose scores say how good, not where.
"""

from collections.abc import Callable, Mapping
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from indexers.rankings.fusion import Scored, mean_ranks, reciprocal_rank, union

Parts = Mapping[str, Scored]
Weights = Mapping[str, float]
Rule = Callable[[Parts, Weights], Scored]

_BLOCK = 512  # items compared with all others at once


def mean_rank(parts: Parts, weights: Weights) -> Scored:
    """Return the fusion of Exquisitor: by the mean of the ranks in all modalities.

    An item that a list lacks stands one behind its last. Exquisitor scores what any modality
    proposes in all of them, so that no list lacks anything: hand over such lists for exactly its
    way. Jónsson et al., "Exquisitor at the Video Browser Showdown", MMM 2020; Zahálka et al.,
    "Blackthorn", IEEE Transactions on Multimedia 20(3), 2018.

    Returns:
        Scores of 1 / (mean rank).
    """
    items, ranks, shares = _table(parts, weights)
    if not len(items):
        return Scored.empty()
    behind = np.array([len(part) + 1.0 for part in _used(parts, weights).values()])
    filled = np.where(np.isnan(ranks), behind[:, None], ranks)
    return Scored(items, 1.0 / (shares @ filled))


def borda(parts: Parts, weights: Weights) -> Scored:
    """Return Borda's count: the first of n items gets n points, the next n - 1, and so on.

    Items that a list lacks share the points that are left in it evenly, as in Aslam and Montague,
    "Models for metasearch", SIGIR 2001.

    Returns:
        Points by n.
    """
    items, ranks, shares = _table(parts, weights)
    count = len(items)
    if not count:
        return Scored.empty()
    known = (~np.isnan(ranks)).sum(axis=1)
    left = (count - known + 1) / 2.0  # mean of the points n - known, ..., 1
    points = np.where(np.isnan(ranks), left[:, None], count + 1.0 - ranks)
    return Scored(items, shares @ points / count)


def condorcet(parts: Parts, weights: Weights) -> Scored:
    """Return the order of pairwise majorities: contests won less contests lost (Copeland).

    An item beats another one if lists of more weight rank it higher; what a list lacks it ranks
    below all it has, and of two that it lacks it says nothing. Montague and Aslam, "Condorcet
    fusion for improved retrieval", CIKM 2002. The effort grows with the square of the items.

    Returns:
        (Won - lost + n - 1) / (2 n - 2), 1 for an item that beats all others.
    """
    items, ranks, shares = _table(parts, weights)
    count = len(items)
    if not count:
        return Scored.empty()
    filled = np.where(np.isnan(ranks), np.inf, ranks)
    balance = np.zeros(count)
    for start in range(0, count, _BLOCK):
        block = filled[:, start : start + _BLOCK]
        votes = np.zeros((block.shape[1], count))
        for share, mine, all_of in zip(shares, block, filled, strict=True):
            votes += share * (
                (mine[:, None] < all_of).astype(np.int8) - (mine[:, None] > all_of).astype(np.int8)
            )
        balance[start : start + _BLOCK] = (votes > 1e-12).sum(axis=1) - (votes < -1e-12).sum(axis=1)
    if count == 1:
        return Scored(items, np.ones(1))
    return Scored(items, (balance + count - 1.0) / (2.0 * count - 2.0))


def comb_sum(parts: Parts, weights: Weights) -> Scored:
    """Return CombSUM: the weighted mean of scores, stretched to 0-1 list by list; 0 where absent.

    Fox and Shaw, "Combination of multiple searches", TREC-2, 1994.
    """
    items, scores, shares = _stretched(parts, weights)
    return Scored(items, shares @ scores) if len(items) else Scored.empty()


def comb_mnz(parts: Parts, weights: Weights) -> Scored:
    """Return CombMNZ: CombSUM times the share of the lists that hold the item.

    Fox and Shaw, "Combination of multiple searches", TREC-2, 1994.
    """
    items, scores, shares = _stretched(parts, weights)
    if not len(items):
        return Scored.empty()
    holding = (~np.isnan(_table(parts, weights)[1])).mean(axis=0)
    return Scored(items, shares @ scores * holding)


def pairwise(parts: Parts, weights: Weights) -> Scored:
    """Return the merged lists of all pairs of lists: the rule of the late-fusion tensor.

    For every pair of lists an item stands at the smallest j for which it is among the first j of
    both; the lists of all pairs are then merged rank by rank, the pairs in the order of the lists,
    and what came before is dropped. It needs neither comparable scores nor training. An item that
    only one list holds is in no pair; such items follow at the end by their rank. A list of weight
    0 is left out, other weights mean nothing here.

    Returns:
        1 for the first item, falling evenly to 1 / n.
    """
    items, _, _ = _table(parts, weights)
    lists = [_places(part, items) for part in _used(parts, weights).values()]
    found: list[NDArray[np.float64]] = []  # rank in the pair's list, pair, item
    for number, (one, other) in enumerate(combinations(lists, 2)):
        both = np.flatnonzero(np.isfinite(one) & np.isfinite(other))
        depth = np.maximum(one[both], other[both])
        order = np.lexsort((both, np.minimum(one[both], other[both]), depth))
        ranked = both[order]
        found.append(np.stack([np.arange(len(ranked)), np.full(len(ranked), number), ranked]))
    if not lists:
        return Scored.empty()
    rank, pair, item = np.concatenate([np.empty((3, 0)), *found], axis=1)
    merged = item[np.lexsort((item, pair, rank))].astype(np.int64)
    _, first = np.unique(merged, return_index=True)
    alone = np.flatnonzero(np.isfinite(lists).sum(axis=0) == 1)
    best = np.min([each[alone] for each in lists], axis=0)
    final = np.r_[merged[np.sort(first)], alone[np.argsort(best, kind="stable")]]
    scores = np.zeros(len(items))
    scores[final] = 1.0 - np.arange(len(final)) / len(items)
    return Scored(items, scores)


FUSIONS: dict[str, Rule] = {
    "mean-rank": mean_rank,
    "borda": borda,
    "condorcet": condorcet,
    "reciprocal": reciprocal_rank,
    "combsum": comb_sum,
    "combmnz": comb_mnz,
    "pairwise": pairwise,
}
"""The rules by name."""


def _used(parts: Parts, weights: Weights) -> dict[str, Scored]:
    """Return the lists that count: of some weight and not empty."""
    return {name: part for name, part in parts.items() if len(part) and weights.get(name, 1.0) > 0}


def _table(
    parts: Parts, weights: Weights
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return all items, their rank in each list (L, N), NaN where absent, and the lists' shares."""
    used = _used(parts, weights)
    if not used:
        return np.empty(0, np.int64), np.empty((0, 0)), np.empty(0)
    items = union(used)
    ranks = np.full((len(used), len(items)), np.nan)
    for row, part in zip(ranks, used.values(), strict=True):
        row[np.searchsorted(items, part.items)] = mean_ranks(part.scores)
    shares = np.array([weights.get(name, 1.0) for name in used])
    return items, ranks, shares / shares.sum()


def _stretched(
    parts: Parts, weights: Weights
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return all items, their scores stretched to 0-1 (L, N), 0 where absent, and the shares."""
    items, ranks, shares = _table(parts, weights)
    scores = np.zeros(ranks.shape)
    for row, part in zip(scores, _used(parts, weights).values(), strict=True):
        low, high = part.scores.min(), part.scores.max()
        even = np.ones(len(part)) if high <= low else (part.scores - low) / (high - low)
        row[np.searchsorted(items, part.items)] = even
    return items, scores, shares


def _places(part: Scored, items: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the place of each item in a list, from 1, ties by item; infinity where absent."""
    places = np.full(len(items), np.inf)
    ordered, _ = part.ranked()
    places[np.searchsorted(items, ordered)] = np.arange(1.0, len(ordered) + 1.0)
    return places
