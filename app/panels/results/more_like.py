"""More like a hit, by a feature of choice."""

from functools import partial

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from app.context import Action, PanelContext
from app.panels.results import asking
from app.panels.results.texts import feature_names
from app.widgets.item_actions import selected_or_none


class MoreLikeMenu(QMenu):
    """The features; a letter chooses one.

    Args:
        context: whose current item is asked by.
        parent: owner.
    """

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setTitle(self.tr("More like this, by"))
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
        some = selected_or_none(self._context.shared)
        self._context.actions.add(
            Action(
                "item.more-like", self.tr("More like this …"), self.pop_up, "Ctrl+Shift+M",
                for_items=True, is_enabled=some, icon="search",
                tip=self.tr("Find more by looks, concepts, colour, texture, motion or embedding"),
            )
        )  # fmt: skip
        for feature, (title, tip) in feature_names().items():
            self._context.actions.add(
                Action(
                    f"item.more-like-{feature}",
                    self.tr("More like this: %s") % title.replace("&", ""),
                    partial(self.ask, feature),
                    tip=tip,
                    is_enabled=some,
                )
            )

    def pop_up(self) -> None:
        """Show the menu at the mouse."""
        self.popup(QCursor.pos())
