"""Scores of different encoders become comparable."""

import numpy as np

from indexers.rankings import Background, logistic


def test_the_curve() -> None:
    assert logistic(np.array([2.0]), 2.0, 1.0)[0] == 0.5
    assert logistic(np.array([-1e9, 1e9]), 0.0, 1.0).round(6).tolist() == [0.0, 1.0]


def test_the_curve_has_a_middle_and_a_width() -> None:
    shares = logistic(np.array([1.0, 3.5]), 2.0, 0.5)
    np.testing.assert_allclose(shares, [1 / (1 + np.exp(2.0)), 1 / (1 + np.exp(-3.0))])


def test_the_background_is_the_middle_half() -> None:
    sample = np.array([[-1.0], [-0.5], [0.25], [0.5], [1.0]], np.float32)  # quartiles -0.5, 0.5
    background = Background.of(sample, np.ones(1, np.float32))
    assert (background.mean, background.spread) == (0.25, 1.0 / 1.349)
    found = Background(0.2, 0.1).calibrate(np.array([0.4], np.float32))
    np.testing.assert_allclose(found, 1 / (1 + np.exp((2.5 - 2.0) / 0.7)), rtol=1e-5)


def test_a_hit_is_told_from_the_background_whatever_the_scale() -> None:
    rng = np.random.default_rng(0)
    query = np.zeros(32, np.float32)
    query[0] = 1.0
    for mean, spread in ((0.05, 0.1), (0.2, 0.03), (0.6, 0.04)):
        sample = np.zeros((2000, 32), np.float32)
        sample[:, 0] = rng.normal(mean, spread, 2000)
        background = Background.of(sample, query)
        assert abs(background.mean - mean) < 0.01
        near, chance, far = background.calibrate(
            np.array([mean + 5 * spread, mean, mean - 3 * spread], np.float32)
        )
        assert near > 0.95
        assert chance < 0.05
        assert far < chance


def test_many_matches_in_the_sample_do_not_hide_a_hit() -> None:
    query = np.eye(1, 8, dtype=np.float32)[0]
    sample = np.zeros((100, 8), np.float32)
    sample[:80, 0] = np.linspace(0.0, 0.1, 80)
    sample[80:, 0] = 0.7
    assert Background.of(sample, query).calibrate(np.array([0.7], np.float32))[0] > 0.95


def test_few_alike_items_make_nothing_certain() -> None:
    query = np.eye(1, 8, dtype=np.float32)[0]
    sample = np.tile(query * 0.3, (3, 1)).astype(np.float32)
    assert Background.of(sample, query).calibrate(np.array([0.31], np.float32))[0] < 0.1
    assert Background.of(sample[:0], query).calibrate(np.array([0.5], np.float32))[0] < 0.2
