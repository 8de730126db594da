"""Is the catalogue whole, and what does it hold, told without ids."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import aliased

from indexers.catalogue.backend import SqliteBackend
from indexers.catalogue.classifiers import read_classifiers
from indexers.catalogue.counts import wrong_counts
from indexers.catalogue.details import AT_ONCE, described
from indexers.catalogue.lifelog_told import told_lives
from indexers.catalogue.ownership import visible
from indexers.catalogue.records import ItemDetails, SavedClassifier
from indexers.catalogue.recovery import quick_problems
from indexers.catalogue.sql import chunks
from indexers.catalogue.store import Store
from indexers.catalogue.tables import File, Item, ItemFile, Meta, VectorRow
from indexers.catalogue.user_tables import (
    Bucket,
    BucketItem,
    LabelSet,
    SeenItem,
    Watchlist,
    WatchlistItem,
)

_FACTS = (
    "kind", "start_s", "end_s", "year", "popularity", "width", "height", "taken_at", "offset_min",
    "time_source", "latitude", "longitude", "duration_s", "frame_rate", "animated", "missing",
    "codec", "title", "extra", "position_source",
)  # fmt: skip


class Checking(Store):
    """The part of the catalogue that examines itself."""

    def schema_version(self) -> int:
        """Return the version of the schema."""
        with self._reading() as connection:
            query = select(Meta.value).where(Meta.key == "schema_version")
            return int(connection.execute(query).scalar_one())

    def integrity_problems(self) -> list[str]:
        """Return what is wrong with the catalogue, one line each; reads all of it."""
        found: list[str] = []
        if isinstance(self._backend, SqliteBackend):
            read_only = bool(self._backend.read_only_reason)
            found += quick_problems(
                self._backend.path, read_only=read_only, immutable=self._backend.ignores_wal
            )
        if found:
            return [f"The catalogue is damaged: {problem}." for problem in found]
        try:
            with self._reading() as connection:
                found += self._foreign_keys(connection)
                found += _disagreements(connection)
                found += _damaged_weights(connection)
                if count := wrong_counts(connection):
                    found.append(f"{count} counts of facets are wrong.")
            if not self.is_read_only:
                with self._writing() as connection:
                    found += self._backend.full_text.problems(connection)
        except DBAPIError as error:
            found.append(f"The catalogue cannot be read ({error.orig}).")
        return found

    def _foreign_keys(self, connection: Connection) -> list[str]:
        """Return rows that belong to nothing; PostgreSQL never has any."""
        if not isinstance(self._backend, SqliteBackend):
            return []
        rows = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(20)
        return [f"Row {row[1]} of {row[0]} belongs to a {row[2]} that is gone." for row in rows]

    def canonical(self) -> Iterator[str]:
        """Yield one line of JSON for each item, list, classifier, series, track and so on.

        Ids and rows of stores are left out, and what belongs to other people.

        Two catalogues that hold the same yield the same lines, however they came to it: tests
        compare an import that was killed and repeated with one that ran through. Times of import
        are left out.
        """
        with self._reading() as connection:
            parent = aliased(Item)
            rows = connection.execute(
                select(Item.__table__, parent.identity.label("parent"))
                .join(parent, parent.id == Item.parent_id, isouter=True)
                .order_by(Item.identity)
            ).all()
            for part in chunks(rows, AT_ONCE):
                ids = [row.id for row in part]
                whole, files = described(connection, ids, self.person), _files(connection, ids)
                for row in part:
                    yield _line(_told_of_item(row, whole[row.id], files.get(row.id, [])))
            for kind, names, owner, order in (
                ("bucket", Bucket, BucketItem.bucket_id, Item.identity),
                ("watchlist", Watchlist, WatchlistItem.watchlist_id, WatchlistItem.position),
                ("seen", LabelSet, SeenItem.label_set_id, Item.identity),
            ):
                yield from _members(connection, kind, names, owner, order, self.person)
            for classifier in read_classifiers(connection, self.person):
                yield _line(_told_of(classifier))
            for told in told_lives(connection):
                yield _line(told)

    dump = canonical


def _disagreements(connection: Connection) -> list[str]:
    """Return what tables say differently."""
    found = []
    shared = (
        select(func.count())
        .select_from(Item)
        .where(Item.thumb_row >= 0)
        .group_by(Item.thumb_row)
        .having(func.count() > 1)
        .subquery()
    )
    if count := connection.execute(select(func.count()).select_from(shared)).scalar_one():
        found.append(f"{count} thumbnails belong to more than one item.")
    doubled = (
        select(VectorRow.row)
        .group_by(VectorRow.encoder_id, VectorRow.row)
        .having(func.count() > 1)
        .subquery()
    )
    if count := connection.execute(select(func.count()).select_from(doubled)).scalar_one():
        found.append(f"{count} vectors belong to more than one item.")
    following = select(Meta.value).where(Meta.key == "next_item")
    last = select(func.coalesce(func.max(Item.id), 0))
    if int(connection.execute(following).scalar_one()) <= connection.execute(last).scalar_one():
        found.append("The next item would get a number that is taken.")
    return found


def _damaged_weights(connection: Connection) -> list[str]:
    """Return which weights of classifiers are no row of finite float32."""
    return [
        f"What “{classifier.name}” learned of {learned.modality} is damaged: let it learn anew."
        for classifier in read_classifiers(connection, None)
        for learned in classifier.weights
        if len(learned.weights) % 4
        or not learned.weights
        or not np.isfinite(np.frombuffer(learned.weights, "<f4")).all()
    ]


def _told_of(classifier: SavedClassifier) -> dict[str, Any]:
    """Return all that is known of a classifier but times and numbers of items."""
    told = {
        name: getattr(classifier, name)
        for name in classifier.__slots__
        if name not in {"name", "last_label", "last_item", "created_at", "updated_at", "weights"}
    }
    told["weights"] = [
        [each.modality, each.version, each.weights.hex(), each.bias, each.calibration]
        for each in classifier.weights
    ]
    return {"classifier": classifier.name} | told


def _files(connection: Connection, ids: Sequence[int]) -> dict[int, list[list[Any]]]:
    """Return all that is known of the files of items, by item."""
    found: dict[int, list[list[Any]]] = {}
    rows = connection.execute(
        select(
            ItemFile.item_id,
            File.path, File.size, File.content_hash, File.format, File.missing, ItemFile.role,
        )
        .join(ItemFile, ItemFile.file_id == File.id)
        .where(ItemFile.item_id.in_(ids))
    )  # fmt: skip
    for item, *file in rows:
        found.setdefault(item, []).append(file)
    return found


def _told_of_item(row: Any, whole: ItemDetails, files: list[list[Any]]) -> dict[str, Any]:
    """Return all that is known of an item, by name."""
    facts = {name: getattr(row, name) for name in _FACTS}
    return {
        "identity": row.identity,
        "parent": row.parent,
        "facts": facts,
        "thumbnail": row.thumb_row >= 0,
        "files": sorted(files),
        "facets": _told(whole.facets),
        "texts": _told(whole.texts),
        "boxes": _told(whole.boxes),
        "relations": _told(whole.relations),
        "vectors": whole.vectors,
        "analyses": whole.analyses,
        "labels": whole.labels,
    }


def _told(values: tuple[Any, ...]) -> list[Any]:
    """Return value objects as sorted lists; scores to six digits, so that order of sums is moot."""
    rows = [
        [
            round(part, 6) if isinstance(part, float) else part
            for part in (getattr(value, name) for name in value.__slots__)
        ]
        for value in values
    ]
    return sorted(rows, key=_line)


def _members(
    connection: Connection, kind: str, names: Any, owner: Any, order: Any, person: str
) -> Iterator[str]:
    """Yield a line for each bucket, watchlist or list of what was shown."""
    query = select(names.id, names.name).where(visible(names, person)).order_by(names.name)
    for number, name in connection.execute(query).all():
        query = (
            select(Item.identity)
            .join(owner.class_, owner.class_.item_id == Item.id)
            .where(owner == number)
            .order_by(order)
        )
        items = list(connection.execute(query).scalars())
        if items or names is not LabelSet:  # a set that labels name is no list of things shown
            yield _line({kind: name, "items": items})


def _line(value: Any) -> str:
    """Return a value as one line of JSON."""
    return json.dumps(value, sort_keys=True, default=str)
