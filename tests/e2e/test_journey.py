"""What a person does in the window, from the first page to closing it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog

from app.services.types import Query
from app.shell.import_dialog import ImportDialog
from app.shell.named_sessions import ask_open, ask_save, names
from common.settings import load_settings
from tests.e2e.conftest import Driver

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_search_select_label_and_undo(opened: Driver) -> None:
    wall, details = opened.panel("wall"), opened.panel("details")
    feedback = opened.panel("feedback")
    assert len(wall.view.content.ids) == 17  # photos, films, the video; shots stay with it
    opened.search("lighthouse")
    grid = opened.panel("results").stack.front.grid
    films = grid.hits.items()
    assert len(films) == 7
    assert set(films) == {hit.item for hit in opened.shared.results.hits}
    assert int(wall.view.lit.sum()) == 7

    first = films[0]
    cell = wall.view.content.ids.tolist().index(first)
    wall.view.selection_edited.emit((wall.view.content.ids.tolist()[cell],))
    opened.rest()
    assert grid.current_item() == first
    assert details.heading.text().startswith("The Film")

    before = opened.labels
    opened.window.all_actions.trigger("item.label-positive")
    opened.until(lambda: opened.labels == {first: 1})
    opened.shared.select([films[1]])
    opened.window.all_actions.trigger("item.label-negative")
    opened.until(lambda: opened.labels == {first: 1, films[1]: -1})
    opened.rest()
    assert feedback.round.marked(1) == [first]
    assert feedback.round.marked(-1) == [films[1]]
    assert feedback.round.shown
    assert not {first, films[1]} & {hit.item for hit in feedback.round.shown}

    opened.window.all_actions.trigger("edit.undo")
    opened.until(lambda: opened.labels == {first: 1})
    opened.window.all_actions.trigger("edit.undo")
    opened.until(lambda: opened.labels == before)
    opened.rest()
    assert feedback.round.labels == {}
    opened.window.all_actions.trigger("edit.redo")
    opened.until(lambda: opened.labels == {first: 1})


def test_a_facet_filters_all_panels_and_a_chip_takes_it_back(opened: Driver) -> None:
    opened.search("film")
    film = opened.shared.results.hits[0].item
    opened.shared.select([film])
    opened.rest()
    details = opened.panel("details")
    chip = next(c for c in details.facets.findChildren(object) if _text(c) == "Crime")
    chip.chosen.emit(False)
    opened.rest()
    assert [one.key for one in opened.shared.filters] == ["genre"]
    (shown,) = opened.panel("search").filters.chips.chips
    assert shown.text() == "Genre: Crime"
    assert int(opened.panel("wall").view.lit.sum()) == 7
    QTest.keyClick(shown, Qt.Key.Key_Delete)
    opened.rest()
    assert opened.shared.filters == ()


def _text(widget: object) -> str:
    return widget.text() if hasattr(widget, "text") and hasattr(widget, "chosen") else ""


def test_the_session_comes_back_when_the_library_is_opened_again(
    driver: Driver, library_folder: Path
) -> None:
    driver.open(library_folder)
    driver.search("lighthouse")
    hits = [hit.item for hit in driver.shared.results.hits]
    driver.shared.select([hits[2]])
    driver.panel("wall").arrange_by("clustered", "genre")
    driver.rest()
    driver.window.libraries.close()
    assert driver.window.workspace is None
    driver.open(library_folder)
    assert driver.panel("search").head.box.text() == "lighthouse"
    assert [hit.item for hit in driver.shared.results.hits] == hits
    assert driver.shared.selection == (hits[2],)
    assert driver.panel("wall").bar.method == "clustered"
    assert driver.panel("details").heading.text().startswith("The Film")


def test_the_session_is_kept_while_the_window_is_open(opened: Driver) -> None:
    sessions = opened.window.workspace.context.services.sessions

    def kept() -> Query:
        opened.window.sessions.keep_now()
        opened.rest()
        return Query.from_json(sessions.load()["panels"]["search"]["query"])

    assert kept() == Query()
    opened.search("lighthouse")
    assert kept() == Query.of("lighthouse")


def test_a_session_with_a_name(opened: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    opened.search("lighthouse")
    opened.shared.select([opened.shared.results.hits[1].item])
    kept = opened.shared.selection
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_a, **_k: ("Beacons", True))
    ask_save(opened.window)
    assert names(opened.window) == ["Beacons"]
    opened.search("photo")
    opened.shared.select([])
    ask_open(opened.window)
    opened.rest()
    assert opened.panel("search").head.box.text() == "lighthouse"
    assert opened.shared.selection == kept
    opened.window.all_actions.trigger("session.remove")
    assert names(opened.window) == []


def test_a_second_window_reads_only_and_says_why(
    opened: Driver, make_driver: Callable[..., Driver], library_folder: Path
) -> None:
    second = make_driver()
    second.open(library_folder)
    banner = next(bar for bar in second.window.stack.bars if bar.notice.sticky)
    assert "another window" in banner.notice.text
    actions = second.window.all_actions
    second.shared.select([1])
    writing = [action for action in actions.all() if action.writes]
    assert {"item.tag", "item.remove", "item.label-positive", "import.media"} <= {
        action.name for action in writing
    }
    for action in writing:
        assert not actions.is_enabled(action), action.name
        assert "another window" in actions.tip(action)
    actions.trigger("item.label-positive")
    second.rest()
    assert second.labels == {}
    opened.window.close()
    with second.qtbot.waitSignal(second.window.library_shown, timeout=30_000):
        second.window.libraries.reopen()
    second.rest()
    second.shared.select([1])
    second.window.all_actions.trigger("item.label-positive")
    second.until(lambda: second.labels == {1: 1})


def test_a_dropped_folder_becomes_a_library(driver: Driver, media: Path, tmp_path: Path) -> None:
    folder = tmp_path / "dropped.kinora"

    def accept() -> None:
        dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, ImportDialog))
        assert "media" in dialog.sources.item(0).text()
        dialog.library.setText(str(folder))
        dialog.accept()

    timer = QTimer(driver.window, interval=20)
    timer.timeout.connect(
        lambda: (
            (timer.stop(), accept())
            if isinstance(QApplication.activeModalWidget(), ImportDialog)
            else None
        )
    )
    timer.start()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(media))])
    event = QDropEvent(
        QPoint(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    driver.window.dropEvent(event)
    driver.until(lambda: driver.window.workspace is not None)
    driver.until(lambda: any("finished" in n.text for n in driver.window.stack.history))
    driver.rest()
    driver.until(lambda: driver.panel("wall").view.content is not None)
    driver.until(lambda: len(driver.panel("wall").view.content.ids) == 17)
    row = driver.window.jobs_view.rows[-1]
    assert {Path(file.path.partition("#")[0]).name for file in row.skipped} >= {"broken.jpg"}
    assert (folder / "library.json").is_file()


def test_theme_and_settings_count_at_once(opened: Driver, qapp: QApplication) -> None:
    wall = opened.panel("wall")
    opened.window.all_actions.trigger("theme.dark")
    opened.rest()
    assert qapp.palette().window().color().lightness() < 80
    assert max(wall.model.style.background) < 100
    opened.window.settings.wall.cell = "square"
    opened.window.dialogs._on_setting("wall.cell")
    opened.rest()
    assert wall.view.camera.cell_height == 1
    kept, _ = load_settings(opened.window.paths.settings)
    assert (kept.appearance.theme, kept.wall.cell) == ("dark", "square")


def test_the_status_bar_names_the_device_once_a_network_has_run(opened: Driver) -> None:
    assert opened.window.status.device.text() == "Automatic device"
    models = opened.window.workspace.context.services.models
    models.engine._device()  # what the first network does
    opened.window.on_items_changed()
    opened.until(lambda: opened.window.status.device.text() == "CPU")


def test_an_empty_library_says_what_to_do_everywhere(driver: Driver, tmp_path: Path) -> None:
    with driver.qtbot.waitSignal(driver.window.library_shown, timeout=30_000):
        driver.window.libraries.open(tmp_path / "empty.kinora", create=True)
    driver.rest()
    for name in ("wall", "feedback", "details"):
        assert driver.panel(name).empty.text.strip(), name
    for empty in (driver.panel("wall").empty, driver.panel("results").empty):
        (button,) = empty.buttons
        assert "Import" in button.text()
