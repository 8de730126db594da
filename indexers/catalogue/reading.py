"""Reading items: counts, summaries, columns for panels, what analyses still have to do."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from common.values import ItemKind
from indexers.catalogue.columns import COLUMNS, as_number, as_promised, dtype_of, under_folder
from indexers.catalogue.records import MAIN_ROLES, FileRecord, ItemSummary, PendingItem
from indexers.catalogue.sql import INTS, Query, arrays, by_name, chunks
from indexers.catalogue.store import Store
from indexers.catalogue.tables import Analysis, Encoder, File, Item, ItemFile, VectorRow

_ROOTS = 100  # folders a query; a database takes conditions of limited depth


class ItemReading(Store):
    """The part of the catalogue that panels read items through."""

    def count(self) -> int:
        """Return the number of items, missing ones too."""
        with self._reading() as connection:
            return int(connection.execute(select(func.count()).select_from(Item)).scalar_one())

    def count_by_kind(self) -> dict[str, int]:
        """Return the number of items of each kind that there is."""
        query = select(Item.kind, func.count()).group_by(Item.kind).order_by(Item.kind)
        with self._reading() as connection:
            return {kind: int(count) for kind, count in connection.execute(query)}

    def items(self, ids: Sequence[int]) -> list[ItemSummary]:
        """Return summaries in the order of ids; an id that is not there (any more) is left out."""
        wanted = [int(item) for item in ids]
        found: dict[int, ItemSummary] = {}
        parent = aliased(Item)
        with self._reading() as connection:
            for part in chunks(sorted(set(wanted))):
                rows = connection.execute(summaries(parent).where(Item.id.in_(part))).all()
                owners = {row.id: row.holder for row in rows}
                paths = main_paths(connection, sorted(set(owners.values())))
                for row in rows:
                    found[row.id] = summary_of(row, paths.get(row.holder, ""))
        return [found[item] for item in wanted if item in found]

    def files_under(self, roots: Sequence[str]) -> dict[str, FileRecord]:
        """Return the known files at or below the roots, by path; all of them for no roots.

        Args:
            roots: absolute paths of files or folders, as the operating system gives them.
        """
        query = (
            select(
                *File.__table__.columns,
                func.min(ItemFile.item_id).label("item"),
                func.min(ItemFile.role).label("role"),
            )
            .join(ItemFile, ItemFile.file_id == File.id, isouter=True)
            .group_by(File.id)
        )
        found: dict[str, FileRecord] = {}
        with self._reading() as connection:
            for start in range(0, max(1, len(roots)), _ROOTS):
                part = roots[start : start + _ROOTS]
                some = query.where(or_(*map(under_folder, part))) if roots else query
                found |= {row.path: file_record(row) for row in connection.execute(some)}
        return found

    def find_identities(self, identities: Sequence[str]) -> dict[str, int]:
        """Return identity -> item id of those that are known."""
        with self._reading() as connection:
            return by_name(connection, Item.identity, Item.id, identities)

    def ids(self) -> NDArray[np.int64]:
        """Return all item ids, sorted."""
        return self.columns("id")["id"]

    def columns(self, *names: str) -> dict[str, NDArray[Any]]:
        """Return columns of all items, ordered by id; "id" is always among them.

        Args:
            names: of COLUMNS. "kind" is str, "missing" and "animated" are bool, "thumb_row",
                "parent" and "year" are int64 with -1 where unknown, "width" and "height" int64
                with 0, "taken_at" and "added_at" datetime64[us] with NaT, all others float64 with
                NaN. None asks for all.

        Raises:
            KeyError: there is no column of this name.
        """
        wanted = list(dict.fromkeys(("id", *(names or COLUMNS))))
        query = select(*(as_number(name).label(name) for name in wanted)).order_by(Item.id)
        with self._reading() as connection:
            found = arrays(connection, query, [dtype_of(name) for name in wanted])
        return {name: as_promised(name, part) for name, part in zip(wanted, found, strict=True)}

    def media_paths(self) -> Iterator[tuple[int, str]]:
        """Yield (item, path) of the files that show items, by item; of several, the best last."""
        query = (
            select(ItemFile.item_id, File.path)
            .join(File, File.id == ItemFile.file_id)
            .where(ItemFile.role.in_(MAIN_ROLES))
            .order_by(ItemFile.item_id, File.missing.desc(), ItemFile.role, File.id.desc())
        )
        with self._reading() as connection:
            for row in connection.execute(query.execution_options(yield_per=10_000)):
                yield row[0], row[1]

    def titles(self) -> list[str]:
        """Return the titles of all items, ordered by id; "" where there is none."""
        with self._reading() as connection:
            query = select(Item.title).order_by(Item.id).execution_options(yield_per=10_000)
            return [title or "" for (title,) in connection.execute(query)]

    def pending(
        self,
        analysis: str,
        version: str,
        *,
        limit: int,
        after: int = 0,
        kinds: Sequence[ItemKind] | None = None,
    ) -> list[PendingItem]:
        """Return items that are there and lack this version of an analysis, by id.

        Args:
            analysis: name.
            version: an item analysed by another version is returned too.
            limit: how many at most.
            after: the last id of the call before.
            kinds: only these; None for all.
        """
        done = exists().where(
            Analysis.item_id == Item.id, Analysis.name == analysis, Analysis.version == version
        )
        query = (
            summaries(aliased(Item))
            .where(Item.id > after, ~Item.missing, ~done)
            .order_by(Item.id)
            .limit(limit)
        )
        if kinds is not None:
            query = query.where(Item.kind.in_([ItemKind(kind).value for kind in kinds]))
        with self._reading() as connection:
            rows = connection.execute(query).all()
            paths = main_paths(connection, sorted({row.holder for row in rows}))
            posters = main_paths(connection, [row.id for row in rows], "poster")
        return [
            PendingItem(
                row.id, ItemKind(row.kind), paths.get(row.holder, ""), row.start_s, row.end_s,
                row.thumb_row, posters.get(row.id, ""),
            )
            for row in rows
        ]  # fmt: skip

    def count_pending(
        self, analysis: str, version: str, *, kinds: Sequence[ItemKind] | None = None
    ) -> int:
        """Return how many items that are there lack this version of an analysis.

        Args:
            analysis: name.
            version: wanted.
            kinds: only items of these; None for all.
        """
        done = exists().where(
            Analysis.item_id == Item.id, Analysis.name == analysis, Analysis.version == version
        )
        query = select(func.count()).select_from(Item).where(~Item.missing, ~done)
        if kinds is not None:
            query = query.where(Item.kind.in_([kind.value for kind in kinds]))
        with self._reading() as connection:
            return int(connection.execute(query).scalar_one())

    def analysed(self, analysis: str) -> dict[int, str]:
        """Return item -> version of all items that an analysis ran on."""
        query = select(Analysis.item_id, Analysis.version).where(Analysis.name == analysis)
        with self._reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def vector_rows(self, encoder: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return (item ids, rows in the encoder's store), ordered by id; empty if it has none."""
        query = (
            select(VectorRow.item_id, VectorRow.row)
            .join(Encoder, Encoder.id == VectorRow.encoder_id)
            .where(Encoder.name == encoder)
            .order_by(VectorRow.item_id)
        )
        with self._reading() as connection:
            items, rows = arrays(connection, query, (INTS, INTS))
        return items, rows

    def count_vectors(self) -> dict[str, int]:
        """Return the number of vectors by encoder."""
        query = (
            select(Encoder.name, func.count())
            .join(VectorRow, VectorRow.encoder_id == Encoder.id)
            .group_by(Encoder.name)
            .order_by(Encoder.name)
        )
        with self._reading() as connection:
            return {name: int(count) for name, count in connection.execute(query)}


