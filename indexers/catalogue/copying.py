"""Copies a whole catalogue into an empty database, on SQLite or PostgreSQL, under the same ids.

While it is copied the target has no version, so that nobody opens it as a library; beside that
stands how far the copy came, written in the transaction of each page. A copy that was cancelled or
killed goes on from there.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Table, delete, func, insert, inspect, select, text, update
from sqlalchemy.exc import DBAPIError

from common.errors import LibraryError
from common.jobs import JobContext
from indexers.catalogue import migrations as schema
from indexers.catalogue.backend import SQLITE_PREFIX, Backend, SqliteBackend
from indexers.catalogue.catalogue import Catalogue
from indexers.catalogue.copied_rows import Handover, RowReader, Values, copied_tables
from indexers.catalogue.faults import foreseen
from indexers.catalogue.postgres import WRITE_TIMEOUT_S, WRITER_LOCK, PostgresBackend
from indexers.catalogue.tables import Encoder, Item, Meta
from indexers.catalogue.user_tables import RemovedVector

_STATE = "move"  # key in `meta`
_TURN_S = 10.0  # to wait for who writes at the moment
_OURS = frozenset({"schema_version", _STATE})


@dataclass(slots=True)
class CopyState:
    """How far a copy came; kept in the target.

    Args:
        library: id of the library.
        revision: of the source when the copy began.
        handover: whose rows, see Handover.as_json().
        place: of the table that is being copied.
        after: primary key of the last row of that table; None before the first.
        rows: copied so far.
    """

    library: str
    revision: int
    handover: list[Any]
    place: int = 0
    after: list[Any] | None = None
    rows: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether every row was copied."""
        return self.place >= len(copied_tables())


def open_backend(url: str, *, read_only: bool = False) -> Backend:
    """Return the database of an address, whether or not it holds a catalogue.

    Raises:
        LibraryError: it cannot be reached, is too old or cannot be used.
    """
    if url.startswith(SQLITE_PREFIX):
        path = Path(url.removeprefix(SQLITE_PREFIX))
        if read_only and not path.exists():
            raise LibraryError(
                f"There is no catalogue at “{path}”.", hint="Restore it from a copy first."
            )
        return SqliteBackend(path, read_only=read_only)
    backend = PostgresBackend(url, read_only=read_only)
    try:
        backend.check()
    except DBAPIError as error:
        backend.close()
        raise foreseen(error, backend.name) from error
    except LibraryError:
        backend.close()
        raise
    return backend


def unchecked(backend: Backend, person: str) -> Catalogue:
    """Return the catalogue of a database without a look at its version, to read a copy."""
    return Catalogue(backend, [], None, person)


@contextmanager
def reading(backend: Backend) -> Iterator[Connection]:
    """Give a connection that sees one state; errors of the database are told as others are."""
    try:
        with backend.reader() as connection:
            yield connection
    except DBAPIError as error:
        raise foreseen(error, backend.name) from error


@contextmanager
def _writing(backend: Backend) -> Iterator[Connection]:
    """Give the connection of one transaction of a target, which nobody else writes."""
    try:
        with backend.engine.begin() as connection:
            if isinstance(backend, PostgresBackend):
                told = f"SET LOCAL statement_timeout = '{WRITE_TIMEOUT_S}s'"
                connection.exec_driver_sql(told)
            yield connection
    except DBAPIError as error:
        raise foreseen(error, backend.name) from error


@contextmanager
def locked(backend: Backend) -> Iterator[None]:
    """Keep other processes from writing to a catalogue on a server; they are told to wait.

    Raises:
        LibraryError: somebody writes all the time.
    """
    if not isinstance(backend, PostgresBackend):
        yield
        return
    try:
        with backend.engine.connect() as plain:
            connection = plain.execution_options(isolation_level="AUTOCOMMIT")
            end = time.monotonic() + _TURN_S
            turn = select(func.pg_try_advisory_lock(WRITER_LOCK))
            while not connection.execute(turn).scalar_one():
                if time.monotonic() > end:
                    raise LibraryError(
                        f"Somebody writes to “{backend.name}” all the time.",
                        hint="Try again when the others are done.",
                    )
                time.sleep(0.2)
            try:
                yield
            finally:
                if not connection.invalidated:
                    connection.execute(select(func.pg_advisory_unlock(WRITER_LOCK)))
    except DBAPIError as error:
        raise foreseen(error, backend.name) from error


