"""The files of one posed body."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.services.body_mesh import decimate, reduced, repair
from app.services.body_types import MESH_FORMATS, BodyFormat, MeshOptions
from common.errors import ExportError
from common.jobs import JobContext
from common.stroke_files import svg_text
from common.strokes import Stroke
from models.body.baked import BodyData, read_body
from models.body.files import (
    BodyNumbers,
    MeshKind,
    bvh_text,
    mesh_file,
    numbers_json,
    open_pose,
    rigged_glb,
)
from models.body.model import BodyModel, Posed
from models.body.solid import Mesh, Solids

PICTURE: Final = 512  # pixels
_UPRIGHT: Final = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
"""From y up to z up, as printers have it."""


@dataclass(frozen=True, slots=True, eq=False)
class _Made:
    body: BodyModel
    numbers: BodyNumbers
    posed: Posed
    mesh: Mesh
    rigged: BodyModel
    strokes: tuple[Stroke, ...]


def body_files(
    body: BodyModel,
    numbers: BodyNumbers,
    formats: Sequence[BodyFormat],
    options: MeshOptions | None = None,
    *,
    strokes: Sequence[Stroke] = (),
    context: JobContext | None = None,
) -> list[bytes]:
    """Return the contents of a body's files, in the order of formats.

    Args:
        body: ours.
        numbers: of the posed body.
        formats: of the files.
        options: how meshes are written.
        strokes: what an SVG shows; the contours of the body by default.
        context: reports and cancels, where meshes take long.

    Raises:
        ValueError: the numbers do not fit the body.
        QueryError: fewer faces are asked for than a body can have.
        ExportError: the extra `mesh` is missing and needed, or its process failed.
        JobCancelled: the user cancelled.
    """
    options = options or MeshOptions()
    context = context or JobContext()
    posed = body.pose(numbers.rotations, numbers.shape, numbers.translation)
    meshes = any(kind in MESH_FORMATS for kind in formats)
    rigged, mesh = body, Mesh(posed.vertices, body.data.faces)
    if options.faces and ("glb" in formats or (meshes and not options.watertight)):
        whole = _solids(body.data).closed(body.rest(numbers.shape)[0])
        thin = decimate(whole.vertices, whole.faces, options.faces, context)
        rigged = reduced(body, numbers.shape, thin)
        same = rigged.pose(numbers.rotations, None, numbers.translation)
        mesh = Mesh(same.vertices, thin.faces)
    if options.watertight and meshes:
        parts = _solids(body.data).parts(posed.vertices)
        mesh = repair(parts, context, faces=options.faces)
    if options.height_mm is not None:
        mesh = _for_print(mesh, options.height_mm / body.stature(numbers.shape))
    made = _Made(body, numbers, posed, mesh, rigged, tuple(strokes))
    return [_MAKERS[kind](made) for kind in formats]


@lru_cache(maxsize=1)
def _shipped() -> Solids:
    return Solids(read_body())


def _solids(data: BodyData) -> Solids:
    try:
        return _shipped() if data is read_body() else Solids(data)
    except ValueError as error:
        raise ExportError(
            f"The mesh of “{data.name}” cannot be closed ({error}).",
            hint="Leave out fewer faces and watertight, or take Kinora's own body.",
        ) from None


def _for_print(mesh: Mesh, size: float) -> Mesh:
    """Return a mesh in another size with z up, standing on z = 0."""
    points = mesh.vertices.astype(np.float64) @ _UPRIGHT.T * size
    points -= [*(points[:, :2].min(0) + points[:, :2].max(0)) / 2, points[:, 2].min()]
    return Mesh(points.astype(np.float32), mesh.faces)


def _mesh(kind: MeshKind) -> Callable[[_Made], bytes]:
    return lambda made: mesh_file(kind, made.mesh.vertices, made.mesh.faces)


def _glb(made: _Made) -> bytes:
    whole = made.rigged is made.body
    vertices, joints = made.rigged.rest(made.numbers.shape if whole else None)
    numbers = made.numbers
    return rigged_glb(
        made.rigged.data, vertices, joints, numbers.rotations, numbers.translation, numbers.shape
    )


def _bvh(made: _Made) -> bytes:
    joints = made.body.rest(made.numbers.shape)[1]
    place = joints[:1] + made.numbers.translation[None]
    return bvh_text(joints, made.numbers.rotations[None], place).encode("utf-8")


def _svg(made: _Made) -> bytes:
    from models.sketch.contours import ContourMaker, fitted_view
    from models.sketch.synthesis import drawn, outline

    strokes: Sequence[Stroke] = made.strokes
    if not strokes and made.body.data is read_body():
        strokes = drawn(outline(made.posed))
    elif not strokes:  # a user's own body
        vertices = made.posed.vertices
        maker = ContourMaker(made.body.data.faces, len(vertices))
        strokes = maker.strokes(vertices, fitted_view(vertices))
    return svg_text(strokes).encode("utf-8")


def pixels_of(body: BodyModel, posed: Posed, side: int) -> NDArray[np.uint8]:
    """Return a picture of a posed body, uint8 (side, side, 4) RGBA, nothing behind it."""
    from models.body.picture import shaded

    return np.ascontiguousarray(shaded(posed.vertices, body.data.faces, side))


def _png(made: _Made) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    pixels = pixels_of(made.body, made.posed, PICTURE)
    Image.fromarray(pixels).save(out, "PNG", optimize=True)
    return out.getvalue()


_MAKERS: Final[Mapping[BodyFormat, Callable[[_Made], bytes]]] = {
    "obj": _mesh("obj"),
    "ply": _mesh("ply"),
    "stl": _mesh("stl"),
    "glb": _glb,
    "bvh": _bvh,
    "json": lambda made: numbers_json(made.numbers).encode("utf-8"),
    "openpose": lambda made: open_pose(made.posed, PICTURE, PICTURE).encode("utf-8"),
    "svg": _svg,
    "png": _png,
}
