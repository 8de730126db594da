"""What the tour draws over the window: a frame around a control, and a card with the step."""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.shell.parts import heading, muted, quiet_button
from app.shell.theme import mark

WIDE = 380  # pixels of the card
GAP = 14
_VEIL = QColor(0, 0, 0, 70)


class TourFrame(QWidget):
    """Dims the window but for one control; the mouse reaches everything below.

    Args:
        host: what it covers.
    """

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._hole = QRect()
        self.hide()

    @property
    def hole(self) -> QRect:
        """What is left bright, in the host's pixels."""
        return self._hole

    def show_around(self, hole: QRect) -> None:
        """Leave hole bright."""
        self.setGeometry(self._host.rect())
        if hole != self._hole or self.isHidden():
            self._hole = hole
            self.show()
            self.update()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the veil and the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hole = QRectF(self._hole.intersected(self.rect())).adjusted(1.5, 1.5, -1.5, -1.5)
        path = QPainterPath()
        path.addRect(QRectF(self.rect()))
        path.addRoundedRect(hole, 8, 8)
        painter.fillPath(path, _VEIL)
        painter.setPen(QPen(self.palette().highlight().color(), 3))
        painter.drawRoundedRect(hole, 8, 8)


class TourCard(QFrame):
    """Says a step and has its buttons; arrows go on and back, Esc leaves.

    Args:
        host: the window.
    """

    forward = Signal()
    backward = Signal()
    left = Signal()
    wanted = Signal()  # the step is to be done for the user

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        mark(self, "card")
        self.setFixedWidth(WIDE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Tour"))
        self.count = muted()
        self.title = heading("", 1.2)
        self.text = QLabel(wordWrap=True)
        self.state = QLabel(wordWrap=True)
        for label in (self.title, self.text, self.state):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.close_button = quiet_button("close", self.tr("Leave the tour (Esc)"))
        self.show_me = QPushButton(self.tr("Show me"))
        self.show_me.setToolTip(self.tr("Do this step for me"))
        self.back = QPushButton(self.tr("Back"))
        self.back.setToolTip(self.tr("The step before (←)"))
        self.next = QPushButton(self.tr("Next"))
        self.next.setToolTip(self.tr("The next step (→)"))
        self._lay_out()
        self.close_button.clicked.connect(self.left)
        self.show_me.clicked.connect(self.wanted)
        self.back.clicked.connect(self.backward)
        self.next.clicked.connect(self.forward)
        for button in self.buttons:
            button.installEventFilter(self)  # arrows go through steps, not through buttons
        self.hide()

    @property
    def buttons(self) -> list[QWidget]:
        """The buttons in the order of the keyboard."""
        return [self.show_me, self.back, self.next, self.close_button]

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.count, 1)
        head.addWidget(self.close_button)
        row = QHBoxLayout()
        row.addWidget(self.show_me)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        for label in (self.title, self.text, self.state):
            layout.addWidget(label)
        layout.addLayout(row)
        for first, second in zip(self.buttons, self.buttons[1:], strict=False):
            self.setTabOrder(first, second)

    def say(self, title: str, text: str, place: int, steps: int) -> None:
        """Show a step that is not done."""
        self.title.setText(title)
        self.text.setText(text)
        self.count.setText(
            self.tr("Tour · step {step} of {steps}").format(step=place + 1, steps=steps)
        )
        self.back.setEnabled(place > 0)
        is_last = place + 1 == steps
        self.next.setText(self.tr("Finish") if is_last else self.tr("Next"))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.show_done(done=False)

    def show_done(self, *, done: bool) -> None:
        """Say whether the step was done."""
        said = self.tr("✓ Done") if done else self.tr("Try it, or let it be shown.")
        if self.state.text() == said:
            return
        self.state.setText(said)
        mark(self.state, "muted") if not done else self.state.setProperty("muted", "false")
        self.next.setProperty("primary", "true" if done else "false")
        for widget in (self.state, self.next):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self.fit()

    def fit(self) -> None:
        """Take the height that the texts need."""
        inner = self.layout()
        assert inner is not None
        inner.activate()
        self.resize(WIDE, max(inner.totalHeightForWidth(WIDE), 10))

    def place_beside(self, hole: QRect) -> None:
        """Stand beside a control where there is room, else over its lower right corner."""
        host = self._host.rect()
        height, top = self.height(), hole.center().y() - self.height() // 2
        if hole.right() + 2 * GAP + WIDE <= host.width():
            left = hole.right() + GAP
        elif hole.left() - 2 * GAP - WIDE >= 0:
            left = hole.left() - GAP - WIDE
        elif hole.bottom() + 2 * GAP + height <= host.height():
            left, top = hole.left(), hole.bottom() + GAP
        else:
            left, top = hole.right() - WIDE - GAP, hole.bottom() - height - GAP
        left = max(GAP, min(left, host.width() - WIDE - GAP))
        top = max(GAP, min(top, host.height() - height - GAP))
        self.move(left, top)
        self.raise_()

    # -- keyboard

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows and Esc mean the same on every button."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take(event.key())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Right and Enter go on, Left goes back, Esc leaves."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter:
            self.forward.emit()
        elif not self._take(event.key()):
            super().keyPressEvent(event)

    def _take(self, key: int) -> bool:
        if key == Qt.Key.Key_Right:
            self.forward.emit()
        elif key == Qt.Key.Key_Left:
            self.backward.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            return False
        return True
