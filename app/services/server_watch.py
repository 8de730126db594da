"""Are the servers of an open library there, since when not, and what answers meanwhile."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.services.addresses import masked
from app.services.vector_places import EMBEDDED, FAISS
from common.errors import AppError, VectorServerError
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.library import Library

logger = logging.getLogger(__name__)

ASK_S = 10.0  # between two looks at a server of vectors that is there
RETRY_S = 2.0  # and at one that is not
MOST_BYTES = 512 << 20  # of vectors of one encoder that are copied before they are needed


@dataclass(frozen=True, slots=True)
class Absence:
    """A server that does not answer.

    Args:
        part: "catalogue" or "vectors".
        address: as it may be shown.
        since: when that was noticed, UTC.
        copied_at: of when the catalogue's copy is, UTC; None where there is none, and for vectors,
            whose copies are never old.
    """

    part: str
    address: str
    since: datetime
    copied_at: datetime | None = None


class ServerWatch:
    """Looks whether the servers of an open library are there.

    The catalogue's server is watched by who follows its news (see Sharing), which calls
    catalogue_gone(); a server of vectors is asked on a thread of its own.

    Args:
        library: that is open.
        tell: called when a server goes or comes, on any thread.
    """

    def __init__(self, library: "Library", tell: Callable[[], None]) -> None:
        self._library = library
        self._tell = tell
        self._guard = threading.Lock()
        self._absent: dict[str, Absence] = {}
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        address = library.addresses.vectors
        if address != FAISS and not address.startswith(EMBEDDED):
            self._thread = threading.Thread(target=self._run, name="vector-watch", daemon=True)
            self._thread.start()

    @property
    def absences(self) -> tuple[Absence, ...]:
        """The servers that do not answer, the catalogue's first."""
        with self._guard:
            return tuple(self._absent[part] for part in sorted(self._absent))

    def catalogue_gone(self, *, gone: bool) -> None:
        """Take notice of what the catalogue's news say of its server."""
        spare = self._library.catalogue.spare
        self._note("catalogue", gone=gone, copied_at=None if spare is None else spare.at)

    def look_now(self) -> None:
        """Ask a server of vectors at once."""
        self._wake.set()

    def close(self) -> None:
        """Look no more; returns when the thread is over, or soon."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(3.0)

    def keep_copies(self, context: JobContext) -> None:
        """Bring what this computer keeps up to date: copies from which reading goes on, and facets.

        Raises:
            JobCancelled: the user cancelled.
            LibraryError: the catalogue's server fails.
            VectorServerError: the vectors' server fails.
        """
        library = self._library
        library.catalogue.keep_packed(context)
        if not library.addresses.is_one_folder:
            try:
                library.catalogue.keep_spare(context)
            except OSError as error:
                logger.warning("the catalogue is not copied to this computer: %s", error)
        if self._thread is None:
            return
        for encoder in library.encoders():
            context.step(0, 0, encoder)
            vectors = library.vectors(encoder)
            if 4 * len(vectors) * vectors.dim <= MOST_BYTES:
                vectors.matrix()

    # -- vectors

    def _run(self) -> None:
        self._library.vector_place.watch(self._on_vectors)  # here: it loads libraries
        while not self._stop.is_set():
            with self._guard:
                wait = RETRY_S if "vectors" in self._absent else ASK_S
            self._wake.wait(wait)
            self._wake.clear()
            if self._stop.is_set():
                return
            try:
                self._library.vector_place.test()
            except VectorServerError as error:
                if error.is_gone:
                    self._on_vectors(error)
                else:
                    logger.info("the server of vectors: %s", error.what)
            except AppError as error:
                logger.info("the server of vectors: %s", error.what)
            else:
                self._on_vectors(None)

    def _on_vectors(self, error: VectorServerError | None) -> None:
        self._note("vectors", gone=error is not None)

    def _note(self, part: str, *, gone: bool, copied_at: datetime | None = None) -> None:
        with self._guard:
            if gone == (part in self._absent):
                return
            if gone:
                address = masked(getattr(self._library.addresses, part))
                address = address.partition("://")[2].partition("?")[0] or address
                self._absent[part] = Absence(part, address, datetime.now(UTC), copied_at)
            else:
                del self._absent[part]
        if not self._stop.is_set():
            self._tell()
