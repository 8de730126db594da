"""Actions of the explain panel."""

from PySide6.QtCore import QCoreApplication

from app.context import Action, PanelContext
from app.panel_actions import declare, for_selected


def _tr(text: str) -> str:
    return QCoreApplication.translate("ExplainPanel", text)


def actions(context: PanelContext) -> list[Action]:
    """Return them."""
    shared = context.shared

    def is_hit() -> bool:
        current, results = shared.current, shared.results
        return bool(results.query) and any(hit.item == current for hit in results.hits)

    return [
        for_selected(
            context,
            "item.explain",
            _tr("Explain this"),
            "Ctrl+Shift+W",
            tip=_tr("Show what a network's answer rests on in the current item"),
            icon="explain",
        ),
        declare(
            "item.explain-hit",
            _tr("Explain why it was found"),
            for_items=True,
            is_enabled=is_hit,
            tip=_tr("Show where the current item matches the sentence or the example"),
        ),
        for_selected(
            context,
            "item.explain-suggestion",
            _tr("Explain why it is suggested"),
            tip=_tr("Show where the current item looks like what you marked as relevant"),
        ),
    ]
