"""What a search of moments is asked and what it answers; value types only."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from common.notes import Note
from common.scenes import Condition, EdgeSource, LifelogQuery, TimeWindow
from common.values import ResultList

GRAPH, TFIDF, BM25, SENTENCE, CLIP, FUSED = "graph", "tfidf", "bm25", "sentence", "clip", "fused"
RANKERS = (FUSED, GRAPH, TFIDF, BM25, SENTENCE, CLIP)
# How the frames of a moment, and the parts of a query, make one score.
FRAME_RULES = ("max", "noisy-or")
PART_RULES = ("mean", "min", "product")
VECTORS = ("sentence", "word2vec")

_NOTES: dict[str, str] = {
    "empty-library": "The library is empty: import photos first.",
    "no-times": "No item here has a time: conditions on time find nothing.",
    "no-graphs": (
        "No item has a scene graph yet: add a detector under Tools ▸ Networks, or import graphs "
        "(import FILE.json --kind graphs)."
    ),
    "few-graphs": "{count} of {total} items have a scene graph; the others cannot match objects.",
    "unknown-word": "“{word}” is not in the vocabulary and was left out.",
    "near-word": "“{word}” is not in the vocabulary; “{near}” stands in for it.",
    "unknown-place": "No item lies at “{name}”.",
    "unknown-activity": "No item belongs to the activity “{name}”.",
    "no-objects": "No object was named: moments are listed by time.",
    "ranker-missing": "The ranker “{name}” cannot run here and was left out: {why}",
    "no-example": "The image region cannot be compared: {why}",
    "parts-apart": "No moment holds all parts within {minutes} minutes: allow more time.",
    "nothing-found": "No moment matches.",
}


class LifelogNote(Note):
    """A note about a search of moments."""

    __slots__ = ()
    texts: ClassVar[Mapping[str, str]] = _NOTES


def lifelog_notes() -> dict[str, str]:
    """Return the ids of all notes with their English texts; {names} stand for values."""
    return dict(_NOTES)


@dataclass(frozen=True, slots=True)
class LifelogOptions:
    """How moments are ranked.

    Args:
        ranker: "graph" (objects and relations), "tfidf" or "bm25" (concepts as words), "sentence"
            (the graph as a text, by meaning), "clip" (the picture itself), "fused" (all there are).
        alpha: weight of objects, >= 0; None takes the tuned one.
        beta: weight of relations, >= 0; None takes the tuned one.
        hidden: sources whose relations do not count.
        fusion: rule that merges rankers, one of the fusion rules of feedback.
        frames: how the images of a moment make the score of one part: "max" or "noisy-or".
        parts: how the parts of a query make one score: "mean", "min" or "product".
        vectors: what likeness of words is measured by: "sentence" or "word2vec".
        k: length of the list, 0 takes the settings'.
    """

    ranker: str = FUSED
    alpha: float | None = None
    beta: float | None = None
    hidden: frozenset[EdgeSource] = frozenset()
    fusion: str = "combsum"
    frames: str = "max"
    parts: str = "mean"
    vectors: str = "sentence"
    k: int = 0


@dataclass(frozen=True, slots=True)
class MatchedNode:
    """An object of an image that stands for an object of the query.

    Args:
        part: place of the part in the query.
        node: place of the node in the part.
        place: of the object in the graph of the image; -1 where the image was compared as a whole.
        label: of the object.
        wanted: the name in the query that it is like.
        similarity: 0-1.
        box: left, top, width, height as fractions; None where it is not known.
    """

    part: int
    node: int
    place: int
    label: str
    wanted: str
    similarity: float
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class MatchedEdge:
    """A relation of an image that stands for a relation of the query.

    Args:
        part: place of the part in the query.
        edge: place of the edge in the part.
        subject: place of its subject in the graph of the image.
        object: place of its object in the graph of the image.
        triple: labels of subject, predicate and object in the image.
        wanted: names of subject, predicate and object in the query.
        similarity: 0-1, the mean of the three.
        source: who says that it is there.
    """

    part: int
    edge: int
    subject: int
    object: int
    triple: tuple[str, str, str]
    wanted: tuple[str, str, str]
    similarity: float
    source: EdgeSource


@dataclass(frozen=True, slots=True)
class Match:
    """What in an image matched.

    Args:
        item: id.
        nodes: at most one for each node of the query.
        edges: at most one for each edge of the query.
        parts: places of the parts of the query that this image stands for.
        moment: the images of the parts, where the query has several.
        objects: S_O, how well its objects match on average; NaN where no graph was compared.
        relations: S_R, how well its relations match on average.
    """

    item: int
    nodes: tuple[MatchedNode, ...] = ()
    edges: tuple[MatchedEdge, ...] = ()
    parts: tuple[int, ...] = ()
    moment: tuple[int, ...] = ()
    objects: float = math.nan
    relations: float = math.nan


@dataclass(frozen=True, slots=True)
class ChipCount:
    """How many items a condition lets through.

    Args:
        part: place of the part in the query.
        kind: "time", "place" or "activity".
        what: the condition: all time windows of the part together, or one place or activity.
        passing: items that pass this condition alone.
        without: items that pass all others; what dropping it would leave.
    """

    part: int
    kind: str
    what: tuple[TimeWindow, ...] | Condition
    passing: int
    without: int


@dataclass(frozen=True, slots=True)
class LifelogResults:
    """What a search of moments found.

    Args:
        results: the ranked list, for all panels.
        query: as it was run.
        matches: what matched, by item; for the hits of the list.
        unknown: words of the query that nothing here is like.
        notes: what the user should know, with ids; also in the list.
        counts: what each condition lets through.
        passing: items that pass all conditions and the shared filters.
        alpha: weight of objects that was used.
        beta: weight of relations that was used.
        rankers: that took part.
    """

    results: ResultList
    query: LifelogQuery = field(default_factory=LifelogQuery)
    matches: Mapping[int, Match] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    counts: tuple[ChipCount, ...] = ()
    passing: int = 0
    alpha: float = 1.0
    beta: float = 1.0
    rankers: tuple[str, ...] = ()
