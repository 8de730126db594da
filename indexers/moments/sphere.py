"""Distances and middles on the sphere; right at the poles and where east meets west."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_M = 6_371_000.0


def on_sphere(latitude: ArrayLike, longitude: ArrayLike) -> NDArray[np.float64]:
    """Return points on the unit sphere, (N, 3), from degrees north and east."""
    north, east = np.radians(np.asarray(latitude, float)), np.radians(np.asarray(longitude, float))
    flat = np.cos(north)
    return np.stack((flat * np.cos(east), flat * np.sin(east), np.sin(north)), -1)


def to_degrees(points: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return degrees north and east of points, (N, 3), of any length above 0."""
    north = np.degrees(np.arctan2(points[..., 2], np.hypot(points[..., 0], points[..., 1])))
    return north, np.degrees(np.arctan2(points[..., 1], points[..., 0]))


def metres(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the way along the sphere between points of it, (..., 3) and (..., 3), metres."""
    difference = a - b
    chord = np.sqrt(np.einsum("...i,...i->...", difference, difference))
    return np.asarray(2 * EARTH_M * np.arcsin(np.minimum(chord / 2, 1.0)))


def steps_m(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distances from each point to the next, (N - 1,), metres."""
    return metres(points[1:], points[:-1])


def middle(points: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weighted middle of points as a point of the unit sphere, (3,)."""
    total = np.asarray(weights) @ points
    length = float(np.linalg.norm(total))
    return np.asarray(points[0] if length < 1e-12 else total / length)


def middles(
    points: NDArray[np.float64], weights: NDArray[np.float64], group: NDArray[np.int64], count: int
) -> NDArray[np.float64]:
    """Return the weighted middle of each group, (count, 3); a group without points is NaN."""
    sums = np.stack(
        [np.bincount(group, weights * points[:, axis], count) for axis in range(3)], axis=1
    )
    length = np.linalg.norm(sums, axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(length > 1e-12, sums / length, np.nan))
