"""Line drawings of a mesh: occluding and suggestive contours as strokes, hidden lines removed.

The camera looks along -z, orthographic: x to the right, y up, z towards the viewer, metres.
Occluding contours are where the surface turns away, n . v = 0. Suggestive contours are where it
would turn away from a near viewpoint: zeros of the derivative of n . v along the projected view
direction w, where its derivative along w is positive (DeCarlo, Finkelstein, Rusinkiewicz and
Santella, "Suggestive contours for conveying shape", SIGGRAPH 2003, sections 2 and 3).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from common.strokes import Stroke
from models.body.baked import PARTS, BodyData, read_body

Array = NDArray[np.float32]

GRID: Final = 256  # pixels of the depth buffer's side
_BEHIND: Final = 0.03  # metres that a line may lie behind the surface before it is hidden
_ASIDE: Final = 1.7  # pixels of GRID outside a rim, where what hides it is looked for
_LEAST: Final = {"outline": 4.0, "crease": 7.0}  # pixels of GRID
_STEEPNESS: Final = 54.0  # 1/m2 of the derivative along w: weaker creases are not drawn
_FACING: Final = (0.12, 0.93)  # n . v of creases: neither at the rim nor seen from the front
_CELL: Final = 0.016  # metres: vertices this near become one in the coarse mesh


@dataclass(frozen=True, slots=True)
class View:
    """Where a body lies in the picture.

    Args:
        scale: pixels a metre.
        centre: (2,) metres: what is in the middle.
        size: pixels of the square picture's side.
    """

    scale: float
    centre: tuple[float, float]
    size: float = GRID

    def pixels(self, points: NDArray[np.floating]) -> Array:
        """Return pixels, float32 (N, 2), of points (N, 2 or 3), metres."""
        x = (points[:, 0] - self.centre[0]) * self.scale + self.size / 2
        y = self.size / 2 - (points[:, 1] - self.centre[1]) * self.scale
        return np.stack([x, y], 1).astype(np.float32)


def fitted_view(vertices: NDArray[np.floating], size: float = GRID, margin: float = 0.08) -> View:
    """Return the view in which a body fills the picture but for a margin, a share of the side."""
    low, high = vertices[:, :2].min(0), vertices[:, :2].max(0)
    scale = (1 - 2 * margin) * size / max(float((high - low).max()), 1e-6)
    middle = (low + high) / 2
    return View(scale, (float(middle[0]), float(middle[1])), size)


def coarse_mesh(data: BodyData, cell: float = _CELL) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return which vertices stand for their neighbours, and faces among them; inside left out.

    Vertices of one cell of a grid become one; heads and hands have cells of half the side.
    """
    outside = ~np.isin(data.parts, [PARTS.index("inside"), PARTS.index("eyes")])
    faces = data.faces[outside]
    fine = np.zeros(len(data.vertices), bool)
    parts = [PARTS.index(name) for name in ("head", "left_hand", "right_hand")]
    fine[faces[np.isin(data.parts[outside], parts)]] = True
    side = np.where(fine, cell / 2, cell)[:, None]
    keys = np.concatenate([np.floor(data.vertices / side), fine[:, None]], 1).astype(np.int64)
    _, cluster = np.unique(keys, axis=0, return_inverse=True)
    cluster = cluster.ravel()
    count = np.bincount(cluster)
    mean = np.stack([np.bincount(cluster, axis) / count for axis in data.vertices.T], 1)
    far = np.linalg.norm(data.vertices - mean[cluster], axis=1)
    order = np.lexsort((far, cluster))
    first = order[np.r_[True, np.diff(cluster[order]) > 0]]
    joined = cluster[faces]
    kept = (
        (joined[:, 0] != joined[:, 1])
        & (joined[:, 1] != joined[:, 2])
        & (joined[:, 2] != joined[:, 0])
    )
    used, small = np.unique(joined[kept], return_inverse=True)
    return first[used], small.reshape(-1, 3).astype(np.int32)


