"""A canvas as small as a chip."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from common.canvas import Canvas, ColourShape, ObjectShape, PictureShape, Region, TextShape

_HIGH = 64  # pixels


def canvas_pixmap(canvas: Canvas) -> QPixmap:
    """Return a small drawing of a canvas: colours filled, objects and texts as boxes."""
    wide = max(24, round(_HIGH * min(canvas.aspect, 2.5)))
    made = QPixmap(wide, _HIGH)
    made.fill(QColor("#f4f4f4"))
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in canvas.shapes:
        region = shape.region or Region(0.25, 0.25, 0.5, 0.5)
        box = QRectF(
            region.x * wide, region.y * _HIGH, region.width * wide, region.height * _HIGH
        ).intersected(QRectF(0, 0, wide, _HIGH))
        _draw(painter, shape, box)
    painter.setPen(QPen(QColor("#888888"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(0.5, 0.5, wide - 1, _HIGH - 1))
    painter.end()
    return made


def _draw(
    painter: QPainter,
    shape: ColourShape | ObjectShape | TextShape | PictureShape,
    box: QRectF,
) -> None:
    dark = QColor("#222222")
    if isinstance(shape, ColourShape):
        painter.fillRect(box, QColor(*shape.colour))
        if shape.absent:
            painter.setPen(QPen(dark, 2))
            painter.drawLine(box.topLeft(), box.bottomRight())
        return
    if isinstance(shape, PictureShape):
        image = QImage.fromData(shape.png) if shape.png is not None else QImage()
        if image.isNull():
            painter.fillRect(box, QColor("#9aa7b5"))
        else:
            painter.drawImage(box, image)
        return
    painter.setPen(QPen(dark, 2))
    fill = QColor(*shape.colour) if isinstance(shape, ObjectShape) and shape.colour else None
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
    font = painter.font()
    font.setPixelSize(16)
    painter.setFont(font)
    words = shape.label if isinstance(shape, ObjectShape) else f"“{shape.text}”"
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
