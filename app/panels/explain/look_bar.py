"""How maps are drawn: strength, colours, threshold, line."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QSlider, QWidget

from app.services.explain_colours import COLOUR_MAPS, DEFAULT_MAP, MISLEADING, Look
from app.widgets.controls import named
from app.widgets.heat_image import colour_bar
from app.widgets.numbers import numeral


class LookBar(QWidget):
    """Sliders and choices of how maps are drawn; every change counts at once.

    Args:
        parent: owner.
    """

    changed = Signal(object)  # Look

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self.strength = self._slider(tr("Strength of the maps over the picture"), 55)
        self.threshold = self._slider(
            tr("Show a map only where it has at least this value; 0 shows all of it"), 0
        )
        self.contour = QCheckBox(tr("Line"))
        self.contour.setToolTip(tr("Draw a line where the map has the threshold's value, or half"))
        self.colours = self._choice_of_colours()
        self.value = QLabel()
        self.value.setMinimumWidth(self.fontMetrics().horizontalAdvance("0.00"))
        self.value.setToolTip(tr("Threshold"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.words = [QLabel(tr("Strength")), QLabel(tr("Threshold"))]
        for widget in (
            self.words[0], self.strength, self.colours, self.words[1], self.threshold, self.value,
            self.contour,
        ):  # fmt: skip
            row.addWidget(widget)
        row.addStretch(1)
        for slider in (self.strength, self.threshold):
            slider.valueChanged.connect(self._tell)
        self.colours.activated.connect(self._tell)
        self.contour.toggled.connect(self._tell)
        self._say()

    def _choice_of_colours(self) -> QComboBox:
        tr = self.tr
        colours = QComboBox()
        named(colours, tr("Colours of the maps"))
        colours.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        colours.setMinimumContentsLength(6)
        for name in COLOUR_MAPS:
            warned = tr("{name} (misleading)").format(name=name) if name in MISLEADING else name
            colours.addItem(
                QIcon(QPixmap.fromImage(colour_bar(name, 14).scaled(40, 14))), warned, name
            )
        colours.setItemData(
            colours.findData(MISLEADING[0]),
            tr("Its bright bands draw edges that the map does not have, and it is not safe for "
               "colour-blind people. It is here to compare with pictures in papers."),
            Qt.ItemDataRole.ToolTipRole,
        )  # fmt: skip
        return colours

    def _slider(self, name: str, value: int) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, 100)
        slider.setValue(value)
        slider.setMinimumWidth(40)
        slider.setMaximumWidth(140)
        named(slider, name)
        return slider

    @property
    def look(self) -> Look:
        """What is chosen."""
        return Look(
            str(self.colours.currentData() or DEFAULT_MAP), self.strength.value() / 100,
            self.threshold.value() / 100, self.contour.isChecked(),
        )  # fmt: skip

    def show_expert(self, *, on: bool) -> None:
        """Show all choices, or the strength only."""
        for widget in (self.threshold, self.value, self.words[1], self.contour, self.colours):
            widget.setVisible(on)

    def to_json(self) -> dict[str, Any]:
        """Return what from_json() reads."""
        look = self.look
        return {
            "colours": look.colours, "strength": look.strength, "threshold": look.threshold,
            "contour": look.contour,
        }  # fmt: skip

    def from_json(self, values: Mapping[str, Any]) -> None:
        """Choose what to_json() returned; bad entries are ignored."""
        colours = values.get("colours")
        if colours in COLOUR_MAPS:
            self.colours.setCurrentIndex(self.colours.findData(colours))
        for slider, name in ((self.strength, "strength"), (self.threshold, "threshold")):
            value = values.get(name)
            if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
                slider.setValue(round(value * 100))
        self.contour.setChecked(values.get("contour") is True)
        self._tell()

    def toggle_line(self) -> None:
        """Draw the line, or no longer."""
        self.contour.toggle()

    def step_strength(self, steps: int) -> None:
        """Lay maps over the picture more or less."""
        self.strength.setValue(self.strength.value() + 5 * steps)

    def _say(self) -> None:
        self.value.setText(numeral(self.threshold.value() / 100, ".2f"))

    @Slot()
    def _tell(self, *_: object) -> None:
        self._say()
        self.changed.emit(self.look)
