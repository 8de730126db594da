"""The sheet of keys on `?`: made from the keys and actions that are in force."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.context import PanelContext
from app.panels.results import keys
from app.widgets.key_sheet import KeySheet, native

if TYPE_CHECKING:
    from app.panels.results.panel import ResultsPanel

Rows = list[tuple[str, str]]


def _tr(text: str) -> str:
    return QCoreApplication.translate("ResultKeys", text)


def key_sheet(panel: "ResultsPanel", context: PanelContext) -> KeySheet:
    """Return a sheet with the keys of the panel, of its view in front, and of items.

    Args:
        panel: owner of the sheet.
        context: for the actions of items with the user's own shortcuts.
    """
    groups: dict[str, Rows] = {
        _tr("Results"): [(key.title, native(key.keys)) for key in keys.keys_of(panel)],
        _tr("Selected items, from everywhere"): _item_rows(context),
        _tr("Views"): [(key.title, native(key.keys)) for key in keys.view_keys(panel)],
        _tr("Hits"): [
            (_tr("Move"), _tr("Arrows")),
            (_tr("First, last"), _tr("Home, End")),
            (_tr("A page on, back"), _tr("Page Down, Up")),
            (_tr("Select while moving"), _tr("with Shift")),
            (_tr("Select all"), native("Ctrl+A")),
            (_tr("Clear the selection"), native("Esc")),
        ],
    }
    front = panel.stack.front
    own = front.keys() if front is not None else ()
    if front is not None and own:
        groups[_tr("View “%s”") % front.title] = list(own)
    return KeySheet(_tr("Keys of the results"), groups, panel)


def _item_rows(context: PanelContext) -> Rows:
    """Return the actions on items, and those that step through hits, with their keys."""
    rows = []
    for action in context.actions.all():
        shortcut = context.services.settings.shortcuts.get(action.name, action.shortcut)
        if shortcut and (action.for_items or action.name.startswith(("hits.", "item."))):
            title = action.title.replace("&", "").removesuffix("…").strip()
            rows.append((title, native(shortcut)))
    return rows
