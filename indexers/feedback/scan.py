"""Drives the loops over codes: keeps the best so far, no more than it must."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from indexers.feedback.codes import PlaneTable
from indexers.feedback.loops import loops
from indexers.feedback.rowset import bits
from indexers.feedback.segment import Segment

LEAST = np.float32(-3.0e38)  # below every product; infinity is not for the compiled loops
LIMIT = 256  # candidates held before the bound is raised by them
SCRATCH = 4096  # more than that may come at once; as in the loops
SPLIT = 100_000  # codes from which a second thread is worth its start
PART = 50_000  # codes that a thread takes at a time

__all__ = ["Best", "Masks", "bits", "read_all"]


@dataclass(frozen=True, slots=True)
class Masks:
    """What an item must pass to be found.

    Args:
        names: int64 (R,), item of each row, negative where dead; empty: all rows are alive.
        blocked: bits by row number, uint8; set: never. Empty: none.
        allowed: bits by row number, uint8; not set: never. Empty: all.
    """

    names: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    blocked: NDArray[np.uint8] = field(default_factory=lambda: np.empty(0, np.uint8))
    allowed: NDArray[np.uint8] = field(default_factory=lambda: np.empty(0, np.uint8))


class Best:
    """The items with the largest products among those seen so far.

    Args:
        k: how many are wanted, >= 1.
        plane: the hyperplane.
        masks: what items must pass.
        band: also keep what lies at most this much below the k-th one.
    """

    def __init__(self, k: int, plane: PlaneTable, masks: Masks, band: float = 0.0) -> None:
        self._k = k
        self._plane = plane
        self._masks = (masks.names, masks.blocked, masks.allowed)
        self._band = np.float32(band)
        self._bound = LEAST
        self._limit = self._least = max(LIMIT, 4 * k)
        self._products = np.empty(self._limit + SCRATCH, np.float32)
        self._places = np.empty(self._limit + SCRATCH, np.int64)
        self._rows = np.empty(self._limit + SCRATCH, np.int64)
        self._filled = 0

    def __len__(self) -> int:
        """Return how many are held; at least min(k, those that pass) of what was read."""
        return self._filled

    def read(self, segment: Segment, starts: NDArray[np.int64], stops: NDArray[np.int64]) -> None:
        """Look at ranges of a segment's codes."""
        at, ranges = (0, 0), len(starts)
        weights = (self._plane.table, self._plane.offset)
        while at[0] < ranges:
            before = self._filled
            part, start, filled = loops().scan(
                segment.codes, segment.rows, starts, stops, at, weights, self._masks, self._bound,
                (self._products, self._places), before, self._limit,
            )  # fmt: skip
            at = (int(part), int(start))
            new = slice(before, int(filled))
            self._rows[new] = segment.rows[self._places[new]]
            self._filled = int(filled)
            if at[0] < ranges:
                self._thin_out()

    def beside(self) -> "Best":
        """Return one that asks the same and holds nothing, for another thread."""
        return Best(self._k, self._plane, Masks(*self._masks), float(self._band))

    def take(self, other: "Best") -> None:
        """Hold what another one found, too."""
        rows, products, places = other.best()
        before, self._filled = self._filled, self._filled + len(rows)
        self._grow(max(self._limit, self._filled) + SCRATCH)
        new = slice(before, self._filled)
        self._rows[new], self._products[new], self._places[new] = rows, products, places
        self._thin_out()

    def best(self) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.int64]]:
        """Return rows, products and places of all that are held, best first, ties by item.

        A place is that among the codes of the item's segment.
        """
        held = slice(0, self._filled)
        order = self._order(np.arange(self._filled))
        return self._rows[held][order], self._products[held][order], self._places[held][order]

    def _thin_out(self) -> None:
        """Drop what can no longer be among the best; make room where too many can."""
        held = self._products[: self._filled]
        if self._filled > self._k:
            place = self._filled - self._k
            self._bound = max(LEAST, np.partition(held, place)[place] - self._band)
        kept = np.flatnonzero(held >= self._bound)
        if len(kept) > self._least // 2 and self._band == 0 and self._filled > self._k:
            kept = self._without_ties(kept)
        for array in (self._products, self._places, self._rows):
            array[: len(kept)] = array[kept]
        self._filled = len(kept)
        if 2 * self._filled > self._limit:  # a wide band: hold more, and thin out less often
            self._limit = 4 * self._filled
            self._grow(self._limit + SCRATCH)

    def _without_ties(self, kept: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the first k of kept, ties by item: of very many equal ones few can be shown."""
        return kept[self._order(kept)[: self._k]]

    def _order(self, held: NDArray[np.int64]) -> NDArray[np.int64]:
        rows, names = self._rows[held], self._masks[0]
        items = names[rows] if len(names) else rows
        return np.lexsort((items, -self._products[held]))

    def _grow(self, room: int) -> None:
        self._products = np.resize(self._products, room)
        self._places = np.resize(self._places, room)
        self._rows = np.resize(self._rows, room)


def read_all(best: Best, segments: Sequence[Segment]) -> int:
    """Look at everything, on two threads where that pays, and return how many items that were."""
    ranges = [
        (segment, np.array([start, min(start + PART, len(segment))], np.int64))
        for segment in segments
        for start in range(0, len(segment), PART)
    ]
    parts = iter(ranges)
    total = sum(len(segment) for segment in segments)

    def read(into: Best) -> None:
        for segment, ends in parts:
            into.read(segment, ends[:1], ends[1:])

    if total < SPLIT:
        read(best)
        return total
    other = best.beside()
    with ThreadPoolExecutor(1) as pool:
        second = pool.submit(read, other)
        read(best)
        second.result()
    best.take(other)
    return total
