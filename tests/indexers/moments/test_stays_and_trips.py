"""Stays, places and trips from made-up tracks."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexers.moments.sphere import metres, on_sphere, to_degrees
from indexers.moments.stays import StayOptions, find_places, find_stays
from indexers.moments.tracks import Track, make_track, outline, position_at, thinned
from indexers.moments.trips import Mode, find_trips

M = 1 / 111_195  # degrees of latitude a metre
NOON = 1_700_000_000


def rest(start: int, minutes: int, at: tuple[float, float], rng, jitter_m=8.0, every=30):
    times = np.arange(start, start + minutes * 60, every)
    return (
        times,
        at[0] + rng.normal(0, jitter_m * M, len(times)),
        at[1] + rng.normal(0, jitter_m * M / max(0.05, np.cos(np.radians(at[0]))), len(times)),
    )


def way(start: int, a, b, speed: float, every=15):
    long = float(metres(on_sphere(*a), on_sphere(*b)))
    times = np.arange(start, start + long / speed, every)
    share = (times - start) * speed / long
    return times, a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def joined(*parts) -> Track:
    return make_track(*(np.concatenate(each) for each in zip(*parts, strict=True)))


HOME, WORK, CAFE = (49.9, 8.65), (49.9, 8.70), (49.9004, 8.7003)


def a_day(rng, home=HOME, work=WORK, speed=6.0) -> Track:
    first = rest(NOON, 60, home, rng)
    going = way(NOON + 3600, home, work, speed)
    arrived = int(going[0][-1]) + 15
    return joined(first, going, rest(arrived, 120, work, rng))


def test_a_day_has_two_stays_and_a_trip_by_bicycle_between_them():
    track = a_day(np.random.default_rng(0))
    stays = find_stays(track)
    assert len(stays) == 2
    assert metres(stays.points, on_sphere(*zip(HOME, WORK, strict=True))).max() < 15
    assert abs(stays.end[0] - NOON - 3600) < 90
    (trip,) = find_trips(track, stays)
    assert trip.mode is Mode.CYCLING
    assert (trip.before, trip.after) == (0, 1)
    assert trip.metres == pytest.approx(float(metres(on_sphere(*HOME), on_sphere(*WORK))), rel=0.05)


@pytest.mark.parametrize(
    ("speed", "mode"),
    [(1.3, Mode.WALKING), (5.5, Mode.CYCLING), (20, Mode.DRIVING), (70, Mode.TRAIN)],
)
def test_the_means_are_told_by_speed(speed, mode):
    far = (49.9, 9.6) if speed > 10 else WORK
    track = a_day(np.random.default_rng(1), work=far, speed=speed)
    assert [trip.mode for trip in find_trips(track, find_stays(track))] == [mode]


def test_walking_to_a_train_and_from_it_are_legs_of_a_trip_by_train():
    rng = np.random.default_rng(2)
    station, other = (49.9, 8.66), (49.9, 9.9)
    parts = [rest(NOON, 30, HOME, rng), way(NOON + 1800, HOME, station, 1.3)]
    parts.append(way(int(parts[-1][0][-1]) + 15, station, other, 55.0))
    parts.append(way(int(parts[-1][0][-1]) + 15, other, (49.905, 9.9), 1.3))
    parts.append(rest(int(parts[-1][0][-1]) + 15, 30, (49.905, 9.9), rng))
    track = joined(*parts)
    (trip,) = find_trips(track, find_stays(track))
    assert trip.mode is Mode.TRAIN
    assert [leg.mode for leg in trip.legs] == [Mode.WALKING, Mode.TRAIN, Mode.WALKING]
    assert sum(leg.metres for leg in trip.legs) == pytest.approx(trip.metres)


def test_stray_fixes_and_a_silent_receiver_do_not_end_a_stay():
    rng = np.random.default_rng(3)
    before, after = rest(NOON, 60, HOME, rng), rest(NOON + 5 * 3600, 60, HOME, rng)
    stray = (np.array([NOON + 1805]), np.array([49.95]), np.array([8.65]))
    stays = find_stays(joined(before, stray, after))
    assert len(stays) == 1
    assert stays.seconds[0] > 5.8 * 3600
    silent = find_stays(joined(before, after), StayOptions(most_gap_s=3600))
    assert len(silent) == 2


def test_a_short_halt_is_no_stay_and_a_short_absence_no_end():
    rng = np.random.default_rng(4)
    assert len(find_stays(joined(rest(NOON, 8, HOME, rng)))) == 0
    away = rest(NOON + 1800, 3, (49.903, 8.65), rng)
    track = joined(rest(NOON, 30, HOME, rng), away, rest(NOON + 1980, 30, HOME, rng))
    assert len(find_stays(track)) == 1


@settings(max_examples=25, deadline=None)
@given(latitude=st.floats(-89.9, 89.9), longitude=st.floats(-180, 180), seed=st.integers(0, 999))
def test_stays_are_found_anywhere_on_the_globe(latitude, longitude, seed):
    rng = np.random.default_rng(seed)
    spread = rng.normal(0, 8 / 6_371_000, (120, 3))
    points = on_sphere(latitude, longitude) + spread
    north, east = to_degrees(points / np.linalg.norm(points, axis=1, keepdims=True))
    stays = find_stays(make_track(NOON + 30 * np.arange(120), north, east))
    assert len(stays) == 1
    assert metres(stays.points[0], on_sphere(latitude, longitude)) < 12


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 9999))
def test_stays_never_overlap_and_lie_on_the_track(seed):
    rng = np.random.default_rng(seed)
    times = NOON + np.cumsum(rng.integers(1, 400, 500))
    walk = np.cumsum(rng.normal(0, rng.choice([5, 60]) * M, (500, 2)), axis=0)
    track = make_track(times, 50 + walk[:, 0], 8 + walk[:, 1])
    stays = find_stays(track)
    assert (stays.seconds >= 600).all()
    assert (stays.start[1:] >= stays.end[:-1]).all()
    assert np.isin(stays.start, track.times).all()
    trips = find_trips(track, stays)
    assert all(a.end <= b.start for a, b in pairwise(trips))
    covered = sum(trip.end - trip.start for trip in trips) + stays.seconds.sum()
    assert covered <= track.times[-1] - track.times[0]


def test_visits_are_one_place_and_a_row_of_cafes_is_none():
    rng = np.random.default_rng(5)
    visits = np.concatenate([
        on_sphere(HOME[0] + rng.normal(0, 10 * M, 400), HOME[1] + rng.normal(0, 10 * M, 400)),
        on_sphere(WORK[0] + rng.normal(0, 10 * M, 200), WORK[1] + rng.normal(0, 10 * M, 200)),
        on_sphere(CAFE[0] + 100 * M * np.arange(12), np.full(12, 8.75)),
    ])  # fmt: skip
    place = find_places(visits, np.full(612, 3600.0))
    assert set(place[:400].tolist()) == {0}
    assert set(place[400:600].tolist()) == {1}
    row = place[600:]
    assert len(set(row.tolist())) >= 3
    for each in set(row.tolist()):  # no place is wider than its radius allows
        members = visits[600:][row == each]
        assert metres(members, members[0]).max() <= 300


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 9999), radius=st.sampled_from([50.0, 150.0, 500.0]))
def test_far_stays_are_never_one_place_and_order_does_not_matter(seed, radius):
    rng = np.random.default_rng(seed)
    centres = on_sphere(rng.uniform(-80, 80, 5), rng.uniform(-180, 180, 5))
    points = np.repeat(centres, 20, axis=0) + rng.normal(0, 5 / 6_371_000, (100, 3))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    weights = rng.uniform(600, 9000, 100)
    place = find_places(points, weights, radius)
    assert all(len(set(place[i * 20 : i * 20 + 20].tolist())) == 1 for i in range(5))
    assert len(set(place.tolist())) == 5
    heaviest = np.bincount(place, weights)
    assert (np.diff(heaviest) <= 0).all()
    order = rng.permutation(100)
    again = find_places(points[order], weights[order], radius)
    assert np.array_equal(again, place[order])


def test_a_position_between_fixes_is_known_for_five_minutes_only():
    track = make_track([0, 200, 1200], [0.0, 2.0, 2.0], [179.0, -179.0, -179.0])
    north, east = position_at(track, [100, 200, 700, 250, 1210, -5, 5000])
    assert north[0] == pytest.approx(1.0, abs=0.01)
    assert abs(abs(east[0]) - 180) < 1e-3  # across the line, not around the globe
    assert np.isnan(north[[2, 6]]).all()
    assert north[[1, 3, 4]] == pytest.approx([2, 2, 2])
    assert north[5] == pytest.approx(0.0)
    nowhere = position_at(make_track([], [], []), [1, 2])
    assert np.isnan(nowhere).all()


def test_bad_positions_go_and_those_of_one_second_are_one():
    track = make_track([3, 1, 2, 2, 5, 4], [1, 1, np.nan, 91, 1, 1], [1, 1, 1, 1, np.inf, 1])
    assert track.times.tolist() == [1, 3, 4]
    spike = make_track(range(5), [1, 1, 40, 1, 1], [1] * 5)
    assert spike.times.tolist() == [0, 1, 3, 4]
    two = make_track([7, 7], [1, 2], [1, 2])
    assert len(two) == 1


def test_thinning_keeps_the_median_fix():
    track = make_track(range(30), [50.0] * 29 + [50.001], [8.0] * 30)
    thin = thinned(track, 30)
    assert len(thin) == 1
    assert thin.degrees[0][0] == pytest.approx(50.0, abs=1e-9)
    assert len(outline(make_track(range(0, 100_000, 2), np.zeros(50_000), np.zeros(50_000)))) < 5000
