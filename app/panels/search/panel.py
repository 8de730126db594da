"""The search panel: builds a query, asks it, and publishes what was found."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.context import Panel, PanelContext, panels
from app.panels.search import draft, starts
from app.panels.search.actions import SearchActions
from app.panels.search.completions import Completions
from app.panels.search.dictation import Dictation
from app.panels.search.draft import Place
from app.panels.search.filter_row import FilterRow
from app.panels.search.head import SearchHead
from app.panels.search.options_row import OptionsRow
from app.panels.search.outcome import Outcome
from app.panels.search.pictures import example_from, video_from
from app.panels.search.read_back import ReadBack
from app.panels.search.session import SearchSession
from app.panels.search.stages import StageList
from app.panels.search.state import restore, to_json
from app.services.types import ClipAsk, Example, ExampleAsk, Part, Query
from app.widgets.busy import busy_timer
from app.widgets.error_texts import error_line, error_text
from common.errors import AppError
from common.values import ResultList

AGAIN = "session"  # who shows what is found again for a session


@panels.register("search")
class SearchPanel(Panel):
    """One box for words; chips for all that can be asked beside them."""

    name = "search"
    area = "left"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_again = False  # a search of a session, while others may show something else
        self.session = SearchSession(context, self.name, self)
        self.head = SearchHead()
        self.stages = StageList(context, self.session)
        self.options = OptionsRow(context, self.session)
        self.session.fit = self.options.fitted
        self.filters = FilterRow(context, self.session, self.name)
        self.outcome = Outcome()
        self.read_back = ReadBack(self)
        self._lay_out()
        self.setAcceptDrops(True)
        self.completions = Completions(context, self.head.box, self.session)
        self._busy = busy_timer(self)
        self._connect()
        self.dictation = Dictation(self)
        self.actions_of = SearchActions(self)
        self._show_query(self.session.query)
        self._show_trail()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(8, 0, 8, 8)
        column.setSpacing(8)
        parts = (self.options, self.filters, self.read_back, self.stages, self.outcome)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self.options.hide()
        self.area_below = QScrollArea()
        self.area_below.setWidget(inside)
        self.area_below.setWidgetResizable(True)
        self.area_below.setFrameShape(QFrame.Shape.NoFrame)
        self.area_below.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area_below.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        top = QVBoxLayout()
        top.setContentsMargins(8, 8, 8, 0)
        top.addWidget(self.head)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.area_below, 1)

    def _connect(self) -> None:
        shared, session, box = self.context.shared, self.session, self.head.box
        self.head.submitted.connect(self.submit)
        self.head.kind_wanted.connect(self.add_kind)
        self.head.step_wanted.connect(self.stages.add_stage)
        self.head.options.toggled.connect(self.options.setVisible)
        self.head.filters.toggled.connect(self.filters.show_card)
        self.filters.closed.connect(self._on_filters_closed)
        self.head.back.clicked.connect(lambda _on: session.go(-1))
        self.head.forward.clicked.connect(lambda _on: session.go(1))
        box.textEdited.connect(self._on_typed)
        box.completed.connect(self._on_completed)
        box.picture_pasted.connect(self.search_example)
        box.history_wanted.connect(self.completions.offer_history)
        box.down_wanted.connect(self.focus_chips)
        self._busy.timeout.connect(self.outcome.show_busy)
        self.outcome.stop_wanted.connect(session.cancel)
        self.stages.add_wanted.connect(self.head.open_add_menu)
        self.stages.left.connect(self.focus_box)
        self.stages.sight_wanted.connect(self._bring_into_sight)
        session.query_changed.connect(self._show_query)
        session.begun.connect(self._on_begun)
        session.progressed.connect(self.outcome.show_progress)
        session.found.connect(self._on_found)
        session.failed.connect(self._on_failed)
        session.cleared.connect(self._on_cleared)
        session.ended.connect(self._on_ended)
        session.trail_changed.connect(self._show_trail)
        shared.filters_changed.connect(self._on_filters)
        shared.query_requested.connect(self.ask)
        shared.results_changed.connect(self._on_results)
        shared.settings_changed.connect(self._on_setting)

    # -- Panel

    @property
    def title(self) -> str:
        """Title of the panel."""
        return self.tr("Search")

    @property
    def is_idle(self) -> bool:
        """Whether no search runs or is about to."""
        parts = (self.session, self.stages, self.read_back, self.completions)
        return all(part.is_idle for part in parts)

    def focus_main(self) -> None:
        """Put the keyboard into the box."""
        self.head.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.head.box.selectAll()

    def focus_box(self) -> None:
        """Put the keyboard into the box; what stands there is not selected."""
        self.head.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_chips(self) -> None:
        """Put the keyboard on the first chip."""
        if self.stages.chips:
            self.stages.chips[0].setFocus()

    def save_state(self) -> dict[str, Any]:
        """Return the query, the trail and what is folded out."""
        return to_json(self)

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back the query and run it; unknown or bad entries are ignored."""
        restore(self, state)

    def restore_late(self, state: Mapping[str, Any]) -> None:
        """Bring back the query without its filters; catch_up() runs it."""
        restore(self, state, is_late=True)

    def catch_up(self) -> None:
        """Search for what is asked and filtered already, if anything is."""
        if self.query.filters or draft.asks(self.session.query):
            self.session.run(remember=False)
            self._is_again = True

    def on_seen(self) -> None:
        """Find out once what can be used here."""
        self.dictation.look_once()

    # -- asking

    @property
    def query(self) -> Query:
        """The query as it stands in the panel, with the shared filters."""
        return self.session.full

    @Slot(object)
    def ask(self, query: Query, *, remember: bool = True) -> None:
        """Show a query, its filters too, and run it."""
        self.session.ask(query, remember=remember)

    @Slot()
    def submit(self) -> None:
        """Search for what stands in the panel."""
        self.completions.stop()
        self.session.type_text(0, self.head.box.text())
        self.session.commit_text()
        self.session.run()

    def clear(self) -> None:
        """Begin a new search: nothing is asked any more, the filters stay."""
        self.stages.close_card()
        self.session.take(Query(), self.tr("New search"))
        self.focus_box()

    def search_example(self, example: Example) -> None:
        """Search by a picture beside what is asked already."""
        self.stages.add(ExampleAsk(example), 0, edit=False)

    def add_kind(self, kind: str, stage: int) -> None:
        """Add a part of a kind to a stage and edit it."""
        what = starts.beginning(kind, self.context)
        if what is None:
            starts.choose_picture(self, partial(self._add_example, stage))
            return
        place = self.stages.add(what, stage, run=draft.says(what))
        if kind == "clip":
            starts.take_current_clip(self, place)

    def _add_example(self, stage: int, example: Example) -> None:
        self.stages.add(ExampleAsk(example), stage)

    def step_hit(self, steps: int) -> bool:
        """Select the next or previous hit of the shared list; goes round at the ends."""
        hits = self.context.shared.results.hits
        if not hits:
            return False
        items = [hit.item for hit in hits]
        current = self.context.shared.current
        place = items.index(current) + steps if current in items else (0 if steps > 0 else -1)
        self.context.shared.select([items[place % len(items)]], f"{self.name}-keys")
        return True

    # -- showing

    @Slot(QWidget)
    def _bring_into_sight(self, part: QWidget) -> None:
        self.area_below.ensureWidgetVisible(part, 0, 12)

    @Slot(object)
    def _show_query(self, query: Query) -> None:
        if draft.places(query):
            self.outcome.hint.hide()
        text = draft.main_text(query).text
        if self.head.box.text().strip() != text.strip():
            self.head.box.setText(text)

    @Slot()
    def _show_trail(self) -> None:
        self.head.back.setEnabled(self.session.trail.can_go(-1))
        self.head.forward.setEnabled(self.session.trail.can_go(1))

    @Slot()
    def _on_begun(self) -> None:
        self._is_again = False
        self._busy.start()

    @Slot()
    def _on_ended(self) -> None:
        self._busy.stop()
        self.outcome.show_idle()

    @Slot(object)
    def _on_found(self, found: ResultList) -> None:
        self.outcome.show_results(found)
        self.stages.show_errors({})
        self.stages.show_reports(found)
        if not self._is_again:
            self.context.shared.show_results(found, self.name)
        elif self._is_shown(found):
            self.context.shared.show_results(found, AGAIN)

    def _is_shown(self, found: ResultList) -> bool:
        """Whether all panels show the list of a search that was run again, or none."""
        shown = self.context.shared.results
        if found.by_filters or shown.by_filters:
            return found.by_filters and (shown.by_filters or not shown.query)
        return shown.query in {"", found.query}

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._on_ended()
        if not isinstance(error, AppError):
            self.context.notices.error(error)
            return
        self.outcome.explain(*error_text(error))
        place = self._place_of(error)
        self.stages.show_errors({} if place is None else {place: error_line(error)})

    def _place_of(self, error: AppError) -> Place | None:
        """Return the part that an error is about: the one it names, or the only one."""
        if error.place is not None:
            return draft.address(self.session.query, self.session.last, Place(*error.place))
        searched = draft.places(self.session.last)
        if len(searched) == 1 and len(self.stages.chips) == 1:
            return self.stages.chips[0].place
        return None

    @Slot()
    def _on_cleared(self) -> None:
        self._on_ended()
        self.outcome.clear(hint=not draft.places(self.session.query))
        self.stages.show_errors({})
        if self.context.shared.results.by_filters:
            self.context.shared.show_results(ResultList(""), self.name)

    @Slot(object, str)
    def _on_results(self, found: ResultList, source: str) -> None:
        """Follow what another panel made of the same search."""
        if source != self.name:
            self.session.adopt(found)

    @Slot(object, str)
    def _on_filters(self, _filters: object, source: str) -> None:
        if source == AGAIN:  # what is found again for a session comes to no front
            self.session.run(remember=False)
            self._is_again = True
        elif source != self.name:
            self.session.run()

    @Slot()
    def _on_filters_closed(self) -> None:
        self.head.filters.setChecked(False)
        self.focus_box()

    @Slot(str)
    def _on_setting(self, name: str) -> None:
        if name == "search.fusion":
            self.options.show_query(self.session.query)

    # -- typing

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        self.session.type_text(0, text)
        self.completions.start()

    @Slot(str)
    def _on_completed(self, _text: str) -> None:
        self.submit()

    # -- pictures and keys

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take pictures, videos and items."""
        data = event.mimeData()
        if data.hasImage() or data.hasUrls() or example_from(data) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Search by what was dropped."""
        data = event.mimeData()
        video, example = video_from(data), example_from(data)
        if video:
            event.acceptProposedAction()
            self.stages.add(ClipAsk(path=video), 0)
        elif example is not None:
            event.acceptProposedAction()
            self.search_example(example)
        elif data.hasUrls():
            self.context.notices.warn(
                self.tr("This picture is on the network. Save it, then drop the file here.")
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show more buttons where there is room."""
        super().resizeEvent(event)
        self.head.show_width(self.width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops a search; a pasted picture is searched by; ? shows the keys."""
        if not self.actions_of.press(event):
            super().keyPressEvent(event)

    def add_text(self, text: str) -> None:
        """Put words into the box and search for them."""
        self.head.box.setText(text)
        self.submit()

    def replace_words(self, item: int) -> None:
        """Search by an item in the place of the words (relocation)."""
        query = draft.with_text(self.session.query, 0, "")
        query, _place = draft.with_added(query, 0, Part(ExampleAsk(Example(item=item))), 0)
        self.session.take(query, self.tr("Replace the words by a picture"))
