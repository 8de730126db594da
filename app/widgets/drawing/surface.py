"""Draws the page and what lies over it."""

from time import perf_counter
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.services.body_document_types import PAGE
from app.widgets.drawing import cursors, overlay
from app.widgets.drawing.gestures import PanGesture
from app.widgets.drawing.state import CanvasState
from app.widgets.drawing.types import Point, Tool

EVERY: Final = 0.033  # seconds between two tellings of a stroke that grows
_SLICE: Final = 0.008  # seconds of drawing at once
_HINT: Final = 3200  # milliseconds
_ERASERS: Final = (Tool.ERASER_STROKE, Tool.ERASER_PIXEL)


class CanvasSurface(CanvasState):
    """Draws what CanvasState holds, a little at a time where there is much.

    Args:
        parent: owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = ""
        self._key_pen: Point | None = None  # the pen that the keyboard moves
        self._pointer: QPointF | None = None
        self._told_at = 0.0
        self._slices = self._timer(0, self._draw_more)
        self._telling = self._timer(0, self._tell_now)
        self._hiding = self._timer(_HINT, self._hide_hint)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(120, 120)

    def _timer(self, milliseconds: int, run: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(run)
        return timer

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what of the canvas was spoilt."""
        self._take_size()
        painter = QPainter(self)
        seen = event.rect()
        left, top = self.camera.origin()
        ratio = self.camera.ratio
        side = PAGE * self.camera.scale
        page = QRectF(left / ratio, top / ratio, side / ratio, side / ratio)
        overlay.draw_desk(painter, self.palette(), page, QRectF(seen))
        self.scene.use(self.camera.scale)
        if not self.scene.show(
            painter, self._device(seen), (left, top), ratio, perf_counter() + _SLICE
        ):
            self._slices.start()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_gesture(painter, seen)
        overlay.draw_outside(painter, self.palette(), page, QRectF(seen))
        self._paint_over(painter, page)
        painter.end()

    def _take_size(self) -> None:
        ratio = self.devicePixelRatioF()
        if ratio != self.camera.ratio:
            self.camera.resize(self.width(), self.height(), ratio)

    def _device(self, seen: QRect) -> QRect:
        ratio = self.camera.ratio
        area = QRectF(
            seen.x() * ratio, seen.y() * ratio, seen.width() * ratio, seen.height() * ratio
        )
        return area.toAlignedRect()

    def _paint_gesture(self, painter: QPainter, seen: QRect) -> None:
        if self.gesture is None:
            return
        low = self.camera.to_page(seen.left(), seen.top())
        high = self.camera.to_page(seen.right() + 1, seen.bottom() + 1)
        left, top = self.camera.to_widget(0.0, 0.0)
        painter.save()
        painter.translate(left, top)
        painter.scale(self.zoom, self.zoom)
        self.gesture.paint(painter, overlay.boxed(low, high))
        painter.restore()

    def _paint_over(self, painter: QPainter, page: QRectF) -> None:
        if self._placeholder and self.scene.is_empty and self.gesture is None:
            overlay.draw_placeholder(painter, self.palette(), page, self._placeholder)
        if self._edits_underlay and not self.scene.picture.isNull():
            overlay.draw_picture_grips(painter, self.camera, self.scene.place)
        if self._symmetry is not None:
            overlay.draw_axis(painter, self.camera, self._symmetry, self.height())
        if (look := self._joint_look()) is not None:
            overlay.draw_joints(painter, look)
        if self._key_pen is not None:
            at = QPointF(*self.camera.to_widget(*map(float, self._key_pen)))
            half = self._tip() * self.zoom / 2
            overlay.draw_key_pen(painter, at, half, is_down=self.gesture is not None)
        elif self._pointer is not None and self._tip() * self.zoom > cursors.LARGEST:
            overlay.draw_ring(painter, self._pointer, self._tip() * self.zoom / 2)
        if self._hint:
            overlay.draw_hint(painter, self.palette(), QRectF(self.rect()), self._hint)
        if self.hasFocus():
            overlay.draw_focus(painter, self.palette(), QRectF(self.rect()))

    def _joint_look(self) -> overlay.JointLook | None:
        """Return the joints as they are shown, None for none."""
        if self._joints is None or not self._shows_joints:
            return None
        scale, (left, top) = self.zoom, self.camera.to_widget(0.0, 0.0)
        return overlay.JointLook(
            self._joints * scale + [left, top],
            self._confidence,
            self._locked,
            self._pinned,
            self._selected,
            self._hovered,
            self._names,
            is_faint=self._tool != Tool.PICK,
            room=QRectF(self.rect()),
        )

    @Slot()
    def _draw_more(self) -> None:
        """Draw for a while what was seen and is missing."""
        left, top = self.camera.origin()
        ratio = self.camera.ratio
        for area in self.scene.work(_SLICE):
            x, y = (left + area.x()) / ratio, (top + area.y()) / ratio
            self.update(QRectF(x, y, area.width() / ratio, area.height() / ratio).toAlignedRect())
        if self.scene.is_waiting:
            self._slices.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A page that was shown whole is so still."""
        super().resizeEvent(event)
        before = self.zoom
        self.camera.resize(self.width(), self.height(), self.devicePixelRatioF())
        if self.zoom != before:
            self.view_changed()

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in another theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.EnabledChange):
            self.update()

    # -- cursor, hint

    def _tip(self) -> float:
        """Return how wide the tool is, units; 0 for tools without a width."""
        if self._tool == Tool.PEN:
            return self._pen_width
        return self._eraser_width if self._tool in _ERASERS else 0.0

    def refresh_cursor(self) -> None:
        """Show the cursor of the tool: a ring as wide as the pen."""
        if isinstance(self.gesture, PanGesture):
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._edits_underlay:
            self.setCursor(Qt.CursorShape.SizeAllCursor)
        elif self._tool == Tool.MOVE:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._tool == Tool.PICK:
            over = self._hovered >= 0
            self.setCursor(
                Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
            )
        else:
            self.setCursor(
                cursors.ring(
                    round(self._tip() * self.zoom * 4),
                    self.devicePixelRatioF(),
                    erases=self._tool in _ERASERS,
                    is_barred=bool(self.refusal()),
                )
            )

    def refusal(self) -> str:
        """Return why nothing can be drawn now, "" where something can."""
        layer = self.scene.layer()
        if layer is None:
            return self.tr("There is no layer to draw on.")
        name = layer.layer.name
        if layer.layer.locked:
            return self.tr("Layer “{name}” is locked. Unlock it to draw on it.").format(name=name)
        if not layer.layer.shown:
            return self.tr("Layer “{name}” is hidden. Show it to draw on it.").format(name=name)
        return ""

    def show_hint(self, words: str) -> None:
        """Say something at the foot of the canvas for a while."""
        self._hint = words
        self._hiding.start()
        self.update()

    @Slot()
    def _hide_hint(self) -> None:
        self._hint = ""
        self.update()

    # -- telling

    def tell_drawing(self) -> None:
        """Tell of what is under way: at once, or when the last telling is 33 ms old."""
        wait = self._told_at + EVERY - perf_counter()
        if wait <= 0 or wait > EVERY:
            self._tell_now()
        elif not self._telling.isActive():
            self._telling.start(max(1, round(wait * 1000)))

    @Slot()
    def _tell_now(self) -> None:
        if self.gesture is not None and self.gesture.draws:
            self._told_at = perf_counter()
            self._told = self.current_strokes()
            self.drawing.emit(list(self._told))

    def stop_telling(self) -> None:
        """Tell no more of what has ended."""
        self._telling.stop()
        self._told = None
