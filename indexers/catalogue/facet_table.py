"""All values of a facet key and who has them, as arrays."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexers.catalogue.sql import distinct

Mask = NDArray[np.bool_]
Ids = NDArray[np.int32]


@dataclass(frozen=True)
class FacetTable:
    """All values of a key and who has them; V values, P pairs of item and value.

    Args:
        key: facet key.
        names: of the values, most frequent first, then by name.
        numbers: (V,) the values where they are numbers, else NaN.
        offsets: (V + 1,) where the items of each value begin.
        items: (P,) item ids, ascending within a value.
        is_mapped: the arrays are those of a file.
    """

    key: str
    names: tuple[str, ...]
    numbers: NDArray[np.float64]
    offsets: NDArray[np.int64]
    items: Ids
    is_mapped: bool = False

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.names)}

    @property
    def nbytes(self) -> int:
        """Return about how many bytes of memory it takes."""
        arrays = 0 if self.is_mapped else self.items.nbytes + self.offsets.nbytes
        return int(arrays + 200 * len(self.names))

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


@dataclass(frozen=True, slots=True)
class Held:
    """A value and who has it.

    Args:
        name: of the value.
        number: the value where it is a number.
        items: ids, ascending, each once.
    """

    name: str
    number: float | None
    items: NDArray[np.integer[Any]]


def table_of(key: str, items: Mapping[str, Sequence[int]]) -> FacetTable:
    """Return a table of a few values; those that nobody has are left out."""
    return built(
        key, [Held(name, None, np.unique(np.asarray(ids, np.int64))) for name, ids in items.items()]
    )


def built(key: str, values: Iterable[Held]) -> FacetTable:
    """Return a table of values; those that nobody has are left out."""
    held = [each for each in values if len(each.items)]
    held.sort(key=lambda each: (-len(each.items), each.name))
    items = np.empty(sum(len(each.items) for each in held), np.int32)
    offsets = np.concatenate([[0], np.cumsum([len(each.items) for each in held])]).astype(np.int64)
    for each, start in zip(held, offsets.tolist(), strict=False):
        items[start : start + len(each.items)] = each.items
    numbers = [np.nan if each.number is None else each.number for each in held]
    names = tuple(each.name for each in held)
    return FacetTable(key, names, np.array(numbers, np.float64), offsets, items)


def ascending(ids: NDArray[np.integer[Any]]) -> NDArray[np.integer[Any]]:
    """Return ids ascending, each once; a database that walks an index gives them so already."""
    return distinct(ids.astype(np.int64)) if (np.diff(ids) <= 0).any() else ids


def brought_up_to_date(
    table: FacetTable, changed: NDArray[np.int64], now: Iterable[Held]
) -> FacetTable:
    """Return a table in which what some items had is replaced by what they have now.

    Args:
        table: of an earlier state.
        changed: ids of these items, sorted.
        now: what they have.
    """
    largest = max(int(table.items.max(initial=0)), int(changed.max(initial=0)))
    is_changed = np.zeros(largest + 1, np.bool_)
    is_changed[changed] = True
    gone = np.flatnonzero(is_changed[table.items])
    losing = set((np.searchsorted(table.offsets, gone, side="right") - 1).tolist())
    new = {each.name: each for each in now}
    values: list[Held] = []
    for place, name in enumerate(table.names):
        items: NDArray[Any] = table.of(place)
        number = float(table.numbers[place])
        if place in losing:
            items = items[~is_changed[items]]
        if (added := new.pop(name, None)) is not None:
            items = np.sort(np.concatenate([items, added.items]))
        values.append(Held(name, None if np.isnan(number) else number, items))
    return built(table.key, [*values, *new.values()])
