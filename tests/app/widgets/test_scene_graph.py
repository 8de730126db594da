"""The editable graph of a query: edits, layout, mouse and keys."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.types import Match, MatchedNode
from app.widgets.scene_graph import edits
from app.widgets.scene_graph.editor import GraphEditor
from app.widgets.scene_graph.match_canvas import MatchCanvas
from app.widgets.scene_graph.region_canvas import Picked
from app.widgets.scene_graph.regions import clipped, decode_region, encode_region
from app.widgets.scene_graph.rows import TripleRows
from app.widgets.scene_graph.scene import EDGE, NODE
from common.scenes import EdgeSource, Need, QueryEdge, QueryNode, QueryPart, SceneGraph, SceneNode

MAN_CUP = QueryPart(
    nodes=(QueryNode(("man",)), QueryNode(("cup", "mug"), ("red",)), QueryNode(("table",))),
    edges=(QueryEdge(0, ("hold",), 1), QueryEdge(1, ("on",), 2)),
)

# -- edits


@pytest.mark.parametrize(
    ("text", "labels", "attributes"),
    [
        ("cup", ("cup",), ()),
        ("Cup,  MUG , cup", ("cup", "mug"), ()),
        ("shirt (red, wet)", ("shirt",), ("red", "wet")),
        ("man #2", ("man",), ()),
        ("hot dog (", ("hot dog",), ()),
        (" , ", (), ()),
    ],
)
def test_the_text_of_a_node_is_read(
    text: str, labels: tuple[str, ...], attributes: tuple[str, ...]
) -> None:
    assert edits.read_node(text) == (labels, attributes)


def test_removing_a_node_takes_its_relations_along_and_renumbers_the_rest() -> None:
    part = edits.remove_node(MAN_CUP, 0)

    assert [node.label for node in part.nodes] == ["cup", "table"]
    assert part.edges == (QueryEdge(0, ("on",), 1),)


def test_a_name_that_is_taken_away_takes_the_node_or_relation_along() -> None:
    assert len(edits.rename_node(MAN_CUP, 2, "  ").nodes) == 2
    assert len(edits.rename_edge(MAN_CUP, 0, "").edges) == 1
    assert edits.add_edge(MAN_CUP, 1, 1, "near") is MAN_CUP
    assert edits.add_node(MAN_CUP, " ") is MAN_CUP


def test_the_table_holds_relations_then_what_stands_alone() -> None:
    part = edits.add_node(MAN_CUP, "man")

    rows = edits.rows_of(part)

    assert [(row.subject, row.predicate, row.object) for row in rows] == [
        ("man", "hold", "cup, mug (red)"),
        ("cup, mug (red)", "on", "table"),
        ("man #2", "", ""),
    ]


def test_a_line_written_anew_renames_only_what_no_other_line_speaks_of() -> None:
    rows = edits.rows_of(MAN_CUP)

    woman = edits.set_row(MAN_CUP, rows[0], "woman", "hold", rows[0].object)
    assert [node.label for node in woman.nodes] == ["woman", "cup", "table"]
    # The cup stands in both lines: another name in one of them is another object.
    glass = edits.set_row(MAN_CUP, rows[0], "man", "hold", "glass")
    assert [node.label for node in glass.nodes] == ["man", "cup", "table", "glass"]
    assert glass.edges[0] == QueryEdge(0, ("hold",), 3)
    assert glass.edges[1] == MAN_CUP.edges[1]


# -- layout


# -- the picture


class Log:
    """What the editor told."""

    def __init__(self) -> None:
        self.parts: list[QueryPart] = []
        self.titles: list[str] = []

    def __call__(self, part: QueryPart, what: str) -> None:
        self.parts.append(part)
        self.titles.append(what)


@pytest.fixture
def editor(qtbot: QtBot) -> GraphEditor:
    made = GraphEditor()
    qtbot.addWidget(made)
    made.resize(600, 200)
    made.show()
    made.show_part(MAN_CUP)
    made.setFocus()
    return made


@pytest.fixture
def told(editor: GraphEditor) -> Log:
    log = Log()
    editor.edited.connect(log)
    return log


def middle(editor: GraphEditor, kind: str, place: int) -> QPoint:
    return editor.scene.box((kind, place)).center().toPoint()


def type_name(editor: GraphEditor, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    box = editor.findChild(type(editor._box))
    assert box is not None
    assert box.isVisible()
    box.clear()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, key)


def test_a_double_click_on_empty_ground_adds_an_object(editor: GraphEditor, told: Log) -> None:
    QTest.mouseDClick(editor, Qt.MouseButton.LeftButton, pos=QPoint(300, 190))
    type_name(editor, "dog, cat (black)")

    assert told.parts[-1].nodes[-1] == QueryNode(("dog", "cat"), ("black",))
    assert editor.current == (NODE, 3)
    # It stands where the click was.
    assert (middle(editor, NODE, 3) - QPoint(300, 190)).manhattanLength() < 40


def test_a_double_click_renames_and_escape_leaves_the_name(editor: GraphEditor, told: Log) -> None:
    QTest.mouseDClick(editor, Qt.MouseButton.LeftButton, pos=middle(editor, NODE, 0))
    type_name(editor, "woman", Qt.Key.Key_Escape)
    assert not told.parts

    QTest.mouseDClick(editor, Qt.MouseButton.LeftButton, pos=middle(editor, EDGE, 0))
    type_name(editor, "carry, hold")
    assert told.parts[-1].edges[0].predicates == ("carry", "hold")


def drag(editor: GraphEditor, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(editor, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.3, 0.7, 1.0):
        point = QPointF(start) + QPointF(end - start) * share
        move = QMouseEvent(
            QEvent.Type.MouseMove, point, editor.mapToGlobal(point), Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(editor, move)
    QTest.mouseRelease(editor, Qt.MouseButton.LeftButton, pos=end)


def test_a_drag_from_object_to_object_makes_a_relation(editor: GraphEditor, told: Log) -> None:
    drag(editor, middle(editor, NODE, 0), middle(editor, NODE, 2))
    type_name(editor, "next to")

    assert told.parts[-1].edges[-1] == QueryEdge(0, ("next to",), 2)


def test_a_drag_onto_empty_ground_moves_the_object_and_changes_nothing(
    editor: GraphEditor, told: Log
) -> None:
    drag(editor, middle(editor, NODE, 0), QPoint(80, 180))

    assert (middle(editor, NODE, 0) - QPoint(80, 180)).manhattanLength() < 30
    assert not told.parts
    editor.tidy()
    assert (middle(editor, NODE, 0) - QPoint(80, 180)).manhattanLength() > 30


def test_keys_add_connect_weigh_and_remove(editor: GraphEditor, told: Log) -> None:
    QTest.keyClick(editor, Qt.Key.Key_N)
    type_name(editor, "dog")
    assert editor.current == (NODE, 3)

    QTest.keyClick(editor, Qt.Key.Key_M)
    assert told.parts[-1].nodes[3].need is Need.MUST
    QTest.keyClick(editor, Qt.Key.Key_X)
    assert told.parts[-1].nodes[3].need is Need.NOT
    QTest.keyClick(editor, Qt.Key.Key_X)  # a second time: as usual
    assert told.parts[-1].nodes[3].need is Need.SHOULD

    QTest.keyClick(editor, Qt.Key.Key_R)
    editor._choose((NODE, 0))
    QTest.keyClick(editor, Qt.Key.Key_Return)
    type_name(editor, "bite")
    assert told.parts[-1].edges[-1] == QueryEdge(3, ("bite",), 0)
    assert editor.current == (EDGE, 2)

    QTest.keyClick(editor, Qt.Key.Key_Delete)
    assert len(told.parts[-1].edges) == 2
    assert told.titles[-1] == "Remove relation"


def test_arrows_reach_everything(editor: GraphEditor) -> None:
    QTest.keyClick(editor, Qt.Key.Key_Right)
    seen = {editor.current}
    for _ in range(8):
        QTest.keyClick(editor, Qt.Key.Key_Right)
        seen.add(editor.current)
    assert seen == {(NODE, 0), (EDGE, 0), (NODE, 1), (EDGE, 1), (NODE, 2)}
    assert "table" in editor.accessibleDescription()


def test_the_menu_offers_what_can_be_done(editor: GraphEditor, told: Log) -> None:
    editor._choose((NODE, 0))
    actions = {action.text(): action for action in editor.menu().actions()}
    actions["Must not be there (X)"].trigger()

    assert told.parts[-1].nodes[0].need is Need.NOT
    editor._choose(None)
    assert "Add object (N)" in {action.text() for action in editor.menu().actions()}


def test_a_dropped_region_becomes_an_object(editor: GraphEditor, told: Log) -> None:
    data = encode_region((7, 0.1, 0.2, 0.3, 0.4), "cup")
    event = QDropEvent(
        QPointF(20, 20), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    editor.dropEvent(event)

    node = told.parts[-1].nodes[-1]
    assert node.labels == ("cup",)
    assert node.example == pytest.approx((7, 0.1, 0.2, 0.3, 0.4))


def test_regions_survive_a_drag_and_bad_ones_are_refused() -> None:
    found = decode_region(encode_region((7, 0.1, 0.2, 0.3, 0.4), "hot dog"))
    assert found is not None
    assert found[0] == pytest.approx((7, 0.1, 0.2, 0.3, 0.4))
    assert found[1] == "hot dog"
    assert clipped(1, -0.5, 0.5, 1.0, 2.0) == (1, 0.0, 0.5, 0.5, 0.5)
    assert clipped(1, 0.5, 0.5, 0.0, 0.2) is None
    assert clipped(1, float("nan"), 0.5, 0.5, 0.2) is None


def test_a_very_full_graph_is_drawn_inside_the_widget(editor: GraphEditor, qtbot: QtBot) -> None:
    nodes = tuple(QueryNode((f"object number {number}",)) for number in range(14))
    edges = tuple(QueryEdge(0, ("hold",), number) for number in range(1, 14))
    editor.show_part(QueryPart(nodes=nodes, edges=edges))
    editor.resize(300, 140)

    for box in editor.scene.nodes:
        assert editor.rect().contains(box.center().toPoint())
    assert not editor.grab().toImage().isNull()


# -- lines


@pytest.fixture
def rows(qtbot: QtBot) -> TripleRows:
    made = TripleRows()
    qtbot.addWidget(made)
    made.resize(600, 200)
    made.show()
    made.show_part(MAN_CUP)
    return made


def write(rows: TripleRows, line: int, *texts: str) -> None:
    for box, text in zip(rows.cells[line][1:4], texts, strict=False):
        box.setFocus()
        box.clear()
        QTest.keyClicks(box, text)
        QTest.keyClick(box, Qt.Key.Key_Return)


def test_a_line_is_added_once_it_is_whole(rows: TripleRows) -> None:
    log = Log()
    rows.edited.connect(log)

    write(rows, 2, "woman", "look at", "dog, cat")

    assert log.parts[-1].edges[-1].predicates == ("look at",)
    assert log.parts[-1].nodes[-1].labels == ("dog", "cat")
    assert len(log.parts[-1].nodes) == 5
    assert len(rows.cells) == 4  # three lines and an empty one


def test_a_line_alone_is_an_object_and_can_be_negated(rows: TripleRows) -> None:
    log = Log()
    rows.edited.connect(log)
    write(rows, 2, "dog")
    need = rows.cells[2][0]
    need.setCurrentIndex(need.findData(Need.NOT))
    need.activated.emit(need.currentIndex())

    assert log.parts[-1].nodes[-1] == QueryNode(("dog",), need=Need.NOT)
    rows.cells[0][4].click()
    assert [edge.predicate for edge in log.parts[-1].edges] == ["on"]


def test_both_views_show_the_same(editor: GraphEditor, rows: TripleRows) -> None:
    rows.edited.connect(lambda part, _what: editor.show_part(part))
    editor.edited.connect(lambda part, _what: rows.show_part(part))

    write(rows, 2, "dog")
    assert editor.part.nodes[-1].label == "dog"
    editor._choose((NODE, 3))
    editor.remove()
    assert len(rows.cells) == 3


# -- the picture with what matched

GRAPH = SceneGraph(
    (SceneNode("man", 0.9, (0.1, 0.1, 0.3, 0.8)), SceneNode("cup", 0.8, (0.6, 0.5, 0.2, 0.3)),
     SceneNode("idea")),
)  # fmt: skip


@pytest.fixture
def canvas(qtbot: QtBot) -> MatchCanvas:
    made = MatchCanvas()
    qtbot.addWidget(made)
    made.resize(400, 300)
    image = QImage(800, 600, QImage.Format.Format_RGB32)
    image.fill(0)
    made.show_image(image)
    match = Match(4, (MatchedNode(0, 0, 1, "cup", "mug", 0.9, (0.6, 0.5, 0.2, 0.3)),))
    made.show_graph(4, GRAPH, match)
    made.show()
    return made


def test_only_what_matched_is_drawn_unless_all_is_wanted(canvas: MatchCanvas) -> None:
    assert set(canvas.boxes()) == {1}
    canvas.show_sources({EdgeSource.GEOMETRIC}, everything=True)
    assert set(canvas.boxes()) == {0, 1, 2}
    assert not canvas.grab().toImage().isNull()


def test_a_double_click_on_a_box_takes_it_over(canvas: MatchCanvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.picked) as told:
        QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(280, 195))
    picked = told.args[0]
    assert isinstance(picked, Picked)
    assert picked.region == pytest.approx((4, 0.6, 0.5, 0.2, 0.3))
    assert picked.label == "cup"


def test_shift_and_drag_draws_a_region(
    canvas: MatchCanvas, qtbot: QtBot, send: Callable[..., None]
) -> None:
    send(canvas, QPoint(40, 30), QPoint(200, 150))

    assert canvas.region == pytest.approx((4, 0.1, 0.1, 0.4, 0.4), abs=0.02)
    with qtbot.waitSignal(canvas.picked):
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.region is None


@pytest.fixture
def send() -> Callable[..., None]:
    def move(canvas: MatchCanvas, start: QPoint, end: QPoint) -> None:
        shift = Qt.KeyboardModifier.ShiftModifier
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, shift, start)
        point = QPointF(end)
        event = QMouseEvent(
            QEvent.Type.MouseMove, point, canvas.mapToGlobal(point), Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton, shift,
        )  # fmt: skip
        QApplication.sendEvent(canvas, event)
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, shift, end)

    return move
