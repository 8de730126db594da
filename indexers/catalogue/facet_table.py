"""All values of a facet key and who has them, as arrays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexers.catalogue.sql import distinct

Mask = NDArray[np.bool_]
Ids = NDArray[np.int32]
_ITEM_BITS = 38  # as in the numbers of texts


@dataclass(frozen=True)
class FacetTable:
    """All values of a key and who has them; V values, P pairs of item and value.

    Args:
        key: facet key.
        names: of the values, most frequent first, then by name.
        numbers: (V,) the values where they are numbers, else NaN.
        offsets: (V + 1,) where the items of each value begin.
        items: (P,) item ids, ascending within a value.
    """

    key: str
    names: tuple[str, ...]
    numbers: NDArray[np.float64]
    offsets: NDArray[np.int64]
    items: Ids

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.names)}

    @property
    def nbytes(self) -> int:
        """Return about how many bytes of memory it takes."""
        return int(self.items.nbytes + self.offsets.nbytes + 200 * len(self.names))

    @property
    def totals(self) -> NDArray[np.int64]:
        """How many items have each value, (V,)."""
        return np.diff(self.offsets)

    def place(self, name: str) -> int | None:
        """Return where a value stands; None for an unknown one."""
        return self._places.get(name)

    def holders(self, name: str) -> Ids:
        """Return the items that have a value, ascending; none for an unknown one."""
        place = self._places.get(name)
        return self.items[:0] if place is None else self.of(place)

    def of(self, place: int) -> Ids:
        """Return the items that have the value at a place, ascending."""
        return self.items[self.offsets[place] : self.offsets[place + 1]]

    def counts(self, within: Mask | None) -> NDArray[np.int64]:
        """Return how many items of a mask have each value, (V,); of all for None."""
        if within is None:
            return self.totals
        passed = np.zeros(len(self.items) + 1, np.int32)
        np.cumsum(within[self.items], out=passed[1:], dtype=np.int32)
        return np.diff(passed[self.offsets]).astype(np.int64)

    def between(self, low: float | None, high: float | None) -> Iterator[Ids]:
        """Yield the items of each value that is a number in a range."""
        inside = ~np.isnan(self.numbers)
        if low is not None:
            inside &= self.numbers >= low
        if high is not None:
            inside &= self.numbers <= high
        for place in np.flatnonzero(inside).tolist():
            yield self.of(place)


def table_of(key: str, items: Mapping[str, Sequence[int]]) -> FacetTable:
    """Return a table of a few values; those that nobody has are left out."""
    held = {name: np.unique(np.asarray(ids, np.int64)) for name, ids in items.items() if len(ids)}
    codes = np.repeat(np.arange(len(held)), [len(ids) for ids in held.values()])
    every = np.concatenate([np.empty(0, np.int64), *held.values()])
    return sorted_table(key, {at: (name, None) for at, name in enumerate(held)}, codes, every)


def sorted_table(
    key: str,
    known: dict[int, tuple[str, float | None]],
    codes: NDArray[np.int64],
    ids: NDArray[np.int64],
) -> FacetTable:
    """Return pairs of (number of a value, item) as a table; pairs may be there twice.

    Args:
        key: facet key.
        known: number of a value -> its name, and the value where it is a number.
        codes: (P,) numbers of values.
        ids: (P,) of items.
    """
    pairs = codes << _ITEM_BITS | ids
    if (np.diff(pairs) <= 0).any():  # rarely: the database walks an index in this order
        pairs = distinct(pairs)
    codes, ids = pairs >> _ITEM_BITS, pairs & ((1 << _ITEM_BITS) - 1)
    numbers, starts, totals = np.unique(codes, return_index=True, return_counts=True)
    names = [known[number][0] for number in numbers.tolist()]
    best = sorted(range(len(names)), key=lambda place: (-totals[place], names[place]))
    parts = [ids[starts[place] : starts[place] + totals[place]] for place in best]
    values = [known[int(numbers[place])][1] for place in best]
    return FacetTable(
        key,
        tuple(names[place] for place in best),
        np.array([np.nan if value is None else value for value in values], np.float64),
        np.concatenate([[0], np.cumsum(totals[best])]).astype(np.int64),
        np.concatenate([np.empty(0, np.int64), *parts]).astype(np.int32),
    )
