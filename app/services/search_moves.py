"""What changed in a ranking between two lists, and in the queries that made them."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from app.services.filters import format_filter
from app.services.query import Query
from app.services.query_parts import Part, Stage
from app.services.query_saying import say_distance, say_what
from app.services.search_types import Moved, Movements, SearchResults
from common.notes import Note
from common.values import ResultList


class ChangeNote(Note):
    """One change of a query. Its values have a text for people, and what it stands for beside it.

    `asked` is what a part asks, `one` a filter, `before` and `after` are stages.
    """

    __slots__ = ()
    texts: ClassVar[Mapping[str, str]] = {
        "step": "step {number}: {change}",
        "without": "without {what}",
        "with": "with {what}",
        "within": "within {old} → {new}",
        "weight": "{what}: weight {old:g} → {new:g}",
        "must": "{what}: must match",
        "may": "{what}: may match",
        "unfiltered": "no longer filtered by {filter}",
        "filtered": "filtered by {filter}",
        "fusion": "fusion {old} → {new}",
        "whole": "in the whole library",
        "among": "among what was shown",
        "in-order": "in order",
        "any-order": "in any order",
    }


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
    said: list[ChangeNote] = []
    steps = max(len(before.stages), len(after.stages))
    for at in range(steps):
        found = _stage_changes(_at(before, at), _at(after, at))
        said += found if steps == 1 else [_in_step(at, one) for one in found]
    gone = [one for one in before.filters if one not in after.filters]
    new = [one for one in after.filters if one not in before.filters]
    said += [ChangeNote("unfiltered", filter=format_filter(one), one=one) for one in gone]
    said += [ChangeNote("filtered", filter=format_filter(one), one=one) for one in new]
    if before.fusion != after.fusion:
        said.append(ChangeNote("fusion", old=before.fusion, new=after.fusion))
    if (before.among is None) != (after.among is None):
        said.append(ChangeNote("whole" if after.among is None else "among"))
    if before.in_order != after.in_order:
        said.append(ChangeNote("in-order" if after.in_order else "any-order"))
    return tuple(said)


def _in_step(at: int, change: ChangeNote) -> ChangeNote:
    return ChangeNote("step", number=at + 1, change=change)


def _asked(found: ResultList) -> Query | None:
    return found.asked if isinstance(found, SearchResults) else None


def _at(query: Query, stage: int) -> Stage:
    return query.stages[stage] if stage < len(query.stages) else Stage()


def _stage_changes(before: Stage, after: Stage) -> Iterator[ChangeNote]:
    """Yield what parts came, went, or count otherwise; parts are the same if they ask the same."""
    old = {part.what: part for part in before.active}
    now = {part.what: part for part in after.active}
    for what in old:
        if what not in now:
            yield ChangeNote("without", what=say_what(what), asked=what)
    for what in now:
        if what not in old:
            yield ChangeNote("with", what=say_what(what), asked=what)
    for what, part in now.items():
        if what in old:
            yield from _part_changes(old[what], part)
    first, second = say_distance(before), say_distance(after)
    if before.active and after.active and first != second:
        yield ChangeNote("within", old=first, new=second, before=before, after=after)


def _part_changes(before: Part, after: Part) -> Iterator[ChangeNote]:
    what = {"what": say_what(after.what), "asked": after.what}
    if before.weight != after.weight:
        yield ChangeNote("weight", old=before.weight, new=after.weight, **what)
    if before.must != after.must:
        yield ChangeNote("must" if after.must else "may", **what)
