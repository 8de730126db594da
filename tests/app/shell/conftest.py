"""A window with two tiny panels and a small library."""

import gc
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot

from app.context import Action, Panel, PanelContext, panels
from app.services.library import Library
from app.services.paths import AppPaths
from app.shell.panel_list import PanelEntry
from app.shell.theme import ThemeSwitch
from app.shell.window import MainWindow
from common.settings import ImportSettings, Settings
from common.values import ItemKind
from indexers.catalogue import NewItem

WAIT_MS = 8000


class TinyPanel(Panel):
    """Remembers what was typed."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        self.box = QLineEdit()
        self.box.setAccessibleName(self.name)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(self.name))
        layout.addWidget(self.box)

    def save_state(self) -> dict[str, Any]:
        return {"text": self.box.text()}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        self.box.setText(str(state["text"]))

    def focus_main(self) -> None:
        self.box.setFocus()


class TinyWall(TinyPanel):
    name = "tiny-wall"
    area = "center"

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        self.runs: list[tuple[int, ...]] = []
        context.actions.add(
            Action(
                "tiny.look",
                "&Look closer",
                lambda: self.runs.append(context.shared.selection),
                "Ctrl+Alt+L",
                for_items=True,
                is_enabled=lambda: bool(context.shared.selection),
            )
        )


class TinySide(TinyPanel):
    name = "tiny-side"
    area = "right"


if "tiny-wall" not in panels:
    panels.register("tiny-wall")(TinyWall)
    panels.register("tiny-side")(TinySide)

ENTRIES = (
    PanelEntry("tiny-wall", "none", "wall", "Ctrl+1"),
    PanelEntry("tiny-side", "none", "details", "Ctrl+2"),
    PanelEntry("tiny-broken", "no.such.module", "search", "Ctrl+3"),
)


@pytest.fixture
def paths() -> AppPaths:
    return AppPaths.of_user()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "small.kinora"
    library = Library.open(place, create=True)
    library.catalogue.add_batch(
        [NewItem(identity=f"film:{n}", kind=ItemKind.FILM, title=f"Film {n}") for n in range(5)]
    )
    library.close()
    return place


@pytest.fixture
def make_window(
    qtbot: QtBot, qapp: QApplication, paths: AppPaths
) -> Iterator[Callable[..., MainWindow]]:
    made: list[MainWindow] = []
    theme = ThemeSwitch(qapp, "light")
    theme.choose("light")

    def make(settings: Settings | None = None) -> MainWindow:
        plain = Settings(imports=ImportSettings(analyse_new=False))
        window = MainWindow(settings or plain, paths, theme, ENTRIES)
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()
    theme.deleteLater()
    gc.unfreeze()  # other tests look for garbage
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window()


@pytest.fixture
def opened(qtbot: QtBot, window: MainWindow, folder: Path) -> MainWindow:
    open_in(qtbot, window, folder)
    return window


def open_in(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    with qtbot.waitSignal(window.library_shown, timeout=WAIT_MS):
        window.libraries.open(folder)
    qtbot.waitUntil(lambda: window.workspace.is_idle, timeout=WAIT_MS)
