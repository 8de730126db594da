"""Moments near one: alike, at the same place, at the same time of day, before and after."""

import time
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.lifelog_index import SceneMemory
from app.services.lifelog_matches import part_of_graph
from app.services.lifelog_moments import Conditions, Moments
from app.services.lifelog_ranking import match_options
from app.services.lifelog_types import LifelogOptions
from app.services.list_notes import ListTitle
from app.services.similarity import encoder_for
from common.errors import QueryError
from common.jobs import JobContext
from common.scenes import EdgeSource
from common.values import Hit, ResultList
from indexers.catalogue.records import Filter

if TYPE_CHECKING:
    from app.services.library import Library

SHARES = {"graph": 0.4, "visual": 0.35, "time": 0.125, "place": 0.125}
SAME_MOMENT_S = 300.0  # what lies nearer in time is the moment itself
HOUR_SIGMA_MIN = 60.0
PLACE_SIGMA_M = 300.0
AROUND_MIN = 30.0
_DAY_MIN = 1440.0


class Neighbours:
    """Finds moments from one moment.

    Args:
        library: the open library.
        conditions: when and where items were.
        memory: scene graphs.
    """

    def __init__(self, library: "Library", conditions: Conditions, memory: SceneMemory) -> None:
        self._library = library
        self._conditions = conditions
        self._memory = memory

    def similar(self, item: int, k: int, context: JobContext) -> ResultList:
        """Return the moments most like that of an item, best first, one hit a moment.

        The score is a weighted mean of what is known of the item: the match of its graph, the
        likeness of the pictures, the nearness in time of day, and the nearness in place. What was
        taken within five minutes of the item is left out.

        Raises:
            QueryError: there is no such item, or nothing about it can be compared.
        """
        started = time.perf_counter()
        moments = self._conditions.moments
        row = self._row(moments, item)
        parts = {
            "graph": self._graph(moments, item, context),
            "visual": self._visual(moments, item),
            "time": _hour_likeness(moments, row),
            "place": _place_likeness(moments, row),
        }
        known = {name: values for name, values in parts.items() if values is not None}
        if not known:
            raise QueryError(
                "Nothing is known of this item that moments could be compared by.",
                hint="Import it again, so that its graph and its vector are made.",
            )
        whole = sum(SHARES[name] for name in known)
        total = sum(SHARES[name] / whole * values for name, values in known.items())
        scores = np.asarray(total, np.float64)
        apart = np.abs(moments.seconds - moments.seconds[row])
        scores[(apart < SAME_MOMENT_S) | (moments.ids == item)] = -1.0
        chosen = _one_a_moment(moments, scores, k)
        hits = tuple(
            Hit(
                int(moments.ids[at]),
                float(scores[at]),
                {name: float(values[at]) for name, values in known.items()},
            )
            for at in chosen
        )
        return self._list(item, "similar-moments", hits, int((scores > 0).sum()), started)

    def of_place(self, item: int, k: int) -> ResultList:
        """Return what was taken at the same place, nearest in time first.

        Raises:
            QueryError: there is no such item, or nobody knows where it was taken.
        """
        started = time.perf_counter()
        moments = self._conditions.moments
        row = self._row(moments, item)
        mask = np.zeros(len(moments), np.bool_)
        near = _place_likeness(moments, row)
        if near is not None:
            latitude, longitude = float(moments.latitudes[row]), float(moments.longitudes[row])
            mask |= moments.near(latitude, longitude, PLACE_SIGMA_M)
        names = [
            one.value for one in self._library.catalogue.item(item).facets if one.key == "place"
        ]
        if names:
            mask |= self._conditions.passing((Filter("place", tuple(names)),))
        if not mask.any():
            raise QueryError(
                "Nobody knows where this item was taken.",
                hint="Import a track (GPX) of that day, or give the place a name.",
            )
        return self._nearest(moments, row, mask, k, "same-place", started)

    def of_time(self, item: int, k: int) -> ResultList:
        """Return what was taken at the same time of day, half an hour around; nearest days first.

        Raises:
            QueryError: there is no such item, or nobody knows when it was taken.
        """
        started = time.perf_counter()
        moments = self._conditions.moments
        row = self._row(moments, item)
        if not np.isfinite(moments.local[row]):
            raise QueryError(
                "Nobody knows when this item was taken.", hint="Choose one with a time."
            )
        mask = _minutes_apart(moments, row) <= AROUND_MIN
        return self._nearest(moments, row, mask, k, "same-time", started)

    def around(self, item: int, count: int) -> tuple[list[Hit], int]:
        """Return what came before and after an item in time, and the place of the item in it.

        Args:
            item: id.
            count: how many at most on either side.
        """
        moments = self._conditions.moments
        row = int(moments.rows(np.array([item]))[0])
        if row < 0 or not np.isfinite(moments.seconds[row]):
            return [Hit(item, 1.0)], 0
        known = np.flatnonzero(np.isfinite(moments.seconds))
        order = known[np.lexsort((moments.ids[known], moments.seconds[known]))]
        at = int(np.flatnonzero(order == row)[0])
        start = max(0, at - count)
        chosen = order[start : at + count + 1]
        return [Hit(int(moments.ids[one]), 1.0) for one in chosen], at - start

    # -- parts of likeness, float64 (N,) in 0-1; None where nothing is known of the item

    def _graph(
        self, moments: Moments, item: int, context: JobContext
    ) -> NDArray[np.float64] | None:
        from indexers.scenes.search import score

        index = self._memory.index(moments, context)
        row = int(index.rows(np.array([item]))[0])
        part = part_of_graph(self._library.catalogue.scene_graphs([item])[0])
        if row < 0 or not part.nodes:
            return None
        tables = self._memory.tables(part, index, "sentence")
        options = match_options(LifelogOptions(hidden=frozenset({EdgeSource.GEOMETRIC})))
        found = score(index, tables, options, context=context)
        own = float(found.totals[found.rows == row].max(initial=0.0))
        values = np.zeros(len(moments))
        at = moments.rows(index.items[found.rows])
        there = at >= 0
        values[at[there]] = found.totals[there] / max(own, 1e-6)
        return np.clip(values, 0, 1)

    def _visual(self, moments: Moments, item: int) -> NDArray[np.float64] | None:
        encoder = encoder_for(self._library, [item])
        if encoder == "auto":
            return None
        collection = self._library.vectors(encoder)
        items, vectors = collection.matrix()
        vector = collection.vectors([item])[0]
        values = np.zeros(len(moments))
        at = moments.rows(np.asarray(items, np.int64))
        there = at >= 0
        values[at[there]] = np.asarray(vectors @ vector, np.float64)[there]
        return np.clip(values, 0, 1)

    # -- lists

    def _row(self, moments: Moments, item: int) -> int:
        row = int(moments.rows(np.array([item], np.int64))[0])
        if row < 0:
            raise QueryError(
                f"There is no item {item}.", hint="Take its number from a list, a search say."
            )
        return row

    def _nearest(
        self, moments: Moments, row: int, mask: NDArray[np.bool_], k: int, how: str, started: float
    ) -> ResultList:
        rows = np.flatnonzero(mask)
        apart = np.nan_to_num(np.abs(moments.seconds[rows] - moments.seconds[row]), nan=np.inf)
        order = rows[np.lexsort((moments.ids[rows], apart))][:k]
        hits = tuple(Hit(int(moments.ids[at]), 1.0) for at in order)
        return self._list(int(moments.ids[row]), how, hits, len(rows), started)

    def _list(
        self, item: int, how: str, hits: tuple[Hit, ...], total: int, started: float
    ) -> ResultList:
        name = self._library.catalogue.items([item])[0].name or f"item {item}"
        ms = (time.perf_counter() - started) * 1e3
        return ResultList(ListTitle(how, name=name), hits, total, ms)


