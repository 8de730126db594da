"""Positions on a flat map: Mercator, so that a short way has its right shape everywhere."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

MOST_NORTH = 85.0  # degrees; a Mercator map has no poles
LEAST_SPAN = 4e-5  # of the map's width: some 1.5 km, for a day at one place
ROUND_EARTH_M = 40_030_000.0


def mercator(latitude: ArrayLike, longitude: ArrayLike) -> NDArray[np.float64]:
    """Return x and y, (N, 2), each within 0-1 from west to east and from north to south."""
    north = np.radians(np.clip(np.asarray(latitude, float), -MOST_NORTH, MOST_NORTH))
    x = (np.asarray(longitude, float) + 180.0) / 360.0
    y = 0.5 - np.log(np.tan(np.pi / 4 + north / 2)) / (2 * np.pi)
    return np.stack((x, y), -1)


def degrees(points: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return degrees north and east of x and y, (N, 2)."""
    told = np.asarray(points, float)
    north = np.degrees(2 * np.arctan(np.exp((0.5 - told[..., 1]) * 2 * np.pi)) - np.pi / 2)
    return north, told[..., 0] * 360.0 - 180.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A square of the world that is shown as 0-1 both ways.

    Args:
        left: x of its left side, 0-1 of the world.
        top: y of its upper side.
        span: length of its sides.
    """

    left: float = 0.0
    top: float = 0.0
    span: float = 1.0

    @classmethod
    def around(cls, points: NDArray[np.float64]) -> "Frame":
        """Return the smallest square around points, with some room; all of the world for none."""
        known = points[np.isfinite(points).all(axis=1)] if len(points) else points
        if not len(known):
            return cls()
        low, high = known.min(axis=0), known.max(axis=0)
        span = max(float((high - low).max()) * 1.12, LEAST_SPAN)
        middle = (low + high) / 2
        return cls(float(middle[0]) - span / 2, float(middle[1]) - span / 2, span)

    def to_frame(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return points of the world, (N, 2), as fractions of the square."""
        return np.asarray((points - (self.left, self.top)) / self.span)

    def to_world(self, points: ArrayLike) -> NDArray[np.float64]:
        """Return fractions of the square, (N, 2), as points of the world."""
        return np.asarray(np.asarray(points, float) * self.span + (self.left, self.top))

    def metres(self, at: float = 0.5) -> float:
        """Return how many metres the square is wide, at a height of it."""
        y = self.top + at * self.span
        north = 2 * np.arctan(np.exp((0.5 - y) * 2 * np.pi)) - np.pi / 2
        return float(self.span * ROUND_EARTH_M * np.cos(north))


def round_step(most: float) -> float:
    """Return the largest of 1, 2 or 5 times a power of ten that is not above most."""
    power = 10.0 ** np.floor(np.log10(max(most, 1e-9)))
    return float(next(power * n for n in (5, 2, 1) if power * n <= most * (1 + 1e-9)))
