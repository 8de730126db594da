"""Windows of time: against all windows looked at one by one."""

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.jobs import JobCancelled, JobContext
from indexers.scenes import windows
from indexers.scenes.windows import Frames, Parts, search_windows

RULES: dict[Parts, Callable[[list[float]], float]] = {
    Parts.MEAN: lambda values: sum(values) / len(values),
    Parts.MIN: min,
    Parts.PRODUCT: lambda values: float(np.prod(values)),
}


def made(seed: int, parts: int, moments: int = 25) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    times = np.sort(random.integers(0, 60, moments))
    scores = random.random((parts, moments)) * (random.random((parts, moments)) < 0.6)
    return times, scores.astype(np.float32)


def best_window(
    times: np.ndarray, scores: np.ndarray, within: int, frames: Frames, rule: Parts
) -> float:
    best = 0.0
    for start in range(len(times)):
        inside = [j for j in range(start, len(times)) if times[j] <= times[start] + within]
        values = [
            float(row[inside].max())
            if frames is Frames.MAX
            else float(1 - np.prod(1 - row[inside].astype(float)))
            for row in scores
        ]
        if min(values) > 0:
            best = max(best, RULES[rule](values))
    return best


def best_order(times: np.ndarray, scores: np.ndarray, within: int, rule: Parts) -> float:
    best = 0.0
    for places in combinations(range(len(times)), len(scores)):
        values = [float(scores[part, place]) for part, place in enumerate(places)]
        if min(values) > 0 and times[places[-1]] - times[places[0]] <= within:
            best = max(best, RULES[rule](values))
    return best


@given(
    seed=st.integers(0, 9999), parts=st.integers(1, 3), within=st.integers(0, 40),
    frames=st.sampled_from(Frames), rule=st.sampled_from(Parts),
)  # fmt: skip
def test_the_best_window_of_any_order(
    seed: int, parts: int, within: int, frames: Frames, rule: Parts
) -> None:
    times, scores = made(seed, parts)
    found = search_windows(times, scores, within, frames=frames, parts=rule)
    wanted = best_window(times, scores, within, frames, rule)
    assert (found.scores[0] if len(found.scores) else 0.0) == pytest.approx(wanted, abs=1e-5)


@given(
    seed=st.integers(0, 9999), parts=st.integers(1, 3), within=st.integers(0, 40),
    rule=st.sampled_from(Parts), block=st.integers(1, 8),
)  # fmt: skip
def test_the_best_window_in_order(
    seed: int, parts: int, within: int, rule: Parts, block: int
) -> None:
    times, scores = made(seed, parts, 14)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(windows, "BLOCK", block)
        found = search_windows(times, scores, within, parts=rule, ordered=True)
    wanted = best_order(times, scores, within, rule)
    assert (found.scores[0] if len(found.scores) else 0.0) == pytest.approx(wanted, abs=1e-5)
    for moments, told, value in zip(found.moments, found.parts, found.scores, strict=True):
        assert (np.diff(moments) > 0).all()
        assert times[moments[-1]] - times[moments[0]] <= within
        assert told.tolist() == [scores[part, at] for part, at in enumerate(moments)]
        assert value == pytest.approx(RULES[rule](told.tolist()), abs=1e-5)
    assert (np.diff(found.scores) <= 1e-7).all()


@given(seed=st.integers(0, 9999), ordered=st.booleans())
def test_no_two_hits_share_a_moment_and_the_best_come_first(seed: int, ordered: bool) -> None:
    times, scores = made(seed, 2, 40)
    found = search_windows(times, scores, 10, ordered=ordered)
    taken = [at for moments in found.moments for at in set(moments.tolist())]
    assert len(taken) == len(set(taken))
    assert (np.diff(found.scores) <= 1e-7).all()


def test_the_moments_that_matched_are_told() -> None:
    times = np.array([0, 10, 20, 500, 510])
    scores = np.array([[0.1, 0.9, 0.0, 0.5, 0.0], [0.0, 0.2, 0.8, 0.0, 0.6]], np.float32)
    found = search_windows(times, scores, 60)
    assert found.moments.tolist() == [[1, 2], [3, 4]]
    assert found.scores == pytest.approx([0.85, 0.55])
    turned = search_windows(times, scores[::-1].copy(), 60, ordered=True)
    assert len(turned.scores) == 0  # what is asked for second never follows the first


def test_bad_times_and_nothing_to_look_at() -> None:
    with pytest.raises(ValueError, match="ascending"):
        search_windows(np.array([2, 1]), np.zeros((1, 2), np.float32), 5)
    with pytest.raises(ValueError, match="score of each part"):
        search_windows(np.array([1]), np.zeros((1, 2), np.float32), 5)
    empty = search_windows(np.empty(0, np.int64), np.zeros((2, 0), np.float32), 5)
    assert (len(empty.scores), empty.total) == (0, 0)
    none = search_windows(np.arange(3), np.full((2, 3), -np.inf, np.float32), 5)
    assert len(none.scores) == 0


def test_a_long_search_can_be_stopped() -> None:
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        search_windows(np.arange(3), np.ones((1, 3), np.float32), 5, context=context)
