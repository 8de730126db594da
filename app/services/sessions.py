"""State of the window and its panels, one file a name, kept in the library."""

import json
import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from common.errors import QueryError
from common.json_bytes import json_bytes
from common.notes import note_to_json
from common.settings import write_atomically
from common.values import Hit

if TYPE_CHECKING:
    from app.services.library import Library

logger = logging.getLogger(__name__)

LAST = "last"
FORMAT_VERSION = 1
MAX_BYTES = 32 << 20  # larger files are not ours
_MOST_BYTES = 200  # of a name; file systems take 255 with what is added
_NAME = re.compile(r"[^\w\- ]+")


def as_file_name(name: str) -> str:
    """Return a name as files can have it, at most 80 characters and 200 bytes."""
    plain = (_NAME.sub("_", name).strip() or "_")[:80]
    return plain.encode()[:_MOST_BYTES].decode("utf-8", "ignore").strip()


def require_file_name(name: str) -> str:
    """Return a name that a file can have as it is, so that two names are never one file.

    Raises:
        QueryError: it cannot.
    """
    if as_file_name(name) != name:
        raise QueryError(
            f"“{name[:100]}” cannot be the name of a file.",
            hint="Use letters, digits and spaces, at most 80.",
        )
    return name


def _plain(value: object) -> dict[str, Any]:
    """Return a hit as JSON types; asdict() takes ten times as long.

    Raises:
        TypeError: it is something else.
    """
    if not isinstance(value, Hit):
        raise TypeError(f"{type(value).__name__} cannot be kept")
    return {
        "item": value.item,
        "score": value.score,
        "parts": dict(value.parts),
        "start_s": value.start_s,
        "why": note_to_json(value.why),
    }


class StateFolder:
    """JSON states by name in one folder; a bad file is set aside, never fatal.

    Args:
        folder: made when first written to.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, name: str, state: dict[str, Any]) -> None:
        """Keep state under name; the former state is replaced in one step.

        Raises:
            OSError: the folder cannot be written.
            TypeError: state has a value that JSON cannot hold.
        """
        document = {"format": FORMAT_VERSION, "name": name, "state": state}
        write_atomically(self._path(name), json_bytes(document, default=_plain))

    def load(self, name: str) -> dict[str, Any] | None:
        """Return the state kept under name; None where there is none that can be read."""
        path = self._path(name)
        try:
            if path.stat().st_size > MAX_BYTES:
                raise ValueError("too large")
            document = json.loads(path.read_text("utf-8"))
            if document["format"] > FORMAT_VERSION or not isinstance(document["state"], dict):
                raise ValueError("another format")
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            logger.warning("the state %r cannot be used: %s", path.name, error)
            self._set_aside(path)
            return None
        state: dict[str, Any] = document["state"]
        return state

    def names(self) -> list[str]:
        """Return the names of all states, in order."""
        if not self._folder.is_dir():
            return []
        return sorted(path.stem for path in self._folder.glob("*.json"))

    def remove(self, name: str) -> None:
        """Forget a state; unknown names are ignored."""
        self._path(name).unlink(missing_ok=True)

    def rename(self, name: str, new: str) -> None:
        """Give a state another name; it is under the one or the other at any time.

        Raises:
            FileNotFoundError: there is no state of this name.
            FileExistsError: another one has the new name.
        """
        old, path = self._path(name), self._path(new)
        if path.exists() and not path.samefile(old):
            raise FileExistsError(str(path))
        old.replace(path)

    def _path(self, name: str) -> Path:
        return self._folder / f"{as_file_name(name)}.json"

    @staticmethod
    def _set_aside(path: Path) -> None:
        try:
            path.replace(path.with_suffix(".bad"))
        except OSError as error:
            logger.info("“%s” stays where it is: %s", path.name, error)


class SessionService:
    """Sessions of one library: what the window showed when it was closed, and named ones.

    A library that is open for reading only keeps the sessions of the window that writes.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library
        self._states = StateFolder(library.folder / "sessions")

    def save(self, state: dict[str, Any], name: str = LAST) -> bool:
        """Keep state.

        Args:
            state: JSON types only.
            name: LAST for what the next start brings back.

        Returns:
            Whether it was kept; False where the library is read-only.

        Raises:
            OSError: the disk is full.
            TypeError: state has a value that JSON cannot hold.
        """
        if self._library.is_read_only:
            return False
        self._states.save(name, state)
        return True

    def load(self, name: str = LAST) -> dict[str, Any] | None:
        """Return a state, or None where there is none that can be read."""
        return self._states.load(name)

    def names(self) -> list[str]:
        """Return the names of all sessions."""
        return self._states.names()

    def remove(self, name: str) -> None:
        """Forget a session.

        Raises:
            ReadOnlyLibraryError: the library is open for reading only.
        """
        self._library.require_writable()
        self._states.remove(name)
