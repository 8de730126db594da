"""Machines solved through the Gram matrix: against scikit-learn, and by their own definition."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from indexers.rankings import machines
from indexers.rankings.machines import leave_one_out, solve, solve_gram


def problem(count: int = 40, dim: int = 60, seed: int = 3):
    rng = np.random.default_rng(seed)
    vectors = rng.standard_normal((count, dim)).astype(np.float32)
    sides = np.where(rng.random(count) < 0.4, 1.0, -1.0)
    sides[:2] = 1.0, -1.0
    vectors[:, 0] += sides * 0.7
    return vectors, sides, rng.uniform(0.2, 8.0, count)


@pytest.mark.parametrize("dim", [3, 60])
def test_the_machines_are_those_of_scikit_learn(dim: int) -> None:
    vectors, sides, costs = problem(dim=dim)
    rows = vectors.astype(np.float64)
    svm = LinearSVC(C=1.0, dual=True, random_state=0, tol=1e-9, max_iter=500_000)
    svm.fit(rows, sides, sample_weight=costs)
    logistic = LogisticRegression(C=1.0, solver="liblinear", tol=1e-9, max_iter=5000)
    logistic.fit(rows, sides, sample_weight=costs)
    for name, reference in (("svm", svm), ("logistic", logistic)):
        ours = solve(vectors, sides, costs, name)
        np.testing.assert_allclose(ours.weights, reference.coef_[0], atol=2e-4)
        assert ours.bias == pytest.approx(reference.intercept_[0], abs=2e-4)


@pytest.mark.parametrize("loss", ["svm", "logistic"])
def test_beyond_a_number_the_other_solver_gives_the_same(
    loss: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors, sides, costs = problem()
    ours = solve(vectors, sides, costs, loss)
    monkeypatch.setattr(machines, "MOST_EXAMPLES", 10)
    theirs = solve(vectors, sides, costs, loss)
    np.testing.assert_allclose(ours.weights, theirs.weights, atol=5e-3)


@pytest.mark.parametrize(("loss", "error"), [("svm", 0.02), ("logistic", 0.05)])
def test_what_is_left_out_is_predicted_without_learning_again(loss: str, error: float) -> None:
    vectors, sides, costs = problem(seed=5)
    gram = vectors.astype(np.float64) @ vectors.T + 1.0
    fast = leave_one_out(gram, solve_gram(gram, sides, costs, loss))
    slow = np.empty(len(sides))
    for place in range(len(sides)):
        kept = np.arange(len(sides)) != place
        part = solve_gram(gram[np.ix_(kept, kept)], sides[kept], costs[kept], loss)
        slow[place] = gram[place, kept] @ part.shares
    assert np.median(np.abs(fast - slow)) < error
    assert np.corrcoef(fast, slow)[0, 1] > 0.99


def test_the_same_examples_on_both_sides_are_no_trouble() -> None:
    vectors = np.tile(np.eye(1, 5, dtype=np.float32), (6, 1))
    made = solve(vectors, np.array([1, 1, 1, -1, -1, -1.0]), np.full(6, 10.0), "svm")
    assert np.abs(made.weights).max() < 1e-6


@pytest.mark.parametrize("loss", ["svm", "logistic"])
def test_steps_that_go_too_far_are_shortened(loss: str) -> None:
    for seed in (0, 9, 17, 21, 30, 83):
        rng = np.random.default_rng(seed)
        vectors = rng.standard_normal((20, 15)) * 10 ** rng.uniform(-2, 2)
        sides = np.where(rng.random(20) < 0.5, 1.0, -1.0)
        costs = 10 ** rng.uniform(-2, 5, 20)
        gram = vectors @ vectors.T + 1.0
        shares = solve_gram(gram, sides, costs, loss).shares
        slopes = machines.LOSSES[loss](gram @ shares, sides, costs)[1]
        # At the least value the share of each example is what the loss falls by there.
        assert np.abs(shares + slopes).max() < 1e-3 * (1 + np.abs(shares).max())
