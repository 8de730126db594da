"""How far a camera's clock was off: its own positions against a track."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexers.moments.sphere import metres, on_sphere
from indexers.moments.tracks import Track, position_at

MOST_PHOTOS = 300
FAR_M = 500.0  # a photo farther off than this counts no more than one at this distance


@dataclass(frozen=True, slots=True)
class Drift:
    """A correction that brings photos to where the track was.

    Args:
        seconds: to add to the times of the photos.
        before_m: how far photos lie off the track as their clock says, middle of all.
        after_m: how far with the correction.
        photos: how many could be compared.
        margin_s: corrections this much to both sides fit nearly as well.
    """

    seconds: int
    before_m: float
    after_m: float
    photos: int
    margin_s: int


def find_drift(
    track: Track,
    times: NDArray[np.int64],
    latitude: NDArray[np.float64],
    longitude: NDArray[np.float64],
    *,
    most_s: int = 14 * 3600,
) -> Drift | None:
    """Return the correction of a clock under which photos lie best on a track, or None.

    Corrections of up to 40 minutes are tried in steps of 15 s, farther ones in the quarters of an
    hour that time zones and summer time are made of; then the best is refined to the second. Where
    a range of corrections fits as well (nobody moved), its middle is returned, or no correction
    where that is in the range.

    Args:
        track: positions at the right time.
        times: of the photos by their own clock, seconds since 1970 in UTC, (N,).
        latitude: of the photos by their own receiver, degrees north, (N,).
        longitude: degrees east, (N,).
        most_s: largest correction, seconds.
    """
    known = np.isfinite(latitude) & np.isfinite(longitude)
    if known.sum() < 3 or len(track) < 2:
        return None
    chosen = np.flatnonzero(known)
    if len(chosen) > MOST_PHOTOS:
        chosen = chosen[np.linspace(0, len(chosen) - 1, MOST_PHOTOS).astype(int)]
    moments, points = times[chosen], on_sphere(latitude[chosen], longitude[chosen])
    near = np.arange(-2400, 2401, 15)
    zones = np.arange(-most_s, most_s + 1, 900)
    coarse = np.unique(np.concatenate((near, zones, [0])))
    costs = np.array([_cost(track, moments, points, int(shift)) for shift in coarse])
    best = int(coarse[costs.argmin()])
    # A zone and a drift may add up: look around the best once more.
    around = np.unique(np.concatenate((np.arange(best - 900, best + 901, 15), [0])))
    costs = np.array([_cost(track, moments, points, int(shift)) for shift in around])
    best = int(around[costs.argmin()])
    fine = np.arange(best - 30, best + 31)
    found = np.array([_cost(track, moments, points, int(shift)) for shift in fine])
    shifts, costs = np.concatenate((around, fine)), np.concatenate((costs, found))
    fit = shifts[costs <= costs.min() + 3.0]
    seconds = 0 if (fit.min() <= 0 <= fit.max()) else round(float(fit.min() + fit.max()) / 2)
    distances = _distances(track, moments + seconds, points)
    if not np.isfinite(distances).any():
        return None
    before = _distances(track, moments, points)
    return Drift(
        seconds,
        float(np.nanmedian(before)) if np.isfinite(before).any() else float("inf"),
        float(np.nanmedian(distances)),
        int(np.isfinite(distances).sum()),
        int(fit.max() - fit.min()) // 2,
    )


def _cost(
    track: Track, moments: NDArray[np.int64], points: NDArray[np.float64], shift: int
) -> float:
    """Return how far photos lie off on average; one where the track says nothing counts as far."""
    distances = _distances(track, moments + shift, points)
    return float(np.minimum(np.where(np.isfinite(distances), distances, FAR_M), FAR_M).mean())


def _distances(
    track: Track, moments: NDArray[np.int64], points: NDArray[np.float64]
) -> NDArray[np.float64]:
    latitude, longitude = position_at(track, moments, most_gap_s=900)
    return metres(on_sphere(latitude, longitude), points)
