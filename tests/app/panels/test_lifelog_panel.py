"""The lifelog panel, driven by mouse and keys."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.context import Action, Actions, Notices, PanelContext, SharedState
from app.jobs import JobRunner
from app.panels.lifelog import texts
from app.panels.lifelog.conditions import with_conditions
from app.panels.lifelog.panel import LifelogPanel
from app.panels.lifelog.texts import (
    fusion_names,
    note_templates,
    ranker_names,
    reader_templates,
    said,
    window_name,
)
from app.services.library import Library
from app.services.lifelog_types import FRAME_RULES, PART_RULES, RANKERS
from app.services.services import Services
from app.services.types import LifelogNote, lifelog_notes
from common.scenes import Condition, LifelogQuery, QueryPart, TimeWindow
from common.values import ItemKind
from indexers.catalogue import NewItem
from indexers.scenes.fusing import RULES
from models.language.notes import READER_TEXTS
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


def test_the_empty_panel_offers_sentences(panel: LifelogPanel, life: Lifelog, qtbot: QtBot) -> None:
    buttons = panel.results.empty.buttons
    assert len(buttons) == 4
    buttons[2].click()
    life.settle(qtbot, panel)

    assert panel.head.sentence.text() == "a dog on the sofa next to a window"
    assert set(shown(panel)[:6]) == set(life.of("sofa"))


def test_a_sentence_is_read_shown_and_answered(
    panel: LifelogPanel, life: Lifelog, qtbot: QtBot
) -> None:
    ask(panel, life, qtbot, SENTENCE)

    meeting = life.of("meeting")[1]
    assert shown(panel)[0] == meeting
    assert [node.label for node in panel.editor.graph.part.nodes] == ["man", "laptop"]
    assert [chip.text() for chip in panel.conditions.chips] == ["◷ on friday morning"]
    assert "3 items pass" in panel.conditions.chips[0].toolTip()
    coloured = panel.head.sentence.extraSelections()
    assert len(coloured) >= 4  # two objects, a relation, a time
    assert life.context.shared.results.hits[0].item == meeting
    assert panel.results.count.text().startswith("3 moments")


def test_the_selection_is_shared_and_explained(
    panel: LifelogPanel, life: Lifelog, qtbot: QtBot
) -> None:
    ask(panel, life, qtbot, SENTENCE)
    panel.results.grid.select_row(0)
    life.settle(qtbot, panel)

    inspector = panel.inspector
    assert life.context.shared.current == life.of("meeting")[1]
    words = [inspector.list.item(row).text() for row in range(inspector.list.count())]
    assert "man – look at – laptop   100%" in words
    assert set(inspector.canvas.matched_nodes()) == {0, 2}
    assert "relations" in inspector.heading.text()
    assert panel.strip.isVisible()
    assert len(panel.strip.hits) == 24

    panel.strip.setFocus()
    QTest.keyClick(panel.strip, Qt.Key.Key_Right)
    QTest.keyClick(panel.strip, Qt.Key.Key_Return)
    life.settle(qtbot, panel)
    assert life.context.shared.current == life.of("lunch")[1]  # what came after the meeting


def test_queries_asked_before_can_be_asked_again(
    panel: LifelogPanel, life: Lifelog, qtbot: QtBot
) -> None:
    ask(panel, life, qtbot, "a dog")
    ask(panel, life, qtbot, "a pizza")
    assert [query.text for query in panel.session.asked()] == ["a pizza", "a dog"]

    panel.session.walk(-1)
    life.settle(qtbot, panel)
    assert panel.head.sentence.text() == "a dog"
    panel.session.walk(1)
    life.settle(qtbot, panel)
    assert panel.head.sentence.text() == "a pizza"
    menu = panel.head.history_menu(panel.session.asked())
    menu.actions()[1].trigger()
    life.settle(qtbot, panel)
    assert panel.query.text == "a dog"


def test_a_session_brings_everything_back(panel: LifelogPanel, life: Lifelog, qtbot: QtBot) -> None:
    ask(panel, life, qtbot, SENTENCE)
    panel.head.form.beta.setValue(10)
    panel.editor.rows_button.setChecked(True)
    life.settle(qtbot, panel)
    state, items = panel.save_state(), shown(panel)
    panel.head.sentence.set_text("")
    panel.ask()
    assert not shown(panel)

    panel.restore_state(state)
    life.settle(qtbot, panel)
    assert panel.head.sentence.text() == SENTENCE
    assert shown(panel) == items
    assert panel.session.options.beta == 0.5
    panel.restore_state({"query": 3, "history": [1, {}], "options": {"ranker": 7}, "split": "x"})
    life.settle(qtbot, panel)
    assert panel.query == LifelogQuery()
    panel.restore_state({"query": "a dog"})
    life.settle(qtbot, panel)
    assert panel.head.sentence.text() == "a dog"
    assert shown(panel)


def test_typing_colours_words_before_enter(
    panel: LifelogPanel, life: Lifelog, qtbot: QtBot
) -> None:
    panel.head.sentence.setFocus()
    QTest.keyClicks(panel.head.sentence, "a man with a cup")
    life.settle(qtbot, panel)

    assert panel.head.sentence.extraSelections()
    assert [node.label for node in panel.editor.graph.part.nodes] == ["man", "cup"]
    assert not shown(panel)


@pytest.fixture
def bare(tmp_path: Path, qapp: QApplication) -> Iterator[Lifelog]:
    """A desk on an empty library, with the window's actions."""
    root = QObject()
    services = Services(Library.open(tmp_path / "a.kinora", create=True))
    context = PanelContext(
        services, JobRunner(root), SharedState(root), Notices(root), Actions(root)
    )
    made = Lifelog(context, services.library, [], root)
    for name in ("import.media", "tools.networks"):
        context.actions.add(Action(name, name, partial(made.posted.append, (name,))))
    yield made
    made.close()


