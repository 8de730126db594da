"""Where every keyframe of a library lies in its video, and every photo in a life."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from common.values import Hit, ItemKind
from indexers.rankings.fusion import Scored
from indexers.rankings.time_axis import TimeAxis
from indexers.video.time_cache import PERIODS, TimeCache

if TYPE_CHECKING:
    from app.services.library import Library

BY_DAYTIME = -1  # the time line of all items that are ordered by the time they were taken
_COLUMNS = ("parent", "start_s", "taken_at", "offset_min", "year")
_DAY_S = 86_400
_Columns = tuple[NDArray[np.float64], ...]


@dataclass(frozen=True)
class Lines:
    """The time lines of a library in one state of its catalogue.

    Args:
        axis: all moments: shots by video, photos by the time they were taken (BY_DAYTIME).
        videos: which ids are videos, bool (largest id + 1,).
        columns: what they were made of.
    """

    axis: TimeAxis
    videos: NDArray[np.bool_]
    columns: _Columns

    def is_video(self, item: int) -> bool:
        """Whether an id is that of a video."""
        return 0 <= item < len(self.videos) and bool(self.videos[item])

    def are_videos(self, items: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which ids are those of videos, bool (M,)."""
        inside = (items >= 0) & (items < len(self.videos))
        return np.asarray(inside & self.videos[np.where(inside, items, 0)], np.bool_)

    def rows_of(self, group: int) -> range:
        """Return the rows of a time line."""
        groups = self.axis.groups
        first, stop = (
            np.searchsorted(groups, group, "left"),
            np.searchsorted(groups, group, "right"),
        )
        return range(int(first), int(stop))

    def rows(self, items: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the row of each item, int64 (M,); -1 for one that has no time."""
        inside = (items >= 0) & (items < len(self._row_of))
        return np.where(inside, self._row_of[np.where(inside, items, 0)], -1)

    def owners(self, items: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the video that each item belongs to, int64 (M,): itself where it is none's."""
        inside = (items >= 0) & (items < len(self.videos))
        parents = self.columns[0][np.where(inside, items, 0)]
        return np.where(inside & (parents >= 0), np.nan_to_num(parents), items).astype(np.int64)

    @cached_property
    def _row_of(self) -> NDArray[np.int64]:
        table = np.full(max(1, len(self.videos)), -1, np.int64)
        table[self.axis.items] = np.arange(len(self.axis))
        return table

    def local_seconds(self, row: int) -> float:
        """Return when a photo was taken by the clock of its place, seconds since 1970."""
        offset = float(np.nan_to_num(self.columns[3][self.axis.items[row]]))
        return float(self.axis.times[row]) + 60 * offset

    def day_of(self, row: int) -> int:
        """Return the local day on which a photo was taken, days since 1970."""
        return int(self.local_seconds(row) // _DAY_S)

    @cached_property
    def in_videos(self) -> NDArray[np.bool_]:
        """Which ids are those of videos or of what belongs to one, bool (largest id + 1,)."""
        return self.are_videos(self.owners(np.arange(len(self.videos), dtype=np.int64)))

    @cached_property
    def cache(self) -> TimeCache:
        """The periods of all time lines."""
        return TimeCache(self.axis)

    def thinned(self, hits: Sequence[Hit], period_s: int) -> tuple[Hit, ...]:
        """Return the best hit of each period of a video, in the order of the list.

        Args:
            hits: each item once.
            period_s: one of PERIODS; 0 keeps all.
        """
        if period_s not in PERIODS or not hits:
            return tuple(hits)
        items = np.fromiter((hit.item for hit in hits), np.int64, len(hits))
        scores = np.fromiter((hit.score for hit in hits), np.float64, len(hits))
        best = self.cache.best(Scored.of(items, scores), period_s, len(hits))
        kept = set(best.items.tolist())
        return tuple(hit for hit in hits if hit.item in kept)

    def shot_at(self, video: int, time_s: float) -> int:
        """Return the shot of a video that is seen at a time; the video where it has none."""
        rows = self.rows_of(video)
        if not rows:
            return video
        within = int(np.searchsorted(self.axis.times[rows.start : rows.stop], time_s, "right"))
        return int(self.axis.items[rows.start + max(0, within - 1)])


class Timeline:
    """Makes the time lines of a library when they are asked for, and anew when times change.

    Safe on any thread.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library
        self._guard = threading.Lock()
        self._lines: Lines | None = None

    def lines(self) -> Lines:
        """Return the time lines as the catalogue is now."""
        catalogue = self._library.catalogue
        columns = tuple(catalogue.number_column(name) for name in _COLUMNS)
        with self._guard:
            if self._lines is None or not _same(self._lines.columns, columns):
                videos = np.zeros(len(columns[0]), np.bool_)
                held = catalogue.facet_table("kind").holders(ItemKind.VIDEO.value)
                videos[held[held < len(videos)]] = True
                self._lines = Lines(_axis(columns, videos), videos, columns)
            return self._lines


def _same(kept: _Columns, now: _Columns) -> bool:
    """Whether columns are those that were kept; the catalogue mostly gives the same arrays."""
    return all(
        old is new or np.array_equal(old, new, equal_nan=True)
        for old, new in zip(kept, now, strict=True)
    )


def _axis(columns: _Columns, videos: NDArray[np.bool_]) -> TimeAxis:
    """Return all moments; a video is none: its shots have a line of their own.

    A time that is only that of the last copy of the file tells nothing of what followed what; such
    an item has no year.
    """
    parents, starts, taken, _, years = columns
    taken = np.where(np.isfinite(years) & ~videos, taken, np.nan)
    in_video = (parents >= 0) & np.isfinite(starts)
    times = np.where(in_video, starts, np.where(parents >= 0, np.nan, taken))
    items = np.flatnonzero(np.isfinite(times))
    groups = np.where(in_video, np.nan_to_num(parents, nan=BY_DAYTIME), BY_DAYTIME)[items]
    return TimeAxis.of(items, groups.astype(np.int64), times[items])
