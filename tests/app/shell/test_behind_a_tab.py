"""A panel behind the tab of another one waits until it is looked at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
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
    panel = workspace.panels["filters"]
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
