"""Everything known of items, with one query a table for many of them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased

from common.errors import QueryError
from common.values import Box, Facet, MediaFacts, Text, TextKind
from indexers.catalogue.lifelog_records import Relation
from indexers.catalogue.ownership import visible
from indexers.catalogue.reading import file_record, main_paths, summaries, summary_of
from indexers.catalogue.records import FileRecord, ItemDetails
from indexers.catalogue.sql import Query, chunks
from indexers.catalogue.store import Store
from indexers.catalogue.tables import (
    Analysis,
    BoxRow,
    Encoder,
    FacetValue,
    File,
    Item,
    ItemFacet,
    ItemFile,
    RelationRow,
    Source,
    TextRow,
    VectorRow,
)
from indexers.catalogue.user_tables import (
    Bucket,
    BucketItem,
    LabelEvent,
    LabelSet,
    Watchlist,
    WatchlistItem,
)

T = TypeVar("T")
FACT_COLUMNS = (
    "width", "height", "title", "taken_at", "offset_min", "time_source", "latitude", "longitude",
    "duration_s", "frame_rate", "codec", "animated", "extra",
    "position_source",
)  # fmt: skip
ROLE_ORDER = {"media": 0, "list": 1, "poster": 2, "subtitles": 3}
AT_ONCE = 1000  # items described by one set of queries
_TEXT_ORDER = {kind: place for place, kind in enumerate(TextKind)}


@dataclass(frozen=True, slots=True)
class ValueAmong:
    """A facet value of some items.

    Args:
        key: facet key.
        value: as stored.
        count: how many of these items have it.
        total: how many of all items have it.
    """

    key: str
    value: str
    count: int
    total: int


class ItemDescribing(Store):
    """The part of the catalogue that tells all about items."""

    def item(self, item: int) -> ItemDetails:
        """Return everything known of an item.

        Raises:
            QueryError: there is no such item.
        """
        found = self.describe([item])
        if not found:
            raise QueryError(
                f"There is no item {item} in this library.",
                hint="Take an id from a search or from the wall.",
            )
        return found[0]

    def describe(self, ids: Sequence[int]) -> list[ItemDetails]:
        """Return everything known of items, in the order of ids; unknown ids are left out.

        Costs a few queries for a thousand items. Ask for a few thousand at a time: all of it is
        held in memory.
        """
        wanted = [int(item) for item in ids]
        found: dict[int, ItemDetails] = {}
        with self._reading() as connection:
            for part in chunks(sorted(set(wanted)), AT_ONCE):
                found.update(described(connection, part, self.person))
        return [found[item] for item in wanted if item in found]

    def values_among(self, ids: Sequence[int], *, least: int = 1) -> list[ValueAmong]:
        """Return the facet values that items have, with how many of these and of all have them.

        Args:
            ids: of items; those that are gone do not count.
            least: values that fewer of these items have are left out.
        """
        found: Counter[int] = Counter()
        wanted_ids = sorted({int(item) for item in ids})
        many = func.count(ItemFacet.item_id.distinct())
        with self._reading() as connection:
            for part in chunks(wanted_ids, AT_ONCE):
                query = select(ItemFacet.value_id, many).group_by(ItemFacet.value_id)
                query = query.where(ItemFacet.item_id.in_(part))
                if len(part) == len(wanted_ids):  # most values are of one item: not even read
                    query = query.having(many >= least)
                found.update({row[0]: row[1] for row in connection.execute(query)})
            wanted = [value for value, count in found.items() if count >= least]
            columns = (FacetValue.id, FacetValue.key, FacetValue.value, FacetValue.items)
            named = [
                row
                for part in chunks(sorted(wanted))
                for row in connection.execute(select(*columns).where(FacetValue.id.in_(part)))
            ]
        return [ValueAmong(row[1], row[2], found[row[0]], row[3]) for row in named]

    def beginnings(
        self, ids: Sequence[int], kinds: Sequence[TextKind], *, length: int = 400
    ) -> list[tuple[int, str]]:
        """Return (item, how a text of it begins) of items, in no order.

        Args:
            ids: of items.
            kinds: which texts.
            length: characters at most of each text.
        """
        content = func.substr(TextRow.content, 1, length)
        query = select(TextRow.item_id, content).where(
            TextRow.kind.in_([kind.value for kind in kinds])
        )
        with self._reading() as connection:
            return [
                (row[0], row[1])
                for part in chunks(sorted({int(item) for item in ids}), AT_ONCE)
                for row in connection.execute(query.where(TextRow.item_id.in_(part)))
            ]


def described(connection: Connection, ids: Sequence[int], person: str) -> dict[int, ItemDetails]:
    """Return everything known of those of ids that there are; at most AT_ONCE of them.

    Args:
        connection: open.
        ids: of items.
        person: whose labels and lists are told.
    """
    rows = connection.execute(summaries(aliased(Item)).where(Item.id.in_(ids))).all()
    holders = {row.id: row.holder for row in rows}
    paths = main_paths(connection, sorted(set(holders.values())))
    whole = {
        row.id: row for row in connection.execute(select(Item.__table__).where(Item.id.in_(ids)))
    }
    files = _files(connection, sorted({*holders, *holders.values()}))
    facets, texts = _facets(connection, ids), _texts(connection, ids)
    boxes, relations = _boxes(connection, ids), _relations(connection, ids)
    labels = _labels(connection, ids, person)
    analyses = _pairs(connection, _analyses(), Analysis, ids)
    of_buckets = _lists(Bucket, BucketItem.bucket_id, person)
    buckets = _grouped(connection, of_buckets, BucketItem.item_id, ids)
    of_watchlists = _lists(Watchlist, WatchlistItem.watchlist_id, person)
    watchlists = _grouped(connection, of_watchlists, WatchlistItem.item_id, ids)
    vectors = _grouped(connection, _encoders(), VectorRow.item_id, ids)
    children = _grouped(connection, _children(), Item.parent_id, ids)
    return {
        row.id: ItemDetails(
            summary=summary_of(row, paths.get(row.holder, "")),
            identity=whole[row.id].identity,
            facts=MediaFacts(**{name: getattr(whole[row.id], name) for name in FACT_COLUMNS}),
            popularity=whole[row.id].popularity,
            files=_of(files, row.id, row.holder),
            facets=tuple(facets[row.id]),
            texts=tuple(texts[row.id]),
            boxes=tuple(boxes[row.id]),
            relations=tuple(relations[row.id]),
            labels=labels[row.id],
            buckets=tuple(buckets[row.id]),
            watchlists=tuple(watchlists[row.id]),
            children=tuple(children[row.id]),
            vectors=tuple(vectors[row.id]),
            analyses=dict(analyses[row.id]),
            added_at=whole[row.id].added_at,
        )
        for row in rows
    }


def _of(files: Mapping[int, list[FileRecord]], item: int, holder: int) -> tuple[FileRecord, ...]:
    """Return the files of an item and of its holder; media first, then by path."""
    found = [file for owner in sorted({item, holder}) for file in files.get(owner, ())]
    found.sort(key=lambda file: (ROLE_ORDER[file.role], file.missing, file.path))
    return tuple(found)


def _files(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[FileRecord]]:
    query = (
        select(*File.__table__.columns, ItemFile.item_id.label("item"), ItemFile.role)
        .join(ItemFile, ItemFile.file_id == File.id)
        .where(ItemFile.item_id.in_(ids))
    )
    return _by_item((row.item, file_record(row)) for row in connection.execute(query))


def _facets(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[Facet]]:
    query = (
        select(ItemFacet.item_id, FacetValue.key, FacetValue.value, ItemFacet.score, Source.name)
        .join(FacetValue, FacetValue.id == ItemFacet.value_id)
        .join(Source, Source.id == ItemFacet.source_id)
        .where(ItemFacet.item_id.in_(ids))
    )
    found = _by_item((row[0], Facet(*row[1:])) for row in connection.execute(query))
    return _sorted(found, lambda f: (f.key, -f.score, f.value, f.source))


def _texts(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[Text]]:
    query = (
        select(
            TextRow.item_id, TextRow.kind, TextRow.content, TextRow.start_s, TextRow.end_s,
            Source.name,
        )
        .join(Source, Source.id == TextRow.source_id)
        .where(TextRow.item_id.in_(ids))
        .order_by(TextRow.id)
    )  # fmt: skip
    found = _by_item(
        (row[0], Text(TextKind(row[1]), *row[2:])) for row in connection.execute(query)
    )
    return _sorted(found, lambda t: (_TEXT_ORDER[t.kind], t.start_s or 0.0))


def _boxes(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[Box]]:
    query = (
        select(
            BoxRow.item_id, BoxRow.label, BoxRow.score, BoxRow.x, BoxRow.y, BoxRow.width,
            BoxRow.height, Source.name, BoxRow.attributes,
        )
        .join(Source, Source.id == BoxRow.source_id)
        .where(BoxRow.item_id.in_(ids))
        .order_by(BoxRow.score.desc(), BoxRow.id)
    )  # fmt: skip
    return _by_item((row[0], Box(*row[1:])) for row in connection.execute(query))


def _relations(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[Relation]]:
    query = (
        select(
            RelationRow.item_id, RelationRow.subject, RelationRow.predicate, RelationRow.object,
            RelationRow.score, Source.name, RelationRow.subject_node, RelationRow.object_node,
        )
        .join(Source, Source.id == RelationRow.source_id)
        .where(RelationRow.item_id.in_(ids))
        .order_by(RelationRow.score.desc(), RelationRow.id)
    )  # fmt: skip
    return _by_item((row[0], Relation(*row[1:])) for row in connection.execute(query))


def _labels(
    connection: Connection, ids: Sequence[int], person: str
) -> Mapping[int, dict[str, int]]:
    """Return item -> label set -> +1 or -1; the latest event counts."""
    query = (
        select(LabelEvent.item_id, LabelSet.name, LabelEvent.value)
        .join(LabelSet, LabelSet.id == LabelEvent.label_set_id)
        .where(LabelEvent.item_id.in_(ids), visible(LabelSet, person))
        .order_by(LabelEvent.id)
    )
    latest: dict[int, dict[str, int]] = defaultdict(dict)
    for item, name, value in connection.execute(query):
        latest[item][name] = value
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for item, values in latest.items():
        found[item] = {name: value for name, value in sorted(values.items()) if value}
    return found


def _lists(names: Any, number: Any, person: str) -> Query:
    query = select(number.class_.item_id, names.name).join(names, number == names.id)
    return query.where(visible(names, person)).order_by(names.name)


def _encoders() -> Query:
    return (
        select(VectorRow.item_id, Encoder.name)
        .join(Encoder, VectorRow.encoder_id == Encoder.id)
        .order_by(Encoder.name)
    )


def _children() -> Query:
    return select(Item.parent_id, Item.id).order_by(Item.start_s, Item.id)


def _analyses() -> Query:
    return select(Analysis.item_id, Analysis.name, Analysis.version).order_by(Analysis.name)


def _grouped(
    connection: Connection, query: Query, column: Any, ids: Sequence[int]
) -> Mapping[int, list[Any]]:
    """Return item -> values of a query of (item, value)."""
    rows = connection.execute(query.where(column.in_(ids)))
    return _by_item((row[0], row[1]) for row in rows)


def _pairs(
    connection: Connection, query: Query, table: Any, ids: Sequence[int]
) -> Mapping[int, list[tuple[str, str]]]:
    rows = connection.execute(query.where(table.item_id.in_(ids)))
    return _by_item((row[0], (row[1], row[2])) for row in rows)


def _by_item(pairs: Iterable[tuple[int, T]]) -> Mapping[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for item, value in pairs:
        found[item].append(value)
    return found


def _sorted(found: Mapping[int, list[T]], key: Callable[[T], Any]) -> Mapping[int, list[T]]:
    for values in found.values():
        values.sort(key=key)
    return found
