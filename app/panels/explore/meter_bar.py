"""The strategy meter: how much was seen, how much found, and what promises most."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from app.panels.explore.texts import action_name
from app.services.types import Action, Meter, Option
from app.widgets.list_texts import list_text
from app.widgets.numbers import numeral
from app.widgets.paint import POSITIVE, mix


class RecallBar(QWidget):
    """A bar of 0 to 100 %: what was seen, and between which ends the recall lies."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seen = 0.0
        self._span: tuple[float, float] | None = None
        self._recall: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(90)

    def sizeHint(self) -> QSize:
        """A low bar."""
        return QSize(160, 22)

    def show_meter(self, meter: Meter | None) -> None:
        """Show other numbers; None shows nothing."""
        self._seen = meter.seen / meter.items if meter is not None and meter.items else 0.0
        self._span = meter.estimated_recall if meter is not None else None
        self._recall = meter.recall if meter is not None else None
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw seen below, recall above."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        base, text = self.palette().base().color(), self.palette().text().color()
        width, half = float(self.width()), self.height() / 2
        for row in range(2):
            ground = QRectF(0, row * half + 1, width, half - 3)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mix(base, text, 0.14))
            painter.drawRoundedRect(ground, 3, 3)
        painter.setBrush(mix(base, text, 0.5))
        painter.drawRoundedRect(QRectF(0, half + 1, width * self._seen, half - 3), 3, 3)
        if self._span is not None:
            low, high = self._span
            colour = QColor(POSITIVE)
            colour.setAlpha(120)
            painter.setBrush(colour)
            left = width * low
            painter.drawRoundedRect(QRectF(left, 1, max(3.0, width * (high - low)), half - 3), 3, 3)
        if self._recall is not None:
            painter.setPen(QColor(POSITIVE))
            x = width * self._recall
            painter.drawLine(QPointF(x, 0), QPointF(x, half - 1))
        painter.end()


class MeterBar(QWidget):
    """The meter with its advice, and a menu of everything that could be done next."""

    wanted = Signal(object)  # Option

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text, self.bar = QLabel(), RecallBar()
        self.text.setWordWrap(True)
        self.text.setAccessibleName(self.tr("Strategy meter"))
        self.advice = QPushButton()
        self.advice.setAccessibleName(self.tr("What to do next"))
        self.advice.clicked.connect(self._on_advice)
        self.more = QToolButton()
        self.more.setText("…")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setToolTip(self.tr("Everything that could be done next, most promising first"))
        self.more.setAccessibleName(self.tr("Other steps"))
        self._menu = QMenu(self.more)
        self._menu.setToolTipsVisible(True)
        self.more.setMenu(self._menu)
        self._best: Option | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.text, 3)
        row.addWidget(self.bar, 2)
        row.addWidget(self.advice)
        row.addWidget(self.more)
        self.show_meter(None)

    def show_meter(self, meter: Meter | None) -> None:
        """Show where the user stands; None hides the advice."""
        self.bar.show_meter(meter)
        self.bar.setVisible(meter is not None)
        self._menu.clear()
        options = meter.options if meter is not None else ()
        self._best = options[0] if options else None
        self.advice.setVisible(self._best is not None)
        self.more.setVisible(len(options) > 1)
        if meter is None:
            self.text.setText(
                self.tr("Put pictures into a bucket (+): then a meter says how much may be found.")
            )
            self.bar.setToolTip("")
            return
        parts = [
            self.tr("{seen} of {items} seen").format(
                seen=numeral(meter.seen), items=numeral(meter.items)
            ),
            self.tr("%s found") % numeral(meter.found),
        ]
        if meter.estimated_recall is not None:
            low, high = meter.estimated_recall
            parts.append(
                self.tr("estimated recall %s–%s") % (numeral(low, ".0%"), numeral(high, ".0%"))
            )
        self.text.setText(" · ".join(parts))
        self.bar.setToolTip(
            self.tr(
                "Above: the part of all relevant pictures that was found lies within the green "
                "span in four of five sessions. Below: the part of the collection that was seen."
            )
        )
        self._show_options(options)

    def _show_options(self, options: Sequence[Option]) -> None:
        if self._best is not None:
            self.advice.setText(action_name(self._best.action))
            self.advice.setToolTip(self._tip(self._best))
            self.advice.setAccessibleName(
                self.tr("Promises most: %s") % action_name(self._best.action)
            )
        for option in options:
            entry = self._menu.addAction(
                f"{action_name(option.action)}\t{numeral(option.expected, '.0%')}",
                partial(self.wanted.emit, option),
            )
            entry.setToolTip(self._tip(option))

    def _tip(self, option: Option) -> str:
        expected = self.tr("%s new ones a picture are expected") % numeral(option.expected, ".2f")
        return f"{expected}\n{list_text(option.reason)}"

    @property
    def best(self) -> Action | None:
        """The action that promises most."""
        return self._best.action if self._best is not None else None

    def _on_advice(self, _checked: bool = False) -> None:
        if self._best is not None:
            self.wanted.emit(self._best)
