"""The canvas of a query as JSON: shapes with their regions, pictures as base64."""

from collections.abc import Mapping
from typing import Any, get_args

from app.services.query_fields import (
    base64_of,
    bytes_of,
    choice_of,
    flag_of,
    list_of,
    number_of,
    object_of,
    text_of,
    whole_of,
    wrong_field,
)
from common.canvas import (
    Canvas,
    ColourShape,
    ObjectShape,
    PictureShape,
    Region,
    Shape,
    Size,
    TextShape,
)

_FAR = 100.0  # regions may reach beyond the canvas, not to infinity
_SHAPES: Mapping[str, type[Shape]] = {
    "colour": ColourShape,
    "object": ObjectShape,
    "text": TextShape,
    "picture": PictureShape,
}
_FIELDS: Mapping[str, set[str]] = {
    "colour": {"region", "colour", "weight", "absent"},
    "object": {
        "label", "region", "least", "most", "size", "colour", "confidence", "weight",
    },
    "text": {"text", "region", "written", "weight"},
    "picture": {"region", "item", "png", "weight"},
}  # fmt: skip


def region_to_json(region: Region) -> dict[str, float]:
    """Return a region as JSON types."""
    return {"x": region.x, "y": region.y, "width": region.width, "height": region.height}


def region_of_json(value: Any, name: str) -> Region:
    """Return the region of region_to_json().

    Raises:
        QueryError: a field is missing or wrong; names it.
    """
    found = object_of(value, name, {"x", "y", "width", "height"})
    for each in ("x", "y", "width", "height"):
        if each not in found:
            raise wrong_field(f"{name}.{each}", "it is missing")
    return Region(
        number_of(found["x"], f"{name}.x", -_FAR, _FAR),
        number_of(found["y"], f"{name}.y", -_FAR, _FAR),
        number_of(found["width"], f"{name}.width", 1e-6, _FAR),
        number_of(found["height"], f"{name}.height", 1e-6, _FAR),
    )


def canvas_to_json(canvas: Canvas) -> dict[str, Any]:
    """Return a canvas as JSON types."""
    return {"aspect": canvas.aspect, "shapes": [_shape_to_json(one) for one in canvas.shapes]}


def canvas_of_json(value: Any, name: str) -> Canvas:
    """Return the canvas of canvas_to_json().

    Raises:
        QueryError: a field is unknown or wrong; names it.
    """
    found = object_of(value, name, {"aspect", "shapes"})
    return Canvas(
        tuple(
            _shape_of_json(one, f"{name}.shapes[{at}]")
            for at, one in enumerate(list_of(found.get("shapes", []), f"{name}.shapes"))
        ),
        number_of(found.get("aspect", 16 / 9), f"{name}.aspect", 0.01, 100.0),
    )


def _shape_to_json(shape: Shape) -> dict[str, Any]:
    kind = next(name for name, of_type in _SHAPES.items() if isinstance(shape, of_type))
    document: dict[str, Any] = {"shape": kind}
    for name in sorted(_FIELDS[kind]):
        value = getattr(shape, name)
        if isinstance(value, Region):
            value = region_to_json(value)
        elif isinstance(value, bytes):
            value = base64_of(value)
        elif isinstance(value, tuple):
            value = list(value)
        if value is not None:
            document[name] = value
    return document


def _shape_of_json(value: Any, name: str) -> Shape:
    if not isinstance(value, Mapping):
        raise wrong_field(name, "it must be a JSON object")
    kind = choice_of(value.get("shape"), f"{name}.shape", list(_SHAPES))
    found = object_of(value, name, _FIELDS[kind] | {"shape"})
    read = {
        each: _READ[each](one, f"{name}.{each}") for each, one in found.items() if each in _READ
    }
    shape = _SHAPES[kind]
    try:
        made: Shape = shape(**read)
    except TypeError as error:  # a field without default is not there
        raise wrong_field(name, f"something is missing ({error})") from None
    if isinstance(made, PictureShape) and (made.item is None) == (made.png is None):
        raise wrong_field(name, "it needs one of “item” and “png”")
    return made


def _colour(value: Any, name: str) -> tuple[int, ...]:
    channels = list_of(value, name)
    if len(channels) != 3:
        raise wrong_field(name, "it must be red, green and blue, 0-255")
    return tuple(whole_of(one, f"{name}[{at}]", 0, 255) for at, one in enumerate(channels))


_READ: Mapping[str, Any] = {
    "region": region_of_json,
    "colour": _colour,
    "absent": flag_of,
    "written": flag_of,
    "label": text_of,
    "text": text_of,
    "png": bytes_of,
    "size": lambda value, name: choice_of(value, name, get_args(Size)),
    "least": lambda value, name: whole_of(value, name, 0, 10_000),
    "most": lambda value, name: whole_of(value, name, 0, 10_000),
    "item": lambda value, name: whole_of(value, name, 1, 2**63 - 1),
    "confidence": lambda value, name: number_of(value, name, 0.0, 1.0),
    "weight": lambda value, name: number_of(value, name, 0.0, 1e6),
}
