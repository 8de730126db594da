"""The feedback panel on vectors of two clusters: even and odd photos."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.panels.feedback import FeedbackPanel
from app.panels.feedback.round import FeedbackRound
from app.panels.feedback.texts import note_templates
from app.services.types import FeedbackOptions, note_ids
from app.widgets.grid_model import ITEMS_MIME, encode_items
from common.values import Hit, ResultList
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
    change = session.replace(2)
    assert change.old.item == 3
    assert change.new is not None
    assert change.new.item == 27  # 26 was marked elsewhere
    session.refresh([Hit(50, 0.0), Hit(1, 0.0), Hit(99, 0.0)])
    assert [h.item for h in session.reserve] == [50]
    session.pass_over()
    assert 1 in session.seen
    session.reserve.clear()
    assert session.replace(0).new is None
    assert len(session.shown) == 24


def test_cold_start_explains_and_offers_random_ones(
    panel: FeedbackPanel, desk: Desk, qtbot: QtBot
) -> None:
    assert "Mark one picture to begin" in panel.empty.text
    _, button = panel.empty.buttons
    button.click()
    desk.settle(qtbot, panel)
    assert panel.pages.currentWidget() is panel.grid
    assert set(panel.grid.hits.items()) == set(desk.ids)


def test_marks_are_stored_first_and_suggestions_follow(
    panel: FeedbackPanel, desk: Desk, qtbot: QtBot
) -> None:
    panel.session.show_random()
    desk.settle(qtbot, panel)
    even, odd = desk.ids[0], desk.ids[1]
    mark(panel, desk, qtbot, even, 1)
    mark(panel, desk, qtbot, odd, -1)
    assert desk.library.catalogue.labels() == {even: 1, odd: -1}
    assert panel.positives.grid.hits.items() == [even]
    assert panel.negatives.grid.hits.items() == [odd]
    assert not {even, odd} & set(panel.grid.hits.items())  # replaced at once
    panel.session.suggest()
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
    panel.session.go_on()
    desk.settle(qtbot, panel)
    assert not before & set(panel.grid.hits.items())
    assert "Nothing is left" in panel.empty.text
    assert set(desk.context.services.classifiers.seen()) == before, "kept in the library"
    panel.empty.buttons[0].click()
    desk.settle(qtbot, panel)
    assert set(panel.grid.hits.items()) == before


def test_keys_mark_the_selection(panel: FeedbackPanel, desk: Desk, qtbot: QtBot) -> None:
    panel.session.show_random()
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
        panel.head.wall_button.click()
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
    assert not panel.head.over_button.isEnabled()
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


def test_what_was_replaced_by_what_is_said_and_undone(
    panel: FeedbackPanel, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.panels.feedback.round.SHOWN", 4)
    mark(panel, desk, qtbot, desk.ids[0], 1)
    panel.session.best_now()
    desk.settle(qtbot, panel)
    before = panel.grid.hits.items()
    assert len(before) == 4
    judged = before[1]
    mark(panel, desk, qtbot, judged, -1)
    after = panel.grid.hits.items()
    assert [after[0], *after[2:]] == [before[0], *before[2:]], "the others stay where they are"
    assert after[1] not in before
    assert "gave its place to" in panel.change.text()
    assert "like" in panel.change.text()
    desk.context.services.history.undo()
    desk.context.shared.labels_changed.emit("history")
    desk.settle(qtbot, panel)
    assert panel.grid.hits.items() == before, "the judged picture is back in its place"
    assert "is back" in panel.change.text()


def test_screens_are_undone_too(panel: FeedbackPanel, desk: Desk, qtbot: QtBot) -> None:
    told = []
    desk.context.shared.view_changed.connect(lambda *what: told.append(what))
    mark(panel, desk, qtbot, desk.ids[0], 1)
    first = panel.grid.hits.items()
    panel.session.go_on()
    desk.settle(qtbot, panel)
    assert not set(first) & set(panel.grid.hits.items())
    name, before, after, title, _ = told[-1]
    assert (name, title) == ("feedback.round", "Next suggestions")
    desk.context.shared.view_requested.emit(name, before)
    desk.settle(qtbot, panel)
    assert panel.grid.hits.items() == first
    assert desk.context.services.classifiers.seen() == []
    desk.context.shared.view_requested.emit(name, after)
    desk.settle(qtbot, panel)
    assert set(desk.context.services.classifiers.seen()) == set(first)


def test_first_examples_are_found_marked_and_lead_to_suggestions(
    panel: FeedbackPanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.search.answer = ResultList("even", tuple(Hit(i, 1.0) for i in desk.ids[:8:2]), 4)
    qtbot.keyClicks(panel, "/")
    panel.head.search.setText("even")
    qtbot.keyClick(panel.head.search, Qt.Key.Key_Return)
    desk.settle(qtbot, panel)
    assert desk.search.asked[-1].text() == "even"
    assert panel.grid.hits.items() == desk.ids[:8:2]
    mark(panel, desk, qtbot, desk.ids[0], 1)
    assert panel.grid.hits.items() == desk.ids[:8:2], "a list stays as it is"
    panel.head.best_button.click()
    desk.settle(qtbot, panel)
    assert set(panel.grid.hits.items()[:5]) == set(desk.ids[2:PHOTOS:2])


def test_the_whole_collection_can_be_scrolled(
    panel: FeedbackPanel, desk: Desk, qtbot: QtBot
) -> None:
    panel.head.ranked_button.click()
    assert any("Mark one picture first" in str(what[1]) for what in desk.posted)
    assert not panel.head.ranked_button.isChecked()
    mark(panel, desk, qtbot, desk.ids[0], 1)
    panel.session.go_on()
    desk.settle(qtbot, panel)
    panel.head.ranked_button.click()
    desk.settle(qtbot, panel)
    ranked = panel.grid.hits.items()
    assert ranked[0] == desk.ids[0], "what is relevant stands first"
    assert set(ranked) == set(desk.ids[:PHOTOS]), "also what was seen"
    panel.head.ranked_button.click()
    desk.settle(qtbot, panel)
    assert panel.round.mode == ""


def test_why_this_one_names_rank_and_marks(panel: FeedbackPanel, desk: Desk, qtbot: QtBot) -> None:
    mark(panel, desk, qtbot, desk.ids[0], 1)
    mark(panel, desk, qtbot, desk.ids[1], -1)
    panel.head.why_button.click()
    desk.context.shared.select([desk.ids[2]], "wall")
    desk.settle(qtbot, panel)
    assert panel.why.isVisible()
    assert "Photo 2" in panel.why.text.text()
    assert "layout: place" in panel.why.text.text()
    assert desk.ids[0] in [hit.item for hit in panel.why.strip.hits]
    desk.context.shared.select([desk.film], "wall")
    desk.settle(qtbot, panel)
    assert panel.why.strip.hits == (), "a film without vector: the reason is said instead"
    assert panel.why.text.text()


def test_options_change_the_learner_and_are_kept(
    panel: FeedbackPanel, desk: Desk, qtbot: QtBot
) -> None:
    mark(panel, desk, qtbot, desk.ids[0], 1)
    form = panel.head.form
    form.learner.setCurrentIndex(form.learner.findData("rocchio"))
    form.learner.activated.emit(form.learner.currentIndex())
    desk.settle(qtbot, panel)
    assert panel.session.found.learner == "rocchio"
    form.damp.setValue(60)
    form.damp.sliderReleased.emit()
    desk.settle(qtbot, panel)
    state = panel.save_state()
    form.show_options(FeedbackOptions())
    panel.restore_state(state)
    desk.settle(qtbot, panel)
    assert (form.options.learner, form.options.damp) == ("rocchio", 0.6)
    panel.restore_state({"options": {"learner": "x", "damp": 7, "weights": [1], "modalities": 3}})
    assert form.options.learner == "rocchio"


def test_each_classifier_has_marks_and_suggestions_of_its_own(
    panel: FeedbackPanel, desk: Desk, qtbot: QtBot
) -> None:
    mark(panel, desk, qtbot, desk.ids[0], 1)
    panel.make_classifier("odd ones")
    desk.settle(qtbot, panel)
    assert desk.context.shared.label_set != "default"
    assert panel.round.labels == {}
    assert "Mark one picture to begin" in panel.empty.text
    mark(panel, desk, qtbot, desk.ids[1], 1)
    assert set(panel.grid.hits.items()[:5]) == set(desk.ids[3:PHOTOS:2])
    assert panel.head.tabs.count() == 2
    panel.head.tabs.setCurrentIndex(0)
    desk.settle(qtbot, panel)
    assert desk.context.shared.label_set == "default"
    assert panel.round.labels == {desk.ids[0]: 1}


def swipe(grid, qtbot: QtBot, row: int, across: int, down: int = 0) -> None:
    start = grid.visualRect(grid.hits.index(row)).center()
    device = QTest.createTouchDevice()
    view = grid.viewport()
    QTest.touchEvent(view, device).press(0, start, view)
    for part in (0.3, 0.7, 1.0):
        QTest.touchEvent(view, device).move(
            0, start + QPoint(round(across * part), round(down * part)), view
        )
    QTest.touchEvent(view, device).release(0, start + QPoint(across, down), view)


def test_a_swipe_judges_and_a_tap_selects(panel: FeedbackPanel, desk: Desk, qtbot: QtBot) -> None:
    panel.session.show_random()
    desk.settle(qtbot, panel)
    right, left, tapped, scrolled = panel.grid.hits.items()[:4]
    swipe(panel.grid, qtbot, 0, 120)
    desk.settle(qtbot, panel)
    swipe(panel.grid, qtbot, panel.grid.hits.row_of(left), -120, 10)
    desk.settle(qtbot, panel)
    assert desk.library.catalogue.labels() == {right: 1, left: -1}
    swipe(panel.grid, qtbot, panel.grid.hits.row_of(tapped), 0)
    assert tuple(desk.context.shared.selection) == (tapped,)
    swipe(panel.grid, qtbot, panel.grid.hits.row_of(scrolled), 70, 90)
    desk.settle(qtbot, panel)
    assert set(desk.library.catalogue.labels()) == {right, left}


def test_few_controls_for_novices(panel: FeedbackPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.context.services.settings.appearance.controls = "novice"
    desk.context.shared.settings_changed.emit("appearance.controls")
    assert not panel.head.options_button.isVisible()
    assert panel.head.next_button.isVisible()


def test_every_note_of_the_service_has_a_text() -> None:
    assert note_templates() == note_ids(), "the English texts are the same, word by word"
