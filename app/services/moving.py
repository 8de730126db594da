"""Moves a library to other addresses: copied, compared, and switched when the person says so.

The source is not changed. What a move wrote can be given up at any time before it is finished; one
that was cancelled or killed goes on when the same is asked again.
"""

import json
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from app.services import moving_vectors as vectors
from app.services.addresses import Addresses, person
from app.services.library import IN_USE, INFO_FILE, Library
from app.services.moving_steps import (
    CATALOGUE,
    SQLITE,
    backend_of,
    compared,
    empty_report,
    handover_of,
    require_alone,
    require_same,
    state_at,
    timed,
    told_place,
    vector_stamp,
)
from app.services.moving_types import (
    COPYING,
    JOURNAL,
    MOVED,
    SWITCHING,
    VERIFIED,
    MoveJournal,
    MoveReport,
    read_journal,
    targets,
)
from app.services.moving_verify import SEARCHES
from app.services.paths import expanded
from app.services.vector_places import FAISS
from common.errors import LibraryError
from common.jobs import JobContext
from common.settings import write_atomically


class MoveService:
    """Moves one library.

    Args:
        folder: of the library; nobody may have it open for writing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = expanded(folder).absolute()

    def plan(self, to: Sequence[str], *, owner: str = "") -> MoveReport:
        """Return what a move would copy; writes nothing.

        Args:
            to: PART=ADDRESS each.
            owner: whose lists are meant; "" for this person.

        Raises:
            LibraryError: the library or the target cannot be used.
        """
        with closing(Library.open(self.folder, read_only=True)) as library:
            journal = self._new_journal(library, to, owner, shared=False)
            report = empty_report("planned", journal)
            if journal.moves("vectors"):
                report.vectors.update(library.encoders())
            if journal.moves("catalogue"):
                self._count(journal, report)
            _require_target(library, journal)
            return report

    def run(
        self,
        to: Sequence[str],
        context: JobContext,
        *,
        owner: str = "",
        shared: bool = False,
    ) -> MoveReport:
        """Copy and compare; the library stays where it is until finish().

        Asked again after it was cancelled or killed, it goes on; where the library was changed
        meanwhile, its catalogue is copied anew.

        Args:
            to: PART=ADDRESS each.
            context: reports; can cancel.
            owner: whose lists are meant; "" for this person.
            shared: what is in the lists of a folder becomes everybody's.

        Raises:
            LibraryError: somebody writes to the library, the target is not empty, cannot be
                written, or the copy is not equal.
            JobCancelled: the user cancelled; what was copied stays.
            VectorServerError: a server of vectors fails.
        """
        began = time.monotonic()
        with self._alone(), closing(Library.open(self.folder, read_only=True)) as library:
            journal = self._journal(library, to, owner, shared=shared)
            report = empty_report("verified", journal)
            if journal.moves("catalogue"):
                self._move_catalogue(journal, report, context)
            else:
                journal.stamp = vector_stamp(library)
            if journal.moves("vectors"):
                new = journal.new.vectors
                report.vectors.update(vectors.copy_all(library, new, context))
                report.verified.update(vectors.compare_all(library, new, SEARCHES // 5, context))
            journal.stage, journal.verified = VERIFIED, report.verified
            journal.write(self.folder)
        return timed(report, began)

    def finish(self) -> MoveReport:
        """Have the library lie at the target; the old place is kept.

        Raises:
            LibraryError: nothing was verified, the library was changed since, or somebody uses it.
        """
        began = time.monotonic()
        with self._alone():
            journal = self._known_journal()
            if journal.stage == COPYING:
                raise LibraryError(
                    "The move is not verified yet.", hint="Repeat the command that began it."
                )
            report = empty_report("finished", journal)
            info = json.loads((self.folder / INFO_FILE).read_text("utf-8"))
            if Addresses.of(info) != journal.new:
                self._switch(journal, info)
            if journal.moves("catalogue"):
                from indexers.catalogue.copying import release

                with backend_of(journal.new, self.folder) as target:
                    release(target)
            kept = [told_place(journal, part) for part in MOVED if journal.moves(part)]
            if journal.moves("vectors") and journal.old.vectors == FAISS:
                kept[-1] = self._keep_vectors()
            shutil.rmtree(self.folder / vectors.FOLDER, ignore_errors=True)
            (self.folder / JOURNAL).unlink(missing_ok=True)
        report.verified.update(journal.verified)
        return timed(report, began, (*kept, *journal.aside))

    def abandon(self) -> MoveReport:
        """Take away what an unfinished move wrote at the target.

        Raises:
            LibraryError: there is none, or it cannot be reached.
        """
        with self._alone():
            journal = self._known_journal()
            info = json.loads((self.folder / INFO_FILE).read_text("utf-8"))
            if Addresses.of(info) == journal.new:
                raise LibraryError(
                    "The library lies at the target already.",
                    hint="End the move with: move --finish.",
                )
            if journal.moves("vectors"):
                with closing(Library.open(self.folder, read_only=True)) as library:
                    vectors.drop_all(library, journal.new.vectors)
            if journal.moves("catalogue"):
                from indexers.catalogue.copying import clear

                with backend_of(journal.new, self.folder) as target:
                    clear(target, journal.library)
            (self.folder / JOURNAL).unlink(missing_ok=True)
        return empty_report("abandoned", journal)

    # -- parts of them

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the library's lock, so that no other process of this computer writes."""
        if not (self.folder / INFO_FILE).is_file():
            raise LibraryError(
                f"There is no library at “{self.folder}”.", hint="Name its folder: --library."
            )
        lock = FileLock(self.folder / "writer.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise LibraryError(
                f"The library cannot be moved now: {IN_USE}.",
                hint="Close the other window, then try again.",
            ) from None
        except OSError as error:
            raise LibraryError(
                f"The folder of the library cannot be written ({error.strerror or error}).",
                hint="A move notes there how far it is; ask for the right to write.",
            ) from None
        try:
            yield
        finally:
            lock.release()

    def _known_journal(self) -> MoveJournal:
        journal = read_journal(self.folder)
        if journal is None:
            raise LibraryError(
                "No move of this library was begun.", hint="Begin one: move --to catalogue=ADDRESS."
            )
        return journal

    def _new_journal(
        self, library: Library, to: Sequence[str], owner: str, *, shared: bool
    ) -> MoveJournal:
        new = targets(to, library.addresses)
        name = str(library.info.get("id", ""))
        old, there = library.addresses.as_json(), new.as_json()
        return MoveJournal(name, old, there, owner or person(), shared=shared)

    def _journal(
        self, library: Library, to: Sequence[str], owner: str, *, shared: bool
    ) -> MoveJournal:
        """Return the journal of this move: the one that was begun, else a new one."""
        journal = self._new_journal(library, to, owner, shared=shared)
        known = read_journal(self.folder)
        if known is not None:
            if (known.source, known.target) != (journal.source, journal.target):
                raise LibraryError(
                    "Another move of this library was begun and is not finished.",
                    hint="End it first: move --finish, or move --abandon.",
                )
            journal.aside = known.aside
        else:
            _require_target(library, journal)  # before anything is noted
            stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
            if journal.moves("catalogue") and journal.new.catalogue == SQLITE:
                journal.aside += self._set_aside(stamp, journal.library)
            if journal.moves("vectors") and journal.new.vectors == FAISS:
                journal.aside += vectors.set_aside(library, stamp)
        journal.write(self.folder)
        return journal

    def _set_aside(self, stamp: str, library: str) -> list[str]:
        """Rename the file that an earlier move left in the folder; it is kept."""
        from indexers.catalogue.copying import found_state, open_backend

        path = self.folder / CATALOGUE
        if not path.exists():
            return []
        try:
            with closing(open_backend(f"sqlite:///{path}", read_only=True)) as backend:
                found_state(backend, library)
        except LibraryError:
            kept = path.with_name(f"catalogue-left-{stamp}.db")
            for end in ("-wal", "-shm", ""):
                file = path.with_name(path.name + end)
                if file.exists():
                    file.rename(kept.with_name(kept.name + end))
            return [str(kept)]
        return []  # our own unfinished move, or empty

    def _count(self, journal: MoveJournal, report: MoveReport) -> None:
        """Count the rows to copy, and those of others that stay."""
        from indexers.catalogue.copied_rows import RowReader, copied_tables
        from indexers.catalogue.copying import reading

        handover = handover_of(journal)
        with (
            backend_of(journal.old, self.folder, read_only=True) as source,
            reading(source) as connection,
        ):
            for table in copied_tables():
                reader = RowReader(table, handover)
                report.rows[table.name] = reader.count(connection)
                if others := reader.left_behind(connection):
                    report.left_behind[table.name] = others

    def _move_catalogue(
        self, journal: MoveJournal, report: MoveReport, context: JobContext
    ) -> None:
        """Copy and compare the catalogue while nobody writes to it."""
        from indexers.catalogue import copying

        handover = handover_of(journal)
        with (
            backend_of(journal.old, self.folder, read_only=True) as source,
            copying.locked(source),
        ):
            self._count(journal, report)
            _, revision = copying.version_and_revision(source)
            journal.stamp = str(revision)
            journal.stage = COPYING
            journal.write(self.folder)
            state = copying.CopyState(journal.library, revision, handover.as_json())
            with backend_of(journal.new, self.folder) as target:
                known = state_at(target, journal)
                same = known is not None and (
                    (known.revision, known.handover) == (state.revision, state.handover)
                )
                if known is not None and not same:
                    copying.clear(target, journal.library)
            with backend_of(journal.new, self.folder) as target:
                if known is not None and same:
                    state = known
                else:
                    copying.prepare(target, state)
                copying.copy_rows(source, target, state, handover, context)
                report.verified.update(compared(source, target, journal, handover, context))

    def _switch(self, journal: MoveJournal, info: dict[str, object]) -> None:
        """Name the target in the library's file, if nothing was changed since it was compared."""
        if journal.moves("catalogue"):
            from indexers.catalogue import copying

            with (
                backend_of(journal.old, self.folder, read_only=True) as source,
                copying.locked(source),
            ):
                require_alone(source)
                _, revision = copying.version_and_revision(source)
                require_same(journal, str(revision))
                journal.stage = SWITCHING
                journal.write(self.folder)
                with backend_of(journal.new, self.folder) as target:
                    copying.seal(source, target)
                self._name(info, journal.new)
            return
        with closing(Library.open(self.folder, read_only=True)) as library:
            require_same(journal, vector_stamp(library))
        self._name(info, journal.new)

    def _name(self, info: dict[str, object], new: Addresses) -> None:
        told = json.dumps({**info, **new.as_json()}, indent=2).encode()
        write_atomically(self.folder / INFO_FILE, told)

    def _keep_vectors(self) -> str:
        """Rename the folder of vectors that were moved to a server; return where it is kept."""
        folder = self.folder / "vectors"
        kept = self.folder / f"vectors-left-{datetime.now(UTC).strftime('%Y%m%d-%H%M%S')}"
        if not folder.is_dir():
            return str(folder)
        try:
            folder.rename(kept)
        except OSError:  # a window reads it, where open files cannot be renamed
            return str(folder)
        return str(kept)


def _require_target(library: Library, journal: MoveJournal) -> None:
    """Check that the target can be reached and holds nothing but this move.

    Raises:
        LibraryError: it does not, or cannot.
        VectorServerError: nobody answers.
    """
    if journal.moves("vectors") and journal.new.vectors != FAISS:
        with closing(vectors.place_of(library, journal.new.vectors)) as place:
            place.test()
    if journal.moves("catalogue") and journal.new.catalogue != SQLITE:
        with backend_of(journal.new, library.folder) as target:
            state_at(target, journal)
