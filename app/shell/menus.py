"""Turns actions into menus and shortcuts and keeps both up to date."""

from functools import partial
from typing import cast

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from app.context import Action, Actions
from app.widgets.icons import icon
from app.widgets.item_menu import arranged, lay_out
from common.settings import Settings

SECOND_KEYS = {
    "edit.redo": ("Ctrl+Y",),
    "hits.next": ("Ctrl+G",),
    "hits.previous": ("Ctrl+Shift+G",),
}


def shortcut_of(action: Action, settings: Settings) -> str:
    """Return the key sequence of an action in portable text: the user's, else its default."""
    return settings.shortcuts.get(action.name, action.shortcut)


def shown_keys(sequence: str) -> str:
    """Return a key sequence as the desktop writes it."""
    return QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText)


class Menus(QObject):
    """The menu bar of a window, made from its actions.

    Args:
        window: the window; its menu bar is filled.
        settings: for the user's own shortcuts.
    """

    ORDER = ("File", "Edit", "View", "Item", "Tools", "Help")

    def __init__(self, window: QMainWindow, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._actions: Actions | None = None
        self._shown: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        self._inner: list[QMenu] = []  # submenus of the menu of items
        self._items_due = QTimer(self, singleShot=True, interval=0)
        self._items_due.timeout.connect(self._lay_out_items)

    def title(self, menu: str) -> str:
        """Return the translated title of a main menu."""
        known = {
            "File": self.tr("&File"),
            "Edit": self.tr("&Edit"),
            "View": self.tr("&View"),
            "Item": self.tr("&Item"),
            "Tools": self.tr("&Tools"),
            "Help": self.tr("&Help"),
        }
        return known.get(menu, menu)

    def show_actions(self, actions: Actions) -> None:
        """Replace everything by actions; those added later appear by themselves."""
        if self._actions is not None:
            self._actions.added.disconnect(self._on_added)
        for shown in self._shown.values():
            self._window.removeAction(shown)
            shown.deleteLater()
        self._shown.clear()
        self._window.menuBar().clear()
        for menu in self._menus.values():  # with the menus inside it
            menu.deleteLater()
        self._menus.clear()
        self._inner.clear()
        self._actions = actions
        for name in self.ORDER:
            self._menu(name)
        for action in actions.all():
            self._add(action)
        actions.added.connect(self._on_added)

    def apply_shortcuts(self) -> None:
        """Give every action the key sequence that the settings say."""
        if self._actions is None:
            return
        for action in self._actions.all():
            self._shown[action.name].setShortcuts(self._keys(action))

    def _keys(self, action: Action) -> list[QKeySequence]:
        """Return the keys of an action; a second habit counts while the first is not changed."""
        keys = [QKeySequence(shortcut_of(action, self._settings))]
        if action.name not in self._settings.shortcuts:
            keys += [QKeySequence(also) for also in SECOND_KEYS.get(action.name, ())]
        return keys

    def menu(self, name: str) -> QMenu:
        """Return a main menu, "File" and its like."""
        return self._menu(name)

    def shown(self, name: str) -> QAction:
        """Return what stands for an action in the menus."""
        return self._shown[name]

    def _menu(self, name: str) -> QMenu:
        if name not in self._menus:
            menu = self._window.menuBar().addMenu(self.title(name))
            menu.setAccessibleName(self.title(name).replace("&", ""))
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(partial(self._refresh, name))
            menu.aboutToHide.connect(self._enable_all)
            self._menus[name] = menu
        return self._menus[name]

    @Slot(object)
    def _on_added(self, action: Action) -> None:
        self._add(action)

    def _add(self, action: Action) -> None:
        menu = self._menu(action.menu)
        if action.for_items:
            self._make(action)
            self._items_due.start()
            return
        group = action.name.partition(".")[0]
        # What panels add to the menu of files stands above the way out.
        end = self._end(menu) if action.menu == "File" else None
        above = menu.actions() if end is None else menu.actions()[: menu.actions().index(end)]
        last = [shown for shown in above if not shown.isSeparator()]
        if last and last[-1].property("group") != group:
            menu.insertSeparator(end) if end is not None else menu.addSeparator()
        shown = self._make(action)
        menu.insertAction(end, shown) if end is not None else menu.addAction(shown)

    def _make(self, action: Action) -> QAction:
        """Return what stands for an action; its key counts from now on."""
        shown = QAction(action.title, self._window)
        shown.setProperty("group", action.name.partition(".")[0])
        shown.setProperty("name", action.name)
        shown.setToolTip(action.tip or action.title.replace("&", ""))
        shown.setStatusTip(action.tip)
        shown.setCheckable(action.is_checked is not None)
        if action.icon:
            shown.setIcon(icon(action.icon))
        shown.setShortcuts(self._keys(action))
        shown.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        shown.triggered.connect(partial(self._trigger, action.name))
        self._window.addAction(shown)
        self._shown[action.name] = shown
        return shown

    @Slot()
    def _lay_out_items(self) -> None:
        """Fill the menu of items as all menus of items are filled: see app.widgets.item_menu."""
        menu, actions = self._menus.get("Item"), self._actions
        if menu is None or actions is None:
            return
        menu.clear()
        for inner in self._inner:
            inner.deleteLater()
        lay_out(menu, arranged(actions.for_items()), self.shown)
        entries = menu.actions()
        self._inner = [cast(QMenu, entry.menu()) for entry in entries if entry.menu()]
        others = [a.name for a in actions.all() if a.menu == "Item" and not a.for_items]
        if others:
            menu.addSeparator()
            menu.addActions([self._shown[name] for name in others])

    def _end(self, menu: QMenu) -> QAction | None:
        """Return the line above “Quit”, None where that is not in a menu yet."""
        entries = menu.actions()
        places = [n for n, entry in enumerate(entries) if entry.property("name") == "app.quit"]
        if not places:
            return None
        above = places[0] - 1
        return entries[above] if above >= 0 and entries[above].isSeparator() else entries[places[0]]

    def _trigger(self, name: str, _checked: bool = False) -> None:
        if self._actions is not None:
            self._actions.trigger(name)

    def _refresh(self, menu: str) -> None:
        actions = self._actions
        for action in actions.all() if actions is not None else ():
            if actions is None or action.menu != menu:
                continue
            shown = self._shown[action.name]
            shown.setEnabled(actions.is_enabled(action))
            shown.setToolTip(actions.tip(action))
            if action.is_checked is not None:
                shown.setChecked(action.is_checked())
        for inner in self._inner if menu == "Item" else ():
            inner.setEnabled(any(entry.isEnabled() for entry in inner.actions()))

    @Slot()
    def _enable_all(self) -> None:
        # A disabled QAction swallows its shortcut, and what it depends on may change while no menu
        # is open: Actions.trigger() asks again.
        for shown in self._shown.values():
            shown.setEnabled(True)
        for inner in self._inner:
            inner.setEnabled(True)
