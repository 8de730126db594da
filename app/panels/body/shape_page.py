"""The shape of the body: sliders in human terms, ten numbers under *Advanced*, measurements."""

from collections.abc import Mapping
from functools import partial
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFormLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.panels.body.joints_page import WIDE
from app.panels.body.number_row import NumberRow
from app.services.body_document_types import Human
from app.services.body_shaping import SHAPE_REACH, HumanTerm
from app.widgets.controls import on_click, push_button

_YOUNG, _OLD = 25.0, 90.0  # years that MakeHuman's ages 0.5 and 1 stand for
STATURES: Final = (120.0, 220.0)  # centimetres that the slider offers


def years_of(age: float) -> float:
    """Return years of an age in human terms, 0.5-1."""
    return _YOUNG + (age - 0.5) * 2 * (_OLD - _YOUNG)


def age_of(years: float) -> float:
    """Return the age in human terms of years."""
    return float(np.clip(0.5 + (years - _YOUNG) / (2 * (_OLD - _YOUNG)), 0.5, 1.0))


class ShapePage(QScrollArea):
    """Sliders of a person's shape, and what the body measures.

    Args:
        parent: owner.
    """

    human_set = Signal(str, float, bool)  # HumanTerm, value in its unit, whether it is final
    number_set = Signal(int, float, bool)
    reset_wanted = Signal()
    locked = Signal(bool)  # readings leave the shape as it is

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Shape of the body"))
        self._inside = QWidget()
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self.terms: dict[HumanTerm, NumberRow] = {}
        self._make_terms()
        self.lock = QCheckBox(tr("Keep this shape when the drawing is read"))
        self.lock.setToolTip(tr("The drawing then changes the pose alone"))
        self.lock.clicked.connect(self.locked)
        self.reset = push_button(tr("Reset"), tr("Back to the mean shape"))
        on_click(self.reset, self.reset_wanted.emit)
        self._make_numbers()
        self._make_measures()
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._inside)
        self._columns.setContentsMargins(6, 6, 6, 6)
        self._columns.setSpacing(12)
        sliders, measures = QVBoxLayout(), QVBoxLayout()
        sliders.addLayout(self._grid)
        sliders.addWidget(self.lock)
        sliders.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)
        sliders.addWidget(self.advanced)
        sliders.addWidget(self._numbers)
        sliders.addStretch(1)
        measures.addWidget(self._measures_title)
        measures.addLayout(self._measures)
        measures.addWidget(self._measures_note)
        measures.addStretch(1)
        self._columns.addLayout(sliders, 3)
        self._columns.addLayout(measures, 2)
        self.setWidget(self._inside)

    def _make_terms(self) -> None:
        tr = self.tr
        rows: tuple[tuple[HumanTerm, NumberRow], ...] = (
            ("stature_cm", NumberRow(tr("Stature"), *STATURES, digits=1, suffix=tr(" cm"),
                                     parent=self, tip=tr("Standing height"))),
            ("weight", NumberRow(tr("Weight"), 0, 100, suffix=" %", parent=self,
                                 tip=tr("From thin to heavy; what it comes to in kilograms stands "
                                        "below"))),
            ("muscle", NumberRow(tr("Muscle"), 0, 100, suffix=" %", parent=self)),
            ("age", NumberRow(tr("Age"), _YOUNG, _OLD, suffix=tr(" years"), parent=self)),
            ("gender", NumberRow(tr("Gender"), 0, 100, suffix=" %", parent=self,
                                 tip=tr("0 is male, 100 is female"))),
            ("proportions", NumberRow(tr("Proportions"), 0, 100, suffix=" %", parent=self,
                                      tip=tr("100 is the classical ideal"))),
        )  # fmt: skip
        for place, (term, row) in enumerate(rows):
            row.add_to(self._grid, place)
            row.changed.connect(partial(self._on_term, term))
            self.terms[term] = row

    def _make_numbers(self) -> None:
        tr = self.tr
        self.advanced = QCheckBox(tr("Advanced: the ten shape numbers"))
        self.advanced.setToolTip(tr("Each is about normal: most people lie between −2 and 2"))
        self._numbers = QWidget()
        grid = QGridLayout(self._numbers)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        self.numbers: list[NumberRow] = []
        for place in range(10):
            title = tr("Number {number}").format(number=place + 1)
            row = NumberRow(title, -SHAPE_REACH, SHAPE_REACH, digits=2, parent=self)
            row.add_to(grid, place)
            row.changed.connect(partial(self.number_set.emit, place))
            self.numbers.append(row)
        self._numbers.hide()
        self.advanced.toggled.connect(self._numbers.setVisible)

    def _make_measures(self) -> None:
        self._measures_title = QLabel(self.tr("Measurements"))
        font = self._measures_title.font()
        font.setBold(True)
        self._measures_title.setFont(font)
        self._measures = QFormLayout()
        self._measures.setVerticalSpacing(2)
        self._measures_note = QLabel(wordWrap=True)
        self._measures_note.setProperty("muted", "true")
        self._measured: dict[str, QLabel] = {}

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the measurements beside the sliders where there is room, else below them."""
        super().resizeEvent(event)
        wide = event.size().width() >= WIDE
        directions = QBoxLayout.Direction
        self._columns.setDirection(directions.LeftToRight if wide else directions.TopToBottom)

    # -- what is shown

    def show_shape(self, human: Human, shape: NDArray[np.float64], *, by_hand: bool) -> None:
        """Show a person's shape."""
        for term, row in self.terms.items():
            value = getattr(human, term)
            if term == "age":
                value = years_of(value)
            elif term != "stature_cm":
                value *= 100
            row.show_value(value)
        for place, row in enumerate(self.numbers[: len(shape)]):
            row.show_value(float(shape[place]))
        self.lock.setChecked(by_hand)

    def show_measures(self, measures: Mapping[str, str], note: str = "") -> None:
        """Show what the body measures.

        Args:
            measures: value with unit, by title.
            note: how it was measured.
        """
        if list(measures) != list(self._measured):
            while self._measures.rowCount():
                self._measures.removeRow(0)
            self._measured = {title: QLabel() for title in measures}
            for title, label in self._measured.items():
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self._measures.addRow(title, label)
        for title, value in measures.items():
            self._measured[title].setText(value)
            self._measured[title].setAccessibleName(f"{title}: {value}")
        self._measures_note.setText(note)
        self._measures_note.setVisible(bool(note))

    def measure(self, title: str) -> str:
        """Return a measurement as it is shown; "" where it is not."""
        label = self._measured.get(title)
        return label.text() if label is not None else ""

    # -- what the user does

    def _on_term(self, term: str, value: float, done: bool) -> None:
        if term == "age":
            value = age_of(value)
        elif term != "stature_cm":
            value /= 100
        self.human_set.emit(cast("HumanTerm", term), value, done)
