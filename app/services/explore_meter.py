"""The strategy meter: where a person stands with one bucket, and what promises most."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.services.explore_analyst import BOX, densest
from app.services.explore_recall import ChanceModel, recall_interval
from app.services.explore_space import Space, best_rows
from app.services.explore_types import Action, ExploreState, Meter, Option, Yield
from app.services.list_notes import ListNote
from common.jobs import JobContext
from common.notes import joined

SHOWN = 25  # images that an option is judged by
LEAST_FOUND = 2  # in the bucket, before recall is estimated
QUERIES = 10  # images of the bucket that are tried as queries
RECENT = 3  # actions of a kind whose yields count
TRUST = 200.0  # images that the model's expectation is worth beside what actions really brought
MARGINS = ((4, 0.9, 0.9), (20, 1.0, 1.2), (10**9, 1.3, 1.5))

Rows = NDArray[np.int64]


def read_meter(space: Space, state: ExploreState, context: JobContext) -> Meter:
    """Return where a person stands, and what promises most.

    Args:
        space: the vectors.
        state: how far the person has come.
        context: reports and cancels.

    Raises:
        JobCancelled: the user cancelled.
    """
    context.step(0, 3, "Learning from what was seen")
    standing = _Standing(space, state)
    items, seen = standing.items, standing.seen
    found = len(set(state.found))
    if not len(standing.found):
        options = standing.first_options()
        return Meter(items, seen, found, advice=_advice(options), reason=_why_first(options),
                     options=options)  # fmt: skip
    if not len(standing.unseen):
        return Meter(items, seen, found, (1.0, 1.0), 1.0, None, ListNote("every-seen"))
    model = ChanceModel(space, standing.found, standing.others, standing.unseen)
    context.step(1, 3, "Estimating what is hidden")
    estimate: tuple[float, float] | None = None
    recall: float | None = None
    hidden = model.hidden(standing.unseen, standing.affinity[standing.unseen])
    if len(standing.found) >= LEAST_FOUND:
        recall, low, high = recall_interval(len(standing.found), hidden, MARGINS)
        estimate = (low, high)
    context.step(2, 3, "Comparing what could be done")
    options = standing.options(model)
    context.step(3, 3)
    reason = options[0].reason if options else ""
    return Meter(items, seen, found, estimate, recall, _advice(options), reason, options)


class _Standing:
    """What was seen and found, as rows, and what each action would show next."""

    def __init__(self, space: Space, state: ExploreState) -> None:
        self._space, self._state = space, state
        self._is_open = space.open_rows(state.allowed, None)
        self._allowed = self._is_open.copy()
        self.items = int(self._is_open.sum())
        self.found = self._rows(state.found)
        seen = self._rows([*state.seen, *state.found])
        self.seen = len(seen)
        self.others = np.setdiff1d(seen, self.found)
        self._is_open[seen] = False
        self.unseen = np.flatnonzero(self._is_open)
        self.affinity = np.zeros(len(space), np.float32)
        if len(self.found):
            self.affinity = space.correlate(space.mean(self.found)[None])[0]

    def options(self, model: ChanceModel) -> tuple[Option, ...]:
        """Return what is possible with a bucket that holds something, most promising first."""
        made = [
            self._judged(model, action, candidates)
            for action, candidates in (
                (Action.QUERY_BUCKET, self._query_bucket()),
                (Action.EXPAND_BUCKET, self._expand_bucket()),
                (Action.QUERY_IMAGE, self._query_image()),
                (Action.SORT, self._sorted()),
                (Action.EXPAND_CLUSTER, self._expand_cluster()),
                (Action.PROJECTION, self._box()),
                (Action.OVERVIEW, self._overview()),
                (Action.BROWSE, self._browse()),
            )
        ]
        there = [option for option in made if option is not None]
        return tuple(sorted(there, key=lambda option: -option.expected))

    def first_options(self) -> tuple[Option, ...]:
        """Return what is possible with an empty bucket: what shows most that is new comes first.

        A category lies in few clusters, so the chance of a first find grows with the number of
        clusters that are touched: that is what an image is judged by.
        """
        clustering = self._state.clustering
        if clustering is None:
            return ()
        base = 1 / (self.seen + 2)  # rule of succession: nothing of what was seen was relevant
        made = []
        ways = ((Action.OVERVIEW, self._overview()), (Action.BROWSE, self._browse()))
        for action, source, rows in ((way, *one) for way, found in ways for one in found):
            items = self._space.items[rows].tolist()
            touched = len({clustering.place_of(item) for item in items})
            reason = ListNote("touches", clusters=touched, images=len(items))
            made.append(Option(action, base * touched / len(items), tuple(items), reason, source))
        return tuple(sorted(made, key=lambda option: -option.expected))

    def _judged(
        self, model: ChanceModel, action: Action, candidates: Sequence[tuple[int | None, Rows]]
    ) -> Option | None:
        """Return the best of the candidates, with what it promises."""
        there = [(source, rows) for source, rows in candidates if len(rows)]
        if not there:
            return None
        chances = [float(model.chance(rows).mean()) for _, rows in there]
        best = int(np.argmax(chances))
        chance, (source, rows) = chances[best], there[best]
        done = [one for one in self._state.yields if one.action is action and one.shown][-RECENT:]
        expected = blended(chance, done)
        items = tuple(self._space.items[rows].tolist())
        whys = [ListNote("promises", expected=expected * len(items), images=len(items))]
        if done:
            whys.append(ListNote("last-time", found=done[-1].found, shown=done[-1].shown))
        return Option(action, expected, items, joined(whys), source)

    def _rows(self, items: Sequence[int]) -> Rows:
        rows = self._space.has(items)
        return rows[self._allowed[rows]]

    def _best(self, scores: NDArray[np.float32]) -> Rows:
        return best_rows(scores, self._space.items, self._is_open, SHOWN)

    def _query_bucket(self) -> list[tuple[int | None, Rows]]:
        return [(None, self._best(self.affinity))]

    def _expand_bucket(self) -> list[tuple[int | None, Rows]]:
        return [(None, self._best(self._space.nearest(self._space.unit(self.found))[1]))]

    def _query_image(self) -> list[tuple[int | None, Rows]]:
        """Return what each of the newest finds would show."""
        newest = self._space.rows(list(self._state.found)[-QUERIES:])
        newest = newest[newest >= 0]
        alike = self._space.correlate(self._space.unit(newest))
        return [
            (int(self._space.items[row]), self._best(scores))
            for row, scores in zip(newest.tolist(), alike, strict=True)
        ]

    @cached_property
    def _clusters(self) -> list[tuple[int, Rows]]:
        """Return the place and the unseen rows of each cluster that has any, in order."""
        clustering = self._state.clustering
        if clustering is None or not len(clustering):
            return []
        rows = self._space.rows([item for one in clustering.clusters for item in one.items])
        is_open = (rows >= 0) & self._is_open[rows]
        ends = np.cumsum([len(one) for one in clustering.clusters])
        parts = zip(np.split(rows, ends[:-1]), np.split(is_open, ends[:-1]), strict=True)
        left = ((place, part[inside]) for place, (part, inside) in enumerate(parts))
        return [(place, part) for place, part in left if len(part)]

    def _sorted(self) -> list[tuple[int | None, Rows]]:
        left = self._clusters
        if not left:
            return []
        place, rows = max(left, key=lambda one: float(self.affinity[one[1]].mean()))
        return [(place, rows[:SHOWN])]

    def _browse(self) -> list[tuple[int | None, Rows]]:
        return [(place, rows[:SHOWN]) for place, rows in self._clusters[:1]]

    def _overview(self) -> list[tuple[int | None, Rows]]:
        """Return one image of each cluster of which none was seen."""
        clustering = self._state.clustering
        if clustering is None:
            return []
        first = [
            rows[0]
            for place, rows in self._clusters
            if len(rows) == len(clustering.clusters[place])
        ]
        return [(None, np.array(first[:SHOWN], np.int64))] if first else []

    def _expand_cluster(self) -> list[tuple[int | None, Rows]]:
        """Return what lies around the last cluster, or else the one with most of the bucket."""
        clustering = self._state.clustering
        if clustering is None:
            return []
        place = self._state.cluster
        if place is None:
            homes = [clustering.place_of(int(item)) for item in self._space.items[self.found]]
            inside = [home for home in homes if home is not None]
            if not inside:
                return []
            place = max(sorted(set(inside)), key=inside.count)
        if not 0 <= place < len(clustering):
            return []
        centre = self._space.has([clustering.clusters[place].representative])
        return (
            [(place, self._best(self._space.correlate(self._space.unit(centre))[0]))]
            if len(centre)
            else []
        )

    def _box(self) -> list[tuple[int | None, Rows]]:
        """Return what lies in a box around the place of the map with most of the bucket."""
        projection = self._state.projection
        if projection is None:
            return []
        inside = np.isin(projection.items, self._space.items[self.found])
        bucket = projection.points[inside]
        if not len(bucket):
            return []
        mode = densest(bucket, BOX)
        away = np.abs(projection.points - mode).max(axis=1)
        near = np.flatnonzero(away <= BOX / 2)
        rows = self._space.rows(projection.items[near[np.argsort(away[near], kind="stable")]])
        rows = rows[rows >= 0]
        return [(None, rows[self._is_open[rows]][:SHOWN])]


def blended(chance: float, done: Sequence[Yield], trust: float = TRUST) -> float:
    """Return what an action should bring an image: what the model says and what it really brought.

    Args:
        chance: the model's expectation, 0-1.
        done: what the last actions of the kind brought.
        trust: images that the model's expectation is worth.
    """
    shown, found = sum(one.shown for one in done), sum(one.found for one in done)
    return (trust * chance + found) / (trust + shown)


def _advice(options: Sequence[Option]) -> Action | None:
    return options[0].action if options else None


def _why_first(options: Sequence[Option]) -> str:
    if not options:
        return ListNote("first-image")
    first = options[0].reason
    return ListNote("first-look", **first.args) if isinstance(first, ListNote) else first
