"""The simulated analyst of the paper: looks for one category and never errs.

F. Gisolf, Z. Geradts, M. Worring: "Search and Explore Strategies for Interactive Analysis of
Real-Life Image Collections with Unknown and Unique Categories", MMM 2021, section on experiments.
The measure is how many images of the collection were seen when the bucket holds a given part of
the category.

What the paper says: clusters are looked through best first; with an overview, the first image of
each cluster is looked at before, and clusters whose first image is relevant come first; with
sorting, the cluster most like the bucket comes next; the threshold falls by 0.2 an expansion,
while at least 30 % of what it shows is relevant; a query goes on until 8 images in a row are
irrelevant; 10 random images of the bucket are queried; the bucket is queried again after at least
10 new images; on the map a box of 0.2 x 0.2 is drawn around the mode of the bucket.

What we decide: a cluster is expanded when at least 30 % of what it showed was relevant; every
other search is done after the first find and again after at least 10 new images; an image is
queried once; an expansion that shows nothing new goes on to the next lower threshold, and none
goes below 0; the mode is the image of the bucket with most of the bucket in the box around it;
an image that was seen costs nothing when it comes again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.services.explore_types import SearchKind, Strategy

PATIENCE = 8  # irrelevant images in a row that end a query
QUERIES = 10  # images of the bucket that are queried
NEW_FINDS = 10  # after so many a search is done again
DROP = 0.2  # of the threshold, an expansion
WORTH = 0.3  # part of an expansion that must be relevant to go on
BOX = 0.2  # side of the box on the map
COUNTED = 20_000  # points of a map that boxes count
_PAIRS, _AT_ONCE = 1 << 23, 1 << 19  # of points that are compared, in all and in memory

STRATEGIES: tuple[Strategy, ...] = tuple(
    Strategy(number, search, overview, sort)
    for number, (sort, overview, search) in enumerate(
        (
            (sort, overview, search)
            for sort in (False, True)
            for overview in (False, True)
            for search in SearchKind
        ),
        1,
    )
)


@dataclass(frozen=True, eq=False)
class Arena:
    """What all plays on one collection share.

    Args:
        alike: correlation of each pair of items, float32 (N, N).
        points: places on the map, float32 (N, 2), within 0-1.
    """

    alike: NDArray[np.float32]
    points: NDArray[np.float32]


class Tray:
    """A clustering as the analyst looks through it.

    Args:
        clusters: rows of each cluster in browsing order, the first of each stands for it.
        thresholds: from which each cluster is expanded.
        threshold: from which the bucket is expanded.
        arena: the collection.
    """

    def __init__(
        self,
        clusters: Sequence[NDArray[np.int64]],
        thresholds: Sequence[float],
        threshold: float,
        arena: Arena,
    ) -> None:
        self.clusters, self.thresholds, self.threshold = list(clusters), thresholds, threshold
        self.order = np.concatenate([*clusters, np.empty(0, np.int64)])
        sizes = np.array([len(rows) for rows in clusters], np.int64)
        self.starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
        self.first = np.array([rows[0] for rows in clusters], np.int64)
        squares = [float(arena.alike[np.ix_(rows, rows)].sum()) for rows in clusters]
        self.lengths = np.sqrt(np.maximum(squares, 1e-12)).astype(np.float32)

    def similarity(self, affinity: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how alike the mean of each cluster is to a bucket, up to a common factor.

        Args:
            affinity: sum of each item's correlations with the bucket, float32 (N,).
        """
        sums = np.add.reduceat(affinity[self.order], self.starts)
        return np.asarray(sums / self.lengths, np.float32)