def _minutes_apart(moments: Moments, row: int) -> NDArray[np.float64]:
    """Return how far times of day lie from that of a row, minutes; inf where unknown."""
    minutes = moments.local % 86_400 / 60
    apart = np.abs(minutes - minutes[row])
    return np.asarray(np.nan_to_num(np.minimum(apart, _DAY_MIN - apart), nan=np.inf))


def _hour_likeness(moments: Moments, row: int) -> NDArray[np.float64] | None:
    if not np.isfinite(moments.local[row]):
        return None
    return np.asarray(np.exp(-0.5 * (_minutes_apart(moments, row) / HOUR_SIGMA_MIN) ** 2))


def _place_likeness(moments: Moments, row: int) -> NDArray[np.float64] | None:
    latitude, longitude = moments.latitudes[row], moments.longitudes[row]
    if not (np.isfinite(latitude) and np.isfinite(longitude)):
        return None
    metres = moments.metres(float(latitude), float(longitude))
    return np.asarray(np.exp(-0.5 * (metres / PLACE_SIGMA_M) ** 2))


def _one_a_moment(moments: Moments, scores: NDArray[np.float64], k: int) -> list[int]:
    """Return the rows of the best, of those within five minutes of each other only the best."""
    order = np.lexsort((moments.ids, -scores))[: 20 * k]
    taken: list[float] = []
    chosen: list[int] = []
    for at in order.tolist():
        if scores[at] <= 0 or len(chosen) >= k:
            break
        when = float(moments.seconds[at])
        if np.isfinite(when):
            if any(abs(when - other) < SAME_MOMENT_S for other in taken):
                continue
            taken.append(when)
        chosen.append(at)
    return chosen
