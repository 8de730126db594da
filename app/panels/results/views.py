"""The views of the results panel: one explicit list; each is made when it is first chosen."""

import importlib
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.context import PanelContext
from app.panels.results.view import HitView, hit_views


@dataclass(frozen=True, slots=True)
class ViewEntry:
    """A view of the results.

    Args:
        name: registry name.
        module: where it is registered.
        icon: drawing on its button.
        key: key that chooses it in the panel: a digit, or a letter that keys.py leaves free.
    """

    name: str
    module: str
    icon: str
    key: str


# Digits choose views, in the order of their buttons; 2 to 6 are views by time, 7 to 0 maps.
VIEWS: tuple[ViewEntry, ...] = (
    ViewEntry("grid", "app.panels.results.grid", "wall", "1"),
    ViewEntry("scenes", "app.panels.results.time_view", "scenes", "2"),
    ViewEntry("strips", "app.panels.results.time_view", "film", "3"),
    ViewEntry("videos", "app.panels.results.video_groups", "video", "4"),
    ViewEntry("periods", "app.panels.results.time_periods", "periods", "5"),
    ViewEntry("overview", "app.panels.results.video_overview", "overview", "6"),
    ViewEntry("map", "app.panels.results.map_view", "map", "7"),
    ViewEntry("som", "app.panels.results.map_som", "som", "8"),
    ViewEntry("concepts", "app.panels.results.map_concepts", "concepts", "9"),
    ViewEntry("space", "app.panels.results.space_view", "space", "0"),
    ViewEntry("changes", "app.panels.results.changes", "history", "C"),
)
_TITLES: dict[str, Any] = {
    "grid": (
        QT_TRANSLATE_NOOP("ResultViews", "Grid"),
        QT_TRANSLATE_NOOP("ResultViews", "All hits, best first, as pictures or as a list"),
    ),
    "scenes": (
        QT_TRANSLATE_NOOP("ResultViews", "Scenes"),
        QT_TRANSLATE_NOOP(
            "ResultViews", "One scene a row: matched frames by number, neighbours dimmed"
        ),
    ),
    "strips": (
        QT_TRANSLATE_NOOP("ResultViews", "Film strips"),
        QT_TRANSLATE_NOOP("ResultViews", "One hit a row, in all frames of its video"),
    ),
    "videos": (
        QT_TRANSLATE_NOOP("ResultViews", "By video"),
        QT_TRANSLATE_NOOP("ResultViews", "Videos with their best hits; photos by day"),
    ),
    "periods": (
        QT_TRANSLATE_NOOP("ResultViews", "Time cache"),
        QT_TRANSLATE_NOOP("ResultViews", "Only the best frame of each 1, 30, 60 or 180 seconds"),
    ),
    "overview": (
        QT_TRANSLATE_NOOP("ResultViews", "Videos as a whole"),
        QT_TRANSLATE_NOOP("ResultViews", "What is seen in each video, how often and how surely"),
    ),
    "changes": (
        QT_TRANSLATE_NOOP("ResultViews", "What changed"),
        QT_TRANSLATE_NOOP("ResultViews", "New, risen, fallen and gone against an earlier list"),
    ),
    "map": (
        QT_TRANSLATE_NOOP("ResultViews", "Map"),
        QT_TRANSLATE_NOOP(
            "ResultViews", "All hits condensed to one sorted map; zoom into neighbours"
        ),
    ),
    "som": (
        QT_TRANSLATE_NOOP("ResultViews", "Feature map"),
        QT_TRANSLATE_NOOP("ResultViews", "A self-organising map of the hits, or of the library"),
    ),
    "concepts": (
        QT_TRANSLATE_NOOP("ResultViews", "Concept maps"),
        QT_TRANSLATE_NOOP("ResultViews", "A small map for each frequent concept of the hits"),
    ),
    "space": (
        QT_TRANSLATE_NOOP("ResultViews", "Space"),
        QT_TRANSLATE_NOOP("ResultViews", "Hits in space, to fly through; a shelf and ways between"),
    ),
}


def view_titles() -> dict[str, tuple[str, str]]:
    """Return the title and a tip of each view by name, translated; a view need not be made."""
    translate = QCoreApplication.translate
    return {
        name: (translate("ResultViews", title), translate("ResultViews", tip))
        for name, (title, tip) in _TITLES.items()
    }


def make_view(entry: ViewEntry, context: PanelContext) -> HitView:
    """Import and make a view.

    Raises:
        Exception: whatever the module or the constructor raises; the panel goes on without it.
    """
    if entry.name not in hit_views:
        importlib.import_module(entry.module)
    return hit_views.create(entry.name, context)
