"""The graph panel, driven by mouse and keys."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.panels.graph.panel import VIEW, WALK, GraphPanel
from app.panels.graph.texts import factor_names, said, way_text
from app.services.types import Factors, Filter, GraphNote, Tag, graph_notes
from app.widgets.search_names import graph_note_templates
from common.values import Facet, ItemKind, Text, TextKind
from indexers.catalogue import NewItem
from tests.panel_support import Desk, make_desk

HANKS, RYAN = Tag("actor", "Tom Hanks"), Tag("actor", "Meg Ryan")
LOVE = ["Tom Hanks", "Meg Ryan", "Bill Pullman"]
CRIME = ["Al Pacino", "Robert De Niro", "Val Kilmer"]


def film(number: int, actors: list[str], genre: str, plot: str) -> NewItem:
    facets = [Facet("actor", name, source="list") for name in actors]
    facets += [Facet("genre", genre, source="list"), Facet("country", "US", source="list")]
    texts = (Text(TextKind.PLOT, plot, source="list"),)
    return NewItem(
        f"film:{number + 100}", ItemKind.FILM, title=f"Film {number}", popularity=float(number),
        facets=facets, texts=texts,
    )  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    films = [film(n, LOVE[: 2 + n % 2], "Romance", "letters by mail") for n in range(5)]
    films += [film(n, CRIME[n % 2 :], "Heist", "a bank robbery") for n in range(5, 11)]
    made.ids += made.library.catalogue.add_batch(films)
    yield made
    made.close()


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> GraphPanel:
    made = GraphPanel(desk.context)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    qtbot.waitExposed(made)
    desk.settle(qtbot, made)
    return made


def add_tag(panel: GraphPanel, desk: Desk, qtbot: QtBot, text: str) -> None:
    panel.walk.box.setFocus()
    QTest.keyClicks(panel.walk.box, text)
    QTest.keyClick(panel.walk.box, Qt.Key.Key_Return)
    desk.settle(qtbot, panel)


def shown(panel: GraphPanel) -> list[int]:
    return panel.walk.grid.hits.items()


def love(desk: Desk) -> set[int]:
    return set(desk.ids[-11:-6])


def open_view(panel: GraphPanel, desk: Desk, qtbot: QtBot) -> None:
    QTest.mouseClick(panel.tabs, Qt.MouseButton.LeftButton, pos=panel.tabs.tabRect(VIEW).center())
    desk.settle(qtbot, panel)


def test_tags_are_offered_completed_and_walked_from(
    panel: GraphPanel, desk: Desk, qtbot: QtBot
) -> None:
    assert "Robert De Niro (6)" in [button.text() for button in panel.walk.empty.buttons]
    QTest.keyClicks(panel.walk.box, "han")
    desk.settle(qtbot, panel)
    assert panel.walk.box.lines == ["Tom Hanks  —  Actor · 5 · list"]
    QTest.keyClick(panel.walk.box, Qt.Key.Key_Return)
    desk.settle(qtbot, panel)
    assert [chip.text() for chip in panel.walk.chips.chips] == ["Tom Hanks"]
    assert set(shown(panel)[:5]) == love(desk)
    assert desk.context.shared.results.hits[0].item in love(desk)
    assert "Meg Ryan" in [chip.text() for chip in panel.walk.side.related.chips]
    panel.walk.grid.select_row(0)
    assert panel.walk.side.why.text() == "Tom Hanks: has it"
    assert desk.context.shared.current == shown(panel)[0]


def test_chips_turn_round_and_go_away(panel: GraphPanel, desk: Desk, qtbot: QtBot) -> None:
    add_tag(panel, desk, qtbot, "Tom Hanks")
    add_tag(panel, desk, qtbot, "Bill Pullman")
    every = len(shown(panel))
    chip = panel.walk.chips.chips[1]
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=chip.rect().center())
    desk.settle(qtbot, panel)
    assert [one.text() for one in panel.walk.chips.chips] == ["Tom Hanks", "not Bill Pullman"]
    assert len(shown(panel)) < every
    QTest.keyClick(panel.walk.chips.chips[1], Qt.Key.Key_Return)
    desk.settle(qtbot, panel)
    assert [one.text() for one in panel.walk.chips.chips] == ["Tom Hanks"]
    panel.walk.box.setFocus()
    QTest.keyClick(panel.walk.box, Qt.Key.Key_Backspace)
    desk.settle(qtbot, panel)
    assert not panel.walk.session.asks
    assert panel.walk.pages.currentWidget() is panel.walk.empty


def test_related_tags_are_added_and_with_alt_ruled_out(
    panel: GraphPanel, desk: Desk, qtbot: QtBot
) -> None:
    add_tag(panel, desk, qtbot, "Tom Hanks")
    chip = next(one for one in panel.walk.side.related.chips if one.text() == "Meg Ryan")
    chip.chosen.emit(False)
    desk.settle(qtbot, panel)
    assert panel.walk.session.query.tags == (HANKS, RYAN)
    panel.walk.side.tag_chosen.emit(Tag("genre", "Romance"), True)
    desk.settle(qtbot, panel)
    assert panel.walk.session.query.without == (Tag("genre", "Romance"),)
    assert not set(shown(panel)) & love(desk)


def test_the_slider_weighs_live(panel: GraphPanel, desk: Desk, qtbot: QtBot) -> None:
    add_tag(panel, desk, qtbot, "Tom Hanks")
    assert not panel.walk.options.weight.isEnabled()
    QTest.keyClicks(panel.walk.text, "robbery")
    QTest.keyClick(panel.walk.text, Qt.Key.Key_Return)
    desk.settle(qtbot, panel)
    assert panel.walk.options.weight.isEnabled()
    assert shown(panel)[0] in love(desk)
    answer = panel.walk.session.answer
    panel.walk.options.weight.setValue(0)
    assert panel.walk.session.answer is answer  # nothing was searched
    assert shown(panel)[0] not in love(desk)
    assert "text" in panel.walk.count.text()


def test_filters_undo_and_notes(panel: GraphPanel, desk: Desk, qtbot: QtBot) -> None:
    told: list[tuple[str, object, object]] = []
    desk.context.shared.view_changed.connect(lambda *what: told.append(what[:3]))
    add_tag(panel, desk, qtbot, "Tom Hanks")
    add_tag(panel, desk, qtbot, "Meg Ryan")
    name, before, _ = told[-1]
    desk.context.shared.set_filters([Filter("colour", ("red",))], "test")
    desk.settle(qtbot, panel)
    assert shown(panel) == []
    assert any("filters" in button.text() for button in panel.walk.empty.buttons)
    panel.walk.empty.buttons[0].click()
    desk.settle(qtbot, panel)
    assert shown(panel)
    desk.context.shared.view_requested.emit(name, before)
    desk.settle(qtbot, panel)
    assert panel.walk.session.query.tags == (HANKS,)
    panel.walk.box.setText("")
    add_tag(panel, desk, qtbot, "zzz")
    assert "zzz" in desk.posted[-1][1]


def test_walk_from_an_item(panel: GraphPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.context.shared.select([desk.ids[-11]])
    desk.context.actions.trigger("item.walk-from")
    desk.settle(qtbot, panel)
    assert HANKS in panel.walk.session.query.tags
    assert set(shown(panel)[:5]) == love(desk)


def test_the_graph_view_and_one_cluster(panel: GraphPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.library.catalogue.set_label(desk.ids[-11], 1)
    open_view(panel, desk, qtbot)
    network = panel.network
    view = network.session.view
    assert view is not None
    assert network.pages.currentWidget() is network.map
    assert len(network.map.keys) == 2
    label = int(view.labels[view.network.nodes.index(HANKS)])
    network.map.setFocus()
    network.map.set_current(label)
    QTest.keyClick(network.map, Qt.Key.Key_Return)
    desk.settle(qtbot, panel)
    page = network.cluster
    assert network.pages.currentWidget() is page
    assert "3 nodes" in page.facts.text()
    assert set(page.grid.hits.items()) == love(desk)
    assert {hit.item for hit in desk.context.shared.results.hits} == love(desk)
    node = view.network.nodes.index(Tag("actor", "Bill Pullman"))
    page.map.set_current(node)
    desk.settle(qtbot, panel)
    assert len(page.grid.hits.items()) == 2
    QTest.keyClick(page.map, Qt.Key.Key_Escape)
    assert network.pages.currentWidget() is network.map
    assert network.map.current == label


def test_recommendations_light_up_their_causes(panel: GraphPanel, desk: Desk, qtbot: QtBot) -> None:
    # Marked is a film without Bill Pullman: what its actors share with him speaks for him.
    desk.library.catalogue.set_label(desk.ids[-11], 1)
    open_view(panel, desk, qtbot)
    panel.network.look_into(panel.network.session.cluster_of("actor=Tom Hanks"))
    desk.settle(qtbot, panel)
    page = panel.network.cluster
    assert [chip.text() for chip in page.recommended.chips] == ["Bill Pullman"]
    page.recommended.chips[0].chosen.emit(False)
    desk.settle(qtbot, panel)
    lit = {page.map.box(key).name for key in page.map.lit}
    assert lit == {"Tom Hanks", "Meg Ryan"}
    assert page.cause.text().startswith("Bill Pullman, because of")


def test_moved_boxes_are_kept_and_undone(panel: GraphPanel, desk: Desk, qtbot: QtBot) -> None:
    open_view(panel, desk, qtbot)
    told: list[tuple[str, object, object]] = []
    desk.context.shared.view_changed.connect(lambda *what: told.append(what[:3]))
    graph = panel.network.map
    graph.set_current(0)
    QTest.keyClick(graph, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    moved = graph.middle(0)
    assert told[-1][0] == "graph.places"
    panel.network.refresh(force=True)
    desk.settle(qtbot, panel)
    assert graph.middle(0) == moved
    state = json.loads(json.dumps(panel.save_state()))
    desk.context.shared.view_requested.emit("graph.places", told[-1][1])
    assert graph.middle(0) != moved
    panel.restore_state(state)
    desk.settle(qtbot, panel)
    assert panel.tabs.currentIndex() == VIEW
    assert graph.middle(0) == moved


def test_declutter_factors_and_finding(panel: GraphPanel, desk: Desk, qtbot: QtBot) -> None:
    open_view(panel, desk, qtbot)
    head, session = panel.network.head, panel.network.session
    head.declutter.setValue(90)
    assert len(panel.network.map.keys) == 1
    head.declutter.setValue(0)
    assert len(panel.network.map.keys) == 2
    first = session.view
    head.options.sliders["held"].setValue(0)
    desk.settle(qtbot, panel)
    assert session.request.factors == Factors(held=0.0)
    assert session.request.keys == ()  # what the library chose stays its choice
    assert session.view is not first
    QTest.keyClick(panel.network.map, Qt.Key.Key_F)
    QTest.keyClicks(head.finder, "pacino")
    QTest.keyClick(head.finder, Qt.Key.Key_Return)
    assert panel.network.map.current == session.cluster_of("actor=Al Pacino")
    QTest.keyClicks(head.finder, "zz")
    QTest.keyClick(head.finder, Qt.Key.Key_Return)
    assert "zz" in desk.posted[-1][1]


def test_graphs_are_exported_compared_and_imported(
    panel: GraphPanel, desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_view(panel, desk, qtbot)
    place = str(tmp_path / "mine")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (place, ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (f"{place}.json", ""))
    network = panel.network
    network.head.export.trigger()
    desk.settle(qtbot, panel)
    desk.context.shared.set_filters([Filter("genre", ("Heist",))], "test")
    desk.settle(qtbot, panel)
    network.head.compare.trigger()
    desk.settle(qtbot, panel)
    bar = network.compare_bar
    assert bar.isVisible()
    assert "both: 3" in bar.text.text()
    assert "only there: 3" in bar.text.text()
    assert network.map.box(0).shares[0][1] == 1.0
    bar.swap.click()
    assert "only here: 3" in bar.text.text()
    assert len(network.map.keys) == 2
    window = bar.dialog()
    qtbot.addWidget(window)
    bar.close_button.click()
    assert not bar.isVisible()
    network.head.import_.trigger()
    desk.settle(qtbot, panel)
    assert "mine" in network.status.text()
    network.look_into(0)
    desk.settle(qtbot, panel)
    assert network.cluster.grid.hits.items() == []
    (tmp_path / "mine.json").write_text("[]")
    network.head.import_.trigger()
    desk.settle(qtbot, panel)
    assert "holds no graph" in desk.posted[-1][1]


def test_an_empty_library_says_what_to_import(tmp_path: Path, qtbot: QtBot) -> None:
    from app.services.library import Library
    from app.services.services import Services

    desk = make_desk(tmp_path)
    empty = Library.open(tmp_path / "empty.kinora", create=True)
    desk.context.services = Services(empty)
    made = GraphPanel(desk.context)
    qtbot.addWidget(made)
    made.show()
    desk.settle(qtbot, made)
    assert made.walk.empty.text.startswith("Nothing to walk on yet")
    open_view(made, desk, qtbot)
    assert made.network.pages.currentWidget() is made.network.empty
    assert "nothing to link" in made.network.empty.text
    empty.close()
    desk.close()


def test_states_are_brought_back_and_bad_ones_ignored(
    panel: GraphPanel, desk: Desk, qtbot: QtBot
) -> None:
    add_tag(panel, desk, qtbot, "Tom Hanks")
    state = json.loads(json.dumps(panel.save_state()))
    panel.walk.session.begin_from((), "")
    panel.restore_state(state)
    desk.settle(qtbot, panel)
    assert panel.walk.session.query.tags == (HANKS,)
    for bad in (
        {"walk": {"tags": [1, ["a"], ["a", 2]], "weight": 7, "enough": -1, "text": 3}},
        {"view": {"keys": 3, "factors": {"held": 9}, "places": {"a": [1]}, "declutter": "x"}},
        {"page": "x", "split": [1], "inside": 4, "side": "wide"},
    ):
        panel.restore_state(bad)
    desk.settle(qtbot, panel)
    assert panel.network.session.request.factors == Factors()
    assert panel.tabs.currentIndex() == WALK


def test_novices_see_few_sliders(panel: GraphPanel, desk: Desk) -> None:
    appearance = desk.context.services.settings.appearance
    for is_expert in (False, True):
        appearance.controls = "expert" if is_expert else "novice"
        desk.context.shared.settings_changed.emit("appearance.controls")
        assert panel.network.head.declutter.isVisibleTo(panel.network) is is_expert
        assert panel.walk.options.expert[0].isVisibleTo(panel.walk) is is_expert


def test_everything_that_services_say_is_translated() -> None:
    assert graph_note_templates().keys() == graph_notes().keys()
    assert said([GraphNote("cut", shown=3, total=5), "plain"]) == [
        "The 3 heaviest of 5 are shown.", "plain",
    ]  # fmt: skip
    assert factor_names().keys() == set(Factors.__dataclass_fields__)
    assert way_text([HANKS, RYAN], [1.0, float("nan")]) == "Tom Hanks: has it   Meg Ryan: no way"
