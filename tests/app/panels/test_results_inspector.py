"""Inspector of the results, fusion by another rule, words that stand out, what changed."""

import threading
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QToolButton
from pytestqt.qtbot import QtBot

from app.context import Action
from app.panels.results import ResultsPanel, inspector_work, playing
from app.panels.results.changes import ChangesView
from app.panels.results.grid import GridView
from app.panels.results.inspector_parts import rounded
from app.panels.results.view import Shown
from app.panels.results.words import WordStrip
from app.services.result_words import Common, ResultWords
from app.services.search import SearchService
from app.services.types import (
    CanvasAsk,
    ConceptAsk,
    Evidence,
    ExampleAsk,
    Filter,
    MarkedBox,
    Query,
    SearchResults,
    TextAsk,
    WordsAsk,
)
from app.widgets.playback import FramePlayback
from common.jobs import JobContext
from common.values import Hit, ItemKind, MediaFacts, ResultList
from indexers.catalogue import NewItem
from tests.inspector_support import KEY, items_of, press, show
from tests.panel_support import Desk


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> ResultsPanel:
    real = SearchService(desk.library, lambda: None, desk.context.services.settings)
    desk.context.services.__dict__["search"] = real
    made = ResultsPanel(desk.context)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    desk.settle(qtbot, made)
    return made


def evidence_of(_item: int) -> Evidence:
    return Evidence(
        (MarkedBox("cat", 0.1, 0.1, 0.5, 0.5, 0.9, "object"),),
        ("a *cat* <sits>",),
        (("animal", 0.7),),
    )


def found(desk: Desk, text: str = "cat") -> SearchResults:
    hits = tuple(
        Hit(item, 0.9 - n / 10, {"text": 0.5, "concept": 0.4 - n / 10}, why="title: *cat*")
        for n, item in enumerate(desk.ids[:4])
    )
    return SearchResults(text, hits, 4, 2.0, asked=Query.of(text), evidence_of=evidence_of)


# -- inspector


