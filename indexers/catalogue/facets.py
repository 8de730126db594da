"""Facets of many items: what keys and values there are, how often, and who has them."""

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, func, select
from sqlalchemy.exc import IntegrityError

from common.errors import QueryError
from indexers.catalogue import filters as conditions
from indexers.catalogue.batch import number_sources, number_values
from indexers.catalogue.records import USER_SOURCE, Filter
from indexers.catalogue.sql import FLOATS, INTS, arrays, chunks, upsert
from indexers.catalogue.store import Store
from indexers.catalogue.tables import FacetValue, Item, ItemFacet, Source
from indexers.catalogue.types import clean_text

_FEW = 20_000  # ids that are quicker to look up one by one than to read a whole key


class Facets(Store):
    """The part of the catalogue that counts, filters and changes facets."""

    _guard = threading.Lock()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._keys: tuple[int, dict[str, int]] = (-1, {})

    def facet_keys(self) -> dict[str, int]:
        """Return key -> number of items that have it, by key.

        Reads every facet once a revision (about a second for a million items), then remembers.
        """
        revision = self.revision()
        with self._guard:
            known, counts = self._keys
        if known == revision:
            return dict(counts)
        query = (
            select(FacetValue.key, func.count(ItemFacet.item_id.distinct()))
            .join(ItemFacet, ItemFacet.value_id == FacetValue.id)
            .group_by(FacetValue.key)
            .order_by(FacetValue.key)
        )
        with self._reading() as connection:
            counts = {key: int(count) for key, count in connection.execute(query)}
        with self._guard:
            self._keys = revision, counts
        return dict(counts)

    def facet_counts(
        self, key: str, *, within: Sequence[int] | None = None, limit: int = 1000
    ) -> list[tuple[str, int]]:
        """Return (value, number of items) of a key, most frequent first, then by value.

        Args:
            key: facet key.
            within: count only among these item ids; None for all.
            limit: how many values at most.
        """
        with self._reading() as connection:
            if within is None:
                return _count_all(connection, key, limit)
            wanted = np.unique(np.asarray(within, dtype=np.int64))
            items, values = _pairs(connection, key, wanted)
            kept = np.isin(items, wanted)
            # The same value of two sources counts once.
            pairs = np.unique(np.stack((values[kept], items[kept])), axis=1)
            codes, counts = np.unique(pairs[0], return_counts=True)
            names = _names(connection, key)
        found = [
            (names[code], count)
            for code, count in zip(codes.tolist(), counts.tolist(), strict=True)
        ]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:limit]

    def facet_codes(self, key: str) -> tuple[NDArray[np.int32], list[str]]:
        """Return the main value of every item: (codes (N,), names).

        Codes follow the order of ids() and index names; -1 where an item has no value. The main
        value is the one with the highest score, the more frequent one if two are equal. Names are
        sorted and are all that any item has.
        """
        with self._reading() as connection:
            ids = conditions.fetch(connection, select(Item.id))
            query = (
                select(ItemFacet.item_id, ItemFacet.value_id, ItemFacet.score)
                .join(FacetValue, FacetValue.id == ItemFacet.value_id)
                .where(FacetValue.key == key)
            )
            items, values, scores = arrays(connection, query, (INTS, INTS, FLOATS))
            names = _names(connection, key)
        numbers, places = np.unique(values, return_inverse=True)
        frequency = np.bincount(places, minlength=len(numbers))
        order = np.lexsort((values, -frequency[places], -scores, items))
        holders, first = np.unique(items[order], return_index=True)
        used = [names[number] for number in numbers.tolist()]
        rank = np.argsort(np.argsort(np.array(used, dtype=object))) if used else places
        codes = np.full(len(ids), -1, np.int32)
        codes[np.searchsorted(ids, holders)] = rank[places[order][first]]
        return codes, sorted(used)

    def facet_scores(
        self, key: str, values: Sequence[str]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Return who has one of values, and how surely: (items, indices into values, scores).

        An item stands there once for each value and source.
        """
        query = (
            select(ItemFacet.item_id, ItemFacet.value_id, ItemFacet.score)
            .join(FacetValue, FacetValue.id == ItemFacet.value_id)
            .where(FacetValue.key == key)
        )
        places = {value: index for index, value in enumerate(values)}
        found = [np.empty((3, 0))]
        with self._reading() as connection:
            for part in chunks(sorted(places)):
                some = query.where(FacetValue.value.in_(part))
                found.append(np.array(arrays(connection, some, (INTS, INTS, FLOATS))))
            names = _names(connection, key)
        items, numbers, scores = np.concatenate(found, axis=1)
        indices = [places[names[number]] for number in numbers.astype(np.int64).tolist()]
        return items.astype(np.int64), np.array(indices, np.int64), scores

    def items_with(self, filters: Sequence[Filter]) -> NDArray[np.int64]:
        """Return the sorted ids of the items that pass all filters; all items for none.

        Raises:
            QueryError: a filter cannot be read.
        """
        with self._reading() as connection:
            return conditions.passing(connection, filters)

    def tag(self, items: Sequence[int], key: str, value: str) -> None:
        """Give items a facet in the user's name; no import removes it.

        Raises:
            QueryError: there is no such item, or the key or value is empty.
        """
        key, value = _named(key, value)
        with self._writing(durable=True) as connection:
            source = number_sources(connection, {USER_SOURCE})[USER_SOURCE]
            number = number_values(connection, {(key, value)})[key, value]
            rows = [
                {"item_id": int(item), "value_id": number, "source_id": source, "score": 1.0}
                for item in dict.fromkeys(items)
            ]
            try:
                if rows:
                    connection.execute(upsert(ItemFacet, "score"), rows)
            except IntegrityError as error:
                raise QueryError(
                    "An item to be tagged is not in the library.", hint="Search for it again."
                ) from error

    def untag(self, items: Sequence[int], key: str, value: str) -> None:
        """Take a facet that the user gave from items; what others say stays."""
        key, value = _named(key, value)
        of_user = select(Source.id).where(Source.name == USER_SOURCE).scalar_subquery()
        number = (
            select(FacetValue.id)
            .where(FacetValue.key == key, FacetValue.value == value)
            .scalar_subquery()
        )
        with self._writing(durable=True) as connection:
            for part in chunks(sorted({int(item) for item in items})):
                connection.execute(
                    delete(ItemFacet).where(
                        ItemFacet.item_id.in_(part),
                        ItemFacet.value_id == number,
                        ItemFacet.source_id == of_user,
                    )
                )


def _named(key: str, value: str) -> tuple[str, str]:
    """Return a facet as it is stored."""
    key, value = clean_text(key).strip().lower(), clean_text(value).strip()
    if not key or not value:
        raise QueryError("A tag needs a name and a value.", hint="Type a word.")
    return key, value


def _count_all(connection: Connection, key: str, limit: int) -> list[tuple[str, int]]:
    """Count the values of a key among all items."""
    count = (
        select(func.count(ItemFacet.item_id.distinct()))
        .where(ItemFacet.value_id == FacetValue.id)
        .scalar_subquery()
        .label("count")
    )
    counted = select(FacetValue.value, count).where(FacetValue.key == key).subquery()
    query = (
        select(counted)
        .where(counted.c.count > 0)
        .order_by(counted.c.count.desc(), counted.c.value)
        .limit(limit)
    )
    return [(value, int(number)) for value, number in connection.execute(query)]


def _pairs(
    connection: Connection, key: str, wanted: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (items, values) of a key, at least those of the wanted items."""
    query = (
        select(ItemFacet.item_id, ItemFacet.value_id)
        .join(FacetValue, FacetValue.id == ItemFacet.value_id)
        .where(FacetValue.key == key)
    )
    if len(wanted) > _FEW:
        items, values = arrays(connection, query, (INTS, INTS))
        return items, values
    found = [
        arrays(connection, query.where(ItemFacet.item_id.in_(part)), (INTS, INTS))
        for part in chunks(wanted.tolist())
    ]
    empty = np.empty(0, np.int64)
    items = np.concatenate([empty, *(pair[0] for pair in found)])
    return items, np.concatenate([empty, *(pair[1] for pair in found)])


def _names(connection: Connection, key: str) -> dict[int, str]:
    """Return number -> value of a key."""
    query = select(FacetValue.id, FacetValue.value).where(FacetValue.key == key)
    return {row[0]: row[1] for row in connection.execute(query)}
