"""The views of the results panel: one explicit list; each is made when it is first chosen."""

import importlib
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.context import PanelContext
from app.panels.results.view import HitView, hit_views


@dataclass(frozen=True, slots=True)
class ViewEntry:
    """A view of the results.

    Args:
        name: registry name.
        module: where it is registered.
        icon: drawing on its button.
        key: digit that chooses it in the panel.
    """

    name: str
    module: str
    icon: str
    key: str


VIEWS: tuple[ViewEntry, ...] = (ViewEntry("grid", "app.panels.results.grid", "wall", "1"),)


def view_titles() -> dict[str, tuple[str, str]]:
    """Return the title and a tip of each view by name, translated; a view need not be made."""
    translate = QCoreApplication.translate
    return {
        "grid": (
            translate("ResultViews", "Grid"),
            translate("ResultViews", "All hits, best first, as pictures or as a list"),
        ),
    }


def make_view(entry: ViewEntry, context: PanelContext) -> HitView:
    """Import and make a view.

    Raises:
        Exception: whatever the module or the constructor raises; the panel goes on without it.
    """
    if entry.name not in hit_views:
        importlib.import_module(entry.module)
    return hit_views.create(entry.name, context)
