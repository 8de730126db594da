"""Writes a file whole or not at all, and says clearly why it cannot."""

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from common.errors import ExportError

_REASONS = {
    errno.ENOSPC: ("the disk is full", "Make room or choose another disk."),
    errno.EDQUOT: ("your share of the disk is full", "Make room or choose another disk."),
    errno.EACCES: ("you may not write there", "Choose a folder of your own."),
    errno.EPERM: ("you may not write there", "Choose a folder of your own."),
    errno.EROFS: ("the disk is read-only", "Choose another disk."),
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter name."),
    errno.EFBIG: (
        "the disk takes no file of this size",
        "Export fewer items, or choose a disk with another file system.",
    ),
}


@contextmanager
def replacing(target: Path, *, overwrite: bool) -> Iterator[BinaryIO]:
    """Give a file to write; it takes its name when all of it is on disk.

    Whatever ends the block early, an error or a cancel, leaves nothing behind, and a file that was
    there before as it was.

    Args:
        target: name of the file.
        overwrite: replace a file that is there.

    Raises:
        ExportError: it is there already, or cannot be written.
    """
    check_target(target, overwrite=overwrite)
    part = target.with_name(f".kinora-{secrets.token_hex(6)}.part")
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise cannot_write(target, error) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def check_target(target: Path, *, overwrite: bool) -> None:
    """Refuse a place that no file can be put at.

    Raises:
        ExportError: it is a folder, its folder is not there, or it is there already.
    """
    try:
        if target.is_dir():
            raise ExportError(f"“{target}” is a folder.", hint="Name a file.")
        if target.exists() and not overwrite:
            raise ExportError(
                f"“{target}” is there already.", hint="Choose another name, or allow to replace it."
            )
        if not target.parent.is_dir():
            raise ExportError(
                f"There is no folder “{target.parent}”.", hint="Make it, or choose another one."
            )
    except (OSError, ValueError) as error:
        raise cannot_write(target, error) from error


def check_room(target: Path, size: int) -> None:
    """Refuse early what the disk has no room for.

    Raises:
        ExportError: there is too little room.
    """
    try:
        free = shutil.disk_usage(target.parent).free
    except OSError:
        return  # the writing will tell
    if size > free:
        raise ExportError(
            f"The export takes {_bytes(size)}, and the disk of “{target.parent}” has "
            f"{_bytes(free)} left.",
            hint="Make room, export fewer items, or choose another disk.",
        )


def cannot_write(target: Path, error: Exception) -> ExportError:
    """Return what to tell the user of a failed write."""
    number = error.errno if isinstance(error, OSError) else None
    why, hint = _REASONS.get(
        number or 0,
        (str(getattr(error, "strerror", None) or error), "Choose another name or folder."),
    )
    return ExportError(f"“{target}” cannot be written: {why}.", hint=hint)


def _bytes(size: float) -> str:
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"
