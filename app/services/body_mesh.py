"""Meshes of bodies: measures, fewer triangles, one solid for printing.

Measuring happens here. Thinning out and joining take seconds and run in a process of their own
(`models.body.mesh_worker`), so that the window stays quick and a fault there harms nothing.
"""

import importlib.util
import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from common.arrays import DAMAGED
from common.errors import ExportError, QueryError
from common.jobs import JobContext
from common.workers import run_worker
from models.body.baked import BodyData
from models.body.decimate import LEAST
from models.body.measures import BodyMeasures, Measurer, measure_body
from models.body.mesh_worker import ABSENT
from models.body.model import BodyModel
from models.body.solid import Mesh, Solids

__all__ = [
    "LEAST", "BodyMeasures", "Measurer", "Mesh", "Solids", "can_repair", "decimate", "measure",
    "reduced", "repair",
]  # fmt: skip

logger = logging.getLogger(__name__)

TIMEOUT_S: Final = 180.0
_WORKER: Final = "models.body.mesh_worker"
_NEAR: Final = 4  # vertices whose skinning a new vertex takes
_LESS: Final = "Close other programs if memory is short, or choose more faces."


def can_repair() -> bool:
    """Whether the extra `mesh` is installed, which repair() needs."""
    return importlib.util.find_spec("manifold3d") is not None


def measure(body: BodyModel, shape: NDArray[np.floating] | None = None) -> BodyMeasures:
    """Return the measures of a shape, taken at rest; some 10 ms. Needs no extra.

    Raises:
        ValueError: the shape does not fit the body.
    """
    return measure_body(body, shape)


def decimate(
    vertices: NDArray[np.floating],
    faces: NDArray[np.integer],
    target: int,
    context: JobContext | None = None,
    *,
    timeout_s: float = TIMEOUT_S,
) -> Mesh:
    """Return a mesh of at most so many triangles; a closed one stays closed. Needs no extra.

    Args:
        vertices: (V, 3).
        faces: (F, 3).
        target: number of triangles, at least LEAST; a mesh that has fewer stays as it is.
        context: reports and cancels; the process is ended then.
        timeout_s: seconds that it may take.

    Raises:
        QueryError: target is too small.
        ExportError: the process failed or took too long.
        JobCancelled: the user cancelled.
    """
    _check(target)
    mesh = Mesh(np.asarray(vertices, np.float32), np.asarray(faces, np.int32))
    if target >= len(mesh.faces):
        return mesh
    return _run([mesh], target, context or JobContext(), timeout_s, join=False)


def repair(
    parts: Sequence[Mesh],
    context: JobContext | None = None,
    *,
    faces: int = 0,
    timeout_s: float = TIMEOUT_S,
) -> Mesh:
    """Return the union of closed parts as one watertight solid without cavities, for printing.

    Args:
        parts: closed meshes that may reach into each other: `Solids(body.data).parts(vertices)`.
        context: reports and cancels; the process is ended then.
        faces: triangles at most; 0 for all.
        timeout_s: seconds that it may take.

    Raises:
        QueryError: faces is too small.
        ExportError: the extra `mesh` is not installed, or the process failed or took too long.
        JobCancelled: the user cancelled.
    """
    if faces:
        _check(faces)
    if not can_repair():
        raise _absent()
    return _run(list(parts), faces, context or JobContext(), timeout_s, join=True)


def reduced(body: BodyModel, shape: NDArray[np.floating], mesh: Mesh) -> BodyModel:
    """Return a body whose skin is another mesh; it is posed and rigged as the whole one.

    Args:
        body: the whole one.
        shape: (S,); the other body has no other shape.
        mesh: of that shape at rest.
    """
    from scipy.spatial import cKDTree

    data = body.data
    vertices, joints = body.rest(shape)
    far, near = cKDTree(vertices).query(mesh.vertices, _NEAR)
    shares = 1.0 / np.maximum(far, 1e-6)
    weights = np.einsum("vk,vkj->vj", shares, data.weights[near])
    weights /= weights.sum(1, keepdims=True)
    count, shapes = len(mesh.vertices), len(data.shape_dirs)
    made = BodyData(
        vertices=mesh.vertices,
        shape_dirs=np.zeros((shapes, count, 3), np.float32),
        joints=np.asarray(joints, np.float32),
        joint_dirs=np.zeros((shapes, *np.shape(joints)), np.float32),
        weights=weights.astype(np.float32),
        faces=mesh.faces,
        parts=np.zeros(len(mesh.faces), np.uint8),
        human=np.empty((0, shapes)),
        name=data.name,
    )
    return BodyModel(made)


def _check(target: int) -> None:
    if target < LEAST:
        raise QueryError(
            f"{target} faces are too few for a body.", hint=f"Ask for {LEAST} or more."
        )


def _absent() -> ExportError:
    return ExportError(
        "Meshes cannot be made watertight here: the library that joins solids is missing.",
        hint="In Kinora's folder: pip install “.[mesh]”. Or leave watertight out.",
    )


def _run(
    parts: list[Mesh], target: int, context: JobContext, timeout_s: float, *, join: bool
) -> Mesh:
    """Run the worker on some parts."""
    with tempfile.TemporaryDirectory(prefix="kinora-mesh-") as name:
        folder = Path(name)
        arrays: dict[str, NDArray[np.generic]] = {}
        for number, part in enumerate(parts):
            arrays[f"vertices_{number}"] = part.vertices
            arrays[f"faces_{number}"] = part.faces
        np.savez(folder / "in.npz", target=target, join=join, **arrays)  # type: ignore[arg-type]
        try:
            ended = run_worker(
                _WORKER, folder, context, note="Making the mesh", timeout_s=timeout_s
            )
        except TimeoutError:
            raise ExportError(
                f"The mesh took longer than {timeout_s:g} seconds.", hint=_LESS
            ) from None
        if ended.code == ABSENT:
            raise _absent()
        if ended.code:
            logger.error("the mesh failed (%d): %s", ended.code, ended.said)
            raise ExportError(f"The mesh could not be made ({ended.why}).", hint=_LESS)
        try:
            with np.load(folder / "out.npz", allow_pickle=False) as made:
                return Mesh(made["vertices"], made["faces"])
        except DAMAGED as error:
            raise ExportError(f"The mesh could not be made ({error}).", hint=_LESS) from None
