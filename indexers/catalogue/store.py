"""The base of the catalogue: short readers on any thread, one writer, a revision number."""

import logging
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import BigInteger, Connection, Text, cast, select, update
from sqlalchemy.exc import DBAPIError

from common.errors import ReadOnlyLibraryError
from indexers.catalogue.backend import Backend
from indexers.catalogue.faults import foreseen
from indexers.catalogue.filters import Computed
from indexers.catalogue.tables import Meta

logger = logging.getLogger(__name__)

_NEXT_REVISION = (
    update(Meta)
    .where(Meta.key == "revision")
    .values(value=cast(cast(Meta.value, BigInteger) + 1, Text))
)
_REVISION = select(Meta.value).where(Meta.key == "revision")


class Store:
    """An open catalogue database.

    Args:
        backend: how the database is reached.
        notices: what the user should know about how it was opened.
        backups: folder for copies; None makes none.
    """

    def __init__(self, backend: Backend, notices: list[str], backups: Path | None) -> None:
        self._backend = backend
        self._writer = threading.RLock()
        self._stamping = threading.Lock()
        self._noted = 0  # writes of this process that touched neither items nor facets
        self._closed = False
        self._backups = backups
        self.notices = notices
        self.computed: dict[str, Computed] = {}  # filter keys that others answer for

    @property
    def is_read_only(self) -> bool:
        """Whether writes are refused."""
        return bool(self._backend.read_only_reason)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the catalogue until it is given back."""
        try:
            with self._backend.reader() as connection:
                yield connection
        except DBAPIError as error:
            raise foreseen(error, self._backend.name) from error

    @contextmanager
    def _writing(self, *, durable: bool = False) -> Iterator[Connection]:
        """Give the one connection that may write; all of it is kept, or nothing.

        Args:
            durable: on disk before this returns, even if the power fails right after.

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
                    connection.execute(_NEXT_REVISION)
                    yield connection
            except DBAPIError as error:
                raise foreseen(error, self._backend.name) from error

    @contextmanager
    def _noting(self, *, durable: bool = False) -> Iterator[Connection]:
        """As _writing(), for what the user says and the journal: no item and no facet changes.

        What is kept in memory of items and facets stays good then.
        """
        with ExitStack() as stack:
            connection = stack.enter_context(self._writing(durable=durable))
            yield connection
            with self._stamping:  # nobody reads the stamp between the commit and its count
                stack.close()
                self._noted += 1

    @contextmanager
    def _stamped_reading(self) -> Iterator[tuple[Connection, int]]:
        """As _reading(), with a number that grows when items or facets may have changed."""
        with ExitStack() as stack:
            with self._stamping:
                connection = stack.enter_context(self._reading())
                revision = int(connection.execute(_REVISION).scalar_one())
                stamp = revision - self._noted
            yield connection, stamp

    def revision(self) -> int:
        """Return a number that grows with every write, of this process or another."""
        with self._reading() as connection:
            return int(connection.execute(_REVISION).scalar_one())
