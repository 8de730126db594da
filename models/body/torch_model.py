"""The body in torch: many at once, with gradients, for training."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from models.body.baked import BodyData, read_body
from models.body.skeleton import COUNT, LEVELS, PARENTS


class TorchBody(nn.Module):
    """Poses batches of bodies; the forward kinematics goes level by level of the tree.

    Args:
        data: the arrays; the shipped body by default.
        vertices: only these vertices, places in the mesh; None for all.
    """

    template: Tensor
    shape_dirs: Tensor
    joints: Tensor
    joint_dirs: Tensor
    weights: Tensor

    def __init__(self, data: BodyData | None = None, vertices: Sequence[int] | None = None) -> None:
        super().__init__()
        data = data or read_body()
        rows = slice(None) if vertices is None else np.asarray(vertices)
        self.shapes = len(data.shape_dirs)
        dirs = data.shape_dirs[:, rows].reshape(self.shapes, -1)
        for name, array in (
            ("template", data.vertices[rows]),
            ("shape_dirs", dirs),
            ("joints", data.joints),
            ("joint_dirs", data.joint_dirs.reshape(self.shapes, -1)),
            ("weights", data.weights[rows]),
        ):
            self.register_buffer(name, torch.tensor(np.ascontiguousarray(array)))
        if data.pose_dirs is not None:
            raise ValueError("training poses Kinora's own body, which has no pose corrections")

    def rest(self, shape: Tensor) -> tuple[Tensor, Tensor]:
        """Return vertices (B, V, 3) and joints (B, 24, 3), metres, of shapes (B, S) at rest."""
        batch = len(shape)
        vertices = self.template + (shape @ self.shape_dirs).view(batch, -1, 3)
        return vertices, self.joints + (shape @ self.joint_dirs).view(batch, COUNT, 3)

    def forward(self, shape: Tensor, rotations: Tensor) -> tuple[Tensor, Tensor]:
        """Return vertices (B, V, 3) and joints (B, 24, 3), metres.

        Args:
            shape: (B, S).
            rotations: (B, 24, 3, 3), relative to the parents, orthonormal.
        """
        vertices, joints = self.rest(shape)
        turns, places = kinematics(rotations, joints)
        moved = places - (turns @ joints.unsqueeze(-1)).squeeze(-1)
        affine = torch.cat([turns.flatten(2), moved], -1)  # B, 24, 12
        blend = torch.matmul(self.weights, affine)  # B, V, 12
        x, y, z = vertices[..., 0:1], vertices[..., 1:2], vertices[..., 2:3]
        skin = blend[..., 0:9:3] * x + blend[..., 1:9:3] * y + blend[..., 2:9:3] * z
        return skin + blend[..., 9:], places


def kinematics(rotations: Tensor, joints: Tensor) -> tuple[Tensor, Tensor]:
    """Return rotations against the world, (B, 24, 3, 3), and places of joints, (B, 24, 3).

    Nine products of growing batches instead of twenty-four: what a GPU waits for is their number.

    Args:
        rotations: (B, 24, 3, 3), relative to the parents.
        joints: (B, 24, 3), at rest.
    """
    order = [joint for level in LEVELS for joint in level]
    at = {joint: place for place, joint in enumerate(order)}
    turns, places = rotations[:, :1], joints[:, :1]
    for level in LEVELS[1:]:
        parents = [PARENTS[joint] for joint in level]
        above = [at[parent] for parent in parents]
        bones = (joints[:, list(level)] - joints[:, parents]).unsqueeze(-1)
        turned = turns[:, above]
        places = torch.cat([places, places[:, above] + (turned @ bones).squeeze(-1)], 1)
        turns = torch.cat([turns, turned @ rotations[:, list(level)]], 1)
    back = [at[joint] for joint in range(COUNT)]
    return turns[:, back], places[:, back]
