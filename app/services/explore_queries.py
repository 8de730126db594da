"""What is like a cluster, a bucket, an image or a part of one."""

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.services.explore_base import SUGGESTIONS, ExploreBase
from app.services.explore_lists import (
    BoxPart,
    at_least_one,
    check_threshold,
    cluster_at,
    cut_part,
    hits_of,
    ids_of,
    listed,
)
from app.services.explore_space import Allowed, Space, best_rows
from app.services.explore_types import Clustering
from app.services.list_notes import ListTitle
from app.services.query_example import Example
from app.services.similarity import example_vector
from common.errors import QueryError
from common.jobs import JobContext
from common.reasons import HitReason
from common.values import ResultList
from indexers.clustering import standardise


class ExploreQueries(ExploreBase):
    """The part of exploring that asks for more of something; arguments as for ExploreBase."""

    def expand_cluster(
        self,
        clustering: Clustering,
        place: int,
        *,
        threshold: float | None = None,
        k: int = SUGGESTIONS,
        allowed: Allowed = None,
        seen: Allowed = (),
    ) -> ResultList:
        """Return the items outside a cluster that are most like its first one.

        Args:
            clustering: the clusters.
            place: of the cluster, from 0.
            threshold: only items that correlate above it; None takes the nearest k.
            k: how many at most; 0 for all, where there is a threshold.
            allowed: only these items.
            seen: items that shall not come again.

        Raises:
            QueryError: there is no such cluster, or a number is out of range.
        """
        cluster = cluster_at(clustering, place)
        space = self.space(clustering.encoder)
        title = ListTitle("around-cluster", place=place + 1)
        inside = [*cluster.items, *ids_of(seen)]
        return self._nearest(space, [cluster.representative], title, threshold, k, allowed, inside)

    def expand_bucket(
        self,
        items: Sequence[int],
        *,
        threshold: float | None = None,
        k: int = SUGGESTIONS,
        encoder: str = "auto",
        allowed: Allowed = None,
        seen: Allowed = (),
    ) -> ResultList:
        """Return the items outside a bucket that are most like any one of its items.

        Args:
            items: of the bucket.
            threshold: only items that correlate with one of the bucket above it; None takes the
                nearest k.
            k: how many at most; 0 for all, where there is a threshold.
            encoder: as for cluster().
            allowed: only these items.
            seen: items that shall not come again.

        Raises:
            QueryError: the bucket is empty, none of its items has a vector, or a number is out of
                range.
        """
        space = self.space(encoder)
        inside = [*ids_of(items), *ids_of(seen)]
        return self._nearest(
            space, items, ListTitle("around-bucket"), threshold, k, allowed, inside
        )

    def query(
        self,
        example: int | str | Path | NDArray[np.uint8] | Example,
        *,
        box: BoxPart | None = None,
        k: int = SUGGESTIONS,
        encoder: str = "auto",
        allowed: Allowed = None,
        seen: Allowed = (),
        context: JobContext | None = None,
    ) -> ResultList:
        """Return the items most like an image or a part of one; never the item itself.

        Args:
            example: an item id, the path of an image, or RGB pixels, uint8 (H, W, 3).
            box: the part that counts: left, top, width and height as parts of the image, 0-1.
            k: how many.
            encoder: as for cluster(); it must be able to run for anything but a whole item.
            allowed: only these items.
            seen: items that shall not come again.
            context: reports and cancels.

        Raises:
            QueryError: there is no such item, it cannot be compared, or the box is too small.
            MediaError: the file cannot be read.
        """
        started = time.perf_counter()
        context = context or JobContext()
        wanted = Example.of(example)
        space = self.space(encoder)
        context.step(0, 2, "Reading the image")
        looked_at = wanted if box is None else cut_part(self._library, wanted, box)
        models = self._models
        if models is None and looked_at.item is None:
            raise QueryError("No network can run here.", hint="Query by an item of the library.")
        vector = example_vector(self._library, models, looked_at, space.encoder)  # type: ignore[arg-type]
        context.step(1, 2, "Comparing")
        scores = space.correlate(standardise(vector[None]))[0]
        skipped = [*ids_of(seen), *([] if wanted.item is None else [wanted.item])]
        rows = best_rows(scores, space.items, space.open_rows(allowed, skipped), at_least_one(k))
        name = wanted.describe()
        if wanted.item is not None:
            name = self._names([wanted.item])[wanted.item]
        kind = "like" if box is None else "like-part"
        hits = hits_of(
            space, rows, scores, lambda row: HitReason(kind, name=name, score=float(scores[row]))
        )
        return listed(ListTitle(kind, name=name), hits, 0, started)

    def query_bucket(
        self,
        items: Sequence[int],
        *,
        k: int = SUGGESTIONS,
        encoder: str = "auto",
        allowed: Allowed = None,
        seen: Allowed = (),
    ) -> ResultList:
        """Return the items most like the mean of a bucket; never one of the bucket.

        Args:
            items: of the bucket.
            k: how many.
            encoder: as for cluster().
            allowed: only these items.
            seen: items that shall not come again.

        Raises:
            QueryError: the bucket is empty, or none of its items has a vector.
        """
        started = time.perf_counter()
        space = self.space(encoder)
        scores = space.correlate(self._mean(space, items)[None])[0]
        is_open = space.open_rows(allowed, [*ids_of(items), *ids_of(seen)])
        rows = best_rows(scores, space.items, is_open, at_least_one(k))
        inside = space.has(items)
        names = self._names(space.items[inside].tolist())
        which = (space.unit(rows) @ space.unit(inside).T).argmax(axis=1)
        near = dict(zip(rows.tolist(), space.items[inside[which]].tolist(), strict=True))
        hits = hits_of(
            space, rows, scores,
            lambda row: HitReason(
                "like-bucket", score=float(scores[row]), name=names[near[row]]
            ),
        )  # fmt: skip
        title = ListTitle("like-mean", count=len(inside))
        return listed(title, hits, 0, started)

    def _nearest(
        self,
        space: Space,
        items: Sequence[int],
        title: str,
        threshold: float | None,
        k: int,
        allowed: Allowed,
        inside: Sequence[int],
    ) -> ResultList:
        """Return what correlates most with any one of items, and with which."""
        started = time.perf_counter()
        check_threshold(threshold)
        if k != 0 or threshold is None:
            at_least_one(k)
        origin = self._inside(space, items)
        which, scores = space.nearest(space.unit(origin))
        rows = best_rows(scores, space.items, space.open_rows(allowed, inside), k, threshold)
        names = self._names(space.items[origin].tolist())
        hits = hits_of(
            space, rows, scores,
            lambda row: HitReason(
                "like",
                name=names[int(space.items[origin[which[row]]])],
                score=float(scores[row]),
            ),
        )  # fmt: skip
        return listed(title, hits, 0, started)
