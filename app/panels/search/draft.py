"""Changes of a query while it is built: each returns another query, none touches the screen."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from app.services.types import (
    BoxesAsk,
    CanvasAsk,
    ClipAsk,
    ConceptAsk,
    ExampleAsk,
    Part,
    PoseAsk,
    Query,
    Stage,
    TagsAsk,
    TextAsk,
    What,
    WordsAsk,
)

WEIGHTS = (0.0, 0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0)  # that keys and wheel step through


class Place(NamedTuple):
    """Where a part stands.

    Args:
        stage: number of its stage, from 0.
        part: number of it in the stage, from 0.
    """

    stage: int
    part: int


def part_at(query: Query, place: Place) -> Part | None:
    """Return the part at a place, or None."""
    if 0 <= place.stage < len(query.stages):
        parts = query.stages[place.stage].parts
        if 0 <= place.part < len(parts):
            return parts[place.part]
    return None


def places(query: Query) -> list[Place]:
    """Return the places of all parts, in order."""
    return [
        Place(number, part)
        for number, stage in enumerate(query.stages)
        for part in range(len(stage.parts))
    ]


def _with_stage(query: Query, number: int, change: Callable[[Stage], Stage]) -> Query:
    stages = list(query.stages)
    while len(stages) <= number:
        stages.append(Stage())
    stages[number] = change(stages[number])
    return replace(query, stages=tuple(stages))


def with_part(query: Query, place: Place, part: Part) -> Query:
    """Return a query with another part at a place."""

    def put(stage: Stage) -> Stage:
        parts = list(stage.parts)
        parts[place.part] = part
        return replace(stage, parts=tuple(parts))

    return _with_stage(query, place.stage, put)


def without_part(query: Query, place: Place) -> Query:
    """Return a query without the part at a place."""
    return _with_stage(
        query,
        place.stage,
        lambda stage: replace(
            stage, parts=stage.parts[: place.part] + stage.parts[place.part + 1 :]
        ),
    )


def with_added(query: Query, stage: int, part: Part, at: int | None = None) -> tuple[Query, Place]:
    """Return a query with one more part, and where it stands.

    Args:
        query: as it is.
        stage: number of the stage; made if it is not there yet.
        part: is added.
        at: before which part; None for the end.
    """
    known = query.stages[stage].parts if stage < len(query.stages) else ()
    place = len(known) if at is None else max(0, min(at, len(known)))
    parts = (*known[:place], part, *known[place:])
    made = _with_stage(query, stage, lambda one: replace(one, parts=parts))
    return made, Place(stage, place)


def with_moved(query: Query, source: Place, target: Place) -> tuple[Query, Place]:
    """Return a query in which a part stands before another place, and where it stands then."""
    part = part_at(query, source)
    if part is None:
        return query, source
    at = target.part
    if source.stage == target.stage and source.part < target.part:
        at -= 1
    return with_added(without_part(query, source), target.stage, part, at)


def main_place(query: Query, stage: int) -> Place | None:
    """Return where the words stand that the box of a stage shows: its first text."""
    if stage < len(query.stages):
        for number, part in enumerate(query.stages[stage].parts):
            if isinstance(part.what, TextAsk):
                return Place(stage, number)
    return None


def main_text(query: Query, stage: int = 0) -> TextAsk:
    """Return the text that the box of a stage shows; an empty one where there is none."""
    place = main_place(query, stage)
    part = None if place is None else part_at(query, place)
    return part.what if part is not None and isinstance(part.what, TextAsk) else TextAsk("")


def with_text(query: Query, stage: int, text: str) -> Query:
    """Return a query whose stage looks for a text; an empty one takes its words away."""
    text = text.strip()
    place = main_place(query, stage)
    if place is None:
        return with_added(query, stage, Part(TextAsk(text)), 0)[0] if text else query
    if not text:
        return without_part(query, place)
    part = part_at(query, place)
    assert part is not None  # main_place() found it
    assert isinstance(part.what, TextAsk)
    return with_part(query, place, replace(part, what=replace(part.what, text=text)))


def with_stage(query: Query, within_s: float = 60.0) -> Query:
    """Return a query with one more stage at its end; the first is made if there is none."""
    stages = query.stages or (Stage(),)
    return replace(query, stages=(*stages, Stage(within_s=within_s)))


def without_stage(query: Query, number: int) -> Query:
    """Return a query without a stage."""
    return replace(query, stages=query.stages[:number] + query.stages[number + 1 :])


def with_stage_moved(query: Query, number: int, steps: int) -> Query:
    """Return a query in which a stage comes earlier or later; times stay where they are."""
    target = number + steps
    if not (0 <= number < len(query.stages) and 0 <= target < len(query.stages)):
        return query
    parts = [stage.parts for stage in query.stages]
    parts.insert(target, parts.pop(number))
    stages = zip(query.stages, parts, strict=True)
    return replace(query, stages=tuple(replace(stage, parts=one) for stage, one in stages))


def with_within(query: Query, number: int, within: float, *, shots: bool = False) -> Query:
    """Return a query whose stage comes at most so many seconds, or shots, after the one before."""
    if shots:
        return _with_stage(
            query, number, lambda stage: replace(stage, within_shots=max(1, round(within)))
        )
    return _with_stage(query, number, lambda stage: replace(stage, within_s=within, within_shots=0))


def stepped(weight: float, steps: int) -> float:
    """Return a weight so many steps of WEIGHTS up or down."""
    nearest = min(range(len(WEIGHTS)), key=lambda one: abs(WEIGHTS[one] - weight))
    return WEIGHTS[max(0, min(len(WEIGHTS) - 1, nearest + steps))]


def says(what: What) -> bool:
    """Whether a part asks for anything yet."""
    return _SAYS[type(what)](what)


_SAYS: dict[type, Callable[..., bool]] = {
    TextAsk: lambda what: bool(what.text.strip()),
    ConceptAsk: lambda what: bool(what.names),
    WordsAsk: lambda what: bool(what.text.strip()),
    BoxesAsk: lambda what: any(
        each.strip() for each in (what.subject, what.predicate, what.object, what.time, what.place)
    ),
    ExampleAsk: lambda _what: True,
    ClipAsk: lambda what: bool(what.path) or what.item is not None,
    CanvasAsk: lambda what: bool(what.canvas.shapes),
    PoseAsk: lambda what: bool(what.views),
    TagsAsk: lambda what: bool(what.tags or what.without or what.text.strip()),
}


def asked(query: Query) -> Query:
    """Return what is searched for: without parts that ask nothing yet and stages without parts."""
    stages = [
        replace(stage, parts=tuple(part for part in stage.parts if says(part.what)))
        for stage in query.stages
    ]
    return replace(query, stages=tuple(stage for stage in stages if stage.parts))


def asks(query: Query) -> bool:
    """Whether a query looks for more than what filters let through."""
    return any(part.on and says(part.what) for stage in query.stages for part in stage.parts)


def is_plain(query: Query) -> bool:
    """Whether one line of words says all that a query asks: no chips are needed then."""
    if len(query.stages) > 1 or query.among is not None:
        return False
    parts = query.stages[0].parts if query.stages else ()
    if not parts:
        return True
    first = parts[0]
    return (
        len(parts) == 1
        and isinstance(first.what, TextAsk)
        and first.on
        and not first.must
        and first.weight == 1.0
        and first.what.mode == "auto"
        and first.what.balance is None
    )


def address(query: Query, searched: Query, place: Place) -> Place | None:
    """Return where a part of a searched query stands in the one on view.

    Args:
        query: on view, with parts that ask nothing yet.
        searched: asked(query).
        place: in the searched one.
    """
    part = part_at(searched, place)
    found = [one for one in places(query) if part_at(query, one) == part]
    return found[0] if part is not None and found else None
