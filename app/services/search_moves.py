"""What changed in a ranking between two lists, and in the queries that made them."""

from collections.abc import Sequence

from app.services.filters import format_filter
from app.services.query import Query
from app.services.query_parts import Part, Stage
from app.services.query_saying import say_distance, say_what
from app.services.search_types import Moved, Movements, SearchResults
from common.values import ResultList


def movements(before: ResultList, after: ResultList) -> Movements:
    """Return how items moved from one list to another.

    Args:
        before: one list.
        after: another one.
    """
    old = {hit.item: rank for rank, hit in enumerate(before.hits, 1)}
    now = {hit.item: rank for rank, hit in enumerate(after.hits, 1)}
    ranks = {item: Moved(old.get(item), now.get(item)) for item in {**now, **old}}
    by_rise = sorted(ranks, key=lambda item: (-abs(ranks[item].up), now.get(item, 0)))
    return Movements(
        ranks,
        tuple(item for item in now if item not in old),
        tuple(item for item in old if item not in now),
        tuple(item for item in by_rise if ranks[item].up > 0),
        tuple(item for item in by_rise if ranks[item].up < 0),
        changes(_asked(before), _asked(after)),
    )


def changes(before: Query | None, after: Query | None) -> tuple[str, ...]:
    """Return what changed from one query to another, one line a change.

    Args:
        before: one query; None where nobody knows it.
        after: another one.
    """
    if before is None or after is None or before == after:
        return ()
    said: list[str] = []
    for at in range(max(len(before.stages), len(after.stages))):
        where = "" if max(len(before.stages), len(after.stages)) == 1 else f"step {at + 1}: "
        said += [where + line for line in _stage_changes(_at(before, at), _at(after, at))]
    gone = [one for one in before.filters if one not in after.filters]
    new = [one for one in after.filters if one not in before.filters]
    said += [f"no longer filtered by {format_filter(one)}" for one in gone]
    said += [f"filtered by {format_filter(one)}" for one in new]
    if before.fusion != after.fusion:
        said.append(f"fusion {before.fusion} → {after.fusion}")
    if (before.among is None) != (after.among is None):
        said.append("in the whole library" if after.among is None else "among what was shown")
    if before.in_order != after.in_order:
        said.append("in order" if after.in_order else "in any order")
    return tuple(said)


def _asked(found: ResultList) -> Query | None:
    return found.asked if isinstance(found, SearchResults) else None


def _at(query: Query, stage: int) -> Stage:
    return query.stages[stage] if stage < len(query.stages) else Stage()


def _stage_changes(before: Stage, after: Stage) -> list[str]:
    """Return what parts came, went, or count otherwise; parts are the same if they ask the same."""
    old = {part.what: part for part in before.active}
    now = {part.what: part for part in after.active}
    said = [f"without {say_what(what)}" for what in old if what not in now]
    said += [f"with {say_what(what)}" for what in now if what not in old]
    for what, part in now.items():
        if what in old:
            said += _part_changes(old[what], part)
    if before.active and after.active and say_distance(before) != say_distance(after):
        said.append(f"within {say_distance(before)} → {say_distance(after)}")
    return said


def _part_changes(before: Part, after: Part) -> Sequence[str]:
    said = []
    if before.weight != after.weight:
        said.append(f"{say_what(after.what)}: weight {before.weight:g} → {after.weight:g}")
    if before.must != after.must:
        said.append(f"{say_what(after.what)}: {'must match' if after.must else 'may match'}")
    return said
