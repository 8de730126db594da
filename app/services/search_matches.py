"""Full text matches as a list of scores with reasons."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.services.search_types import Reason
from common.reasons import HitReason
from indexers.catalogue.records import TextMatch
from indexers.rankings import Scored


def of_matches(
    matches: Sequence[TextMatch], allowed: NDArray[np.int64] | None
) -> tuple[Scored, Reason, dict[int, float]]:
    """Return matches as scores 0-1, what says why, and where in a video they begin.

    A score is relative to the best match; one of some of the words only counts half.

    Args:
        matches: of one query.
        allowed: only these items, ascending; None for all.
    """
    if not matches:
        return Scored.empty(), lambda _item: "", {}
    best = max(match.score for match in matches)
    scores = np.array(
        [(0.4 + 0.6 * match.score / best) * (1.0 if match.all_words else 0.5) for match in matches]
    )
    by_item = {match.item: match for match in matches}
    scored = Scored.of(np.array([match.item for match in matches], np.int64), scores)
    if allowed is not None:
        scored = scored.only(allowed)
    inside = set(scored.items.tolist())
    starts = {
        match.item: match.start_s
        for match in matches
        if match.start_s is not None and match.item in inside
    }
    return scored, lambda item: snippet(by_item[item]), starts


def snippet(match: TextMatch) -> str:
    """Return the matched text with *stars* around what matched."""
    shown = match.snippet.replace("\u2068", "*").replace("\u2069", "*")
    return HitReason("text", kind=match.kind.value, shown=shown)
