"""Actions of the watchlist panel."""

from PySide6.QtCore import QCoreApplication

from app.context import Action, PanelContext
from app.panel_actions import declare


def _tr(text: str) -> str:
    return QCoreApplication.translate("WatchlistPanel", text)


ADD_KEYS = "Ctrl+Shift+L"


def actions(context: PanelContext) -> list[Action]:
    """Return them."""

    def may_add() -> bool:
        return bool(context.shared.selection) and not context.services.items.is_read_only

    return [
        declare(
            "watchlist.add-here",
            _tr("Add to the watchlist on show"),
            ADD_KEYS,
            for_items=True,
            tip=_tr("Put the selected items at the end of the watchlist on show"),
            is_enabled=may_add,
            writes=True,
        )
    ]
