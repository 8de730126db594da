"""Panels are made when first needed, and show then what they would show made at the start."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer, QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.context import Action, Panel, panels
from app.services.paths import AppPaths
from app.services.types import Filter, Query
from app.shell.late_panels import LatePanels
from app.shell.panel_list import PANELS, PanelEntry
from app.shell.panel_slot import PanelSlot
from app.shell.theme import ThemeSwitch
from app.shell.window import MainWindow
from app.shell.workspace import Workspace
from common.settings import ImportSettings, Settings
from common.values import Hit, ResultList
from resources.update_translations import FOLDER
from tests.panel_support import Desk, make_desk
from tests.wall_support import make_library

WAIT_MS = 20_000
NAMES = [entry.name for entry in PANELS]


@dataclass
class Bench:
    """Panels that are made late on a desk, without a window."""

    desk: Desk
    late: LatePanels
    slots: dict[str, PanelSlot] = field(default_factory=dict)


@pytest.fixture
def make_bench(tmp_path: Path, qapp: QApplication) -> Iterator[Callable[[], Bench]]:
    made: list[Bench] = []

    def make() -> Bench:
        desk = make_desk(tmp_path / str(len(made)))
        late = LatePanels(desk.context, lambda _entry, _panel: None, desk.root)
        bench = Bench(desk, late)
        bench.slots = {entry.name: late.add(entry) for entry in PANELS}
        made.append(bench)
        return bench

    for number in range(2):
        (tmp_path / str(number)).mkdir()
    yield make
    for bench in made:
        for panel in bench.late.made.values():
            panel.closing()
        bench.desk.close()
        for panel in bench.late.made.values():
            panel.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    make_library(tmp_path, 20).close()
    settings = Settings(imports=ImportSettings(analyse_new=False))
    made = MainWindow(settings, AppPaths.of_user(), ThemeSwitch(qapp, "light"))
    made.resize(1280, 800)
    made.show()
    open_library(made, tmp_path / "test.kinora", qtbot)
    yield made
    made.close()


def open_library(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.library_shown, timeout=WAIT_MS):
        window.libraries.open(folder)
    qtbot.waitUntil(lambda: window.workspace.is_idle, timeout=WAIT_MS)


# -- what is declared


def test_panels_are_what_their_entries_say_in_every_language(
    make_bench: Callable[[], Bench], qapp: QApplication
) -> None:
    bench = make_bench()
    actions = bench.desk.context.actions
    told = {action.name: action for action in actions.all()}
    german = QTranslator()
    assert german.load(str(FOLDER / "kinora_de.qm"))
    for entry in PANELS:
        promised = set(actions._wakes)
        declared = entry.actions(bench.desk.context) if entry.actions is not None else ()
        assert {action.name for action in declared} <= promised
        panel = bench.late.panel(entry.name)
        assert panel is not None
        assert entry.title is not None
        assert (panel.name, panel.area, panel.title) == (entry.name, entry.area, entry.title())
        qapp.installTranslator(german)
        try:
            assert panel.title == entry.title()
        finally:
            qapp.removeTranslator(german)
        assert promised - set(actions._wakes) == {action.name for action in declared}
    assert not actions._wakes, "what was promised is answered"
    assert list(told) == [action.name for action in actions.all()], "nothing was kept back"
    for action in actions.all():
        before = told[action.name]
        same = ("title", "shortcut", "menu", "for_items", "tip", "icon", "writes")
        assert [getattr(action, name) for name in same] == [getattr(before, n) for n in same]
        assert (action.is_checked is None) == (before.is_checked is None)


# -- early and late


def look(panel: QWidget) -> list[tuple[Any, ...]]:
    """Return all that a panel says, with what can be pressed."""
    seen: list[tuple[Any, ...]] = []
    for widget in panel.findChildren(QWidget):
        if not widget.isVisibleTo(panel):
            continue
        if isinstance(widget, QLabel):
            text = widget.text().replace("\u200b", "")  # paths may be broken into lines
            is_own = " ms" in text or "pytest" in text  # a time it took, a place of its media
            seen.append(("label", "" if is_own else text))
        elif isinstance(widget, QAbstractButton):
            seen.append((widget.text(), widget.isChecked(), widget.isEnabled()))
        elif isinstance(widget, QLineEdit):
            seen.append(("line", widget.text()))
        elif isinstance(widget, QComboBox):
            seen.append(("box", widget.currentText()))
    return sorted(seen, key=str)


def is_at_rest(desk: Desk, panel: Panel) -> bool:
    """Whether nothing more will be read: panels wait a while after items have changed."""
    waits = any(one.isActive() and one.isSingleShot() for one in panel.findChildren(QTimer))
    return not waits and desk.context.jobs.is_idle and panel.is_idle


def is_settled(desk: Desk, panel: Panel, looks: list[list[tuple[Any, ...]]]) -> bool:
    """Whether a panel at rest has looked the same several times in a row."""
    looks.append(look(panel) if is_at_rest(desk, panel) else [])
    return len(looks) > 20 and bool(looks[-1]) and all(one == looks[-1] for one in looks[-20:])


def looks_like(panel: Panel, wanted: list[tuple[Any, ...]]) -> bool:
    """Whether a panel says what another one said."""
    return look(panel) == wanted


def share(desk: Desk) -> None:
    """Select, filter, find and change the question, as a user does before a panel is seen."""
    shared, ids = desk.context.shared, desk.ids
    desk.context.services.items.set_labels({ids[1]: 1, ids[2]: -1}, "other")
    shared.set_label_set("other", "test")
    shared.set_filters((Filter("colour", ("red",)),), "test")
    desk.search.answer = ResultList("", tuple(Hit(item, 1.0) for item in ids[1:9:2]), 4)
    shared.show_results(ResultList("red things", tuple(Hit(item, 0.5) for item in ids[:5]), 5), "t")
    shared.select([ids[3]], "test")


@pytest.mark.parametrize("name", NAMES)
def test_a_panel_made_late_shows_what_one_made_early_shows(
    name: str, make_bench: Callable[[], Bench], qtbot: QtBot
) -> None:
    shown: list[list[tuple[Any, ...]]] = []
    for is_late in (False, True):
        bench = make_bench()
        bench.late._on_said = lambda *_: None
        if not is_late:
            panel = early(bench, name, qtbot)
        share(bench.desk)
        bench.desk.settle(qtbot, *bench.late.made.values())
        if is_late:
            panel = early(bench, name, qtbot)
        panel.focus_main()
        panel.context.shared.items_changed.emit("test")  # early ones read with a delay
        qtbot.waitUntil(partial(is_settled, bench.desk, panel, []), timeout=WAIT_MS)
        if is_late:
            with suppress(qtbot.TimeoutError):  # the assertion below tells the difference
                qtbot.waitUntil(partial(looks_like, panel, shown[0]), timeout=WAIT_MS)
        shown.append(look(panel))
        panel.hide()
    assert shown[1] == shown[0]


def early(bench: Bench, name: str, qtbot: QtBot) -> Panel:
    panel = bench.late.panel(name)
    assert panel is not None
    panel.resize(1000, 700)
    panel.show()
    bench.desk.settle(qtbot, panel)
    return panel


# -- what makes a panel


def made(workspace: Workspace) -> set[str]:
    """Return the panels that are made, but for the one that is made in any case a little later."""
    return set(workspace.panels) - {"results"}


def test_what_is_likely_is_made_at_rest(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "results" in window.workspace.panels, timeout=WAIT_MS)
    assert not window.workspace.panels["results"].is_seen
    assert made(window.workspace) == {"wall", "search", "details"}


def test_only_what_is_seen_is_made_at_the_start(window: MainWindow) -> None:
    workspace = window.workspace
    assert made(workspace) == {"wall", "search", "details"}
    assert list(workspace.names) == NAMES
    bar = workspace.tabs
    centre = [entry.title() for entry in PANELS if entry.area == "center"]
    assert [bar.accessibleTabName(place) for place in range(bar.count())] == centre


def is_on_screen(panel: Panel) -> bool:
    return panel.is_seen and not panel.visibleRegion().isEmpty()


def test_going_to_a_panel_makes_it_in_its_place(window: MainWindow, qtbot: QtBot) -> None:
    workspace, bar = window.workspace, window.workspace.tabs
    tabs = [bar.accessibleTabName(place) for place in range(bar.count())]
    for name in reversed(NAMES):
        window.all_actions.trigger(f"panel.{name}")
        panel = workspace.panels[name]
        qtbot.waitUntil(partial(is_on_screen, panel), timeout=WAIT_MS)
        assert [bar.accessibleTabName(place) for place in range(bar.count())] == tabs
        if panel.area == "center":
            assert bar.accessibleTabName(bar.currentIndex()) == panel.title
        else:
            assert workspace.docks[name].widget() is panel
    qtbot.waitUntil(lambda: workspace.is_idle, timeout=WAIT_MS)


def test_the_menu_of_panels_goes_to_each(window: MainWindow, qtbot: QtBot) -> None:
    workspace = window.workspace
    menu = workspace.createPopupMenu()
    entries = {entry.text().partition("\t")[0]: entry for entry in menu.actions()}
    titles = [entry.title() for entry in PANELS]
    assert [title for title in entries if title][: len(titles)] == titles
    checked = {title for title, entry in entries.items() if entry.isChecked()}
    assert checked == {"Wall", "Search", "Details"}
    entries["Evaluation"].trigger()
    qtbot.waitUntil(lambda: not workspace.docks["details"].widget().is_seen, timeout=WAIT_MS)
    menu.deleteLater()
    menu = workspace.createPopupMenu()
    checked = {one.text().partition("\t")[0] for one in menu.actions() if one.isChecked()}
    assert checked == {"Wall", "Search", "Evaluation"}
    menu.deleteLater()


def test_a_tab_that_is_clicked_makes_its_panel(window: MainWindow, qtbot: QtBot) -> None:
    workspace = window.workspace
    workspace.tabs.setCurrentIndex(NAMES.index("results"))
    qtbot.waitUntil(lambda: "results" in workspace.panels, timeout=WAIT_MS)
    assert workspace.panels["results"].is_seen


def test_a_query_makes_the_search_and_its_answer_the_results(
    window: MainWindow, qtbot: QtBot
) -> None:
    workspace = window.workspace
    workspace.shared.query_requested.emit(Query.of("film"))
    qtbot.waitUntil(lambda: "results" in workspace.panels, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: workspace.is_idle, timeout=WAIT_MS)
    assert workspace.panels["search"].head.box.text() == "film"
    results = workspace.panels["results"]
    assert results.session.results is workspace.shared.results
    assert results.is_seen, "what was found comes to the front"


def test_a_panel_that_was_never_made_keeps_its_state(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    workspace = window.workspace
    graph = {"page": 1, "view": {}, "walk": {}, "side": 99, "inside": ""}
    state = workspace.save_state()
    state["panels"]["graph"] = graph
    state["panels"]["feedback"] = {"rounds": 0, "seen": [], "why": True}
    workspace.restore_state(state)
    assert "graph" not in workspace.panels
    assert workspace.save_state()["panels"]["graph"] == graph
    panel = workspace.panel("graph")
    assert panel.tabs.currentIndex() == 1
    assert panel.walk.grid.side == 99
    assert workspace.panel("feedback").head.why_button.isChecked()
    assert workspace.save_state()["panels"]["graph"]["side"] == 99


def test_a_session_opens_only_what_was_in_front(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.bring_up("explore")
    window.bring_up("filters")
    qtbot.waitUntil(lambda: window.workspace.is_idle, timeout=WAIT_MS)
    window.drop_workspace()
    open_library(window, tmp_path / "test.kinora", qtbot)
    workspace = window.workspace
    assert made(workspace) == {"explore", "filters", "details"}
    assert workspace.panels["explore"].is_seen


def test_a_search_of_a_session_leaves_a_newer_list_alone(window: MainWindow, qtbot: QtBot) -> None:
    workspace = window.workspace
    search = workspace.panel("search")
    newer = ResultList("chosen by hand", (Hit(1, 1.0),), 1)
    workspace.shared.show_results(newer, "test")
    workspace.shared.set_filters((Filter("year", low=1900.0),), "test")
    qtbot.waitUntil(lambda: workspace.is_idle, timeout=WAIT_MS)
    workspace.shared.show_results(newer, "test")
    saved = {"query": Query.of("film").to_json()}
    search.restore_late(saved)
    search.catch_up()
    qtbot.waitUntil(lambda: workspace.is_idle, timeout=WAIT_MS)
    assert search.head.box.text() == "film"
    assert workspace.shared.results is newer
    assert [one.key for one in workspace.shared.filters] == ["year"], "filters went on, too"


# -- what can go wrong


class BrokenPanel(Panel):
    name = "late-broken"
    area = "center"
    tries = 0

    def __init__(self, context: Any) -> None:
        type(self).tries += 1
        raise RuntimeError("on purpose")


class HalfPanel(Panel):
    name = "late-half"
    area = "center"

    def restore_late(self, state: Mapping[str, Any]) -> None:
        raise ValueError("bad state")


@pytest.fixture
def broken() -> Iterator[None]:
    panels.register("late-broken")(BrokenPanel)
    panels.register("late-half")(HalfPanel)
    BrokenPanel.tries = 0
    yield
    for name in ("late-broken", "late-half"):
        del panels._factories[name]


def entry_of(name: str) -> PanelEntry:
    def actions(_context: object) -> list[Action]:
        return [Action(f"{name}.go", "Go", lambda: pytest.fail("never answered"))]

    return PanelEntry(name, "none", "wall", "", "center", lambda: name, actions)


@pytest.mark.usefixtures("broken")
def test_a_panel_that_cannot_be_made_costs_one_message(
    make_bench: Callable[[], Bench], caplog: pytest.LogCaptureFixture
) -> None:
    bench = make_bench()
    bench.late.add(entry_of("late-broken"))
    for _ in range(3):
        bench.desk.context.actions.trigger("late-broken.go")
    assert bench.late.panel("late-broken") is None
    assert BrokenPanel.tries == 1
    assert "late-broken" not in bench.late.names()
    assert len(bench.desk.posted) == 1
    assert "on purpose" in bench.desk.posted[0][1]
    assert bench.late.is_idle
    caplog.clear()


@pytest.mark.usefixtures("broken")
def test_a_panel_that_refuses_its_state_is_there_without_it(
    make_bench: Callable[[], Bench], caplog: pytest.LogCaptureFixture
) -> None:
    bench = make_bench()
    bench.late.add(entry_of("late-half"))
    bench.late.restore_states({"late-half": {"a": 1}, "gone": 3})
    assert bench.late.save_states()["late-half"] == {"a": 1}
    assert isinstance(bench.late.panel("late-half"), HalfPanel)
    assert "does not take its state" in caplog.text
    caplog.clear()
