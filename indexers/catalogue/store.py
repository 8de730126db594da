"""The base of the catalogue: short readers on any thread, one writer, a revision number."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import BigInteger, Connection, Text, cast, select, update
from sqlalchemy.exc import DBAPIError

from common.errors import ReadOnlyLibraryError
from common.jobs import JobContext
from indexers.catalogue.backend import Backend
from indexers.catalogue.faults import foreseen, gone
from indexers.catalogue.filters import Computed
from indexers.catalogue.listening import Change
from indexers.catalogue.spare import Spare, SpareState
from indexers.catalogue.tables import Meta
from indexers.catalogue.touched import Touched

logger = logging.getLogger(__name__)

_GROWN = cast(cast(Meta.value, BigInteger) + 1, Text)
_REVISION = select(Meta.value).where(Meta.key == "revision")
_FACTS = select(Meta.value).where(Meta.key == "facts")
_NOTED = update(Meta).where(Meta.key == "revision").values(value=_GROWN)
_WRITTEN = update(Meta).where(Meta.key.in_(["revision", "facts"])).values(value=_GROWN)


class Store:
    """An open catalogue database.

    Args:
        backend: how the database is reached.
        notices: what the user should know about how it was opened.
        backups: folder for copies; None makes none.
        person: whose labels and lists are read and written; "" where there is one person only.
    """

    def __init__(
        self, backend: Backend, notices: list[str], backups: Path | None, person: str = ""
    ) -> None:
        self._backend = backend
        self.person = person
        self._writer = threading.RLock()
        self._touched = Touched()  # by the write that runs
        self._listeners: list[Callable[[Change], None]] = []
        self._heard = 0  # the revision that others or this process reached; 0 while nobody listens
        self._hearing = threading.Lock()
        self._mine: set[tuple[str, int, int]] = set()  # table, number, version written here
        self._closed = False
        self._backups = backups
        self._spare: Spare | None = None  # read while the server is away
        self.absences = 0  # how often the server went
        self.notices = notices
        self.computed: dict[str, Computed] = {}  # filter keys that others answer for

    @property
    def is_read_only(self) -> bool:
        """Whether writes are refused."""
        return bool(self._backend.read_only_reason)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the catalogue until it is given back.

        While the server is known to be away, that of the copy on this computer.

        Raises:
            ServerGoneError: the server is away and there is no copy; nobody waits for it then.
        """
        if self._backend.is_gone:
            with self._reading_spare() as connection:
                yield connection
            return
        try:
            with self._backend.reader() as connection:
                yield connection
        except DBAPIError as error:
            raise foreseen(error, self._backend.name) from error

    @contextmanager
    def _reading_spare(self) -> Iterator[Connection]:
        if self.spare is None or self._spare is None:
            raise gone(self._backend.name)
        try:
            with self._spare.reader() as connection:
                yield connection
        except DBAPIError as error:
            raise foreseen(error, self._backend.name) from error

    # -- while the server is away

    @property
    def is_away(self) -> bool:
        """Whether the server is known to be away: reads are answered by a copy, writes refused."""
        return self._backend.is_gone

    @property
    def waiting_s(self) -> float:
        """Seconds that a server has not answered yet what it was asked; 0 where nobody waits."""
        return float(getattr(self._backend, "waiting_s", 0.0))

    @property
    def spare(self) -> SpareState | None:
        """Of which state the copy is that answers while the server is away; None for no copy."""
        return None if self._spare is None else self._spare.state

    def use_spare(self, path: Path) -> None:
        """Name the copy that is read while the server is away."""
        self._spare = Spare(path)

    def keep_spare(self, context: JobContext) -> bool:
        """Bring the copy to the state of the server; returns whether there is one now.

        Raises:
            LibraryError: the server fails.
            JobCancelled: the user cancelled; the copy that was there stays.
            OSError: the copy cannot be written; the one that was there stays.
        """
        if self._spare is None or self._backend.is_gone:
            return False
        return self._spare.keep(self._backend, self.person, context)

    @contextmanager
    def _writing(
        self, *, durable: bool = False, touches: str = "items", facts: bool = True
    ) -> Iterator[Connection]:
        """Give the one connection that may write; all of it is kept, or nothing.

        Args:
            durable: on disk before this returns, even if the power fails right after.
            touches: what others should look at again; see Change.
            facts: whether items or facets may change.

        Raises:
            ReadOnlyLibraryError: the catalogue is open for reading.
            LibraryError: the disk is full, or another program holds the database.
            DamagedCatalogueError: the file is damaged.
        """
        if self._backend.read_only_reason:
            raise ReadOnlyLibraryError(self._backend.read_only_reason)
        with self._writer:
            try:
                with self._backend.writer(durable=durable) as connection:
                    self._touched = Touched()
                    connection.execute(_WRITTEN if facts else _NOTED)
                    yield connection
                    if facts:
                        self._touched.write(connection)
                    self._backend.announce(connection, touches, self.person)
                    reached = int(connection.execute(_REVISION).scalar_one()) if self._heard else 0
            except DBAPIError as error:
                raise foreseen(error, self._backend.name) from error
            self._hear(reached)

    def _noting(
        self, *, durable: bool = False, touches: str = "journal"
    ) -> AbstractContextManager[Connection]:
        """As _writing(), for what the user says and the journal: no item and no facet changes.

        What is kept in memory of items and facets stays good then, in other processes too.
        """
        return self._writing(durable=durable, touches=touches, facts=False)

    @contextmanager
    def _stamped_reading(self) -> Iterator[tuple[Connection, int]]:
        """As _reading(), with a number that grows when items or facets may have changed."""
        with self._reading() as connection:
            yield connection, int(connection.execute(_FACTS).scalar_one())

    # -- other processes

    def on_changed(self, callback: Callable[[Change], None]) -> Callable[[], None]:
        """Call back for every change of the catalogue, of this process and others, from now on.

        The callback runs on a thread of its own, and must be quick. A library in one folder has
        one writer, who needs no telling: there it is never called.

        Returns:
            A function that ends it.
        """
        self._listeners.append(callback)
        self._backend.listen(self._on_change)

        def end() -> None:
            if callback in self._listeners:
                self._listeners.remove(callback)

        return end

    def _on_change(self, change: Change) -> None:
        if not change.reachable:
            self.absences += 1
        if change.reachable:  # while it is away, what was known last counts
            self._hear(change.revision, first=True)
        for listener in list(self._listeners):
            listener(change)

    def _hear(self, revision: int, *, first: bool = False) -> None:
        with self._hearing:
            if revision and (self._heard or first):
                self._heard = max(self._heard, revision)

    def revision(self) -> int:
        """Return a number that grows with every write, of this process or another.

        Where others tell what they write (see on_changed) it is known without asking.
        """
        if heard := self._heard:
            return heard
        with self._reading() as connection:
            return int(connection.execute(_REVISION).scalar_one())
