"""One day: its map, the photo of a moment, the time line and the curves, under one cursor."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from app.context import PanelContext
from app.panels.days import texts
from app.panels.days.curves import Curves
from app.panels.days.life_map import LifeMap
from app.panels.days.scale import TimeScale
from app.panels.days.strip import DayStrip
from app.services.types import DayView, PlaceView
from app.widgets.paint import mix
from app.widgets.thumbnails import ThumbnailLoader


class Preview(QWidget):
    """The photo of the moment that the cursor is at."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loader = ThumbnailLoader(context.services.items, context.jobs, self)
        self._loader.loaded.connect(self._on_loaded)
        self.item: int | None = None
        self.caption = ""
        self.setMinimumSize(120, 90)
        self.setAccessibleName(self.tr("Photo of the moment"))

    def show_item(self, item: int | None, caption: str) -> None:
        """Show a photo with a line below it."""
        if item is not None and item != self.item:
            self._loader.use_side(max(self.width(), 200) * self.devicePixelRatioF())
            self._loader.want([item])
        self.item, self.caption = item, caption
        self.setAccessibleDescription(caption)
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for a picture."""
        return QSize(280, 200)

    @Slot(object)
    def _on_loaded(self, _items: object) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture and its line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), self.palette().base())
        below = painter.fontMetrics().height() + 8
        room = QRectF(self.rect()).adjusted(4, 4, -4, -below)
        pixmap = self._loader.pixmap(self.item) if self.item is not None else None
        if pixmap is not None and not pixmap.isNull():
            size = pixmap.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRectF(0, 0, size.width(), size.height())
            target.moveCenter(room.center())
            painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))
        painter.setPen(mix(self.palette().base().color(), self.palette().text().color(), 0.85))
        line = QRectF(4, self.height() - below, self.width() - 8, below)
        metrics = painter.fontMetrics()
        words = metrics.elidedText(self.caption, Qt.TextElideMode.ElideRight, int(line.width()))
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)
        painter.end()


class DayPage(QWidget):
    """Draws one day; all its parts share one time scale and one cursor."""

    chosen = Signal(object)  # ids
    opened = Signal(int)

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        services, jobs = context.services, context.jobs
        self.view: DayView | None = None
        self.shortens = True
        self.map = LifeMap(services.items, jobs)
        self.map.setAccessibleName(self.tr("Map of the day"))
        self.preview = Preview(context)
        self.strip = DayStrip(services.items, jobs)
        self.curves = Curves()
        self.notes = QLabel()
        self.notes.setWordWrap(True)
        self.notes.setAccessibleName(self.tr("Notes"))
        self._current: int | None = None
        self._lay_out()
        self.strip.pointed.connect(self.point)
        self.curves.pointed.connect(self.point)
        self.curves.picked.connect(self._on_picked)
        self.strip.scaled.connect(self.curves.rescale)
        self.strip.chosen.connect(self.chosen)
        self.strip.opened.connect(self.opened)
        self.map.item_clicked.connect(lambda item: self.chosen.emit([item]))
        self.map.region_drawn.connect(self._on_region)

    def _lay_out(self) -> None:
        self.top = QSplitter(Qt.Orientation.Horizontal)
        self.top.setChildrenCollapsible(False)
        self.top.addWidget(self.map)
        self.top.addWidget(self.preview)
        self.top.setSizes([420, 320])
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.top)
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.addWidget(self.strip)
        self.split.addWidget(middle)
        self.split.addWidget(self.curves)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 0)
        self.split.setStretchFactor(2, 2)
        self.split.setSizes([330, 140, 200])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.split, 1)
        outer.addWidget(self.notes)

    def show_day(self, view: DayView, places: Sequence[PlaceView]) -> None:
        """Show another day."""
        before = self.strip.scale if self.view is not None and self.view.day == view.day else None
        self.view = view
        scale = TimeScale(view.start, view.end, self._busy(view), shortens=self.shortens)
        if before is not None:  # the same day, read again: stay where the user is
            scale.low, scale.high = before.low, before.high
        self.strip.show_day(view, scale)
        self.curves.show_day(view, scale)
        self._show_map(view, places)
        self.notes.setText("\n".join(texts.said(view.notes)))
        self.notes.setVisible(bool(view.notes))
        self.mark(frozenset(), self._current)
        if self._current not in view.items and len(view.items):
            self._show_moment(int(view.items[0]))

    def _busy(self, view: DayView) -> list[float]:
        """Return when something happened: photos, and the ends of trips."""
        return [*view.times.tolist(), *(t for trip in view.trips for t in (trip.start, trip.end))]

    def _show_map(self, view: DayView, places: Sequence[PlaceView]) -> None:
        spots = view.spots
        ids = np.array([view.items[at] for at, _, _ in spots], np.int64)
        north = np.array([each[1] for each in spots])
        east = np.array([each[2] for each in spots])
        names = {stay.place: 0 for stay in view.stays}
        for stay in view.stays:
            names[stay.place] += min(stay.end, view.end) - max(stay.start, view.start)
        here = [replace(each, seconds=names[each.name]) for each in places if each.name in names]
        self.map.show_ground(ids, north, east, view.line, here)
        self.top.setSizes(self.top.sizes() if len(spots) or len(view.line) else [0, 1])
        self.map.setVisible(bool(len(spots) or len(view.line)))

    def shorten(self, *, on: bool) -> None:
        """Make empty stretches short, or show the day as long as it was."""
        self.shortens = on
        if self.view is not None:
            view = self.view
            scale = TimeScale(view.start, view.end, self._busy(view), shortens=on)
            self.strip.show_day(view, scale)
            self.curves.show_day(view, scale)

    # -- the cursor

    @Slot(float)
    def point(self, moment: float) -> None:
        """Show the moment everywhere; NaN goes back to the current photo."""
        view = self.view
        if view is None:
            return
        self.strip.point(moment)
        self.curves.point(moment)
        if math.isnan(moment):
            self.map.point(None)
            self._show_moment(self._current)
            return
        self._show_moment(view.nearest(moment))
        if len(view.line):
            place = int(np.abs(view.line.times - moment).argmin())
            if abs(float(view.line.times[place]) - moment) <= 900:
                self.map.point(
                    (float(view.line.latitude[place]), float(view.line.longitude[place]))
                )

    def _show_moment(self, item: int | None) -> None:
        view = self.view
        if view is None or item is None or item not in view.items:
            if view is not None and len(view.items) and self.preview.item not in view.items:
                self._show_moment(int(view.items[0]))
            return
        place = int(np.flatnonzero(view.items == item)[0])
        moment, minutes = int(view.times[place]), int(view.item_offsets[place])
        words = [f"{texts.clock(moment + 60 * minutes)} {texts.zone(minutes)}"]
        words += [texts.place_name(each.place) for each in view.stays
                  if each.start <= moment <= each.end]  # fmt: skip
        words += [name for _, name, start, end in view.spans if start <= moment <= end and name]
        self.preview.show_item(item, " · ".join(dict.fromkeys(words)))

    @Slot(float)
    def _on_picked(self, moment: float) -> None:
        if self.view is not None and (item := self.view.nearest(moment)) is not None:
            self.chosen.emit([item])

    @Slot(object)
    def _on_region(self, corners: list[tuple[float, float]]) -> None:
        if items := self.map.region(corners):
            self.chosen.emit(items)

    def mark(self, selected: frozenset[int], current: int | None) -> None:
        """Show what is selected."""
        self._current = current
        self.strip.mark(selected, current)
        self.map.mark([], selected)
        if current is not None:
            self._show_moment(current)
