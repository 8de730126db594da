"""The catalogue: everything Kinora knows of a collection, behind one object."""

import logging
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from common.closing import Closing
from common.errors import DamagedCatalogueError, LibraryError
from indexers.catalogue import migrations as schema
from indexers.catalogue import recovery
from indexers.catalogue.backend import SQLITE_PREFIX, Backend, SqliteBackend
from indexers.catalogue.checking import Checking
from indexers.catalogue.classifiers import Classifiers
from indexers.catalogue.clocks import Clocks
from indexers.catalogue.collections import Collections
from indexers.catalogue.details import ItemDescribing
from indexers.catalogue.episodes import Episodes
from indexers.catalogue.facets import Facets
from indexers.catalogue.faults import WAY_OUT, foreseen, is_damage
from indexers.catalogue.forgetting import Forgetting
from indexers.catalogue.journal import Journal
from indexers.catalogue.labels import Labels
from indexers.catalogue.migrations import Migration
from indexers.catalogue.owners import Owners
from indexers.catalogue.placing import Placing
from indexers.catalogue.postgres import PostgresBackend
from indexers.catalogue.reading import ItemReading
from indexers.catalogue.removing import Removing
from indexers.catalogue.salvage import add_words, read_words
from indexers.catalogue.scene_tables import SceneTables
from indexers.catalogue.scenes import Scenes
from indexers.catalogue.searching import TextSearch
from indexers.catalogue.series import Series
from indexers.catalogue.writing import ItemWriting

logger = logging.getLogger(__name__)


