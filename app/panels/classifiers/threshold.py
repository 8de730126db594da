"""The slider that decides how sure a classifier must be, with the count that follows it."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QSlider, QVBoxLayout, QWidget

from app.services.classifiers_types import ClassifierEntry, ScoreCurve
from app.widgets.error_texts import service_text
from app.widgets.numbers import filled, numeral

STEPS = 100


class ThresholdBar(QWidget):
    """A threshold from 0 to 1; the members it would give are counted while it moves."""

    kept = Signal(float)  # the slider was let go, or moved by key

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry: ClassifierEntry | None = None
        self._curve = ScoreCurve()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(5)
        self.slider.setAccessibleName(self.tr("Score from which an item is a member"))
        self.slider.setToolTip(self.tr("How sure the classifier must be of an item to take it in"))
        self.count = QLabel()
        self.count.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.slider)
        layout.addWidget(self.count)
        self.slider.valueChanged.connect(self._on_slid)
        self.slider.sliderReleased.connect(self._keep)

    def show_entry(self, entry: ClassifierEntry | None, *, can_write: bool) -> None:
        """Show the threshold of a classifier; its curve comes later."""
        learns = entry is not None and entry.saved.operation is None
        is_ready = entry is not None and entry.members is not None
        self._entry, self._curve = entry, ScoreCurve()
        self.slider.setVisible(learns)
        self.slider.setEnabled(learns and is_ready and can_write)
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(entry.saved.threshold * STEPS) if entry else 0)
        self._show_count()

    def show_curve(self, curve: ScoreCurve) -> None:
        """Count members by this from now on."""
        self._curve = curve
        self._show_count()

    @Slot(int)
    def _on_slid(self, _value: int) -> None:
        self._show_count()
        if not self.slider.isSliderDown():
            self._keep()

    @Slot()
    def _keep(self) -> None:
        value = self.slider.value()
        if self._entry is not None and round(self._entry.saved.threshold * STEPS) != value:
            self.kept.emit(value / STEPS)

    def _show_count(self) -> None:
        entry = self._entry
        if entry is None:
            self.count.clear()
        elif entry.problem:
            self.count.setText(service_text(entry.problem))
        elif not len(self._curve.scores):
            self.count.setText(self.tr("%s members") % numeral(entry.members or 0))
        else:
            threshold = self.slider.value() / STEPS
            text = self.tr("{count} members from {threshold:.2f}")
            count = numeral(self._curve.count(threshold))
            self.count.setText(filled(text, count=count, threshold=threshold))