def test_the_inspector_shows_what_matched_and_a_score_that_adds_up(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    show(panel, desk, qtbot, found(desk))
    panel.focus_main()
    press(panel, desk, qtbot, KEY.Key_Return)
    inspector = panel.inspector
    assert inspector.item == desk.ids[0]
    assert inspector.heading.text() == "Photo 0"
    assert "rank 1" in inspector.facts.text()
    assert not inspector.canvas.image.isNull()
    assert inspector.canvas.accessibleDescription() == "Matched: cat"
    assert "a <b>cat</b> &lt;sits&gt;" in inspector.why.text()
    assert inspector.score.adds_up
    assert [number for _, number in inspector.score.lines()] == ["0.500", "0.400", "0.900"]
    press(panel, desk, qtbot, KEY.Key_Right)
    assert inspector.item == desk.ids[1]
    assert "rank 2" in inspector.facts.text()


def test_buttons_of_actions_that_cannot_be_used_say_so(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    run: list[bool] = []
    desk.context.actions.add(
        Action("item.submit", "Submit", lambda: run.append(True), is_enabled=lambda: bool(run))
    )
    show(panel, desk, qtbot, found(desk))
    panel.focus_main()
    press(panel, desk, qtbot, KEY.Key_I)
    submit, exclude = (
        panel.inspector.findChild(QToolButton, name) for name in ("item.submit", "item.exclude")
    )
    assert not submit.isEnabled()
    run.append(True)
    press(panel, desk, qtbot, KEY.Key_Right)
    assert submit.isEnabled()
    qtbot.mouseClick(exclude, Qt.MouseButton.LeftButton)
    desk.settle(qtbot, panel)
    assert items_of(panel) == [desk.ids[0], *desk.ids[2:4]]


def test_parts_that_do_not_add_up_are_not_called_a_sum(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    hit = Hit(desk.ids[0], 0.8, {"margin": 2.5, "nearest": 0.3})
    show(panel, desk, qtbot, ResultList("feedback", (hit,), 1))
    panel.focus_main()
    press(panel, desk, qtbot, KEY.Key_I)
    assert not panel.inspector.score.adds_up
    assert panel.inspector.score.lines()[-1] == ("score", "0.800")


def test_a_concept_in_the_inspector_joins_the_query(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    show(panel, desk, qtbot, found(desk))
    panel.focus_main()
    press(panel, desk, qtbot, KEY.Key_I)
    asked: list[Query] = []
    desk.context.shared.query_requested.connect(asked.append)
    (chip,) = panel.inspector.concepts.chips
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert [part.what for part in asked[0].parts()] == [TextAsk("cat"), ConceptAsk(("animal",))]


def test_a_shot_shows_the_shots_of_its_video_and_plays_at_the_hit(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playing, "make_playback", FramePlayback)
    shot = desk.shots[1]
    show(panel, desk, qtbot, ResultList("x", (Hit(shot, 1.0, start_s=2.0),), 1))
    panel.focus_main()
    press(panel, desk, qtbot, KEY.Key_I)
    inspector = panel.inspector
    assert [hit.item for hit in inspector.shots.hits] == desk.shots
    assert "2 of 2" in inspector.shots_title.text()
    press(panel, desk, qtbot, KEY.Key_Comma)
    assert desk.context.shared.current == desk.shots[0]
    assert "not in this list" in inspector.facts.text()
    press(panel, desk, qtbot, KEY.Key_Period)
    assert inspector.buttons.play.isEnabled()
    frames: list[object] = []
    inspector.player.frame_ready.connect(frames.append)
    press_play = inspector.buttons.play
    qtbot.mouseClick(press_play, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(frames) > 1, timeout=10_000)
    assert inspector.player.position_s >= 1.9
    assert inspector.player.is_playing
    panel.toggle_inspector()
    assert not inspector.player.is_playing


def test_more_like_this_asks_by_the_feature_chosen(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    show(panel, desk, qtbot, found(desk))
    panel.focus_main()
    asked: list[Query] = []
    desk.context.shared.query_requested.connect(asked.append)
    press(panel, desk, qtbot, KEY.Key_L)
    menu = panel.inspector.buttons.more_like
    assert menu.isVisible()
    qtbot.keyClick(menu, KEY.Key_T)
    (part,) = asked[0].parts()
    assert isinstance(part.what, ExampleAsk)
    assert (part.what.example.item, part.what.feature) == (desk.ids[0], "texture")
    assert {"item.more-like", "item.more-like-motion"} <= {
        action.name for action in desk.context.actions.all()
    }


def test_hits_are_placed_on_the_canvas_of_the_query_that_found_them(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    show(panel, desk, qtbot, found(desk))
    asked: list[Query] = []
    desk.context.shared.query_requested.connect(asked.append)
    desk.context.shared.select([desk.ids[2]], "test")
    panel.items.place_on_canvas()
    text, canvas = (part.what for part in asked[-1].parts())
    assert text == TextAsk("cat")
    assert isinstance(canvas, CanvasAsk)
    assert [shape.item for shape in canvas.canvas.shapes] == [desk.ids[2]]
    show(panel, desk, qtbot, SearchResults("x", found(desk).hits, 4, asked=asked[-1]))
    desk.context.shared.select([desk.ids[3]], "test")
    panel.items.place_on_canvas()
    (_, both) = (part.what for part in asked[-1].parts())
    assert isinstance(both, CanvasAsk)
    assert [shape.item for shape in both.canvas.shapes] == desk.ids[2:4]


def test_the_mouse_over_a_picture_shows_what_matched(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    show(panel, desk, qtbot, found(desk))
    view = panel.stack.front
    assert isinstance(view, GridView)
    view.evidence.look_up(desk.ids[0])
    desk.settle(qtbot, panel)
    assert view.evidence.known(desk.ids[0]) == evidence_of(0)
    plain, marked = (_drawn(view, hovered=on) for on in (False, True))
    assert plain != marked
    show(panel, desk, qtbot, found(desk, "dog"))
    assert view.evidence.known(desk.ids[0]) is None


def _drawn(view: GridView, *, hovered: bool) -> QImage:
    """Draw the first cell alone, as with or without the mouse over it."""
    grid = view.grid
    option = QStyleOptionViewItem()
    grid.initViewItemOption(option)
    option.rect = grid.visualRect(grid.hits.index(0))
    option.state = QStyle.StateFlag.State_Enabled
    if hovered:
        option.state |= QStyle.StateFlag.State_MouseOver
    image = QImage(grid.size(), QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    grid.cells.paint(painter, option, grid.hits.index(0))
    painter.end()
    where = option.rect  # inside the box of what matched, away from the ground that is lit up
    return image.copy(where.center().x() - 40, where.top() + 20, 60, 60)


# -- fusion


# -- words and changes


class FakeWords:
    """Says that the same things stand out of everything."""

    def explain(self, items: tuple[int, ...], limit: int = 20) -> ResultWords:
        return ResultWords(
            len(items),
            (Common("concept", "beach", 3, 4.2, 9.0),),
            (Common("colour", "red", 2, 2.0, 5.0),),
            (Common("word", "sail", 2, 12.3, 4.0),),
        )


def test_words_that_stand_out_lead_into_the_query_or_a_filter(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.context.services.__dict__["result_words"] = FakeWords()
    show(panel, desk, qtbot, found(desk))
    press(panel, desk, qtbot, KEY.Key_W)
    chips = [chip for _, strip in panel.words.rows.values() for chip in strip.chips]
    assert [chip.text() for chip in chips] == [
        "beach  3 · ×4.2",
        "Colour: red  2 · ×2.0",
        "sail  2 · ×12",
    ]
    asked: list[Query] = []
    desk.context.shared.query_requested.connect(asked.append)
    qtbot.mouseClick(chips[0], Qt.MouseButton.LeftButton)
    assert [part.what for part in asked[-1].parts()] == [TextAsk("cat"), ConceptAsk(("beach",))]
    panel.words.use("colour", "red", narrow=True)
    assert desk.context.shared.filters == (Filter("colour", ("red",)),)
    panel.words.use("word", "sail", narrow=True)
    last = asked[-1].parts()[-1]
    assert (last.what, last.must) == (WordsAsk("sail"), True)
    press(panel, desk, qtbot, KEY.Key_W)
    assert not panel.words.isVisible()


def test_words_left_while_they_were_counted_or_that_failed_are_counted_again(
    desk: Desk, qtbot: QtBot
) -> None:
    first, second = found(desk), SearchResults("dog", (Hit(desk.ids[7], 0.9),), 1)
    can_answer = threading.Event()
    counts: list[int] = []

    class SlowWords(FakeWords):
        def explain(self, items: tuple[int, ...], limit: int = 20) -> ResultWords:
            counts.append(len(items))
            can_answer.wait(10)
            if len(counts) == 3:
                raise OSError("the disk is away")
            return super().explain(items, limit)

    desk.context.services.__dict__["result_words"] = SlowWords()
    words = WordStrip(desk.context)
    qtbot.addWidget(words)
    words.take(Shown(first, first.hits))
    words.show()
    words.hide()
    words.take(Shown(second, second.hits))
    can_answer.set()
    desk.settle(qtbot)
    words.take(Shown(first, first.hits))
    words.show()
    desk.settle(qtbot)
    assert counts == [4, 4]
    assert words.rows["concepts"][1].chips
    words.take(Shown(second, second.hits))
    desk.settle(qtbot)
    assert counts == [4, 4, 1]
    assert not any(strip.chips for _, strip in words.rows.values())  # none of another list
    words.hide()
    words.show()
    desk.settle(qtbot)
    assert counts == [4, 4, 1, 1]
    assert words.rows["concepts"][1].chips


def test_what_changed_shows_new_risen_fallen_and_gone(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    first, second = found(desk), found(desk, "dog")
    hits = second.hits
    shown = (hits[2], hits[0], Hit(desk.ids[8], 0.1))
    show(panel, desk, qtbot, first)
    show(panel, desk, qtbot, SearchResults("dog", shown, 3, asked=Query.of("dog")))
    press(panel, desk, qtbot, KEY.Key_C)
    view = panel.stack.front
    assert isinstance(view, ChangesView)
    assert {name: grid.hits.items() for name, grid in view.grids.items()} == {
        "new": [desk.ids[8]],
        "risen": [desk.ids[2]],
        "fallen": [desk.ids[0]],
        "gone": [desk.ids[1], desk.ids[3]],
    }
    assert view.titles["gone"].text() == "Gone: 2"
    assert "dog" in view.said.text()
    assert view.choice.currentText() == "against 1: cat"


@pytest.mark.parametrize("name", ["changes", "grid"])
def test_views_stand_empty_lists(panel: ResultsPanel, desk: Desk, qtbot: QtBot, name: str) -> None:
    show(panel, desk, qtbot, found(desk))
    panel.choose_view(name)
    show(panel, desk, qtbot, ResultList(""))
    assert panel.pages.currentWidget() is panel.empty
    show(panel, desk, qtbot, found(desk))
    assert panel.pages.currentWidget() is panel.stack


def test_inspector_and_a_tried_rule_fit_into_a_low_window(panel: ResultsPanel) -> None:
    panel.inspector.show()
    assert panel.inspector.minimumSizeHint().height() <= 372


def test_numbers_as_shown_add_up() -> None:
    parts = [0.0847, 0.1134, 0.0884, 0.1104, 0.2674]
    shown = rounded(parts, sum(parts))
    assert round(sum(shown), 3) == round(sum(parts), 3) == 0.664
    assert all(abs(one - part) <= 1e-3 for one, part in zip(shown, parts, strict=True))
    assert rounded([-0.2, 0.5], 0.3) == [-0.2, 0.5]
    assert rounded([0.1], 0.9) == [0.1]  # no sum: as it is


def test_the_time_of_capture_is_that_of_the_place(desk: Desk) -> None:
    taken = datetime(2008, 10, 22, 14, 43)  # noqa: DTZ001 - UTC, naive
    facts = MediaFacts(taken_at=taken, offset_min=120)
    (item,) = desk.library.catalogue.add_batch(
        [NewItem("arezzo", ItemKind.PHOTO, "Arezzo", facts=facts)]
    )
    seen = inspector_work.read(desk.context.services, ResultList(()), item, None, JobContext())
    assert seen.when == "2008-10-22 16:43"  # as the details say it
