"""Every action of the command palette, run as a step of a picture: the program goes on and ends.

Dialogs that answer the one who opened them run an event loop of their own; a step that waited for
it would never come back.
"""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QApplication, QWidget

import app.shell.screenshot as shots
from app.services.types import Filter
from app.shell.scene_steps import SceneStep
from app.shell.screenshot import Screenshot
from common.errors import AppError
from tests.e2e.conftest import Driver

ELSEWHERE = {"library.demo"}  # opens another library, which takes a minute to make
CLOSE = {"library.move", "library.close"}  # the library, so they come last
SIZE = (900, 640)
ASK = {  # what they open stands on the picture
    "library.new", "library.open", "import.media", "settings.open", "settings.shortcuts",
    "view.messages", "tools.replay", "tools.networks", "tools.measure", "tools.wall-study",
    "tools.palette", "help.panel", "help.shortcuts", "help.about", "item.tag", "item.export",
    "item.add-to-bucket", "classifiers.new", "view.export", "item.open", "body.batch",
}  # fmt: skip


def in_front(window: QWidget) -> list[QWidget]:
    """Return what stands before the window."""
    return [
        widget for widget in QApplication.topLevelWidgets()
        if widget.isVisible() and widget is not window and widget.isWindow()
    ]  # fmt: skip


def put_back(driver: Driver, folder: Path) -> None:
    """Close what an action opened and what it filled the screen with; open what it closed."""
    window = driver.window
    for widget in in_front(window):
        widget.close()
    window.extras.stage.leave()
    window.extras.tour.leave()
    if window.isFullScreen():
        window.toggle_full_screen()
    if window.workspace is None:
        driver.open(folder)
    driver.rest()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def draw(driver: Driver, name: str, target: Path) -> list[str]:
    """Run one action as a step; return the kinds of what stood in front of the picture."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    shot = Screenshot(driver.window, target, SIZE, [SceneStep("run", name)])
    seen: list[str] = []
    shot.drawn.connect(lambda: seen.extend(type(one).__name__ for one in in_front(driver.window)))
    try:
        shot.draw(application)
    except AppError as error:
        workspace = driver.window.workspace
        jobs = [] if workspace is None else workspace.jobs.jobs()
        error.add_note(f"{name}; {[(job.lane, job.title, job.state) for job in jobs]}")
        raise
    finally:
        shot.deleteLater()
    return seen


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rest is waited for as always, but not for so long; nothing outside is opened."""
    monkeypatch.setattr(shots, "POLL_MS", 2)
    monkeypatch.setattr(shots, "STEP_POLLS", 1)
    monkeypatch.setattr(shots, "QUIET_POLLS", 3)
    monkeypatch.setattr(shots, "PATIENCE_MS", 20_000)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: True)


@pytest.mark.usefixtures("quick")
def test_each_goes_on_and_ends(
    opened: Driver, library_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shots, "save_picture", lambda *_: True)
    window, target = opened.window, tmp_path / "picture.png"
    opened.search("photo")
    done: dict[str, list[str]] = {}
    names = [action.name for action in window.all_actions.all()]
    assert len(names) > 100
    for name in sorted(set(names) - {"app.quit", *ELSEWHERE}, key=lambda one: one in CLOSE):
        ids = opened.window.workspace.context.services.items.all_ids()
        opened.shared.set_filters([Filter("kind", ("photo",))] if "filters" in name else [], "")
        opened.shared.select([int(ids[0])], "test")
        opened.rest()
        done[name] = draw(opened, name, target)
        put_back(opened, library_folder)
        assert not in_front(window), name
    assert {name for name in ASK if not done[name]} == set()
    with pytest.raises(AppError, match="closed before its picture"):
        draw(opened, "app.quit", target)
    assert {*done, *ELSEWHERE, "app.quit"} == set(names)
    QCoreApplication.removePostedEvents(QApplication.instance(), QEvent.Type.Quit)


@pytest.mark.usefixtures("quick")
def test_the_dialog_stands_on_the_picture(opened: Driver, tmp_path: Path) -> None:
    target = tmp_path / "picture.png"
    assert draw(opened, "settings.open", target) == ["SettingsDialog"]
    (dialog,) = in_front(opened.window)
    image, shown = QImage(str(target)), dialog.grab().toImage()
    assert (image.width(), image.height()) == SIZE
    at = opened.window.rect().center() - dialog.rect().center()
    part = image.copy(at.x(), at.y(), dialog.width(), dialog.height())
    same = sum(
        part.pixel(x, y) == shown.pixel(x, y)
        for x in range(0, dialog.width(), 9) for y in range(0, dialog.height(), 9)
    )  # fmt: skip
    every = len(range(0, dialog.width(), 9)) * len(range(0, dialog.height(), 9))
    assert same > 0.97 * every  # a cursor blinks
