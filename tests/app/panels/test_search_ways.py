"""Reading back, quick filters, history, saved searches, relocation, dictation, keys."""

import threading
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.context import Action
from app.panels.search import relocate
from app.panels.search.trail import MAX_RESULTS, QueryTrail
from app.services.types import (
    CanvasAsk,
    ConceptAsk,
    Example,
    ExampleAsk,
    Filter,
    Part,
    Query,
    SearchResults,
    TextAsk,
)
from app.widgets.key_sheet import KeySheet
from common.canvas import Canvas, ObjectShape, PictureShape, Region
from common.values import Hit
from tests.panel_support import Desk, make_desk
from tests.search_support import Hands, make_panel

KEYS = Qt.Key
ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def hands(desk: Desk, qtbot: QtBot) -> Hands:
    return make_panel(desk, qtbot)


def action(menu: QMenu, words: str) -> Any:
    menu.aboutToShow.emit()
    return next(one for one in menu.actions() if words in one.text().replace("&", ""))


# -- reading back


READ = (
    Part(TextAsk("two cats in a car")),
    Part(CanvasAsk(Canvas((ObjectShape("cat", least=2),)))),
    Part(ConceptAsk(("car",))),
)


def read(hands: Hands, text: str = "two cats in a car") -> list[Any]:
    hands.desk.search.reading = READ
    hands.panel.head.box.setText(text)
    action(hands.panel.head.more_menu, "Read the words back").trigger()
    hands.settle()
    return hands.panel.read_back.chips


def test_words_are_read_back_as_chips(hands: Hands) -> None:
    chips = read(hands)
    assert [chip.text() for chip in chips] == ["two cats in a car", "2 cat", "car"]
    assert hands.panel.stages.chips == []  # the query is as it was
    hands.panel.read_back.take.click()
    hands.settle()
    assert hands.asked.stages[0].parts == READ
    assert not hands.panel.read_back.is_on
    hands.undo()
    assert hands.panel.stages.chips == []


@pytest.mark.parametrize(
    ("key", "left"),
    [
        (KEYS.Key_M, Part(ConceptAsk(("car",)), must=True)),
        (KEYS.Key_Space, Part(ConceptAsk(("car",)), on=False)),
        (KEYS.Key_Plus, Part(ConceptAsk(("car",)), weight=1.5)),
        (KEYS.Key_Delete, None),
        (KEYS.Key_Return, Part(ConceptAsk(("car",)))),
    ],
)
def test_a_change_of_what_was_read_goes_into_the_query(
    hands: Hands, key: Qt.Key, left: Part | None
) -> None:
    hands.press(key, on=read(hands)[2])
    parts = hands.asked.stages[0].parts
    assert parts[:2] == READ[:2]
    assert parts[2:] == ((left,) if left is not None else ())
    assert hands.panel.stages.card.is_open == (key == KEYS.Key_Return)


def test_words_without_parts_say_so(hands: Hands) -> None:
    read(hands)
    hands.desk.search.reading = ()
    hands.panel.head.box.setText("")
    hands.search("dog")
    assert "words only" in hands.panel.read_back.title.text()
    assert not hands.panel.read_back.row.isVisible()
    hands.panel.read_back.close_button.click()
    assert hands.panel.read_back.isHidden()


# -- quick filters


def test_quick_filters_narrow_at_once(hands: Hands, desk: Desk, qtbot: QtBot) -> None:
    hands.search("dog")
    hands.panel.head.filters.click()
    hands.settle()
    card = hands.panel.filters.card
    assert card is not None
    kinds = {chip.text(): chip for chip in card.rows["kind"].chips}
    hands.press(KEYS.Key_Return, on=kinds["Photo"])
    assert desk.context.shared.filters == (Filter("kind", ("photo",)),)
    assert hands.asked.filters == (Filter("kind", ("photo",)),)
    chosen = [chip.text() for chip in card.rows["kind"].chips if chip.isChecked()]
    assert chosen == ["Photo"]
    card.ranges["aspect"].low.setValue(1.2)
    hands.settle()
    assert Filter("aspect", low=1.2) in desk.context.shared.filters
    card.ranges["aspect"].low.setValue(card.ranges["aspect"].low.minimum())
    hands.settle()
    assert desk.context.shared.filters == (Filter("kind", ("photo",)),)
    hands.press(KEYS.Key_Escape, on=card)
    assert card.isHidden()
    assert not hands.panel.head.filters.isChecked()


