"""Asks the parts of a query one after another and keeps their lists in a pool."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.services.query import Query
from app.services.query_json import what_name
from app.services.query_parts import ExampleAsk, Part, Stage, TextAsk
from app.services.query_saying import say_stage
from app.services.search_parts import PartScorer
from app.services.search_types import (
    Asking,
    Evidence,
    PartAnswer,
    PartReport,
    Pool,
    PoolList,
    PoolStage,
)
from common.errors import AppError, QueryError
from indexers.rankings import Scored

MUST_DEPTH = 20_000  # candidates of a part that all hits must be in
_NAMES = {"concept": "concepts"}  # "concept" is a way of free text
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A part with its answer."""

    name: str
    number: int  # of its kind, from 1
    place: int
    part: Part
    answer: PartAnswer
    ms: float


def gather(scorer: PartScorer, query: Query, asking: Asking) -> Pool:
    """Return the lists of all parts of a query.

    Parts that hits must match are asked first; the others only look among what those found.

    Args:
        scorer: scores parts.
        query: what is asked.
        asking: among which items, how many candidates.

    Raises:
        QueryError: a part cannot be answered, or a stage asks nothing but what must not be there.
    """
    counts: dict[str, int] = {}
    stages, reports, notes = [], [], []
    for at, stage in enumerate(query.stages):
        _check(query, stage, at)
        asked = _ask_stage(scorer, query, at, asking, counts)
        stages.append(_pooled(asked, query))
        notes += [note for one in asked for note in one.answer.notes]
        reports += [_report(one, at) for one in asked]
    return Pool(query, tuple(stages), tuple(dict.fromkeys(notes)), tuple(reports))


def part_names(query: Query) -> dict[tuple[int, int], str]:
    """Return what each part that is on is called in Hit.parts and reports: (stage, place) -> name.

    The second part of a kind is "… 2", counted over all stages.
    """
    counts: dict[str, int] = {}
    names: dict[tuple[int, int], str] = {}
    for at, stage in enumerate(query.stages):
        for place, part in enumerate(stage.parts):
            if part.on:
                names[at, place] = _name(part, counts)[0]
    return names


def places_of(query: Query, weights: Mapping[str, float]) -> dict[tuple[int, int], float]:
    """Return weights by (stage, place) of weights by name.

    Raises:
        QueryError: there is no part of a name; names those there are.
    """
    places = {name: place for place, name in part_names(query).items()}
    for name in weights:
        if name not in places:
            raise QueryError(
                f"The query has no part “{name}”.", hint=f"Its parts are: {', '.join(places)}."
            )
    return {places[name]: weight for name, weight in weights.items()}


def _name(part: Part, counts: dict[str, int]) -> tuple[str, int]:
    kind = what_name(part.what)
    name = _NAMES.get(kind, kind)
    counts[name] = counts.get(name, 0) + 1
    return _numbered(name, counts[name]), counts[name]


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name} {number}"


def _check(query: Query, stage: Stage, at: int) -> None:
    if not stage.active:
        raise QueryError(
            f"Step {at + 1} of the query asks nothing.",
            hint="Type what it looks for, switch a part on, or take the step away.",
        )
    for part in stage.active:
        if part.weight < 0:
            raise QueryError(
                f"The weight {part.weight:g} is below 0.",
                hint="Use 0 or more; to exclude something write -word, NOT, or set a filter.",
            )
    texts = [p.what.text.strip() for p in stage.active if isinstance(p.what, TextAsk)]
    if len(query.stages) > 1 and len(texts) == len(stage.active) and not any(texts):
        raise QueryError(f"Step {at + 1} of the sequence has no text.", hint="Type one.")


def _score(scorer: PartScorer, part: Part, asking: Asking, place: tuple[int, int]) -> PartAnswer:
    """Ask one part; an error says which it was about."""
    try:
        return scorer.score(part.what, asking)
    except AppError as error:
        error.place = place
        raise


