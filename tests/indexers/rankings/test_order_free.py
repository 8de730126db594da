"""Windows in which all stages come true, against all windows looked at one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexers.rankings import TimeAxis
from indexers.rankings.order_free import Across, Inside, order_free


def made(seed: int, stages: int, count: int = 24) -> tuple[TimeAxis, np.ndarray]:
    rng = np.random.default_rng(seed)
    times = rng.integers(0, 120, count) / 4
    axis = TimeAxis.of(np.arange(count), rng.integers(0, 3, count), times)
    scores = rng.integers(0, 9, (stages, count)) / 8 * (rng.random((stages, count)) < 0.6)
    return axis, scores.astype(np.float32)


def by_definition(
    axis: TimeAxis, scores: np.ndarray, within: float, inside: Inside, across: Across
) -> dict[int, tuple[float, set[int]]]:
    """Return the score of each window that matches all stages, and its rows."""
    found = {}
    for start in range(len(axis)):
        rows = [
            row
            for row in range(start, len(axis))
            if axis.groups[row] == axis.groups[start]
            and axis.times[row] <= axis.times[start] + within
        ]
        parts = [
            stage[rows].max()
            if inside is Inside.MAX
            else 1 - np.prod(1 - stage[rows].astype(float))
            for stage in scores
        ]
        if min(parts) > 0:
            whole = {
                Across.MEAN: np.mean(parts), Across.MIN: min(parts), Across.PRODUCT: np.prod(parts)
            }[across]  # fmt: skip
            found[start] = (float(whole), set(rows))
    return found


@given(
    seed=st.integers(0, 9999), stages=st.integers(1, 3), within=st.integers(0, 60),
    inside=st.sampled_from(Inside), across=st.sampled_from(Across),
)  # fmt: skip
def test_the_windows_are_those_of_the_definition(
    seed: int, stages: int, within: int, inside: Inside, across: Across
) -> None:
    axis, scores = made(seed, stages)
    wanted = by_definition(axis, scores, within / 4, inside, across)
    found = order_free(axis, scores, within / 4, inside=inside, across=across)
    assert found.total == len(wanted)
    taken: list[set[int]] = []
    for start, rows, value in zip(found.starts.tolist(), found.rows, found.scores, strict=True):
        score, window = wanted[start]
        assert value == pytest.approx(score, abs=1e-5)
        assert set(rows.tolist()) <= window
        assert [scores[n, row] for n, row in enumerate(rows)] == [
            scores[n, sorted(window)].max() for n in range(stages)
        ]
        assert not any(window & other for other in taken)  # no better one's frame is in it
        taken.append(set(rows.tolist()))
    for start, (score, window) in wanted.items():  # what was left out holds a better one's frame
        if start not in found.starts:
            better = [r for r, v in zip(taken, found.scores, strict=True) if v >= score - 1e-5]
            assert any(window & rows for rows in better)
    assert (np.diff(found.scores) <= 1e-6).all()


def test_a_window_does_not_reach_into_the_next_video() -> None:
    axis = TimeAxis.of(np.array([1, 2, 3]), np.array([1, 2, 2]), np.array([5.0, 0.0, 3.0]))
    scores = np.array([[0.9, 0.2, 0.0], [0.0, 0.0, 0.8]], np.float32)
    found = order_free(axis, scores, 60.0)
    assert axis.items[found.rows].tolist() == [[2, 3]]
    assert found.parts.tolist() == [pytest.approx([0.2, 0.8])]


def test_one_frame_may_match_every_stage() -> None:
    axis = TimeAxis.of(np.array([4]), np.array([0]), np.array([0.0]))
    found = order_free(axis, np.full((3, 1), 0.5, np.float32), 1.0, across=Across.PRODUCT)
    assert found.rows.tolist() == [[0, 0, 0]]
    assert found.scores == pytest.approx([0.125])


def test_several_good_frames_beat_one_by_noisy_or() -> None:
    axis = TimeAxis.of(np.arange(5), np.array([0, 0, 0, 1, 1]), np.arange(5.0))
    scores = np.array([[0.6, 0.6, 0.6, 0.8, 0.0]], np.float32)
    best = order_free(axis, scores, 9.0, inside=Inside.NOISY_OR)
    assert best.starts[0] == 0
    assert best.scores[0] == pytest.approx(1 - 0.4**3, abs=1e-5)
    assert order_free(axis, scores, 9.0).starts[0] == 3


def test_nothing_to_look_at_and_a_threshold() -> None:
    axis, scores = made(1, 2)
    assert len(order_free(axis, np.full((2, 24), -np.inf, np.float32), 5.0).scores) == 0
    whole = order_free(axis, scores, 5.0)
    some = order_free(axis, scores, 5.0, threshold=0.5)
    assert 0 < some.total < whole.total
    assert (whole.below, some.below) == (0, whole.total - some.total)
    above = order_free(axis, scores, 5.0, threshold=1.1)
    assert (len(above.scores), above.below, above.best) == (0, whole.total, whole.best)
    none = TimeAxis.of(*[np.empty(0)] * 3)
    assert order_free(none, np.zeros((2, 0), np.float32), 5.0).rows.shape == (0, 2)
    with pytest.raises(ValueError, match="score of each stage"):
        order_free(axis, scores[:, 1:], 5.0)
