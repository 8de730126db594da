"""The frames of a motion: a slider, and the pose of the frame it stands at."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSlider, QSpinBox, QVBoxLayout, QWidget

from app.widgets.controls import icon_button, named

if TYPE_CHECKING:
    from app.services.body_import import BodyMotion


class MotionStrip(QFrame):
    """Goes through the frames of a motion; told while the slider moves and when it rests.

    Args:
        parent: owner.
    """

    frame_chosen = Signal(int, bool)  # frame from 0, whether it is final
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self.setProperty("card", "true")
        self.motion: BodyMotion | None = None
        self.title = QLabel()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        named(self.slider, tr("Frame of the motion"))
        self.number = QSpinBox()
        self.number.setKeyboardTracking(False)
        named(self.number, tr("Number of the frame"))
        self.time = QLabel()
        self.time.setProperty("muted", "true")
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.time)
        head.addWidget(icon_button("close", tr("Keep this frame and close"), self.close_strip,
                                   flat=True))  # fmt: skip
        row = QHBoxLayout()
        row.addWidget(self.slider, 1)
        row.addWidget(self.number)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 4, 6)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addLayout(row)
        self.slider.valueChanged.connect(self._on_slider)
        self.slider.sliderReleased.connect(self._on_released)
        self.number.valueChanged.connect(self._on_number)
        self.hide()

    def show_motion(self, name: str, motion: "BodyMotion") -> None:
        """Offer the frames of a motion; the first one is chosen."""
        self.motion = motion
        last = len(motion) - 1
        self.title.setText(
            self.tr("{name}: {frames} frames").format(
                name=name, frames=QLocale().toString(last + 1)
            )
        )
        with QSignalBlocker(self.slider), QSignalBlocker(self.number):
            self.slider.setRange(0, last)
            self.slider.setPageStep(max(1, last // 20))
            self.number.setRange(1, last + 1)
            self.slider.setValue(0)
            self.number.setValue(1)
        self._show_time(0)
        self.show()
        self.slider.setFocus()
        self.frame_chosen.emit(0, True)  # noqa: FBT003 - of a signal

    def close_strip(self) -> None:
        """Keep the frame that is chosen."""
        self.hide()
        self.motion = None
        self.closed.emit()

    def _show_time(self, frame: int) -> None:
        seconds = frame * (self.motion.frame_s if self.motion is not None else 0.0)
        self.time.setText(
            self.tr("{seconds} s").format(seconds=QLocale().toString(seconds, "f", 2))
        )

    @Slot(int)
    def _on_slider(self, frame: int) -> None:
        with QSignalBlocker(self.number):
            self.number.setValue(frame + 1)
        self._show_time(frame)
        self.frame_chosen.emit(frame, not self.slider.isSliderDown())

    @Slot()
    def _on_released(self) -> None:
        self.frame_chosen.emit(self.slider.value(), True)  # noqa: FBT003 - of a signal

    @Slot(int)
    def _on_number(self, number: int) -> None:
        self.slider.setValue(number - 1)
