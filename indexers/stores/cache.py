"""Pieces of objects kept on this computer, up to a size; the ones used longest ago go first.

One folder an object, in it one a version, in that a file a piece, or one file of the whole. A file
is there whole or not at all, so that several processes may read and fill the same cache.
"""

import contextlib
import hashlib
import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from common.settings import write_atomically

logger = logging.getLogger(__name__)

PIECE = 4 << 20
"""Bytes of a piece: one request brings a photo, and not much too much for a frame of a video."""

_WHOLE = "whole"
_KEEP = 0.8  # of the limit, once it was passed
_LOOK_EACH = 0.05  # of the limit: how much is written before the whole size is looked at


class Stamp(NamedTuple):
    """What tells one version of an object from another, in the form that files have it.

    Args:
        size: bytes.
        mtime_ns: whole seconds of its time; the digits below them stand for its tag (ETag).
    """

    size: int
    mtime_ns: int


class ObjectCache:
    """The cache of one user.

    Args:
        folder: made when first written to.
        limit: bytes; may be passed by a twentieth for each process that writes.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder = folder
        self.limit = limit
        self._written = 0
        self._is_looked_at = False

    def piece(self, address: str, stamp: Stamp, number: int) -> bytes | None:
        """Return a piece of an object; None where it is not here."""
        path = self._version(address, stamp) / f"{number:06}"
        try:
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return data

    def keep(self, address: str, stamp: Stamp, number: int, data: bytes) -> None:
        """Keep a piece; where the disk is full it is not kept, and that is all."""
        path = self._version(address, stamp) / f"{number:06}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, data)
        except OSError as error:
            logger.info("a piece of %s is not kept: %s", address, error)
            return
        self._note(len(data))

    def whole(self, address: str, stamp: Stamp, suffix: str) -> Path | None:
        """Return the file that holds all of an object; None where there is none."""
        path = self._version(address, stamp) / f"{_WHOLE}{suffix}"
        try:
            if path.stat().st_size != stamp.size:
                return None
            os.utime(path)
        except OSError:
            return None
        return path

    def keep_whole(self, address: str, stamp: Stamp, suffix: str, pieces: Iterator[bytes]) -> Path:
        """Write all of an object into one file, in place of its pieces.

        Raises:
            OSError: the disk is full, or a piece cannot be read; nothing half-written is left.
        """
        version = self._version(address, stamp)
        version.mkdir(parents=True, exist_ok=True)
        path = version / f"{_WHOLE}{suffix}"
        part = version / f".{_WHOLE}.{os.getpid()}.{id(pieces)}"
        try:
            with part.open("wb") as file:
                for data in pieces:
                    file.write(data)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        for piece in version.glob("[0-9]" * 6):
            piece.unlink(missing_ok=True)
        self._note(stamp.size)
        return path

    def last_seen(self, address: str) -> Stamp | None:
        """Return the version of an object of which something is here, the newest; else None."""
        found: list[tuple[float, Stamp]] = []
        with contextlib.suppress(OSError):
            for entry in os.scandir(self._object(address)):
                size, _, mtime = entry.name.partition("-")
                if size.isdigit() and mtime.isdigit():
                    stamp = Stamp(int(size), int(mtime))
                    found.append((entry.stat().st_mtime, stamp))
        return max(found)[1] if found else None

    def size(self) -> int:
        """Return the bytes that are kept."""
        return sum(size for _, size, _ in self._files())

    def clear(self) -> None:
        """Remove everything; what is open stays readable."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _object(self, address: str) -> Path:
        key = hashlib.blake2b(address.encode("utf-8", "surrogateescape"), digest_size=20)
        name = key.hexdigest()
        return self.folder / name[:2] / name[2:]

    def _version(self, address: str, stamp: Stamp) -> Path:
        return self._object(address) / f"{stamp.size}-{stamp.mtime_ns}"

    def _note(self, written: int) -> None:
        """Count what was written, and make room where it is time to look."""
        self._written += written
        if not self._is_looked_at or self._written >= self.limit * _LOOK_EACH:
            self._is_looked_at, self._written = True, 0
            self.make_room()

    def make_room(self) -> None:
        """Remove what was used longest ago while more is kept than the limit.

        Another process that does the same at the moment is left to it.
        """
        try:
            with FileLock(self.folder / "room.lock", timeout=0):
                files = sorted(self._files())
                kept = sum(size for _, size, _ in files)
                if kept <= self.limit:
                    return
                for _, size, path in files:
                    path.unlink(missing_ok=True)
                    self._remove_empty(path.parent)
                    kept -= size
                    if kept <= self.limit * _KEEP:
                        return
        except (Timeout, OSError) as error:
            logger.debug("no room is made in %s: %s", self.folder, error)

    def _remove_empty(self, version: Path) -> None:
        """Remove the folders of a version of which nothing is left."""
        for folder in (version, version.parent):
            try:
                folder.rmdir()
            except OSError:
                return

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """Yield (time of the last use, bytes, file) of everything that is kept."""
        for folder, _, names in os.walk(self.folder):
            for name in names:
                path = Path(folder) / name
                if name == "room.lock":
                    continue
                try:
                    facts = path.stat()
                except OSError:
                    continue
                yield facts.st_mtime, facts.st_size, path
