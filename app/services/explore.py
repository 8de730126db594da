"""Exploring: clusters, representatives, expansions, queries by image and bucket, maps."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.explore_clusters import ExploreClusters
from app.services.explore_lists import from_map
from app.services.explore_maps import inside_box, inside_lasso, make_projection
from app.services.explore_queries import ExploreQueries
from app.services.explore_space import Allowed, mark_of
from app.services.explore_types import (
    ExploreState,
    Meter,
    Method,
    Projection,
    StrategyCase,
    StrategyReport,
)
from app.services.similarity import EngineOwner
from common.jobs import JobContext
from common.settings import Settings
from common.values import ResultList

if TYPE_CHECKING:
    from app.services.library import Library


class ExploreService(ExploreClusters, ExploreQueries):
    """Finds groups in a collection, and more of what was put into a bucket.

    Vectors are compared by correlation. Items without a vector take no part; how many, the answers
    say. Every list leaves out what is not allowed or was seen, and gives a reason for each hit.

    Args:
        library: the open library.
        models: makes the engine; used for images that are not in the library and parts of images.
        settings: the user's settings; `models.image_encoder` is the encoder for "auto".
    """

    def __init__(self, library: "Library", models: EngineOwner | None, settings: Settings) -> None:
        super().__init__(library, models, settings)
        self._map: tuple[object, NDArray[np.float32], str] | None = None

    def project(
        self,
        *,
        encoder: str = "auto",
        within: Allowed = None,
        method: str = "auto",
        seed: int = 0,
        context: JobContext | None = None,
    ) -> Projection:
        """Return items as points of a map: what is alike lies together.

        Args:
            encoder: as for cluster().
            within: only these items; None takes all.
            method: "umap", "pca", or "auto": "umap" where it can run. The last map is remembered
                until vectors change.
            seed: the same gives the same map.
            context: reports and cancels.

        Raises:
            QueryError: no image was ever encoded, or there is no such method.
            AppError: "umap" cannot run here.
            JobCancelled: the user cancelled.
        """
        space = self.space(encoder)
        rows = space.has(within)
        rows = rows[np.argsort(space.items[rows])]
        asked = self._library.catalogue.count() if within is None else len(within)
        key = (space.encoder, space.mark, mark_of(space.items[rows], ""), method, seed)
        if self._map is None or self._map[0] != key:
            made = make_projection(space, rows, method, seed, context or JobContext())
            self._map = (key, *made)
        _, points, used = self._map
        return Projection(space.items[rows], points, used, space.encoder, max(0, asked - len(rows)))

    def in_box(
        self,
        projection: Projection,
        left: float,
        top: float,
        right: float,
        bottom: float,
        *,
        allowed: Allowed = None,
        seen: Allowed = (),
    ) -> ResultList:
        """Return the items in a box of a map, those nearest to its middle first.

        Args:
            projection: the map.
            left: edge, 0-1.
            top: edge, 0-1.
            right: edge, 0-1.
            bottom: edge, 0-1.
            allowed: only these items.
            seen: items that shall not come again.
        """
        inside = inside_box(projection, left, top, right, bottom)
        middle = np.array([(left + right) / 2, (top + bottom) / 2])
        return from_map(projection, inside, middle, allowed, seen)

    def in_lasso(
        self,
        projection: Projection,
        corners: Sequence[tuple[float, float]] | NDArray[np.float64],
        *,
        allowed: Allowed = None,
        seen: Allowed = (),
    ) -> ResultList:
        """Return the items inside a closed line drawn on a map, those nearest its middle first.

        Args:
            projection: the map.
            corners: of the line, x and y within 0-1; at least three.
            allowed: only these items.
            seen: items that shall not come again.

        Raises:
            QueryError: there are fewer than three corners.
        """
        line = np.asarray(corners, np.float64).reshape(-1, 2)
        inside = inside_lasso(projection, line)
        middle = projection.points[inside].mean(axis=0) if inside.any() else line.mean(axis=0)
        return from_map(projection, inside, middle, allowed, seen)

    def meter(self, state: ExploreState, context: JobContext | None = None) -> Meter:
        """Return how much of what a bucket looks for was found, and what promises most now.

        Args:
            state: how far the person has come.
            context: reports and cancels.

        Raises:
            QueryError: no image was ever encoded.
        """
        from app.services.explore_meter import read_meter

        encoder = state.encoder
        if encoder == "auto" and state.clustering is not None:
            encoder = state.clustering.encoder
        return read_meter(self.space(encoder), state, context or JobContext())

    def measure(
        self,
        facet: str = "",
        *,
        methods: Sequence[Method] = ("kmeans", "cc"),
        thresholds: Sequence[float] = (0.3, 0.7),
        recall: float = 0.8,
        least: int = 5,
        encoder: str = "auto",
        within: Allowed = None,
        projection: str = "auto",
        seed: int = 0,
        most: int | None = None,
        each: Callable[[StrategyCase], None] | None = None,
        context: JobContext | None = None,
    ) -> StrategyReport:
        """Play the 24 strategies of the paper's analyst over every category of this collection.

        Args:
            facet: facet key whose values are the categories; "" takes the buckets.
            methods: of clustering.
            thresholds: of clustering by correlation; k-means gets as many clusters.
            recall: part of a category that ends a play, above 0, at most 1.
            least: a category needs so many items to count, >= 1.
            encoder: as for cluster().
            within: only these items; None takes all.
            projection: as method of project().
            seed: of everything that is drawn by chance.
            most: categories, the largest ones, >= 1; None takes all.
            each: told of a strategy on a clustering when it was played, on this thread.
            context: reports and cancels.

        Raises:
            QueryError: no category has enough items, or a number is out of range.
            JobCancelled: the user cancelled.
        """
        from app.services.explore_simulation import Simulation, categories_of

        context = context or JobContext()
        space = self.space(encoder)
        categories, notes = categories_of(self._library, facet, space, within, least, most)
        simulation = Simulation(self, space, within, categories, recall, projection, seed, notes)
        return simulation.run(methods, thresholds, context, each)
