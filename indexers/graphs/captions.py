"""Words for a cluster: what its nodes have in common, without saying anything twice.

The list is greedy: the most telling attribute first; one whose words were all said already is
skipped ("comedy" after "romantic comedy"). Telling is what many nodes of the cluster have and,
where the whole is known, more of them than elsewhere: drama is frequent everywhere and says
nothing. The nearer one looks, the more words there are. An attribute that at least 40 % of the
nodes share is a badge.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

BADGE_SHARE = 0.4
_LEAST = 0.05  # what is rarer elsewhere by more than this counts no more
_WORD = re.compile(r"\w+", re.UNICODE)


def captions(
    attributes: Sequence[Sequence[str]],
    weights: Sequence[float],
    count: int,
    overall: Mapping[str, float] | None = None,
) -> list[str]:
    """Return the captions of a cluster, the most telling first.

    Args:
        attributes: of each node, the most frequent first.
        weights: of the nodes.
        count: captions at most; more when zoomed in.
        overall: shares() of the whole network; None ranks by frequency alone.
    """
    held = shares(attributes, weights)
    if overall is not None:
        scores = {
            name: share * math.log(share / max(share * _LEAST, overall.get(name, 0.0)))
            for name, share in held.items()
        }
    else:
        scores = held
    said: set[str] = set()
    found: list[str] = []
    for name in sorted(scores, key=lambda each: (-scores[each], -held[each], each)):
        words = set(_WORD.findall(name.casefold()))
        if len(found) >= count:
            break
        if words <= said:
            continue
        said |= words
        found.append(name)
    return found


def shares(attributes: Sequence[Sequence[str]], weights: Sequence[float]) -> dict[str, float]:
    """Return the share of the weight of nodes that have each attribute, 0-1."""
    totals: dict[str, float] = {}
    for names, weight in zip(attributes, weights, strict=True):
        for name in dict.fromkeys(names):
            totals[name] = totals.get(name, 0.0) + weight
    whole = sum(weights) or 1.0
    return {name: total / whole for name, total in totals.items()}


def badge(values: Sequence[Sequence[str]], share: float = BADGE_SHARE) -> str:
    """Return the value that at least a share of the nodes has; "" for none.

    Args:
        values: of each node (countries, say); those without any count too.
        share: 0-1.
    """
    counts = Counter(value for each in values for value in dict.fromkeys(each))
    if not counts:
        return ""
    value, held = min(counts.items(), key=lambda each: (-each[1], each[0]))
    return value if held >= share * len(values) else ""


def captions_at(zoom: float) -> int:
    """Return how many captions a cluster has at a zoom (1 shows the whole network)."""
    if zoom < 0.75:
        return 1
    return min(6, 2 + int(max(0.0, zoom - 1) * 2))
