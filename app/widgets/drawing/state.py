"""What a drawing surface shows, and how it is set."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.widgets.drawing.types import JOINTS, LayerLike, Place, Tool
from common.strokes import Stroke

MIN_WIDTH, MAX_WIDTH = 0.5, 200.0  # units of the page


class CanvasState(QWidget):
    """Holds what is shown; draws nothing.

    Args:
        parent: owner.
    """

    drawing = Signal(object)  # list[Stroke]: the active layer while a stroke grows
    edited = Signal(object, str)  # list[Stroke] of the active layer, title of the change
    joint_dragged = Signal(int, object, bool)  # joint, float64 (2,) on the page, done
    joint_clicked = Signal(int)
    joint_hovered = Signal(int)  # -1 for none
    zoomed = Signal(float)  # logical pixels a unit of the page
    tool_changed = Signal(str)
    pen_width_changed = Signal(float)
    symmetry_moved = Signal(float, bool)  # x of the axis, done
    underlay_moved = Signal(object, bool)  # Place, done
    picture_dropped = Signal(object)  # DroppedPicture
    refused = Signal(str)  # why nothing was drawn, translated

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tool = Tool.PEN
        self._layers: tuple[LayerLike, ...] = ()
        self._active = ""
        self._ghost: tuple[Stroke, ...] = ()
        self._ghost_opacity = 0.5
        self._underlay = QImage()
        self._underlay_opacity = 1.0
        self._place: Place | None = None
        self._joints: NDArray[np.float64] | None = None
        self._confidence: NDArray[np.float64] | None = None
        self._locked: frozenset[int] = frozenset()
        self._pinned: frozenset[int] = frozenset()
        self._selected = -1

    def set_layers(self, layers: Sequence[LayerLike], active: str) -> None:
        """Show layers, lowest first; changes go to the active one."""
        self._layers, self._active = tuple(layers), active

    def set_ghost(self, strokes: Sequence[Stroke], opacity: float = 0.5) -> None:
        """Show strokes of the body as it is now, under the drawing; none to hide them."""
        self._ghost, self._ghost_opacity = tuple(strokes), opacity

    def set_underlay(
        self, image: QImage | None, opacity: float = 1.0, place: Place | None = None
    ) -> None:
        """Show a picture under the drawing; without a place it is fitted to the page."""
        self._underlay = QImage() if image is None else image
        self._underlay_opacity, self._place = opacity, place

    def set_joints(
        self,
        points: NDArray[np.floating] | None,
        confidence: NDArray[np.floating] | None = None,
        locked: frozenset[int] = frozenset(),
        pinned: frozenset[int] = frozenset(),
        selected: int = -1,
    ) -> None:
        """Show handles of joints over the page.

        Args:
            points: (24, 2) on the page; None hides them.
            confidence: (24,), 0-1; None where nothing was read.
            locked: joints that keep their rotation.
            pinned: joints that keep their place.
            selected: the chosen joint, -1 for none.
        """
        if points is not None and np.shape(points) != (JOINTS, 2):
            raise ValueError(f"joints must be ({JOINTS}, 2), not {np.shape(points)}")
        self._joints = None if points is None else np.array(points, np.float64)
        self._confidence = None if confidence is None else np.array(confidence, np.float64)
        self._locked, self._pinned, self._selected = locked, pinned, selected
