"""Reading items: counts, summaries, columns for panels, what analyses still have to do."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from common.values import ItemKind
from indexers.catalogue.records import FileRecord, ItemSummary, PendingItem
from indexers.catalogue.sql import FLOATS, INTS, arrays, by_name, chunks, or_nan
from indexers.catalogue.store import Store
from indexers.catalogue.tables import Analysis, Encoder, File, Item, ItemFile, VectorRow
from indexers.catalogue.types import encode_path

_KINDS = [kind.value for kind in ItemKind]
_NOT_A_TIME = np.iinfo(np.int64).min
_FLAGS = ("missing", "animated")
_WHOLE = {"thumb_row": Item.thumb_row, "parent": Item.parent_id, "year": Item.year}
_MOMENTS = {"taken_at": Item.taken_at, "added_at": Item.added_at}
_MEASURES: dict[str, ColumnElement[Any]] = {
    "popularity": Item.popularity,
    "start_s": Item.start_s,
    "end_s": Item.end_s,
    "duration_s": Item.duration_s,
    "frame_rate": Item.frame_rate,
    "latitude": Item.latitude,
    "longitude": Item.longitude,
    "offset_min": Item.offset_min,
    "width": Item.width,
    "height": Item.height,
    "aspect": cast(Item.width, Float) / func.nullif(Item.height, 0),
}  # type: ignore[dict-item]
COLUMNS = ("id", "kind", *_FLAGS, *_WHOLE, *_MOMENTS, *_MEASURES)


def range_column(name: str) -> ColumnElement[Any] | None:
    """Return the column of items that a range filter of this name compares; None if none."""
    known: dict[str, Any] = {**_WHOLE, **_MOMENTS, **_MEASURES}
    return known.get(name)


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
                rows = connection.execute(_summaries(parent).where(Item.id.in_(part))).all()
                owners = {row.id: row.holder for row in rows}
                paths = _main_paths(connection, sorted(set(owners.values())))
                for row in rows:
                    found[row.id] = _summary(row, paths.get(row.holder, ""))
        return [found[item] for item in wanted if item in found]

    def files_under(self, roots: Sequence[str]) -> dict[str, FileRecord]:
        """Return the known files at or below the roots, by path; all of them for no roots.

        Args:
            roots: absolute paths of files or folders, as the operating system gives them.
        """
        tests = [_under(root) for root in roots]
        query = (
            select(File, func.min(ItemFile.item_id).label("item"), func.min(ItemFile.role))
            .join(ItemFile, ItemFile.file_id == File.id, isouter=True)
            .where(or_(*tests) if tests else literal(1) == 1)
            .group_by(*File.__table__.columns)
        )
        with self._reading() as connection:
            rows = connection.execute(
                query.with_only_columns(
                    *File.__table__.columns,
                    func.min(ItemFile.item_id).label("item"),
                    func.min(ItemFile.role).label("role"),
                )
            )
            return {
                row.path: FileRecord(
                    path=row.path, size=row.size, mtime_ns=row.mtime_ns,
                    content_hash=row.content_hash, role=row.role or "media", format=row.format,
                    missing=row.missing, id=row.id, item=row.item or 0,
                )
                for row in rows
            }  # fmt: skip

    def find_hashes(self, hashes: Sequence[str]) -> dict[str, int]:
        """Return content hash -> item id of those that are known."""
        return self.find_identities(hashes)

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
                "parent" and "year" are int64 with -1 where unknown, "taken_at" and "added_at" are
                datetime64[us] with NaT, all others float64 with NaN. None asks for all.

        Raises:
            KeyError: there is no column of this name.
        """
        wanted = list(dict.fromkeys(("id", *(names or COLUMNS))))
        sources = [_as_number(name) for name in wanted]
        dtypes = [FLOATS if name in _MEASURES else INTS for name in wanted]
        query = select(
            *(source.label(name) for source, name in zip(sources, wanted, strict=True))
        ).order_by(Item.id)
        with self._reading() as connection:
            found = arrays(connection, query, dtypes)
        return {name: _as_asked(name, part) for name, part in zip(wanted, found, strict=True)}

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
            _summaries(aliased(Item))
            .where(Item.id > after, ~Item.missing, ~done)
            .order_by(Item.id)
            .limit(limit)
        )
        if kinds is not None:
            query = query.where(Item.kind.in_([ItemKind(kind).value for kind in kinds]))
        with self._reading() as connection:
            rows = connection.execute(query).all()
            paths = _main_paths(connection, sorted({row.holder for row in rows}))
            posters = _main_paths(connection, [row.id for row in rows], "poster")
        return [
            PendingItem(
                row.id, ItemKind(row.kind), paths.get(row.holder, ""), row.start_s, row.end_s,
                row.thumb_row, posters.get(row.id, ""),
            )
            for row in rows
        ]  # fmt: skip

    def count_pending(self, analysis: str, version: str) -> int:
        """Return how many items that are there lack this version of an analysis."""
        done = exists().where(
            Analysis.item_id == Item.id, Analysis.name == analysis, Analysis.version == version
        )
        query = select(func.count()).select_from(Item).where(~Item.missing, ~done)
        with self._reading() as connection:
            return int(connection.execute(query).scalar_one())

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


