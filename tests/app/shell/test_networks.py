"""The list of networks, adding weights, downloads; settings that count at once."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.services.models import ModelService
from app.shell.network_texts import TASKS, TEXTS
from app.shell.window import MainWindow
from common.errors import ModelError
from models.cards import load_cards
from models.engine import Engine
from models.hub import ModelStatus
from tests.analyser_files import write_labels

WAIT_MS = 8000


def shown(window: MainWindow, qtbot: QtBot):
    window.all_actions.trigger("tools.networks")
    dialog = window.networks.dialog
    qtbot.waitUntil(lambda: bool(dialog.lines), timeout=WAIT_MS)
    return dialog


def choose(dialog, name: str) -> None:
    row = [line.status.name for line in dialog.lines].index(name)
    dialog.list.setCurrentItem(dialog.list.topLevelItem(row))


@pytest.mark.parametrize("page", ["window", "opened"])
def test_every_network_says_what_it_adds(
    qtbot: QtBot, request: pytest.FixtureRequest, page: str
) -> None:
    window = request.getfixturevalue(page)
    dialog = shown(window, qtbot)
    cards = {card.name: card for card in load_cards()}
    assert {line.status.name for line in dialog.lines} == set(cards)
    choose(dialog, "nanodet")
    assert cards["nanodet"].gain in dialog.gain.text()
    assert "Download it here" in dialog.gain.text()
    assert "Apache-2.0" in dialog.facts.text()
    assert cards["nanodet"].origin in dialog.facts.text()
    assert dialog.download.isEnabled()
    choose(dialog, "layout")
    assert dialog.gain.text() == cards["layout"].gain
    assert not dialog.download.isEnabled()
    dialog.close()
    assert window.networks.dialog is None


def test_every_text_of_the_cards_is_listed_for_translation() -> None:
    cards = load_cards()
    assert {card.task for card in cards} <= set(TASKS)
    assert {text for card in cards for text in (card.title, card.gain)} == set(TEXTS)


def test_a_download_needs_the_users_word(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[str] = []
    asked: list[str] = []

    def get(self, name, context):
        fetched.append(name)
        return ModelStatus(name, "object-detector", True, "Apache-2.0", 5, "user", title="NanoDet")

    def answer(role):
        def run(box) -> int:
            asked.append(box.informativeText())
            button = next(b for b in box.buttons() if box.buttonRole(b) is role)
            monkeypatch.setattr(QMessageBox, "clickedButton", lambda _self: button)
            return 0

        monkeypatch.setattr(QMessageBox, "exec", run)

    monkeypatch.setattr(ModelService, "get", get)
    dialog = shown(opened, qtbot)
    choose(dialog, "nanodet")
    answer(QMessageBox.ButtonRole.RejectRole)
    dialog.download.click()
    qtbot.waitUntil(lambda: len(asked) == 1, timeout=WAIT_MS)
    assert fetched == []
    assert "media.githubusercontent.com" in asked[0]
    assert "3.6 MiB" in asked[0] or "3.8 MB" in asked[0]
    answer(QMessageBox.ButtonRole.AcceptRole)
    dialog.download.click()
    qtbot.waitUntil(lambda: any("Ready" in n.text for n in opened.stack.history), timeout=WAIT_MS)
    assert fetched == ["nanodet"]
    notice = next(n for n in opened.stack.history if "Ready" in n.text)
    assert notice.action == "Analyse now"
    assert dialog.bar.isHidden()


def test_a_file_that_is_no_model_is_explained_in_place(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "bad.safetensors").write_bytes(b"\xff" * 100)
    dialog = shown(window, qtbot)
    window.networks.add(tmp_path / "bad.safetensors")
    qtbot.waitUntil(lambda: not dialog.problem.isHidden(), timeout=WAIT_MS)
    assert "bad.safetensors" in dialog.problem.text()


def test_a_failed_download_leaves_a_reason_and_no_bar(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def get(self, name, context):
        raise ModelError("The host does not answer.", hint="Try again later.")

    monkeypatch.setattr(ModelService, "get", get)
    dialog = shown(window, qtbot)
    window.networks.fetch("nanodet", "NanoDet")
    qtbot.waitUntil(lambda: not dialog.problem.isHidden(), timeout=WAIT_MS)
    assert "does not answer" in dialog.problem.text()
    assert dialog.bar.isHidden()


def test_settings_of_networks_count_at_once(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[dict] = []

    class Watched(Engine):
        def __init__(self, hub, **options) -> None:
            made.append(options)
            super().__init__(hub, **options)

    monkeypatch.setattr("app.services.models.Engine", Watched)
    models = opened.workspace.context.services.models
    before = models.engine
    opened.settings.models.idle_unload_s = 77
    opened.settings.models.device = "cpu"
    opened.dialogs._on_setting("models.device")
    assert opened.status.device.text() == "CPU"
    qtbot.waitUntil(lambda: opened.workspace.jobs.is_idle, timeout=WAIT_MS)
    assert models.engine is not before
    assert [(each["device"], each["idle_s"]) for each in made] == [("auto", 300), ("cpu", 77)]


def test_panels_hear_of_settings(qtbot: QtBot, opened: MainWindow) -> None:
    heard: list[str] = []
    opened.workspace.shared.settings_changed.connect(heard.append)
    assert opened.workspace.isAnimated()
    opened.settings.appearance.reduced_motion = True
    opened.dialogs._on_setting("appearance.reduced_motion")
    assert heard == ["appearance.reduced_motion"]
    assert not opened.workspace.isAnimated()


def test_an_analyser_is_added_removed_and_used_again(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path
) -> None:
    name = "analyser:tint"
    dialog = shown(opened, qtbot)
    assert dialog.switch.isHidden()
    opened.networks.add(write_labels(tmp_path))
    qtbot.waitUntil(lambda: name in [line.status.name for line in dialog.lines], timeout=WAIT_MS)
    choose(dialog, name)
    row = dialog.list.currentItem()
    assert [row.text(column) for column in range(3)] == [
        "The tint", "Analyser: names with scores", "ready",
    ]  # fmt: skip
    assert "CC0-1.0" in dialog.facts.text()
    assert "Version: 1-" in dialog.facts.text()
    assert not dialog.switch.isHidden()
    history = opened.workspace.context.services.history
    for is_off, state in ((True, "taken out"), (False, "ready")):
        dialog.switch.click()
        qtbot.waitUntil(lambda: dialog.current.analyser.is_off is is_off, timeout=WAIT_MS)  # noqa: B023
        assert dialog.list.currentItem().text(2) == state
    assert [one.title for one in history.entries()][-2:] == [
        "Remove the analyser “The tint”", "Use the analyser “The tint” again",
    ]  # fmt: skip
    dialog.close()
