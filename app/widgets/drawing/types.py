"""Values of the drawing surface; no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from common.strokes import Stroke

Place = tuple[float, float, float, float]
"""Where a picture lies on the page: left, top, width, height, in units of the page."""
Point = NDArray[np.float64]
"""A place on the page, (2,): x to the right, y down."""


class Tool(StrEnum):
    """What the pointer does."""

    PEN = "pen"
    ERASER_STROKE = "eraser_stroke"
    ERASER_PIXEL = "eraser_pixel"
    MOVE = "move"
    PICK = "pick"


class LayerLike(Protocol):
    """What the canvas reads of a layer."""

    @property
    def name(self) -> str:
        """Its name, unique among the layers."""

    @property
    def strokes(self) -> Sequence[Stroke]:
        """Its strokes, lowest first."""

    @property
    def shown(self) -> bool:
        """Whether it is shown."""

    @property
    def locked(self) -> bool:
        """Whether it refuses changes."""

    @property
    def opacity(self) -> float:
        """How much of it is seen, 0-1."""


@dataclass(frozen=True, slots=True, eq=False)
class DroppedPicture:
    """What was dropped on the canvas, or pasted, and is no drawing of strokes.

    Args:
        image: a QImage, where the pixels came along.
        path: of a file: a picture, or a drawing (.json, .svg); None where there is none.
        items: ids of library items, dragged from a panel.
        at: where on the page; None for a paste.
    """

    image: object = None
    path: Path | None = None
    items: tuple[int, ...] = ()
    at: Point | None = None
