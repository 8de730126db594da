"""The side of the panel that lists classifiers and changes them."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.jobs import Job, Priority
from app.panels.classifiers import work
from app.panels.classifiers.dialog import ClassifierDialog
from app.panels.classifiers.names import NameList, Texts
from app.panels.classifiers.threshold import ThresholdBar
from app.services.classifiers_types import ClassifierEntry, ScoreCurve
from app.services.history_types import DEFAULT_SET
from app.services.types import Filter
from app.widgets.controls import tool_button
from app.widgets.empty_state import EmptyState
from app.widgets.icons import icon
from common.values import ResultList


class ClassifierSide(QWidget):
    """Classifiers: make, rename, copy, delete, choose the active one, set the threshold.

    Args:
        context: of the panel.
        parent: owner.
    """

    combine_asked = Signal(str, str, QPoint)  # two classifiers, where the menu shall be (global)
    shown = Signal(object)  # work.Read: all classifiers, freshly read
    items_dropped = Signal(str, object)  # label set, item ids

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._read = work.Read((), {}, ())
        self._running = 0
        self._next = ""  # to be the current one once all is read
        tr = self.tr
        self.names = NameList(
            Texts(
                tr("+{positive} −{negative}"), tr("%s members"), "{title}",
                tr("marks go here"),
            )
        )  # fmt: skip
        self.names.setAccessibleName(tr("Classifiers"))
        self.names.setAccessibleDescription(
            tr("Enter makes one active, F2 renames, Delete deletes, C combines it with another.")
        )
        self.empty = EmptyState()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.names)
        self.active = QLabel()
        self.active.setWordWrap(True)
        self.threshold = ThresholdBar()
        self._make_buttons()
        self._lay_out()
        self._connect()
        self._show_current("")

    def _make_buttons(self) -> None:
        tr = self.tr
        self.new_button = tool_button("", tr("New classifier (Ctrl+Shift+N)"), self.ask_new)
        self.copy_button = tool_button("", tr("Copy it, with its labels"), self.duplicate)
        self.rename_button = tool_button("", tr("Rename it (F2)"), self.ask_rename)
        self.options_button = tool_button("", tr("How it learns, and its colour"), self.ask_options)
        self.delete_button = tool_button(
            "", tr("Delete it; labels stay, Ctrl+Z brings it back (Delete)"), self.delete
        )
        self.show_button = tool_button("", tr("Show its members in all panels"), self.publish)
        self.filter_button = tool_button("", tr("Filter all panels by it"), self.filter_by)
        self.buttons = {
            "add": self.new_button, "copy": self.copy_button, "tag": self.rename_button,
            "settings": self.options_button, "remove": self.delete_button,
            "list": self.show_button, "filter": self.filter_button,
        }  # fmt: skip
        for drawing, button in self.buttons.items():
            button.setIcon(icon(drawing))
            button.setAutoRaise(True)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(2)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 4, 8)
        layout.addLayout(row)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.threshold)
        layout.addWidget(self.active)

    def _connect(self) -> None:
        names = self.names
        names.chosen.connect(self._show_current)
        names.activated_name.connect(self.activate)
        names.rename_wanted.connect(self.ask_rename)
        names.delete_wanted.connect(self.delete)
        names.combined.connect(self.combine_asked)
        names.combine_wanted.connect(self._on_combine_wanted)
        names.items_dropped.connect(self._on_items_dropped)
        self.threshold.kept.connect(self._keep_threshold)
        self._context.shared.label_set_changed.connect(self._on_label_set)

    # -- state

    @property
    def is_idle(self) -> bool:
        """Whether all is read."""
        return self._running == 0

    @property
    def entries(self) -> Sequence[ClassifierEntry]:
        """All classifiers by name."""
        return self._read.entries

    @property
    def _can_write(self) -> bool:
        return not self._context.services.items.is_read_only

    def reload(self) -> None:
        """Read all classifiers; those with new labels learn first."""
        job = self._submit("io", partial(work.read, self._context.services), "classifiers-read")
        job.succeeded.connect(self._show)

    @Slot(object)
    def _show(self, read: work.Read) -> None:
        self._read = read
        self.pages.setCurrentWidget(self.names if read.entries else self.empty)
        with QSignalBlocker(self.names):
            self.names.show_entries(read.entries, self._context.shared.label_set)
            self.names.choose(self._next)
        self._next = ""
        if not read.entries:
            self._teach()
        self._show_current(self.names.current)
        self.shown.emit(read)

    def _teach(self) -> None:
        tr = self.tr
        self.empty.say(
            tr("No classifier yet"),
            tr(
                "A classifier learns from items that you mark as relevant and not relevant, keeps "
                "its labels in this library, and takes in new items by itself."
            ),
        )
        if self._can_write:
            self.empty.offer(tr("New classifier"), self.ask_new)

    @Slot(str)
    def _show_current(self, name: str) -> None:
        """Show threshold, counts and what can be done with a classifier."""
        entry = self.names.entry if name else None
        learns = entry is not None and entry.saved.operation is None
        for button in self.buttons.values():
            button.setEnabled(entry is not None and self._can_write)
        self.new_button.setEnabled(self._can_write)
        self.options_button.setEnabled(learns and self._can_write)
        has_members = entry is not None and entry.members is not None
        self.show_button.setEnabled(has_members)
        self.filter_button.setEnabled(has_members)
        self.threshold.show_entry(entry, can_write=self._can_write)
        self._show_active()
        if entry is not None and learns and has_members:
            ask = partial(work.curve, self._context.services, entry.saved.name)
            self._submit("io", ask, "classifier-curve").succeeded.connect(self._on_curve)

    def _show_active(self) -> None:
        label_set = self._context.shared.label_set
        owner = next((e.saved.name for e in self.entries if e.saved.label_set == label_set), "")
        shown = owner or (self.tr("no classifier") if label_set == DEFAULT_SET else label_set)
        self.active.setText(self.tr("Marks go to: %s") % shown)

    @Slot(object)
    def _on_curve(self, answer: tuple[str, ScoreCurve]) -> None:
        if answer[0] == self.names.current:
            self.threshold.show_curve(answer[1])

    @Slot(str)
    def _on_label_set(self, label_set: str) -> None:
        with QSignalBlocker(self.names):
            self.names.show_entries(self.entries, label_set)
        self._show_active()

    # -- what the user does

    @Slot(str)
    def activate(self, name: str) -> None:
        """Make a classifier the one that marks go to; the active one goes back to none."""
        entry = next((one for one in self.entries if one.saved.name == name), None)
        if entry is None or not entry.saved.label_set:
            self._context.notices.info(
                self.tr("“%s” is made of others: mark items for one of those.") % name
            )
            return
        shared = self._context.shared
        is_active = shared.label_set == entry.saved.label_set
        shared.set_label_set(DEFAULT_SET if is_active else entry.saved.label_set, "classifiers")

    @property
    def main(self) -> QWidget:
        """What takes the keyboard: the list, or what makes the first classifier."""
        first = next(iter(self.empty.buttons), self.new_button)
        return first if self.pages.currentWidget() is self.empty else self.names

    @Slot()
    def ask_new(self) -> None:
        """Ask for a name and how to learn, then make a classifier and make it active."""
        owned = {entry.saved.label_set for entry in self.entries}
        free = {name: n for name, n in self._read.label_sets.items() if name not in owned and n}
        dialog = ClassifierDialog(free, self._read.encoders, parent=self)
        if dialog.exec():
            self.make(**dialog.values)

    def make(self, name: str, **values: Any) -> None:
        """Make a classifier and make it active."""
        service = self._context.services.classifiers
        self._do(partial(service.create, name, **values), self._on_created)

    @Slot(object)
    def _on_created(self, saved: Any) -> None:
        self.reload_and_choose(saved.name)
        if saved.label_set:
            self._context.shared.set_label_set(saved.label_set, "classifiers")

    @Slot(object)
    def reload_and_choose(self, name: str) -> None:
        """Read all and make one the current one."""
        self._next = name
        self.reload()

    @Slot()
    def ask_options(self) -> None:
        """Ask how the current classifier is to learn."""
        entry = self.names.entry
        if entry is None:
            return
        saved = entry.saved
        values = {name: getattr(saved, name) for name in ("name", "learner", "colour")}
        values["modalities"] = list(saved.modalities)
        dialog = ClassifierDialog({}, self._read.encoders, values, self)
        if dialog.exec():
            changed = {k: dialog.values[k] for k in ("learner", "modalities", "colour")}
            self._do(partial(self._context.services.classifiers.change, saved.name, **changed))

    @Slot()
    @Slot(str)
    def ask_rename(self, _name: str = "") -> None:
        """Ask for another name of the current classifier."""
        name = self.names.current
        if not name or not self._can_write:
            return
        new, accepted = QInputDialog.getText(
            self, self.tr("Rename classifier"), self.tr("Name:"), text=name
        )
        if accepted and new.strip() and new.strip() != name:
            self.rename(name, new.strip())

    def rename(self, name: str, new: str) -> None:
        """Give a classifier another name."""
        self._next = new
        self._do(partial(self._context.services.classifiers.rename, name, new))

    @Slot()
    def duplicate(self) -> None:
        """Copy the current classifier."""
        service = self._context.services.classifiers
        self._do(partial(service.duplicate, self.names.current), self.reload_and_choose)

    @Slot()
    @Slot(str)
    def delete(self, _name: str = "") -> None:
        """Delete the current classifier; undo brings it back."""
        entry = self.names.entry
        if entry is None or not self._can_write:
            return
        if entry.saved.label_set == self._context.shared.label_set:
            self._context.shared.set_label_set(DEFAULT_SET, "classifiers")
        self._do(partial(self._context.services.classifiers.delete, entry.saved.name))

    @Slot(float)
    def _keep_threshold(self, threshold: float) -> None:
        if self.names.current:
            service = self._context.services.classifiers
            self._do(partial(service.change, self.names.current, threshold=threshold))

    @Slot()
    def publish(self) -> None:
        """Make the members of the current classifier the result list of all panels."""
        ask = partial(work.members, self._context.services, self.names.current)
        self._submit("io", ask, "classifier-members").succeeded.connect(self._on_members)

    @Slot(object)
    def _on_members(self, results: ResultList) -> None:
        self._context.shared.show_results(results, "classifiers", is_step=True)

    @Slot()
    def filter_by(self) -> None:
        """Let all panels show members only."""
        shared, name = self._context.shared, self.names.current
        kept = [one for one in shared.filters if one.key != "classifier"]
        shared.set_filters([*kept, Filter("classifier", (name,))], "classifiers")

    @Slot(str)
    def _on_combine_wanted(self, name: str) -> None:
        """Ask with which other classifier, at the place of the row."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row = self.names.visualRect(self.names.currentIndex())
        where = self.names.viewport().mapToGlobal(row.bottomLeft())
        for entry in self.entries:
            if entry.saved.name != name:
                ask = partial(self.combine_asked.emit, name, entry.saved.name, where)
                menu.addAction(entry.saved.name, ask)
        if not menu.isEmpty():
            menu.popup(where)

    @Slot(str, object)
    def _on_items_dropped(self, name: str, items: list[int]) -> None:
        entry = next((one for one in self.entries if one.saved.name == name), None)
        if entry is not None and entry.saved.label_set and self._can_write:
            self.items_dropped.emit(entry.saved.label_set, items)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what the buttons do."""
        if not self.names.current:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(
            self.tr("Mark items for it (Enter)"), partial(self.activate, self.names.current)
        )
        for button in list(self.buttons.values())[1:]:
            entry = menu.addAction(button.icon(), button.toolTip(), button.click)
            entry.setEnabled(button.isEnabled())
        menu.popup(event.globalPos())

    # -- jobs

    def _do(self, act: Callable[[], Any], then: Callable[[Any], None] | None = None) -> None:
        """Do something through the history on its lane, then read again."""
        job = self._submit("db", partial(work.do, act), None)
        job.succeeded.connect(then if then is not None else self._on_done)
        job.failed.connect(self._on_done)

    @Slot(object)
    def _on_done(self, _result: object) -> None:
        self.reload()

    def _submit(self, lane: str, function: Callable[..., Any], replaces: str | None) -> Job:
        self._running += 1
        job = self._context.jobs.submit(
            lane, function, replaces=replaces, priority=Priority.INTERACTIVE
        )
        for signal in (job.succeeded, job.failed, job.cancelled):
            signal.connect(self._on_ended)
        job.failed.connect(self._on_failed)
        return job

    @Slot()
    def _on_ended(self, *_: object) -> None:
        self._running -= 1

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._context.notices.error(error)
