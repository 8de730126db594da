"""The poses of a library, in memory: made anew when pictures were analysed or items changed."""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from app.services.pose_types import Person
from indexers.poses.points import POINTS, Rows, sureness
from indexers.poses.store import LOOKS, PoseStore, Table, said_in

if TYPE_CHECKING:
    from app.services.library import Library

FOLDER: Final = "poses"
_AT_ONCE: Final = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """The people of the items that are there.

    Args:
        rows: their poses, N.
        owners: int64 (N,), item of each, ascending.
        numbers: int64 (N,), which of the item's people each is, from 0.
    """

    rows: Rows
    owners: NDArray[np.int64]
    numbers: NDArray[np.int64]


class PoseMemory:
    """Holds the poses of a library.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._folder = library.folder / FOLDER
        self._catalogue = library.catalogue
        self._lock = threading.Lock()
        self._crowd_lock = threading.Lock()
        self._store: PoseStore | None = None
        self._crowd: tuple[tuple[int, ...], Crowd] | None = None

    @classmethod
    def of(cls, library: "Library") -> "PoseMemory":
        """Return the one memory of a library."""
        with _guard:
            if library not in _memories:
                _memories[library] = cls(library)
            return _memories[library]

    def writing(self, model: str, version: str) -> PoseStore:
        """Return the store of a model, to be added to; searches read it from now on."""
        said = {"model": model, "version": version}
        with self._lock:
            if self._store is None or self._store.said != said:
                self._store = PoseStore(self._folder / model.replace(":", "~"), said)
            return self._store

    def reading(self, model: str = "") -> PoseStore | None:
        """Return the store that is searched; None where no picture was analysed yet.

        Args:
            model: the one that runs here; its store is preferred to one that is newer.
        """
        with self._lock:
            if self._store is None:
                found = sorted(self._folder.glob(f"*/{LOOKS}"), key=_modified)
                found.sort(key=lambda path: path.parent.name == model.replace(":", "~"))
                said = said_in(found[-1].parent) if found else None
                if said is not None:
                    self._store = PoseStore(found[-1].parent, said)
            return self._store

    def table(self) -> Table | None:
        """Return the looks of the store that is searched; None where there is none."""
        store = self.reading()
        return None if store is None else store.table()

    def people(self, item: int) -> list[Person]:
        """Return the people of an item, the largest first."""
        store = self.reading()
        if store is None:
            return []
        table = store.table()
        at = table.place(item)
        if at < 0:
            return []
        records = store.read(int(table.starts[at]), int(table.ends[at]))
        return [person_of(item, number, record) for number, record in enumerate(records)]

    def count(self, item: int) -> int | None:
        """Return how many people of an item have key points; None where it was not looked at."""
        table = self.table()
        at = -1 if table is None else table.place(item)
        return None if table is None or at < 0 else int(table.ends[at] - table.starts[at])

    def crowd(self) -> Crowd:
        """Return the people of all items that are there.

        Raises:
            OSError: the store cannot be read.
        """
        from indexers.catalogue.box_columns import items_stamp, picture_columns

        store = self.reading()
        if store is None:
            nothing = np.empty(0, np.int64)
            return Crowd(_no_rows(), nothing, nothing)
        key = (id(store), *store.stamp, items_stamp(self._catalogue))
        with self._crowd_lock:
            if self._crowd is None or self._crowd[0] != key:
                there = picture_columns(self._catalogue).items
                self._crowd = (key, _crowd(store, there))
            return self._crowd[1]


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _no_rows() -> Rows:
    return Rows(
        np.empty((POINTS, 0), np.int16),
        np.empty((POINTS, 0), np.int16),
        np.empty((POINTS, 0), np.uint8),
    )


def _crowd(store: PoseStore, there: NDArray[np.int64]) -> Crowd:
    """Return the people of a store whose items are there."""
    table = store.table()
    kept = np.flatnonzero(np.isin(table.items, there) & (table.ends > table.starts))
    counts = (table.ends - table.starts)[kept]
    owners = np.repeat(table.items[kept], counts)
    offsets = np.cumsum(counts) - counts
    numbers = np.arange(len(owners)) - np.repeat(offsets, counts)
    records = np.repeat(table.starts[kept], counts) + numbers
    parts = [_no_rows()]
    place = np.empty(len(records), np.int64)  # of each person among the rows as they are read
    order = np.argsort(records, kind="stable")
    place[order] = np.arange(len(records))
    for first in range(0, len(records), _AT_ONCE):
        wanted = records[order[first : first + _AT_ONCE]]
        start = int(wanted[0])
        read = store.read(start, int(wanted[-1]) + 1)[wanted - start]
        parts.append(Rows.of(read["points"].astype(np.float32), read["aspect"]))
    rows = Rows.joined(parts)
    if not np.array_equal(place, np.arange(len(place))):
        rows = rows.take(place)
    return Crowd(rows, owners, numbers)


def person_of(item: int, number: int, record: np.void) -> Person:
    """Return the person of a record."""
    points = np.asarray(record["points"], np.float32)
    left, top, width, height = (float(edge) for edge in record["box"])
    return Person(
        item, number, points, (left, top, width, height), float(record["aspect"]),
        float(sureness(points[:, 2]).mean()),
    )  # fmt: skip


_guard = threading.Lock()
_memories: "WeakKeyDictionary[Library, PoseMemory]" = WeakKeyDictionary()
