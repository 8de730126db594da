"""Who reads the files of an import: threads of this computer, or workers of a cluster."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Protocol, Self

from app.services import import_films
from app.services.import_films import OpenList
from app.services.import_found import FoundFile
from app.services.import_order import Task, in_order
from app.services.import_read import Reading
from app.services.import_types import Outcome
from app.services.import_videos import read_video_file
from common.closing import Closing

if TYPE_CHECKING:
    from models.base import ShotClassifier

Placed = tuple[int, FoundFile]
"""A file and its place in the order of the import."""

Idle = Callable[[], None]


class Readers(AbstractContextManager["Readers"], Protocol):
    """Reads files while it is entered; results come in the order of what was asked.

    `idle` is called at least every 50 ms while the next result is not there, and may raise to stop.
    """

    def pictures(self, files: Sequence[Placed], idle: Idle) -> Iterator[Outcome]:
        """Read pictures, and say what anything else is; see Reading.read()."""

    def videos(self, files: Sequence[Placed], idle: Idle) -> Iterator[Outcome]:
        """Read videos and their shots; see read_video_file()."""

    def films(self, opened: OpenList, idle: Idle) -> Iterator[Outcome]:
        """Read the films of a list, in its order; see import_films.read_film()."""


class LocalReaders(Closing):
    """Decoder threads of this process.

    Args:
        reading: what files are read with.
        classify: finds shots; None takes the difference of contents.
        threads: how many.
    """

    def __init__(
        self, reading: Reading, classify: "ShotClassifier | None", *, threads: int
    ) -> None:
        self.reading = reading
        self.classify = classify
        self.threads = threads
        self._pool: ThreadPoolExecutor | None = None

    def __enter__(self) -> Self:
        self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix="import-read")
        return self

    def close(self) -> None:
        """Wait for the threads."""
        if self._pool is not None:
            self._pool.shutdown(wait=True)

    def pictures(self, files: Sequence[Placed], idle: Idle) -> Iterator[Outcome]:
        """Read pictures, and say what anything else is."""
        return self._all([partial(self.reading.read, *placed) for placed in files], idle)

    def videos(self, files: Sequence[Placed], idle: Idle) -> Iterator[Outcome]:
        """Read videos and their shots."""
        read = partial(read_video_file, self.reading, self.classify)
        return self._all([partial(read, *placed) for placed in files], idle)

    def films(self, opened: OpenList, idle: Idle) -> Iterator[Outcome]:
        """Read the films of a list."""
        read = partial(import_films.read_film, self.reading, opened)
        return self._all([partial(read, identity) for identity in opened.films], idle)

    def _all(self, tasks: Sequence[Task[Outcome]], idle: Idle) -> Iterator[Outcome]:
        if self._pool is None:
            raise RuntimeError("readers are used while they are entered")
        return in_order(self._pool, tasks, idle)
