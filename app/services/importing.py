"""Imports: from chosen folders to items with thumbnails, facts, vectors and texts.

An import may be paused, cancelled or killed at any moment: every batch is one transaction, and the
next import of the same folders goes on where it stopped. Only the library is ever written.
"""

import logging
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.services.analyser_removal import switched_off
from app.services.import_analyse import Analyses
from app.services.import_found import Roots, Scan
from app.services.import_graphs import import_graphs
from app.services.import_index import rebuild_indexes, stale_indexes
from app.services.import_job import ImportJob
from app.services.import_lifelog import LifeImport, take_life
from app.services.import_motion import count_motion, measure_motion
from app.services.import_pending import PendingStage
from app.services.import_places import place_items
from app.services.import_plan import Plan, make_plan
from app.services.import_read import Claims, Reading
from app.services.import_readers import LocalReaders, Readers
from app.services.import_relations import count_relations, relate
from app.services.import_sidecars import import_sidecars, take_sidecars
from app.services.import_texts import count_texts, encode_texts
from app.services.import_types import IMPORT_KINDS, ImportKind, Meter
from app.services.import_walk import walk
from app.services.import_write import BatchWriter
from app.services.workers_connection import LOCAL
from common.errors import AppError
from common.jobs import JobCancelled, JobContext
from common.settings import Settings
from common.values import ImportReport, SkippedFile

if TYPE_CHECKING:
    from app.services.analysers import Analysers
    from app.services.library import Library
    from app.services.models import ModelService
    from app.services.workers_force import Workforce

logger = logging.getLogger(__name__)

_MAX_WORKERS = 8
_BACKUP_AFTER = 1  # items added or updated
_LOOK_S = 0.05  # how often an import that waits for another looks whether it was cancelled


@dataclass(frozen=True, slots=True)
class Due:
    """What analyse() would do now.

    Args:
        analyses: items that lack an analysis, counted once for each.
        texts: items whose texts have no vector yet.
        indexes: encoders whose index is to be built anew.
        relations: pictures whose objects have no relations yet.
    """

    analyses: int = 0
    texts: int = 0
    indexes: int = 0
    relations: int = 0

    def __bool__(self) -> bool:
        return bool(self.analyses or self.texts or self.indexes or self.relations)


