"""The classifiers panel: a list of classifiers, an operation on two of them, what it finds."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.context import Panel, PanelContext, panels
from app.jobs import Job, Priority
from app.panel_actions import answer
from app.panel_actions.classifiers import actions
from app.panels.classifiers import work
from app.panels.classifiers.groups import GroupList
from app.panels.classifiers.operation_bar import OperationBar, operations_menu
from app.panels.classifiers.side import ClassifierSide
from app.services.classifiers_types import Operation
from app.widgets.controls import tool_button
from app.widgets.empty_state import EmptyState
from app.widgets.error_texts import error_text
from app.widgets.flow_layout import FlowLayout
from app.widgets.icons import icon
from app.widgets.labelling import Labeller
from app.widgets.list_texts import list_text
from app.widgets.numbers import numeral
from common.errors import AppError, QueryError
from common.values import ResultList


@panels.register("classifiers")
class ClassifiersPanel(Panel):
    """Saved classifiers side by side, and operations built by dragging one onto another."""

    name: ClassVar[str] = "classifiers"
    area: ClassVar[str] = "center"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._labeller = Labeller(context, self, self.name)
        self._answer: work.Answer | None = None
        self._wanted: Operation | None = None
        self._asked = 0
        self._filters: tuple[Any, ...] = ()  # of the operation that was asked for last
        self._is_stale = True
        self.side = ClassifierSide(context)
        self.bar = OperationBar()
        self.list = GroupList(context)
        self.empty = EmptyState()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.list)
        self.status = QLabel()
        self.status.setWordWrap(True)
        self._make_buttons()
        self._lay_out()
        self._connect()
        self._add_actions()
        self._explain()
        self.side.reload()

    @property
    def title(self) -> str:
        """Title of the panel, translated."""
        return self.tr("Classifiers")

    @property
    def is_idle(self) -> bool:
        """Whether everything asked for is shown."""
        return self.side.is_idle and not self._asked and self.list.is_idle

    # -- set-up

    def _make_buttons(self) -> None:
        tr = self.tr
        self.good = tool_button(
            tr("All relevant"), tr("Mark all on this page as relevant (Shift+P)"),
            partial(self.mark_page, 1),
        )  # fmt: skip
        self.bad = tool_button(
            tr("None relevant"), tr("Mark all on this page as not relevant (Shift+N)"),
            partial(self.mark_page, -1),
        )  # fmt: skip
        self.publish_button = tool_button(
            tr("Show everywhere"), tr("Make the scenes the result list of all panels"), self.publish
        )
        self.save_button = tool_button(
            tr("Save as album …"), tr("Keep this as an album that grows by itself"), self.ask_save
        )
        self.nest_button = tool_button(
            tr("Combine further"), tr("Use this result as the first of the two"), self.nest
        )
        self.back = tool_button("", tr("Previous page (Page Up)"), partial(self.turn, -1))
        self.next = tool_button("", tr("Next page (Page Down)"), partial(self.turn, 1))
        for button, drawing in (
            (self.good, "positive"), (self.bad, "negative"), (self.publish_button, "list"),
            (self.save_button, "add"), (self.nest_button, "classifiers"),
            (self.back, "chevron-left"), (self.next, "chevron-right"),
        ):  # fmt: skip
            button.setIcon(icon(drawing))
        for button in (self.good, self.bad, self.publish_button, self.save_button,
                       self.nest_button):  # fmt: skip
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def _lay_out(self) -> None:
        tools = QWidget()
        flow = FlowLayout(tools)
        for button in (self.good, self.bad, self.publish_button, self.save_button,
                       self.nest_button):  # fmt: skip
            flow.addWidget(button)
        foot = QHBoxLayout()
        foot.addWidget(self.status, 1)
        foot.addWidget(self.back)
        foot.addWidget(self.next)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(4, 8, 8, 8)
        column.addWidget(self.bar)
        column.addWidget(tools)
        column.addWidget(self.pages, 1)
        column.addLayout(foot)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.side)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([250, 700])
        self.side.setMinimumWidth(200)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def _connect(self) -> None:
        shared = self.context.shared
        self.side.shown.connect(self._on_read)
        self.side.combine_asked.connect(self.offer_operations)
        self.side.items_dropped.connect(self._on_items_dropped)
        self.bar.asked.connect(self.ask)
        self.list.marked.connect(self._labeller.label)
        shared.labels_changed.connect(self._on_labels)
        shared.items_changed.connect(self._on_items_changed)
        shared.filters_changed.connect(self._on_filters)

    def _add_actions(self) -> None:
        def has_page() -> bool:
            return bool(self.list.keyframes) and self.isVisible() and self._labeller.can_write

        answer(
            self.context,
            actions(self.context),
            {
                "classifiers.new": self.side.ask_new,
                "classifiers.page-positive": partial(self.mark_page, 1),
                "classifiers.page-negative": partial(self.mark_page, -1),
            },
            enabled={
                "classifiers.page-positive": has_page,
                "classifiers.page-negative": has_page,
            },
        )

    # -- Panel

    def focus_main(self) -> None:
        """Put the keyboard into the result, or into the list of classifiers."""
        has_groups = self.pages.currentWidget() is self.list
        (self.list if has_groups else self.side.main).setFocus()

    def save_state(self) -> dict[str, Any]:
        """Return the operation and the page."""
        operation = self._wanted
        return {
            "operation": None if operation is None else operation.to_json(),
            "page": 0 if self._answer is None else self._answer.number,
            "current": self.side.names.current,
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Ask again what the session asked; what cannot be read is ignored."""
        try:
            operation = Operation.from_json(state.get("operation"))
        except QueryError:
            return
        page = state.get("page")
        self.bar.show_operation(operation)
        self.ask(operation, page if isinstance(page, int) else 0)

    def on_seen(self) -> None:
        """Catch up with what happened while it was hidden."""
        if self._is_stale:
            self._is_stale = False
            self.side.reload()

    # -- operations

    @Slot(str, str, QPoint)
    def offer_operations(self, first: str, second: str, where: QPoint) -> None:
        """Show what can be made of two classifiers, in a small menu."""
        base = self.bar.operation or Operation("and", first, second)
        menu = operations_menu(self, replace(base, a=first, b=second), self._begin)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(where)

    def _begin(self, operation: Operation) -> None:
        self.bar.show_operation(operation)
        self.ask(operation)

    @Slot(object)
    def ask(self, operation: Operation, page: int = 0) -> None:
        """Run an operation and show a page of what it finds."""
        self._wanted, self._filters = operation, self.context.shared.filters
        work_ = partial(work.operate, self.context.services, operation, self._filters, page)
        self._submit(work_).succeeded.connect(self._on_answer)

    def turn(self, step: int) -> None:
        """Show the next page (1) or the one before (-1)."""
        answer = self._answer
        if answer is None or not 0 <= answer.number + step < answer.result.pages:
            return
        ask = partial(work.turn, self.context.services, answer.result, answer.number + step)
        self._submit(ask).succeeded.connect(self._on_answer)

    @Slot(object)
    def _on_answer(self, answer: work.Answer) -> None:
        is_other = self._answer is None or self._answer.number != answer.number
        self._answer = answer
        labels = self.context.services.items.labels(self.context.shared.label_set)
        self.list.show_groups(answer.groups, labels)
        if is_other:
            self.list.verticalScrollBar().setValue(0)
        self._explain()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, AppError):
            self.context.notices.error(error)
            return
        self._answer = None
        self.list.show_groups([], {})
        self._explain(error)

    def _explain(self, error: AppError | None = None) -> None:
        """Show the result, or why there is none and what to do."""
        tr, answer = self.tr, self._answer
        found = answer is not None and bool(answer.groups)
        self.pages.setCurrentWidget(self.list if found else self.empty)
        pages = answer.result.pages if answer is not None else 0
        number = answer.number if answer is not None else 0
        self.back.setEnabled(found and number > 0)
        self.next.setEnabled(found and number + 1 < pages)
        can_write = self._labeller.can_write
        for button in (self.good, self.bad, self.save_button):
            button.setEnabled(found and can_write)
        for button in (self.publish_button, self.nest_button):
            button.setEnabled(found)
        self.status.clear()
        if found and answer is not None:
            self._show_status(answer)
        elif error is not None:
            self.empty.say(*error_text(error))
        elif answer is not None:
            self.empty.say(
                tr("Nothing found"), tr("No {unit} holds {title}. Widen the distance, or lower the "
                "thresholds.").format(unit=self.bar.unit.currentText(),
                                      title=answer.result.operation.title),
            )  # fmt: skip
        else:
            self.empty.say(
                tr("Combine two classifiers"),
                tr(
                    "Drag one classifier onto another, or choose two above: videos, days or albums "
                    "with both, with one but not the other, near to each other or one after the "
                    "other."
                ),
            )

    def _show_status(self, answer: work.Answer) -> None:
        result = answer.result
        text = self.tr("{found} found, page {page} of {pages}, {ms:.0f} ms").format(
            found=numeral(result.total), page=answer.number + 1, pages=result.pages, ms=result.ms
        )
        self.status.setText("  ".join((text, *map(list_text, result.notes))))

    # -- what is done with the result

    def mark_page(self, value: int) -> None:
        """Mark all keyframes on the page: +1 relevant, -1 not relevant."""
        if self._labeller.can_write:
            self._labeller.label(self.list.keyframes, value)

    def publish(self) -> None:
        """Make the scenes found the result list of all panels."""
        if self._answer is not None:
            ask = partial(work.listed, self.context.services, self._answer.result, self._filters)
            self._submit(ask).succeeded.connect(self._on_listed)

    @Slot(object)
    def _on_listed(self, results: ResultList) -> None:
        self.context.shared.show_results(results, self.name, is_step=True)

    def nest(self) -> None:
        """Use the operation as the first operand of another one."""
        if self._wanted is not None:
            self.bar.nest(self._wanted)

    def ask_save(self) -> None:
        """Ask for a name and keep the operation as an album."""
        if self._wanted is None:
            return
        name, accepted = QInputDialog.getText(
            self, self.tr("Save as album"), self.tr("Name:"), text=self._wanted.title
        )
        if accepted and name.strip():
            self.save(name.strip())

    def save(self, name: str) -> None:
        """Keep the operation as an album under a name."""
        self.side.make(name, operation=self._wanted)

    # -- what others do

    @Slot(object)
    def _on_read(self, read: work.Read) -> None:
        self.bar.show_names([entry.saved.name for entry in read.entries])
        if self._wanted is not None and self._answer is not None:
            self.ask(self._wanted, self._answer.number)

    @Slot(str)
    def _on_labels(self, _source: str) -> None:
        self.list.show_labels(self.context.services.items.labels(self.context.shared.label_set))
        self._renew()

    @Slot(str)
    def _on_items_changed(self, _source: str) -> None:
        self._renew()

    def _renew(self) -> None:
        """Read again, now or when the panel is shown."""
        if self.isVisible():
            self.side.reload()
        else:
            self._is_stale = True

    @Slot(object, str)
    def _on_filters(self, _filters: object, _source: str) -> None:
        if self._wanted is not None and self._answer is not None:
            self.ask(self._wanted)

    @Slot(str, object)
    def _on_items_dropped(self, label_set: str, items: list[int]) -> None:
        """Items that are dropped onto a classifier are relevant for it."""
        self._labeller.label(items, 1, label_set)

    def _submit(self, function: Any) -> Job:
        self._asked += 1
        job = self.context.jobs.submit(
            "io", function, replaces="classifiers-ask", priority=Priority.INTERACTIVE
        )
        for signal in (job.succeeded, job.failed, job.cancelled):
            signal.connect(self._on_ended)
        job.failed.connect(self._on_failed)
        return job

    @Slot()
    def _on_ended(self, *_: object) -> None:
        self._asked -= 1
