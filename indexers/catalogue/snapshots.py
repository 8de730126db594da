"""Everything the catalogue holds of items, as JSON, and back; inside the caller's transaction.

What other rows own is named so that it is found again: sources, facet values, encoders and label
sets by their numbers, which are never taken away; buckets, watchlists and files, which may be, by
name. Rows of stores (thumbnails, vectors) are not in the JSON: see RemovedItem.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Text,
    bindparam,
    case,
    exists,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import DeclarativeBase

from indexers.catalogue.sql import Query, chunks
from indexers.catalogue.tables import (
    Analysis,
    BoxRow,
    File,
    Item,
    ItemFacet,
    ItemFile,
    RelationRow,
    TextRow,
    VectorRow,
)
from indexers.catalogue.types import CleanText, JsonText, Moment, PathText, Words
from indexers.catalogue.user_tables import (
    Bucket,
    BucketItem,
    LabelEvent,
    RemovedItem,
    SeenItem,
    Watchlist,
    WatchlistItem,
)

Row = dict[str, Any]
Table = type[DeclarativeBase]

# Name in the JSON -> table, and the columns that are given anew (numbers without meaning).
OWNED: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "facets": (ItemFacet, ()),
    "boxes": (BoxRow, ("id",)),
    "relations": (RelationRow, ("id",)),
    "texts": (TextRow, ()),
    "analyses": (Analysis, ()),
    "labels": (LabelEvent, ("id",)),
    "seen": (SeenItem, ()),
}
_IN_ORDER = {"boxes": BoxRow.id, "relations": RelationRow.id, "labels": LabelEvent.id}
_OWNER = "\x1f"  # between an owner and a name
_FILE = ("id", "path", "size", "mtime_ns", "content_hash", "format", "missing")


def snapshots(
    connection: Connection, items: Sequence[int]
) -> Iterator[tuple[Row, Row, dict[int, int]]]:
    """Yield (row of the item, all that hangs on it, encoder number -> row) of items, by id."""
    places = _places_in_watchlists(connection, items)
    for part in chunks(items, 500):
        said = {name: _of_items(connection, name, part) for name in OWNED}
        files, buckets = _files_of(connection, part), _buckets_of(connection, part)
        vectors: dict[int, dict[int, int]] = {}
        query = select(VectorRow.item_id, VectorRow.encoder_id, VectorRow.row)
        for holder, encoder, at in connection.execute(query.where(VectorRow.item_id.in_(part))):
            vectors.setdefault(holder, {})[encoder] = at
        for row in read_rows(connection, Item, Item.id.in_(part), order=Item.id):
            item = row["id"]
            document: Row = {name: rows.get(item, []) for name, rows in said.items()}
            document |= {
                "item": row,
                "files": files.get(item, []),
                "buckets": buckets.get(item, []),
                "watchlists": places.get(item, []),
                "encoders": sorted(vectors.get(item, {})),
            }
            yield row, document, vectors.get(item, {})


def read_rows(
    connection: Connection, table: Any, where: Any, *, leave_out: Sequence[str] = (), order: Any
) -> list[Row]:
    """Return rows as JSON holds them: times as numbers, JSON as text."""
    columns = [
        type_coerce(column, _plain_type(column.type)).label(column.name)
        for column in table.__table__.columns
        if column.name not in leave_out
    ]
    query = select(*columns).where(where).order_by(order)
    return [dict(row) for row in connection.execute(query).mappings()]


def write_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Write what read_rows() gave; a row whose key is taken stays as it is."""
    if not rows:
        return
    types = {column.name: _plain_type(column.type) for column in table.__table__.columns}
    values = {name: bindparam(name, type_=types[name]) for name in rows[0]}
    connection.execute(insert(table).values(values).on_conflict_do_nothing(), list(rows))


def _plain_type(kind: Any) -> Any:
    """Return the type that a column has in the database, without what Python makes of it."""
    if isinstance(kind, Moment):
        return BigInteger()
    return Text() if isinstance(kind, JsonText | PathText | CleanText | Words) else kind


def _of_items(connection: Connection, name: str, items: Collection[int]) -> dict[int, list[Row]]:
    """Return item -> its rows of one of OWNED, without what is given anew."""
    table, given = OWNED[name]
    order = _IN_ORDER.get(name, table.item_id)
    found: dict[int, list[Row]] = {}
    where = table.item_id.in_(items)
    for row in read_rows(connection, table, where, leave_out=given, order=order):
        found.setdefault(row["item_id"], []).append(row)
    return found


def _files_of(connection: Connection, items: Collection[int]) -> dict[int, list[Row]]:
    query = (
        select(ItemFile.item_id, ItemFile.role, *(getattr(File, name) for name in _FILE))
        .join(File, File.id == ItemFile.file_id)
        .where(ItemFile.item_id.in_(items))
        .order_by(File.id)
    )
    return _grouped(connection, query)


def _buckets_of(connection: Connection, items: Collection[int]) -> dict[int, list[str]]:
    query = select(BucketItem.item_id, said_name(Bucket).label("name"))
    query = query.join(Bucket, Bucket.id == BucketItem.bucket_id)
    rows = _grouped(connection, query.where(BucketItem.item_id.in_(items)))
    return {item: [row["name"] for row in found] for item, found in rows.items()}


def _grouped(connection: Connection, query: Query) -> dict[int, list[Row]]:
    """Return item_id -> the other columns of its rows."""
    found: dict[int, list[Row]] = {}
    for row in connection.execute(query).mappings():
        rest = {name: value for name, value in row.items() if name != "item_id"}
        found.setdefault(row["item_id"], []).append(rest)
    return found


def _places_in_watchlists(connection: Connection, items: Sequence[int]) -> dict[int, list[Row]]:
    """Return where items stand: behind which item that stays, and how many places behind it.

    Positions change when a list is put into another order and back; neighbours do not.
    """
    going = set(items)
    lists: dict[int, str] = {}
    query = select(Watchlist.id, said_name(Watchlist)).join(
        WatchlistItem, WatchlistItem.watchlist_id == Watchlist.id
    )
    for part in chunks(items):
        rows = connection.execute(query.where(WatchlistItem.item_id.in_(part)).distinct())
        lists.update((row[0], row[1]) for row in rows)
    found: dict[int, list[Row]] = {}
    for number, name in sorted(lists.items()):
        after, behind = 0, 0
        for item in watchlist_order(connection, number):
            if item in going:
                behind += 1
                place = {"name": name, "after": after, "behind": behind}
                found.setdefault(item, []).append(place)
            else:
                after, behind = item, 0
    return found


def said_name(table: Any) -> ColumnElement[str]:
    """Return the name under which a bucket or watchlist is kept in snapshots, with its owner."""
    owned: ColumnElement[str] = table.owner + literal(_OWNER, Text) + table.name
    return case((table.owner == "", table.name), else_=owned)


def watchlist_order(connection: Connection, number: int) -> list[int]:
    """Return the items of a watchlist in its order."""
    query = select(WatchlistItem.item_id).where(WatchlistItem.watchlist_id == number)
    return list(connection.execute(query.order_by(WatchlistItem.position)).scalars())


def removed_identities(connection: Connection, identities: Collection[str]) -> dict[str, int]:
    """Return identity -> id of removed items that may come back."""
    found: dict[str, int] = {}
    if not connection.execute(select(exists().where(RemovedItem.removal != ""))).scalar_one():
        return found
    for part in chunks(sorted(identities)):
        query = select(RemovedItem.identity, RemovedItem.item_id).where(
            RemovedItem.identity.in_(part)
        )
        found.update((row[0], row[1]) for row in connection.execute(query))
    return found
