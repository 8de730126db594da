"""How suggestions are made: learner, what is compared, fusion, damping."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.panels.feedback.texts import fusion_names, learner_names, modality_name
from app.services.types import FeedbackOptions

AUTO = ("auto",)


class OptionsForm(QWidget):
    """The controls of a popup; every change counts at once."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self.options = FeedbackOptions()
        self.learner, self.fusion = QComboBox(), QComboBox()
        for box, names in ((self.learner, learner_names()), (self.fusion, fusion_names())):
            for name, shown in names.items():
                box.addItem(shown, name)
            box.activated.connect(self._on_change)
        self.damp = self._slider(0, 100, 0)
        self.balance = self._slider(-20, 20, 0)
        self.exact = QCheckBox(tr("Compare everything, however long it takes"))
        self.exact.toggled.connect(self._on_change)
        self._boxes: dict[str, QCheckBox] = {}
        self._list = QVBoxLayout()
        self._lay_out()
        self.offer(())
        self.show_options(self.options)

    def _lay_out(self) -> None:
        tr = self.tr
        form = QFormLayout(self)
        rows: tuple[tuple[str, QWidget, str], ...] = (
            (tr("Learner"), self.learner, tr("How the marks are learned from")),
            (
                tr("Hold back"),
                self.damp,
                tr("How much pictures are held back that come up for everything"),
            ),
            (
                tr("Weight"),
                self.balance,
                tr("Left: what is not relevant counts more. Right: what is relevant does."),
            ),
            (tr("Merge by"), self.fusion, tr("The rule that merges several kinds of likeness")),
        )
        for title, field, tip in rows:
            field.setAccessibleName(title)
            field.setToolTip(tip)
            form.addRow(title, field)
        form.addRow(tr("Compare"), self._list)
        form.addRow("", self.exact)
        note = QLabel(tr("Several of them are ranked each for itself and then merged."))
        note.setWordWrap(True)
        form.addRow(note)
        self.setMinimumWidth(340)

    def _slider(self, low: int, high: int, value: int) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(low, high)
        slider.setValue(value)
        slider.sliderReleased.connect(self._on_change)
        slider.valueChanged.connect(lambda _value: slider.isSliderDown() or self._on_change())
        return slider

    def offer(self, modalities: Sequence[str]) -> None:
        """Offer what the items of this library can be compared by."""
        while (entry := self._list.takeAt(0)) is not None:
            if (widget := entry.widget()) is not None:
                widget.deleteLater()
        self._boxes = {}
        for name in ("auto", *modalities):
            shown = self.tr("pictures, by the network that fits") if name == "auto" else ""
            box = QCheckBox(shown or modality_name(name))
            box.setChecked(name in self.options.modalities)
            box.toggled.connect(self._on_change)
            self._boxes[name] = box
            self._list.addWidget(box)

    @Slot()
    def _on_change(self) -> None:
        chosen = tuple(name for name, box in self._boxes.items() if box.isChecked()) or AUTO
        balance = 2.0 ** (self.balance.value() / 10)
        made = replace(
            self.options,
            learner=self.learner.currentData(),
            fusion=self.fusion.currentData(),
            modalities=chosen,
            damp=self.damp.value() / 100,
            class_weights=(max(1.0, balance), max(1.0, 1 / balance)),
            exact=self.exact.isChecked(),
        )
        self.fusion.setEnabled(len(chosen) > 1)
        if made != self.options:
            self.options = made
            self.changed.emit()

    def to_json(self) -> dict[str, Any]:
        """Return the choices as JSON types."""
        made = self.options
        return {
            "learner": made.learner,
            "fusion": made.fusion,
            "modalities": list(made.modalities),
            "damp": made.damp,
            "weights": list(made.class_weights),
            "exact": made.exact,
        }

    def from_json(self, state: Mapping[str, Any]) -> None:
        """Show choices of a session; unknown or bad ones are ignored."""
        made = self.options
        if state.get("learner") in learner_names():
            made = replace(made, learner=state["learner"])
        if state.get("fusion") in fusion_names():
            made = replace(made, fusion=state["fusion"])
        names, damp, weights = (state.get(name) for name in ("modalities", "damp", "weights"))
        if isinstance(names, list) and names and all(isinstance(name, str) for name in names):
            made = replace(made, modalities=tuple(names))
        if isinstance(damp, int | float) and 0 <= damp <= 1:
            made = replace(made, damp=float(damp))
        if (
            isinstance(weights, list)
            and len(weights) == 2
            and all(isinstance(one, int | float) and 0.1 <= one <= 10 for one in weights)
        ):
            made = replace(made, class_weights=(float(weights[0]), float(weights[1])))
        self.show_options(replace(made, exact=state.get("exact") is True))

    def show_options(self, options: FeedbackOptions) -> None:
        """Show other choices, without telling of a change."""
        from math import log2

        self.options = options
        good, bad = options.class_weights
        widgets = (self.learner, self.fusion, self.damp, self.balance, self.exact)
        blockers = [QSignalBlocker(widget) for widget in (*widgets, *self._boxes.values())]
        self.learner.setCurrentIndex(self.learner.findData(options.learner))
        self.fusion.setCurrentIndex(self.fusion.findData(options.fusion))
        self.damp.setValue(round(options.damp * 100))
        self.balance.setValue(round(10 * log2(good / bad)))
        self.exact.setChecked(options.exact)
        for name, box in self._boxes.items():
            box.setChecked(name in options.modalities)
        self.fusion.setEnabled(len(options.modalities) > 1)
        del blockers
