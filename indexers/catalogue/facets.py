"""Facets of many items: what keys and values there are, how often, and who has them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, delete, func, select
from sqlalchemy.exc import IntegrityError

from common.errors import QueryError
from indexers.catalogue import filters as conditions
from indexers.catalogue.batch import number_sources, number_values
from indexers.catalogue.counts import counted_value, recount, wrong_counts
from indexers.catalogue.postings import Postings
from indexers.catalogue.records import USER_SOURCE, Filter
from indexers.catalogue.score_tables import ScoreTable, read_scores
from indexers.catalogue.sql import FLOATS, INTS, arrays, chunks, distinct, grouped_arrays, upsert
from indexers.catalogue.tables import FacetKey, FacetValue, Item, ItemFacet, Source
from indexers.catalogue.types import clean_text

_ITEM_BITS = 38  # as in the numbers of texts
_NONE = np.iinfo(np.int64).max
_SCORE_STEPS = 1_000_000_000  # arrays() tells scores to the billionth
_FIRST = 256  # items of a value that are looked at for who says it
_MANY = 100_000  # items with a key whose scores are not read while a person waits
_FEW = 20_000  # ids that are quicker to look up one by one than to read a whole key


class Facets(Postings):
    """The part of the catalogue that counts, filters and changes facets."""

    def facet_keys(self) -> dict[str, int]:
        """Return key -> number of items that have it, by key; kept with every write."""
        query = select(FacetKey.key, FacetKey.items).where(FacetKey.items > 0)
        with self._reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query.order_by(FacetKey.key))}

    def number_keys(self) -> frozenset[str]:
        """Return the keys all of whose values are numbers; kept until a write of facets."""
        query = (
            select(FacetValue.key)
            .where(FacetValue.items > 0)
            .group_by(FacetValue.key)
            .having(func.count() == func.count(FacetValue.number))
        )
        with self._facts() as facts:
            found: frozenset[str] = facts.kept.get(
                ("number keys",), lambda: frozenset(facts.connection.execute(query).scalars())
            )
        return found

    def recount_facets(self) -> int:
        """Count anew how many items have each value and key; return how many counts were wrong.

        Counts are kept with every write; this is for the check of a library. Takes seconds for a
        million items.
        """
        with self._writing() as connection:
            if wrong := wrong_counts(connection):
                recount(connection)
        return wrong

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
            wanted = distinct(np.asarray(within, dtype=np.int64))
            items, values = _pairs(connection, key, wanted)
            names = _names(connection, key)
        kept = _marked(wanted, items)[items]
        # The same value of two sources counts once; both numbers fit into one that sorts quickly.
        pairs = distinct(values[kept] << _ITEM_BITS | items[kept])
        found_of = np.bincount(pairs >> _ITEM_BITS)
        codes = np.flatnonzero(found_of)
        found = [
            (names[code], count)
            for code, count in zip(codes.tolist(), found_of[codes].tolist(), strict=True)
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
            columns = (ItemFacet.item_id, ItemFacet.score)
            values, items, scores = grouped_arrays(
                connection, ItemFacet.value_id, columns, (INTS, FLOATS), _of_key(key)
            )
            names = _names(connection, key)
        codes = np.full(len(ids), -1, np.int32)
        if not len(items):
            return codes, []
        frequency = np.bincount(values)
        numbers = np.flatnonzero(frequency)
        best_first = numbers[np.lexsort((numbers, -frequency[numbers]))]
        place = np.empty(len(frequency), np.int64)
        place[best_first] = np.arange(len(best_first))
        # Per item the least of (lack of score, place of the value), as one number.
        lack = np.rint((1.0 - scores) * _SCORE_STEPS).astype(np.int64)
        merit = lack * len(best_first) + place[values]
        least = np.full(int(max(items.max(), ids[-1])) + 1, _NONE)
        np.minimum.at(least, items, merit)
        main = least[ids]
        known = main < _NONE
        used = [names[number] for number in best_first.tolist()]
        rank = np.argsort(np.argsort(np.array(used, dtype=object)))
        codes[known] = rank[main[known] % len(best_first)]
        return codes, sorted(used)

    def facet_scores(
        self, key: str, values: Sequence[str]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Return who has one of values, and how surely: (items, indices into values, scores).

        An item stands there once for each value and source. Asked again before the next write of
        items or facets, it answers from memory, unless reading the key takes long; see
        keep_scores().
        """
        with self._facts() as facts:
            name, asked = ("scores", key), ("asked scores", key)
            table: ScoreTable | None = facts.kept.peek(name)
            if (
                table is None
                and facts.kept.peek(asked)
                and _holders(facts.connection, key) <= _MANY
            ):
                table = facts.kept.get(name, lambda: read_scores(facts.connection, key))
            facts.kept.get(asked, lambda: True)
        return self._facet_scores(key, values) if table is None else table.of(values)

    def keep_scores(self, key: str) -> None:
        """Read all scores of a key into memory, where facet_scores() finds them until a write."""
        with self._facts() as facts:
            facts.kept.get(("scores", key), lambda: read_scores(facts.connection, key))

    def _facet_scores(
        self, key: str, values: Sequence[str]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
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

    def facet_sources(
        self, pairs: Sequence[tuple[str, str]]
    ) -> dict[tuple[str, str], tuple[str, ...]]:
        """Return who says that items have some (key, value) pairs, by name; unknown ones are left.

        Looks at the first items of each value, so that it is quick for values that all items have.
        """
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        with self._reading() as connection:
            for key, value in pairs:
                number = select(FacetValue.id).where(
                    FacetValue.key == key, FacetValue.value == value
                )
                some = (
                    select(ItemFacet.source_id)
                    .where(ItemFacet.value_id == number.scalar_subquery())
                    .limit(_FIRST)
                    .subquery()
                )
                names = select(Source.name).where(Source.id.in_(select(some.c.source_id)))
                said = connection.execute(names.order_by(Source.name)).scalars().all()
                if said:
                    found[key, value] = tuple(said)
        return found

    def items_with(self, filters: Sequence[Filter]) -> NDArray[np.int64]:
        """Return the sorted ids of the items that pass all filters; all items for none.

        Raises:
            QueryError: a filter cannot be read.
        """
        return np.flatnonzero(self.passing(filters))

    def tag(self, items: Sequence[int], key: str, value: str) -> None:
        """Give items a facet in the user's name; no import removes it.

        Raises:
            QueryError: there is no such item, or the key or value is empty.
        """
        key, value = _named(key, value)
        with self._writing(durable=True) as connection:
            self._touched.add(items)
            source = number_sources(connection, {USER_SOURCE})[USER_SOURCE]
            number = number_values(connection, {(key, value)})[key, value]
            rows = [
                {"item_id": int(item), "value_id": number, "source_id": source, "score": 1.0}
                for item in dict.fromkeys(items)
            ]
            try:
                with counted_value(connection, {int(item) for item in items}, number, key):
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
            self._touched.add(items)
            known = connection.execute(select(number)).scalar_one_or_none()
            if known is None:
                return
            wanted = sorted({int(item) for item in items})
            with counted_value(connection, wanted, known, key):
                for part in chunks(wanted):
                    connection.execute(
                        delete(ItemFacet).where(
                            ItemFacet.item_id.in_(part),
                            ItemFacet.value_id == known,
                            ItemFacet.source_id == of_user,
                        )
                    )

    def tagged_by_user(self, key: str, value: str) -> NDArray[np.int64]:
        """Return the items to which the user gave a facet, sorted ids."""
        key, value = _named(key, value)
        query = (
            select(ItemFacet.item_id)
            .join(FacetValue, FacetValue.id == ItemFacet.value_id)
            .join(Source, Source.id == ItemFacet.source_id)
            .where(FacetValue.key == key, FacetValue.value == value, Source.name == USER_SOURCE)
        )
        with self._reading() as connection:
            return np.sort(arrays(connection, query, [INTS])[0])


def _marked(wanted: NDArray[np.int64], items: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return a table that says of each id whether it is wanted; covers both arrays."""
    largest = max((int(each.max()) for each in (wanted, items) if len(each)), default=0)
    table = np.zeros(largest + 1, np.bool_)
    table[wanted[wanted >= 0]] = True
    return table


def _named(key: str, value: str) -> tuple[str, str]:
    """Return a facet as it is stored."""
    key, value = clean_text(key).strip().lower(), clean_text(value).strip()
    if not key or not value:
        raise QueryError("A tag needs a name and a value.", hint="Type a word.")
    return key, value


def _count_all(connection: Connection, key: str, limit: int) -> list[tuple[str, int]]:
    """Return the counts of the values of a key among all items."""
    query = (
        select(FacetValue.value, FacetValue.items)
        .where(FacetValue.key == key, FacetValue.items > 0)
        .order_by(FacetValue.items.desc(), FacetValue.value)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in connection.execute(query)]


def _pairs(
    connection: Connection, key: str, wanted: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (items, values) of a key, at least those of the wanted items."""
    if len(wanted) > _FEW:
        values, items = grouped_arrays(
            connection, ItemFacet.value_id, (ItemFacet.item_id,), (INTS,), _of_key(key)
        )
        return items, values
    # All facets of the items, by their key: a join by value would ask each value for each item.
    query = select(ItemFacet.item_id, ItemFacet.value_id)
    found = [
        arrays(connection, query.where(ItemFacet.item_id.in_(part)), (INTS, INTS))
        for part in chunks(wanted.tolist())
    ]
    empty = np.empty(0, np.int64)
    items = np.concatenate([empty, *(pair[0] for pair in found)])
    values = np.concatenate([empty, *(pair[1] for pair in found)])
    [of_key] = arrays(connection, select(FacetValue.id).where(FacetValue.key == key), (INTS,))
    kept = _marked(of_key, values)[values]
    return items[kept], values[kept]


def _holders(connection: Connection, key: str) -> int:
    """Return how many items have a key."""
    query = select(FacetKey.items).where(FacetKey.key == key)
    return int(connection.execute(query).scalar() or 0)


def _of_key(key: str) -> ColumnElement[bool]:
    """Return the condition on facets of a key; lets the database walk one index in its order."""
    return ItemFacet.value_id.in_(select(FacetValue.id).where(FacetValue.key == key))


def _names(connection: Connection, key: str) -> dict[int, str]:
    """Return number -> value of a key."""
    query = select(FacetValue.id, FacetValue.value).where(FacetValue.key == key)
    return {row[0]: row[1] for row in connection.execute(query)}
