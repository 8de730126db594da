"""Actions of the classifiers panel."""

from PySide6.QtCore import QCoreApplication

from app.context import Action, PanelContext
from app.panel_actions import declare, never


def _tr(text: str) -> str:
    return QCoreApplication.translate("ClassifiersPanel", text)


def actions(context: PanelContext) -> list[Action]:
    """Return them."""
    return [
        declare(
            "classifiers.new",
            _tr("New classifier …"),
            "Ctrl+Shift+N",
            "Tools",
            tip=_tr("Make a classifier that learns from what you mark"),
            is_enabled=lambda: not context.services.items.is_read_only,
            icon="classifiers",
            writes=True,
        ),
        declare(
            "classifiers.page-positive",
            _tr("Mark the page as relevant"),
            "Shift+P",
            "Tools",
            tip=_tr("Mark all keyframes that the classifiers panel shows as relevant"),
            is_enabled=never,
            writes=True,
        ),
        declare(
            "classifiers.page-negative",
            _tr("Mark the page as not relevant"),
            "Shift+N",
            "Tools",
            tip=_tr("Mark all keyframes that the classifiers panel shows as not relevant"),
            is_enabled=never,
            writes=True,
        ),
    ]
