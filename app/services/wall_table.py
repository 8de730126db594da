"""The wall's table: one row for each item that has a cell, as columns of numbers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services.arrangements import Arrangement, choose_columns
from app.services.wall_tiles import WallScene
from common.errors import AppError, LibraryError
from common.values import ItemKind

if TYPE_CHECKING:
    from app.services.library import Library

KINDS = tuple(ItemKind)
# A video stands for its shots unless the user asks for them.
SHOWN_KINDS = frozenset({ItemKind.PHOTO, ItemKind.VIDEO, ItemKind.FILM, ItemKind.LIFELOG})
_COLUMNS = ("id", "kind", "thumb_row", "parent", "year", "taken_at", "popularity")
GROWTH = 0.25  # of the items may be appended before a grid is laid out anew


@dataclass(frozen=True, slots=True)
class WallTable:
    """All items on the wall, ascending by id; n of them.

    Args:
        revision: of the catalogue when the table was read.
        kinds: which kinds are in it.
        ids: (n,) item ids.
        source: (n,) row of each item among all items of the catalogue, in id order.
        kind: (n,) index into KINDS.
        rows: (n,) thumbnail row, -1 for none.
        aspects: (n,) width / height of the picture, 1 where unknown.
        years: (n,) NaN where unknown; from the time of capture where there is no other.
        taken_at: (n,) datetime64, NaT where unknown.
        popularity: (n,) NaN where unknown.
        counts: number of items in the catalogue by kind, shown or not.
    """

    revision: int
    kinds: frozenset[ItemKind]
    ids: NDArray[np.int64]
    source: NDArray[np.int64]
    kind: NDArray[np.int8]
    rows: NDArray[np.int64]
    aspects: NDArray[np.float32]
    years: NDArray[np.float64]
    taken_at: NDArray[np.datetime64]
    popularity: NDArray[np.float64]
    counts: Mapping[ItemKind, int]

    def __len__(self) -> int:
        return len(self.ids)

    def positions(self, ids: Collection[int] | NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the positions of items in their order; those not on the wall are left out."""
        wanted = np.asarray(ids if isinstance(ids, np.ndarray) else list(ids), np.int64)
        if not len(self.ids) or not len(wanted):
            return np.empty(0, np.int64)
        place = np.minimum(np.searchsorted(self.ids, wanted), len(self.ids) - 1)
        return np.asarray(place[self.ids[place] == wanted], np.int64)

    def mask(self, ids: Collection[int] | NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which items are among ids, (n,)."""
        lit = np.zeros(len(self.ids), bool)
        lit[self.positions(ids)] = True
        return lit

    def scene(self, arrangement: Arrangement) -> WallScene:
        """Return what lies in the cells of an arrangement of this table."""
        order = arrangement.order
        moving = (self.kind == KINDS.index(ItemKind.VIDEO)) | (
            self.kind == KINDS.index(ItemKind.SHOT)
        )
        return WallScene(
            arrangement.columns,
            self.ids[order],
            self.rows[order],
            self.aspects[order],
            moving[order],
        )


def read_table(
    library: "Library", kinds: Collection[ItemKind] = SHOWN_KINDS
) -> tuple[WallTable, AppError | None]:
    """Read the table of a library.

    Returns:
        The table, and why its pictures are missing where thumbnails cannot be read.
    """
    catalogue = library.catalogue
    revision = catalogue.revision()
    columns: Mapping[str, NDArray[Any]] = catalogue.columns(*_COLUMNS)
    every = np.asarray(columns["id"], np.int64)
    kind = _kind_codes(columns["kind"])
    shown = np.isin(kind, [KINDS.index(ItemKind(k)) for k in kinds])
    if ItemKind.SHOT not in kinds:
        # A shot without its video stands for itself.
        orphan = (kind == KINDS.index(ItemKind.SHOT)) & ~np.isin(columns["parent"], every)
        shown |= orphan
    source = np.flatnonzero(shown)
    rows = np.asarray(columns["thumb_row"], np.int64)[source]
    aspects, trouble = _aspects(library, rows)
    taken_at = np.asarray(columns["taken_at"], "datetime64[s]")[source]
    counts = np.bincount(kind[kind >= 0], minlength=len(KINDS))
    table = WallTable(
        revision,
        frozenset(ItemKind(k) for k in kinds),
        every[source],
        source,
        kind[source],
        rows,
        aspects,
        _years(columns["year"][source], taken_at),
        taken_at,
        np.asarray(columns["popularity"], np.float64)[source],
        {k: int(counts[number]) for number, k in enumerate(KINDS)},
    )
    return table, trouble


def _kind_codes(column: NDArray[Any]) -> NDArray[np.int8]:
    """Return kinds as indices into KINDS, -1 for a kind of a later version."""
    names, codes = np.unique(np.asarray(column).astype(str), return_inverse=True)
    known = {kind.value: number for number, kind in enumerate(KINDS)}
    table = np.array([known.get(str(name), -1) for name in names] or [-1], np.int8)
    return table[codes]


def _years(years: NDArray[Any], taken_at: NDArray[np.datetime64]) -> NDArray[np.float64]:
    known = np.asarray(years, np.float64)
    known[known <= 0] = np.nan
    from_time = taken_at.astype("datetime64[Y]").astype(np.float64) + 1970
    from_time[np.isnat(taken_at)] = np.nan
    return np.where(np.isnan(known), from_time, known)


def _aspects(
    library: "Library", rows: NDArray[np.int64]
) -> tuple[NDArray[np.float32], AppError | None]:
    """Return width / height by item, 1 where there is no thumbnail, and what went wrong."""
    aspects = np.ones(len(rows), np.float32)
    try:
        library.thumbnails.refresh()
        known = library.thumbnails.aspects()
    except AppError as error:
        return aspects, error
    there = (rows >= 0) & (rows < len(known))
    aspects[there] = known[rows[there]]
    aspects[~np.isfinite(aspects) | (aspects <= 0)] = 1.0
    lost = int(np.count_nonzero(rows >= len(known)))
    if lost:  # rows are named only after they were written
        hint = "Check the library to make them again from the media."
        return aspects, LibraryError(f"{lost} thumbnails are missing.", hint=hint)
    return aspects, None


def carried(
    arrangement: Arrangement, before: WallTable, after: WallTable, view_aspect: float, cell: float
) -> Arrangement | None:
    """Return the arrangement for a newer table in which nothing jumps.

    Items keep their cells, new ones follow behind the last cell. Where items were removed the
    others close up.

    Args:
        arrangement: of the items of `before`.
        before: the older table.
        after: the newer table.
        view_aspect: width / height of the view.
        cell: width / height of a cell.

    Returns:
        None where so much is new that the grid should be laid out anew.
    """
    ids = before.ids[arrangement.order]
    kept = after.positions(ids)
    fresh = len(after) - len(kept)
    columns = choose_columns(len(after), view_aspect, cell)
    if fresh > GROWTH * max(1, len(before)) or not 0.5 <= columns / arrangement.columns <= 2:
        return None
    is_old = np.zeros(len(after), bool)
    is_old[kept] = True
    order = np.concatenate([kept, np.flatnonzero(~is_old)]).astype(np.int64)
    same_cells = len(kept) == len(before)
    clusters, members = (arrangement.clusters, arrangement.members) if same_cells else ((), None)
    if members is not None:
        members = np.concatenate([members, np.full(fresh, -1, np.int32)])
    return replace(arrangement, order=order, clusters=clusters, members=members)


def group_codes(
    values: NDArray[np.int64], known: NDArray[np.bool_], names: Mapping[int, str], unknown: str
) -> tuple[NDArray[np.int64], Sequence[str]]:
    """Return the group of each item and the group names; unknown ones come last.

    Args:
        values: (n,) a number an item, in the order in which groups follow.
        known: (n,) whether the number means anything.
        names: caption of each number.
        unknown: caption of the rest.
    """
    distinct = np.unique(values[known])
    codes = np.searchsorted(distinct, values).clip(0, max(0, len(distinct) - 1)).astype(np.int64)
    codes[~known] = len(distinct)
    return codes, [names[int(value)] for value in distinct] + [unknown]
