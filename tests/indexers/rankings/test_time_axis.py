"""The order of all moments, and the windows in it, checked row by row."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexers.rankings.fusion import Scored
from indexers.rankings.sliding import pick, window_max
from indexers.rankings.time_axis import TimeAxis


def made(seed: int, count: int = 30, far: float = 0.0) -> TimeAxis:
    rng = np.random.default_rng(seed)
    times = far + rng.integers(0, 400, count) / 10
    return TimeAxis.of(rng.permutation(count) + 5, rng.integers(-1, 4, count), times)


@given(
    seed=st.integers(0, 999),
    within=st.integers(0, 400),
    far=st.sampled_from([-1.7e9, 0.0, 1.7e9]),
)
def test_windows_end_where_looking_at_each_row_says(seed: int, within: int, far: float) -> None:
    axis = made(seed, far=far)
    for row in range(len(axis)):
        same = [n for n in range(len(axis)) if axis.groups[n] == axis.groups[row]]
        ends = 1 + max(n for n in same if axis.times[n] <= axis.times[row] + within / 10)
        assert axis.ends(within / 10)[row] == ends
        later = [n for n in same if axis.times[n] > axis.times[row]]
        assert axis.later[row] == min(later, default=same[-1] + 1)
        assert axis.group_ends[row] == same[-1] + 1
        assert axis.ends_in_rows(2)[row] == min(row + 3, same[-1] + 1)


def test_lines_many_years_long_do_not_blur_short_windows() -> None:
    steps = np.arange(2000) * 0.1
    times = np.concatenate([steps, 3e9 + steps])
    axis = TimeAxis.of(np.arange(8000), np.repeat([1, 2], 4000), np.r_[times, times])
    ends = axis.ends(0.3)
    inside = axis.times[ends - 1] <= axis.times + 0.3
    beyond = (ends == axis.group_ends) | (
        axis.times[np.minimum(ends, len(axis) - 1)] > axis.times + 0.3
    )
    assert inside.all()
    assert beyond.all()


def test_moments_without_a_time_are_left_out() -> None:
    axis = TimeAxis.of(np.array([1, 2, 3]), np.array([0, 0, 0]), np.array([2.0, np.nan, 1.0]))
    assert axis.items.tolist() == [3, 1]


def test_bad_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="as many"):
        TimeAxis.of(np.array([1]), np.array([0, 1]), np.array([1.0]))
    for length in (-1.0, float("nan")):
        with pytest.raises(ValueError, match="cannot be"):
            made(0).ends(length)
    assert len(TimeAxis.of(*[np.empty(0)] * 3).ends(3.0)) == 0


@pytest.mark.parametrize(
    ("step", "by_id"), [(1, True), (127, True), (130, False), (10**6, False), (-1, False)]
)
def test_scores_are_spread_over_rows(step: int, by_id: bool) -> None:
    base = made(3)
    axis = TimeAxis.of(base.items * step, base.groups, base.times)
    assert bool(axis._by_id) == by_id  # a table has a place for every id up to 4,336
    some = np.sort(axis.items)[::3]
    strange = np.array([-5, 10**9])
    scored = Scored.of(np.r_[some, strange], np.arange(len(some) + 2) / 10)
    told = dict(zip(scored.items.tolist(), scored.scores.tolist(), strict=True))
    spread = axis.spread(scored)
    assert spread.tolist() == [told.get(item, -np.inf) for item in axis.items.tolist()]
    assert (axis.spread(Scored.empty()) == -np.inf).all()
    one = axis.spread(Scored.of(some[:1], np.array([0.5])))
    assert one.tolist() == [0.5 if item == some[0] else -np.inf for item in axis.items.tolist()]
    asked = np.r_[strange, -1, 0, some, axis.items.max() + 1]
    assert axis.holds(asked).tolist() == np.isin(asked, axis.items).tolist()
    assert not TimeAxis.of(*[np.empty(0)] * 3).holds(asked).any()


def test_what_is_at_once_stands_by_its_id() -> None:
    axis = TimeAxis.of(np.array([3, 2]), np.array([1, 1]), np.array([4.0, 4.0]))
    assert axis.items.tolist() == [2, 3]


@given(seed=st.integers(0, 999), count=st.integers(0, 6))
def test_further_moments_take_their_place(seed: int, count: int) -> None:
    axis, rng = made(seed), np.random.default_rng(seed)
    more = (
        rng.integers(0, 40, count), rng.integers(-1, 6, count), rng.integers(0, 400, count) / 10
    )  # fmt: skip
    joined, old, new = axis.with_moments(*more)
    every = [np.r_[a, b] for a, b in zip((axis.items, axis.groups, axis.times), more, strict=True)]
    wanted = TimeAxis.of(every[0], every[1], every[2])
    assert joined.items.tolist() == wanted.items.tolist()
    assert joined.times.tolist() == wanted.times.tolist()
    assert joined.items[old].tolist() == axis.items.tolist()
    assert joined.items[new].tolist() == more[0].tolist()
    assert joined.times[new].tolist() == more[2].tolist()
    assert sorted([*old, *new]) == list(range(len(joined)))


@given(seed=st.integers(0, 999))
def test_the_largest_of_windows(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = np.where(rng.random(20) < 0.2, -np.inf, rng.random(20))
    firsts, ends = rng.integers(0, 21, 30), rng.integers(0, 21, 30)
    wanted = [values[a:b].max() if b > a else -np.inf for a, b in zip(firsts, ends, strict=True)]
    assert window_max(values, firsts, ends).tolist() == wanted


def test_picking_goes_on_until_enough_are_taken() -> None:
    values = np.floor(np.random.default_rng(1).random(6000) * 50) / 50
    values[::7] = -np.inf

    def take(place: int, gone: np.ndarray) -> bool:
        gone[max(0, place - 3) : place + 4] = True
        return place % 2 == 0

    chosen, left, wanted = pick(values, 300, take), values.copy(), []
    while len(wanted) < 300 and np.isfinite(left).any():
        place = int(left.argmax())
        left[max(0, place - 3) : place + 4] = -np.inf
        if place % 2 == 0:
            wanted.append(place)
    assert chosen == wanted


def test_many_are_passed_over_before_the_best_that_may_be_taken() -> None:
    values = np.arange(20_000)[::-1] / 7
    assert pick(values, 3, lambda place, gone: place >= 9_000) == [9_000, 9_001, 9_002]
    assert pick(values, 3, lambda place, gone: place >= 19_999) == [19_999]
