"""Everything known of one item, for the details panel."""

from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from common.errors import QueryError
from common.values import Box, Facet, MediaFacts, Text, TextKind
from indexers.catalogue.labels import labels_of
from indexers.catalogue.reading import file_record, main_paths, summaries, summary_of
from indexers.catalogue.records import FileRecord, ItemDetails, Relation
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
from indexers.catalogue.user_tables import Bucket, BucketItem, Watchlist, WatchlistItem

FACT_COLUMNS = (
    "width", "height", "title", "taken_at", "offset_min", "time_source", "latitude", "longitude",
    "duration_s", "frame_rate", "codec", "animated", "extra",
)  # fmt: skip
ROLE_ORDER = {"media": 0, "list": 1, "poster": 2, "subtitles": 3}


class ItemDescribing(Store):
    """The part of the catalogue that tells all about one item."""

    def item(self, item: int) -> ItemDetails:
        """Return everything known of an item.

        Raises:
            QueryError: there is no such item.
        """
        with self._reading() as connection:
            row = connection.execute(
                summaries(aliased(Item)).where(Item.id == int(item))
            ).one_or_none()
            if row is None:
                raise QueryError(
                    f"There is no item {item} in this library.",
                    hint="Take an id from a search or from the wall.",
                )
            path = main_paths(connection, [row.holder]).get(row.holder, "")
            whole = connection.execute(select(Item.__table__).where(Item.id == int(item))).one()
            return ItemDetails(
                summary=summary_of(row, path),
                identity=whole.identity,
                facts=MediaFacts(**{name: getattr(whole, name) for name in FACT_COLUMNS}),
                popularity=whole.popularity,
                files=_files(connection, row.id, row.holder),
                facets=facets_of(connection, row.id),
                texts=texts_of(connection, row.id),
                boxes=boxes_of(connection, row.id),
                relations=relations_of(connection, row.id),
                labels=labels_of(connection, row.id),
                buckets=collections_of(connection, row.id, Bucket, BucketItem.bucket_id),
                watchlists=collections_of(
                    connection, row.id, Watchlist, WatchlistItem.watchlist_id
                ),
                children=_children(connection, row.id),
                vectors=vectors_of(connection, row.id),
                analyses=analyses_of(connection, row.id),
                added_at=whole.added_at,
            )


def _files(connection: Connection, item: int, holder: int) -> tuple[FileRecord, ...]:
    """Return the files of an item, its video's if it is a shot; media first, then by path."""
    query = (
        select(*File.__table__.columns, ItemFile.item_id.label("item"), ItemFile.role)
        .join(ItemFile, ItemFile.file_id == File.id)
        .where(ItemFile.item_id.in_(sorted({item, holder})))
    )
    found = [file_record(row) for row in connection.execute(query)]
    found.sort(key=lambda file: (ROLE_ORDER[file.role], file.missing, file.path))
    return tuple(found)


def facets_of(connection: Connection, item: int) -> tuple[Facet, ...]:
    """Return the facets of an item by key, best first."""
    query = (
        select(FacetValue.key, FacetValue.value, ItemFacet.score, Source.name)
        .join(ItemFacet, ItemFacet.value_id == FacetValue.id)
        .join(Source, Source.id == ItemFacet.source_id)
        .where(ItemFacet.item_id == item)
    )
    found = (Facet(*row) for row in connection.execute(query))
    return tuple(sorted(found, key=lambda f: (f.key, -f.score, f.value, f.source)))


def texts_of(connection: Connection, item: int) -> tuple[Text, ...]:
    """Return the texts of an item by kind and time."""
    query = (
        select(TextRow.kind, TextRow.content, TextRow.start_s, TextRow.end_s, Source.name)
        .join(Source, Source.id == TextRow.source_id)
        .where(TextRow.item_id == item)
        .order_by(TextRow.id)
    )
    order = {kind: place for place, kind in enumerate(TextKind)}
    found = [Text(TextKind(row[0]), *row[1:]) for row in connection.execute(query)]
    return tuple(sorted(found, key=lambda t: (order[t.kind], t.start_s or 0.0)))


def boxes_of(connection: Connection, item: int) -> tuple[Box, ...]:
    """Return the boxes of an item, best first."""
    query = (
        select(
            BoxRow.label, BoxRow.score, BoxRow.x, BoxRow.y, BoxRow.width, BoxRow.height,
            Source.name,
        )
        .join(Source, Source.id == BoxRow.source_id)
        .where(BoxRow.item_id == item)
        .order_by(BoxRow.score.desc(), BoxRow.id)
    )  # fmt: skip
    return tuple(Box(*row) for row in connection.execute(query))


def relations_of(connection: Connection, item: int) -> tuple[Relation, ...]:
    """Return the relations of an item, best first."""
    query = (
        select(
            RelationRow.subject, RelationRow.predicate, RelationRow.object, RelationRow.score,
            Source.name,
        )
        .join(Source, Source.id == RelationRow.source_id)
        .where(RelationRow.item_id == item)
        .order_by(RelationRow.score.desc(), RelationRow.id)
    )  # fmt: skip
    return tuple(Relation(*row) for row in connection.execute(query))


def collections_of(connection: Connection, item: int, names: Any, owner: Any) -> tuple[str, ...]:
    """Return the names of the buckets or watchlists that hold an item."""
    query = select(names.name).join(owner.class_, owner == names.id)
    query = query.where(owner.class_.item_id == item).order_by(names.name)
    return tuple(connection.execute(query).scalars())


def _children(connection: Connection, item: int) -> tuple[int, ...]:
    """Return the shots of a video in order of time."""
    query = select(Item.id).where(Item.parent_id == item).order_by(Item.start_s, Item.id)
    return tuple(connection.execute(query).scalars())


def vectors_of(connection: Connection, item: int) -> tuple[str, ...]:
    """Return the encoders that have a vector of an item."""
    query = (
        select(Encoder.name)
        .join(VectorRow, VectorRow.encoder_id == Encoder.id)
        .where(VectorRow.item_id == item)
        .order_by(Encoder.name)
    )
    return tuple(connection.execute(query).scalars())


def analyses_of(connection: Connection, item: int) -> dict[str, str]:
    """Return name -> version of the analyses that ran on an item."""
    query = (
        select(Analysis.name, Analysis.version)
        .where(Analysis.item_id == item)
        .order_by(Analysis.name)
    )
    return {row[0]: row[1] for row in connection.execute(query)}