class Play:
    """One analyst, one category, one strategy.

    Args:
        arena: the collection.
        tray: the clustering.
        is_relevant: the category, bool (N,).
        target: how many of it are to be found, >= 1.
        rng: draws the images that are queried.
    """

    def __init__(
        self,
        arena: Arena,
        tray: Tray,
        is_relevant: NDArray[np.bool_],
        target: int,
        rng: np.random.Generator,
    ) -> None:
        self._arena, self._tray, self._rng = arena, tray, rng
        self._is_relevant, self._target = is_relevant, target
        self._is_seen = np.zeros(len(is_relevant), np.bool_)
        self._affinity = np.zeros(len(is_relevant), np.float32)
        self._nearest = np.full(len(is_relevant), -1, np.float32)
        self._queried: set[int] = set()
        self._searched_at = 0
        self.found: list[int] = []
        self.viewed: list[int] = []

    @property
    def is_over(self) -> bool:
        """Whether the target is reached."""
        return len(self.found) >= self._target

    def run(self, strategy: Strategy) -> int:
        """Play until the target is reached or everything was seen; return how many were seen."""
        picked: list[int] = []
        if strategy.overview:
            self._show(self._tray.first)
            picked = np.flatnonzero(self._is_relevant[self._tray.first]).tolist()
        waiting = np.ones(len(self._tray.clusters), np.bool_)
        while waiting.any() and not self.is_over:
            place = self._next(waiting, picked, sort=strategy.sort)
            waiting[place] = False
            shown, found = self._show(self._tray.clusters[place])
            if strategy.search is SearchKind.EXPAND_CLUSTER:
                if shown and found >= WORTH * shown:
                    self._expand_cluster(place)
            elif strategy.search is not SearchKind.NONE:
                self._search(strategy.search)
        return len(self.viewed)

    def _next(self, waiting: NDArray[np.bool_], picked: list[int], *, sort: bool) -> int:
        """Return the cluster to look at next."""
        while picked:
            if waiting[place := picked.pop(0)]:
                return place
        if sort and self.found:
            scores = np.where(waiting, self._tray.similarity(self._affinity), -np.inf)
            return int(scores.argmax())
        return int(waiting.argmax())

    def _show(self, rows: NDArray[np.int64], patience: int = 0) -> tuple[int, int]:
        """Look at those of rows that were not seen, in order, until the target is reached.

        Args:
            rows: what to look at.
            patience: stop after so many irrelevant ones in a row; 0 never.

        Returns:
            How many were looked at, and how many of them were relevant.
        """
        rows = rows[~self._is_seen[rows]]
        hits = np.flatnonzero(self._is_relevant[rows])
        stop = len(rows)
        if patience:
            before = np.concatenate([[-1], hits])  # the last relevant one before each run
            runs = np.concatenate([hits, [len(rows)]]) - before - 1
            long = np.flatnonzero(runs >= patience)
            if len(long):
                stop = int(before[long[0]]) + 1 + patience
        needed = self._target - len(self.found)
        if len(hits) >= needed and hits[needed - 1] < stop:
            stop = int(hits[needed - 1]) + 1
        shown, new = rows[:stop], rows[hits[hits < stop]]
        self._is_seen[shown] = True
        self.viewed += shown.tolist()
        self.found += new.tolist()
        if len(new):
            near = self._arena.alike[new]
            self._affinity += near.sum(axis=0)
            np.maximum(self._nearest, near.max(axis=0), out=self._nearest)
        return len(shown), len(new)

    def _search(self, kind: SearchKind) -> None:
        """Search if there are enough new finds since the last time, and again while it helps."""
        search = {
            SearchKind.EXPAND_BUCKET: self._expand_bucket,
            SearchKind.QUERY_IMAGE: self._query_images,
            SearchKind.QUERY_BUCKET: self._query_bucket,
            SearchKind.PROJECTION: self._draw_box,
        }[kind]
        while not self.is_over and self._has_enough_new:
            self._searched_at = len(self.found)
            search()

    @property
    def _has_enough_new(self) -> bool:
        if not self._searched_at:
            return bool(self.found)
        return len(self.found) - self._searched_at >= NEW_FINDS

    def _expand_cluster(self, place: int) -> None:
        alike = self._arena.alike[self._tray.first[place]]
        self._expand(lambda: alike, self._tray.thresholds[place])

    def _expand_bucket(self) -> None:
        self._expand(lambda: self._nearest, self._tray.threshold)

    def _expand(self, alike: Callable[[], NDArray[np.float32]], threshold: float) -> None:
        """Lower the threshold as long as it is worth it."""
        threshold = round(threshold - DROP, 10)
        while threshold >= 0 and not self.is_over:
            scores = alike()
            rows = np.flatnonzero((scores > threshold) & ~self._is_seen)
            shown, found = self._show(rows[np.argsort(-scores[rows], kind="stable")])
            if shown and found < WORTH * shown:
                return
            threshold = round(threshold - DROP, 10)

    def _query_images(self) -> None:
        fresh = [row for row in self.found if row not in self._queried]
        count = min(QUERIES, len(fresh))
        for place in self._rng.choice(len(fresh), count, replace=False).tolist():
            self._queried.add(fresh[place])
            self._query(self._arena.alike[fresh[place]])

    def _query_bucket(self) -> None:
        self._query(self._affinity)

    def _query(self, scores: NDArray[np.float32]) -> None:
        if not self.is_over:
            rows = np.flatnonzero(~self._is_seen)
            self._show(rows[np.argsort(-scores[rows], kind="stable")], PATIENCE)

    def _draw_box(self) -> None:
        points = self._arena.points
        bucket = points[self.found]
        mode = densest(bucket, BOX)
        away = np.abs(points - mode).max(axis=1)
        rows = np.flatnonzero((away <= BOX / 2) & ~self._is_seen)
        self._show(rows[np.argsort(away[rows], kind="stable")])


def densest(points: NDArray[np.floating[Any]], side: float) -> NDArray[np.floating[Any]]:
    """Return the point around which a box holds most of them; of very many an even draw is tried.

    Args:
        points: of a map, (N, 2), N >= 1.
        side: of the box.
    """
    counted = _drawn(points, COUNTED)
    tried = _drawn(points, _PAIRS // len(counted))
    block = max(1, _AT_ONCE // len(counted))
    counts = [
        (np.abs(tried[at : at + block, None] - counted[None]).max(axis=2) <= side / 2).sum(axis=1)
        for at in range(0, len(tried), block)
    ]
    return np.asarray(tried[int(np.concatenate(counts).argmax())])


def _drawn(points: NDArray[np.floating[Any]], most: int) -> NDArray[np.floating[Any]]:
    if len(points) <= most:
        return points
    return points[np.linspace(0, len(points) - 1, most).astype(np.int64)]
