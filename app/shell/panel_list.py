"""The panels of the program: one explicit list; each module is imported when its panel is made."""

import importlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QCoreApplication

from app.context import Action, Panel, PanelContext, panels
from app.panel_actions import (
    body,
    classifiers,
    days,
    evaluation,
    explain,
    explore,
    feedback,
    filters,
    graph,
    lifelog,
    results,
    search,
    wall,
    watchlist,
)
from common.jobs import JobContext

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PanelEntry:
    """A panel that the window shows.

    Args:
        name: registry name.
        module: where it is registered.
        icon: drawing beside its title.
        key: shortcut that shows it and puts the keyboard into it.
        area: where it first appears, as `Panel.area`; "" asks the panel.
        title: as shown, translated; "" asks the panel, which is then made at once.
        actions: what it lets the user do, from `app.panel_actions`.
        is_likely: made once the window is at rest: most people need it next.
        wakes: signal of SharedState that makes it -> its method that takes what was said; "" where
            it only has to look at the shared state.
    """

    name: str
    module: str
    icon: str
    key: str
    area: str = ""
    title: Callable[[], str] | None = None
    actions: Callable[[PanelContext], Sequence[Action]] | None = None
    wakes: Mapping[str, str] = field(default_factory=dict)
    is_likely: bool = False


def _title(panel: str) -> str:
    """Return the title of a panel, translated."""
    translate = QCoreApplication.translate
    return {
        "wall": translate("WallPanel", "Wall"),
        "results": translate("ResultsPanel", "Results"),
        "search": translate("SearchPanel", "Search"),
        "feedback": translate("FeedbackPanel", "Feedback"),
        "details": translate("DetailsPanel", "Details"),
        "filters": translate("FiltersPanel", "Filters"),
        "watchlist": translate("WatchlistPanel", "Watchlist"),
        "classifiers": translate("ClassifiersPanel", "Classifiers"),
        "explore": translate("ExplorePanel", "Explore"),
        "days": translate("DaysPanel", "Days"),
        "lifelog": translate("LifelogPanel", "Lifelog"),
        "graph": translate("GraphPanel", "Graph"),
        "explain": translate("ExplainPanel", "Explain"),
        "body": translate("BodyPanel", "Body"),
        "evaluation": translate("EvaluationPanel", "Evaluation"),
    }[panel]


def _entry(
    name: str,
    drawing: str,
    key: str,
    area: str,
    actions: Callable[[PanelContext], Sequence[Action]] | None = None,
    wakes: Mapping[str, str] | None = None,
    *,
    is_likely: bool = False,
) -> PanelEntry:
    title = partial(_title, name)
    return PanelEntry(
        name, f"app.panels.{name}", drawing, key, area, title, actions, wakes or {}, is_likely
    )


_SEARCH_WAKES = {"query_requested": "ask", "filters_changed": ""}

PANELS = (
    _entry("wall", "wall", "Ctrl+1", "center", wall.actions),
    _entry(
        "results",
        "list",
        "Ctrl+Alt+R",
        "center",
        results.actions,
        {"results_changed": "take"},
        is_likely=True,
    ),
    _entry("search", "search", "Ctrl+2", "left", search.actions, _SEARCH_WAKES),
    _entry("feedback", "feedback", "Ctrl+3", "center", feedback.actions),
    _entry("details", "details", "Ctrl+4", "right"),
    _entry("filters", "filters", "Ctrl+5", "left", filters.actions, {"filters_changed": ""}),
    _entry("watchlist", "star", "Ctrl+6", "right", watchlist.actions),
    _entry("classifiers", "classifiers", "Ctrl+7", "center", classifiers.actions),
    _entry("explore", "explore", "Ctrl+8", "center", explore.actions),
    _entry("days", "days", "Ctrl+Alt+D", "center", days.actions),
    _entry("lifelog", "lifelog", "Ctrl+9", "center", lifelog.actions),
    _entry("graph", "graph", "Ctrl+Alt+G", "center", graph.actions),
    _entry("explain", "explain", "Ctrl+Alt+E", "center", explain.actions),
    _entry("body", "body", "Ctrl+Alt+B", "center", body.actions),
    _entry("evaluation", "evaluation", "Ctrl+Alt+V", "right", evaluation.actions),
)


# What panels ask for at their first look, or for their first list.
ALSO_LOADED = ("app.services.body", "app.services.evaluation")


def load_modules(entries: Sequence[PanelEntry], context: JobContext) -> None:
    """Import the modules of panels, so that the first look at one need not; on any thread.

    Raises:
        JobCancelled: the library closes.
    """
    for module in (*(entry.module for entry in entries), *ALSO_LOADED):
        context.step(0)
        try:
            importlib.import_module(module)
        except Exception:  # told when the panel is wanted
            logger.exception("%r cannot be loaded", module)


def make_panel(entry: PanelEntry, context: PanelContext) -> Panel:
    """Import and make a panel.

    Raises:
        Exception: whatever the panel's module or its constructor raises; the window goes on
            without that panel.
    """
    if entry.name not in panels:
        importlib.import_module(entry.module)
    return panels.create(entry.name, context)
