"""Fewer triangles for the same surface: edges are collapsed where the surface changes least.

Garland and Heckbert, "Surface simplification using quadric error metrics", SIGGRAPH 1997, with the
link condition of Dey, Edelsbrunner, Guha and Nekhayev, "Topology preserving edge contraction",
Publications de l'Institut Mathématique 66, 1999: a closed mesh stays closed, whatever the number of
triangles. Rims of openings stay as they are. Plain loops: some seconds for a whole body.
"""

import heapq
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.body.solid import Mesh

Quadric = tuple[float, float, float, float, float, float, float, float, float, float]
Point = tuple[float, float, float]

LEAST: Final = 100
"""Triangles that can be asked for at least."""

_TURN: Final = 0.2  # cosine: a triangle that turns further than that is not made
_FAR: Final = 2.0  # lengths of the edge that the best point may lie away from it
_EVERY: Final = 500  # collapses between two reports


def decimated(
    mesh: Mesh, target: int, report: Callable[[int, int], None] | None = None
) -> tuple[Mesh, NDArray[np.int64]]:
    """Return a mesh of at most so many triangles, or as few as its shape allows.

    Args:
        mesh: each edge between two triangles, or on a rim.
        target: number of triangles.
        report: called with the triangles gone, and those that are to go.

    Returns:
        The mesh, and for each of its vertices the one of the old mesh that it comes from, (V,).

    Raises:
        ValueError: a vertex does not exist, or a number is not finite.
    """
    work = _Surface(mesh)
    first = work.left
    while work.left > target and work.collapse():
        if report is not None and work.done % _EVERY == 0:
            report(first - work.left, first - target)
    return work.mesh()


class _Surface:
    """A mesh while its edges are collapsed."""

    def __init__(self, mesh: Mesh) -> None:
        points = np.asarray(mesh.vertices, np.float64)
        faces = np.asarray(mesh.faces, np.int64)
        if not np.isfinite(points).all() or (len(faces) and faces.max() >= len(points)):
            raise ValueError("the mesh has a vertex that is none")
        self.done = 0
        self.left = len(faces)
        self._points: list[Point] = [(x, y, z) for x, y, z in points.tolist()]
        self._faces: list[tuple[int, int, int] | None] = [(a, b, c) for a, b, c in faces.tolist()]
        self._around: list[set[int]] = [set() for _ in self._points]
        for number, (a, b, c) in enumerate(faces.tolist()):
            for corner in (a, b, c):
                self._around[corner].add(number)
        self._quadrics = _quadrics(points, faces)
        self._version = [0] * len(self._points)
        edges = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), 1)
        edges, counts = np.unique(edges, axis=0, return_counts=True)
        self._fixed = set(np.unique(edges[counts != 2]).tolist())
        self._heap = [one for a, b in edges.tolist() if (one := self._choice(a, b)) is not None]
        heapq.heapify(self._heap)

    def collapse(self) -> bool:
        """Collapse the edge that changes the surface least; False when none may be."""
        while self._heap:
            _, a, b, at_a, at_b, point = heapq.heappop(self._heap)
            if self._version[a] == at_a and self._version[b] == at_b and self._may(a, b, point):
                self._join(a, b, point)
                return True
        return False

    def mesh(self) -> tuple[Mesh, NDArray[np.int64]]:
        """Return what is left, and which vertices these were."""
        faces = np.array([face for face in self._faces if face is not None], np.int64)
        used, numbers = np.unique(faces.reshape(-1, 3), return_inverse=True)
        points = np.array([self._points[one] for one in used.tolist()], np.float32).reshape(-1, 3)
        return Mesh(points, numbers.reshape(-1, 3).astype(np.int32)), used

    def _choice(self, a: int, b: int) -> "tuple[float, int, int, int, int, Point] | None":
        """Return an edge for the heap: cost, ends, their versions, and where they would meet."""
        if a in self._fixed or b in self._fixed:
            return None
        quadric = _sum(self._quadrics[a], self._quadrics[b])
        cost, point = _best(quadric, self._points[a], self._points[b])
        return cost, a, b, self._version[a], self._version[b], point

    def _beside(self, vertex: int) -> set[int]:
        found: set[int] = set()
        for number in self._around[vertex]:
            found.update(self._faces[number] or ())
        found.discard(vertex)
        return found

    def _may(self, a: int, b: int, point: Point) -> bool:
        """Whether a collapse keeps the surface whole and folds nothing."""
        shared = self._around[a] & self._around[b]
        both = self._beside(a) & self._beside(b)
        if len(shared) != 2 or len(both) != 2:
            return False
        if min(len(self._around[one]) for one in both) <= 3:
            return False
        return self._keeps(a, shared, point) and self._keeps(b, shared, point)

    def _keeps(self, vertex: int, shared: set[int], point: Point) -> bool:
        """Whether no triangle of a vertex turns over when it is moved."""
        for number in self._around[vertex]:
            face = self._faces[number]
            if number in shared or face is None:
                continue
            place = face.index(vertex)
            p, q = self._points[face[place - 2]], self._points[face[place - 1]]
            if not _is_alike(_normal(self._points[vertex], p, q), _normal(point, p, q)):
                return False
        return True

    def _join(self, a: int, b: int, point: Point) -> None:
        """Let b become a, at a point."""
        for number in self._around[a] & self._around[b]:
            for corner in self._faces[number] or ():
                self._around[corner].discard(number)
            self._faces[number] = None
            self.left -= 1
        for number in self._around[b]:
            face = self._faces[number]
            if face is not None:
                x, y, z = (a if corner == b else corner for corner in face)
                self._faces[number] = (x, y, z)
                self._around[a].add(number)
        self._around[b] = set()
        self._points[a] = point
        self._quadrics[a] = _sum(self._quadrics[a], self._quadrics[b])
        self._version[a] += 1
        self._version[b] += 1
        self.done += 1
        for other in self._beside(a):
            one = self._choice(min(a, other), max(a, other))
            if one is not None:
                heapq.heappush(self._heap, one)


