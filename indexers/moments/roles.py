"""Which places are probably home and work: where the nights are, and where the working hours."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DAY_S = 86_400
NIGHT = (0, 6)  # hours of the night, local time: whoever is awake then is seldom elsewhere
WORKING = (9, 17)


@dataclass(frozen=True, slots=True)
class Roles:
    """Numbers of the places that are probably home and work, -1 for none, and how sure that is.

    Args:
        home: number of the place.
        work: number of the place.
        home_share: of all time known at night that is spent there, 0-1.
        work_share: of all time known in working hours away from home that is spent there, 0-1.
    """

    home: int = -1
    work: int = -1
    home_share: float = 0.0
    work_share: float = 0.0


def guess_roles(
    start: NDArray[np.int64], end: NDArray[np.int64], place: NDArray[np.int64],
    *, least_s: float = 4 * 3600.0, least_share: float = 0.35,
) -> Roles:  # fmt: skip
    """Guess home and work from stays.

    Home is where most of the time between 0 and 6 is spent, work where most of that between 9 and
    17 from Monday to Friday is, other than at home. Nothing is guessed from less than least_s, nor
    where no place has least_share of it.

    Args:
        start: of each stay, local seconds since 1970, (S,).
        end: likewise.
        place: number of the place of each, -1 for none, (S,).
        least_s: seconds.
        least_share: 0-1.
    """
    known = place >= 0
    if not known.any():
        return Roles()
    start, end, place = start[known], end[known], place[known]
    nights = np.bincount(place, _within(start, end, NIGHT, weekdays_only=False)).astype(float)
    home, home_share = _best(nights, least_s, least_share)
    hours = np.bincount(place, _within(start, end, WORKING, weekdays_only=True)).astype(float)
    if home >= 0:
        hours[home] = 0.0
    work, work_share = _best(hours, least_s, least_share)
    return Roles(home, work, home_share, work_share)


def _best(seconds: NDArray[np.float64], least_s: float, least_share: float) -> tuple[int, float]:
    total = float(seconds.sum())
    best = int(seconds.argmax())
    share = float(seconds[best]) / total if total > 0 else 0.0
    fits = seconds[best] >= least_s and share >= least_share
    return (best, share) if fits else (-1, 0.0)


def _within(
    start: NDArray[np.int64], end: NDArray[np.int64], hours: tuple[int, int], *, weekdays_only: bool
) -> NDArray[np.float64]:
    """Return how many seconds of each stay lie within these hours of any day, (S,)."""
    low, high = hours[0] * 3600, hours[1] * 3600

    def until(moment: NDArray[np.int64]) -> NDArray[np.float64]:
        """Seconds within the hours from 1970 to moment."""
        day, second = np.divmod(moment, DAY_S)
        today = np.clip(second - low, 0, high - low).astype(float)
        if not weekdays_only:
            return np.asarray(day * float(high - low) + today)
        # 1970-01-01 was a Thursday: shift so that a week begins on Monday.
        week, weekday = np.divmod(day + 3, 7)
        full = week * 5 + np.minimum(weekday, 5)
        return np.asarray(full * float(high - low) + np.where(weekday < 5, today, 0.0))

    return until(end) - until(start)