class ImportService:
    """Adds media to one library.

    Args:
        library: the open library.
        models: gives the engine.
        settings: what an import does.
        analysers: hear what is said in videos; None for none.
    """

    def __init__(
        self,
        library: "Library",
        models: "ModelService",
        settings: Settings,
        analysers: "Analysers | None" = None,
    ) -> None:
        self._library = library
        self._models = models
        self._settings = settings
        self._analysers = analysers
        self._writing = threading.Lock()
        self._running: ImportReport | None = None
        self._stamps: dict[str, list[int]] = {}  # of files of a life that were read

    def run(
        self,
        paths: Sequence[Path | str],
        kind: ImportKind = "auto",
        context: JobContext | None = None,
        *,
        texts: bool = True,
    ) -> ImportReport:
        """Import files and folders; safe to repeat: only what changed is read again.

        Files that are gone are marked missing, with all that is known of them; moved ones are
        recognised by their content. A file that cannot be used is listed in the report.

        Args:
            paths: files and folders, or addresses of what stores hold (`s3://BUCKET/PREFIX`).
            kind: "auto" decides by content; "photos", "videos" and "movies" (film lists) pass over
                all else; "lifelog" keeps photos by day, with the tracks, sensors and
                sidecars beside them; "graphs" ties scene graphs to photos.
            context: progress, pause and cancel; an import waits while another one runs.
            texts: read titles and plots too; otherwise analyse() does so later.

        Raises:
            ReadOnlyLibraryError: the library cannot be written, and why.
            AppError: a path does not exist, or there is no such kind.
            StoreError: a store cannot be asked.
            LibraryError: the disk is full; finished batches are kept.
            JobCancelled: the user cancelled; finished batches are kept.
        """
        if kind not in IMPORT_KINDS:
            raise AppError(
                f"There is no import of “{kind}”.", hint=f"Use one of: {', '.join(IMPORT_KINDS)}."
            )
        self._library.require_appendable()
        context = context or JobContext()
        with self.alone(context):
            return self._import(paths, kind, context, texts=texts)

    @property
    def skipped_so_far(self) -> tuple[SkippedFile, ...]:
        """What the import that runs could not use until now; empty where none runs."""
        report = self._running
        return () if report is None else tuple(report.skipped)

    def due(self) -> Due:
        """Return what analyse() would do now; nothing where the library cannot be written."""
        if not self._library.can_append:
            return Due()
        engine, catalogue = self._models.engine, self._library.catalogue
        analyses = Analyses(engine, self._settings.imports, switched_off(self._library)).versions
        return Due(
            analyses=sum(catalogue.count_pending(*analysis) for analysis in analyses.items())
            + count_motion(self._library),
            texts=count_texts(self._library, engine),
            indexes=len(stale_indexes(self._library)),
            relations=count_relations(self._library),
        )

    def _import(
        self, chosen: Sequence[Path | str], kind: ImportKind, context: JobContext, *, texts: bool
    ) -> ImportReport:
        """Import and note how it ended."""
        started = time.monotonic()
        meter = Meter(context)
        self._running = report = ImportReport()
        self._stamps = {}
        scan = walk(chosen, self._library.folder, context)
        run = self._library.catalogue.start_run(kind, scan.roots)
        state = "failed"
        try:
            self._run(scan, kind, run, meter, report, texts=texts)
            state = "done"
        except JobCancelled:
            state = "cancelled"
            raise
        finally:
            self._running = None
            report.seconds = round(time.monotonic() - started, 3)
            self._finish(run, state, report)
        meter.context.step(meter.total, meter.total)
        return report

    def analyse(self, context: JobContext | None = None) -> ImportReport:
        """Run what newer models add on the items that are there; `updated` counts items.

        Raises:
            ReadOnlyLibraryError: the library cannot be written, and why.
            LibraryError: the disk is full; finished batches are kept.
            JobCancelled: the user cancelled; finished batches are kept.
        """
        self._library.require_appendable()
        context = context or JobContext()
        with self.alone(context):
            return self._analyse(context)

    def _analyse(self, context: JobContext) -> ImportReport:
        started = time.monotonic()
        meter = Meter(context)
        report = ImportReport()
        analyses = Analyses(
            self._models.engine, self._settings.imports, switched_off(self._library)
        )
        with self._force("auto", (), analyses, meter) as force:
            self._catch_up(analyses, meter, report, force, texts=True)
        report.items = self._library.catalogue.count()
        report.seconds = round(time.monotonic() - started, 3)
        meter.context.step(meter.total, meter.total)
        return report

    @contextmanager
    def alone(self, context: JobContext) -> Iterator[None]:
        """Hold back imports: two would do the same pending analyses twice.

        Raises:
            JobCancelled: the user cancelled while it waited.
        """
        while not self._writing.acquire(timeout=_LOOK_S):
            context.step(0, 0, "Waiting for another import")
        try:
            yield
        finally:
            self._writing.release()

    def _run(
        self,
        scan: Scan,
        kind: ImportKind,
        run: int,
        meter: Meter,
        report: ImportReport,
        *,
        texts: bool,
    ) -> None:
        """Do all the stages of an import and fill its report."""
        report.skipped += scan.skipped
        catalogue = self._library.catalogue
        if kind == "graphs":
            import_graphs(catalogue, scan, run, meter, report)
            return
        missing = self._missing()
        sidecars = take_sidecars(scan)
        life = take_life(scan, meter, report) if kind == "lifelog" else None
        plan = make_plan(catalogue, scan, kind)
        report.unchanged = plan.unchanged
        catalogue.touch_files(plan.found_again)
        analyses = Analyses(
            self._models.engine, self._settings.imports, switched_off(self._library)
        )
        with self._force(kind, scan.roots, analyses, meter) as force:
            self._read(plan, scan, kind, run, analyses, meter, report, force)
            catalogue.mark_missing(plan.gone(scan))
            report.missing = len(self._missing() - missing)
            import_sidecars(catalogue, sidecars, meter, report)
            if life is not None:
                stage = LifeImport(catalogue, meter, report, run)
                self._stamps = stage.stamps
                stage.store(life)
                place_items(catalogue, meter, report)
            self._catch_up(analyses, meter, report, force, texts=texts)

    def _read(
        self,
        plan: Plan,
        scan: Scan,
        kind: ImportKind,
        run: int,
        analyses: Analyses,
        meter: Meter,
        report: ImportReport,
        force: "Workforce | None",
    ) -> None:
        """Read and store what the plan names."""
        reading = Reading(
            kind=kind,
            roots=Roots(scan.roots),
            catalogue=self._library.catalogue,
            analyses=analyses,
            settings=self._settings.imports,
            meter=meter,
            claims=Claims(),
            again=plan.again,
            clocks=self._library.catalogue.clocks(),
            analysers=self._analysers,
        )
        learned = self._settings.imports.video_frames == "shots"
        classify = self._models.engine.shot_classifier() if learned else None
        local = LocalReaders(reading, classify, threads=self._workers())
        readers: Readers = local
        if force is not None:
            from app.services.workers_import import WorkerReaders

            readers = WorkerReaders(force, local, plan)
        with BatchWriter(self._library, run) as writer:
            ImportJob(plan, reading, writer, report, readers=readers).run()

    @contextmanager
    def _force(
        self, kind: ImportKind, roots: Sequence[str], analyses: Analyses, meter: Meter
    ) -> "Iterator[Workforce | None]":
        """Give the workers of the library's address while an import runs; None for local."""
        address = self._library.addresses.workers
        if address == LOCAL:
            yield None
            return
        from app.services.workers_force import Workforce
        from app.services.workers_types import Brief

        brief = Brief(
            kind=kind,
            roots=tuple(roots),
            settings=self._settings.imports,
            analyses=analyses.versions,
            side=analyses.picture_side,
            clocks=self._library.catalogue.clocks(),
            learned_shots=self._settings.imports.video_frames == "shots",
        )
        with Workforce(address, brief, meter, threads=self._workers()) as force:
            yield force

    def _catch_up(
        self,
        analyses: Analyses,
        meter: Meter,
        report: ImportReport,
        force: "Workforce | None",
        *,
        texts: bool,
    ) -> None:
        """Fill in what analyses and texts of stored items lack, then make searches quick."""
        with_what = (self._library, analyses, self._settings.imports, meter, self._workers())
        stage = PendingStage(*with_what)
        if force is not None:
            from app.services.workers_pending import WorkersPending

            stage = WorkersPending(*with_what, force)
        report.updated += len(stage.run())
        report.skipped += analyses.failed
        report.updated += measure_motion(self._library, meter)
        relate(self._library, meter)
        if texts:
            report.skipped += encode_texts(self._library, self._models.engine, meter)
        rebuild_indexes(self._library, meter)

    def _finish(self, run: int, state: str, report: ImportReport) -> None:
        """Note how the import ended; where even that cannot be written, the run stays open."""
        try:
            catalogue = self._library.catalogue
            report.items = catalogue.count()
            catalogue.add_skips(run, report.skipped)
            counts = {name: value for name, value in asdict(report).items() if name != "skipped"}
            stamps = {"life": self._stamps} if self._stamps else {}
            skipped = {"skipped": len(report.skipped)}
            catalogue.finish_run(run, state, counts | skipped | stamps)
            if state == "done" and report.added + report.updated >= _BACKUP_AFTER:
                catalogue.backup()
        except AppError:
            if state == "done":
                raise
            logger.warning("the end of import %d could not be noted", run, exc_info=True)

    def _missing(self) -> set[int]:
        columns = self._library.catalogue.columns("id", "missing")
        return set(columns["id"][columns["missing"]].tolist())

    def _workers(self) -> int:
        """Return the number of decoder threads.

        One core stays for the network and the window: on two cores a second decoder makes no
        import quicker, and the window waits half as long again.
        """
        spare = max(1, (os.cpu_count() or 2) - 1)
        return self._settings.imports.workers or min(spare, _MAX_WORKERS)
