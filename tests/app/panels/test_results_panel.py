"""The results panel on a small library: what is shown of a list, views, keys, hiding, excluding."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from pytestqt.qtbot import QtBot

from app.context import Action
from app.panels.results import ResultsPanel
from app.panels.results.hiding import Excluded, Hiding
from app.services.history import HistoryService
from app.shell.history_view import HistoryBridge
from app.widgets.key_sheet import KeySheet
from common.values import Hit, ResultList
from tests.panel_support import Desk
from tests.results_support import grid_of, items_of, listed, show

KEY = Qt.Key


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> ResultsPanel:
    made = ResultsPanel(desk.context)
    qtbot.addWidget(made)
    made.resize(900, 640)
    made.show()
    desk.settle(qtbot, made)
    return made


def press(panel: ResultsPanel, desk: Desk, qtbot: QtBot, key: Qt.Key, **held: object) -> None:
    qtbot.keyClick(grid_of(panel), key, **held)
    desk.settle(qtbot, panel)


# -- what is shown of a list


def test_any_list_is_shown_with_its_count_and_notes(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    show(panel, desk, qtbot)
    assert items_of(panel) == desk.ids[:6]
    assert panel.head.views["grid"].isChecked()
    assert panel.stack.front.controls().isVisible()  # the switch between pictures and list
    assert "6 hits" in panel.head.count.text()
    assert "3 ms" in panel.head.count.text()
    assert "concepts" in panel.head.count.text()
    assert panel.head.more_models.isVisible()
    opened: list[bool] = []
    desk.context.actions.add(Action("tools.networks", "Networks", lambda: opened.append(True)))
    panel.head.more_models.click()
    assert opened == [True]


def test_the_threshold_hides_the_tail_until_another_list_comes(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    show(panel, desk, qtbot)
    panel.head.threshold.setValue(60)  # scores run from 0.5 to 1
    desk.settle(qtbot, panel)
    assert panel.session.smallest_score == pytest.approx(0.8)
    assert items_of(panel) == desk.ids[:3]
    assert "3 of 6" in panel.head.count.text()
    show(panel, desk, qtbot)
    assert panel.head.threshold.value() == 0
    assert len(items_of(panel)) == 6


def test_a_hit_that_leaves_the_library_leaves_threshold_and_movement_as_they_are(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    show(panel, desk, qtbot)
    panel.head.threshold.setValue(60)
    desk.settle(qtbot, panel)
    found = desk.context.shared.results
    desk.context.shared.show_results(replace(found, hits=found.hits[1:]), "item-actions")
    desk.settle(qtbot, panel)
    assert panel.head.threshold.value() == 60
    assert items_of(panel) == desk.ids[1:3]
    assert panel.ranking.earlier == ()


def test_hits_are_sorted_by_title_and_date(panel: ResultsPanel, desk: Desk, qtbot: QtBot) -> None:
    found = listed(desk)
    show(panel, desk, qtbot, replace(found, hits=found.hits[::-1]))
    assert items_of(panel) == desk.ids[5::-1]
    press(panel, desk, qtbot, KEY.Key_S)  # by date: none has one, so the order stays
    assert panel.session.sort == "date"
    press(panel, desk, qtbot, KEY.Key_S)
    assert items_of(panel) == desk.ids[:6]
    assert panel.head.sort.currentData() == "title"
    press(panel, desk, qtbot, KEY.Key_S)
    assert items_of(panel) == desk.ids[5::-1]


# -- coming forward


# -- hiding and excluding


def test_x_excludes_from_every_list_and_goes_on(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    show(panel, desk, qtbot)
    panel.focus_main()
    assert desk.context.shared.current == desk.ids[0]
    press(panel, desk, qtbot, KEY.Key_X)
    press(panel, desk, qtbot, KEY.Key_X)
    assert items_of(panel) == desk.ids[2:6]
    assert desk.context.shared.current == desk.ids[2]
    assert panel.head.hide_button.text() == "Hidden: 2"
    show(panel, desk, qtbot, listed(desk, query="another"))
    assert items_of(panel) == desk.ids[2:6]


def test_a_whole_video_is_excluded_with_its_shots_and_taken_back_from_the_menu(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    hits = tuple(Hit(item, 1.0) for item in (desk.shots[0], desk.ids[0], desk.shots[1]))
    show(panel, desk, qtbot, ResultList("x", hits, 3))
    grid_of(panel).select_row(0)
    press(panel, desk, qtbot, KEY.Key_X, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert items_of(panel) == [desk.ids[0]]
    assert panel.session.excluded == Excluded(videos=(desk.video,))
    menu = panel.head.hide_button.menu()
    menu.aboutToShow.emit()
    back = next(action for action in menu.actions() if action.text().startswith("↩"))
    assert "clip" in back.text()
    back.trigger()
    desk.settle(qtbot, panel)
    assert len(items_of(panel)) == 3


def test_excluding_and_hiding_can_be_undone_and_stand_in_the_session(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    history: HistoryService = desk.context.services.history
    bridge = HistoryBridge(desk.context, desk.root)
    show(panel, desk, qtbot)
    panel.focus_main()
    press(panel, desk, qtbot, KEY.Key_X)
    desk.settle(qtbot, panel)
    assert [entry.title for entry in history.entries()][-1] == "Exclude one item"
    bridge.undo()
    desk.settle(qtbot, panel)
    assert items_of(panel) == desk.ids[:6]
    bridge.redo()
    desk.settle(qtbot, panel)
    assert items_of(panel) == desk.ids[1:6]
    state = panel.save_state()
    panel.session.exclude(Excluded(), "back")
    panel.restore_state(state)
    desk.settle(qtbot, panel)
    assert panel.session.excluded.items == (desk.ids[0],)
    bridge.close()


def test_h_hides_what_was_on_the_screen_before(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    show(panel, desk, qtbot, listed(desk, 4))
    panel._note_seen()
    show(panel, desk, qtbot, listed(desk, 6))
    assert len(items_of(panel)) == 6
    press(panel, desk, qtbot, KEY.Key_H)
    assert items_of(panel) == desk.ids[4:6]
    assert panel.session.left.seen == 4
    panel._note_seen()  # what is on the screen now stays there
    desk.settle(qtbot, panel)
    assert items_of(panel) == desk.ids[4:6]
    show(panel, desk, qtbot, listed(desk, 7))
    assert items_of(panel) == desk.ids[6:7]
    panel.session.forget_seen()
    desk.settle(qtbot, panel)
    assert len(items_of(panel)) == 7


def test_what_feedback_has_shown_counts_as_seen(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.library.catalogue.add_seen([desk.ids[1]], "default")
    show(panel, desk, qtbot)
    panel.session.set_hiding(Hiding(seen=True))
    desk.settle(qtbot, panel)
    assert items_of(panel) == [desk.ids[0], *desk.ids[2:6]]


def test_what_was_submitted_is_hidden(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    evaluation = desk.context.services.evaluation
    show(panel, desk, qtbot)
    monkeypatch.setattr(evaluation, "submitted", lambda: frozenset({desk.ids[3]}))
    desk.context.shared.note("evaluation.submit", {})
    desk.settle(qtbot, panel)
    assert desk.ids[3] not in items_of(panel)
    panel.items.toggle_submitted()
    desk.settle(qtbot, panel)
    assert desk.ids[3] in items_of(panel)


def test_a_list_of_which_all_is_left_out_says_so(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    show(panel, desk, qtbot, listed(desk, 2))
    desk.context.shared.select(desk.ids[:2], "test")
    panel.items.exclude_items()
    desk.settle(qtbot, panel)
    assert panel.pages.currentWidget() is panel.empty
    assert "left out" in panel.empty.text
    panel.empty.buttons[0].click()
    desk.settle(qtbot, panel)
    assert len(items_of(panel)) == 2


# -- views and keys


def test_digits_choose_views_and_the_choice_can_be_undone(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    bridge = HistoryBridge(desk.context, desk.root)
    show(panel, desk, qtbot)
    press(panel, desk, qtbot, KEY.Key_C)
    assert panel.stack.name == "changes"
    assert panel.head.views["changes"].isChecked()
    bridge.undo()
    desk.settle(qtbot, panel)
    assert panel.stack.name == "grid"
    qtbot.mouseClick(panel.head.views["changes"], Qt.MouseButton.LeftButton)
    desk.settle(qtbot, panel)
    assert panel.stack.name == "changes"
    qtbot.keyClick(panel.stack.front, KEY.Key_1)
    assert panel.stack.name == "grid"
    bridge.close()


def test_v_shows_a_list_with_reasons_and_the_state_comes_back(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    show(panel, desk, qtbot)
    press(panel, desk, qtbot, KEY.Key_V)
    assert grid_of(panel).is_list
    press(panel, desk, qtbot, KEY.Key_Plus)
    side = grid_of(panel).side
    state = panel.save_state()
    press(panel, desk, qtbot, KEY.Key_V)
    press(panel, desk, qtbot, KEY.Key_Minus)
    panel.restore_state(state)
    assert grid_of(panel).is_list
    assert grid_of(panel).side == side
    panel.restore_state({"view": 3, "views": [], "side": "x", "excluded": 7, "split": ["a"]})


def test_coming_to_the_results_keeps_what_is_selected_elsewhere(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    shared = desk.context.shared
    show(panel, desk, qtbot, listed(desk, query="few"))
    other = desk.shots[0]
    assert other not in items_of(panel)
    shared.select([other], "wall")
    panel.focus_main()
    assert tuple(shared.selection) == (other,)
    grid_of(panel).selectionModel().clearCurrentIndex()
    grid_of(panel).selectionModel().setCurrentIndex(  # as Qt does when the keyboard comes
        grid_of(panel).hits.index(0), QItemSelectionModel.SelectionFlag.NoUpdate
    )
    assert tuple(shared.selection) == (other,)


def test_the_keys_of_the_grid(panel: ResultsPanel, desk: Desk, qtbot: QtBot) -> None:
    shared = desk.context.shared
    show(panel, desk, qtbot)
    panel.focus_main()
    press(panel, desk, qtbot, KEY.Key_Right)
    assert shared.current == desk.ids[1]
    press(panel, desk, qtbot, KEY.Key_End)
    assert shared.current == desk.ids[5]
    press(panel, desk, qtbot, KEY.Key_Home)
    assert shared.current == desk.ids[0]
    press(panel, desk, qtbot, KEY.Key_A, modifier=Qt.KeyboardModifier.ControlModifier)
    assert len(shared.selection) == 6
    opened: list[tuple[int, float]] = []
    shared.opened.connect(lambda item, seconds: opened.append((item, seconds)))
    grid_of(panel).select_row(2)
    press(panel, desk, qtbot, KEY.Key_Space)
    assert opened == [(desk.ids[2], 0.0)]
    press(panel, desk, qtbot, KEY.Key_Return)
    assert panel.inspector.isVisible()
    assert len(opened) == 1
    press(panel, desk, qtbot, KEY.Key_Return)
    assert not panel.inspector.isVisible()


def test_stepping_goes_through_what_is_shown_only(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    show(panel, desk, qtbot)
    panel.session.exclude(Excluded(items=(desk.ids[1],)), "x")
    desk.settle(qtbot, panel)
    assert panel.step_hit(1)
    assert panel.step_hit(1)
    assert desk.context.shared.current == desk.ids[2]
    assert panel.step_hit(-1)
    assert panel.step_hit(-1)
    assert desk.context.shared.current == desk.ids[5]


def test_every_key_of_the_sheet_does_something_and_no_key_is_given_twice(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    show(panel, desk, qtbot)
    keys = [key.keys for key in panel.keys]
    assert len(keys) == len(set(keys))
    press(panel, desk, qtbot, KEY.Key_Question)
    sheet = panel.findChild(KeySheet)
    assert sheet is not None
    told = {keys for rows in sheet.groups.values() for _, keys in rows}
    assert {"X", "H", "F", "?", "1"} <= told
    sheet.reject()


def test_a_picture_in_the_grid_shows_its_rank_movement(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    from app.services.search import SearchService

    desk.search.compare = lambda before, after: SearchService.compare(
        None,
        before,
        after,
    )
    first = listed(desk, 4)
    show(panel, desk, qtbot, first)
    qtbot.mouseClick(panel.head.move_button, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    hits = (first.hits[2], first.hits[0], Hit(desk.ids[9], 0.1))
    show(panel, desk, qtbot, ResultList("cat", hits, 3))
    front = panel.stack.front
    assert front is not None
    assert dict(front.shown.moves) == {desk.ids[2]: 2, desk.ids[0]: -1, desk.ids[9]: None}
    press(panel, desk, qtbot, KEY.Key_M)
    assert not front.shown.moves
