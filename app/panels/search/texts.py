"""What the parts of a query are called in the user's language."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.services.types import (
    BoxesAsk,
    CanvasAsk,
    ClipAsk,
    ConceptAsk,
    ExampleAsk,
    PoseAsk,
    TagsAsk,
    TextAsk,
    What,
    WordsAsk,
)
from app.widgets.query_words import part_words


def _tr(text: str) -> str:
    return QCoreApplication.translate("Search", text)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of part.

    Args:
        name: "text", "concept", …
        entry: as the menu shows it, with its access key.
        tip: what it looks for.
        icon: drawing.
        asks: type of what it asks.
    """

    name: str
    entry: str
    tip: str
    icon: str
    asks: type

    @property
    def title(self) -> str:
        """What it is called."""
        return self.entry.replace("&", "")


def kinds() -> tuple[Kind, ...]:
    """Return all kinds of parts, in the order of the menu."""
    return (
        Kind("concept", _tr("&Concepts"), _tr("What networks named in the pictures"), "concept",
             ConceptAsk),
        Kind("example", _tr("&Picture"), _tr("What looks like a picture, or a part of one"),
             "photo", ExampleAsk),
        Kind("canvas", _tr("Can&vas"), _tr("Colours, objects, texts and pictures in their places"),
             "canvas", CanvasAsk),
        Kind("words", _tr("Written or &spoken"), _tr("Letters in the picture, speech, titles"),
             "words", WordsAsk),
        Kind("boxes", _tr("&Who does what, where"),
             _tr("Subject, predicate, object, time and place in boxes"), "boxes", BoxesAsk),
        Kind("clip", _tr("C&lip"), _tr("What looks and sounds like some seconds of a video"),
             "film", ClipAsk),
        Kind("tags", _tr("&Tags"), _tr("What lies near to tags in the knowledge graph"), "tag",
             TagsAsk),
        Kind("pose", _tr("P&ose"), _tr("People who stand, sit or move in a pose"), "skeleton",
             PoseAsk),
        Kind("text", _tr("&More words"), _tr("More words, weighed on their own"), "text", TextAsk),
    )  # fmt: skip


def kind_of(what: What) -> Kind:
    """Return the kind of what a part asks."""
    return next(kind for kind in kinds() if isinstance(what, kind.asks))


def mode_tips() -> dict[str, str]:
    """Return what each way to search compares."""
    return {
        "auto": _tr("Words, facets, meaning, concepts and pictures, whatever is available"),
        "text": _tr("Words as they are written in titles, plots, captions, facets"),
        "concept": _tr("What networks named in the pictures"),
        "embedding": _tr("Networks that know texts and pictures"),
        "fused": _tr("All ways, merged by rank instead of by score"),
    }


def inside_names() -> dict[str, str]:
    """Return how several frames of a window count."""
    return {"max": _tr("best frame"), "noisy-or": _tr("any frame (noisy or)")}


def across_names() -> dict[str, str]:
    """Return how the stages of a window count."""
    return {
        "mean": _tr("on average"),
        "min": _tr("each (minimum)"),
        "product": _tr("all together (product)"),
    }


def box_names() -> dict[str, str]:
    """Return the boxes of subject, predicate, object, time and place."""
    return {
        "subject": _tr("Who or what"),
        "predicate": _tr("does"),
        "object": _tr("to what"),
        "time": _tr("when"),
        "place": _tr("where"),
    }


def part_tip(what: What, name: str = "") -> str:
    """Return what a part asks and which kind it is."""
    return f"{kind_of(what).title}: {part_words(what, name)}"
