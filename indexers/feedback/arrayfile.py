"""Named arrays in one file that is mapped, not read; whoever finds it damaged makes it anew."""

import hashlib
import json
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

MAGIC = b"KINORA-ARRAYS\n"
FORMAT = 1
ALIGNMENT = 4096
HEAD = len(MAGIC) + 8 + 16  # magic, length of the description, hash of the description

Shapes = Mapping[str, tuple[tuple[int, ...], str]]


class ArrayWriter:
    """Makes a file of arrays of known shapes, filled in any order through memory maps.

    Used as a context: what is left without an error takes the place of path in one step; otherwise
    nothing stays.

    Args:
        path: the file.
        shapes: shape and type of each array by name.

    Raises:
        OSError: the disk is full or gone.
    """

    def __init__(self, path: Path, shapes: Shapes) -> None:
        self.facts: dict[str, Any] = {}  # JSON values kept beside the arrays
        self._path = path
        self._shapes = shapes
        self._temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        path.parent.mkdir(parents=True, exist_ok=True)
        self.arrays: dict[str, NDArray[Any]] = {}
        try:
            self._map()
        except BaseException:
            self._temporary.unlink(missing_ok=True)
            raise

    def _map(self) -> None:
        places, size = layout(self._shapes)
        with self._temporary.open("wb") as file:
            if hasattr(os, "posix_fallocate"):  # a full disk is an error here, not a crash later
                os.posix_fallocate(file.fileno(), 0, size)
            else:
                file.truncate(size)
        for name, (shape, dtype) in self._shapes.items():
            empty = int(np.prod(shape)) == 0
            self.arrays[name] = (
                np.empty(shape, dtype)
                if empty
                else np.memmap(self._temporary, dtype, "r+", places[name], shape)
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        maps = [array for array in self.arrays.values() if isinstance(array, np.memmap)]
        self.arrays = {}
        try:
            if kind is None:
                if not sys.platform.startswith("linux"):
                    for array in maps:
                        array.flush()
                self._finish()
        finally:
            del maps
            self._temporary.unlink(missing_ok=True)

    def _finish(self) -> None:
        """Write the description last: a file without it is none.

        On Linux `fsync` writes what is mapped, too, and other threads run meanwhile; flushing
        a map holds the interpreter until the disk has it all (400 MB: 0.2 s).
        """
        described = {
            "format": FORMAT,
            "arrays": {name: [list(shape), dtype] for name, (shape, dtype) in self._shapes.items()},
            "facts": self.facts,
        }
        text = json.dumps(described).encode()
        digest = hashlib.blake2b(text, digest_size=16).digest()
        with self._temporary.open("r+b") as file:
            file.seek(0, os.SEEK_END)
            file.write(text)
            file.seek(0)
            file.write(MAGIC + len(text).to_bytes(8, "little") + digest)
            file.flush()
            os.fsync(file.fileno())
        self._temporary.replace(self._path)


def layout(shapes: Shapes) -> tuple[dict[str, int], int]:
    """Return where each array begins and where the description follows, bytes."""
    places, size = {}, ALIGNMENT
    for name, (shape, dtype) in shapes.items():
        places[name] = size
        count = int(np.prod(shape)) * np.dtype(dtype).itemsize
        size += (count + ALIGNMENT - 1) // ALIGNMENT * ALIGNMENT
    return places, size


def read(path: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return the facts and the arrays of a file, mapped read-only.

    Raises:
        ValueError: the file is damaged, cut short, or of another version; says why.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
        if head[: len(MAGIC)] != MAGIC or len(head) < HEAD:
            raise ValueError(f"“{path.name}” is no file of arrays")
        length = int.from_bytes(head[len(MAGIC) : len(MAGIC) + 8], "little")
        total = path.stat().st_size
        if not 0 < length <= total - ALIGNMENT:
            raise ValueError(f"“{path.name}” was cut short")
        file.seek(total - length)
        text = file.read(length)
    if hashlib.blake2b(text, digest_size=16).digest() != head[-16:]:
        raise ValueError(f"“{path.name}” was cut short or changed")
    described = json.loads(text)
    if described["format"] != FORMAT:
        raise ValueError(f"“{path.name}” is of another version")
    shapes = {name: (tuple(shape), dtype) for name, (shape, dtype) in described["arrays"].items()}
    places, size = layout(shapes)
    if size + length != total:
        raise ValueError(f"“{path.name}” has the wrong length")
    arrays: dict[str, NDArray[Any]] = {}
    for name, (shape, dtype) in shapes.items():
        empty = int(np.prod(shape)) == 0
        arrays[name] = (
            np.empty(shape, dtype)
            if empty
            else np.memmap(path, dtype, "r", places[name], shape).view(np.ndarray)
        )
    return described["facts"], arrays
