"""Exploring: clusters, representatives, expansions, queries by image and bucket, maps."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.services.explore_clusters import ExploreClusters
from app.services.explore_lists import from_map
from app.services.explore_maps import inside_box, inside_lasso, make_projection
from app.services.explore_queries import ExploreQueries
from app.services.explore_space import Allowed
from app.services.explore_types import Projection
from common.jobs import JobContext
from common.values import ResultList


class ExploreService(ExploreClusters, ExploreQueries):
    """Finds groups in a collection, and more of what was put into a bucket.

    Vectors are compared by correlation. Items without a vector take no part; how many, the answers
    say. Every list leaves out what is not allowed or was seen, and gives a reason for each hit.

    Args:
        library: the open library.
        models: makes the engine; used for images that are not in the library and parts of images.
        settings: the user's settings; `models.image_encoder` is the encoder for "auto".
    """

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
            method: how the map is made; "auto" takes the best that runs here.
            seed: of samples.
            context: reports and cancels.

        Raises:
            QueryError: no image was ever encoded, or there is no such method.
        """
        context = context or JobContext()
        space = self._space(encoder)
        rows = space.has(within)
        rows = rows[np.argsort(space.items[rows])]
        points, used = make_projection(space, rows, method, seed, context)
        asked = self._library.catalogue.count() if within is None else len(within)
        context.step(2, 2)
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
