"""Places for vectors that the tests of every backend share."""

import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from indexers.vectors import FolderPlace, MilvusPlace, VectorPlace, Vectors

NO_MILVUS = find_spec("pymilvus") is None or find_spec("milvus_lite") is None
needs_milvus = pytest.mark.skipif(NO_MILVUS, reason="the extra “milvus” is not installed")
BACKENDS = ["faiss", pytest.param("milvus", marks=needs_milvus)]
DIM = 16
LIBRARY = "0123456789abcdef"
NONE = (np.empty(0, np.int64), np.empty(0, np.int64))


def unit(count: int, seed: int = 0, dim: int = DIM) -> np.ndarray:
    """Return arbitrary vectors of length one, float32 (count, dim)."""
    vectors = np.random.default_rng(seed).standard_normal((count, dim)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@contextmanager
def engine(folder: Path, port: int = 0) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run the embedded engine as a server of its own; yields its address and process."""
    if not port:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    code = (
        "import sys; from milvus_lite.adapter.grpc.server import run_server;"
        "run_server(sys.argv[1], '127.0.0.1', int(sys.argv[2]))"
    )
    command = [sys.executable, "-c", code, str(folder), str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        assert b"listening" in process.stdout.readline()
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


class Shelf:
    """A library's vectors, opened as a library opens them, with a catalogue that is a table.

    Args:
        backend: faiss or milvus.
        folder: of the library.
        copy_bytes: how large a copy of vectors on a server may be.
    """

    def __init__(self, backend: str, folder: Path, *, copy_bytes: int = 1 << 30) -> None:
        self.backend = backend
        self.folder = folder
        self.copy_bytes = copy_bytes
        self.named: dict[int, int] = {}
        self.kept = 0
        self._places: list[VectorPlace] = []
        self._opened: list[Vectors] = []

    def open(self, encoder: str = "e", *, read_only: bool = False) -> Vectors:
        """Open the vectors as the table names them."""
        items = np.array(sorted(self.named), np.int64)
        rows = np.array([self.named[item] for item in sorted(self.named)], np.int64)
        kept = max(self.kept, int(rows.max(initial=-1)) + 1)
        if not self._places:
            self._places.append(self._place())
        place = self._places[0]
        vectors = place.open(encoder, rows=(items, rows), kept_rows=kept, read_only=read_only)
        self._opened.append(vectors)
        return vectors

    def add(self, vectors: Vectors, items: Sequence[int], block: np.ndarray) -> np.ndarray:
        """Add vectors as an import does: write, name in the catalogue, commit."""
        rows = vectors.append(block)
        self.named |= dict(zip(items, rows.tolist(), strict=True))
        self.kept = max(self.kept, int(rows.max()) + 1)
        vectors.commit(list(items), rows.tolist())
        return rows

    def take(self, vectors: Vectors, items: Sequence[int]) -> None:
        """Take items out as the history does."""
        for item in items:
            self.named.pop(item)
        vectors.remove(list(items))

    def close(self) -> None:
        """Close everything, so that the next open() begins anew."""
        while self._opened:
            self._opened.pop().close()
        while self._places:
            self._places.pop().close()

    def _place(self) -> VectorPlace:
        def folder_of(encoder: str) -> Path:
            return self.folder / "vectors" / encoder

        if self.backend == "faiss":
            return FolderPlace(folder_of)
        return MilvusPlace(
            self.folder / "milvus.db", LIBRARY, folder_of, copy_bytes=self.copy_bytes
        )
