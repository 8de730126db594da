"""The linear machine behind feedback."""

import numpy as np

from indexers.rankings.feedback import confidence, nearest, train


def _cloud(centre: int, count: int, seed: int, dim: int = 32) -> np.ndarray:
    rng = np.random.default_rng(seed)
    vectors = 0.15 * rng.standard_normal((count, dim))
    vectors[:, centre] += 1.0
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


NOTHING = np.empty((0, 32), np.float32)


def _background() -> np.ndarray:
    return np.concatenate([_cloud(centre, 60, centre + 50) for centre in range(5)])


def test_marked_sides_are_told_apart_again_and_again_the_same() -> None:
    good, bad = _cloud(0, 8, 1), _cloud(1, 8, 2)
    plane = train(good, bad, NOTHING)
    assert (plane.margins(_cloud(0, 50, 3)) > 0).all()
    assert (plane.margins(_cloud(1, 50, 4)) < 0).all()
    again = train(good, bad, NOTHING)
    np.testing.assert_array_equal(plane.weights, again.weights)
    assert plane.bias == again.bias


def test_one_positive_alone_ranks_its_like_first() -> None:
    plane = train(_cloud(2, 1, 1), NOTHING, _background())
    like, others = plane.margins(_cloud(2, 40, 9)), plane.margins(_cloud(3, 40, 9))
    assert like.min() > others.max()


def test_negatives_alone_lead_away_from_them() -> None:
    plane = train(NOTHING, _cloud(2, 3, 1), _background())
    assert plane.margins(_cloud(2, 40, 9)).max() < plane.margins(_cloud(3, 40, 9)).min()


def test_one_mark_on_each_side_in_a_tiny_library() -> None:
    plane = train(_cloud(0, 1, 1), NOTHING, _cloud(0, 1, 1))
    assert np.isfinite(plane.weights).all()


def test_many_negatives_do_not_drown_one_positive() -> None:
    plane = train(_cloud(0, 1, 1), _cloud(1, 200, 2), NOTHING)
    assert (plane.margins(_cloud(0, 30, 5)) > plane.margins(_cloud(1, 30, 5)).max()).all()


def test_margins_become_shares() -> None:
    shares = confidence(np.array([-1e6, -1.0, 0.0, 1.0], np.float32))
    np.testing.assert_allclose(shares, [0.0, 0.1192, 0.5, 0.8808], atol=1e-4)


def test_the_nearest_example() -> None:
    examples = np.eye(3, 4, dtype=np.float32)
    which, how = nearest(np.array([[0, 0.6, 0.8, 0], [1, 0, 0, 0]], np.float32), examples)
    assert which.tolist() == [2, 0]
    np.testing.assert_allclose(how, [0.8, 1.0])
