"""How a PostgreSQL catalogue is reached: connections, transactions, news of other writers."""

import ipaddress
import logging
import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Text,
    cast,
    create_engine,
    event,
    func,
    literal,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from common.errors import LibraryError, ReadOnlyLibraryError, ServerGoneError
from common.jobs import running_job
from indexers.catalogue.faults import foreseen
from indexers.catalogue.fulltext import FullText, Tsvector
from indexers.catalogue.listening import CHANNEL, Change, Listener
from indexers.catalogue.tables import Meta

logger = logging.getLogger(__name__)

OLDEST = (13, 0)  # pg_xact_status and pg_current_xact_id, and the oldest that is looked after
READ_TIMEOUT_S = 120  # of one statement
WRITE_TIMEOUT_S = 600
TURN_TIMEOUT_S = 60  # to wait for another writer
IDLE_TIMEOUT_S = 600  # in a transaction: a writer whose computer sleeps lets others write again
SETTLE_S = 20.0  # to find out whether a commit went through
WRITER_LOCK = 0x4B494E4F  # any number; one writer per schema
_LIBPQ = {
    "connect_timeout": "10",
    "keepalives_idle": "20",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
    "application_name": "kinora",
}
_ROOT = Path("~/.postgresql/root.crt")  # where libpq looks for it


@dataclass(frozen=True, slots=True)
class Server:
    """What a server told of itself.

    Args:
        version: e.g. "15.18".
        database: name of the database.
        schema: that the catalogue lies in.
        can_write: whether this user may write there.
        offset_s: its clock minus this computer's.
        encrypted: whether the connection is.
    """

    version: str
    database: str
    schema: str
    can_write: bool
    offset_s: float
    encrypted: bool


