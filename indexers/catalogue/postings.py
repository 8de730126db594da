"""Who has which value, in memory: filters combine as bit masks, counts are one pass over arrays.

A mask says of each id whether an item passes: bool (largest id + 1,), so that any id finds its
place at once. What was read is kept while no write touches items or facets; labels do not.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from common.errors import QueryError
from indexers.catalogue import filters as conditions
from indexers.catalogue.backend import Backend
from indexers.catalogue.columns import MOMENTS, as_number, dtype_of, with_range
from indexers.catalogue.facet_table import FacetTable, Ids, Mask, sorted_table
from indexers.catalogue.faults import gone
from indexers.catalogue.records import Filter
from indexers.catalogue.sql import INTS, arrays, grouped_arrays
from indexers.catalogue.store import Store
from indexers.catalogue.tables import FacetValue, Item, ItemFacet

KEPT_BYTES = 384 << 20
MASKS_KEPT = 16  # of the latest filters
MANY_VALUES = 16  # of one filter; more are read at once and not kept one by one
# What the user says changes often and is small: never kept.
_FLEETING = frozenset({"label", "bucket", "watchlist", "missing", "animated", "path"})
_MICROSECONDS = 1e6


@dataclass
class _Kept:
    """What was read in one state of the catalogue; several threads may ask."""

    stamp: int
    entries: "OrderedDict[tuple[str, ...], Any]" = field(default_factory=OrderedDict)
    sizes: dict[tuple[str, ...], int] = field(default_factory=dict)
    guard: threading.Lock = field(default_factory=threading.Lock)
    loading: dict[tuple[str, ...], threading.Lock] = field(default_factory=dict)

    def peek(self, name: tuple[str, ...]) -> Any:
        with self.guard:
            if name in self.entries:
                self.entries.move_to_end(name)
            return self.entries.get(name)

    def get(self, name: tuple[str, ...], read: Callable[[], Any]) -> Any:
        """Return an entry; the first who asks reads it, others wait for that."""
        with self.guard:
            turn = self.loading.setdefault(name, threading.Lock())
        with turn:
            if (found := self.peek(name)) is not None:
                return found
            made = read()
            with self.guard:
                self.entries[name] = made
                self.sizes[name] = int(getattr(made, "nbytes", 8))
                while sum(self.sizes.values()) > KEPT_BYTES and len(self.entries) > 1:
                    oldest, _ = self.entries.popitem(last=False)
                    del self.sizes[oldest], self.loading[oldest]
            return made

    def thin_out(self, kind: str, many: int) -> None:
        """Forget the oldest entries of a kind beyond so many."""
        with self.guard:
            for name in [name for name in self.entries if name[0] == kind][:-many]:
                del self.entries[name], self.sizes[name], self.loading[name]


class Postings(Store):
    """The part of the catalogue that keeps in memory who has which value."""

    def __init__(
        self, backend: Backend, notices: list[str], backups: Path | None, person: str = ""
    ) -> None:
        super().__init__(backend, notices, backups, person)
        self._kept = _Kept(-1)

    def passing(self, filters: Sequence[Filter]) -> Mask:
        """Return which ids pass all filters, bool (largest id + 1,), read-only.

        Raises:
            QueryError: a filter cannot be read.
        """
        with self._facts() as facts:
            return facts.passing(tuple(filters))

    def facet_table(self, key: str) -> FacetTable:
        """Return all values of a key, or of "kind", and who has them; kept."""
        with self._facts() as facts:
            return facts.table(key)

    def can_range(self, name: str) -> bool:
        """Return whether items have a column of this name that a range can be asked of."""
        return with_range(name) is not None

    def has_numbers(self, name: str) -> bool:
        """Return whether any item has a number in a column of items."""
        if with_range(name) is None:
            return False
        with self._facts() as facts:
            return facts.has_numbers(name)

    def number_column(self, name: str) -> NDArray[np.float64]:
        """Return a column of items by id, float64 (largest id + 1,), NaN where unknown; kept.

        Times are seconds since 1970.

        Raises:
            KeyError: no range can be asked of it; see Catalogue.columns().
        """
        if with_range(name) is None:
            raise KeyError(f"no column {name!r} has a range")
        with self._facts() as facts:
            return facts.seconds(name) if name in MOMENTS else facts.column(name)

    @contextmanager
    def _facts(self) -> "Iterator[_Facts]":
        """Give one state of the catalogue and what is kept of it.

        While its server is away and there is no copy, what is kept is all there is.
        """
        if self._backend.is_gone and self.spare is None:
            away = cast(Connection, _Away(self._backend.name))
            yield _Facts(away, self._kept, self.computed, self.person)
            return
        with self._stamped_reading() as (connection, stamp):
            kept = self._kept
            if kept.stamp != stamp:
                kept = _Kept(stamp)
                if stamp > self._kept.stamp or self._backend.is_gone:
                    self._kept = kept
            yield _Facts(connection, kept, self.computed, self.person)


@dataclass(frozen=True, slots=True)
class _Away:
    """Stands for the connection while there is none."""

    name: str

    def __getattr__(self, _name: str) -> Any:
        raise gone(self.name)


@dataclass(frozen=True, slots=True)
class _Facts:
    """Answers from what is kept, and reads what is not."""

    connection: Connection
    kept: _Kept
    computed: dict[str, conditions.Computed]
    person: str

    def size(self) -> int:
        """Return the largest id + 1."""
        query = select(func.coalesce(func.max(Item.id), 0))
        count: int = self.kept.get(
            ("size",), lambda: int(self.connection.execute(query).scalar_one()) + 1
        )
        return count

    def everything(self) -> Mask:
        """Return which ids are items."""
        found: Mask = self.kept.get(
            ("all",), lambda: self.marked([conditions.fetch(self.connection, select(Item.id))])
        )
        return found

    def marked(self, parts: "Sequence[NDArray[Any]] | Iterator[Ids]") -> Mask:
        """Return the mask of ids."""
        mask = np.zeros(self.size(), np.bool_)
        for ids in parts:
            mask[ids] = True
        return mask

    def passing(self, filters: tuple[Filter, ...]) -> Mask:
        """Return which ids pass all filters; kept, as several facets ask for the same at once."""
        if any(one.key in self.computed or _is_fleeting(one.key) for one in filters):
            return self._passing(filters)
        name = ("mask", *(repr(one) for one in filters))
        found: Mask = self.kept.get(name, lambda: self._passing(filters))
        self.kept.thin_out("mask", MASKS_KEPT)
        return found

    def _passing(self, filters: tuple[Filter, ...]) -> Mask:
        masks = [self.mask_of(one) for one in filters]
        mask = _all_of(masks) if masks else self.everything().copy()
        mask.flags.writeable = False
        return mask

    def mask_of(self, wanted: Filter) -> Mask:
        """Return which ids pass one filter."""
        if wanted.mode not in {"any", "all", "none"}:
            raise QueryError(
                f"The filter mode “{wanted.mode}” is unknown.", hint="Use any, all or none."
            )
        found: list[Mask] = []
        if wanted.low is not None or wanted.high is not None:
            found.append(self._in_range(wanted))
        if wanted.values and wanted.mode == "all":
            found += [self._with_any(wanted.key, [value]) for value in wanted.values]
        elif wanted.values or not found:
            found.append(self._with_any(wanted.key, wanted.values))
        mask = _all_of(found)
        return self.everything() & ~mask if wanted.mode == "none" else mask

    def _with_any(self, key: str, values: Sequence[str]) -> Mask:
        """Return who has any of values; any value at all for none."""
        if key in self.computed:
            return self.marked([self.computed[key](values)])
        if _is_fleeting(key) or not values:
            return self.marked([self._read(key, values)])
        table = self.kept.peek(("table", key))
        if table is not None and key != "year":  # of years the column of items tells more
            return self.marked([cast(FacetTable, table).holders(value) for value in values])
        if len(values) > MANY_VALUES:
            return self.marked([self._read(key, values)])
        return self.marked([self._holders(key, value) for value in dict.fromkeys(values)])

    def _holders(self, key: str, value: str) -> Ids:
        found: Ids = self.kept.get(
            ("ids", key, value), lambda: self._read(key, [value]).astype(np.int32)
        )
        return found

    def _read(self, key: str, values: Sequence[str]) -> NDArray[np.int64]:
        return conditions.fetch(self.connection, conditions.holders(key, values, self.person))

    def _in_range(self, wanted: Filter) -> Mask:
        """Return whose number lies in the range of a filter."""
        key, has_column = wanted.key, with_range(wanted.key) is not None
        known = self.kept.peek(("column" if has_column else "table", key))
        if known is None and self.kept.peek(("asked", key)):
            known = self.column(key) if has_column else self.table(key)  # as sliders move
        self.kept.get(("asked", key), lambda: True)
        if known is None:
            return self.marked([conditions.fetch(self.connection, conditions.in_range(wanted))])
        if not has_column:
            return self.marked(cast(FacetTable, known).between(wanted.low, wanted.high))
        column, unit = cast("NDArray[np.float64]", known), _MICROSECONDS if key in MOMENTS else 1.0
        low = -np.inf if wanted.low is None else _scaled(wanted.low, unit)
        high = np.inf if wanted.high is None else _scaled(wanted.high, unit)
        return (column >= low) & (column <= high)  # not where it is unknown: NaN

    def has_numbers(self, name: str) -> bool:
        """Return whether any item has a number in a column."""
        query = select(Item.id).where(cast(Any, with_range(name)).is_not(None)).limit(1)
        found: bool = self.kept.get(
            ("known", name), lambda: self.connection.execute(query).first() is not None
        )
        return found

    def seconds(self, name: str) -> NDArray[np.float64]:
        """Return a column of times by id, in seconds."""
        found: NDArray[np.float64] = self.kept.get(
            ("seconds", name), lambda: self.column(name) / _MICROSECONDS
        )
        return found

    def column(self, name: str) -> NDArray[np.float64]:
        """Return a column by id, times in microseconds."""
        found: NDArray[np.float64] = self.kept.get(("column", name), lambda: self._column(name))
        return found

    def _column(self, name: str) -> NDArray[np.float64]:
        known = cast(Any, with_range(name)).is_not(None)
        query = select(Item.id, as_number(name).label("number")).where(known)
        ids, numbers = arrays(self.connection, query, (INTS, dtype_of(name)))
        column = np.full(self.size(), np.nan)
        column[ids] = numbers
        return column

    def table(self, key: str) -> FacetTable:
        """Return all values of a key."""
        found: FacetTable = self.kept.get(("table", key), lambda: self._table(key))
        return found

    def _table(self, key: str) -> FacetTable:
        known: dict[int, tuple[str, float | None]]
        if key == "kind":
            kinds, (codes, ids) = self._kinds()
            known = {place: (name, None) for place, name in enumerate(kinds)}
        else:
            query = select(FacetValue.id, FacetValue.value, FacetValue.number)
            rows = self.connection.execute(query.where(FacetValue.key == key))
            known = {row[0]: (row[1], row[2]) for row in rows}
            of_key = ItemFacet.value_id.in_(select(FacetValue.id).where(FacetValue.key == key))
            codes, ids = grouped_arrays(
                self.connection, ItemFacet.value_id, (ItemFacet.item_id,), (INTS,), of_key
            )
        return sorted_table(key, known, codes, ids)

    def _kinds(self) -> tuple[list[str], tuple[NDArray[np.int64], NDArray[np.int64]]]:
        found = self.connection.execute(select(Item.kind).distinct().order_by(Item.kind))
        kinds = [str(kind) for kind in found.scalars()]
        parts = [
            conditions.fetch(self.connection, select(Item.id).where(Item.kind == kind))
            for kind in kinds
        ]
        codes = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        return kinds, (codes, np.concatenate([np.empty(0, np.int64), *parts]))


def _is_fleeting(key: str) -> bool:
    return key.partition(":")[0] in _FLEETING


def _all_of(masks: Sequence[Mask]) -> Mask:
    return masks[0] if len(masks) == 1 else np.logical_and.reduce(masks)


def _scaled(number: float, unit: float) -> float:
    return number if unit == 1.0 else float(round(number * unit))
