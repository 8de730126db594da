"""Project files of a drawing and its body, `.kinora-body`: JSON, the picture below as base64.

Written whole or not at all. What is read is checked number by number, so that a damaged or made-up
file is refused with what is wrong about it, and nothing of it gets into a document.
"""

import base64
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np

from app.services.body_document_types import (
    COUNT,
    JOINTS,
    PAGE,
    PINNABLE,
    BodyNote,
    BodyState,
    Human,
    Layer,
    Placement,
    Stroke,
    Underlay,
    View,
)
from app.services.body_drawing import MAX_LAYERS, check_strokes
from app.services.body_project_fields import Fields
from app.services.body_reading import check_pixels
from app.services.body_shaping import SHAPE_REACH
from common.errors import AppError, QueryError
from common.settings import write_atomically
from common.strokes import strokes_from_json
from models.body.baked import SHAPES
from models.body.rotations import from_axis_angle, to_axis_angle

SUFFIX: Final = ".kinora-body"
VERSION: Final = 1
MAX_BYTES: Final = 300_000_000
_FORM: Final = "kinora-body-project"
_FAR_M: Final = 100.0
_SHAPE_FAR: Final = 4 * SHAPE_REACH  # what terms and numbers add up to


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """What a project file holds.

    Args:
        state: of the document.
        network: SHA-256 of the network that read it; "" for none.
        source: file that an autosaved document belongs to; "" for one that was never saved.
        notes: what people should know, for display.
    """

    state: BodyState
    network: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()


