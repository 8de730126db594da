"""Whatever a user does in the feedback panel: undo leads to the first screen, redo to the last."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from app.panels.feedback import FeedbackPanel
from app.services.types import Filter
from app.shell.history_view import HistoryBridge
from common.values import Hit, ResultList
from tests.panel_support import PHOTOS, Desk, make_desk

ACTIONS = (
    "relevant", "not relevant", "mark elsewhere", "take away", "next", "best", "random", "ranked",
    "search", "start over", "filter", "learner",
)  # fmt: skip
RED = (Filter("colour", ("red",)),)


class Bench:
    """A panel, its history, and what a user does."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk, self.qtbot = desk, qtbot
        self.panel = FeedbackPanel(desk.context)
        qtbot.addWidget(self.panel)
        self.panel.resize(900, 640)
        self.panel.show()
        self.history = HistoryBridge(desk.context)
        desk.search.answer = ResultList("even", tuple(Hit(i, 1.0) for i in desk.ids[:8:2]), 4)
        self.settle()

    def settle(self) -> None:
        for _ in range(2):  # what was undone is told after its job has ended
            self.desk.settle(self.qtbot, self.panel)
            QCoreApplication.processEvents()

    def state(self) -> tuple[Any, ...]:
        """What a user sees."""
        panel = self.panel
        is_grid = panel.pages.currentWidget() is panel.grid
        return (
            dict(self.desk.library.catalogue.labels()),
            panel.grid.hits.items() if is_grid else panel.empty.text,
            sorted(panel.round.seen),
            sorted(self.desk.context.services.classifiers.seen()),
            panel.round.number,
            panel.round.mode,
            panel.head.ranked_button.isChecked(),
            panel.head.form.learner.currentData(),
            tuple(self.desk.context.shared.filters),
            sorted(panel.positives.grid.hits.items()),
        )  # fmt: skip

    def mark(self, row: int, value: int) -> None:
        shown = self.panel.grid.hits.items()
        if shown:
            self.panel.grid.label_requested.emit(shown[row % len(shown)], value)

    def elsewhere(self, row: int) -> None:
        self.desk.context.shared.select([self.desk.ids[row]], "wall")
        self.panel.mark_selected(1)

    def take_away(self) -> None:
        self.desk.context.shared.select(list(self.panel.round.labels)[:1], "wall")
        self.panel.mark_selected(0)

    def filter(self) -> None:
        shared = self.desk.context.shared
        shared.set_filters(() if shared.filters else RED, "filters")

    def learner(self, row: int) -> None:
        box = self.panel.head.form.learner
        box.setCurrentIndex(row % box.count())
        box.activated.emit(box.currentIndex())

    def do(self, action: str, row: int) -> None:
        session = self.panel.session
        steps: dict[str, Callable[[], object]] = {
            "relevant": lambda: self.mark(row, 1),
            "not relevant": lambda: self.mark(row, -1),
            "mark elsewhere": lambda: self.elsewhere(row),
            "take away": self.take_away,
            "next": session.go_on,
            "best": session.best_now,
            "random": session.show_random,
            "ranked": self.panel.toggle_ranked,
            "search": lambda: session.search("even"),
            "start over": self.panel.start_over,
            "filter": self.filter,
            "learner": lambda: self.learner(row),
        }
        steps[action]()
        self.settle()

    def go(self, step: str) -> None:
        """Undo or redo until nothing is left."""
        entries = self.desk.context.services.history.entries()
        todo = sum(entry.undone == (step == "redo") for entry in entries)
        for _ in range(todo):
            getattr(self.history, step)()
            self.settle()


@pytest.fixture
def bench(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Bench:
    monkeypatch.setattr("app.panels.feedback.round.SHOWN", 3)
    return Bench(desk, qtbot)


@given(
    st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 11)), min_size=3, max_size=7)
)  # fmt: skip
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),  # each step waits for its jobs: shrinking would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_undo_leads_to_the_first_screen_and_redo_to_the_last(
    qtbot: QtBot,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    actions: list[tuple[str, int]],
) -> None:
    monkeypatch.setattr("app.panels.feedback.round.SHOWN", 3)
    desk = make_desk(tmp_path_factory.mktemp("undo"))
    try:
        bench = Bench(desk, qtbot)
        first = bench.state()
        for action, row in actions:
            bench.do(action, row)
        last = bench.state()
        for step, expected in (("undo", first), ("redo", last), ("undo", first)):
            bench.go(step)
            assert bench.state() == expected
    finally:
        desk.close()


