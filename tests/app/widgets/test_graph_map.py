"""The graph map: what is seen, mouse, keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.widgets.graph_map import Box, GraphMap, Line
from app.widgets.graph_map.shapes import main_lines
from tests.panel_support import Desk, make_desk


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.close()


@pytest.fixture
def graph(desk: Desk, qtbot: QtBot) -> GraphMap:
    made = GraphMap(desk.context.services.items, desk.context.jobs, lambda zoom: 2)
    qtbot.addWidget(made)
    made.resize(600, 400)
    boxes = [
        Box(0, "middle", ("one", "two"), tuple(desk.ids[:4]), (0, 0), (100, 134)),
        Box(1, "right", ("three",), tuple(desk.ids[4:5]), (200, 0), (100, 134), badge="FR"),
        Box(2, "above", ("four",), (), (0, -200), (80, 114)),
        Box(3, "far right", ("five",), (), (420, 10), (80, 114)),
    ]
    made.show_graph(boxes, [Line(0, 1, 2.0), Line(1, 3, 1.0), Line(0, 2, 0.5)])
    made.show()
    qtbot.waitExposed(made)
    return made


def middle(graph: GraphMap, key: int) -> QPoint:
    return graph.rect_of(key).center().toPoint()


def test_the_whole_graph_is_seen_and_a_click_chooses(graph: GraphMap, qtbot: QtBot) -> None:
    assert all(graph.rect().contains(graph.rect_of(key).toRect()) for key in graph.keys)
    with qtbot.waitSignal(graph.chosen) as told:
        QTest.mouseClick(graph, Qt.MouseButton.LeftButton, pos=middle(graph, 1))
    assert told.args == [1]
    assert graph.current == 1
    QTest.mouseClick(graph, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert graph.current == -1
    with qtbot.waitSignal(graph.opened) as opened:
        QTest.mouseDClick(graph, Qt.MouseButton.LeftButton, pos=middle(graph, 2))
    assert opened.args == [2]


def test_arrows_go_by_direction(graph: GraphMap, qtbot: QtBot) -> None:
    QTest.keyClick(graph, Qt.Key.Key_Home)
    assert graph.current == 0
    for key, expected in (
        (Qt.Key.Key_Right, 1), (Qt.Key.Key_Right, 3), (Qt.Key.Key_Right, 3), (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_Left, 0), (Qt.Key.Key_Up, 2), (Qt.Key.Key_Down, 0),
    ):  # fmt: skip
        QTest.keyClick(graph, key)
        assert graph.current == expected
    with qtbot.waitSignal(graph.opened):
        QTest.keyClick(graph, Qt.Key.Key_Return)
    with qtbot.waitSignal(graph.escaped):
        QTest.keyClick(graph, Qt.Key.Key_Escape)


def test_boxes_are_moved_by_mouse_and_keys(graph: GraphMap, qtbot: QtBot) -> None:
    start = middle(graph, 0)
    QTest.mousePress(graph, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(graph, start + QPoint(10, 0))
    QTest.mouseMove(graph, start + QPoint(40, 20))
    with qtbot.waitSignal(graph.moved) as told:
        QTest.mouseRelease(graph, Qt.MouseButton.LeftButton, pos=start + QPoint(40, 20))
    assert told.args == [0]
    assert (middle(graph, 0) - start - QPoint(40, 20)).manhattanLength() <= 2
    assert set(graph.places) == {0}
    assert graph.current == -1  # a drag is no click
    QTest.keyClick(graph, Qt.Key.Key_Home)
    before = graph.middle(0)
    QTest.keyClick(graph, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert graph.middle(0).x() > before.x()
    graph.set_places({})
    assert graph.middle(0) == QPointF(0, 0)


def test_zoom_keeps_what_is_under_the_mouse(graph: GraphMap) -> None:
    at = QPointF(150, 120)
    point = graph.camera.to_map(at)
    graph.zoom_by(2, at)
    assert (graph.camera.to_map(at) - point).manhattanLength() < 1e-6
    zoom = graph.camera.zoom
    QTest.keyClick(graph, Qt.Key.Key_Plus)
    assert graph.camera.zoom > zoom
    look = graph.look()
    QTest.keyClick(graph, Qt.Key.Key_0)
    assert graph.camera.zoom == 1
    graph.set_look(*look)
    assert graph.look() == pytest.approx(look)
    graph.zoom_by(1e9)
    assert graph.camera.zoom <= 16


def test_some_boxes_only_and_lit_ones(graph: GraphMap, desk: Desk, qtbot: QtBot) -> None:
    graph.show_lines([Line(0, 1, 2.0)], frozenset({0, 1}))
    assert graph.keys == [0, 1]
    assert graph.box_at(QPointF(middle(graph, 2))) == -1
    desk.settle(qtbot)
    qtbot.waitUntil(lambda: graph.is_idle)
    picture = graph.grab().toImage()
    box = graph.rect_of(0)
    colours = [picture.pixelColor(int(box.left() + dx), int(box.top() + 12)) for dx in (10, 40)]
    assert max(colour.saturation() for colour in colours) > 100  # pictures were drawn
    graph.light_up([1])
    assert graph.lit == {1}
    dim = graph.grab().toImage().pixelColor(int(box.left() + 40), int(box.top() + 12))
    assert dim != picture.pixelColor(int(box.left() + 40), int(box.top() + 12))


def test_the_strongest_lines_of_each_box_are_drawn() -> None:
    lines = [Line(a, b, float(20 * a + b)) for a in range(20) for b in range(a)]
    ordered = sorted(lines, key=lambda line: line.strength)
    kept = main_lines(ordered)
    for box in range(20):
        own = [line for line in ordered if box in (line.one, line.other)]
        assert set(own[-4:]) <= kept
    assert len(kept) <= 4 * 20
