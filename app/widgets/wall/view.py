"""The wall: draws finished tiles, moves the camera, shows selection and names.

The view never composes, decodes or waits: it draws what the tile store has and asks for the rest.
"""

import time
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.jobs import JobRunner
from app.services.wall_camera import FLIGHT_S, Rect, View, WallCamera
from app.services.wall_captions import SubCaption
from app.services.wall_tiles import TileComposer
from app.widgets.wall.backend import WallBackend
from app.widgets.wall.content import WallContent, all_tiles, seen_tiles
from app.widgets.wall.flying import FlightShow
from app.widgets.wall.input import WallInput
from app.widgets.wall.painting import paint_overlay, paint_tiles
from app.widgets.wall.selecting import WallSelecting
from app.widgets.wall.tiles import Content, Lit, TileStore
from common.selection import Selection

FRAME_MS = 15
REST_MS = 120  # after the last movement, tiles are drawn smoothly
SLOW_FRAME_S = 0.008  # smooth drawing slower than this waits until rest
STEP_S = 0.16  # of a zoom step by wheel or key


class WallView(QWidget):
    """Shows the wall and lets the user move over it.

    Args:
        jobs: runs tile builders and flights.
        composer: makes tiles.
        cache_mb: memory for tiles.
        parent: as in Qt.
    """

    selection_edited = Signal(object)  # Selection, the current item last
    opened = Signal(int)  # show this item large
    menu_requested = Signal(QPoint)  # global position; the selection is set before
    hovered = Signal(int)  # item under the mouse, -1 for none
    moved = Signal()  # the camera sees something else
    cursor_moved = Signal(int)  # item under the keyboard cursor
    zoomed_by_user = Signal()
    landed = Signal()  # new content is on show, its flight is over

    def __init__(
        self,
        jobs: JobRunner,
        composer: TileComposer,
        cache_mb: int = 192,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.camera = WallCamera()
        self.backend = WallBackend(self)
        self.store = TileStore(jobs, composer, cache_mb << 20, self)
        self.selecting = WallSelecting(self)
        self.input = WallInput(self)
        self.installEventFilter(self.input)
        self.content: WallContent | None = None
        self.reduced_motion = False
        self.lit: Lit = None
        self.selected = np.zeros(0, bool)  # by cell
        self.cursor_cell = -1
        self.hover_cell = -1
        self.band: Rect | None = None
        self.titles: dict[int, str] = {}  # of items without picture, filled by the panel
        self.names: Sequence[SubCaption] = ()  # of blocks of cells, filled by the panel
        self._waiting: tuple[WallContent, View | None] | None = None
        self._frame_s = 0.0
        self._is_smooth = True
        self._show = FlightShow(jobs, self)
        self._show.frame_ready.connect(self.update)
        self._show.finished.connect(self._on_flight_finished)
        self.store.arrived.connect(self._on_arrived)
        self.store.staged.connect(self._on_staged)
        self._make_timers()
        self._prepare_widget()

    def _make_timers(self) -> None:
        self._ticks = QTimer(self)
        self._ticks.setTimerType(Qt.TimerType.PreciseTimer)
        self._ticks.setInterval(FRAME_MS)
        self._ticks.timeout.connect(self._on_tick)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._on_rest)

    def _prepare_widget(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setMinimumSize(1, 1)
        self.setAccessibleName(self.tr("Media wall"))
        self.setAccessibleDescription(
            self.tr(
                "Arrow keys move from picture to picture, plus and minus zoom, Enter looks closer."
            )
        )

    # -- content

    @property
    def is_settled(self) -> bool:
        """Whether nothing moves and nothing is being prepared."""
        return (
            self._waiting is None
            and not self._show.is_flying
            and not self.camera.is_moving
            and self.store.is_idle
        )

    @property
    def accent(self) -> QColor:
        """Colour of selections."""
        return QColor("#ffb000")

    @property
    def now_s(self) -> float:
        """The clock of animations."""
        return time.monotonic()

    def show_content(
        self, content: WallContent, *, view: View | None = None, animate: bool = True
    ) -> None:
        """Show other content: once its tiles are there, posters fly to their new cells.

        Args:
            content: what to show.
            view: where to look; None keeps looking at the same place, or at all of it.
            animate: False changes without a flight.
        """
        self._waiting = (content, view)
        old = self.content
        target = self._camera_for(content, view)
        lit = content.lit_cells(content.lit)
        ratio, focus = self.devicePixelRatioF(), self.input.focus_point()
        keys = seen_tiles(target, content, ratio, focus)
        base = all_tiles(content.scene, 0)
        self.store.stage(Content(content.scene, content.style, lit), [*base, *keys])
        if (
            animate
            and old is not None
            and not self.reduced_motion
            and self.isVisible()
            and not old.has_same_cells(content)
        ):
            self._show.start(
                self.store.composer, old, content, lit, (self.camera.view, target.view), self.size()
            )

    def _camera_for(self, content: WallContent, view: View | None) -> WallCamera:
        """Return a camera on content as it will be shown."""
        camera = WallCamera(self.camera.width, self.camera.height)
        keeps = self.content is not None and not self.camera.is_fitted
        camera.set_grid(content.scene.count, content.scene.columns, content.style.cell_height)
        if view is not None:
            camera.jump(view)
        elif keeps and self.content is not None and self.content.has_same_cells(content):
            camera.jump(self.camera.view)
        elif keeps and (anchor := self._anchor(content)) >= 0:
            camera.jump(camera.on_cell(anchor, self.camera.view.scale))
        else:
            camera.jump(camera.fitted())
        return camera

    def _anchor(self, content: WallContent) -> int:
        """Return the new cell of what the user looks at: the selected item or the middle one."""
        if self.content is None:
            return -1
        looked_at = self.cursor_cell
        if not 0 <= looked_at < self.content.scene.count:
            looked_at = self.camera.cell_at(self.camera.width / 2, self.camera.height / 2)
        if looked_at < 0:
            return -1
        cells = content.cells_of([int(self.content.scene.items[looked_at])])
        return int(cells[0]) if len(cells) else -1

    @Slot()
    def _on_staged(self) -> None:
        if not self._show.is_flying:
            self._land()

    @Slot()
    def _on_flight_finished(self) -> None:
        if self._waiting is not None and self.store.is_staged:
            self._land()
        self.update()

    def _land(self) -> None:
        """Put the staged content on show."""
        if self._waiting is None:
            return
        content, view = self._waiting
        self._waiting = None
        old = self.content
        target = self._camera_for(content, view).view
        chosen = Selection() if old is None else Selection(old.scene.items[self.selected])
        current = -1
        if old is not None:
            self.selecting.carry_anchor(old, content)
            if 0 <= self.cursor_cell < old.scene.count:
                current = int(old.scene.items[self.cursor_cell])
        self.store.promote()
        self.content, self.lit = content, content.lit_cells(content.lit)
        self.camera.set_grid(content.scene.count, content.scene.columns, content.style.cell_height)
        self.camera.jump(target)
        self.set_selected(chosen)
        cells = content.cells_of([current])
        self.cursor_cell = int(cells[0]) if len(cells) else -1
        self.hover_cell = -1
        self._show.clear()
        self.update()
        self.moved.emit()
        self.landed.emit()

    def set_lit(self, lit: NDArray[np.bool_] | None) -> None:
        """Dim all items but the lit ones; None dims nothing.

        Args:
            lit: (n,) by position in the content's ids; another length is ignored.
        """
        if self.content is None or (lit is not None and len(lit) != len(self.content.ids)):
            return
        self.lit = self.content.lit_cells(lit)
        self.store.set_lit(self.lit)
        self.update()

    def set_selected(self, items: Sequence[int]) -> None:
        """Mark items as selected; the last one gets the keyboard cursor."""
        if self.content is None:
            return
        last = self.content.cells_of(items[-1:])
        if not len(last) and len(items):  # the current one is not here, but others may be
            last = self.content.cells_of(items)[-1:]
        self.show_selected(self.content.mask_of(items), int(last[0]) if len(last) else -1)

    def show_selected(self, mask: NDArray[np.bool_], current: int) -> None:
        """Mark cells as selected.

        Args:
            mask: (n,) by cell.
            current: cell that gets the keyboard cursor; -1 leaves it where it is.
        """
        self.selected = mask
        if current >= 0:
            self.cursor_cell = current
        self.selecting.counted.emit(int(np.count_nonzero(mask)))
        self.update()

    def item_at(self, cell: int) -> int:
        """Return the item in a cell, -1 for none."""
        if self.content is None or not 0 <= cell < self.content.scene.count:
            return -1
        return int(self.content.scene.items[cell])

    # -- moving

    def fly_to(self, view: View, lasts_s: float = FLIGHT_S) -> None:
        """Move the camera; at once with reduced motion."""
        self.camera.fly(view, self.now_s, 0.0 if self.reduced_motion else lasts_s)
        self.camera_changed()

    def show_all(self) -> None:
        """Look at the whole wall."""
        self.fly_to(self.camera.fitted())

    def show_item(self, item: int, *, close: bool = False) -> bool:
        """Bring an item into view; close fills the view with it. False if it is not here."""
        if self.content is None:
            return False
        cells = self.content.cells_of([item])
        if not len(cells):
            return False
        cell = int(cells[0])
        self.cursor_cell = cell
        self.fly_to(self.camera.on_cell(cell) if close else self.camera.showing(cell))
        return True

    def zoom_by(self, factor: float, x: float | None = None, y: float | None = None) -> None:
        """Zoom about a point of the screen, by default the middle."""
        camera = self.camera
        x, y = camera.width / 2 if x is None else x, camera.height / 2 if y is None else y
        # Steps that come quickly add up: each starts where the one before would have ended.
        goal, seen = camera.goal, camera.view
        camera.view = goal
        view = camera.zoomed(factor, x, y)
        camera.view = seen
        self.fly_to(view, STEP_S)
        self.zoomed_by_user.emit()

    def camera_changed(self) -> None:
        """Draw what the camera sees now, roughly while it moves."""
        if self.camera.is_moving and not self._ticks.isActive():
            self._ticks.start()
        if self._show.is_flying:
            self._show.stop()
        self._is_smooth = self._frame_s < SLOW_FRAME_S
        self.store.set_moving(True)
        self._rest.start()
        self.update()
        self.moved.emit()

    @Slot()
    def _on_tick(self) -> None:
        if not self.camera.advance(self.now_s):
            self._ticks.stop()
        self.camera_changed()

    @Slot()
    def _on_rest(self) -> None:
        self.store.set_moving(False)
        if not self._is_smooth:
            self._is_smooth = True
            self.update()

    @Slot()
    def _on_arrived(self) -> None:
        self.update()

    # -- drawing

    @property
    def flights(self) -> FlightShow:
        """What runs flights."""
        return self._show

    def update(self, *area: Any) -> None:
        """Draw anew soon, whatever draws."""
        if self.backend.surface is not None:
            self.backend.surface.refresh()
        if not self.backend.draws:
            super().update(*area)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole wall in view, or the middle where it is."""
        self.camera.resize(event.size().width(), event.size().height())
        self.backend.place()
        self.camera_changed()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw tiles and what lies over them."""
        if self.backend.draws:
            return
        started = time.perf_counter()
        painter = QPainter(self)
        frame = self._show.frame
        try:
            if frame is not None:
                is_coarse = self._show.shrink > 1
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_coarse)
                painter.drawImage(QRectF(self.rect()), frame)
            else:
                paint_tiles(self, painter, smooth=self._is_smooth)
                paint_overlay(self, painter)
        finally:
            painter.end()  # Qt crashes on a painter that outlives its event
        if frame is None and self._is_smooth:
            self._frame_s = time.perf_counter() - started

    def visible_cells(self) -> list[int]:
        """Return the cells on the screen in reading order."""
        area = Rect(0, 0, self.camera.width - 1, self.camera.height - 1)
        return [cell for row in self.camera.cells_in(area) for cell in row]

    def shut_down(self) -> None:
        """Stop everything that runs; call before the widget goes."""
        self._ticks.stop()
        self._rest.stop()
        self._show.stop()
        self.backend.shut_down()
        self.store.close()
