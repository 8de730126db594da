"""Removed items come back; all inside the caller's transaction.

An item whose identity was imported again meanwhile is there already: then what is there counts, and
only what it lacks is added: what the user said before, and sources that say nothing now.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from common.values import TextKind
from indexers.catalogue.batch import free_numbers
from indexers.catalogue.files import link_known, refresh_missing
from indexers.catalogue.fulltext import TEXTS_PER_KIND, FullText, text_id
from indexers.catalogue.records import MAIN_ROLES, USER_SOURCE
from indexers.catalogue.snapshots import (
    OWNED,
    Row,
    read_rows,
    said_name,
    watchlist_order,
    write_rows,
)
from indexers.catalogue.sql import chunks, upsert
from indexers.catalogue.tables import Analysis, Encoder, Item, Source, TextRow, VectorRow
from indexers.catalogue.user_tables import (
    Bucket,
    BucketItem,
    LabelEvent,
    SeenItem,
    Watchlist,
    WatchlistItem,
)

_SAID = ("facets", "boxes", "relations", "texts")


@dataclass(slots=True)
class Returning:
    """An item on its way back.

    Args:
        item: id it had, and has again.
        thumb_row: of its picture, -1 for none.
        document: see snapshots().
        vectors: encoder number -> row.
        there: it was imported again meanwhile.
    """

    item: int
    thumb_row: int
    document: Row
    vectors: dict[int, int] = field(default_factory=dict)
    there: bool = False


def bring_back(connection: Connection, full_text: FullText, items: Sequence[Returning]) -> None:
    """Write items that were removed, with all that hung on them."""
    _write_items(connection, items)
    _keep_what_is_new(connection, [each for each in items if each.there])
    for name in ("facets", "boxes", "relations"):
        table = OWNED[name][0]
        write_rows(connection, table, [row for each in items for row in each.document[name]])
    _write_texts(connection, full_text, items)
    _write_vectors(connection, items)
    write_rows(connection, Analysis, [row for each in items for row in each.document["analyses"]])
    link_known(connection, [(each.item, each.document["files"]) for each in items])
    held = [
        each.item
        for each in items
        if each.there or any(file["role"] in MAIN_ROLES for file in each.document["files"])
    ]
    refresh_missing(connection, held)
    _write_labels(connection, items)
    # Version 1 knew of nothing that was shown.
    write_rows(
        connection, SeenItem, [row for each in items for row in each.document.get("seen", ())]
    )
    _write_buckets(connection, items)
    _write_watchlists(connection, items)


def _write_items(connection: Connection, items: Sequence[Returning]) -> None:
    """Write the rows of items; pictures that belong to another item by now are left out."""
    rows = {each.thumb_row for each in items if each.thumb_row >= 0}
    taken: set[int] = set()
    for part in chunks(sorted(rows)):
        found = connection.execute(select(Item.thumb_row).where(Item.thumb_row.in_(part)))
        taken.update(found.scalars())
    for each in items:
        each.thumb_row = -1 if each.thumb_row in taken else each.thumb_row
    added = [each.document["item"] | {"thumb_row": each.thumb_row} for each in items]
    fresh = [row for row, each in zip(added, items, strict=True) if not each.there]
    write_rows(connection, Item, fresh)
    lacking = [{"at": each.item, "row": each.thumb_row} for each in items if each.there]
    if lacking:
        connection.execute(
            update(Item)
            .where(Item.id == bindparam("at"), Item.thumb_row < 0)
            .values(thumb_row=bindparam("row")),
            lacking,
        )


def _keep_what_is_new(connection: Connection, items: Sequence[Returning]) -> None:
    """Leave out what a source says that was heard again since."""
    if not items:
        return
    ids = [each.item for each in items]
    names = {row[0]: row[1] for row in connection.execute(select(Source.id, Source.name))}
    heard: set[tuple[int, str]] = set()
    for part in chunks(ids):
        for name in _SAID:
            table = OWNED[name][0]
            query = select(table.item_id, table.source_id).where(table.item_id.in_(part))
            heard.update((row[0], names[row[1]]) for row in connection.execute(query.distinct()))
        query = select(Analysis.item_id, Analysis.name).where(Analysis.item_id.in_(part))
        heard.update((row[0], row[1]) for row in connection.execute(query))
    for each in items:
        for name in _SAID:
            each.document[name] = [
                row
                for row in each.document[name]
                if (each.item, names[row["source_id"]]) not in heard
                or (names[row["source_id"]] == USER_SOURCE and name == "facets")
            ]


def _write_texts(connection: Connection, full_text: FullText, items: Sequence[Returning]) -> None:
    """Write texts and index them; those of an item that is there get free numbers."""
    free = free_numbers(connection, {each.item for each in items if each.there})
    rows: list[Row] = []
    for each in items:
        for row in each.document["texts"]:
            if each.there:
                kind = TextKind(row["kind"])
                number = free.get((each.item, kind), 0)
                free[each.item, kind] = number + 1
                if number >= TEXTS_PER_KIND:
                    continue
                row |= {"id": text_id(each.item, kind, number)}
            rows.append(row)
    write_rows(connection, TextRow, rows)
    full_text.index(connection, [(row["id"], row["content"]) for row in rows])


def _write_vectors(connection: Connection, items: Sequence[Returning]) -> None:
    """Write where vectors lie; an item whose vector was lost meanwhile is to be analysed anew."""
    taken: set[tuple[int, int]] = set()
    by_encoder: dict[int, set[int]] = {}
    for each in items:
        for encoder, row in each.vectors.items():
            by_encoder.setdefault(encoder, set()).add(row)
    for encoder, rows in by_encoder.items():
        for part in chunks(sorted(rows)):
            found = select(VectorRow.row).where(
                VectorRow.encoder_id == encoder, VectorRow.row.in_(part)
            )
            taken.update((encoder, row) for row in connection.execute(found).scalars())
    for each in items:
        kept = {
            encoder: row for encoder, row in each.vectors.items() if (encoder, row) not in taken
        }
        if len(kept) < len(each.document["encoders"]):
            each.document["analyses"] = []
        each.vectors = kept
    rows_kept = [
        {"encoder_id": encoder, "item_id": each.item, "row": row}
        for each in items
        for encoder, row in each.vectors.items()
    ]
    write_rows(connection, VectorRow, rows_kept)


def placed(
    connection: Connection, items: Collection[int]
) -> dict[str, tuple[list[int], list[int]]]:
    """Return encoder -> (items, rows) of the vectors that items have."""
    found: dict[str, tuple[list[int], list[int]]] = {}
    query = select(Encoder.name, VectorRow.item_id, VectorRow.row).join(
        VectorRow, VectorRow.encoder_id == Encoder.id
    )
    for part in chunks(sorted(items)):
        for name, item, row in connection.execute(query.where(VectorRow.item_id.in_(part))):
            ids, rows = found.setdefault(name, ([], []))
            ids.append(item)
            rows.append(row)
    return found


def _write_labels(connection: Connection, items: Sequence[Returning]) -> None:
    """Write label events, in the order of time with those that came since; the latest counts."""
    events = [row for each in items for row in each.document["labels"]]
    newer: list[Row] = []
    for part in chunks([each.item for each in items if each.there and each.document["labels"]]):
        where = LabelEvent.item_id.in_(part)
        newer += read_rows(connection, LabelEvent, where, leave_out=("id",), order=LabelEvent.id)
        connection.execute(delete(LabelEvent).where(where))
    if newer:
        events = sorted([*events, *newer], key=lambda row: row["at"])
    # Before version 4 nobody noted who said so.
    write_rows(connection, LabelEvent, [{"person": ""} | row for row in events])


def _write_buckets(connection: Connection, items: Sequence[Returning]) -> None:
    """Put items into the buckets they were in; one that was deleted since stays away."""
    wanted = {name for each in items for name in each.document["buckets"]}
    numbers = _numbers(connection, Bucket, wanted)
    rows = [
        {"bucket_id": numbers[name], "item_id": each.item}
        for each in items
        for name in each.document["buckets"]
        if name in numbers
    ]
    if rows:
        connection.execute(upsert(BucketItem), rows)


def _write_watchlists(connection: Connection, items: Sequence[Returning]) -> None:
    """Put items where they stood in their watchlists; at the end where their neighbour is gone."""
    wanted: dict[str, list[tuple[int, int, int]]] = {}
    for each in items:
        for place in each.document["watchlists"]:
            entry = (place["after"], place["behind"], each.item)
            wanted.setdefault(place["name"], []).append(entry)
    numbers = _numbers(connection, Watchlist, wanted)
    for name, number in numbers.items():
        order = watchlist_order(connection, number)
        there = set(order)
        groups: dict[int, list[int]] = {}
        for after, _, item in sorted(wanted[name]):
            if item not in there:
                groups.setdefault(after if after in there or not after else -1, []).append(item)
        merged = _inserted(order, groups)
        connection.execute(delete(WatchlistItem).where(WatchlistItem.watchlist_id == number))
        connection.execute(
            insert(WatchlistItem),
            [
                {"watchlist_id": number, "item_id": item, "position": position}
                for position, item in enumerate(merged, 1)
            ],
        )


def _numbers(connection: Connection, table: Any, wanted: Collection[str]) -> dict[str, int]:
    """Return name, as snapshots keep it -> number of those of wanted that there are."""
    rows = connection.execute(select(said_name(table), table.id)) if wanted else ()
    return {row[0]: row[1] for row in rows if row[0] in wanted}


def _inserted(order: Sequence[int], groups: Mapping[int, Sequence[int]]) -> list[int]:
    """Return order with each group behind its item: 0 stands for the beginning, -1 for the end."""
    merged: list[int] = list(groups.get(0, ()))
    for item in order:
        merged += [item, *groups.get(item, ())]
    return [*merged, *groups.get(-1, ())]
