"""More like a hit, by a feature of choice."""

from functools import partial

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from app.context import PanelContext
from app.panel_actions import answer
from app.panel_actions.results import actions, feature_names
from app.panels.results import asking


class MoreLikeMenu(QMenu):
    """The features; a letter chooses one.

    Args:
        context: whose current item is asked by.
        parent: owner.
    """

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setTitle(self.tr("Find more like this by"))
        self.setToolTipsVisible(True)
        for feature, (title, tip) in feature_names().items():
            action = self.addAction(title)
            action.setData(feature)
            action.setToolTip(tip)
            action.triggered.connect(partial(self._on_chosen, feature))

    def _on_chosen(self, feature: str, _checked: bool = False) -> None:
        self.ask(feature)

    def ask(self, feature: str) -> None:
        """Search for more like the current item."""
        shared = self._context.shared
        if shared.current is not None:
            shared.note("results.more_like", {"item": shared.current, "feature": feature})
            shared.query_requested.emit(asking.like(shared.current, feature))

    def add_actions(self) -> None:
        """Offer the features everywhere: the menu of items, and the palette by name."""
        by_feature = {
            f"item.more-like-{feature}": partial(self.ask, feature) for feature in feature_names()
        }
        answer(self._context, actions(self._context), {"item.more-like": self.pop_up, **by_feature})

    def pop_up(self) -> None:
        """Show the menu at the mouse."""
        self.popup(QCursor.pos())
