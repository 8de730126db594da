"""The table of whole videos: concepts, orders, groups, filters, cells and keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.panels.results.video_overview import OverviewView
from app.panels.results.video_table import GroupLine
from app.panels.results.view import Shown
from app.widgets.grid_model import decode_items
from common.values import ResultList
from tests.time_support import TimedDesk, hits_of

KEY = Qt.Key


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[TimedDesk]:
    made = TimedDesk(tmp_path)
    yield made
    made.close()


@pytest.fixture
def view(desk: TimedDesk, qtbot: QtBot) -> OverviewView:
    made = OverviewView(desk.context)
    qtbot.addWidget(made)
    made.resize(900, 420)
    made.show()
    made.set_active(on=True)
    show(desk, qtbot, made, hits_of([desk.made.shots[1][2], desk.made.shots[1][0]]))
    return made


def show(desk: TimedDesk, qtbot: QtBot, view: OverviewView, results: ResultList) -> None:
    view.take(Shown(results, results.hits))
    settle(desk, qtbot, view)


def settle(desk: TimedDesk, qtbot: QtBot, view: OverviewView) -> None:
    qtbot.waitUntil(lambda: desk.context.jobs.is_idle and view.is_idle, timeout=20_000)
    assert desk.errors == []


def lines(view: OverviewView) -> list[str]:
    model = view.table.videos
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def heads(view: OverviewView) -> list[str]:
    model = view.table.videos
    across = Qt.Orientation.Horizontal
    return [str(model.headerData(column, across)) for column in range(model.columnCount())]


def cell(view: OverviewView, row: int, column: int) -> str:
    return str(view.table.videos.index(row, column).data())


def test_videos_stand_in_lines_and_concepts_in_columns(view: OverviewView) -> None:
    assert heads(view) == ["Video", "Length", "Hits", "car", "cat", "dog"]
    assert lines(view) == ["Holiday 2", "Holiday 1", "Holiday 0", "Holiday 3"]
    assert [cell(view, 0, column) for column in range(1, 6)] == ["1:20", "", "3 · 80%", "–", "–"]
    assert cell(view, 1, 2) == "2"
    tip = view.table.videos.index(0, 3).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Holiday 2: car in 3 of 8 frames, confidence 80%"
    assert len(view.bar.chips.chips) == 3
    assert not view.grab().isNull()


def test_concepts_are_chosen_completed_sorted_by_and_taken_out(
    desk: TimedDesk, view: OverviewView, qtbot: QtBot
) -> None:
    changes: list[str] = []
    view.state_changed.connect(changes.append)
    view.bar.box.setFocus()
    qtbot.keyClicks(view.bar.box, "ca")
    settle(desk, qtbot, view)
    assert view.bar._names.stringList() == ["car", "cat"]
    view.bar.add_concept("cat")
    view.bar.add_concept("dog")
    settle(desk, qtbot, view)
    assert heads(view)[3:] == ["cat", "dog"]
    assert lines(view)[0] == "Holiday 1"
    view.table.head_chosen.emit(4)
    settle(desk, qtbot, view)
    assert view.bar.request.by == "dog"
    assert lines(view)[0] == "Holiday 0"
    assert view.bar.chips.chips[1].isChecked()
    view.bar.chips.chips[1].removed.emit()
    settle(desk, qtbot, view)
    assert heads(view)[3:] == ["cat"]
    assert view.bar.request.by == ""
    assert len(changes) == 4


def test_orders_by_head_and_box(desk: TimedDesk, view: OverviewView, qtbot: QtBot) -> None:
    view.table.head_chosen.emit(0)
    settle(desk, qtbot, view)
    assert lines(view) == [f"Holiday {number}" for number in range(4)]
    view.table.head_chosen.emit(2)
    settle(desk, qtbot, view)
    assert lines(view)[0] == "Holiday 1"
    view.bar.order.setCurrentIndex(view.bar.order.findData("confidence"))
    view.bar.order.activated.emit(view.bar.order.currentIndex())
    settle(desk, qtbot, view)
    assert lines(view)[0] == "Holiday 0"
    assert view.table.cells.by_sure


def test_groups_have_a_line_that_cannot_be_selected(
    desk: TimedDesk, view: OverviewView, qtbot: QtBot
) -> None:
    view.bar.group_button.click()
    settle(desk, qtbot, view)
    assert lines(view) == [
        "car · one video", "Holiday 2", "cat · one video", "Holiday 1",
        "dog · one video", "Holiday 0", "None of these concepts · one video", "Holiday 3",
    ]  # fmt: skip
    model = view.table.videos
    assert isinstance(model.lines[0], GroupLine)
    assert not model.index(0, 0).flags() & Qt.ItemFlag.ItemIsSelectable
    assert view.table.columnSpan(0, 0) == 6
    view.bar.group_button.click()
    settle(desk, qtbot, view)
    assert view.table.columnSpan(0, 0) == 1


def test_filters_and_the_way_out_of_an_empty_table(
    desk: TimedDesk, view: OverviewView, qtbot: QtBot
) -> None:
    noted: list[str] = []
    view.noted.connect(noted.append)
    view.bar.hits_button.click()
    settle(desk, qtbot, view)
    assert lines(view) == ["Holiday 1"]
    assert noted[-1] == "1 of 4 videos."
    view.bar.title.setText("holiday 3")
    settle(desk, qtbot, view)
    assert view.pages.currentWidget() is view.empty
    assert "No video is left" in view.empty.text
    view.empty.buttons[0].click()
    settle(desk, qtbot, view)
    assert len(lines(view)) == 4
    assert not view.bar.hits_button.isChecked()
    assert view.bar.title.text() == ""


def test_a_cell_selects_and_opens_the_frame_it_stands_for(
    desk: TimedDesk, view: OverviewView, qtbot: QtBot
) -> None:
    opened: list[tuple[int, float]] = []
    shared = desk.context.shared
    shared.opened.connect(lambda *what: opened.append(what))
    model, third = view.table.videos, desk.made.shots[2]
    view.table.setCurrentIndex(model.index(0, 0))
    assert shared.selection == (desk.made.videos[2],)
    for _ in range(3):
        qtbot.keyClick(view.table, KEY.Key_Right)
    assert shared.selection == (third[0],)
    qtbot.keyClick(view.table, KEY.Key_Down)  # no car in the next one: the video itself
    assert shared.selection == (desk.made.videos[1],)
    qtbot.keyClick(view.table, KEY.Key_Left)
    assert shared.selection == (desk.made.shots[1][2],)
    qtbot.keyClick(view.table, KEY.Key_Space)
    qtbot.keyClick(view.table, KEY.Key_Return)
    assert opened == [(desk.made.shots[1][2], 20.0)]
    carried = model.mimeData([model.index(0, 3), model.index(1, 0)])
    assert decode_items(carried) == [third[0], desk.made.videos[1]]
    shared.select([desk.made.videos[3]], "wall")
    assert view.table.currentIndex().row() == 3
    qtbot.keyClick(view.table, KEY.Key_Escape)
    assert shared.selection == ()


def test_state_comes_back_and_bad_states_do_no_harm(
    desk: TimedDesk, view: OverviewView, qtbot: QtBot
) -> None:
    state = {
        "concepts": ["dog", "unicorn"], "order": "confidence", "by": "dog", "title": "day",
        "grouped": True, "must": False, "only_hits": False,
    }  # fmt: skip
    noted: list[str] = []
    view.noted.connect(noted.append)
    view.restore_state(state)
    settle(desk, qtbot, view)
    assert view.save_state() == state
    assert heads(view)[3:] == ["dog", "unicorn"]
    assert "No video has “unicorn”." in noted[-1]
    view.restore_state({"concepts": 3, "order": "colour", "grouped": "yes"})
    settle(desk, qtbot, view)
    assert view.save_state()["order"] == "frequency"
    assert len(lines(view)) == 4


def test_a_library_without_videos_says_so(
    desk: TimedDesk, view: OverviewView, qtbot: QtBot
) -> None:
    made = desk.made
    made.library.catalogue.remove_items([*made.videos, *(i for v in made.shots for i in v)])
    desk.context.shared.items_changed.emit("test")
    settle(desk, qtbot, view)
    assert "There are no videos here" in view.empty.text
    assert view.keys()
