"""Feedback over shards that a cluster keeps, for libraries whose workers are elsewhere."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from app.services.addresses import Addresses
from common.errors import VectorServerError, WorkersError

if TYPE_CHECKING:
    from app.services.feedback_shards_ray import RayHosts
    from indexers.vectors import VectorPlace, Vectors

logger = logging.getLogger(__name__)

LOCAL, FOLDER = "local", "faiss"
AWAY_S = 15.0  # until workers that could not be reached are looked for again

Rows = tuple[NDArray[np.int64], NDArray[np.int64]]


def with_shards(
    place: "VectorPlace", addresses: Addresses, library: str, folder_of: Callable[[str], Path]
) -> "VectorPlace":
    """Return a place of vectors whose feedback index goes to workers, where those are elsewhere.

    Nothing is connected before a question or an index needs it.

    Args:
        place: of the vectors.
        addresses: of the library.
        library: its id.
        folder_of: returns the folder of an encoder.
    """
    if addresses.workers == LOCAL:
        return place
    return ShardedPlace(place, addresses, library, folder_of)


class ShardedPlace:
    """A place of vectors that also knows who keeps shards of their feedback index.

    Args:
        place: of the vectors.
        addresses: of the library.
        library: its id.
        folder_of: returns the folder of an encoder.
    """

    def __init__(
        self,
        place: "VectorPlace",
        addresses: Addresses,
        library: str,
        folder_of: Callable[[str], Path],
    ) -> None:
        self._place = place
        self._addresses = addresses
        self._library = library
        self._folder_of = folder_of
        self._guard = threading.Lock()
        self._hosts: RayHosts | None = None
        self._failed: tuple[float, str] = (-AWAY_S, "")
        self._is_closed = False

    def open(self, encoder: str, *, rows: Rows, kept_rows: int, read_only: bool) -> "Vectors":
        """Return the vectors of one encoder; see VectorPlace.open."""
        from indexers.feedback.shards_vectors import ShardedVectors

        base = self._place.open(encoder, rows=rows, kept_rows=kept_rows, read_only=read_only)
        made = ShardedVectors(
            base, self.hosts, folder=self._folder_of(encoder), library=self._library,
            shared=self._addresses.vectors == FOLDER, read_only=read_only,
        )  # fmt: skip
        return cast("Vectors", made)  # what it does not do itself goes to base

    def drop(self, encoder: str) -> None:
        """Remove the vectors of an encoder for good; see VectorPlace.drop."""
        from indexers.feedback import shards_plan

        shards_plan.forget(self._folder_of(encoder))
        self._place.drop(encoder)

    def test(self) -> str:
        """Return what answers there; see VectorPlace.test."""
        return self._place.test()

    def watch(self, tell: "Callable[[VectorServerError | None], None]") -> None:
        """Be told when nobody who keeps vectors answers any more; see VectorPlace.watch."""
        self._place.watch(tell)

    def close(self) -> None:
        """Let go of connections; shards stay with their hosts."""
        with self._guard:
            self._is_closed = True
            if self._hosts is not None:
                self._hosts.close()
                self._hosts = None
        self._place.close()

    def hosts(self) -> "RayHosts":
        """Return who keeps shards; connects at the first call, which takes some seconds.

        Raises:
            HostsGoneError: the workers cannot be reached, or could not some seconds ago.
        """
        from app.services.feedback_shards_ray import RayHosts
        from app.services.workers_connection import connect
        from indexers.feedback.shards import HostsGoneError

        with self._guard:
            if self._hosts is not None and self._hosts.is_alive:
                return self._hosts
            at, why = self._failed
            if self._is_closed or time.monotonic() - at < AWAY_S:
                raise HostsGoneError(why or "the library was closed")
            if self._hosts is not None:
                self._hosts.close()
                self._hosts = None
            try:
                self._hosts = RayHosts(connect(self._addresses.workers))
            except WorkersError as error:
                logger.info("no shards: %s", error)
                self._failed = (time.monotonic(), error.what)
                raise HostsGoneError(error.what) from None
            return self._hosts
