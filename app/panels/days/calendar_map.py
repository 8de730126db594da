"""A calendar as a heat map: each year a row of weeks, each day a square as dark as it is full."""

import math
from datetime import date, timedelta

from PySide6.QtCore import QDate, QEvent, QLocale, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from app.services.types import Calendar
from app.widgets.paint import mix, readable_on

LEFT, TOP, BETWEEN = 62, 26, 40  # pixels: of the weekdays' names, above a year, between years
HINT = 36  # pixels below the last year, for what the marks mean
LEAST, MOST = 9, 22  # pixels, side of a day
WEEKS = 54


class CalendarMap(QAbstractScrollArea):
    """Draws years as rows of weeks; a click or Enter opens a day, a drag chooses several.

    Keys: arrows move by a day or a week, Page Up and Page Down by a month, Home and End to the
    first and last day with anything, with Shift they choose a range.
    """

    opened = Signal(object)  # date
    range_chosen = Signal(object, object)  # first and last date

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._calendar = Calendar()
        self._counts: dict[date, int] = {}
        self._tracked: set[date] = set()
        self._most = 1
        self._current: date | None = None
        self._anchor: date | None = None
        self._range: tuple[date, date] | None = None
        self._is_drag = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(self.tr("Calendar"))
        self.setAccessibleDescription(
            self.tr("Arrows move by days and weeks, Enter opens a day, Shift chooses several.")
        )
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)

    @property
    def current(self) -> date | None:
        """The day that the keyboard is on."""
        return self._current

    def show_calendar(self, calendar: Calendar) -> None:
        """Show other days."""
        self._calendar = calendar
        self._counts = calendar.by_day
        self._tracked = {day for day, on in zip(calendar.days, calendar.tracked, strict=True) if on}
        self._most = max(1, *self._counts.values()) if self._counts else 1
        if self._current is None:
            self._current = calendar.latest
        self._set_range()
        self.viewport().update()

    def go_to(self, day: date) -> None:
        """Put the keyboard on a day and show it."""
        self._current = day
        self._reveal()
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Return room for a year or two."""
        return QSize(LEFT + WEEKS * 13, 2 * (TOP + 7 * 13 + BETWEEN))

    # -- where

    @property
    def years(self) -> list[int]:
        """The years on show, the latest first; those without any day are left out."""
        return sorted({day.year for day in self._calendar.days}, reverse=True)

    def _side(self) -> int:
        # As if the scroll bar were always there: were days larger without it, they could need it.
        bar = self.verticalScrollBar().sizeHint().width()
        room = self.maximumViewportSize().width() - bar - LEFT - 8
        return max(LEAST, min(MOST, room // WEEKS))

    def _year_height(self) -> int:
        return TOP + 7 * self._side() + BETWEEN

    def _first_weekday(self) -> int:
        return QLocale().firstDayOfWeek().value - 1  # 0 Monday

    def _cell(self, day: date) -> QRect | None:
        years = self.years
        if day.year not in years:
            return None
        first = date(day.year, 1, 1)
        shift = (first.weekday() - self._first_weekday()) % 7
        number = (day - first).days + shift
        side = self._side()
        top = years.index(day.year) * self._year_height() + TOP + 14
        x = LEFT + number // 7 * side
        y = top + number % 7 * side - self.verticalScrollBar().value()
        if self.isRightToLeft():
            x = self.viewport().width() - x - side
        return QRect(x, y, side - 2, side - 2)

    def day_at(self, at: QPoint) -> date | None:
        """Return the day under a point, None for none."""
        years, side = self.years, self._side()
        y = at.y() + self.verticalScrollBar().value()
        place, rest = divmod(y, self._year_height())
        x = self.viewport().width() - at.x() if self.isRightToLeft() else at.x()
        week, weekday = (x - LEFT) // side, (rest - TOP - 14) // side
        if not (0 <= place < len(years) and 0 <= weekday < 7 and 0 <= week < WEEKS):
            return None
        first = date(years[place], 1, 1)
        shift = (first.weekday() - self._first_weekday()) % 7
        day = first + timedelta(days=week * 7 + weekday - shift)
        return day if day.year == years[place] else None

    def _set_range(self) -> None:
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._side() * 3)
        total = len(self.years) * self._year_height() + HINT
        bar.setRange(0, max(0, total - self.viewport().height()))

    def _reveal(self) -> None:
        cell = self._cell(self._current) if self._current is not None else None
        if cell is not None and not self.viewport().rect().contains(cell):
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + cell.center().y() - self.viewport().height() // 2)

    # -- input

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the squares to the width."""
        super().resizeEvent(event)
        self._set_range()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to choose."""
        day = self.day_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and day is not None:
            self._anchor, self._current, self._range = day, day, None
            self._is_drag = False
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose the days between."""
        day = self.day_at(event.position().toPoint())
        is_down = bool(event.buttons() & Qt.MouseButton.LeftButton)
        if is_down and self._anchor is not None and day is not None and day != self._current:
            self._is_drag = True
            self._extend(day)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the day, or tell the range."""
        if event.button() != Qt.MouseButton.LeftButton or self._anchor is None:
            return
        if self._is_drag and self._range is not None:
            self.range_chosen.emit(*self._range)
        elif self._current is not None:
            self.opened.emit(self._current)
        self._anchor = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        key = Qt.Key
        if self._current is None or not self._calendar.days:
            super().keyPressEvent(event)
            return
        forward = -7 if self.isRightToLeft() else 7
        steps = {
            key.Key_Left: -forward, key.Key_Right: forward, key.Key_Up: -1, key.Key_Down: 1,
            key.Key_PageUp: -28, key.Key_PageDown: 28,
        }  # fmt: skip
        ends = {key.Key_Home: self._calendar.days[0], key.Key_End: self._calendar.days[-1]}
        pressed = Qt.Key(event.key())
        if pressed in steps or pressed in ends:
            day = ends.get(pressed) or self._stepped(steps[pressed])
            is_range = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if is_range:
                self._anchor = self._anchor or self._current
                self._extend(day)
            else:
                self._anchor, self._range = None, None
                self.go_to(day)
        elif pressed in (key.Key_Return, key.Key_Enter, key.Key_Space):
            if self._range is not None:
                self.range_chosen.emit(*self._range)
            else:
                self.opened.emit(self._current)
        else:
            super().keyPressEvent(event)

    def _stepped(self, days: int) -> date:
        """Return the day so many days on; over years without anything to the next with any."""
        first = date(min(self.years), 1, 1)
        last = date(max(self.years), 12, 31)
        current = self._current or last
        day = min(last, max(first, current + timedelta(days=days)))
        if day.year in self.years:
            return day
        return self._calendar.near(current, 1 if days > 0 else -1) or current

    def _extend(self, day: date) -> None:
        anchor = self._anchor or day
        self._range = (min(anchor, day), max(anchor, day))
        self.go_to(day)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say which day is under the mouse, and how much there is of it."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            day = self.day_at(event.pos())
            QToolTip.showText(event.globalPos(), self.told(day) if day is not None else "", self)
            return True
        return super().viewportEvent(event)

    def told(self, day: date) -> str:
        """Return what there is of a day, in words."""
        shown = QLocale().toString(
            QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat
        )
        count = self._counts.get(day, 0)
        parts = [shown, self.tr("%n photo(s) or video(s)", "", count)]
        if day in self._tracked:
            parts.append(self.tr("positions"))
        return " · ".join(parts)

    # -- drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the years that can be seen."""
        painter = QPainter(self.viewport())
        height, scrolled = self._year_height(), self.verticalScrollBar().value()
        for place, year in enumerate(self.years):
            top = place * height - scrolled
            if top + height >= 0 and top <= self.viewport().height():
                self._paint_year(painter, year, top)
        if self.years:
            self._paint_legend(painter)
        painter.end()

    def _paint_legend(self, painter: QPainter) -> None:
        """Draw what the colours and the dots mean, below the last year."""
        side, height = 12, self._year_height()
        y = len(self.years) * height - self.verticalScrollBar().value() - BETWEEN + 20
        x = LEFT
        metrics = painter.fontMetrics()
        base, accent = self.palette().base().color(), self.palette().highlight().color()
        soft = mix(base, self.palette().text().color(), 0.7)
        painter.setPen(soft)
        align = Qt.AlignmentFlag.AlignVCenter
        for text, shares in (
            (self.tr("less"), (0.0, 0.01, 0.33, 0.67, 1.0)),
            (self.tr("more"), ()),
        ):
            wide = metrics.horizontalAdvance(text)
            painter.drawText(QRect(x, y - 3, wide + 2, side + 6), align, text)
            x += wide + 8
            for share in shares:
                tone = mix(base, self.palette().text().color(), 0.06)
                if share:
                    tone = mix(base, accent, 0.25 + 0.75 * share)
                painter.fillRect(QRect(x, y, side, side), tone)
                x += side + 3
            x += 6
        words = self.tr("dot: positions known · click opens a day · drag over days filters by them")
        room = self.viewport().width() - x - 16
        if metrics.horizontalAdvance(words) > room:  # below, in as many lines as it needs
            x, y, room = LEFT - 8, y + side + 8, self.viewport().width() - LEFT - 8
        wrapped = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(QRect(x + 8, y - 3, room, HINT), wrapped, words)

    def _paint_year(self, painter: QPainter, year: int, top: int) -> None:
        side, locale = self._side(), QLocale()
        text = self.palette().text().color()
        soft = mix(self.palette().base().color(), text, 0.7)
        bold = painter.font()
        bold.setBold(True)
        plain = self.font()
        painter.setFont(bold)
        painter.setPen(text)
        align = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self._flipped(QRect(8, top, LEFT + 40, TOP - 6)), align, str(year))
        painter.setFont(plain)
        painter.setPen(soft)
        for month in range(1, 13):
            cell = self._cell(date(year, month, 15))
            if cell is not None:
                name = locale.monthName(month, QLocale.FormatType.ShortFormat)
                area = QRect(cell.center().x() - 40, top + TOP - 8, 80, 18)
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, name)
        for row in (0, 2, 4):
            weekday = (row + self._first_weekday()) % 7 + 1
            name = locale.dayName(weekday, QLocale.FormatType.ShortFormat)
            area = self._flipped(QRect(4, top + TOP + 14 + row * side, LEFT - 12, side))
            painter.drawText(area, align | Qt.AlignmentFlag.AlignRight, name)
        day = date(year, 1, 1)
        while day.year == year:
            self._paint_day(painter, day)
            day += timedelta(days=1)
        self._paint_months(painter, year)

    def _flipped(self, area: QRect) -> QRect:
        if self.isRightToLeft():
            area.moveLeft(self.viewport().width() - area.right())
        return area

    def colour(self, day: date) -> QColor:
        """Return the colour of a day: darker (in the dark theme lighter) where there is more."""
        base, accent = self.palette().base().color(), self.palette().highlight().color()
        count = self._counts.get(day, 0)
        if not count:
            return mix(base, self.palette().text().color(), 0.14 if day in self._tracked else 0.06)
        # By the logarithm: a day of a thousand photos must not make all others pale.
        share = math.log(count) / math.log(max(2, self._most))
        return mix(base, accent, 0.25 + 0.75 * min(1.0, share))

    def _paint_day(self, painter: QPainter, day: date) -> None:
        cell = self._cell(day)
        if cell is None:
            return
        colour = self.colour(day)
        painter.fillRect(cell, colour)
        if day in self._tracked:
            dot = QRect(cell.center().x() - 1, cell.center().y() - 1, 3, 3)
            painter.fillRect(dot, mix(colour, readable_on(colour), 0.7))
        if self._range is not None and self._range[0] <= day <= self._range[1]:
            painter.setPen(QPen(self.palette().text().color(), 1))
            painter.drawRect(cell)
        if day == self._current:
            painter.setPen(QPen(self.palette().text().color(), 2))
            painter.drawRect(cell.adjusted(-1, -1, 1, 1))

    def _paint_months(self, painter: QPainter, year: int) -> None:
        """Draw thin lines between months."""
        side = self._side()
        painter.setPen(
            QPen(mix(self.palette().base().color(), self.palette().text().color(), 0.3), 1)
        )
        for month in range(2, 13):
            cell = self._cell(date(year, month, 1))
            if cell is None or self.isRightToLeft():
                continue
            weekday = (date(year, month, 1).weekday() - self._first_weekday()) % 7
            x, top = cell.left() - 1, cell.top() - weekday * side - 1
            painter.drawLine(x, cell.top() - 1, x, top + 7 * side - 1)
            if weekday:
                painter.drawLine(x, cell.top() - 1, x + side, cell.top() - 1)
                painter.drawLine(x + side, cell.top() - 1, x + side, top)
