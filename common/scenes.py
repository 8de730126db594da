"""Scene graphs, and what a sentence asks of them.

A **scene graph** says what is in an image (nodes) and how it stands to each other (edges). A
**query** is what a text was understood as: one part for every sentence, each with a small graph and
with conditions on time, place and activity. Both are plain values: `models` makes them, `indexers`
matches them, panels show and edit them.

Places in a graph are numbers of nodes: an edge names its subject and its object by their position
in `nodes`, so that two men in one image stay two.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from common.notes import note_of_json, note_to_json


class EdgeSource(StrEnum):
    """Who says that an edge is there."""

    IMPORTED = "imported"  # a file of graphs, or a person
    PREDICTED = "predicted"  # the relation model
    GEOMETRIC = "geometric"  # the rules about how boxes lie to each other


class Need(StrEnum):
    """How a part of a query counts."""

    SHOULD = "should"  # raises the score
    MUST = "must"  # images without it are left out
    NOT = "not"  # images with it are left out


@dataclass(frozen=True, slots=True)
class SceneNode:
    """An object of an image.

    Args:
        label: class name, lower case, singular.
        score: 0-1.
        box: left, top, width, height as fractions of the image; None where it is not known.
        attributes: what it is like ("red", "wooden").
    """

    label: str
    score: float = 1.0
    box: tuple[float, float, float, float] | None = None
    attributes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SceneEdge:
    """How one object of an image stands to another.

    Args:
        subject: position in the nodes of the graph.
        predicate: "on", "wear", "look at": lower case, verbs as in a dictionary.
        object: position in the nodes of the graph, never the subject's.
        score: of the predicate, 0-1; 0 for an edge from geometry alone.
        source: who says so.
    """

    subject: int
    predicate: str
    object: int
    score: float = 1.0
    source: EdgeSource = EdgeSource.IMPORTED


@dataclass(frozen=True, slots=True)
class SceneGraph:
    """What is in an image and how it stands to each other.

    Args:
        nodes: objects.
        edges: relations between them.
    """

    nodes: tuple[SceneNode, ...] = ()
    edges: tuple[SceneEdge, ...] = ()


@dataclass(frozen=True, slots=True)
class QueryNode:
    """An object that a query asks for.

    Args:
        labels: names, any of which will do (OR); usually one. "i" is the one who wears the camera:
            never visible, so it stands in relations only.
        attributes: what it should be like.
        need: how it counts.
        example: an image region to compare with instead of a name: item id, left, top, width,
            height as fractions; None for none.
        span: where it was read in the text (first character, one behind the last); (0, 0) for one
            that the user added.
    """

    labels: tuple[str, ...]
    attributes: tuple[str, ...] = ()
    need: Need = Need.SHOULD
    example: tuple[int, float, float, float, float] | None = None
    span: tuple[int, int] = (0, 0)

    @property
    def label(self) -> str:
        """The first name; "" where only an example stands."""
        return self.labels[0] if self.labels else ""


@dataclass(frozen=True, slots=True)
class QueryEdge:
    """A relation that a query asks for.

    Args:
        subject: position in the nodes of its part.
        predicates: names, any of which will do (OR).
        object: position in the nodes of its part.
        need: how it counts.
    """

    subject: int
    predicates: tuple[str, ...]
    object: int
    need: Need = Need.SHOULD

    @property
    def predicate(self) -> str:
        """The first name."""
        return self.predicates[0] if self.predicates else ""


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """When: every list that is not empty must hold; all in local time of the place.

    Args:
        weekdays: 0 Monday to 6 Sunday.
        months: 1-12.
        years: four digits.
        days: of the month, 1-31.
        ranges: first and last day, both in.
        hours: minutes since midnight, begin and end; an end at or before its begin lies on the next
            day ("night": 1260 to 240).
        text: what was read ("friday morning"), for its chip.
        span: where it was read.
    """

    weekdays: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    ranges: tuple[tuple[date, date], ...] = ()
    hours: tuple[tuple[int, int], ...] = ()
    text: str = ""
    span: tuple[int, int] = (0, 0)

    @property
    def is_empty(self) -> bool:
        """Whether it holds at any time."""
        return not (
            self.weekdays or self.months or self.years or self.days or self.ranges or self.hours
        )


@dataclass(frozen=True, slots=True)
class Condition:
    """A place or an activity that a part asks for.

    Args:
        value: as the user's own list or the gazetteer names it ("home", "work", "Dublin",
            "walking").
        text: what was read ("at my workplace").
        need: MUST filters, SHOULD only raises the score, NOT leaves out.
        span: where it was read.
    """

    value: str
    text: str = ""
    need: Need = Need.MUST
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class QueryPart:
    """What one sentence (or one clause after "then") asks for.

    Args:
        text: the sentence.
        nodes: objects.
        edges: relations.
        time: when; several windows are alternatives ("monday or thursday morning").
        places: where.
        activities: doing what.
        unknown: words that were left out, to be shown to the user.
    """

    text: str = ""
    nodes: tuple[QueryNode, ...] = ()
    edges: tuple[QueryEdge, ...] = ()
    time: tuple[TimeWindow, ...] = ()
    places: tuple[Condition, ...] = ()
    activities: tuple[Condition, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing."""
        return not (self.nodes or self.time or self.places or self.activities)


