"""What an import finds in folders and stores, before anything of it is read."""

import os
from dataclasses import dataclass, field
from functools import cached_property

from app.services.media_places import is_address
from common.values import SkippedFile


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A regular file as the walk saw it.

    Args:
        path: absolute; bytes that are no UTF-8 are held as surrogate escapes.
        size: bytes.
        mtime_ns: time of the last change, ns since 1970.
        chosen: the user named this very file, so that it is worth saying why it is no media.
    """

    path: str
    size: int
    mtime_ns: int
    chosen: bool = False

    @property
    def stamp(self) -> tuple[int, int]:
        """Size and time: a file whose stamp did not change is not read again."""
        return self.size, self.mtime_ns


@dataclass(slots=True)
class Scan:
    """What a walk found.

    Args:
        files: by path, sorted.
        skipped: folders and files that could not be looked at, and why.
        roots: the folders and files that were asked for, absolute.
        unseen: folders whose content is unknown; what lies there is not missing.
    """

    files: list[FoundFile] = field(default_factory=list)
    skipped: list[SkippedFile] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)

    def knows(self, path: str) -> bool:
        """Whether the walk would have met path if it were there."""
        return not any(is_under(path, folder) for folder in self.unseen)


class Roots(tuple[str, ...]):
    """What was asked for: of thousands of files it is told at once which one holds a path."""

    @cached_property
    def _plain(self) -> dict[str, str]:
        return {root.rstrip(_end(root)): root for root in self}

    def over(self, path: str) -> str:
        """Return the lowest of them that is path or a folder it lies in; "" for none."""
        end = _end(path)
        while path and path not in self._plain:
            path = path.rpartition(end)[0]
        return self._plain.get(path, "")


def _end(path: str) -> str:
    return "/" if is_address(path) else os.sep


def is_under(path: str, folder: str) -> bool:
    """Whether path is folder or lies in it."""
    end = _end(folder)
    return path == folder or path.startswith(folder.rstrip(end) + end)
