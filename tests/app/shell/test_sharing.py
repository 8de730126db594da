"""A window on a shared library: what others do appears, and the later of two decides."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from app.services.addresses import Addresses, split_secret
from app.services.library import Library
from app.shell.address_part import AddressPart
from app.shell.share_dialog import ShareDialog
from app.shell.window import MainWindow
from app.widgets.labelling import Labeller
from common.errors import ReadOnlyLibraryError, ServerGoneError
from common.values import ItemKind
from indexers.catalogue import Catalogue, Filter, NewItem
from tests.postgres_support import PostgresServer

WAIT_MS = 30_000


@pytest.fixture
def shared(
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    tmp_path: Path,
    postgres_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[tuple[MainWindow, Catalogue]]:
    """Anna's window, and the catalogue as Ben has it open."""
    plain, secret = split_secret(postgres_url)
    monkeypatch.setenv("KINORA_CATALOGUE_PASSWORD", secret)
    monkeypatch.setenv("KINORA_PERSON", "anna")
    folder = tmp_path / "x.kinora"
    library = Library.open(folder, create=True, addresses=Addresses(catalogue=plain))
    library.catalogue.add_batch([NewItem(str(n), ItemKind.PHOTO) for n in range(1, 6)])
    library.catalogue.set_watchlist("later", [1, 2, 3])
    library.catalogue.share("watchlist", "later")
    library.close()
    window = make_window()
    with qtbot.waitSignal(window.library_shown, timeout=WAIT_MS):
        window.libraries.open(folder)
    with Catalogue.open(postgres_url, person="ben") as ben:
        catalogue = window.workspace.context.services.library.catalogue
        qtbot.waitUntil(lambda: catalogue._heard > 0, timeout=WAIT_MS)
        yield window, ben
    window.close()


def test_what_others_do_appears(qtbot: QtBot, shared: tuple[MainWindow, Catalogue]) -> None:
    window, ben = shared
    state = window.workspace.context.shared
    with qtbot.waitSignal(state.items_changed, timeout=WAIT_MS):
        ben.add_to_watchlist("later", [4])
    with qtbot.waitSignal(state.labels_changed, timeout=WAIT_MS):
        ben.set_label(1, 1)


