"""Suggestions that can be judged by a swipe: to the right is relevant, to the left is not."""

from typing import cast

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTouchEvent
from PySide6.QtWidgets import QWidget

from app.context import PanelContext
from app.widgets.drop_grid import DropGrid
from app.widgets.paint import NEGATIVE, POSITIVE

LEAST = 56  # pixels a finger must go sideways
STEEP = 1.6  # and so much farther than up or down
FLASH_MS = 1400  # how long a picture that came is framed


class SwipeGrid(DropGrid):
    """A grid for fingers too: swipe judges, a stroke up or down scrolls, a tap selects.

    Args:
        context: services, jobs, shared state and actions.
        source: name for the shared selection.
        parent: owner.
    """

    def __init__(self, context: PanelContext, source: str, parent: QWidget | None = None) -> None:
        super().__init__(context, source, parent)
        self._touched: QPoint | None = None
        self._row = -1
        self._gone = QPoint()
        self._scrolled_from = 0
        self._fresh: set[int] = set()
        self._flash = QTimer(self, singleShot=True, interval=FLASH_MS)
        self._flash.timeout.connect(self._end_flash)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)

    def flash(self, item: int) -> None:
        """Frame a picture that has just come, for a moment."""
        self._fresh.add(item)
        self._flash.start()
        self.viewport().update()

    def _end_flash(self) -> None:
        self._fresh.clear()
        self.viewport().update()

    @property
    def swipe(self) -> int:
        """What the finger says now: +1, -1, or 0 for nothing."""
        across, down = self._gone.x(), self._gone.y()
        if self._touched is None or abs(across) < LEAST or abs(across) < STEEP * abs(down):
            return 0
        return 1 if across > 0 else -1

    def viewportEvent(self, event: QEvent) -> bool:
        """Take fingers; everything else as usual."""
        kinds = (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd)
        if event.type() not in (*kinds, QEvent.Type.TouchCancel):
            return super().viewportEvent(event)
        points = cast("QTouchEvent", event).points()
        if event.type() == QEvent.Type.TouchCancel or len(points) != 1:
            self._let_go()
            return True
        at = points[0].position().toPoint()
        if event.type() == QEvent.Type.TouchBegin:
            self._touched, self._gone = at, QPoint()
            self._row = self.indexAt(at).row()
            self._scrolled_from = self.verticalOffset()
        elif self._touched is not None:
            self._gone = at - self._touched
            if abs(self._gone.y()) > abs(self._gone.x()):
                self.verticalScrollBar().setValue(self._scrolled_from - self._gone.y())
            if event.type() == QEvent.Type.TouchEnd:
                self._lift()
        self.viewport().update()
        return True

    def _lift(self) -> None:
        """Judge by the swipe; a finger that did not move selects."""
        value, row, gone = self.swipe, self._row, self._gone
        self._let_go()
        if not 0 <= row < self.hits.rowCount():
            return
        if value and self._offers_labels:
            self.label_requested.emit(self.hits.hits[row].item, value)
        elif gone.manhattanLength() < 12:
            self.select_row(row)

    def _let_go(self) -> None:
        self._touched, self._row, self._gone = None, -1, QPoint()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells, what a swipe would say, and frames around what has just come."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        for item in self._fresh:
            row = self.hits.row_of(item)
            if row >= 0:
                pen = painter.pen()
                pen.setColor(self.palette().highlight().color())
                pen.setWidth(3)
                painter.setPen(pen)
                cell = self.visualRect(self.hits.index(row)).adjusted(3, 3, -3, -3)
                painter.drawRoundedRect(cell, 6, 6)
        if (value := self.swipe) and 0 <= self._row < self.hits.rowCount():
            self._paint_swipe(painter, self.visualRect(self.hits.index(self._row)), value)
        painter.end()

    def _paint_swipe(self, painter: QPainter, cell: QRect, value: int) -> None:
        colour = QColor(POSITIVE if value > 0 else NEGATIVE)
        colour.setAlpha(170)
        painter.fillRect(cell, colour)
        font = painter.font()
        font.setPixelSize(max(12, cell.height() // 3))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor("white"))
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, "+" if value > 0 else "−")
