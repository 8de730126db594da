"""Actions of the explore panel."""

from PySide6.QtCore import QCoreApplication

from app.context import Action, PanelContext
from app.panel_actions import declare, one_selected


def _tr(text: str) -> str:
    return QCoreApplication.translate("ExplorePanel", text)


def actions(context: PanelContext) -> list[Action]:
    """Return them."""
    return [
        declare(
            "item.explore",
            _tr("Explore from here"),
            for_items=True,
            tip=_tr("Show what is like the current item in the explore panel"),
            is_enabled=one_selected(context),
        )
    ]
