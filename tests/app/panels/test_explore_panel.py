"""The explore panel on vectors of two groups: even and odd photos."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.panels.explore import ExplorePanel, work
from app.panels.explore.journey import Journey, Page
from app.services.types import Action
from app.widgets.grid_model import ITEMS_MIME, encode_items
from app.widgets.point_map import PointMap
from common.errors import QueryError
from common.values import Hit
from tests.panel_support import PHOTOS, Desk, make_desk


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> ExplorePanel:
    made = ExplorePanel(desk.context)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.head.choose("kmeans", 0.5, 2)
    made.focus_main()
    desk.settle(qtbot, made)
    return made


def settle(panel: ExplorePanel, desk: Desk, qtbot: QtBot) -> None:
    desk.settle(qtbot, panel)


def bucket(desk: Desk, name: str) -> list[int]:
    return desk.context.services.items.bucket_items(name)


def page(*items: int, action: Action | None = Action.BROWSE) -> Page:
    return Page(action, "p", tuple(Hit(item, 0.0) for item in items))


# -- the journey


def test_only_what_was_on_the_screen_counts_as_seen() -> None:
    journey = Journey()
    journey.take_bucket("a", [])
    journey.open(page(1, 2, 3, 4))
    journey.look(2)
    journey.take_bucket("a", [2])
    assert journey.leave() == 2
    assert list(journey.seen) == [1, 2]
    (made,) = journey.yields
    assert (made.action, made.shown, made.found) == (Action.BROWSE, 2, 1)
    journey.open(page(2, 5))
    journey.look(9)
    assert journey.leave() == 1, "2 was seen before"
    assert journey.yields[-1].found == 0


def test_pages_that_are_no_step_yield_nothing() -> None:
    journey = Journey()
    journey.open(page(1, action=None))
    journey.look(1)
    journey.leave()
    assert journey.yields == []
    assert list(journey.seen) == [1]


def test_back_and_another_bucket() -> None:
    journey = Journey()
    journey.open(page(1))
    journey.open(page(2))
    assert journey.can_go_back
    before = journey.back()
    assert before is not None
    assert before.hits[0].item == 1
    assert journey.back() is None
    journey.seen = {1: None}
    journey.take_bucket("x", [])
    journey.take_bucket("x", [7])
    journey.take_bucket("y", [])
    assert journey.seen == {}


# -- the panel


def test_clusters_are_browsed_one_at_a_time(panel: ExplorePanel, desk: Desk, qtbot: QtBot) -> None:
    made = panel.session.clustering
    assert made is not None
    assert len(made) == 2
    shown = [set(panel.grid.hits.items())]
    assert "Cluster 1 of 2" in panel.head.title.text()
    qtbot.keyClick(panel.grid, Qt.Key.Key_N)
    settle(panel, desk, qtbot)
    shown.append(set(panel.grid.hits.items()))
    assert "Cluster 2 of 2" in panel.head.title.text()
    photos = desk.ids[:PHOTOS]
    assert sorted(map(sorted, shown)) == sorted([photos[::2], photos[1::2]])
    qtbot.keyClick(panel, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    settle(panel, desk, qtbot)
    assert set(panel.grid.hits.items()) == shown[0]


def test_a_page_goes_into_the_bucket_in_one_undoable_step(
    panel: ExplorePanel, desk: Desk, qtbot: QtBot
) -> None:
    panel.side.make("finds")
    settle(panel, desk, qtbot)
    items = sorted(panel.grid.hits.items())
    qtbot.keyClick(panel.grid, Qt.Key.Key_A)
    settle(panel, desk, qtbot)
    assert bucket(desk, "finds") == items
    assert set(panel.session.journey.found) == set(items)
    desk.context.services.history.undo()
    desk.context.shared.items_changed.emit("history")
    settle(panel, desk, qtbot)
    assert bucket(desk, "finds") == []


def test_plus_and_minus_on_a_picture(panel: ExplorePanel, desk: Desk, qtbot: QtBot) -> None:
    item = panel.grid.hits.items()[0]
    panel.grid.label_requested.emit(item, 1)
    settle(panel, desk, qtbot)
    assert bucket(desk, "Bucket") == [item], "a first bucket is made"
    panel.grid.label_requested.emit(item, 1)
    settle(panel, desk, qtbot)
    assert bucket(desk, "Bucket") == [], "a second click takes it out"
    desk.context.shared.select([item])
    qtbot.keyClicks(panel.grid, "+")
    settle(panel, desk, qtbot)
    qtbot.keyClicks(panel.grid, "-")
    settle(panel, desk, qtbot)
    assert bucket(desk, "Bucket") == []


def test_drops_on_a_bucket_and_below_them(
    panel: ExplorePanel, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.side.make("one")
    settle(panel, desk, qtbot)

    def drop(at: QPoint, items: list[int]) -> None:
        data = QMimeData()
        data.setData(ITEMS_MIME, encode_items(items))
        event = QDropEvent(
            QPointF(at), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        panel.side.list.dropEvent(event)
        settle(panel, desk, qtbot)

    drop(panel.side.list.visualItemRect(panel.side.list.item(0)).center(), desk.ids[:2])
    assert bucket(desk, "one") == desk.ids[:2]
    monkeypatch.setattr(
        "app.panels.explore.bucket_side.QInputDialog.getText", lambda *_a, **_k: ("two", True)
    )
    drop(QPoint(20, 300), desk.ids[3:4])
    assert bucket(desk, "two") == desk.ids[3:4]
    assert panel.session.journey.bucket == "two"


def test_buckets_are_renamed_merged_subtracted_and_deleted(
    panel: ExplorePanel, desk: Desk, qtbot: QtBot
) -> None:
    side = panel.side
    for name, items in (("a", desk.ids[:3]), ("b", desk.ids[2:5])):
        side.make(name, items)
        settle(panel, desk, qtbot)
    side.subtract("a", "b")
    settle(panel, desk, qtbot)
    assert bucket(desk, "a") == desk.ids[:2]
    side.merge("a", "b")
    settle(panel, desk, qtbot)
    assert bucket(desk, "b") == desk.ids[:5]
    assert side.list.names() == ["b"]
    side.rename("b", "c")
    settle(panel, desk, qtbot)
    assert panel.session.journey.bucket == "c"
    side.delete("c")
    settle(panel, desk, qtbot)
    assert desk.context.services.items.buckets() == {}
    for _ in range(4):
        desk.context.services.history.undo()
    assert bucket(desk, "a") == desk.ids[:3]
    assert bucket(desk, "b") == desk.ids[2:5]


def test_overview_shows_one_a_cluster(panel: ExplorePanel, desk: Desk, qtbot: QtBot) -> None:
    panel.head.overview.click()
    settle(panel, desk, qtbot)
    assert panel.grid.hits.rowCount() == 2
    assert not panel.head.expand_cluster.isEnabled()


def test_the_bucket_sorts_expands_and_asks(panel: ExplorePanel, desk: Desk, qtbot: QtBot) -> None:
    panel.head.sort.click()
    assert not panel.head.sort.isChecked(), "there is nothing to sort by"
    odd = desk.ids[1:PHOTOS:2]
    panel.side.make("odd", odd[:2])
    settle(panel, desk, qtbot)
    panel.head.sort.click()
    settle(panel, desk, qtbot)
    assert set(panel.grid.hits.items()) == set(odd), "the odd cluster comes first"
    panel.head.query_bucket.click()
    settle(panel, desk, qtbot)
    assert not set(panel.grid.hits.items()) & set(odd[:2]), "what is in it does not come again"
    panel.session.journey.seen.clear()
    panel.head.expand_bucket.click()
    settle(panel, desk, qtbot)
    assert set(panel.grid.hits.items()[:4]) <= {*odd}


def test_the_meter_says_where_one_stands_and_its_advice_works(
    panel: ExplorePanel, desk: Desk, qtbot: QtBot
) -> None:
    assert not panel.meter.advice.isVisible()
    panel.side.make("odd", desk.ids[1:4:2])
    settle(panel, desk, qtbot)
    assert "found" in panel.meter.text.text()
    assert panel.meter.advice.isVisible()
    before = panel.session.journey.page
    best = panel.meter.best
    panel.meter.advice.click()
    settle(panel, desk, qtbot)
    after = panel.session.journey.page
    assert after is not None
    assert after is not before
    assert after.action == best
    assert panel.session.journey.seen, "the page before counts as seen"


def test_queries_by_a_picture_and_by_a_part_of_it(
    panel: ExplorePanel, desk: Desk, qtbot: QtBot
) -> None:
    asked: list[Any] = []
    panel.session.query = lambda *what: asked.append(what)  # type: ignore[method-assign]
    desk.context.shared.select([desk.ids[0]])
    panel.queries.by_selected()
    assert asked == [(desk.ids[0],)]
    panel.queries.ask_part()
    settle(panel, desk, qtbot)
    part = panel.queries.part
    assert part is not None
    assert not part.ok.isEnabled()
    area = part.canvas.area()
    start = area.topLeft().toPoint() + QPoint(2, 2)
    end = area.center().toPoint()
    QTest.mousePress(part.canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(part.canvas, end)
    QTest.mouseRelease(part.canvas, Qt.MouseButton.LeftButton, pos=end)
    part.ok.click()
    item, box = asked[1]
    assert item == desk.ids[0]
    assert box == pytest.approx((0, 0, 0.5, 0.5), abs=0.03)


def test_the_map_is_drawn_and_a_box_and_a_lasso_show_what_is_inside(
    panel: ExplorePanel, desk: Desk, qtbot: QtBot
) -> None:
    panel.head.map.click()
    settle(panel, desk, qtbot)
    assert panel.pages.currentWidget() is panel.map
    made = panel.session.projection
    assert made is not None
    assert len(made.items) == PHOTOS
    panel.head.lasso.click()
    assert panel.map.draws_box
    QTest.mousePress(panel.map, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    QTest.mouseMove(panel.map, QPoint(panel.map.width() - 2, panel.map.height() - 2))
    QTest.mouseRelease(
        panel.map, Qt.MouseButton.LeftButton,
        pos=QPoint(panel.map.width() - 2, panel.map.height() - 2),
    )  # fmt: skip
    settle(panel, desk, qtbot)
    assert panel.pages.currentWidget() is panel.grid
    assert set(panel.grid.hits.items()) == set(desk.ids[:PHOTOS])


def test_state_comes_back(panel: ExplorePanel, desk: Desk, qtbot: QtBot) -> None:
    panel.side.make("finds", desk.ids[:1])
    settle(panel, desk, qtbot)
    panel.session.step(1)
    settle(panel, desk, qtbot)
    state = panel.save_state()
    assert state["seen"]
    panel.restore_state({"method": "cc", "threshold": 0.3, "bucket": "finds", "seen": [1, "x"]})
    assert panel.head.chosen[:2] == ("cc", 0.3)
    assert list(panel.session.journey.seen) == [1]
    panel.restore_state({"method": 4, "seen": 7, "bucket": None})


def test_filters_narrow_what_is_clustered(panel: ExplorePanel, desk: Desk, qtbot: QtBot) -> None:
    wall = desk.context.services.wall
    desk.context.shared.set_filters([wall.filter("colour", "red")])
    settle(panel, desk, qtbot)
    made = panel.session.clustering
    assert made is not None
    assert {item for one in made.clusters for item in one.items} == set(desk.ids[1:PHOTOS:2])


def test_a_read_only_library_is_explored_but_not_changed(tmp_path, qtbot: QtBot) -> None:
    desk = make_desk(tmp_path, read_only=True)
    try:
        panel = ExplorePanel(desk.context)
        qtbot.addWidget(panel)
        panel.show()
        panel.focus_main()
        desk.settle(qtbot, panel)
        assert panel.grid.hits.rowCount()
        panel.take_page()
        desk.settle(qtbot, panel)
        assert desk.context.services.items.buckets() == {}
        assert not panel.side.new_button.isEnabled()
    finally:
        desk.close()


# -- the map by itself


def test_the_map_tells_lasso_click_and_zoom(desk: Desk, qtbot: QtBot) -> None:
    view = PointMap(desk.context.services.items, desk.context.jobs)
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    points = np.array([[0.2, 0.2], [0.8, 0.8]], np.float32)
    view.show_points(np.array(desk.ids[:2]), points)
    view.mark([desk.ids[0]], [desk.ids[1]])
    drawn: list[Any] = []
    clicked: list[int] = []
    view.region_drawn.connect(drawn.append)
    view.item_clicked.connect(clicked.append)
    first = view._to_screen(points)[0]
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(*map(round, first)))
    assert clicked == [desk.ids[0]]
    path = [QPoint(10, 10), QPoint(200, 10), QPoint(200, 150), QPoint(10, 150)]
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=path[0])
    for point in path[1:]:
        QTest.mouseMove(view, point)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=path[-1])
    (corners,) = drawn
    assert len(corners) == 4
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in corners)
    qtbot.keyClicks(view, "+")
    assert view._zoom > 1
    qtbot.keyClicks(view, "0")
    assert view._zoom == 1
    image = view.grab().toImage()
    assert image.width() == 400
    desk.settle(qtbot)


def test_a_map_that_cannot_be_drawn_is_not_waited_for(
    panel: ExplorePanel, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any) -> Any:
        raise QueryError("There are no vectors.")

    monkeypatch.setattr(work, "project", fail)
    panel.head.map.click()
    settle(panel, desk, qtbot)
    assert desk.posted[-1][0] == "error"
    assert panel.pages.currentWidget() is panel.grid
    assert not panel.head.map.isChecked()
