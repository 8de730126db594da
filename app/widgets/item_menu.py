"""The one menu of items: the same entries, order, names and keys wherever items are shown.

Each action is contributed once, to `PanelContext.actions`, by the part that can do it; `LAYOUT`
says where it stands. The main menu “Item”, the context menu of every view and the ⋯ buttons are
filled from it, so that no view has a list of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractScrollArea, QMenu, QWidget

from app.context import Action, PanelContext, SharedState
from app.widgets.icons import icon


@dataclass(frozen=True, slots=True)
class Submenu:
    """Entries that stand together under one title.

    Args:
        key: of its title: see `title_of`.
        names: of its actions, in order.
    """

    key: str
    names: tuple[str, ...]


Section = tuple[str | Submenu, ...]

SHORTCUTS = "shortcuts"  # the setting that gives actions keys of the user's own
FEATURES = ("looks", "embedding", "concepts", "colour", "texture", "motion")
LOOKING: Section = ("item.open", "item.compare")
FINDING: Section = (
    "item.find-similar",
    "wall.more-like-this",
    Submenu(
        "find-by",
        (
            *(f"item.more-like-{feature}" for feature in FEATURES),
            "item.similar-moments", "item.more-of-place", "item.more-of-time", "item.walk-from",
            "item.explore",
        ),
    ),
    "item.find-pose",
    "item.add-to-query",
    "item.place-on-canvas",
    "item.body-reference",
)  # fmt: skip
MARKING: Section = ("item.label-positive", "item.label-negative", "item.label-clear")
SHOWING: Section = ("wall.show-item", "item.show-in-results", "item.show-day")
EXPLAINING: Section = (
    "item.explain",
    Submenu("why", ("item.explain-hit", "item.explain-suggestion")),
)
KEEPING: Section = (
    Submenu(
        "collect",
        ("item.tag", "item.add-to-bucket", "item.add-to-watchlist", "watchlist.add-here"),
    ),
    Submenu("exclude", ("item.exclude", "item.exclude-video")),
    "item.submit",
)  # fmt: skip
HANDLING: Section = (
    "item.export",
    Submenu("file", ("item.copy-path", "item.reveal")),
    "item.remove",
)
LAYOUT: tuple[Section, ...] = (
    LOOKING, FINDING, MARKING, SHOWING, EXPLAINING, KEEPING, HANDLING,
)  # fmt: skip
LEAVING = (FINDING, SHOWING, EXPLAINING)  # what they do is seen in the main window


def title_of(key: str) -> str:
    """Return the title of a submenu."""
    tr = partial(QCoreApplication.translate, "ItemMenu")
    known = {
        "find-by": tr("Find more by"),
        "why": tr("Explain why it is here"),
        "collect": tr("Collect"),
        "exclude": tr("Exclude"),
        "file": tr("File"),
    }
    return known[key]


def names_in(section: Section) -> list[str]:
    """Return the names of all actions of a section, those of its submenus too."""
    return [
        name for entry in section for name in ((entry,) if isinstance(entry, str) else entry.names)
    ]


def arranged(actions: Sequence[Action]) -> list[Section]:
    """Return sections with those entries of the layout that there are actions for.

    Actions that the layout does not know, e.g. of a plug-in, follow in a section of their own, by
    name, so that the order does not depend on when they were added.
    """
    known = {action.name for action in actions}
    sections = []
    for section in LAYOUT:
        entries: list[str | Submenu] = []
        for entry in section:
            if isinstance(entry, str):
                entries += [entry] if entry in known else []
            elif names := tuple(name for name in entry.names if name in known):
                entries.append(Submenu(entry.key, names))
        sections.append(tuple(entries))
    placed = {name for section in LAYOUT for name in names_in(section)}
    sections.append(tuple(sorted(known - placed)))
    return [section for section in sections if section]


def lay_out(menu: QMenu, sections: Sequence[Section], entry_of: Callable[[str], QAction]) -> None:
    """Fill a menu with sections; lines stand between them.

    Args:
        menu: gets the entries behind what it has.
        sections: of `arranged`.
        entry_of: makes the entry of an action, by its name.
    """
    for section in sections:
        if menu.actions():
            menu.addSeparator()
        for entry in section:
            if isinstance(entry, str):
                menu.addAction(entry_of(entry))
                continue
            inner = menu.addMenu(title_of(entry.key))
            inner.setObjectName(f"item-menu-{entry.key}")
            inner.setToolTipsVisible(True)
            inner.addActions([entry_of(name) for name in entry.names])
            inner.setEnabled(any(one.isEnabled() for one in inner.actions()))


def shortcut_of(context: PanelContext, action: Action) -> str:
    """Return the key of an action in portable text: the user's, else its default."""
    return context.services.settings.shortcuts.get(action.name, action.shortcut)


