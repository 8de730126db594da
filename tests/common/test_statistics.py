import numpy as np
import pytest

from common.statistics import mean_interval


def test_the_interval_is_that_of_the_mean() -> None:
    values = np.random.default_rng(0).normal(5, 2, 400)
    found = mean_interval(values)
    half = 1.96 * values.std() / 20
    assert found.count == 400
    assert found.mean == pytest.approx(values.mean())
    assert found.low == pytest.approx(values.mean() - half, abs=0.03)
    assert found.high == pytest.approx(values.mean() + half, abs=0.03)
    narrow = mean_interval(values, level=0.5)
    assert found.low < narrow.low < narrow.high < found.high
    assert mean_interval(values) == found


def test_it_holds_the_true_mean_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(1)
    inside = 0
    for seed in range(200):
        found = mean_interval(random.exponential(1, 60), seed=seed)
        inside += found.low <= 1 <= found.high
    assert 170 <= inside <= 199


def test_few_or_strange_values() -> None:
    assert np.isnan(mean_interval([]).mean)
    assert mean_interval([np.nan, 3.0, np.inf]).mean == 3
    assert mean_interval([np.nan, 3.0, np.inf]).low == 3
    same = mean_interval(np.full(20_000, 7.0))
    assert (same.low, same.high) == (7, 7)
    with pytest.raises(ValueError, match="level"):
        mean_interval([1, 2], level=1)
