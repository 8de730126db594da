"""All boxes of a library as flat arrays, for a search by what is where in pictures."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select

from indexers.catalogue.sql import FLOATS, INTS, arrays, grouped_arrays
from indexers.catalogue.store import Store
from indexers.catalogue.tables import BoxRow, Item


@dataclass(frozen=True, slots=True)
class BoxColumns:
    """B boxes, in no order.

    Args:
        names: of what they show, each once.
        labels: int64 (B,), index into names.
        items: int64 (B,), whose picture.
        scores: float32 (B,), 0-1.
        places: float32 (B, 4): left, top, width, height as fractions; width and height > 0.
    """

    names: tuple[str, ...]
    labels: NDArray[np.int64]
    items: NDArray[np.int64]
    scores: NDArray[np.float32]
    places: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PictureColumns:
    """What a canvas needs of N items that have a thumbnail, ascending by id.

    Args:
        stamp: grows when items, boxes or facets may have changed.
        items: int64 (N,).
        thumb_rows: int64 (N,), >= 0.
    """

    stamp: int
    items: NDArray[np.int64]
    thumb_rows: NDArray[np.int64]


def items_stamp(store: Store) -> int:
    """Return a number that grows when items, boxes or facets may have changed."""
    with store._stamped_reading() as (_, stamp):  # noqa: SLF001 - of the same package
        return stamp


def picture_columns(store: Store) -> PictureColumns:
    """Return the items that have a thumbnail; a video only where none of its shots is known."""
    parents = select(Item.parent_id).where(Item.parent_id.is_not(None), Item.thumb_row >= 0)
    query = (
        select(Item.id, Item.thumb_row)
        .where(Item.thumb_row >= 0, Item.id.not_in(parents))
        .order_by(Item.id)
    )
    with store._stamped_reading() as (connection, stamp):  # noqa: SLF001 - of the same package
        items, rows = arrays(connection, query, (INTS, INTS))
    return PictureColumns(stamp, items, rows)


def box_columns(store: Store) -> BoxColumns:
    """Return all boxes whose place in the picture is known; memory is that of the result."""
    names: list[str] = []
    parts: list[list[NDArray[np.float64]]] = []
    columns = (BoxRow.score, BoxRow.x, BoxRow.y, BoxRow.width, BoxRow.height)
    with store._reading() as connection:  # noqa: SLF001 - of the same package
        found = connection.execute(select(BoxRow.label, func.count()).group_by(BoxRow.label))
        for name, _ in sorted((str(row[0]), row[1]) for row in found):
            held = (BoxRow.label == name) & (BoxRow.width > 0) & (BoxRow.height > 0)
            part = grouped_arrays(connection, BoxRow.item_id, columns, (FLOATS,) * 5, held)
            if len(part[0]):
                parts.append(part)
                names.append(name)
    if not parts:
        nothing = np.empty(0, np.int64)
        return BoxColumns(
            (), nothing, nothing, np.empty(0, np.float32), np.empty((0, 4), np.float32)
        )
    joined = [np.concatenate([part[at] for part in parts]) for at in range(6)]
    return BoxColumns(
        tuple(names),
        np.repeat(np.arange(len(parts)), [len(part[0]) for part in parts]),
        joined[0].astype(np.int64),
        joined[1].astype(np.float32),
        np.stack(joined[2:], axis=1).astype(np.float32),
    )
