"""The lifelog panel: find moments by what was where, doing what, and when."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.context import Panel, PanelContext, panels
from app.jobs import Priority
from app.panel_actions import answer
from app.panel_actions.lifelog import actions
from app.panels.lifelog import work
from app.panels.lifelog.conditions import ConditionRow
from app.panels.lifelog.filter_bar import FilterBar
from app.panels.lifelog.head import LifelogHead
from app.panels.lifelog.moment import MomentView
from app.panels.lifelog.query_editor import QueryEditor
from app.panels.lifelog.results import ResultColumn
from app.panels.lifelog.session import LifelogSession
from app.panels.lifelog.work import Found, Read
from app.services.types import Filter
from app.widgets.busy import busy_timer
from app.widgets.chips import ChipRow
from app.widgets.controls import on_click
from app.widgets.error_texts import error_text
from app.widgets.scene_graph.region_canvas import Picked
from common.errors import AppError
from common.scenes import LifelogQuery
from common.values import ResultList

CONTROLS = "appearance.controls"
TYPING_MS = 250  # a sentence is read when typing rests for so long
NEAR = "lifelog.near"
SETTLE_MS = 2000  # after the last change of items, the index is brought up to date


@panels.register("lifelog")
class LifelogPanel(Panel):
    """A sentence, its graph, the moments that match, and why.

    Keys: Enter in the sentence searches; Alt+Left and Alt+Right go through the queries asked; in
    the graph N adds an object, R a relation, F2 renames, M must, X must not, Delete removes.
    """

    name = "lifelog"
    area = "center"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._count: int | None = None
        self._started = False
        self._is_again = False  # a search of a session, while others may show something else
        self._near: tuple[str, str, int] | None = None  # how, title, item: what is on show
        self.session = LifelogSession(context, self)
        self.session.undo.add(NEAR, lambda: self._near, self._bring_near_back)
        self.head = LifelogHead()
        self.conditions = ConditionRow()
        self.filter_row = ChipRow()
        self.editor = QueryEditor()
        self.results = ResultColumn(context, self.name)
        self.moment = MomentView(self, self.editor.graph)
        self.inspector, self.strip = self.moment.inspector, self.moment.strip
        self.filters = FilterBar(context, self.filter_row, self.head, self)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._busy = busy_timer(self)
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._lay_out()
        self._connect()
        self._add_actions()
        self._on_setting(CONTROLS)
        self.results.greet(None)
        if self.is_seen:
            self.on_seen()

    def _lay_out(self) -> None:
        lower = QSplitter(Qt.Orientation.Horizontal)
        lower.setChildrenCollapsible(False)
        lower.addWidget(self.results)
        lower.addWidget(self.inspector)
        lower.setStretchFactor(0, 3)
        lower.setStretchFactor(1, 2)
        lower.setSizes([560, 380])
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.editor)
        self.split.addWidget(lower)
        self.split.setStretchFactor(0, 0)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([160, 540])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 4)
        layout.setSpacing(5)
        for widget in (self.head, self.conditions, self.filter_row):
            layout.addWidget(widget)
        layout.addWidget(self.split, 1)
        layout.addWidget(self.strip)

    def _connect(self) -> None:
        shared, session, head = self.context.shared, self.session, self.head
        head.sentence.submitted.connect(self.ask)
        head.sentence.edited.connect(self._typing.start)
        head.sentence.history_wanted.connect(self._offer_history)
        head.recalled.connect(partial(session.take, what=self.tr("Ask again")))
        head.form.changed.connect(self._on_options)
        on_click(head.search_button, self.ask)
        on_click(head.history_button, self._offer_history)
        self._typing.timeout.connect(self._preview)
        self._settling.timeout.connect(self._on_settled)
        self._busy.timeout.connect(partial(self.results.show_busy, on=True))
        self.conditions.edited.connect(session.take)
        self.conditions.text_wanted.connect(session.read_condition)
        self.editor.edited.connect(session.take)
        self.results.asked.connect(self.ask_for)
        self.results.way_taken.connect(self._take_way)
        self.inspector.sources_changed.connect(self._on_sources)
        self.inspector.picked.connect(self._on_picked)
        session.query_changed.connect(self._show_query)
        session.was_read.connect(self._on_read)
        session.begun.connect(self._on_begun)
        session.found.connect(self._on_found)
        session.failed.connect(self._on_failed)
        session.ended.connect(self._on_ended)
        shared.filters_changed.connect(self._on_filters)
        shared.items_changed.connect(self._on_items_changed)
        shared.settings_changed.connect(self._on_setting)
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, steps in (("Alt+Left", -1), ("Alt+Right", 1)):
            QShortcut(QKeySequence(keys), self, partial(session.walk, steps), context=scope)

    def _add_actions(self) -> None:
        declared = actions(self.context)
        title = {action.name: action.title for action in declared}
        ways = (
            ("item.similar-moments", "similar"),
            ("item.more-of-place", "place"),
            ("item.more-of-time", "time"),
        )
        runs = {name: partial(self.find_near, how, title[name]) for name, how in ways}
        answer(self.context, declared, runs)

    # -- Panel

    @property
    def title(self) -> str:
        """Title of the panel."""
        return self.tr("Lifelog")

    @property
    def is_idle(self) -> bool:
        """Whether no search runs."""
        return (
            not self.session.is_busy and not self._typing.isActive() and self.results.grid.is_idle
        )

    def focus_main(self) -> None:
        """Put the keyboard into the sentence."""
        self.head.sentence.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Draw colours anew in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "inspector"):
            self.inspector.refresh_icons()

    def save_state(self) -> dict[str, Any]:
        """Return the query, the history and how moments are ranked and shown."""
        return {
            **self.session.to_json(),
            "options": self.head.form.to_json(),
            "side": self.results.grid.side,
            "rows": self.editor.rows_button.isChecked(),
            "split": self.split.sizes(),
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what save_state returned; unknown or bad entries are ignored."""
        if isinstance(state.get("options"), Mapping):
            self.head.form.from_json(state["options"])
            self.session.options = self.head.form.options
            self.inspector.hide_sources(self.session.options.hidden)
        if isinstance(state.get("side"), int):
            self.results.grid.set_side(state["side"])
        self.editor.rows_button.setChecked(state.get("rows") is True)
        sizes = state.get("split")
        if isinstance(sizes, list) and len(sizes) == 2 and all(isinstance(n, int) for n in sizes):
            self.split.setSizes(sizes)
        self.session.restore(state)

    def restore_late(self, state: Mapping[str, Any]) -> None:
        """Bring the query back and run it; the list that all panels show stays."""
        self.restore_state(state)
        self._is_again = True

    def step_hit(self, steps: int) -> bool:
        """Select the next or previous moment; goes round at the ends."""
        items = self.results.grid.hits.items()
        if not items:
            return False
        current = self.context.shared.current
        place = items.index(current) + steps if current in items else (0 if steps > 0 else -1)
        self.context.shared.select([items[place % len(items)]], f"{self.name}-keys")
        return True

    # -- asking

    @property
    def query(self) -> LifelogQuery:
        """What is asked."""
        return self.session.query

    def on_seen(self) -> None:
        """Show what was selected meanwhile; count photos and make the first search quick, once."""
        self.moment.look()
        if not self._started:
            self._started = True
            job = self.context.jobs.submit(
                "bulk", partial(work.start, self.context.services), replaces="lifelog-start"
            )
            job.succeeded.connect(self._on_started)

    @Slot(object)
    def _on_started(self, answer: tuple[int, tuple[float, float]]) -> None:
        self._count, tuned = answer
        self.head.form.show_tuned(*tuned)
        if not self.session.asks and not self.session.is_busy:
            self.results.greet(self._count)

    def ask(self) -> None:
        """Read the sentence and search by it."""
        self._typing.stop()
        text = self.head.sentence.text().strip()
        if text == self.query.text.strip() and self.session.asks:
            self.session.run()
        elif text:
            self.session.ask(self.head.sentence.text())
        else:
            self.session.take(LifelogQuery(), self.tr("Clear the query"), run=False)
            self.session.cancel()
            self.moment.take(None)
            self.results.greet(self._count)
            self.context.shared.withdraw_results(self.name)

    def ask_for(self, text: str) -> None:
        """Put a sentence into the box and search by it."""
        self.head.sentence.set_text(text)
        self.ask()

    def _preview(self) -> None:
        text = self.head.sentence.text()
        if text.strip():
            self.session.preview(text)

    @Slot(object)
    def _on_read(self, read: Read) -> None:
        """Show what a text that is being typed would ask for."""
        if read.text == self.head.sentence.text():
            self.head.sentence.show_words(read.text, read.words)
            self.editor.show_query(read.query)
            self.editor.graph.show_unknown(read.unknown)
            self.conditions.show_query(read.query, read.unknown)

    @Slot(object)
    def _show_query(self, query: LifelogQuery) -> None:
        self.head.sentence.set_text(query.text)
        self.editor.show_query(query)
        self.conditions.show_query(query)
        self.moment.load_crops(query)

    def _offer_history(self) -> None:
        button = self.head.history_button
        menu = self.head.history_menu(self.session.asked())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    @Slot()
    def _on_options(self) -> None:
        self.session.options = replace(self.head.form.options, hidden=self.inspector.hidden)
        if self.session.asks:
            self.session.run(remember=False)

    @Slot(object)
    def _on_sources(self, hidden: Any) -> None:
        self.head.form.options = replace(self.head.form.options, hidden=hidden)
        self._on_options()

    @Slot(object, object)
    def _take_way(self, query: LifelogQuery, filters: tuple[Filter, ...]) -> None:
        self.context.shared.set_filters(filters, self.name)
        self.filters.show_filters()
        self.session.take(query, self.tr("Drop condition"))

    @Slot(object)
    def _on_picked(self, picked: Picked) -> None:
        self.editor.graph.add_example(picked.region, picked.label)

    # -- answers

    @Slot(object)
    def _on_found(self, found: Found) -> None:
        self.head.sentence.show_words(found.query.text, found.words)
        self.conditions.show_query(found.query, found.results.unknown, found.results.counts)
        self.editor.graph.show_unknown(found.results.unknown)
        self.results.show_found(found)
        if not found.query.text.strip() and not self.session.asks:
            self.results.greet(self._count)
        self._leave_near()
        shown = self.context.shared.results.query in {"", found.results.results.query}
        if self.session.asks and (shown or not self._is_again):
            self.context.shared.show_results(found.results.results, self.name)
        if not self.session.asks:
            self.context.shared.withdraw_results(self.name)
        self.moment.take(found.results)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, AppError):
            self.results.explain(*error_text(error))
        else:
            self.context.notices.error(error)

    @Slot()
    def _on_begun(self) -> None:
        self._is_again = False
        self._busy.start()

    @Slot()
    def _on_ended(self) -> None:
        self._busy.stop()
        self.results.show_busy(on=False)

    def find_near(self, how: str, title: str) -> None:
        """Show similar moments, or more of the place or time of the current item."""
        item = self.context.shared.current
        if item is not None:
            self._look_near((how, title, item))

    def _look_near(self, near: tuple[str, str, int]) -> None:
        how, _, item = near
        function = partial(work.near, self.context.services, how, item)
        job = self.context.jobs.submit(
            "io", function, replaces="lifelog-search", priority=Priority.INTERACTIVE
        )
        job.succeeded.connect(partial(self._on_near, near))
        job.failed.connect(self.context.notices.error)

    def _on_near(self, near: tuple[str, str, int], found: ResultList) -> None:
        title = near[1]
        self._near = near
        self.session.undo.note(NEAR, title)
        self.come_forward()
        self.results.show_list(found, title)
        self.context.shared.show_results(found, self.name)
        self.moment.take(None)

    def _leave_near(self) -> None:
        """What a query found stands in the place of what is near; the query is the step told."""
        if self._near is not None:
            self._near = None
            self.session.undo.sync()

    def _bring_near_back(self, near: Any) -> None:
        """Show what was near again, or what the query found before."""
        self._near = near
        if near is None:
            self.session.run(remember=False)
        else:
            self._look_near(near)

    @Slot(object, str)
    def _on_filters(self, _filters: object, source: str) -> None:
        if source != self.name:
            self.filters.show_filters()
            if self.session.asks:
                self.session.run(remember=False)

    @Slot(str)
    def _on_items_changed(self, _source: str) -> None:
        self._settling.start()

    @Slot()
    def _on_settled(self) -> None:
        """Take the library as it is once nothing has changed for a while."""
        self._started = False
        if self.is_seen:
            self.on_seen()

    @Slot(str)
    def _on_setting(self, name: str) -> None:
        if name == CONTROLS:
            on = self.context.services.settings.appearance.controls == "expert"
            for part in (self.head, self.editor, self.inspector):
                part.show_expert(on=on)
