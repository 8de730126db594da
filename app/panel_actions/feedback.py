"""Actions of the feedback panel."""

from PySide6.QtCore import QCoreApplication

from app.context import Action, PanelContext
from app.panel_actions import declare


def _tr(text: str) -> str:
    return QCoreApplication.translate("FeedbackPanel", text)


def actions(context: PanelContext) -> list[Action]:
    """Return them."""

    def may_mark() -> bool:
        return bool(context.shared.selection) and not context.services.items.is_read_only

    return [
        declare(
            name,
            title,
            keys,
            for_items=True,
            is_enabled=may_mark,
            tip=_tr("Feedback for the selected items: relevant, or not"),
            icon=drawing,
            writes=True,
        )
        for name, title, keys, drawing in (
            ("item.label-positive", _tr("Use as positive"), "Ctrl+Up", "positive"),
            ("item.label-negative", _tr("Use as negative"), "Ctrl+Down", "negative"),
            ("item.label-clear", _tr("Take the mark away"), "Ctrl+Backspace", ""),
        )
    ]
