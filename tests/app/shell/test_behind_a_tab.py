"""A panel behind the tab of another one waits until it is looked at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.panels.filters import FiltersPanel
from app.services.paths import AppPaths
from app.shell.panel_list import PanelEntry
from app.shell.theme import ThemeSwitch
from app.shell.window import MainWindow
from common.settings import ImportSettings, Settings
from tests.wall_support import make_library

WAIT_MS = 15_000
ENTRIES = (
    PanelEntry("search", "app.panels.search", "search", "Ctrl+2"),
    PanelEntry("filters", "app.panels.filters", "filters", "Ctrl+5"),
    PanelEntry("wall", "app.panels.wall", "wall", "Ctrl+1"),
    PanelEntry("days", "app.panels.days", "days", "Ctrl+Alt+D"),
    PanelEntry("explain", "app.panels.explain", "explain", "Ctrl+Alt+E"),
)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    make_library(tmp_path, 20).close()
    settings = Settings(imports=ImportSettings(analyse_new=False))
    made = MainWindow(settings, AppPaths.of_user(), ThemeSwitch(qapp, "light"), ENTRIES)
    made.resize(1000, 700)
    made.show()
    with qtbot.waitSignal(made.library_shown, timeout=WAIT_MS):
        made.libraries.open(tmp_path / "test.kinora")
    qtbot.waitUntil(lambda: made.workspace.is_idle, timeout=WAIT_MS)
    yield made
    made.close()


def test_filters_behind_the_search_are_read_when_their_tab_is_chosen(
    window: MainWindow, qtbot: QtBot
) -> None:
    workspace = window.workspace
    panel = workspace.panel("filters")
    assert isinstance(panel, FiltersPanel)
    window.bring_up("search")
    qtbot.waitUntil(lambda: not panel.is_seen, timeout=WAIT_MS)
    asked: list[object] = []
    window.bring_up("filters")
    qtbot.waitUntil(lambda: panel.is_seen and bool(panel.sections), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: workspace.is_idle, timeout=WAIT_MS)
    window.bring_up("search")
    qtbot.waitUntil(lambda: not panel.is_seen, timeout=WAIT_MS)
    workspace.jobs.submitted.connect(asked.append)
    workspace.shared.labels_changed.emit("test")
    panel._refreshes.timeout.emit()
    assert not asked, "nobody sees the panel"
    assert workspace.is_idle
    window.bring_up("filters")
    qtbot.waitUntil(lambda: bool(asked), timeout=WAIT_MS)


@pytest.mark.parametrize("name", ["days", "explain"])
def test_a_tab_that_is_clicked_is_read_as_by_its_key(
    window: MainWindow, qtbot: QtBot, name: str
) -> None:
    workspace = window.workspace
    panel, bar = workspace.panels[name], workspace.tabs
    asked: list[object] = []
    workspace.jobs.submitted.connect(asked.append)
    place = next(i for i in range(bar.count()) if bar.tabText(i) == panel.title)
    assert not panel.is_seen
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(place).center())
    assert panel.is_seen
    qtbot.waitUntil(lambda: bool(asked) and workspace.is_idle, timeout=WAIT_MS)
    asked.clear()
    window.bring_up("wall")
    qtbot.waitUntil(lambda: workspace.is_idle, timeout=WAIT_MS)
    asked.clear()
    window.bring_up(name)
    assert not asked, "nothing has changed since it was read"
