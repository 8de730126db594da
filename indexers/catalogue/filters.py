"""Which items pass a filter, as queries; `postings` combines what they give."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, ColumnElement, Connection, func, or_, select, type_coerce

from common.errors import QueryError
from indexers.catalogue.columns import MOMENTS, under_folder, with_range
from indexers.catalogue.ownership import visible
from indexers.catalogue.records import Filter
from indexers.catalogue.sql import INTS, Query, arrays, distinct
from indexers.catalogue.tables import FacetValue, File, Item, ItemFacet, ItemFile
from indexers.catalogue.user_tables import (
    Bucket,
    BucketItem,
    LabelEvent,
    LabelSet,
    Watchlist,
    WatchlistItem,
)

Ids = NDArray[np.int64]
# What no table holds: values asked for -> sorted ids of the items that have any of them.
Computed = Callable[[Sequence[str]], Ids]
_MICROSECONDS = 1_000_000
_YES = {"yes", "true", "1"}
_LARGEST = 32_767  # of a year
_DIGITS = 20  # that a year is read from


def fetch(connection: Connection, query: Query) -> Ids:
    """Return the ids that a query selects, sorted, each once."""
    return distinct(arrays(connection, query, (INTS,))[0])


def latest_labels(label_set: str, person: str) -> Query:
    """Select (item_id, value, person) of the labels in effect, value 0 where one was cleared.

    Args:
        label_set: its name.
        person: who looks.
    """
    latest = (
        select(func.max(LabelEvent.id).label("id"))
        .join(LabelSet, LabelSet.id == LabelEvent.label_set_id)
        .where(LabelSet.name == label_set, visible(LabelSet, person))
        .group_by(LabelEvent.item_id)
        .subquery()
    )
    said = select(LabelEvent.item_id, LabelEvent.value, LabelEvent.person)
    return said.join(latest, latest.c.id == LabelEvent.id)


def in_range(wanted: Filter) -> Query:
    """Select the items whose number lies in the range of a filter."""
    column = with_range(wanted.key)
    if column is None:
        query = select(ItemFacet.item_id).join(FacetValue, FacetValue.id == ItemFacet.value_id)
        query = query.where(FacetValue.key == wanted.key)
        return _between(query, FacetValue.number, wanted.low, wanted.high)  # type: ignore[arg-type]
    low, high = wanted.low, wanted.high
    if wanted.key in MOMENTS:
        column = type_coerce(column, BigInteger)
        low, high = (None if side is None else _moment(side) for side in (low, high))
    return _between(select(Item.id), column, low, high)


def _moment(second: float) -> int:
    """Return a time in microseconds, within what a column of a database can hold."""
    most = np.iinfo(np.int64)
    return max(most.min, min(round(second * _MICROSECONDS), most.max))


def _between(
    query: Query, column: ColumnElement[Any], low: float | None, high: float | None
) -> Query:
    """Return the query for rows whose column lies in the range; unknown ones never do."""
    query = query.where(column.is_not(None))
    query = query if low is None else query.where(column >= low)
    return query if high is None else query.where(column <= high)


def holders(key: str, values: Sequence[str], person: str) -> Query:
    """Select the items that have any of the values; any value at all for none.

    Args:
        key: of a filter.
        values: asked for.
        person: whose labels and lists count.
    """
    name, _, detail = key.partition(":")
    special: dict[str, Callable[[], Query]] = {
        "kind": lambda: _any(select(Item.id), Item.kind, values),
        "missing": lambda: _flagged(Item.missing, values),
        "animated": lambda: _flagged(Item.animated, values),
        "label": lambda: _labelled(detail or "default", values, person),
        "bucket": lambda: _collected(BucketItem, Bucket, BucketItem.bucket_id, values, person),
        "watchlist": lambda: _collected(
            WatchlistItem, Watchlist, WatchlistItem.watchlist_id, values, person
        ),
        "path": lambda: _in_folders(values),
    }
    if name in special and (not detail or name == "label"):
        return special[name]()
    query = select(ItemFacet.item_id).join(FacetValue, FacetValue.id == ItemFacet.value_id)
    query = _any(query.where(FacetValue.key == key), FacetValue.value, values)
    years = [
        int(value)
        for value in values
        if value.isdecimal() and len(value) < _DIGITS and int(value) <= _LARGEST
    ]
    if key == "year" and (years or not values):
        # Known of every dated item, even if no importer made a facet.
        dated = Item.year.in_(years) if values else Item.year.is_not(None)
        both = query.union_all(select(Item.id).where(dated)).subquery()
        return select(*both.columns)
    return query


def _any(query: Query, column: Any, values: Sequence[str]) -> Query:
    """Return the query for rows whose column is one of the values; all rows for no values."""
    return query.where(column.in_(list(values))) if values else query


def _flagged(column: Any, values: Sequence[str]) -> Query:
    """Select the items whose flag is as asked; set, if nothing is asked."""
    wanted = {value.lower() in _YES for value in values} or {True}
    return select(Item.id).where(column.in_(sorted(wanted)))


def _labelled(label_set: str, values: Sequence[str], person: str) -> Query:
    """Select the items whose label in effect is one of "1" and "-1"; either, if none is asked."""
    try:
        wanted = [int(value) for value in values] or [1, -1]
        if any(abs(value) > 1 for value in wanted):
            raise ValueError
    except ValueError:
        raise QueryError(
            f"“{', '.join(values)}” is no label.", hint="Use 1 for relevant, -1 for not relevant."
        ) from None
    labels = latest_labels(label_set, person).subquery()
    return select(labels.c.item_id).where(labels.c.value.in_(wanted))


def _collected(members: Any, names: Any, number: Any, values: Sequence[str], person: str) -> Query:
    """Select the items in any of the named buckets or watchlists."""
    query = select(members.item_id).join(names, names.id == number)
    query = query.where(visible(names, person))
    return _any(query, names.name, values)


def _in_folders(values: Sequence[str]) -> Query:
    """Select the items whose files lie at or below the paths; shots go with their video."""
    held = select(ItemFile.item_id).join(File, File.id == ItemFile.file_id)
    if values:
        held = held.where(or_(*(under_folder(value) for value in values)))
    return select(Item.id).where(or_(Item.id.in_(held), Item.parent_id.in_(held)))
