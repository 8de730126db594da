"""What a drawing surface shows, and how it is set."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QSize, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.services.body_document_types import COUNT, PAGE
from app.widgets.drawing.camera import Camera
from app.widgets.drawing.gestures import EraseGesture, Gesture, PenGesture
from app.widgets.drawing.lines import bounds
from app.widgets.drawing.scene import Scene
from app.widgets.drawing.types import LayerLike, Place, Tool
from common.strokes import Stroke

Array = NDArray[np.float64]

MIN_WIDTH: Final = 0.5  # units of the page
MAX_WIDTH: Final = 200.0
_STEP: Final = 1.25  # of zooming


class CanvasState(QWidget):
    """Holds what is shown; draws nothing and hears nothing.

    Args:
        parent: owner.
    """

    drawing = Signal(object)  # list[Stroke]: the active layer while a stroke grows, or is erased
    edited = Signal(object, str)  # list[Stroke] of the active layer; "draw", "erase" or "strokes"
    cancelled = Signal()  # what was under way was dropped; `drawing` told the strokes before it
    joint_dragged = Signal(int, object, bool)  # joint, float64 (2,) on the page, done
    joint_clicked = Signal(int)  # -1: beside all joints
    joint_hovered = Signal(int)  # -1 for none
    zoomed = Signal(float)  # logical pixels a unit of the page
    tool_changed = Signal(str)
    pen_width_changed = Signal(float)
    eraser_width_changed = Signal(float)
    symmetry_moved = Signal(float, bool)  # x of the axis, done
    underlay_moved = Signal(object, bool)  # Place, done
    picture_dropped = Signal(object)  # DroppedPicture
    refused = Signal(str)  # why nothing was drawn, translated

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scene = Scene(self._on_scene_changed)
        self.camera = Camera()
        self.gesture: Gesture | None = None
        self.eraser_end = Tool.ERASER_PIXEL  # what the other end of a tablet's pen does
        self.smoothing = 0.35
        self._told: list[Stroke] | None = None  # last told while a stroke grows
        self._tool = Tool.PEN
        self._pen_width, self._eraser_width = 3.0, 24.0
        self._symmetry: float | None = None
        self._placeholder = ""
        self._joints: Array | None = None
        self._confidence: Array | None = None
        self._locked: frozenset[int] = frozenset()
        self._pinned: frozenset[int] = frozenset()
        self._selected = self._hovered = -1
        self._shows_joints, self._edits_underlay = True, False
        self._names: tuple[str, ...] = ()

    # -- what is shown

    def set_layers(self, layers: Sequence[LayerLike], active: str) -> None:
        """Show layers, lowest first; changes go to the active one.

        While a stroke grows, the layer with what `drawing` told of it is no news; any other change
        of the active layer ends the stroke, which is then lost.
        """
        keep = self.gesture is not None and self.gesture.draws
        if keep and not self._is_known(layers, active):
            self.drop_gesture()
            keep = False
        self.scene.set_layers(layers, active, keep=keep)
        self.refresh_cursor()

    def _is_known(self, layers: Sequence[LayerLike], active: str) -> bool:
        """Return whether the active layer is as it was, or as it was told."""
        base = self.scene.layer()
        found = next((layer for layer in layers if layer.name == active), None)
        if base is None or found is None or active != self.scene.active:
            return False
        if self._told is not None and same_strokes(found.strokes, self._told):
            return True
        return same_strokes(found.strokes, base.ink.strokes)

    def set_ghost(self, strokes: Sequence[Stroke], opacity: float = 0.5) -> None:
        """Show strokes of the body as it is now, under the drawing; none to hide them."""
        self.scene.set_ghost(strokes, opacity)

    def set_underlay(
        self, image: QImage | None, opacity: float = 1.0, place: Place | None = None
    ) -> None:
        """Show a picture under the drawing; without a place it is fitted to the page."""
        picture = QImage() if image is None else image
        self.scene.set_picture(picture, opacity, place or fitted(picture.size()))

    @property
    def underlay_place(self) -> Place:
        """Where the picture below lies on the page."""
        return self.scene.place

    def move_picture(self, place: Place, *, done: bool) -> None:
        """Move the picture below, and tell."""
        self.scene.set_picture(self.scene.picture, self.scene.picture_opacity, place)
        self.underlay_moved.emit(place, done)

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

        Raises:
            ValueError: points are not (24, 2).
        """
        if points is not None and np.shape(points) != (COUNT, 2):
            raise ValueError(f"joints must be ({COUNT}, 2), not {np.shape(points)}")
        finite = points is not None and bool(np.isfinite(points).all())
        joints = np.array(points, np.float64) if finite else None
        sure = None if confidence is None else np.array(confidence, np.float64)
        same = (locked, pinned, selected) == (self._locked, self._pinned, self._selected)
        if same and _alike(joints, self._joints) and _alike(sure, self._confidence):
            return
        self.update_joints()
        self._joints, self._confidence = joints, sure
        self._locked, self._pinned, self._selected = locked, pinned, selected
        self.update_joints()

    def update_joints(self) -> None:
        """Draw the part of the page anew that joints and their names lie on."""
        if self._joints is not None and self._shows_joints:
            box = bounds(self._joints)
            room = np.array([-24.0, -48.0, 220.0, 24.0]) / self.zoom  # names stand to the right
            self.update_page(box + room)

    def set_joint_names(self, names: Sequence[str]) -> None:
        """Say what the 24 joints are called."""
        self._names = tuple(names)

    # -- settings

    @property
    def tool(self) -> Tool:
        """What the pointer does."""
        return self._tool

    @tool.setter
    def tool(self, tool: str) -> None:
        chosen = Tool(tool)
        if chosen != self._tool:
            self._tool = chosen
            self.refresh_cursor()
            self.update()
            self.tool_changed.emit(str(chosen))

    @property
    def pen_width(self) -> float:
        """Width of the ink at full pressure, units of the page."""
        return self._pen_width

    @pen_width.setter
    def pen_width(self, width: float) -> None:
        width = min(MAX_WIDTH, max(MIN_WIDTH, width))
        if width != self._pen_width:
            self._pen_width = width
            self.refresh_cursor()
            self.pen_width_changed.emit(width)

    @property
    def eraser_width(self) -> float:
        """Width of both erasers, units of the page."""
        return self._eraser_width

    @eraser_width.setter
    def eraser_width(self, width: float) -> None:
        width = min(MAX_WIDTH, max(MIN_WIDTH, width))
        if width != self._eraser_width:
            self._eraser_width = width
            self.refresh_cursor()
            self.eraser_width_changed.emit(width)

    @property
    def symmetry(self) -> float | None:
        """Where the axis lies that drawing is mirrored about, from the left; None for none."""
        return self._symmetry

    @symmetry.setter
    def symmetry(self, axis: float | None) -> None:
        if axis != self._symmetry:
            self._symmetry = axis
            self.update()

    @property
    def show_joints(self) -> bool:
        """Whether the handles of joints are shown."""
        return self._shows_joints

    @show_joints.setter
    def show_joints(self, on: bool) -> None:
        self._shows_joints = on
        self.update()

    @property
    def underlay_editing(self) -> bool:
        """Whether the pointer moves and scales the picture below instead of drawing."""
        return self._edits_underlay

    @underlay_editing.setter
    def underlay_editing(self, on: bool) -> None:
        self._edits_underlay = on
        self.refresh_cursor()
        self.update()

    @property
    def placeholder(self) -> str:
        """What an empty page says."""
        return self._placeholder

    @placeholder.setter
    def placeholder(self, words: str) -> None:
        self._placeholder = words
        self.update()

    @property
    def is_busy(self) -> bool:
        """Whether a stroke, an erase or a drag is in progress."""
        return self.gesture is not None

    # -- the view

    @property
    def zoom(self) -> float:
        """Logical pixels a unit of the page."""
        return self.camera.zoom

    @property
    def fits(self) -> bool:
        """Whether the whole page is shown, whatever size the canvas takes."""
        return self.camera.fits

    def set_zoom(self, zoom: float, about: QPointF | None = None) -> None:
        """Zoom so that a point of the widget stays where it is; None means the middle."""
        at = QPointF(self.width() / 2, self.height() / 2) if about is None else about
        self.camera.zoom_to(zoom, at.x(), at.y())
        self.view_changed()

    def zoom_in(self) -> None:
        """Zoom in by a quarter."""
        self.set_zoom(self.zoom * _STEP)

    def zoom_out(self) -> None:
        """Zoom out by a quarter."""
        self.set_zoom(self.zoom / _STEP)

    def fit_page(self) -> None:
        """Show the whole page."""
        self.camera.fit()
        self.view_changed()

    def pan(self, dx: float, dy: float) -> None:
        """Move the page by logical pixels."""
        self.camera.pan(dx, dy)
        self.update()

    def view_state(self) -> dict[str, Any]:
        """Return zoom and place as JSON types."""
        return self.camera.state()

    def restore_view(self, state: Any) -> None:
        """Show what view_state told; what it did not tell is left alone."""
        self.camera.restore(state)
        self.view_changed()

    def view_changed(self) -> None:
        """Show another part of the page, or another size of it."""
        self.refresh_cursor()
        self.update()
        self.zoomed.emit(self.zoom)

    def update_page(self, box: Array) -> None:
        """Draw a box of the page anew: left, top, right, bottom."""
        left, top = self.camera.to_widget(float(box[0]), float(box[1]))
        right, bottom = self.camera.to_widget(float(box[2]), float(box[3]))
        self.update(
            QRect(int(left) - 3, int(top) - 3, int(right - left) + 7, int(bottom - top) + 7)
        )

    def _on_scene_changed(self, box: Array | None) -> None:
        if box is None:
            self.update()
        else:
            self.update_page(box)

    # -- what is under way; the rest is in the classes above this one

    def current_strokes(self) -> list[Stroke]:
        """Return the strokes of the active layer, with what is under way."""
        if isinstance(self.gesture, PenGesture | EraseGesture):
            return self.gesture.current()
        layer = self.scene.layer()
        return [] if layer is None else layer.ink.strokes

    def tell_drawing(self) -> None:
        """Tell of what is under way, when it is time."""

    def drop_gesture(self) -> None:
        """Forget what is under way, telling nobody."""

    def refresh_cursor(self) -> None:
        """Show the cursor of the tool."""


def fitted(size: QSize) -> Place:
    """Return where a picture lies when it is as large as the page allows, in the middle."""
    if size.isEmpty():
        return (0.0, 0.0, PAGE, PAGE)
    scale = PAGE / max(size.width(), size.height())
    width, height = size.width() * scale, size.height() * scale
    return ((PAGE - width) / 2, (PAGE - height) / 2, width, height)


def _alike(one: Array | None, other: Array | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(one, other, equal_nan=True)


def same_strokes(one: Sequence[Stroke], other: Sequence[Stroke]) -> bool:
    """Return whether two rows hold the same strokes, by identity."""
    return list(map(id, one)) == list(map(id, other))
