"""Freehand strokes and drawings, as the canvas keeps them and the sketch networks read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.errors import QueryError

MAX_STROKES = 20_000
MAX_POINTS = 2_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Stroke:
    """One line of a pen.

    Args:
        points: float32 (N, 2), x to the right and y down, in units of the canvas; N >= 1.
        width: of the pen at full pressure, in the same units, > 0.
        pressures: float32 (N,), 0-1; None where the pen has none.
        layer: name of its layer.
        kind: what it is, where that is known ("outline", "crease"); "" for drawn ones.
    """

    points: NDArray[np.float32]
    width: float = 1.0
    pressures: NDArray[np.float32] | None = None
    layer: str = ""
    kind: str = ""

    @property
    def length(self) -> float:
        """Length in units of the canvas."""
        return float(np.linalg.norm(np.diff(self.points, axis=0), axis=1).sum())

    def to_json(self) -> dict[str, Any]:
        """Return JSON types."""
        document: dict[str, Any] = {
            "points": np.round(self.points.astype(np.float64), 3).tolist(),
            "width": round(self.width, 3),
        }
        if self.pressures is not None:
            document["pressures"] = np.round(self.pressures.astype(np.float64), 3).tolist()
        if self.layer:
            document["layer"] = self.layer
        return document


def strokes_to_json(strokes: Sequence[Stroke]) -> list[dict[str, Any]]:
    """Return strokes as JSON types."""
    return [stroke.to_json() for stroke in strokes]


def strokes_from_json(document: Any) -> list[Stroke]:
    """Return the strokes that strokes_to_json wrote.

    Raises:
        QueryError: it is no list of strokes, or a number is not finite.
    """
    if not isinstance(document, Sequence) or isinstance(document, str | bytes):
        raise _wrong("it must be a list of strokes")
    if len(document) > MAX_STROKES:
        raise _wrong(f"it has {len(document):,} strokes; {MAX_STROKES:,} are the most")
    strokes = [_stroke(one, f"stroke {place}") for place, one in enumerate(document, 1)]
    if sum(len(stroke.points) for stroke in strokes) > MAX_POINTS:
        raise _wrong(f"it has more than {MAX_POINTS:,} points")
    return strokes


def _stroke(value: Any, name: str) -> Stroke:
    if not isinstance(value, Mapping) or "points" not in value:
        raise _wrong(f"{name} has no points")
    try:
        points = np.asarray(value["points"], np.float32)
        width = float(value.get("width", 1.0))
        given = value.get("pressures")
        pressures = None if given is None else np.asarray(given, np.float32)
    except (TypeError, ValueError, OverflowError):
        raise _wrong(f"{name} holds what is no number") from None
    if points.ndim != 2 or points.shape[1:] != (2,) or not len(points):
        raise _wrong(f"the points of {name} are no pairs of numbers")
    if not np.isfinite(points).all() or not 0.0 < width < 1e6:
        raise _wrong(f"{name} holds a number that is not finite, or a width that is none")
    if pressures is not None and (
        pressures.shape != points.shape[:1] or not np.isfinite(pressures).all()
    ):
        raise _wrong(f"the pressures of {name} are not one for each point")
    return Stroke(points, width, pressures, str(value.get("layer", "")))


def _wrong(why: str) -> QueryError:
    return QueryError(f"The drawing cannot be read: {why}.", hint="Save it again, or draw it anew.")
