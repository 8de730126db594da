"""The dialog in which a part of a picture is marked."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.widgets.part_picker import PartDialog


def test_enter_takes_the_part_that_was_drawn(qtbot: QtBot) -> None:
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    dialog = PartDialog(image)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    left = Qt.MouseButton.LeftButton
    middle = dialog.canvas.rect().center()
    qtbot.mousePress(dialog.canvas, left, pos=middle)
    qtbot.mouseMove(dialog.canvas, middle + QPoint(80, 60))
    qtbot.mouseRelease(dialog.canvas, left, pos=middle + QPoint(80, 60))
    assert dialog.ok.isDefault()
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.result() == PartDialog.DialogCode.Accepted
    assert dialog.box is not None
