"""What is being done to the library right now, on disk: it is finished if the process dies."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from common.settings import write_atomically

if TYPE_CHECKING:
    from indexers.catalogue.records import Command


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
        write_atomically(self._path, self._content)

    def __exit__(self, *_: object) -> None:
        self._path.unlink(missing_ok=True)


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
