"""The endless plane: images in cells; where room appears, the image graph fills it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.services.result_maps_sorting import sorted_cells
from app.services.result_maps_space import Kept
from app.services.result_maps_types import CellMap, PlaneMap
from common.jobs import JobContext

Ids = NDArray[np.int64]
Cell = tuple[int, int]

SPREAD = 2  # how many cells two neighbours lie apart after zooming in
LEAST_SIDE = 4  # cells that a window keeps when pictures grow
LEAST_NEW = 0.25  # of the empty cells that must find an image, else pictures grow instead
EXTRA = 16  # images looked at beside those that are wanted: some are on the plane already
BORDER = 3  # cells around empty ones whose images say what comes in
DENSE = 0.75  # share of the distances on a map that neighbours on its next level may have
ASKED = 24  # images that are asked for the level to begin at


@dataclass(slots=True)
class Pull:
    """Finds images near others: in the graph, or where there is none, by comparing all.

    Args:
        kept: coordinates and graph.
        level: of the graph.
        among: rows that may be shown; None for all.
    """

    kept: Kept
    level: int = 0
    among: Ids | None = None

    def near(self, row: int, count: int) -> Ids:
        """Return rows near a row, nearest first, itself among them."""
        graph, space = self.kept.graph, self.kept.space
        if graph is not None and self.among is None:
            level = min(self.level, len(graph.levels) - 1)
            point = space.points(np.array([row]))[0]
            rows = graph.near(point, count, level, row=row)[0]
        else:
            pool = self.among if self.among is not None else np.flatnonzero(self.kept.alive)
            away = np.square(space.small[pool] - space.small[row]).sum(axis=1)
            count = min(count, len(pool))
            first = np.argpartition(away, count - 1)[:count] if count else np.empty(0, np.int64)
            rows = pool[first[np.lexsort((pool[first], away[first]))]]
        return rows[self.kept.alive[rows]]

    def around(self, sources: Sequence[int], wanted: int, taken: set[int]) -> list[int]:
        """Return up to `wanted` rows that are not taken, from around each source in turn."""
        found: list[int] = []
        each = max(2, -(-wanted // max(1, len(sources))))
        for factor in (1, 4, 16):
            lists = [self.near(row, factor * each + EXTRA).tolist() for row in sources]
            for rank in range(max(map(len, lists), default=0)):
                for rows in lists:
                    if rank < len(rows) and rows[rank] not in taken:
                        taken.add(rows[rank])
                        found.append(rows[rank])
                        if len(found) >= wanted:
                            return found
        return found


def zoomed(
    view: PlaneMap | CellMap, item: int, kept: Kept, pull: Pull, shape: tuple[int, int],
    seed: int, context: JobContext,
) -> PlaneMap:  # fmt: skip
    """Return the map around an item: what is on view moves apart, what lies between comes in.

    The item stays where it is in the window; so does, relative to it, whatever still fits.

    Args:
        view: where it is shown.
        item: it.
        kept: coordinates and graph.
        pull: where new images come from.
        shape: columns and rows of the window.
        seed: of the sorting.
        context: progress and cancel.
    """
    columns, rows = shape
    cells = _cells_of(view)
    at = next((cell for cell, one in cells.items() if one == item), (columns // 2, rows // 2))
    left, top = (view.x, view.y) if isinstance(view, PlaneMap) else (0, 0)
    place = (min(columns - 1, max(0, at[0] - left)), min(rows - 1, max(0, at[1] - top)))
    window = (-place[0], -place[1], columns, rows)
    stay = {
        (SPREAD * (x - at[0]), SPREAD * (y - at[1])): one
        for (x, y), one in cells.items()
        if _inside((SPREAD * (x - at[0]), SPREAD * (y - at[1])), window)
    }
    stay[0, 0] = item
    made = filled(stay, window, kept, pull, seed, context)
    new = set(made.values()) - _seen_before(view)
    if len(new) < LEAST_NEW * (columns * rows - len(stay)):
        return _larger(view, item, at, kept, pull)
    return PlaneMap(
        made, *window, pull.level, _levels(kept), item, view, kept.encoder, _ids(kept, pull)
    )


def _seen_before(view: PlaneMap | CellMap | None) -> set[int]:
    """Return the items of a map and of those it was opened from."""
    seen: set[int] = set()
    while view is not None:
        seen.update(_cells_of(view).values())
        view = view.parent if isinstance(view, PlaneMap) else None
    return seen


def _larger(view: PlaneMap | CellMap, item: int, at: Cell, kept: Kept, pull: Pull) -> PlaneMap:
    """Return the same cells in a window of half the side: nothing finer is left."""
    grid = view.items
    columns, rows = (max(LEAST_SIDE, side // 2) for side in (grid.shape[1], grid.shape[0]))
    x, y = at[0] - columns // 2, at[1] - rows // 2
    cells = view.cells if isinstance(view, PlaneMap) else _cells_of(view)
    return PlaneMap(
        cells, x, y, columns, rows, 0, _levels(kept), item, view, kept.encoder, _ids(kept, pull)
    )


def panned(
    view: PlaneMap, x: int, y: int, kept: Kept, pull: Pull, seed: int, context: JobContext
) -> PlaneMap:
    """Return the plane with its window elsewhere; see ResultMapService.pan()."""
    window = (x, y, view.columns, view.rows)
    cells = filled(view.cells, window, kept, pull, seed, context)
    return PlaneMap(
        cells, *window, view.level, view.levels, view.focus, view.parent, view.encoder, view.among,
        view.notes,
    )  # fmt: skip


def filled(
    cells: Mapping[Cell, int], window: tuple[int, int, int, int], kept: Kept, pull: Pull,
    seed: int, context: JobContext,
) -> dict[Cell, int]:  # fmt: skip
    """Return cells with the empty ones of a window filled by images like those beside them."""
    left, top, columns, rows = window
    all_cells = dict(cells)
    empty = [
        (x, y)
        for y in range(top, top + rows)
        for x in range(left, left + columns)
        if (x, y) not in all_cells
    ]
    ids = np.fromiter(all_cells.values(), np.int64, len(all_cells))
    placed = kept.rows(ids)
    taken = {int(row) for row in placed if row >= 0}
    row_of = dict(zip(all_cells, placed.tolist(), strict=True))
    sources = _sources(row_of, empty, window)
    context.step(0, 2, "Looking for neighbours")
    new = pull.around(sources, len(empty), taken) if empty and sources else []
    if not new:
        return all_cells
    empty = _nearest_first(empty, [cell for cell in all_cells if _inside(cell, window)])
    fresh = dict(zip(empty[: len(new)], new, strict=True))
    context.step(1, 2, "Sorting")
    order = _arranged(row_of, fresh, window, kept, seed, context)
    all_cells.update({cell: int(kept.space.ids[row]) for cell, row in order.items()})
    return all_cells


def _arranged(
    row_of: Mapping[Cell, int], fresh: Mapping[Cell, int], window: tuple[int, int, int, int],
    kept: Kept, seed: int, context: JobContext,
) -> dict[Cell, int]:  # fmt: skip
    """Return new rows by cell, so that neighbours look alike; what was there stays."""
    left, top, columns, rows = window
    here = {cell: row for cell, row in row_of.items() if _inside(cell, window) and row >= 0}
    order = [*here.values(), *fresh.values()]
    grid = np.full((rows, columns), -1, np.int64)
    fixed = np.ones((rows, columns), np.bool_)
    for number, (x, y) in enumerate([*here, *fresh]):
        grid[y - top, x - left] = number
        fixed[y - top, x - left] = number < len(here)
    features = kept.space.small[np.asarray(order, np.int64)]
    done = sorted_cells(features, grid, fixed, seed=seed, context=context)
    return {(x, y): order[int(done[y - top, x - left])] for x, y in fresh}


def _sources(
    row_of: Mapping[Cell, int], empty: Sequence[Cell], window: tuple[int, int, int, int]
) -> list[int]:
    """Return rows whose neighbours shall come in: those near empty cells, nearest first."""
    if not empty:
        return []
    have = [(cell, row) for cell, row in row_of.items() if row >= 0]
    if not have:
        return []
    holes = np.asarray(empty)
    places = np.asarray([cell for cell, _ in have])
    away = np.empty(len(have))
    for number, place in enumerate(places):
        away[number] = np.abs(holes - place).max(axis=1).min()
    order = np.argsort(away, kind="stable")
    near = [have[n][1] for n in order.tolist() if away[n] <= BORDER]
    return near[: window[2] * window[3] // 2] or [have[int(order[0])][1]]


def _nearest_first(empty: list[Cell], there: list[Cell]) -> list[Cell]:
    """Return empty cells, those nearest to what is there first."""
    if not there:
        return empty
    places = np.asarray(there)
    away = [int(np.abs(places - np.asarray(cell)).max(axis=1).min()) for cell in empty]
    return [empty[n] for n in np.argsort(away, kind="stable").tolist()]


def first_level(kept: Kept, items: Ids) -> int:
    """Return the level to begin at below a map: the coarsest that is denser than the map.

    Args:
        kept: coordinates and graph.
        items: int64 (rows, columns), on the map, -1 for none.
    """
    graph = kept.graph
    if graph is None or len(graph.levels) == 1:
        return 0
    shown = kept.rows(items.ravel())
    shown = shown[shown >= 0]
    points = kept.space.points(shown)
    if len(shown) < 4:
        return 0
    asked = range(0, len(shown), max(1, len(shown) // ASKED))
    apart = np.median(
        [np.partition(np.linalg.norm(points - points[n], axis=1), 3)[3] for n in asked]
    )
    for level in range(len(graph.levels) - 1, 0, -1):
        reach = [graph.near(points[n], 4, level)[1][-1] for n in asked]
        if float(np.median(reach)) <= DENSE * float(apart):
            return level
    return 0


def _cells_of(view: PlaneMap | CellMap) -> dict[Cell, int]:
    """Return the cells of a map that hold an item."""
    if isinstance(view, PlaneMap):
        return dict(view.cells)
    return {
        (int(x), int(y)): int(view.items[y, x])
        for y, x in zip(*np.nonzero(view.items >= 0), strict=True)
    }


def _inside(cell: Cell, window: tuple[int, int, int, int]) -> bool:
    left, top, columns, rows = window
    return 0 <= cell[0] - left < columns and 0 <= cell[1] - top < rows


def _levels(kept: Kept) -> int:
    return 1 if kept.graph is None else len(kept.graph.levels)


def _ids(kept: Kept, pull: Pull) -> Ids | None:
    return None if pull.among is None else np.sort(kept.space.ids[pull.among])
