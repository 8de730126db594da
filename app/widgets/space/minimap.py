"""A small map of the space: groups, the viewer, and the way; a click goes there."""

from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from app.services.types import SpaceMap
from app.widgets.paint import mix
from app.widgets.space.camera import FIELD, Camera
from app.widgets.space.canvas import SpaceCanvas
from app.widgets.space.drawing import WAY, cluster_colour

REACH = 2.2  # units of space from the middle to the edge
SIDE = 168  # pixels


class MiniMap(QWidget):
    """Shows a cloud from above, and what lies around the viewer unrolled.

    Args:
        canvas: the space.
        parent: owner.
    """

    def __init__(self, canvas: SpaceCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._drawn: SpaceMap | None = None
        self._dots = QPixmap()
        canvas.moved.connect(self._on_moved)
        self.setFixedSize(self.sizeHint())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Map of the space"))
        self.setToolTip(
            self.tr("The space from above: groups by colour, you, and the way. A click goes there.")
        )

    def sizeHint(self) -> QSize:
        """Return its size."""
        return QSize(SIDE, round(SIDE * 0.8))

    @Slot()
    def _on_moved(self) -> None:
        self.update()

    @property
    def _is_cloud(self) -> bool:
        space = self._canvas.space
        return space is None or space.layout == "cloud"

    def places(self, points: np.ndarray) -> np.ndarray:
        """Return where points of the space lie on the map, pixels, (N, 2)."""
        wide, high = self.width(), self.height()
        if self._is_cloud:
            scale = min(wide, high) / 2 / REACH
            return np.stack(
                [wide / 2 + points[:, 0] * scale, high / 2 + points[:, 2] * scale], axis=1
            )
        angle = np.arctan2(points[:, 0], -points[:, 2])
        length = np.maximum(1e-6, np.linalg.norm(points, axis=1))
        return np.stack(
            [wide / 2 + angle / np.pi * wide / 2, high / 2 - points[:, 1] / length * high / 2],
            axis=1,
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the map."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        back = QColor(palette.base().color())
        back.setAlpha(215)
        painter.setBrush(back)
        painter.setPen(QPen(mix(palette.base().color(), palette.text().color(), 0.25), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        space = self._canvas.space
        if space is None:
            return
        painter.setClipRect(self.rect().adjusted(2, 2, -2, -2))
        if self._drawn is not space:
            self._drawn, self._dots = space, self._dots_of(space)
        painter.drawPixmap(self.rect(), self._dots)
        self._paint_way(painter)
        self._paint_viewer(painter)

    def _dots_of(self, space: SpaceMap) -> QPixmap:
        """Return a picture of all groups, drawn once for a space."""
        ratio = self.devicePixelRatioF()
        dots = QPixmap(self.size() * ratio)
        dots.setDevicePixelRatio(ratio)
        dots.fill(Qt.GlobalColor.transparent)
        painter = QPainter(dots)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        where = self.places(space.positions)
        for number in np.unique(space.clusters).tolist():
            own = where[space.clusters == number]
            colour = QColor(cluster_colour(int(number)))
            colour.setAlpha(170)
            painter.setPen(QPen(colour, 2.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPoints([QPointF(x, y) for x, y in own.tolist()])
        painter.end()
        return dots

    def _paint_way(self, painter: QPainter) -> None:
        space, way = self._canvas.space, self._canvas.way
        rows = [self._canvas.position_of(item) for item in way]
        points = np.array([one for one in rows if one is not None])
        if space is None or len(points) < 2:
            return
        where = [QPointF(x, y) for x, y in self.places(points).tolist()]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(WAY, 2))
        if self._is_cloud:
            painter.drawPolyline(QPolygonF(where))
            return
        for one, other in pairwise(where):
            if abs(one.x() - other.x()) < self.width() / 2:  # else it goes round behind
                painter.drawLine(one, other)

    def _paint_viewer(self, painter: QPainter) -> None:
        camera = self._canvas.camera
        ahead = camera.axes()[2]
        accent = self.palette().highlight().color()
        if not self._is_cloud:
            at = self.places(ahead[None])[0]
            half = FIELD / 360 * self.width()
            wide = half * self._canvas.width() / max(1, self._canvas.height())
            painter.setPen(QPen(accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(at[0] - wide / 2, at[1] - half / 2, wide, half))
            return
        at = self.places(np.asarray(camera.position)[None])[0]
        at = np.clip(at, 5, [self.width() - 5, self.height() - 5])
        flat = np.arctan2(ahead[0], -ahead[2])
        cone = QColor(accent)
        cone.setAlpha(60)
        half = np.radians(FIELD * 0.72)
        ends = [
            QPointF(at[0] + 46 * np.sin(flat + side), at[1] - 46 * np.cos(flat + side))
            for side in (-half, 0, half)
        ]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(cone)
        painter.drawPolygon(QPolygonF([QPointF(*at), *ends]))
        painter.setBrush(accent)
        painter.setPen(QPen(QColor("white"), 1.2))
        painter.drawEllipse(QPointF(*at), 4.5, 4.5)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where was clicked."""
        x, y = event.position().x(), event.position().y()
        camera = self._canvas.camera
        if self._is_cloud:
            scale = min(self.width(), self.height()) / 2 / REACH
            place = (
                (x - self.width() / 2) / scale,
                camera.position[1],
                (y - self.height() / 2) / scale,
            )
            self._canvas.fly(Camera(place, camera.yaw, camera.pitch))
            return
        yaw = (x - self.width() / 2) / (self.width() / 2) * np.pi
        pitch = float(
            np.arcsin(np.clip((self.height() / 2 - y) / (self.height() / 2), -0.99, 0.99))
        )
        self._canvas.fly(Camera(camera.position, float(yaw % (2 * np.pi)), pitch))
