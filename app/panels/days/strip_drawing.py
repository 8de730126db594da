"""How the time line of a day is drawn: photos as stacks, events, places, a clock."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.jobs import JobRunner
from app.panels.days import texts
from app.panels.days.scale import TimeScale
from app.services.items import ItemService
from app.services.types import DayView, Stack
from app.widgets.numbers import numeral
from app.widgets.paint import mix, readable_on, seen_on
from app.widgets.thumbnails import ThumbnailLoader

MARGIN = 58  # pixels left of the day; the curves leave the same for their numbers
RIGHT = 10
PICTURE = (72, 54)  # pixels
ROW = 20  # pixels, of events and of places
CLOCK = 20


@dataclass(frozen=True, slots=True)
class Pile:
    """Photos that are drawn as one picture.

    Args:
        first: place of its first photo among those of the day.
        count: photos.
        left: pixels.
    """

    first: int
    count: int
    left: float


class StripDrawing(QWidget):
    """Draws a day on a time scale that the curves share.

    Args:
        items: where pictures come from.
        jobs: where they are decoded.
        parent: owner.
    """

    scaled = Signal()  # another part of the day is on view

    def __init__(self, items: ItemService, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loader = ThumbnailLoader(items, jobs, self)
        self._loader.loaded.connect(self._on_loaded)
        self.view: DayView | None = None
        self.scale = TimeScale(0, 1)
        self._cursor = float("nan")
        self._selected: frozenset[int] = frozenset()
        self._current: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for pictures, events, places and the clock."""
        return QSize(400, PICTURE[1] + 12 + 2 * ROW + 6 + CLOCK)

    def minimumSizeHint(self) -> QSize:
        """It may be narrow."""
        return QSize(160, self.sizeHint().height())

    def show_day(self, view: DayView, scale: TimeScale) -> None:
        """Show another day."""
        self.view, self.scale = view, scale
        self._cursor = float("nan")
        self._ask()
        self.update()

    def rescale(self) -> None:
        """Draw anew after the scale was changed."""
        self._ask()
        self.update()
        self.scaled.emit()

    def point(self, moment: float) -> None:
        """Draw the cursor at a moment; NaN for none."""
        self._cursor = moment
        self.update()

    def mark(self, selected: frozenset[int], current: int | None) -> None:
        """Frame what is selected."""
        self._selected, self._current = selected, current
        moment = self._moment_of(current)
        if moment is not None and not self.scale.is_whole:
            self.scale.reveal(moment)
            self.rescale()
        self._ask()
        self.update()

    def _moment_of(self, item: int | None) -> float | None:
        if self.view is None or item is None:
            return None
        place = np.flatnonzero(self.view.items == item)
        return float(self.view.times[place[0]]) if len(place) else None

    # -- where

    def _room(self) -> float:
        return max(1.0, self.width() - MARGIN - RIGHT)

    def x_of(self, moment: float) -> float:
        """Return where a moment stands, pixels."""
        return MARGIN + float(self.scale.place([moment])[0]) * self._room()

    def moment_at(self, x: float) -> float:
        """Return the moment at a column of pixels."""
        return self.scale.moment((x - MARGIN) / self._room())

    def piles(self) -> list[Pile]:
        """Return the photos on view as pictures that do not overlap, in the order of time."""
        if self.view is None or not len(self.view.items):
            return []
        lefts = MARGIN + self.scale.place(self.view.times) * self._room()
        found: list[Pile] = []
        place, count = 0, len(lefts)
        while place < count:
            left = float(lefts[place])
            after = int(np.searchsorted(lefts, left + PICTURE[0] + 4))
            if left > -PICTURE[0] and left < self.width():
                found.append(Pile(place, after - place, left))
            place = max(after, place + 1)
        return found

    def _pile_at(self, at: QPointF) -> Pile | None:
        if at.y() > PICTURE[1] + 10:
            return None
        return next(
            (pile for pile in self.piles() if pile.left <= at.x() <= pile.left + PICTURE[0]), None
        )

    def stack_at(self, at: QPointF) -> Stack | None:
        """Return the event under a point, None for none."""
        if self.view is None:
            return None
        pile = self._pile_at(at)
        if pile is not None:
            item = int(self.view.items[pile.first])
            return next((each for each in self.view.stacks if item in each.items), None)
        top = PICTURE[1] + 10
        if not top <= at.y() <= top + ROW:
            return None
        for stack in self.view.stacks:
            left, right = self._band(stack.start, stack.end)
            if left - 2 <= at.x() <= right + 2:
                return stack
        return None

    def _band(self, start: float, end: float) -> tuple[float, float]:
        """Return left and right of a stretch of time, at least a few pixels wide."""
        left, right = self.x_of(start), self.x_of(end)
        return left, max(right, left + 5)

    def _ask(self) -> None:
        if self.view is not None:
            self._loader.use_side(PICTURE[0] * self.devicePixelRatioF())
            self._loader.want([self._top(pile) for pile in self.piles()])

    def _top(self, pile: Pile) -> int:
        """Return the item that lies on top of a pile: the current one, else the first."""
        assert self.view is not None
        items = self.view.items[pile.first : pile.first + pile.count]
        return int(items[0]) if self._current not in items else int(self._current or 0)

    @Slot(object)
    def _on_loaded(self, _items: object) -> None:
        self.update()

    # -- drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw pictures, events, places, the clock and the cursor."""
        if self.view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_gaps(painter)
        events = PICTURE[1] + 10
        self._paint_labels(painter, events)
        painter.save()
        painter.setClipRect(QRectF(MARGIN - 2, 0, self.width() - MARGIN + 2, self.height()))
        self._paint_events(painter, events)
        self._paint_places(painter, events + ROW + 2)
        self._paint_pictures(painter)
        if np.isfinite(self._cursor):
            painter.setPen(QPen(self.palette().text().color(), 1))
            x = self.x_of(self._cursor)
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.restore()
        self._paint_clock(painter, events + 2 * ROW + 6)
        painter.end()

    def _paint_labels(self, painter: QPainter, top: int) -> None:
        """Draw what the rows are, where the numbers of the curves stand below."""
        soft = mix(self.palette().window().color(), self.palette().text().color(), 0.65)
        painter.setPen(soft)
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        for text, at in (
            (self.tr("Events"), top), (self.tr("Where"), top + ROW + 2),
        ):  # fmt: skip
            area = QRect(0, at, MARGIN - 8, ROW)
            shown = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, area.width()
            )
            painter.drawText(area, align, shown)

    def _paint_gaps(self, painter: QPainter) -> None:
        """Hatch the stretches that are made short."""
        tone = mix(self.palette().window().color(), self.palette().text().color(), 0.16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tone)
        painter.setBrush(Qt.BrushStyle.BDiagPattern)
        brush = painter.brush()
        brush.setColor(tone)
        painter.setBrush(brush)
        for start, end in self.scale.gaps:
            left, right = max(MARGIN, self.x_of(start)), min(self.width(), self.x_of(end))
            if right > left:
                painter.drawRect(QRectF(left, 0, right - left, self.height() - CLOCK))

    def _paint_pictures(self, painter: QPainter) -> None:
        view = self.view
        assert view is not None
        ground = mix(self.palette().base().color(), self.palette().text().color(), 0.1)
        accent = self.palette().highlight().color()
        for pile in reversed(self.piles()):
            items = view.items[pile.first : pile.first + pile.count].tolist()
            cell = QRectF(pile.left, 4, *PICTURE)
            for behind in range(min(2, pile.count - 1), 0, -1):
                painter.fillRect(
                    cell.translated(2.5 * behind, -1.5 * behind),
                    mix(ground, QColor("black"), 0.2 * behind),
                )
            painter.fillRect(cell, ground)
            pixmap = self._loader.pixmap(self._top(pile))
            if pixmap is not None and not pixmap.isNull():
                painter.drawPixmap(cell, pixmap, _cropped(pixmap.width(), pixmap.height()))
            if pile.count > 1:
                self._paint_badge(painter, cell, pile.count)
            chosen = self._selected.intersection(items)
            if chosen:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(accent, 3 if self._current in chosen else 1.5))
                painter.drawRect(cell.adjusted(1, 1, -1, -1))

    def _paint_badge(self, painter: QPainter, cell: QRectF, count: int) -> None:
        text = numeral(count)
        metrics = painter.fontMetrics()
        tag = QRectF(0, 0, metrics.horizontalAdvance(text) + 8, metrics.height())
        tag.moveBottomRight(cell.bottomRight())
        painter.fillRect(tag, QColor(0, 0, 0, 170))
        painter.setPen(QColor("white"))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_events(self, painter: QPainter, top: int) -> None:
        view = self.view
        assert view is not None
        base, text = self.palette().window().color(), self.palette().text().color()
        for number, stack in enumerate(view.stacks):
            left, right = self._band(stack.start, stack.end)
            area = QRectF(left, top, right - left, ROW - 3)
            is_chosen = bool(self._selected.intersection(stack.items))
            tone = mix(base, text, 0.2 + 0.1 * (number % 2))
            fill = self.palette().highlight().color() if is_chosen else tone
            self._paint_band(painter, area, fill, texts.stack_name(view, stack))

    def _paint_places(self, painter: QPainter, top: int) -> None:
        view = self.view
        assert view is not None
        for trip in view.trips:
            left, right = self._band(trip.start, trip.end)
            area = QRectF(left, top + 4, right - left, ROW - 11)
            self._paint_band(painter, area, texts.TRIP, "")
        for stay in view.stays:
            left, right = self._band(max(stay.start, view.start), min(stay.end, view.end))
            area = QRectF(left, top, right - left, ROW - 3)
            colour = seen_on(
                texts.place_colour(stay.role if stay.role != "other" else stay.place),
                self.palette().base().color(),
            )
            self._paint_band(painter, area, colour, texts.place_name(stay.place))

    def _paint_band(self, painter: QPainter, area: QRectF, fill: QColor, text: str) -> None:
        """Draw a stretch of time with its name, where that fits."""
        area = area.intersected(QRectF(MARGIN - 2, 0, self.width(), self.height()))
        if area.width() <= 0:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(area, 2, 2)
        room = area.width() - 8
        metrics: QFontMetrics = painter.fontMetrics()
        if text and room > metrics.horizontalAdvance("mmm"):
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room))
            painter.setPen(readable_on(fill))
            align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(area.adjusted(4, 0, -4, 0), align, shown)

    def _paint_clock(self, painter: QPainter, top: int) -> None:
        view = self.view
        assert view is not None
        soft = mix(self.palette().window().color(), self.palette().text().color(), 0.7)
        painter.setPen(soft)
        offset = 60 * view.offset_at(self.scale.moment(0.5))
        metrics = painter.fontMetrics()
        wide = metrics.horizontalAdvance("00:00") + 8
        free, last = 0.0, -9.0
        for moment, local in self.scale.ticks(offset, max(2, int(self._room() / (1.6 * wide)))):
            x = self.x_of(moment)
            if x - last > 8:
                painter.drawLine(QPointF(x, top - 4), QPointF(x, top))
                last = x
            if x - wide / 2 >= free and x + wide / 2 <= self.width() + 2:
                area = QRectF(x - wide / 2, top, wide, CLOCK - 2)
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, texts.clock(local))
                free = x + wide / 2


def _cropped(width: int, height: int) -> QRectF:
    """Return the middle part of a picture that has the shape of a cell."""
    wanted = PICTURE[0] / PICTURE[1]
    if width > wanted * height:
        inner = wanted * height
        return QRectF((width - inner) / 2, 0, inner, height)
    inner = width / wanted
    return QRectF(0, (height - inner) / 2, width, inner)
