"""The context menu of the wall: what can be done with the selection, and what selects more."""

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from app.context import Actions
from app.widgets.wall.select_button import fill_selection_menu
from app.widgets.wall.view import WallView


def pop_up_menu(parent: QWidget, actions: Actions, view: WallView, at: QPoint) -> QMenu:
    """Show the context menu of the cell that it was asked for.

    Args:
        parent: owner of the menu.
        actions: those for items are offered.
        view: the wall.
        at: global position.
    """
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    for action in actions.for_items():
        entry = menu.addAction(action.title)
        entry.setEnabled(actions.is_enabled(action))
        entry.setToolTip(actions.tip(action))
        entry.triggered.connect(partial(actions.trigger, action.name))
    menu.addSeparator()
    cluster = view.selecting.cluster_of(view.input.menu_cell)
    fill_selection_menu(menu, view.selecting, cluster)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at)
    return menu
