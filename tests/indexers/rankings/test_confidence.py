"""Margins become shares: fixed, Platt's curve, a monotone one."""

import numpy as np
import pytest

from indexers.rankings.confidence import FIXED, Calibration, isotonic, platt
from indexers.rankings.learners import fit


def test_the_fixed_curve() -> None:
    shares = FIXED(np.array([-1e6, -1.0, 0.0, 1.0], np.float32))
    np.testing.assert_allclose(shares, [0.0, 0.1192, 0.5, 0.8808], atol=1e-4)


def noisy(count: int, slope: float = 1.5, offset: float = 0.4):
    rng = np.random.default_rng(2)
    margins = rng.normal(0.0, 1.5, count)
    chance = 1.0 / (1.0 + np.exp(-slope * (margins - offset)))
    return margins, np.where(rng.random(count) < chance, 1.0, -1.0)


def test_platts_curve_finds_the_slope_that_made_the_data() -> None:
    curve = platt(*noisy(20_000))
    assert curve.method == "platt"
    assert curve.slope == pytest.approx(1.5, abs=0.06)
    assert curve.offset == pytest.approx(0.4, abs=0.05)


@pytest.mark.parametrize(("more", "less"), [(1, 1), (20, 1), (1, 20), (60, 3), (3, 60)])
def test_platts_curve_goes_through_his_targets_where_each_side_has_one_margin(
    more: int, less: int
) -> None:
    """Targets (N+ + 1) / (N+ + 2) and 1 / (N- + 2) have the log-odds ln(N+ + 1), -ln(N- + 1)."""
    sides = np.repeat([1.0, -1.0], [more, less])
    curve = platt(sides * 10.0, sides)
    high, low = np.log(more + 1.0), -np.log(less + 1.0)
    assert curve.slope == pytest.approx((high - low) / 20.0, rel=1e-5)
    assert curve.offset == pytest.approx(-(high + low) / 2.0 / curve.slope, rel=1e-5, abs=1e-5)


@pytest.mark.parametrize(("more", "less", "far"), [(200, 200, 1.0), (47, 2, 10.0), (5, 90, 3.0)])
def test_platts_curve_is_the_likeliest(more: int, less: int, far: float) -> None:
    """At the greatest likelihood shares and targets have one sum, also weighed by margins."""
    sides = np.repeat([1.0, -1.0], [more, less])
    margins = sides * far + np.random.default_rng(5).normal(0.0, far / 3.0, more + less)
    shares = platt(margins, sides)(margins)
    targets = np.repeat([(more + 1.0) / (more + 2.0), 1.0 / (less + 2.0)], [more, less])
    assert shares.sum() == pytest.approx(targets.sum(), abs=1e-4)
    assert shares @ margins == pytest.approx(targets @ margins, abs=1e-4 * far)


@pytest.mark.parametrize("margin", [-1.0, 1.0])
def test_marks_of_one_margin_give_no_slope(margin: float) -> None:
    assert platt(np.full(10, margin), np.repeat([1.0, -1.0], 5)) is FIXED


def test_the_monotone_curve_is_its_knots_and_a_little_of_the_logistic_one() -> None:
    curve = Calibration("isotonic", 4.0, 1.0, ((0.0, 0.2), (2.0, 0.6)))
    smooth = np.array([1 / (1 + np.exp(4.0)), 0.5, 1 / (1 + np.exp(-4.0))])
    expected = 0.98 * np.array([0.2, 0.4, 0.6]) + 0.02 * smooth
    np.testing.assert_allclose(curve(np.array([0.0, 1.0, 2.0])), expected, rtol=1e-12)


def test_a_falling_curve_is_refused() -> None:
    margins, sides = noisy(200)
    assert platt(margins, -sides) is FIXED


def test_separable_marks_make_no_step() -> None:
    curve = platt(np.array([-1.0, -1.1, 1.0, 1.2]), np.array([-1.0, -1.0, 1.0, 1.0]))
    assert 0.7 < curve(np.array([1.1]))[0] < 0.95


def test_the_monotone_curve_never_falls_and_is_close() -> None:
    margins, sides = noisy(3000)
    curve = isotonic(margins, sides, platt(margins, sides))
    grid = np.linspace(-4, 4, 300)
    shares = curve(grid)
    assert (np.diff(shares) > 0).all()
    truth = 1.0 / (1.0 + np.exp(-1.5 * (grid - 0.4)))
    assert np.abs(shares - truth).mean() < 0.04


def test_stored_and_read_again() -> None:
    margins, sides = noisy(500)
    for curve in (FIXED, platt(margins, sides), isotonic(margins, sides, FIXED)):
        again = Calibration.of_dict(curve.as_dict())
        np.testing.assert_array_equal(again(margins), curve(margins))
    for bad in ({}, {"method": "magic", "slope": 1, "offset": 0}, {"method": "platt"}):
        with pytest.raises(ValueError, match="no calibration"):
            Calibration.of_dict(bad)


def cloud(centre: int, count: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    vectors = 0.45 * rng.standard_normal((count, 24))
    vectors[:, centre] += 1.0
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("name", ["svm", "logistic"])
def test_marks_that_suffice_calibrate_and_few_do_not(name: str) -> None:
    nothing = np.empty((0, 24), np.float32)
    methods = [
        fit(name, cloud(0, n, 1), cloud(1, n, 2), nothing).calibration.method for n in (14, 15, 110)
    ]
    assert methods == ["fixed", "platt", "isotonic"]
    for good, bad in ((14, 20), (20, 14)):  # the lesser side decides
        assert fit(name, cloud(0, good, 1), cloud(1, bad, 2), nothing).calibration is FIXED


def test_calibrated_shares_hold_on_items_never_seen() -> None:
    """Of all that is called about 70 % sure, about 70 % are right (expected error < 0.1)."""
    nothing = np.empty((0, 24), np.float32)
    model = fit("svm", cloud(0, 60, 1), cloud(1, 60, 2), nothing)
    shares = np.concatenate(
        [model.confidence(model.margins(cloud(side, 4000, 3 + side))) for side in (0, 1)]
    )
    right = np.repeat([1.0, 0.0], 4000)
    places = np.digitize(shares, np.linspace(0, 1, 11))
    error = sum(
        abs(shares[places == bin_].mean() - right[places == bin_].mean()) * (places == bin_).mean()
        for bin_ in np.unique(places)
    )
    assert error < 0.1
