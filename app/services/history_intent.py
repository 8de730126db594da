"""What is being done to the library right now, on disk: it is finished if the process dies."""

import errno
import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.services.library_files import NO_WRITE
from common.errors import LibraryError, ReadOnlyLibraryError
from common.settings import write_atomically

if TYPE_CHECKING:
    from indexers.catalogue.records import Command


logger = logging.getLogger(__name__)


class Intent:
    """A file that says what is being done; it goes when that is complete or was taken back.

    Args:
        path: of the file.
        document: operation and command, JSON types.
    """

    def __init__(self, path: Path, document: Mapping[str, Any]) -> None:
        self._path = path
        self._content = json.dumps(document).encode()

    def __enter__(self) -> None:
        """Write the file.

        Raises:
            LibraryError: it cannot be written; nothing was begun.
        """
        try:
            write_atomically(self._path, self._content)
        except OSError as error:
            raise not_written(self._path, error) from error

    def __exit__(self, *_: object) -> None:
        """Take the file away; one that stays says what is done already, which harms nothing."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            logger.warning("“%s” cannot be taken away: %s", self._path, error)


def not_written(path: Path, error: OSError) -> LibraryError:
    """Return what to tell the user where a file of the library cannot be written."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return LibraryError(
            f"The disk of the catalogue “{path.name}” is full; the last change was not kept.",
            hint="Make room on the disk and try again.",
        )
    return ReadOnlyLibraryError(NO_WRITE)


def target_of(intent: Any, commands: "list[Command]") -> "Command | None":
    """Return the command that an intent is about; None if its journal row was never written."""
    if not isinstance(intent, dict) or not commands:
        return None
    if intent.get("op") == "do":
        last = commands[-1]
        same = (last.name, last.forward, last.backward) == (
            intent.get("name"),
            intent.get("forward"),
            intent.get("backward"),
        )
        return last if same else None
    return next((command for command in commands if command.id == intent.get("id")), None)
