"""The freehand drawings that come with Kinora: samples to begin with, and a test of readers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from common.stroke_files import read_drawing
from common.strokes import Stroke
from models.body.skeleton import INDEX
from models.sketch.raster import fit_box

FOLDER: Final = Path(__file__).resolve().parents[2] / "resources" / "body" / "drawings"
SAMPLES: Final = ("outline-waving", "ovals-run", "stick-warrior")
"""The drawings that the window offers to begin with."""
TOLD_JOINTS: Final = (
    "head", "neck", "left_shoulder", "right_shoulder", "left_elbow", "right_elbow", "left_wrist",
    "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle",
)  # fmt: skip
"""The joints whose places a drawing means."""
PICTURE: Final = 256  # pixels that errors are told in


@dataclass(frozen=True, slots=True, eq=False)
class Freehand:
    """A drawing with the pose it means.

    Args:
        name: of its file.
        style: "outline", "ovals", "stick" or "by hand".
        pose: what it means: a named pose, or a word.
        strokes: the drawing.
        joints: places of joints that it means, by name, in the units of the strokes.
    """

    name: str
    style: str
    pose: str
    strokes: tuple[Stroke, ...]
    joints: Mapping[str, tuple[float, float]]

    def error_px(self, joints: NDArray[np.floating]) -> float:
        """Return the mean distance of joints from those meant.

        Args:
            joints: (24, 2), pixels of a picture of PICTURE that the body fills as the drawing does.
        """
        scale, dx, dy = fit_box(self.strokes, PICTURE)
        places = np.array([joints[INDEX[name], :2] for name in self.joints], np.float64)
        meant = np.array(list(self.joints.values())) * scale + [dx, dy]
        return float(np.linalg.norm(places - meant, axis=1).mean())


@lru_cache(maxsize=1)
def freehand_drawings() -> tuple[Freehand, ...]:
    """Return all drawings, by name."""
    return tuple(read_freehand(path) for path in sorted(FOLDER.glob("*.json")))


def read_freehand(path: Path) -> Freehand:
    """Return one drawing with its pose."""
    text = path.read_text("utf-8")
    document = json.loads(text)
    joints = {name: (float(x), float(y)) for name, (x, y) in document["joints"].items()}
    strokes = tuple(read_drawing(text))
    return Freehand(path.stem, document["style"], document["pose"], strokes, joints)
