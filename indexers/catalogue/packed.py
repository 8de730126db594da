"""What was read of all items, in files of this computer: the next window maps them.

A file says of which state it is and by which word that state is known; the catalogue decides
whether it still holds (see `touched`). Files may be deleted at any time.
"""

import hashlib
import json
import logging
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexers.catalogue.facet_table import FacetTable
from indexers.catalogue.kept import Name

logger = logging.getLogger(__name__)

LEAST = 200_000  # entries; what has fewer is read as quickly from the database
MOST_BYTES = 4 << 30  # of all files
_MAGIC = b"kinora-packed-1\n"
_END = ".packed"
_ALIGN = 64

Entry = FacetTable | NDArray[Any]


@dataclass(frozen=True, slots=True)
class Packed:
    """What a file holds.

    Args:
        state: of the catalogue when it was read.
        word: by which that state is known.
        entry: a table, or an array.
    """

    state: int
    word: str
    entry: Entry


class PackedFiles:
    """The files in a folder, one for each facet or column.

    Args:
        folder: made when something is kept.
        read_only: keep nothing new.
    """

    def __init__(self, folder: Path, *, read_only: bool) -> None:
        self._folder = folder
        self.read_only = read_only
        self.states: dict[Name, int] = {}  # of the files that were read or written here

    def path(self, name: Name) -> Path:
        """Return the file of a name."""
        digest = hashlib.blake2b("\0".join(name).encode(), digest_size=10).hexdigest()
        return self._folder / f"{name[0]}-{digest}{_END}"

    def load(self, name: Name) -> Packed | None:
        """Return what was kept under a name, mapped; None where there is nothing whole."""
        path = self.path(name)
        try:
            with path.open("rb") as file:
                if file.read(len(_MAGIC)) != _MAGIC:
                    return None
                head = json.loads(file.read(int.from_bytes(file.read(8), "little")))
                start = _aligned(file.tell())
            if head["name"] != list(name):
                return None
            arrays = {
                each["name"]: _mapped(path, start + each["at"], each["dtype"], each["size"])
                for each in head["arrays"]
            }
            found = Packed(int(head["state"]), str(head["word"]), _entry(name, head, arrays))
        except (OSError, ValueError, KeyError, TypeError) as error:
            if path.exists():
                logger.info("%s is not used: %s", path.name, error)
            return None
        self.states[name] = found.state
        return found

    def save(self, name: Name, packed: Packed) -> Packed | None:
        """Keep an entry; returns it mapped, None where it could not be written."""
        path = self.path(name)
        part = path.with_name(f"{path.name}-{uuid.uuid4().hex}.part")
        told = _told(packed.entry)
        head: dict[str, Any] = {"name": list(name), "state": packed.state, "word": packed.word}
        head["arrays"], at = [], 0
        for each, array in told.items():
            head["arrays"].append(
                {"name": each, "at": at, "dtype": array.dtype.str, "size": len(array)}
            )
            at = _aligned(at + array.nbytes)
        if isinstance(packed.entry, FacetTable):
            head["names"] = packed.entry.names
        text = json.dumps(head).encode()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.write(_MAGIC + len(text).to_bytes(8, "little") + text)
                start = _aligned(file.tell())
                for each, array in zip(head["arrays"], told.values(), strict=True):
                    file.seek(start + each["at"])
                    file.write(np.ascontiguousarray(array).data)
                file.truncate(max(file.tell(), start))
            part.replace(path)
        except OSError as error:
            logger.info("%s is not kept: %s", path.name, error)
            return None
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return self.load(name)

    @property
    def nbytes(self) -> int:
        """Return the size of all files."""
        return sum(each.stat().st_size for each in self._folder.glob(f"*{_END}"))

    def keep_only(self, names: set[Name]) -> None:
        """Remove the files of all other names, and what writers that were killed left."""
        kept = {self.path(name).name for name in names}
        for each in self._folder.glob("*"):
            if each.name not in kept:
                with suppress(OSError):
                    each.unlink()


def entries_of(entry: Entry) -> int:
    """Return how many numbers there are, about."""
    return len(entry.items) if isinstance(entry, FacetTable) else len(entry)


def _told(entry: Entry) -> dict[str, NDArray[Any]]:
    if isinstance(entry, FacetTable):
        return {"numbers": entry.numbers, "offsets": entry.offsets, "items": entry.items}
    return {"values": entry}


def _entry(name: Name, head: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> Entry:
    if "names" not in head:
        return arrays["values"]
    return FacetTable(
        name[1], tuple(head["names"]), arrays["numbers"], arrays["offsets"], arrays["items"],
        is_mapped=True,
    )  # fmt: skip


def _mapped(path: Path, at: int, dtype: str, size: int) -> NDArray[Any]:
    """Map an array, read-only."""
    if not size:
        return np.empty(0, dtype)
    # A plain array over the mapping: slices of np.memmap are slower.
    return np.memmap(path, np.dtype(dtype), "r", at, (size,)).view(np.ndarray)


def _aligned(at: int) -> int:
    return -(-at // _ALIGN) * _ALIGN
