"""How near items lie to marked ones in time and place."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

EARTH_KM = 6371.0
HALF_HOURS = 1.0  # an hour away counts half
HALF_KM = 1.0
AGAINST = 0.5  # weight of the nearest mark of the other side

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Places:
    """When and where items were taken.

    Args:
        hours: since any moment, float64 (N,), NaN where unknown.
        points: on the unit sphere, float64 (N, 3), NaN where unknown.
    """

    hours: Floats
    points: Floats

    @classmethod
    def of(cls, taken_at: NDArray[np.datetime64], latitude: Floats, longitude: Floats) -> "Places":
        """Return the places of items.

        Args:
            taken_at: datetime64 (N,), NaT where unknown.
            latitude: degrees, float64 (N,), NaN where unknown.
            longitude: degrees, float64 (N,).
        """
        seconds = taken_at.astype("datetime64[s]")
        hours = np.where(np.isnat(seconds), np.nan, seconds.astype(np.int64) / 3600.0)
        north, east = np.radians(latitude), np.radians(longitude)
        points = np.stack(
            [np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=1
        )
        return cls(hours, points)

    @property
    def is_known(self) -> NDArray[np.bool_]:
        """Whether an item has a time or a place, bool (N,)."""
        return np.isfinite(self.hours) | np.isfinite(self.points).all(axis=1)

    def only(self, rows: NDArray[np.int64]) -> "Places":
        """Return the places of some rows."""
        return Places(self.hours[rows], self.points[rows])


def nearness(items: Places, positive: Places, negative: Places) -> Floats:
    """Return how near each item lies to a relevant mark rather than to another one, float64 (N,).

    1 / (1 + hours) and 1 / (1 + kilometres) to the nearest mark, their mean over what is known of
    the item; half of the same for the marks of the other side is taken away. NaN where the item has
    neither or nothing to compare with.
    """
    for_it, against = _near(items, positive), _near(items, negative)
    if not len(positive.hours):
        return -against
    result: Floats = for_it - AGAINST * np.nan_to_num(against)
    return result


def _near(items: Places, marks: Places) -> Floats:
    """Return the mean nearness in time and place, float64 (N,), NaN where neither is known."""
    total, known = np.zeros(len(items.hours)), np.zeros(len(items.hours))
    hours = np.sort(marks.hours[np.isfinite(marks.hours)])
    if len(hours):
        after = np.clip(np.searchsorted(hours, items.hours), 0, len(hours) - 1)
        gap = np.minimum(
            np.abs(hours[after] - items.hours),
            np.abs(hours[np.maximum(after - 1, 0)] - items.hours),
        )
        part = 1.0 / (1.0 + gap / HALF_HOURS)
        total += np.nan_to_num(part)
        known += np.isfinite(part)
    points = marks.points[np.isfinite(marks.points).all(axis=1)]
    rows = np.flatnonzero(np.isfinite(items.points).all(axis=1))
    if len(points) and len(rows):
        from scipy.spatial import cKDTree

        chord = cKDTree(points).query(items.points[rows])[0]
        km = 2.0 * EARTH_KM * np.arcsin(np.clip(chord / 2.0, 0.0, 1.0))
        total[rows] += 1.0 / (1.0 + km / HALF_KM)
        known[rows] += 1.0
    return np.where(known > 0, total / np.maximum(known, 1.0), np.nan)
