"""The buttons under the picture of the inspector: what can be done with the item."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from app.context import PanelContext
from app.panels.results.more_like import MoreLikeMenu
from app.widgets.controls import on_click, push_button, tool_button
from app.widgets.flow_layout import FlowLayout
from app.widgets.item_menu import item_menu

# Actions on items that stand as buttons, where some part of the program offers them.
BUTTONS = (
    ("item.label-positive", "+"),
    ("item.label-negative", "−"),
    ("item.exclude", "⊘"),
    ("item.add-to-query", "⊕"),
    ("item.place-on-canvas", "▣"),
    ("item.submit", "⇧"),
)


class ItemButtons(QWidget):
    """Plays, asks for more like it, and runs the actions on items; wraps where it is narrow.

    Args:
        context: for the actions.
        parent: owner.
    """

    play_wanted = Signal()

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._own: dict[str, QToolButton] = {}  # of actions, by name
        self.more_like = MoreLikeMenu(context, self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        tr = self.tr
        self.play = push_button(tr("▶ Play"), tr("Play at the hit, or stop (P)"))
        on_click(self.play, self.play_wanted.emit)
        self.like = push_button(
            tr("Find more by"), tr("Find more like this, by a feature of your choice (L)")
        )
        self.like.setMenu(self.more_like)
        menu = tool_button("⋯", tr("All that can be done with the item"), self._show_menu)
        self._flow = FlowLayout(self, spacing=4)
        for button in (self.play, self.like):
            button.setMinimumWidth(button.sizeHint().width())
            self._flow.addWidget(button)
        self._flow.addWidget(menu)

    def add_actions(self) -> None:
        """Add buttons of actions on items; once all panels have added theirs."""
        known = {action.name: action for action in self._context.actions.all()}
        for name, sign in BUTTONS:
            action = known.get(name)
            if action is not None and name not in self._own:
                button = tool_button(sign, self._context.actions.tip(action), action.run)
                button.setObjectName(name)
                self._own[name] = button
                self._flow.addWidget(button)

    def enable(self, *, item: bool, video: bool) -> None:
        """Enable what can be used now; the tips of the others say why not.

        Args:
            item: an item is shown.
            video: it can be played.
        """
        actions = self._context.actions
        self.play.setEnabled(video)
        self.like.setEnabled(item)
        for action in actions.all():
            if (button := self._own.get(action.name)) is not None:
                button.setEnabled(item and actions.is_enabled(action))
                button.setToolTip(actions.tip(action))

    def show_playing(self, *, playing: bool) -> None:
        """Show whether it plays."""
        self.play.setText(self.tr("■ Stop") if playing else self.tr("▶ Play"))

    def _show_menu(self) -> None:
        if self._context.shared.selection:
            menu = item_menu(self._context, self)
            menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
