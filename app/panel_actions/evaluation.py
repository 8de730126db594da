"""Actions of the evaluation panel."""

from PySide6.QtCore import QCoreApplication

from app.context import Action, PanelContext
from app.panel_actions import declare, never


def _tr(text: str) -> str:
    return QCoreApplication.translate("EvaluationPanel", text)


SUBMIT_KEY = "Ctrl+Shift+Return"
NEXT_KEY = "Ctrl+Alt+N"


def actions(_context: PanelContext) -> list[Action]:
    """Return them."""
    return [
        declare(
            "item.submit",
            _tr("Submit to the evaluation"),
            SUBMIT_KEY,
            for_items=True,
            is_enabled=never,
            icon="evaluation",
            tip=_tr("Submit the selected items to the task that runs; it cannot be undone"),
        ),
        declare(
            "evaluation.next",
            _tr("Next task of practice"),
            NEXT_KEY,
            "Tools",
            tip=_tr("Start the next task, or make some; one that runs is skipped"),
        ),
    ]