class ContourMaker:
    """Draws one mesh in any pose.

    Args:
        faces: int32 (F, 3).
        count: number of vertices.
        parts: uint8 (V,), places in PARTS; a stroke ends where another part begins, and its layer
            is named after its part. None for one part.
    """

    def __init__(
        self, faces: NDArray[np.int32], count: int, parts: NDArray[np.uint8] | None = None
    ) -> None:
        from scipy.sparse import csr_matrix

        self._parts = np.zeros(count, np.uint8) if parts is None else parts
        self._faces = faces.astype(np.int64)
        pairs = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), 1)
        keys, inverse = np.unique(
            pairs[:, 0].astype(np.int64) * count + pairs[:, 1], return_inverse=True
        )
        total = len(faces)
        self._edges_of = inverse.ravel().reshape(3, total).T  # F, 3
        self._edges = np.stack([keys // count, keys % count], 1)
        rows, columns = self._faces.T.ravel(), np.tile(np.arange(total), 3)
        self._gather = csr_matrix(
            (np.ones(total * 3, np.float32), (rows, columns)), shape=(count, total)
        )

    def strokes(self, vertices: Array, view: View, *, creases: bool = True) -> list[Stroke]:
        """Return visible lines, in pixels of the view.

        Args:
            vertices: float32 (V, 3), in the camera's frame.
            view: where they lie in the picture.
            creases: suggestive contours too.
        """
        corners = tuple(vertices[self._faces[:, corner]] for corner in range(3))
        of_faces = np.cross(corners[1] - corners[0], corners[2] - corners[0])
        normals = np.asarray(self._gather @ of_faces)
        normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
        facing = normals[:, 2]
        seen = np.concatenate([view.pixels(vertices), vertices[:, 2:3]], 1) * [
            GRID / view.size,
            GRID / view.size,
            1.0,
        ]
        depth = _depths(seen, self._faces)
        out = normals[:, :2] * [1.0, -1.0]  # in pixels y goes down
        found = list(self._lines(facing, "outline", seen, depth, beside=out))
        if creases:
            toward = np.array([0, 0, 1], np.float32) - facing[:, None] * normals
            first = (self._gradient(facing, of_faces, corners) * toward).sum(1)
            second = (self._gradient(first, of_faces, corners) * toward).sum(1)
            there = (second > _STEEPNESS) & (facing > _FACING[0]) & (facing < _FACING[1])
            only = there[self._faces].all(1)
            found += self._lines(first, "crease", seen, depth, only=only)
        back = view.size / GRID
        return [
            Stroke((line * back).astype(np.float32), kind=kind, layer=PARTS[part])
            for kind, part, line in found
        ]

    def _gradient(self, values: Array, of_faces: Array, corners: tuple[Array, ...]) -> Array:
        """Return the gradient of values on the surface, at its vertices, weighted by area."""
        a, b, c = corners
        square = np.maximum((of_faces**2).sum(1, keepdims=True), 1e-18)
        at = values[self._faces]
        slope = (
            at[:, 0:1] * np.cross(of_faces, c - b)
            + at[:, 1:2] * np.cross(of_faces, a - c)
            + at[:, 2:3] * np.cross(of_faces, b - a)
        ) / square
        area = np.sqrt(square)
        weight = np.asarray(self._gather @ area)
        return np.asarray(np.asarray(self._gather @ (slope * area)) / np.maximum(weight, 1e-12))

    def _lines(
        self,
        values: Array,
        kind: str,
        seen: Array,
        depth: Array,
        *,
        only: NDArray[np.bool_] | None = None,
        beside: Array | None = None,
    ) -> Iterator[tuple[str, int, Array]]:
        """Yield kind, part and points of visible pieces of the lines where values change sign.

        Args:
            values: (V,).
            kind: of the strokes.
            seen: (V, 3), pixels and z.
            depth: nearest z in each pixel.
            only: triangles to look at.
            beside: (V, 2); a line is hidden if something nearer lies in this direction from it. At
                the rim of a body its own surface comes nearer on the other side.
        """
        for chain in _chains(self._crossings(values, only)):
            i, j = self._edges[chain].T
            share = (values[i] / (values[i] - values[j]))[:, None]
            points = seen[i] * (1 - share) + seen[j] * share
            tested = points[:, :2]
            if beside is not None:
                aside = beside[i] * (1 - share) + beside[j] * share
                size = np.maximum(np.linalg.norm(aside, axis=1, keepdims=True), 1e-9)
                tested = tested + aside / size * _ASIDE
            x, y = np.clip(np.floor(tested).astype(np.int64), 0, GRID - 1).T
            visible = points[:, 2] >= depth[y, x] - _BEHIND
            if kind == "outline":  # a short hidden piece does not lift the pen
                visible = _closed(visible)
            labels = np.where(visible, self._parts[i].astype(np.int64), -1)
            for start, end, part in _runs(labels):
                line = points[start : end + 1, :2]  # pieces of different parts touch
                if end - start >= 3 and _length(line) >= _LEAST[kind]:
                    yield kind, part, line

    def _crossings(self, values: Array, only: NDArray[np.bool_] | None) -> NDArray[np.int64]:
        """Return the two edges, (N, 2), of each triangle that a zero line crosses."""
        positive = values > 0
        count = positive[self._faces].sum(1)
        crossed = (count == 1) | (count == 2)
        if only is not None:
            crossed &= only
        edges = self._edges_of[crossed]
        changes = positive[self._edges[edges, 0]] != positive[self._edges[edges, 1]]
        order = np.argsort(~changes, axis=1, kind="stable")[:, :2]
        return np.take_along_axis(edges, order, 1)


@lru_cache(maxsize=1)
def coarse_body() -> "tuple[NDArray[np.int64], ContourMaker]":
    """Return the vertices and the contour maker of the shipped body's coarse mesh."""
    data = read_body()
    rows, faces = coarse_mesh(data)
    return rows, ContourMaker(faces, len(rows), vertex_parts(data)[rows])


def vertex_parts(data: BodyData) -> NDArray[np.uint8]:
    """Return the part of each vertex, uint8 (V,): that of most of its triangles."""
    votes = np.zeros((len(data.vertices), len(PARTS)), np.int32)
    for corner in range(3):
        np.add.at(votes, (data.faces[:, corner], data.parts), 1)
    return np.asarray(votes.argmax(1), np.uint8)


def _depths(seen: Array, faces: NDArray[np.int64]) -> Array:
    """Return the nearest z in each pixel, (GRID, GRID): points splatted, small holes closed."""
    import cv2

    middles = (seen[faces[:, 0]] + seen[faces[:, 1]] + seen[faces[:, 2]]) / 3
    points = np.concatenate([seen, middles])
    x, y = np.clip(points[:, :2].astype(np.int64), 0, GRID - 1).T
    order = np.argsort(points[:, 2], kind="stable")
    buffer = np.full(GRID * GRID, -100.0, np.float32)
    buffer[(y * GRID + x)[order]] = points[order, 2]
    closed = cv2.morphologyEx(
        buffer.reshape(GRID, GRID), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)
    )
    return np.asarray(closed)


def _chains(pairs: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Yield runs of edges that follow each other; ends first, then closed loops."""
    beside: dict[int, list[int]] = {}
    for a, b in pairs.tolist():
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    done: set[int] = set()
    for start in [edge for edge, near in beside.items() if len(near) == 1] + list(beside):
        if start in done:
            continue
        path, current = [start], start
        done.add(start)
        while True:
            following = next((edge for edge in beside[current] if edge not in done), None)
            if following is None:
                break
            done.add(following)
            path.append(following)
            current = following
        if len(path) > 3 and path[0] in beside[path[-1]]:
            path.append(path[0])
        if len(path) > 2:
            yield np.array(path)


def _closed(visible: NDArray[np.bool_], reach: int = 2) -> NDArray[np.bool_]:
    """Return where a line is visible, gaps of up to twice the reach filled, lone points gone."""
    window = np.ones(2 * reach + 1)
    wide = np.convolve(np.pad(visible, reach, mode="edge"), window, "valid") > 0
    filled = np.convolve(np.pad(wide, reach, mode="edge"), window, "valid") == len(window)
    return np.asarray(np.convolve(np.pad(filled, 1, mode="edge"), np.ones(3), "valid") >= 2)


def _runs(labels: NDArray[np.int64], short: int = 4) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, label) of runs of one label but -1; short ones join what came before."""
    edges = np.flatnonzero(np.r_[True, labels[1:] != labels[:-1], True])
    runs: list[list[int]] = []
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        label = int(labels[start])
        joined = runs and runs[-1][1] == start and runs[-1][2] >= 0 <= label
        if joined and (end - start < short or runs[-1][2] == label):
            runs[-1][1] = end
        else:
            runs.append([start, end, label])
    for start, end, label in runs:
        if label >= 0:
            yield start, end, label


def _length(line: Array) -> float:
    return float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())
