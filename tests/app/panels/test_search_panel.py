"""The search panel with a search service that answers at once."""

import threading

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QSlider,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from app.panels.search.pictures import example_from
from app.services.types import (
    ClipAsk,
    Example,
    ExampleAsk,
    Filter,
    Part,
    PartReport,
    Query,
    Stage,
    TextAsk,
    WordsAsk,
)
from app.widgets.grid_model import ITEMS_MIME, encode_items
from common.errors import QueryError
from common.values import Hit, ResultList
from tests.panel_support import Desk
from tests.search_support import Hands, answer_with_reports, make_panel


@pytest.fixture
def hands(desk: Desk, qtbot: QtBot) -> Hands:
    return make_panel(desk, qtbot)


def test_a_search_is_shown_and_published(hands: Hands, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.context.shared.results_changed) as published:
        hands.search("dog")
    assert published.args == [desk.search.answer, "search"]
    assert hands.asked == Query.of("dog")
    assert "6 hit" in hands.panel.outcome.count.text()
    assert "3 ms" in hands.panel.outcome.count.text()
    assert hands.panel.stages.chips == []  # one line of words needs no chips


def test_results_follow_typing_only_where_that_is_wanted(
    hands: Hands, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.keyClicks(hands.panel.head.box, "do")
    hands.settle()
    assert desk.search.asked == []
    menu = hands.panel.head.more_menu
    menu.aboutToShow.emit()
    live = next(action for action in menu.actions() if "typing" in action.text())
    live.trigger()
    assert desk.context.services.settings.search.live
    qtbot.keyClicks(hands.panel.head.box, "g")
    hands.settle()
    assert hands.asked == Query.of("dog")
    qtbot.keyClicks(hands.panel.head.box, "s")
    hands.settle()
    assert hands.asked == Query.of("dogs")


def test_filters_are_chips_that_can_be_removed(hands: Hands, desk: Desk) -> None:
    hands.search("dog")
    one, two = Filter("colour", ("red",)), Filter("kind", ("photo",))
    desk.context.shared.set_filters([one, two], "wall")
    hands.settle()
    assert hands.asked.filters == (one, two)
    chips = hands.panel.filters.chips.chips
    assert [chip.text() for chip in chips] == ["Colour: red", "Kind: Photo"]
    hands.press(Qt.Key.Key_Delete, on=chips[0])
    assert desk.context.shared.filters == (two,)
    assert hands.asked.filters == (two,)


def test_what_only_passes_the_filters_is_told_apart_and_goes_with_them(
    hands: Hands, desk: Desk
) -> None:
    shared = desk.context.shared
    shared.set_filters([Filter("kind", ("photo",))], "wall")
    hands.settle()
    assert shared.results.by_filters
    hands.search("dog")
    assert not shared.results.by_filters
    hands.search("")
    assert shared.results.by_filters
    shared.set_filters([], "wall")
    hands.settle()
    assert shared.results.hits == ()


def test_a_wrong_query_is_explained_beside_the_chip(hands: Hands, desk: Desk) -> None:
    desk.search.error = QueryError("Too vague.", hint="Say more.")
    hands.search("x")
    assert hands.panel.outcome.error_text.text() == "Too vague.\nSay more."
    assert not hands.panel.outcome.error.isHidden()
    assert desk.posted == []
    hands.search("")
    hands.add(Part(WordsAsk("exit")))
    assert "Too vague" in hands.chip().error
    assert "Too vague" in hands.chip().toolTip()
    hands.add(Part(WordsAsk("way")))
    assert [chip.error for chip in hands.panel.stages.chips] == ["", ""]  # about which?
    desk.search.error.place = (0, 1)
    hands.panel.submit()
    hands.settle()
    assert [bool(chip.error) for chip in hands.panel.stages.chips] == [False, True]
    desk.search.error = None
    hands.panel.submit()
    hands.settle()
    assert hands.chip(1).error == ""
    assert hands.panel.outcome.error.isHidden()


def test_a_part_that_finds_nothing_says_so_on_its_chip(hands: Hands, desk: Desk) -> None:
    query = Query(stages=(Stage((Part(TextAsk("dog")), Part(WordsAsk("exit")))),))
    desk.search.answer = answer_with_reports(
        desk, query, PartReport("text", 6, 1.0), PartReport("words", 0, 1.0, "No letters.", 0, 1)
    )
    hands.panel.ask(query)
    hands.settle()
    assert hands.chip(1).accessibleName().endswith("No letters.")
    assert "No letters" not in hands.chip(0).accessibleName()
    assert "· 0" in hands.chip(1)._words()
    hands.panel.stages.remove(hands.chip(0).place)  # what was said goes with the part
    hands.settle()
    assert "No letters" in hands.chip(0).accessibleName()


def test_back_and_forward(hands: Hands, qtbot: QtBot) -> None:
    for text in ("one", "two", "three"):
        hands.search(text)
    box = hands.panel.head.box
    hands.panel.activateWindow()
    hands.panel.head.back.click()
    hands.panel.head.back.click()
    hands.settle()
    assert box.text() == "one"
    assert not hands.panel.head.back.isEnabled()
    hands.panel.head.forward.click()
    hands.settle()
    assert hands.asked == Query.of("two")
    hands.search("four")
    assert not hands.panel.head.forward.isEnabled()


def test_dropped_pasted_and_chosen_pictures(hands: Hands, desk: Desk, qtbot: QtBot) -> None:
    path = desk.library.folder.parent / "media" / "photo 1.png"
    drop(hands, QUrl.fromLocalFile(str(path)))
    assert hands.asked.example() == Example(path=str(path))
    assert "photo 1.png" in hands.chip().text()

    image = QImage(900, 300, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    QGuiApplication.clipboard().setImage(image)
    hands.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier, on=hands.panel.head.box)
    what = hands.asked.stages[0].parts[-1].what
    assert isinstance(what, ExampleAsk)
    pixels = what.example.pixels()
    assert pixels is not None
    assert pixels.shape == (170, 512, 3)
    assert len(hands.panel.stages.chips) == 2

    desk.context.shared.select([desk.ids[4]])
    desk.context.actions.trigger("item.find-similar")
    hands.settle()
    assert hands.asked == Query.of(example=Example(item=desk.ids[4]))
    assert "Photo 4" in hands.chip().text()
    desk.context.shared.select([desk.ids[5]])
    desk.context.actions.trigger("item.add-to-query")
    hands.settle()
    assert len(hands.panel.stages.chips) == 2


def drop(hands: Hands, url: QUrl) -> None:
    data = QMimeData()
    data.setUrls([url])
    event = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    hands.panel.dropEvent(event)
    hands.settle()


def test_a_dropped_video_is_a_clip(hands: Hands, desk: Desk) -> None:
    path = desk.library.folder.parent / "media" / "clip.mp4"
    drop(hands, QUrl.fromLocalFile(str(path)))
    what = hands.asked.stages[0].parts[0].what
    assert what == ClipAsk(path=str(path))
    assert hands.panel.stages.card.is_open


def test_a_picture_on_the_network_is_refused(hands: Hands, desk: Desk) -> None:
    drop(hands, QUrl("https://example.org/a.jpg"))
    assert "network" in desk.posted[-1][1]
    assert desk.search.asked == []


def test_what_a_drop_may_hold() -> None:
    data = QMimeData()
    assert example_from(data) is None
    data.setUrls([QUrl("https://example.org/a.jpg")])
    assert example_from(data) is None
    data.setData(ITEMS_MIME, encode_items([7, 8]))
    assert example_from(data) == Example(item=7)


def test_f3_walks_the_shared_hits(hands: Hands, desk: Desk) -> None:
    hands.search("dog")
    shared = desk.context.shared
    assert hands.panel.step_hit(1)
    assert shared.current == desk.ids[0]
    assert hands.panel.step_hit(1)
    assert shared.current == desk.ids[1]
    assert hands.panel.step_hit(-1)
    assert hands.panel.step_hit(-1)
    assert shared.current == desk.ids[5]


def test_completions_and_earlier_words(hands: Hands, qtbot: QtBot) -> None:
    box = hands.panel.head.box
    hands.search("old one")
    box.clear()
    box.setFocus()
    qtbot.keyClicks(box, "li")
    qtbot.waitUntil(lambda: box.lines == ["lihouse   Concept · 3"])
    box.choose("lihouse")
    hands.settle()
    assert hands.asked == Query.of("lihouse")
    box.clear()
    hands.press(Qt.Key.Key_Down, on=box)
    assert box.lines == ["lihouse", "old one"]
    box.hide_suggestions()


def test_a_newer_search_replaces_and_esc_cancels(hands: Hands, desk: Desk, qtbot: QtBot) -> None:
    release = threading.Event()

    def slow(_query: Query, _context: object = None) -> ResultList:
        release.wait(5)
        return desk.search.answer

    desk.search.run = slow  # type: ignore[method-assign]
    panel = hands.panel
    panel.add_text("slow")
    panel.add_text("newer")
    job = panel.session._job
    assert job is not None
    with qtbot.waitSignal(job.cancelled):
        qtbot.keyClick(panel, Qt.Key.Key_Escape)
        release.set()
    hands.settle()
    assert desk.context.shared.results.hits == ()


def test_state_comes_back(hands: Hands, desk: Desk) -> None:
    hands.search("dog")
    hands.add(Part(WordsAsk("exit")))
    hands.panel.head.options.click()
    state = hands.panel.save_state()
    hands.panel.clear()
    hands.panel.head.options.click()
    hands.settle()
    hands.panel.restore_state(state)
    hands.settle()
    assert hands.panel.head.box.text() == "dog"
    assert hands.words == ["dog", "“exit”"]
    assert not hands.panel.options.isHidden()
    assert hands.asked.stages[0].parts[1] == Part(WordsAsk("exit"))
    hands.panel.restore_state({"query": {"nonsense": 1}, "trail": 5, "view": []})


def test_the_state_of_older_versions_comes_back(hands: Hands) -> None:
    old = {"text": "door", "mode": "fused", "then": [{"text": "street", "within_s": 20}]}
    hands.panel.restore_state({"query": old, "trail": [{"text": "a"}, {"bad": 1}, old]})
    hands.settle()
    assert hands.panel.head.box.text() == "door"
    assert hands.panel.stages.rows[1].box.text() == "street"
    assert hands.panel.stages.rows[1].seconds.value() == 20
    assert len(hands.panel.session.trail) == 2


def test_other_panels_queries(hands: Hands, desk: Desk) -> None:
    shared = desk.context.shared
    shared.query_requested.emit(Query.of("asked", filters=(Filter("kind", ("photo",)),)))
    hands.settle()
    assert hands.panel.head.box.text() == "asked"
    assert shared.filters == (Filter("kind", ("photo",)),)
    shared.show_results(ResultList("round", (Hit(desk.ids[2], 1.0),)), "feedback")
    assert hands.panel.head.box.text() == "asked"


def test_only_what_is_shown_is_ranked_anew(hands: Hands, desk: Desk) -> None:
    hands.panel.actions_of.toggle_rerank()
    assert "Nothing is shown" in desk.posted[-1][1]
    hands.search("dog")
    hands.panel.actions_of.toggle_rerank()
    hands.search("cat")
    assert hands.asked.among == tuple(desk.ids[:6])
    (chip,) = hands.panel.filters.chips.chips
    assert "6" in chip.text()
    hands.press(Qt.Key.Key_Delete, on=chip)
    assert hands.asked.among is None
    assert not hands.panel.filters.ranks_shown


def test_the_options_reach_the_query(hands: Hands) -> None:
    options = hands.panel.options
    options.mode.setCurrentIndex(options.mode.findData("concept"))
    options.mode.activated.emit(options.mode.currentIndex())
    hands.search("dog")
    assert hands.asked == Query.of("dog", "concept")
    options.balance.slider.setValue(75)
    hands.settle()
    assert hands.asked.stages[0].parts[0].what == TextAsk("dog", "concept", 0.75)
    hands.press(Qt.Key.Key_F8, on=hands.panel.head.box)
    hands.panel.options.next_rule()
    hands.settle()
    assert hands.asked.fusion != "auto"
    assert options.fusion.currentData() == hands.asked.fusion


@pytest.mark.parametrize("width", [280, 420, 900])
def test_every_control_has_a_name_and_room(desk: Desk, qtbot: QtBot, width: int) -> None:
    hands = make_panel(desk, qtbot, width=width)
    hands.search("dog")
    hands.add(Part(WordsAsk("exit")))
    hands.panel.stages.add_stage()
    hands.panel.head.filters.click()
    hands.panel.head.options.click()
    hands.settle()
    for kind in (QAbstractButton, QComboBox, QLineEdit, QSlider, QAbstractSpinBox):
        for control in hands.panel.findChildren(kind):
            inner = isinstance(control.parent(), QAbstractSpinBox | QLineEdit | QComboBox)
            if control.objectName().startswith("qt_") or inner:
                continue
            assert control.accessibleName() or control.text(), control
            if isinstance(control, QToolButton):
                assert control.toolTip(), control
    area = hands.panel.area_below
    assert hands.panel.width() == width
    assert area.widget().width() <= area.viewport().width()


def test_steps_and_words_without_an_end_fit_into_a_narrow_panel(desk: Desk, qtbot: QtBot) -> None:
    word = "c" * 300
    desk.search.answer = ResultList(word, (), 0, notes=(f"Nothing matches “{word}”.",))
    hands = make_panel(desk, qtbot, width=250)
    hands.search("dog")
    hands.panel.stages.add_stage()
    hands.settle()
    area = hands.panel.area_below
    assert area.widget().width() <= area.viewport().width()
