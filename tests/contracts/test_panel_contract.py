"""One contract for every panel of the program, and every view of results."""

import importlib
import json
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.context import Panel, panels
from app.shell.panel_list import PANELS, PanelEntry, make_panel
from common.values import Hit, ResultList
from tests.panel_support import Desk

every = pytest.mark.parametrize("entry", PANELS, ids=lambda entry: entry.name)
GARBAGE: list[dict[str, Any]] = [
    {"nonsense": 1},
    dict.fromkeys(("text", "query", "items", "view", "sort", "page", "state", "filters")),
    {
        key: ["x", -1]
        for key in ("text", "query", "items", "view", "sort", "page", "boxes", "areas")
    },
]


@pytest.fixture(autouse=True)
def _without_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    """No panel waits until Numba has loaded: the plain loops give the same on so few items."""
    plain = importlib.import_module("indexers.scenes.plain")
    monkeypatch.setattr("indexers.scenes.plan.loops", lambda: plain)


def made(entry: PanelEntry, desk: Desk, qtbot: QtBot) -> Panel:
    panel = make_panel(entry, desk.context)
    qtbot.addWidget(panel)
    panel.resize(900, 640)
    return panel


@every
def test_a_panel_is_what_its_entry_says(entry: PanelEntry, desk: Desk, qtbot: QtBot) -> None:
    panel = made(entry, desk, qtbot)
    assert entry.name in panels
    assert panel.name == panel.objectName() == entry.name
    assert panel.area in {"center", "left", "right", "bottom"}
    assert entry.area in {"", panel.area}
    assert panel.title.strip()
    if entry.title is not None:
        assert entry.title() == panel.title
    if entry.actions is not None:
        declared = list(entry.actions(desk.context))
        assert len({action.name for action in declared}) == len(declared)
        assert all(action.title.strip() for action in declared)


@every
def test_a_panel_keeps_its_state_and_bears_any(entry: PanelEntry, desk: Desk, qtbot: QtBot) -> None:
    panel = made(entry, desk, qtbot)
    panel.show()
    desk.settle(qtbot, panel)
    panel.restore_state(panel.save_state())
    desk.settle(qtbot, panel)
    state = json.loads(json.dumps(panel.save_state()))  # e.g. sizes, which are known once shown
    panel.restore_state(state)
    desk.settle(qtbot, panel)
    assert json.loads(json.dumps(panel.save_state())) == state
    for garbage in GARBAGE:
        panel.restore_state(garbage)
    desk.settle(qtbot, panel)
    json.dumps(panel.save_state())


@every
def test_a_panel_follows_what_is_shared(entry: PanelEntry, desk: Desk, qtbot: QtBot) -> None:
    """Selection, results and filters come and go, also while the panel is not seen."""
    panel = made(entry, desk, qtbot)
    shared = desk.context.shared
    for is_seen in (False, True):
        panel.setVisible(is_seen)
        shared.select(desk.ids[:2], "test")
        shared.show_results(ResultList("test", tuple(Hit(item, 0.5) for item in desk.ids)))
        shared.select([], "test")
        shared.show_results(ResultList(""))
        shared.items_changed.emit("test")
        desk.settle(qtbot, panel)
    panel.focus_main()
    desk.settle(qtbot, panel)
    assert not [posted for posted in desk.posted if posted[0] == "error"]


def test_every_view_of_results(desk: Desk, qtbot: QtBot) -> None:
    from app.panels.results.view import HitView, hit_views
    from app.panels.results.views import VIEWS, make_view, view_titles

    titles = view_titles()
    for entry in VIEWS:
        view = make_view(entry, desk.context)
        qtbot.addWidget(view)
        assert isinstance(view, HitView)
        assert entry.name in hit_views
        assert all(part.strip() for part in titles[entry.name])
        state = json.loads(json.dumps(view.save_state()))
        view.restore_state(state)
        view.restore_state({"nonsense": 1})
        assert json.loads(json.dumps(view.save_state())) == state
    assert {entry.name for entry in VIEWS} == set(hit_views)
