"""How sure a margin is: calibration by the marks themselves, as far as they suffice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexers.rankings.calibration import logistic
from indexers.rankings.machines import Solution, leave_one_out

FIXED_SLOPE = 2.0  # 0.88 at the edge of the margin
PLATT_FROM = 15  # marks on each side
ISOTONIC_FROM = 100

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Turns margins into shares of relevant items, 0-1, rising.

    Args:
        method: "fixed" (too few marks: a slope fitted to them would follow chance), "platt" (Platt,
            "Probabilistic outputs for support vector machines", 1999) or "isotonic" (Zadrozny and
            Elkan, KDD 2002).
        slope: of the logistic curve, > 0.
        offset: the margin at which it is as likely as not.
        knots: isotonic only: margins, ascending, and the share at each.
    """

    method: str = "fixed"
    slope: float = FIXED_SLOPE
    offset: float = 0.0
    knots: tuple[tuple[float, float], ...] = field(default=())

    def __call__(self, margins: NDArray[np.floating[Any]]) -> Floats:
        """Return the share of each margin, float64, same shape."""
        values = np.asarray(margins, np.float64)
        if self.method == "isotonic":
            at, share = np.array(self.knots).T
            # A little of the curve keeps the order inside flat stretches.
            smooth = logistic(values, self.offset, 1.0 / self.slope)
            stepped: Floats = 0.98 * np.interp(values, at, share) + 0.02 * smooth
            return stepped
        return logistic(values, self.offset, 1.0 / self.slope)

    def as_dict(self) -> dict[str, Any]:
        """Return it in JSON types."""
        knots = [list(knot) for knot in self.knots]
        return {"method": self.method, "slope": self.slope, "offset": self.offset, "knots": knots}

    @classmethod
    def of_dict(cls, stored: Mapping[str, Any]) -> "Calibration":
        """Return what as_dict() gave.

        Raises:
            ValueError: it is none.
        """
        try:
            knots = tuple((float(at), float(share)) for at, share in stored.get("knots", ()))
            made = cls(
                str(stored["method"]), float(stored["slope"]), float(stored["offset"]), knots
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"no calibration: {stored!r}") from error
        is_known = made.method in {"fixed", "platt"} or (made.method == "isotonic" and len(knots))
        if not is_known or not made.slope > 0:
            raise ValueError(f"no calibration: {stored!r}")
        return made


FIXED = Calibration()


def calibrate(
    gram: Floats, solved: Solution, sides: Floats, *, is_marked: NDArray[np.bool_]
) -> Calibration:
    """Return the calibration of a machine, by the margins it would give to marks it had not seen.

    From 15 marks on each side a logistic curve is fitted to the leave-one-out margins, from 100 a
    monotone one; below, or where the marks contradict each other so that the curve would fall, the
    slope is fixed.

    Args:
        gram: as for solve_gram(), float64 (N, N).
        solved: the machine.
        sides: 1 or -1, float64 (N,).
        is_marked: examples that the user marked, bool (N,); others are learned from, not asked.
    """
    marked = sides[is_marked]
    least = min(int((marked > 0).sum()), int((marked < 0).sum()))
    if least < PLATT_FROM:
        return FIXED
    margins = leave_one_out(gram, solved)[is_marked]
    curve = platt(margins, marked)
    if curve.method == "platt" and least >= ISOTONIC_FROM:
        return isotonic(margins, marked, curve)
    return curve


def platt(margins: Floats, sides: Floats) -> Calibration:
    """Return the logistic curve of greatest likelihood; the fixed one if it does not rise.

    Targets are drawn towards one half as Platt has it, so that separable marks give no step; the
    Newton steps follow Lin, Lin and Weng, "A note on Platt's probabilistic outputs", 2007.

    Args:
        margins: float64 (N,).
        sides: 1 or -1, float64 (N,); both occur.
    """
    more, less = int((sides > 0).sum()), int((sides < 0).sum())
    target = np.where(sides > 0, (more + 1.0) / (more + 2.0), 1.0 / (less + 2.0))
    design = np.column_stack([margins, np.ones(len(margins))])
    values = np.array([0.0, np.log((more + 1.0) / (less + 1.0))])

    def cost(at: Floats) -> float:
        logit = design @ at
        return float((np.logaddexp(0.0, logit) - target * logit).sum())

    now = cost(values)
    for _ in range(100):
        share = 1.0 / (1.0 + np.exp(-np.clip(design @ values, -500, 500)))
        gradient = design.T @ (share - target)
        if np.abs(gradient).max() < 1e-6:
            break
        hessian = (design * (share * (1.0 - share))[:, None]).T @ design + 1e-10 * np.eye(2)
        step = np.linalg.solve(hessian, -gradient)
        length = 1.0
        while length > 1e-8 and cost(values + length * step) > now + 1e-4 * length * (
            gradient @ step
        ):
            length *= 0.5
        values = values + length * step
        now = cost(values)
    slope = float(values[0])
    if slope < 1e-3:
        return FIXED
    return Calibration("platt", slope, float(-values[1] / slope))


def isotonic(margins: Floats, sides: Floats, curve: Calibration) -> Calibration:
    """Return the monotone curve of least squares; curve decides inside its flat stretches."""
    from sklearn.isotonic import IsotonicRegression

    fitted = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip")
    fitted.fit(margins, (sides > 0).astype(np.float64))
    knots = tuple(zip(fitted.X_thresholds_.tolist(), fitted.y_thresholds_.tolist(), strict=True))
    return Calibration("isotonic", curve.slope, curve.offset, knots)
