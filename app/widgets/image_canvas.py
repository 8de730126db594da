"""A picture that can be zoomed, moved and turned, with boxes over it."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.widgets.numbers import numeral
from app.widgets.paint import PART_COLOURS, readable_on
from common.values import Box

MAX_ZOOM = 32.0  # screen pixels a picture pixel
_STEP = 1.25
_BOX_COLOURS = tuple(dict.fromkeys(colour.name() for colour in PART_COLOURS.values()))
OVERLAY = 0.5  # how much of it an overlay hides


class ImageCanvas(QWidget):
    """Shows one picture. Wheel zooms about the mouse, a drag moves, a double click fits or 100 %.

    Zoom is in device pixels a pixel of the original, so that 1 shows the original as it is, also
    while only a smaller version of it is loaded.

    Args:
        parent: owner.
    """

    zoom_changed = Signal(float)  # device pixels a pixel of the original
    pressed = Signal()  # a click that did not move the picture

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._full = QSize()
        self._zoom = 1.0
        self._fits = True
        self._centre = QPointF(0.5, 0.5)  # of the view, as a share of the picture
        self._turns = 0  # quarter turns clockwise
        self._boxes: tuple[Box, ...] = ()
        self._overlay: QImage | None = None
        self._grip: QPointF | None = None
        self._moved = False
        self.zooms_by_wheel = True
        self.ground: QColor | None = None
        self.setAccessibleName(self.tr("Picture"))
        self.setMinimumSize(48, 48)

    @property
    def image(self) -> QImage:
        """The picture as it is loaded."""
        return self._image

    @property
    def zoom(self) -> float:
        """Device pixels a pixel of the original."""
        return self._fit_zoom() if self._fits else self._zoom

    @property
    def fits(self) -> bool:
        """Whether the whole picture is shown."""
        return self._fits

    @property
    def quarter_turns(self) -> int:
        """How often it is turned to the right, 0-3."""
        return self._turns

    def show_image(
        self, image: QImage, full: QSize | None = None, *, keep_view: bool = False
    ) -> None:
        """Show a picture.

        Args:
            image: as loaded, perhaps smaller than the original.
            full: size of the original; None if image is the original.
            keep_view: keep zoom, place and turn: it is a better version of the same picture.
        """
        self._image = image
        self._full = full if full is not None and not full.isEmpty() else image.size()
        if not keep_view:
            self._fits, self._centre, self._turns = True, QPointF(0.5, 0.5), 0
        self.zoom_changed.emit(self.zoom)
        self.update()

    def show_boxes(self, boxes: Sequence[Box]) -> None:
        """Draw these boxes over the picture; none to hide them."""
        self._boxes = tuple(boxes)
        self.update()

    def show_overlay(self, image: QImage | None) -> None:
        """Lay a picture with an alpha channel over this one, whatever its size; None for none."""
        self._overlay = image
        self.update()

    def fit(self) -> None:
        """Show the whole picture."""
        self._fits = True
        self._centre = QPointF(0.5, 0.5)
        self.zoom_changed.emit(self.zoom)
        self.update()

    def set_zoom(self, zoom: float, about: QPointF | None = None) -> None:
        """Zoom so that the point about (in the widget) stays where it is; None means the middle."""
        anchor = about if about is not None else QPointF(self.rect().center())
        before = self._to_picture(anchor)
        self._zoom = min(MAX_ZOOM, max(zoom, min(self._fit_zoom(), 1.0)))
        self._fits = False
        after = self._to_picture(anchor)
        self._move_by(before - after)
        self.zoom_changed.emit(self._zoom)
        self.update()

    def zoom_in(self) -> None:
        """Zoom in by a quarter."""
        self.set_zoom(self.zoom * _STEP)

    def zoom_out(self) -> None:
        """Zoom out by a quarter."""
        self.set_zoom(self.zoom / _STEP)

    def rotate(self, turns: int) -> None:
        """Turn the view by quarters, clockwise; the file stays as it is."""
        self._turns = (self._turns + turns) % 4
        self.fit()

    # -- geometry

    def _turned(self) -> QSizeF:
        size = QSizeF(self._full)
        return size.transposed() if self._turns % 2 else size

    def _fit_zoom(self) -> float:
        size = self._turned()
        if size.isEmpty():
            return 1.0
        ratio = self.devicePixelRatioF()
        zoom = min(self.width() * ratio / size.width(), self.height() * ratio / size.height())
        return min(zoom, 4.0) if self._full.width() > 64 else zoom

    def _target(self) -> QRectF:
        """Return where the (turned) picture is, in the widget."""
        size = self._turned() * (self.zoom / self.devicePixelRatioF())
        shift = QPointF(self._centre.x() * size.width(), self._centre.y() * size.height())
        return QRectF(QRectF(self.rect()).center() - shift, size)

    def _to_picture(self, point: QPointF) -> QPointF:
        target = self._target()
        if target.isEmpty():
            return QPointF(0.5, 0.5)
        return QPointF(
            (point.x() - target.left()) / target.width(),
            (point.y() - target.top()) / target.height(),
        )

    def _move_by(self, share: QPointF) -> None:
        """Move the view by a share of the picture; it never leaves the picture."""
        centre = self._centre + share
        target = self._target()
        half_x = min(0.5, self.width() / 2 / max(target.width(), 1e-6))
        half_y = min(0.5, self.height() / 2 / max(target.height(), 1e-6))
        self._centre = QPointF(
            min(1 - half_x, max(half_x, centre.x())), min(1 - half_y, max(half_y, centre.y()))
        )

    # -- input

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse."""
        if not self.zooms_by_wheel:
            event.ignore()
            return
        self.set_zoom(self.zoom * 1.0015 ** event.angleDelta().y(), event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip, self._moved = event.position(), False
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the picture."""
        if self._grip is None:
            return
        delta = event.position() - self._grip
        if delta.manhattanLength() > 3 or self._moved:
            target = self._target()
            self._grip, self._moved = event.position(), True
            if not self._fits and not target.isEmpty():
                self._move_by(QPointF(-delta.x() / target.width(), -delta.y() / target.height()))
                self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; tell of a click."""
        if self._grip is not None and not self._moved:
            self.pressed.emit()
        self._grip = None
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Switch between the whole picture and 100 %."""
        if self._fits:
            self.set_zoom(1.0, event.position())
        else:
            self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A picture that fits still fits."""
        super().resizeEvent(event)
        if self._fits:
            self.zoom_changed.emit(self.zoom)

    # -- drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture and its boxes."""
        painter = QPainter(self)
        if self.ground is not None:
            painter.fillRect(self.rect(), self.ground)
        if self._image.isNull():
            return
        target = self._target()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.zoom < 4)
        painter.setTransform(self._turning(target), combine=True)
        size = self._full_size_on_screen()
        painter.drawImage(QRectF(QPointF(), size), self._image)
        if self._overlay is not None:
            painter.setOpacity(OVERLAY)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
            painter.drawImage(QRectF(QPointF(), size), self._overlay)
        painter.restore()
        self._paint_boxes(painter, self._turning(target), size)

    def _full_size_on_screen(self) -> QSizeF:
        return QSizeF(self._full) * (self.zoom / self.devicePixelRatioF())

    def _turning(self, target: QRectF) -> QTransform:
        """Return the transform from the unturned picture at the origin to the widget."""
        size = self._full_size_on_screen()
        turning = QTransform()
        turning.translate(target.center().x(), target.center().y())
        turning.rotate(90 * self._turns)
        turning.translate(-size.width() / 2, -size.height() / 2)
        return turning

    def _paint_boxes(self, painter: QPainter, turning: QTransform, size: QSizeF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        for box in self._boxes:
            area = turning.mapRect(
                QRectF(
                    box.x * size.width(),
                    box.y * size.height(),
                    box.width * size.width(),
                    box.height * size.height(),
                )
            )
            colour = QColor(_BOX_COLOURS[sum(box.label.encode()) % len(_BOX_COLOURS)])
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour, 2))
            painter.drawRect(area)
            words = f"{box.label} {numeral(box.score, '.0%')}"
            tag = QRectF(
                area.left() - 1, area.top() - metrics.height() - 2, 0, metrics.height() + 2
            )
            tag.setWidth(metrics.horizontalAdvance(words) + 8)
            tag.moveTop(max(0.0, tag.top()))
            painter.fillRect(tag, colour)
            painter.setPen(readable_on(colour))
            painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)
