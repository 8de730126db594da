"""The page that moves a library: tried, copied, stopped, gone on with, compared, switched."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.services.addresses import split_secret
from app.services.library import Library, addresses_of
from app.services.moving import MoveService
from app.services.moving_types import JOURNAL, MoveReport
from app.shell.move_page import COMPARED, ENDED, FORM, MovePage
from app.shell.window import MainWindow
from common.jobs import JobContext

WAIT_MS = 60_000


@pytest.fixture
def server(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Address of an empty database, and its password, which nobody knows yet."""
    kept: dict[str, str] = {}
    monkeypatch.setattr("app.services.moving_types.keep_secret", kept.__setitem__)
    monkeypatch.setattr(
        "app.services.addresses.secret_of", lambda _part, address: kept.get(address, "")
    )
    monkeypatch.setenv("KINORA_PERSON", "anna")
    return split_secret(postgres_url)


@pytest.fixture
def page(opened: MainWindow) -> MovePage:
    opened.all_actions.trigger("library.move")
    found = opened.pages.currentWidget()
    assert isinstance(found, MovePage)
    assert opened.workspace is None
    return found


def shown(page: MovePage, stage: int) -> Callable[[], bool]:
    return lambda: not page.is_busy and page.stages.currentIndex() == stage


def test_to_a_server_and_back(
    qtbot: QtBot, opened: MainWindow, page: MovePage, folder: Path, server: tuple[str, str]
) -> None:
    address, password = server
    assert not page.start.isEnabled()
    row = page.form.rows["catalogue"]
    row.choice.setCurrentIndex(row.choice.count() - 1)
    assert not page.start.isEnabled()  # no address yet
    row.address.setText(address)
    row.secret.setText("wrong")
    row.test.click()
    qtbot.waitUntil(lambda: "did not accept" in row.state.text(), timeout=WAIT_MS)
    row.secret.setText(password)
    assert row.state.text() == ""  # that was about another password
    row.test.click()
    qtbot.waitUntil(lambda: row.state.text().startswith("reachable"), timeout=WAIT_MS)
    page.form.shared.setChecked(True)
    page.start.click()
    assert page.is_busy
    opened.libraries.open(folder)  # while it is moved
    assert opened.pages.currentWidget() is page
    qtbot.waitUntil(shown(page, COMPARED), timeout=WAIT_MS)
    told = [page.table.item(at, 0).text() for at in range(page.table.rowCount())]
    assert {"Tables", "Rows", "Searches by filters"} <= set(told)
    assert not page.switch.isEnabled()
    page.word.setText("smal")
    assert not page.switch.isEnabled()
    page.word.setText("small")
    page.switch.click()
    qtbot.waitUntil(shown(page, ENDED), timeout=WAIT_MS)
    assert "catalogue.db" in page.ended.text()
    assert addresses_of(folder)[1].catalogue == address
    assert password not in (folder / "library.json").read_text()
    with qtbot.waitSignal(opened.library_shown, timeout=WAIT_MS):
        page.open.click()
    assert opened.workspace.context.services.items.count() == 5
    opened.all_actions.trigger("library.move")
    page.form.rows["catalogue"].give("sqlite")
    page.start.click()
    qtbot.waitUntil(shown(page, COMPARED), timeout=WAIT_MS)
    page.give_up.click()
    qtbot.waitUntil(shown(page, ENDED), timeout=WAIT_MS)
    assert "nothing was changed" in page.ended.text()
    assert addresses_of(folder)[1].catalogue == address


