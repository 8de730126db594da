"""Controls of the player that need some setting up."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QSlider, QWidget

from app.widgets.numbers import numeral

if TYPE_CHECKING:
    from app.services.types import Query

CLIP_S = 20.0  # length of a clip to search by, as in IVS
RATES = (0.25, 0.5, 1.0, 1.5, 2.0, 4.0)


def clip_query(video: int, start_s: float) -> "Query":
    """Return the search for what looks and sounds like the seconds of a video from start_s on."""
    from app.services.types import ClipAsk, Part, Query

    clip = ClipAsk(item=video, start_s=round(max(0.0, start_s), 1), length_s=CLIP_S)
    return Query.of(parts=[Part(clip)])


def rate_box() -> QComboBox:
    """Return the choice of speeds, at normal speed."""
    box = QComboBox()
    box.setAccessibleName(QCoreApplication.translate("Player", "Speed"))
    box.setToolTip(QCoreApplication.translate("Player", "Speed ([ and ])"))
    for rate in RATES:
        box.addItem(f"{numeral(rate, 'g')} ×", rate)
    box.setCurrentIndex(RATES.index(1.0))
    box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return box


def subtitle_label(picture: QWidget) -> QLabel:
    """Return the hidden line that words are shown in, over a picture."""
    label = QLabel(picture, alignment=Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setStyleSheet(
        "color: white; background: rgba(0, 0, 0, 170); padding: 6px; border-radius: 6px;"
    )
    label.hide()
    return label


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
