"""The wall panel on a small library, with the shared state around it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.context import Action
from app.services.wall_camera import View
from common.values import Hit, ItemKind, ResultList
from tests.wall_panel_support import COUNT, Bench, MakeBench, benches
from tests.wall_support import fill


@pytest.fixture
def make_bench(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MakeBench]:
    yield from benches(qtbot, tmp_path)


@pytest.fixture
def bench(make_bench: MakeBench) -> Bench:
    return make_bench()


def test_all_items_are_on_the_wall(bench: Bench) -> None:
    content = bench.panel.view.content
    assert content is not None
    ids = bench.library.catalogue.columns("id")["id"]
    assert np.array_equal(np.sort(content.scene.items), ids)
    assert bench.panel.view.accessibleName()
    assert bench.panel.hint.isVisible()


def test_arrangements_can_be_chosen(bench: Bench) -> None:
    bar = bench.panel.bar
    offered = [bar.methods.itemData(i) for i in range(bar.methods.count())]
    assert {"random", "clustered", "semi-clustered", "timeline", "name"} <= set(offered)
    bar.methods.setCurrentIndex(offered.index("clustered"))
    bar.methods.activated.emit(bar.methods.currentIndex())
    bench.settle()
    assert {c.label for c in bench.panel.view.content.clusters} >= {"Drama", "Comedy", "War"}
    assert bar.keys.isVisible()
    assert not bar.noise.isVisible()
    bar.keys.setCurrentIndex(bar.keys.findData("kind"))
    bar.keys.activated.emit(bar.keys.currentIndex())
    bench.settle()
    assert {c.label for c in bench.panel.view.content.clusters} == {"Films", "Photos"}


def test_typing_lights_up_matches_and_f3_steps(bench: Bench) -> None:
    QTest.keyClicks(bench.panel.bar.search, "harb")
    bench.settle()
    titles = bench.library.catalogue.titles()
    ids = bench.library.catalogue.columns("id")["id"].tolist()
    expected = {i for i, title in zip(ids, titles, strict=True) if "Harbour" in title}
    assert bench.lit_ids() == expected
    assert str(len(expected)) in bench.panel.bar.count.text()
    assert bench.panel.step_hit(1)
    first = bench.context.shared.current
    assert bench.panel.step_hit(1)
    assert bench.context.shared.current != first
    assert "2" in bench.panel.bar.count.text()
    assert bench.panel.step_hit(-1)
    assert bench.context.shared.current == first
    assert first in expected
    QTest.keyClick(bench.panel.bar.search, Qt.Key.Key_Escape)
    bench.settle()
    assert bench.panel.view.lit is None
    assert not bench.panel.step_hit(1)


def test_filters_of_others_dim_the_rest_and_are_removed_by_chip(bench: Bench) -> None:
    wall = bench.context.services.wall
    entry = wall.filter("genre", "Drama")
    bench.context.shared.set_filters((entry,), "details")
    bench.settle()
    assert bench.lit_ids() == set(bench.library.catalogue.items_with((entry,)).tolist())
    assert [chip.text() for chip in bench.panel.chips.chips] == ["Genre: Drama"]
    bench.panel.chips.chips[0].removed.emit()
    bench.settle()
    assert bench.context.shared.filters == ()
    assert bench.panel.view.lit is None
    assert not bench.panel.chips.chips


def test_nothing_matches_offers_a_way_out(bench: Bench) -> None:
    bench.panel.bar.search.setText("zzzz")
    bench.panel.lights.update()
    bench.settle()
    assert not bench.panel.view.lit.any()
    assert "nothing" in bench.panel.bar.count.text()
    bench.panel.chips.chips[-1].clicked.emit()
    bench.settle()
    assert bench.panel.view.lit is None
    assert bench.panel.bar.search.text() == ""


def test_results_light_up_and_can_come_first(bench: Bench) -> None:
    ids = bench.library.catalogue.columns("id")["id"].tolist()
    hits = (ids[30], ids[2], ids[17])
    results = ResultList("red boats", tuple(Hit(i, 1.0) for i in hits), 3)
    bench.context.shared.show_results(results, "search")
    bench.settle()
    assert bench.lit_ids() == set(hits)
    texts = [chip.text() for chip in bench.panel.chips.chips]
    assert any("red boats" in text for text in texts)
    bench.panel.chips.chips[1].clicked.emit()
    bench.settle()
    assert bench.panel.view.content.scene.items[:3].tolist() == list(hits)
    bench.panel.chips.chips[0].removed.emit()
    bench.settle()
    assert bench.panel.view.lit is None
    assert bench.panel.bar.method == "random"


def test_the_selection_is_shared_both_ways(bench: Bench) -> None:
    view, shared = bench.panel.view, bench.context.shared
    rect = view.camera.cell_rect(8)
    at = QPoint(int(rect.x + rect.width / 2), int(rect.y + rect.height / 2))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert shared.selection == (view.item_at(8),)
    view.camera.jump(View(0, 0, 300))
    last = view.item_at(COUNT - 1)
    shared.select((view.item_at(3), last), "search")
    assert np.flatnonzero(view.selected).tolist() == [3, COUNT - 1]
    assert view.camera.cell_at(view.width() / 2, view.height() / 2) >= 0
    rect = view.camera.cell_rect(COUNT - 1)
    assert 0 <= rect.x + rect.width / 2 <= view.width()
    with bench.qtbot.waitSignal(shared.opened) as opened:
        QTest.keyClick(view, Qt.Key.Key_Space)
    assert opened.args[0] == last


def test_the_context_menu_holds_the_shared_actions(bench: Bench) -> None:
    done: list[int | None] = []
    shared = bench.context.shared
    bench.context.actions.add(
        Action("item.similar", "Find similar", lambda: done.append(shared.current), for_items=True)
    )
    shared.select((bench.panel.view.item_at(4),), "test")
    bench.panel._show_menu(QPoint(10, 10))
    menu = bench.panel.findChild(QMenu)
    assert menu is not None
    entry = next(action for action in menu.actions() if action.text() == "Find similar")
    entry.trigger()
    assert done == [shared.current]
    menu.close()


def test_new_items_appear_and_nothing_jumps(bench: Bench) -> None:
    view = bench.panel.view
    before = view.content.scene.items.copy()
    columns = view.content.scene.columns
    fill(bench.library, 3, first=COUNT)
    bench.context.shared.items_changed.emit("import")
    bench.settle()
    assert np.array_equal(view.content.scene.items[:COUNT], before)
    assert view.content.scene.count == COUNT + 3
    assert view.content.scene.columns == columns


def test_kinds_can_be_hidden_and_shown(bench: Bench) -> None:
    bench.panel.bar.kinds_chosen.emit(frozenset({ItemKind.PHOTO}))
    bench.settle()
    assert bench.panel.view.content.scene.count == COUNT // 2
    bench.panel.bar.kinds_chosen.emit(frozenset())
    bench.settle()
    assert bench.panel.empty.isVisible()
    assert "Nothing of this kind" in bench.panel.empty.text
    bench.panel.empty.buttons[0].click()
    bench.settle()
    assert bench.panel.view.isVisible()
    assert bench.panel.view.content.scene.count == COUNT


def test_cells_change_shape_and_the_choice_is_kept(bench: Bench) -> None:
    bench.panel.bar.look_chosen.emit("square", "fit")
    bench.settle()
    style = bench.panel.view.content.style
    assert (style.shape, style.fit) == ("square", "fit")
    assert bench.panel.view.camera.cell_height == 1
    saved = bench.context.services.paths.settings.read_text()
    assert '"square"' in saved


def test_an_empty_library_says_what_to_do(make_bench: MakeBench) -> None:
    bench = make_bench(0)
    assert bench.panel.empty.isVisible()
    assert [button.text() for button in bench.panel.empty.buttons] == ["Import …"]
    fill(bench.library, 2)
    bench.context.shared.items_changed.emit("import")
    bench.settle()
    assert bench.panel.view.isVisible()
    assert bench.panel.view.content.scene.count == 2


def test_one_item_is_a_wall(make_bench: MakeBench) -> None:
    bench = make_bench(1)
    assert bench.panel.view.content.scene.count == 1
    for method in ("clustered", "timeline", "colour"):
        bench.panel.arrange_by(method)
        bench.settle()


def test_the_state_comes_back(bench: Bench, make_bench: MakeBench) -> None:
    bench.panel.arrange_by("clustered", "genre")
    bench.settle()
    bench.panel.view.fly_to(View(3, 3, 120))
    bench.panel.bar.search.setText("lantern")
    bench.panel.lights.update()
    bench.panel.hint.finish()
    bench.settle()
    state = bench.panel.save_state()
    other = make_bench(COUNT, state)
    assert other.panel.bar.method == "clustered"
    assert other.panel.bar.key == "genre"
    seen = other.panel.view.camera.view
    assert [seen.x, seen.y, seen.scale] == pytest.approx(state["view"])
    assert seen.scale == 120
    assert other.panel.view.lit is not None
    assert other.panel.hint.isHidden()
    assert other.panel.save_state() == state


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"method": "sideways", "seed": "x", "noise": 7, "kinds": ["planet"], "view": [1, "a", 2]},
        {"method": 3, "key": None, "noise": None, "kinds": 1, "view": [0, 0, -5], "text": 9},
    ],
)
def test_a_bad_state_is_ignored(make_bench: MakeBench, state: dict[str, Any]) -> None:
    bench = make_bench(COUNT, state)
    assert bench.panel.view.content.scene.count == COUNT


def test_lost_thumbnails_are_told_once(bench: Bench) -> None:
    bench.panel.view.titles.clear()
    for path in (bench.library.folder / "thumbs").glob("*"):
        path.unlink()
    bench.panel.shuffle()
    bench.settle()
    bench.panel.shuffle()
    bench.settle()
    assert bench.panel.view.content.scene.count == COUNT


def test_items_without_picture_show_their_title(make_bench: MakeBench) -> None:
    bench = make_bench(0)
    ids = fill(bench.library, 4, pictures=False)
    bench.context.shared.items_changed.emit("import")
    bench.settle()
    bench.qtbot.waitUntil(lambda: len(bench.panel.view.titles) == 4, timeout=5000)
    assert bench.panel.view.titles[ids[0]].startswith("The Harbour 0")


def test_settings_count_at_once(make_bench: MakeBench) -> None:
    bench = make_bench()
    settings, shared = bench.context.services.settings, bench.context.shared
    settings.appearance.reduced_motion = False
    settings.wall.cache_mb = 32
    settings.wall.cell = "square"
    for name in ("appearance.reduced_motion", "wall.cache_mb", "wall.cell"):
        shared.settings_changed.emit(name)
    assert not bench.panel.view.reduced_motion
    assert bench.panel.view.store.limit == 32 << 20
    assert bench.panel.model.style.shape == "square"


def test_changes_of_the_view_are_told_and_brought_back(bench: Bench) -> None:
    shared, bar = bench.context.shared, bench.panel.bar
    told: list[tuple[Any, ...]] = []
    shared.view_changed.connect(lambda *what: told.append(what))
    bar.choose("clustered", "genre")
    bar.arrangement_chosen.emit()
    bench.settle()
    bar.kinds_chosen.emit(frozenset({ItemKind.FILM}))
    bench.settle()
    QTest.keyClicks(bar.search, "harb")
    bench.settle()
    assert [what[0] for what in told] == ["wall.arrangement", "wall.kinds", "wall.text"]
    assert "Clusters" in told[0][3]
    for part, before, *_ in reversed(told):
        shared.view_requested.emit(part, before)
        bench.settle()
    assert (bar.method, bar.search.text()) == ("random", "")
    assert ItemKind.PHOTO in bench.panel.model.kinds
    assert bench.panel.view.lit is None
    assert len(told) == 3
