"""How far a predicted joint may be trusted: by how much a drawing and its mirror image agree.

A network is asked twice, with the drawing and with its mirror image. Where the two answers lie
apart, it guesses. How often a joint was right (nearer to the truth than RIGHT_MM) at such a
distance is counted on held-out drawings, made to fall with the distance (isotonic regression by
pooling of adjacent violators, Ayer et al. 1955), and kept with the network.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.body.skeleton import COUNT

RIGHT_MM: Final = 100.0
_BINS: Final = 8
_LOWEST: Final = 0.1  # of the range of confidence: where drawings count as hardly read
_FADE_MM: Final = 120.0  # of the curve where none was measured: half at 83 mm


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """The share of right joints by distance of the two answers.

    Args:
        knots: float64 (24, K), millimetres, ascending.
        values: float64 (24, K), 0-1, descending.
        usual: float64 (24,), share of right joints over all drawings.
    """

    knots: NDArray[np.float64]
    values: NDArray[np.float64]
    usual: NDArray[np.float64]

    def confidence(self, apart_mm: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return 0-1 for each joint, (24,), from the distances of the answers, (24,)."""
        return np.array(
            [
                np.interp(distance, knots, values)
                for distance, knots, values in zip(apart_mm, self.knots, self.values, strict=True)
            ]
        )

    def share(self, confidence: NDArray[np.floating]) -> float:
        """Return where the answers, (24,), lie between the unsurest, 0, and the surest, 1."""
        low, high = float(self.values[:, -1].mean()), float(self.values[:, 0].mean())
        return float((np.mean(confidence) - low) / max(high - low, 1e-9))

    def is_unsure(self, confidence: NDArray[np.floating]) -> bool:
        """Return whether the answers, (24,), lie about as far apart as any that were measured.

        People who lie or stand on their hands are read so: hardly a network saw them. The curve
        ends at the share that was right by chance, which is far from 0, so no fixed bound would do.
        """
        return self.share(confidence) <= _LOWEST

    def document(self) -> dict[str, Any]:
        """Return JSON types."""
        return {
            "right_mm": RIGHT_MM,
            "knots": np.round(self.knots, 2).tolist(),
            "values": np.round(self.values, 4).tolist(),
            "usual": np.round(self.usual, 4).tolist(),
        }

    @classmethod
    def of(cls, document: Any) -> "Calibration | None":
        """Return what document() wrote; None where it is something else."""
        if not isinstance(document, Mapping):
            return None
        try:
            knots, values, usual = (
                np.asarray(document[name], np.float64) for name in ("knots", "values", "usual")
            )
        except (KeyError, TypeError, ValueError):
            return None
        fits = knots.ndim == 2 and knots.shape == values.shape and len(knots) == COUNT
        fits = fits and knots.shape[1] > 0
        if not fits or usual.shape != (COUNT,):
            return None
        if not all(np.isfinite(one).all() for one in (knots, values, usual)):
            return None
        return cls(knots, np.clip(values, 0.0, 1.0), np.clip(usual, 0.0, 1.0))


def calibrate(apart_mm: NDArray[np.floating], error_mm: NDArray[np.floating]) -> Calibration:
    """Return the calibration that held-out drawings give.

    Args:
        apart_mm: (N, 24), distances of the answers to a drawing and to its mirror image.
        error_mm: (N, 24), distances from the truth.
    """
    count = max(1, min(_BINS, len(apart_mm) // 10))
    knots, values = np.empty((COUNT, count)), np.empty((COUNT, count))
    for joint in range(COUNT):
        order = np.argsort(apart_mm[:, joint], kind="stable")
        bins = np.array_split(order, count)
        shares = [float((error_mm[rows, joint] < RIGHT_MM).mean()) for rows in bins]
        knots[joint] = [float(apart_mm[rows, joint].mean()) for rows in bins]
        values[joint] = falling(shares, [len(rows) for rows in bins])
    usual = np.asarray((np.asarray(error_mm) < RIGHT_MM).mean(0), np.float64)
    return Calibration(knots, values, usual)


def uncalibrated() -> Calibration:
    """Return a curve for networks that bring none: a fading by distance, the same for all."""
    knots = np.linspace(0.0, 6 * _FADE_MM, 25)
    values = np.exp(-knots / _FADE_MM)
    return Calibration(np.tile(knots, (COUNT, 1)), np.tile(values, (COUNT, 1)), np.full(COUNT, 0.5))


def falling(values: list[float], weights: list[int]) -> list[float]:
    """Return the nearest values (least squares) that never rise."""
    pools: list[list[float]] = []  # mean, weight, number
    for value, weight in zip(values, weights, strict=True):
        pools.append([value, float(weight), 1.0])
        while len(pools) > 1 and pools[-2][0] < pools[-1][0]:
            late, early = pools.pop(), pools.pop()
            whole = late[1] + early[1]
            mean = (late[0] * late[1] + early[0] * early[1]) / max(whole, 1e-12)
            pools.append([mean, whole, late[2] + early[2]])
    return [mean for mean, _, number in pools for _ in range(int(number))]
