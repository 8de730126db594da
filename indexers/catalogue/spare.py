"""A copy of a server's catalogue on this computer, read while the server is away; never written to.

It holds what the person sees: what all share and what is the person's own. It is derived, may be
old, and says of when it is.
"""

import logging
import shutil
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from common.jobs import JobContext
from indexers.catalogue import migrations as schema
from indexers.catalogue.backend import Backend, SqliteBackend, connect_file
from indexers.catalogue.copied_rows import Handover, RowReader, Values, copied_tables
from indexers.catalogue.faults import foreseen, gone
from indexers.catalogue.tables import Meta

logger = logging.getLogger(__name__)

MOST_ROWS = 2_000_000  # of a catalogue that a copy is kept of: a minute in the background
_AT = "copied_at"  # key in `meta`
_PART = ".part"
# Written only by what lets the number "facts" grow; all other tables are always read anew.
_FACTS = frozenset(
    {"item", "file", "item_file", "facet_value", "facet_key", "item_facet", "box", "relation"}
    | {"text", "encoder", "vector", "analysis"}
)


@dataclass(frozen=True, slots=True)
class SpareState:
    """What a copy says of itself.

    Args:
        revision: of the catalogue when it was copied.
        facts: grew with the last change of an item or facet before that.
        version: of the schema.
        at: when it was copied, UTC.
    """

    revision: int
    facts: int
    version: int
    at: datetime


def spare_state(path: Path) -> SpareState | None:
    """Return what a copy says of itself; None where there is none that this program can read."""
    if not path.is_file():
        return None
    try:
        with _opened(path, read_only=True) as backend, backend.reader() as connection:
            told = {row[0]: row[1] for row in connection.execute(select(Meta.key, Meta.value))}
        found = SpareState(
            int(told["revision"]), int(told["facts"]), int(told["schema_version"]),
            datetime.fromisoformat(told[_AT]),
        )  # fmt: skip
    except (DBAPIError, sqlite3.Error, KeyError, ValueError, OSError) as error:
        logger.info("the copy of the catalogue is not used: %s", error)
        return None
    return found if found.version == schema.current_version() else None


def keep_spare(source: Backend, path: Path, person: str, context: JobContext) -> bool:
    """Bring the copy to the state of the server; returns whether there is one now.

    Where no item and no facet changed since, only what people said is read anew. The copy that was
    there stays until the new one is whole.

    Args:
        source: the server.
        path: of the copy; its folder is made.
        person: whose things it holds, beside those that all share.
        context: reports rows; can cancel.

    Raises:
        LibraryError: the server fails.
        JobCancelled: the user cancelled; the copy that was there stays.
        OSError: the disk is full or cannot be written; the copy that was there stays.
    """
    known = spare_state(path)
    try:
        with source.reader() as connection:
            told = {row[0]: row[1] for row in connection.execute(select(Meta.key, Meta.value))}
            if known is not None and known.revision == int(told["revision"]):
                return True
            handover = Handover(taken=person)
            tables = copied_tables()
            if sum(RowReader(each, handover).count(connection) for each in tables) > MOST_ROWS:
                return False
            if is_part := known is not None and known.facts == int(told["facts"]):
                tables = tuple(each for each in tables if each.name not in _FACTS)
            readers = [RowReader(each, handover) for each in tables]
            _take(connection, path, told, readers, context, onto=is_part)
    except DBAPIError as error:
        raise foreseen(error, source.name) from error
    except sqlite3.Error as error:
        raise OSError(str(error)) from error
    return True


class Spare:
    """The copy that a catalogue reads while its server is away.

    Args:
        path: of the file, which need not be there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guard = threading.Lock()
        self._backend: SqliteBackend | None = None
        self.state = spare_state(path)

    def keep(self, source: Backend, person: str, context: JobContext) -> bool:
        """Bring it to the state of the server; see keep_spare()."""
        self.close()
        try:
            return keep_spare(source, self._path, person, context)
        finally:
            self.state = spare_state(self._path)

    @contextmanager
    def reader(self) -> Iterator[Connection]:
        """Give a connection that reads it.

        Raises:
            ServerGoneError: there is no copy, or it cannot be read.
        """
        with self._guard:
            if self._backend is None:
                if self.state is None:
                    raise gone(self._path.name)
                self._backend = SqliteBackend(self._path, read_only=True)
            backend = self._backend
        with backend.reader() as connection:
            yield connection

    def close(self) -> None:
        """Let go of the file."""
        with self._guard:
            if self._backend is not None:
                self._backend.close()
                self._backend = None


@contextmanager
def _opened(path: Path, *, read_only: bool) -> Iterator[SqliteBackend]:
    with closing(SqliteBackend(path, read_only=read_only)) as backend:
        yield backend


def _take(
    connection: Connection,
    path: Path,
    told: dict[str, str],
    readers: Sequence[RowReader],
    context: JobContext,
    *,
    onto: bool,
) -> None:
    """Copy what one connection sees into a new file, which then takes the place of the old.

    Args:
        connection: of the server.
        path: of the copy.
        told: what the server says of its state.
        readers: of the tables to copy, those first that others name.
        context: reports tables; can cancel.
        onto: the new file begins as the old one, whose rows of these tables go.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + _PART)
    _forget(part)
    try:
        part.touch(mode=0o600)
        if onto:
            shutil.copyfile(path, part)
        with (
            _opened(part, read_only=False) as target,
            target.migrator(durable=False) as into,
        ):
            if not onto:
                schema.create(into, target.full_text, schema.current_version())
            for each in reversed(readers):
                into.execute(delete(each.table))
            for at, each in enumerate(readers):
                for rows in each.pages(connection):
                    context.step(at, len(readers), f"Copying {each.table.name}")
                    _write(into, target, each.table, rows)
            _tell(into, told)
        with closing(connect_file(part)) as plain:
            plain.execute("PRAGMA journal_mode=DELETE")  # one file, whole in itself
        part.replace(path)
    finally:
        _forget(part)


def _write(connection: Connection, target: SqliteBackend, table: Table, rows: list[Values]) -> None:
    names = [each.name for each in table.columns]
    quote = connection.dialect.identifier_preparer.quote
    into = f"{quote(table.name)} ({', '.join(map(quote, names))})"
    marks = ", ".join("?" * len(names))
    connection.exec_driver_sql(f"INSERT INTO {into} VALUES ({marks})", rows)  # noqa: S608
    if table.name == "text":
        number, content = names.index("id"), names.index("content")
        target.full_text.index(connection, [(row[number], row[content]) for row in rows])


def _tell(connection: Connection, told: dict[str, str]) -> None:
    """Write of which state and of when the copy is."""
    kept: dict[str, Any] = {**told, _AT: datetime.now(UTC).isoformat(timespec="seconds")}
    connection.execute(delete(Meta))
    connection.execute(insert(Meta), [{"key": key, "value": kept[key]} for key in kept])
    version = str(schema.current_version())
    connection.execute(update(Meta).where(Meta.key == "schema_version").values(value=version))


def _forget(part: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            part.with_name(part.name + end).unlink(missing_ok=True)