def _ask_stage(
    scorer: PartScorer, query: Query, at: int, asking: Asking, counts: dict[str, int]
) -> list[_Asked]:
    """Ask the parts of a stage, those that must match first; return them in their order."""
    stage = query.stages[at]
    named = [
        (place, part, *_name(part, counts)) for place, part in enumerate(stage.parts) if part.on
    ]
    asking = replace(asking, weights=query.weights, is_alone=len(named) == 1)
    found: list[_Asked] = []
    for place, part, name, number in sorted(named, key=lambda one: not one[1].must):
        asking.context.step(len(found), len(named), "Searching")
        own = asking
        if part.must and len(named) > 1:
            own = replace(asking, k=max(asking.k, MUST_DEPTH))
        started = time.perf_counter()
        answer = _score(scorer, part, own, (at, place))
        ms = (time.perf_counter() - started) * 1e3
        found.append(_Asked(name, number, place, part, answer, ms))
        if part.must and not answer.is_negative:
            asking = replace(asking, allowed=_both(asking.allowed, answer.scored.items))
    if all(one.answer.is_negative for one in found):
        raise QueryError(
            f"“{say_stage(stage)}” only says what must not be there.",
            hint="Add what shall be there, or set a filter.",
        )
    return sorted(found, key=lambda one: one.place)


def _both(allowed: Ids | None, items: Ids) -> Ids:
    return items if allowed is None else np.intersect1d(allowed, items, assume_unique=True)


def _pooled(asked: Sequence[_Asked], query: Query) -> PoolStage:
    """Return the lists of a stage, without what is excluded and what must be in another list."""
    out = np.unique(np.concatenate([one.answer.excluded for one in asked]))
    must = [
        one.answer.scored.items for one in asked if one.part.must and not one.answer.is_negative
    ]
    allowed: Ids | None = None
    for items in must:
        allowed = _both(allowed, items)
    lists = []
    for one in asked:
        for name, scored, weight, reason in _lists(one, query.weights):
            kept = scored if allowed is None else scored.only(allowed)
            lists.append(PoolList(name, one.place, _without(kept, out), weight, reason))
    starts: dict[int, float] = {}
    for one in reversed(asked):
        starts.update(one.answer.starts)
    return PoolStage(
        tuple(each for each in lists if len(each.scored)),
        starts,
        _evidence([one.answer for one in asked]),
        any(isinstance(one.part.what, TextAsk) and one.part.what.mode == "fused" for one in asked),
    )


def _lists(
    one: _Asked, weights: Mapping[str, float]
) -> list[tuple[str, Scored, float, Callable[[int], str]]]:
    """Return the lists by which a part takes part in the fusion: (name, list, share, reason)."""
    answer = one.answer
    if answer.shares:
        return [
            (_numbered(name, one.number), answer.subs[name], share, answer.reasons[name])
            for name, share in answer.shares.items()
        ]
    weight = weights.get("example", 1.0) if isinstance(one.part.what, ExampleAsk) else 1.0
    return [(one.name, answer.scored, weight, answer.reason)]


def _without(scored: Scored, items: Ids) -> Scored:
    if not len(items):
        return scored
    kept = ~np.isin(scored.items, items)
    return Scored(scored.items[kept], scored.scores[kept])


def _evidence(answers: Sequence[PartAnswer]) -> Callable[[int], Evidence]:
    def gathered(item: int) -> Evidence:
        found = Evidence()
        for answer in answers:
            found += answer.evidence(item)
        return found

    return gathered


def _report(one: _Asked, stage: int) -> PartReport:
    subs = tuple((name, len(scored)) for name, scored in one.answer.subs.items())
    note = one.answer.notes[0] if one.answer.notes else ""
    matches = len(one.answer.scored)
    return PartReport(one.name, matches, one.ms, note, stage, one.place, subs)
