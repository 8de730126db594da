"""Parts of a picture that the user paints over, stroke by stroke, to hide them from a network."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

SIDE = 320  # pixels of the longer side of a mask
SIZES = (0.03, 0.06, 0.12, 0.24)  # of brushes, as shares of the picture's longer side
_MOST = 1600  # pixels a side that it is drawn with; zoomed in, that is enlarged
_COLOUR = QColor(110, 112, 118, 235)


@dataclass(slots=True)
class Stroke:
    """One stroke of the brush.

    Args:
        size: of the brush, as a share of the longer side.
        points: in shares of the picture.
        erases: it takes away what was painted.
    """

    size: float
    points: list[QPointF] = field(default_factory=list)
    erases: bool = False


class Occlusion:
    """What is painted over one picture.

    Args:
        width: of the picture in pixels; only its shape counts.
        height: of the picture.
    """

    def __init__(self, width: int, height: int) -> None:
        self._shape = (max(1, width), max(1, height))
        self._strokes: list[Stroke] = []
        self._undone: list[Stroke] = []
        self.size = SIZES[1]
        self.erases = False
        self.is_drawing = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is painted."""
        return not self._strokes

    @property
    def can_redo(self) -> bool:
        """Whether a stroke was taken back."""
        return bool(self._undone)

    def begin(self, place: QPointF) -> None:
        """Begin a stroke at a place of the picture."""
        self._strokes.append(Stroke(self.size, [QPointF(place)], self.erases))
        self._undone.clear()
        self.is_drawing = True

    def go_on(self, place: QPointF) -> None:
        """Draw the stroke on to a place."""
        if self.is_drawing:
            self._strokes[-1].points.append(QPointF(place))

    def end(self) -> None:
        """End the stroke."""
        self.is_drawing = False

    def undo(self) -> None:
        """Take the last stroke back."""
        self.end()
        if self._strokes:
            self._undone.append(self._strokes.pop())

    def redo(self) -> None:
        """Bring the last stroke that was taken back."""
        if self._undone:
            self._strokes.append(self._undone.pop())

    def clear(self) -> None:
        """Take everything away; undo does not bring it back."""
        self._strokes.clear()
        self._undone.clear()
        self.end()

    def mask(self) -> NDArray[np.bool_]:
        """Return what is hidden, bool (H, W) in the shape of the picture, longer side `SIDE`."""
        image = self._drawn(QSizeF(*self._mask_size()))
        width, height = image.width(), image.height()
        view = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())
        return np.asarray(view[:, 3 : 4 * width : 4] > 127)

    def _mask_size(self) -> tuple[int, int]:
        scale = SIDE / max(self._shape)
        width, height = (max(1, round(side * scale)) for side in self._shape)
        return width, height

    def paint(self, painter: QPainter, size: QSizeF) -> None:
        """Draw what is hidden, grey, over a picture of this size at the origin."""
        if self._strokes:
            share = min(1.0, _MOST / max(size.width(), size.height(), 1.0))
            painter.drawImage(QRectF(QPointF(), size), self._drawn(size * share))

    def _drawn(self, size: QSizeF) -> QImage:
        image = QImage(
            max(1, round(size.width())), max(1, round(size.height())),
            QImage.Format.Format_ARGB32_Premultiplied,
        )  # fmt: skip
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = max(size.width(), size.height())
        for stroke in self._strokes:
            erase = QPainter.CompositionMode.CompositionMode_Clear
            paint = QPainter.CompositionMode.CompositionMode_Source
            painter.setCompositionMode(erase if stroke.erases else paint)
            pen = QPen(_COLOUR, stroke.size * side)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(_path(stroke, size))
        painter.end()
        return image


def _path(stroke: Stroke, size: QSizeF) -> QPainterPath:
    points = [QPointF(p.x() * size.width(), p.y() * size.height()) for p in stroke.points]
    path = QPainterPath(points[0])
    for point in points[1:]:
        path.lineTo(point)
    if len(points) == 1:
        path.lineTo(points[0] + QPointF(0.01, 0))
    return path
