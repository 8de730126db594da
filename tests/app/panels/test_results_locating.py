"""“Show in results”: brings an item into view, or says why it is not there, with a way out."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from app.context import Action
from app.panels.results import ResultsPanel
from app.panels.results.grid import GridView
from app.panels.results.hiding import Hiding
from app.services.types import Filter
from common.values import Hit, ResultList
from tests.panel_support import Desk


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> ResultsPanel:
    made = ResultsPanel(desk.context)
    qtbot.addWidget(made)
    made.resize(900, 640)
    made.show()
    hits = tuple(Hit(item, 1 - n / 10) for n, item in enumerate(desk.ids[:6]))
    desk.context.shared.show_results(ResultList("dog", hits, 6), "search")
    desk.settle(qtbot, made)
    return made


@pytest.fixture
def said(desk: Desk, panel: ResultsPanel, qtbot: QtBot) -> Callable[[int], tuple[str, object]]:
    """Show an item in the results; return what is said and the way out."""
    told: list[tuple[str, object]] = []
    desk.context.notices.posted.connect(lambda _level, text, _title, run: told.append((text, run)))

    def ask(item: int) -> tuple[str, object]:
        told.clear()
        desk.context.shared.select([item])
        desk.context.actions.trigger("item.show-in-results")
        desk.settle(qtbot, panel)
        return told[-1] if told else ("", None)

    return ask


def items_of(panel: ResultsPanel) -> list[int]:
    front = panel.stack.front
    assert isinstance(front, GridView)
    return front.grid.hits.items()


def test_an_item_that_is_shown_needs_no_word(desk: Desk, said) -> None:
    assert said(desk.ids[4]) == ("", None)


@pytest.mark.parametrize("why", ["excluded", "score", "seen"])
def test_what_leaves_it_out_is_said_and_taken_away(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot, said, why: str
) -> None:
    session, item = panel.session, desk.ids[5]
    if why == "excluded":
        session.exclude(session.excluded.with_items([item, desk.ids[0]]), "Exclude")
    elif why == "score":
        session.set_threshold(60)
    else:
        session.note_seen([item])
        session.set_hiding(Hiding(seen=True))
    desk.settle(qtbot, panel)
    assert item not in items_of(panel)
    text, way = said(item)
    assert why in text
    way()
    desk.settle(qtbot, panel)
    assert item in items_of(panel)
    assert said(item) == ("", None)
    if why == "excluded":
        assert desk.ids[0] not in items_of(panel)


def test_what_is_no_hit_is_shown_on_the_wall(desk: Desk, said) -> None:
    shown: list[bool] = []
    desk.context.actions.add(Action("wall.show-item", "Show", lambda: shown.append(True)))
    text, way = said(desk.ids[8])
    assert "“dog”" in text
    way()
    assert shown == [True]
    desk.context.shared.show_results(ResultList("cat"))
    assert said(desk.ids[8])[0] == "“cat” has no hits."
    desk.context.shared.show_results(ResultList(""))
    assert "nothing was searched for" in said(desk.ids[8])[0]


def test_what_filters_leave_out_says_so(desk: Desk, qtbot: QtBot, panel, said) -> None:
    desk.context.shared.set_filters([Filter("kind", ("video",))])
    desk.settle(qtbot, panel)
    text, way = said(desk.ids[8])
    assert "filters" in text
    way()
    assert desk.context.shared.filters == ()
