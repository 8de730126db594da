"""A number with a slider, its unit and its limits."""

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QLabel, QSlider, QWidget

from app.widgets.controls import named
from app.widgets.numbers import numeral

_SETTLE_MS = 450  # typing and arrow keys that follow each other are one step
_FINE = 10  # positions of the slider a unit with one digit


class _Field(QDoubleSpinBox):
    """A field without an undo of its own: the keys go on to the drawing's."""

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to whoever is around."""
        is_key = event.type() in {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress}
        if is_key and isinstance(event, QKeyEvent) and _turns(event):
            event.ignore()
            return False
        return super().event(event)


def _turns(event: QKeyEvent) -> bool:
    keys = QKeySequence.StandardKey
    return event.matches(keys.Undo) or event.matches(keys.Redo)


class NumberRow(QObject):
    """A label, a slider and a field that show one number.

    While the slider is dragged, and until typing rests, changes are told as unfinished.

    Args:
        title: what the number is.
        low: its least value.
        high: its largest.
        digits: behind the decimal point.
        suffix: its unit.
        parent: owner.
        tip: one sentence; the title by default.
    """

    changed = Signal(float, bool)  # value, whether it is final

    def __init__(
        self, title: str, low: float, high: float, *, digits: int = 0, suffix: str = "",
        parent: QWidget | None = None, tip: str = "",
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._steps = float(_FINE**digits)
        self.label = QLabel(title)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setMinimumWidth(50)
        self.field = _Field()
        self.field.setDecimals(digits)
        self.field.setSuffix(suffix)
        self.field.setKeyboardTracking(False)
        self.label.setBuddy(self.field)
        for widget in (self.slider, self.field):
            widget.setAccessibleName(title)
            named(widget, title)
            widget.setToolTip(tip or title)
        self.set_range(low, high)
        self._told: float | None = None  # an unfinished value
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.flush)
        self.slider.valueChanged.connect(self._on_slider)
        self.slider.sliderReleased.connect(self.flush)
        self.field.valueChanged.connect(self._on_field)

    def add_to(self, grid: QGridLayout, row: int) -> None:
        """Put the three parts into a row of a grid."""
        for column, widget in enumerate((self.label, self.slider, self.field)):
            grid.addWidget(widget, row, column)

    def set_range(self, low: float, high: float) -> None:
        """Limit the number; tells nothing."""
        with QSignalBlocker(self.slider), QSignalBlocker(self.field):
            self.field.setRange(low, high)
            self.slider.setRange(round(low * self._steps), round(high * self._steps))
        self.field.setAccessibleDescription(
            f"{numeral(low, 'g')} – {numeral(high, 'g')}{self.field.suffix()}"
        )

    def show_value(self, value: float) -> None:
        """Show a number; tells nothing. A value that is being set is left alone."""
        if self._told is not None:
            return
        with QSignalBlocker(self.slider), QSignalBlocker(self.field):
            self.field.setValue(value)
            self.slider.setValue(round(value * self._steps))

    def set_enabled(self, *, on: bool) -> None:
        """Let it be changed or not."""
        for widget in (self.label, self.slider, self.field):
            widget.setEnabled(on)

    @property
    def value(self) -> float:
        """The number that is shown."""
        return float(self.field.value())

    @Slot()
    def flush(self) -> None:
        """Tell an unfinished value as final."""
        self._settle.stop()
        told, self._told = self._told, None
        if told is not None:
            self.changed.emit(told, True)  # noqa: FBT003 - of a signal

    @Slot(int)
    def _on_slider(self, position: int) -> None:
        value = position / self._steps
        with QSignalBlocker(self.field):
            self.field.setValue(value)
        self._tell(value, held=self.slider.isSliderDown())

    @Slot(float)
    def _on_field(self, value: float) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(value * self._steps))
        self._tell(value, held=False)

    def _tell(self, value: float, *, held: bool) -> None:
        self._told = value
        if held:
            self._settle.stop()
        else:
            self._settle.start()
        self.changed.emit(value, False)  # noqa: FBT003 - of a signal
