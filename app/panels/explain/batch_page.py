"""Many pictures: which method serves best, for which class and layer, and where it fails."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from app.context import PanelContext
from app.jobs import Job, Priority
from app.panels.explain import batch_work
from app.panels.explain.batch_head import BatchHead
from app.panels.explain.batch_work import FOLDER, RESULTS, SELECTION, Scopes, Wish
from app.panels.explain.run_view import RunView
from app.services.explain_batch_types import BatchRow, BatchTable
from app.services.explain_types import PictureSource
from app.widgets.controls import on_click
from app.widgets.empty_state import EmptyState
from app.widgets.error_texts import service_text
from app.widgets.numbers import numeral
from common.jobs import Progress

_FRESH_MS = 700  # between two looks at what a run has made so far


class BatchPage(QWidget):
    """Runs methods over many pictures; shows tables with intervals, plots and outliers.

    Args:
        context: services, jobs, shared state.
        wish: what is chosen on the picture page: network, methods, options, layer.
        titles: of methods.
        parent: owner.
    """

    picture_wanted = Signal(object, object)  # PictureSource, layer

    def __init__(
        self,
        context: PanelContext,
        wish: Callable[[], Wish],
        titles: Callable[[], dict[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._wish, self._titles = context, wish, titles
        self._job: Job | None = None
        self._made: list[BatchRow] = []  # the job appends, this reads
        self._guard = threading.Lock()
        self.head, self.view, self.empty = BatchHead(), RunView(), EmptyState()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(self.head)
        layout.addWidget(self.pages, 1)
        self._fresh = QTimer(self, interval=_FRESH_MS)
        self._fresh.timeout.connect(self._show_made)
        self._connect()
        self._explain_start()

    def _connect(self) -> None:
        on_click(self.head.go, self.run)
        on_click(self.head.stop, self.cancel)
        on_click(self.head.csv, self.export)
        self.head.runs.activated.connect(self._on_run_chosen)
        self.view.picked.connect(self.open_row)
        self._context.shared.selection_changed.connect(self._say_selection)

    @property
    def table(self) -> BatchTable:
        """The run on view."""
        return self.view.table

    # -- what is looked at

    def ready(self) -> None:
        """Read what a run can look at."""
        function = partial(batch_work.scopes, self._context.services)
        job = self._context.jobs.submit("io", function, replaces="explain-scopes")
        job.succeeded.connect(self._on_scopes)
        job.failed.connect(self._context.notices.error)

    @Slot(object)
    def _on_scopes(self, found: Scopes) -> None:
        self.head.show_scopes(found, len(self._context.shared.selection))

    @Slot()
    def _say_selection(self, *_: object) -> None:
        self.head.say_selection(len(self._context.shared.selection))

    # -- running

    @property
    def is_busy(self) -> bool:
        """Whether a run is under way."""
        return self._job is not None and not self._job.is_done

    def wish(self) -> Wish:
        """Return what is chosen on both pages."""
        shared, scope = self._context.shared, str(self.head.scope.currentData() or SELECTION)
        items: Sequence[int] = tuple(shared.selection)
        if scope == RESULTS:
            items = tuple(hit.item for hit in shared.results.hits)
        return replace(
            self._wish(), scope=scope, items=tuple(items), filters=tuple(shared.filters),
            facet=str(self.head.facet.currentData() or ""), name=self.head.name.text().strip(),
        )  # fmt: skip

    def run(self, folder: str = "") -> None:
        """Explain and measure what is chosen; asks for the folder where one is meant."""
        if self.is_busy:
            return
        wish = self.wish()
        if wish.scope == FOLDER:
            folder = folder or QFileDialog.getExistingDirectory(
                self.window(), self.tr("Folder of pictures; folders inside name the classes")
            )
            if not folder:
                return
            wish = replace(wish, folder=folder)
        self._made.clear()
        function = partial(batch_work.run, self._context.services, wish, self._take)
        title = self.tr("Explain many pictures")
        # Beside a person's own questions: the batch has networks of its own.
        self._job = self._context.jobs.submit(
            "bulk", function, title=title, priority=Priority.NORMAL
        )
        self._job.succeeded.connect(self._on_done)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)
        self._job.progressed.connect(self._on_progress)
        self._fresh.start()
        self._follow_busy()

    def _take(self, rows: Sequence[BatchRow]) -> None:
        """Note rows that are done; called on the job's thread."""
        with self._guard:
            self._made.extend(rows)

    def cancel(self) -> None:
        """Stop the run; what is finished stays."""
        if self._job is not None:
            self._job.cancel()

    def _follow_busy(self) -> None:
        self.head.show_busy(on=self.is_busy)
        if not self.is_busy:
            self._fresh.stop()

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        self.head.bar.setRange(0, progress.total)
        self.head.bar.setValue(progress.done)
        self.head.told.setText(
            f"{numeral(progress.done)} / {numeral(progress.total)} · {progress.note}"
        )

    @Slot()
    def _show_made(self) -> None:
        with self._guard:
            rows = tuple(self._made)
        if rows and len(rows) != len(self.table.rows):
            self.show_table(BatchTable(rows))

    @Slot(object)
    def _on_done(self, table: BatchTable) -> None:
        self._follow_busy()
        self.show_table(table)
        self.ready()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._follow_busy()
        self._context.notices.error(error)

    @Slot()
    def _on_cancelled(self) -> None:
        self._show_made()
        self._follow_busy()
        self.head.told.setText(self.tr("Stopped; what was finished is shown."))

    @Slot(int)
    def _on_run_chosen(self, place: int) -> None:
        name = str(self.head.runs.itemData(place) or "")
        if name:
            self.head.name.setText(name)
            function = partial(batch_work.load, self._context.services, name)
            job = self._context.jobs.submit("io", function, replaces="explain-run")
            job.succeeded.connect(self.show_table)
            job.failed.connect(self._context.notices.error)

    # -- what came out

    def _explain_start(self) -> None:
        self.empty.say(
            self.tr("Which method serves your pictures best?"),
            self.tr("Choose pictures and run the methods of the first page over them. The table "
                    "says how far their maps can be trusted, with intervals; the plots show "
                    "where they fail."),
        )  # fmt: skip
        self.empty.offer(self.tr("Run"), self.run)
        self.pages.setCurrentWidget(self.empty)

    @Slot(object)
    def show_table(self, table: BatchTable) -> None:
        """Show a run."""
        pictures = len({row.key for row in table.rows})
        text = self.tr("{pictures} pictures, {rows} maps").format(
            pictures=numeral(pictures), rows=numeral(len(table.rows))
        )
        made_by = table.settings.get("network")
        if isinstance(made_by, str):
            layers = dict.fromkeys(row.layer for row in table.rows)
            text += f" · {made_by}, {', '.join(layers)}"
        if table.skipped:
            text += " · " + self.tr("{count} could not be explained: {why}").format(
                count=numeral(len(table.skipped)), why=service_text(table.skipped[0][1])
            )
        if not self.is_busy:
            self.head.told.setText(text)
        if not table.rows:
            self._explain_start()
            return
        self.view.show_table(table, self._titles())
        self.pages.setCurrentWidget(self.view)

    @Slot(object)
    def open_row(self, row: BatchRow) -> None:
        """Show the picture of a row on the first page."""
        source = PictureSource(row.item) if row.item >= 0 else PictureSource(path=row.key)
        self.picture_wanted.emit(source, row.layer)

    def export(self) -> None:
        """Ask where to, and write all rows."""
        if not self.table.rows:
            return
        name, _ = QFileDialog.getSaveFileName(
            self.window(), self.tr("Write the table"), f"{self.table.name or 'explanations'}.csv",
            "*.csv",
        )  # fmt: skip
        if name:
            self.write(Path(name))

    def write(self, target: Path) -> None:
        """Write all rows as CSV."""
        job = self._context.jobs.submit("io", partial(batch_work.write_csv, self.table, target))
        job.succeeded.connect(self._on_written)
        job.failed.connect(self._context.notices.error)

    @Slot(object)
    def _on_written(self, target: Path) -> None:
        self._context.notices.info(self.tr("Wrote “%s”.") % target.name)
