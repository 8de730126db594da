"""What a search asks: texts, an example, a sequence, filters; saved and read as JSON."""

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from app.services.filters import filter_from_json, filter_to_json, format_filter
from common.errors import QueryError
from indexers.catalogue.records import Filter

Mode = Literal["auto", "embedding", "concept", "text", "fused"]
MODES: tuple[Mode, ...] = get_args(Mode)
PARTS = ("text", "facet", "concept", "sentence", "embedding", "example")
DEFAULT_WITHIN_S = 60.0
MAX_K = 100_000


@dataclass(frozen=True, slots=True)
class Example:
    """What results shall look like: an item, a file, or pixels; exactly one of them.

    Args:
        item: item id.
        path: an image file.
        png: pixels as a PNG file; made by of_pixels().

    Raises:
        QueryError: none or several are given.
    """

    item: int | None = None
    path: str | None = None
    png: bytes | None = None

    def __post_init__(self) -> None:
        """Check that one source is given."""
        if sum(part is not None for part in (self.item, self.path, self.png)) != 1:
            raise _wrong("example", "it needs one of “item”, “image” and “png”")

    @classmethod
    def of(cls, what: "int | str | Path | NDArray[np.uint8] | Example") -> "Example":
        """Return an example of an item id, an image path or RGB pixels, uint8 (H, W, 3).

        Raises:
            QueryError: it is none of these.
        """
        if isinstance(what, Example):
            return what
        if isinstance(what, np.ndarray):
            return cls.of_pixels(what)
        if isinstance(what, int | np.integer) and not isinstance(what, bool):
            return cls(item=int(what))
        return cls(path=str(what))

    @classmethod
    def of_pixels(cls, rgb: NDArray[np.uint8]) -> "Example":
        """Return an example of RGB pixels, uint8 (H, W, 3).

        Raises:
            QueryError: the shape or type is another.
        """
        from PIL import Image

        if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8 or rgb.size == 0:
            raise _wrong("example", f"pixels must be uint8 (H, W, 3), not {rgb.dtype} {rgb.shape}")
        buffer = io.BytesIO()
        Image.fromarray(rgb).save(buffer, "PNG", compress_level=1)
        return cls(png=buffer.getvalue())

    def pixels(self) -> NDArray[np.uint8] | None:
        """Return the pixels, uint8 (H, W, 3), of an example made of pixels; None for others.

        Raises:
            QueryError: the PNG is damaged.
        """
        from PIL import Image

        if self.png is None:
            return None
        try:
            with Image.open(io.BytesIO(self.png), formats=("PNG",)) as image:
                return np.asarray(image.convert("RGB"))
        except (OSError, ValueError, Image.DecompressionBombError) as error:
            raise _wrong("example.png", f"it is no PNG image ({error})") from None

    def describe(self) -> str:
        """Return the example as the user reads it."""
        if self.item is not None:
            return f"item {self.item}"
        return Path(self.path).name if self.path is not None else "pasted image"


@dataclass(frozen=True, slots=True)
class Step:
    """What must follow in a sequence.

    Args:
        text: as in Query.
        within_s: at most this long after the step before, seconds, > 0.
    """

    text: str
    within_s: float = DEFAULT_WITHIN_S


