"""A track of positions: cleaned, thinned, and asked for the position at any time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from indexers.moments.sphere import metres, on_sphere, steps_m, to_degrees

MOST_GAP_S = 300  # between neighbours: farther apart, nothing is known of what lies between
FASTEST = 340.0  # metres a second; an airliner with the wind behind it


@dataclass(frozen=True, slots=True)
class Track:
    """Positions in the order of time.

    Args:
        times: seconds since 1970 in UTC, strictly ascending, int64 (N,).
        points: on the unit sphere, float64 (N, 3).
    """

    times: NDArray[np.int64]
    points: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.times)

    @property
    def degrees(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Degrees north and east, (N,) each."""
        return to_degrees(self.points)

    def part(self, start: float, end: float) -> "Track":
        """Return what lies within start and end, seconds, both in."""
        first, last = np.searchsorted(self.times, start), np.searchsorted(self.times, end, "right")
        return Track(self.times[first:last], self.points[first:last])


def make_track(times: ArrayLike, latitude: ArrayLike, longitude: ArrayLike) -> Track:
    """Return a track in the order of time, without what cannot be.

    Positions that are no numbers or lie off the globe go, of those at one second the first stays,
    and single fixes that would need a speed above FASTEST both to get there and to come back.

    Args:
        times: seconds since 1970 in UTC, any order, (N,).
        latitude: degrees north, (N,).
        longitude: degrees east, (N,).
    """
    moments = np.asarray(times, np.int64)
    north, east = np.asarray(latitude, float), np.asarray(longitude, float)
    fits = np.isfinite(north) & np.isfinite(east) & (np.abs(north) <= 90) & (np.abs(east) <= 180)
    moments, north, east = moments[fits], north[fits], east[fits]
    moments, first = np.unique(moments, return_index=True)
    track = Track(moments, on_sphere(north[first], east[first]))
    return _without_spikes(track)


def _without_spikes(track: Track) -> Track:
    """Drop fixes that lie far off both neighbours while these are close to each other."""
    if len(track) < 3:
        return track
    seconds = np.diff(track.times)
    speed = steps_m(track.points) / seconds
    around = metres(track.points[2:], track.points[:-2]) / (seconds[1:] + seconds[:-1])
    is_spike = (speed[:-1] > FASTEST) & (speed[1:] > FASTEST) & (around <= FASTEST)
    kept = np.concatenate(([True], ~is_spike, [True]))
    return Track(track.times[kept], track.points[kept])


def thinned(track: Track, every_s: int) -> Track:
    """Return one position for each every_s seconds that have any: the mean of place and of time.

    The median fix of a cell is taken rather than the mean where a cell holds three or more, so
    that one stray fix moves nothing.
    """
    if len(track) < 2 or every_s <= 1:
        return track
    cell = track.times // every_s
    starts = np.flatnonzero(np.concatenate(([True], cell[1:] != cell[:-1])))
    if len(starts) == len(track):
        return track
    number = np.cumsum(np.concatenate(([True], cell[1:] != cell[:-1]))) - 1
    counts = np.diff(np.append(starts, len(track)))
    at = starts + (counts - 1) // 2
    points = np.stack([_medians(track.points[:, axis], number, at) for axis in range(3)], axis=1)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    return Track(track.times[at], points)


def _medians(
    values: NDArray[np.float64], group: NDArray[np.int64], at: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the lower median of each group; at is where it stands once a group is sorted."""
    return np.asarray(values[np.lexsort((values, group))][at])


def position_at(
    track: Track, times: ArrayLike, *, most_gap_s: float = MOST_GAP_S
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return degrees north and east at times, (M,) each; NaN where the track does not know.

    Between two fixes at most most_gap_s apart the way is taken as straight. Elsewhere the nearest
    fix counts if it is at most a fifth of that away, since a person does not go far in a minute.

    Args:
        track: positions.
        times: seconds since 1970 in UTC, any order, (M,).
        most_gap_s: seconds.
    """
    wanted = np.asarray(times, float)
    north, east = np.full(wanted.shape, np.nan), np.full(wanted.shape, np.nan)
    if not len(track):
        return north, east
    after = np.clip(np.searchsorted(track.times, wanted), 1, max(1, len(track) - 1))
    before = after - 1
    after = np.minimum(after, len(track) - 1)
    start, end = track.times[before].astype(float), track.times[after].astype(float)
    span = end - start
    share = np.where(span > 0, (wanted - start) / np.where(span > 0, span, 1.0), 0.0)
    is_between = (share >= 0) & (share <= 1) & (span <= most_gap_s)
    nearest = np.where(np.abs(wanted - start) <= np.abs(wanted - end), before, after)
    is_near = np.abs(wanted - track.times[nearest]) <= most_gap_s / 5
    mixed = (1 - share)[..., None] * track.points[before] + share[..., None] * track.points[after]
    points = np.where(is_between[..., None], mixed, track.points[nearest])
    known = is_between | is_near
    north[known], east[known] = to_degrees(points[known])
    return north, east


def length_m(track: Track) -> float:
    """Return how long the way is, metres."""
    return float(steps_m(track.points).sum()) if len(track) > 1 else 0.0


def outline(track: Track, most: int = 4000) -> Track:
    """Return a track of about most points that looks the same when it is drawn."""
    if len(track) <= most:
        return track
    seconds = int(track.times[-1] - track.times[0])
    return thinned(track, max(1, seconds // most))