class PostgresBackend:
    """A PostgreSQL database, reached by URL; writers of several processes take turns.

    A connection that the server closed meanwhile, as when it is started anew, is replaced when it
    is asked for. A commit whose answer was lost is looked up.

    Args:
        url: `postgresql+psycopg://…`; `?options=-csearch_path=NAME` picks the schema.
        read_only: refuse writes.

    Raises:
        LibraryError: the URL is wrong, or the driver is not installed.
    """

    def __init__(self, url: str | URL, *, read_only: bool = False) -> None:
        try:
            parsed = with_defaults(make_url(url))
            self.name = short_name(parsed)
            self.engine: Engine = create_engine(
                parsed, pool_size=8, max_overflow=32, pool_pre_ping=True, hide_parameters=True
            )
        except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
            raise LibraryError(
                f"The catalogue address cannot be used ({type(error).__name__}).",
                hint="Write it as postgresql://USER@HOST/DATABASE and add the extra “postgres”.",
            ) from None
        self.read_only_reason = "it was opened for reading" if read_only else ""
        self.full_text: FullText = Tsvector()
        self.schema = ""
        self.is_gone = False  # as far as the listener knows
        self._url = parsed
        self._listener: Listener | None = None
        self._origin = uuid.uuid4().hex  # tells its own news from that of others
        self._sent: dict[int, float] = {}  # when, by connection, a statement was sent
        event.listen(self.engine, "do_execute", _copied)
        for name, note in (("before", self._note_sent), ("after", self._note_answered)):
            event.listen(self.engine, f"{name}_cursor_execute", note)
        event.listen(self.engine, "handle_error", self._note_failed)

    # -- connections

    @contextmanager
    def reader(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database; a job that is cancelled ends."""
        with self.engine.connect() as plain:
            connection = plain.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            with _cancellable(connection), connection.begin():
                yield connection

    @property
    def waiting_s(self) -> float:
        """Seconds since the oldest statement was sent that has no answer yet; 0 for none."""
        return max((time.monotonic() - sent for sent in list(self._sent.values())), default=0.0)

    def _note_sent(self, connection: Connection, *_: object) -> None:
        self._sent[id(connection.connection.dbapi_connection)] = time.monotonic()

    def _note_answered(self, connection: Connection, *_: object) -> None:
        self._sent.pop(id(connection.connection.dbapi_connection), None)

    def _note_failed(self, failure: Any) -> None:
        if failure.connection is not None and not failure.connection.closed:
            pooled: Any = failure.connection.connection
            self._sent.pop(id(pooled.dbapi_connection), None)

    @contextmanager
    def writer(self, *, durable: bool) -> Iterator[Connection]:
        """Give the connection of one write transaction, when no other process writes.

        Raises:
            ReadOnlyLibraryError: the server is known to be away.
            ServerGoneError: the connection was cut at the very end, and nobody can say whether the
                change was kept.
        """
        if self.is_gone:
            raise ReadOnlyLibraryError(
                "the server of its catalogue cannot be reached",
                hint="Wait until it is there again, then do it again.",
            )
        with self.engine.connect() as connection:
            transaction = connection.begin()
            try:
                number = _take_turn(connection, durable=durable)
                yield connection
            except BaseException:
                _roll_back(transaction)
                raise
            try:
                transaction.commit()
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                lost = error
            else:
                return
        if not self._was_kept(number):
            raise lost

    migrator = writer

    def _was_kept(self, number: str) -> bool:
        """Return whether a transaction was committed whose answer was lost.

        Raises:
            ServerGoneError: the server did not come back in time to say so.
        """
        end = time.monotonic() + SETTLE_S
        status = text("SELECT pg_xact_status(CAST(:number AS xid8))")
        while True:
            try:
                with self.engine.connect() as connection:
                    said = connection.execute(status, {"number": number}).scalar_one()
                if said != "in progress":
                    logger.warning("a commit whose answer was lost was %s", said)
                    return bool(said == "committed")
            except DBAPIError as error:
                logger.info("the server is not back yet: %s", error.orig)
            if time.monotonic() > end:
                raise ServerGoneError(
                    f"The connection to “{self.name}” was cut while a change was written; whether "
                    "it was kept is not known.",
                    hint="Look when the server is back, before you do it again.",
                )
            time.sleep(0.2)

    def close(self) -> None:
        """Stop listening and give all connections back."""
        if self._listener is not None:
            self._listener.stop()
            self._listener = None
        self.engine.dispose()

    # -- what is special

    def now(self, connection: Connection) -> datetime:
        """Return the server's time, UTC: computers that write here need not agree on theirs."""
        found: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return found.astimezone(UTC)

    def check(self) -> Server:
        """Ask the server who it is.

        Raises:
            LibraryError: it is too old, or its database cannot hold every text.
            DBAPIError: it cannot be asked.
        """
        began = time.time()
        with self.engine.connect() as connection:
            row = connection.execute(text(_WHO)).one()
            version = connection.dialect.server_version_info or (0,)
        if version < OLDEST:
            raise LibraryError(
                f"The server of “{self.name}” is PostgreSQL {row.version}, which is too old.",
                hint=f"Kinora needs {OLDEST[0]} or newer.",
            )
        if row.encoding != "UTF8":
            raise LibraryError(
                f"The database of “{self.name}” holds only texts in {row.encoding}.",
                hint="Make one in UTF-8: createdb --encoding UTF8 --template template0 NAME.",
            )
        if row.schema is None:
            raise LibraryError(
                f"“{self.name}” has no schema that you may use.",
                hint="Ask who keeps the server to make one and grant you USAGE and CREATE on it.",
            )
        self.schema = row.schema
        middle = (began + time.time()) / 2
        return Server(
            str(row.version), str(row.database), self.schema, bool(row.can_write),
            float(row.seconds) - middle, bool(row.encrypted),
        )  # fmt: skip

    def announce(self, connection: Connection, touched: str, person: str) -> None:
        """Tell other processes, when this transaction is committed, what it touched."""
        revision = select(Meta.value).where(Meta.key == "revision").scalar_subquery()
        head = literal("\x1f".join((self.schema, touched, person, self._origin, "")), Text)
        connection.execute(select(func.pg_notify(CHANNEL, head + cast(revision, Text))))

    def listen(self, callback: Callable[[Change], None]) -> None:
        """Call back, on a thread of its own, for each change of any process; once."""
        if self._listener is None:

            def told(change: Change) -> None:
                self.is_gone = not change.reachable
                callback(change)

            _, options = self.engine.dialect.create_connect_args(self._url)
            self._listener = Listener(options, self.schema, self._origin, told)
            self._listener.start()


def ask_server(url: str) -> Server:
    """Ask a server who it is; nothing is changed.

    Raises:
        LibraryError: it cannot be reached or used, and why.
    """
    backend = PostgresBackend(url)
    try:
        return backend.check()
    except DBAPIError as error:
        known = foreseen(error, backend.name)
        raise known from (None if isinstance(known, LibraryError) else error)
    finally:
        backend.close()


_WHO = """
SELECT current_setting('server_version') AS version, current_database() AS database,
    current_schema() AS schema, current_setting('server_encoding') AS encoding,
    COALESCE(has_schema_privilege(current_schema(), 'CREATE'), false)
        AND NOT pg_is_in_recovery() AS can_write,
    EXTRACT(EPOCH FROM clock_timestamp()) AS seconds,
    COALESCE((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS encrypted
"""


def _take_turn(connection: Connection, *, durable: bool) -> str:
    """Wait for the turn to write and return the number of the transaction, in one round trip."""
    told = {
        "lock_timeout": f"{TURN_TIMEOUT_S}s",
        "statement_timeout": f"{WRITE_TIMEOUT_S}s",
        "synchronous_commit": "on" if durable else "off",
    }
    parts = [func.set_config(name, value, True) for name, value in told.items()]  # noqa: FBT003
    turn = func.pg_advisory_xact_lock(WRITER_LOCK)
    number = cast(func.pg_current_xact_id(), Text)
    row = connection.execute(select(*parts, turn, number)).one()
    return str(row[-1])


def _roll_back(transaction: Any) -> None:
    """Give a transaction up; where its connection is gone the server has done so."""
    try:
        transaction.rollback()
    except DBAPIError as error:
        logger.info("nothing to roll back: %s", error.orig)


@contextmanager
def _cancellable(connection: Connection) -> Iterator[None]:
    """Let the server stop what it does inside when the job of this thread is cancelled."""
    job = running_job()
    if job is None:
        yield
        return
    driver: Any = connection.connection.driver_connection
    over = threading.Event()

    def stop() -> None:
        if not over.is_set():
            driver.cancel_safe(timeout=5.0)

    def interrupt() -> None:
        threading.Thread(target=stop, name="cancel", daemon=True).start()

    try:
        with job.waiting(interrupt):
            yield
    finally:
        over.set()


def _copied(cursor: Any, statement: str, parameters: Any, context: Any) -> bool | None:
    """Run a query as COPY in binary form where `copy_to` asks for it; see sql.arrays()."""
    take = context.execution_options.get("copy_to") if context is not None else None
    if take is None:
        return None
    # COPY takes no parameters, so the driver writes them out; a number with a sign would lose it to
    # the cast behind it, a text does not.
    told = {
        name: str(value) if isinstance(value, int) and value < 0 else value
        for name, value in parameters.items()
    }
    with cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT BINARY)", told) as copy:
        take(copy)
    return True


