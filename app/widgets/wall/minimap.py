"""The whole wall in a corner, with a frame around what is on the screen."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.services.wall_camera import View
from app.services.wall_tiles import tile_cells
from app.widgets.wall.view import WallView

LONGEST = 190  # pixels
SHORTEST = 36
MARGIN = 12
LEAST_VIEW = 320  # a smaller wall has no room for a map


class MiniMap(QWidget):
    """Shows where the camera is; click or drag moves it. Hidden while the whole wall is seen.

    Args:
        view: the wall; also the parent.
    """

    def __init__(self, view: WallView) -> None:
        super().__init__(view)
        self._view = view
        self._picture: QImage | None = None
        self.setAccessibleName(self.tr("Map of the wall"))
        self.setToolTip(self.tr("Click or drag to move over the wall"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        view.moved.connect(self._on_moved)
        view.landed.connect(self._on_changed)
        view.store.arrived.connect(self._on_arrived)
        self.hide()

    def place(self) -> None:
        """Choose size and corner for the wall as it is."""
        camera = self._view.camera
        wide, high = camera.world
        scale = LONGEST / max(wide, high)
        size = QSize(max(SHORTEST, round(wide * scale)), max(SHORTEST, round(high * scale)))
        if size != self.size():
            self._picture = None
        self.resize(size)
        self.move(camera.width - size.width() - MARGIN, camera.height - size.height() - MARGIN)
        is_useful = camera.view.scale > 1.05 * camera.fit_scale
        has_room = min(camera.width, camera.height) >= LEAST_VIEW
        is_alone = bool(self._view.property("presenting"))
        self.setVisible(is_useful and has_room and camera.count > 1 and not is_alone)

    def _on_moved(self) -> None:
        self.place()
        self.update()

    def _on_changed(self) -> None:
        self._picture = None
        self._on_moved()

    def _on_arrived(self) -> None:
        if self._picture is not None and self._view.lit is None:
            return
        self._picture = None
        self.update()

    def _draw_picture(self) -> QImage:
        """Return the whole wall at the map's size, from the tiles of level 0."""
        ratio = self.devicePixelRatioF()
        image = QImage(self.size() * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        content = self._view.content
        if content is None:
            image.fill(QColor("black"))
            return image
        image.fill(QColor(*content.style.background))
        camera = self._view.camera
        scale_x = self.width() / camera.world[0]
        scale_y = self.height() / max(1, camera.rows)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = tile_cells(0)
        for row in range(-(-camera.rows // size)):
            for column in range(-(-camera.columns // size)):
                found = self._view.store.find((0, row, column))
                if found is None:
                    continue
                wide = min(size, camera.columns - column * size)
                high = min(size, camera.rows - row * size)
                target = QRectF(
                    column * size * scale_x, row * size * scale_y, wide * scale_x, high * scale_y
                )
                painter.drawImage(target, found.image, found.part)
        painter.end()
        return image

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the wall and the frame."""
        if self._picture is None:
            self._picture = self._draw_picture()
        camera = self._view.camera
        painter = QPainter(self)
        painter.setOpacity(0.92)
        painter.drawImage(QRectF(self.rect()), self._picture)
        painter.setOpacity(1.0)
        painter.setPen(QPen(QColor(255, 255, 255, 90), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        left, top = camera.to_world(0, 0)
        right, bottom = camera.to_world(camera.width, camera.height)
        wide, high = camera.world
        frame = QRectF(
            left / wide * self.width(),
            top / high * self.height(),
            max(4.0, (right - left) / wide * self.width()),
            max(4.0, (bottom - top) / high * self.height()),
        ).intersected(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.fillRect(frame, QColor(255, 255, 255, 40))
        painter.setPen(QPen(QColor(0, 0, 0, 200), 3))
        painter.drawRect(frame)
        painter.setPen(QPen(self._view.accent, 1.5))
        painter.drawRect(frame)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Move the camera to where the map was clicked."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._look_at(event.position(), is_drag=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the drag."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._look_at(event.position(), is_drag=True)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom as over the wall itself."""
        QApplication.sendEvent(self._view, event)

    def _look_at(self, at: QPointF, *, is_drag: bool) -> None:
        camera = self._view.camera
        wide, high = camera.world
        goal = View(
            at.x() / max(1, self.width()) * wide,
            at.y() / max(1, self.height()) * high,
            camera.view.scale,
        )
        if is_drag:
            camera.jump(goal)
            self._view.camera_changed()
        else:
            self._view.fly_to(camera.clamped(goal), 0.25)
