"""The evaluation panel: practice, a server that behaves and one that does not, comparison."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.panels.evaluation import EvaluationPanel
from app.panels.evaluation.panel import PRACTICE, SERVER
from app.services.dres_mock import DresMock
from app.services.types import Comparison, PracticeTask, SettingRow, TaskHint
from common.statistics import mean_interval
from common.values import Hit, ResultList
from tests.dres_support import FREE, PASSWORD, kis, world
from tests.panel_support import Desk

COMPARE = 2


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> Iterator[EvaluationPanel]:
    made = EvaluationPanel(desk.context)
    qtbot.addWidget(made)
    made.resize(300, 640)
    made.show()
    desk.settle(qtbot, made)
    yield made
    made.session.close()


@pytest.fixture
def mock() -> Iterator[DresMock]:
    made = world(kis(item="clip", start_ms=0, end_ms=1500, **FREE))
    made.items = frozenset()
    with DresMock(made) as server:
        yield server


def connect(panel: EvaluationPanel, desk: Desk, qtbot: QtBot, mock: DresMock, pw: str) -> None:
    panel.tabs.setCurrentIndex(SERVER)
    for box, text in ((panel.server.address, mock.address), (panel.server.user, "ann"),
                      (panel.server.password, pw)):  # fmt: skip
        box.setText(text)
    qtbot.mouseClick(panel.server.connect_button, Qt.MouseButton.LeftButton)
    desk.settle(qtbot, panel)


def practise(panel: EvaluationPanel, desk: Desk, qtbot: QtBot, *items: int) -> None:
    task = PracticeTask("Blue", "text", 300, (TaskHint(0, "Something blue."),), frozenset(items))
    panel.session.tasks, panel.session._place = (task, task), -1
    panel.session.start_next()
    desk.settle(qtbot, panel)


def submit(panel: EvaluationPanel, desk: Desk, qtbot: QtBot, *items: int) -> None:
    desk.context.shared.select(items)
    desk.settle(qtbot, panel)
    desk.context.actions.trigger("item.submit")
    desk.settle(qtbot, panel)


# -- practice


def test_it_begins_with_what_to_do(panel: EvaluationPanel) -> None:
    assert "find it before the time is over" in panel.entries.head.text()
    assert not panel.submit_bar.isVisible()
    assert not panel.context.actions.is_enabled(
        next(one for one in panel.context.actions.all() if one.name == "item.submit")
    )


def test_start_makes_tasks_and_shows_the_first(
    panel: EvaluationPanel, desk: Desk, qtbot: QtBot
) -> None:
    panel.practice.kinds["text"].setChecked(False)
    panel.practice.kinds["adhoc"].setChecked(False)
    qtbot.mouseClick(panel.practice.start, Qt.MouseButton.LeftButton)
    desk.settle(qtbot, panel)
    assert panel.session.practises
    assert panel.card.name.text() == "Picture 1"
    assert panel.card.clock.text() in {"5:00", "4:59"}
    qtbot.waitUntil(lambda: not panel.card.screen_of_hint.pixmap().isNull(), timeout=5000)
    assert panel.practice.place.text() == "Task 1 of 6"
    desk.context.actions.trigger("evaluation.next")
    desk.settle(qtbot, panel)
    assert panel.practice.place.text() == "Task 2 of 6"
    assert panel.session.attempts[0].skipped


def test_a_wrong_answer_and_the_right_one(panel: EvaluationPanel, desk: Desk, qtbot: QtBot) -> None:
    right, wrong = desk.ids[3], desk.ids[4]
    practise(panel, desk, qtbot, right)
    assert panel.card.hint.text() == "Something blue."
    noted: list[object] = []
    desk.context.shared.noted.connect(lambda event, values: noted.append((event, values)))
    submit(panel, desk, qtbot, wrong)
    assert panel.verdict.tone == "error"
    assert "Photo 4 – Wrong" in panel.entries.list.item(0).text()
    assert ("evaluation.submitted", {"items": [wrong]}) in noted
    assert desk.context.services.evaluation.submitted() == {wrong}
    submit(panel, desk, qtbot, right)
    qtbot.waitUntil(lambda: not panel.session.practises, timeout=5000)
    desk.settle(qtbot, panel)
    assert panel.verdict.tone == "success"
    (attempt,) = panel.session.attempts
    assert attempt.is_solved
    assert 850 < attempt.score <= 900
    assert panel.entries.list.item(0).text().startswith("Blue – ")
    assert panel.practice.next.isEnabled()
    panel.entries.list.setCurrentRow(0)
    panel.entries._on_activated(panel.entries.list.item(0))
    assert desk.context.shared.selection == (right,)


def test_marks_can_be_the_judge(panel: EvaluationPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.context.shared.set_label_set("mine")
    panel.practice.source.setCurrentIndex(1)
    panel.practice.start.click()
    desk.settle(qtbot, panel)
    assert not panel.session.practises
    assert panel.verdict.tone == "warning"
    assert "Nothing is marked as relevant in “mine”" in panel.verdict.text.text()
    assert "Nothing is marked" not in panel.entries.head.text()  # said once
    assert not panel.practice.kinds["text"].isVisible()  # the marks make the one task
    desk.context.services.items.set_labels({desk.ids[2]: 1, desk.ids[5]: 1}, "mine")
    panel.practice.start.click()
    desk.settle(qtbot, panel)
    assert panel.card.name.text() == "All marked in “mine”"
    assert not panel.verdict.isVisible()
    submit(panel, desk, qtbot, desk.ids[2], desk.ids[5], desk.ids[6])
    assert panel.verdict.text.text() == "2 of 3 are correct"
    assert panel.session.practises  # until the end of its time, or the user's word
    panel.practice.end.click()
    desk.settle(qtbot, panel)
    assert panel.session.attempts[0].score == pytest.approx(1000 * (2 - 0.2) / 2)


def test_actions_are_counted(panel: EvaluationPanel, desk: Desk, qtbot: QtBot) -> None:
    practise(panel, desk, qtbot, desk.ids[0])
    desk.context.shared.show_results(ResultList("dog", (Hit(1, 1.0),)), "search")
    desk.context.shared.note("feedback.round", {})
    desk.context.shared.note("selection", {})
    panel.session.finish(skipped=False)
    desk.settle(qtbot, panel)
    assert panel.session.attempts[0].actions == 2


# -- a server


def test_an_evaluation_is_followed_and_an_answer_judged(
    panel: EvaluationPanel, desk: Desk, qtbot: QtBot, mock: DresMock
) -> None:
    connect(panel, desk, qtbot, mock, PASSWORD)
    assert panel.server.password.text() == ""
    assert panel.server.evaluations.currentText() == "Friday"
    assert panel.card.name.text() == "kis"
    assert panel.card.clock.text() in {"5:00", "4:59"}
    assert not any(PASSWORD in str(value) for value in panel.save_state().values())
    first, second = desk.shots
    submit(panel, desk, qtbot, second)
    assert (panel.verdict.tone, "clip 2.50 s" in panel.verdict.text.text()) == ("error", True)
    submit(panel, desk, qtbot, first)
    assert panel.verdict.tone == "success"
    assert "Correct" in panel.entries.list.item(0).text()
    assert desk.context.services.evaluation.submitted() == {first, second}
    assert mock.violations == []
    qtbot.mouseClick(panel.server.leave, Qt.MouseButton.LeftButton)
    desk.settle(qtbot, panel)
    assert panel.server.connect_button.isVisible()


def test_marks_give_a_range_on_frames(
    panel: EvaluationPanel, desk: Desk, qtbot: QtBot, mock: DresMock
) -> None:
    connect(panel, desk, qtbot, mock, PASSWORD)
    desk.context.shared.select([desk.shots[1]])
    desk.settle(qtbot, panel)
    bar = panel.submit_bar.marks
    assert (bar.start.value(), bar.end.value()) == (1.5, 4.0)
    assert not any(picture.pixmap().isNull() for picture in bar.pictures)
    qtbot.keyClick(bar.start, Qt.Key.Key_Up)
    assert bar.start.value() == 1.6  # the next frame of ten in a second
    bar.end.setValue(0.2)  # drags the beginning along
    assert bar.start.value() == 0.2
    bar.end.setValue(1.24)
    panel.submit_bar.submit()
    desk.settle(qtbot, panel)
    answer = mock.asked[-1].body["answerSets"][0]["answers"][0]
    assert (answer["start"], answer["end"]) == (200, 1200)
    bar.clear.click()
    assert bar.marks is None


def test_the_moment_of_a_hit_is_submitted(
    panel: EvaluationPanel, desk: Desk, qtbot: QtBot, mock: DresMock
) -> None:
    connect(panel, desk, qtbot, mock, PASSWORD)
    hit = Hit(desk.shots[0], 1.0, start_s=1.2)
    desk.context.shared.show_results(ResultList("x", (hit,)), "search")
    submit(panel, desk, qtbot, desk.shots[0])
    bodies = [one.body for one in mock.asked if one.path.startswith("/submit")]
    assert bodies[-1]["answerSets"][0]["answers"][0]["start"] == 1200


def test_words_are_submitted(
    panel: EvaluationPanel, desk: Desk, qtbot: QtBot, mock: DresMock
) -> None:
    mock.world.evaluations["e1"].tasks[0] = kis(target="text", texts=("42",))
    mock.world.start_task("e1", "kis")
    connect(panel, desk, qtbot, mock, PASSWORD)
    panel.submit_bar.text.setText("42")
    panel.submit_bar.text.returnPressed.emit()
    desk.settle(qtbot, panel)
    assert panel.verdict.tone == "success"
    assert panel.submit_bar.text.text() == ""


def test_a_wrong_password_is_one_clear_line(
    panel: EvaluationPanel, desk: Desk, qtbot: QtBot, mock: DresMock
) -> None:
    connect(panel, desk, qtbot, mock, "nonsense")
    assert "does not know “ann”" in panel.verdict.text.text()
    assert "nonsense" not in panel.verdict.text.text()
    assert panel.server.connect_button.isEnabled()
    assert panel.server.password.text() == ""


@pytest.mark.parametrize(
    ("trouble", "said"), [("html", "no DRES server"), ("drop-before", "broke off")]
)
def test_what_is_no_server_is_said(
    panel: EvaluationPanel, desk: Desk, qtbot: QtBot, mock: DresMock, trouble, said: str
) -> None:
    mock.order("/login", trouble)
    connect(panel, desk, qtbot, mock, PASSWORD)
    assert said in panel.verdict.text.text()
    assert not panel.verdict._hide.isActive()  # it stays until it is read
    assert panel.server.password.text() == PASSWORD  # nobody types it again for a wrong address


def test_a_slow_server_leaves_the_window_alive_and_can_be_left(
    panel: EvaluationPanel, desk: Desk, qtbot: QtBot, mock: DresMock
) -> None:
    mock.order("/login", "slow")
    panel.verdict.say("error", "No server listens there.", stays=True)
    panel.tabs.setCurrentIndex(SERVER)
    panel.server.address.setText(mock.address)
    panel.server.user.setText("ann")
    panel.server.password.setText(PASSWORD)
    qtbot.keyClick(panel.server.password, Qt.Key.Key_Return)
    qtbot.waitUntil(panel.server.cancel_button.isVisible, timeout=2000)
    assert panel.session.is_busy
    assert not panel.server.connect_button.isEnabled()
    assert panel.server.connect_button.text() == "Connecting …"
    assert not panel.verdict.isVisible()  # what was said of the attempt before
    qtbot.mouseClick(panel.server.cancel_button, Qt.MouseButton.LeftButton)
    desk.settle(qtbot, panel)
    assert panel.server.connect_button.isEnabled()
    mock.released.set()


def test_what_may_have_arrived_waits_for_the_user(
    panel: EvaluationPanel, desk: Desk, qtbot: QtBot, mock: DresMock
) -> None:
    connect(panel, desk, qtbot, mock, PASSWORD)
    mock.order("/submit", "drop-after")
    submit(panel, desk, qtbot, desk.shots[0])
    assert panel.verdict.tone == "warning"
    assert "May have arrived" in panel.entries.list.item(0).text()
    assert panel.entries.head.text().startswith("1 answer")
    qtbot.mouseClick(panel.entries.send, Qt.MouseButton.LeftButton)
    desk.settle(qtbot, panel)
    assert "Already there" in panel.entries.list.item(0).text()
    assert not panel.entries.queue.isVisible()


def test_a_queued_answer_can_be_forgotten(
    panel: EvaluationPanel, desk: Desk, qtbot: QtBot, mock: DresMock
) -> None:
    connect(panel, desk, qtbot, mock, PASSWORD)
    mock.order("/submit", "drop-after")
    submit(panel, desk, qtbot, desk.shots[0])
    panel.entries.list.setCurrentRow(0)
    qtbot.keyClick(panel.entries.list, Qt.Key.Key_Delete)
    desk.settle(qtbot, panel)
    assert panel.session.submissions == ()


def test_a_server_that_goes_is_said_and_answers_wait(
    panel: EvaluationPanel, desk: Desk, qtbot: QtBot, mock: DresMock
) -> None:
    connect(panel, desk, qtbot, mock, PASSWORD)
    mock.close()
    panel.session._ask()
    desk.settle(qtbot, panel)
    assert "No server listens" in panel.server.problem.text()
    submit(panel, desk, qtbot, desk.shots[0])
    assert panel.session.queued[0].state == "waiting"


def test_the_verdict_on_an_answer_that_waited_is_said(
    panel: EvaluationPanel, desk: Desk, qtbot: QtBot, mock: DresMock
) -> None:
    connect(panel, desk, qtbot, mock, PASSWORD)
    mock.close()
    submit(panel, desk, qtbot, desk.shots[1])
    assert panel.session.queued
    high = panel.verdict.text.minimumHeight()
    with DresMock(mock.world, int(mock.address.rpartition(":")[2])):
        panel.session._ask()
        qtbot.waitUntil(lambda: not panel.session.queued, timeout=5000)
    assert panel.verdict.text.text().startswith("Wrong: clip")
    assert panel.verdict.text.minimumHeight() < high  # a shorter text takes less room


def test_without_a_running_task_nothing_can_be_submitted(
    panel: EvaluationPanel, desk: Desk, qtbot: QtBot, mock: DresMock
) -> None:
    mock.world.end_task("e1")
    connect(panel, desk, qtbot, mock, PASSWORD)
    desk.context.shared.select([desk.shots[0]])
    assert panel.card.name.text() == "No task is running"
    assert not panel.submit_bar.button.isEnabled()


def test_what_is_found_is_told_to_the_server(
    panel: EvaluationPanel, desk: Desk, qtbot: QtBot, mock: DresMock
) -> None:
    connect(panel, desk, qtbot, mock, PASSWORD)
    hits = (Hit(desk.ids[0], 1.0), Hit(desk.shots[0], 0.5))
    desk.context.shared.show_results(ResultList("dog", hits), "search")
    desk.settle(qtbot, panel)
    panel.session._ask()
    qtbot.waitUntil(lambda: len(mock.world.logs) > 0, timeout=5000)
    results = [log for kind, log in mock.world.logs if kind == "result"]
    assert [one["answer"]["mediaItemName"] for one in results[0]["results"]] == ["photo 0", "clip"]
    assert mock.violations == []


# -- comparison and session


def test_a_comparison_is_shown_with_intervals(
    panel: EvaluationPanel, desk: Desk, qtbot: QtBot
) -> None:
    def row(name: str, score: float) -> SettingRow:
        values = mean_interval([score, score + 10])
        return SettingRow(
            name, 2, 2, values, values, values, values, ((15, 3, 1.0), (60, None, 0.0))
        )

    panel.tabs.setCurrentIndex(COMPARE)
    panel.compare.show_comparison(Comparison((row("a", 700), row("b", 900)), (), 1, 2))
    assert panel.compare.table.item(1, 2).text().startswith("905 (")
    assert [panel.compare.ranks.item(0, at).text() for at in range(3)] == ["a", "3", "–"]


def test_settings_are_added_removed_and_kept(panel: EvaluationPanel) -> None:
    page = panel.compare
    page.add.click()
    page.lines[0].remove.click()
    fusion = page.lines[0].fusion
    fusion.setCurrentIndex(fusion.findData("borda"))
    state = panel.save_state()
    values = [line.values for line in page.lines]
    page.lines[0].remove.click()
    panel.restore_state(state)
    assert [line.values for line in page.lines] == values
    panel.restore_state({"page": "x", "compare": {"settings": [["no", "such", 1]]}, "practice": 3})
    assert [line.values for line in page.lines] == values


def test_a_comparison_that_cannot_be_made_says_so(
    panel: EvaluationPanel, desk: Desk, qtbot: QtBot
) -> None:
    panel.tabs.setCurrentIndex(PRACTICE)
    panel.practice.set_folder("/no/such/folder")
    panel.practice.source.setCurrentIndex(panel.practice.source.findData("folder"))
    panel.compare.start()
    desk.settle(qtbot, panel)
    assert "no file of tasks" in panel.compare.verdict.text() or "cannot be read" in (
        panel.compare.verdict.text()
    )
    assert not panel.compare.run.isHidden()


def test_everything_can_be_reached_and_is_named(panel: EvaluationPanel) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSpinBox

    for kind in (QAbstractButton, QComboBox, QLineEdit, QSpinBox):
        for widget in panel.findChildren(kind):
            is_inner = widget.objectName().startswith("qt_") or widget.parent().inherits(
                "QAbstractSpinBox"
            )
            if not is_inner and widget.metaObject().className() != "QToolButton":
                assert widget.accessibleName() or widget.text(), widget
