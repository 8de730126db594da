"""The search panel with the search service itself, on a small library of real files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.types import (
    BoxesAsk,
    CanvasAsk,
    ClipAsk,
    ConceptAsk,
    Example,
    ExampleAsk,
    Filter,
    Part,
    Query,
    SearchResults,
    Stage,
    TagsAsk,
    TextAsk,
    What,
    WordsAsk,
)
from common.canvas import Canvas, ColourShape, ObjectShape, Region
from common.values import ResultList
from tests.panel_support import Desk, make_desk
from tests.search_support import Hands, make_panel

CATS = Canvas((ObjectShape("cat", Region(0.1, 0.1, 0.5, 0.5)),))


@pytest.fixture
def real(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    desk = make_desk(tmp_path)
    fake = desk.search
    del desk.context.services.__dict__["search"]
    desk.search = fake
    yield desk
    desk.close()


@pytest.fixture
def hands(real: Desk, qtbot: QtBot) -> Hands:
    return make_panel(real, qtbot)


def found(hands: Hands) -> list[int]:
    return [hit.item for hit in hands.desk.context.shared.results.hits]


def test_words_are_found(hands: Hands, real: Desk) -> None:
    hands.search("city")
    assert found(hands)[0] == real.film
    assert isinstance(real.context.shared.results, SearchResults)
    hands.search("nonsenseword")
    assert found(hands) == []
    assert hands.panel.outcome.notes.text()


def test_every_kind_of_part_is_answered(hands: Hands, real: Desk) -> None:
    sky = Canvas((ColourShape(Region(0, 0, 0.5, 0.5), (250, 250, 250)),))
    kinds: tuple[What, ...] = (
        TextAsk("city"),
        WordsAsk('"good morning"'),
        BoxesAsk(subject="city"),
        ExampleAsk(Example(item=real.ids[2])),
        CanvasAsk(CATS),
        CanvasAsk(sky),
        TagsAsk(("genre=Drama",)),
    )
    for what in kinds:
        hands.panel.ask(Query(stages=(Stage((Part(what),)),)))
        hands.settle()
        assert hands.panel.outcome.error.isHidden(), (what, hands.panel.outcome.error_text.text())
        assert found(hands), what
        (chip,) = hands.panel.stages.chips or (None,)
        if chip is not None:
            assert chip.error == ""
            assert chip._matches == len(found(hands))


def test_a_clip_without_keyframes_says_so_on_its_chip(hands: Hands, real: Desk) -> None:
    parts = (Part(ClipAsk(item=real.film)), Part(TextAsk("city")))
    hands.panel.ask(Query(stages=(Stage(parts),)))
    hands.settle()
    assert not hands.panel.outcome.error.isHidden()
    assert [bool(chip.error) for chip in hands.panel.stages.chips] == [True, False]


def test_must_and_weights_change_the_list(hands: Hands, real: Desk) -> None:
    parts = (Part(TextAsk("city")), Part(CanvasAsk(CATS)))
    hands.panel.ask(Query(stages=(Stage(parts),)))
    hands.settle()
    before = real.context.shared.results
    assert real.film in found(hands)
    assert len(before.hits) > 2
    hands.press(Qt.Key.Key_Minus, on=hands.chip(0))
    after = real.context.shared.results
    assert [hit.score for hit in after.hits] != [hit.score for hit in before.hits]
    assert sorted(found(hands)) == sorted(hit.item for hit in before.hits)
    hands.press(Qt.Key.Key_M, on=hands.chip(0))
    assert found(hands) == [real.film]


def test_ranking_anew_keeps_to_what_is_shown(hands: Hands, real: Desk) -> None:
    real.context.shared.set_filters([Filter("colour", ("red",))], "x")
    red = [Filter("colour", ("red",))]
    hands.panel.ask(Query.of(parts=[Part(CanvasAsk(CATS))], filters=red))
    hands.settle()
    shown = set(found(hands))
    hands.panel.actions_of.toggle_rerank()
    hands.panel.filters.set_filters([])
    hands.settle()
    assert set(found(hands)) == shown
    assert len(shown) == 6
    hands.add(Part(TextAsk("city")))
    assert set(found(hands)) == shown
    hands.panel.filters.search_all()
    hands.settle()
    assert set(found(hands)) > shown | {real.film}


def test_words_are_read_back_by_the_service(hands: Hands, real: Desk) -> None:
    hands.panel.head.box.setText('two cats "good morning"')
    hands.panel.read_back.set_on(on=True)
    hands.settle()
    kinds = {type(chip.part.what) for chip in hands.panel.read_back.chips}
    assert WordsAsk in kinds
    hands.panel.read_back.adopt()
    hands.settle()
    asked = hands.panel.session.query.stages[0].parts
    assert '"good morning"' in [getattr(part.what, "text", "") for part in asked]


def test_a_saved_search_comes_back_as_it_was(hands: Hands, real: Desk) -> None:
    query = Query(
        stages=(
            Stage((Part(TextAsk("metropolis"), 2.0), Part(ConceptAsk(("cat",)), on=False))),
            Stage((Part(WordsAsk("morning")),), 30.0),
        ),
        in_order=False,
    )
    hands.panel.ask(query)
    hands.settle()
    hands.panel.actions_of.history.save("Mine")
    hands.panel.clear()
    hands.settle()
    hands.panel.actions_of.history.run("Mine")
    hands.settle()
    assert hands.panel.session.query == query
    assert isinstance(real.context.shared.results, ResultList)
