"""Fewer controls: search, filters and the wall are left; the rest is in reach and comes back."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.shell.few_controls import KEPT
from app.shell.workspace import LAYOUT_VERSION
from tests.window_support import WholeWindow, whole_window


@pytest.fixture(scope="module")
def shown(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeWindow]:
    place = tmp_path_factory.mktemp("few")
    with whole_window(qapp, place / "library", place / "home") as window:
        yield window


def docks(shown: WholeWindow) -> set[str]:
    return {name for name, dock in shown.workspace.docks.items() if not dock.isHidden()}


def tabs(shown: WholeWindow) -> list[str]:
    bar = shown.workspace.tabs
    return [bar.tabText(n) for n in range(bar.count()) if bar.isTabVisible(n)]


def test_three_controls_are_left_and_all_comes_back(shown: WholeWindow) -> None:
    workspace, window = shown.workspace, shown.window
    workspace.docks["jobs"].show()
    shown.bring_up("explore")
    before = (docks(shown), tabs(shown), workspace.saveState(LAYOUT_VERSION))
    window.all_actions.trigger("view.novice")
    shown.settle()
    assert docks(shown) == {"search", "filters"} <= KEPT
    assert tabs(shown) == ["Wall", "Results"]
    search, wall = workspace.panel("search"), workspace.panel("wall")
    assert search.head.box.isVisible()
    assert not search.head.add_button.isVisible()
    assert wall.view.isVisible()  # the panel in front was put away, the wall came
    shown.bring_up("details")  # a menu or a key brings any panel, for as long as it is wanted
    shown.bring_up("graph")
    assert "details" in docks(shown)
    assert tabs(shown) == ["Wall", "Results", "Graph"]
    assert workspace.panel("graph").isVisible()
    window.all_actions.trigger("view.novice")
    shown.settle()
    assert (docks(shown), tabs(shown)) == before[:2]
    assert search.head.add_button.isVisible()
    assert not window.extras.few.is_on


def test_the_choice_holds_for_the_next_library(shown: WholeWindow) -> None:
    window, few = shown.window, shown.window.extras.few
    everything = docks(shown)
    window.keeps_state = True
    window.all_actions.trigger("view.novice")
    few._layout = few._kept()  # as when the library is opened anew
    few._put_away()
    assert docks(shown) == {"search", "filters"}
    window.all_actions.trigger("view.novice")
    assert docks(shown) == everything
    window.keeps_state = False


def test_the_tab_of_a_panel_that_is_brought_up_has_room(shown: WholeWindow) -> None:
    workspace, window = shown.workspace, shown.window
    shown.bring_up("explore")
    window.all_actions.trigger("view.novice")
    shown.settle()
    shown.bring_up("explore")  # made before, and not the last of the tabs
    bar = workspace.tabs
    assert bar.isTabVisible(bar.currentIndex())
    assert bar.tabRect(bar.currentIndex()).width() > 20
    window.all_actions.trigger("view.novice")
    shown.settle()


def test_every_action_can_be_used_with_few_controls(shown: WholeWindow) -> None:
    window = shown.window
    before = {action.name for action in window.all_actions.all()}
    window.all_actions.trigger("view.novice")
    assert {action.name for action in window.all_actions.all()} == before
    for name in ("graph", "watchlist", "evaluation"):
        window.all_actions.trigger(f"panel.{name}")
        shown.settle()
        assert shown.workspace.panel(name).isVisible()
    window.all_actions.trigger("view.novice")
