"""What learners make of marks, worked out by hand and against the machines they stand on."""

import numpy as np
import pytest

from indexers.rankings.bayes import LEAST_BELIEF, Choices, log_belief
from indexers.rankings.examples import Examples, LearnOptions, gather
from indexers.rankings.learners import LinearModel, anchored, fit
from indexers.rankings.machines import solve

NOTHING = np.empty((0, 2), np.float32)
GOOD = np.array([[0.6, 0.8], [0.8, 0.6]], np.float32)
BAD = np.array([[0.96, -0.28]], np.float32)


def test_a_margin_is_the_product_and_the_bias() -> None:
    model = LinearModel(np.array([2.0, -1.0], np.float32), 0.5)
    assert model.margins(np.array([[1.0, 3.0]], np.float32)).tolist() == [-0.5]


def test_an_anchored_direction_has_1_and_minus_1_at_the_means() -> None:
    vectors = np.array([[1.0, 0.0], [0.25, 0.75], [1.0, 0.0]], np.float32)
    trust = np.array([1.0, 2.0, 1.0])
    examples = Examples(vectors, np.array([1.0, -1.0, -1.0]), trust, np.ones(3, bool))
    # The means are (1, 0) and (0.5, 0.5), their products 4 and 1: half of the way is 1.5.
    model = anchored(np.array([4.0, -2.0]), examples)
    np.testing.assert_allclose(model.weights, [4 / 1.5, -2 / 1.5], rtol=1e-6)
    assert model.bias == pytest.approx(-5 / 3)


def test_rocchio_is_a_difference_of_weighted_means() -> None:
    options = LearnOptions(beta=0.5, gamma=0.2)
    model = fit("rocchio", GOOD, BAD, NOTHING, options=options)
    direction = 0.5 * np.array([0.7, 0.7]) - 0.2 * np.array([0.96, -0.28])
    high, low = direction @ [0.7, 0.7], direction @ [0.96, -0.28]
    np.testing.assert_allclose(model.weights, direction * 2 / (high - low), rtol=1e-5)
    assert model.bias == pytest.approx(-(high + low) / (high - low), rel=1e-5)


@pytest.mark.parametrize(("loss", "costlier"), [("svm", 1.0), ("logistic", 10.0)])
def test_a_machine_pays_for_errors_by_trust(loss: str, costlier: float) -> None:
    around = np.array([[0.0, -1.0], [-0.6, 0.8], [-1.0, 0.0], [0.28, 0.96]], np.float32)
    options = LearnOptions(cost=0.7, class_weights=(3.0, 1.0))
    model = fit(loss, GOOD, BAD, around, options=options)
    examples = gather(GOOD, BAD, around, options)
    machine = solve(
        examples.vectors, examples.sides, 0.7 * costlier * examples.trust, loss
    )  # fmt: skip
    np.testing.assert_allclose(model.weights, machine.weights, rtol=1e-5)
    assert model.bias == pytest.approx(machine.bias, rel=1e-5)
    added = examples.vectors @ examples.vectors.T + 1.0  # what each example adds to each margin
    assert model.shares is not None
    np.testing.assert_allclose(added @ model.shares, model.margins(examples.vectors), rtol=1e-4)


@pytest.mark.parametrize("loss", ["svm", "logistic"])
def test_a_side_that_nothing_stands_for_lies_where_nothing_is(loss: str) -> None:
    towards = fit(loss, GOOD[:1], NOTHING, NOTHING)
    np.testing.assert_allclose([*towards.weights, towards.bias], [1.2, 1.6, -1.0], rtol=1e-6)
    away = fit(loss, NOTHING, GOOD[:1], NOTHING)
    np.testing.assert_allclose([*away.weights, away.bias], [-1.2, -1.6, 1.0], rtol=1e-6)


ITEMS = np.array([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0], [-0.8, 0.6]], np.float32)
HEAT = 0.5


