"""The moments that were found, with score parts and notes; or what to do when there are none."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from app.context import PanelContext
from app.panels.lifelog.texts import examples, said
from app.panels.lifelog.work import Found
from app.widgets.empty_state import EmptyState
from app.widgets.grid import ThumbnailGrid
from app.widgets.numbers import numeral, took
from app.widgets.paint import score_legend
from app.widgets.part_names import part_title
from common.scenes import LifelogQuery
from common.values import ResultList

_MOST_WAYS = 5
_NOT_SHOWN = ("no-objects",)


class ResultColumn(QWidget):
    """Shows a result list.

    Args:
        context: services, jobs, shared state and actions.
        source: name of the panel.
        parent: owner.
    """

    asked = Signal(str)  # a sentence was chosen
    way_taken = Signal(object, object)  # LifelogQuery, filters

    def __init__(self, context: PanelContext, source: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.grid = ThumbnailGrid(context, source)
        self.grid.setAccessibleName(self.tr("Moments"))
        self.empty = EmptyState()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.grid)
        self.count, self.notes = QLabel(), QLabel()
        self.count.setAccessibleName(self.tr("Number of moments"))
        self.count.setWordWrap(True)
        self.notes.setWordWrap(True)
        self.notes.setProperty("muted", "true")
        self.notes.setAccessibleName(self.tr("Notes on the search"))
        self.progress = QProgressBar(textVisible=False)
        self.progress.setMaximumHeight(4)
        self.progress.setAccessibleName(self.tr("Progress of the search"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 6, 0)
        layout.setSpacing(3)
        for widget in (self.progress, self.count, self.notes):
            layout.addWidget(widget)
            widget.hide()
        layout.addWidget(self.pages, 1)

    def greet(self, count: int | None) -> None:
        """Say what can be asked.

        Args:
            count: number of photos; None while unknown.
        """
        self.grid.show_hits(())
        self.pages.setCurrentWidget(self.empty)
        self.count.hide()
        self.notes.hide()
        if count == 0:
            self.empty.say(
                self.tr("No moments yet"),
                self.tr(
                    "Import a folder of photos with their times and places, a Google Takeout, a "
                    "lifelog with its concept files, or scene graphs. A detector "
                    "(Tools ▸ Networks) finds the objects in photos."
                ),
            )
            self._offer("import.media", self.tr("Import …"))
            return
        self.empty.say(
            self.tr("What are you trying to remember?"),
            self.tr(
                "Say in English what was to be seen, where, doing what, and when. For example:"
            ),
        )
        for sentence in examples():
            self.empty.offer(sentence, partial(self.asked.emit, sentence))

    def show_found(self, found: Found) -> None:
        """Show an answer."""
        results = found.results.results
        self.grid.show_hits(results.hits)
        notes = [note for note in found.results.notes if getattr(note, "id", "") not in _NOT_SHOWN]
        if results.hits:
            self.pages.setCurrentWidget(self.grid)
            self._show_count(results)
            self._show_notes(said(notes))
            return
        self.count.hide()
        self._show_notes(())
        title = self.tr("No moment matches")
        notes = [note for note in notes if getattr(note, "id", "") != "nothing-found"]  # the title
        if not _asks(found.query):
            is_text = bool(found.query.text.strip())
            title = self.tr("Nothing was understood") if is_text else self.tr("Nothing was asked")
        self.empty.say(title, "\n".join(said(notes)))
        for name, query, filters, count in found.ways[:_MOST_WAYS]:
            text = self.tr("Without “{what}”: {count}").format(what=name, count=numeral(count))
            run: Callable[[], None] = partial(self.way_taken.emit, query, filters)
            self.empty.offer(text, run, self.tr("Drop this condition and search again"))
        if "no-graphs" in {getattr(note, "id", "") for note in notes}:
            self._offer("tools.networks", self.tr("Networks …"))
            self._offer("import.media", self.tr("Import …"))
        self.pages.setCurrentWidget(self.empty)

    def _offer(self, name: str, title: str) -> None:
        """Offer an action of the window, where there is one."""
        if name in {action.name for action in self._context.actions.all()}:
            self.empty.offer(title, partial(self._context.actions.trigger, name))

    def show_list(self, results: ResultList, title: str) -> None:
        """Show a list that no query led to, with its title."""
        self.grid.show_hits(results.hits)
        self.pages.setCurrentWidget(self.grid if results.hits else self.empty)
        if results.hits:
            self._show_count(results, title)
            self._show_notes(())
        else:
            self.explain(title, self.tr("No moment matches"))

    def explain(self, what: str, hint: str) -> None:
        """Show why there is no result."""
        self.grid.show_hits(())
        self.empty.say(what, hint)
        self.pages.setCurrentWidget(self.empty)
        self.count.hide()
        self._show_notes(())

    def _show_notes(self, notes: Sequence[str]) -> None:
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))

    def _show_count(self, results: ResultList, title: str = "") -> None:
        shown, total = len(results.hits), max(results.total, len(results.hits))
        text = self.tr("one moment") if total == 1 else self.tr("%s moments") % numeral(total)
        if shown < total:
            text = self.tr("{shown} of {moments}").format(shown=numeral(shown), moments=text)
        text = f"{title} · {text}" if title else text
        legend = score_legend(results.hits, self.palette().base().color(), part_title)
        self.count.setText(f"{text} · {took(results.ms)} &nbsp; {legend}")
        self.count.show()

    def show_busy(self, *, on: bool) -> None:
        """Show that a search runs, or that none does."""
        self.progress.setRange(0, 0)
        self.progress.setVisible(on)


def _asks(query: LifelogQuery) -> bool:
    return any(not part.is_empty for part in query.parts)
