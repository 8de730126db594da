"""Heat maps as pictures of Qt: colours with their opacity, and lines around strong places."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainterPath, QPolygonF

from app.services.explain_colours import Look, colour_table, contour_lines, opacity
from app.services.explain_types import Rect

_FINE = 448  # pixels a side: lines are taken from a map at least this fine


@dataclass(frozen=True, slots=True, eq=False)
class Heat:
    """A heat map and where it lies.

    Args:
        values: float32 (H, W), 0-1.
        crop: left, top, width, height of what it covers, as shares of the picture.
        is_shown: False shows the picture alone in its place.
    """

    values: NDArray[np.float32]
    crop: Rect = (0.0, 0.0, 1.0, 1.0)
    is_shown: bool = True

    def at(self, x: float, y: float) -> float | None:
        """Return the value at a place of the picture (shares), None where the map does not reach.

        It is interpolated like the colours on view.
        """
        left, top, width, height = self.crop
        across, down = (x - left) / width, (y - top) / height
        if not self.is_shown or not (0 <= across <= 1 and 0 <= down <= 1):
            return None
        rows, columns = self.values.shape
        row = min(max(down * rows - 0.5, 0.0), rows - 1.0)
        column = min(max(across * columns - 0.5, 0.0), columns - 1.0)
        up, before = int(row), int(column)
        low, after = min(up + 1, rows - 1), min(before + 1, columns - 1)
        v, u = row - up, column - before
        corners = self.values[[up, up, low, low], [before, after, before, after]].astype(float)
        shares = np.array([(1 - v) * (1 - u), (1 - v) * u, v * (1 - u), v * u])
        return float(corners @ shares)


def heat_picture(values: NDArray[np.float32], look: Look) -> QImage:
    """Return a map in colours with its opacity; owns its pixels.

    Colours are looked up, 256 steps of them, so that a slider can be followed.
    """
    levels = np.linspace(0, 1, 256, dtype=np.float32)
    alpha = opacity(levels[None], look)[0][:, None]
    table = np.empty((256, 4), np.uint8)
    table[:, :3] = np.rint(colour_table(look.colours)[:, ::-1] * alpha)  # premultiplied, BGRA
    table[:, 3:] = np.rint(alpha * 255)
    pixels = table.view(np.uint32)[:, 0][np.rint(values * 255).astype(np.uint8)]
    height, width = values.shape
    form = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.data, width, height, 4 * width, form).copy()


def heat_lines(values: NDArray[np.float32], at: float) -> QPainterPath:
    """Return closed lines around what is at least a value, in shares of the map (0-1)."""
    import cv2

    height, width = values.shape
    scale = max(1, -(-_FINE // max(height, width)))
    fine = cv2.resize(values, (width * scale, height * scale), interpolation=cv2.INTER_LINEAR)
    path = QPainterPath()
    for line in contour_lines(np.asarray(fine, np.float32), at):
        corners = [
            QPointF((x + 0.5) / (width * scale), (y + 0.5) / (height * scale))
            for x, y in line.tolist()
        ]
        path.addPolygon(QPolygonF([*corners, corners[0]]))
    return path


def colour_bar(name: str, height: int = 1) -> QImage:
    """Return a colour map from 0 to 1, 256 pixels wide."""
    row = np.ascontiguousarray(np.repeat(colour_table(name)[None], height, axis=0))
    return QImage(row.data, 256, height, 3 * 256, QImage.Format.Format_RGB888).copy()
