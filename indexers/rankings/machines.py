"""Linear machines for few examples of many dimensions, solved exactly through their Gram matrix.

A round of feedback has tens of examples of hundreds of dimensions. All that a linear machine with
squared regularisation can learn lies in the span of its examples (representer theorem), so the
problem has as many unknowns as examples; Newton's method solves it in a handful of steps, each a
small linear system. Chapelle, "Training a support vector machine in the primal", Neural Computation
19(5), 2007, sections 3-4. scikit-learn's LIBLINEAR solves the same problem one coordinate at a time
in all dimensions; the tests hold these machines against it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_EXAMPLES = 1200  # a step costs the cube of their number; LIBLINEAR takes over beyond
STEPS = 60
TOLERANCE = 1e-7

Floats = NDArray[np.float64]
Loss = Callable[[Floats, Floats, Floats], tuple[float, Floats, Floats]]


@dataclass(frozen=True, slots=True)
class Machine:
    """A linear machine: margin = vector @ weights + bias.

    Args:
        weights: float64 (D,).
        bias: of the margin.
    """

    weights: Floats
    bias: float


def squared_hinge(outputs: Floats, sides: Floats, costs: Floats) -> tuple[float, Floats, Floats]:
    """Return the loss of a linear SVM, its gradient and curvature by output, float64 (N,) each."""
    lack = np.maximum(0.0, 1.0 - sides * outputs)
    gradient = -2.0 * costs * sides * lack
    return float(costs @ lack**2), gradient, np.where(lack > 0, 2.0 * costs, 0.0)


def log_loss(outputs: Floats, sides: Floats, costs: Floats) -> tuple[float, Floats, Floats]:
    """Return the loss of logistic regression, its gradient and curvature by output."""
    agreement = np.clip(sides * outputs, -500.0, 500.0)
    doubt = 1.0 / (1.0 + np.exp(agreement))
    value = float(costs @ np.logaddexp(0.0, -agreement))
    return value, -costs * sides * doubt, costs * doubt * (1.0 - doubt)


@dataclass(frozen=True, slots=True)
class Solution:
    """Where the least value of the objective is.

    Args:
        shares: of each example in the weights, float64 (N,).
        outputs: margin of each example, float64 (N,).
        slopes: of the loss, by output, float64 (N,).
        bends: curvature of the loss, by output, float64 (N,).
    """

    shares: Floats
    outputs: Floats
    slopes: Floats
    bends: Floats


LOSSES: dict[str, Loss] = {"svm": squared_hinge, "logistic": log_loss}


def solve(vectors: NDArray[np.float32], sides: Floats, costs: Floats, loss: str) -> Machine:
    """Return the machine that minimises |w|² / 2 + b² / 2 + sum of cost times loss.

    The bias is regularised as one more weight, as LIBLINEAR does.

    Args:
        vectors: float32 (N, D).
        sides: 1 or -1, float64 (N,); both occur.
        costs: what an error on each example costs, > 0, float64 (N,).
        loss: "svm" (squared hinge) or "logistic".
    """
    matrix = np.asarray(vectors, np.float64)
    if len(matrix) > MOST_EXAMPLES:
        return _liblinear(matrix, sides, costs, loss)
    shares = solve_gram(matrix @ matrix.T + 1.0, sides, costs, loss).shares
    return Machine(shares @ matrix, float(shares.sum()))


def solve_gram(gram: Floats, sides: Floats, costs: Floats, loss: str) -> Solution:
    """Return the least value of the objective by the shares of the examples in the weights.

    Args:
        gram: inner products of the examples plus one (for the bias), float64 (N, N).
        sides: as for solve().
        costs: as for solve().
        loss: as for solve().
    """
    shares, outputs = np.zeros(len(gram)), np.zeros(len(gram))
    value, slopes, bends = LOSSES[loss](outputs, sides, costs)
    for _ in range(STEPS):
        step = _newton_step(gram, shares, slopes, bends)
        along = gram @ step
        # At the least value shares = -slopes; this is how fast the objective falls along the step.
        fall = float(along @ (shares + slopes))
        if fall > -TOLERANCE * (1.0 + value):
            break
        regular, cross, square = shares @ outputs, along @ shares, step @ along
        now = value + 0.5 * regular
        length = 1.0
        while length > 1e-6:
            tried, slopes_at, bends_at = LOSSES[loss](outputs + length * along, sides, costs)
            reached = tried + 0.5 * (regular + 2 * length * cross + length**2 * square)
            if reached <= now + 1e-4 * length * fall:
                break
            length *= 0.5
        shares, outputs = shares + length * step, outputs + length * along
        value, slopes, bends = tried, slopes_at, bends_at
    return Solution(shares, outputs, slopes, bends)


def leave_one_out(gram: Floats, solved: Solution) -> Floats:
    """Return the margin that each example would get had it not been learned from, float64 (N,).

    In closed form from one inverse, as long as the curvature of the others stays as it is (for an
    SVM: as long as the same examples support it). Cawley and Talbot, "Fast exact leave-one-out
    cross-validation of sparse least-squares support vector machines", Neural Networks 17, 2004.
    """
    margins = solved.outputs.copy()  # without curvature an example has no part in the machine
    bent = np.flatnonzero(solved.bends > 1e-12)
    if len(bent):
        bends = solved.bends[bent]
        inverse = np.linalg.inv(gram[np.ix_(bent, bent)] + np.diag(1.0 / bends))
        wanted = solved.outputs[bent] - solved.slopes[bent] / bends
        margins[bent] = wanted + solved.slopes[bent] / np.diag(inverse)
    return margins


def _newton_step(gram: Floats, shares: Floats, slopes: Floats, bends: Floats) -> Floats:
    """Return the step to the least value of the local parabola, float64 (N,).

    With G the Gram matrix and B the curvatures, the step d solves (I + B G) d = -(shares + slopes);
    only the examples with curvature need a system of their own.
    """
    residual = -(shares + slopes)
    bent = np.flatnonzero(bends > 1e-12)
    step = residual.copy()
    if len(bent):
        straight = np.flatnonzero(bends <= 1e-12)
        side = residual[bent] - bends[bent] * (gram[np.ix_(bent, straight)] @ residual[straight])
        system = bends[bent, None] * gram[np.ix_(bent, bent)]
        system[np.diag_indices_from(system)] += 1.0
        step[bent] = np.linalg.solve(system, side)
    return step


def _liblinear(matrix: Floats, sides: Floats, costs: Floats, loss: str) -> Machine:
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import LinearSVC

    if loss == "svm":
        machine = LinearSVC(C=1.0, dual="auto", random_state=0, max_iter=5000, tol=1e-4)
    else:
        machine = LogisticRegression(C=1.0, solver="liblinear", random_state=0, tol=1e-5)
    machine.fit(matrix, sides, sample_weight=costs)
    return Machine(machine.coef_[0].astype(np.float64), float(machine.intercept_[0]))
