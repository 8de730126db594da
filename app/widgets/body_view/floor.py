"""The floor under a body: a grid that fades out, and the shadow where the body touches it."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF, QTransform

from app.widgets.body_view.camera import Projection
from app.widgets.body_view.colours import Colours
from app.widgets.body_view.scene import Mesh

CELL: Final = 0.25  # metres
REACH: Final = 1.5  # metres from the middle to where the grid has faded
_PIECE: Final = 0.125  # metres of a line that have one opacity
_LEAST_AHEAD: Final = 0.06
_SIDE: Final = 96  # points across the shadow
_NEAR: Final = 0.05  # metres above the floor that count as touching it
_ABOVE: Final = 0.35  # metres above the floor whose shadow is a third as dark


class Floor:
    """Paints the floor; keeps the shadow until the vertices change."""

    def __init__(self) -> None:
        self._revision = -1
        self._shadow = QImage()
        self._middle = np.zeros(3)

    def paint(
        self, painter: QPainter, mesh: Mesh, projection: Projection, colours: Colours
    ) -> None:
        """Paint grid and shadow; from below, the grid alone."""
        if mesh.is_empty or not np.isfinite(mesh.vertices).all():
            return
        if mesh.revision != self._revision:
            self._take(mesh, colours)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_above = projection.camera.position[1] > self._middle[1]
        _paint_grid(painter, self._middle, projection, colours, 1.0 if is_above else 0.4)
        if is_above:
            self._paint_shadow(painter, projection)
        painter.restore()

    def _take(self, mesh: Mesh, colours: Colours) -> None:
        """Make the shadow of other vertices."""
        low, high = mesh.box()
        self._middle = np.array([(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2], float)
        dark = shadow(mesh.vertices, self._middle)
        alpha = np.round(dark * colours.shadow.alpha()).astype(np.uint32)
        pixels = np.ascontiguousarray(alpha << 24)  # black, multiplied by its opacity
        form = QImage.Format.Format_ARGB32_Premultiplied
        self._shadow = QImage(pixels.data, _SIDE, _SIDE, 4 * _SIDE, form).copy()
        self._revision = mesh.revision

    def forget(self) -> None:
        """Make the shadow anew: the theme is another."""
        self._revision = -1

    def _paint_shadow(self, painter: QPainter, projection: Projection) -> None:
        x, y, z = self._middle
        corners = np.array(
            [[x + a * REACH, y, z + b * REACH] for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
        )
        seen = projection.points(corners)
        if projection.camera.is_perspective and seen[:, 2].min() < _LEAST_AHEAD:
            return
        goal = QPolygonF([QPointF(px, py) for px, py in seen[:, :2].tolist()])
        # Seen from the side the shadow is a line, which no transformation leads to.
        bent = QTransform()
        square = QPolygonF(QRectF(0, 0, _SIDE, _SIDE))
        square.removeLast()
        if not QTransform.quadToQuad(square, goal, bent):
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setTransform(bent, True)  # noqa: FBT003 - Qt's own signature
        painter.drawImage(0, 0, self._shadow)


def shadow(vertices: NDArray[np.float32], middle: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how dark the floor around a point is, 0-1, (SIDE, SIDE); rows are z, columns x.

    A soft light from above: what is close to the floor darkens it sharply, what is high a little
    and widely.

    Args:
        vertices: float32 (V, 3).
        middle: (3,), on the floor.
    """
    at = (vertices[:, (0, 2)] - middle[[0, 2]]) / REACH * (_SIDE / 2) + _SIDE / 2
    kept = ((at >= 0) & (at < _SIDE)).all(1)
    cell = at[kept].astype(np.int64) @ np.array([1, _SIDE])
    height = np.maximum(0.0, vertices[kept, 1] - middle[1])
    touching = _spread(cell, np.exp(-height / _NEAR), 1, 2)
    wide = _spread(cell, np.exp(-height / _ABOVE), 4, 3)
    dark = 1 - (1 - 0.85 * np.clip(touching * 1.4, 0, 1)) * (1 - 0.45 * np.clip(wide, 0, 1))
    # It ends before its square does.
    edge = np.minimum(np.arange(_SIDE), np.arange(_SIDE)[::-1]) / (_SIDE * 0.12)
    fade = np.clip(np.minimum(edge[:, None], edge[None]), 0, 1)
    return np.asarray(dark * fade)


def _spread(
    cell: NDArray[np.int64], weight: NDArray[np.floating], reach: int, times: int
) -> NDArray[np.float64]:
    """Return the weights of cells, at most 1 each, blurred by means of (2 reach + 1)."""
    found = np.minimum(1.0, np.bincount(cell, weight, _SIDE * _SIDE).reshape(_SIDE, _SIDE))
    width = 2 * reach + 1
    for _ in range(times):
        for axis in (0, 1):
            padding = [(0, 0), (0, 0)]
            padding[axis] = (reach + 1, reach)
            sums = np.pad(found, padding).cumsum(axis)
            parts = [slice(None), slice(None)]
            first = list(parts)
            parts[axis], first[axis] = slice(width, None), slice(None, -width)
            found = (sums[tuple(parts)] - sums[tuple(first)]) / width
    return found


def _paint_grid(
    painter: QPainter,
    middle: NDArray[np.float64],
    projection: Projection,
    colours: Colours,
    strength: float,
) -> None:
    """Paint the lines in pieces, fainter away from the middle."""
    start = np.round(middle[[0, 2]] / CELL) * CELL
    along = np.arange(-REACH, REACH + 1e-9, _PIECE)
    across = np.arange(-REACH, REACH + 1e-9, CELL)
    for axis in (0, 1):
        points = np.empty((len(across), len(along), 3))
        points[..., 1] = middle[1]
        points[..., 0 if axis == 0 else 2] = (start[axis] + along)[None]
        points[..., 2 if axis == 0 else 0] = (start[1 - axis] + across)[:, None]
        seen = projection.points(points)
        pieces = (points[:, 1:] + points[:, :-1]) / 2
        far = np.hypot(pieces[..., 0] - middle[0], pieces[..., 2] - middle[2]) / REACH
        level = np.clip(np.round((1 - far) * 8), 0, 8).astype(int)
        if projection.camera.is_perspective:
            ahead = np.minimum(seen[:, 1:, 2], seen[:, :-1, 2])
            level[ahead < _LEAST_AHEAD] = 0
        is_axis = np.abs(start[1 - axis] + across) < CELL / 2
        for number in range(1, 9):
            for colour, rows in ((colours.grid, ~is_axis), (colours.axis, is_axis)):
                row, column = np.nonzero((level == number) & rows[:, None])
                if len(row):
                    ends = np.concatenate(
                        [seen[row, column, :2], seen[row, column + 1, :2]], 1
                    ).tolist()
                    faded = QColor(colour)
                    faded.setAlphaF(strength * number / 8)
                    painter.setPen(QPen(faded, 1.0))
                    painter.drawLines([QLineF(*one) for one in ends])
