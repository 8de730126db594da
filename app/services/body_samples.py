"""Sample sketches to begin with, and drawings from files, laid onto the page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from app.services.body_document_types import PAGE, Stroke
from common.stroke_files import read_drawing
from models.sketch.raster import draw

_FOLDER: Final = Path(__file__).resolve().parents[2] / "resources" / "body" / "drawings"
_SAMPLES: Final = (
    ("outline-waving", "Outline"),
    ("ovals-run", "Ovals"),
    ("stick-warrior", "Stick figure"),
)
_FILLED: Final = 0.84  # of the page's side
_PEN: Final = 4.0  # units of the page
_PICTURE: Final = 96  # pixels


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """A drawing to begin with.

    Args:
        key: its name.
        title: English, for display.
        strokes: units of the page.
        pixels: uint8 (96, 96, 4), its small picture.
    """

    key: str
    title: str
    strokes: tuple[Stroke, ...]
    pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


def samples() -> list[Sample]:
    """Return the sample sketches: an outline, ovals, a stick figure."""
    found = []
    for key, title in _SAMPLES:
        strokes = on_page(read_drawing((_FOLDER / f"{key}.json").read_text("utf-8")))
        found.append(Sample(key, title, strokes, _picture(strokes)))
    return found


def on_page(strokes: Sequence[Stroke]) -> tuple[Stroke, ...]:
    """Return strokes of any size in the middle of the page, as large as a drawing should be."""
    if not strokes:
        return ()
    points = np.concatenate([stroke.points for stroke in strokes])
    low, high = points.min(0), points.max(0)
    scale = PAGE * _FILLED / max(float((high - low).max()), 1e-6)
    shift = PAGE / 2 - (low + high) / 2 * scale
    return tuple(
        replace(
            stroke,
            points=(stroke.points * scale + shift).astype(np.float32),
            width=_PEN,
            layer="",
        )
        for stroke in strokes
    )


def _picture(
    strokes: tuple[Stroke, ...],
) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    grey = draw(strokes, _PICTURE, pen=1.4)
    return np.dstack([grey, grey, grey, np.full_like(grey, 255)])