def test_a_library_without_moments_offers_to_import(bare: Lifelog, qtbot: QtBot) -> None:
    panel = LifelogPanel(bare.context)
    qtbot.addWidget(panel)
    panel.show()
    bare.settle(qtbot, panel)

    assert "No moments yet" in panel.results.empty.text
    panel.results.empty.buttons[0].click()
    assert bare.posted == [("import.media",)]


def test_a_library_without_graphs_offers_what_gives_them(bare: Lifelog, qtbot: QtBot) -> None:
    bare.library.catalogue.add_batch([NewItem("photo", ItemKind.PHOTO)])
    panel = LifelogPanel(bare.context)
    qtbot.addWidget(panel)
    panel.show()
    ask(panel, bare, qtbot, "a dog")

    assert "scene graph" in panel.results.empty.text
    panel.results.empty.buttons[0].click()
    assert bare.posted == [("tools.networks",)]


def test_beginners_see_the_graph_but_no_options(
    panel: LifelogPanel, life: Lifelog, qtbot: QtBot
) -> None:
    life.context.services.settings.appearance.controls = "novice"
    life.context.shared.settings_changed.emit("appearance.controls")

    assert not panel.head.options_button.isVisible()
    assert not panel.inspector.switches.isVisible()
    assert panel.editor.graph.isVisible()


# -- words


def test_every_note_ranker_and_rule_has_words() -> None:
    assert note_templates() == lifelog_notes()
    assert set(ranker_names()) == set(RANKERS)
    assert set(RULES) == set(fusion_names())
    from app.panels.lifelog.texts import frame_names, part_names

    assert (set(frame_names()), set(part_names())) == (set(FRAME_RULES), set(PART_RULES))


