"""The walk: tags to begin from, what lies near to them, and why."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.jobs import Priority
from app.panels.graph import work
from app.panels.graph.tag_box import TagBox, TagChips
from app.panels.graph.texts import said, tag_name
from app.panels.graph.walk_options import WalkOptions
from app.panels.graph.walk_session import WalkSession
from app.panels.graph.walk_side import WalkSide
from app.services.types import Tag, TagAnswer, TagQuery
from app.widgets.busy import busy_timer
from app.widgets.controls import clearable, on_click, push_button
from app.widgets.empty_state import EmptyState
from app.widgets.error_texts import error_text
from app.widgets.filter_names import key_name
from app.widgets.grid import ThumbnailGrid
from app.widgets.numbers import numeral, took
from app.widgets.paint import part_colour
from common.errors import AppError

_MOST_OFFERED = 6


class WalkPage(QWidget):
    """Tags, results, why.

    Args:
        context: services, jobs, shared state.
        source: name of the panel.
        parent: the panel.
    """

    def __init__(self, context: PanelContext, source: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._source = context, source
        self.session = WalkSession(context, self)
        self.box, self.chips = TagBox(), TagChips()
        self.text = QLineEdit()
        self.text.setPlaceholderText(self.tr("and words in texts"))
        clearable(self.text)
        self.text.setAccessibleName(self.tr("Text"))
        self.text.setToolTip(
            self.tr("Words to look for in texts, weighed against the graph; Enter")
        )
        self.go = push_button(self.tr("Walk"), self.tr("Walk outward from the tags (Enter)"))
        self.options = WalkOptions()
        self.grid = ThumbnailGrid(context, source)
        self.grid.setAccessibleName(self.tr("Moments"))
        self.empty = EmptyState()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.grid)
        self.count, self.notes = QLabel(), QLabel()
        self.notes.setWordWrap(True)
        self.notes.setProperty("muted", "true")
        self.notes.setAccessibleName(self.tr("Notes on the walk"))
        self.progress = QProgressBar(textVisible=False)
        self.progress.setMaximumHeight(4)
        self.progress.setRange(0, 0)
        self.progress.setAccessibleName(self.tr("Progress of the walk"))
        self.stop = push_button(self.tr("Cancel"), self.tr("Stop the walk (Esc)"))
        self.side = WalkSide()
        self._greeting: tuple[int | None, list[str], list[tuple[Tag, int]]] = (None, [], [])
        self._busy = busy_timer(self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.box, 3)
        head.addWidget(self.text, 2)
        head.addWidget(self.go)
        found = QWidget()
        left = QVBoxLayout(found)
        left.setContentsMargins(0, 0, 6, 0)
        left.setSpacing(3)
        for widget in (self.count, self.notes):
            left.addWidget(widget)
            widget.hide()
        left.addWidget(self.pages, 1)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(found)
        self.split.addWidget(self.side)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([560, 260])
        busy = QHBoxLayout()
        busy.addWidget(self.progress, 1)
        busy.addWidget(self.stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(5)
        layout.addLayout(head)
        layout.addWidget(self.chips)
        layout.addWidget(self.options)
        layout.addLayout(busy)
        layout.addWidget(self.split, 1)
        self._show_busy(on=False)
        self.side.hide()

    def _connect(self) -> None:
        session, shared = self.session, self._context.shared
        self.box.prefix_typed.connect(self._suggest)
        self.box.chosen.connect(session.add)
        self.box.submitted.connect(self._submit)
        self.box.emptied.connect(session.remove_last)
        self.box.unknown.connect(self._on_unknown)
        self.text.returnPressed.connect(self._submit)
        on_click(self.go, self._submit)
        on_click(self.stop, session.cancel)
        self.chips.toggled.connect(session.toggle)
        self.chips.removed.connect(session.remove)
        self.options.weight_changed.connect(session.set_weight)
        self.options.how_changed.connect(self._on_how)
        self.side.tag_chosen.connect(self._on_tag)
        session.query_changed.connect(self._show_query)
        session.begun.connect(self._busy.start)
        session.ended.connect(partial(self._show_busy, on=False))
        session.found.connect(self._on_found)
        session.weighed_anew.connect(self._show_results)
        session.failed.connect(self._on_failed)
        session.cleared.connect(self._on_cleared)
        self._busy.timeout.connect(partial(self._show_busy, on=True))
        self.grid.entered.connect(self._on_entered)
        self.grid.escaped.connect(session.cancel)
        shared.selection_changed.connect(self._on_selection)
        self._show_query(session.query)

    @property
    def is_idle(self) -> bool:
        """Whether everything asked for is shown."""
        return (
            not self.session.is_busy
            and self.grid.is_idle
            and self.box.is_idle
            and self.options.is_idle
        )

    # -- asking

    def _suggest(self, prefix: str) -> None:
        job = self._context.jobs.submit(
            "io",
            partial(work.suggest, self._context.services, prefix),
            replaces="graph-suggest",
            priority=Priority.INTERACTIVE,
        )
        job.succeeded.connect(self._on_suggested)
        job.failed.connect(self._on_no_suggestions)

    @Slot(object)
    def _on_suggested(self, answer: Any) -> None:
        self.box.show_suggestions(*answer)

    @Slot(object)
    def _on_no_suggestions(self, error: Exception) -> None:
        self.box.give_up()
        self._context.notices.error(error)

    @Slot(str)
    def _on_unknown(self, text: str) -> None:
        self._context.notices.info(self.tr("No tag begins with “%s”.") % text)

    def _submit(self) -> None:
        self.session.set_text(self.text.text())

    @Slot(float, int)
    def _on_how(self, together: float, enough: int) -> None:
        self.session.set_how(together=together, enough=enough)

    @Slot(object, bool)
    def _on_tag(self, tag: Tag, is_out: bool) -> None:
        self.session.add(tag, wanted=not is_out)

    # -- answers

    @Slot(object)
    def _show_query(self, query: TagQuery) -> None:
        self.chips.show_tags(query.tags, query.without)
        if self.text.text().strip() != query.text:
            self.text.setText(query.text)
        self.options.show_query(query)

    @Slot(object)
    def _on_found(self, answer: TagAnswer) -> None:
        self.side.show()
        self.side.show_answer(answer, {*self.session.query.tags, *self.session.query.without})
        self.options.show_weighable(on=answer.pool.has_both)
        self._show_results()

    def _show_results(self) -> None:
        results = self.session.results
        self.grid.show_hits(results.hits)
        notes = said(results.notes)
        if results.hits:
            self.pages.setCurrentWidget(self.grid)
            self._show_count()
            self.notes.setText("\n".join(notes))
            self.notes.setVisible(bool(notes))
        else:
            self.empty.say(self.tr("Nothing was found"), "\n".join(notes))
            if self._context.shared.filters:
                clear = partial(self._context.shared.set_filters, ())
                self.empty.offer(self.tr("Clear the filters"), clear)
            for tag in self.session.query.without:
                take = partial(self.session.remove, tag)
                self.empty.offer(self.tr("Allow “%s” again") % tag_name(tag), take)
            self.pages.setCurrentWidget(self.empty)
            self.count.hide()
            self.notes.hide()
        self._context.shared.show_results(results, self._source)
        self.side.show_why(self.session.answer, self._context.shared.current)

    def _show_count(self) -> None:
        results = self.session.results
        shown, total = len(results.hits), results.total
        text = self.tr("one moment") if total == 1 else self.tr("%s moments") % numeral(total)
        if shown < total:
            text = self.tr("{shown} of {moments}").format(shown=numeral(shown), moments=text)
        names = {"graph": self.tr("graph"), "text": self.tr("text")}
        used = dict.fromkeys(name for hit in results.hits[:50] for name in hit.parts)
        legend = "  ".join(
            f'<span style="color:{part_colour(name).name()}">■</span> {names.get(name, name)}'
            for name in used
        )
        self.count.setText(f"{text} · {took(results.ms)} &nbsp; {legend}")
        self.count.show()

    @Slot(object)
    def _on_entered(self, index: Any) -> None:
        hit = self.grid.hits.hits[index.row()] if index.isValid() else None
        self.side.show_why(self.session.answer, None if hit is None else hit.item)

    @Slot(object, str)
    def _on_selection(self, items: Any, _source: str) -> None:
        self.side.show_why(self.session.answer, items[-1] if items else None)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, AppError):
            self.explain(*error_text(error))
        else:
            self._context.notices.error(error)

    # -- nothing to show

    @Slot()
    def _on_cleared(self) -> None:
        self.side.hide()
        self.count.hide()
        self.notes.hide()
        self.grid.show_hits(())
        self.options.show_weighable(on=False)
        self.greet(*self._greeting)
        self._context.shared.withdraw_results(self._source)

    def greet(self, count: int | None, keys: list[str], some: list[tuple[Tag, int]]) -> None:
        """Say what can be done.

        Args:
            count: number of items; None while unknown.
            keys: facets whose values are tags.
            some: tags to offer, with the number of their items.
        """
        self._greeting = (count, keys, some)
        if self.session.asks:
            return
        if count is not None and not keys:
            self._explain_import(count)
        else:
            self.empty.say(
                self.tr("Where shall the walk begin?"),
                self.tr(
                    "Choose tags: the walk goes outward from them over tags that come together or "
                    "are alike, and shows what lies nearest to most of them. For example:"
                ),
            )
            for tag, held in some[:_MOST_OFFERED]:
                title = f"{tag_name(tag)} ({numeral(held)})"
                self.empty.offer(title, partial(self.session.add, tag), key_name(tag.key))
        self.pages.setCurrentWidget(self.empty)

    def _explain_import(self, count: int) -> None:
        self.empty.say(
            self.tr("No tags yet") if count else self.tr("Nothing to walk on yet"),
            self.tr(
                "Tags come with film lists (genres, actors), from places and concept files of a "
                "lifelog, from networks that name what is in pictures (Tools ▸ Networks), and from "
                "you."
            ),
        )
        if "import.media" in {action.name for action in self._context.actions.all()}:
            run = partial(self._context.actions.trigger, "import.media")
            self.empty.offer(self.tr("Import …"), run)

    def explain(self, what: str, hint: str) -> None:
        """Show why there is nothing."""
        self.grid.show_hits(())
        self.empty.say(what, hint)
        self.pages.setCurrentWidget(self.empty)
        self.count.hide()
        self.notes.hide()

    def _show_busy(self, *, on: bool) -> None:
        if not on:
            self._busy.stop()
        self.progress.setVisible(on)
        self.stop.setVisible(on)
