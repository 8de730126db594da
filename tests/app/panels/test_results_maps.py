"""The map, feature map, concept maps and space as views of the results."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.panels.results.map_concepts import ConceptMapsView
from app.panels.results.map_som import FeatureMapView
from app.panels.results.map_texts import note_texts
from app.panels.results.map_view import CondensedView
from app.panels.results.space_view import SpaceView
from app.panels.results.view import HitView, Shown
from app.panels.results.views import VIEWS, ViewEntry, make_view
from app.services.types import PlaneMap, map_notes
from common.values import Hit, ResultList
from tests.panel_support import PHOTOS, Desk

Make = Callable[[type[HitView]], Any]


@pytest.fixture
def make(desk: Desk, qtbot: Any) -> Make:
    desk.context.services.settings.appearance.reduced_motion = True

    def made(kind: type[HitView]) -> HitView:
        view = kind(desk.context)
        qtbot.addWidget(view)
        view.resize(700, 500)
        view.show()
        view.set_active(on=True)
        return view

    return made


def hits(items: list[int]) -> Shown:
    found = tuple(Hit(item, 1 - n / 100) for n, item in enumerate(items))
    return Shown(ResultList("all", found, len(found)), found)


def test_the_map_shows_results_zooms_and_comes_back(make: Make, desk: Desk, qtbot: Any) -> None:
    view = make(CondensedView)
    said: list[str] = []
    view.noted.connect(said.append)
    view.take(hits(desk.ids))
    desk.settle(qtbot, view)
    images = view.canvas
    assert set(images.sheet.order) == set(desk.ids[:PHOTOS])
    assert "4 of 16 items have no vector" in said[-1]
    assert not view._out.isEnabled()
    desk.context.shared.select([images.sheet.order[5]])
    QTest.keyClick(images, Qt.Key.Key_Plus)
    desk.settle(qtbot, view)
    assert isinstance(view._map, PlaneMap)
    assert view._out.isEnabled()
    QTest.keyClick(images, Qt.Key.Key_Backspace)
    desk.settle(qtbot, view)
    assert not isinstance(view._map, PlaneMap)
    view._scope.setCurrentIndex(1)
    desk.settle(qtbot, view)
    assert isinstance(view._map, PlaneMap)
    QTest.keyClick(images, Qt.Key.Key_PageDown)
    desk.settle(qtbot, view)
    assert view._map.y > 0
    other = make(CondensedView)
    other.restore_state(view.save_state())
    assert other.save_state() == view.save_state()
    other.restore_state({"scope": 4, "represent": None, "inside": "x"})


@pytest.mark.parametrize("kind", [CondensedView, FeatureMapView, ConceptMapsView, SpaceView])
def test_views_say_why_there_is_nothing(
    make: Make, desk: Desk, qtbot: Any, kind: type[HitView]
) -> None:
    view = make(kind)
    view.take(hits([]))
    desk.settle(qtbot, view)
    assert "Nothing to draw" in view.empty.text
    view.take(hits(desk.ids[PHOTOS:]))
    desk.settle(qtbot, view)
    if kind in (CondensedView, FeatureMapView):
        assert "no vector" in view.empty.text.replace("has a vector", "no vector")
    assert view.title
    assert all(view.keys())


def test_a_view_behind_waits(make: Make, desk: Desk, qtbot: Any) -> None:
    view = make(FeatureMapView)
    view.set_active(on=False)
    view.take(hits(desk.ids))
    assert desk.context.jobs.is_idle
    view.set_active(on=True)
    desk.settle(qtbot, view)
    assert view.canvas.sheet.order


def test_a_node_of_the_feature_map_opens_as_results(make: Make, desk: Desk, qtbot: Any) -> None:
    view = make(FeatureMapView)
    view.take(hits(desk.ids))
    desk.settle(qtbot, view)
    item = view.canvas.sheet.order[0]
    desk.context.shared.select([item])
    QTest.keyClick(view.canvas, Qt.Key.Key_Plus)
    shown = desk.context.shared.results
    assert shown.hits
    assert {hit.item for hit in shown.hits} <= set(desk.ids[:PHOTOS])


def test_concepts_have_cards_and_one_opens_large(make: Make, desk: Desk, qtbot: Any) -> None:
    desk.context.services.history.do("item.tag", {"items": desk.ids[:6], "value": "cat"}, "tag")
    view = make(ConceptMapsView)
    view.take(hits(desk.ids))
    desk.settle(qtbot, view)
    cards = view.cards.cards
    assert [card.concept for card in cards] == ["cat"]
    cards[0].title.click()
    desk.settle(qtbot, view)
    assert view.large.isVisible()
    assert "cat" in view._name.text()
    QTest.keyClick(view.large, Qt.Key.Key_Backspace)
    assert view.cards.isVisible()


def test_each_change_of_the_shelf_is_a_step_of_its_own(make: Make, desk: Desk, qtbot: Any) -> None:
    view = make(SpaceView)
    view.take(hits(desk.ids))
    desk.settle(qtbot, view)
    steps: list[str] = []
    merged: list[str] = []
    view.stepped.connect(steps.append)
    view.state_changed.connect(merged.append)
    view.shelf.list.put(desk.ids[:1])
    view.shelf.list.put(desk.ids[1:2])
    assert len(steps) == 2
    assert not merged


def test_space_lays_out_finds_ways_and_keeps(make: Make, desk: Desk, qtbot: Any) -> None:
    view = make(SpaceView)
    view.take(hits(desk.ids))
    desk.settle(qtbot, view)
    assert view.space.space.items.tolist() == desk.ids[:PHOTOS]
    view.find_way()
    assert not view.space.way  # nothing is selected
    desk.context.shared.select([desk.ids[0], desk.ids[1]])
    view.find_way()
    desk.settle(qtbot, view)
    assert (view.space.way[0], view.space.way[-1]) == (desk.ids[0], desk.ids[1])
    view.shelf.keep()
    for index in (1, 2):
        view._layout_box.setCurrentIndex(index)
        desk.settle(qtbot, view)
        assert view.space.space.layout == ("cloud", "spiral", "sphere")[index]
    state = view.save_state()
    assert state["shelf"] == desk.ids[:2]
    other = make(SpaceView)
    other.restore_state(state)
    assert other.save_state() == state
    other.restore_state({"shelf": ["a"], "layout": 3})
    view.space.fly_to(desk.ids[2])
    view._trail.click()
    assert view.space.way == (desk.ids[2],)


def test_all_notes_are_translated() -> None:
    assert note_texts().keys() == map_notes().keys()


@pytest.mark.parametrize("entry", VIEWS, ids=lambda entry: entry.name)
def test_the_sheet_has_what_keys_do_before_the_keys(
    entry: ViewEntry, desk: Desk, qtbot: Any
) -> None:
    view = make_view(entry, desk.context)
    qtbot.addWidget(view)
    rows = view.keys()
    for does, keys in rows:
        assert re.match(r"(Ctrl|Shift|Alt|Home|End|Pg|[←→↑↓]|[A-Z+-]( |$))", keys), (does, keys)
        assert len(does) > 6


def test_keys_about_an_item_that_is_not_in_space_say_so(make: Make, desk: Desk, qtbot: Any) -> None:
    view = make(SpaceView)
    view.take(hits(desk.ids[:4]))
    desk.settle(qtbot, view)
    desk.context.shared.select([desk.ids[9]])
    for key in (Qt.Key.Key_E, Qt.Key.Key_G, Qt.Key.Key_K):
        with qtbot.waitSignal(view.noted) as told:
            QTest.keyClick(view.space, key)
        assert "click a picture first" in told.args[0]
    desk.context.shared.select([desk.ids[1]])
    QTest.keyClick(view.space, Qt.Key.Key_E)
    assert view.space.near == desk.ids[1]
