"""The window with all its panels fits a screen of 1280 x 720, whatever the language."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QTabBar
from pytestqt.qtbot import QtBot

from app.services.paths import AppPaths
from app.shell.theme import ThemeSwitch
from app.shell.translations import LANGUAGES, install_translations
from app.shell.window import MainWindow
from app.shell.workspace import Workspace
from common.settings import ImportSettings, Settings
from tests.app.shell.conftest import open_in
from tests.wall_support import make_library

SCREEN = (1280, 720)
DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    before = QLocale()
    install_translations(qapp, request.param)
    yield request.param
    QLocale.setDefault(before)
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()


def all_tabs_fit(workspace: Workspace, *, titles: bool = False) -> bool:
    """Whether every tab of a panel is in sight, whole, and tells what it is."""
    bars = [workspace.tabs, *workspace.findChildren(QTabBar, options=DIRECT)]
    shown = [bar for bar in bars if bar.isVisible()]
    assert len(shown) >= 3, "main area, left, right"
    for bar in shown:
        for place in range(bar.count()):
            text, name = bar.tabText(place), bar.accessibleTabName(place)
            is_whole = bar.rect().contains(bar.tabRect(place))
            needs = bar.fontMetrics().horizontalAdvance(text)
            if not (is_whole and needs < bar.tabRect(place).width()):
                return False
            if name not in bar.tabToolTip(place) or text not in {"", name}:
                return False
            if not text and (titles or bar.tabIcon(place).isNull()):
                return False
    return True


def test_the_window_fits_a_small_screen(
    qtbot: QtBot, qapp: QApplication, paths: AppPaths, tmp_path: Path, language: str
) -> None:
    make_library(tmp_path, 6).close()
    settings = Settings(imports=ImportSettings(analyse_new=False))
    theme = ThemeSwitch(qapp, "light")
    theme.choose("light")  # with the style sheet, as for a user
    window = MainWindow(settings, paths, theme, keeps_state=False)
    try:
        window.resize(*SCREEN)
        window.show()
        open_in(qtbot, window, tmp_path / "test.kinora")
        workspace = window.workspace
        qtbot.waitUntil(partial(all_tabs_fit, workspace, titles=True), timeout=5000)
        for name in workspace.names:
            assert workspace.bring_up(name)
        least = window.minimumSizeHint()
        panels = {name: panel.minimumSizeHint() for name, panel in workspace.panels.items()}
        assert least.width() <= SCREEN[0], panels
        assert least.height() <= SCREEN[1], panels
        assert (window.width(), window.height()) == SCREEN
        qtbot.waitUntil(partial(all_tabs_fit, workspace), timeout=5000)
        window.resize(1600, 1000)
        qtbot.waitUntil(partial(all_tabs_fit, workspace, titles=True), timeout=5000)
        window.resize(*least.toTuple())
        qtbot.waitUntil(partial(all_tabs_fit, workspace), timeout=5000)
    finally:
        window.close()
        window.deleteLater()
        theme.deleteLater()
