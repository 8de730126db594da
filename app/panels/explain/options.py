"""How maps are made and measured: the controls of a popup."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QSpinBox,
    QWidget,
)

from app.panels.explain.texts import measure_tip, measure_title
from app.services.explain_types import MEASURES, ExplainOptions


class OptionsForm(QWidget):
    """Measures, what counts as important, and the choices of methods that have some.

    Args:
        parent: owner.
    """

    changed = Signal(object)  # ExplainOptions

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self._options = ExplainOptions()
        self.measures = {name: QCheckBox(measure_title(name)) for name in MEASURES}
        self.important, self.fill = QComboBox(), QComboBox()
        self.important.addItem(tr("At least so much of the map's greatest value"), "threshold")
        self.important.addItem(tr("The strongest share of the pixels"), "top")
        self.fill.addItem(tr("The mean colour"), "mean")
        self.fill.addItem(tr("The blurred picture"), "blur")
        self.threshold = self._share(0.01, 1.0)
        self.top = self._share(0.01, 0.99)
        self.samples = self._count(2, 200)
        self.sigma = self._share(0.0, 1.0)
        self.channels = self._count(0, 8192, special=tr("all"))
        self.masks = self._count(50, 8000)
        self.seed = self._count(0, 1_000_000)
        self._lay_out()
        self.show_options(self._options)
        for box in (self.important, self.fill):
            box.activated.connect(self._on_change)
        for check in self.measures.values():
            check.toggled.connect(self._on_change)

    def _share(self, low: float, high: float) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setRange(low, high)
        box.setSingleStep(0.05)
        box.setKeyboardTracking(False)
        box.valueChanged.connect(self._on_change)
        return box

    def _count(self, low: int, high: int, special: str = "") -> QSpinBox:
        box = QSpinBox()
        box.setRange(low, high)
        box.setSpecialValueText(special)
        box.setKeyboardTracking(False)
        box.valueChanged.connect(self._on_change)
        return box

    def _lay_out(self) -> None:
        tr = self.tr
        form = QFormLayout(self)
        checks = QGridLayout()
        for place, (name, check) in enumerate(self.measures.items()):
            check.setToolTip(measure_tip(name))
            checks.addWidget(check, place // 2, place % 2)
        form.addRow(tr("Measure"), checks)
        rows: tuple[tuple[str, QWidget, str], ...] = (
            (tr("Important is"), self.important, tr("Which region the confidence drop takes away")),
            (tr("Threshold"), self.threshold, tr("Of the map's greatest value")),
            (tr("Top share"), self.top, tr("Of the pixels that the network sees")),
            (tr("Taken away by"), self.fill, tr("What stands where pixels are taken away")),
            (tr("Noisy copies"), self.samples, tr("Of methods that average over noise")),
            (tr("Noise"), self.sigma, tr("Of the copies, as a share of the range of values")),
            (tr("Maps asked about"), self.channels, tr("By Score-CAM; fewer are quicker")),
            (tr("Random masks"), self.masks, tr("Of RISE; fewer are quicker and coarser")),
            (tr("Seed"), self.seed, tr("Of everything random: the same gives the same maps")),
        )
        for title, field, tip in rows:
            field.setAccessibleName(title)
            field.setToolTip(tip)
            form.addRow(title, field)
        note = QLabel(tr("Insertion, deletion and ROAD ask the network some 60 times a map."))
        note.setWordWrap(True)
        note.setProperty("muted", "true")
        form.addRow(note)
        self.setMinimumWidth(380)

    @property
    def options(self) -> ExplainOptions:
        """What is chosen."""
        return self._options

    def show_options(self, options: ExplainOptions) -> None:
        """Show other choices, without telling of a change."""
        self._options = options
        fields: dict[Any, float] = {
            self.threshold: options.threshold, self.top: options.top, self.samples: options.samples,
            self.sigma: options.sigma, self.channels: options.channels, self.masks: options.masks,
            self.seed: options.seed,
        }  # fmt: skip
        blockers = [QSignalBlocker(w) for w in (*fields, *self.measures.values())]
        for box, value in fields.items():
            box.setValue(value)
        for name, check in self.measures.items():
            check.setChecked(name in options.measures)
        self.important.setCurrentIndex(self.important.findData(options.important))
        self.fill.setCurrentIndex(self.fill.findData(options.fill))
        del blockers
        self._follow()

    def _follow(self) -> None:
        is_threshold = self.important.currentData() == "threshold"
        self.threshold.setEnabled(is_threshold)
        self.top.setEnabled(not is_threshold)

    @Slot()
    def _on_change(self, *_: object) -> None:
        self._follow()
        made = replace(
            self._options,
            measures=tuple(name for name, check in self.measures.items() if check.isChecked()),
            important=self.important.currentData(), fill=self.fill.currentData(),
            threshold=round(self.threshold.value(), 4), top=round(self.top.value(), 4),
            samples=self.samples.value(), sigma=round(self.sigma.value(), 4),
            channels=self.channels.value(), masks=self.masks.value(), seed=self.seed.value(),
        )  # fmt: skip
        if made != self._options:
            self._options = made
            self.changed.emit(made)
