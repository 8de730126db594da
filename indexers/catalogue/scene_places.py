"""Where the nodes of scene graphs are: the boxes beside `SceneColumns`, for completing graphs."""

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from indexers.catalogue.scene_columns import SceneColumns
from indexers.catalogue.sql import FLOATS, INTS, arrays
from indexers.catalogue.store import Store
from indexers.catalogue.tables import BoxRow, Item

_BOXES_AT_ONCE = 20_000  # items
_LARGEST = 1e6  # of a coordinate; far outside of any image


def scene_places(
    store: Store, columns: SceneColumns
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the boxes of all nodes, and the shapes of their images.

    Args:
        store: the catalogue, unchanged since it told the columns.
        columns: its scene graphs.

    Returns:
        float32 (M, 4): left, top, width, height as fractions; all 0 where a node has no box. And
        float32 (N,): width / height of each item's image, 1 where it is not known.
    """
    places = np.zeros((len(columns.labels), 4), np.float32)
    aspects = np.ones(len(columns), np.float32)
    counts = np.diff(columns.node_offsets)
    for start in range(0, len(columns), _BOXES_AT_ONCE):
        items = columns.items[start : start + _BOXES_AT_ONCE]
        first, last = int(items[0]), int(items[-1])
        boxes = (
            select(BoxRow.item_id, BoxRow.x, BoxRow.y, BoxRow.width, BoxRow.height)
            .where(BoxRow.item_id.between(first, last))
            .order_by(BoxRow.item_id, BoxRow.source_id, BoxRow.id)
        )
        shapes = select(Item.id, Item.width, Item.height).where(
            Item.id.between(first, last), Item.width > 0, Item.height > 0
        )
        with store._reading() as connection:  # noqa: SLF001 - of the same package
            owners, *sides = arrays(connection, boxes, (INTS, *[FLOATS] * 4))
            known, widths, heights = arrays(connection, shapes, (INTS, INTS, INTS))
        _fill(places, columns, start, owners, np.stack(sides, axis=1), counts)
        row = np.searchsorted(items, known)
        fits = row < len(items)
        fits[fits] = items[row[fits]] == known[fits]
        aspects[start + row[fits]] = (widths / heights)[fits]
    return places, aspects


def _fill(
    places: NDArray[np.float32],
    columns: SceneColumns,
    start: int,
    owners: NDArray[np.int64],
    boxes: NDArray[np.float64],
    counts: NDArray[np.int64],
) -> None:
    """Put the boxes of a stretch of items, in order, to the first nodes of their items."""
    item = start + np.searchsorted(columns.items[start:], owners)
    begins = np.flatnonzero(np.r_[True, item[1:] != item[:-1]]) if len(item) else item
    rank = np.arange(len(item)) - np.repeat(begins, np.diff(np.r_[begins, len(item)]))
    fits = (item < len(columns)) & (rank < counts[np.minimum(item, len(columns) - 1)])
    fits &= columns.items[np.minimum(item, len(columns) - 1)] == owners
    rows = columns.node_offsets[item[fits]] + rank[fits]
    places[rows] = np.clip(np.nan_to_num(boxes[fits]), -_LARGEST, _LARGEST)
