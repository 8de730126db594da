"""The keys of the feedback panel."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from app.panels.feedback.panel import FeedbackPanel


def keys_of(panel: "FeedbackPanel") -> dict[int, Callable[[], object]]:
    """Return keys without modifiers and what they do."""
    key, head = Qt.Key, panel.head
    return {
        key.Key_P: partial(panel.mark_selected, 1),
        key.Key_Plus: partial(panel.mark_selected, 1),
        key.Key_N: partial(panel.mark_selected, -1),
        key.Key_Minus: partial(panel.mark_selected, -1),
        key.Key_0: partial(panel.mark_selected, 0),
        key.Key_Backspace: partial(panel.mark_selected, 0),
        key.Key_Delete: partial(panel.mark_selected, 0),
        key.Key_G: panel.session.go_on,
        key.Key_F: panel.session.best_now,
        key.Key_R: panel.session.show_random,
        key.Key_L: panel.toggle_ranked,
        key.Key_W: head.why_button.click,
        key.Key_O: head.show_options,
        key.Key_Slash: head.search.setFocus,
    }
