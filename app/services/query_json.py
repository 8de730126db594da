"""The parts of a query as JSON: {"what": "text", "text": "a dog", "weight": 2, "must": true}."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, get_args

from app.services.query_canvas_json import (
    canvas_of_json,
    canvas_to_json,
    region_of_json,
    region_to_json,
)
from app.services.query_example import Example
from app.services.query_fields import (
    base64_of,
    bytes_of,
    choice_of,
    flag_of,
    list_of,
    number_of,
    object_of,
    text_of,
    texts_of,
    whole_of,
    wrong_field,
)
from app.services.query_parts import (
    DEFAULT_WITHIN_S,
    MODES,
    BoxesAsk,
    CanvasAsk,
    ClipAsk,
    ConceptAsk,
    ExampleAsk,
    Part,
    PoseAsk,
    PoseView,
    Stage,
    TagsAsk,
    TextAsk,
    What,
    Within,
    WordsAsk,
)
from common.canvas import Canvas, Region
from common.values import TextKind

WHATS: Mapping[str, type[What]] = {
    "text": TextAsk,
    "concept": ConceptAsk,
    "words": WordsAsk,
    "boxes": BoxesAsk,
    "example": ExampleAsk,
    "clip": ClipAsk,
    "canvas": CanvasAsk,
    "tags": TagsAsk,
    "pose": PoseAsk,
}
"""The kinds of parts by the name they have in JSON."""

_ITEMS = 2**63 - 1
_SECONDS = 1e9
_SHOTS = 1_000_000
_VIEWS = 36  # of a pose
_POINTS = 17  # of a view
_FAR = 1e6
_PART = {"what", "weight", "on", "must"}


def what_name(what: What) -> str:
    """Return the name of a kind of part: a key of WHATS."""
    return next(name for name, kind in WHATS.items() if isinstance(what, kind))


def part_to_json(part: Part) -> dict[str, Any]:
    """Return a part as JSON types; only what differs from the defaults."""
    document: dict[str, Any] = {"what": what_name(part.what), **_differing(part.what)}
    if part.weight != 1.0:
        document["weight"] = part.weight
    if not part.on:
        document["on"] = False
    if part.must:
        document["must"] = True
    return document


def part_of_json(value: Any, name: str) -> Part:
    """Return the part of part_to_json(); a plain text is free text.

    Raises:
        QueryError: a field is unknown or wrong; names it.
    """
    if isinstance(value, str):
        return Part(TextAsk(value))
    if not isinstance(value, Mapping):
        raise wrong_field(name, "it must be a text or a JSON object")
    kind = choice_of(value.get("what"), f"{name}.what", list(WHATS))
    made = WHATS[kind]
    own = [one.name for one in fields(made)]
    found = object_of(value, name, {*own, *_PART})
    read = {each: _READ[kind, each](found[each], f"{name}.{each}") for each in own if each in found}
    try:
        what: What = made(**read)
    except TypeError as error:  # a field without default is not there
        raise wrong_field(name, f"something is missing ({error})") from None
    return Part(
        what,
        number_of(found.get("weight", 1.0), f"{name}.weight", 0.0, 1e6),
        flag_of(found.get("on", True), f"{name}.on"),
        flag_of(found.get("must", False), f"{name}.must"),
    )


def stage_to_json(stage: Stage) -> dict[str, Any]:
    """Return a stage as JSON types."""
    document: dict[str, Any] = {"parts": [part_to_json(part) for part in stage.parts]}
    if stage.within_s != DEFAULT_WITHIN_S:
        document["within_s"] = stage.within_s
    if stage.within_shots:
        document["within_shots"] = stage.within_shots
    return document


def stage_of_json(value: Any, name: str) -> Stage:
    """Return the stage of stage_to_json(); a plain text is a stage of free text.

    Raises:
        QueryError: a field is unknown or wrong; names it.
    """
    if isinstance(value, str):
        return Stage((Part(TextAsk(value)),))
    found = object_of(value, name, {"parts", "within_s", "within_shots"})
    return Stage(
        tuple(
            part_of_json(one, f"{name}.parts[{at}]")
            for at, one in enumerate(list_of(found.get("parts", []), f"{name}.parts"))
        ),
        seconds_of(found.get("within_s", DEFAULT_WITHIN_S), f"{name}.within_s"),
        whole_of(found.get("within_shots", 0), f"{name}.within_shots", 0, _SHOTS),
    )


def window_to_json(window: Within) -> dict[str, Any]:
    """Return an order-free window as JSON types."""
    return {"seconds": window.seconds, "inside": window.inside, "across": window.across}


def window_of_json(value: Any, name: str) -> Within:
    """Return the window of window_to_json().

    Raises:
        QueryError: a field is unknown or wrong; names it.
    """
    found = object_of(value, name, {"seconds", "inside", "across"})
    return Within(
        seconds_of(found.get("seconds", DEFAULT_WITHIN_S), f"{name}.seconds"),
        choice_of(found.get("inside", "max"), f"{name}.inside", ("max", "noisy-or")),
        choice_of(found.get("across", "mean"), f"{name}.across", ("mean", "min", "product")),
    )


def seconds_of(value: Any, name: str) -> float:
    """Return a length of time, seconds, > 0.

    Raises:
        QueryError: it is none.
    """
    return number_of(value, name, 0.001, _SECONDS)


def example_to_json(example: Example) -> dict[str, Any]:
    """Return an example as JSON types."""
    if example.item is not None:
        return {"item": example.item}
    if example.path is not None:
        return {"image": example.path}
    return {"png": base64_of(example.png or b"")}


def example_of_json(value: Any, name: str) -> Example:
    """Return the example of example_to_json().

    Raises:
        QueryError: a field is unknown or wrong; names it.
    """
    if not isinstance(value, Mapping) or not set(value) <= {"item", "image", "png"}:
        raise wrong_field(name, "it must be an object with “item”, “image” or “png”")
    item, path, png = value.get("item"), value.get("image"), value.get("png")
    return Example(
        item=None if item is None else whole_of(item, f"{name}.item", 1, _ITEMS),
        path=None if path is None else text_of(path, f"{name}.image"),
        png=None if png is None else bytes_of(png, f"{name}.png"),
    )


def _differing(what: What) -> dict[str, Any]:
    """Return the fields of a part that differ from their defaults, as JSON types."""
    document: dict[str, Any] = {}
    for one in fields(what):
        value = getattr(what, one.name)
        if value != one.default:
            document[one.name] = _plain(value)
    return document


def _plain(value: Any) -> Any:
    if isinstance(value, Example):
        return example_to_json(value)
    if isinstance(value, Region):
        return region_to_json(value)
    if isinstance(value, Canvas):
        return canvas_to_json(value)
    if isinstance(value, tuple):
        return [_plain(one) if isinstance(one, tuple) else one for one in value]
    return value


def _share(value: Any, name: str) -> float:
    return number_of(value, name, 0.0, 1.0)


def _share_or_none(value: Any, name: str) -> float | None:
    return None if value is None else _share(value, name)


def _region_or_none(value: Any, name: str) -> Region | None:
    return None if value is None else region_of_json(value, name)


def _item_or_none(value: Any, name: str) -> int | None:
    return None if value is None else whole_of(value, name, 1, _ITEMS)


def _kinds(value: Any, name: str) -> tuple[TextKind, ...]:
    known = [kind.value for kind in TextKind]
    return tuple(
        TextKind(choice_of(one, f"{name}[{at}]", known))
        for at, one in enumerate(list_of(value, name))
    )


def _views(value: Any, name: str) -> tuple[PoseView, ...]:
    found = list_of(value, name)
    if len(found) > _VIEWS:
        raise wrong_field(name, f"it must hold {_VIEWS} views at most")
    return tuple(_view(one, f"{name}[{at}]") for at, one in enumerate(found))


def _view(value: Any, name: str) -> PoseView:
    points = list_of(value, name)
    if len(points) != _POINTS:
        raise wrong_field(name, f"it must hold {_POINTS} points, in COCO's order")
    return tuple(_point(one, f"{name}[{at}]") for at, one in enumerate(points))


def _point(value: Any, name: str) -> tuple[float, float, float]:
    numbers = list_of(value, name)
    if len(numbers) != 3:
        raise wrong_field(name, "it must be [x, y, weight]")
    x, y = (number_of(one, name, -_FAR, _FAR) for one in numbers[:2])
    return x, y, number_of(numbers[2], name, 0.0, 1.0)


def _one_of(*known: str) -> Callable[[Any, str], Any]:
    return lambda value, name: choice_of(value, name, known)


_READ: Mapping[tuple[str, str], Callable[[Any, str], Any]] = {
    ("text", "text"): text_of,
    ("text", "mode"): _one_of(*MODES),
    ("text", "balance"): _share_or_none,
    ("concept", "names"): texts_of,
    ("concept", "every"): flag_of,
    ("concept", "least"): _share,
    ("words", "text"): text_of,
    ("words", "kinds"): _kinds,
    **{("boxes", name): text_of for name in ("subject", "predicate", "object", "time", "place")},
    ("boxes", "combine"): _one_of(*get_args(BoxesAsk.__annotations__["combine"])),
    ("example", "example"): example_of_json,
    ("example", "region"): _region_or_none,
    ("example", "feature"): text_of,
    ("clip", "path"): text_of,
    ("clip", "item"): _item_or_none,
    ("clip", "start_s"): lambda value, name: number_of(value, name, 0.0, _SECONDS),
    ("clip", "length_s"): seconds_of,
    ("clip", "texts"): flag_of,
    ("canvas", "canvas"): canvas_of_json,
    ("tags", "tags"): texts_of,
    ("tags", "without"): texts_of,
    ("tags", "text"): text_of,
    ("tags", "balance"): _share,
    ("pose", "views"): _views,
    ("pose", "name"): text_of,
    ("pose", "mirrored"): flag_of,
    ("pose", "turned"): flag_of,
    ("pose", "item"): _item_or_none,
}
