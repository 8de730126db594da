"""Actions of the explore panel."""

from PySide6.QtCore import QCoreApplication

from app.context import Action, PanelContext
from app.panel_actions import for_selected


def _tr(text: str) -> str:
    return QCoreApplication.translate("ExplorePanel", text)


def actions(context: PanelContext) -> list[Action]:
    """Return them."""
    return [
        for_selected(
            context,
            "item.explore",
            _tr("Explore from here"),
            tip=_tr("Show what is like the current item in the explore panel"),
        )
    ]
