"""The process that repairs and thins out meshes: reads in.npz of a folder, writes out.npz.

Run as `python -m models.body.mesh_worker FOLDER`; `progress` in the folder holds the percentage
done. in.npz has vertices_0, faces_0, vertices_1, ... of closed parts, `target` (triangles; 0 for
all) and `join` (whether the parts become one solid; otherwise there is one part).
"""

import contextlib
import os
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np

from models.body.decimate import decimated
from models.body.solid import Mesh, is_closed

NICENESS: Final = 5
ABSENT: Final = 3
"""Exit code where the library that joins solids is not installed."""


def joined(parts: list[Mesh]) -> Mesh:
    """Return the union of closed parts: one solid, without cavities and loose pieces.

    Raises:
        ImportError: `manifold3d` is not installed.
        ValueError: a part is not closed, or nothing is left.
    """
    from manifold3d import Error, Manifold, OpType
    from manifold3d import Mesh as Triangles

    solids = []
    for part in parts:
        points = np.ascontiguousarray(part.vertices, np.float32)
        corners = np.ascontiguousarray(part.faces, np.uint32)
        solid = Manifold(Triangles(vert_properties=points, tri_verts=corners))
        if solid.status() != Error.NoError:
            raise ValueError(f"a part of the mesh is not closed ({solid.status().name})")
        solids.append(solid)
    # Pockets that limbs enclose, and splinters, are parts of their own.
    found: list[Any] = Manifold.batch_boolean(solids, OpType.Add).decompose()
    if not found:
        raise ValueError("the mesh has no volume")
    made = max(found, key=lambda one: float(one.volume())).to_mesh()
    points = np.asarray(made.vert_properties, np.float32)[:, :3]
    return Mesh(points, np.asarray(made.tri_verts, np.int32))


def main(folder: Path) -> None:
    """Do the job of a folder.

    Raises:
        ValueError: the mesh cannot be used; says why.
    """
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    with np.load(folder / "in.npz", allow_pickle=False) as given:
        count = sum(name.startswith("faces_") for name in given.files)
        parts = [Mesh(given[f"vertices_{one}"], given[f"faces_{one}"]) for one in range(count)]
        target, join = int(given["target"]), bool(given["join"])

    def report(done: int, total: int) -> None:
        with contextlib.suppress(OSError):
            (folder / "progress").write_text(str(100 * done // max(total, 1)), "ascii")

    report(0, 1)
    mesh = joined(parts) if join else parts[0]
    if target and target < len(mesh.faces):
        mesh, _ = decimated(mesh, target, report)
    if join and not is_closed(mesh.faces):
        raise ValueError("the mesh did not become closed")
    beside = folder / "out.part.npz"
    np.savez(beside, vertices=mesh.vertices, faces=mesh.faces)
    beside.replace(folder / "out.npz")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except ImportError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(ABSENT)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
