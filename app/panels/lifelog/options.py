"""How moments are ranked: weights, ranker, fusion, rules for several sentences."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QSlider, QWidget

from app.panels.lifelog.texts import (
    frame_names,
    fusion_names,
    part_names,
    ranker_names,
    vector_names,
)
from app.services.types import LifelogOptions
from app.widgets.controls import push_button
from app.widgets.numbers import numeral
from common.scenes import EdgeSource

TOP = 4.0  # largest weight


class OptionsForm(QWidget):
    """The controls of a popup; every change counts at once."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.options = LifelogOptions()
        self.tuned = (1.0, 1.7)
        self.ranker = self._box(ranker_names())
        self.fusion = self._box(fusion_names())
        self.frames = self._box(frame_names())
        self.parts = self._box(part_names())
        self.vectors = self._box(vector_names())
        self.alpha, self.alpha_text = self._slider()
        self.beta, self.beta_text = self._slider()
        self.reset = push_button(
            self.tr("Tuned weights"), self.tr("Take the weights that were tuned on a training set")
        )
        self.reset.clicked.connect(self._on_reset)
        self._lay_out()
        self.show_options(self.options)

    def _box(self, names: Mapping[str, str]) -> QComboBox:
        box = QComboBox()
        for name, shown in names.items():
            box.addItem(shown, name)
        box.activated.connect(self._on_change)
        return box

    def _slider(self) -> tuple[QSlider, QLabel]:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, int(TOP * 20))
        slider.setPageStep(4)
        slider.valueChanged.connect(self._on_weight)
        label = QLabel()
        label.setMinimumWidth(label.fontMetrics().horizontalAdvance("0.00 (tuned)"))
        return slider, label

    def _lay_out(self) -> None:
        tr, form = self.tr, QFormLayout(self)
        rows: tuple[tuple[str, QWidget, QWidget | None, str], ...] = (
            (tr("Rank by"), self.ranker, None, tr("What images are compared by")),
            (tr("Objects α"), self.alpha, self.alpha_text, tr("Weight of objects in the score")),
            (tr("Relations β"), self.beta, self.beta_text, tr("Weight of relations in the score")),
            ("", self.reset, None, ""),
            (tr("Merge by"), self.fusion, None, tr("The rule that merges several rankers")),
            (tr("In a moment"), self.frames, None, tr("How the images of a moment count")),
            (tr("Sentences fit"), self.parts, None, tr("How several sentences make one score")),
            (tr("Alike by"), self.vectors, None, tr("What likeness of words is measured by")),
        )
        for title, field, beside, tip in rows:
            if title:
                field.setAccessibleName(title)
                field.setToolTip(tip)
            if beside is None:
                form.addRow(title, field)
            else:
                line = QHBoxLayout()
                line.addWidget(field, 1)
                line.addWidget(beside)
                form.addRow(title, line)
        self.setMinimumWidth(360)

    def show_tuned(self, alpha: float, beta: float) -> None:
        """Say which weights were tuned."""
        self.tuned = (alpha, beta)
        self.show_options(self.options)

    def _on_weight(self, _value: int) -> None:
        made = self.options
        if self.sender() is self.alpha:
            made = replace(made, alpha=self.alpha.value() / 20)
        elif self.sender() is self.beta:
            made = replace(made, beta=self.beta.value() / 20)
        self._take(made)

    def _on_change(self, _index: int = 0) -> None:
        self._take(
            replace(
                self.options,
                ranker=self.ranker.currentData(),
                fusion=self.fusion.currentData(),
                frames=self.frames.currentData(),
                parts=self.parts.currentData(),
                vectors=self.vectors.currentData(),
            )
        )

    def _on_reset(self, _checked: bool = False) -> None:
        self._take(replace(self.options, alpha=None, beta=None))

    def _take(self, made: LifelogOptions) -> None:
        if made != self.options:
            self.show_options(made)
            self.changed.emit()

    def show_options(self, options: LifelogOptions) -> None:
        """Show other choices, without telling of a change."""
        self.options = options
        boxes = {
            self.ranker: options.ranker,
            self.fusion: options.fusion,
            self.frames: options.frames,
            self.parts: options.parts,
            self.vectors: options.vectors,
        }
        for box, name in boxes.items():
            with QSignalBlocker(box):
                box.setCurrentIndex(max(0, box.findData(name)))
        for slider, label, value, tuned in (
            (self.alpha, self.alpha_text, options.alpha, self.tuned[0]),
            (self.beta, self.beta_text, options.beta, self.tuned[1]),
        ):
            shown = tuned if value is None else value
            with QSignalBlocker(slider):
                slider.setValue(round(shown * 20))
            label.setText(
                self.tr("%s (tuned)") % numeral(shown, ".2f")
                if value is None
                else numeral(shown, ".2f")
            )
        self.fusion.setEnabled(options.ranker == "fused")
        self.reset.setEnabled(options.alpha is not None or options.beta is not None)

    def to_json(self) -> dict[str, Any]:
        """Return the choices as JSON types."""
        made = self.options
        return {
            "ranker": made.ranker,
            "alpha": made.alpha,
            "beta": made.beta,
            "fusion": made.fusion,
            "frames": made.frames,
            "parts": made.parts,
            "vectors": made.vectors,
            "hidden": sorted(str(source) for source in made.hidden),
        }

    def from_json(self, state: Mapping[str, Any]) -> None:
        """Show choices of a session; unknown or bad ones are ignored."""
        made = self.options
        for name, known in (
            ("ranker", ranker_names()),
            ("fusion", fusion_names()),
            ("frames", frame_names()),
            ("parts", part_names()),
            ("vectors", vector_names()),
        ):
            if state.get(name) in known:
                made = replace(made, **{name: state[name]})
        alpha, beta = (_weight(state.get(name)) for name in ("alpha", "beta"))
        made = replace(made, alpha=alpha, beta=beta)
        hidden = state.get("hidden")
        if isinstance(hidden, list):
            names = {str(source): source for source in EdgeSource}
            made = replace(made, hidden=frozenset(names[one] for one in hidden if one in names))
        self.show_options(made)


def _weight(value: Any) -> float | None:
    is_good = isinstance(value, int | float) and 0 <= value <= TOP
    return float(value) if is_good else None
