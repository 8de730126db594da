"""Three steps over the panel that say how it is used, at the first time and on demand."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.widgets.controls import on_click, push_button

_VEIL = QColor(0, 0, 0, 120)
_WIDE = 340  # pixels of the card
_GAP = 14


@dataclass(frozen=True, slots=True)
class Tip:
    """A step.

    Args:
        title: headline.
        text: what to do.
        target: what it speaks of; is left uncovered.
    """

    title: str
    text: str
    target: QWidget


class Overlay(QWidget):
    """Covers a widget and shows one step after another; Esc or *Skip* ends it.

    Args:
        host: what it covers.
    """

    finished = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._tips: Sequence[Tip] = ()
        self._place = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("First steps"))
        self.card = QFrame(self)
        self.card.setProperty("card", "true")
        self.card.setFixedWidth(_WIDE)
        self.title = QLabel(wordWrap=True)
        font = self.title.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.2)
        self.title.setFont(font)
        self.text = QLabel(wordWrap=True)
        self.count = QLabel()
        self.count.setProperty("muted", "true")
        self.skip = push_button(self.tr("Skip"), self.tr("Close these steps (Esc)"))
        self.next = push_button(self.tr("Next"), self.tr("The next step (Enter)"))
        self.next.setProperty("primary", "true")
        on_click(self.skip, self.end)
        on_click(self.next, self.step)
        row = QHBoxLayout()
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(self.skip)
        row.addWidget(self.next)
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addLayout(row)
        host.installEventFilter(self)
        self.hide()

    @property
    def place(self) -> int:
        """Which step is shown, from 0."""
        return self._place

    def start(self, tips: Sequence[Tip]) -> None:
        """Show the first of some steps."""
        self._tips = tips
        self._place = 0
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()
        self._show_tip()
        self.next.setFocus()

    def step(self) -> None:
        """Go on to the next step, or end."""
        if self._place + 1 < len(self._tips):
            self._place += 1
            self._show_tip()
        else:
            self.end()

    def end(self) -> None:
        """Close; told by `finished`."""
        if not self.isHidden():
            self.hide()
            self.finished.emit()

    def _show_tip(self) -> None:
        tip = self._tips[self._place]
        is_last = self._place + 1 == len(self._tips)
        self.title.setText(tip.title)
        self.text.setText(tip.text)
        self.count.setText(
            self.tr("{step} of {steps}").format(step=self._place + 1, steps=len(self._tips))
        )
        self.next.setText(self.tr("Begin") if is_last else self.tr("Next"))
        self.setAccessibleName(tip.title)
        self.setAccessibleDescription(tip.text)
        self._lay_out()
        self.update()

    def _hole(self) -> QRect:
        """Return where the widget that the step speaks of lies, in this widget."""
        target = self._tips[self._place].target
        corner = target.mapTo(self._host, target.rect().topLeft())
        return QRect(corner, target.size()).intersected(self.rect())

    def _lay_out(self) -> None:
        """Put the card beside the hole, where there is room; else inside it, below."""
        hole = self._hole()
        inner = self.card.layout()
        assert inner is not None
        height = max(inner.heightForWidth(_WIDE), self.card.sizeHint().height())
        self.card.resize(_WIDE, height)
        left = hole.center().x() - _WIDE // 2
        top = hole.bottom() + _GAP
        if hole.right() + _GAP + _WIDE <= self.width():
            left, top = hole.right() + _GAP, hole.center().y() - height // 2
        elif hole.left() - _GAP - _WIDE >= 0:
            left, top = hole.left() - _GAP - _WIDE, hole.center().y() - height // 2
        elif top + height > self.height():
            top = hole.bottom() - height - 2 * _GAP
        left = max(_GAP, min(left, self.width() - _WIDE - _GAP))
        top = max(_GAP, min(top, self.height() - height - _GAP))
        self.card.move(left, top)

    # -- Qt

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Darken all but what the step speaks of."""
        if not self._tips:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hole = QRectF(self._hole()).adjusted(1, 1, -1, -1)
        path = QPainterPath()
        path.addRect(QRectF(self.rect()))
        path.addRoundedRect(hole, 8, 8)
        painter.fillPath(path, _VEIL)
        painter.setPen(QPen(self.palette().highlight().color(), 2))
        painter.drawRoundedRect(hole, 8, 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the card beside what it speaks of."""
        super().resizeEvent(event)
        if self._tips:
            self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Space and Right go on; Esc ends."""
        leaves = self.skip.hasFocus() and event.key() != Qt.Key.Key_Right
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif event.key() in {
            Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Right
        }:  # fmt: skip
            self.end() if leaves else self.step()
        # No other key reaches what lies below.

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Keep the keyboard among the two buttons."""
        (self.skip if self.next.hasFocus() else self.next).setFocus()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the host at every size."""
        if watched is self._host and event.type() == QEvent.Type.Resize and not self.isHidden():
            self.setGeometry(self._host.rect())
        return super().eventFilter(watched, event)
