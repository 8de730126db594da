"""How far a predicted body is from the true one; millimetres, both pelvises at the origin.

* RE: mean distance of vertices; MPJPE: mean distance of the 24 joints.
* PA-MPJPE: the same after the best rotation, translation and scale (Kabsch 1976; Umeyama 1991).
"""

from dataclasses import asdict, dataclass, fields

import numpy as np
import torch
from torch import Tensor


@dataclass(frozen=True, slots=True)
class BodyErrors:
    """Errors of many bodies, each float64 (N,), millimetres.

    Args:
        re: mean over vertices.
        mpjpe: mean over joints.
        pa_mpjpe: mean over joints after alignment.
        plane: mean over joints, in the plane of the picture.
        depth: mean over joints, towards the viewer.
        joints: float64 (N, 24), of each joint.
        skeleton: mean over the joints that were regressed before the rotations; NaN without.
    """

    re: np.ndarray
    mpjpe: np.ndarray
    pa_mpjpe: np.ndarray
    plane: np.ndarray
    depth: np.ndarray
    joints: np.ndarray
    skeleton: np.ndarray

    def means(self) -> dict[str, float]:
        """Return the mean of each error but those by joint."""
        return {name: float(v.mean()) for name, v in asdict(self).items() if name != "joints"}

    @classmethod
    def joined(cls, parts: "list[BodyErrors]") -> "BodyErrors":
        """Return the errors of several batches as one."""
        return cls(
            *(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(cls))
        )


def body_errors(
    found: tuple[Tensor, Tensor], wanted: tuple[Tensor, Tensor], skeleton: Tensor | None = None
) -> BodyErrors:
    """Measure bodies.

    Args:
        found: vertices (N, V, 3) and joints (N, 24, 3), metres.
        wanted: the same of the true bodies.
        skeleton: regressed joints (N, 24, 3), or None.
    """
    vertices, joints = (one - found[1][:, :1] for one in found)
    true_vertices, true_joints = (one - wanted[1][:, :1] for one in wanted)
    apart = joints - true_joints
    each = apart.norm(dim=-1)
    aligned = (_aligned(joints, true_joints) - true_joints).norm(dim=-1)
    told = torch.full_like(each[:, 0], float("nan"))
    if skeleton is not None:
        told = (skeleton - skeleton[:, :1] - true_joints).norm(dim=-1).mean(1)
    columns = (
        (vertices - true_vertices).norm(dim=-1).mean(1),
        each.mean(1),
        aligned.mean(1),
        apart[..., :2].norm(dim=-1).mean(1),
        apart[..., 2].abs().mean(1),
        each,
        told,
    )
    return BodyErrors(*(column.double().cpu().numpy() * 1e3 for column in columns))


def _aligned(points: Tensor, onto: Tensor) -> Tensor:
    """Return points (N, P, 3) after the similarity that brings them nearest to others."""
    here, there = points.mean(1, keepdim=True), onto.mean(1, keepdim=True)
    a, b = points - here, onto - there
    u, s, vt = torch.linalg.svd(a.transpose(1, 2) @ b)
    signs = torch.ones_like(s)
    signs[:, 2] = torch.det(u @ vt).sign()
    turned = u @ torch.diag_embed(signs) @ vt
    scale = (s * signs).sum(1) / (a**2).sum((1, 2)).clamp_min(1e-12)
    return torch.as_tensor(scale[:, None, None] * (a @ turned) + there)
