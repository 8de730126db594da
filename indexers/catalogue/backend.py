"""How a database is reached: connections, transactions, what is special about each of the two."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from indexers.catalogue.fulltext import Fts5, FullText
from indexers.catalogue.listening import Change

BUSY_TIMEOUT_S = 10.0
MAP_BYTES = 1 << 30
CACHE_KIB = 64 << 10
CHECKPOINT_PAGES = 4000  # 16 MB of WAL: a few imported batches
SQLITE_PREFIX = "sqlite:///"


class Backend(Protocol):
    """One database that can hold a catalogue."""

    engine: Engine
    full_text: FullText
    name: str
    read_only_reason: str  # "" if it may be written
    is_gone: bool  # the server is known to be away

    def reader(self) -> AbstractContextManager[Connection]:
        """Return a context manager with a connection that sees one state of the database."""

    def writer(self, *, durable: bool) -> AbstractContextManager[Connection]:
        """Return a context manager with the connection of one write transaction."""

    def migrator(self, *, durable: bool) -> AbstractContextManager[Connection]:
        """As writer(), for changes of the schema."""

    def now(self, connection: Connection) -> datetime:
        """Return the time that rows are stamped with, UTC."""

    def announce(self, connection: Connection, touched: str, person: str) -> None:
        """Tell other processes, when this transaction is committed, what it touched."""

    def listen(self, callback: Callable[[Change], None]) -> None:
        """Call back for each change of any process, where processes can tell each other."""

    def close(self) -> None:
        """Give all connections back."""


class SqliteBackend:
    """A SQLite file in WAL mode: readers see the last commit and never wait for the writer.

    Args:
        path: of the file; made if it is absent and may be written.
        read_only: open without any right to write; works on a read-only disk too.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.name = path.name
        self.read_only_reason = "it was opened for reading" if read_only else ""
        self.full_text: FullText = Fts5()
        self.ignores_wal = False
        self.is_gone = False
        if read_only:
            self.ignores_wal = not _can_share(path)
        self.engine = create_engine(
            "sqlite+pysqlite://",
            creator=self._connect,
            poolclass=QueuePool,
            pool_size=8,
            max_overflow=32,
            pool_reset_on_return="rollback",
        )
        event.listen(self.engine, "begin", _begin)

    def _connect(self) -> sqlite3.Connection:
        """Open one connection with all that the catalogue relies on."""
        connection = connect_file(
            self.path, read_only=bool(self.read_only_reason), immutable=self.ignores_wal
        )
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        connection.execute(f"PRAGMA mmap_size={MAP_BYTES}")
        if not self.read_only_reason:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
        return connection

    def reader(self) -> AbstractContextManager[Connection]:
        """Return a context manager with a connection that sees one state of the database."""
        return self.engine.begin()

    @contextmanager
    def writer(self, *, durable: bool) -> Iterator[Connection]:
        """Give the connection of one write transaction.

        In WAL mode NORMAL never damages the file, but a commit just before a power failure may be
        lost; FULL waits for the disk. Imports repeat what they lost, people do not.
        """
        with self.engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            with connection.begin():
                yield connection

    @contextmanager
    def migrator(self, *, durable: bool) -> Iterator[Connection]:
        """As writer(), but a table may be made anew without its rows' owners going with it."""
        with self.engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            driver.execute("PRAGMA foreign_keys=OFF")  # can be switched outside a transaction only
            try:
                with connection.begin():
                    yield connection
            finally:
                driver.execute("PRAGMA foreign_keys=ON")

    def now(self, connection: Connection) -> datetime:  # noqa: ARG002
        """Return the time of this computer, UTC."""
        return datetime.now(UTC)

    def announce(self, connection: Connection, touched: str, person: str) -> None:
        """Tell nobody: one process writes."""

    def listen(self, callback: Callable[[Change], None]) -> None:
        """Do nothing: who writes knows what it wrote."""

    def close(self) -> None:
        """Give all connections back; the last one folds the WAL into the file."""
        self.engine.dispose()


def connect_file(
    path: Path, *, read_only: bool = False, immutable: bool = False
) -> sqlite3.Connection:
    """Open a SQLite file; transactions begin and end where they are told to.

    Args:
        path: any name, also one that is no UTF-8.
        read_only: the file must exist and is not written.
        immutable: nobody else writes to it either; reads without lock and WAL files.
    """
    mode = "ro" if read_only else "rwc"
    address = f"file:{quote(os.fsencode(path.absolute()))}?mode={mode}"
    return sqlite3.connect(
        address + ("&immutable=1" if immutable else ""),
        uri=True,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,
        check_same_thread=False,  # the pool lends a connection to one thread at a time
    )


def _can_share(path: Path) -> bool:
    """Return whether a reader can use the WAL files; on a read-only disk it cannot make them."""
    connection = connect_file(path, read_only=True)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True


def _begin(connection: Connection) -> None:
    """Begin a transaction: a writer waits for its turn at once, not at its first change."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
