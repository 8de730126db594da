"""The context menu of the wall: what can be done with the selection, and what selects more."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from app.context import PanelContext
from app.widgets.item_menu import item_menu
from app.widgets.wall.select_button import fill_selection_menu
from app.widgets.wall.view import WallView


def pop_up_menu(parent: QWidget, context: PanelContext, view: WallView, at: QPoint) -> QMenu:
    """Show the context menu of the cell that it was asked for.

    Args:
        parent: owner of the menu.
        context: its actions for items are offered.
        view: the wall.
        at: global position.
    """
    menu = item_menu(context, parent)
    menu.addSeparator()
    cluster = view.selecting.cluster_of(view.input.menu_cell)
    fill_selection_menu(menu, view.selecting, cluster)
    menu.popup(at)
    return menu
