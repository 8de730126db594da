"""Empty panels offer an example, and it does something real with the library."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.widgets.empty_state import EmptyState
from common.values import ResultList
from tests.window_support import WholeWindow, whole_window


@pytest.fixture(scope="module")
def shown(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeWindow]:
    place = tmp_path_factory.mktemp("empty")
    with whole_window(qapp, place / "library", place / "home") as window:
        yield window


@pytest.mark.parametrize(
    "name", ["results", "details", "watchlist", "classifiers", "feedback", "lifelog", "explain"]
)
def test_an_empty_panel_offers_what_to_do(shown: WholeWindow, name: str) -> None:
    panel = shown.bring_up(name)
    states = [state for state in panel.findChildren(EmptyState) if state.isVisible()]
    assert states, name
    assert any(button.isEnabled() for state in states for button in state.buttons)


def press(shown: WholeWindow, name: str, start: str) -> None:
    panel = shown.bring_up(name)
    buttons = [b for state in panel.findChildren(EmptyState) for b in state.buttons]
    next(button for button in buttons if button.text().startswith(start)).click()
    shown.settle()


def test_the_example_of_the_results_is_a_search_that_finds_something(shown: WholeWindow) -> None:
    panel = shown.bring_up("results")
    state = next(s for s in panel.findChildren(EmptyState) if s.isVisible())
    state.buttons[0].click()
    shown.settle()
    assert shown.workspace.shared.results.hits
    shown.workspace.shared.show_results(ResultList(""))
    shown.settle()


def test_the_example_of_the_details_is_an_item_of_the_library(shown: WholeWindow) -> None:
    shown.workspace.shared.select([])
    press(shown, "details", "Show an example")
    assert len(shown.workspace.shared.selection) == 1
    shown.workspace.shared.select([])


def test_the_example_of_a_watchlist_can_be_taken_back(shown: WholeWindow) -> None:
    press(shown, "watchlist", "Make an example")
    catalogue = shown.workspace.context.services.library.catalogue
    assert catalogue.watchlists() == {"Example": 5} or len(catalogue.watchlist("Example")) == 5
    shown.window.undo()
    shown.settle()
    assert not catalogue.watchlists()
