"""One import from the walk to the last batch: what to read, in which order, what is missing."""

import logging
from pathlib import Path
from time import monotonic

from app.services import import_films
from app.services.import_found import FoundFile
from app.services.import_plan import Plan
from app.services.import_read import Reading
from app.services.import_readers import Readers
from app.services.import_types import Draft, Outcome
from app.services.import_write import Batch, BatchWriter
from common.errors import MediaError
from common.values import ImportReport, SkippedFile
from indexers.catalogue import FileRecord
from indexers.media import MediaClass

logger = logging.getLogger(__name__)

BATCH_ITEMS = 64
BATCH_S = 2.0


class ImportJob:
    """Reads and stores the files of a plan.

    Args:
        plan: what is to be read.
        reading: what it is read with.
        writer: stores batches.
        report: filled on the way.
        readers: read the files.
    """

    def __init__(
        self,
        plan: Plan,
        reading: Reading,
        writer: BatchWriter,
        report: ImportReport,
        readers: Readers,
    ) -> None:
        self._plan = plan
        self._reading = reading
        self._meter = reading.meter
        self._writer = writer
        self._report = report
        self._readers = readers
        self._batch = Batch()
        self._batch_since = monotonic()
        self._seen: set[str] = set()  # identities of this import

    def run(self) -> None:
        """Read everything: film lists first, for they own their posters; videos last.

        Raises:
            JobCancelled: the user cancelled; finished batches are stored.
            LibraryError: the library cannot be written (disk full).
        """
        self._meter.total += len(self._plan.todo)
        with self._readers:
            try:
                self._read_all()
                self._flush()
            finally:
                self._writer.wait()  # what was handed over is stored, whatever ended the import

    def _read_all(self) -> None:
        lists, others = self._plan.split()
        posters: set[str] = set()
        later: dict[MediaClass, list[tuple[int, FoundFile]]] = {
            MediaClass.VIDEO: [],
            MediaClass.FILM_LIST: [],
        }
        for place, file in lists:
            outcome = self._reading.read(place, file)
            if outcome.later is MediaClass.FILM_LIST:
                posters |= self._import_list(file)
            else:
                self._take(outcome, place, later)
        free = [(place, file) for place, file in others if file.path not in posters]
        self._meter.advance("", len(others) - len(free))
        for (place, _), outcome in zip(free, self._readers.pictures(free, self._idle), strict=True):
            self._take(outcome, place, later)
        for _, file in later[MediaClass.FILM_LIST]:
            self._import_list(file)
        videos = later[MediaClass.VIDEO]
        for (place, _), outcome in zip(
            videos, self._readers.videos(videos, self._idle), strict=True
        ):
            self._take(outcome, place, later)

    def _idle(self) -> None:
        """While a long file is read: what is ready is stored, and a cancel is heard."""
        if self._batch.drafts and monotonic() - self._batch_since > BATCH_S:
            self._flush()
        self._meter.check("")

    def _take(
        self,
        outcome: Outcome,
        place: int,
        later: dict[MediaClass, list[tuple[int, FoundFile]]],
    ) -> None:
        """Put the outcome of one file into the batch, the report or a later stage."""
        name = Path(outcome.file.path).name
        if outcome.later is not None:
            later[outcome.later].append((place, outcome.file))
            self._meter.check(name)
            return
        self._report.skipped += outcome.skipped
        if outcome.known is not None:
            self._add_copy(outcome.known)
        elif outcome.drafts:
            self._add_drafts(outcome)
        self._meter.advance(name)

    def _add_drafts(self, outcome: Outcome) -> None:
        first = outcome.drafts[0].item
        if first.identity in self._seen:  # a copy that was read at the same time
            for record in first.files:
                self._batch.files.append(record)
            return
        self._seen.update(draft.item.identity for draft in outcome.drafts)
        self._count(outcome.file.path, len(outcome.drafts))
        for draft in outcome.drafts:
            self._add(draft)
        self._flush_if_full()

    def _count(self, path: str, items: int) -> None:
        """Count items as added, or as updated if they replace what was known of the file."""
        if path in self._reading.again:
            self._report.updated += items
        else:
            self._report.added += items

    def _add(self, draft: Draft) -> None:
        if not len(self._batch):
            self._batch_since = monotonic()
        self._batch.drafts.append(draft)

    def _add_copy(self, record: FileRecord) -> None:
        """Tie a file to the item that has its content: it moved, or it is one more copy."""
        if not record.item and record.content_hash not in self._seen:
            # The file it was a copy of could not be read: this one has to say why, or do better.
            self._report.skipped.append(SkippedFile(record.path, "its copy could not be read"))
            return
        if self._plan.is_same(record):
            self._report.unchanged += 1
        elif record.item:
            self._report.updated += 1
        self._batch.files.append(self._plan.moved(record))
        self._flush_if_full()

    def _flush_if_full(self) -> None:
        if len(self._batch) >= BATCH_ITEMS or monotonic() - self._batch_since > BATCH_S:
            self._flush()

    def _flush(self) -> None:
        """Analyse what is waiting and hand it to the writer."""
        batch, self._batch = self._batch, Batch()
        self._batch_since = monotonic()
        if len(batch):
            # A batch takes seconds where large networks run: a cancel does not wait for its end.
            self._reading.analyses.run(batch.drafts, lambda: self._meter.check("Analysing"))
            self._writer.write(batch)

    def _import_list(self, file: FoundFile) -> set[str]:
        """Import the films of a list; returns the paths of its posters."""
        self._flush()
        self._writer.wait()  # films that another list brought are to be known now
        before = self._plan.known.get(file.path)
        try:
            opened = import_films.open_list(self._reading, file, before)
        except MediaError as error:
            self._report.skipped.append(SkippedFile(file.path, error.reason))
            self._meter.advance(Path(file.path).name)
            return set()
        self._report.skipped += opened.skipped
        self._report.unchanged += opened.stored
        self._meter.total += len(opened.films)
        for (identity, film), outcome in zip(
            opened.films.items(), self._readers.films(opened, self._idle), strict=True
        ):
            self._report.skipped += outcome.skipped
            if identity in opened.known:
                self._report.updated += 1
            else:
                self._report.added += 1
            for draft in outcome.drafts:
                self._add(draft)
            self._flush_if_full()
            self._meter.advance(film.title)
        self._batch.files.append(opened.record)  # behind the last film: now the list is done
        self._flush()
        self._meter.advance(Path(file.path).name)
        return {str(path.absolute()) for path in opened.posters.values()}