def test_the_brightness_of_a_region(hands: Hands, desk: Desk, qtbot: QtBot) -> None:
    hands.panel.head.filters.click()
    hands.settle()
    card = hands.panel.filters.card
    assert card is not None
    assert card.region is not None
    board = card.region.board
    qtbot.mouseClick(board, Qt.MouseButton.LeftButton, pos=QPoint(90, 50))  # the last ninth
    hands.settle()
    assert desk.context.shared.filters == ()  # any brightness yet
    card.region.dark.click()
    hands.settle()
    (one,) = desk.context.shared.filters
    assert one.key == "region_light"
    assert one.values == ("0.6667,0.6667,0.3333,0.3333:0-30",)
    hands.press(KEYS.Key_Home, on=board)
    card.region.low.setValue(10)
    hands.settle()
    assert desk.context.shared.filters[0].values == ("all:10-30",)
    hands.press(KEYS.Key_Down, Qt.KeyboardModifier.ShiftModifier, on=board)
    hands.press(KEYS.Key_Up, Qt.KeyboardModifier.ShiftModifier, on=board)
    hands.press(KEYS.Key_Down, on=board)
    assert desk.context.shared.filters[0].values == ("0,0.0833,1,0.9167:10-30",)
    hands.press(KEYS.Key_Delete, on=hands.panel.filters.chips.chips[0])
    assert not card.region.dark.isChecked()
    assert card.region.high.value() == 100


# -- history


def test_the_menu_calls_an_example_what_its_chip_calls_it(hands: Hands, desk: Desk) -> None:
    hands.add(Part(ExampleAsk(Example(item=desk.ids[0]))))
    hands.settle()
    (chip,) = hands.panel.stages.chips
    assert chip.name
    menu = hands.panel.head.history_menu
    assert action(menu, chip.name).isChecked()
    menu.aboutToShow.emit()
    assert not any("like item" in one.text() for one in menu.actions())


def test_the_menu_goes_back_and_names_counts(hands: Hands, desk: Desk) -> None:
    menu = hands.panel.head.history_menu
    assert not action(menu, "Nothing was asked").isEnabled()
    desk.search.answer = SearchResults("a", (Hit(desk.ids[0], 1.0),), 1, 1.0, asked=Query.of("one"))
    hands.search("one")
    hands.search("two")
    assert action(menu, "one").text() == "one\t1"
    assert action(menu, "two").isChecked()
    action(menu, "one").trigger()
    hands.settle()
    assert hands.asked == Query.of("one")
    action(menu, "Forward").trigger()
    hands.settle()
    assert hands.panel.head.box.text() == "two"
    hands.add(Part(ConceptAsk(("cat", "dog"))))
    hands.add(Part(TextAsk("sea")), stage=1)
    desk.context.shared.set_filters([Filter("kind", ("photo",))], "x")
    hands.settle()
    assert action(menu, "two · cat / dog → sea [Kind: Photo]").isChecked()


def test_what_changed_is_asked_of_the_results(hands: Hands, desk: Desk) -> None:
    shown: list[bool] = []
    menu = hands.panel.head.history_menu
    menu.aboutToShow.emit()
    assert not [one for one in menu.actions() if "changed" in one.text()]
    desk.context.actions.add(Action("results.changes", "Changes", lambda: shown.append(True)))
    action(menu, "What changed").trigger()
    assert shown == [True]


def test_searches_are_saved_found_renamed_and_deleted(
    hands: Hands, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = hands.panel.actions_of.history
    history.save()
    assert "first" in desk.posted[-1][1]
    desk.context.shared.set_filters([Filter("kind", ("photo",))], "x")
    hands.search("dog")
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_a, **_k: ("My dogs", True))
    hands.press(KEYS.Key_S, ALT_SHIFT, on=hands.panel.head.box)
    action(hands.panel.head.history_menu, "Save this search").trigger()
    assert history.names() == ["My dogs"]
    desk.context.shared.set_filters([], "x")
    hands.search("cat")
    action(hands.panel.head.history_menu, "My dogs").trigger()
    hands.settle()
    assert hands.asked == Query.of("dog", filters=(Filter("kind", ("photo",)),))

    action(hands.panel.head.history_menu, "Find an earlier").trigger()
    dialog = history.dialog
    assert dialog is not None
    assert dialog.lines[0] == "My dogs"
    dialog.box.setText("ca")
    assert dialog.lines == ["cat"]
    dialog.box.clear()
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("All dogs", True))
    hands.press(KEYS.Key_F2, on=dialog.list)
    assert dialog.lines[0] == "All dogs"
    hands.press(KEYS.Key_Delete, on=dialog.list)
    assert "All dogs" not in dialog.lines
    _level, text, undo, run = desk.posted[-1]
    assert ("deleted" in text, undo) == (True, "Undo")
    run()
    assert history.names() == ["All dogs"]
    dialog.show_saved(history.names())
    hands.press(KEYS.Key_Return, on=dialog.box)
    assert hands.asked.filters == (Filter("kind", ("photo",)),)


