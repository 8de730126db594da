"""Events, roles of places, drift of clocks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexers.moments.drift import find_drift
from indexers.moments.events import EventOptions, depths, find_events, similarities
from indexers.moments.roles import guess_roles
from indexers.moments.tracks import make_track

DAY = 86_400


def looks(*counts: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    centres = rng.normal(0, 1, (len(counts), 32))
    rows = np.repeat(centres, counts, axis=0) + rng.normal(0, 0.25, (sum(counts), 32))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_a_long_pause_ends_an_event_and_the_usual_one_does_not():
    times = np.cumsum([0, *[60] * 9, 4000, *[60] * 9])
    assert find_events(times).tolist() == [0] * 10 + [1] * 10
    assert set(find_events(np.arange(50) * 3000).tolist()) == {0}
    assert find_events(np.array([0, 11_000, 30_000])).tolist() == [0, 1, 2]


def test_a_change_of_place_ends_an_event_even_without_a_pause():
    times = np.arange(40) * 30
    places = np.repeat([0, 1], 20)
    assert find_events(times, places).tolist() == [0] * 20 + [1] * 20
    assert set(find_events(times, np.full(40, -1)).tolist()) == {0}


def test_a_deep_change_of_looks_alone_ends_an_event():
    times = np.arange(60) * 30
    found = find_events(times, None, looks(20, 20, 20))
    assert found.tolist() == [0] * 20 + [1] * 20 + [2] * 20
    assert set(find_events(times, None, looks(60)).tolist()) == {0}


def test_a_change_of_activity_ends_an_event_and_an_unknown_one_needs_more():
    times = np.arange(40) * 30
    doing = np.repeat([0, 1], 20)
    expected = [0] * 20 + [1] * 20
    assert find_events(times, activities=doing).tolist() == expected
    unknown = np.repeat([0, -1], 20)
    assert set(find_events(times, activities=unknown).tolist()) == {0}
    assert find_events(times, None, looks(20, 20), activities=unknown).tolist() == expected


def test_photos_without_looks_are_no_valley():
    vectors = looks(30)
    vectors[10:20] = 0
    assert len(set(find_events(np.arange(30) * 30, None, vectors).tolist())) <= 3
    assert set(find_events(np.arange(30) * 30, None, np.zeros((30, 4), np.float32)).tolist()) == {0}


def test_one_photo_is_no_event_of_its_own_where_others_are_near():
    times = np.array([0, 60, 120, 2000, 2060, 2120])
    places = np.array([0, 0, 1, 1, 1, 1])
    found = find_events(times, places, None, EventOptions(least_photos=2))
    assert np.bincount(found).min() >= 2
    flicker = find_events(np.arange(500) * 30, np.arange(500) % 2)
    assert np.bincount(flicker).min() >= 2


@settings(max_examples=40, deadline=None)
@given(gaps=st.lists(st.integers(0, 20_000), min_size=1, max_size=80), seed=st.integers(0, 99))
def test_events_are_numbered_in_order_and_parted_by_long_pauses(gaps, seed):
    times = np.cumsum([0, *gaps])
    places = np.random.default_rng(seed).integers(-1, 3, len(times))
    found = find_events(times, places)
    steps = np.diff(found)
    assert found[0] == 0
    assert set(steps.tolist()) <= {0, 1}
    assert (steps[np.diff(times) >= EventOptions().most_pause_s] == 1).all()


@settings(max_examples=40, deadline=None)
@given(values=st.lists(st.floats(0, 1, width=32), min_size=1, max_size=60))
def test_depths_are_those_of_climbing_step_by_step(values):
    def climb(line, at, step):
        while 0 <= at + step < len(line) and line[at + step] >= line[at]:
            at += step
        return line[at]

    line = np.array(values)
    expected = [climb(line, i, -1) + climb(line, i, 1) - 2 * line[i] for i in range(len(line))]
    assert depths(line) == pytest.approx(np.array(expected))


def test_similarity_is_the_cosine_of_blocks():
    vectors = looks(6, 6, seed=3)
    found = similarities(vectors, 3)
    before, after = vectors[3:6].mean(0), vectors[6:9].mean(0)
    cosine = before @ after / np.linalg.norm(before) / np.linalg.norm(after)
    assert found[5] == pytest.approx(cosine, abs=1e-6)
    assert found.argmin() == 5


def test_home_is_where_the_nights_are_and_work_where_the_working_hours_are():
    monday = 4 * DAY  # 1970-01-05
    start = np.concatenate([monday + day * DAY + np.array([-2, 9, 18]) * 3600 for day in range(14)])
    end = np.concatenate([monday + day * DAY + np.array([8, 17, 20]) * 3600 for day in range(14)])
    place = np.tile([0, 1, 2], 14)
    found = guess_roles(start, end, place)
    assert (found.home, found.work) == (0, 1)
    assert found.home_share == pytest.approx(1.0)
    weekend = np.tile([0, 1, 2], 14)[12 * 3 :]
    late = guess_roles(start[:3], end[:3], weekend[:3], least_s=20 * 3600)
    assert (late.home, late.work) == (-1, -1)
    assert guess_roles(start[:0], end[:0], place[:0]).home == -1


def test_weekends_are_no_working_hours():
    saturday = 2 * DAY
    found = guess_roles(
        np.array([saturday, saturday + 9 * 3600]),
        np.array([saturday + 7 * 3600, saturday + 17 * 3600]),
        np.array([0, 1]),
    )
    assert (found.home, found.work) == (0, -1)


def test_a_clock_seven_minutes_off_is_found_and_one_that_is_right_is_left_alone():
    times = np.arange(0, 6 * 3600, 20)
    north = 50 + 0.02 * np.sin(times / 3000) + 0.01 * np.sin(times / 700)
    east = 8 + 0.02 * np.cos(times / 2500)
    track = make_track(times, north, east)
    taken = np.arange(2000, 20_000, 400)
    at = np.interp(taken, times, north), np.interp(taken, times, east)
    found = find_drift(track, taken - 420, *at)
    assert found is not None
    assert abs(found.seconds - 420) <= 5
    assert found.after_m < 20 < found.before_m
    zone = find_drift(track, taken + 3 * 3600 + 65, *at)
    assert abs(zone.seconds + 3 * 3600 + 65) <= 5
    right = find_drift(track, taken, *at)
    assert abs(right.seconds) <= 3
    assert find_drift(track, taken[:2], at[0][:2], at[1][:2]) is None


def test_somebody_who_rests_gives_no_reason_to_correct():
    times = np.arange(0, 6 * 3600, 60)
    track = make_track(times, np.full(len(times), 50.0), np.full(len(times), 8.0))
    taken = np.arange(8000, 12_000, 400)
    found = find_drift(track, taken, np.full(10, 50.0), np.full(10, 8.0))
    assert found.seconds == 0
