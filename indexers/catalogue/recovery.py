"""Damaged files, backups, restoring: what happens before a SQLite catalogue is used."""

import contextlib
import json
import logging
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from common.errors import DamagedCatalogueError, LibraryError
from indexers.catalogue.backend import connect_file
from indexers.catalogue.faults import WAY_OUT

logger = logging.getLogger(__name__)

BACKUPS_KEPT = 3
_PAGES_AT_ONCE = 4096
_HEADER = b"SQLite format 3\x00"


def quick_problems(path: Path, *, read_only: bool = False, immutable: bool = False) -> list[str]:
    """Return what `PRAGMA quick_check` finds in a file, one line each; reads all of it.

    Args:
        path: the database.
        read_only: do not write, not even what a killed process left.
        immutable: the disk is read-only, so that not even the files beside it can be made.
    """
    try:
        with path.open("rb") as file:
            header = file.read(len(_HEADER))
        if header != _HEADER:
            return ["the file is not a database"] if header or not _is_empty(path) else []
        with contextlib.closing(
            connect_file(path, read_only=read_only, immutable=immutable)
        ) as connection:
            rows = connection.execute("PRAGMA quick_check(20)").fetchall()
            said = [str(row[0]) for row in rows if row[0] != "ok"]
            names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
            if not said and names and "meta" not in names:
                said = ["the file is the database of another program"]
            return said
    except (sqlite3.DatabaseError, OSError) as error:
        return [str(error)]


def _is_empty(path: Path) -> bool:
    """Return whether a file holds nothing: a catalogue that was never begun."""
    return path.stat().st_size == 0


def _stamp_path(path: Path) -> Path:
    """Return where the stamp of a clean close lies."""
    return path.with_name(path.name + "-clean")


def _state(path: Path) -> list[int]:
    """Return what changes when anybody writes to the file."""
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns]


def stamp(path: Path) -> None:
    """Note that the file was closed as it should be, so that the next open need not read it all."""
    wal = path.with_name(path.name + "-wal")
    with contextlib.suppress(OSError):
        if not wal.exists() or not wal.stat().st_size:
            _stamp_path(path).write_text(json.dumps(_state(path)), "utf-8")


def unstamp(path: Path) -> None:
    """Note that the file is in use."""
    with contextlib.suppress(OSError):
        _stamp_path(path).unlink(missing_ok=True)


def is_stamped(path: Path) -> bool:
    """Return whether the file is as it was when it was last closed."""
    try:
        return bool(json.loads(_stamp_path(path).read_text("utf-8")) == _state(path))
    except (OSError, ValueError):
        return False


def backups_in(folder: Path | None) -> list[Path]:
    """Return the backups in a folder, newest first."""
    if folder is None or not folder.is_dir():
        return []
    return sorted(folder.glob("catalogue-*.db"), reverse=True)


def back_up(path: Path, folder: Path) -> Path:
    """Copy a catalogue that may be in use, check the copy, keep the newest three.

    Raises:
        LibraryError: the copy cannot be written, or the catalogue is damaged; older copies stay.
    """
    temporary = folder / "unfinished.db"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        with (
            contextlib.closing(connect_file(path, read_only=True)) as source,
            contextlib.closing(connect_file(temporary)) as copy,
        ):
            source.backup(copy, pages=_PAGES_AT_ONCE, sleep=0.001)
            copy.execute("PRAGMA journal_mode=DELETE")
        problems = quick_problems(temporary)
    except (OSError, sqlite3.Error) as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise LibraryError(
            f"The catalogue could not be backed up to “{folder}” ({error}).",
            hint="Make room on the disk, then try again.",
        ) from error
    if problems:
        temporary.unlink(missing_ok=True)
        raise DamagedCatalogueError(
            f"The catalogue “{path}” is damaged ({problems[0]}); it was not backed up.",
            hint=WAY_OUT,
        )
    target = _free_name(folder, "catalogue-", ".db")
    _settle(temporary, target)
    for old in backups_in(folder)[BACKUPS_KEPT:]:
        old.unlink(missing_ok=True)
    return target


def _free_name(folder: Path, start: str, end: str) -> Path:
    """Return a name with the time in it that no file has; later calls sort after earlier ones."""
    now = time.time_ns()
    while True:
        moment = datetime.fromtimestamp(now / 1e9)  # noqa: DTZ006 - shown to the user
        path = folder / f"{start}{moment:%Y%m%d-%H%M%S-%f}{end}"
        if not path.exists():
            return path
        now += 1000


def _settle(temporary: Path, target: Path) -> None:
    """Bring a finished file to disk and give it its name in one step."""
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    temporary.replace(target)


def restore(path: Path, folder: Path | None, problem: str) -> tuple[Path, str]:
    """Put the newest good backup in the place of a damaged catalogue, which is kept beside it.

    Returns:
        Where the damaged file is now, and what happened, for the user.

    Raises:
        DamagedCatalogueError: there is no good backup; the file was not touched.
    """
    for backup in backups_in(folder):
        if quick_problems(backup) or _is_empty(backup):
            logger.warning("the backup %s is damaged too", backup)
            continue
        fresh = path.with_name(path.name + ".restored")
        shutil.copyfile(backup, fresh)
        aside = _free_name(path.parent, path.name + ".damaged-", "")
        for suffix in ("-wal", "-shm", ""):
            part = path.with_name(path.name + suffix)
            if part.exists():
                part.replace(aside.with_name(aside.name + suffix))
        _settle(fresh, path)
        return aside, (
            f"The catalogue was damaged ({problem}). It was restored from {backup.name}; import "
            f"your media again to add what came later. The damaged file is kept as {aside.name}."
        )
    raise DamagedCatalogueError(
        f"The catalogue “{path}” is damaged ({problem}) and there is no backup of it.",
        hint=f"Move “{path.name}” out of the library and import your media again, or put a copy "
        "of it in its place.",
    )


@contextlib.contextmanager
def left_as_it_was(path: Path) -> Iterator[None]:
    """Remove a catalogue file that was begun inside and could not be finished."""
    existed = path.exists()
    try:
        yield
    except BaseException:
        if not existed:
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
        raise