class Catalogue(
    Closing,
    ItemWriting,
    Removing,
    Forgetting,
    ItemReading,
    ItemDescribing,
    Facets,
    TextSearch,
    Labels,
    Classifiers,
    Collections,
    Owners,
    Scenes,
    SceneTables,
    Series,
    Episodes,
    Clocks,
    Placing,
    Journal,
    Checking,
):
    """An open catalogue; its methods may be called on any thread.

    Reads see the last commit and never wait. Writes are one transaction each and wait for each
    other; what a call wrote is complete when it returns. `notices` says what the user should know
    about how it was opened.
    """

    @classmethod
    def open(
        cls,
        url: str | Path,
        *,
        read_only: bool = False,
        backups: Path | None = None,
        migrations: Sequence[Migration] | None = None,
        person: str = "",
    ) -> "Catalogue":
        """Open a catalogue; make it, repair it or bring it to the current version where needed.

        Args:
            url: `sqlite:///PATH`, a path, or `postgresql://…`.
            read_only: refuse writes; works on a read-only disk too.
            backups: folder of the copies that a damaged SQLite file is restored from.
            migrations: the steps this program knows; None for its own.
            person: whose labels and lists are meant; "" where there is one person only.

        Raises:
            LibraryNewerError: a newer Kinora wrote it.
            DamagedCatalogueError: it is damaged and there is no backup; nothing was touched.
            LibraryError: it is absent, cannot be reached, or the disk is full.
        """
        steps = schema.MIGRATIONS if migrations is None else migrations
        if isinstance(url, str) and "://" in url and not url.startswith(SQLITE_PREFIX):
            server = PostgresBackend(url, read_only=read_only)
            return cls._prepared(server, [], None, steps, person)
        path = Path(str(url).removeprefix(SQLITE_PREFIX))
        notices: list[str] = []
        damaged: Path | None = None
        if problem := _problem(path, read_only=read_only):
            damaged = _repaired(path, backups, problem, notices, read_only=read_only)
        try:
            catalogue = cls._from_file(path, read_only, notices, backups, steps, person)
        except DamagedCatalogueError as error:
            if read_only or damaged is not None:
                raise
            damaged = _repaired(path, backups, error.what, notices, read_only=False)
            catalogue = cls._from_file(path, read_only, notices, backups, steps, person)
        if damaged is not None and (count := add_words(catalogue, read_words(damaged))):
            notices.append(
                f"{count} labels, lists and the like that you made since then were carried over."
            )
        return catalogue

    @classmethod
    def _from_file(
        cls,
        path: Path,
        read_only: bool,
        notices: list[str],
        backups: Path | None,
        steps: Sequence[Migration],
        person: str,
    ) -> "Catalogue":
        """Open a SQLite file that was checked."""
        with recovery.left_as_it_was(path):
            try:
                backend = SqliteBackend(path, read_only=read_only)
            except OSError as error:
                raise LibraryError(
                    f"The catalogue “{path}” cannot be opened ({error.strerror or error}).",
                    hint="Check the folder and your rights to it.",
                ) from error
            if backend.ignores_wal and path.with_name(path.name + "-wal").exists():
                notices.append(
                    "The library lies on a read-only disk and was not closed properly: the last "
                    "changes are not shown. Copy it to another disk to see them."
                )
            return cls._prepared(backend, notices, backups, steps, person)

    @classmethod
    def _prepared(
        cls,
        backend: Backend,
        notices: list[str],
        backups: Path | None,
        steps: Sequence[Migration],
        person: str = "",
    ) -> "Catalogue":
        """Bring the schema to the current version; give everything back if that fails."""
        catalogue = cls(backend, notices, backups, person)
        try:
            if isinstance(backend, PostgresBackend):
                backend.check()
            catalogue._bring_up_to_date(steps)
        except DBAPIError as error:
            backend.close()
            raise foreseen(error, backend.name) from error
        except BaseException:
            backend.close()
            raise
        if isinstance(backend, SqliteBackend) and not backend.read_only_reason:
            recovery.unstamp(backend.path)
        return catalogue

    def _bring_up_to_date(self, steps: Sequence[Migration]) -> None:
        """Make the tables of an empty database, migrate those of an old one."""
        with self._reading() as connection:
            found = schema.found_version(connection)
        schema.require_known(found, steps)
        current = schema.current_version(steps)
        if found == current:
            return
        if self.is_read_only:
            raise LibraryError(
                "The catalogue is empty or was written by an older Kinora.",
                hint="Open the library once for writing, so that it can be brought up to date.",
            )
        if found and isinstance(self._backend, SqliteBackend):
            folder = self._backups or self._backend.path.parent
            recovery.back_up(self._backend.path, folder)
        with self._backend.migrator(durable=True) as connection:
            found = schema.found_version(connection)  # another process may have been quicker
            if found == 0:
                schema.create(connection, self._backend.full_text, current)
            else:
                schema.migrate(connection, found, steps)
        if found:
            self.notices.append(f"The library was brought from format {found} to {current}.")

    def close(self) -> None:
        """Wait for the writer, then give everything back; safe to call twice."""
        with self._writer:
            if self._closed:
                return
            self._closed = True
            if self._spare is not None:
                self._spare.close()
            self._backend.close()
            if isinstance(self._backend, SqliteBackend) and not self._backend.read_only_reason:
                recovery.stamp(self._backend.path)

    def backup(self) -> Path | None:
        """Copy the catalogue to the folder of backups and keep the newest three.

        Returns:
            The copy; None for PostgreSQL, which has its own tools, and where no folder was named.

        Raises:
            LibraryError: the copy cannot be written.
            DamagedCatalogueError: the catalogue is damaged; older copies stay.
        """
        if self._backups is None or not isinstance(self._backend, SqliteBackend):
            return None
        return recovery.back_up(self._backend.path, self._backups)


def _problem(path: Path, *, read_only: bool) -> str:
    """Return what is wrong with a SQLite file, "" for nothing; reads all of it only if it must."""
    if not path.exists():
        if read_only:
            raise LibraryError(
                f"There is no catalogue at “{path}”.", hint="Open the library for writing first."
            )
        return ""
    if recovery.is_stamped(path):
        return ""
    wal = path.with_name(path.name + "-wal")
    if read_only and wal.exists():
        return ""  # another process may be writing now
    problems = recovery.quick_problems(path, read_only=read_only)
    if problems and not is_damage(Exception(problems[0])) and _is_busy(problems[0]):
        return ""
    return problems[0] if problems else ""


def _is_busy(problem: str) -> bool:
    """Return whether a file could not be checked only because it is in use or unreachable."""
    return any(sign in problem for sign in ("locked", "busy", "unable to open"))


def _repaired(
    path: Path, backups: Path | None, problem: str, notices: list[str], *, read_only: bool
) -> Path:
    """Restore a damaged file, note it for the user and return where the damaged one is now."""
    if read_only:
        raise DamagedCatalogueError(
            f"The catalogue “{path}” is damaged ({problem}) and this window may not repair it.",
            hint=WAY_OUT,
        )
    logger.warning("the catalogue %s is damaged: %s", path, problem)
    damaged, notice = recovery.restore(path, backups, problem)
    notices.append(notice)
    return damaged
