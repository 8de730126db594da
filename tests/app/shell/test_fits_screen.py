"""The window with all its panels fits a screen of 1280 x 720, whatever the language."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.paths import AppPaths
from app.shell.theme import ThemeSwitch
from app.shell.translations import LANGUAGES, install_translations
from app.shell.window import MainWindow
from common.settings import ImportSettings, Settings
from tests.app.shell.conftest import open_in
from tests.wall_support import make_library

SCREEN = (1280, 720)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    before = QLocale()
    install_translations(qapp, request.param)
    yield request.param
    QLocale.setDefault(before)
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()


def test_the_window_fits_a_small_screen(
    qtbot: QtBot, qapp: QApplication, paths: AppPaths, tmp_path: Path, language: str
) -> None:
    make_library(tmp_path, 6).close()
    settings = Settings(imports=ImportSettings(analyse_new=False))
    theme = ThemeSwitch(qapp, "light")
    window = MainWindow(settings, paths, theme, keeps_state=False)
    try:
        window.resize(*SCREEN)
        window.show()
        open_in(qtbot, window, tmp_path / "test.kinora")
        least = window.minimumSizeHint()
        panels = {name: panel.minimumSizeHint() for name, panel in window.workspace.panels.items()}
        assert least.width() <= SCREEN[0], panels
        assert least.height() <= SCREEN[1], panels
        assert (window.width(), window.height()) == SCREEN
    finally:
        window.close()
        window.deleteLater()
        theme.deleteLater()
