"""Makes clean contours look drawn by hand, and draws in the simpler ways that people draw.

What people do to a stroke, one by one: leave it out, lift the pen, tremble, miss its place, go too
far, draw it twice; and to the whole: wrong proportions, a head, hands and feet as ovals, no face, a
stick figure. Networks learn from such drawings, since those of people with known bodies are few.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from common.strokes import Stroke
from models.body.skeleton import INDEX

Array = NDArray[np.float32]

SIDE: Final = 256.0  # the units of all lengths here: pixels of a picture with this side
_STEP: Final = 3.0
_LONG: Final = 25  # points: nobody forgets so long a line
_OVALS: Final = ("head", "left_hand", "right_hand", "left_foot", "right_foot")
_BONES: Final = (
    ("neck", "pelvis"),
    ("left_shoulder", "left_elbow", "left_wrist", "left_hand"),
    ("right_shoulder", "right_elbow", "right_wrist", "right_hand"),
    ("left_hip", "left_knee", "left_ankle", "left_foot"),
    ("right_hip", "right_knee", "right_ankle", "right_foot"),
    ("left_shoulder", "right_shoulder"),
    ("left_hip", "right_hip"),
)


@dataclass(frozen=True, slots=True)
class Hand:
    """How somebody draws.

    Args:
        strength: 0 for clean, 1 for a quick sketch; above 1.3 limbs get lost.
        missing: share of strokes left out.
        tremble: pixels that lines wander.
        creases: share of the inner lines that are drawn.
        face: whether the face is drawn.
        ovals: parts drawn as ovals.
        warp: pixels that proportions are off.
        stick: a stick figure instead of outlines.
    """

    strength: float = 1.0
    missing: float = 0.1
    tremble: float = 0.8
    creases: float = 0.5
    face: bool = True
    ovals: tuple[str, ...] = ()
    warp: float = 2.0
    stick: bool = False


CLEAN: Final = Hand(0.0, 0.0, 0.0, 1.0, face=True, ovals=(), warp=0.0)


def sample_hand(rng: np.random.Generator, *, strength: float | None = None) -> Hand:
    """Return a way of drawing at random.

    Args:
        rng: where chance comes from.
        strength: see Hand; 0.2 to 1.3 by default.
    """
    if strength is None:
        strength = float(rng.uniform(0.2, 1.3))
    ovals = tuple(name for name in _OVALS if rng.random() < 0.7) if rng.random() < 0.4 else ()
    return Hand(
        strength=strength,
        missing=float(rng.uniform(0, 0.18)) * strength,
        tremble=float(rng.uniform(0.1, 1.6)) * strength,
        creases=float(rng.choice([1.0, 0.7, 0.4, 0.0], p=[0.25, 0.25, 0.25, 0.25])),
        face=bool(rng.random() < 0.5),
        ovals=ovals,
        warp=float(rng.uniform(0, 4)) * strength,
        stick=bool(rng.random() < 0.1),
    )


def sketch(
    strokes: Sequence[Stroke],
    points: "dict[str, Array]",
    joints: Array,
    hand: Hand,
    rng: np.random.Generator,
) -> list[Stroke]:
    """Return a drawing as a hand would make it; units are pixels of a picture of SIDE.

    Args:
        strokes: clean contours with parts as layers.
        points: pixels of the visible surface by part, float32 (N, 2), for ovals.
        joints: pixels of the joints, float32 (24, 2), for stick figures.
        hand: how it is drawn.
        rng: where chance comes from.
    """
    if hand.stick:
        lines = stick_figure(joints, points.get("head"), rng)
    else:
        lines = [one for one in strokes if _is_drawn(one, hand, rng)]
        for name in hand.ovals:
            if name in points and len(points[name]) >= 5:
                lines.append(Stroke(_oval(points[name]), kind="outline", layer=name))
    if hand.strength <= 0:
        return lines
    warp = _Warp(hand, rng)
    drawn: list[Stroke] = []
    for line in lines:
        for piece in _pieces(_resampled(line.points), rng):
            if len(piece) > _LONG or rng.random() >= hand.missing:
                drawn += _by_hand(piece, line, hand, warp, rng)
    return drawn


def stick_figure(
    joints: Array, head: Array | None, rng: np.random.Generator | None = None
) -> list[Stroke]:
    """Return a stick figure: a line for each limb and a round head.

    Args:
        joints: float32 (24, 2).
        head: points of the head, (N, 2), for its size; None for a circle above the neck.
        rng: leaves shoulders and hips out at random; None draws them.
    """
    lines = []
    for place, names in enumerate(_BONES):
        if place < len(_BONES) - 2 or rng is None or rng.random() < 0.5:
            lines.append(joints[[INDEX[name] for name in names]])
    if head is not None and len(head) >= 5:
        lines.append(_oval(head))
    else:
        size = float(np.linalg.norm(joints[INDEX["head"]] - joints[INDEX["neck"]]))
        turn = np.linspace(0, 2 * np.pi, 24)
        circle = np.stack([np.cos(turn), np.sin(turn)], 1) * max(size, 2.0)
        lines.append(joints[INDEX["head"]] + circle)
    return [Stroke(line.astype(np.float32), kind="outline", layer="stick") for line in lines]


def _is_drawn(stroke: Stroke, hand: Hand, rng: np.random.Generator) -> bool:
    if stroke.layer in hand.ovals:
        return False
    if stroke.kind != "crease":
        return True
    if stroke.layer == "head" and not hand.face:
        return False
    return bool(rng.random() < hand.creases)


def _oval(points: Array) -> Array:
    """Return an ellipse around points, closed, (33, 2)."""
    middle = (points.min(0) + points.max(0)) / 2
    centred = points - points.mean(0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    along = (points - middle) @ vectors
    reach = np.maximum((along.max(0) - along.min(0)) / 2, 1.0)
    centre = middle + ((along.max(0) + along.min(0)) / 2) @ vectors.T
    turn = np.linspace(0, 2 * np.pi, 33)
    ring = np.stack([np.cos(turn), np.sin(turn)], 1) * reach
    return np.asarray(ring @ vectors.T + centre, np.float32)


class _Warp:
    """Smooth errors of proportion over the whole drawing, and a slight shear."""

    def __init__(self, hand: Hand, rng: np.random.Generator) -> None:
        self._phase = rng.uniform(0, 2 * np.pi, 4)
        self._rate = rng.uniform(0.6, 1.6, 4) / SIDE * 2 * np.pi
        self._reach = hand.warp
        self._shear = np.eye(2) + rng.normal(0, 0.025 * hand.strength, (2, 2))

    def __call__(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        x, y = points[:, 0], points[:, 1]
        rate, phase = self._rate, self._phase
        dx = np.sin(rate[0] * y + phase[0]) + 0.5 * np.sin(rate[1] * x + phase[1])
        dy = np.sin(rate[2] * x + phase[2]) + 0.5 * np.sin(rate[3] * y + phase[3])
        moved = np.stack([x + self._reach * dx, y + self._reach * dy], 1)
        return np.asarray((moved - SIDE / 2) @ self._shear.T + SIDE / 2)


def _by_hand(
    points: Array, line: Stroke, hand: Hand, warp: _Warp, rng: np.random.Generator
) -> list[Stroke]:
    """Return one piece as a hand draws it, once or twice."""
    count, strength = len(points), hand.strength
    wander = np.stack([_smooth(rng, count), _smooth(rng, count)], 1) * hand.tremble * 0.8
    moved = points + wander + rng.normal(0, 0.9 * strength, 2)
    middle, angle = moved.mean(0), rng.normal(0, 0.03 * strength)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    moved = (moved - middle) @ turn.T * (1 + rng.normal(0, 0.03 * strength)) + middle
    if rng.random() < 0.4:  # too far
        ahead = moved[-1:] + (moved[-1:] - moved[-2:-1]) * rng.uniform(0.3, 2.0)
        moved = np.concatenate([moved, ahead])
    moved = warp(moved)
    twice = 2 if rng.random() < 0.15 * strength else 1
    return [
        Stroke(
            (moved + rng.normal(0, 0.8, 2) * (twice > 1)).astype(np.float32),
            kind=line.kind,
            layer=line.layer,
        )
        for _ in range(twice)
    ]


def _pieces(points: Array, rng: np.random.Generator) -> list[Array]:
    """Return a long line in pieces, as a pen that is lifted makes them."""
    if len(points) <= 14 or rng.random() >= 0.7:
        return [points]
    times = int(rng.integers(1, max(2, len(points) // 18 + 1)))
    cuts = np.sort(rng.integers(4, len(points) - 4, times))
    return [piece for piece in np.split(points, cuts) if len(piece) > 2]


def _resampled(points: Array) -> Array:
    """Return a line with points every few pixels."""
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    along = np.r_[0.0, np.cumsum(steps)]
    count = max(int(along[-1] / _STEP) + 1, 2)
    at = np.linspace(0, along[-1], count)
    return np.stack([np.interp(at, along, points[:, axis]) for axis in range(2)], 1).astype(
        np.float32
    )


def _smooth(rng: np.random.Generator, count: int, reach: int = 4) -> NDArray[np.float64]:
    """Return noise of spread 1 that changes slowly, (count,)."""
    kernel = np.hanning(2 * reach + 1)
    kernel /= np.sqrt((kernel**2).sum())
    return np.convolve(rng.normal(size=count + 2 * reach), kernel, "valid")[:count]
