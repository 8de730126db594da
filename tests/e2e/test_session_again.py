"""A window closed in the middle of things is opened again as it was."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from app.services import body_drawing
from app.services.types import Filter, Query
from common.scenes import LifelogQuery, QueryNode, QueryPart
from tests.body_support import scribbles
from tests.e2e.conftest import Driver

# What follows from the size of the window, and the file that a drawing is saved to by itself.
VOLATILE = {"split", "sizes", "columns", "zoom", "project"}


def plain(value: Any) -> Any:
    """Return a state without what need not come back to the pixel."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items() if name not in VOLATILE}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return round(value, 6) if isinstance(value, float) else value


def differences(one: Any, other: Any, path: str = "") -> list[str]:
    """Return where two states differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        return [
            told
            for name in sorted(one.keys() | other.keys())
            for told in differences(one.get(name), other.get(name), f"{path}.{name}")
        ]
    return [] if one == other else [f"{path[1:]}: {one!r} / {other!r}"]


def panel_states(driver: Driver) -> dict[str, Any]:
    """Return the states of all panels, each made."""
    workspace = driver.window.workspace
    for name in workspace.names:
        assert workspace.panel(name) is not None
    driver.rest()
    states = {name: plain(workspace.panel(name).save_state()) for name in workspace.names}
    states["wall"].pop("view", None)  # none before the wall is seen
    return states


def use_everything(driver: Driver) -> None:
    """Leave each panel in another state than it has at first."""
    panel = driver.panel
    workspace = driver.window.workspace
    for name in workspace.names:
        workspace.panel(name)
    driver.shared.set_filters((Filter("kind", ("photo",)),), "test")
    panel("search").session.ask(
        Query.of("photo", mode="text", filters=(Filter("kind", ("photo",)),))
    )
    driver.rest()
    driver.shared.select([driver.shared.results.hits[0].item])
    driver.window.all_actions.trigger("item.label-positive")
    driver.until(lambda: driver.labels)
    panel("results").choose_view("strips")
    panel("results").session.set_sort("title")
    panel("results").head.inspect_button.click()
    part = QueryPart(nodes=(QueryNode(("tree",)),))
    panel("lifelog").session.take(LifelogQuery("", (part,)), "A tree")
    bar = panel("wall").bar
    bar.methods.setCurrentIndex(bar.methods.findData("name"))
    bar.methods.activated.emit(bar.methods.currentIndex())
    panel("explain").page.head.follow.click()
    panel("feedback").head.why_button.click()
    panel("graph").tabs.setCurrentIndex(1 - panel("graph").tabs.currentIndex())
    panel("explore").grid.set_side(120)
    driver.window.bring_up("body")
    body = panel("body").session
    driver.until(lambda: body.is_open)
    driver.rest()
    assert body.apply(body_drawing.set_strokes("front", "", scribbles(3)))
    driver.rest()


def test_a_window_opens_again_as_it_was_closed(
    make_driver: Callable[..., Driver], library_folder: Path
) -> None:
    first = make_driver()
    first.open(library_folder)
    use_everything(first)
    first.window.bring_up("body")
    first.rest()
    kept, shared = panel_states(first), first.shared
    front = first.window.workspace.save_state()["centre"]
    was = (shared.filters, shared.selection, [hit.item for hit in shared.results.hits])
    drawn = first.panel("body").session.document.state.strokes
    assert front == "body"
    first.window.close()
    again = make_driver()
    again.open(library_folder)
    again.rest()
    shared = again.shared
    assert (shared.filters, shared.selection, [h.item for h in shared.results.hits]) == was
    assert again.window.workspace.save_state()["centre"] == "body"
    found = panel_states(again)
    assert again.window.workspace.save_state()["centre"] == "body"  # nothing came forward
    told = differences(kept, found)
    assert told == [], "\n".join(told)
    body = again.panel("body").session
    again.until(lambda: body.is_open)
    points = [np.asarray(one.points) for one in body.document.state.strokes]
    assert len(points) == len(drawn) > 0
    for one, before in zip(points, drawn, strict=True):
        assert np.allclose(one, before.points, atol=1e-3)


def test_which_tabs_are_in_front_is_kept_at_once(opened: Driver) -> None:
    workspace, keeper = opened.window.workspace, opened.window.sessions
    sessions = workspace.context.services.sessions
    keeper._timer.stop()
    tabs, before = workspace.tabs, workspace.tabs.currentIndex()
    tabs.setCurrentIndex((before + 3) % tabs.count())
    front = workspace.save_state()["centre"]
    opened.until(lambda: (sessions.load() or {}).get("centre") == front)
    docks = (sessions.load() or {})["docks"]
    workspace.docks["watchlist"].raise_()
    opened.until(lambda: (sessions.load() or {})["docks"] != docks)
