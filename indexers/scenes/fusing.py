"""Merges the ranking by graphs with others, as concept matching finds what relations miss."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from indexers.rankings.fusion import Scored
from indexers.rankings.fusion_rules import FUSIONS
from indexers.scenes.search import first

TOP = 1000  # of each list
INSIDE = "inside-union"
"""By graphs, but only what is in the first of any list: see inside_union()."""

RULES = (INSIDE, *FUSIONS)
"""Names of the ways to merge."""


def fuse(
    rule: str,
    lists: Mapping[str, NDArray[np.floating]],
    order: NDArray[np.int32],
    weights: Mapping[str, float] | None = None,
    *,
    top: int = TOP,
) -> Scored:
    """Return the merged ranking of rows.

    Args:
        rule: one of RULES.
        lists: name -> scores of all rows, float (N,); -inf leaves a row out of a list. The first
            list is the one that `inside-union` ranks by.
        order: int32 (N,), what decides between equals where a list is cut off.
        weights: by name, >= 0; 1 where absent; no matter for `inside-union`.
        top: how many rows of each list are merged.

    Raises:
        KeyError: there is no such rule.
    """
    parts = {name: _first(np.asarray(scores), order, top) for name, scores in lists.items()}
    if rule == INSIDE:
        return inside_union(np.asarray(next(iter(lists.values()))), parts)
    return FUSIONS[rule](parts, weights or {})


def inside_union(scores: NDArray[np.floating], parts: Mapping[str, Scored]) -> Scored:
    """Return what stands in any list, ranked by scores.

    Args:
        scores: of all rows.
        parts: lists of rows.
    """
    rows = np.unique(np.concatenate([part.items for part in parts.values()]))
    return Scored(rows, scores[rows].astype(np.float64))


def _first(scores: NDArray[np.floating], order: NDArray[np.int32], top: int) -> Scored:
    best = first(scores, order, top)
    best = np.sort(best[np.isfinite(scores[best])])
    return Scored(best.astype(np.int64), scores[best].astype(np.float64))
