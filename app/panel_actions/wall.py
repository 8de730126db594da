"""Actions of the wall."""

from PySide6.QtCore import QCoreApplication

from app.context import Action, PanelContext
from app.panel_actions import declare, for_selected, never


def _tr(text: str) -> str:
    return QCoreApplication.translate("WallPanel", text)


def _arrange(text: str) -> str:
    return QCoreApplication.translate("WallArranging", text)


def actions(context: PanelContext) -> list[Action]:
    """Return them."""
    return [
        declare("wall.shuffle", _arrange("Shuffle the wall"), menu="View"),
        declare(
            "wall.surprise",
            _arrange("Surprise me"),
            "Ctrl+R",
            "View",
            tip=_arrange("Fly to any item that passes the filters"),
            is_enabled=never,
        ),
        for_selected(
            context,
            "wall.more-like-this",
            _arrange("More like this on the wall"),
            "Ctrl+M",
            tip=_arrange("Arrange the wall around the current item, the most alike nearest"),
        ),
        declare("wall.find", _tr("Find on the wall"), "Ctrl+Shift+F", "View"),
        declare("wall.show-all", _tr("Show the whole wall"), "Ctrl+0", "View"),
        for_selected(
            context,
            "wall.show-item",
            _tr("Show on the wall"),
            tip=_tr("Bring the current item into view on the wall"),
        ),
    ]
