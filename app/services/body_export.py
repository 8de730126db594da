"""Writes the body of a document to files, as it is, thinned out, or as one solid for printing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from app.services.body import BodyService, file_name
from app.services.body_document_types import BodyState
from app.services.body_files import body_files
from app.services.body_types import BODY_FORMATS, BodyFormat, MeshOptions
from common.errors import ExportError, QueryError
from common.jobs import JobContext
from common.settings import write_atomically
from models.body.files import BodyNumbers, MeshKind
from models.body.human import shape_of

_FORBIDDEN: Final = frozenset('/\\:*?"<>|')  # of some system; a body may go to another one
_MOST_BYTES: Final = 200  # of a name; file systems hold 255 with the endings

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
        height_mm: surfaces are in millimetres, z up, so large that the person upright would be so
            tall; None for metres as the body is.
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
    height_mm: float | None = None
    made: Mapping[BodyFormat, bytes] = field(default_factory=dict)
    overwrite: bool = False


def targets(folder: Path, name: str, formats: tuple[BodyFormat, ...]) -> dict[BodyFormat, Path]:
    """Return the file of each format."""
    return {kind: folder / file_name(name, kind) for kind in BODY_FORMATS if kind in formats}


def check_name(name: str) -> None:
    """Refuse what no file can be called.

    Args:
        name: of files, without their endings.

    Raises:
        QueryError: it is empty, too long, or holds what names of files cannot.
    """
    plain = name.strip()
    if not plain:
        raise QueryError("The files have no name.", hint="Type one, such as “body”.")
    bad = [one for one in dict.fromkeys(plain) if one in _FORBIDDEN or not one.isprintable()]
    if bad:
        shown = " ".join(one if one.isprintable() else repr(one)[1:-1] for one in bad)
        raise QueryError(
            f"“{plain}” cannot be the name of a file: it holds {shown}.",
            hint="Use letters, digits, spaces, “-” and “_”; the folder has a field of its own.",
        )
    if plain.startswith(".") or len(plain.encode("utf-8")) > _MOST_BYTES:
        raise QueryError(
            f"“{plain[:40]}” cannot be the name of a file: it begins with a dot or is too long.",
            hint=f"Use a name of 1 to {_MOST_BYTES} letters.",
        )


def export_body(
    service: BodyService, wish: BodyExport, context: JobContext | None = None
) -> list[Path]:
    """Write the files of a body, each whole or not at all; returns them.

    Raises:
        QueryError: nothing is to be written, no file can be called so, or one is there already.
        ExportError: it cannot be written, or a mesh cannot be made.
        JobCancelled: the user cancelled; what is written stays.
    """
    context = context or JobContext()
    check_name(wish.name)
    files = targets(wish.folder, wish.name.strip(), wish.formats)
    if not files:
        raise QueryError("Nothing is to be written.", hint="Choose a kind of file.")
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
    made = {kind: wish.made[kind] for kind in wish.formats if kind in wish.made}
    rest = [kind for kind in wish.formats if kind not in made]
    mesh = MeshOptions(wish.triangles, wish.solid, wish.height_mm)
    context.step(0, 1)
    contents = body_files(service.body, numbers, rest, mesh, context=context)
    return made | dict(zip(rest, contents, strict=True))


def _sized(service: BodyService, wish: BodyExport) -> BodyNumbers:
    """Return the numbers of the body, in the stature that is wanted."""
    state = wish.state
    shape = state.shape
    if wish.stature_cm is not None:
        human = replace(state.human, stature_cm=wish.stature_cm)
        beside = shape - shape_of(service.body, state.human)
        shape = shape_of(service.body, human, beside)
    return BodyNumbers(state.rotations, shape, state.translation)
