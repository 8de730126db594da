"""An ordered set of item ids: behaves like a tuple, costs as little as an array."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, SupportsIndex, overload

import numpy as np
from numpy.typing import NDArray

_LARGEST_TABLE = 1 << 26  # ids below this are told apart by a table instead of by sorting


class Selection(Sequence[int]):
    """Item ids in the order they were selected, each once; the last one is the current item.

    A million ids are 8 MB and are made, compared and asked for without a Python object for each.
    It equals a tuple or list of the same ids, and gives Python ints when it is walked through.

    Args:
        items: ids; an array is copied only where an id stands in it twice.
    """

    def __init__(self, items: "Iterable[int] | NDArray[np.int64] | Selection" = ()) -> None:
        if isinstance(items, Selection):
            ids = items.ids
        elif isinstance(items, np.ndarray):
            ids = distinct_in_order(np.asarray(items, np.int64))
        else:
            ids = np.array(list(dict.fromkeys(int(item) for item in items)), np.int64)
        if ids.flags.writeable:
            ids = ids.view()
            ids.flags.writeable = False
        self._ids = ids

    @property
    def ids(self) -> NDArray[np.int64]:
        """The ids, (n,), read-only."""
        return self._ids

    @cached_property
    def _sorted(self) -> NDArray[np.int64]:
        return np.sort(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[int]:
        return iter(self._ids.tolist())

    def __reversed__(self) -> Iterator[int]:
        return iter(self._ids[::-1].tolist())

    def __contains__(self, item: object) -> bool:
        if not isinstance(item, int | np.integer) or not len(self._ids):
            return False
        place = int(np.searchsorted(self._sorted, item))
        return place < len(self._sorted) and int(self._sorted[place]) == int(item)

    @overload
    def __getitem__(self, place: SupportsIndex) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> "Selection": ...
    def __getitem__(self, place: SupportsIndex | slice) -> "int | Selection":
        if isinstance(place, slice):
            return Selection(self._ids[place])
        return int(self._ids[place])

    def __add__(self, other: Iterable[int]) -> "Selection":
        return Selection(np.concatenate([self._ids, Selection(other).ids]))

    def __radd__(self, other: Iterable[int]) -> "Selection":
        return Selection(np.concatenate([Selection(other).ids, self._ids]))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Selection):
            return self._ids is other.ids or bool(np.array_equal(self._ids, other.ids))
        if isinstance(other, tuple | list):
            return len(other) == len(self) and all(a == b for a, b in zip(self, other, strict=True))
        return NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self._ids.tolist()))

    def __repr__(self) -> str:
        shown = ", ".join(map(str, self._ids[:8].tolist()))
        return f"Selection({len(self)}: {shown}{', ...' if len(self) > 8 else ''})"

    def without(self, items: Iterable[int]) -> "Selection":
        """Return what is left after items are taken out."""
        gone = np.array(list(items), np.int64)
        return Selection(self._ids[~np.isin(self._ids, gone)])


def distinct_in_order(ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return ids with each only where it stands first; the same array if none repeats."""
    if len(ids) < 2:
        return ids
    low, high = int(ids.min()), int(ids.max())
    if low >= 0 and high < _LARGEST_TABLE:
        seen = np.zeros(high + 1, bool)
        seen[ids] = True
        if int(np.count_nonzero(seen)) == len(ids):
            return ids
    _, first = np.unique(ids, return_index=True)
    return ids if len(first) == len(ids) else ids[np.sort(first)]


def as_ids(items: Any) -> NDArray[np.int64]:
    """Return ids of a selection, array or sequence as an array, (n,)."""
    if isinstance(items, Selection):
        return items.ids
    return np.asarray(items if isinstance(items, np.ndarray) else list(items), np.int64)
