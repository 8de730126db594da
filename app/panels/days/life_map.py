"""A map drawn by hand of positions: graticule, scale bar, track, places, photos."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.jobs import JobRunner
from app.panels.days import texts
from app.panels.days.projection import Frame, degrees, mercator, round_step
from app.services.items import ItemService
from app.services.types import Line, PlaceView
from app.widgets.numbers import numeral
from app.widgets.paint import mix, seen_on
from app.widgets.point_map import MARGIN, PointMap

SILENT_S = 2 * 3600  # between positions farther apart in time nobody knows the way


class LifeMap(PointMap):
    """A map of photos on the ground they were taken on; no network is asked for it.

    A drag draws a lasso around photos, as on every map of points.

    Args:
        items: where pictures come from.
        jobs: where they are decoded.
        parent: owner.
    """

    most_zoom = 100_000.0  # from all of the world to a street

    def __init__(self, items: ItemService, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(items, jobs, parent)
        self.frame = Frame()
        self._track = np.empty((0, 2))
        self._breaks: list[int] = []
        self._places: tuple[PlaceView, ...] = ()
        self._spot: tuple[float, float] | None = None
        self.setAccessibleName(self.tr("Map"))

    def show_ground(
        self, ids: NDArray[np.int64], latitude: NDArray[np.float64],
        longitude: NDArray[np.float64], track: Line,
        places: Sequence[PlaceView] = (),
    ) -> None:  # fmt: skip
        """Show photos, a track and places.

        Args:
            ids: item ids, (N,).
            latitude: degrees north, (N,).
            longitude: degrees east, (N,).
            track: positions by time; where it was silent for long, no line is drawn.
            places: drawn the larger, the longer one was there.
        """
        line = mercator(track.latitude, track.longitude)
        photos = mercator(latitude, longitude)
        named = mercator([each.latitude for each in places], [each.longitude for each in places])
        about = [each for each in (line, photos) if len(each)] or [named.reshape(-1, 2)]
        self.frame = Frame.around(np.concatenate(about))
        self._track = self.frame.to_frame(line)
        self._breaks = (np.flatnonzero(np.diff(track.times) > SILENT_S) + 1).tolist()
        self._places = tuple(places)
        self._spot = None
        self.show_points(ids, self.frame.to_frame(photos).astype(np.float32))

    def point(self, position: tuple[float, float] | None) -> None:
        """Mark where one was, degrees north and east; None for nowhere."""
        self._spot = position
        self.update()

    def region(self, corners: Sequence[tuple[float, float]]) -> list[int]:
        """Return the items within a box (two corners) or a lasso (more), by their ids."""
        inside = within(self._points, corners)
        return [int(item) for item in self._ids[inside]]

    # -- where: one scale both ways, or the ground would be stretched

    def _scale(self) -> tuple[float, float]:
        side = max(1.0, min(self.width(), self.height()) - 2 * MARGIN) * self._zoom
        return side, side

    def _of_degrees(self, latitude: object, longitude: object) -> NDArray[np.float64]:
        world = mercator(
            np.atleast_1d(np.asarray(latitude, float)), np.atleast_1d(np.asarray(longitude, float))
        )
        return self._to_screen(self.frame.to_frame(world).astype(np.float32))

    # -- drawing

    def paint_ground(self, painter: QPainter) -> None:
        """Draw what lies under the photos."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_graticule(painter)
        self._paint_track(painter)
        self._paint_place_discs(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the map, then what lies above the photos."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_names(painter)
        self._paint_bar(painter)
        if self._spot is not None:
            (at,) = self._of_degrees(*self._spot)
            painter.setPen(QPen(self.palette().base().color(), 2))
            painter.setBrush(self.palette().highlight().color())
            painter.drawEllipse(QPointF(*at), 7, 7)
        painter.end()

    def _paint_graticule(self, painter: QPainter) -> None:
        """Draw lines of equal latitude and longitude, with their degrees at the edge."""
        corners = [self._to_map_free(QPointF(x, y)) for x, y in
                   ((0, 0), (self.width(), self.height()))]  # fmt: skip
        world = self.frame.to_world([(each.x(), each.y()) for each in corners])
        north, east = degrees(world)
        tone = mix(self.palette().base().color(), self.palette().text().color(), 0.13)
        words = mix(self.palette().base().color(), self.palette().text().color(), 0.45)
        step = round_step(max(abs(float(east[1] - east[0])), 1e-6) / 4)
        digits = max(0, int(-np.floor(np.log10(step))))
        for line in np.arange(np.ceil(east[0] / step) * step, east[1], step)[:40]:
            x = self._of_degrees(0.0, line)[0, 0]
            painter.setPen(QPen(tone, 1))
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
            painter.setPen(words)
            painter.drawText(QPointF(x + 3, self.height() - 4), _degrees(line, digits, "E", "W"))
        for line in np.arange(np.ceil(north[1] / step) * step, north[0], step)[:40]:
            y = self._of_degrees(line, 0.0)[0, 1]
            painter.setPen(QPen(tone, 1))
            painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
            painter.setPen(words)
            painter.drawText(QPointF(3, y - 3), _degrees(line, digits, "N", "S"))

    def _paint_track(self, painter: QPainter) -> None:
        if len(self._track) < 2:
            return
        at = self._to_screen(self._track.astype(np.float32))
        base, accent = self.palette().base().color(), self.palette().highlight().color()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(mix(base, accent, 0.65), 2.4, j=Qt.PenJoinStyle.RoundJoin))
        for first, last in pairwise([0, *self._breaks, len(at)]):
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in at[first:last].tolist()]))

    def _radius(self, place: PlaceView) -> float:
        """Return how large a place is drawn, pixels: by the root of the time spent there."""
        most = max((each.seconds for each in self._places), default=0)
        return 6 + 22 * (place.seconds / most) ** 0.5 if most else 6

    def _paint_place_discs(self, painter: QPainter) -> None:
        for place in self._places:
            (at,) = self._of_degrees(place.latitude, place.longitude)
            colour = seen_on(
                texts.place_colour(place.role if place.role != "other" else place.name),
                self.palette().base().color(),
            )
            fill = QColor(colour)
            fill.setAlpha(70)
            painter.setBrush(fill)
            style = Qt.PenStyle.DashLine if place.is_guess else Qt.PenStyle.SolidLine
            painter.setPen(QPen(colour, 1.6, style))
            radius = self._radius(place)
            painter.drawEllipse(QPointF(*at), radius, radius)

    def _paint_names(self, painter: QPainter) -> None:
        """Write the names of places below them, the most important first; none over another."""
        taken: list[QRectF] = []
        metrics = painter.fontMetrics()
        ground = QColor(self.palette().base().color())
        ground.setAlpha(215)
        for place in self._places:
            (at,) = self._of_degrees(place.latitude, place.longitude)
            name = texts.place_name(place.name)
            wide = metrics.horizontalAdvance(name) + 8
            area = QRectF(at[0] - wide / 2, at[1] + self._radius(place) + 1, wide, metrics.height())
            if any(area.intersects(each) for each in taken):
                continue
            taken.append(area)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(area, 3, 3)
            painter.setPen(self.palette().text().color())
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, name)

    def _paint_bar(self, painter: QPainter) -> None:
        """Draw how long a round number of metres is."""
        a_pixel = self.frame.metres() / self._scale()[0]
        long = round_step(a_pixel * min(140.0, self.width() / 3))
        wide = long / a_pixel
        text = self.palette().text().color()
        right, y = self.width() - 12.0, 16.0
        painter.setPen(QPen(text, 2))
        painter.drawLine(QPointF(right - wide, y), QPointF(right, y))
        for x in (right - wide, right):
            painter.drawLine(QPointF(x, y - 4), QPointF(x, y + 4))
        words = f"{long:.0f} m" if long < 1000 else f"{numeral(long / 1000, ',.0f')} km"
        area = QRectF(right - max(wide, 60), y + 3, max(wide, 60), 18)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight, words)


def within(
    points: NDArray[np.float32], corners: Sequence[tuple[float, float]]
) -> NDArray[np.bool_]:
    """Return which points, (N, 2), lie within a box (two corners) or a lasso (more), (N,)."""
    line = np.asarray(corners, float)
    inside = np.zeros(len(points), np.bool_)
    if len(line) == 2:
        low, high = line.min(axis=0), line.max(axis=0)
        return np.asarray(((points >= low) & (points <= high)).all(axis=1))
    x, y = points[:, 0], points[:, 1]
    for (ax, ay), (bx, by) in zip(line, np.roll(line, -1, axis=0), strict=True):
        crosses = (ay > y) != (by > y)
        with np.errstate(divide="ignore", invalid="ignore"):
            inside ^= crosses & (x < (bx - ax) * (y - ay) / (by - ay) + ax)
    return inside


def _degrees(value: float, digits: int, plus: str, minus: str) -> str:
    return f"{abs(value):.{digits}f}° {plus if value >= 0 else minus}"
