"""Classes with their scores as bars: a click or Enter chooses one."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.services.explain_words import short_label
from app.widgets.numbers import numeral

_PAD = 6


class ScoreBars(QWidget):
    """Rows of a name, a score and a bar; the score before a change is a mark on the bar.

    Keys: up and down move, Enter or Space chooses.

    Args:
        parent: owner.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[str, float], ...] = ()
        self._before: dict[str, float] = {}
        self._marked = ""
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Classes by score"))
        self.setMouseTracking(True)

    @property
    def rows(self) -> tuple[tuple[str, float], ...]:
        """Names and scores on view."""
        return self._rows

    @property
    def marked(self) -> str:
        """The class that is explained, "" where it is none."""
        return self._marked

    def show_rows(
        self,
        rows: Sequence[tuple[str, float]],
        *,
        marked: str = "",
        before: Mapping[str, float] | None = None,
    ) -> None:
        """Show classes.

        Args:
            rows: names and probabilities, best first.
            marked: the class that is explained.
            before: probabilities of the picture as it is, by name.
        """
        self._rows, self._marked = tuple(rows), marked
        self._before = dict(before or {})
        self._current = min(self._current, max(0, len(self._rows) - 1))
        told = [f"{short_label(name)} {self._told(name, score)}" for name, score in self._rows]
        self.setAccessibleDescription(", ".join(told))
        self.setToolTip("\n".join(told))
        self.updateGeometry()
        self.update()

    def _told(self, name: str, score: float) -> str:
        before = self._before.get(name)
        if before is None or abs(before - score) < 0.0005:
            return numeral(score, ".1%")
        return f"{numeral(score, '.1%')} ({numeral(score - before, '+.1%')})"

    def _row_height(self) -> int:
        return self.fontMetrics().height() + 14

    def sizeHint(self) -> QSize:
        """Return the height of all rows."""
        return QSize(200, max(1, len(self._rows)) * self._row_height() + 2)

    def minimumSizeHint(self) -> QSize:
        """It may be narrow."""
        return QSize(120, self.sizeHint().height())

    def _row_at(self, y: float) -> int:
        row = int(y // self._row_height())
        return row if 0 <= row < len(self._rows) else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a class."""
        row = self._row_at(event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self._choose(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say that rows can be clicked."""
        over = self._row_at(event.position().y()) >= 0
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and self._rows:
            self._current = min(len(self._rows) - 1, max(0, self._current + step))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._rows:
            self._choose(self._current)
        else:
            super().keyPressEvent(event)

    def _choose(self, row: int) -> None:
        self._current = row
        self.update()
        self.chosen.emit(self._rows[row][0])

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = self._row_height()
        for place, (name, score) in enumerate(self._rows):
            area = QRectF(1, place * high + 1, self.width() - 2, high - 2)
            self._paint_row(painter, area, name, score)
            if self.hasFocus() and place == self._current:
                painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(area, 5, 5)

    def _paint_row(self, painter: QPainter, area: QRectF, name: str, score: float) -> None:
        palette, is_marked = self.palette(), name == self._marked
        accent = palette.color(QPalette.ColorRole.Highlight)
        ground = QColor(accent)
        ground.setAlphaF(0.14 if is_marked else 0.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(area, 5, 5)
        told = self._told(name, score)
        metrics = painter.fontMetrics()
        room = area.adjusted(_PAD, 1, -_PAD, -6)
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, told)
        left = room.adjusted(0, 0, -metrics.horizontalAdvance(told) - 8, 0)
        words = metrics.elidedText(
            short_label(name), Qt.TextElideMode.ElideRight, max(0, int(left.width()))
        )
        painter.drawText(left, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        track = QRectF(room.left(), area.bottom() - 5, room.width(), 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(QPalette.ColorRole.Mid))
        painter.drawRoundedRect(track, 1.5, 1.5)
        painter.setBrush(accent)
        painter.drawRoundedRect(
            QRectF(track.left(), track.top(), track.width() * min(1.0, max(0.0, score)), 3),
            1.5,
            1.5,
        )
        before = self._before.get(name)
        if before is not None:
            x = track.left() + track.width() * min(1.0, max(0.0, before))
            painter.setPen(QPen(palette.color(QPalette.ColorRole.WindowText), 2))
            painter.drawLine(int(x), int(track.top()) - 3, int(x), int(track.bottom()) + 1)
