"""What queries and their parts ask, in the user's language."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.services.search_canvas_names import COLOURS
from app.services.types import (
    BoxesAsk,
    CanvasAsk,
    ClipAsk,
    ConceptAsk,
    Example,
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
    shown = name or example_words(what.example)
    by = str(what.feature)
    text = (_tr("like a part of %s") if what.region is not None else _tr("like %s")) % shown
    return text if by == "auto" else f"{text} · {feature_names().get(by, by)}"


def example_words(example: Example) -> str:
    """Return what an example is: the number of an item, the name of a file, or a picture."""
    if example.item is not None:
        return _tr("item %s") % example.item
    return Path(example.path).name if example.path is not None else _tr("a pasted picture")


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
