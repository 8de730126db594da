"""What the parts of a query say and are called, in the user's language."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.services.search_canvas_names import COLOURS
from app.services.types import (
    BoxesAsk,
    CanvasAsk,
    ClipAsk,
    ConceptAsk,
    ExampleAsk,
    PoseAsk,
    Query,
    TagsAsk,
    TextAsk,
    What,
    WordsAsk,
)
from app.widgets.filter_names import filter_name, value_name
from app.widgets.numbers import numeral
from app.widgets.paint import clock
from app.widgets.search_names import mode_names
from common.canvas import Canvas, ColourShape, ObjectShape, PictureShape, TextShape
from common.values import TextKind


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


def feature_names() -> dict[str, str]:
    """Return the features that a picture can be compared by."""
    return {
        "auto": _tr("looks (best network)"),
        "looks": _tr("looks (all networks)"),
        "concepts": _tr("concepts"),
        "colour": _tr("colour"),
        "texture": _tr("texture"),
        "motion": _tr("motion"),
        "embedding": _tr("meaning (text and picture)"),
    }


def words_kinds() -> tuple[tuple[str, tuple[TextKind, ...]], ...]:
    """Return where words can be looked for: title, kinds of texts."""
    return (
        (_tr("anywhere"), ()),
        (_tr("letters in the picture"), (TextKind.OCR,)),
        (_tr("speech"), (TextKind.SPEECH,)),
        (_tr("titles"), (TextKind.TITLE,)),
        (_tr("descriptions"), (TextKind.PLOT, TextKind.CAPTION)),
        (_tr("file and folder names"), (TextKind.PATH,)),
    )


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


# -- what a part asks, in words


def part_words(what: What, name: str = "") -> str:
    """Return what a part asks, short enough for a chip.

    Args:
        what: is asked.
        name: of the item that an example or a clip shows, once it is known.
    """
    return _WORDS[type(what)](what, name) or _tr("nothing yet")


def query_words(query: Query, name_of: Callable[[What], str] = lambda _what: "") -> str:
    """Return what a query asks in one line: its chips, then what it is narrowed to.

    Args:
        query: what is asked.
        name_of: of the item that an example or a clip shows; "" where it is not known.
    """
    steps = [
        " · ".join(part_words(part.what, name_of(part.what)) for part in stage.parts if part.on)
        for stage in query.stages
    ]
    words = (" → " if query.in_order else " + ").join(step for step in steps if step)
    narrowed = ", ".join(filter_name(one) for one in query.filters)
    return f"{words} [{narrowed}]" if words and narrowed else words or narrowed


def part_tip(what: What, name: str = "") -> str:
    """Return what a part asks and which kind it is."""
    return f"{kind_of(what).title}: {part_words(what, name)}"


def _text_words(what: TextAsk, _name: str) -> str:
    if not what.text.strip():
        return ""
    if what.mode == "auto":
        return what.text
    return f"{what.text} · {mode_names()[what.mode]}"


def _concept_words(what: ConceptAsk, _name: str) -> str:
    joined = (" + " if what.every else " / ").join(what.names)
    return f"{joined} ≥ {numeral(what.least, '.2g')}" if what.least and joined else joined


def _words_words(what: WordsAsk, _name: str) -> str:
    if not what.text.strip():
        return ""
    names = {found: title for title, found in words_kinds()}
    where = names.get(tuple(what.kinds), ", ".join(what.kinds))
    text = what.text.strip()
    is_phrase = text.count('"') == 2 and text[0] == text[-1] == '"'
    text = text.strip('"') if is_phrase else text  # it is shown in quotes anyway
    return _tr("“{text}” in {where}").format(text=text, where=where) if what.kinds else f"“{text}”"


def _boxes_words(what: BoxesAsk, _name: str) -> str:
    filled = (what.subject, what.predicate, what.object, what.time, what.place)
    return " · ".join(each.strip() for each in filled if each.strip())


def _example_words(what: ExampleAsk, name: str) -> str:
    shown = name or what.example.describe()
    by = str(what.feature)
    text = (_tr("like a part of %s") if what.region is not None else _tr("like %s")) % shown
    return text if by == "auto" else f"{text} · {feature_names().get(by, by)}"


def _clip_words(what: ClipAsk, name: str) -> str:
    if not what.path and what.item is None:
        return ""
    shown = name or (Path(what.path).name if what.path else _tr("video %s") % what.item)
    span = f"{clock(what.start_s)}-{clock(what.start_s + what.length_s)}"
    return _tr("like {span} of {name}").format(span=span, name=shown)


def _canvas_words(what: CanvasAsk, _name: str) -> str:
    return canvas_words(what.canvas)


def _tags_words(what: TagsAsk, _name: str) -> str:
    wanted = " + ".join(tag.partition("=")[2] or tag for tag in what.tags)
    gone = "".join(f" − {tag.partition('=')[2] or tag}" for tag in what.without)
    text = f" · “{what.text}”" if what.text.strip() else ""
    return f"{wanted}{gone}{text}".strip()


def _pose_words(what: PoseAsk, _name: str) -> str:
    if not what.views:
        return ""
    told = _tr("pose %s") % what.name if what.name else _tr("a pose")
    return _tr("%s, turned as well") % told if what.turned else told


_WORDS: dict[type, Callable[[Any, str], str]] = {
    TextAsk: _text_words,
    ConceptAsk: _concept_words,
    WordsAsk: _words_words,
    BoxesAsk: _boxes_words,
    ExampleAsk: _example_words,
    ClipAsk: _clip_words,
    CanvasAsk: _canvas_words,
    TagsAsk: _tags_words,
    PoseAsk: _pose_words,
}


def colour_name(rgb: tuple[int, int, int]) -> str:
    """Return the name of the colour that is nearest."""

    def far(name: str) -> float:
        return sum((a - b) ** 2 for a, b in zip(COLOURS[name], rgb, strict=True))

    return value_name("colour", min(COLOURS, key=far))


def canvas_words(canvas: Canvas) -> str:
    """Return what is placed on a canvas: "2 people, red, “exit”"."""
    told = [_shape_words(shape) for shape in canvas.shapes]
    return ", ".join(told[:4]) + (" …" if len(told) > 4 else "")


def _shape_words(shape: ColourShape | ObjectShape | TextShape | PictureShape) -> str:
    if isinstance(shape, ColourShape):
        colour = colour_name(shape.colour)
        return _tr("not %s") % colour if shape.absent else colour
    if isinstance(shape, ObjectShape):
        if shape.least == 0 and shape.most == 0:
            return _tr("no %s") % shape.label
        return f"{shape.least} {shape.label}" if shape.least > 1 else shape.label
    if isinstance(shape, TextShape):
        return f"“{shape.text}”"
    return _tr("a picture")
