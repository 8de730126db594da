"""Controls of the player that need some setting up."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QComboBox, QSlider

RATES = (0.25, 0.5, 1.0, 1.5, 2.0, 4.0)


def rate_box() -> QComboBox:
    """Return the choice of speeds, at normal speed."""
    box = QComboBox()
    box.setAccessibleName(QCoreApplication.translate("Player", "Speed"))
    box.setToolTip(QCoreApplication.translate("Player", "Speed ([ and ])"))
    for rate in RATES:
        box.addItem(f"{rate:g} ×", rate)
    box.setCurrentIndex(RATES.index(1.0))
    box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return box


def volume_slider(percent: int) -> QSlider:
    """Return the loudness control at percent."""
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setAccessibleName(QCoreApplication.translate("Player", "Volume"))
    slider.setToolTip(QCoreApplication.translate("Player", "Volume (Up and Down)"))
    slider.setRange(0, 100)
    slider.setValue(percent)
    slider.setMaximumWidth(110)
    slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return slider
