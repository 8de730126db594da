"""A real window with all real panels on a small library that the real import made."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import app.services.models as model_services
from app.context import Panel
from app.services.library import Library
from app.services.paths import AppPaths
from app.shell.theme import ThemeSwitch
from app.shell.window import MainWindow
from common.settings import AppearanceSettings, ImportSettings, Settings
from tests.import_media import LayoutEngine, save_everything, service

WAIT_MS = 30_000


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine photos, a copy, a broken one, a video with subtitles, films with a bad row."""
    return save_everything(tmp_path_factory.mktemp("e2e") / "media")


@pytest.fixture(scope="session")
def made_library(media: Path) -> Path:
    """The library as the import left it; tests work on copies."""
    folder = media.parent / "made.kinora"
    library = Library.open(folder, create=True)
    try:
        report = service(library).run([media])
    finally:
        library.close()
    assert report.added >= 18
    return folder


@pytest.fixture
def library_folder(made_library: Path, tmp_path: Path) -> Path:
    """A copy of the library that a test may change."""
    return shutil.copytree(made_library, tmp_path / "mine.kinora")


@pytest.fixture(autouse=True)
def _small_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The journey is the same with every network; the embedded one needs no time to load."""
    monkeypatch.setattr(model_services, "Engine", LayoutEngine)


@dataclass
class Driver:
    """A window and what a person does in it."""

    qtbot: QtBot
    window: MainWindow

    def open(self, folder: Path) -> None:
        """Open a library and wait until everything is shown."""
        with self.qtbot.waitSignal(self.window.library_shown, timeout=WAIT_MS):
            self.window.libraries.open(folder)
        self.rest()

    def rest(self) -> None:
        """Wait until no job runs and all panels show what they are going to show."""

        def is_quiet() -> bool:
            workspace = self.window.workspace
            is_busy = self.window.libraries.is_busy
            return not is_busy and (workspace is None or workspace.is_idle)

        self.qtbot.waitUntil(is_quiet, timeout=WAIT_MS)

    def until(self, is_true: Callable[[], object]) -> None:
        """Wait until something holds."""
        self.qtbot.waitUntil(lambda: bool(is_true()), timeout=WAIT_MS)

    def panel(self, name: str) -> Any:
        """Return a panel."""
        is_new = name not in self.window.workspace.panels
        found: Panel = self.window.workspace.panel(name)
        if is_new:
            self.rest()
        return found

    @property
    def shared(self) -> Any:
        """What the panels share."""
        return self.window.workspace.shared

    @property
    def labels(self) -> dict[int, int]:
        """The marks as the catalogue has them."""
        return self.window.workspace.context.services.items.labels()

    def key(
        self,
        key: Qt.Key,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        widget: QWidget | None = None,
    ) -> None:
        """Press a key where the keyboard is."""
        target = widget or QApplication.focusWidget() or self.window
        QTest.keyClick(target, key, modifiers)

    def search(self, text: str) -> None:
        """Search by typing and Enter."""
        box = self.panel("search").head.box
        box.setFocus()
        box.selectAll()
        QTest.keyClicks(box, text)
        self.key(Qt.Key.Key_Return, widget=box)
        self.rest()


@pytest.fixture
def make_driver(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[..., Driver]]:
    """Return a function that makes windows; all are closed in the end."""
    made: list[MainWindow] = []
    owner = QObject()
    theme = ThemeSwitch(qapp, "light")
    theme.setParent(owner)
    theme.choose("light")

    def make(*, shown: bool = True) -> Driver:
        settings = Settings(
            appearance=AppearanceSettings(reduced_motion=True),
            imports=ImportSettings(analyse_new=False),
        )
        window = MainWindow(settings, AppPaths.of_user(), theme)
        window.resize(1280, 800)
        made.append(window)
        if shown:
            with qtbot.waitActive(window):
                window.show()
                window.activateWindow()
        return Driver(qtbot, window)

    yield make
    for window in made:
        window.close()
        window.deleteLater()
    theme.choose("light")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def driver(make_driver: Callable[..., Driver]) -> Driver:
    """An active window on its first page."""
    return make_driver()


@pytest.fixture
def opened(driver: Driver, library_folder: Path) -> Driver:
    """A window with the library open."""
    driver.open(library_folder)
    return driver
