"""Key points of a posed body as pose networks name them, from its joints and its surface."""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.body.baked import PARTS, BodyData, read_body
from models.body.model import Posed
from models.body.skeleton import INDEX

BODY_25: Final = (
    "nose", "neck", "right_shoulder", "right_elbow", "right_wrist", "left_shoulder", "left_elbow",
    "left_wrist", "mid_hip", "right_hip", "right_knee", "right_ankle", "left_hip", "left_knee",
    "left_ankle", "right_eye", "left_eye", "right_ear", "left_ear", "left_big_toe",
    "left_small_toe", "left_heel", "right_big_toe", "right_small_toe", "right_heel",
)  # fmt: skip
"""The points of OpenPose's BODY_25 (Cao et al., TPAMI 2021), in its order."""

COCO_17: Final = (
    "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder",
    "left_elbow", "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee",
    "right_knee", "left_ankle", "right_ankle",
)  # fmt: skip
"""The points of the COCO data set, in its order; what most pose networks give."""


def key_points(posed: Posed, names: tuple[str, ...]) -> NDArray[np.float32]:
    """Return points of a body, float32 (N, 3), metres.

    Those of face and feet lie on the shipped mesh; they are NaN for a body of another one.

    Args:
        posed: the body.
        names: of BODY_25 or COCO_17.
    """
    surface = _surface()
    has_surface = len(posed.vertices) == len(read_body().vertices)
    points = np.full((len(names), 3), np.nan, np.float32)
    for row, name in enumerate(names):
        if name in surface and not has_surface:
            continue
        if name in surface:
            points[row] = posed.vertices[surface[name]].mean(0)
        elif name == "mid_hip":
            points[row] = posed.joints[[INDEX["left_hip"], INDEX["right_hip"]]].mean(0)
        else:
            points[row] = posed.joints[INDEX[name]]
    return points


@lru_cache(maxsize=1)
def _surface() -> dict[str, NDArray[np.int64]]:
    """Return the vertices that make the points no joint stands for, by name."""
    data = read_body()
    head = _vertices(data, "head")
    places = data.vertices
    eyes = _vertices(data, "eyes")
    level = places[eyes, 1].mean()
    ears = head[np.abs(places[head, 1] - level) < 0.03]
    found = {
        "nose": head[np.argsort(-places[head, 2])[:8]],
        "left_eye": eyes[places[eyes, 0] > 0],
        "right_eye": eyes[places[eyes, 0] < 0],
        "left_ear": ears[np.argsort(-places[ears, 0])[:12]],
        "right_ear": ears[np.argsort(places[ears, 0])[:12]],
    }
    for side, sign in (("left", 1.0), ("right", -1.0)):
        foot = _vertices(data, f"{side}_foot")
        x, y, z = places[foot].T
        low = y < y.min() + 0.05
        found[f"{side}_heel"] = foot[low][np.argsort(z[low])[:8]]
        inner, outer = np.argsort(sign * x[low]), np.argsort(-sign * x[low])
        front = z[low] > np.quantile(z[low], 0.7)
        found[f"{side}_big_toe"] = foot[low][[i for i in inner if front[i]][:12]]
        found[f"{side}_small_toe"] = foot[low][[i for i in outer if front[i]][:12]]
    return found


def _vertices(data: BodyData, part: str) -> NDArray[np.int64]:
    return np.unique(data.faces[data.parts == PARTS.index(part)]).astype(np.int64)