def _quadrics(points: NDArray[np.float64], faces: NDArray[np.int64]) -> list[Quadric]:
    """Return for each vertex the planes of its triangles, weighted by area."""
    a, b, c = (points[faces[:, corner]] for corner in range(3))
    normals = np.cross(b - a, c - a)
    areas = np.linalg.norm(normals, axis=1)
    normals /= np.maximum(areas, 1e-30)[:, None]
    planes = np.concatenate([normals, -np.einsum("fa,fa->f", normals, a)[:, None]], 1)
    rows, columns = np.triu_indices(4)
    of_faces = planes[:, rows] * planes[:, columns] * areas[:, None]
    summed = np.zeros((len(points), 10))
    for corner in range(3):
        np.add.at(summed, faces[:, corner], of_faces)
    return [(a, b, c, d, e, f, g, h, i, j) for a, b, c, d, e, f, g, h, i, j in summed.tolist()]


def _sum(first: Quadric, second: Quadric) -> Quadric:
    a, b, c, d, e, f, g, h, i, j = first
    k, m, n, o, p, q, r, s, t, u = second
    return a + k, b + m, c + n, d + o, e + p, f + q, g + r, h + s, i + t, j + u


def _error(quadric: Quadric, point: Point) -> float:
    """Return the sum of squared distances from the planes of a quadric, by area."""
    aa, ab, ac, ad, bb, bc, bd, cc, cd, dd = quadric
    x, y, z = point
    return (
        x * (aa * x + 2 * (ab * y + ac * z + ad))
        + y * (bb * y + 2 * (bc * z + bd))
        + z * (cc * z + 2 * cd)
        + dd
    )


def _best(quadric: Quadric, first: Point, second: Point) -> tuple[float, Point]:
    """Return the least error and the point that has it: by Cramer's rule, or one of the edge."""
    aa, ab, ac, ad, bb, bc, bd, cc, cd, _ = quadric
    p, q, r = bb * cc - bc * bc, ac * bc - ab * cc, ab * bc - ac * bb
    det = aa * p + ab * q + ac * r
    middle = tuple((one + other) / 2 for one, other in zip(first, second, strict=True))
    x, y, z = middle
    if det > 1e-6 * (aa + bb + cc) ** 3:
        s, t, u = aa * cc - ac * ac, ab * ac - aa * bc, aa * bb - ab * ab
        point = (
            -(p * ad + q * bd + r * cd) / det,
            -(q * ad + s * bd + t * cd) / det,
            -(r * ad + t * bd + u * cd) / det,
        )
        length = sum((one - other) ** 2 for one, other in zip(first, second, strict=True))
        away = (point[0] - x) ** 2 + (point[1] - y) ** 2 + (point[2] - z) ** 2
        if away <= _FAR * _FAR * length:
            return max(_error(quadric, point), 0.0), point
    return min((max(_error(quadric, one), 0.0), one) for one in ((x, y, z), first, second))


def _normal(a: Point, b: Point, c: Point) -> Point:
    ux, uy, uz = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    vx, vy, vz = c[0] - a[0], c[1] - a[1], c[2] - a[2]
    return uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx


def _is_alike(before: Point, after: Point) -> bool:
    """Whether two normals, as long as their triangles are large, point about the same way."""
    dot = sum(one * other for one, other in zip(before, after, strict=True))
    sizes = sum(one * one for one in before) * sum(one * one for one in after)
    return dot > 0.0 and dot * dot >= _TURN * _TURN * sizes and sizes > 0.0
