"""Answers that come late, fail or are cancelled: panels show what is asked now, and go on."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from app.panels.details import DetailsPanel
from app.panels.details import reading as details_reading
from app.panels.feedback import FeedbackPanel
from app.panels.feedback import work as feedback_work
from app.panels.feedback.options import OptionsForm
from app.panels.filters import FiltersPanel
from app.panels.filters import work as filters_work
from app.panels.results import ResultsPanel
from app.panels.results import work as results_work
from app.panels.search import asking_work
from app.services.types import Filter, Query, SearchResults
from common.errors import QueryError
from common.jobs import JobContext
from common.values import Hit, ResultList
from tests.panel_support import Desk
from tests.results_support import items_of
from tests.search_support import make_panel

WAIT_MS = 8000


class Held:
    """Lets a function of a job wait until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        real: Callable[..., Any] = getattr(module, name)

        def wait(*args: Any) -> Any:
            self.begun.set()
            assert self.go.wait(10)
            return real(*args)

        monkeypatch.setattr(module, name, wait)


def test_details_of_what_is_no_longer_selected_are_not_shown(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = DetailsPanel(desk.context)
    qtbot.addWidget(panel)
    panel.show()
    desk.settle(qtbot, panel)
    held = Held(monkeypatch, details_reading, "read")
    desk.context.shared.select([desk.ids[0]], "test")
    qtbot.waitUntil(held.begun.is_set, timeout=WAIT_MS)
    desk.context.shared.select([], "test")
    qtbot.waitUntil(lambda: not panel._settle.isActive(), timeout=WAIT_MS)
    held.go.set()
    desk.settle(qtbot, panel)
    assert panel.pages.currentWidget() is panel.empty


def test_a_summary_of_filters_before_does_not_stand_for_those_of_now(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    panel, tabs = FiltersPanel(desk.context), QTabWidget()
    qtbot.addWidget(tabs)
    tabs.addTab(panel, "Filters")
    tabs.addTab(QWidget(), "Other")
    tabs.show()
    desk.settle(qtbot, panel)
    shared = desk.context.shared
    summarise = filters_work.summarise
    held = Held(monkeypatch, filters_work, "summarise")
    shared.set_filters([Filter("kind", ("photo",))], "test")
    qtbot.waitUntil(held.begun.is_set, timeout=WAIT_MS)
    tabs.setCurrentIndex(1)
    shared.set_filters([Filter("kind", ("film",))], "test")
    held.go.set()
    desk.settle(qtbot)

    def note(services: Any, filters: Any, *rest: Any) -> Any:
        asked.append(filters)
        return summarise(services, filters, *rest)

    monkeypatch.setattr(filters_work, "summarise", note)
    tabs.setCurrentIndex(0)
    desk.settle(qtbot, panel)
    assert asked == [shared.filters]


def test_suggestions_do_not_come_over_what_was_searched_meanwhile(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = make_panel(desk, qtbot)
    panel = hands.panel
    panel.activateWindow()
    panel.head.box.setFocus()
    held = Held(monkeypatch, asking_work, "suggest")
    qtbot.keyClicks(panel.head.box, "do")
    qtbot.waitUntil(held.begun.is_set, timeout=WAIT_MS)
    qtbot.keyClick(panel.head.box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.search.asked) == 1, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not panel.session.is_busy, timeout=WAIT_MS)
    held.go.set()
    hands.settle()
    assert panel.head.box.lines == []


def test_a_list_stands_by_the_query_that_found_it_and_by_no_other(desk: Desk, qtbot: QtBot) -> None:
    hands = make_panel(desk, qtbot)
    session, cat = hands.panel.session, SearchResults("cat", (), 3)
    desk.search.answer = cat
    hands.search("cat")
    asked = session.query
    desk.search.answer = SearchResults("dog", (), 5)
    hands.search("dog")
    desk.search.answer = cat
    desk.context.shared.view_requested.emit("search.query", asked)  # undo
    hands.settle()
    assert hands.panel.head.box.text() == "cat"
    assert [one.count for one in session.trail.entries] == [3, 5]


def test_a_session_that_asked_nothing_takes_the_query_of_now_away(desk: Desk, qtbot: QtBot) -> None:
    hands = make_panel(desk, qtbot)
    empty = hands.panel.save_state()
    hands.search("dog")
    hands.panel.restore_state(empty)
    hands.settle()
    assert hands.panel.head.box.text() == ""
    assert hands.panel.session.query == Query()


def test_a_list_that_cannot_be_sorted_is_shown_as_it_came(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any) -> Any:
        raise QueryError("The server is gone.")

    panel = ResultsPanel(desk.context)
    qtbot.addWidget(panel)
    panel.show()
    panel.session.set_sort("title")
    desk.settle(qtbot, panel)
    monkeypatch.setattr(results_work, "order", fail)
    hits = tuple(Hit(item, 1.0) for item in desk.ids[:3])
    desk.context.shared.show_results(ResultList("new", hits, 3), "search")
    desk.settle(qtbot, panel)
    assert items_of(panel) == desk.ids[:3]
    assert desk.posted[-1][0] == "error"


def test_options_count_even_where_what_they_need_was_cancelled(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def prepare(_services: Any, context: JobContext) -> None:
        while True:
            context.step(0)

    panel = FeedbackPanel(desk.context)
    qtbot.addWidget(panel)
    panel.show()
    desk.settle(qtbot, panel)
    taken: list[float] = []
    monkeypatch.setattr(feedback_work, "prepare", prepare)
    monkeypatch.setattr(
        panel.session, "take_options", lambda: taken.append(panel.head.form.options.damp)
    )
    panel.head.form.damp.setValue(50)
    qtbot.waitUntil(lambda: not desk.context.jobs.is_idle, timeout=WAIT_MS)
    [job] = [one for one in desk.context.jobs.jobs() if one.title]
    job.cancel()
    desk.settle(qtbot)
    assert taken == [0.5]
    panel._on_options()
    jobs = [one for one in desk.context.jobs.jobs() if one.title]
    assert len(jobs) == 1  # it is tried again
    jobs[0].cancel()
    desk.settle(qtbot)


def test_a_step_of_the_keyboard_counts_at_once(desk: Desk, qtbot: QtBot) -> None:
    form = OptionsForm()
    qtbot.addWidget(form)
    told: list[float] = []
    form.changed.connect(lambda: told.append(form.options.damp))
    qtbot.keyClick(form.damp, Qt.Key.Key_Right)
    assert told == [0.01]
