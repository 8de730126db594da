"""Thumbnails of a library as the wall reads them, whatever happens to their files meanwhile."""

import threading
from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from common.errors import AppError
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.checking import CheckReport
    from app.services.library import Library
    from app.services.services import Services
    from indexers.thumbnails import ThumbnailStore


class Thumbnails(Protocol):
    """What tiles need of a thumbnail store."""

    def gather(
        self, level: int, rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
        """Return rows of a raw level, (*rows.shape, N, N), and which of them there are."""

    def decode(self, row: int, level: int) -> NDArray[np.uint8]:
        """Return a decoded JPEG level, (H, W, 3) RGB."""


class LiveThumbnails:
    """The thumbnails that a library has now: its store is another one after a repair.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library
        self._lock = threading.Lock()

    def _store(self) -> "ThumbnailStore":
        with self._lock:  # two threads must not open the files of a library twice
            return self._library.thumbnails

    def gather(
        self, level: int, rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
        """Return rows of a raw level, (*rows.shape, N, N), and which of them there are."""
        return self._store().gather(level, rows)

    def decode(self, row: int, level: int) -> NDArray[np.uint8]:
        """Return a decoded JPEG level, (H, W, 3) RGB."""
        return self._store().decode(row, level)


def mend(services: "Services", unreadable: Collection[int], context: JobContext) -> "CheckReport":
    """Make thumbnails that were lost or damaged again, after any import that runs.

    Args:
        services: of the library.
        unreadable: thumbnail rows that the wall could not decode.
        context: progress and cancel.

    Returns:
        What was found; nothing repaired and no problem where all thumbnails are there.

    Raises:
        ReadOnlyLibraryError: thumbnails are lost, and only another window can make them again.
        JobCancelled: the user cancelled; what was made stays.
    """
    from app.services.checking import CheckReport

    library = services.library
    if not library.can_append:
        try:  # the writer may only have packed them anew
            library.thumbnails.refresh()
            library.thumbnails.verify()
            if not unreadable:
                return CheckReport()
        except AppError:
            pass
    library.require_appendable()
    with services.imports.alone(context):
        return services.check.mend_thumbnails(context, unreadable=unreadable)
