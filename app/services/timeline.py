"""Where every keyframe of a library lies in its video, and every photo in a life."""

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from common.values import ItemKind
from indexers.rankings.time_axis import TimeAxis

if TYPE_CHECKING:
    from app.services.library import Library

BY_DAYTIME = -1  # the time line of all items that are ordered by the time they were taken
_COLUMNS = ("parent", "start_s", "taken_at")
_Columns = tuple[NDArray[np.float64], ...]


@dataclass(frozen=True, slots=True)
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

    def rows_of(self, group: int) -> range:
        """Return the rows of a time line."""
        groups = self.axis.groups
        first, stop = (
            np.searchsorted(groups, group, "left"),
            np.searchsorted(groups, group, "right"),
        )
        return range(int(first), int(stop))

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
                self._lines = Lines(_axis(columns), videos, columns)
            return self._lines


def _same(kept: _Columns, now: _Columns) -> bool:
    """Whether columns are those that were kept; the catalogue mostly gives the same arrays."""
    return all(
        old is new or np.array_equal(old, new, equal_nan=True)
        for old, new in zip(kept, now, strict=True)
    )


def _axis(columns: _Columns) -> TimeAxis:
    parents, starts, taken = columns
    in_video = (parents >= 0) & np.isfinite(starts)
    times = np.where(in_video, starts, np.where(parents >= 0, np.nan, taken))
    items = np.flatnonzero(np.isfinite(times))
    groups = np.where(in_video, np.nan_to_num(parents, nan=BY_DAYTIME), BY_DAYTIME)[items]
    return TimeAxis.of(items, groups.astype(np.int64), times[items])