def item_menu(
    context: PanelContext, parent: QWidget | None, done: Callable[[str], None] | None = None
) -> QMenu:
    """Return the menu of what can be done with the selected items.

    Args:
        context: its actions are offered.
        parent: owner; the menu goes when it is closed.
        done: called with the name of an action that was chosen, before it runs.
    """
    menu = QMenu(parent)
    menu.setObjectName("item-menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    actions = context.actions
    found = {action.name: action for action in actions.for_items()}

    def entry_of(name: str) -> QAction:
        action = found[name]
        keys = QKeySequence(shortcut_of(context, action))
        shown = keys.toString(QKeySequence.SequenceFormat.NativeText)
        entry = QAction(f"{action.title}\t{shown}" if shown else action.title, menu)
        entry.setObjectName(name)
        entry.setToolTip(actions.tip(action))
        entry.setEnabled(actions.is_enabled(action))
        if action.icon:
            entry.setIcon(icon(action.icon))
        entry.triggered.connect(partial(_run, action, done))
        return entry

    lay_out(menu, arranged(list(found.values())), entry_of)
    return menu


def _run(action: Action, done: Callable[[str], None] | None, _checked: bool = False) -> None:
    if done is not None:
        done(action.name)
    action.run()


def leaves(name: str) -> bool:
    """Whether what an action does is seen in the main window only."""
    return any(name in names_in(section) for section in LEAVING)


def focus_on(shared: SharedState, items: Sequence[int], source: str) -> None:
    """Let actions be about items: the last one becomes current.

    Where all of them are selected already, what is selected beside them stays selected.
    """
    if not all(item in shared.selection for item in items):
        shared.select(items, source)
    elif shared.current != items[-1]:
        shared.select([*shared.selection.without(set(items)), *items], source)


ItemsAt = Callable[[QPoint | None], Sequence[int]]


class ItemMenu(QObject):
    """Gives a widget that shows items the menu of items.

    A click with the right button selects what is under the mouse unless it is selected already;
    the menu key takes what has the keyboard.

    Args:
        context: selection and actions.
        widget: the context menu of this one; it owns this object.
        items_at: the items at a place of the widget (its viewport, if it has one), or with the
            keyboard for None; none for none.
        source: who changed the selection.
        more: adds what only this view offers, behind the rest.
        done: called with the name of an action that was chosen, before it runs.
    """

    def __init__(
        self,
        context: PanelContext,
        widget: QWidget,
        items_at: ItemsAt,
        source: str,
        *,
        more: Callable[[QMenu], None] | None = None,
        done: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(widget)
        self._context = context
        self._widget = widget
        self._items_at = items_at
        self._source = source
        self._more = more
        self._done = done
        inner = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
        self._inner: QWidget = inner
        inner.installEventFilter(self)
        if inner is not widget:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the menu when it is asked for."""
        if event.type() == QEvent.Type.ContextMenu and isinstance(event, QContextMenuEvent):
            by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
            if by_mouse and watched is not self._inner:
                return False
            return self.open(event.pos() if by_mouse else None, event.globalPos())
        return super().eventFilter(watched, event)

    def open(self, place: QPoint | None, at: QPoint) -> bool:
        """Show the menu.

        Args:
            place: of the mouse in the widget; None for the keyboard.
            at: global position of the menu.

        Returns:
            False where no item is there.
        """
        shared = self._context.shared
        items = list(self._items_at(place))
        if not items:
            return False
        focus_on(shared, items, self._source)
        menu = item_menu(self._context, self._widget, self._done)
        if self._more is not None:
            menu.addSeparator()
            self._more(menu)
        menu.popup(at)
        return True


class WindowItems(QObject):
    """Gives a window beside the main one the menu and the keys of items.

    What is seen in the main window only, such as a search, closes the window first.

    Args:
        context: selection, actions and the user's keys.
        window: viewer, player, …; it owns this object.
        item: what the window shows now.
        source: who changed the selection.
    """

    def __init__(
        self, context: PanelContext, window: QWidget, item: Callable[[], int | None], source: str
    ) -> None:
        super().__init__(window)
        self._context, self._window, self._item, self._source = context, window, item, source
        self._keys: dict[str, QShortcut] = {}
        self.menu = ItemMenu(context, window, self._items, source, done=self._leave)
        self._add_keys()
        context.actions.added.connect(self._add_key)
        context.shared.settings_changed.connect(self._on_setting)

    def _items(self, _place: QPoint | None) -> list[int]:
        item = self._item()
        return [] if item is None else [item]

    @Slot(str)
    def _on_setting(self, name: str) -> None:
        if name == SHORTCUTS:
            self._add_keys()

    def _add_keys(self) -> None:
        for action in self._context.actions.for_items():
            self._add_key(action)

    @Slot(object)
    def _add_key(self, action: Action) -> None:
        """Let the key of an action count in the window; it may be another one than before."""
        keys = QKeySequence(shortcut_of(self._context, action))
        if action.name in self._keys:
            self._keys[action.name].setKey(keys)
        elif action.for_items and not keys.isEmpty():
            shortcut = QShortcut(keys, self._window)
            shortcut.activated.connect(partial(self._press, action.name))
            self._keys[action.name] = shortcut

    def _press(self, name: str) -> None:
        if items := self._items(None):
            focus_on(self._context.shared, items, self._source)
            self._leave(name)
            self._context.actions.trigger(name)

    def _leave(self, name: str) -> None:
        if leaves(name):
            self._window.close()