def test_a_move_that_was_stopped_goes_on(
    qtbot: QtBot,
    opened: MainWindow,
    page: MovePage,
    folder: Path,
    server: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address, password = server
    row = page.form.rows["catalogue"]
    row.give(address)
    row.secret.setText(password)
    run = MoveService.run

    def stopped(self: MoveService, to: list[str], context: JobContext, **more: object) -> object:
        context.cancel()
        return run(self, to, context, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(MoveService, "run", stopped)
    page.start.click()
    qtbot.waitUntil(shown(page, FORM), timeout=WAIT_MS)
    monkeypatch.setattr(MoveService, "run", run)
    assert "was begun" in page.about.text()
    assert (folder / JOURNAL).exists()
    assert not page.form.isEnabled()
    assert page.form.wanted == [f"catalogue={address}"]
    with qtbot.waitSignal(opened.library_shown, timeout=WAIT_MS):
        page.back.click()  # the library can be used meanwhile
    assert any("not finished" in bar.notice.text for bar in opened.stack.bars)
    opened.all_actions.trigger("library.move")
    assert page.start.text() == "Go on"
    page.start.click()
    qtbot.waitUntil(shown(page, COMPARED), timeout=WAIT_MS)
    with qtbot.waitSignal(opened.library_shown, timeout=WAIT_MS):
        page.later.click()
    opened.all_actions.trigger("library.move")
    assert shown(page, COMPARED)()  # compared already: it waits for the name
    page.word.setText("small")
    page.switch.click()
    qtbot.waitUntil(shown(page, ENDED), timeout=WAIT_MS)
    assert addresses_of(folder)[1].catalogue == address


def test_a_move_that_was_stopped_is_given_up(
    qtbot: QtBot,
    opened: MainWindow,
    page: MovePage,
    folder: Path,
    server: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address, password = server
    assert page.drop.isHidden(), "nothing was begun"
    row = page.form.rows["catalogue"]
    row.give(address)
    row.secret.setText(password)
    run = MoveService.run

    def stopped(self: MoveService, to: list[str], context: JobContext, **more: object) -> object:
        context.cancel()
        return run(self, to, context, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(MoveService, "run", stopped)
    page.start.click()
    qtbot.waitUntil(shown(page, FORM), timeout=WAIT_MS)
    assert (folder / JOURNAL).exists()
    assert not page.drop.isHidden()
    page.drop.click()
    qtbot.waitUntil(shown(page, ENDED), timeout=WAIT_MS)
    assert "nothing was changed" in page.ended.text()
    assert not (folder / JOURNAL).exists()
    with qtbot.waitSignal(opened.library_shown, timeout=WAIT_MS):
        page.open.click()
    opened.all_actions.trigger("library.move")
    assert page.drop.isHidden()
    assert page.start.text() == "Copy and compare"


def test_what_fails_is_said_and_the_page_stays(
    qtbot: QtBot, opened: MainWindow, page: MovePage, folder: Path
) -> None:
    row = page.form.rows["catalogue"]
    row.give("postgresql://anna@127.0.0.1:9/nowhere")
    page.start.click()
    qtbot.waitUntil(lambda: not page.is_busy, timeout=WAIT_MS)
    assert page.stages.currentIndex() == FORM
    assert any("cannot be reached" in bar.notice.text for bar in opened.stack.bars)
    assert not (folder / JOURNAL).exists()
    library = Library.open(folder)  # another process has it open
    try:
        page.form.rows["catalogue"].give("postgresql://anna@127.0.0.1:9/nowhere")
        page.start.click()
        qtbot.waitUntil(lambda: not page.is_busy, timeout=WAIT_MS)
        assert any("cannot be moved now" in bar.notice.text for bar in opened.stack.bars)
    finally:
        library.close()


def test_what_is_switched_cannot_be_stopped_half_way(
    qtbot: QtBot, page: MovePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    def abandon(_service: MoveService) -> MoveReport:
        seen.append(page.stop.isEnabled() or page.pause.isEnabled())
        return MoveReport("abandoned", {}, {})

    monkeypatch.setattr(MoveService, "abandon", abandon)
    page._on_give_up()
    qtbot.waitUntil(shown(page, ENDED), timeout=WAIT_MS)
    assert seen == [False]
