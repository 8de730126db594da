"""Actions of the days panel."""

from PySide6.QtCore import QCoreApplication

from app.context import Action, PanelContext
from app.panel_actions import declare, for_selected


def _tr(text: str) -> str:
    return QCoreApplication.translate("DaysPanel", text)


def _ask(text: str) -> str:
    return QCoreApplication.translate("Asking", text)


def actions(context: PanelContext) -> list[Action]:
    """Return them."""
    return [
        declare(
            "days.correct-clock",
            _ask("Correct a clock …"),
            menu="Tools",
            tip=_ask("Correct the clock of a camera, for all its photos"),
            writes=True,
        ),
        for_selected(
            context,
            "item.show-day",
            _tr("Show that day"),
            tip=_tr("Show the day of the current item in the days panel"),
        ),
    ]
