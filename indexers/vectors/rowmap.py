"""Which row holds the vector of which item, both ways, quick at any size."""

import numpy as np
from numpy.typing import NDArray

MERGE_AT = 50_000


class RowMap:
    """Item to row and row to item; compact arrays plus a small table of what changed lately.

    One thread changes it under the owner's lock; others may read meanwhile: `items_of_rows` is
    changed in place or replaced, never shortened, and what `get` reads is replaced in an order
    that leaves every moment consistent.

    Args:
        items: item ids, int64 (N,).
        rows: their rows, int64 (N,); of two rows of one item the larger (newer) one counts.

    Attributes:
        changes: grows whenever a row gets an item or loses it.
    """

    def __init__(self, items: NDArray[np.int64], rows: NDArray[np.int64]) -> None:
        size = int(rows.max()) + 1 if len(rows) else 0
        self.items_of_rows = np.full(size, -1, np.int64)
        self.changes = 0
        self.rows = size  # rows in use or dead: the highest row named, plus one
        self._recent: dict[int, int] = {}
        order = np.lexsort((rows, items))
        items, rows = items[order], rows[order]
        newest = np.r_[items[1:] != items[:-1], True] if len(items) else np.empty(0, bool)
        self._sorted = (items[newest], rows[newest])
        self.items_of_rows[rows[newest]] = items[newest]
        self.count = int(newest.sum())

    def get(self, items: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the row of each item, int64 (N,); -1 where it has none."""
        recent = self._recent  # before the arrays: see _merge
        known, rows = self._sorted
        found = np.full(len(items), -1, np.int64)
        if len(known):
            at = np.minimum(np.searchsorted(known, items), len(known) - 1)
            same = known[at] == items
            found[same] = rows[at[same]]
        if recent:
            for index, item in enumerate(items.tolist()):
                if item in recent:
                    found[index] = recent[item]
        return found

    def set(self, items: NDArray[np.int64], rows: NDArray[np.int64]) -> None:
        """Name the rows of items; rows they had before are dead from now on."""
        if not len(items):
            return
        old = self.get(items)
        top = int(rows.max()) + 1
        if top > len(self.items_of_rows):
            grown = np.full(max(top, len(self.items_of_rows) * 5 // 4 + 1024), -1, np.int64)
            grown[: len(self.items_of_rows)] = self.items_of_rows
            self.items_of_rows = grown
        self.items_of_rows[old[old >= 0]] = -1
        self.items_of_rows[rows] = items
        self.rows = max(self.rows, top)
        self._recent.update(zip(items.tolist(), rows.tolist(), strict=True))
        self.count += len(np.unique(items[old < 0]))
        self.changes += 1
        self._merge()

    def drop(self, items: NDArray[np.int64]) -> int:
        """Forget items and return how many were known."""
        old = self.get(np.unique(items))
        dead = old[old >= 0]
        self._recent.update(dict.fromkeys(self.items_of_rows[dead].tolist(), -1))
        self.items_of_rows[dead] = -1
        self.count -= len(dead)
        self.changes += 1
        self._merge()
        return len(dead)

    def _merge(self) -> None:
        """Fold the recent changes into the arrays once they are many."""
        if len(self._recent) > max(MERGE_AT, len(self._sorted[0]) // 16):
            rows = np.flatnonzero(self.items_of_rows >= 0)
            items = self.items_of_rows[rows]
            order = np.argsort(items, kind="stable")
            self._sorted = (items[order], rows[order])
            self._recent = {}
