"""The best frame of each period, against looking at every frame."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexers.rankings.fusion import Scored
from indexers.rankings.time_axis import TimeAxis
from indexers.video.time_cache import PERIODS, TimeCache


def written_out(axis: TimeAxis, scored: Scored, period: int) -> Iterator[tuple[float, int]]:
    """Yield (-score, item) of the best frame of each period."""
    best: dict[tuple[int, int], tuple[float, float, int]] = {}
    told = dict(zip(scored.items.tolist(), scored.scores.tolist(), strict=True))
    for item, group, time in zip(axis.items, axis.groups, axis.times, strict=True):
        if (score := told.pop(int(item), None)) is not None:
            place = (int(group), int(time // period))
            found = (-score, float(time), int(item))
            best[place] = min(best.get(place, found), found)
    yield from ((score, item) for score, _, item in best.values())
    yield from ((-score, item) for item, score in told.items())


@given(seed=st.integers(0, 999), period=st.sampled_from(PERIODS), k=st.integers(1, 40))
def test_agrees_with_the_definition(seed: int, period: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    count = 30
    axis = TimeAxis.of(
        rng.permutation(count) + 1, rng.integers(-1, 3, count), rng.integers(0, 400, count) / 2
    )
    items = rng.choice(count + 8, 20, replace=False)  # some have no time
    scored = Scored.of(items, rng.integers(0, 6, 20) / 5)
    found = TimeCache(axis).best(scored, period, k)
    wanted = sorted(written_out(axis, scored, period))
    assert list(zip((-found.scores).tolist(), found.items.tolist(), strict=True)) == wanted[:k]
    assert found.total == len(wanted)


def test_a_long_scene_gives_one_frame_a_period() -> None:
    times = np.arange(0, 90, 3.0)
    axis = TimeAxis.of(np.arange(30), np.full(30, 7), times)
    scored = Scored(np.arange(30), np.linspace(0.2, 0.9, 30))
    cache = TimeCache(axis)
    assert [len(cache.best(scored, period).items) for period in PERIODS] == [30, 3, 2, 1]
    assert cache.best(scored, 180).items.tolist() == [29]


def test_unknown_periods_and_nothing_at_all() -> None:
    empty = TimeCache(TimeAxis.of(*[np.empty(0)] * 3))
    assert empty.best(Scored.empty(), 30).total == 0
    alone = empty.best(Scored(np.array([4]), np.array([0.5])), 30)
    assert alone.items.tolist() == [4]
    with pytest.raises(ValueError, match="no period"):
        empty.best(Scored.empty(), 45)
