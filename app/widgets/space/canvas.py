"""The space itself: fly through, point at, pull near."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QElapsedTimer,
    QEvent,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from app.context import PanelContext
from app.services.types import SpaceMap
from app.widgets.item_menu import item_menu
from app.widgets.space.atlas import Atlas
from app.widgets.space.camera import Camera, Seen, look
from app.widgets.space.drawing import LARGE_FROM, Scene, draw_space, side_of
from app.widgets.space.pilot import Pilot
from app.widgets.thumbnails import ThumbnailLoader
from common.selection import Selection

TICK_MS = 16
LARGE_SIDE = 384.0  # pixels of the pictures of what is near
MOST_LARGE = 16
MOST_SHARP = 150  # pictures that are kept sharp around the viewer
PULL_MS = 260
INSIDE = 0.3  # of the radius of a sphere: nearer to its middle, the viewer only turns
HOME = {"cloud": Camera((0.0, 0.2, 2.15), 0.0, -0.09)}


class SpaceCanvas(QWidget):
    """Shows items as billboards in space; the selection is the shared one.

    Drag or Ctrl+arrows look around; W A S D, the arrows and the wheel move, R and F rise and sink,
    Shift is quicker; a click selects, E or a double click pulls near, G flies to the current item,
    Home goes back to the start.

    Args:
        context: services, jobs, shared state, actions.
        source: name told to SharedState with a selection.
        parent: owner.
    """

    moved = Signal()  # the viewer is elsewhere
    kept = Signal(int)  # item: put it on the shelf
    visited = Signal(int)  # item that was pulled near or flown to
    lacking = Signal()  # a key is about the current item, and none of these is current

    def __init__(self, context: PanelContext, source: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.source = source
        self.camera = Camera()
        self.space: SpaceMap | None = None
        self.way: tuple[int, ...] = ()
        self.starts: Mapping[int, float] = {}
        self.near: int | None = None  # item that was pulled near
        self._labels: Mapping[int, int] = {}
        self._rows: dict[int, int] = {}
        self._seen: Seen | None = None
        self._hover = -1
        self._pulled = QElapsedTimer()
        self.loader = ThumbnailLoader(context.services.items, context.jobs, self)
        self.loader.loaded.connect(self._on_loaded)
        self.sharp = ThumbnailLoader(context.services.items, context.jobs, self)
        self.sharp.use_side(LARGE_SIDE)
        self.sharp.loaded.connect(self._on_sharp)
        self._atlas = Atlas((), self.loader)
        self._flight: tuple[Camera, Camera, QElapsedTimer, int] | None = None
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self._on_tick)
        self._wish = QTimer(self, singleShot=True, interval=80)
        self._wish.timeout.connect(self._want)
        self._pilot = Pilot(self)
        context.shared.selection_changed.connect(self._on_selection)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(120, 90)
        self.setAccessibleName(self.tr("Results in space"))
        self.setAccessibleDescription(
            self.tr("W A S D and the arrows move, a drag looks around, E pulls an item near.")
        )

    # -- what is shown

    def show_space(self, space: SpaceMap) -> None:
        """Show other items, from where one sees most of them."""
        self.space = space
        self._rows = {int(item): row for row, item in enumerate(space.items)}
        self._atlas = Atlas(space.items.tolist(), self.loader)
        self._atlas.take(self._rows.keys())  # the loader tells of no picture a second time
        self.near, self._seen, self.way = None, None, ()
        self.set_camera(self.home)
        self._wish.start()

    def show_labels(self, labels: Mapping[int, int]) -> None:
        """Mark labelled items."""
        self._labels = labels
        self.update()

    def show_way(self, items: Sequence[int]) -> None:
        """Draw a line through items."""
        self.way = tuple(item for item in items if item in self._rows)
        self.update()
        self.moved.emit()

    @property
    def home(self) -> Camera:
        """Where a visit begins."""
        return HOME.get(self.space.layout if self.space else "cloud", Camera())

    @property
    def has_reduced_motion(self) -> bool:
        """Whether the user wants nothing to fly."""
        return self.context.services.settings.appearance.reduced_motion

    @property
    def is_idle(self) -> bool:
        """Whether nothing moves and all pictures are there."""
        still = self._flight is None and not self._pilot.is_moving
        return still and not self._wish.isActive() and not self._is_pulling

    @property
    def _is_pulling(self) -> bool:
        return (
            self.near is not None
            and not self.has_reduced_motion
            and self._pulled.isValid()
            and self._pulled.elapsed() < PULL_MS
        )

    def position_of(self, item: int) -> NDArray[np.float32] | None:
        """Return where an item is, or None if it is not here."""
        row = self._rows.get(item)
        return None if row is None or self.space is None else self.space.positions[row]

    def sizeHint(self) -> QSize:
        """Return a size at which one sees something."""
        return QSize(720, 480)

    # -- the viewer

    def set_camera(self, camera: Camera) -> None:
        """Put the viewer elsewhere at once."""
        self.camera = camera
        self._seen = None
        self._wish.start()
        self.moved.emit()
        self.update()

    def fly(self, camera: Camera, lasts_ms: int = 700) -> None:
        """Let the viewer go elsewhere; at once with reduced motion."""
        if self.has_reduced_motion or not self.isVisible():
            self._flight = None
            self.set_camera(camera)
            return
        clock = QElapsedTimer()
        clock.start()
        self._flight = (self.camera, camera, clock, lasts_ms)
        self.wake()

    def fly_to(self, item: int) -> None:
        """Let the viewer go before an item."""
        point = self.position_of(item)
        if point is None or self.space is None:
            return
        distance = 2.6 * side_of(self.space)
        if self.space.layout != "cloud":  # one stays in the middle and turns to it
            facing = Camera().facing(point, 0.0)
            target = Camera(self.camera.position, facing.yaw, facing.pitch)
            is_inside = float(np.linalg.norm(self.camera.position)) < INSIDE
            self.fly(target if is_inside else self.camera.facing(point, distance))
        else:
            self.fly(self.camera.facing(point, distance))
        self.visited.emit(item)

    def go_home(self) -> None:
        """Go back to where the visit began."""
        self.near = None
        self.fly(self.home)

    def wake(self) -> None:
        """Begin to draw frames."""
        if not self._ticks.isActive():
            self._ticks.start()

    @Slot()
    def _on_tick(self) -> None:
        if self._flight is not None:
            start, goal, clock, lasts = self._flight
            part = min(1.0, clock.elapsed() / max(1, lasts))
            self.set_camera(start.between(goal, part * part * (3 - 2 * part)))
            if part >= 1:
                self._flight = None
        elif self._pilot.is_moving:
            self.set_camera(self._pilot.moved(self.camera, TICK_MS / 1000))
        elif not self._is_pulling:
            self._ticks.stop()
        self.update()

    def stop(self) -> None:
        """Stand still."""
        self._flight = None
        self._pilot.let_go()
        self._ticks.stop()

    # -- pictures

    @Slot()
    def _want(self) -> None:
        """Ask for pictures: large ones first, then all that are not copied yet."""
        if self.space is None:
            return
        seen = self.seen()
        items = self.space.items
        large = seen.index[seen.size * side_of(self.space) >= LARGE_FROM][::-1]
        near = [] if self.near is None else [self.near]
        self.sharp.want([*near, *items[large[:MOST_LARGE]].tolist()])
        near_first = items[seen.index[::-1]]
        shown = near_first[:MOST_SHARP].tolist()
        self.loader.want(
            [*near, *shown, *self._atlas.missing([*near_first.tolist(), *items.tolist()])]
        )

    @Slot(object)
    def _on_sharp(self, _items: object) -> None:
        self.update()

    @Slot(object)
    def _on_loaded(self, items: set[int]) -> None:
        self._atlas.take(items)
        self.update()

    @Slot(object, str)
    def _on_selection(self, _items: Selection, _source: str) -> None:
        self.update()

    # -- what is where

    def seen(self) -> Seen:
        """Return what can be seen, the farthest first."""
        if self._seen is None:
            points = np.empty((0, 3), np.float32) if self.space is None else self.space.positions
            side = 0.0 if self.space is None else side_of(self.space)
            self._seen = look(self.camera, points, self.width(), self.height(), side)
        return self._seen

    def item_at(self, point: QPointF) -> int:
        """Return the foremost item under a point, or -1."""
        if self.space is None:
            return -1
        seen = self.seen()
        half = np.maximum(5, seen.size * side_of(self.space) / 2)
        hit = (np.abs(seen.x - point.x()) <= half) & (np.abs(seen.y - point.y()) <= half * 0.8)
        found = np.flatnonzero(hit)
        return int(self.space.items[seen.index[found[-1]]]) if len(found) else -1

    def pull(self, item: int | None) -> None:
        """Bring an item near, or put back what is near."""
        self.near = None if item is None or item == self.near else item
        self._pulled.restart()
        self.wake()
        if self.near is not None:
            self._wish.start()
            self.visited.emit(self.near)
        self.update()

    def pick(self, item: int) -> None:
        """Select one item."""
        self.context.shared.select([item], self.source)

    # -- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a frame."""
        painter = QPainter(self)
        if self.space is None:
            painter.fillRect(self.rect(), self.palette().base())
            return
        share = 1.0
        if self._is_pulling:
            share = self._pulled.elapsed() / PULL_MS
        scene = Scene(
            self.space, self.seen(), self._atlas, self.loader, self.sharp, self._rows,
            self._labels,
            self.context.shared.selection, self._hover, self.way, self.near, share, self.camera,
        )  # fmt: skip
        draw_space(painter, QRectF(self.rect()), scene, self.palette())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See more or less."""
        super().resizeEvent(event)
        self._seen = None
        self._wish.start()

    # -- input

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to look around, or point at an item."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._pilot.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look around, or light what is under the mouse."""
        if self._pilot.drag(event):
            return
        hover = self.item_at(event.position())
        if hover != self._hover:
            self._hover = hover
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End looking around, or take a click."""
        self._pilot.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Pull an item near."""
        item = self.item_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton:
            self.pull(item if item >= 0 else None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Fly ahead or back, towards the mouse."""
        self._pilot.wheel(event)
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Keep keys that move from being shortcuts; show what an item is called."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._pilot.wants(event):
                event.accept()
                return True
        elif event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event.pos(), event.globalPos())
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, pull, keep."""
        if not self._pilot.key_down(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Stop moving."""
        self._pilot.key_up(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop moving: keys are let go elsewhere."""
        self._pilot.let_go()
        super().focusOutEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the actions for the selection."""
        shared = self.context.shared
        item = self.item_at(QPointF(event.pos()))
        if item >= 0 and item not in shared.selection:
            self.pick(item)
        if shared.selection:
            item_menu(self.context, self).popup(event.globalPos())

    def _show_tip(self, at: QPoint, where: QPoint) -> None:
        item = self.item_at(QPointF(at))
        summary = self.loader.summary(item) if item >= 0 else None
        if summary is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(where, summary.name, self)
