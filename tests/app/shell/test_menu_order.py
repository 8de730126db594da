"""What is added later stands where one looks for it."""

from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from app.context import Action, Actions
from app.shell.menus import Menus
from common.settings import Settings


def test_quit_stays_the_last_of_the_menu_of_files(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions, menus = Actions(), Menus(window, Settings())
    for name in ("library.open", "import.media", "app.quit"):
        actions.add(Action(name, name, lambda: None, "", "File"))
    menus.show_actions(actions)
    for name in ("library.export", "library.import-marks"):
        actions.add(Action(name, name, lambda: None, "", "File"))
    menu = window.menuBar().actions()[0].menu()
    shown = [entry.text() or "-" for entry in menu.actions()]
    assert shown == [
        "library.open", "-", "import.media", "-", "library.export", "library.import-marks", "-",
        "app.quit",
    ]  # fmt: skip
