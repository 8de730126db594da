"""The key points of people on disk: two files that only grow.

`people` holds a record a person: where, how surely, which 17 points. `looks` holds a record a
picture that was looked at: the item, how many records of `people` there are up to and with its
own, and whether a detector had said where people are. People are written and flushed first, then
the look that names them: what lies behind the last look after a crash is written over. A later
look at an item takes the place of an earlier one. All of it is derived from the pictures.
"""

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from common.settings import write_atomically
from indexers.appendfile import write_at
from indexers.poses.points import POINTS

PERSON: Final = np.dtype(
    [
        ("box", "<f4", (4,)),  # left, top, width, height as fractions of the picture
        ("aspect", "<f4"),  # width of the picture divided by its height
        ("points", "<f2", (POINTS, 3)),  # x, y as fractions of the picture, score 0-1
    ]
)
_LOOK: Final = np.dtype([("item", "<i8"), ("end", "<i8"), ("guided", "i1"), ("spare", "i1", (7,))])
LOOKS: Final = "looks.bin"
_FORMAT: Final = 1
_INFO, _PEOPLE = "poses.json", "people.bin"


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What was found in one picture.

    Args:
        item: whose picture.
        people: records of PERSON, (N,), the largest first.
        guided: whether a detector had said where people are.
    """

    item: int
    people: NDArray[np.void]
    guided: bool


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """What a store holds at a moment, by picture.

    Args:
        items: int64 (L,), pictures that were looked at, ascending.
        starts: int64 (L,), first record of each.
        ends: int64 (L,), the one behind its last.
        guided: bool (L,).
    """

    items: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    guided: NDArray[np.bool_]

    def place(self, item: int) -> int:
        """Return where an item stands, or -1."""
        at = int(np.searchsorted(self.items, item))
        return at if at < len(self.items) and self.items[at] == item else -1


class PoseStore:
    """The people of a library's pictures by one model.

    One writer; others see what was there when they opened it, and more after refresh().

    Args:
        folder: made when first written to. A folder of another model counts as empty, and is
            begun anew by the first write.
        said: what names the model and its version.
    """

    def __init__(self, folder: Path, said: Mapping[str, str]) -> None:
        self._folder = folder
        self.said = dict(said)
        self._lock = threading.Lock()
        self._looks = np.empty(0, _LOOK)
        self.refresh()

    @property
    def people(self) -> int:
        """Records that are named, those of earlier looks as well."""
        return int(self._looks["end"][-1]) if len(self._looks) else 0

    @property
    def stamp(self) -> tuple[int, int]:
        """What changes with every write."""
        return len(self._looks), self.people

    def refresh(self) -> None:
        """Take what is on disk, if it is ours and whole."""
        looks = np.empty(0, _LOOK)
        try:
            if said_in(self._folder) == self.said:
                raw = (self._folder / LOOKS).read_bytes()
                looks = np.frombuffer(raw[: len(raw) // _LOOK.itemsize * _LOOK.itemsize], _LOOK)
                held = (self._folder / _PEOPLE).stat().st_size // PERSON.itemsize
                looks = _whole(looks, held)
        except (OSError, ValueError):
            looks = np.empty(0, _LOOK)
        with self._lock:
            self._looks = looks

    def append(self, looks: Sequence[Look]) -> None:
        """Add what was found in pictures, all or nothing of it named.

        Raises:
            OSError: the disk is full or gone; what was there stays.
        """
        if not looks:
            return
        with self._lock:
            if not len(self._looks):
                self._begin()
            named = self.people
            new = np.zeros(len(looks), _LOOK)
            new["item"] = [look.item for look in looks]
            new["end"] = named + np.cumsum([len(look.people) for look in looks])
            new["guided"] = [look.guided for look in looks]
            write_at(
                self._folder / _PEOPLE,
                named * PERSON.itemsize,
                b"".join(np.asarray(look.people, PERSON).tobytes() for look in looks),
            )
            write_at(self._folder / LOOKS, len(self._looks) * _LOOK.itemsize, new.tobytes())
            self._looks = np.concatenate([self._looks, new])

    def table(self) -> Table:
        """Return the newest look at every picture."""
        looks = self._looks
        starts = np.concatenate([[0], looks["end"][:-1]]).astype(np.int64)[: len(looks)]
        # Of several looks at an item the last one counts: the first in reverse.
        items, last = np.unique(looks["item"][::-1], return_index=True)
        rows = len(looks) - 1 - last
        return Table(
            items.astype(np.int64), starts[rows], looks["end"][rows].astype(np.int64),
            looks["guided"][rows] != 0,
        )  # fmt: skip

    def read(self, start: int, end: int) -> NDArray[np.void]:
        """Return records, (end - start,).

        Raises:
            OSError: the file is gone.
        """
        if end <= start:
            return np.empty(0, PERSON)
        with (self._folder / _PEOPLE).open("rb") as file:
            file.seek(start * PERSON.itemsize)
            raw = file.read((end - start) * PERSON.itemsize)
        return np.frombuffer(raw[: len(raw) // PERSON.itemsize * PERSON.itemsize], PERSON)

    def _begin(self) -> None:
        """Make an empty store; what another model left is dropped."""
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / _INFO).unlink(missing_ok=True)
        for name in (LOOKS, _PEOPLE):
            (self._folder / name).write_bytes(b"")
        write_atomically(
            self._folder / _INFO, json.dumps({**self.said, "format": _FORMAT}).encode()
        )


def said_in(folder: Path) -> dict[str, str] | None:
    """Return what names the model and version of a store; None where there is none of our form."""
    try:
        said = json.loads((folder / _INFO).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(said, dict) or said.pop("format", None) != _FORMAT:
        return None
    return {str(key): str(value) for key, value in said.items()}


def _whole(looks: NDArray[np.void], held: int) -> NDArray[np.void]:
    """Return the looks up to the first one that names records which are not there."""
    ends = looks["end"]
    sound = (ends <= held) & (np.diff(ends, prepend=0) >= 0) & (ends >= 0)
    return looks if sound.all() else looks[: int(np.argmin(sound))]
