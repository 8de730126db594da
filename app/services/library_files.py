"""The folder of a library before it is opened: its information file and the writer's lock."""

import contextlib
import json
import os
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from app.services.paths import expanded
from common.errors import LibraryError, LibraryNewerError
from common.settings import write_atomically

if TYPE_CHECKING:
    from app.services.addresses import Addresses

SUFFIX = ".kinora"
FORMAT_VERSION = 1
INFO_FILE = "library.json"
IN_USE = "another window or command is writing to it"
NO_WRITE = "its folder cannot be written"


def addresses_of(folder: Path) -> "tuple[str, Addresses]":
    """Return the name of the library in a folder and where its parts are kept; opens nothing.

    Raises:
        LibraryError: there is no library, or what its file says cannot be read.
    """
    from app.services.addresses import Addresses

    folder = expanded(folder).absolute()
    info = read_info(folder)
    if info is None:
        raise no_library(folder)
    return str(info.get("name") or folder.name), Addresses.of(info)


def no_library(folder: Path) -> LibraryError:
    """Return the error that says that a folder holds no library."""
    return LibraryError(
        f"There is no library at “{folder}”.",
        hint="Check the name, or make one with: import PATH --library DIR.",
    )


def read_info(folder: Path) -> dict[str, Any] | None:
    """Return what library.json says, or None where there is no library."""
    path = folder / INFO_FILE
    try:
        info = json.loads(path.read_text("utf-8"))
        version = int(info["format"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LibraryError(
            f"“{path}” cannot be read ({getattr(error, 'strerror', None) or error}).",
            hint="Restore the file from a copy, or make a new library and import your media again.",
        ) from None
    if version > FORMAT_VERSION:
        raise LibraryNewerError(version, FORMAT_VERSION)
    return dict(info)


def make(folder: Path, addresses: "Addresses | None") -> dict[str, Any]:
    """Make an empty library and return its information."""
    from app.services.addresses import Addresses

    if folder.is_file() or (folder.is_dir() and not _is_unused(folder)):
        raise LibraryError(
            f"“{folder}” is no library and is not empty.",
            hint=f"Choose a new folder whose name ends in {SUFFIX}.",
        )
    info = {
        "format": FORMAT_VERSION,
        "id": uuid.uuid4().hex,
        "name": folder.name.removesuffix(SUFFIX),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        **(addresses or Addresses()).as_json(),
    }
    make_folder(folder, info)
    return info


def make_folder(folder: Path, info: Mapping[str, Any]) -> None:
    """Make the folder of a library with its information in it.

    Raises:
        LibraryError: the disk does not allow it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / INFO_FILE, json.dumps(info, indent=2).encode())
    except OSError as error:
        raise LibraryError(
            f"The library “{folder}” cannot be made ({error.strerror or error}).",
            hint="Choose a folder on a disk with free space that you can write to.",
        ) from None


def _is_unused(folder: Path) -> bool:
    """Whether a folder is empty but for what a killed process left of an unborn library."""
    leftovers = folder.glob(f".{INFO_FILE}.*")
    return not {*folder.iterdir()} - {*leftovers}


def lock_of(folder: Path) -> tuple[FileLock | None, str]:
    """Take the writer's lock; return it, or None and why not."""
    lock = FileLock(folder / "writer.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return None, IN_USE
    except OSError:
        return None, NO_WRITE
    return lock, ""


def bytes_in(folder: Path) -> int:
    """Return the size of a folder's files in bytes; other processes may write to it meanwhile."""
    total = 0
    for place, _, names in os.walk(folder):  # passes over folders that are gone by now
        for name in names:
            with contextlib.suppress(OSError):
                total += Path(place, name).stat().st_size
    return total