class StrokeTexts:
    """Strokes as JSON, kept from one save to the next: each is written down once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Stroke, str]] = {}
        self._used: dict[int, tuple[Stroke, str]] = {}

    def text(self, strokes: Sequence[Stroke]) -> str:
        """Return strokes as a JSON list."""
        return f"[{','.join(self._one(stroke) for stroke in strokes)}]"

    def end(self) -> None:
        """Forget the strokes that were not asked for since the last end."""
        self._known, self._used = self._used, {}

    def _one(self, stroke: Stroke) -> str:
        found = self._used.get(id(stroke)) or self._known.get(id(stroke))
        if found is None:
            found = stroke, json.dumps(stroke.to_json(), separators=(",", ":"))
        self._used[id(stroke)] = found
        return found[1]


def project_text(
    state: BodyState, *, network: str = "", source: str = "", texts: StrokeTexts | None = None
) -> str:
    """Return a document as JSON.

    Args:
        state: of the document.
        network: SHA-256 of the network in use, `BodyService.network_hash()`.
        source: file that an autosaved document belongs to.
        texts: kept from save to save, so that only new strokes are written down anew.
    """
    known = texts or StrokeTexts()
    head = {"format": _FORM, "version": VERSION, "network": network, "source": source}
    head_text = json.dumps({**head, **_numbers(state)}, ensure_ascii=False)[:-1]
    layers = ",".join(
        json.dumps(
            {"name": one.name, "shown": one.shown, "locked": one.locked, "opacity": one.opacity},
            ensure_ascii=False,
        )[:-1]
        + f', "strokes": {known.text(one.strokes)}}}'
        for one in state.layers
    )
    read = {  # what was read is nearly always what is drawn
        name: "true" if strokes == drawn else known.text(strokes)
        for name, strokes, drawn in (
            ("read", state.read, state.strokes),
            ("read_side", state.read_side, state.side),
            ("read_whole", state.read_whole, state.strokes),
        )
    }
    told = ", ".join(f'"{name}": {text}' for name, text in read.items())
    whole = f'{head_text}, "layers": [{layers}], "side": {known.text(state.side)}, {told}}}\n'
    known.end()
    return whole


def _numbers(state: BodyState) -> dict[str, Any]:
    """Return all of a document but its strokes, as JSON types."""
    return {
        "page": PAGE,
        "active_layer": state.active_layer,
        "pose": np.round(to_axis_angle(state.rotations), 9).tolist(),
        "translation": np.round(state.translation, 6).tolist(),
        "shape": np.round(state.shape, 6).tolist(),
        "human": asdict(state.human),
        "shape_by_hand": state.shape_by_hand,
        "locked": _named(state.locked),
        "pins": _named(state.pins),
        "by_hand": _named(state.by_hand),
        "confidence": None if state.confidence is None else state.confidence.round(4).tolist(),
        "symmetric": state.symmetric,
        "free": state.free,
        "placement": asdict(state.placement),
        "underlay": None if state.underlay is None else _underlay_document(state.underlay),
    }


def write_project(
    path: Path,
    state: BodyState,
    *,
    network: str = "",
    source: str = "",
    texts: StrokeTexts | None = None,
) -> None:
    """Write a document to a file, whole or not at all; see project_text().

    Raises:
        QueryError: the file cannot be written; the old one is untouched.
    """
    try:
        text = project_text(state, network=network, source=source, texts=texts)
        write_atomically(path, text.encode("utf-8", "backslashreplace"))  # as json_bytes()
    except OSError as error:
        raise QueryError(
            f"“{path.name}” cannot be written ({error.strerror or error}).",
            hint="Choose a folder you can write to, with room on its disk.",
        ) from None


def read_project(path: Path, *, network: str = "") -> Project:
    """Return what a project file holds.

    Args:
        path: the file.
        network: SHA-256 of the network in use; a note tells where the project had another.

    Raises:
        QueryError: it cannot be read, is damaged, too large, or of a newer version.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _wrong(path.name, "it is larger than any drawing")
        text = path.read_text("utf-8")
    except OSError as error:
        raise _wrong(path.name, error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise _wrong(path.name, "it is no text") from None
    return parse_project(text, path.name, network=network)


def parse_project(text: str, name: str, *, network: str = "") -> Project:
    """Return what the text of a project file holds; see read_project()."""
    try:
        document = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise _wrong(name, f"it is no JSON ({error})") from None
    if not isinstance(document, dict) or document.get("format") != _FORM:
        raise _wrong(name, "it is no project of a drawing")
    version = document.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise QueryError(
            f"“{name}” was written by a newer Kinora (version {version} of the format).",
            hint="Update Kinora to open it.",
        )
    try:
        fields = Fields(document)
        notes: list[str] = []
        state = _state(fields, notes)
        made_with = fields.text("network", "")
        source = fields.text("source", "")
    except AppError as error:
        raise _wrong(name, error.what.rstrip(".")) from None
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise _wrong(name, str(error)) from None
    if network and made_with and network != made_with and state.is_drawn:
        notes.append(BodyNote("other-network"))
    return Project(state, made_with, source, tuple(notes))


def _no_number(constant: str) -> float:
    raise ValueError(f"{constant} is no number")


def _wrong(name: str, why: str) -> QueryError:
    return QueryError(
        f"“{name}” cannot be opened: {why}.", hint="Open another copy, or an autosaved drawing."
    )


def _named(joints: frozenset[int]) -> list[str]:
    return [JOINTS[joint] for joint in sorted(joints)]


def _underlay_document(underlay: Underlay) -> dict[str, Any]:
    return {
        "name": underlay.name,
        "view": underlay.view,
        "opacity": underlay.opacity,
        "place": list(underlay.place),
        "content": base64.b64encode(underlay.content).decode("ascii"),
    }


def _state(fields: Fields, notes: list[str]) -> BodyState:
    layers = _layers(fields.value("layers"))
    names = [layer.name for layer in layers]
    active = fields.text("active_layer", names[0])
    side = _strokes(fields.value("side", []))
    shown = tuple(stroke for layer in layers if layer.shown for stroke in layer.strokes)
    confidence = None
    if fields.value("confidence") is not None:
        confidence = np.clip(fields.numbers("confidence", (COUNT,), 1.0), 0.0, 1.0)
    return BodyState(
        layers=layers,
        active_layer=active if active in names else names[-1],
        side=side,
        rotations=from_axis_angle(fields.numbers("pose", (COUNT, 3), 10.0)),
        translation=fields.numbers("translation", (3,), _FAR_M),
        shape=fields.numbers("shape", (SHAPES,), _SHAPE_FAR),
        human=_human(fields.object("human")),
        shape_by_hand=fields.flag("shape_by_hand"),
        locked=fields.joints("locked"),
        pins=fields.joints("pins") & frozenset(PINNABLE),
        confidence=confidence,
        symmetric=fields.flag("symmetric"),
        free=fields.flag("free"),
        placement=_placement(fields.object("placement")),
        underlay=_underlay(fields.value("underlay"), notes),
        read=_read(fields.value("read", default=True), shown),
        read_side=_read(fields.value("read_side", default=True), side),
        read_whole=_read(fields.value("read_whole", default=True), shown),
        by_hand=fields.joints("by_hand"),
    )


def _layers(value: Any) -> tuple[Layer, ...]:
    if not isinstance(value, list) or not 0 < len(value) <= MAX_LAYERS:
        raise ValueError(f"it must have 1 to {MAX_LAYERS} layers")
    found = []
    for one in value:
        if not isinstance(one, dict):
            raise TypeError("a layer is no object")
        fields = Fields(one)
        strokes = _strokes(fields.value("strokes", []))
        shown = fields.value("shown", default=True) is True
        opacity = fields.number("opacity", 0.0, 1.0, 1.0)
        name = fields.text("name", "")
        found.append(Layer(name, strokes, shown, fields.flag("locked"), opacity))
    if len({layer.name for layer in found}) < len(found) or not all(one.name for one in found):
        raise ValueError("two layers have one name, or one has none")
    check_strokes([stroke for layer in found for stroke in layer.strokes])
    return tuple(found)


def _strokes(value: Any) -> tuple[Stroke, ...]:
    found = tuple(strokes_from_json(value))
    check_strokes(found)
    return found


def _read(value: Any, drawn: tuple[Stroke, ...]) -> tuple[Stroke, ...]:
    return drawn if value is True else _strokes(value)


def _human(fields: Fields) -> Human:
    ours = Human()
    return Human(
        **{name: fields.number(name, -1e3, 1e3, default) for name, default in asdict(ours).items()}
    )


def _placement(fields: Fields) -> Placement:
    far = 1e6
    return Placement(
        fields.number("scale", 1.0, 1e5, 430.0),
        fields.number("x", -far, far, PAGE / 2),
        fields.number("y", -far, far, PAGE / 2),
    )


def _underlay(value: Any, notes: list[str]) -> Underlay | None:
    """Return the picture below; a damaged one is left out with a note, for strokes matter more."""
    if value is None:
        return None
    from PIL import Image

    try:
        fields = Fields(value)
        content = base64.b64decode(str(fields.value("content", "")), validate=True)
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            size = picture.size
            check_pixels(size)
            picture.load()
        view: View = fields.value("view", "front")
        if view not in get_args(View):
            raise ValueError("another view")
        left, top, width, height = fields.numbers("place", (4,), 20 * PAGE).tolist()
        if min(width, height) <= 0:
            raise ValueError("no place")
        opacity = fields.number("opacity", 0.0, 1.0, 0.5)
        name = fields.text("name", "")
        return Underlay(content, name, size, opacity, (left, top, width, height), view)
    except (
        OSError, ValueError, TypeError, AttributeError, SyntaxError, Image.DecompressionBombError
    ):  # fmt: skip
        notes.append(BodyNote("missing-picture"))
        return None