@dataclass(frozen=True, slots=True)
class Query:
    """One search.

    Args:
        text: words and "phrases"; -word excludes.
        mode: "auto" takes whatever is available; "embedding" networks that know text and images;
            "concept" what networks named; "text" words as written and facets; "fused" all, merged
            by rank instead of by score.
        example: what results shall look like.
        then: what must follow, in order of time, inside one video or in photos by their time.
        filters: all must hold.
        weights: part name -> weight >= 0, over the settings' own.
        k: length of the list, 0 takes the settings'.
        threshold: hits with a lower score (0-1) are left out.
        encoder: image encoder for the example, "auto" takes the best there is.
    """

    text: str = ""
    mode: Mode = "auto"
    example: Example | None = None
    then: tuple[Step, ...] = ()
    filters: tuple[Filter, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict, hash=False)
    k: int = 0
    threshold: float = 0.0
    encoder: str = "auto"

    def describe(self) -> str:
        """Return the query as the user reads it."""
        parts = [self.text.strip()] if self.text.strip() else []
        if self.example is not None:
            parts.append(f"like {self.example.describe()}")
        line = " ".join(parts)
        for step in self.then:
            line += f" → {step.text} (≤ {step.within_s:g} s)"
        if self.filters:
            line = f"{line} [{', '.join(format_filter(one) for one in self.filters)}]".strip()
        return line

    def to_json(self) -> dict[str, Any]:
        """Return the query as a JSON document; only what differs from the defaults."""
        document: dict[str, Any] = {}
        if self.text:
            document["text"] = self.text
        if self.mode != "auto":
            document["mode"] = self.mode
        if self.example is not None:
            document["example"] = _example_to_json(self.example)
        if self.then:
            document["then"] = [{"text": s.text, "within_s": s.within_s} for s in self.then]
        if self.filters:
            document["filters"] = [filter_to_json(one) for one in self.filters]
        if self.weights:
            document["weights"] = dict(self.weights)
        if self.k:
            document["k"] = self.k
        if self.threshold:
            document["threshold"] = self.threshold
        if self.encoder != "auto":
            document["encoder"] = self.encoder
        return document

    @classmethod
    def from_json(cls, document: Any) -> "Query":
        """Return the query that to_json() wrote, or that a user did.

        Raises:
            QueryError: a field is unknown or wrong; names it.
        """
        if not isinstance(document, Mapping):
            raise _wrong("query", "it must be a JSON object")
        known = {"text", "mode", "example", "then", "filters", "weights", "k", "threshold"}
        for name in document:
            if name not in known | {"encoder"}:
                raise _wrong(str(name), "there is no such field")
        mode = document.get("mode", "auto")
        if mode not in MODES:
            raise _wrong("mode", f"it must be one of {', '.join(MODES)}")
        example = document.get("example")
        return cls(
            text=_text(document.get("text", ""), "text"),
            mode=mode,
            example=None if example is None else _example_from_json(example),
            then=tuple(
                _step(step, f"then[{index}]")
                for index, step in enumerate(_list(document.get("then", []), "then"))
            ),
            filters=tuple(
                filter_from_json(one, f"filters[{index}]")
                for index, one in enumerate(_list(document.get("filters", []), "filters"))
            ),
            weights=_weights(document.get("weights", {})),
            k=_whole(document.get("k", 0), "k", 0, MAX_K),
            threshold=_number(document.get("threshold", 0.0), "threshold", 0.0, 1.0),
            encoder=_text(document.get("encoder", "auto"), "encoder"),
        )


def _wrong(name: str, why: str) -> QueryError:
    return QueryError(
        f"The query's field “{name}” is wrong: {why}.", hint="Correct it and search again."
    )


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise _wrong(name, "it must be a text")
    return value


def _list(value: Any, name: str) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise _wrong(name, "it must be a list")
    return value


def _number(value: Any, name: str, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise _wrong(name, f"it must be a number from {low:g} to {high:g}")
    return float(value)


def _whole(value: Any, name: str, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise _wrong(name, f"it must be a whole number from {low} to {high}")
    return value


def _step(value: Any, name: str) -> Step:
    if isinstance(value, str):
        return Step(value)
    if not isinstance(value, Mapping) or not set(value) <= {"text", "within_s"}:
        raise _wrong(name, "it must be a text or an object with “text” and “within_s”")
    within = _number(value.get("within_s", DEFAULT_WITHIN_S), f"{name}.within_s", 0.001, 1e9)
    return Step(_text(value.get("text", ""), f"{name}.text"), within)


def _weights(value: Any) -> dict[str, float]:
    if not isinstance(value, Mapping):
        raise _wrong("weights", "it must be an object")
    for name in value:
        if name not in PARTS:
            raise _wrong(f"weights.{name}", f"the parts are {', '.join(PARTS)}")
    return {name: _number(one, f"weights.{name}", 0.0, 1e6) for name, one in value.items()}


def _example_to_json(example: Example) -> dict[str, Any]:
    if example.item is not None:
        return {"item": example.item}
    if example.path is not None:
        return {"image": example.path}
    return {"png": base64.b64encode(example.png or b"").decode("ascii")}


def _example_from_json(value: Any) -> Example:
    if not isinstance(value, Mapping) or not set(value) <= {"item", "image", "png"}:
        raise _wrong("example", "it must be an object with “item”, “image” or “png”")
    item, path, png = value.get("item"), value.get("image"), value.get("png")
    try:
        data = None if png is None else base64.b64decode(_text(png, "example.png"), validate=True)
    except ValueError as error:
        raise _wrong("example.png", f"it is no base64 ({error})") from None
    return Example(
        item=None if item is None else _whole(item, "example.item", 1, 2**63 - 1),
        path=None if path is None else _text(path, "example.image"),
        png=data,
    )
