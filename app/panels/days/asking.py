"""What the days panel asks the user: names of events, corrections of clocks, what to import."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtWidgets import QInputDialog, QWidget

from app.context import PanelContext
from app.panel_actions import answer
from app.panel_actions.days import actions
from app.panels.days import texts
from app.panels.days.changes import Changes
from app.panels.days.clock_dialog import ClockDialog
from app.panels.days.day_page import DayPage
from app.services.types import Stack
from app.widgets.empty_state import EmptyState
from app.widgets.item_menu import item_menu


class Asking(QWidget):
    """Dialogs and menus over the days panel; never shown itself.

    Args:
        context: services, jobs, actions.
        page: the day on show.
        changes: does what the user answers.
        parent: the panel.
    """

    def __init__(
        self, context: PanelContext, page: DayPage, changes: Changes, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.hide()
        self._context, self._page, self._changes = context, page, changes
        page.strip.named.connect(self.rename_event)
        page.strip.menu_wanted.connect(self._on_menu)
        answer(context, actions(context), {"days.correct-clock": self.correct_clock})

    @Slot(object, object)
    def _on_menu(self, stack: Stack | None, at: QPoint) -> None:
        if stack is None or self._page.view is None:
            return
        shared = self._context.shared
        if not set(shared.selection) & set(stack.items):
            self._page.chosen.emit(list(stack.items))  # the menu is about what the mouse is on
        menu = item_menu(self._context, self.parentWidget())
        menu.addSeparator()
        menu.addAction(self.tr("Show the event alone"), partial(self._page.strip.expand, stack))
        choose = partial(self._page.chosen.emit, list(stack.items))
        menu.addAction(self.tr("Select all of the event"), choose)
        rename = menu.addAction(self.tr("Rename the event …"), partial(self.rename_event, stack))
        rename.setEnabled(stack.episode > 0 and not self._context.actions.read_only_reason)
        menu.popup(at)

    @Slot(object)
    def rename_event(self, stack: Stack) -> None:
        """Ask for the name of an event."""
        view = self._page.view
        if view is None or not stack.episode or self._context.actions.read_only_reason:
            return
        found = texts.stack_name(view, stack)
        name, is_ok = QInputDialog.getText(
            self.parentWidget(),
            self.tr("Name the event"),
            self.tr("Name; empty for the one that was found"),
            text=found,
        )
        if is_ok and name.strip() != found:
            self._changes.name_event(stack.episode, name.strip())

    @Slot()
    def correct_clock(self) -> None:
        """Open the dialog that corrects a clock."""
        dialog = ClockDialog(self._context, self._context.shared.current, self.parentWidget())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted_clock.connect(self._changes.set_clock)
        dialog.open()


def explain(empty: EmptyState, context: PanelContext, what: str) -> None:
    """Say why a view has nothing to show, and offer to import what it needs.

    Args:
        empty: where it is said.
        context: knows the action that imports.
        what: "days", "places" or "map".
    """
    empty.say(*texts.nothing_yet(what))
    known = {action.name: action for action in context.actions.all()}
    if (action := known.get("import.media")) is not None:
        empty.offer(action.title.replace("&", ""), action.run, action.tip)