def other_connections(backend: Backend) -> int:
    """Return how many connections other windows and commands have to the same database."""
    if not isinstance(backend, PostgresBackend):
        return 0
    mine = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND application_name = 'kinora'"
    )
    with reading(backend) as connection:
        found = int(connection.execute(mine).scalar_one())
    pool: Any = backend.engine.pool
    return max(0, found - int(pool.checkedin()) - int(pool.checkedout()))


def version_and_revision(backend: Backend) -> tuple[int, int]:
    """Return the version of a catalogue, 0 for an empty database, and its revision.

    Raises:
        LibraryError: it is no catalogue, or is being moved into.
    """
    with reading(backend) as connection:
        version = schema.found_version(connection)
        if not version:
            return 0, 0
        query = select(Meta.value).where(Meta.key == "revision")
        return version, int(connection.execute(query).scalar_one())


def found_state(target: Backend, library: str) -> CopyState | None:
    """Return how far the copy of a library into a database came; None where it is empty.

    Args:
        target: any database.
        library: id of the library that is to be copied into it.

    Raises:
        LibraryError: it holds something else: a library, or the unfinished copy of another.
        LibraryNewerError: a newer Kinora wrote it.
    """
    with reading(target) as connection:
        names = set(inspect(connection).get_table_names())
        if not names:
            return None
        known = {}
        if Meta.__tablename__ in names:
            known = {row[0]: row[1] for row in connection.execute(select(Meta.key, Meta.value))}
    if _STATE in known:
        state = CopyState(**json.loads(known[_STATE]))
        if state.library == library:
            return state
        raise LibraryError(
            f"“{target.name}” holds the unfinished move of another library.",
            hint="Finish or give up that one, or name an empty database.",
        )
    version = known.get("schema_version", "")
    if version.isdecimal():
        schema.require_known(int(version), schema.MIGRATIONS)
    what = "a library" if version.isdecimal() else f"{len(names)} tables that are none of Kinora's"
    raise LibraryError(
        f"“{target.name}” is not empty: it holds {what}.",
        hint="Name an empty database (createdb --encoding UTF8 --template template0 NAME).",
    )


def prepare(target: Backend, state: CopyState) -> None:
    """Make the tables of an empty database, marked as unfinished."""
    with _migrating(target) as connection:
        schema.create(connection, target.full_text, schema.current_version())
        marked = update(Meta).where(Meta.key == "schema_version").values(value=schema.MOVING)
        connection.execute(marked)
        connection.execute(insert(Meta), {"key": _STATE, "value": json.dumps(asdict(state))})


def clear(target: Backend, library: str) -> bool:
    """Take an unfinished copy away, with its tables; returns whether there was one.

    Raises:
        LibraryError: the database holds something else.
    """
    if found_state(target, library) is None:
        return False
    if isinstance(target, SqliteBackend):
        target.close()
        for end in ("", "-wal", "-shm"):
            target.path.with_name(target.path.name + end).unlink(missing_ok=True)
        return True
    with _migrating(target) as connection:
        connection.exec_driver_sql("DROP TABLE text_search")
        schema.ALL_TABLES.drop_all(connection)
    return True


@contextmanager
def _migrating(target: Backend) -> Iterator[Connection]:
    try:
        with target.engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise foreseen(error, target.name) from error


def copy_rows(
    source: Backend, target: Backend, state: CopyState, handover: Handover, context: JobContext
) -> None:
    """Copy what is not copied yet, page by page.

    Args:
        source: that nobody writes to meanwhile.
        target: prepared.
        state: of the target; follows what is written.
        handover: whose rows.
        context: reports rows copied; can cancel between pages.

    Raises:
        JobCancelled: the user cancelled; what was copied stays.
        LibraryError: a server is gone, the disk is full, or rights are lacking.
    """
    tables = copied_tables()
    with reading(source) as connection:
        total = sum(RowReader(each, handover).count(connection) for each in tables)
    while not state.is_complete:
        reader = RowReader(tables[state.place], handover)
        context.step(state.rows, total, f"Copying {reader.table.name}")
        with reading(source) as connection:
            rows = reader.page(connection, state.after)
        with _writing(target) as connection:
            if rows:
                _write(connection, target, reader, rows)
                state.after = reader.key_of(rows[-1])
                state.rows += len(rows)
            else:
                _end_table(connection, source, target, reader.table)
                state.place, state.after = state.place + 1, None
            _keep(connection, state)
    context.step(total, total, "Copying the catalogue")


