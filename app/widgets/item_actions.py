"""Actions on the selected items that every panel offers in its context menus."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QInputDialog, QWidget

from app.context import HISTORY, Action, PanelContext, SharedState
from app.jobs import Priority
from app.services.history import HistoryService
from app.services.services import Services
from app.widgets.compare import LEAST, MOST, CompareView
from app.widgets.exporting import Exporter
from app.widgets.labelling import Labeller
from app.widgets.numbers import numeral
from common.errors import AppError
from common.jobs import JobContext
from common.values import ResultList

logger = logging.getLogger(__name__)

SOURCE = "item-actions"  # who takes items out of the list of results, and puts them back


def selected_or_none(shared: SharedState) -> Callable[[], bool]:
    """Return a function that says whether anything is selected."""
    return lambda: bool(shared.selection)


class ItemActions(QObject):
    """Opens, lists, copies, reveals and removes the selected items.

    Args:
        context: services, jobs, shared state, notices, actions.
        parent: the widget that dialogs belong to.
    """

    def __init__(self, context: PanelContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._widget = parent
        self._labeller = Labeller(context, self, SOURCE)
        known = {action.name for action in context.actions.all()}
        self._exporter = Exporter(context, parent)
        self._compare: CompareView | None = None
        self._removal: _Removal | None = None  # the latest one
        context.shared.items_changed.connect(self._on_items_changed)
        for action in (*self._looking(), *self._collecting(), *self._handling()):
            if action.name not in known:
                context.actions.add(action)

    def _looking(self) -> list[Action]:
        tr, some = self.tr, selected_or_none(self._context.shared)
        return [
            Action(
                "item.open", tr("Open"), self.open, "Ctrl+Return", for_items=True, icon="photo",
                tip=tr("Show the picture large, or play the video"), is_enabled=some,
            ),
            Action(
                "item.compare", tr("Compare"), self.compare, "Ctrl+K", for_items=True,
                tip=tr("Show two to six selected items side by side"), is_enabled=some,
            ),
            Action(
                "item.export", tr("Export selection …"), partial(self._exporter.ask, "selection"),
                for_items=True, is_enabled=some, icon="export",
                tip=tr("Write the selected items to a file: table, ZIP, contact sheet"),
            ),
            Action(
                "library.export", tr("&Export …"), self._exporter.ask, "Ctrl+Shift+E", "File",
                tip=tr("Write items to a file, or draw the wall at any size"), icon="external",
            ),
            Action(
                "library.import-marks", tr("Import &labels and tags …"),
                self._exporter.ask_for_marks, menu="File", icon="tag", writes=True,
                tip=tr("Take labels, tags, buckets and watchlists from an export"),
            ),
        ]  # fmt: skip

    def _collecting(self) -> list[Action]:
        tr = self.tr
        return [
            Action(
                "item.add-to-watchlist", tr("Add to watchlist …"), self.add_to_watchlist,
                "Ctrl+L", for_items=True, is_enabled=self._can_write, icon="star",
                tip=tr("Put the selected items on a watchlist"), writes=True,
            ),
            Action(
                "item.add-to-bucket", tr("Add to bucket …"), self.add_to_bucket, "Ctrl+B",
                for_items=True, tip=tr("Put the selected items into a bucket"), icon="bucket",
                is_enabled=self._can_write, writes=True,
            ),
            Action(
                "item.tag", tr("Tag …"), self.tag, "Ctrl+T", for_items=True, icon="tag",
                tip=tr("Give the selected items a tag"), is_enabled=self._can_write,
                writes=True,
            ),
        ]  # fmt: skip

    def _handling(self) -> list[Action]:
        tr, some = self.tr, selected_or_none(self._context.shared)
        return [
            Action(
                "item.copy-path", tr("Copy path"), self.copy_path, "Ctrl+Shift+C",
                for_items=True, tip=tr("Copy the paths of the selected items"), is_enabled=some,
                icon="copy",
            ),
            Action(
                "item.reveal", tr("Show in file manager"), self.reveal, "Ctrl+Shift+R",
                for_items=True, tip=tr("Open the folder of the current item"), is_enabled=some,
                icon="folder",
            ),
            Action(
                "item.remove", tr("Remove from library"), self.remove, "Ctrl+Delete",
                for_items=True, is_enabled=self._can_write, writes=True, icon="remove",
                tip=tr("Take the selected items out of the library; files stay where they are"),
            ),
        ]  # fmt: skip

    def _can_write(self) -> bool:
        return bool(self._context.shared.selection) and self._labeller.can_write

    def open(self) -> None:
        """Show the current item large, or play it."""
        current = self._context.shared.current
        if current is not None:
            hit = next((h for h in self._context.shared.results.hits if h.item == current), None)
            self._context.shared.opened.emit(current, float((hit and hit.start_s) or 0.0))

    def add_to_watchlist(self) -> None:
        """Ask for a watchlist and put the selection on it."""
        names = self._context.services.items.watchlists()
        name = self._ask(self.tr("Add to watchlist"), self.tr("Watchlist:"), list(names))
        if name:
            self._labeller.list_in("watchlist", name, self._context.shared.selection)

    def add_to_bucket(self) -> None:
        """Ask for a bucket and put the selection into it."""
        names = self._context.services.items.buckets()
        name = self._ask(self.tr("Add to bucket"), self.tr("Bucket:"), list(names))
        if name:
            self._labeller.list_in("bucket", name, self._context.shared.selection)

    def tag(self) -> None:
        """Ask for a tag and give it to the selection."""
        known = [value for value, _ in self._context.services.items.facet_counts("tag", limit=200)]
        name = self._ask(self.tr("Tag"), self.tr("Tag:"), known)
        if name:
            self._labeller.tag(self._context.shared.selection, name)

    def _ask(self, title: str, label: str, known: list[str]) -> str:
        name, accepted = QInputDialog.getItem(self._widget, title, label, known, 0, True)  # noqa: FBT003
        return name.strip() if accepted else ""

    def compare(self) -> None:
        """Show the selected items side by side."""
        shared = self._context.shared
        count = len(shared.selection)
        if not LEAST <= count <= MOST:
            said = self.tr("Select {least} to {most} items to compare; {count} are selected.")
            said = said.format(least=LEAST, most=MOST, count=numeral(count))
            if count == 1:
                said = self.tr("Select one to five more items to compare this one with.")
            self._context.notices.info(said)
            return
        if self._compare is None:
            self._compare = CompareView(self._context, self._widget)
        results = tuple(hit.item for hit in shared.results.hits)
        order = results if shared.current in results else ()
        self._compare.open_items(list(shared.selection), order)

    def copy_path(self) -> None:
        """Copy the paths of the selected items, one a line."""
        work = partial(_paths_of, self._context.services, self._context.shared.selection)
        job = self._context.jobs.submit("io", work, priority=Priority.INTERACTIVE)
        job.succeeded.connect(self._on_paths)
        job.failed.connect(self._context.notices.error)

    @Slot(object)
    def _on_paths(self, paths: list[str]) -> None:
        if paths:
            QGuiApplication.clipboard().setText("\n".join(paths))
            self._context.notices.info(self.tr("Copied %s") % self._paths(len(paths)))

    def _paths(self, count: int) -> str:
        return self.tr("one path") if count == 1 else self.tr("%s paths") % count

    def reveal(self) -> None:
        """Open the folder of the current item."""
        current = self._context.shared.current
        if current is None:
            return
        items = self._context.services.items
        try:
            if address := items.store_address(current):
                QGuiApplication.clipboard().setText(address)
                self._context.notices.info(self.tr("It lies in a store; its address was copied."))
                return
            folder = items.reveal_path(current)
        except AppError as error:
            self._context.notices.error(error)
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._context.notices.warn(self.tr("No file manager opened “%s”.") % folder)

    def remove(self) -> None:
        """Take the selection out of the library; a notice offers to take that back."""
        items = self._context.shared.selection
        if not items:
            return
        title = self.tr("Remove %s") % self._counted(len(items))
        work = partial(_remove, self._context.services.history, tuple(items), title)
        job = self._context.jobs.submit("db", work, title=title, priority=Priority.INTERACTIVE)
        job.succeeded.connect(self._on_removed)
        job.failed.connect(self._context.notices.error)

    def _counted(self, count: int) -> str:
        return self.tr("one item") if count == 1 else self.tr("%s items") % numeral(count)

    @Slot(object)
    def _on_removed(self, removal: "_Removal | None") -> None:
        if removal is None:
            return
        shared, gone = self._context.shared, set(removal.items)
        before = removal.results = shared.results
        hits = tuple(hit for hit in before.hits if hit.item not in gone)
        if len(hits) < len(before.hits):
            shared.swap_results(replace(before, hits=hits), SOURCE)
        removal.left = shared.results
        self._removal = removal
        shared.select(shared.selection.without(gone), SOURCE)
        self._tell_panels()
        count = len(removal.items)
        self._context.notices.info(
            self.tr("One item was removed.")
            if count == 1
            else self.tr("%s items were removed.") % numeral(count),
            self.tr("Undo"),
            partial(self._take_back, removal),
        )

    def _take_back(self, removal: "_Removal") -> None:
        """Undo a removal, unless something else was done since: that would have to go first."""
        work = partial(_undo, self._context.services.history, removal)
        job = self._context.jobs.submit("db", work, priority=Priority.INTERACTIVE)
        job.succeeded.connect(self._on_taken_back)
        job.failed.connect(self._context.notices.error)

    @Slot(object)
    def _on_taken_back(self, answer: "tuple[_Removal, bool]") -> None:
        removal, undone = answer
        if not undone:
            self._context.notices.warn(
                self.tr("This cannot be undone alone: more was done since. Use the history.")
            )
            return
        self._tell_panels()
        self._bring_back(removal)

    def _bring_back(self, removal: "_Removal") -> None:
        """Show what came back where it stood, if its list still stands, and select it."""
        shared, before = self._context.shared, removal.results
        if before is not None and shared.results is removal.left is not before:
            shared.swap_results(before, SOURCE)
        shared.select(removal.items, SOURCE)

    @Slot(str)
    def _on_items_changed(self, source: str) -> None:
        """See whether undo or redo of the history turned the removal."""
        if source == HISTORY and self._removal is not None:
            work = partial(_look_up, self._context.services, self._removal)
            job = self._context.jobs.submit("io", work, replaces="item-removal")
            job.succeeded.connect(self._on_looked_up)

    @Slot(object)
    def _on_looked_up(self, answer: "tuple[_Removal, bool]") -> None:
        removal, is_back = answer
        shared = self._context.shared
        if removal.is_back == is_back:
            return
        removal.is_back = is_back
        if is_back:
            self._bring_back(removal)
        elif removal.left is not None and shared.results is removal.results is not removal.left:
            shared.swap_results(removal.left, SOURCE)

    def _tell_panels(self) -> None:
        self._context.shared.items_changed.emit(SOURCE)
        self._context.shared.labels_changed.emit(SOURCE)


@dataclass(slots=True)
class _Removal:
    """A removal that its notice can take back.

    Args:
        entry: id of the command.
        items: that were selected.
        results: what all panels showed before.
        left: what they showed after.
        is_back: undo brought the items back.
    """

    entry: int
    items: tuple[int, ...]
    results: ResultList | None = None
    left: ResultList | None = None
    is_back: bool = False


def _look_up(services: Services, removal: _Removal, context: JobContext) -> tuple[_Removal, bool]:
    """Return a removal, and whether its items are in the library; runs in a lane."""
    context.step(0)
    return removal, bool(services.items.summaries(removal.items[:1]))


def _paths_of(services: Services, items: Sequence[int], context: JobContext) -> list[str]:
    """Return the paths of items, each once; runs in a lane."""
    context.step(0)
    summaries = services.items.summaries(items)
    return list(dict.fromkeys(summary.path for summary in summaries if summary.path))


def _remove(
    history: HistoryService, items: tuple[int, ...], title: str, context: JobContext
) -> _Removal | None:
    context.step(0)
    entry = history.do("item.remove", {"items": list(items)}, title)
    return None if entry is None else _Removal(entry.id, items)


def _undo(history: HistoryService, removal: _Removal, context: JobContext) -> tuple[_Removal, bool]:
    context.step(0)
    return removal, history.undo(only=removal.entry) is not None
