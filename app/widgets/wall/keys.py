"""The keyboard on the wall."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from app.services.wall_camera import Rect, View

if TYPE_CHECKING:
    from app.widgets.wall.input import WallInput
    from app.widgets.wall.view import WallView

KEY_STEP = 1.6  # zoom factor
PAN_PART = 0.25  # of the view, for Ctrl + arrows
PAN_S = 0.15
STEP_S = 0.12

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_CLOSER = (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_ZoomIn)
_FARTHER = (Qt.Key.Key_Minus, Qt.Key.Key_ZoomOut)
_FAR = (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_TOOLS = {Qt.Key.Key_L: "lasso", Qt.Key.Key_B: "band"}
_SELECTING = (*_TOOLS, Qt.Key.Key_A, Qt.Key.Key_I, Qt.Key.Key_K)


class WallKeys:
    """Turns keys into movements of the camera, the keyboard cursor and the selection.

    Arrows move the cursor and select (with Shift they extend, with Ctrl they move the wall); Home
    and End go to the first and last item, Page up and down by a screen; plus and minus zoom, 0
    shows all, Enter looks closer and back, Space opens, Escape leaves. Ctrl+A selects what is lit,
    Ctrl+Shift+A nothing, Ctrl+Shift+I the others, K the cluster; L and B switch lasso and band on.

    Args:
        view: the wall's view.
        pointer: selects as clicks do.
    """

    def __init__(self, view: "WallView", pointer: "WallInput") -> None:
        self._view = view
        self._pointer = pointer

    def press(self, event: QEvent) -> bool:
        """Handle a key; False leaves it to Qt."""
        key = cast("QKeyEvent", event)
        code = Qt.Key(key.key())
        if code in _ARROWS:
            self._arrow(_ARROWS[code], key.modifiers())
        elif code in _CLOSER or code in _FARTHER:
            self._zoom(KEY_STEP if code in _CLOSER else 1 / KEY_STEP)
        elif code == Qt.Key.Key_0:
            self._view.show_all()
        elif code in _FAR:
            self._far(code, key.modifiers())
        elif code in _ENTER:
            self._pointer.toggle_close(max(0, self._view.cursor_cell))
        elif code == Qt.Key.Key_Space:
            return self._open()
        elif code in _SELECTING:
            return self._select(code, key.modifiers())
        elif code == Qt.Key.Key_Escape:
            return self._escape()
        else:
            return False
        return True

    def _select(self, code: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Select all, nothing, the others or a cluster; switch a tool on and off."""
        selecting = self._view.selecting
        if code == Qt.Key.Key_A and modifiers == _CTRL:
            selecting.select_all()
        elif code == Qt.Key.Key_A and modifiers == _CTRL | _SHIFT:
            selecting.clear()
        elif code == Qt.Key.Key_I and modifiers == _CTRL | _SHIFT:
            selecting.invert()
        elif modifiers:
            return False
        elif code in _TOOLS:
            selecting.set_tool(_TOOLS[code])
        elif code == Qt.Key.Key_K:
            cluster = selecting.cluster_of(self._view.cursor_cell)
            if cluster is not None:
                selecting.select_cluster(cluster)
        else:
            return False
        return True

    def _zoom(self, factor: float) -> None:
        """Zoom about the keyboard cursor if it is in view, else about the middle."""
        view, camera = self._view, self._view.camera
        if view.cursor_cell >= 0:
            rect = camera.cell_rect(view.cursor_cell)
            if rect.meets(Rect(0, 0, camera.width, camera.height)):
                view.zoom_by(factor, rect.x + rect.width / 2, rect.y + rect.height / 2)
                return
        view.zoom_by(factor)

    def _arrow(self, step: tuple[int, int], modifiers: Qt.KeyboardModifier) -> None:
        camera = self._view.camera
        if modifiers & _CTRL:
            goal = camera.goal
            moved = View(
                goal.x + step[0] * PAN_PART * camera.width / goal.scale,
                goal.y + step[1] * PAN_PART * camera.height / goal.scale,
                goal.scale,
            )
            self._view.fly_to(camera.clamped(moved), PAN_S)
            return
        cell = self._view.cursor_cell
        if cell < 0:  # the first arrow shows where the cursor is
            middle = camera.cell_at(camera.width / 2, camera.height / 2)
            self._arrive(max(0, middle), modifiers)
            return
        target = cell + step[0] + step[1] * camera.columns
        stays_in_row = target // camera.columns == cell // camera.columns
        if 0 <= target < camera.count and (step[1] or stays_in_row):
            self._arrive(target, modifiers)

    def _far(self, code: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        camera = self._view.camera
        if code == Qt.Key.Key_Home:
            self._arrive(0, modifiers)
        elif code == Qt.Key.Key_End:
            self._arrive(camera.count - 1, modifiers)
        else:
            cell = max(0, self._view.cursor_cell)
            rows = max(1, int(camera.height / (camera.view.scale * camera.cell_height)) - 1)
            if code == Qt.Key.Key_PageUp:
                rows = -min(rows, cell // camera.columns)
            else:
                rows = min(rows, (camera.count - 1 - cell) // camera.columns)
            self._arrive(cell + rows * camera.columns, modifiers)

    def _arrive(self, cell: int, modifiers: Qt.KeyboardModifier) -> None:
        """Move the keyboard cursor to a cell and select it; Shift selects the way there."""
        if self._view.content is None or not 0 <= cell < self._view.camera.count:
            return
        self._pointer.choose(cell, modifiers & _SHIFT)
        self._view.fly_to(self._view.camera.showing(cell), STEP_S)

    def _open(self) -> bool:
        item = self._view.item_at(self._view.cursor_cell)
        if item < 0:
            return False
        self._view.opened.emit(item)
        return True

    def _escape(self) -> bool:
        """Drop the shape or tool, go back to the whole wall, drop the selection, leave it."""
        if self._pointer.cancel():
            return True
        if not self._view.camera.is_fitted:
            self._view.show_all()
        elif self._view.selected.any():
            self._view.selecting.clear()
        else:
            return False
        return True
