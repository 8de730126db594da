"""Drawing the region whose brightness is asked for."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.services.region_light import NAMED, parse_value
from app.services.types import Filter
from app.widgets.filter_names import filter_name
from app.widgets.region_light import RegionLightDialog, RegionPicker
from common.canvas import Region

LEFT = Qt.MouseButton.LeftButton


def test_a_region_is_drawn_and_moved(qtbot: QtBot) -> None:
    picker = RegionPicker()
    qtbot.addWidget(picker)
    picker.resize(320, 160)
    QTest.mousePress(picker, LEFT, pos=QPoint(159, 81))
    QTest.mouseMove(picker, QPoint(322, 300))  # beyond the edge
    QTest.mouseRelease(picker, LEFT, pos=QPoint(322, 300))
    assert picker.region == NAMED["bottom-right"]
    QTest.keyClick(picker, Qt.Key.Key_Left)
    assert picker.region == Region(0.4375, 0.5, 0.5, 0.5)
    for _ in range(40):
        QTest.keyClick(picker, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClick(picker, Qt.Key.Key_Left)
    assert picker.region == Region(0.0, 0.5, 0.5, 1 / 16)
    QTest.mouseClick(picker, LEFT, pos=QPoint(20, 20))  # a click draws nothing
    assert picker.region.height == 1 / 16
    picker.grab()


def test_the_dialog_says_what_the_filter_takes(qtbot: QtBot) -> None:
    dialog = RegionLightDialog()
    qtbot.addWidget(dialog)
    assert dialog.value == "top:0-20"
    dialog.names.setCurrentIndex(dialog.names.findData("centre"))
    dialog.names.activated.emit(dialog.names.currentIndex())
    dialog.high.setValue(100)
    dialog.low.setValue(60)
    assert dialog.value == "centre:60-100"
    dialog.picker.set_region(Region(0.125, 0, 0.25, 1))
    assert dialog.names.currentText() == "As drawn"
    assert parse_value(dialog.value) == (Region(0.125, 0, 0.25, 1), 60.0, 100.0)
    dialog.high.setValue(10)
    assert not dialog.ok.isEnabled()
    dialog.grab()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("top:0-20", "Brightness of a region: Top 0 – 20 %"),
        ("top-left:50-", "Brightness of a region: Top left 50 – 100 %"),
        ("0.1,0,0.5,1:-30", "Brightness of a region: Centre (50% × 100%) 0 – 30 %"),
    ],
)
def test_chips_read_like_a_sentence(qtbot: QtBot, value: str, shown: str) -> None:
    assert filter_name(Filter("region_light", (value,))) == shown
