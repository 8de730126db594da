"""Lines of recall by round, painted."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.widgets.numbers import numeral

_GRID = (0.0, 0.25, 0.5, 0.75, 1.0)
_MOST_TICKS = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the chart.

    Args:
        name: as the key shows it.
        values: by round, from the first one, 0-1.
        is_main: drawn strong; others are dashed.
    """

    name: str
    values: tuple[float, ...]
    is_main: bool = True


class LineChart(QWidget):
    """Shows parts (0-100 %) by round; what it shows stands in a table too.

    Args:
        parent: as in Qt.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Recall by round"))

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._lines

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        self._lines = tuple(lines)
        ends = [
            self.tr("{name}: {part} after {rounds} rounds").format(
                name=line.name, part=numeral(line.values[-1], ".0%"), rounds=len(line.values)
            )
            for line in self._lines
            if line.values
        ]
        self.setAccessibleDescription("; ".join(ends))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size at which the scale can be read."""
        return QSize(380, 220)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which lines can be told apart."""
        return QSize(220, 140)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the scale, the lines and their key."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        left = metrics.horizontalAdvance("100 %") + 10
        line = metrics.height()
        area = QRectF(left, 2.0 * line, self.width() - left - 12, self.height() - 4.2 * line)
        if area.width() < 20 or area.height() < 20:
            return
        self._draw_scale(painter, area)
        self._draw_key(painter, left, line)
        for one in reversed(self._lines):
            self._draw_line(painter, area, one)

    @property
    def _rounds(self) -> int:
        return max((len(line.values) for line in self._lines), default=0)

    def _at(self, area: QRectF, number: int, value: float) -> QPointF:
        steps = max(1, self._rounds - 1)
        return QPointF(
            area.left() + area.width() * number / steps, area.bottom() - area.height() * value
        )

    def _colour(self, line: Line) -> QColor:
        role = QPalette.ColorRole.Highlight if line.is_main else QPalette.ColorRole.PlaceholderText
        return self.palette().color(role)

    def _draw_scale(self, painter: QPainter, area: QRectF) -> None:
        muted = self.palette().color(QPalette.ColorRole.PlaceholderText)
        faint = QColor(muted)
        faint.setAlphaF(0.3)
        height = painter.fontMetrics().height()
        for value in _GRID:
            y = area.bottom() - area.height() * value
            painter.setPen(QPen(faint, 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(muted)
            where = QRectF(0, y - height / 2, area.left() - 6, height)
            painter.drawText(where, Qt.AlignmentFlag.AlignRight, numeral(value, ".0%"))
        step = max(1, -(-self._rounds // _MOST_TICKS))
        for number in range(0, self._rounds, step):
            x = self._at(area, number, 0).x()
            where = QRectF(x - 20, area.bottom() + 4, 40, height)
            painter.drawText(where, Qt.AlignmentFlag.AlignHCenter, str(number + 1))
        below = QRectF(area.left(), area.bottom() + 4 + height, area.width(), height)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, self.tr("round"))

    def _draw_key(self, painter: QPainter, left: int, height: int) -> None:
        x = float(left)
        for one in self._lines:
            painter.setPen(self._pen(one))
            painter.drawLine(QPointF(x, height * 0.8), QPointF(x + 22, height * 0.8))
            painter.setPen(self.palette().color(QPalette.ColorRole.Text))
            width = painter.fontMetrics().horizontalAdvance(one.name)
            painter.drawText(QPointF(x + 28, height * 1.1), one.name)
            x += 28 + width + 18

    def _pen(self, line: Line) -> QPen:
        style = Qt.PenStyle.SolidLine if line.is_main else Qt.PenStyle.DashLine
        return QPen(self._colour(line), 2.2 if line.is_main else 1.6, style)

    def _draw_line(self, painter: QPainter, area: QRectF, line: Line) -> None:
        points = [self._at(area, n, min(1.0, max(0.0, v))) for n, v in enumerate(line.values)]
        painter.setPen(self._pen(line))
        painter.drawPolyline(points)
        if line.is_main:
            painter.setBrush(self._colour(line))
            for point in points:
                painter.drawEllipse(point, 2.6, 2.6)
            painter.setBrush(Qt.BrushStyle.NoBrush)
