"""Where the vectors of a library are kept: in its folder, or on Milvus."""

import logging
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from common.errors import VectorServerError
from indexers.vectors.collection import VectorCollection
from indexers.vectors.interface import Vectors
from indexers.vectors.milvus_collection import MilvusVectors
from indexers.vectors.milvus_rows import WAITING, MilvusRows, collection_name
from indexers.vectors.milvus_server import CONNECT_S, PROBE, MilvusServer
from indexers.vectors.milvus_table import Table

logger = logging.getLogger(__name__)

COPY_BYTES = 8 << 30  # of one encoder, on this computer

Rows = tuple[NDArray[np.int64], NDArray[np.int64]]


class VectorPlace(Protocol):
    """Opens the vectors of the encoders of one library."""

    def open(self, encoder: str, *, rows: Rows, kept_rows: int, read_only: bool) -> Vectors:
        """Return the vectors of one encoder; without any if it has none.

        Args:
            encoder: its name.
            rows: item ids and their rows, int64 (N,) each, as the catalogue names them.
            kept_rows: rows up to here may come back although no item names them.
            read_only: refuse to write.

        Raises:
            LibraryError: what is there cannot be trusted.
            VectorServerError: the server fails.
        """
        ...

    def drop(self, encoder: str) -> None:
        """Remove the vectors of an encoder for good.

        Raises:
            VectorServerError: the server fails.
        """
        ...

    def test(self) -> str:
        """Return what answers there, for people to read.

        Raises:
            VectorServerError: nobody does.
        """
        ...

    def watch(self, tell: Callable[[VectorServerError | None], None]) -> None:
        """Be told when nobody answers any more, and when somebody does again (None).

        Who watches looks from time to time, by test(): other calls then fail at once instead of
        waiting for a server that is gone. Told on the thread that notices it.
        """
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...


class FolderPlace:
    """Vectors in the library's folder, searched by FAISS.

    Args:
        folder_of: returns the folder of an encoder.
    """

    def __init__(self, folder_of: Callable[[str], Path]) -> None:
        self._folder_of = folder_of

    def open(self, encoder: str, *, rows: Rows, kept_rows: int, read_only: bool) -> Vectors:
        """Return the vectors of one encoder; see VectorPlace.open."""
        return VectorCollection(
            self._folder_of(encoder), encoder, rows=rows, kept_rows=kept_rows, read_only=read_only
        )

    def drop(self, encoder: str) -> None:
        """Remove the folder of an encoder."""
        shutil.rmtree(self._folder_of(encoder), ignore_errors=True)

    def test(self) -> str:
        """Return that the vectors lie in the folder."""
        return "in the library's folder"

    def watch(self, tell: Callable[[VectorServerError | None], None]) -> None:
        """Do nothing: a folder does not go."""

    def close(self) -> None:
        """Do nothing: there is no connection."""


class MilvusPlace:
    """Vectors on a Milvus server, or in the folder of its embedded engine.

    The connection is made at the first use. Where nobody answers then, the copies on this computer
    are opened for reading.

    Args:
        address: `http(s)://host:port`, or the folder of the embedded engine.
        library: id of the library.
        folder_of: returns the folder of an encoder's copy.
        token: returns the token; asked when the connection is made.
        copy_bytes: how large the copy of an encoder may grow.
        timeout_s: how long one call may take.
    """

    def __init__(
        self,
        address: str | Path,
        library: str,
        folder_of: Callable[[str], Path],
        *,
        token: Callable[[], str] = str,
        copy_bytes: int = COPY_BYTES,
        timeout_s: float = 30.0,
    ) -> None:
        self._address = address
        self._library = library
        self._folder_of = folder_of
        self._token = token
        self._copy_bytes = copy_bytes
        self._timeout_s = timeout_s
        self._guard = threading.Lock()
        self._server: MilvusServer | None = None
        self._tell: Callable[[VectorServerError | None], None] | None = None

    def open(self, encoder: str, *, rows: Rows, kept_rows: int, read_only: bool) -> Vectors:
        """Return the vectors of one encoder; see VectorPlace.open."""
        folder = self._folder_of(encoder)
        try:
            server: MilvusServer | None = self._connect()
            return self._opened(server, encoder, folder, rows, kept_rows, read_only=read_only)
        except VectorServerError as error:
            if not error.is_gone or not (folder / "copy.json").is_file():
                raise
            logger.warning("%s; %s is read from the copy", error.what, encoder)
            vectors = self._opened(None, encoder, folder, rows, kept_rows, read_only=True)
            vectors.notice = error.what
            return vectors

    def _opened(
        self,
        server: MilvusServer | None,
        encoder: str,
        folder: Path,
        rows: Rows,
        kept_rows: int,
        *,
        read_only: bool,
    ) -> MilvusVectors:
        opened = MilvusRows(
            server, self._library, encoder, rows=rows, kept_rows=kept_rows,
            read_only=read_only, folder=folder, copy_bytes=self._copy_bytes,
        )  # fmt: skip
        return MilvusVectors(opened, is_embedded=server is None or server.is_embedded)

    def drop(self, encoder: str) -> None:
        """Remove the collections of an encoder and its copy."""
        name = collection_name(self._library, encoder)
        for each in (name, name + WAITING):
            server = self._connect()
            if server.call("has_collection", each):
                Table(server, each).drop()
        shutil.rmtree(self._folder_of(encoder), ignore_errors=True)

    def test(self) -> str:
        """Return the version of the server; raises VectorServerError where nobody answers."""
        server = self._connect()
        version = server.call(PROBE, timeout_s=CONNECT_S)
        return f"Milvus {str(version).removeprefix('v')} at {server.name}"

    def watch(self, tell: Callable[[VectorServerError | None], None]) -> None:
        """Be told when the server goes and comes; see VectorPlace.watch."""
        with self._guard:
            self._tell = tell
            if self._server is not None:
                self._server.tell = tell

    def close(self) -> None:
        """End the connection."""
        with self._guard:
            if self._server is not None:
                self._server.close()
                self._server = None

    def _connect(self) -> MilvusServer:
        with self._guard:
            if self._server is None:
                self._server = MilvusServer(
                    self._address,
                    token=self._token(),
                    timeout_s=self._timeout_s,
                    tell=self._tell,
                )
            return self._server
