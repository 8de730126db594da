"""Every learner keeps the same promises."""

import numpy as np
import pytest

from indexers.rankings.examples import LearnOptions
from indexers.rankings.learners import LEARNERS, fit

NOTHING = np.empty((0, 32), np.float32)
ALL = pytest.mark.parametrize("name", LEARNERS.names())


def cloud(centre: int, count: int, seed: int, dim: int = 32) -> np.ndarray:
    rng = np.random.default_rng(seed)
    vectors = 0.15 * rng.standard_normal((count, dim))
    vectors[:, centre] += 1.0
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def background() -> np.ndarray:
    return np.concatenate([cloud(centre, 60, centre + 50) for centre in range(5)])


def test_there_are_four() -> None:
    assert LEARNERS.names() == ["svm", "logistic", "rocchio", "bayes"]
    with pytest.raises(KeyError, match="known: bayes, logistic, rocchio, svm"):
        fit("oracle", cloud(0, 1, 1), NOTHING, NOTHING)


@ALL
def test_marked_sides_are_told_apart_again_and_again_the_same(name: str) -> None:
    good, bad = cloud(0, 8, 1), cloud(1, 8, 2)
    model = fit(name, good, bad, NOTHING)
    assert model.weights.dtype == np.float32
    assert model.weights.shape == (32,)
    of_good, of_bad = model.margins(cloud(0, 50, 3)), model.margins(cloud(1, 50, 4))
    assert of_good.min() > of_bad.max()
    assert of_good.mean() > 0.5
    assert of_bad.mean() < -0.5
    again = fit(name, good, bad, NOTHING)
    np.testing.assert_array_equal(model.weights, again.weights)
    assert model.bias == again.bias


@ALL
def test_one_positive_alone_ranks_its_like_first(name: str) -> None:
    model = fit(name, cloud(2, 1, 1), NOTHING, background())
    like, others = model.margins(cloud(2, 40, 9)), model.margins(cloud(3, 40, 9))
    assert like.min() > others.max()
    assert (model.confidence(like) > 0.5).mean() > 0.5
    assert (model.confidence(others) < 0.5).mean() > 0.9


@ALL
def test_negatives_alone_lead_away_from_them(name: str) -> None:
    model = fit(name, NOTHING, cloud(2, 3, 1), background())
    assert model.margins(cloud(2, 40, 9)).max() < model.margins(cloud(3, 40, 9)).min()


@ALL
@pytest.mark.parametrize("around", [NOTHING, cloud(0, 1, 1), cloud(0, 3, 1)])
def test_one_mark_in_a_tiny_library(name: str, around: np.ndarray) -> None:
    for good, bad in ((cloud(0, 1, 1), NOTHING), (NOTHING, cloud(0, 1, 1))):
        model = fit(name, good, bad, around)
        assert np.isfinite(model.weights).all()
        assert np.isfinite(model.margins(background())).all()
    with pytest.raises(ValueError, match="nothing is marked"):
        fit(name, NOTHING, NOTHING, around)


@ALL
def test_many_negatives_do_not_drown_one_positive(name: str) -> None:
    model = fit(name, cloud(0, 1, 1), cloud(1, 200, 2), NOTHING)
    assert (model.margins(cloud(0, 30, 5)) > model.margins(cloud(1, 30, 5)).max()).all()


@ALL
def test_the_same_vector_on_both_sides(name: str) -> None:
    both = cloud(0, 2, 1)
    model = fit(name, both, both, background())
    assert np.isfinite(model.margins(background())).all()


@pytest.mark.parametrize("name", ["svm", "logistic"])
def test_class_weights_move_the_border(name: str) -> None:
    good, bad, middle = cloud(0, 9, 1), cloud(1, 9, 2), (cloud(0, 40, 3) + cloud(1, 40, 4)) / 2
    means = [
        float(fit(name, good, bad, NOTHING, options=LearnOptions(class_weights=each, cost=0.1))
              .margins(middle).mean())
        for each in ((1.0, 5.0), (1.0, 1.0), (5.0, 1.0))
    ]  # fmt: skip
    assert means[0] < means[1] < means[2]


def test_another_seed_takes_other_stand_ins() -> None:
    one, same, other = (
        fit("svm", cloud(2, 1, 1), NOTHING, background(), seed=seed).weights for seed in (4, 4, 5)
    )
    np.testing.assert_array_equal(one, same)
    assert np.abs(one - other).max() > 1e-4


def test_bayes_multiplies_the_softmax_of_what_was_shown() -> None:
    """Two rounds by hand: the belief in item x is the product of its likelihoods."""
    items = np.eye(4, dtype=np.float32)
    first = (items[[0, 1, 2]], np.array([True, False, False]))
    second = (items[[0, 3]], np.array([False, True]))
    options = LearnOptions(temperature=0.5, rounds=(first, second))
    model = fit("bayes", items[[0, 3]], items[[1, 2]], NOTHING, options=options)
    alike = np.exp(items @ items.T / 0.5)
    by_hand = np.log(
        alike[:, 0] / alike[:, [0, 1, 2]].sum(axis=1) * alike[:, 3] / alike[:, [0, 3]].sum(axis=1)
    )
    margins = model.margins(items).astype(np.float64)
    # A margin is the logarithm of the belief, moved and stretched.
    assert np.argsort(margins).tolist() == np.argsort(by_hand).tolist()
    stretch = (margins[0] - margins[1]) / (by_hand[0] - by_hand[1])
    np.testing.assert_allclose(margins - margins[1], stretch * (by_hand - by_hand[1]), atol=1e-5)
    assert not model.is_linear


def test_bayes_counts_marks_that_no_round_showed() -> None:
    shown = (cloud(1, 6, 5), np.array([True, *[False] * 5]))
    good = np.concatenate([shown[0][:1], cloud(3, 2, 6)])
    model = fit("bayes", good, shown[0][1:], background(), options=LearnOptions(rounds=(shown,)))
    assert model.margins(cloud(3, 20, 7)).mean() > model.margins(cloud(4, 20, 8)).mean()
