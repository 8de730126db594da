"""Items as points of a map: zoom, move, and draw a box or a lasso around some."""

from collections.abc import Collection
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.jobs import JobRunner
from app.services.items import ItemService
from app.widgets.paint import POSITIVE, mix
from app.widgets.thumbnails import ThumbnailLoader

MARGIN = 18  # pixels around the map
PICTURE = 46  # pixels, side of the pictures over the points
DOT = 3  # pixels


class PointMap(QWidget):
    """Draws points and, where there is room, their pictures.

    A drag draws a lasso (or a box, by `draws_box`), with the middle button or Space held it moves
    the map; the wheel zooms, a click selects the nearest item, 0 shows all.

    Args:
        items: where pictures come from.
        jobs: where they are decoded.
        parent: owner.
    """

    most_zoom: ClassVar[float] = 60.0
    region_drawn = Signal(object)  # corners within 0-1: two for a box, more for a lasso
    item_clicked = Signal(int)

    def __init__(self, items: ItemService, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loader = ThumbnailLoader(items, jobs, self)
        self._loader.loaded.connect(self._on_loaded)
        self._ids = np.empty(0, np.int64)
        self._points = np.empty((0, 2), np.float32)
        self._kind = np.empty(0, np.uint8)  # 0 plain, 1 seen, 2 in the bucket
        self._zoom, self._middle = 1.0, QPointF(0.5, 0.5)
        self._drawn: list[QPointF] = []
        self._grip: QPointF | None = None
        self._is_space_held = False
        self.draws_box = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Map of what is alike"))
        self.setAccessibleDescription(
            self.tr("Draw around points to see their pictures; the wheel zooms, 0 shows all.")
        )
        self.setMinimumSize(80, 80)

    def show_points(self, ids: NDArray[np.int64], points: NDArray[np.float32]) -> None:
        """Show other points.

        Args:
            ids: item ids, (N,).
            points: x and y within 0-1, (N, 2).
        """
        self._ids, self._points = ids, points
        self._kind = np.zeros(len(ids), np.uint8)
        self.fit()

    def mark(self, seen: Collection[int], found: Collection[int]) -> None:
        """Draw seen points dim and those of the bucket in its colour."""
        self._kind = np.zeros(len(self._ids), np.uint8)
        for items, kind in ((seen, 1), (found, 2)):
            chosen = np.fromiter(items, np.int64, len(items))
            self._kind[np.isin(self._ids, chosen)] = kind
        self.update()

    def fit(self) -> None:
        """Show the whole map."""
        self._zoom, self._middle = 1.0, QPointF(0.5, 0.5)
        self.update()

    # -- where

    def _scale(self) -> tuple[float, float]:
        wide = max(1, self.width() - 2 * MARGIN)
        high = max(1, self.height() - 2 * MARGIN)
        return wide * self._zoom, high * self._zoom

    def _to_screen(self, points: NDArray[np.float32]) -> NDArray[np.float64]:
        wide, high = self._scale()
        middle = np.array([self._middle.x(), self._middle.y()])
        centre = np.array([self.width() / 2, self.height() / 2])
        return np.asarray((points - middle) * np.array([wide, high]) + centre)

    def _to_map(self, at: QPointF) -> tuple[float, float]:
        wide, high = self._scale()
        x = (at.x() - self.width() / 2) / wide + self._middle.x()
        y = (at.y() - self.height() / 2) / high + self._middle.y()
        return min(1.0, max(0.0, x)), min(1.0, max(0.0, y))

    def item_near(self, at: QPointF, within: float = 24.0) -> int | None:
        """Return the item whose point lies nearest to a point of the widget, or None."""
        if not len(self._ids):
            return None
        away = self._to_screen(self._points) - np.array([at.x(), at.y()])
        distance = np.hypot(away[:, 0], away[:, 1])
        nearest = int(distance.argmin())
        return int(self._ids[nearest]) if distance[nearest] <= within else None

    def items_at(self, place: QPoint | None) -> list[int]:
        """Return the item near a place of the widget, as a list; none for None."""
        item = None if place is None else self.item_near(QPointF(place))
        return [] if item is None else [item]

    # -- input

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse."""
        before = self._to_map_free(event.position())
        factor = 1.0015 ** event.angleDelta().y()
        self._zoom = min(self.most_zoom, max(1.0, self._zoom * factor))
        after = self._to_map_free(event.position())
        self._middle += before - after
        if self._zoom == 1.0:
            self._middle = QPointF(0.5, 0.5)
        self.update()
        event.accept()

    def _to_map_free(self, at: QPointF) -> QPointF:
        wide, high = self._scale()
        return QPointF(
            (at.x() - self.width() / 2) / wide + self._middle.x(),
            (at.y() - self.height() / 2) / high + self._middle.y(),
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to draw or to move."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and not self._is_space_held:
            self._drawn = [event.position()]
        else:
            self._grip = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw on, or move the map."""
        if self._grip is not None:
            wide, high = self._scale()
            gone = event.position() - self._grip
            self._middle -= QPointF(gone.x() / wide, gone.y() / high)
            self._grip = event.position()
            self.update()
        elif self._drawn:
            kept = self._drawn[:1] if self.draws_box else self._drawn
            self._drawn = [*kept, event.position()]
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell what was drawn, or what was clicked."""
        self._grip = None
        drawn, self._drawn = self._drawn, []
        self.update()
        if not drawn:
            return
        box = QPolygonF([*drawn, event.position()]).boundingRect()
        if max(box.width(), box.height()) < 6:
            if (item := self.item_near(event.position())) is not None:
                self.item_clicked.emit(item)
        elif self.draws_box:
            self.region_drawn.emit([self._to_map(box.topLeft()), self._to_map(box.bottomRight())])
        elif len(drawn) > 2:
            self.region_drawn.emit([self._to_map(point) for point in drawn])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space lets the mouse move the map, 0 shows all, plus and minus zoom, Escape gives up."""
        key = event.key()
        if key == Qt.Key.Key_Space:
            self._is_space_held = True
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            factor = 1.4 if key == Qt.Key.Key_Plus else 1 / 1.4
            self._zoom = min(self.most_zoom, max(1.0, self._zoom * factor))
            self.update()
        elif key == Qt.Key.Key_Escape and self._drawn:
            self._drawn = []
            self.update()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The mouse draws again."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._is_space_held = False
        super().keyReleaseEvent(event)

    # -- drawing

    @Slot(object)
    def _on_loaded(self, _items: object) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw dots, pictures where there is room, and the line that is drawn."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().base())
        self.paint_ground(painter)
        if len(self._ids):
            at = self._to_screen(self._points)
            painter.drawImage(0, 0, self._dots(at))
            self._paint_pictures(painter, at)
        self._paint_drawn(painter)
        painter.end()

    def paint_ground(self, painter: QPainter) -> None:
        """Draw what lies under the points; nothing here, subclasses know of one."""

    def _dots(self, at: NDArray[np.float64]) -> QImage:
        """Return all points as one picture, quick for a hundred thousand of them."""
        width, height = self.width(), self.height()
        pixels = np.zeros((height, width), np.uint32)
        base, text = self.palette().base().color(), self.palette().text().color()
        colours = (mix(base, text, 0.55), mix(base, text, 0.22), QColor(POSITIVE))
        for kind, colour in enumerate(colours):
            chosen = at[self._kind == kind].astype(np.int64)
            for dy in range(-(DOT // 2), DOT // 2 + 1):
                for dx in range(-(DOT // 2), DOT // 2 + 1):
                    x, y = chosen[:, 0] + dx, chosen[:, 1] + dy
                    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
                    pixels[y[inside], x[inside]] = colour.rgba()
        image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32)
        return image.copy()

    def _paint_pictures(self, painter: QPainter, at: NDArray[np.float64]) -> None:
        """Draw pictures of points that have room, one for each square of the screen."""
        inside = np.flatnonzero(
            (at[:, 0] >= 0)
            & (at[:, 0] < self.width())
            & (at[:, 1] >= 0)
            & (at[:, 1] < self.height())
        )
        if not len(inside):
            return
        square = (at[inside] // (PICTURE + 6)).astype(np.int64)
        _, first = np.unique(square[:, 0] * 100_000 + square[:, 1], return_index=True)
        shown = inside[first]
        self._loader.use_side(PICTURE * self.devicePixelRatioF())
        self._loader.want(self._ids[shown].tolist())
        for place in shown.tolist():
            pixmap = self._loader.pixmap(int(self._ids[place]))
            if pixmap is None or pixmap.isNull():
                continue
            size = pixmap.size().scaled(PICTURE, PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
            left, top = at[place, 0] - size.width() / 2, at[place, 1] - size.height() / 2
            target = QRectF(left, top, size.width(), size.height())
            painter.setOpacity(0.45 if self._kind[place] == 1 else 1.0)
            painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))
            painter.setOpacity(1.0)
            if self._kind[place] == 2:
                painter.setPen(QPen(QColor(POSITIVE), 3))
                painter.drawRect(target)

    def _paint_drawn(self, painter: QPainter) -> None:
        if len(self._drawn) < 2:
            return
        accent = self.palette().highlight().color()
        painter.setPen(QPen(accent, 2))
        accent.setAlpha(50)
        painter.setBrush(accent)
        if self.draws_box:
            painter.drawRect(QRectF(self._drawn[0], self._drawn[-1]).normalized())
        else:
            painter.drawPolygon(QPolygonF(self._drawn))
