"""A histogram with a band: what passes a range of numbers."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.services.facets import Histogram
from app.widgets.paint import mix

HEIGHT = 56  # pixels
_GRIP = 7  # pixels, reach of an end of the band


class HistogramView(QWidget):
    """Bars of all items (pale) and of those that pass the other filters; a band that can be drawn.

    Drag inside to draw a band, drag its ends to move them, double-click to take it away. With the
    keyboard: Left and Right move the lower end by one bar, with Shift the upper one, Delete takes
    the band away. Bars are as high as the square root of their count, so that small ones are seen.
    """

    banded = Signal(object, object)  # float | None each: low and high

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Histogram | None = None
        self._band: tuple[float, float] | None = None  # as it is drawn now, in numbers
        self._held: float | None = None  # the end that stays while the other is dragged
        self.setAccessibleName(name)
        self.setToolTip(
            self.tr("Drag to choose a range; double-click to take it away. Keys: ←, →, Shift")
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def sizeHint(self) -> QSize:
        """Return a size that shows some bars."""
        return QSize(160, HEIGHT)

    @property
    def band(self) -> tuple[float, float] | None:
        """The ends of the band; None where everything passes."""
        return self._band

    def show_histogram(self, shown: Histogram) -> None:
        """Show bars and the range that is chosen."""
        self._shown = shown
        if self._held is not None:  # answers come while the band is dragged
            self.update()
            return
        low, high = shown.choice.low, shown.choice.high
        self._band = None
        if len(shown.edges) and (low is not None or high is not None):
            first, last = float(shown.edges[0]), float(shown.edges[-1])
            self._band = (first if low is None else low, last if high is None else high)
        self.update()

    # -- between numbers and pixels

    def _span(self) -> tuple[float, float] | None:
        if self._shown is None or len(self._shown.edges) < 2:
            return None
        return float(self._shown.edges[0]), float(self._shown.edges[-1])

    def _to_x(self, number: float) -> float:
        first, last = self._span() or (0.0, 1.0)
        share = (number - first) / (last - first)
        return min(1.0, max(0.0, share)) * self.width()

    def _to_number(self, x: float) -> float:
        first, last = self._span() or (0.0, 1.0)
        return first + (last - first) * min(1.0, max(0.0, x / max(1, self.width())))

    def _send(self) -> None:
        span = self._span()
        if self._band is None or span is None or self._shown is None:
            self.banded.emit(None, None)
            return
        low, high = sorted(self._band)
        if self._shown.whole:
            low, high = float(np.ceil(low)), float(np.floor(high))
        self.banded.emit(
            None if low <= span[0] else low, None if high >= span[1] else max(low, high)
        )

    # -- mouse and keyboard

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a band, or take hold of an end of the one that is there."""
        if event.button() != Qt.MouseButton.LeftButton or self._span() is None:
            return
        x = event.position().x()
        here = self._to_number(x)
        self._held = here
        if self._band is not None:
            low, high = sorted(self._band)
            if abs(self._to_x(low) - x) <= _GRIP:
                self._held = high
            elif abs(self._to_x(high) - x) <= _GRIP:
                self._held = low

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the band."""
        if self._held is not None:
            self._band = (self._held, self._to_number(event.position().x()))
            self.update()
            self._send()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._held = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Take the band away."""
        self._held = self._band = None
        self.update()
        self._send()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        span = self._span()
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if span is None or (not steps and event.key() != Qt.Key.Key_Delete):
            super().keyPressEvent(event)
            return
        if steps and self._shown is not None:
            width = float(self._shown.edges[1] - self._shown.edges[0])
            low, high = sorted(self._band or span)
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                high = min(span[1], max(low, high + steps * width))
            else:
                low = max(span[0], min(high, low + steps * width))
            self._band = None if (low, high) == span else (low, high)
        else:
            self._band = None
        self.update()
        self._send()

    # -- drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw bars and band."""
        shown = self._shown
        if shown is None or not len(shown.totals):
            return
        painter = QPainter(self)
        palette = self.palette()
        base, text = (
            palette.color(QPalette.ColorRole.Window),
            palette.color(QPalette.ColorRole.Text),
        )
        accent = palette.color(QPalette.ColorRole.Highlight)
        painter.fillRect(self.rect(), mix(palette.color(QPalette.ColorRole.Window), text, 0.03))
        largest = float(np.sqrt(shown.totals.max())) or 1.0
        inside = self._inside(shown)
        for counts, is_left in ((shown.totals, False), (shown.counts, True)):
            for bar, count in enumerate(counts.tolist()):
                height = float(np.sqrt(count)) / largest * (self.height() - 6)
                left, right = (self._to_x(float(edge)) for edge in shown.edges[bar : bar + 2])
                colour = mix(base, text, 0.16)
                if is_left:
                    colour = accent if inside[bar] else mix(base, accent, 0.35)
                gap = 1.0 if right - left > 3 else 0.0
                painter.fillRect(
                    QRectF(left, self.height() - height - 1, right - left - gap, height), colour
                )
        self._paint_band(painter, accent)
        if self.hasFocus():
            painter.setPen(accent)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _inside(self, shown: Histogram) -> list[bool]:
        if self._band is None:
            return [True] * len(shown.totals)
        low, high = sorted(self._band)
        ends = zip(shown.edges[:-1].tolist(), shown.edges[1:].tolist(), strict=True)
        return [last > low and first < high for first, last in ends]

    def _paint_band(self, painter: QPainter, accent: QColor) -> None:
        if self._band is None:
            return
        left, right = sorted(self._to_x(end) for end in self._band)
        band = QColor(accent)
        band.setAlphaF(0.12)
        painter.fillRect(QRectF(left, 0, max(2.0, right - left), self.height()), band)
        for x in (left, right):
            painter.fillRect(QRectF(x - 1, 0, 2, self.height()), accent)
