"""A picture of which a part can be taken: drawn with Shift and drag, then dragged elsewhere."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTransform,
)
from PySide6.QtWidgets import QWidget

from app.widgets.image_canvas import ImageCanvas
from app.widgets.scene_graph.regions import Region, clipped, encode_region

_FAR = 8  # pixels; less is no drag


@dataclass(frozen=True, slots=True)
class Picked:
    """A region that the user drew or chose.

    Args:
        region: item, left, top, width, height as fractions.
        label: what it shows; "" where nobody knows.
    """

    region: Region
    label: str = ""


class RegionCanvas(ImageCanvas):
    """Shift and drag draws a region; it can be dragged to a graph, or taken over with Enter.

    Esc lets it go, + and − zoom.
    """

    picked = Signal(object)  # Picked
    region_changed = Signal(object)  # Region, or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = 0
        self._corner: QPointF | None = None
        self._region: Region | None = None
        self._drag: Picked | None = None

    def set_item(self, item: int) -> None:
        """Say which item is shown; a region of another one is let go."""
        if item != self._item:
            self._item = item
            self._set_region(None)

    def _set_region(self, region: Region | None) -> None:
        if region != self._region:
            self._region = region
            self.region_changed.emit(region)
        self.update()

    @property
    def region(self) -> Region | None:
        """The region that was drawn."""
        return self._region

    # -- what is where

    def _turn(self) -> tuple[QTransform, float, float]:
        size = self._full_size_on_screen()
        return self._turning(self._target()), size.width(), size.height()

    def _area(self, box: tuple[float, float, float, float]) -> QRectF:
        turning, width, height = self._turn()
        left, top, wide, high = box
        return turning.mapRect(QRectF(left * width, top * height, wide * width, high * height))

    def _picked_at(self, point: QPointF) -> Picked | None:
        """Return the region at a point of the widget."""
        if self._region is not None and self._area(self._region[1:]).contains(point):
            return Picked(self._region)
        return None

    def _between(self, first: QPointF, second: QPointF) -> Region | None:
        turning, width, height = self._turn()
        back, _ = turning.inverted()
        area = back.mapRect(QRectF(first, second).normalized())
        if width <= 0 or height <= 0 or not self._item:
            return None
        return clipped(
            self._item,
            area.left() / width, area.top() / height, area.width() / width, area.height() / height,
        )  # fmt: skip

    # -- input

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a region, take hold of one, or of the picture."""
        if event.button() == Qt.MouseButton.LeftButton:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._corner = event.position()
                return
            if self.fits:
                self._drag = self._picked_at(event.position())
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the region, drag it away, or move the picture."""
        if self._corner is not None:
            self._set_region(self._between(self._corner, event.position()))
        elif self._drag is not None and self._grip is not None:
            if (event.position() - self._grip).manhattanLength() > _FAR:
                picked, self._drag, self._grip = self._drag, None, None
                drag = QDrag(self)
                drag.setMimeData(encode_region(picked.region, picked.label))
                drag.exec(Qt.DropAction.CopyAction)
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the region."""
        self._drag = None
        if self._corner is not None:
            self._set_region(self._between(self._corner, event.position()))
            self._corner = None
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the region over with Enter, drop it with Esc, zoom with + and −."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._region is not None:
            self.picked.emit(Picked(self._region))
        elif event.key() == Qt.Key.Key_Escape and self._region is not None:
            self._set_region(None)
        elif event.key() == Qt.Key.Key_Plus:
            self.zoom_in()
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom_out()
        else:
            super().keyPressEvent(event)

    # -- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture and the region."""
        super().paintEvent(event)
        if self._region is not None and not self.image.isNull():
            painter = QPainter(self)
            painter.setBrush(QColor(255, 255, 255, 40))
            painter.setPen(QPen(QColor("black"), 2.6))
            area = self._area(self._region[1:])
            painter.drawRect(area)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor("white"), 1.4, Qt.PenStyle.DashLine))
            painter.drawRect(area)
