"""The body drawn by the processor: as fine as the time of a frame allows."""

import time
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.widgets.body_view.camera import Projection
from app.widgets.body_view.colours import Colours
from app.widgets.body_view.scene import Mesh, Mode
from common.render.picture import Drawn, Lines, draw_mesh

FRAME_S: Final = 0.030  # what a frame may take while something moves
_LEAST_AHEAD: Final = 0.04  # metres: what is nearer is not drawn
_FORGET: Final = 0.985  # of what is known of slow ways, a frame: machines get quicker again


@dataclass(frozen=True, slots=True)
class _Way:
    """How finely to draw.

    Args:
        fine: smooth edges.
        coarse: the coarse form of the body, where there is one.
        shrink: pixels of the screen a pixel drawn.
    """

    fine: bool = True
    coarse: bool = False
    shrink: int = 1


_WAYS: Final = (
    _Way(),
    _Way(fine=False),
    _Way(fine=False, coarse=True),
    _Way(fine=False, coarse=True, shrink=2),
)


class SoftwareBody:
    """Draws the surface and keeps the last picture of it.

    At rest the finest way is taken; while something moves, the finest one that fits into a frame.
    """

    def __init__(self) -> None:
        self._took = [0.0] * len(_WAYS)  # seconds, what is known
        self._key: object = None
        self._drawn: tuple[QImage, QRectF] | None = None

    def paint(
        self,
        painter: QPainter,
        mesh: Mesh,
        projection: Projection,
        colours: Colours,
        mode: Mode,
        ratio: float,
        *,
        moving: bool,
    ) -> bool:
        """Paint the surface.

        Args:
            painter: where to, in pixels of the projection.
            mesh: the surface.
            projection: brings it to the screen.
            colours: of the theme.
            mode: "shaded" or "wireframe".
            ratio: pixels of the device a pixel of the projection.
            moving: a frame must be quick.

        Returns:
            Whether it is as fine as can be.
        """
        if mesh.is_empty:
            return True
        way = self._way(mesh) if moving else 0
        key = (mesh.revision, mesh.faces_revision, projection, colours.is_dark, mode, ratio, way)
        if key != self._key or self._drawn is None:
            began = time.perf_counter()
            self._drawn = _picture(mesh, projection, colours, mode, ratio, _WAYS[way])
            self._took[way] = time.perf_counter() - began
            self._key = key
        image, place = self._drawn
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, image)
        return way == 0

    def forget(self) -> None:
        """Give the last picture's memory back."""
        self._key, self._drawn = None, None

    def _way(self, mesh: Mesh) -> int:
        """Return the finest way that is known, or may be hoped, to fit into a frame."""
        for number, way in enumerate(_WAYS):
            if way.coarse and way.shrink == 1 and mesh.coarse is None:
                continue
            if self._took[number] <= FRAME_S:
                return number
            self._took[number] *= _FORGET
        return len(_WAYS) - 1


def _picture(
    mesh: Mesh, projection: Projection, colours: Colours, mode: Mode, ratio: float, way: _Way
) -> tuple[QImage, QRectF]:
    scale = ratio / way.shrink
    drawn = draw_body(mesh, projection, colours, mode, scale, fine=way.fine, coarse=way.coarse)
    image = as_image(drawn)
    height, width = drawn.pixels.shape
    return image, QRectF(drawn.left / scale, drawn.top / scale, width / scale, height / scale)


def draw_body(
    mesh: Mesh,
    projection: Projection,
    colours: Colours,
    mode: Mode,
    scale: float,
    *,
    fine: bool = True,
    coarse: bool = False,
) -> Drawn:
    """Return the surface as it is seen.

    Args:
        mesh: the surface.
        projection: brings it to the screen.
        colours: of the theme.
        mode: "shaded" or "wireframe".
        scale: pixels drawn a pixel of the projection.
        fine: smooth edges.
        coarse: take the coarse form, where there is one.
    """
    vertices, normals, faces = mesh.vertices, mesh.normals, mesh.faces
    if coarse and mesh.coarse is not None and mode == "shaded":
        rows, faces = mesh.coarse
        vertices, normals = vertices[rows], normals[rows]
    places = projection.points(vertices).astype(np.float32)
    places[:, :2] *= scale
    if projection.camera.is_perspective:
        near = places[:, 2] < _LEAST_AHEAD
        # Straight on the screen is the inverse of the distance, not the distance.
        places[:, 2] = -1.0 / np.maximum(places[:, 2], _LEAST_AHEAD)
        places[near] = np.nan
    size = (round(projection.width * scale), round(projection.height * scale))
    lines = Lines(colours.line.rgba(), max(1.0, scale)) if mode == "wireframe" else None
    towards = normals @ projection.camera.axes().T.astype(np.float32)
    return draw_mesh(places, towards, faces, colours.table, size, lines=lines, fine=fine)


def as_image(drawn: Drawn) -> QImage:
    """Return a picture that owns its pixels."""
    pixels: NDArray[np.uint32] = drawn.pixels
    height, width = pixels.shape
    if not pixels.size:
        return QImage()
    form = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.data, width, height, 4 * width, form).copy()
