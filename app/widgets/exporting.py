"""Exports from the window: gathers what can be exported, asks, runs the job, tells of its end."""

import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from app.context import PanelContext
from app.services.export import ExportService
from app.services.export_marks import Marks, apply_marks, read_marks
from app.services.export_records import Record
from app.services.export_types import ExportReport, ExportRequest
from app.services.items import ItemService
from app.services.services import Services
from app.widgets.error_texts import service_text
from app.widgets.export_dialog import ExportDialog, Scope
from app.widgets.export_options import Choices
from app.widgets.numbers import numeral
from app.widgets.result_titles import title_of
from common.jobs import JobContext

logger = logging.getLogger(__name__)


class Exporter(QObject):
    """Exports items of the open library.

    Args:
        context: services, jobs, shared state, notices.
        parent: the widget that dialogs belong to.
    """

    def __init__(self, context: PanelContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._widget = parent
        self.dialog: ExportDialog | None = None

    def ask(self, first: str = "") -> None:
        """Ask what to export.

        Args:
            first: scope that is chosen at first ("selection", ...); "" the most likely one.
        """
        wall = self._context.shared.wall_picture()
        scopes = sorted(self._scopes(), key=lambda scope: scope.name != first)
        choices = Choices(dict(self._context.services.settings.exports))
        self.dialog = ExportDialog(scopes, wall, choices, self._widget.window())
        self.dialog.preview_wanted.connect(self._ask_for_preview)
        self.dialog.finished.connect(self._on_finished)
        self._ask_for_preview()
        self.dialog.open()

    def _scopes(self) -> list[Scope]:
        """Return what can be exported, the most likely first."""
        shared, items = self._context.shared, self._context.services.items
        found: list[Scope] = []
        if shared.selection:
            chosen = shared.selection
            found.append(Scope("selection", self.tr("Selection"), chosen, len(chosen)))
        wall = shared.wall_picture()
        if wall is not None and wall.lit is not None:
            title = self.tr("What passes the filters")
            found.append(Scope("passing", title, wall.lit, len(wall.lit)))
        if shared.results.hits:
            hits = shared.results.hits
            title = self.tr("Results of “%1”").replace("%1", title_of(shared.results))
            found.append(Scope("results", title, [hit.item for hit in hits], len(hits), hits))
        found.append(Scope("all", self.tr("Everything"), None, items.count()))
        found += [
            Scope(f"watchlist:{name}", self.tr("Watchlist “%1”").replace("%1", name), None, count)
            for name, count in items.watchlists().items()
        ]
        found += [
            Scope(f"bucket:{name}", self.tr("Bucket “%1”").replace("%1", name), None, count)
            for name, count in items.buckets().items()
        ]
        return found

    # -- marks of another library

    def ask_for_marks(self) -> None:
        """Ask for an export and take its labels, tags, buckets and watchlists."""
        name, _ = QFileDialog.getOpenFileName(
            self._widget.window(), self.tr("Import labels and tags from an export"), "",
            self.tr("Exports (*.csv *.json)"),
        )  # fmt: skip
        if name:
            self.take_marks(Path(name))

    def take_marks(self, path: Path) -> None:
        """Take labels, tags, buckets and watchlists from an export."""
        title = self.tr("Import labels from %1").replace("%1", path.name)
        work = partial(_take_marks, self._context.services, path)
        job = self._context.jobs.submit("db", work, title=title)
        job.succeeded.connect(self._on_marks)
        job.failed.connect(self._context.notices.error)

    @Slot(object)
    def _on_marks(self, marks: Marks) -> None:
        shared = self._context.shared
        if marks.changed:
            shared.items_changed.emit("exporting")
            shared.labels_changed.emit("exporting")
        told = self.tr("{known} of {rows} rows are items of this library; {count} changes.")
        self._context.notices.info(
            told.format(
                known=numeral(marks.known), rows=numeral(marks.rows), count=len(marks.changed)
            )
        )

    # -- preview

    @Slot()
    def _ask_for_preview(self) -> None:
        dialog = self.dialog
        if dialog is None or not dialog.is_table:
            return
        scope, services = dialog.chosen, self._context.services
        work = partial(_preview, services.export, services.items, scope)
        job = self._context.jobs.submit("io", work, replaces="export-preview")
        job.succeeded.connect(self._on_preview)
        job.failed.connect(self._context.notices.error)

    @Slot(object)
    def _on_preview(self, answer: tuple[str, tuple[str, ...], list[Record]]) -> None:
        name, columns, rows = answer
        if self.dialog is not None and self.dialog.chosen.name == name:
            self.dialog.show_preview(columns, rows)

    # -- the export

    @Slot(int)
    def _on_finished(self, result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is None:
            return
        dialog.deleteLater()
        if result != QDialog.DialogCode.Accepted:
            return
        self._remember(dialog.choices())
        request = dialog.request(())
        if request.target.exists() and not self._may_replace(request.target):
            return
        self.start(request, dialog.chosen)

    def _remember(self, choices: Choices) -> None:
        services = self._context.services
        services.settings.exports = choices.values
        try:
            services.save_settings()
        except OSError as error:
            logger.warning("the choices of the export are not kept: %s", error)

    def _may_replace(self, target: Path) -> bool:
        box = QMessageBox(self._widget.window())
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(self.tr("“%1” is there already.").replace("%1", target.name))
        box.setInformativeText(self.tr("Replace it?"))
        replace_it = box.addButton(self.tr("Replace"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        return box.clickedButton() is replace_it

    def start(self, request: ExportRequest, scope: Scope) -> None:
        """Export in the background.

        Args:
            request: its items are those of the scope.
            scope: what is exported.
        """
        services = self._context.services
        work = partial(_run, services.export, services.items, request, scope)
        title = self.tr("Export %1").replace("%1", request.target.name)
        job = self._context.jobs.submit("bulk", work, title=title)
        job.succeeded.connect(self._on_done)
        job.failed.connect(self._context.notices.error)
        job.cancelled.connect(self._on_cancelled)

    @Slot(object)
    def _on_done(self, report: ExportReport) -> None:
        count = self.tr("one item") if report.items == 1 else self.tr("%1 items")
        told = self.tr("Exported {items} to “{name}”.").format(
            items=count.replace("%1", numeral(report.items)), name=report.path.name
        )
        if report.picture[0]:
            told += " " + self.tr("{width} × {height} pixels.").format(
                width=numeral(report.picture[0]), height=numeral(report.picture[1])
            )
        if report.missing:
            told += " " + self.tr("%1 files could not be read.").replace(
                "%1", numeral(len(report.missing))
            )
        told = " ".join([told, *map(service_text, report.notes)])
        notices, show = self._context.notices, partial(self._show, report.path)
        tell = notices.warn if report.missing else notices.info
        tell(told, self.tr("Show in file manager"), show)

    @Slot()
    def _on_cancelled(self) -> None:
        self._context.notices.info(self.tr("The export was cancelled; nothing was written."))

    def _show(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))):
            self._context.notices.warn(
                self.tr("No file manager opened “%1”.").replace("%1", str(path.parent))
            )


def items_of(items: ItemService, scope: Scope) -> Sequence[int]:
    """Return the items of a scope, read now where they were not; runs in a lane."""
    if scope.items is not None:
        return scope.items
    kind, _, name = scope.name.partition(":")
    if kind == "watchlist":
        return items.watchlist_items(name)
    if kind == "bucket":
        return items.bucket_items(name)
    ids: Sequence[int] = items.all_ids()  # type: ignore[assignment]
    return ids


def _take_marks(services: Services, path: Path, context: JobContext) -> Marks:
    context.step(0)
    return apply_marks(read_marks(path, services.library), services.history, context)


def _preview(
    export: ExportService, items: ItemService, scope: Scope, context: JobContext
) -> tuple[str, tuple[str, ...], list[Record]]:
    context.step(0)
    request = ExportRequest(
        "csv", Path(), items_of(items, scope), hits={hit.item: hit for hit in scope.hits}
    )
    return (scope.name, *export.preview(request))


def _run(
    export: ExportService,
    items: ItemService,
    request: ExportRequest,
    scope: Scope,
    context: JobContext,
) -> ExportReport:
    from dataclasses import replace

    wanted = () if request.form == "png" else items_of(items, scope)
    return export.run(replace(request, items=wanted), context)
