"""Maps of results: condensed, endless, self-organising, in space, and around a text."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.result_maps_types import (
    CellMap,
    CondensedMap,
    GraphState,
    Layout,
    PlaneMap,
    RelocationMap,
    Represent,
    SpaceMap,
)
from app.services.similarity import EngineOwner
from common.jobs import JobContext
from common.settings import Settings

if TYPE_CHECKING:
    from app.services.library import Library

Items = Sequence[int] | NDArray[np.int64]


class ResultMapService:
    """Lays results, or the whole library, out so that much can be seen at once.

    All answers are the same for the same library, arguments and seed.

    Args:
        library: the open library.
        models: makes the engine; used by around() for texts.
        settings: the user's settings; `models.image_encoder` is the encoder for "auto".
    """

    def __init__(self, library: "Library", models: EngineOwner | None, settings: Settings) -> None:
        self._library = library
        self._models = models
        self._settings = settings

    def condense(
        self,
        items: Items,
        k: int = 256,
        *,
        represent: Represent = "best",
        encoder: str = "auto",
        seed: int = 0,
        context: JobContext | None = None,
    ) -> CondensedMap:
        """Return at most k images that stand for all of a list, on a sorted map."""
        raise NotImplementedError

    def zoom(
        self,
        view: PlaneMap | CellMap,
        item: int,
        steps: int = 1,
        *,
        columns: int = 16,
        rows: int = 16,
        among: Items | None = None,
        seed: int = 0,
        context: JobContext | None = None,
    ) -> PlaneMap | CellMap:
        """Return the map around an item one level finer (1), or the map it came from (-1)."""
        raise NotImplementedError

    def overview(
        self, *, columns: int = 16, rows: int = 16, encoder: str = "auto", seed: int = 0,
        context: JobContext | None = None,
    ) -> PlaneMap:  # fmt: skip
        """Return the coarsest map of the whole library."""
        raise NotImplementedError

    def pan(
        self, view: PlaneMap, x: int, y: int, *, seed: int = 0, context: JobContext | None = None
    ) -> PlaneMap:
        """Return the same plane with the window moved to column x and row y; new cells filled."""
        raise NotImplementedError

    def som(
        self, items: Items | None, rows: int = 8, columns: int = 12, *,
        scores: NDArray[np.float32] | None = None, encoder: str = "auto", seed: int = 0,
        context: JobContext | None = None,
    ) -> CellMap:  # fmt: skip
        """Return a self-organising map of a list (None: of the library), one image a node."""
        raise NotImplementedError

    def concept_maps(
        self, items: Items, count: int = 12, rows: int = 4, columns: int = 5, *,
        encoder: str = "auto", seed: int = 0, context: JobContext | None = None,
    ) -> tuple[CellMap, ...]:  # fmt: skip
        """Return a small self-organising map for each frequent concept of a list."""
        raise NotImplementedError

    def space(
        self, items: Items, layout: Layout = "cloud", *, most: int = 2000, encoder: str = "auto",
        seed: int = 0, context: JobContext | None = None,
    ) -> SpaceMap:  # fmt: skip
        """Return positions of items in space."""
        raise NotImplementedError

    def path(
        self, items: Items, start: int, end: int, *, encoder: str = "auto",
        context: JobContext | None = None,
    ) -> tuple[int, ...]:  # fmt: skip
        """Return items from start to end, each like the one before it."""
        raise NotImplementedError

    def around(
        self, what: str | int | Items | NDArray[np.float32], *, columns: int = 8, rows: int = 6,
        spread: float = 4.0, seed: int = 0, context: JobContext | None = None,
    ) -> RelocationMap:  # fmt: skip
        """Return the sorted neighbourhood of a text, an item, a list, or a vector."""
        raise NotImplementedError

    def graph_state(self, encoder: str = "auto") -> GraphState:
        """Return what is known of the image graph."""
        raise NotImplementedError

    def update(self, context: JobContext) -> GraphState:
        """Make or extend the image graph where it is due; to be run in the background."""
        raise NotImplementedError
