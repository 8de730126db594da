"""Actions of the lifelog panel."""

from PySide6.QtCore import QCoreApplication

from app.context import Action, PanelContext
from app.panel_actions import for_selected


def _tr(text: str) -> str:
    return QCoreApplication.translate("LifelogPanel", text)


def actions(context: PanelContext) -> list[Action]:
    """Return them."""
    return [
        for_selected(context, name, title, tip=tip, icon="lifelog")
        for name, title, tip in (
            (
                "item.similar-moments",
                _tr("Similar moments"),
                _tr("Moments like this one: what is in it, how it looks, place and time of day"),
            ),
            (
                "item.more-of-place",
                _tr("More of this place"),
                _tr("What was taken at the same place"),
            ),
            (
                "item.more-of-time",
                _tr("More of this time of day"),
                _tr("What was taken at the same time of other days"),
            ),
        )
    ]