@pytest.mark.parametrize("keeps", [True, False])
def test_the_later_of_two_is_asked(
    keeps: bool, qtbot: QtBot, shared: tuple[MainWindow, Catalogue]
) -> None:
    window, ben = shared
    context = window.workspace.context
    seen = context.services.items.list_version("watchlist", "later")
    ben.set_watchlist("later", [3, 2, 1])
    labeller = Labeller(context, window)
    labeller.do("watchlist.reorder", {"list": "later", "items": [2, 1, 3], "seen": seen}, "Order")
    sharing = window.extras.sharing
    qtbot.waitUntil(lambda: sharing.asked is not None, timeout=WAIT_MS)
    assert "ben has changed “later” meanwhile. It holds 3" in sharing.asked.text()
    words = "Keep mine" if keeps else "Take theirs"
    [button] = [each for each in sharing.asked.buttons() if each.text() == words]
    assert isinstance(button, QAbstractButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    wanted = [2, 1, 3] if keeps else [3, 2, 1]
    qtbot.waitUntil(lambda: ben.watchlist_items("later") == wanted, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: sharing.asked is None, timeout=WAIT_MS)


@pytest.mark.parametrize(("count", "keeps"), [(3, False), (700, True), (700, False)])
def test_marks_of_two_are_compared_item_by_item(
    count: int, keeps: bool, qtbot: QtBot, shared: tuple[MainWindow, Catalogue]
) -> None:
    window, ben = shared
    context = window.workspace.context
    new = [NewItem(f"more{n}", ItemKind.PHOTO) for n in range(count)]
    items = context.services.library.catalogue.add_batch(new)
    context.services.library.catalogue.set_label(1, 1, "boats")
    context.services.library.catalogue.share("labels", "boats")
    context.services.items.labels("boats")
    ben.set_labels({items[0]: -1}, "boats")
    labeller = Labeller(context, window)
    labeller.label(items, 1, "boats")
    sharing = window.extras.sharing
    qtbot.waitUntil(lambda: sharing.asked is not None, timeout=WAIT_MS)
    assert f"ben has marked 1 of these {count} items otherwise" in sharing.asked.text()
    assert "1 as not relevant" in sharing.asked.text()
    words = "Keep mine" if keeps else "Take theirs"
    [button] = [each for each in sharing.asked.buttons() if each.text() == words]
    assert isinstance(button, QAbstractButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    wanted = dict.fromkeys(items, 1) | {1: 1, items[0]: 1 if keeps else -1}
    qtbot.waitUntil(lambda: ben.labels("boats") == wanted, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: sharing.asked is None, timeout=WAIT_MS)


def test_a_server_that_goes_is_told_and_comes_back(
    qtbot: QtBot, shared: tuple[MainWindow, Catalogue], postgres: PostgresServer
) -> None:
    window, _ben = shared
    context = window.workspace.context
    items = context.services.items
    postgres.stop()
    try:
        qtbot.waitUntil(lambda: bool(context.actions.read_only_reason), timeout=WAIT_MS)
        [bar] = [each for each in window.stack.bars if each.notice.sticky]
        shown = window.stack.bars
        assert "there is no copy on this computer" in bar.notice.text
        assert f"127.0.0.1:{postgres.port}/" in bar.notice.text
        assert f"{datetime.now().astimezone():%H:}" in bar.notice.text
        items.revision()  # asked while drawing: answered at once
        with pytest.raises(ServerGoneError) as caught:
            items.summaries([1])
        context.notices.error(caught.value)  # the bar says it already
        assert window.stack.bars == shown
        assert window.stack.history[-1].text == str(caught.value)
    finally:
        postgres.start()
    qtbot.waitUntil(lambda: not context.actions.read_only_reason, timeout=WAIT_MS)
    assert not any("copy on this computer" in bar.notice.text for bar in window.stack.bars)
    context.services.history.do("label.set", {"labels": {"2": 1}, "set": "default"})


def test_reading_goes_on_from_a_copy(
    qtbot: QtBot, shared: tuple[MainWindow, Catalogue], postgres: PostgresServer
) -> None:
    window, ben = shared
    context = window.workspace.context
    items, library = context.services.items, context.services.library
    context.services.history.do("item.tag", {"items": [2, 3], "key": "tag", "value": "boat"})
    ben.add_to_bucket("secret of ben", [1])
    sharing = window.extras.sharing
    sharing.keep_copies()
    qtbot.waitUntil(lambda: library.catalogue.spare is not None, timeout=WAIT_MS)
    postgres.stop()
    try:
        qtbot.waitUntil(lambda: bool(context.actions.read_only_reason), timeout=WAIT_MS)
        [bar] = [each for each in window.stack.bars if each.notice.sticky]
        assert "You see and search its copy of" in bar.notice.text
        assert items.items_with([Filter("tag", ("boat",))]).tolist() == [2, 3]
        assert items.tags(3) == ["boat"]
        assert items.watchlists() == {"later": 3}
        assert items.buckets() == {}
        assert not library.can_append  # the copy may be old: nothing is cut off by it
        with pytest.raises(ReadOnlyLibraryError, match="cannot be reached"):
            context.services.history.do("label.set", {"labels": {"2": 1}, "set": "default"})
        folder = library.folder
        window.libraries.close()
        with qtbot.waitSignal(window.library_shown, timeout=WAIT_MS):
            window.libraries.open(folder)  # still nobody there
        opened = window.workspace.context.services
        assert "its copy of" in opened.library.read_only_reason
        assert opened.items.tags(3) == ["boat"]
    finally:
        postgres.start()
    with qtbot.waitSignal(window.library_shown, timeout=WAIT_MS):
        window.libraries.reopen()  # “Try again”
    assert not window.workspace.context.services.library.is_read_only


def test_addresses_are_shown_and_tested(
    qtbot: QtBot, shared: tuple[MainWindow, Catalogue], monkeypatch: pytest.MonkeyPatch
) -> None:
    window, _ben = shared
    part = AddressPart(window.workspace.context)
    qtbot.addWidget(part)
    part.show()
    assert "anna" in part.words
    assert part.states["catalogue"].isHidden()
    part.button.click()
    assert part.button.text() == "Stop"
    qtbot.waitUntil(lambda: part.button.text() == "Test", timeout=WAIT_MS)
    assert part.states["catalogue"].text().startswith("reachable, PostgreSQL")
    monkeypatch.setenv("KINORA_CATALOGUE_PASSWORD", "geheim")
    part.button.click()
    qtbot.waitUntil(lambda: part.button.text() == "Test", timeout=WAIT_MS)
    assert "did not accept" in part.states["catalogue"].text()
    assert "geheim" not in part.words


def test_a_list_is_shared_from_the_menu(qtbot: QtBot, shared: tuple[MainWindow, Catalogue]) -> None:
    window, ben = shared
    context = window.workspace.context
    catalogue = context.services.library.catalogue
    catalogue.add_to_bucket("mine", [1])
    catalogue.add_to_bucket("both", [1])
    ben.add_to_bucket("both", [2])
    dialog = ShareDialog(context)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.tree.topLevelItemCount() == 2, timeout=WAIT_MS)
    buckets, lists = (dialog.tree.topLevelItem(at) for at in range(2))
    assert [buckets.child(at).text(0) for at in range(2)] == ["both", "mine"]
    assert lists.child(0).checkState(0) is Qt.CheckState.Checked
    buckets.child(1).setCheckState(0, Qt.CheckState.Checked)
    qtbot.waitUntil(lambda: ben.owners("bucket") == {"both": "ben", "mine": ""}, timeout=WAIT_MS)
    qtbot.waitUntil(
        lambda: dialog.tree.topLevelItem(0).child(1).data(0, Qt.ItemDataRole.UserRole).is_shared,
        timeout=WAIT_MS,
    )
    dialog.tree.topLevelItem(0).child(0).setCheckState(0, Qt.CheckState.Checked)
    qtbot.waitUntil(lambda: "Another person has" in dialog.about.text(), timeout=WAIT_MS)
    assert dialog.tree.topLevelItem(0).child(0).checkState(0) is Qt.CheckState.Unchecked
    assert any(action.name == "library.share" for action in context.actions.all())
