"""What the user should know about a search of moments."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.services.lifelog_moments import Moments, Passed
from app.services.lifelog_ranking import looks_for
from app.services.lifelog_types import LifelogNote
from common.scenes import LifelogQuery
from common.values import Hit
from indexers.rankings.fusion import Scored

if TYPE_CHECKING:
    from indexers.scenes.index import SceneIndex


def notes_before(query: LifelogQuery, moments: Moments, index: "SceneIndex") -> list[str]:
    """Return what is to be said of a query before it is run.

    Args:
        query: what is asked.
        moments: when items were.
        index: scene graphs.
    """
    notes: list[str] = []
    asks_objects = any(looks_for(part) for part in query.parts)
    with_graph = int((moments.rows(index.items) >= 0).sum())
    if not len(moments):
        notes.append(LifelogNote("empty-library"))
    elif asks_objects and not with_graph:
        notes.append(LifelogNote("no-graphs"))
    elif asks_objects and 2 * with_graph < len(moments):
        notes.append(LifelogNote("few-graphs", count=with_graph, total=len(moments)))
    if any(part.time for part in query.parts) and len(moments) and not moments.has_times:
        notes.append(LifelogNote("no-times"))
    if not asks_objects and not query.notes:
        notes.append(LifelogNote("no-objects"))
    return notes


def notes_after(
    query: LifelogQuery,
    found: Sequence[tuple[Passed, Scored]],
    hits: Sequence[Hit],
    unknown: Sequence[str],
) -> list[str]:
    """Return what is to be said of an answer.

    Args:
        query: what was asked.
        found: what the conditions of each part let through, and its scores.
        hits: of the list.
        unknown: names that nothing can be compared with.
    """
    notes: list[str] = [LifelogNote("unknown-word", word=word) for word in unknown]
    for passed, _ in found:
        for chip in passed.counts:
            if chip.passing == 0 and chip.kind != "time":
                name = getattr(chip.what, "value", "")
                notes.append(LifelogNote(f"unknown-{chip.kind}", name=name))
    if not hits:
        apart = len(found) > 1 and all(len(scored) for _, scored in found)
        minutes = f"{query.within_s / 60:g}"
        notes.append(
            LifelogNote("parts-apart", minutes=minutes) if apart else LifelogNote("nothing-found")
        )
    return notes