# -- addresses


def with_defaults(url: URL) -> URL:
    """Return an address with what Kinora asks of every connection.

    Remote servers are spoken to by TLS, and must prove their name where a root certificate is
    given. What the address says itself counts.

    Raises:
        ValueError: it is no address of PostgreSQL.
    """
    if url.get_backend_name() not in {"postgresql", "postgres"}:
        raise ValueError("no address of PostgreSQL")
    said: Mapping[str, Any] = url.query
    query: dict[str, Any] = {**_LIBPQ, **said}
    if "sslmode" not in query and not is_loopback(url.host):
        root = query.get("sslrootcert") or os.environ.get("PGSSLROOTCERT")
        query["sslmode"] = "verify-full" if root or _ROOT.expanduser().exists() else "require"
    limits = f"-c statement_timeout={READ_TIMEOUT_S}s -c idle_in_transaction_session_timeout="
    limits += f"{IDLE_TIMEOUT_S}s"
    query["options"] = f"{limits} {said.get('options', '')}".strip()
    return url.set(drivername="postgresql+psycopg", query=query)


def is_loopback(host: str | None) -> bool:
    """Return whether a host is this computer: no name, a socket's folder, localhost, 127.x, ::1."""
    if not host or host.startswith(("/", "@")) or host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def short_name(url: URL) -> str:
    """Return an address as shown: user, host and database; never a password or an option."""
    user = f"{url.username}@" if url.username else ""
    port = f":{url.port}" if url.port else ""
    return f"{user}{url.host or 'localhost'}{port}/{url.database or ''}"
