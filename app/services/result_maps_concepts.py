"""Self-organising maps of lists, and which concepts are frequent in one."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.result_maps_space import Kept
from app.services.result_maps_types import CellMap
from common.jobs import JobContext

if TYPE_CHECKING:
    from indexers.catalogue import Catalogue

Ids = NDArray[np.int64]
KEYS = ("object", "concept", "activity", "tag")  # facets that name what is seen
LEAST = 2  # items that a concept needs to get a map


def feature_map(
    kept: Kept, known: Ids, wanted: NDArray[np.float32] | None, shape: tuple[int, int],
    total: int, notes: tuple[str, ...], seed: int, context: JobContext,
) -> CellMap:  # fmt: skip
    """Return a self-organising map of rows; empty where there is none.

    Args:
        kept: coordinates.
        known: rows of the space.
        wanted: weight of each; None for all alike.
        shape: rows and columns of nodes.
        total: how many items were asked for.
        notes: told with the map.
        seed: of the sample that is trained on.
        context: progress and cancel.
    """
    from indexers.maps.som import train

    without = total - len(known)
    if not len(known):
        none = np.empty((0, 0), np.int64)
        return CellMap(none, none, (), total, without, kept.encoder, notes=notes)
    shape = _fitting(shape, len(known))
    points = kept.space.small[known]
    made = train(points, *shape, weights=wanted, seed=seed, context=context)
    ids = kept.space.ids[known]
    counts = np.bincount(made.home, minlength=len(made.nodes))
    order = np.argsort(made.home, kind="stable")
    ends = np.cumsum(counts)
    members = tuple(
        ids[order[end - count : end]]
        for end, count in zip(ends.tolist(), counts.tolist(), strict=True)
    )
    shown = np.where(made.shown >= 0, ids[np.maximum(made.shown, 0)], -1)
    return CellMap(
        shown.reshape(shape), counts.reshape(shape).astype(np.int64), members, total, without,
        kept.encoder, notes=notes,
    )  # fmt: skip


def _fitting(shape: tuple[int, int], count: int) -> tuple[int, int]:
    """Return a smaller grid of about the same shape where there are fewer items than nodes."""
    rows, columns = shape
    if rows * columns <= count:
        return shape
    scale = np.sqrt(count / (rows * columns))
    rows = max(1, round(rows * scale))
    return rows, max(1, count // rows)


def frequent(catalogue: "Catalogue", ranked: Ids, count: int) -> list[tuple[str, Ids]]:
    """Return the concepts that most items of a list have, and who has them in its order.

    What several keys call the same counts once, by the key that names more items.

    Args:
        catalogue: of the library.
        ranked: items, best first.
        count: how many at most.
    """
    if not len(ranked):
        return []
    there = np.zeros(int(ranked.max()) + 1, np.bool_)
    there[ranked] = True
    found: dict[str, tuple[int, str, Ids]] = {}
    for key in KEYS:
        table = catalogue.facet_table(key)
        inside = (table.items < len(there)) & there[np.minimum(table.items, len(there) - 1)]
        sums = np.concatenate([[0], np.cumsum(inside)])
        sizes = sums[table.offsets[1:]] - sums[table.offsets[:-1]]
        for place in np.argsort(-sizes, kind="stable")[: 2 * count].tolist():
            name, size = table.names[place], int(sizes[place])
            part = slice(int(table.offsets[place]), int(table.offsets[place + 1]))
            if size >= LEAST and size > found.get(name.casefold(), (0,))[0]:
                found[name.casefold()] = (
                    size,
                    name,
                    np.asarray(table.items[part][inside[part]], np.int64),
                )
    best = sorted(found.values(), key=lambda one: (-one[0], one[1]))[:count]
    return [(name, ranked[np.isin(ranked, having)]) for _, name, having in best]
