"""Actions of the search panel."""

from PySide6.QtCore import QCoreApplication

from app.context import Action, PanelContext
from app.panel_actions import declare, for_selected


def _tr(text: str) -> str:
    return QCoreApplication.translate("SearchActions", text)


def actions(context: PanelContext) -> list[Action]:
    """Return them."""
    return [*_box_actions(), *_item_actions(context), *_page_actions()]


def _box_actions() -> list[Action]:
    return [
        declare(
            "search.focus",
            _tr("Search"),
            "Ctrl+F",
            "Edit",
            tip=_tr("Go to the search box"),
            icon="search",
        )
    ]


def _item_actions(context: PanelContext) -> list[Action]:
    return [
        for_selected(
            context,
            "item.find-similar",
            _tr("Find more like this"),
            "Ctrl+E",
            tip=_tr("Find what looks like the selected item"),
            icon="search",
        ),
        for_selected(
            context,
            "item.add-to-query",
            _tr("Add to the search"),
            "Ctrl+Alt+A",
            tip=_tr("Search by the selected item beside what is asked already"),
            icon="add",
        ),
        for_selected(
            context,
            "item.find-pose",
            _tr("Find this pose"),
            "Ctrl+Alt+O",
            tip=_tr("Find people who stand, sit or move as in the selected photo"),
            icon="skeleton",
        ),
    ]


def _page_actions() -> list[Action]:
    return [
        declare(
            "search.canvas",
            _tr("Search by a canvas"),
            "Ctrl+Alt+C",
            "Edit",
            tip=_tr("Draw colours, objects, texts, pictures"),
            icon="canvas",
        ),
        declare(
            "search.clear",
            _tr("New search"),
            "",
            "Edit",
            tip=_tr("Begin with an empty query; filters stay"),
            icon="reset",
        ),
    ]
