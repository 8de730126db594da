"""The strip above the panels while a study runs: what to do, and how long still."""

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget


class StudyBar(QWidget):
    """Says what the participant is asked to do and counts down."""

    next_wanted = Signal()  # end this part now
    stop_wanted = Signal()  # end the study

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.task = QLabel()
        self.task.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.task.setWordWrap(True)  # after the policy, which would forget that its height follows
        self.time = QLabel()
        self.time.setAccessibleName(self.tr("Time left"))
        font = self.time.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.3)
        self.time.setFont(font)
        self.time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.time.setMinimumWidth(self.time.fontMetrics().horizontalAdvance("00:00") + 8)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(140)
        self.progress.setAccessibleName(self.tr("Part of the time that has passed"))
        self.next_button = QPushButton(self.tr("Go on now"))
        self.next_button.setToolTip(self.tr("End this part before its time is over"))
        self.next_button.clicked.connect(lambda _checked=False: self.next_wanted.emit())
        self.stop_button = QPushButton(self.tr("End the study"))
        self.stop_button.setToolTip(self.tr("Stop here; what was recorded so far is kept"))
        self.stop_button.clicked.connect(lambda _checked=False: self.stop_wanted.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        for widget in (self.task, self.time, self.progress, self.next_button, self.stop_button):
            row.addWidget(widget, 1 if widget is self.task else 0)

    def show_task(self, text: str) -> None:
        """Say what the participant is asked to do."""
        self.task.setText(text)

    def show_time(self, passed_s: float, lasts_s: float) -> None:
        """Count down.

        Args:
            passed_s: seconds since the part began.
            lasts_s: seconds that it lasts; 0 hides the clock.
        """
        left = max(0, math.ceil(lasts_s - passed_s))
        self.time.setText(f"{left // 60}:{left % 60:02}")
        self.time.setVisible(lasts_s > 0)
        self.progress.setVisible(lasts_s > 0)
        self.progress.setRange(0, max(1, round(lasts_s * 10)))
        self.progress.setValue(min(round(passed_s * 10), self.progress.maximum()))
