"""Chips of the search panel, by mouse and keys: weights, switches, marks, order, stages, undo."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.panels.search.chip import part_mime
from app.panels.search.draft import Place
from app.panels.search.part_menu import part_menu
from app.services.types import (
    BoxesAsk,
    CanvasAsk,
    ClipAsk,
    ConceptAsk,
    Example,
    ExampleAsk,
    Part,
    PartReport,
    Pool,
    PoolStage,
    Query,
    SearchResults,
    Stage,
    TagsAsk,
    TextAsk,
    WordsAsk,
)
from app.widgets.grid_model import ITEMS_MIME, encode_items
from common.canvas import Canvas, ColourShape, ObjectShape, Region
from common.values import TextKind
from tests.panel_support import Desk
from tests.search_support import Hands, answer_with_reports, make_panel

KEYS = Qt.Key
CARRY = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def hands(desk: Desk, qtbot: QtBot) -> Hands:
    made = make_panel(desk, qtbot)
    made.search("dog")
    made.add(Part(WordsAsk("exit")), Part(ConceptAsk(("cat",))))
    return made


def test_every_kind_says_what_it_asks(desk: Desk, qtbot: QtBot) -> None:
    made = make_panel(desk, qtbot)
    canvas = Canvas((ColourShape(Region(0, 0, 1, 0.5), (250, 5, 5)), ObjectShape("cat", least=2)))
    made.add(
        Part(TextAsk("dog", "concept")),
        Part(ConceptAsk(("cat", "dog"), True, 0.5)),
        Part(WordsAsk("exit", (TextKind.OCR,))),
        Part(BoxesAsk("man", "rides", "bike")),
        Part(ExampleAsk(Example(item=desk.ids[3]), Region(0, 0, 0.5, 0.5), "colour")),
        Part(ClipAsk(item=desk.video, start_s=1.0, length_s=2.0)),
        Part(CanvasAsk(canvas)),
        Part(TagsAsk(("object=cat",), ("genre=Drama",), "sea")),
    )
    assert made.words == [
        "dog · Concepts",
        "cat + dog ≥ 0.5",
        "“exit” in letters in the picture",
        "man · rides · bike",
        "like a part of Photo 3 · colour",
        "like 0:01-0:03 of clip",
        "red, 2 cat",
        "cat − Drama · “sea”",
    ]
    pictured = [chip._has_picture for chip in made.panel.stages.chips]
    assert pictured == [False, False, False, False, True, True, True, False]


def test_keys_switch_weigh_mark_and_remove(hands: Hands) -> None:
    chip = hands.chip(1)
    hands.press(KEYS.Key_Space, on=chip)
    assert hands.asked.stages[0].parts[1] == Part(WordsAsk("exit"), on=False)
    assert "switched off" in chip.accessibleName()
    hands.press(KEYS.Key_Space, on=chip)
    hands.press(KEYS.Key_Plus, on=chip)
    hands.press(KEYS.Key_Plus, on=chip)
    assert hands.asked.stages[0].parts[1].weight == 2.0
    assert "×2" in chip._words()
    hands.press(KEYS.Key_Minus, on=chip)
    assert hands.asked.stages[0].parts[1].weight == 1.5
    hands.press(KEYS.Key_M, on=chip)
    assert hands.asked.stages[0].parts[1].must
    assert chip._words().startswith("! ")
    hands.press(KEYS.Key_Delete, on=chip)
    assert hands.words == ["dog", "cat"]
    assert hands.chip(1).hasFocus()  # the neighbour


def test_the_mouse_removes_edits_and_weighs(hands: Hands, qtbot: QtBot) -> None:
    chip = hands.chip(1)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(30, 12))
    hands.settle()
    assert hands.panel.stages.card.place == Place(0, 1)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(30, 12))
    assert not hands.panel.stages.card.is_open
    chip.setFocus()
    for modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
        QApplication.sendEvent(chip, wheel(modifiers))
    hands.settle()
    assert hands.asked.stages[0].parts[1].weight == 2.0
    hands.chip(0).setFocus()
    QApplication.sendEvent(chip, wheel(Qt.KeyboardModifier.NoModifier))  # the panel scrolls
    hands.settle()
    assert hands.asked.stages[0].parts[1].weight == 2.0
    cross = QPoint(round(chip._cross_zone().center().x()), chip.height() // 2)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=cross)
    hands.settle()
    assert hands.words == ["dog", "cat"]


def wheel(modifiers: Qt.KeyboardModifier) -> QWheelEvent:
    at = QPointF(9, 9)
    return QWheelEvent(
        at, at, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, modifiers,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip


def test_arrows_walk_between_chips_stages_and_the_box(hands: Hands) -> None:
    hands.add(Part(ConceptAsk(("cat",))), stage=1)
    box = hands.panel.head.box
    hands.press(KEYS.Key_Down, on=box)
    assert hands.chip(0).hasFocus()
    for _ in range(3):
        hands.press(KEYS.Key_Right)
    assert hands.chip(3).hasFocus()
    hands.press(KEYS.Key_Up)
    assert hands.chip(0).hasFocus()
    hands.press(KEYS.Key_Down)
    assert hands.chip(3).hasFocus()
    hands.press(KEYS.Key_Left)
    assert hands.chip(2).hasFocus()
    hands.press(KEYS.Key_Up)
    assert box.hasFocus()


def test_parts_are_moved_by_keys_also_into_a_new_step(hands: Hands) -> None:
    hands.press(KEYS.Key_Right, CARRY, on=hands.chip(0))
    assert hands.words == ["“exit”", "dog", "cat"]
    hands.press(KEYS.Key_Left, CARRY, on=hands.chip(2))
    assert hands.words == ["“exit”", "cat", "dog"]
    hands.press(KEYS.Key_Down, CARRY, on=hands.chip(1))
    assert [len(stage.parts) for stage in hands.asked.stages] == [2, 1]
    assert hands.asked.stages[1].parts[0].what == ConceptAsk(("cat",))
    hands.press(KEYS.Key_Up, CARRY, on=hands.chip(2))
    assert [len(stage.parts) for stage in hands.panel.session.query.stages] == [3, 0]
    assert len(hands.asked.stages) == 1  # an empty step asks nothing


def test_parts_are_dragged_within_and_between_steps(hands: Hands) -> None:
    hands.panel.stages.add_stage()
    hands.settle()
    first, second = (row.row for row in hands.panel.stages.rows)
    data = part_mime(Place(0, 2))
    enter = QDragEnterEvent(
        QPoint(2, 2), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    first.dragEnterEvent(enter)
    assert enter.isAccepted()
    drop(first, data, QPointF(2, 6))
    hands.settle()
    assert hands.words == ["cat", "dog", "“exit”"]
    hands.panel.stages.move_part(Place(0, 0), Place(1, 0))
    drop(second, part_mime(Place(0, 0)), QPointF(900, 6))
    hands.settle()
    assert [len(stage.parts) for stage in hands.asked.stages] == [1, 2]
    items = QMimeData()
    items.setData(ITEMS_MIME, encode_items([4]))
    drop(second, items, QPointF(900, 6))
    hands.settle()
    assert hands.asked.stages[1].parts[-1].what == ExampleAsk(Example(item=4))


def drop(row: object, data: QMimeData, at: QPointF) -> None:
    event = QDropEvent(
        at, Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    row.dropEvent(event)  # type: ignore[attr-defined]


def test_the_menu_of_a_chip_does_it_all(hands: Hands) -> None:
    menu = part_menu(hands.panel.stages, Place(0, 1))
    by_name = {action.text().split("\t")[0]: action for action in menu.actions()}
    by_name["Must be there"].trigger()
    by_name["Weight"].menu().actions()[0].trigger()
    by_name["Move to a new step"].trigger()
    hands.settle()
    assert hands.asked.stages[1].parts == (Part(WordsAsk("exit"), weight=5.0, must=True),)


def test_steps_in_time_and_in_any_order(hands: Hands, qtbot: QtBot) -> None:
    hands.panel.head.add_actions["step"].trigger()
    row = hands.panel.stages.rows[1]
    assert row.box.hasFocus()
    qtbot.keyClicks(row.box, "street")
    row.seconds.setValue(20)
    hands.press(KEYS.Key_Return, on=row.box)
    assert hands.asked.stages[1] == Stage((Part(TextAsk("street")),), 20.0)
    assert row.row.parts == []  # the line says it all
    row.unit.click()
    hands.settle()
    assert hands.asked.stages[1].within_shots == 1
    row.seconds.setValue(2)
    hands.settle()
    assert (hands.asked.stages[1].within_shots, hands.titles[-1]) == (2, "Allow 2 shots")
    row.unit.click()
    hands.settle()
    assert hands.asked.stages[1] == Stage((Part(TextAsk("street")),), 60.0)
    window = hands.panel.stages.window_row
    for box, value in ((window.order, False), (window.inside, "noisy-or"), (window.across, "min")):
        box.setCurrentIndex(next(n for n in range(box.count()) if box.itemData(n) == value))
        box.activated.emit(box.currentIndex())
    window.seconds.setValue(45)
    hands.settle()
    assert not hands.asked.in_order
    assert (hands.asked.window.seconds, hands.asked.window.inside) == (45.0, "noisy-or")
    assert hands.asked.window.across == "min"
    assert row.seconds.isHidden()
    row.up.click()
    hands.settle()
    assert hands.asked.stages[0].parts[0].what == TextAsk("street")
    assert hands.panel.head.box.text() == "street"
    hands.panel.stages.rows[1].remove.click()
    hands.settle()
    assert len(hands.asked.stages) == 1
    assert window.isHidden()


def test_every_edit_is_a_step_that_undo_takes_back(hands: Hands) -> None:
    before = hands.panel.session.query
    hands.press(KEYS.Key_M, on=hands.chip(0))
    hands.press(KEYS.Key_Delete, on=hands.chip(2))
    assert hands.titles[-2:] == ["“dog” must be there", "Remove “cat”"]
    hands.undo()
    assert hands.words == ["dog", "“exit”", "cat"]
    hands.undo()
    assert hands.panel.session.query == before
    assert hands.asked == before


def test_weights_merge_anew_without_a_search(hands: Hands, desk: Desk) -> None:
    query = hands.panel.session.full
    reports = [PartReport(name, 6, 1.0, "", 0, at) for at, name in enumerate(("a", "b", "c"))]
    answer = answer_with_reports(desk, query, *reports)
    pool = Pool(query, (PoolStage(),))
    found = SearchResults("dog", answer.hits, 6, 1.0, asked=query, parts=tuple(reports), pool=pool)
    desk.search.answer = found
    calls = []

    def refuse(pool: Pool, **how: object) -> SearchResults:
        calls.append(how)
        return found

    desk.search.refuse = refuse  # type: ignore[attr-defined]
    hands.panel.submit()
    hands.settle()
    asked = len(desk.search.asked)
    hands.press(KEYS.Key_Plus, on=hands.chip(1))
    assert calls == [{"fusion": "auto", "weights": {"a": 1.0, "b": 1.5, "c": 1.0}}]
    hands.panel.options.choose_rule("borda")
    hands.settle()
    assert calls[-1]["fusion"] == "borda"
    assert len(desk.search.asked) == asked
    hands.press(KEYS.Key_Space, on=hands.chip(1))  # another list: this needs a search
    assert len(desk.search.asked) == asked + 1


def test_a_rule_that_the_results_flipped_is_taken_over(hands: Hands, desk: Desk) -> None:
    query = hands.panel.session.full
    desk.search.answer = answer_with_reports(desk, query)
    hands.panel.submit()
    hands.settle()
    flipped = replace(desk.search.answer, asked=replace(query, fusion="borda"))
    desk.context.shared.show_results(flipped, "results")
    assert hands.panel.session.query.fusion == "borda"
    assert hands.panel.options.fusion.currentData() == "borda"


def test_the_card_weighs_switches_and_marks(hands: Hands, qtbot: QtBot) -> None:
    hands.press(KEYS.Key_Return, on=hands.chip(1))
    card = hands.panel.stages.card
    card.weight.setValue(card.weight.maximum())
    qtbot.mouseClick(card.must, Qt.MouseButton.LeftButton, pos=QPoint(8, card.must.height() // 2))
    qtbot.mouseClick(card.on, Qt.MouseButton.LeftButton, pos=QPoint(8, card.on.height() // 2))
    hands.settle()
    assert hands.asked.stages[0].parts[1] == Part(WordsAsk("exit"), 5.0, on=False, must=True)
    hands.press(KEYS.Key_Escape, on=card)
    assert not card.is_open
    assert hands.chip(1).hasFocus()
    hands.press(KEYS.Key_Return, on=hands.chip(1))
    card.remove.click()
    hands.settle()
    assert hands.words == ["dog", "cat"]
    assert not card.is_open


def test_a_new_search_is_empty_and_keeps_the_filters(hands: Hands) -> None:
    hands.panel.clear()
    hands.settle()
    assert hands.panel.session.query == Query()
    assert hands.panel.head.box.text() == ""
    assert hands.panel.stages.chips == []
    hands.undo()
    assert hands.words == ["dog", "“exit”", "cat"]


def test_what_has_the_keyboard_is_in_sight(hands: Hands, qtbot: QtBot) -> None:
    hands.add(*(Part(WordsAsk(f"a long line of words, number {n}")) for n in range(24)))
    bar = hands.panel.area_below.verticalScrollBar()
    assert bar.maximum() > 0
    hands.chip(0).setFocus()
    assert bar.value() == 0
    for _ in range(26):
        qtbot.keyClick(hands.panel.focusWidget(), KEYS.Key_Right)
    assert hands.chip(26).hasFocus()
    qtbot.waitUntil(lambda: bar.value() > 0)
    bar.setValue(0)
    hands.panel.stages.edit(Place(0, 26))
    qtbot.waitUntil(lambda: bar.value() > 0)
