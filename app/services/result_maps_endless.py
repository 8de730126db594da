"""Endless maps of a library: an overview, and what lies around each image of it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.result_maps_space import Kept, MapSpaces
from app.services.result_maps_types import CellMap, MapNote, PlaneMap
from app.services.similarity import EngineOwner
from common.errors import QueryError
from common.jobs import JobContext
from common.settings import Settings

if TYPE_CHECKING:
    from app.services.library import Library

Ids = NDArray[np.int64]
Items = Sequence[int] | Ids


class EndlessMaps:
    """The part of ResultMapService that walks the image graph.

    Args:
        library: the open library.
        models: makes the engine.
        settings: the user's settings.
    """

    def __init__(self, library: "Library", models: EngineOwner | None, settings: Settings) -> None:
        self._library = library
        self._models = models
        self._spaces = MapSpaces(library, settings)

    def overview(
        self, *, columns: int = 16, rows: int = 16, encoder: str = "auto", seed: int = 0,
        context: JobContext | None = None,
    ) -> PlaneMap:  # fmt: skip
        """Return the coarsest map of the whole library.

        Args:
            columns: of the window.
            rows: of the window.
            encoder: whose vectors are compared.
            seed: of the sorting.
            context: progress and cancel.

        Raises:
            QueryError: no image was ever encoded.
            JobCancelled: by the context.
        """
        from app.services.result_maps_sorting import grid_shape, laid_out
        from indexers.maps.condense import condense

        context = context or JobContext()
        kept = self._kept(encoder, None, context)
        pool, level = np.flatnonzero(kept.alive), 0
        if kept.graph is not None:
            for number, floor in enumerate(kept.graph.levels):
                members = floor.members[kept.alive[floor.members]]
                if number == 0 or len(members) >= columns * rows:
                    pool, level = members, number
        groups = condense(kept.space.small[pool], columns * rows, seed=seed, context=context)
        chosen = pool[groups.central]
        if len(chosen) < columns * rows:
            rows, columns = grid_shape(len(chosen))
        order = laid_out(kept.space.small[chosen], columns, seed=seed, context=context)
        cells = {
            (place % columns, place // columns): int(kept.space.ids[row])
            for place, row in enumerate(chosen[order].tolist())
        }
        levels = 1 if kept.graph is None else len(kept.graph.levels)
        notes = () if kept.graph is not None else (MapNote("no-graph"),)
        return PlaneMap(
            cells, 0, 0, columns, rows, level, levels, encoder=kept.encoder, notes=notes
        )

    def zoom(
        self,
        view: PlaneMap | CellMap,
        item: int,
        steps: int = 1,
        *,
        columns: int = 0,
        rows: int = 0,
        among: Items | None = None,
        seed: int = 0,
        context: JobContext | None = None,
    ) -> PlaneMap | CellMap:
        """Return the map around an item one level finer (1), or the map it came from (-1).

        What is on view near the item moves apart and stays; images from the next finer level of
        the image graph come in between. On the finest level pictures grow instead.

        Args:
            view: a map.
            item: on it, to zoom in on.
            steps: 1 or -1.
            columns: of the window; 0 for those of the view.
            rows: of the window; 0 for those of the view.
            among: show these items only; None for the whole library.
            seed: of the sorting.
            context: progress and cancel.

        Raises:
            QueryError: the item has no vector.
            JobCancelled: by the context.
        """
        from app.services.result_maps_plane import Pull, first_level, zoomed

        if steps < 0:
            parent = view.parent if isinstance(view, PlaneMap) else None
            return view if parent is None else parent
        context = context or JobContext()
        kept = self._kept(view.encoder or "auto", None, context)
        if kept.rows([item])[0] < 0:
            raise QueryError(
                f"Item {item} has no vector, so nothing lies around it.",
                hint="Choose another picture of the map.",
            )
        if among is None and isinstance(view, PlaneMap):
            among = view.among
        if isinstance(view, PlaneMap):
            level = max(0, view.level - 1)
        else:
            level = first_level(kept, view.items)
        pull = Pull(kept, level, self._rows_among(kept, among))
        high, wide = view.items.shape
        shape = (columns or max(4, wide), rows or max(4, high))
        return zoomed(view, item, kept, pull, shape, seed, context)

    def pan(
        self, view: PlaneMap, x: int, y: int, *, seed: int = 0, context: JobContext | None = None
    ) -> PlaneMap:
        """Return the same plane with the window moved; new cells are filled, old ones stay.

        Args:
            view: a plane.
            x: leftmost column.
            y: topmost row.
            seed: of the sorting.
            context: progress and cancel.

        Raises:
            JobCancelled: by the context.
        """
        from app.services.result_maps_plane import Pull, panned

        context = context or JobContext()
        kept = self._kept(view.encoder or "auto", None, context)
        pull = Pull(kept, view.level, self._rows_among(kept, view.among))
        return panned(view, x, y, kept, pull, seed, context)

    # -- inside

    def _kept(self, encoder: str, items: Items | None, context: JobContext) -> Kept:
        return self._spaces.get(self._spaces.encoder(encoder, items), context)

    def _rows_among(self, kept: Kept, among: Items | None) -> Ids | None:
        if among is None:
            return None
        rows = kept.rows(among)
        return np.unique(rows[rows >= 0])
