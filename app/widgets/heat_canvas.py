"""A picture with a heat map over it: zoom, values under the pointer, a divider, a brush."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTransform,
)
from PySide6.QtWidgets import QWidget

from app.services.explain_colours import Look
from app.widgets.heat_image import Heat, heat_lines, heat_picture
from app.widgets.image_canvas import ImageCanvas
from app.widgets.numbers import numeral
from app.widgets.occlusion import Occlusion

_GRIP = 9  # pixels beside the divider that take hold of it
_STEP = 0.02  # of the picture, that a key moves the pointer or the divider
_DIM = QColor(12, 13, 16, 120)

View = tuple[bool, float, float, float, int]  # fits, zoom, centre x, centre y, quarter turns


class HeatCanvas(ImageCanvas):
    """Shows a picture under one heat map, or under two with a divider between them.

    Keys: + and − zoom, F fits, Ctrl with the arrows moves the picture, the arrows move a cross
    hair that reads values, < and > move the divider, Space paints where the cross hair is.

    Args:
        parent: owner.
    """

    view_changed = Signal(object)  # View; the user moved or zoomed
    hovered = Signal(object)  # QPointF in shares of the picture, None when it left
    painted = Signal()  # a stroke of the brush grew or ended
    divider_moved = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._heats: list[Heat] = []
        self._pictures: list[QImage] = []
        self._lines: list[QPainterPath] = []
        self._is_following = False
        self._divider = 0.5  # as a share of the widget
        self._drags_divider = False
        self._probe: QPointF | None = None
        self._words = ""
        self.occlusion: Occlusion | None = None
        self.shows_values = True
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # -- what is shown

    @property
    def heats(self) -> tuple[Heat, ...]:
        """The maps on view: none, one, or the left and the right one."""
        return tuple(self._heats)

    @property
    def divider(self) -> float:
        """Where the divider is, as a share of the width."""
        return self._divider

    def show_heats(self, *heats: Heat) -> None:
        """Lay maps over the picture: none, one, or two beside each other."""
        before = [(id(heat.values), heat.crop, heat.is_shown) for heat in self._heats]
        self._heats = list(heats[:2])
        if before != [(id(heat.values), heat.crop, heat.is_shown) for heat in self._heats]:
            self._restyle()

    def set_look(self, look: Look) -> None:
        """Show maps in another way."""
        if look != self._look:
            self._look = look
            self._restyle()

    def set_divider(self, share: float) -> None:
        """Move the divider, 0-1."""
        self._divider = min(1.0, max(0.0, share))
        self.divider_moved.emit(self._divider)
        self.update()

    def _restyle(self) -> None:
        self._pictures = [heat_picture(heat.values, self._look) for heat in self._heats]
        self._lines = []
        if self._look.line is not None:
            self._lines = [heat_lines(heat.values, self._look.line) for heat in self._heats]
        self._tell_value()
        self.update()

    # -- the view, shared with other canvases

    @property
    def view(self) -> View:
        """What part of the picture is on view."""
        return self.fits, self.zoom, self._centre.x(), self._centre.y(), self._turns

    def follow(self, view: View) -> None:
        """Show the same part as another canvas, without telling of it."""
        self._is_following = True
        self._fits, self._zoom, x, y, self._turns = view
        self._centre = QPointF(x, y)
        self._is_following = False
        self.update()

    def _tell_view(self) -> None:
        if not self._is_following:
            self.view_changed.emit(self.view)

    def _move_by(self, share: QPointF) -> None:
        super()._move_by(share)
        self._tell_view()

    def fit(self) -> None:
        """Show the whole picture."""
        super().fit()
        self._tell_view()

    # -- values

    def show_probe(self, place: QPointF | None) -> None:
        """Show a cross hair at a place of the picture (shares); None takes it away."""
        self._probe = place
        self._tell_value()
        self.update()

    def value_at(self, place: QPointF) -> float | None:
        """Return the value of the map on view at a place of the picture, None where none is."""
        if not self._heats:
            return None
        index = 0
        if len(self._heats) > 1:
            index = int(self._to_widget(place).x() > self._divider * self.width())
        return self._heats[index].at(place.x(), place.y())

    def _tell_value(self) -> None:
        value = None if self._probe is None else self.value_at(self._probe)
        self._words = "" if value is None or not self.shows_values else numeral(value, ".2f")
        self.setAccessibleDescription(self._words)

    def _to_widget(self, place: QPointF) -> QPointF:
        size = self._full_size_on_screen()
        inside = QPointF(place.x() * size.width(), place.y() * size.height())
        return self._turning(self._target()).map(inside)

    def place_at(self, point: QPointF) -> QPointF:
        """Return the place of the picture (shares, unturned) under a point of the widget."""
        size = self._full_size_on_screen()
        back, is_possible = self._turning(self._target()).inverted()
        if not is_possible or size.isEmpty():
            return QPointF(0.5, 0.5)
        inside = back.map(point)
        return QPointF(inside.x() / size.width(), inside.y() / size.height())

    # -- input

    def _is_on_divider(self, x: float) -> bool:
        return len(self._heats) > 1 and abs(x - self._divider * self.width()) <= _GRIP

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the divider, begin a stroke, or take hold of the picture."""
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and self._is_on_divider(event.position().x()):
            self._drags_divider = True
        elif is_left and self.occlusion is not None:
            self.occlusion.begin(self.place_at(event.position()))
            self.painted.emit()
            self.update()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held, and read the value under the pointer."""
        place = self.place_at(event.position())
        is_inside = 0 <= place.x() <= 1 and 0 <= place.y() <= 1
        self.show_probe(place if is_inside else None)
        self.hovered.emit(place if is_inside else None)
        if self._drags_divider:
            self.set_divider(event.position().x() / max(1, self.width()))
        elif self.occlusion is not None and self.occlusion.is_drawing:
            self.occlusion.go_on(place)
            self.painted.emit()
            self.update()
        else:
            super().mouseMoveEvent(event)
            near = self._is_on_divider(event.position().x())
            self.setCursor(self._cursor_shape(on_divider=near))

    def _cursor_shape(self, *, on_divider: bool) -> Qt.CursorShape:
        if on_divider:
            return Qt.CursorShape.SplitHCursor
        return Qt.CursorShape.ArrowCursor if self.occlusion is None else Qt.CursorShape.CrossCursor

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._drags_divider = False
        if self.occlusion is not None and self.occlusion.is_drawing:
            self.occlusion.end()
            self.painted.emit()
        super().mouseReleaseEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the cross hair away."""
        super().leaveEvent(event)
        self.show_probe(None)
        self.hovered.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        key, control = Qt.Key, event.modifiers() & Qt.KeyboardModifier.ControlModifier
        arrows = {
            key.Key_Left: (-1, 0), key.Key_Right: (1, 0), key.Key_Up: (0, -1), key.Key_Down: (0, 1),
        }  # fmt: skip
        runs: dict[Qt.Key, Callable[[], object]] = {
            key.Key_Plus: self.zoom_in, key.Key_Equal: self.zoom_in, key.Key_Minus: self.zoom_out,
            key.Key_F: self.fit, key.Key_Space: self._dab,
            key.Key_Less: partial(self._shift_divider, -1),
            key.Key_Greater: partial(self._shift_divider, 1),
        }  # fmt: skip
        pressed = key(event.key())
        if pressed in arrows:
            x, y = arrows[pressed]
            self._go(x, y, moves_picture=bool(control))
        elif pressed in runs and not control and (pressed is not key.Key_Space or self.occlusion):
            runs[pressed]()
        else:
            super().keyPressEvent(event)

    def _go(self, x: int, y: int, *, moves_picture: bool) -> None:
        """Move the picture, or the cross hair, by a step."""
        if moves_picture:
            self._move_by(QPointF(x * 0.08, y * 0.08))
            self.update()
            return
        at = self._probe if self._probe is not None else QPointF(0.5, 0.5)
        place = QPointF(
            min(1.0, max(0.0, at.x() + x * _STEP)), min(1.0, max(0.0, at.y() + y * _STEP))
        )
        self.show_probe(place)
        self.hovered.emit(place)

    def _shift_divider(self, steps: int) -> None:
        if len(self._heats) > 1:
            self.set_divider(self._divider + steps * _STEP)

    def _dab(self) -> None:
        if self.occlusion is not None and self._probe is not None:
            self.occlusion.begin(self._probe)
            self.occlusion.end()
            self.painted.emit()
            self.update()

    # -- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture and everything over it."""
        super().paintEvent(event)
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        turning, size = self._turning(self._target()), self._full_size_on_screen()
        for index, heat in enumerate(self._heats):
            painter.save()
            if len(self._heats) > 1:
                edge = round(self._divider * self.width())
                left, right = (0, edge) if index == 0 else (edge, self.width())
                painter.setClipRect(QRectF(left, 0, right - left, self.height()))
            self._paint_heat(
                painter, turning, index, _scaled(heat.crop, size.width(), size.height())
            )
            painter.restore()
        if self.occlusion is not None:
            painter.save()
            painter.setTransform(turning, combine=True)
            self.occlusion.paint(painter, size)
            painter.restore()
        if len(self._heats) > 1:
            self._paint_divider(painter)
        self._paint_probe(painter)

    def _paint_heat(self, painter: QPainter, turning: QTransform, index: int, area: QRectF) -> None:
        """Draw one map, its line, and a shade over what the network did not see."""
        painter.setTransform(turning, combine=True)
        outside = QPainterPath()
        outside.addRect(QRectF(QPointF(), self._full_size_on_screen()))
        inside = QPainterPath()
        inside.addRect(area)
        if not self._heats[index].is_shown:
            return
        painter.fillPath(outside.subtracted(inside), _DIM)
        painter.drawImage(area, self._pictures[index])
        if index < len(self._lines):
            place = QTransform()
            place.translate(area.left(), area.top())
            place.scale(area.width(), area.height())
            path = place.map(self._lines[index])
            for colour, width in ((QColor(15, 15, 15, 200), 3.6), (QColor("white"), 1.6)):
                pen = QPen(colour, width)
                pen.setCosmetic(True)
                painter.strokePath(path, pen)

    def _paint_divider(self, painter: QPainter) -> None:
        x = self._divider * self.width()
        middle = QPointF(x, self.height() / 2)
        painter.setPen(QPen(QColor(15, 15, 15, 180), 4))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setPen(QPen(QColor("white"), 2))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setBrush(QColor(15, 15, 15, 200))
        painter.drawEllipse(middle, 11, 11)
        for side in (-1, 1):
            tip = middle + QPointF(side * 7, 0)
            painter.drawLine(tip, middle + QPointF(side * 3.5, -3.5))
            painter.drawLine(tip, middle + QPointF(side * 3.5, 3.5))

    def _paint_probe(self, painter: QPainter) -> None:
        if self._probe is None:
            return
        point = self._to_widget(self._probe)
        for colour, width in ((QColor(15, 15, 15, 190), 3), (QColor("white"), 1)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(point - QPointF(6, 0), point + QPointF(6, 0))
            painter.drawLine(point - QPointF(0, 6), point + QPointF(0, 6))
        if self._words:
            self._paint_words(painter, point)

    def _paint_words(self, painter: QPainter, point: QPointF) -> None:
        metrics = painter.fontMetrics()
        box = QRectF(0, 0, metrics.horizontalAdvance(self._words) + 10, metrics.height() + 4)
        box.moveTopLeft(point + QPointF(10, 10))
        box.moveRight(min(box.right(), self.width() - 2.0))
        box.moveBottom(min(box.bottom(), self.height() - 2.0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(15, 15, 15, 215))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor("white"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._words)


def _scaled(rect: tuple[float, float, float, float], width: float, height: float) -> QRectF:
    left, top, wide, high = rect
    return QRectF(left * width, top * height, wide * width, high * height)
