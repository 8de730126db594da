"""The parts of a query: what each chip of the search panel asks, and how much it counts.

A query is a sequence of stages in time, a stage a set of parts; every part makes a ranked list of
its own, and the lists of a stage are merged by a fusion rule.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from app.services.query_example import Example
from common.canvas import Canvas, Region
from common.values import TextKind

Mode = Literal["auto", "embedding", "concept", "text", "fused"]
MODES: tuple[Mode, ...] = get_args(Mode)
Feature = Literal["auto", "looks", "concepts", "colour", "texture", "motion", "embedding"]
FEATURES: tuple[Feature, ...] = get_args(Feature)
DEFAULT_WITHIN_S = 60.0
PoseView = tuple[tuple[float, float, float], ...]
"""17 points in COCO's order: x to the right, y down, weight 0-1."""


@dataclass(frozen=True, slots=True)
class TextAsk:
    """Free text.

    Args:
        text: words and "phrases"; -word excludes.
        mode: which ways to search; see docs/search.md.
        balance: between concepts (0) and vectors (1) as in the dual task of Vireo; None takes the
            user's setting.
    """

    text: str
    mode: Mode = "auto"
    balance: float | None = None


@dataclass(frozen=True, slots=True)
class ConceptAsk:
    """Named concepts and objects, as networks wrote them.

    Args:
        names: as stored.
        every: all of them must be there, not just one.
        least: least score of each, 0-1.
    """

    names: tuple[str, ...]
    every: bool = False
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class WordsAsk:
    """Words in texts of one kind: letters in the picture, speech, titles.

    Args:
        text: words and "phrases".
        kinds: where; () for every kind.
    """

    text: str
    kinds: tuple[TextKind, ...] = ()


@dataclass(frozen=True, slots=True)
class BoxesAsk:
    """Subject, predicate, object, time and place in boxes of their own, after Vireo.

    In each box a comma is OR, a semicolon AND, a leading NOT or minus sign excludes.

    Args:
        subject: who or what.
        predicate: does what.
        object: to what.
        time: when.
        place: where.
        combine: "unite" merges the lists of the boxes, "prune" keeps what all of them hold.
    """

    subject: str = ""
    predicate: str = ""
    object: str = ""
    time: str = ""
    place: str = ""
    combine: Literal["unite", "prune"] = "prune"


@dataclass(frozen=True, slots=True)
class ExampleAsk:
    """What results shall look like.

    Args:
        example: an item, a file or pixels.
        region: only this part of it counts; None for all of it.
        feature: what to compare: one of FEATURES, or the name of an image encoder.
    """

    example: Example
    region: Region | None = None
    feature: str = "auto"


@dataclass(frozen=True, slots=True)
class ClipAsk:
    """Some seconds of a video: its keyframes look, and its texts are searched for, together.

    Args:
        path: a video file, or "" for one of the library.
        item: a video or shot of the library, or None.
        start_s: where the clip begins, seconds.
        length_s: how long it is, seconds, > 0.
        texts: whether what is said and written in it counts too.
    """

    path: str = ""
    item: int | None = None
    start_s: float = 0.0
    length_s: float = 20.0
    texts: bool = True


@dataclass(frozen=True, slots=True)
class CanvasAsk:
    """What is placed on the canvas."""

    canvas: Canvas


@dataclass(frozen=True, slots=True)
class TagsAsk:
    """Tags to walk from in the knowledge graph, after VideoGraph.

    Args:
        tags: "key=value" names of tags to start from.
        without: tags that count against.
        text: words for the full text beside it.
        balance: between the graph (0) and the text (1).
    """

    tags: tuple[str, ...]
    without: tuple[str, ...] = ()
    text: str = ""
    balance: float = 0.5


@dataclass(frozen=True, slots=True)
class PoseAsk:
    """How a person stands, sits or moves.

    Args:
        views: the pose as seen in a picture, from one side or several, of which the best counts:
            each 17 points in COCO's order, (x to the right, y down, weight 0-1), in any unit.
        name: what the pose is called, for the user.
        mirrored: whether its mirror image fits as well.
        turned: whether it fits turned in the picture, as a person who lies.
        item: an item that the pose was taken from, which is not found again; or None.
    """

    views: tuple[PoseView, ...]
    name: str = ""
    mirrored: bool = True
    turned: bool = False
    item: int | None = None


What = (
    TextAsk
    | ConceptAsk
    | WordsAsk
    | BoxesAsk
    | ExampleAsk
    | ClipAsk
    | CanvasAsk
    | TagsAsk
    | PoseAsk
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query: a chip with a weight, a switch and a mark.

    Args:
        what: what it asks.
        weight: how much it counts beside the other parts of its stage, >= 0.
        on: whether it counts at all; one that is off stays in the query.
        must: hits must be in its list.
    """

    what: What
    weight: float = 1.0
    on: bool = True
    must: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """What is looked for at one moment.

    Args:
        parts: merged by the query's fusion rule.
        within_s: at most so long after the stage before, seconds, > 0; nothing for the first.
        within_shots: where > 0, among so many next shots instead: 1 is the template for t + 1 that
            Vireo asks beside that for t.
    """

    parts: tuple[Part, ...] = ()
    within_s: float = DEFAULT_WITHIN_S
    within_shots: int = 0

    @property
    def active(self) -> tuple[Part, ...]:
        """The parts that are on."""
        return tuple(part for part in self.parts if part.on)


@dataclass(frozen=True, slots=True)
class Within:
    """How an order-free query gathers its stages, after W2VV++ BERT VIRET.

    Args:
        seconds: length of the window, > 0.
        inside: what several frames of a window give one stage: the best, or noisy-or.
        across: what the stages give the window.
    """

    seconds: float = DEFAULT_WITHIN_S
    inside: Literal["max", "noisy-or"] = "max"
    across: Literal["mean", "min", "product"] = "mean"
