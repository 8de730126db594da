"""The vectors of one encoder on disk: float32 rows that are only ever appended."""

import json
import logging
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.errors import LibraryError, ReadOnlyLibraryError
from common.settings import write_atomically
from indexers.appendfile import AppendFile
from indexers.vectors.base import check_block

logger = logging.getLogger(__name__)

FORMAT = 1
DATA_FILE = "data.f32"
META_FILE = "meta.json"


class VectorStore:
    """Append-only float32 rows (N, D) in `data.f32`, memory-mapped; `meta.json` says what they are.

    One thread appends, any number read. A row never changes once it is written. What a killed
    append left half-written is behind the last row that the catalogue names and is cut by
    `truncate()` when the library is opened for writing.

    Args:
        folder: folder of the encoder; the first append makes it.
        encoder: name of the encoder, as in the catalogue.
        read_only: refuse to write.

    Raises:
        LibraryError: the folder holds vectors of another encoder or of a newer Kinora.
    """

    def __init__(self, folder: Path, encoder: str, *, read_only: bool = False) -> None:
        self.folder = folder
        self.encoder = encoder
        self._read_only = read_only
        self._file = AppendFile(folder / DATA_FILE, self._lost)
        self._meta = self._read_meta()

    @property
    def dim(self) -> int:
        """Length of a vector; 0 while the store is empty."""
        return int(self._meta.get("dim", 0))

    @property
    def version(self) -> str:
        """Version of the weights that made the vectors; "" if it was never told."""
        return str(self._meta.get("version", ""))

    def __len__(self) -> int:
        """Return the number of whole rows on disk."""
        return self._file.size() // (4 * self.dim) if self.dim else 0

    def append(self, vectors: NDArray[np.float32], *, version: str = "") -> range:
        """Write vectors behind the last row and flush them to disk.

        Args:
            vectors: float32 (N, D).
            version: version of the weights; kept in meta.json when it differs.

        Returns:
            The new row numbers.

        Raises:
            ValueError: the shape is not (N, D) of this store, or a value is not finite.
            ReadOnlyLibraryError: the store is open for reading.
            OSError: the disk is full or gone; nothing of this call stays.
        """
        if self._read_only:
            raise ReadOnlyLibraryError("it was opened for reading")
        block = check_block(vectors, self.dim, self.encoder)
        self._write_meta(block.shape[1], version)
        before = len(self)
        self._file.cut(before * 4 * self.dim)  # a torn row would shift all that follow
        try:
            self._file.append(block.tobytes())
            self._file.sync()
        except OSError:
            self._file.cut(before * 4 * self.dim)
            raise
        return range(before, before + len(block))

    def place(
        self, rows: NDArray[np.int64], vectors: NDArray[np.float32], *, version: str = ""
    ) -> None:
        """Write vectors under given rows; rows that are there stay, rows left out are zeros.

        Args:
            rows: int64 (N,), ascending.
            vectors: float32 (N, D).
            version: as append() takes it.

        Raises:
            ValueError: a row holds another vector, or what append() raises.
            ReadOnlyLibraryError: the store is open for reading.
            OSError: the disk is full or gone; nothing of this call stays.
        """
        held = len(self)
        old = rows < held
        if old.any() and not np.array_equal(self.matrix()[rows[old]], vectors[old]):
            raise ValueError(f"a row of {self.encoder!r} already holds another vector")
        if old.all():
            return
        fresh = np.zeros((int(rows[-1]) + 1 - held, vectors.shape[1]), np.float32)
        fresh[rows[~old] - held] = vectors[~old]
        self.append(fresh, version=version)

    def truncate(self, rows: int) -> None:
        """Drop everything behind row rows - 1.

        Raises:
            ReadOnlyLibraryError: the store is open for reading.
        """
        if self._read_only:
            raise ReadOnlyLibraryError("it was opened for reading")
        self._file.cut(rows * 4 * self.dim)

    def matrix(self, rows: int | None = None) -> NDArray[np.float32]:
        """Return the first rows (all by default), float32 (rows, D), a read-only memory map.

        Raises:
            LibraryError: the file is shorter than that.
        """
        count = len(self) if rows is None else rows
        if self.dim == 0 or count == 0:
            return np.empty((0, self.dim), np.float32)
        return self._file.view(count * 4 * self.dim).view(np.float32).reshape(count, self.dim)

    def close(self) -> None:
        """Release the files; arrays handed out stay valid."""
        self._file.close()

    def _read_meta(self) -> dict[str, Any]:
        path = self.folder / META_FILE
        try:
            meta = json.loads(path.read_text("utf-8"))
            known = int(meta["format"]) <= FORMAT and int(meta["dim"]) > 0
            encoder = str(meta["encoder"])
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LibraryError(
                f"“{path}” cannot be read ({error}).",
                hint="Delete its folder and run the import again; vectors are then made anew.",
            ) from None
        if not known or encoder != self.encoder:
            raise LibraryError(
                f"“{self.folder}” holds vectors of “{encoder}” in a form that this Kinora "
                f"does not use for “{self.encoder}”.",
                hint="Update Kinora, or delete that folder and run the import again.",
            )
        return dict(meta)

    def _write_meta(self, dim: int, version: str) -> None:
        meta = {
            "format": FORMAT,
            "encoder": self.encoder,
            "dim": dim,
            "version": version or self.version,
        }
        if meta != self._meta:
            write_atomically(self.folder / META_FILE, json.dumps(meta, indent=2).encode())
            self._meta = meta

    def _lost(self, path: Path) -> Exception:
        return LibraryError(
            f"“{path}” is shorter than the catalogue says.",
            hint="Run “check”; it finds what is missing and the next import makes it again.",
        )
