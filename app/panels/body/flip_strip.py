"""The ways in which a limb may go in depth, as pictures to choose from."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.panels.body.texts import limb_title
from app.services.body_document_types import FlipChoice
from app.widgets.controls import icon_button, tool_button

SIDE = 76  # pixels of a picture


def picture_of(pixels: NDArray[np.uint8]) -> QPixmap:
    """Return RGBA pixels (H, W, 4) as a picture for the screen."""
    content = np.ascontiguousarray(pixels)
    height, width = content.shape[:2]
    image = QImage(content.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    return QPixmap.fromImage(image.copy())  # the pixels belong to the array


class FlipStrip(QFrame):
    """A row of pictures; the one under the mouse is previewed, a click or its number takes it.

    Args:
        parent: owner.
    """

    previewed = Signal(object)  # FlipChoice, or None for the body as it is
    chosen = Signal(str, object)  # limb, FlipChoice
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.limb = ""
        self.choices: tuple[FlipChoice, ...] = ()
        self.cards: list[QToolButton] = []
        self.title = QLabel(wordWrap=True)
        self._row = QHBoxLayout()
        self._row.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(icon_button("close", self.tr("Leave it as it is (Esc)"), self.close_strip,
                                   flat=True))  # fmt: skip
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 4, 6)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addLayout(self._row)
        self.hide()

    def show_choices(
        self, limb: str, now: NDArray[np.uint8] | None, choices: Sequence[FlipChoice]
    ) -> None:
        """Offer choices.

        Args:
            limb: which limb goes another way.
            now: uint8 (H, W, 4), the body as it is.
            choices: the other ways, the most natural first.
        """
        self._clear()
        self.limb, self.choices = limb, tuple(choices)[:3]
        if not self.choices:
            self.title.setText(
                self.tr("{limb}: it lies in the plane of the page, so there is no other way.")
                .format(limb=limb_title(limb))
            )  # fmt: skip
            self.show()
            return
        self.title.setText(
            self.tr("{limb}: seen from the front all of these look alike. Which one is meant?")
            .format(limb=limb_title(limb))
        )  # fmt: skip
        self._add(1, self.tr("as it is"), now, None)
        for place, choice in enumerate(self.choices, 2):
            said = self.tr("natural") if choice.strain < 1.0 else self.tr("strained")
            self._add(place, said, choice.picture, choice)
        self._row.addStretch(1)
        self.show()
        self.cards[1].setFocus()

    def _add(
        self, number: int, said: str, pixels: NDArray[np.uint8] | None, choice: FlipChoice | None
    ) -> None:
        tip = self.tr("Way {number}: {said}").format(number=number, said=said)
        card = tool_button(f"{number}  {said}", tip, partial(self._on_card, choice))
        card.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        card.setIconSize(QSize(SIDE, SIDE))
        if pixels is not None:
            card.setIcon(QIcon(picture_of(pixels)))
        card.setCheckable(choice is None)
        card.setChecked(choice is None)
        card.installEventFilter(self)
        self.cards.append(card)
        self._row.addWidget(card)

    def _clear(self) -> None:
        self.cards.clear()
        while item := self._row.takeAt(0):
            widget = item.widget()
            if widget is not None:
                widget.removeEventFilter(self)
                widget.hide()
                widget.deleteLater()

    def choose(self, number: int) -> bool:
        """Take way 1 (as it is) to 4; returns whether there is such a way."""
        if not 1 <= number <= len(self.cards):
            return False
        self._on_card(None if number == 1 else self.choices[number - 2])
        return True

    def close_strip(self) -> None:
        """Leave the body as it is."""
        if not self.isHidden():
            self.hide()
            self.previewed.emit(None)
            self.closed.emit()

    def _on_card(self, choice: FlipChoice | None) -> None:
        limb = self.limb
        self.close_strip()
        if choice is not None:
            self.chosen.emit(limb, choice)

    # -- Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Preview the card under the mouse, or with the keyboard."""
        if watched in self.cards and not self.isHidden():
            place = self.cards.index(watched)
            if event.type() in {QEvent.Type.Enter, QEvent.Type.FocusIn}:
                self.previewed.emit(None if place == 0 else self.choices[place - 1])
            elif event.type() == QEvent.Type.Leave:
                self.previewed.emit(None)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Numbers choose, arrows go on, Esc closes."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if event.key() == Qt.Key.Key_Escape:
            self.close_strip()
        elif step and self.cards:
            now = next((n for n, card in enumerate(self.cards) if card.hasFocus()), 0)
            self.cards[(now + step) % len(self.cards)].setFocus()
        elif not (event.text().isdigit() and self.choose(int(event.text()))):
            super().keyPressEvent(event)
