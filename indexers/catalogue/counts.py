"""How many items have a facet's value, and any value of its key: kept with every write.

Counting a million items anew takes seconds; a batch changes a few hundred counts. What its items
have before and after is compared, so that no order of changes can make the counts drift.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from indexers.catalogue.sql import Query, chunks, upsert
from indexers.catalogue.tables import FacetKey, FacetValue, ItemFacet

_MANY = 2000  # items; more are not looked at one by one


@contextmanager
def counted(connection: Connection, items: Collection[int]) -> Iterator[None]:
    """Bring the counts up to date with what happens inside to the facets of items.

    Args:
        connection: of the write.
        items: all whose facets may change; those that are gone afterwards have none.
    """
    values, keys = _tally(connection, items)
    yield
    values_now, keys_now = _tally(connection, items)
    values_now.subtract(values)
    keys_now.subtract(keys)
    _add(connection, FacetValue, FacetValue.id, values_now)
    if new := [key for key, change in keys_now.items() if change]:
        connection.execute(upsert(FacetKey), [{"key": key, "items": 0} for key in sorted(new)])
    _add(connection, FacetKey, FacetKey.key, keys_now)


@contextmanager
def counted_value(
    connection: Connection, items: Collection[int], value: int, key: str
) -> Iterator[None]:
    """Bring the counts up to date with who gets or loses one value inside.

    Of many items only this value and its key are counted, not all that they have.

    Args:
        connection: of the write.
        items: that get or lose it.
        value: number of the value.
        key: of the value.
    """
    if len(items) < _MANY:
        with counted(connection, items):
            yield
        return
    of_value = select(func.count(ItemFacet.item_id.distinct())).where(ItemFacet.value_id == value)
    of_key = select(func.count(ItemFacet.item_id.distinct())).where(
        ItemFacet.value_id.in_(select(FacetValue.id).where(FacetValue.key == key))
    )
    before = [int(connection.execute(query).scalar_one()) for query in (of_value, of_key)]
    yield
    now = [int(connection.execute(query).scalar_one()) for query in (of_value, of_key)]
    _add(connection, FacetValue, FacetValue.id, Counter({value: now[0] - before[0]}))
    if now[1] != before[1]:
        connection.execute(upsert(FacetKey), [{"key": key, "items": 0}])
        _add(connection, FacetKey, FacetKey.key, Counter({key: now[1] - before[1]}))


def _tally(connection: Connection, items: Collection[int]) -> tuple[Counter[int], Counter[str]]:
    """Return how many of items have each value and each key."""
    values: Counter[int] = Counter()
    pairs: set[tuple[int, int]] = set()
    for part in chunks(sorted(items)):
        query = select(ItemFacet.item_id, ItemFacet.value_id).where(ItemFacet.item_id.in_(part))
        pairs.update((row[0], row[1]) for row in connection.execute(query))
    values.update(value for _, value in pairs)
    names: dict[int, str] = {}
    for part in chunks(sorted(values)):
        keyed = select(FacetValue.id, FacetValue.key).where(FacetValue.id.in_(part))
        names.update((row[0], row[1]) for row in connection.execute(keyed))
    keys = Counter(key for _, key in {(item, names[value]) for item, value in pairs})
    return values, keys


def _add(connection: Connection, table: Any, name: Any, changes: Counter[Any]) -> None:
    """Add changes to the counts of a table."""
    rows = [{"at": at, "change": change} for at, change in changes.items() if change]
    if rows:
        connection.execute(
            update(table)
            .where(name == bindparam("at"))
            .values(items=table.items + bindparam("change")),
            rows,
        )


def recount(connection: Connection) -> None:
    """Count everything anew."""
    connection.execute(update(FacetValue).values(items=0))
    _add(connection, FacetValue, FacetValue.id, _all(connection, _by_value()))
    keys = _all(connection, _by_key())
    connection.execute(update(FacetKey).values(items=0))
    lacking = set(keys) - set(connection.execute(select(FacetKey.key)).scalars())
    if lacking:
        connection.execute(insert(FacetKey), [{"key": key, "items": 0} for key in sorted(lacking)])
    _add(connection, FacetKey, FacetKey.key, keys)


def wrong_counts(connection: Connection) -> int:
    """Return how many counts are not what they should be; reads every facet."""
    wrong = 0
    for name, count, query in (
        (FacetValue.id, FacetValue.items, _by_value()),
        (FacetKey.key, FacetKey.items, _by_key()),
    ):
        kept = Counter({row[0]: row[1] for row in connection.execute(select(name, count))})
        kept.subtract(_all(connection, query))
        wrong += sum(1 for difference in kept.values() if difference)
    return wrong


def _by_value() -> Query:
    return select(ItemFacet.value_id, func.count(ItemFacet.item_id.distinct())).group_by(
        ItemFacet.value_id
    )


def _by_key() -> Query:
    return (
        select(FacetValue.key, func.count(ItemFacet.item_id.distinct()))
        .join(ItemFacet, ItemFacet.value_id == FacetValue.id)
        .group_by(FacetValue.key)
    )


def _all(connection: Connection, query: Query) -> Counter[Any]:
    """Return a query of (name, count) as a counter."""
    return Counter({row[0]: int(row[1]) for row in connection.execute(query)})
