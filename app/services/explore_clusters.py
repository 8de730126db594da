"""Clusters of a collection: made, looked over, browsed, sorted."""

import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.explore_base import ExploreBase
from app.services.explore_lists import (
    check_method,
    cluster_at,
    clustering_notes,
    clusters_of,
    listed,
    showing,
    stands_for,
)
from app.services.explore_space import Allowed, Space, mark_of
from app.services.explore_types import Cluster, Clustering, Method
from app.services.list_notes import ListTitle
from app.services.similarity import EngineOwner
from common.jobs import JobContext
from common.reasons import HitReason
from common.settings import Settings
from common.values import Hit, ResultList
from indexers.clustering import cluster_correlated, cluster_kmeans

if TYPE_CHECKING:
    from app.services.library import Library

THRESHOLD = 0.5
KEPT = 8  # clusterings that are remembered


class ExploreClusters(ExploreBase):
    """The part of exploring that is about clusters; arguments as for ExploreBase."""

    def __init__(self, library: "Library", models: EngineOwner | None, settings: Settings) -> None:
        super().__init__(library, models, settings)
        self._clusterings: OrderedDict[tuple[object, ...], Clustering] = OrderedDict()
        self._guard = threading.Lock()

    def cluster(
        self,
        method: Method = "cc",
        *,
        threshold: float = THRESHOLD,
        k: int = 0,
        encoder: str = "auto",
        within: Allowed = None,
        seed: int = 0,
        context: JobContext | None = None,
    ) -> Clustering:
        """Return clusters in the order in which to browse them, best first.

        The last few clusterings are remembered until vectors change. Above 50,000 items, "cc"
        clusters a sample and lets the others join; the notes say so.

        Args:
            method: "cc": by correlation, with a threshold (Gisolf et al., MMM 2021); "kmeans".
            threshold: of "cc", 0-1.
            k: number of means of "kmeans"; 0 takes the square root of the number of items.
            encoder: image encoder; "auto" takes the settings' choice, else the best with vectors.
            within: only these items; None takes all.
            seed: of means and samples.
            context: reports and cancels.

        Raises:
            QueryError: a number is out of range, or no image was ever encoded.
            IndexMismatchError: the encoder asked for has no vectors here.
            JobCancelled: the user cancelled.
        """
        context = context or JobContext()
        check_method(method, threshold, k)
        space = self.space(encoder)
        rows = space.has(within)
        rows = rows[np.argsort(space.items[rows])]  # ties go to the lower item id
        asked = self._library.catalogue.count() if within is None else len(within)
        without = max(0, asked - len(rows))
        number = threshold if method == "cc" else k or max(1, round(len(rows) ** 0.5))
        key = (method, number, space.encoder, space.mark, mark_of(space.items[rows], ""), seed)
        kept = self._remembered(key, without)
        if kept is not None:
            return kept
        started = time.perf_counter()
        clusters = _make(space, rows, method, number, seed, context)
        made = Clustering(
            method,
            space.encoder,
            clusters,
            threshold if method == "cc" else None,
            without,
            (time.perf_counter() - started) * 1e3,
            clustering_notes(method, len(rows), without, space.encoder),
        )
        with self._guard:
            self._clusterings[key] = made
            while len(self._clusterings) > KEPT:
                self._clusterings.popitem(last=False)
        return made

    def _remembered(self, key: tuple[object, ...], without: int) -> Clustering | None:
        with self._guard:
            kept = self._clusterings.pop(key, None)
            if kept is None or kept.without != without:
                return None
            self._clusterings[key] = kept  # the newest again
            return kept

    def overview(
        self, clustering: Clustering, *, k: int = 0, allowed: Allowed = None, seen: Allowed = ()
    ) -> ResultList:
        """Return one item for each cluster, in browsing order.

        Args:
            clustering: the clusters.
            k: how many at most; 0 for all.
            allowed: only these items; the first one of a cluster that may be shown stands for it.
            seen: items that shall not come again.
        """
        started = time.perf_counter()
        may_show = showing(allowed, seen)
        hits = []
        for place, cluster in enumerate(clustering.clusters):
            left = [item for item in cluster.items if may_show(item)]
            if left:
                parts = {"cluster": float(place), "size": float(len(left))}
                if cluster.score is not None:
                    parts["similarity"] = cluster.score
                score = 1 - place / len(clustering.clusters)
                hits.append(Hit(left[0], score, parts, why=stands_for(len(left))))
        title = ListTitle("overview", count=len(clustering))
        return listed(title, hits, k, started, clustering.notes)

    def browse(
        self, clustering: Clustering, place: int, *, allowed: Allowed = None, seen: Allowed = ()
    ) -> ResultList:
        """Return the items of one cluster, the first one and then by similarity to it.

        Args:
            clustering: the clusters.
            place: of the cluster, from 0.
            allowed: only these items.
            seen: items that shall not come again.

        Raises:
            QueryError: there is no such cluster.
        """
        started = time.perf_counter()
        cluster = cluster_at(clustering, place)
        space = self.space(clustering.encoder)
        may_show = showing(allowed, seen)
        items = [item for item in cluster.items if may_show(item)]
        centre = space.unit(space.has([cluster.representative]))
        rows = space.rows(items)
        alike = space.unit(rows[rows >= 0]) @ centre[0] if len(centre) else np.zeros(len(rows))
        by_item = dict(zip(np.asarray(items)[rows >= 0].tolist(), alike.tolist(), strict=False))
        name = self._names([cluster.representative])[cluster.representative]
        hits = [
            Hit(
                item, by_item.get(item, 0.0), {"similarity": by_item.get(item, 0.0)},
                why=HitReason("with", name=name, score=by_item.get(item, 0.0)),
            )
            for item in items
        ]  # fmt: skip
        title = ListTitle("cluster", place=place + 1, count=len(clustering))
        return listed(title, hits, 0, started)

    def sort_clusters(
        self, clustering: Clustering, like: Sequence[int], context: JobContext | None = None
    ) -> Clustering:
        """Return the clusters sorted by similarity to a bucket, most similar first.

        Similarity is the correlation of the mean of the cluster with the mean of the bucket.

        Args:
            clustering: the clusters.
            like: items of the bucket.
            context: reports and cancels.

        Raises:
            QueryError: the bucket is empty, or none of its items has a vector.
        """
        context = context or JobContext()
        space = self.space(clustering.encoder)
        target = self._mean(space, like)
        alike = space.correlate(target[None])[0]
        scored = []
        for place, cluster in enumerate(clustering.clusters):
            context.step(place, len(clustering), "Sorting")
            rows = space.has(cluster.items)
            spread = float(np.linalg.norm(space.unit(rows).mean(axis=0))) if len(rows) else 0.0
            score = float(alike[rows].mean()) / spread if spread > 0 else 0.0
            scored.append(replace(cluster, score=max(-1.0, min(1.0, score))))
        order = sorted(range(len(scored)), key=lambda place: (-(scored[place].score or 0), place))
        return replace(clustering, clusters=tuple(scored[place] for place in order))


def _make(
    space: Space,
    rows: NDArray[np.int64],
    method: Method,
    number: float,
    seed: int,
    context: JobContext,
) -> tuple[Cluster, ...]:
    """Cluster rows; number is the threshold or the number of means."""
    if method == "cc":
        groups = cluster_correlated(space.raw(rows), number, context, seed=seed)
    else:
        groups = cluster_kmeans(space.raw(rows), int(number), context, seed=seed)
    return clusters_of(groups, space.items[rows])
