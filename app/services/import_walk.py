"""Finds the files under the chosen folders: sorted, without loops, and never inside a library."""

import os
import stat
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from app.services.import_found import FoundFile, Scan, is_under
from app.services.import_stores import list_store
from app.services.library_files import SUFFIX
from app.services.media_places import is_address, plain
from app.services.paths import expanded
from common.errors import AppError
from common.jobs import JobContext
from common.values import SkippedFile


def walk(paths: Sequence[Path | str], library: Path, context: JobContext) -> Scan:
    """List all files under paths, in an order that depends on their names only.

    Hidden names and library folders are passed over. A folder that a link leads to is visited once;
    a link back to a folder on the way to it is reported, like anything that cannot be read.

    Args:
        paths: folders and files, or addresses of what stores hold.
        library: folder of the open library; nothing inside it is listed.
        context: reports the number of files found so far.

    Raises:
        AppError: a path does not exist, or lies in the library.
        StoreError: a store cannot be asked.
        JobCancelled: the user cancelled.
    """
    walker = _Walker(os.path.realpath(library), context)
    for path in paths:
        walker.add(str(path))
    scan = walker.scan
    scan.files = sorted(walker.found.values(), key=lambda file: file.path)
    scan.skipped.sort(key=lambda skipped: skipped.path)
    return scan


class _Walker:
    """The state of one walk."""

    def __init__(self, library: str, context: JobContext) -> None:
        self.scan = Scan()
        self.found: dict[str, FoundFile] = {}
        self._library = library
        self._context = context
        self._visited: set[tuple[int, int]] = set()

    def add(self, path: str) -> None:
        """Find what one of the paths or addresses that the user named holds."""
        named = plain(path) if is_address(path) else path
        if is_address(named):
            self.scan.roots.append(named)
            list_store(named, self.scan, self.found, self._context)
            return
        whole = expanded(Path(named))
        self.add_root(os.path.abspath(whole))  # noqa: PTH100 - keeps symbolic links

    def add_root(self, root: str) -> None:
        """Walk one of the paths that the user named."""
        try:
            facts = os.stat(root)  # noqa: PTH116 - str paths, as everywhere in a walk
        except OSError as error:
            raise AppError(
                f"“{root}” cannot be imported ({_reason(error)}).",
                hint="Check the name, connect its disk, or leave it out.",
            ) from None
        if is_under(os.path.realpath(root), self._library):
            raise AppError(
                f"“{root}” lies in the library itself.",
                hint="Choose the folder that holds your photos, videos or film lists.",
            )
        self.scan.roots.append(root)
        if stat.S_ISDIR(facts.st_mode):
            self._add_folder(root, facts)
        else:
            self._add_file(root, facts, chosen=True)

    def _add_folder(self, folder: str, facts: os.stat_result) -> None:
        """Walk a folder and all below it; a stack of its own, so that depth is no limit.

        Linked folders come last, so that a file is listed where it really lies if that is here.
        """
        todo = [(folder, (facts.st_dev, facts.st_ino), frozenset[tuple[int, int]]())]
        linked: deque[tuple[str, tuple[int, int], frozenset[tuple[int, int]]]] = deque()
        while todo or linked:
            path, key, way = todo.pop() if todo else linked.popleft()
            if key in way:
                self._skip(path, "this link leads back to a folder that contains it")
                continue
            if key in self._visited:
                continue  # reached by another way: its files are listed already
            self._visited.add(key)
            for entry in self._entries(path):
                below = self._look(entry)
                if below is not None:
                    waiting = linked if entry.is_symlink() else todo
                    waiting.append((entry.path, below, way | {key}))

    def _entries(self, folder: str) -> list["os.DirEntry[str]"]:
        """Return a folder's entries; sorted last to first, as the stack turns them round."""
        self._context.step(len(self.found), 0, folder)
        try:
            with os.scandir(folder) as entries:
                listed = [entry for entry in entries if not entry.name.startswith(".")]
        except OSError as error:
            self._skip(folder, f"the folder cannot be read ({_reason(error)})")
            self.scan.unseen.append(folder)
            return []
        return sorted(listed, key=lambda entry: entry.name, reverse=True)

    def _look(self, entry: "os.DirEntry[str]") -> tuple[int, int] | None:
        """Add a file; for a folder to be walked, return its device and number."""
        try:
            facts = entry.stat()
        except FileNotFoundError:
            if entry.is_symlink():
                self._skip(entry.path, "the link points to nothing")
            return None
        except OSError as error:
            self._skip(entry.path, f"it cannot be looked at ({_reason(error)})")
            self.scan.unseen.append(entry.path)
            return None
        if not stat.S_ISDIR(facts.st_mode):
            self._add_file(entry.path, facts)
            return None
        if entry.name.endswith(SUFFIX) or os.path.realpath(entry.path) == self._library:
            return None
        return facts.st_dev, facts.st_ino

    def _add_file(self, path: str, facts: os.stat_result, *, chosen: bool = False) -> None:
        if not stat.S_ISREG(facts.st_mode):
            self._skip(path, "it is a device, pipe or socket, not a file")
            return
        self.found[path] = FoundFile(path, facts.st_size, facts.st_mtime_ns, chosen)

    def _skip(self, path: str, reason: str) -> None:
        self.scan.skipped.append(SkippedFile(path, reason))


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
