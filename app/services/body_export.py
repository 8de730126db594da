"""Writes the body of a document to files, as it is, thinned out, or as one solid for printing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np

from app.services.body import BodyService, file_name
from app.services.body_document_types import BodyState
from app.services.body_files import body_files
from app.services.body_types import BODY_FORMATS, BodyFormat
from common.errors import ExportError, QueryError
from common.jobs import JobContext
from common.settings import write_atomically
from models.body.files import BodyNumbers, MeshKind, mesh_file
from models.body.model import BodyModel

MESHES: Final[tuple[MeshKind, ...]] = ("obj", "ply", "stl")
"""Formats that hold the posed surface and nothing else."""


@dataclass(frozen=True, slots=True, eq=False)
class BodyExport:
    """What is written.

    Args:
        state: whose body.
        folder: that the files go to; made if absent.
        name: of the files, without their endings.
        formats: which.
        stature_cm: standing height; None leaves the body's own.
        triangles: of the surface at most; 0 for all of them.
        solid: surfaces are made one watertight solid, for printing.
        made: contents of formats that are at hand: the picture as it is seen, the drawing as SVG.
        overwrite: write over files that are there.
    """

    state: BodyState
    folder: Path
    name: str
    formats: tuple[BodyFormat, ...]
    stature_cm: float | None = None
    triangles: int = 0
    solid: bool = False
    made: Mapping[BodyFormat, bytes] = field(default_factory=dict)
    overwrite: bool = False


def targets(folder: Path, name: str, formats: tuple[BodyFormat, ...]) -> dict[BodyFormat, Path]:
    """Return the file of each format."""
    return {kind: folder / file_name(name, kind) for kind in BODY_FORMATS if kind in formats}


def export_body(
    service: BodyService, wish: BodyExport, context: JobContext | None = None
) -> list[Path]:
    """Write the files of a body, each whole or not at all; returns them.

    Raises:
        QueryError: nothing is to be written, or a file is there already.
        ExportError: it cannot be written, or a mesh cannot be made.
        JobCancelled: the user cancelled; what is written stays.
    """
    context = context or JobContext()
    files = targets(wish.folder, wish.name, wish.formats)
    if not files or not wish.name.strip():
        raise QueryError("Nothing is to be written.", hint="Choose a name and a kind of file.")
    there = [path.name for path in files.values() if path.exists()]
    if there and not wish.overwrite:
        raise QueryError(f"“{there[0]}” is there already.", hint="Choose another name.")
    numbers = _sized(service, wish)
    contents = _contents(service, wish, numbers, context)
    try:
        wish.folder.mkdir(parents=True, exist_ok=True)
        for kind, path in files.items():
            write_atomically(path, contents[kind])
    except OSError as error:
        raise ExportError(
            f"“{wish.folder}” cannot be written to ({error.strerror or error}).",
            hint="Choose a folder you can write to, with room on its disk.",
        ) from None
    return list(files.values())


def _contents(
    service: BodyService, wish: BodyExport, numbers: BodyNumbers, context: JobContext
) -> dict[BodyFormat, bytes]:
    """Return the content of each file."""
    body = service.body
    made = {kind: wish.made[kind] for kind in wish.formats if kind in wish.made}
    rest = [kind for kind in wish.formats if kind not in made]
    if wish.solid and (meshes := [kind for kind in MESHES if kind in rest]):
        made |= _solids(body, numbers, wish, meshes, context)
        rest = [kind for kind in rest if kind not in made]
    if wish.triangles and (skinned := [kind for kind in (*MESHES, "glb") if kind in rest]):
        from app.services.body_mesh import decimate, reduced

        mesh = decimate(body.rest(numbers.shape)[0], body.data.faces, wish.triangles, context)
        thin = reduced(body, numbers.shape, mesh)
        # Its shape is that of the numbers already.
        still = replace(numbers, shape=np.zeros(thin.shapes))
        made |= dict(zip(skinned, body_files(thin, still, skinned), strict=True))
        rest = [kind for kind in rest if kind not in made]
    context.step(0, 1)
    made |= dict(zip(rest, body_files(body, numbers, rest), strict=True))
    return made


def _solids(
    body: BodyModel, numbers: BodyNumbers, wish: BodyExport, meshes: list[MeshKind],
    context: JobContext,
) -> dict[BodyFormat, bytes]:  # fmt: skip
    from app.services.body_mesh import Solids, repair

    posed = body.pose(numbers.rotations, numbers.shape, numbers.translation)
    parts = Solids(body.data).parts(posed.vertices)
    mesh = repair(parts, context, faces=wish.triangles)
    return {kind: mesh_file(kind, mesh.vertices, mesh.faces) for kind in meshes}


def _sized(service: BodyService, wish: BodyExport) -> BodyNumbers:
    """Return the numbers of the body, in the stature that is wanted."""
    state = wish.state
    shape = state.shape
    if wish.stature_cm is not None:
        from models.body.human import shape_of

        human = replace(state.human, stature_cm=wish.stature_cm)
        beside = shape - shape_of(service.body, state.human)
        shape = shape_of(service.body, human, beside)
    return BodyNumbers(state.rotations, shape, state.translation)