def test_what_the_reader_notes_is_said_by_its_id(life: Lifelog, monkeypatch) -> None:
    assert reader_templates() == READER_TEXTS
    assert not set(READER_TEXTS) & set(lifelog_notes())
    monkeypatch.setattr(texts, "reader_templates", lambda: {"no-such-day": "Kein Tag: {text}"})
    monkeypatch.setattr(texts, "language_names", lambda: {"German": "Deutsch"})
    notes = life.context.services.lifelog.parse("a dog on 31 June").notes
    assert said(notes) == ["Kein Tag: on 31 June"]
    monkeypatch.undo()
    monkeypatch.setattr(texts, "language_names", lambda: {"German": "Deutsch"})
    notes = life.context.services.lifelog.parse("der Hund und die Katze sind auf dem Sofa").notes
    assert said(notes)[0] == "This looks like Deutsch; only English is understood."
    unknown = LifelogNote("unknown-word", word="x")
    assert said([unknown]) == ["“x” is not in the vocabulary and was left out."]


def test_windows_have_names_without_their_text() -> None:
    window = TimeWindow(weekdays=(4,), hours=((300, 720),))
    assert window_name(window).endswith("5:00–12:00")
    assert window_name(replace(window, text="friday morning")) == "friday morning"
    assert window_name(TimeWindow()) == "any time"


def test_conditions_are_put_in_the_place_of_one() -> None:
    friday = TimeWindow(weekdays=(4,))
    part = QueryPart(time=(friday,), places=(Condition("Home"),))
    read = LifelogQuery("x", (QueryPart(time=(TimeWindow(weekdays=(5,)),)),))

    changed = with_conditions(part, read, friday)
    assert [window.weekdays for window in changed.time] == [(5,)]
    assert changed.places == part.places
    assert len(with_conditions(part, read, None).time) == 2


def test_a_long_story_does_not_widen_the_window(
    panel: LifelogPanel, life: Lifelog, qtbot: QtBot
) -> None:
    least = panel.minimumSizeHint().width()
    panel.ask_for("a man looks at a laptop. " * 30)
    life.settle(qtbot, panel)
    assert panel.results.count.text().count("■") == 6
    assert panel.minimumSizeHint().width() <= least + 200
    panel.ask_for("Ein Mann auf dem Sofa")
    life.settle(qtbot, panel)
    said_there = [each.text() for each in panel.results.empty.findChildren(QLabel)]
    assert "Nothing was understood" in said_there


def test_several_sentences_fit_into_a_narrow_window(
    panel: LifelogPanel, life: Lifelog, qtbot: QtBot
) -> None:
    ask(panel, life, qtbot, "a man looks at a laptop, then a dog sits on a sofa")
    panel.context.shared.select(shown(panel)[:1], "test")
    panel.resize(480, 620)
    life.settle(qtbot, panel)
    assert panel.width() == 480
    editor = panel.editor
    for widget in (editor.within, editor.rows_button, editor.add_button):
        corner = widget.mapTo(panel, widget.rect().bottomRight())
        assert widget.isVisible()
        assert panel.rect().contains(corner)


def test_what_is_near_is_a_step_that_can_be_undone(
    panel: LifelogPanel, life: Lifelog, qtbot: QtBot
) -> None:
    told: list[tuple[str, object, str]] = []
    life.context.shared.view_changed.connect(
        lambda name, before, _after, title, _gesture: told.append((name, before, title))
    )
    ask(panel, life, qtbot, "a dog")
    dogs = shown(panel)
    life.context.shared.select([life.of("breakfast")[0]])
    life.context.actions.trigger("item.similar-moments")
    life.settle(qtbot, panel)
    assert [title for _, _, title in told] == ["Ask “a dog”", "Similar moments"]
    near, after = shown(panel), told[1]
    assert near != dogs

    life.context.shared.view_requested.emit(after[0], after[1])
    life.settle(qtbot, panel)
    assert shown(panel) == dogs
    life.context.shared.view_requested.emit(after[0], ("similar", "x", life.of("breakfast")[0]))
    life.settle(qtbot, panel)
    assert shown(panel) == near
    ask(panel, life, qtbot, "a dog on a sofa")
    assert len(told) == 3  # that a query took the place of what was near is no step of its own

    life.context.shared.view_requested.emit("lifelog.query", LifelogQuery())
    life.settle(qtbot, panel)
    assert len(panel.results.empty.buttons) == 4  # sentences to begin with
