"""Reads who has which value, of all items or of those that changed."""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, select

from indexers.catalogue import filters as conditions
from indexers.catalogue.columns import as_number, dtype_of, with_range
from indexers.catalogue.facet_table import FacetTable, Held, ascending, brought_up_to_date, built
from indexers.catalogue.kept import Name
from indexers.catalogue.sql import INTS, arrays, chunks, held_ids
from indexers.catalogue.tables import FacetValue, Item, ItemFacet

Values = dict[int, tuple[str, float | None]]


@dataclass(frozen=True, slots=True)
class FactReader:
    """Reads what can be kept of all items.

    Names are ("all",): which ids are items, bool (size,); ("column", NAME): numbers by id,
    float64 (size,), NaN where unknown, times in microseconds; ("table", KEY): a FacetTable.

    Args:
        connection: open.
        size: the largest id + 1.
    """

    connection: Connection
    size: int

    def read(self, name: Name) -> Any:
        """Return an entry of all items."""
        if name[0] == "table":
            return self._table(name[1])
        found = self._empty(name)
        self._fill(found, name)
        return found

    def renewed(self, name: Name, older: Any, changed: NDArray[np.int64]) -> Any:
        """Return an entry of an earlier state with what some items have now.

        Args:
            name: of the entry.
            older: the entry then.
            changed: ids of all items that may have changed since, sorted; also those that went.
        """
        if name[0] == "table":
            return brought_up_to_date(older, changed, self._held_by(name[1], changed))
        found = self._empty(name)
        shared = min(self.size, len(older))
        found[:shared] = older[:shared]
        found[changed[changed < self.size]] = self._empty(name, 1)[0]
        for part in chunks(changed.tolist()):
            self._fill(found, name, Item.id.in_(part))
        return found

    # -- columns

    def _empty(self, name: Name, size: int | None = None) -> NDArray[Any]:
        return np.full(self.size if size is None else size, False if name[0] == "all" else np.nan)

    def _fill(self, found: NDArray[Any], name: Name, *some: ColumnElement[bool]) -> None:
        """Write what some items have into a column."""
        if name[0] == "all":
            found[conditions.fetch(self.connection, select(Item.id).where(*some))] = True
            return
        known = cast(Any, with_range(name[1])).is_not(None)
        query = select(Item.id, as_number(name[1]).label("number")).where(known, *some)
        ids, numbers = arrays(self.connection, query, (INTS, dtype_of(name[1])))
        found[ids] = numbers

    # -- tables

    def _table(self, key: str) -> FacetTable:
        if key == "kind":
            fetched = (
                (kind, conditions.fetch(self.connection, select(Item.id).where(Item.kind == kind)))
                for kind in self._kinds()
            )
            return built(key, [Held(kind, None, ids) for kind, ids in fetched])
        known = self._values(key)
        groups = select(FacetValue.id).where(FacetValue.key == key)
        held = held_ids(self.connection, groups, ItemFacet.value_id, ItemFacet.item_id)
        return built(key, [Held(*known[number], ascending(ids)) for number, ids in held])

    def _held_by(self, key: str, items: NDArray[np.int64]) -> list[Held]:
        """Return what some items have of a key."""
        known, pairs = self._of_kind(items) if key == "kind" else self._of_key(key, items)
        return [
            Held(*known[number], ascending(np.sort(pairs[pairs[:, 1] == number, 0])))
            for number in np.unique(pairs[:, 1]).tolist()
            if number in known
        ]

    def _of_kind(self, items: NDArray[np.int64]) -> tuple[Values, NDArray[np.int64]]:
        """Return the kinds, and (item, place of its kind) of some items."""
        kinds, found = self._kinds(), [np.empty((0, 2), np.int64)]
        for at, kind in enumerate(kinds):
            for part in chunks(items.tolist()):
                query = select(Item.id).where(Item.kind == kind, Item.id.in_(part))
                ids = conditions.fetch(self.connection, query)
                found.append(np.stack([ids, np.full(len(ids), at)], 1))
        return {at: (kind, None) for at, kind in enumerate(kinds)}, np.concatenate(found)

    def _of_key(self, key: str, items: NDArray[np.int64]) -> tuple[Values, NDArray[np.int64]]:
        """Return the values of a key, and (item, number of a value) of some items."""
        # All facets of the items, by their key: a join by value would ask each value for each item.
        query = select(ItemFacet.item_id, ItemFacet.value_id)
        found = [np.empty((0, 2), np.int64)]
        for part in chunks(items.tolist()):
            pair = arrays(self.connection, query.where(ItemFacet.item_id.in_(part)), (INTS, INTS))
            found.append(np.stack(pair, 1))
        return self._values(key), np.concatenate(found)

    def _values(self, key: str) -> Values:
        """Return number of a value -> its name, and the value where it is a number."""
        query = select(FacetValue.id, FacetValue.value, FacetValue.number)
        rows = self.connection.execute(query.where(FacetValue.key == key))
        return {row[0]: (row[1], row[2]) for row in rows}

    def _kinds(self) -> list[str]:
        found = self.connection.execute(select(Item.kind).distinct().order_by(Item.kind))
        return [str(kind) for kind in found.scalars()]
