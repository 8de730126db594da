"""Makes most of `resources/body/drawings`: freehand drawings with the pose they mean.

`python -m models.convert.drawings`. A third each are outlines, bodies of ovals, and stick figures
of named poses, drawn otherwise than the drawings that networks learn from; `hand-*.json` beside
them were written down as coordinates by hand and are left alone. Two runs give the same files.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from common.strokes import Stroke, strokes_to_json
from models.body.model import BodyModel, Posed
from models.body.poses import named_poses
from models.body.rotations import from_axis_angle
from models.body.skeleton import INDEX
from models.sketch.degrade import Hand, sketch
from models.sketch.freehand import FOLDER, TOLD_JOINTS
from models.sketch.synthesis import outline

Array = NDArray[np.float64]

_SEED: Final = 60
_OUTLINES: Final = (
    ("waving", 0), ("hands-on-hips", 20), ("walk", -40), ("kick", 15), ("squat", 30),
    ("star-jump", 0), ("archer", -10), ("dance", 25),
)  # fmt: skip
_OVALS: Final = (
    ("t", 0), ("cheering", 10), ("run", 50), ("lunge", -35), ("boxing", 20), ("tree", 0),
    ("salute", -20), ("carry", 40),
)  # fmt: skip
_STICKS: Final = (
    ("standing", 0), ("jump", 0), ("warrior", 0), ("throw", 30), ("sit", 55), ("surrender", 0),
    ("arabesque", -50), ("pointing", 25),
)  # fmt: skip
_BONES: Final = (
    ("hip", "knee", 0.16), ("knee", "ankle", 0.13), ("shoulder", "elbow", 0.15),
    ("elbow", "wrist", 0.13), ("ankle", "foot", 0.35), ("wrist", "hand", 0.45),
)  # fmt: skip


def main() -> None:
    """Write all drawings."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    body = BodyModel()
    plans = [(_OUTLINES, _outline), (_OVALS, _ovals), (_STICKS, _stick)]
    number = 0
    for poses, maker in plans:
        for key, yaw in poses:
            rng = np.random.default_rng([_SEED, number])
            rotations = named_poses()[key].rotations.copy()
            rotations[0] = from_axis_angle(np.array([0, np.radians(yaw), 0])) @ rotations[0]
            posed = body.pose(rotations)
            view = outline(posed).view
            strokes = maker(posed, rng)
            joints = view.pixels(posed.joints)
            told = {name: joints[INDEX[name]].tolist() for name in TOLD_JOINTS}
            style = maker.__name__.removeprefix("_")
            _write(f"{style}-{key}", style, key, yaw, strokes, told)
            number += 1


def _outline(posed: Posed, rng: np.random.Generator) -> list[Stroke]:
    """Draw contours in a slow, sure hand that leaves the face out."""
    lines = outline(posed)
    hand = Hand(0.9, 0.04, 1.4, 0.25, face=False, ovals=("head",), warp=3.0)
    return sketch(lines.strokes, lines.points, lines.joints, hand, rng)


def _ovals(posed: Posed, rng: np.random.Generator) -> list[Stroke]:
    """Draw a jointed doll: an oval a limb, an egg for chest and hips."""
    lines = outline(posed)
    at = {name: lines.joints[place].astype(np.float64) for name, place in INDEX.items()}
    strokes = []
    for side in ("left", "right"):
        for start, end, broad in _BONES:
            a, b = at[f"{side}_{start}"], at[f"{side}_{end}"]
            strokes.append(_oval(a, b, broad * max(float(np.linalg.norm(b - a)), 12.0), rng))
    chest = (at["left_shoulder"] + at["right_shoulder"]) / 2
    hips = (at["left_hip"] + at["right_hip"]) / 2
    wide = float(np.linalg.norm(at["left_shoulder"] - at["right_shoulder"]))
    strokes.append(_oval(chest, hips * 0.6 + chest * 0.4, max(0.45 * wide, 14.0), rng))
    strokes.append(_oval(hips * 0.7 + chest * 0.3, hips * 1.1 - chest * 0.1, 0.32 * wide + 6, rng))
    head = lines.points["head"]
    top, low = head[head[:, 1].argmin()], head[head[:, 1].argmax()]
    strokes.append(_oval(top.astype(float), low.astype(float), 11.0, rng))
    return strokes


def _stick(posed: Posed, rng: np.random.Generator) -> list[Stroke]:
    """Draw one line a limb, a line for the back, a circle for the head; a bit unsure."""
    lines = outline(posed)
    at = {name: lines.joints[place].astype(np.float64) for name, place in INDEX.items()}
    chains = [[at["neck"], at["spine2"], at["pelvis"]]]
    for side in ("left", "right"):
        arm = ("neck", f"{side}_shoulder", f"{side}_elbow", f"{side}_wrist", f"{side}_hand")
        leg = ("pelvis", f"{side}_hip", f"{side}_knee", f"{side}_ankle", f"{side}_foot")
        chains += [[at[name] for name in arm], [at[name] for name in leg]]
    middle = lines.points["head"].mean(0)
    radius = float(np.ptp(lines.points["head"][:, 1])) / 2
    turn = np.linspace(0.3, 2 * np.pi + 0.5, 30)
    ring = middle + radius * np.stack([np.cos(turn), np.sin(turn)], 1)
    return [
        Stroke(_shaky(np.array(chain, np.float64), rng), 2.0) for chain in [*chains, list(ring)]
    ]


def _oval(a: Array, b: Array, broad: float, rng: np.random.Generator) -> Stroke:
    """Return an ellipse from a to b, not quite closed."""
    along = (b - a) / 2 * 1.08
    size = float(np.linalg.norm(along))
    across = np.array([-along[1], along[0]]) / max(size, 1e-6) * broad / 2
    start = rng.uniform(0, 2 * np.pi)
    turn = np.linspace(start, start + 2 * np.pi * rng.uniform(0.95, 1.08), 28)[:, None]
    return Stroke(_shaky((a + b) / 2 + np.cos(turn) * along + np.sin(turn) * across, rng), 2.0)


def _shaky(points: Array, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return points every 6 pixels, moved by a slow tremble."""
    steps = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))]
    at = np.linspace(0, steps[-1], max(int(steps[-1] / 6) + 1, 2))
    line = np.stack([np.interp(at, steps, points[:, axis]) for axis in range(2)], 1)
    wander = np.cumsum(rng.normal(0, 0.5, line.shape), 0)
    return np.asarray(line + wander - wander.mean(0), np.float32)


def _write(
    name: str, style: str, means: str, yaw: int, strokes: Sequence[Stroke], joints: Any
) -> None:
    rounded = [Stroke(np.round(one.points, 1), 2.0) for one in strokes]
    document = {
        "format": "kinora-drawing",
        "version": 1,
        "style": style,
        "pose": means,
        "yaw": yaw,
        "joints": {key: np.round(np.asarray(at, float), 1).tolist() for key, at in joints.items()},
        "strokes": strokes_to_json(rounded),
    }
    text = json.dumps(document, separators=(",", ":"))
    (Path(FOLDER) / f"{name}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