def _under(root: str) -> ColumnElement[bool]:
    """Return the test for a path that is root or lies below it."""
    stem = root.rstrip("/\\") if len(root) > 1 else root
    tests: list[ColumnElement[bool]] = [File.path == root]
    for separator in ("/", "\\"):
        if separator == "\\" and "\\" not in root:
            continue
        start = stem if stem.endswith(separator) else stem + separator
        # All that begins with "a/" sorts from "a/" to before "a0".
        end = start[:-1] + chr(ord(separator) + 1)
        tests.append(and_(File.path >= start, File.path < end))
    return or_(*tests)


under_folder = _under


def _summaries(parent: Any) -> Any:
    """Return the query of what summaries hold; `holder` is the item whose file shows it."""
    own = exists().where(ItemFile.item_id == Item.id)
    return select(
        Item.id, Item.kind, Item.title, Item.thumb_row, Item.parent_id, Item.start_s, Item.end_s,
        Item.year, Item.taken_at, Item.missing, Item.duration_s,
        case((own, Item.id), else_=func.coalesce(parent.id, Item.id)).label("holder"),
    ).join(parent, parent.id == Item.parent_id, isouter=True)  # fmt: skip


def _summary(row: Any, path: str) -> ItemSummary:
    """Return the summary of one row of _summaries()."""
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


def _main_paths(
    connection: Any, items: Sequence[int], role: str | None = None
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
        query = query.where(ItemFile.role == role if role else ItemFile.role.in_(("media", "list")))
        found.update((item, path) for item, path in connection.execute(query))
    return found


def _as_number(name: str) -> ColumnElement[Any]:
    """Return a column as numbers without NULL."""
    if name == "id":
        return Item.id  # type: ignore[return-value]
    if name == "kind":
        codes = {kind: code for code, kind in enumerate(_KINDS)}
        return case(codes, value=Item.kind, else_=-1)
    if name in _FLAGS:
        return cast(getattr(Item, name), Integer)
    if name in _WHOLE:
        return func.coalesce(_WHOLE[name], -1)
    if name in _MOMENTS:
        from sqlalchemy import BigInteger, type_coerce

        return func.coalesce(type_coerce(_MOMENTS[name], BigInteger), _NOT_A_TIME)
    return or_nan(_MEASURES[name])


def _as_asked(name: str, numbers: NDArray[Any]) -> NDArray[Any]:
    """Return what columns() promises for a column of numbers."""
    if name == "kind":
        return np.array(_KINDS)[numbers]
    if name in _FLAGS:
        return numbers.astype(bool)
    return numbers.view("datetime64[us]") if name in _MOMENTS else numbers


__all__ = ["COLUMNS", "ItemReading", "encode_path", "range_column", "under_folder"]
