"""Makes scores of different encoders comparable."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SAMPLE = 2000
LEAST_SPREAD = 0.02  # of cosines; a handful of alike images must not make noise look certain
MIDDLE = 2.5  # spreads above the mean at which a hit is as likely as not
WIDTH = 0.7


def logistic(values: NDArray[np.float64], middle: float, width: float) -> NDArray[np.float64]:
    """Return 1 / (1 + exp(-(values - middle) / width)), without overflow."""
    scaled = np.clip((np.asarray(values, np.float64) - middle) / width, -60.0, 60.0)
    curve: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-scaled))
    return curve


@dataclass(frozen=True, slots=True)
class Background:
    """What similarity an arbitrary item has to a query, so that a hit can be told from it.

    Cosines mean something else in every encoder: 0.3 is a sure hit for one and noise for another.
    How many spreads a score lies above those of arbitrary items means the same in all.

    Args:
        mean: of the similarity of arbitrary items.
        spread: its standard deviation, > 0.
    """

    mean: float
    spread: float

    @classmethod
    def of(cls, sample: NDArray[np.float32], query: NDArray[np.float32]) -> "Background":
        """Return the background of query, float32 (D,), in a sample of items, float32 (N, D).

        The middle half of the similarities gives mean and spread, so that a sample in which many
        items match does not hide them.
        """
        if not len(sample):
            return cls(0.0, 1.0)
        low, middle, high = np.quantile(sample @ query, (0.25, 0.5, 0.75))
        return cls(float(middle), max(LEAST_SPREAD, float(high - low) / 1.349))

    def calibrate(self, similarities: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return how sure a hit is, 0-1, from similarities of any shape."""
        above = (np.asarray(similarities, np.float64) - self.mean) / self.spread
        return logistic(above, MIDDLE, WIDTH)