def _keep(connection: Connection, state: CopyState) -> None:
    told = json.dumps(asdict(state))
    connection.execute(update(Meta).where(Meta.key == _STATE).values(value=told))


def _write(connection: Connection, target: Backend, reader: RowReader, rows: list[Values]) -> None:
    """Write a page; an item that names a later one gets that name at the end of the table."""
    if reader.table.name == Item.__tablename__:
        own, parent = reader.names.index("id"), reader.names.index("parent_id")
        rows = [
            (*row[:parent], None, *row[parent + 1 :])
            if row[parent] is not None and row[parent] > row[own]
            else row
            for row in rows
        ]
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(name) for name in reader.names)
    into = f"{quote(reader.table.name)} ({names})"
    if isinstance(target, PostgresBackend):
        _copy_in(connection, f"COPY {into} FROM STDIN", rows)
    else:
        marks = ", ".join("?" * len(reader.names))
        connection.exec_driver_sql(f"INSERT INTO {into} VALUES ({marks})", rows)  # noqa: S608
    if reader.table.name == "text":
        number, content = reader.names.index("id"), reader.names.index("content")
        target.full_text.index(connection, [(row[number], row[content]) for row in rows])


def _copy_in(connection: Connection, statement: str, rows: list[Values]) -> None:
    """Write rows by COPY, many times as quick as INSERT."""
    import psycopg

    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        raise DBAPIError(statement, None, error) from error


def _end_table(connection: Connection, source: Backend, target: Backend, table: Table) -> None:
    """Give items the parents that came after them, and have new numbers begin after the old."""
    if table.name == Item.__tablename__:
        later = select(Item.id, Item.parent_id).where(Item.parent_id > Item.id)
        with reading(source) as others:
            pairs = [{"b_id": row[0], "b_parent": row[1]} for row in others.execute(later)]
        if pairs:
            connection.execute(
                text("UPDATE item SET parent_id = :b_parent WHERE id = :b_id"), pairs
            )
    if not isinstance(target, PostgresBackend) or "id" not in table.columns:
        return
    name = connection.dialect.identifier_preparer.format_table(table)
    sequence = connection.execute(
        text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": name}
    ).scalar_one()
    if sequence is not None:
        last = f"SELECT COALESCE(MAX(id), 1), MAX(id) IS NOT NULL FROM {name}"  # noqa: S608
        reached = connection.execute(text(last)).one()
        connection.execute(
            text("SELECT setval(CAST(:sequence AS regclass), :last, :used)"),
            {"sequence": sequence, "last": reached[0], "used": reached[1]},
        )


def seal(source: Backend, target: Backend) -> None:
    """Make a complete copy a catalogue that can be opened; doing it twice changes nothing.

    It can still be given up, by clear(), until release().

    Raises:
        LibraryError: the copy is not complete, or a database cannot be reached.
    """
    with reading(source) as connection:
        known = [tuple(row) for row in connection.execute(select(Meta.key, Meta.value))]
    with _writing(target) as connection:
        if connection.execute(select(Meta.key).where(Meta.key == _STATE)).one_or_none() is None:
            return
        connection.execute(delete(Meta).where(Meta.key.not_in(_OURS)))
        rows = [{"key": key, "value": value} for key, value in known if key not in _OURS]
        connection.execute(insert(Meta), rows)
        version = str(schema.current_version())
        connection.execute(update(Meta).where(Meta.key == "schema_version").values(value=version))
    with target.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def release(target: Backend) -> None:
    """Forget that a sealed copy was one; nothing happens where that is forgotten."""
    with _writing(target) as connection:
        connection.execute(delete(Meta).where(Meta.key == _STATE))


def removed_rows(catalogue: Catalogue, encoder: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return items that were removed and may come back, and the rows of their vectors.

    Returns:
        Items int64 (N,), each once, ascending, and rows int64 (N,).
    """
    query = (
        select(RemovedVector.item_id, RemovedVector.row)
        .join(Encoder, Encoder.id == RemovedVector.encoder_id)
        .where(Encoder.name == encoder)
    )
    with reading(catalogue._backend) as connection:  # noqa: SLF001 - of this package
        known = {int(row[0]): int(row[1]) for row in connection.execute(query)}
    items = sorted(known)
    return np.array(items, np.int64), np.array([known[item] for item in items], np.int64)
