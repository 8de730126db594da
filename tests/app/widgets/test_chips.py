"""Rows of chips: the keyboard stays while they are made anew."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.widgets.chips import Chip, ChipRow, ChipStrip


@pytest.mark.parametrize("kind", [ChipRow, ChipStrip])
def test_the_keyboard_goes_to_the_neighbour_of_a_chip_that_is_removed(
    kind: type[ChipRow] | type[ChipStrip], qtbot: QtBot
) -> None:
    window, row, names = QWidget(), kind(), ["a", "b", "c"]
    layout = QVBoxLayout(window)
    layout.addWidget(QLineEdit())
    layout.addWidget(row)
    qtbot.addWidget(window)

    def fill() -> None:
        row.clear()
        for name in names:
            chip = Chip(name, removable=True)
            chip.removed.connect(lambda name=name: (names.remove(name), fill()))
            row.add(chip)

    fill()
    window.show()
    window.activateWindow()
    row.chips[1].setFocus()
    qtbot.waitUntil(row.chips[1].hasFocus)
    qtbot.keyClick(row.chips[1], Qt.Key.Key_Delete)
    assert window.focusWidget() is row.chips[1]
    assert row.chips[1].text() == "c"
    qtbot.keyClick(row.chips[1], Qt.Key.Key_Delete)
    assert window.focusWidget() is row.chips[0]
    qtbot.wait(1)
    other = window.findChild(QLineEdit)
    assert other is not None
    other.setFocus()
    row.add(Chip("new"))
    assert window.focusWidget() is other  # only what takes their place at once gets it
