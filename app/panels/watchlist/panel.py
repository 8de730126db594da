"""The watchlist panel: lists in the user's order, each change undoable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.context import Panel, PanelContext, panels
from app.jobs import Priority
from app.panel_actions import answer
from app.panel_actions.watchlist import ADD_KEYS, actions
from app.services.services import Services
from app.services.types import listed, watchlist_asked
from app.widgets.controls import tool_button
from app.widgets.drop_grid import OrderedGrid
from app.widgets.empty_state import EmptyState
from app.widgets.error_texts import service_text
from app.widgets.examples import with_example
from app.widgets.grid_model import ITEMS_MIME, decode_items
from app.widgets.icons import icon
from app.widgets.key_sheet import native
from app.widgets.labelling import Labeller
from app.widgets.numbers import numeral
from common.jobs import JobContext
from common.values import Hit

SIDE = 72  # pixels, of the pictures
EXAMPLES = 5  # items of a list made to be looked at


@dataclass(frozen=True, slots=True)
class _Read:
    """What the panel shows.

    Args:
        sizes: watchlists and how many items each holds.
        name: of the list that is shown, "" if there is none.
        items: of that list, in its order.
        version: of that list, which goes with a change, so that nobody else's is overwritten.
    """

    sizes: dict[str, int]
    name: str
    items: list[int]
    version: int


def _read(services: Services, wanted: str, context: JobContext) -> _Read:
    context.step(0)
    sizes = services.items.watchlists()
    name = wanted if wanted in sizes else next(iter(sizes), "")
    version = services.items.list_version("watchlist", name)  # before its items: never too new
    return _Read(sizes, name, services.items.watchlist_items(name) if name else [], version)


@panels.register("watchlist")
class WatchlistPanel(Panel):
    """Shows one watchlist at a time and lets the user order it.

    Keys in the list: Alt with the arrow keys moves, Delete takes out, Enter opens.
    """

    name = "watchlist"
    area = "right"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._wanted = ""
        self._read: _Read | None = None
        self._is_reading = False
        self._waiting: dict[int, None] = {}  # in order, to be added as soon as the lists are known
        self._labeller = Labeller(context, self, self.name)
        self.lists = QComboBox()
        self.lists.setAccessibleName(self.tr("Watchlist"))
        self.lists.setToolTip(self.tr("Which watchlist is shown"))
        self.lists.setMinimumContentsLength(8)
        self.lists.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.grid = OrderedGrid(context, self.name)
        self.grid.setAccessibleName(self.tr("Items of the watchlist"))
        self.grid.set_list(on=True)
        self.grid.set_side(SIDE)
        self.empty = EmptyState()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.grid)
        self.count = QLabel()
        self.count.setAccessibleName(self.tr("Length of the watchlist"))
        self._lay_out()
        self._connect()
        self._add_actions()
        self.reload()

    def _lay_out(self) -> None:
        tr = self.tr
        self.new_button = tool_button("", tr("New watchlist"), self.ask_new)
        self.rename_button = tool_button("", tr("Rename this watchlist"), self.ask_rename)
        self.delete_button = tool_button(
            "", tr("Delete this watchlist (Ctrl+Z brings it back)"), self.delete
        )
        self.show_button = tool_button(
            "", tr("Make this watchlist the result list of all panels"), self.publish
        )
        drawings = ("add", "tag", "remove", "list")
        row = QHBoxLayout()
        row.addWidget(self.lists, 1)
        for button, drawing in zip(self._buttons(), drawings, strict=True):
            button.setIcon(icon(drawing))
            button.setAutoRaise(True)
            row.addWidget(button)
        self.setAcceptDrops(self._labeller.can_write)
        self.grid.setAcceptDrops(self._labeller.can_write)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 4)
        layout.addLayout(row)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.count)

    def _buttons(self) -> tuple[Any, ...]:
        return (self.new_button, self.rename_button, self.delete_button, self.show_button)

    def _connect(self) -> None:
        self.lists.activated.connect(self._on_list)
        self.grid.order_wanted.connect(self._on_order)
        self.grid.removal_wanted.connect(self._on_removal)
        self.context.shared.items_changed.connect(self._on_items_changed)

    def _add_actions(self) -> None:
        answer(self.context, actions(self.context), {"watchlist.add-here": self.add_selected})

    # -- Panel

    @property
    def title(self) -> str:
        """Title of the panel."""
        return self.tr("Watchlist")

    @property
    def is_idle(self) -> bool:
        """Whether the list on show is what the library holds."""
        return not self._is_reading and self.grid.is_idle

    @property
    def current(self) -> str:
        """Name of the watchlist on show, "" if there is none."""
        return self._read.name if self._read is not None else ""

    def focus_main(self) -> None:
        """Put the keyboard into the list."""
        shows_list = self.pages.currentWidget() is self.grid
        (self.grid if shows_list else self.new_button).setFocus()

    def save_state(self) -> dict[str, Any]:
        """Return which watchlist is on show."""
        return {"list": self.current}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Show the watchlist of a session; one that is gone is ignored."""
        if isinstance(state.get("list"), str):
            self.open_list(state["list"])

    # -- reading

    def reload(self) -> None:
        """Read the watchlists and the one on show."""
        self._is_reading = True
        work = partial(_read, self.context.services, self._wanted)
        job = self.context.jobs.submit(
            "io", work, replaces="watchlist", priority=Priority.INTERACTIVE
        )
        job.succeeded.connect(self._show)
        job.failed.connect(self._on_failed)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._is_reading = False
        self.context.notices.error(error)

    @Slot(object)
    def _show(self, read: _Read) -> None:
        before, self._read, self._is_reading = self._read, read, False
        self._wanted = read.name
        with QSignalBlocker(self.lists):
            self.lists.clear()
            for name, size in read.sizes.items():
                self.lists.addItem(f"{name}  ({numeral(size)})", name)
            self.lists.setCurrentIndex(self.lists.findData(read.name))
        self.lists.setEnabled(bool(read.sizes))
        is_same = before is not None and (before.name, before.items) == (read.name, read.items)
        if not is_same:
            offset = self.grid.verticalScrollBar().value()
            self.grid.show_hits([Hit(item, 0.0) for item in read.items])
            if before is not None and before.name == read.name:
                self.grid.verticalScrollBar().setValue(offset)
        self._show_state(read)
        waiting, self._waiting = self._waiting, {}
        if waiting:
            self._add(tuple(waiting))

    def _show_state(self, read: _Read) -> None:
        """Show the list, or why there is none and what to do."""
        tr, can_write = self.tr, self._labeller.can_write
        self.pages.setCurrentWidget(self.grid if read.items else self.empty)
        count = len(read.items)
        self.count.setText(tr("One item") if count == 1 else tr("%s items") % numeral(count))
        self.count.setVisible(bool(read.items))
        self.new_button.setEnabled(can_write)
        for button in (self.rename_button, self.delete_button):
            button.setEnabled(can_write and bool(read.name))
        self.show_button.setEnabled(bool(read.items))
        if read.items:
            return
        if not can_write:
            self.empty.say(
                tr("No watchlist"),
                tr("Read-only: %s") % service_text(self.context.services.items.read_only_reason),
            )
            return
        title = tr("“%s” is empty") % read.name if read.name else tr("No watchlist yet")
        self.empty.say(
            title,
            tr(
                "Select what you want to see later and press %s, or choose “Add to watchlist …” "
                "in its menu. Drag the rows into your order."
            )
            % native(ADD_KEYS),
        )
        if not read.name:
            self.empty.offer(tr("New watchlist"), self.ask_new)
            self.empty.offer(
                tr("Make an example"),
                partial(with_example, self.context, EXAMPLES, self._make_example),
                tr("A watchlist of five items; Ctrl+Z takes it back"),
            )

    # -- what the user does

    def open_list(self, name: str) -> None:
        """Show a watchlist; another one if there is none of this name."""
        self._wanted = name
        self.reload()

    @Slot(int)
    def _on_list(self, index: int) -> None:
        self.open_list(str(self.lists.itemData(index)))

    @Slot(str)
    def _on_items_changed(self, _source: str) -> None:
        self.reload()

    def add_selected(self) -> None:
        """Put the selected items at the end of the watchlist on show, made if there is none."""
        items = self.context.shared.selection
        if self._read is None and self._is_reading:  # which list is on show is not known yet
            self._waiting = dict.fromkeys((*self._waiting, *items))
            return
        self._add(items)
        # A dock behind another tab counts as visible, but none of it is on the screen.
        if self.visibleRegion().isEmpty():
            added = self.tr("%n item(s) for “{name}” (Ctrl+Z takes back)", "", len(items))
            self.context.notices.info(added.format(name=self._wanted))

    def _add(self, items: Sequence[int]) -> None:
        # What was wanted last counts, also while it is still being made or read.
        self._wanted = self._wanted or self.tr("Watchlist")
        self._labeller.list_in("watchlist", self._wanted, items)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take items also while the list is empty."""
        if event.mimeData().hasFormat(ITEMS_MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put dropped items at the end."""
        if items := decode_items(event.mimeData()):
            event.acceptProposedAction()
            self._add(items)

    @Slot(object)
    def _on_order(self, items: Sequence[int]) -> None:
        if not self._labeller.can_write:
            return
        payload = self._seen() | {"items": list(items)}
        new = len(items) - self.grid.hits.rowCount()
        title = self.tr("Order “{name}”") if not new else self.tr("Add to “{name}”")
        self._labeller.do("watchlist.reorder", payload, title.format(name=self.current))

    @Slot(object)
    def _on_removal(self, items: Sequence[int]) -> None:
        if self._labeller.can_write:
            self._labeller.list_in("watchlist", self.current, items, on=False)

    def ask_new(self) -> None:
        """Ask for a name and make an empty watchlist of it."""
        name, accepted = QInputDialog.getText(
            self, self.tr("New watchlist"), self.tr("Name:"), QLineEdit.EchoMode.Normal
        )
        if accepted and name.strip():
            self.make(name.strip())

    def make(self, name: str) -> None:
        """Make an empty watchlist and show it; one that exists is shown."""
        if self._read is not None and name in self._read.sizes:
            self.open_list(name)
            return
        self._wanted = name
        title = self.tr("Make “%s”") % name
        self._labeller.do("watchlist.reorder", {"list": name, "items": []}, title)

    def _make_example(self, items: list[int]) -> None:
        """Make a watchlist of some items, as one step that can be undone."""
        self._wanted = name = self.tr("Example")
        title = self.tr("Make “%s”") % name
        self._labeller.do("watchlist.reorder", {"list": name, "items": items}, title)

    def ask_rename(self) -> None:
        """Ask for another name for the watchlist on show."""
        name, accepted = QInputDialog.getText(
            self,
            self.tr("Rename watchlist"),
            self.tr("Name:"),
            QLineEdit.EchoMode.Normal,
            self.current,
        )
        if accepted and name.strip():
            self.rename(name.strip())

    def rename(self, name: str) -> None:
        """Give the watchlist on show another name."""
        if self._read is not None and name not in self._read.sizes:
            self._wanted = name
        payload = self._seen() | {"to": name}
        self._labeller.do("watchlist.rename", payload, self.tr("Rename “%s”") % self.current)

    def delete(self) -> None:
        """Delete the watchlist on show; its items stay, and undo brings it back."""
        if self.current:
            title = self.tr("Delete “%s”") % self.current
            self._labeller.do("watchlist.delete", self._seen(), title)

    def _seen(self) -> dict[str, Any]:
        """Return the list on show as it was seen."""
        seen = {} if self._read is None else {"seen": self._read.version}
        return {"list": self.current, **seen}

    def publish(self) -> None:
        """Make the watchlist the result list of all panels."""
        if self._read is not None and self._read.items:
            name = self._read.name
            found = listed(name, self._read.items, recipe=watchlist_asked(name))
            self.context.shared.show_results(found, self.name, is_step=True)
