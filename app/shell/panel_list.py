"""The panels of the program: one explicit list; each module is imported when its panel is made."""

import importlib
import logging
from dataclasses import dataclass

from app.context import Panel, PanelContext, panels

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PanelEntry:
    """A panel that the window shows.

    Args:
        name: registry name.
        module: where it is registered.
        icon: drawing beside its title.
        key: shortcut that shows it and puts the keyboard into it.
    """

    name: str
    module: str
    icon: str
    key: str


PANELS = (
    PanelEntry("wall", "app.panels.wall", "wall", "Ctrl+1"),
    PanelEntry("results", "app.panels.results", "list", "Ctrl+Alt+R"),
    PanelEntry("search", "app.panels.search", "search", "Ctrl+2"),
    PanelEntry("feedback", "app.panels.feedback", "feedback", "Ctrl+3"),
    PanelEntry("details", "app.panels.details", "details", "Ctrl+4"),
    PanelEntry("filters", "app.panels.filters", "filters", "Ctrl+5"),
    PanelEntry("watchlist", "app.panels.watchlist", "star", "Ctrl+6"),
    PanelEntry("classifiers", "app.panels.classifiers", "classifiers", "Ctrl+7"),
    PanelEntry("explore", "app.panels.explore", "explore", "Ctrl+8"),
    PanelEntry("days", "app.panels.days", "days", "Ctrl+Alt+D"),
    PanelEntry("lifelog", "app.panels.lifelog", "lifelog", "Ctrl+9"),
    PanelEntry("graph", "app.panels.graph", "graph", "Ctrl+Alt+G"),
    PanelEntry("explain", "app.panels.explain", "explain", "Ctrl+Alt+E"),
    PanelEntry("body", "app.panels.body", "body", "Ctrl+Alt+B"),
    PanelEntry("evaluation", "app.panels.evaluation", "evaluation", "Ctrl+Alt+V"),
)


def make_panel(entry: PanelEntry, context: PanelContext) -> Panel:
    """Import and make a panel.

    Raises:
        Exception: whatever the panel's module or its constructor raises; the window goes on
            without that panel.
    """
    if entry.name not in panels:
        importlib.import_module(entry.module)
    return panels.create(entry.name, context)