def test_a_mark_after_next_is_undone_to_its_own_screen(bench: Bench) -> None:
    rows: list[int] = []
    while not rows:  # only photos have vectors, and of the others nothing is learned
        bench.do("random", 0)
        shown = bench.panel.grid.hits.items()
        rows = [row for row in (1, 2) if shown[row] in bench.desk.ids[:PHOTOS]]
    bench.do("relevant", rows[0])
    judged = bench.panel.grid.hits.items()
    bench.do("next", 0)
    bench.history.undo()
    bench.settle()
    assert bench.panel.grid.hits.items() == judged
    bench.history.undo()
    bench.settle()
    assert len(bench.panel.grid.hits.items()) == 3
    assert bench.panel.round.labels == {}
    assert judged[0] == bench.panel.grid.hits.items()[0], "the other two never moved"


def test_starting_over_is_one_step(bench: Bench) -> None:
    for step in ("random", "relevant", "not relevant", "next"):
        bench.do(step, 0)
    before = bench.state()
    bench.do("start over", 0)
    assert bench.panel.round.labels == {}
    assert "Mark one picture to begin" in bench.panel.empty.text
    bench.history.undo()
    bench.settle()
    assert bench.state() == before


def test_a_ranked_or_found_list_follows_the_filters(bench: Bench) -> None:
    bench.do("mark elsewhere", 0)
    bench.do("ranked", 0)
    everything = bench.panel.grid.hits.items()
    bench.do("filter", 0)
    assert set(bench.panel.grid.hits.items()[1:]) == set(bench.desk.ids[1:12:2]), "the red ones"
    bench.history.undo()
    bench.settle()
    assert bench.panel.grid.hits.items() == everything
    bench.do("search", 0)
    asked = len(bench.desk.search.asked)
    bench.do("filter", 0)
    assert len(bench.desk.search.asked) == asked + 1
    assert tuple(bench.desk.search.asked[-1].filters) == RED


def test_removed_items_leave_the_screen(bench: Bench) -> None:
    bench.do("mark elsewhere", 0)
    bench.do("best", 0)
    shown = bench.panel.grid.hits.items()
    payload = {"items": [shown[0], bench.desk.ids[0]]}
    do = partial(bench.desk.context.services.history.do, "item.remove", payload, "Remove")
    bench.desk.context.jobs.submit("db", do)
    bench.settle()
    left = bench.panel.grid.hits.items()
    assert shown[0] not in left
    assert len(left) == len(shown), "the next best moved up"
    assert bench.panel.round.labels == {}, "its mark went with it"
    bench.history.undo()
    bench.settle()
    assert bench.panel.round.labels == {bench.desk.ids[0]: 1}


def test_a_mark_that_cannot_be_learned_from_leaves_the_screen(bench: Bench) -> None:
    bench.do("random", 0)
    shown = bench.panel.grid.hits.items()
    bench.desk.context.shared.select([bench.desk.film], "wall")
    bench.panel.mark_selected(1)
    bench.settle()
    kept = set(shown) - {bench.desk.film}
    assert kept <= set(bench.panel.grid.hits.items())
    assert bench.panel.pages.currentWidget() is bench.panel.grid
    assert "None of the marked items has a vector" in bench.panel.status.text()


def test_what_leaves_nothing_is_all_that_is_said(bench: Bench) -> None:
    bench.do("mark elsewhere", 0)
    bench.desk.context.shared.set_filters((Filter("colour", ("blue",)),), "filters")
    bench.settle()
    assert "No item passes the filters" in bench.panel.empty.text
    assert "one kind of mark" not in bench.panel.empty.text
