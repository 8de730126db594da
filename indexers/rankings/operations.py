"""Combines what two classifiers found, group by group: a video, a day, an album.

Jónsson, Khan, Koelma, Rudinac, Worring and Zahálka, "Exquisitor at the Video Browser Showdown 2020"
combine two classifiers by intersection, union, difference and a dotted minus, with constraints in
time, and rank videos by the average accumulated rank of their scenes. The dotted minus is read here
as the symmetric difference. What follows is exact, and one sort and a few binary searches long.

Scenes x of A and y of B in the same group at places p are **partners**

- without a constraint: always;
- within n: where |p(x) - p(y)| <= n; a scene in both is its own partner;
- after n: where 0 < p(y) - p(x) <= n: B comes after A.

| operation | scenes that stay |
|---|---|
| A and B | scenes of A and of B that have a partner |
| A or B | all scenes of A and of B |
| A without B | scenes of A that have no partner |
| A or B but not both | scenes of A and of B that have no partner |

A group stays if a scene of it does. With r_A(x) the rank of x among all scenes of A (1 for the
best), the ranks accumulated in a group g, A_g and B_g being the scenes that stay, average to

    rank(g) = (sum of r_A over A_g + sum of r_B over B_g) / (|A_g| + |B_g|)

and the group of the smallest rank comes first, ties by the best rank in it, then by group.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

AND, OR, WITHOUT, EITHER = "and", "or", "without", "xor"
KINDS = (AND, OR, WITHOUT, EITHER)
ORDERS = ("average", "best", "count", "group")
TICKS = 1000  # parts of a unit of place that are told apart

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Scenes:
    """What one classifier found, in any order; no item twice.

    Args:
        items: int64 (N,).
        groups: int64 (N,), 0 <= group < the number of groups.
        places: float64 (N,), where in its group a scene lies; NaN where unknown.
        ranks: float64 (N,), 1 for the best of the classifier.
    """

    items: Ints
    groups: Ints
    places: Floats
    ranks: Floats

    def __len__(self) -> int:
        return len(self.items)

    def take(self, chosen: NDArray[np.generic]) -> "Scenes":
        """Return the chosen scenes, by a mask or by positions."""
        return Scenes(
            self.items[chosen], self.groups[chosen], self.places[chosen], self.ranks[chosen]
        )


@dataclass(frozen=True, slots=True)
class Reach:
    """How near to each other scenes must lie to be partners.

    Args:
        distance: in the unit of the places, >= 0.
        after: B comes after A.
    """

    distance: float
    after: bool = False


@dataclass(frozen=True, slots=True)
class Ranking:
    """Groups, best first.

    Args:
        groups: int64 (G,).
        ranks: float64 (G,), average accumulated rank, smaller is better.
        counts: int64 (G,), different items that stay.
    """

    groups: Ints
    ranks: Floats
    counts: Ints


def stays(kind: str, a: Scenes, b: Scenes, reach: Reach | None = None) -> tuple[Mask, Mask]:
    """Return which scenes of A and which of B stay; see the table above.

    Args:
        kind: one of KINDS.
        a: scenes of A.
        b: scenes of B.
        reach: None for no constraint.

    Raises:
        ValueError: the kind is unknown, or the distance negative.
    """
    if kind not in KINDS:
        raise ValueError(f"no operation {kind!r}; known: {', '.join(KINDS)}")
    if reach is not None and not reach.distance >= 0:
        raise ValueError(f"{reach.distance} is no distance")
    if kind == OR:
        return np.ones(len(a), np.bool_), np.ones(len(b), np.bool_)
    in_a, in_b = partners(a, b, reach)
    if kind == AND:
        return in_a, in_b
    return ~in_a, ~in_b if kind == EITHER else np.zeros(len(b), np.bool_)


def partners(a: Scenes, b: Scenes, reach: Reach | None = None) -> tuple[Mask, Mask]:
    """Return which scenes of A have a partner in B, bool (len(a),), and the reverse."""
    if not len(a) or not len(b):
        return np.zeros(len(a), np.bool_), np.zeros(len(b), np.bool_)
    if reach is None:
        groups = 1 + int(max(a.groups.max(), b.groups.max()))
        has_a, has_b = np.zeros(groups, np.bool_), np.zeros(groups, np.bool_)
        has_a[a.groups], has_b[b.groups] = True, True
        return has_b[a.groups], has_a[b.groups]
    keys_a, keys_b, distance = _keys(a, b, reach.distance)
    if reach.after:
        return _any_in(keys_a, keys_b, 1, distance), _any_in(keys_b, keys_a, -distance, -1)
    near_a = _any_in(keys_a, keys_b, -distance, distance)
    near_b = _any_in(keys_b, keys_a, -distance, distance)
    if not (np.isfinite(a.places).all() and np.isfinite(b.places).all()):
        # A scene of both is with itself, wherever that is.
        near_a |= np.isin(a.items, b.items)
        near_b |= np.isin(b.items, a.items)
    return near_a, near_b


def _keys(a: Scenes, b: Scenes, distance: float) -> tuple[Ints, Ints, int]:
    """Return places as whole numbers that grow from group to group with room between, and n.

    A scene whose place is unknown gets -1, far below all others.
    """
    groups, places = np.r_[a.groups, b.groups], np.r_[a.places, b.places]
    known = np.isfinite(places)
    first = np.full(int(groups.max()) + 1, np.inf)
    np.minimum.at(first, groups[known], places[known])
    ticks = np.zeros(len(places), np.int64)
    ticks[known] = np.rint((places[known] - first[groups[known]]) * TICKS).astype(np.int64)
    span = int(ticks.max()) + 1
    reach = int(min(np.rint(distance * TICKS), span))
    step = span + reach + 1
    keys = (groups + 2) * np.int64(step) + ticks
    keys[~known] = -1
    return keys[: len(a)], keys[len(a) :], reach


def _any_in(keys: Ints, others: Ints, low: int, high: int) -> Mask:
    """Return for each key whether one of others lies in key + [low, high]; -1 lies nowhere."""
    order = np.argsort(keys)
    ordered = keys[order]  # neighbours search neighbours: several times quicker than at random
    targets = np.sort(others[others >= 0])
    begins = np.searchsorted(targets, ordered + low, "left")
    ends = np.searchsorted(targets, ordered + high, "right")
    found = np.empty(len(keys), np.bool_)
    found[order] = (ends > begins) & (ordered >= 0)
    return found


def rank_groups(a: Scenes, b: Scenes, groups: int, order: str = "average") -> Ranking:
    """Return the groups of scenes that stay, best first; see above for the formula.

    Args:
        a: scenes of A that stay.
        b: scenes of B that stay.
        groups: how many there are.
        order: "average" (the formula), "best" (mean of the best rank of each side that has one),
            "count" (most scenes first) or "group" (by number).

    Raises:
        ValueError: the order is unknown.
    """
    if order not in ORDERS:
        raise ValueError(f"no order {order!r}; known: {', '.join(ORDERS)}")
    both = np.r_[a.groups, b.groups]
    ranks = np.r_[a.ranks, b.ranks]
    times = np.bincount(both, minlength=groups)
    found = np.flatnonzero(times)
    average = np.bincount(both, ranks, groups)[found] / times[found]
    bests = [_best(side, groups) for side in (a, b)]
    best = np.minimum(*bests)[found]
    count = np.bincount(_different(a, b), minlength=groups)[found]
    keys: Sequence[NDArray[np.generic]] = (found, best, average)
    if order == "best":
        sides = np.stack(bests)[:, found]
        there = np.isfinite(sides)
        keys = (found, average, np.where(there, sides, 0.0).sum(axis=0) / there.sum(axis=0))
    elif order == "count":
        keys = (found, best, average, -count)
    elif order == "group":
        keys = (found,)
    place = np.lexsort(keys)
    return Ranking(found[place].astype(np.int64), average[place], count[place].astype(np.int64))


def _best(side: Scenes, groups: int) -> Floats:
    """Return the best rank in each group, infinite where there is none."""
    best = np.full(groups, np.inf)
    np.minimum.at(best, side.groups, side.ranks)
    return best


def _different(a: Scenes, b: Scenes) -> Ints:
    """Return the groups of scenes of A or B, an item that is in both counted once."""
    both: Ints = np.r_[a.groups, b.groups[~np.isin(b.items, a.items)]]
    return both


def keyframes(a: Scenes, b: Scenes, count: int = 3) -> list[tuple[int, str]]:
    """Return what stands for a group: (item, side), side one of "a", "b" and "both".

    The best scene of A alone, the best of B alone, the best of both by the sum of its ranks; where
    one is missing, the next best of any side takes its place.

    Args:
        a: scenes of A in the group.
        b: scenes of B in the group.
        count: how many at most, >= 1.
    """
    rank_a = dict(zip(a.items.tolist(), a.ranks.tolist(), strict=True))
    rank_b = dict(zip(b.items.tolist(), b.ranks.tolist(), strict=True))
    sides = {
        "a": sorted((rank, item) for item, rank in rank_a.items() if item not in rank_b),
        "b": sorted((rank, item) for item, rank in rank_b.items() if item not in rank_a),
        "both": sorted((rank_a[item] + rank_b[item], item) for item in rank_a.keys() & rank_b),
    }
    chosen = [(found[0][1], side) for side, found in sides.items() if found][:count]
    rest = sorted(
        (rank / (2.0 if side == "both" else 1.0), item, side)
        for side, found in sides.items()
        for rank, item in found[1:]
    )
    return chosen + [(item, side) for _, item, side in rest[: count - len(chosen)]]
