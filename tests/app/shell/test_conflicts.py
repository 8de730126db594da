"""What others do to a shared library, as the window tells it, without a server."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.shell.sharing import SharedLibrary
from app.shell.window import MainWindow
from common.errors import ConflictError


@pytest.fixture
def sharing(opened: MainWindow) -> Iterator[SharedLibrary]:
    made = SharedLibrary(opened.workspace.context, opened)
    yield made
    made.close()


def conflict(name: str, made: list[str]) -> ConflictError:
    error = ConflictError(name, "ben", version=2)

    def again(context: Any = None) -> None:
        made.append(name)

    error.again = again
    return error


def test_two_questions_come_one_after_the_other(
    qtbot: QtBot, opened: MainWindow, sharing: SharedLibrary
) -> None:
    made: list[str] = []
    for name in ("first", "second"):
        opened.notices.error(conflict(name, made))
    boxes = [box for box in opened.findChildren(QMessageBox) if not box.isHidden()]
    assert len(boxes) == 1
    for name in ("first", "second"):
        assert sharing.asked is not None
        assert name in sharing.asked.text()
        [mine] = [one for one in sharing.asked.buttons() if one.text() == "Keep mine"]
        mine.click()
    assert sharing.asked is None
    qtbot.waitUntil(lambda: made == ["first", "second"])


def test_a_library_that_is_read_only_stays_so_when_a_server_comes_and_goes(
    opened: MainWindow, sharing: SharedLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = opened.workspace.context
    monkeypatch.setattr(context.services.library, "read_only_reason", "another window has it open")
    sharing._show_absences()
    assert context.actions.read_only_reason == "another window has it open"
