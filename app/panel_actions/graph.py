"""Actions of the graph panel."""

from PySide6.QtCore import QCoreApplication

from app.context import Action, PanelContext
from app.panel_actions import declare, for_selected


def _tr(text: str) -> str:
    return QCoreApplication.translate("GraphPanel", text)


def actions(context: PanelContext) -> list[Action]:
    """Return them."""
    return [
        for_selected(
            context,
            "item.walk-from",
            _tr("Walk from its tags"),
            tip=_tr("What lies near to the tags of the current item"),
            icon="graph",
        ),
        declare(
            "graph.view",
            _tr("Graph view"),
            "Alt+G",
            "View",
            tip=_tr("What belongs together, as clusters"),
            icon="graph",
        ),
        declare(
            "graph.walk",
            _tr("Walk from tags"),
            "Alt+W",
            "View",
            tip=_tr("From tags to what lies near to them"),
            icon="graph",
        ),
    ]
