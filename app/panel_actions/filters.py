"""Actions of the filters panel."""

from PySide6.QtCore import QCoreApplication

from app.context import Action, PanelContext
from app.panel_actions import declare


def _tr(text: str) -> str:
    return QCoreApplication.translate("FiltersPanel", text)


def actions(context: PanelContext) -> list[Action]:
    """Return them."""
    return [
        declare(
            "filters.clear",
            _tr("Clear all &filters"),
            "Ctrl+Shift+X",
            "Edit",
            tip=_tr("Let everything pass again"),
            is_enabled=lambda: bool(context.shared.filters),
            icon="filter",
        )
    ]
