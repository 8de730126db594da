"""Selecting on the wall: clicks, ranges, rubber band, lasso, clusters; quick at a million items.

The selection is a mask over the cells while it changes, and an array of ids when it is told.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, Qt, Signal

from app.services.arrangements import Cluster
from app.services.wall_camera import Rect
from app.services.wall_labels import place_labels
from app.services.wall_shapes import cells_in_box, cells_in_polygon
from app.widgets.list_texts import cluster_text
from app.widgets.wall.overlay import label_width
from common.selection import Selection

if TYPE_CHECKING:
    from app.widgets.wall.content import WallContent
    from app.widgets.wall.view import WallView

Tool = Literal["", "band", "lasso"]
Mode = Literal["replace", "add", "remove"]
TOOLS: tuple[Tool, ...] = ("", "band", "lasso")
MODES: tuple[Mode, ...] = ("replace", "add", "remove")
LEAST_STEP = 2.0  # pixels between two points of a lasso

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier


class WallSelecting(QObject):
    """What the user selects on the wall.

    A drag with a tool, or with Shift without one, draws a shape: plainly it replaces the selection,
    with Ctrl (or Shift, while a tool is on) it adds, with Alt it removes; `mode` says what a plain
    drag does. While filters dim items, shapes and Ctrl+A take only those that pass.

    Args:
        view: the wall's view.
    """

    tool_changed = Signal()
    counted = Signal(int)  # items marked now, also while a shape is drawn

    def __init__(self, view: "WallView") -> None:
        super().__init__(view)
        self._view = view
        self.tool: Tool = ""
        self.mode: Mode = "replace"
        self.anchor = -1  # first cell of a range
        self.shape: Tool = ""  # what is being drawn
        self.lasso: list[tuple[float, float]] = []  # world units
        self._start = (0.0, 0.0)  # world units
        self._how: Mode = "replace"
        self._before = np.zeros(0, bool)

    # -- tools

    def set_tool(self, tool: str) -> None:
        """Switch a tool on, or off with "" or when it is on already."""
        wanted = tool if tool in TOOLS and tool != self.tool else ""
        self.cancel()
        if wanted != self.tool:
            self.tool = wanted
            self.show_cursor()
            self.tool_changed.emit()

    def set_mode(self, mode: str) -> None:
        """Say what a plain drag of a tool does: "replace", "add" or "remove"."""
        if mode in MODES and mode != self.mode:
            self.mode = mode
            self.tool_changed.emit()

    def carry_anchor(self, before: "WallContent", now: "WallContent") -> None:
        """Let a range begin at the same item where the wall is laid out anew."""
        if 0 <= self.anchor < before.scene.count:
            cells = now.cells_of([int(before.scene.items[self.anchor])])
            self.anchor = int(cells[0]) if len(cells) else -1
        else:
            self.anchor = -1

    def show_cursor(self) -> None:
        """Show the mouse cursor of the tool."""
        if self.tool:
            self._view.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self._view.unsetCursor()

    # -- the selection as it is

    @property
    def count(self) -> int:
        """How many cells are selected."""
        return int(np.count_nonzero(self._view.selected))

    def select(self, items: "Sequence[int] | Selection") -> None:
        """Make items the selection, as the user's own doing."""
        chosen = Selection(items)
        self._view.set_selected(chosen)
        self._tell(chosen)

    def select_mask(self, mask: NDArray[np.bool_], current: int = -1) -> None:
        """Make cells the selection, in reading order.

        Args:
            mask: (n,) by cell.
            current: cell that becomes the current item; -1 for the last one.
        """
        content = self._view.content
        if content is None:
            return
        cells = np.flatnonzero(mask)
        if 0 <= current < len(mask) and mask[current]:
            cells = np.append(cells[cells != current], current)
        chosen = Selection(content.scene.items[cells])
        self._view.show_selected(mask, int(cells[-1]) if len(cells) else -1)
        self._tell(chosen)

    def _tell(self, chosen: Selection) -> None:
        self._view.selection_edited.emit(chosen)

    # -- clicks

    def choose(self, cell: int, modifiers: Qt.KeyboardModifier) -> None:
        """Select a cell as a click with these modifiers does."""
        view = self._view
        if cell < 0:
            if not modifiers & (_CTRL | _SHIFT):
                self.select(())
            return
        if modifiers & _SHIFT and self.anchor >= 0:
            mask = view.selected.copy() if modifiers & _CTRL else np.zeros_like(view.selected)
            low, high = sorted((self.anchor, cell))
            mask[low : high + 1] = True
            self.select_mask(mask, cell)
        elif modifiers & _CTRL:
            mask = view.selected.copy()
            mask[cell] = not mask[cell]
            self.select_mask(mask, cell)
            self.anchor = cell
        else:
            self.select((view.item_at(cell),))
            self.anchor = cell

    # -- all at once

    @property
    def is_filtered(self) -> bool:
        """Whether something is dimmed."""
        return self._view.lit is not None

    def lit(self) -> NDArray[np.bool_]:
        """Return which cells pass the filters, (n,)."""
        view = self._view
        return np.ones(len(view.selected), bool) if view.lit is None else view.lit

    def select_all(self) -> None:
        """Select everything that passes the filters."""
        self.select_mask(self.lit(), self._view.cursor_cell)

    def invert(self) -> None:
        """Select what passes the filters and was not selected."""
        self.select_mask(self.lit() & ~self._view.selected)

    def clear(self) -> None:
        """Select nothing."""
        self.select(())

    # -- clusters

    def cluster_at(self, at: QPointF) -> Cluster | None:
        """Return the cluster whose name is drawn at a point of the view."""
        content, camera = self._view.content, self._view.camera
        if content is None:
            return None
        point = Rect(at.x(), at.y(), 1e-6, 1e-6)
        for label in place_labels(content.clusters, camera, label_width, say=cluster_text):
            if label.box.meets(point):
                return self._named(label.text, at)
        return None

    def _named(self, text: str, at: QPointF) -> Cluster | None:
        """Return the cluster that a label names, the nearest one where several are called so."""
        content, camera = self._view.content, self._view.camera
        if content is None:
            return None
        x, y = camera.to_world(at.x(), at.y())
        called = [c for c in content.clusters if text in (c.label, cluster_text(c))]
        middle = camera.cell_height
        return min(
            called,
            key=lambda c: (c.centre[0] - x) ** 2 + ((c.centre[1] * middle) - y) ** 2,
            default=None,
        )

    def cluster_of(self, cell: int) -> Cluster | None:
        """Return the cluster of a cell, None where nobody knows."""
        content = self._view.content
        if content is None or content.members is None or not 0 <= cell < len(content.members):
            return None
        number = int(content.members[cell])
        return content.clusters[number] if 0 <= number < len(content.clusters) else None

    def select_cluster(
        self, cluster: Cluster, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Select all items of a cluster that pass the filters; Ctrl adds, Alt removes."""
        content = self._view.content
        if content is None or content.members is None or cluster not in content.clusters:
            return
        number = list(content.clusters).index(cluster)
        mask = (content.members == number) & self.lit()
        self.select_mask(self._joined(mask, self._how_by(modifiers, "replace")))

    # -- shapes

    def _how_by(self, modifiers: Qt.KeyboardModifier, plain: Mode) -> Mode:
        if modifiers & _ALT:
            return "remove"
        if modifiers & _CTRL or (self.tool and modifiers & _SHIFT):
            return "add"
        return plain

    def starts_shape(self, modifiers: Qt.KeyboardModifier) -> bool:
        """Whether a drag with these modifiers draws a shape."""
        return bool(self.tool or modifiers & _SHIFT)

    def begin(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Begin to draw a shape at a point of the view."""
        self.shape = self.tool or "band"
        self._how = self._how_by(modifiers, self.mode if self.tool else "replace")
        self._before = self._view.selected.copy()
        self._start = self._view.camera.to_world(at.x(), at.y())
        self.lasso = [self._start]

    def draw(self, at: QPointF) -> None:
        """Go on to a point, and mark what the shape takes until now."""
        view = self._view
        if not self.shape or view.content is None:
            return
        point = view.camera.to_world(at.x(), at.y())
        grid = (view.camera.columns, view.camera.count, view.camera.cell_height)
        if self.shape == "band":
            (x, y), (end_x, end_y) = self._start, point
            box = (min(x, end_x), min(y, end_y), max(x, end_x), max(y, end_y))
            left, top = view.camera.to_screen(box[0], box[1])
            right, bottom = view.camera.to_screen(box[2], box[3])
            view.band = Rect(left, top, right - left, bottom - top)
            mask = cells_in_box(box, *grid)
        else:
            far = LEAST_STEP / view.camera.view.scale
            last = self.lasso[-1]
            if abs(point[0] - last[0]) + abs(point[1] - last[1]) >= far:
                self.lasso.append(point)
            mask = cells_in_polygon(np.array(self.lasso), *grid)
        marked = self._joined(mask & self.lit(), self._how)
        view.show_selected(marked, -1)

    def _joined(self, mask: NDArray[np.bool_], how: Mode) -> NDArray[np.bool_]:
        before = self._before if self.shape else self._view.selected
        if len(before) != len(mask) or how == "replace":  # the wall changed meanwhile
            return mask
        return np.asarray(before | mask if how == "add" else before & ~mask)

    def finish(self) -> None:
        """End the shape and make what it took the selection."""
        if self.shape:
            self._end()
            self.select_mask(self._view.selected)

    def cancel(self) -> bool:
        """End the shape and bring back what was selected before; False if none is drawn."""
        if not self.shape:
            return False
        before = self._before
        self._end()
        if len(before) == len(self._view.selected):
            self._view.show_selected(before, -1)
        return True

    def _end(self) -> None:
        self.shape, self.lasso = "", []
        self._view.band = None
        self._view.update()
