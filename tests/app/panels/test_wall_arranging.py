"""Arranging on a real panel: previews, cancel, failure, more like this, surprise me, captions."""

import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.context import Action, Actions, Notices, PanelContext, SharedState
from app.jobs import JobRunner
from app.panels.wall import WallPanel
from app.services import wall_arrange, wall_similar
from app.services import wall_captions as captioner
from app.services.services import Services
from app.services.types import Filter
from app.services.wall_camera import FLIGHT_S, View
from common.values import Findings
from indexers import projection
from tests.garbage import let_go
from tests.wall_support import make_library

COUNT = 60


class Desk:
    """A wall whose items have vectors, with what panels share."""

    def __init__(self, qtbot: QtBot, folder: Path, state: dict[str, Any] | None = None) -> None:
        self.qtbot = qtbot
        self.library = make_library(folder, COUNT)
        self.ids = self.library.catalogue.columns("id")["id"]
        rng = np.random.default_rng(0)
        vectors = rng.normal(size=(COUNT, 8)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        collection = self.library.vectors("layout")
        rows = collection.append(vectors)
        for item, row in zip(self.ids.tolist(), rows.tolist(), strict=True):
            self.library.catalogue.add_findings(item, "layout", "1", Findings(), {"layout": row})
        collection.commit(self.ids.tolist(), rows.tolist())
        self.vectors = vectors
        services = Services(self.library)
        services.settings.appearance.reduced_motion = True
        self.context = PanelContext(services, JobRunner(), SharedState(), Notices(), Actions())
        self.panel = WallPanel(self.context)
        qtbot.addWidget(self.panel)
        self.posted: list[tuple[Any, ...]] = []
        self.context.notices.posted.connect(lambda *what: self.posted.append(what))
        if state:
            self.panel.restore_state(state)
        self.panel.resize(900, 600)
        self.panel.show()
        qtbot.waitExposed(self.panel)
        qtbot.waitUntil(lambda: self.panel.model.current is not None, timeout=8000)
        self.settle()

    def settle(self) -> None:
        self.panel.grab()
        busy = (self.panel.bar._typing, self.panel.bar._sliding, self.panel.captions._looks)
        self.qtbot.waitUntil(
            lambda: (
                self.context.jobs.is_idle
                and self.panel.view.is_settled
                and not any(timer.isActive() for timer in busy)
            ),
            timeout=8000,
        )

    @property
    def order(self) -> list[int]:
        content = self.panel.view.content
        assert content is not None
        return content.scene.items.tolist()

    def close(self) -> None:
        self.panel.shut_down()
        assert self.context.jobs.shutdown()
        let_go(self.context)
        self.library.close()


@pytest.fixture
def desk(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    monkeypatch.setattr(projection, "can_umap", lambda: False)
    made = Desk(qtbot, tmp_path)
    yield made
    made.close()


def make_slow(
    monkeypatch: pytest.MonkeyPatch, release: threading.Event, *, fails: bool = False
) -> None:
    """Let every arrangement be long, and the sort wait after its preview."""
    monkeypatch.setattr(wall_arrange, "AT_ONCE", 1)
    monkeypatch.setattr(wall_similar, "AT_ONCE", 1)
    real = wall_similar.sorted_map

    def slow(*arguments: Any, context: Any, **options: Any) -> Any:
        while not release.wait(0.005):
            context.step(40, 100, "Sorting")
        if fails:
            raise RuntimeError("the sort broke")
        return real(*arguments, context=context, **options)

    monkeypatch.setattr(wall_similar, "sorted_map", slow)


def test_a_long_arrangement_shows_a_preview_and_then_the_final_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    make_slow(monkeypatch, release)
    before = desk.order
    desk.panel.arrange_by("similarity")
    jobs = [job for job in desk.context.jobs.jobs() if job.title]
    assert len(jobs) == 1
    assert jobs[0].lane == "bulk"
    desk.qtbot.waitUntil(lambda: desk.panel.model.current.is_preview, timeout=5000)
    desk.qtbot.waitUntil(lambda: desk.order != before, timeout=5000)
    preview = desk.order
    assert "coarse" in desk.panel.bar.note.said
    # The wall can be used meanwhile: text search answers.
    desk.panel.bar.search.setText("harbour")
    desk.panel.lights.update()
    desk.qtbot.waitUntil(lambda: desk.panel.view.lit is not None, timeout=5000)
    release.set()
    desk.settle()
    assert desk.order != preview
    assert not desk.panel.model.current.is_preview
    assert "quality" in desk.panel.bar.note.said
    assert desk.panel.bar.method == "similarity"
    assert desk.panel.view.lit is not None


@pytest.mark.parametrize("how", ["cancel", "failure"])
def test_the_arrangement_before_stays_when_one_comes_to_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    desk.panel.arrange_by("name")
    desk.settle()
    before = desk.order
    release = threading.Event()
    make_slow(monkeypatch, release, fails=True)
    desk.panel.arrange_by("similarity")
    desk.qtbot.waitUntil(lambda: desk.order != before, timeout=5000)
    if how == "cancel":
        next(job for job in desk.context.jobs.jobs() if job.title).cancel()
    else:
        release.set()
    desk.settle()
    assert desk.order == before
    assert desk.panel.bar.method == "name"
    assert desk.panel.model.request.method == "name"
    assert bool([level for level, *_ in desk.posted if level == "error"]) == (how == "failure")


def test_the_latest_arrangement_wins(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    make_slow(monkeypatch, release)
    desk.panel.arrange_by("similarity")
    desk.qtbot.waitUntil(lambda: desk.panel.model.current.is_preview, timeout=5000)
    desk.panel.arrange_by("year")
    desk.settle()
    assert desk.panel.bar.method == "year"
    assert desk.panel.model.current.arrangement.method == "year"
    release.set()
    desk.settle()
    assert desk.panel.model.current.arrangement.method == "year"


def test_a_session_whose_arrangement_fails_opens_at_random(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    desk = Desk(qtbot, tmp_path, {"method": "around", "item": 10**6, "encoder": 3, "seed": 1e99})
    assert desk.panel.bar.method == "random"
    assert len(desk.order) == COUNT
    assert [level for level, *_ in desk.posted] == ["error"]
    desk.close()


def test_more_like_this_puts_the_item_in_the_middle_and_is_saved(desk: Desk) -> None:
    actions, shared = desk.context.actions, desk.context.shared
    action = next(a for a in actions.for_items() if a.name == "wall.more-like-this")
    assert not actions.is_enabled(action)
    item = int(desk.ids[7])
    shared.select((item,), "test")
    assert actions.is_enabled(action)
    actions.trigger("wall.more-like-this")
    desk.settle()
    content = desk.panel.view.content
    columns, rows = content.scene.columns, content.scene.total_rows
    assert content.scene.items[(rows - 1) // 2 * columns + columns // 2] == item
    nearest = desk.ids[np.argsort(-(desk.vectors @ desk.vectors[7]))[1]]
    cell = int(content.cells_of([int(nearest)])[0])
    assert abs(cell % columns - columns // 2) <= 1
    assert abs(cell // columns - (rows - 1) // 2) <= 1
    assert desk.panel.bar.methods.currentText() == "More like this"
    state = desk.panel.save_state()
    assert (state["method"], state["item"]) == ("around", item)
    assert shared.selection == (item,)


@pytest.mark.parametrize(
    "name", ["wall.more-like-this", "wall.surprise", "wall.shuffle", "wall.show-all",
             "wall.show-item", "wall.find"],
)  # fmt: skip
def test_actions_of_the_wall_bring_it_to_the_front(desk: Desk, name: str) -> None:
    raised: list[str] = []
    show = Action("panel.wall", "Wall", lambda: raised.append(name))
    desk.context.actions.add(show)
    desk.context.shared.select((int(desk.ids[7]),), "test")
    desk.context.actions.trigger(name)
    assert raised == []  # it is seen already
    desk.panel.hide()  # as behind another tab
    desk.context.actions.trigger(name)
    assert raised == [name]


def test_text_that_no_filtered_item_has_can_be_dropped_alone(desk: Desk) -> None:
    panel, shared = desk.panel, desk.context.shared
    shared.set_filters((Filter("genre", ("War",)),), "test")
    panel.bar.search.setText("lantern")
    panel.lights.update()
    desk.settle()
    lit = int(panel.lights.lighting.lit.sum())
    assert lit
    panel.bar.search.setText("zeppelin")
    panel.lights.update()
    desk.settle()
    war = int(desk.context.services.facets.count(shared.filters))
    wanted = f"Without “zeppelin”: {war}"
    desk.qtbot.waitUntil(lambda: wanted in [chip.text() for chip in panel.chips.chips])
    next(chip for chip in panel.chips.chips if chip.text() == wanted).click()
    desk.settle()
    assert panel.bar.search.text() == ""
    assert int(panel.lights.lighting.lit.sum()) == war


def test_arrangements_around_items_can_be_undone(desk: Desk) -> None:
    shared = desk.context.shared
    for place in (3, 9):
        shared.select((int(desk.ids[place]),), "test")
        desk.panel.arranging.around_current()
        desk.settle()
    state = desk.panel.undo._arrangement()
    assert state["item"] == int(desk.ids[9])
    desk.panel.undo._show_arrangement({**state, "item": int(desk.ids[3])})
    desk.settle()
    content = desk.panel.view.content
    middle = (
        content.scene.total_rows - 1
    ) // 2 * content.scene.columns + content.scene.columns // 2
    assert content.scene.items[middle] == desk.ids[3]


def test_surprise_stays_within_the_filters_and_is_never_the_same_twice(desk: Desk) -> None:
    shared, panel = desk.context.shared, desk.panel
    panel.arranging._chance.seed(1)
    shared.set_filters((desk.context.services.wall.filter("genre", "War"),), "test")
    desk.settle()
    passing = set(desk.library.catalogue.items_with(shared.filters).tolist())
    seen = []
    for _ in range(12):
        desk.context.actions.trigger("wall.surprise")
        seen.append(int(shared.current))
        cell = int(panel.view.content.cells_of([seen[-1]])[0])
        rect = panel.view.camera.cell_rect(cell)
        assert rect.width >= 150
        assert -1 < rect.x < panel.view.width() - rect.width + 1
        assert -1 < rect.y < panel.view.height() - rect.height + 1
    assert set(seen) <= passing
    assert len(set(seen)) > 3
    assert all(a != b for a, b in pairwise(seen))
    panel.bar.search.setText("nothing like it")
    panel.lights.update()
    desk.settle()
    desk.context.actions.trigger("wall.surprise")
    assert int(shared.current) == seen[-1]
    assert "No item passes" in desk.posted[-1][1]


def test_filters_never_move_an_item(desk: Desk) -> None:
    desk.panel.arrange_by("clustered", "genre")
    desk.settle()
    view, shared = desk.panel.view, desk.context.shared
    view.camera.jump(View(3.0, 4.0, 120.0))
    before, seen = desk.order, view.camera.view
    landed: list[int] = []
    view.landed.connect(lambda: landed.append(1))
    wall = desk.context.services.wall
    for filters in ((wall.filter("genre", "War"),), (), (wall.filter("kind", "film"),)):
        shared.set_filters(filters, "test")
        desk.settle()
        assert desk.order == before
        assert view.camera.view == seen
    assert landed == []


def test_what_is_selected_or_in_the_middle_stays_in_view(desk: Desk) -> None:
    view, shared = desk.panel.view, desk.context.shared
    assert FLIGHT_S == 0.4
    item = int(desk.ids[20])
    shared.select((item,), "test")
    view.camera.jump(view.camera.on_cell(int(view.content.cells_of([item])[0]), 200.0))
    for method in ("clustered", "year", "similarity", "map", "around", "colour", "random"):
        desk.panel.bar.item = item
        desk.panel.arrange_by(method)
        desk.settle()
        rect = view.camera.cell_rect(int(view.content.cells_of([item])[0]))
        assert rect.x > -1
        assert rect.x + rect.width < view.width() + 1
        assert rect.y > -1
        assert rect.y + rect.height < view.height() + 1
        assert view.camera.view.scale == pytest.approx(200.0)
        assert shared.selection == (item,)


def test_a_flight_lasts_400_ms_for_every_arrangement(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    flights: list[object] = []
    desk.panel.view.reduced_motion = False
    monkeypatch.setattr(desk.panel.view._show, "start", lambda *what: flights.append(what))
    for number, method in enumerate(("name", "similarity", "map", "clustered")):
        desk.panel.arrange_by(method)
        desk.settle()
        assert len(flights) == number + 1


def test_going_closer_names_what_lies_in_a_cluster(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(captioner, "CLOSER", 1.1)  # there are few items: their cells are large
    monkeypatch.setattr(captioner, "BLOCK_PX", (500.0, 380.0))
    monkeypatch.setattr(captioner, "LEAST_LIFT", 1.0)  # and every genre is as frequent
    panel = desk.panel
    panel.arrange_by("clustered", "kind")
    desk.settle()
    view = panel.view
    assert list(view.names) == []
    asked: list[Any] = []
    wall = desk.context.services.wall
    real = wall.captions

    def counted(*arguments: Any) -> Any:
        asked.append(arguments[2])
        return real(*arguments)

    wall.captions = counted  # type: ignore[method-assign]
    view.fly_to(
        View(view.camera.world[0] / 2, view.camera.world[1] / 2, 1.15 * view.camera.fit_scale)
    )
    desk.settle()
    assert len(asked) == 1
    assert view.names
    assert {caption.text for caption in view.names} <= {"Drama", "Comedy", "War"}
    here = view.camera.view
    view.fly_to(View(here.x + 0.01, here.y, here.scale))
    desk.settle()
    assert len(asked) == 1  # the same blocks: what is known is shown
    panel.arrange_by("random")
    desk.settle()
    assert list(view.names) == []


def test_encoders_are_offered_where_there_is_a_choice(desk: Desk) -> None:
    bar = desk.panel.bar
    desk.panel.arrange_by("map")
    desk.settle()
    assert not bar.encoders.isVisible()
    bar.set_encoders(("layout", "minilm"))
    assert bar.encoders.isVisible()
    bar.encoders.setCurrentIndex(1)
    bar.encoders.activated.emit(1)
    desk.settle()
    assert desk.panel.model.request.encoder == "layout"
    assert "layout" in bar.note.said
    bar.note.say("")
    assert not bar.note.isVisible()
