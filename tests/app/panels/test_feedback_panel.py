"""The feedback panel on vectors of two clusters: even and odd photos."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from app.panels.feedback import FeedbackPanel
from app.panels.feedback.round import FeedbackRound
from app.widgets.grid_model import ITEMS_MIME, encode_items
from common.values import Hit
from tests.panel_support import PHOTOS, Desk


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> FeedbackPanel:
    made = FeedbackPanel(desk.context)
    qtbot.addWidget(made)
    made.resize(900, 640)
    made.show()
    desk.settle(qtbot, made)
    return made


def mark(panel: FeedbackPanel, desk: Desk, qtbot: QtBot, item: int, value: int) -> None:
    panel.grid.label_requested.emit(item, value)
    desk.settle(qtbot, panel)


def test_round_gives_judged_places_to_the_next_best() -> None:
    session = FeedbackRound()
    session.fill([Hit(item, 0.0) for item in range(1, 31)])
    assert [h.item for h in session.shown] == list(range(1, 26))
    assert session.set_labels({3: 1, 26: -1, 99: 1}) == [2]
    hit = session.replace(2)
    assert hit is not None
    assert hit.item == 27  # 26 was marked elsewhere
    session.refresh([Hit(50, 0.0), Hit(1, 0.0), Hit(99, 0.0)])
    assert [h.item for h in session.reserve] == [50]
    session.pass_over()
    assert 1 in session.seen
    session.reserve.clear()
    assert session.replace(0) is None
    assert len(session.shown) == 24


def test_cold_start_explains_and_offers_random_ones(
    panel: FeedbackPanel, desk: Desk, qtbot: QtBot
) -> None:
    assert "Mark one picture to begin" in panel.empty.text
    (button,) = panel.empty.buttons
    button.click()
    desk.settle(qtbot, panel)
    assert panel.pages.currentWidget() is panel.grid
    assert set(panel.grid.hits.items()) == set(desk.ids)


def test_marks_are_stored_first_and_suggestions_follow(
    panel: FeedbackPanel, desk: Desk, qtbot: QtBot
) -> None:
    panel.show_random()
    desk.settle(qtbot, panel)
    even, odd = desk.ids[0], desk.ids[1]
    mark(panel, desk, qtbot, even, 1)
    mark(panel, desk, qtbot, odd, -1)
    assert desk.library.catalogue.labels() == {even: 1, odd: -1}
    assert panel.positives.grid.hits.items() == [even]
    assert panel.negatives.grid.hits.items() == [odd]
    assert not {even, odd} & set(panel.grid.hits.items())  # replaced at once
    panel.suggest()
    desk.settle(qtbot, panel)
    shown = panel.grid.hits.items()
    assert len(shown) == PHOTOS - 2
    assert set(shown[:5]) == set(desk.ids[2:PHOTOS:2])  # the even ones come first
    assert "2 marked" in panel.status.text()
    assert "layout" in panel.status.text()


def test_a_second_click_takes_the_mark_away(panel: FeedbackPanel, desk: Desk, qtbot: QtBot) -> None:
    mark(panel, desk, qtbot, desk.ids[0], 1)
    mark(panel, desk, qtbot, desk.ids[0], 1)
    assert desk.library.catalogue.labels() == {}
    assert panel.positives.grid.hits.items() == []


def test_undo_brings_marks_back(panel: FeedbackPanel, desk: Desk, qtbot: QtBot) -> None:
    mark(panel, desk, qtbot, desk.ids[0], 1)
    mark(panel, desk, qtbot, desk.ids[1], -1)
    panel.start_over()
    desk.settle(qtbot, panel)
    assert desk.library.catalogue.labels() == {}
    desk.context.services.history.undo()
    desk.context.shared.labels_changed.emit("history")
    desk.settle(qtbot, panel)
    assert panel.round.labels == {desk.ids[0]: 1, desk.ids[1]: -1}
    assert panel.positives.grid.hits.items() == [desk.ids[0]]


def test_next_shows_others(panel: FeedbackPanel, desk: Desk, qtbot: QtBot) -> None:
    mark(panel, desk, qtbot, desk.ids[0], 1)
    before = set(panel.grid.hits.items())
    assert before
    panel.go_on()
    desk.settle(qtbot, panel)
    assert not before & set(panel.grid.hits.items())
    assert "Nothing is left" in panel.empty.text
    panel.empty.buttons[0].click()
    desk.settle(qtbot, panel)
    assert set(panel.grid.hits.items()) == before


def test_keys_mark_the_selection(panel: FeedbackPanel, desk: Desk, qtbot: QtBot) -> None:
    panel.show_random()
    desk.settle(qtbot, panel)
    desk.context.shared.select([desk.ids[4]])
    for key, expected in (("p", 1), ("n", -1), ("0", 0), ("+", 1)):
        with qtbot.waitSignal(desk.context.shared.labels_changed):
            qtbot.keyClicks(panel.grid, key)
        desk.settle(qtbot, panel)
        assert desk.library.catalogue.labels().get(desk.ids[4], 0) == expected


def test_actions_of_other_panels(panel: FeedbackPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.context.shared.select([desk.ids[2], desk.ids[3]], "wall")
    desk.context.actions.trigger("item.label-negative")
    desk.settle(qtbot, panel)
    assert set(panel.negatives.grid.hits.items()) == {desk.ids[2], desk.ids[3]}
    assert {"item.label-positive", "item.label-negative"} <= {
        action.name for action in desk.context.actions.for_items()
    }


def test_dropping_on_a_column_marks(panel: FeedbackPanel, desk: Desk, qtbot: QtBot) -> None:
    def drop(target, items: list[int]) -> None:
        data = QMimeData()
        data.setData(ITEMS_MIME, encode_items(items))
        target.dropEvent(
            QDropEvent(
                QPointF(5, 5),
                Qt.DropAction.CopyAction,
                data,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
        )
        desk.settle(qtbot, panel)

    drop(panel.positives, [desk.ids[0], desk.ids[2]])
    drop(panel.negatives.grid, [desk.ids[2]])
    assert desk.library.catalogue.labels() == {desk.ids[0]: 1, desk.ids[2]: -1}
    drop(panel.grid, [desk.ids[0]])
    assert desk.library.catalogue.labels() == {desk.ids[2]: -1}


def test_suggestions_go_to_the_wall_on_request(
    panel: FeedbackPanel, desk: Desk, qtbot: QtBot
) -> None:
    mark(panel, desk, qtbot, desk.ids[0], 1)
    with qtbot.waitSignal(desk.context.shared.results_changed) as published:
        panel.wall_button.click()
    assert [hit.item for hit in published.args[0].hits] == panel.grid.hits.items()
    assert published.args[1] == "feedback"


def test_an_item_without_vector_is_explained(
    panel: FeedbackPanel, desk: Desk, qtbot: QtBot
) -> None:
    mark(panel, desk, qtbot, desk.film, 1)
    assert "None of the marked items has a vector" in panel.empty.text


def test_a_read_only_library_is_explained(locked_desk: Desk, qtbot: QtBot) -> None:
    panel = FeedbackPanel(locked_desk.context)
    qtbot.addWidget(panel)
    panel.show()
    locked_desk.settle(qtbot, panel)
    assert "reading only" in panel.empty.text
    assert not panel.over_button.isEnabled()
    locked_desk.context.shared.select([locked_desk.ids[0]])
    panel.mark_selected(1)
    locked_desk.settle(qtbot, panel)
    assert locked_desk.library.catalogue.labels() == {}


def test_state_comes_back(panel: FeedbackPanel, desk: Desk, qtbot: QtBot) -> None:
    panel.restore_state({"seen": [desk.ids[1], "x"], "rounds": 4, "shown": None})
    desk.settle(qtbot, panel)
    assert list(panel.save_state()["seen"]) == [desk.ids[1]]
    assert panel.save_state()["rounds"] == 4
    panel.restore_state({"seen": 5, "rounds": "x"})
