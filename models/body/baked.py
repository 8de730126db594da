"""The shipped body: read from and written to `resources/body/body.npz`.

Offsets are kept as half floats and weights as six 16-bit shares a vertex, which moves no vertex by
more than a tenth of a millimetre and makes the file a third of the size.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from common.arrays import DAMAGED
from common.errors import ModelError
from models.body.skeleton import COUNT, PARENTS

BODY_FILE: Final = Path(__file__).resolve().parents[2] / "resources" / "body" / "body.npz"
SHAPES: Final = 10
PARTS: Final = (
    "body",
    "head",
    "left_hand",
    "right_hand",
    "left_foot",
    "right_foot",
    "eyes",
    "inside",
)
"""What a triangle belongs to; "inside" are the hollows of mouth and eyes."""

_PER_VERTEX = 6
_FULL = 65_535


@dataclass(frozen=True, slots=True)
class BodyData:
    """Arrays of a body in its rest pose, a T; metres, y up, the pelvis at the origin.

    Args:
        vertices: float32 (V, 3), of the mean shape.
        shape_dirs: float32 (S, V, 3), what one unit of each shape number adds.
        joints: float32 (24, 3), of the mean shape.
        joint_dirs: float32 (S, 24, 3).
        weights: float32 (V, 24), rows sum to 1.
        faces: int32 (F, 3), counter-clockwise from outside.
        parts: uint8 (F,), places in PARTS.
        human: float64 (terms, S), from human terms to shape numbers; see models.body.human. Empty
            for bodies of others.
        pose_dirs: float32 (207, V, 3), what bent joints add (SMPL); None where the body has none.
        regressor: float32 (24, V), joints from the vertices at rest (SMPL); None for joint_dirs.
        name: for display.
    """

    vertices: NDArray[np.float32]
    shape_dirs: NDArray[np.float32]
    joints: NDArray[np.float32]
    joint_dirs: NDArray[np.float32]
    weights: NDArray[np.float32]
    faces: NDArray[np.int32]
    parts: NDArray[np.uint8]
    human: NDArray[np.float64]
    pose_dirs: NDArray[np.float32] | None = None
    regressor: NDArray[np.float32] | None = None
    name: str = "Kinora body"

    @property
    def has_human_terms(self) -> bool:
        """Whether stature, weight and so on can be set."""
        return bool(self.human.size)


def write_body(path: Path, data: BodyData) -> None:
    """Write a body; two runs give the same bytes."""
    order = np.argsort(-data.weights, axis=1, kind="stable")[:, :_PER_VERTEX]
    shares = np.take_along_axis(data.weights, order, 1)
    shares = np.round(shares / shares.sum(1, keepdims=True) * _FULL)
    shares[:, 0] += _FULL - shares.sum(1)
    np.savez_compressed(
        path,
        vertices=data.vertices.astype(np.float32),
        shape_dirs=data.shape_dirs.astype(np.float16),
        joints=data.joints.astype(np.float32),
        joint_dirs=data.joint_dirs.astype(np.float32),
        weight_joints=order.astype(np.uint8),
        weight_shares=shares.astype(np.uint16),
        faces=data.faces.astype(np.uint16),
        parts=data.parts.astype(np.uint8),
        human=data.human.astype(np.float64),
        parents=np.array(PARENTS, np.int8),
    )


@lru_cache(maxsize=2)
def read_body(path: Path = BODY_FILE) -> BodyData:
    """Return the body of a file that write_body wrote; kept in memory.

    Raises:
        ModelError: the file is missing, damaged or of another skeleton.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        weights = np.zeros((len(arrays["vertices"]), COUNT), np.float32)
        rows = np.arange(len(weights))[:, None]
        weights[rows, arrays["weight_joints"]] = arrays["weight_shares"]
        weights /= weights.sum(1, keepdims=True)
        data = BodyData(
            vertices=arrays["vertices"],
            shape_dirs=arrays["shape_dirs"].astype(np.float32),
            joints=arrays["joints"],
            joint_dirs=arrays["joint_dirs"],
            weights=weights,
            faces=arrays["faces"].astype(np.int32),
            parts=arrays["parts"],
            human=arrays["human"],
        )
        same = tuple(arrays["parents"].tolist()) == PARENTS
    except DAMAGED as error:
        raise ModelError(
            f"The body model “{path.name}” cannot be read ({error}).",
            hint="Install Kinora again; the file is part of it.",
        ) from None
    if not same:
        raise ModelError(
            f"The body model “{path.name}” has another skeleton.", hint="Install Kinora again."
        )
    return data
