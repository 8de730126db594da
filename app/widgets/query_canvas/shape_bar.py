"""What can be said of the chosen shape: count, colour, size, words, weight."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QColorDialog,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QWidget,
)

from app.widgets.controls import named, on_click
from app.widgets.flow_layout import FlowLayout
from app.widgets.query_canvas import edits
from app.widgets.query_canvas.colours import Colour, swatch
from app.widgets.query_canvas.things import spoken
from common.canvas import ColourShape, ObjectShape, Shape, TextShape

_ANY = -1  # of "at most": any number
_MOST = 50


class ShapeBar(QWidget):
    """The properties of one shape, in lines that wrap.

    Args:
        parent: owner.
    """

    changed = Signal(object, str)  # Shape, gesture

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Properties of the shape"))
        self._shape: Shape | None = None
        self._showing = False
        self._flow = FlowLayout(self, spacing=6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._rows: dict[str, list[QWidget]] = {}
        self._make_object()
        self._make_others()
        self.show_shape(None)

    def show_shape(self, shape: Shape | None) -> None:
        """Show what is said of a shape; None for no or several shapes."""
        self._shape = shape
        self._showing = True
        kind = edits.kind_of(shape) if shape is not None else ""
        for name, rows in self._rows.items():
            for row in rows:
                row.setVisible(kind != "" and (name in (kind, "any")))
        if shape is not None:
            self._fill(shape)
        self._showing = False
        self.setVisible(shape is not None)
        self.updateGeometry()

    # -- made once

    def _make_object(self) -> None:
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self._row("object", "", self.title)
        self.least = self._spin(0, _MOST, self.tr("At least so many"))
        self.most = self._spin(_ANY, _MOST, self.tr("At most so many; 0 for none"))
        self.most.setSpecialValueText(self.tr("any"))
        self.least.valueChanged.connect(self._on_least)
        self.most.valueChanged.connect(self._on_most)
        self._row("object", self.tr("from"), self.least)
        self._row("object", self.tr("to"), self.most)
        self.size_box = QComboBox()
        for name, text in (
            ("any", self.tr("any size")),
            ("small", self.tr("small")),
            ("medium", self.tr("medium")),
            ("large", self.tr("large")),
        ):
            self.size_box.addItem(text, name)
        named(self.size_box, self.tr("Share of the picture: small < 5 %, large > 25 %"))
        self.size_box.currentIndexChanged.connect(self._on_size)
        self._row("object", "", self.size_box)
        self.sure = self._spin(0, 99, self.tr("Least confidence of the detector"))
        self.sure.setSuffix(" %")
        self.sure.valueChanged.connect(self._on_sure)
        self._row("object", self.tr("sure"), self.sure)
        self.colour = QToolButton()
        named(self.colour, self.tr("Colour that it, or a part of it, has"))
        on_click(self.colour, self._ask_colour)
        self._row("object", self.tr("colour"), self.colour)
        self.no_colour = QToolButton()
        self.no_colour.setText("✕")
        named(self.no_colour, self.tr("Any colour"))
        on_click(self.no_colour, partial(self._recolour, None))
        self._row("object", "", self.no_colour)
        self.anywhere = self._check("object", self.tr("anywhere"), self._on_anywhere)

    def _make_others(self) -> None:
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("what is shown there"))
        self.words.setMinimumWidth(140)
        named(self.words, self.tr("Words"))
        self.words.textEdited.connect(self._on_words)
        self._row("text", "", self.words)
        self.written = self._check("text", self.tr("letters to be read"), self._on_written)
        self.absent = self._check("colour", self.tr("must not be there"), self._on_absent)
        self.weight = QDoubleSpinBox()
        self.weight.setRange(0.0, 10.0)
        self.weight.setSingleStep(0.5)
        self.weight.setDecimals(1)
        named(self.weight, self.tr("How much it counts beside the others"))
        self.weight.valueChanged.connect(self._on_weight)
        self._row("any", self.tr("weight"), self.weight)

    def _spin(self, low: int, high: int, tip: str) -> QSpinBox:
        box = QSpinBox()
        box.setRange(low, high)
        named(box, tip)
        return box

    def _check(self, kind: str, text: str, run: Callable[[bool], None]) -> QCheckBox:
        box = QCheckBox(text)
        box.toggled.connect(run)
        self._row(kind, "", box)
        return box

    def _row(self, kind: str, text: str, widget: QWidget) -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(3)
        if text:
            label = QLabel(text)
            label.setBuddy(widget)
            line.addWidget(label)
        line.addWidget(widget)
        self._rows.setdefault(kind, []).append(row)
        self._flow.addWidget(row)

    # -- shown and read

    def _fill(self, shape: Shape) -> None:
        if not self.weight.hasFocus():
            self.weight.setValue(shape.weight)
        if isinstance(shape, ObjectShape):
            self.title.setText(spoken(shape.label))
            self.least.setValue(shape.least)
            self.most.setValue(_ANY if shape.most is None else shape.most)
            self.size_box.setCurrentIndex(self.size_box.findData(shape.size))
            self.sure.setValue(round(100 * shape.confidence))
            self.colour.setIcon(swatch(shape.colour))
            self.no_colour.setEnabled(shape.colour is not None)
            self.anywhere.setChecked(shape.region is None)
        elif isinstance(shape, TextShape):
            if self.words.text() != shape.text:
                self.words.setText(shape.text)
            self.written.setChecked(shape.written)
        elif isinstance(shape, ColourShape):
            self.absent.setChecked(shape.absent)

    def _set(self, name: str, value: Any) -> None:
        """Tell a shape with another property."""
        if self._showing or self._shape is None or getattr(self._shape, name) == value:
            return
        changes: dict[str, Any] = {name: value}
        self._shape = replace(self._shape, **changes)
        self.changed.emit(self._shape, f"bar-{name}")

    def _on_least(self, least: int) -> None:
        shape = self._shape
        if isinstance(shape, ObjectShape) and shape.most is not None and shape.most < least:
            self._shape = replace(shape, most=least)
        self._set("least", least)

    def _on_most(self, most: int) -> None:
        shape = self._shape
        if isinstance(shape, ObjectShape) and shape.least > most > _ANY:
            self._shape = replace(shape, least=most)
        self._set("most", None if most <= _ANY else most)

    def _on_size(self, _index: int) -> None:
        self._set("size", self.size_box.currentData())

    def _on_sure(self, percent: int) -> None:
        self._set("confidence", percent / 100)

    def _on_anywhere(self, anywhere: bool) -> None:
        shape = self._shape
        if isinstance(shape, ObjectShape) and (shape.region is None) != anywhere:
            self._set("region", None if anywhere else edits.around(0.5, 0.5, 0.3, 0.4))

    def _on_words(self, words: str) -> None:
        self._set("text", words)

    def _on_written(self, written: bool) -> None:
        self._set("written", written)

    def _on_absent(self, absent: bool) -> None:
        self._set("absent", absent)

    def _on_weight(self, weight: float) -> None:
        self._set("weight", weight)

    def _ask_colour(self) -> None:
        shape = self._shape
        if not isinstance(shape, ObjectShape):
            return
        found = QColorDialog.getColor(
            QColor(*(shape.colour or (214, 40, 40))), self, self.tr("Colour")
        )
        if found.isValid():
            self._recolour((found.red(), found.green(), found.blue()))

    def _recolour(self, colour: Colour | None) -> None:
        self._set("colour", colour)
