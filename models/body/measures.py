"""Measures a body as a tailor does: heights, lengths and girths, volume and weight.

Everything is taken on the body at rest, a T, so that a pose changes nothing. Girths are those of a
tape that spans hollows, as ISO 8559-1:2017 takes them: the perimeter of the convex hull of a plane
cut through one part of the body. Where the standard names bones, joints of the skeleton take their
place; `docs/body.md` says which for each.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.body.baked import PARTS, BodyData
from models.body.human import DENSITY
from models.body.model import BodyModel
from models.body.skeleton import INDEX

Array = NDArray[np.float64]

_COARSE: Final = 13  # cuts that look for the widest or narrowest one
_FINE: Final = 7  # cuts between the neighbours of the best of them
_BELOW_M: Final = 0.01  # a cut keeps so far from where limbs part
_TORSO: Final = (
    "pelvis", "spine1", "spine2", "spine3", "neck", "left_collar", "right_collar", "left_hip",
    "right_hip",
)  # fmt: skip
_ARM: Final = ("left_shoulder", "left_elbow", "left_wrist")
_LEG: Final = ("left_hip", "left_knee", "left_ankle")
_BOTH_ARMS: Final = (*_ARM, "right_shoulder", "right_elbow", "right_wrist")


@dataclass(frozen=True, slots=True)
class BodyMeasures:
    """Measures of one person; girths, heights and lengths in centimetres, on the left side.

    Args:
        height: from the soles to the top of the head.
        head: girth, the largest above the ears.
        neck: girth, the smallest across the neck.
        chest: girth, the largest horizontal one below the armpits (bust).
        waist: girth, the smallest horizontal one between hip bones and ribs.
        hip: girth, the largest horizontal one of the seat.
        thigh: girth, the largest horizontal one below the crotch.
        knee: girth at the knee.
        calf: girth, the largest between knee and ankle.
        ankle: girth, the smallest between calf and ankle.
        upper_arm: girth half-way from shoulder to elbow.
        wrist: girth, the smallest at the wrist.
        inseam: from the floor to the crotch.
        arm_length: from the shoulder joint by the elbow to the wrist.
        shoulder_width: between the shoulder joints.
        foot_length: from heel to toes.
        volume_l: litres.
        weight_kg: kilograms, the volume at 985 kg/m3.
        surface_m2: of the skin, square metres.
    """

    height: float
    head: float
    neck: float
    chest: float
    waist: float
    hip: float
    thigh: float
    knee: float
    calf: float
    ankle: float
    upper_arm: float
    wrist: float
    inseam: float
    arm_length: float
    shoulder_width: float
    foot_length: float
    volume_l: float
    weight_kg: float
    surface_m2: float

    def rounded(self) -> dict[str, float]:
        """Return the measures by name: millimetres, tenths of a litre, 100 g, square decimetres."""
        return {
            name: round(value, 2 if name == "surface_m2" else 1)
            for name, value in asdict(self).items()
        }


class Measurer:
    """Measures bodies of one mesh; knows which edges belong to which part of it.

    Args:
        data: the mesh; any body with our skeleton whose rest pose is a T, also a user's own.
    """

    def __init__(self, data: BodyData) -> None:
        faces = np.asarray(data.faces, np.int64)
        pairs = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
        edges = np.unique(np.sort(pairs, 1), axis=0)
        skin = ~np.isin(data.parts, [PARTS.index("eyes"), PARTS.index("inside")])
        self._faces = data.faces
        self._skin = skin
        self._edges = edges
        self._main = data.weights.argmax(1)
        self._torso = self._between(_TORSO)
        self._neck = self._between(("neck", "head", "spine3"))
        self._head = self._between(("head",))
        self._leg = self._between(_LEG)
        self._arm = self._between((*_ARM, "left_collar", "left_hand"))
        self._arms = np.flatnonzero(self._of(_BOTH_ARMS))
        self._foot = np.flatnonzero(self._of(("left_ankle", "left_foot")))

    def measure(self, vertices: NDArray[np.floating], joints: NDArray[np.floating]) -> BodyMeasures:
        """Return the measures of a body at rest.

        Args:
            vertices: (V, 3), metres, y up, in the rest pose.
            joints: (24, 3), metres.
        """
        points = np.asarray(vertices, np.float64)
        at = {name: np.asarray(joints[place], np.float64) for name, place in INDEX.items()}
        floor, top = float(points[:, 1].min()), float(points[:, 1].max())
        crotch = self._crotch(points, at)
        litres, surface = self._sizes(points)
        foot = points[self._foot]
        return BodyMeasures(
            height=100 * (top - floor),
            **self._trunk(points, at, crotch, top),
            **self._limbs(points, at, crotch),
            inseam=100 * (crotch - floor),
            arm_length=100 * _way(at, "left_shoulder", "left_elbow", "left_wrist"),
            shoulder_width=100 * _way(at, "left_shoulder", "right_shoulder"),
            foot_length=100 * float(np.ptp(foot[:, 2])),
            volume_l=litres,
            weight_kg=litres * DENSITY / 1000,
            surface_m2=surface,
        )

    def _sizes(self, points: Array) -> tuple[float, float]:
        """Return the volume, litres, and the surface of the skin, square metres."""
        a, b, c = (points[self._faces[:, corner]] for corner in range(3))
        (x, y, z), (u, v, w) = (b - a).T, (c - a).T
        normals = np.stack([y * w - z * v, z * u - x * w, x * v - y * u], 1)
        areas = np.sqrt(np.einsum("fa,fa->f", normals, normals)) / 2
        volume = abs(float(np.einsum("fa,fa->", a, normals))) / 6
        return 1000 * volume, float(areas[self._skin].sum())

    def _trunk(
        self, points: Array, at: dict[str, Array], crotch: float, top: float
    ) -> dict[str, float]:
        """Return the girths of head, neck and torso."""
        up = np.array([0.0, 1.0, 0.0])
        armpit = float(points[self._arms, 1].min()) - 1e-4
        waist, chest, head = (at[name][1] for name in ("spine1", "spine3", "head"))
        along = at["head"] - at["neck"]
        length = float(np.linalg.norm(along))
        along = along / length
        base = float(at["neck"] @ along)
        find = self._extreme
        return {
            "head": find(points, self._head, up, (head + 0.25 * (top - head), top - 0.03), 1),
            "neck": find(points, self._neck, along, (base, base + 0.7 * length), -1),
            "chest": find(points, self._torso, up, (chest, max(armpit, chest + 0.01)), 1),
            "waist": find(points, self._torso, up, (waist, chest + 0.02), -1),
            "hip": find(points, self._torso, up, (crotch + _BELOW_M, waist), 1),
        }

    def _limbs(self, points: Array, at: dict[str, Array], crotch: float) -> dict[str, float]:
        """Return the girths of the left arm and leg."""
        up, out = np.array([0.0, 1.0, 0.0]), np.array([1.0, 0.0, 0.0])
        knee, ankle = at["left_knee"][1], at["left_ankle"][1]
        shin = knee - ankle
        shoulder, elbow, wrist = (at[f"left_{one}"][0] for one in ("shoulder", "elbow", "wrist"))
        find = self._extreme
        thigh = (knee + 0.6 * (crotch - knee), crotch - _BELOW_M)
        middle = (shoulder + elbow) / 2
        return {
            "thigh": find(points, self._leg, up, thigh, 1),
            "knee": self._girth(points, self._leg, up, knee),
            "calf": find(points, self._leg, up, (ankle + 0.4 * shin, knee - 0.1 * shin), 1),
            "ankle": find(points, self._leg, up, (ankle + 0.05 * shin, ankle + 0.4 * shin), -1),
            "upper_arm": self._girth(points, self._arm, out, middle),
            "wrist": find(points, self._arm, out, (wrist - 0.25 * (wrist - elbow), wrist), -1),
        }

    def _crotch(self, points: Array, at: dict[str, Array]) -> float:
        """Return the height of the lowest point between the legs."""
        out = np.array([1.0, 0.0, 0.0])
        cut = _Cuts(points, self._torso, out, (1e-6, 1e-6)).cut(1e-6)
        return float((cut @ _across(out)).T[1].min()) if len(cut) else at["left_hip"][1] - 0.1

    def _extreme(
        self, points: Array, edges: NDArray[np.int64], normal: Array,
        span: tuple[float, float], sign: int,
    ) -> float:  # fmt: skip
        """Return the largest (sign 1) or smallest (-1) girth of cuts within a span, cm."""
        cuts = _Cuts(points, edges, normal, span)
        levels = np.linspace(*span, _COARSE)
        girths = cuts.girths(levels)
        best = int(np.argmax(sign * girths))
        low, high = levels[max(best - 1, 0)], levels[min(best + 1, _COARSE - 1)]
        fine = cuts.girths(np.linspace(low, high, _FINE)[1:-1])
        return float(sign * max((sign * girths).max(), (sign * fine).max()))

    def _girth(self, points: Array, edges: NDArray[np.int64], normal: Array, level: float) -> float:
        cuts = _Cuts(points, edges, normal, (level, level))
        return float(cuts.girths(np.array([level]))[0])

    def _between(self, names: Sequence[str]) -> NDArray[np.int64]:
        """Return the edges between vertices that belong to some joints, (E, 2)."""
        return np.asfortranarray(self._edges[self._of(names)[self._edges].all(1)])

    def _of(self, names: Sequence[str]) -> NDArray[np.bool_]:
        return np.isin(self._main, [INDEX[name] for name in names])


def measure_body(body: BodyModel, shape: NDArray[np.floating] | None = None) -> BodyMeasures:
    """Return the measures of a shape; for many bodies of one mesh keep a Measurer.

    Raises:
        ValueError: the shape does not fit the body.
    """
    return Measurer(body.data).measure(*body.rest(shape))


def _way(at: dict[str, Array], *names: str) -> float:
    """Return the length of the way over some joints."""
    return float(sum(np.linalg.norm(at[end] - at[start]) for start, end in pairwise(names)))


def _across(normal: Array) -> Array:
    """Return two directions, (2, 3), that span the plane across a unit vector."""
    first = np.cross(normal, np.eye(3)[int(np.argmin(np.abs(normal)))])
    first /= np.linalg.norm(first)
    return np.stack([first, np.cross(normal, first)])


class _Cuts:
    """Cuts across one direction, of the edges that reach into a span of it."""

    def __init__(
        self, points: Array, edges: NDArray[np.int64], normal: Array, span: tuple[float, float]
    ) -> None:
        far = points @ normal
        first, second = far[edges[:, 0]], far[edges[:, 1]]
        outside = ((first < span[0]) & (second < span[0])) | (
            (first > span[1]) & (second > span[1])
        )
        near = np.flatnonzero(~outside)
        sides = _across(normal).T
        self._first, self._second = (points[edges[near, end]] @ sides for end in (0, 1))
        self._low, self._high = first[near], second[near]

    def girths(self, levels: Array) -> Array:
        """Return the girth at each level, cm."""
        return np.array([100 * _tape(self.cut(level)) for level in levels])

    def cut(self, level: float) -> Array:
        """Return where the edges cross a plane, (N, 2) in the plane."""
        low, high = self._low, self._high
        at = np.flatnonzero((low > level) != (high > level))
        share = (level - low[at]) / (high[at] - low[at])
        return np.asarray(self._first[at] + share[:, None] * (self._second[at] - self._first[at]))


def _tape(flat: Array) -> float:
    """Return the perimeter of the convex hull of points (N, 2)."""
    import cv2

    if len(flat) < 3:
        return 0.0
    return float(cv2.arcLength(cv2.convexHull(flat.astype(np.float32)), closed=True))
