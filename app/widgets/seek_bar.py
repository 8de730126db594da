"""The time line of a player: position, shots, and a preview under the mouse."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.widgets.paint import clock, mix

_TRACK = 8  # pixels
_MARGIN = 8


class SeekBar(QWidget):
    """A slider over seconds with a mark where each shot begins.

    Args:
        parent: owner.
    """

    sought = Signal(float)  # seconds

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._duration = 0.0
        self._position = 0.0
        self._marks: tuple[float, ...] = ()
        self._hit: float | None = None
        self._span: tuple[float, float] | None = None
        self._preview: Callable[[float], QPixmap | None] = lambda _time: None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Position in the video"))
        self.setToolTip(self.tr("Click or drag to go there (Left and Right: 5 s)"))
        self._bubble = QWidget(self, Qt.WindowType.ToolTip)
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._time = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self._bubble)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self._picture)
        layout.addWidget(self._time)

    def sizeHint(self) -> QSize:
        """Return the size of the bar."""
        return QSize(240, 26)

    @property
    def marks(self) -> tuple[float, ...]:
        """Where shots begin, seconds."""
        return self._marks

    def set_duration(self, seconds: float) -> None:
        """Set the length of the video."""
        self._duration = seconds
        self.update()

    def set_position(self, seconds: float) -> None:
        """Move the handle."""
        self._position = seconds
        self.setAccessibleDescription(f"{clock(seconds)} / {clock(self._duration)}")
        self.update()

    def set_marks(self, starts: Sequence[float], hit: float | None = None) -> None:
        """Mark where shots begin; hit is drawn stronger."""
        self._marks, self._hit = tuple(starts), hit
        self.update()

    def set_span(self, span: tuple[float, float] | None) -> None:
        """Tint a stretch: the shot that is looped."""
        self._span = span
        self.update()

    def set_preview(self, preview: Callable[[float], QPixmap | None]) -> None:
        """Set what gives the picture for a time, at once; None where there is none."""
        self._preview = preview

    def _x(self, seconds: float) -> float:
        share = min(1.0, max(0.0, seconds / self._duration)) if self._duration else 0.0
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            share = 1 - share
        return _MARGIN + share * (self.width() - 2 * _MARGIN)

    def _seconds(self, x: float) -> float:
        share = (x - _MARGIN) / max(1, self.width() - 2 * _MARGIN)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            share = 1 - share
        return min(1.0, max(0.0, share)) * self._duration

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.sought.emit(self._seconds(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or preview."""
        seconds = self._seconds(event.position().x())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.sought.emit(seconds)
        self._show_bubble(event.position().x(), seconds)

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the preview."""
        self._bubble.hide()
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Hide the preview with the bar."""
        self._bubble.hide()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the ends; the rest is the player's."""
        if event.key() == Qt.Key.Key_Home:
            self.sought.emit(0.0)
        elif event.key() == Qt.Key.Key_End:
            self.sought.emit(self._duration)
        else:
            event.ignore()

    def _show_bubble(self, x: float, seconds: float) -> None:
        if not self._duration:
            return
        pixmap = self._preview(seconds)
        self._picture.setVisible(pixmap is not None)
        if pixmap is not None:
            self._picture.setPixmap(
                pixmap.scaled(
                    QSize(160, 100),
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
        self._time.setText(clock(seconds))
        self._bubble.adjustSize()
        size = self._bubble.size()
        corner = QPoint(round(x) - size.width() // 2, -size.height() - 4)
        self._bubble.move(self.mapToGlobal(corner))
        self._bubble.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the track, the marks and the handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        text, accent = palette.windowText().color(), palette.highlight().color()
        middle = self.height() / 2
        track = QRectF(_MARGIN, middle - _TRACK / 2, self.width() - 2 * _MARGIN, _TRACK)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mix(palette.window().color(), text, 0.25))
        painter.drawRoundedRect(track, 4, 4)
        if self._span is not None:
            left, right = sorted((self._x(self._span[0]), self._x(self._span[1])))
            painter.fillRect(
                QRectF(left, track.top() - 3, right - left, _TRACK + 6), mix(accent, text, 0.2)
            )
        origin, here = self._x(0), self._x(self._position)
        painter.setBrush(accent)
        done = QRectF(min(origin, here), track.top(), abs(here - origin), _TRACK)
        painter.drawRoundedRect(done, 4, 4)
        painter.setPen(QPen(mix(palette.window().color(), text, 0.8), 1))
        for mark in self._marks:
            x = self._x(mark)
            painter.drawLine(round(x), round(track.top()) - 3, round(x), round(track.bottom()) + 3)
        if self._hit is not None:
            painter.setPen(QPen(QColor("#e69f00"), 3))
            x = round(self._x(self._hit))
            painter.drawLine(x, round(track.top()) - 5, x, round(track.bottom()) + 5)
        painter.setPen(QPen(text, 2 if self.hasFocus() else 1))
        painter.setBrush(accent)
        painter.drawEllipse(QRectF(here - 7, middle - 7, 14, 14))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRect(self.rect()).adjusted(1, 1, -2, -2), 4, 4)
