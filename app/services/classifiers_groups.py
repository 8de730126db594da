"""Which video, day or album each keyframe belongs to, and where in it."""

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from common.errors import QueryError
from common.values import ItemKind

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.rankings.operations import Scenes

_DAY_S = 86_400
_READ = ("id", "kind", "parent", "start_s", "taken_at", "offset_min", "frame_rate")
_NONE = -1


@dataclass(frozen=True, slots=True)
class GroupTable:
    """The groups of all keyframes of a library.

    Args:
        unit: "video", "day" or "album".
        items: int64 (N,), ascending.
        groups: int64 (N,), position in keys, -1 for none.
        places: by measure, float64 (N,): seconds, frames, items; NaN where unknown.
        keys: id of each video, ordinal of each day (from 1970), or path of each folder.
        sizes: keyframes in each group, int64 (G,).
    """

    unit: str
    items: NDArray[np.int64]
    groups: NDArray[np.int64]
    places: dict[str, NDArray[np.float64]]
    keys: list[Any]
    sizes: NDArray[np.int64]

    def scenes(self, ranked: NDArray[np.int64], measure: str) -> "tuple[Scenes, int]":
        """Return where items lie, and how many lie in no group.

        Args:
            ranked: int64 (M,), best first.
            measure: "seconds", "frames" or "items".
        """
        from indexers.rankings.operations import Scenes

        if not len(self.items):
            empty: NDArray[np.float64] = np.empty(0, np.float64)
            none = np.empty(0, np.int64)
            return Scenes(none, none, empty, empty), len(ranked)
        at = np.minimum(np.searchsorted(self.items, ranked), len(self.items) - 1)
        known = (self.items[at] == ranked) & (self.groups[at] >= 0)
        at, ranks = at[known], 1.0 + np.flatnonzero(known).astype(np.float64)
        found = Scenes(ranked[known], self.groups[at], self.places[measure][at], ranks)
        return found, int((~known).sum())


class Groups:
    """Makes the tables of groups of a library when they are asked for; safe on any thread.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library
        self._guard = threading.Lock()
        self._columns: tuple[tuple[int, int], dict[str, Any]] | None = None
        self._tables: dict[str, GroupTable] = {}

    def forget(self) -> None:
        """Read everything again: items or their times have changed."""
        with self._guard:
            self._columns = None
            self._tables.clear()

    def table(self, unit: str) -> GroupTable:
        """Return the table of a unit.

        Raises:
            QueryError: there is no such unit.
        """
        make = {"video": _videos, "day": _days, "album": self._albums}.get(unit)
        if make is None:
            raise QueryError(f"There is no unit “{unit}”.", hint="Use video, day or album.")
        with self._guard:
            columns = self._read()
            if unit not in self._tables:
                self._tables[unit] = _tabled(unit, columns, *make(columns))
            return self._tables[unit]

    def _read(self) -> dict[str, Any]:
        catalogue = self._library.catalogue
        ids = catalogue.ids()
        stamp = (len(ids), int(ids[-1]) if len(ids) else 0)
        if self._columns is None or self._columns[0] != stamp:
            self._tables.clear()
            self._columns = (stamp, _times(catalogue.columns(*_READ)))
        return self._columns[1]

    def _albums(self, columns: dict[str, Any]) -> tuple[NDArray[np.int64], list[Any]]:
        folders: dict[str, int] = {}
        found: dict[int, int] = {}
        for item, path in self._library.catalogue.media_paths():
            folder = path[: max(path.rfind("/"), path.rfind("\\"), 0)] or path
            found[item] = folders.setdefault(folder, len(folders))
        keys = sorted(folders)
        renumbered = {folders[folder]: number for number, folder in enumerate(keys)}
        parents = columns["parent"]
        owners = np.where(parents > 0, parents, columns["id"]).tolist()
        numbers = [renumbered.get(found.get(owner, _NONE), _NONE) for owner in owners]
        return np.array(numbers, np.int64), list(keys)


def _times(columns: dict[str, Any]) -> dict[str, Any]:
    """Return columns with when each keyframe is: in its video, and in the world where known."""
    ids, parents = columns["id"], columns["parent"]
    at = np.minimum(np.searchsorted(ids, parents), max(len(ids) - 1, 0))
    is_part = (parents > 0) & (ids[at] == parents) if len(ids) else np.zeros(0, np.bool_)
    start = np.nan_to_num(columns["start_s"])
    taken = columns["taken_at"].astype("datetime64[us]")
    seconds = taken.view(np.int64) / 1e6
    seconds = np.where(np.isnat(taken), np.nan, seconds)
    seconds = np.where(is_part & np.isnan(seconds), seconds[at] + start, seconds)
    offset = np.where(is_part, columns["offset_min"][at], columns["offset_min"])
    kinds = columns["kind"]
    # A video whose shots are known, and a film, of which there is only a poster, are no scenes.
    has_parts = np.isin(ids, parents[is_part])
    return {
        "id": ids,
        "parent": np.where(is_part, parents, _NONE),
        "start": start,
        "rate": np.where(is_part, columns["frame_rate"][at], columns["frame_rate"]),
        "taken": seconds,
        "local": seconds + 60.0 * np.nan_to_num(offset),
        "is_scene": ~has_parts & (kinds != ItemKind.FILM.value),
    }


def _videos(columns: dict[str, Any]) -> tuple[NDArray[np.int64], list[Any]]:
    keys, groups = np.unique(columns["parent"], return_inverse=True)
    if len(keys) and keys[0] == _NONE:
        keys, groups = keys[1:], groups - 1
    return groups.astype(np.int64), keys.tolist()


def _days(columns: dict[str, Any]) -> tuple[NDArray[np.int64], list[Any]]:
    known = np.isfinite(columns["local"])
    days = np.floor(columns["local"][known] / _DAY_S).astype(np.int64)
    keys, numbers = np.unique(days, return_inverse=True)
    groups = np.full(len(known), _NONE, np.int64)
    groups[known] = numbers
    return groups, keys.tolist()


def _tabled(
    unit: str, columns: dict[str, Any], groups: NDArray[np.int64], keys: list[Any]
) -> GroupTable:
    """Return the table of groups: places in it by each measure."""
    groups = np.where(columns["is_scene"], groups, _NONE)
    seconds = columns["start"] if unit == "video" else columns["taken"]
    items = np.full(len(groups), np.nan)
    order = np.lexsort((columns["id"], np.nan_to_num(seconds, nan=np.inf), groups))
    sizes = np.bincount(groups[groups >= 0], minlength=len(keys)).astype(np.int64)
    grouped = order[groups[order] >= 0]
    begins = np.cumsum(sizes) - sizes
    items[grouped] = np.arange(len(grouped)) - begins[groups[grouped]]
    frames = np.rint(columns["start"] * columns["rate"])
    places = {"seconds": seconds, "frames": frames, "items": items}
    return GroupTable(unit, columns["id"], groups, places, keys, sizes)
