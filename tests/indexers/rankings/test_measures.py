"""Measures of rankings, worked out by hand."""

import numpy as np
import pytest

from indexers.rankings.measures import average_precision, skewness


def test_average_precision() -> None:
    found = np.array([True, False, True, False, False])
    assert average_precision(found, 4) == pytest.approx((1 + 2 / 3) / 4)
    assert average_precision(found, 40, depth=2) == pytest.approx(1 / 2)
    assert average_precision(np.ones(50, bool), 100) == 1.0
    assert average_precision(np.empty(0, bool), 3) == 0.0


def test_skewness() -> None:
    assert skewness(np.array([3, 3, 3])) == 0.0
    assert skewness(np.array([1, 2, 3])) == pytest.approx(0.0)
    counts = np.array([0, 0, 0, 4])
    assert skewness(counts) == pytest.approx(2 / np.sqrt(3))
    assert skewness(np.empty(0, np.int64)) == 0.0
