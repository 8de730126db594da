"""How alike poses are: against what the words say, word by word."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from indexers.poses import kernels, matching, plain
from indexers.poses.points import LIMB_WORTH, LIMBS, WORTH, Rows, mirrored, sureness

Points = NDArray[np.float64]


def _pose(seed: int) -> Points:
    """Return a person at random: (17, 3), upright more or less."""
    rng = np.random.default_rng(seed)
    base = np.array(
        [[0, 0], [0.03, -0.03], [-0.03, -0.03], [0.07, 0], [-0.07, 0], [0.2, 0.25], [-0.2, 0.25],
         [0.3, 0.5], [-0.3, 0.5], [0.32, 0.75], [-0.32, 0.75], [0.12, 0.8], [-0.12, 0.8],
         [0.13, 1.2], [-0.13, 1.2], [0.14, 1.6], [-0.14, 1.6]]
    )  # fmt: skip
    return np.concatenate([base + rng.normal(0, 0.15, (17, 2)), np.ones((17, 1))], 1)


def _rows(*poses: Points, aspect: float = 1.0) -> Rows:
    """Return people whose pictures have a proportion."""
    points = np.stack(poses).astype(np.float64)
    points[..., :2] = 0.5 + points[..., :2] / 8
    points[..., 0] /= aspect
    return Rows.of(points, np.full(len(points), aspect))


def _told(asked: Points, person: Points, *, turned: bool) -> tuple[float, float, float]:
    """Return correlation, mean cosine and share seen, by least squares and angles."""
    view, limbs = matching._prepared(asked)
    sure = sureness(person[:, 2])
    weights = view[:, 2] * sure
    # The best move, scale and turn of the asked points onto the person's: a linear problem.
    rows, wanted = [], []
    for (x, y, _), (px, py), weight in zip(view, person[:, :2], weights, strict=True):
        root = np.sqrt(weight)
        rows += [root * np.array([x, -y, 1, 0]), root * np.array([y, x, 0, 1])]
        wanted += [root * px, root * py]
    table, goal = np.array(rows, np.float64), np.array(wanted)
    if not turned:
        table = table[:, [0, 2, 3]]
    solved = np.linalg.lstsq(table, goal, rcond=None)[0]
    left = float(np.square(goal - table @ solved).sum())
    middle = np.average(person[:, :2], 0, weights)
    spread = float((weights[:, None] * np.square(person[:, :2] - middle)).sum())
    alike = np.sqrt(max(0.0, 1 - left / spread)) * (1 if turned else np.sign(solved[0]))
    turn = np.arctan2(solved[1], solved[0]) if turned else 0.0
    cosines, shares = [], []
    for (first, second), (ex, ey, weight) in zip(LIMBS, limbs, strict=True):
        dx, dy = person[second, :2] - person[first, :2]
        cosines.append(np.cos(np.arctan2(dy, dx) - np.arctan2(ey, ex) - turn))
        shares.append(weight * min(sure[first], sure[second]))
    return (
        alike,
        float(np.average(cosines, weights=shares)),
        float(weights.sum() / view[:, 2].sum()),
    )


@pytest.mark.parametrize("loop", [plain.compare, kernels.compare])
@pytest.mark.parametrize("turned", [False, True])
def test_the_loop_does_what_least_squares_and_angles_say(loop: object, turned: bool) -> None:
    people = [_pose(seed) for seed in range(1, 9)]
    rng = np.random.default_rng(0)
    for person in people:
        person[:, 2] = rng.uniform(0.05, 0.6, 17)
    asked = _pose(0)
    asked[[3, 16], 2] = [0.0, 0.4]
    rows = _rows(*people)
    view, limbs = matching._prepared(asked)
    out = np.empty((1, 3, len(people)), np.float32)
    loop(  # type: ignore[operator]
        rows.x, rows.y, rows.sure, view[None], np.array(LIMBS), limbs[None], turned, out
    )
    wanted = [_told(asked, person, turned=turned) for person in people]
    np.testing.assert_allclose(out[0].T, wanted, atol=4e-3)


@given(st.integers(0, 10_000), st.booleans())
@settings(max_examples=25, deadline=None)
def test_both_loops_say_the_same(seed: int, turned: bool) -> None:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 700))
    rows = Rows(
        rng.integers(-16000, 16001, (17, count)).astype(np.int16),
        rng.integers(-16000, 16001, (17, count)).astype(np.int16),
        (rng.integers(0, 256, (17, count)) * (rng.random((17, count)) < 0.7)).astype(np.uint8),
    )
    prepared = [matching._prepared(_pose(seed + number)) for number in range(2)]
    views, limbs = (np.stack(part) for part in zip(*prepared, strict=True))
    found = [np.empty((2, 3, count), np.float32) for _ in range(2)]
    for loop, out in zip((plain.compare, kernels.compare), found, strict=True):
        loop(rows.x, rows.y, rows.sure, views, np.array(LIMBS), limbs, turned, out)
    np.testing.assert_allclose(found[0], found[1], atol=3e-4)


def test_place_and_size_and_proportion_of_the_picture_do_not_matter() -> None:
    asked = _pose(0)
    moved = asked * [0.3, 0.3, 1] + [1.0, -0.4, 0]
    scores = matching.match(_rows(moved), [asked]).scores
    assert scores[0] > 0.99
    assert matching.match(_rows(asked, aspect=1.8), [asked]).scores[0] > 0.99


def test_scores_of_networks_count_from_a_tenth_on_and_wholly_from_four_tenths() -> None:
    scores = np.array([np.nan, 0.0, 0.1, 0.175, 0.25, 0.4, 0.9], np.float32)
    expected = [0, 0, 0, 0.25, 0.5, 1, 1]
    np.testing.assert_allclose(sureness(scores), expected, atol=1e-6)


def test_in_a_mirror_left_is_right() -> None:
    asked = np.column_stack([np.arange(17.0), np.arange(17.0) + 20, np.linspace(0.1, 0.9, 17)])
    found = mirrored(asked)
    nose, left_wrist, right_wrist = asked[[0, 9, 10]]
    assert found[0].tolist() == [-nose[0], nose[1], nose[2]]
    assert found[9].tolist() == [-10, 30, right_wrist[2]]
    assert found[10].tolist() == [-9, 29, left_wrist[2]]


def test_people_are_kept_about_their_middle_in_parts_of_half_their_extent() -> None:
    """From (0.25, 0.5) to (0.75, 0.875) of a picture twice as wide as high: 1 wide, 0.375 high."""
    person = np.zeros((17, 3))
    person[[0, 5, 16]] = [0.25, 0.5, 0.4], [0.5, 0.5, 0.16], [0.75, 0.875, 0.9]
    person[9] = 0.99, 0.01, 0.05  # is not seen
    rows = Rows.of(person[None], np.array([2.0]))
    assert rows.x[[0, 5, 9, 16], 0].tolist() == [-16_000, 0, 0, 16_000]
    assert rows.y[[0, 5, 9, 16], 0].tolist() == [-6_000, -6_000, 0, 6_000]
    assert rows.sure[[0, 5, 9, 16], 0].tolist() == [255, 51, 0, 255]


def test_a_mirror_image_fits_only_where_it_may() -> None:
    asked = _pose(4)
    rows = _rows(mirrored(asked))
    found = matching.match(rows, [asked])
    assert (found.scores[0] > 0.99, found.views[0]) == (True, 1)
    assert matching.match(rows, [asked], with_mirror=False).scores[0] < 0.9


def test_a_turned_pose_fits_only_where_it_may() -> None:
    asked = _pose(2)
    lying = asked.copy()
    lying[:, :2] = asked[:, [1, 0]] * [1, -1]
    rows = _rows(lying)
    assert matching.match(rows, [asked]).scores[0] < 0.1
    assert matching.match(rows, [asked], turned=True).scores[0] > 0.99


def test_a_body_cut_off_is_compared_by_what_is_seen_and_worth_less() -> None:
    asked, other = _pose(0), _pose(7)
    upper = asked.copy()
    upper[13:, 2] = 0.0
    upper[13:, :2] = 9.0  # whatever a network says of what it does not see
    whole, cut, wrong = matching.match(_rows(asked, upper, other), [asked]).scores
    assert whole > cut > 0.5
    assert cut > wrong
    few = asked.copy()
    few[4:, 2] = 0.0
    assert matching.match(_rows(few), [asked]).scores[0] == 0


def test_the_best_of_several_views_counts() -> None:
    views = [_pose(0), _pose(1), _pose(2)]
    found = matching.match(_rows(*views), views, with_mirror=False)
    assert found.views.tolist() == [0, 1, 2]
    assert (found.scores > 0.99).all()


@pytest.mark.parametrize("pairs", [8_500, 12_000], ids=["blocks of one thread", "two threads"])
def test_parts_of_a_crowd_are_put_together(pairs: int) -> None:
    one = _rows(_pose(0), _pose(1))
    many = one.take(np.tile([0, 1], pairs))
    scores = matching.match(many, [_pose(0)]).scores.reshape(-1, 2)
    np.testing.assert_allclose(scores, np.tile(scores[:1], (pairs, 1)), atol=1e-6)
    assert scores[0, 0] > scores[0, 1]


@pytest.mark.parametrize(("unit", "away"), [(1e-4, 0.0), (1e4, 0.0), (1.0, 1e8)])
def test_a_pose_may_be_drawn_in_any_unit_and_anywhere(unit: float, away: float) -> None:
    asked = _pose(0) * [unit, unit, 1.0] + [away, -away, 0.0]
    assert matching.match(_rows(_pose(0)), [asked]).scores[0] > 0.99


def test_likeness_falls_with_what_places_and_directions_lack() -> None:
    told = np.array([[0.9, 1.0, 1.0], [0.8, 1.0, 1.0], [0.5, 0.3, 0.29]], np.float32)
    expected = [0.5 * np.exp(-(12 * 0.1 + 3 * 0.2)), 0.3, 0.0]
    np.testing.assert_allclose(matching.likeness(told), expected, rtol=1e-5)


def test_a_limb_that_points_at_the_viewer_counts_less() -> None:
    """A body whose limbs have their usual lengths, but for a forearm of half the least length."""
    hips = np.sqrt(1 - 0.15**2)  # flanks of length 1 between shoulders of 0.7 and hips of 0.4
    body = np.array(
        [[0, -0.3], [0.05, -0.35], [-0.05, -0.35], [0.1, -0.3], [-0.1, -0.3], [0.35, 0],
         [-0.35, 0], [0.35, 0.6], [-0.35, 0.6], [0.35, 0.6 + 0.5 * 0.35 / 2], [-0.35, 1.1],
         [0.2, hips], [-0.2, hips], [0.2, hips + 0.85], [-0.2, hips + 0.85], [0.2, hips + 1.7],
         [-0.2, hips + 1.7]]
    )  # fmt: skip
    weights = np.ones(17)
    weights[[0, 16]] = 0.4, 0.6
    points, limbs = matching._prepared(np.column_stack([3 * body + 5, weights]))
    np.testing.assert_allclose(points[:, 2], weights * WORTH, rtol=1e-6)
    expected = LIMB_WORTH.astype(float)
    expected[[1, 7]] *= 0.5, 0.6  # the left forearm; the right shin, whose ankle counts 0.6
    np.testing.assert_allclose(limbs[:, 2], expected, rtol=1e-5)
    np.testing.assert_allclose(limbs[[0, 8], :2], [[0, 1], [-1, 0]], atol=1e-6)


def test_a_pose_of_too_few_points_is_refused() -> None:
    asked = _pose(0)
    asked[4:, 2] = 0.0
    with pytest.raises(ValueError, match="points"):
        matching.match(_rows(_pose(1)), [asked])


def test_a_person_of_whom_nothing_is_seen_does_no_harm() -> None:
    nobody = _pose(0) * [np.nan, 1, 0]
    found = matching.match(_rows(nobody, _pose(0)), [_pose(0)])
    assert found.scores[0] == 0
    assert found.scores[1] > 0.99