def summaries(parent: Any) -> Query:
    """Return the query of what summaries hold; `holder` is the item whose file shows it."""
    own = exists().where(ItemFile.item_id == Item.id)
    return select(
        Item.id, Item.kind, Item.title, Item.thumb_row, Item.parent_id, Item.start_s, Item.end_s,
        Item.year, Item.taken_at, Item.missing, Item.duration_s,
        case((own, Item.id), else_=func.coalesce(parent.id, Item.id)).label("holder"),
    ).join(parent, parent.id == Item.parent_id, isouter=True)  # fmt: skip


def summary_of(row: Any, path: str) -> ItemSummary:
    """Return the summary of one row of summaries()."""
    return ItemSummary(
        id=row.id,
        kind=ItemKind(row.kind),
        title=row.title,
        path=path,
        thumb_row=row.thumb_row,
        parent=-1 if row.parent_id is None else row.parent_id,
        start_s=row.start_s,
        year=row.year,
        taken_at=row.taken_at,
        missing=row.missing,
        end_s=row.end_s,
        duration_s=row.duration_s,
    )


def main_paths(
    connection: Connection, items: Sequence[int], role: str | None = None
) -> Mapping[int, str]:
    """Return item -> path of the file that shows it: there before missing, media before list."""
    found: dict[int, str] = {}
    for part in chunks(items):
        query = (
            select(ItemFile.item_id, File.path)
            .join(File, File.id == ItemFile.file_id)
            .where(ItemFile.item_id.in_(part))
            .order_by(File.missing.desc(), ItemFile.role, File.id.desc())  # the last one stays
        )
        query = query.where(ItemFile.role == role if role else ItemFile.role.in_(MAIN_ROLES))
        found.update((item, path) for item, path in connection.execute(query))
    return found


def file_record(row: Any) -> FileRecord:
    """Return the record of a row that holds the columns of `file`, `item` and `role`."""
    return FileRecord(
        path=row.path,
        size=row.size,
        mtime_ns=row.mtime_ns,
        content_hash=row.content_hash,
        role=row.role or "media",
        format=row.format,
        missing=row.missing,
        id=row.id,
        item=row.item or 0,
    )
