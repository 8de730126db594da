"""What a query says, in one line, as a list of results shows it."""

from pathlib import Path

from app.services.query_parts import (
    BoxesAsk,
    CanvasAsk,
    ClipAsk,
    ConceptAsk,
    ExampleAsk,
    Part,
    PoseAsk,
    Stage,
    TagsAsk,
    TextAsk,
    What,
    WordsAsk,
)
from common.canvas import ColourShape, PictureShape, Shape, TextShape

MOST_SHAPES = 4
BOXES = ("subject", "predicate", "object", "time", "place")


def say_what(what: What) -> str:
    """Return what a part asks, in plain English."""
    if isinstance(what, TextAsk):
        return what.text.strip()
    if isinstance(what, ConceptAsk):
        return f"concept {(' and ' if what.every else ' or ').join(what.names)}"
    if isinstance(what, WordsAsk):
        where = ", ".join(kind.value for kind in what.kinds) or "texts"
        return f"{where}: {what.text.strip()}"
    if isinstance(what, BoxesAsk):
        filled = [(name, getattr(what, name).strip()) for name in BOXES]
        return "; ".join(f"{name} {text}" for name, text in filled if text)
    if isinstance(what, ExampleAsk):
        part = "" if what.region is None else "a part of "
        by = "" if what.feature == "auto" else f" by {what.feature}"
        return f"like {part}{what.example.describe()}{by}"
    return _say_other(what)


def _say_other(what: ClipAsk | CanvasAsk | TagsAsk | PoseAsk) -> str:
    if isinstance(what, PoseAsk):
        return f"pose {what.name}".strip()
    if isinstance(what, ClipAsk):
        name = Path(what.path).name if what.path else f"item {what.item}"
        return f"like {name} from {what.start_s:g} to {what.start_s + what.length_s:g} s"
    if isinstance(what, CanvasAsk):
        shapes = [_say_shape(shape) for shape in what.canvas.shapes]
        more = f" and {len(shapes) - MOST_SHAPES} more" if len(shapes) > MOST_SHAPES else ""
        return f"canvas: {', '.join(shapes[:MOST_SHAPES]) or 'empty'}{more}"
    said = [tag.partition("=")[2] or tag for tag in what.tags]
    said += [f"-{tag.partition('=')[2] or tag}" for tag in what.without]
    return f"tags {', '.join(said)}" + (f" {what.text.strip()}" if what.text.strip() else "")


def _say_shape(shape: Shape) -> str:
    if isinstance(shape, ColourShape):
        return "{}#{:02x}{:02x}{:02x}".format("not " if shape.absent else "", *shape.colour)
    if isinstance(shape, TextShape):
        return f"“{shape.text}”"
    if isinstance(shape, PictureShape):
        return "a picture" if shape.item is None else f"item {shape.item}"
    if shape.most == 0:
        return f"no {shape.label}"
    return shape.label if shape.least <= 1 else f"{shape.least} × {shape.label}"


def say_part(part: Part) -> str:
    """Return what a part asks, with its weight and its mark."""
    said = say_what(part.what)
    if part.weight != 1.0:
        said += f" × {part.weight:g}"
    return f"{said} (must)" if part.must else said


def say_stage(stage: Stage) -> str:
    """Return what the parts of a stage ask; those that are off are left out."""
    return " ".join(filter(None, (say_part(part) for part in stage.active)))


def say_distance(stage: Stage) -> str:
    """Return how far a stage may lie behind the one before it."""
    if stage.within_shots > 0:
        return f"{stage.within_shots} shot{'' if stage.within_shots == 1 else 's'}"
    return f"{stage.within_s:g} s"