@dataclass(frozen=True, slots=True)
class LifelogQuery:
    """A query of one or several parts.

    Args:
        text: as typed.
        parts: one a sentence.
        ordered: the parts follow one another ("then"); False: any order inside the window.
        within_s: length of the window that holds all parts, seconds.
        notes: what the user should know ("No object was recognised …").
    """

    text: str = ""
    parts: tuple[QueryPart, ...] = ()
    ordered: bool = False
    within_s: float = 3600.0
    notes: tuple[str, ...] = field(default=(), compare=False)


def query_to_json(query: LifelogQuery) -> dict[str, Any]:
    """Return a query as JSON types; dates as YYYY-MM-DD."""
    document = asdict(query)
    document["notes"] = [note_to_json(note) for note in query.notes]
    for part in document["parts"]:
        for window in part["time"]:
            window["ranges"] = [[day.isoformat() for day in pair] for pair in window["ranges"]]
    return document


def query_of_json(document: Mapping[str, Any]) -> LifelogQuery:
    """Return the query of query_to_json().

    Raises:
        ValueError: a part is missing, or is not of its type.
    """
    try:
        return LifelogQuery(
            text=str(document.get("text", "")),
            parts=tuple(_part(part) for part in document.get("parts", ())),
            ordered=bool(document.get("ordered", False)),
            within_s=float(document.get("within_s", 3600.0)),
            notes=tuple(map(note_of_json, document.get("notes", ()))),
        )
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError(f"This is no lifelog query: {error}") from error


def _part(document: Mapping[str, Any]) -> QueryPart:
    nodes = tuple(_node(node) for node in document.get("nodes", ()))
    edges = tuple(_edge(edge, len(nodes)) for edge in document.get("edges", ()))
    return QueryPart(
        text=str(document.get("text", "")),
        nodes=nodes,
        edges=edges,
        time=tuple(_window(window) for window in document.get("time", ())),
        places=tuple(_condition(place) for place in document.get("places", ())),
        activities=tuple(_condition(activity) for activity in document.get("activities", ())),
        unknown=tuple(map(str, document.get("unknown", ()))),
    )


def _node(document: Mapping[str, Any]) -> QueryNode:
    example = document.get("example")
    return QueryNode(
        labels=tuple(map(str, document["labels"])),
        attributes=tuple(map(str, document.get("attributes", ()))),
        need=Need(document.get("need", Need.SHOULD)),
        example=None if example is None else (int(example[0]), *map(float, example[1:5])),  # type: ignore[arg-type]
        span=_span(document),
    )


def _edge(document: Mapping[str, Any], nodes: int) -> QueryEdge:
    edge = QueryEdge(
        subject=int(document["subject"]),
        predicates=tuple(map(str, document["predicates"])),
        object=int(document["object"]),
        need=Need(document.get("need", Need.SHOULD)),
    )
    if not (0 <= edge.subject < nodes and 0 <= edge.object < nodes):
        raise ValueError(f"An edge names node {max(edge.subject, edge.object)} of {nodes}.")
    return edge


def _window(document: Mapping[str, Any]) -> TimeWindow:
    numbers = {
        name: tuple(map(int, document.get(name, ())))
        for name in ("weekdays", "months", "years", "days")
    }
    ranges = tuple(
        (date.fromisoformat(first), date.fromisoformat(last))
        for first, last in document.get("ranges", ())
    )
    return TimeWindow(
        **numbers,
        ranges=ranges,
        hours=tuple((int(begin), int(end)) for begin, end in document.get("hours", ())),
        text=str(document.get("text", "")),
        span=_span(document),
    )


def _condition(document: Mapping[str, Any]) -> Condition:
    return Condition(
        value=str(document["value"]),
        text=str(document.get("text", "")),
        need=Need(document.get("need", Need.MUST)),
        span=_span(document),
    )


def _span(document: Mapping[str, Any]) -> tuple[int, int]:
    first, last = document.get("span", (0, 0))
    return int(first), int(last)
