"""The query of the lifelog panel: its graph, chips, tabs, options and filters."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog
from pytestqt.qtbot import QtBot

from app.panels.lifelog.panel import LifelogPanel
from app.services.types import Filter
from app.widgets.scene_graph.scene import NODE
from common.scenes import Condition, EdgeSource, LifelogQuery, Need, QueryPart
from tests.lifelog_panel_support import SENTENCE, ask, shown
from tests.lifelog_support import Lifelog, make_library, make_lifelog


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    make_library(folder)[0].close()
    return folder


@pytest.fixture
def life(template: Path, tmp_path: Path, qapp: QApplication) -> Iterator[Lifelog]:
    made = make_lifelog(tmp_path, made=template)
    yield made
    made.close()


@pytest.fixture
def panel(life: Lifelog, qtbot: QtBot) -> LifelogPanel:
    made = LifelogPanel(life.context)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    life.settle(qtbot, made)
    return made


def test_the_next_hit_goes_round(panel: LifelogPanel, life: Lifelog, qtbot: QtBot) -> None:
    assert not panel.step_hit(1)
    ask(panel, life, qtbot, SENTENCE)
    items = shown(panel)

    assert panel.step_hit(-1)
    assert life.context.shared.current == items[-1]
    assert panel.step_hit(1)
    assert life.context.shared.current == items[0]


def test_the_graph_and_the_lines_edit_the_one_query(
    panel: LifelogPanel, life: Lifelog, qtbot: QtBot
) -> None:
    ask(panel, life, qtbot, "a dog")
    assert {"walk", "sofa"} >= {life_name(life, item) for item in shown(panel)[:8]}

    graph = panel.editor.graph
    graph.setFocus()
    QTest.keyClick(graph, Qt.Key.Key_N)
    QTest.keyClicks(graph._box, "tree")
    QTest.keyClick(graph._box, Qt.Key.Key_Return)
    QTest.keyClick(graph, Qt.Key.Key_M)
    life.settle(qtbot, panel)
    assert {life_name(life, item) for item in shown(panel)} == {"walk"}

    panel.editor.rows_button.setChecked(True)
    need = panel.editor.rows.cells[1][0]
    need.setCurrentIndex(need.findData(Need.NOT))
    need.activated.emit(need.currentIndex())
    life.settle(qtbot, panel)
    assert "walk" not in {life_name(life, item) for item in shown(panel)}
    assert graph.part.nodes[1].need is Need.NOT


def life_name(life: Lifelog, item: int) -> str:
    return life.library.catalogue.items([item])[0].title.rpartition("_")[2]


def test_changes_of_the_query_are_told_to_the_history_and_brought_back(
    panel: LifelogPanel, life: Lifelog, qtbot: QtBot
) -> None:
    told: list[tuple[object, object, str]] = []
    life.context.shared.view_changed.connect(
        lambda _name, before, after, title, _gesture: told.append((before, after, title))
    )
    ask(panel, life, qtbot, "a dog")
    panel.editor.graph._choose((NODE, 0))
    panel.editor.graph.remove()
    life.settle(qtbot, panel)
    assert [title for _, _, title in told] == ["Ask “a dog”", "Remove object"]

    life.context.shared.view_requested.emit("lifelog.query", told[1][0])
    life.settle(qtbot, panel)
    assert [node.label for node in panel.query.parts[0].nodes] == ["dog"]
    assert len(told) == 2  # bringing back is no change
    life.context.shared.view_requested.emit("lifelog.query", told[0][0])
    life.settle(qtbot, panel)
    assert panel.query == LifelogQuery()


def test_a_chip_removes_its_condition(panel: LifelogPanel, life: Lifelog, qtbot: QtBot) -> None:
    ask(panel, life, qtbot, SENTENCE)
    chip = panel.conditions.chips[0]
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    life.settle(qtbot, panel)

    assert not panel.query.parts[0].time
    assert len(shown(panel)) > 3
    assert not panel.conditions.chips


def test_a_condition_is_changed_and_added_in_words(
    panel: LifelogPanel, life: Lifelog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(panel, life, qtbot, SENTENCE)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("on saturday", True))
    panel.conditions.ask_for(0, panel.query.parts[0].time[0])
    life.settle(qtbot, panel)
    assert [window.weekdays for window in panel.query.parts[0].time] == [(5,)]
    assert shown(panel)[0] == life.of("meeting")[2]

    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("gibberish", True))
    panel.conditions.ask_for_more()
    life.settle(qtbot, panel)
    assert "gibberish" in str(life.posted[-1])


def test_a_place_can_be_weighed(panel: LifelogPanel, life: Lifelog, qtbot: QtBot) -> None:
    part = QueryPart(places=(Condition("Office"),))
    panel.session.take(LifelogQuery("", (part,)), "test")
    life.settle(qtbot, panel)
    assert len(shown(panel)) == 6

    menu = panel.conditions.menu(0, part.places[0])
    next(a for a in menu.actions() if a.text() == "must not hold").trigger()
    life.settle(qtbot, panel)
    assert len(shown(panel)) == 18
    assert panel.conditions.chips[0].text() == "◎ ¬ Office"


def test_nothing_found_offers_what_to_drop(
    panel: LifelogPanel, life: Lifelog, qtbot: QtBot
) -> None:
    ask(panel, life, qtbot, "a dog on sunday")
    empty = panel.results.empty
    assert empty.text.count("No moment matches") == 1  # the title says it
    assert [button.text()[:-1] for button in empty.buttons] == ["Without “on sunday”: 2"]

    empty.buttons[0].click()
    life.settle(qtbot, panel)
    assert len(shown(panel)) > 20
    assert not panel.query.parts[0].time


def test_where_no_single_condition_is_to_blame_all_can_be_dropped(
    panel: LifelogPanel, life: Lifelog, qtbot: QtBot
) -> None:
    ask(panel, life, qtbot, "a dog on sunday in Paris")
    assert [chip.text() for chip in panel.conditions.chips] == ["◷ on sunday · 0", "◎ Paris · 0"]
    (button,) = panel.results.empty.buttons
    assert button.text().startswith("Without “on sunday, Paris”: 2")

    button.click()
    life.settle(qtbot, panel)
    assert shown(panel)


def test_unknown_words_are_shown_and_can_be_taken_out(
    panel: LifelogPanel, life: Lifelog, qtbot: QtBot
) -> None:
    ask(panel, life, qtbot, "a frobnitz on the table")
    assert "? frobnitz" in [chip.text() for chip in panel.conditions.chips]
    assert "frobnitz" in panel.results.notes.text()

    panel.conditions.chips[-1].removed.emit()
    life.settle(qtbot, panel)
    assert [node.label for node in panel.query.parts[0].nodes] == ["table"]


def test_several_sentences_have_tabs_order_and_time(
    panel: LifelogPanel, life: Lifelog, qtbot: QtBot
) -> None:
    ask(panel, life, qtbot, "A hand holding a steering wheel. A man looking at a laptop.")
    editor = panel.editor
    assert editor.tabs.count() == 2
    assert editor.within.isVisible()
    found = panel.session.query
    assert len(found.parts) == 2

    editor.ordered.setChecked(True)
    editor.within.setValue(60)
    life.settle(qtbot, panel)
    assert panel.query.ordered
    assert panel.query.within_s == 3600
    best = panel.moment._results
    assert best is not None
    moment = best.matches[shown(panel)[0]].moment
    assert [life_name(life, item) for item in moment] == ["car", "meeting"]
    panel.results.grid.select_row(0)
    life.settle(qtbot, panel)
    entries = panel.inspector.list
    other = next(item for item in moment if item != shown(panel)[0])
    entries.itemActivated.emit(entries.item(entries.count() - 1))
    assert life.context.shared.current == other

    editor.tabs.setCurrentIndex(1)
    editor.remove_part()
    life.settle(qtbot, panel)
    assert len(panel.query.parts) == 1
    editor.add_button.click()
    assert editor.tabs.count() == 2


def test_options_count_at_once_and_the_tuned_weights_are_shown(
    panel: LifelogPanel, life: Lifelog, qtbot: QtBot
) -> None:
    ask(panel, life, qtbot, "a cup on a table")
    form = panel.head.form
    assert "tuned" in form.alpha_text.text()

    form.ranker.setCurrentIndex(form.ranker.findData("graph"))
    form.ranker.activated.emit(form.ranker.currentIndex())
    form.beta.setValue(0)
    life.settle(qtbot, panel)
    hit = panel.results.grid.hits.hits[0]
    assert (panel.session.options.alpha, panel.session.options.beta) == (None, 0.0)
    alpha = panel.context.services.lifelog.tuned()[0]
    assert hit.score == pytest.approx(alpha * hit.parts["objects"])
    assert not form.fusion.isEnabled()
    form.reset.click()
    assert panel.session.options.beta is None


def test_a_hidden_source_is_neither_drawn_nor_counted(
    panel: LifelogPanel, life: Lifelog, qtbot: QtBot
) -> None:
    ask(panel, life, qtbot, SENTENCE)
    panel.inspector.boxes[EdgeSource.IMPORTED].click()
    life.settle(qtbot, panel)

    assert panel.session.options.hidden == {EdgeSource.IMPORTED}
    match = panel.moment._results
    assert match is not None
    assert all(
        edge.source is not EdgeSource.IMPORTED
        for one in match.matches.values()
        for edge in one.edges
    )


def test_a_box_of_the_picture_becomes_an_object(
    panel: LifelogPanel, life: Lifelog, qtbot: QtBot
) -> None:
    ask(panel, life, qtbot, SENTENCE)
    panel.results.grid.select_row(0)
    life.settle(qtbot, panel)
    entries = panel.inspector.list
    laptop = next(
        entries.item(row) for row in range(entries.count())
        if entries.item(row).text().startswith("laptop")
    )  # fmt: skip
    entries.itemActivated.emit(laptop)
    life.settle(qtbot, panel)

    node = panel.query.parts[0].nodes[-1]
    assert node.labels == ("laptop",)
    assert node.example is not None
    assert node.example[0] == life.of("meeting")[1]


def test_similar_moments_and_more_of_a_place_are_offered_for_items(
    panel: LifelogPanel, life: Lifelog, qtbot: QtBot
) -> None:
    names = [action.name for action in life.context.actions.for_items()]
    assert {"item.similar-moments", "item.more-of-place", "item.more-of-time"} <= set(names)
    life.context.shared.select([life.of("breakfast")[0]])
    life.context.actions.trigger("item.similar-moments")
    life.settle(qtbot, panel)
    assert set(shown(panel)[:2]) == set(life.of("breakfast")[1:])
    assert life.context.shared.results.hits[0].item == shown(panel)[0]

    life.context.shared.select([life.of("car")[0]])
    life.context.actions.trigger("item.more-of-place")
    life.settle(qtbot, panel)
    assert "where this item was taken" in str(life.posted[-1])


def test_shared_filters_narrow_the_moments(
    panel: LifelogPanel, life: Lifelog, qtbot: QtBot
) -> None:
    ask(panel, life, qtbot, "a table")
    panel.head.values_wanted.emit("place")
    life.settle(qtbot, panel)
    menu = panel.head.facets.findChild(type(panel.head.facets), "place")
    next(a for a in menu.actions() if a.text().startswith("Home")).trigger()
    life.settle(qtbot, panel)

    assert life.context.shared.filters == (Filter("place", ("Home",)),)
    assert {life_name(life, item) for item in shown(panel)} <= {"breakfast", "sofa"}
    panel.filter_row.chips[0].removed.emit()
    life.settle(qtbot, panel)
    assert not life.context.shared.filters
