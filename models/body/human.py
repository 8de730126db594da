"""Shape in human terms: stature in centimetres, weight, muscle, age, gender, proportions.

Each term is 0-1 as in MakeHuman: gender 0 male, 1 female; age 0.5 young to 1 old; muscle, weight
and proportions from little to much; height from small to tall. Shape numbers are a polynomial of
the terms, fitted when the body was baked; stature is measured on the body itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement
from typing import Final

import numpy as np
from numpy.typing import NDArray

from common.errors import QueryError
from models.body.model import BodyModel

Array = NDArray[np.float64]

NAMES: Final = ("gender", "age", "muscle", "weight", "height", "proportions")
AGES: Final = (0.5, 1.0)
DENSITY: Final = 985.0
"""Of a person with half-full lungs, kg/m3: the mean of adults (Krzywicki and Chinn 1967)."""
_ANCHORS: Final = {"age": 2.0 / 3.0, "muscle": 0.5, "weight": 0.5}
_PLACES: Final = np.array(
    list(combinations_with_replacement(range(1 + len(NAMES) + len(_ANCHORS)), 3))
)


@dataclass(frozen=True, slots=True)
class Human:
    """A person in human terms.

    Args:
        gender: 0 male to 1 female.
        age: 0.5 young adult to 1 old.
        muscle: 0-1.
        weight: 0 thin to 1 heavy.
        proportions: 0-1, 1 is the classical ideal.
        stature_cm: standing height, centimetres; what a body cannot reach is brought to the nearest
            height it can.
    """

    gender: float = 0.5
    age: float = 0.7
    muscle: float = 0.5
    weight: float = 0.5
    proportions: float = 0.5
    stature_cm: float = 172.0

    def __post_init__(self) -> None:
        """Check the ranges.

        Raises:
            QueryError: a term lies outside its range.
        """
        for name in (*NAMES[:4], NAMES[5]):
            low, high = AGES if name == "age" else (0.0, 1.0)
            value = getattr(self, name)
            if not low <= value <= high:
                raise QueryError(
                    f"“{name}” is {value:g}.", hint=f"Give a number from {low:g} to {high:g}."
                )
        if not 80.0 <= self.stature_cm <= 280.0:
            raise QueryError(
                f"A stature of {self.stature_cm:g} cm is no adult's.",
                hint="Give a stature from 80 to 280 cm.",
            )


def terms(values: Mapping[str, NDArray[np.floating]]) -> Array:
    """Return all products of up to three terms, float64 (N, 220), of terms (N,) by name.

    MakeHuman blends its targets by products of the terms, each linear between its anchors; where an
    anchor lies inside the range, what lies beyond it counts as a term too.
    """
    columns = [np.ones_like(np.asarray(values["gender"], np.float64))]
    columns += [np.asarray(values[name], np.float64) - 0.5 for name in NAMES]
    columns += [
        np.maximum(np.asarray(values[name], np.float64) - anchor, 0.0)
        for name, anchor in _ANCHORS.items()
    ]
    stacked = np.stack(columns, -1)
    return np.asarray(stacked[..., _PLACES].prod(-1))


def shape_of(body: BodyModel, human: Human, beside: NDArray[np.floating] | float = 0.0) -> Array:
    """Return the shape numbers, float64 (S,), of a person.

    Args:
        body: with human terms.
        human: the person.
        beside: (S,), numbers that are added: what a shape has that no term tells. The stature is
            that of the sum.

    Raises:
        QueryError: the body of a file knows no human terms.
    """
    from scipy.optimize import brentq

    if not body.data.has_human_terms:
        raise QueryError(
            f"“{body.data.name}” has shape numbers only.",
            hint="Set them, or take Kinora's own body.",
        )
    wanted = human.stature_cm / 100.0

    def missing(height: float) -> float:
        return body.stature(_numbers(body, human, height) + beside) - wanted

    if missing(0.0) >= 0.0:
        height = 0.0
    else:
        height = 1.0 if missing(1.0) <= 0.0 else brentq(missing, 0.0, 1.0, xtol=1e-5)
    return _numbers(body, human, height) + beside


def human_of(body: BodyModel, shape: NDArray[np.floating]) -> Human:
    """Return the person whose shape numbers are nearest to some; for sliders.

    Args:
        body: with human terms.
        shape: (S,).
    """
    from scipy.optimize import least_squares

    wanted = np.asarray(shape, np.float64)

    def residual(point: Array) -> Array:
        given = {name: np.array([value]) for name, value in zip(NAMES, point, strict=True)}
        return np.asarray((terms(given) @ body.data.human)[0] - wanted)

    start = np.array([0.5, 0.72, 0.5, 0.5, 0.5, 0.5])
    low = np.array([0.0, AGES[0], 0.0, 0.0, 0.0, 0.0])
    found = least_squares(residual, start, bounds=(low, np.ones(len(NAMES)))).x
    values = dict(zip(NAMES, found.tolist(), strict=True))
    del values["height"]
    stature = min(max(body.stature(wanted) * 100.0, 80.0), 280.0)
    return replace(Human(**values), stature_cm=round(stature, 1))


def weight_kg(vertices: NDArray[np.floating], faces: NDArray[np.integer]) -> float:
    """Return what a body of these vertices (V, 3), metres, weighs: its volume times DENSITY."""
    a, b, c = (np.asarray(vertices, np.float64)[faces[:, corner]] for corner in range(3))
    return float(abs(np.einsum("ij,ij->i", a, np.cross(b, c)).sum()) / 6.0 * DENSITY)


def _numbers(body: BodyModel, human: Human, height: float) -> Array:
    values = {name: np.array([getattr(human, name, height)]) for name in NAMES}
    return np.asarray((terms(values) @ body.data.human)[0])
