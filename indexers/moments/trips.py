"""What lies between stays: trips, their length, and by what means they were probably made."""

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from indexers.moments.sphere import metres, steps_m
from indexers.moments.stays import Stays
from indexers.moments.tracks import Track, length_m, thinned


class Mode(StrEnum):
    """By what means a trip was made; a guess from its speed."""

    WALKING = "walking"
    CYCLING = "cycling"
    DRIVING = "driving"
    TRAIN = "train"
    FLYING = "flying"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TripOptions:
    """What counts as a trip, and the speeds that modes are told by, metres a second.

    Walking up to 2.2 (8 km/h) and cycling up to 7.5 (27 km/h) are where the speeds of the modes
    cross in GeoLife (Zheng et al. 2008, "Understanding mobility based on GPS data"); above 38.9
    (140 km/h) for a while hardly anybody drives, above 97 (350 km/h) no train does.

    Args:
        least_m: shorter ways are none.
        walking: usual speed of a part on foot, at most.
        cycling: high speed of a trip by bicycle, at most.
        driving: high speed of a trip by car, at most.
        train: high speed of a train, at most.
        leg_s: parts of a trip shorter than this belong to their neighbours.
    """

    least_m: float = 150.0
    walking: float = 2.2
    cycling: float = 7.5
    driving: float = 38.9
    train: float = 97.0
    leg_s: float = 180.0


@dataclass(frozen=True, slots=True)
class Leg:
    """A part of a trip by one means.

    Args:
        start: seconds since 1970 in UTC.
        end: likewise.
        mode: a guess.
        metres: how long the way is.
    """

    start: int
    end: int
    mode: Mode
    metres: float


@dataclass(frozen=True, slots=True)
class Trip:
    """A way from one stay to the next.

    Args:
        start: seconds since 1970 in UTC.
        end: likewise.
        mode: of its longest leg; a guess.
        metres: how long the way is; the straight line where few positions are known.
        fixes: how many positions the guess rests on.
        before: number of the stay it came from, -1 for none.
        after: number of the stay it led to, -1 for none.
        legs: parts by different means, in order.
    """

    start: int
    end: int
    mode: Mode
    metres: float
    fixes: int
    before: int
    after: int
    legs: tuple[Leg, ...] = ()


def find_trips(track: Track, stays: Stays, options: TripOptions | None = None) -> list[Trip]:
    """Return what lies between stays, and before the first and after the last, in order.

    Args:
        track: positions.
        stays: of the same track.
        options: what counts.
    """
    options = options or TripOptions()
    if not len(track):
        return []
    fixes = thinned(track, 15)
    ends = np.concatenate(([fixes.times[0]], stays.end))
    starts = np.concatenate((stays.start, [fixes.times[-1]]))
    found = []
    for number, (begin, until) in enumerate(zip(ends.tolist(), starts.tolist(), strict=True)):
        if until <= begin:
            continue
        part = fixes.part(begin, until)
        if len(part) < 2:
            continue
        after = number if number < len(stays) else -1
        found += [
            trip
            for piece in _unbroken(part)
            if (trip := _trip(piece, number - 1, after, options)) is not None
        ]
    return found


def _unbroken(part: Track, most_gap_s: float = 6 * 3600.0) -> list[Track]:
    """Return a way cut where the receiver was silent for hours, at the ends of the silence."""
    cuts = np.flatnonzero(np.diff(part.times) > most_gap_s) + 1
    ends = [0, *cuts.tolist(), len(part)]
    pieces = [Track(part.times[a:b], part.points[a:b]) for a, b in pairwise(ends)]
    return [piece for piece in pieces if len(piece) > 1]


def _trip(part: Track, before: int, after: int, options: TripOptions) -> Trip | None:
    """Return the trip over these positions, or None where nobody went anywhere."""
    spread = metres(part.points, part.points[0]).max()
    if spread < options.least_m:
        return None
    legs = _legs(part, options)
    by_mode: dict[Mode, float] = {}
    for leg in legs:
        by_mode[leg.mode] = by_mode.get(leg.mode, 0.0) + leg.metres
    mode = max(by_mode, key=lambda each: by_mode[each])
    first, last = int(part.times[0]), int(part.times[-1])
    return Trip(first, last, mode, length_m(part), len(part), before, after, legs)


def _legs(part: Track, options: TripOptions) -> tuple[Leg, ...]:
    """Return parts on foot and parts by something faster, each with its mode.

    As in Zheng et al. 2008: people walk between one means and the next, so that parts at walking
    speed divide the rest.
    """
    seconds = np.diff(part.times).astype(float)
    lengths = steps_m(part.points)
    speed = _smoothed(lengths, seconds)
    is_slow = _steadied(speed <= options.walking, seconds, options.leg_s)
    cuts = np.flatnonzero(is_slow[1:] != is_slow[:-1]) + 1
    ends = [0, *cuts.tolist(), len(speed)]
    legs: list[Leg] = []
    for a, b in pairwise(ends):
        mode = Mode.WALKING if is_slow[a] else _mode(speed[a:b], lengths[a:b], options)
        start, end = int(part.times[a]), int(part.times[b])
        leg = Leg(start, end, mode, float(lengths[a:b].sum()))
        if legs and legs[-1].mode is mode:
            leg = replace(leg, start=legs[-1].start, metres=leg.metres + legs.pop().metres)
        legs.append(leg)
    return tuple(legs)


def _smoothed(
    lengths: NDArray[np.float64], seconds: NDArray[np.float64], around: int = 2
) -> NDArray[np.float64]:
    """Return the speed of each step, taken over its neighbours too: fixes jump."""
    way, time = (np.concatenate(([0.0], np.cumsum(each))) for each in (lengths, seconds))
    here = np.arange(len(lengths))
    low, high = np.maximum(here - around, 0), np.minimum(here + around + 1, len(lengths))
    return np.asarray((way[high] - way[low]) / np.maximum(time[high] - time[low], 1.0))


def _steadied(
    is_slow: NDArray[np.bool_], seconds: NDArray[np.float64], least_s: float
) -> NDArray[np.bool_]:
    """Return it with runs shorter than least_s given to their neighbours, shortest first."""
    is_slow = is_slow.copy()
    clock = np.concatenate(([0.0], np.cumsum(seconds)))
    while True:
        cuts = np.flatnonzero(is_slow[1:] != is_slow[:-1]) + 1
        ends = np.concatenate(([0], cuts, [len(is_slow)]))
        long = clock[ends[1:]] - clock[ends[:-1]]
        if len(long) < 2 or long.min() >= least_s:
            return is_slow
        shortest = int(long.argmin())
        is_slow[ends[shortest] : ends[shortest + 1]] ^= True


def _mode(speed: NDArray[np.float64], lengths: NDArray[np.float64], options: TripOptions) -> Mode:
    """Return the mode of a part that is faster than walking, by the speed of its fast half.

    Stops at crossings and stations say nothing of the means, so each step counts by its length.
    """
    order = np.argsort(speed)
    share = np.cumsum(lengths[order])
    if not len(share) or share[-1] <= 0:
        return Mode.UNKNOWN
    high = float(speed[order[int(np.searchsorted(share, 0.85 * share[-1]))]])
    limits = ((options.walking, Mode.WALKING), (options.cycling, Mode.CYCLING),
              (options.driving, Mode.DRIVING), (options.train, Mode.TRAIN))  # fmt: skip
    return next((mode for limit, mode in limits if high <= limit), Mode.FLYING)