def test_a_belief_is_the_sum_of_the_logarithms_of_its_choices() -> None:
    """Item 0 counts twice, item 2 once, each against the two that were passed over."""
    alike = np.exp(ITEMS.astype(float) @ ITEMS.T.astype(float) / HEAT)
    passed = alike[:, 1] + alike[:, 3]
    by_hand = 2 * np.log(alike[:, 0] / (alike[:, 0] + passed)) + np.log(
        alike[:, 2] / (alike[:, 2] + passed)
    )
    chosen = Choices(ITEMS, np.array([2.0, 0.0, 1.0, 0.0]))
    np.testing.assert_allclose(log_belief(ITEMS, (chosen,), HEAT), by_hand, rtol=1e-5)


def test_what_is_only_refused_leaves_the_sum_of_the_others() -> None:
    alike = np.exp(ITEMS.astype(float) @ ITEMS.T.astype(float) / HEAT)
    by_hand = 2 * np.log((alike[:, 0] + alike[:, 2]) / alike.sum(axis=1))
    refused = Choices(ITEMS, np.zeros(4), np.array([False, True, False, True]))
    np.testing.assert_allclose(log_belief(ITEMS, (refused,), HEAT), by_hand, rtol=1e-5)


def test_a_choice_without_another_says_nothing() -> None:
    alone = Choices(ITEMS[:2], np.ones(2))
    np.testing.assert_allclose(log_belief(ITEMS, (alone,), HEAT), 0.0, atol=1e-12)


def _options(*rounds: tuple[list[int], list[bool]]) -> LearnOptions:
    told = tuple((ITEMS[shown], np.array(chosen)) for shown, chosen in rounds)
    return LearnOptions(temperature=HEAT, rounds=told)


def test_a_posterior_has_1_and_minus_1_at_the_means_of_the_marks() -> None:
    options = _options(([0, 1, 2, 3], [True, True, False, False]))
    margins = fit("bayes", ITEMS[:2], ITEMS[2:], NOTHING, options=options).margins(ITEMS)
    assert margins[:2].mean() == pytest.approx(1.0, abs=1e-5)
    assert margins[2:].mean() == pytest.approx(-1.0, abs=1e-5)


def test_marks_that_the_choices_contradict_turn_nothing_round() -> None:
    """Item 0 was chosen beside item 3, then marked as not wanted, and item 3 as wanted."""
    options = _options(([0, 3], [True, False]))
    model = fit("bayes", ITEMS[3:], ITEMS[:1], NOTHING, options=options)
    beliefs = log_belief(ITEMS, (Choices(ITEMS[[0, 3]], np.array([1.0, 0.0])),), HEAT)
    middle = (beliefs[0] + beliefs[3]) / 2
    np.testing.assert_allclose(model.margins(ITEMS), (beliefs - middle) / LEAST_BELIEF, atol=1e-5)


@pytest.mark.parametrize(
    ("good", "bad", "rounds"),
    [
        ([0, 1], [2, 3], [([0, 1, 2, 3], [True, True, False, False])]),
        ([0], [3], [([0, 2], [True, False]), ([0, 3, 1], [True, False, False])]),
        ([0, 1], [2, 3], [([0, 1], [True, True])]),
        ([], [1], []),
    ],
)  # fmt: skip
def test_the_weights_are_the_slope_of_the_belief_at_nothing(
    good: list[int], bad: list[int], rounds: list[tuple[list[int], list[bool]]]
) -> None:
    around = ITEMS if not good else NOTHING
    model = fit("bayes", ITEMS[good], ITEMS[bad], around, options=_options(*rounds))
    little = 1e-3
    steps = np.concatenate([little * np.eye(2), -little * np.eye(2)]).astype(np.float32)
    beliefs = log_belief(steps, model.rounds, HEAT)  # type: ignore[attr-defined]
    slope = (beliefs[:2] - beliefs[2:]) / (2 * little)
    slope *= (model.weights @ slope) / (slope @ slope)  # as long as the weights
    assert model.weights @ slope > 0
    np.testing.assert_allclose(model.weights, slope, rtol=1e-2, atol=1e-3)
