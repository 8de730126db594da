"""Which part of a map is seen, and how large."""

from PySide6.QtCore import QPointF, QRectF, QSizeF

MARGIN = 14.0  # pixels around the whole map
MOST_ZOOM = 16.0
LEAST_ZOOM = 0.4
MOST_SCALE = 2.2  # pixels a unit at zoom 1, so that a map of one box does not fill the window


class Camera:
    """Turns units of a map into pixels of a widget; at zoom 1 the whole map is seen."""

    def __init__(self) -> None:
        self.zoom = 1.0
        self.middle = QPointF()  # of the view, in units of the map
        self._bounds = QRectF(0, 0, 1, 1)
        self._size = QSizeF(1, 1)

    @property
    def scale(self) -> float:
        """Pixels a unit."""
        wide = max(1.0, self._size.width() - 2 * MARGIN) / max(1e-9, self._bounds.width())
        high = max(1.0, self._size.height() - 2 * MARGIN) / max(1e-9, self._bounds.height())
        return min(wide, high, MOST_SCALE) * self.zoom

    def set_size(self, size: QSizeF) -> None:
        """Take the size of the widget, pixels."""
        self._size = size

    def set_bounds(self, bounds: QRectF) -> None:
        """Take what the whole map covers, units."""
        self._bounds = bounds

    def fit(self) -> None:
        """Show the whole map."""
        self.zoom = 1.0
        self.middle = self._bounds.center()

    def to_screen(self, point: QPointF) -> QPointF:
        """Return where a point of the map is seen."""
        centre = QPointF(self._size.width() / 2, self._size.height() / 2)
        return (point - self.middle) * self.scale + centre

    def to_map(self, at: QPointF) -> QPointF:
        """Return the point of the map that is seen at a place of the widget."""
        centre = QPointF(self._size.width() / 2, self._size.height() / 2)
        return (at - centre) / self.scale + self.middle

    def rect_to_screen(self, area: QRectF) -> QRectF:
        """Return where a rectangle of the map is seen."""
        scale = self.scale
        return QRectF(self.to_screen(area.topLeft()), area.size() * scale)

    def zoom_at(self, at: QPointF, factor: float) -> None:
        """Zoom so that what is under a place of the widget stays there."""
        before = self.to_map(at)
        self.zoom = max(LEAST_ZOOM, min(MOST_ZOOM, self.zoom * factor))
        self.middle += before - self.to_map(at)
        self._keep_near()

    def pan(self, pixels: QPointF) -> None:
        """Move the view; at least its middle stays on the map."""
        self.middle -= pixels / self.scale
        self._keep_near()

    def reveal(self, area: QRectF) -> None:
        """Move as little as needed for an area of the map to be seen."""
        shown = self.rect_to_screen(area)
        for low, high, size, is_x in (
            (shown.left(), shown.right(), self._size.width(), True),
            (shown.top(), shown.bottom(), self._size.height(), False),
        ):
            move = max(0.0, MARGIN - low) or min(0.0, size - MARGIN - high)
            self.middle -= QPointF(move, 0) / self.scale if is_x else QPointF(0, move) / self.scale

    def _keep_near(self) -> None:
        bounds = self._bounds
        self.middle = QPointF(
            max(bounds.left(), min(bounds.right(), self.middle.x())),
            max(bounds.top(), min(bounds.bottom(), self.middle.y())),
        )