def test_a_read_only_library_saves_nothing(tmp_path: Any, qtbot: QtBot) -> None:
    desk = make_desk(tmp_path, read_only=True)
    try:
        hands = make_panel(desk, qtbot)
        hands.search("dog")
        save = action(hands.panel.head.history_menu, "Save this search")
        assert not save.isEnabled()
        assert "Read-only" in save.toolTip()
        hands.panel.actions_of.history.save("dog")
        assert desk.posted[-1][0] == "error"
    finally:
        desk.close()


def test_the_trail_keeps_few_lists_and_no_pixels() -> None:
    trail = QueryTrail()
    for number in range(MAX_RESULTS + 5):
        trail.add(Query.of(str(number)))
        trail.found(SearchResults(str(number)))
    kept = [one.results is not None for one in trail.entries]
    assert sum(kept) == MAX_RESULTS
    assert kept[-1]
    picture = Canvas((PictureShape(Region(0, 0, 1, 1), png=b"x"),))
    trail.add(Query.of(parts=[Part(CanvasAsk(picture))]))
    trail.add(Query.of(example=Example(png=b"x")))
    assert len(trail.to_json()) == MAX_RESULTS + 5
    again = QueryTrail()
    again.restore([*trail.to_json(), {"nonsense": 1}])
    assert len(again) == MAX_RESULTS + 5
    assert again.texts()[0] == str(MAX_RESULTS + 4)


# -- relocation, dictation


class FakeMap(QWidget):
    picked = Signal(int)
    closed = Signal()

    def __init__(self, context: Any) -> None:
        super().__init__()
        self.asked: list[Any] = []

    def ask_text(self, text: str) -> None:
        self.asked.append(text)

    def ask_results(self, results: Any) -> None:
        self.asked.append(results)

    def clear(self) -> None:
        """Nothing to clear."""


def test_a_picture_of_the_map_replaces_the_words(
    hands: Hands, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relocate, "RelocationMap", FakeMap)
    opener = hands.panel.actions_of.relocation
    opener.open()
    assert "words" in desk.posted[-1][1]
    hands.search("dog")
    hands.add(Part(ConceptAsk(("cat",))))
    action(hands.panel.head.more_menu, "Pictures near").trigger()
    shown: Any = opener.map
    assert shown.asked == ["dog"]
    shown.picked.emit(desk.ids[5])
    hands.settle()
    assert opener.map is None
    assert [part.what for part in hands.asked.stages[0].parts] == [
        ExampleAsk(Example(item=desk.ids[5])),
        ConceptAsk(("cat",)),
    ]
    assert hands.panel.head.box.text() == ""
    hands.undo()
    assert hands.panel.head.box.text() == "dog"
    hands.search("")
    hands.panel.clear()
    opener.open()
    shown = opener.map
    assert shown.asked == [desk.context.shared.results]
    opener.dialog.reject()  # type: ignore[union-attr]
    hands.settle()


def test_an_analyser_fills_the_box(hands: Hands, desk: Desk) -> None:
    button = hands.panel.head.dictate
    assert not button.isEnabled()
    assert "analyser" in button.toolTip()
    hands.panel.dictation.start()
    assert "analyser" in desk.posted[-1][1]
    go_on = threading.Event()

    def dictate(_seconds: float, context: Any) -> str:
        go_on.wait(5)
        context.step(10, 150)
        return " a red car "

    fake = SimpleNamespace(has=lambda _kind: True, dictate=dictate)
    desk.context.services.__dict__["analysers"] = fake
    hands.panel.dictation.look()
    hands.settle()
    assert button.isEnabled()
    button.click()
    assert hands.panel.dictation.is_listening
    assert "Listening" in hands.panel.head.box.placeholderText()
    go_on.set()
    hands.settle()
    assert hands.asked == Query.of("a red car")
    assert not button.isChecked()
    go_on.clear()
    button.click()
    button.click()  # ends it
    go_on.set()
    hands.settle()
    assert not hands.panel.dictation.is_listening
    assert len(desk.search.asked) == 1


def test_the_sheet_of_keys(hands: Hands, qtbot: QtBot) -> None:
    qtbot.keyClick(hands.panel, "?")
    (sheet,) = hands.panel.findChildren(KeySheet)
    assert any("F8" in keys for _what, keys in sheet.groups["The whole search"])
    sheet.close()


def test_keys_of_the_panel(hands: Hands, qtbot: QtBot) -> None:
    box = hands.panel.head.box
    hands.panel.activateWindow()
    hands.panel.setFocus()
    box.setFocus()
    qtbot.waitUntil(hands.panel.isActiveWindow)
    hands.press(KEYS.Key_N, ALT_SHIFT, on=box)
    assert len(hands.panel.stages.rows) == 2
    hands.press(KEYS.Key_O, ALT_SHIFT, on=box)
    assert not hands.panel.options.isHidden()
    hands.press(KEYS.Key_F, ALT_SHIFT, on=box)
    assert hands.panel.filters.card is not None
    hands.press(KEYS.Key_F8, on=box)
    assert hands.panel.session.query.fusion == "weighted"
