"""What lies over the tiles: selection, hover, keyboard cursor, rubber band and cluster names."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from app.services.wall_camera import Rect, WallCamera
from app.services.wall_labels import PlacedLabel

LABEL_FILL = QColor(12, 12, 14, 190)
LABEL_INK = QColor(255, 255, 255)
CAPTION_FILL = QColor(12, 12, 14, 165)
OUTLINE_FROM = 7.0  # pixels a cell; below it selected cells are tinted instead of outlined
MOST_DRAWN = 300  # cells that are outlined one by one; more are one picture
MOST_TITLES = 400  # placeholders that are captioned in one frame


@lru_cache(maxsize=64)
def label_font(size_px: int) -> QFont:
    """Return the font of cluster names."""
    font = QFont()
    font.setPixelSize(max(6, size_px))
    font.setWeight(QFont.Weight.DemiBold)
    return font


@lru_cache(maxsize=512)
def label_width(text: str, font_px: float) -> float:
    """Return the width of a cluster name in pixels."""
    return float(QFontMetricsF(label_font(round(font_px))).horizontalAdvance(text))


def draw_labels(
    painter: QPainter, labels: Sequence[PlacedLabel], fill: QColor = LABEL_FILL
) -> None:
    """Draw cluster names on dark pills, readable on any picture."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for label in labels:
        box = QRectF(label.box.x, label.box.y, label.box.width, label.box.height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(LABEL_INK)
        painter.setFont(label_font(round(label.font_px)))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, label.text)


def selected_cells(camera: WallCamera, selected: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the selected cells on the screen, ascending."""
    first_column, end_column, first_row, end_row = camera.visible()
    across = np.arange(first_column, end_column)
    down = np.arange(first_row, end_row)
    cells = (down[:, None] * camera.columns + across).reshape(-1)
    cells = cells[cells < len(selected)]
    return np.asarray(cells[selected[cells]], np.int64)


def draw_selection(
    painter: QPainter, camera: WallCamera, selected: NDArray[np.bool_], accent: QColor
) -> None:
    """Outline the selected cells, or tint them where cells are small."""
    if not selected.any():
        return
    cells = selected_cells(camera, selected)
    if not len(cells):
        return
    if camera.view.scale < OUTLINE_FROM:
        _tint(painter, camera, selected, accent)
        return
    width = 1.5 if camera.view.scale < 24 else 3.0
    if len(cells) > MOST_DRAWN:
        _outline_many(painter, camera, selected, accent, width)
        return
    for cell in cells.tolist():
        draw_outline(painter, camera.cell_rect(cell), accent, width)


def draw_outline(painter: QPainter, rect: Rect, colour: QColor, width: float) -> None:
    """Outline a cell from inside."""
    half = width / 2
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(rect.x + half, rect.y + half, rect.width - width, rect.height - width))


def draw_cursor(painter: QPainter, rect: Rect, dark: bool) -> None:
    """Draw the keyboard cursor: two colours, so that it is seen on any picture."""
    outer, inner = (
        (QColor("white"), QColor("black")) if dark else (QColor("black"), QColor("white"))
    )
    grown = Rect(rect.x - 2, rect.y - 2, rect.width + 4, rect.height + 4)
    draw_outline(painter, grown, outer, 2.0)
    pen = QPen(inner, 1.0, Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.drawRect(QRectF(rect.x - 0.5, rect.y - 0.5, rect.width + 1, rect.height + 1))


def _grid(camera: WallCamera, selected: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return (rows, columns): which cells of the grid are selected."""
    padded = np.zeros(camera.rows * camera.columns, bool)
    padded[: len(selected)] = selected
    return padded.reshape(camera.rows, camera.columns)


def _outline_many(
    painter: QPainter,
    camera: WallCamera,
    selected: NDArray[np.bool_],
    accent: QColor,
    width: float,
) -> None:
    """Outline very many cells: edges of all cells as one picture, seen where they are selected.

    Drawn one by one, ten thousand outlines take 80 ms; the picture takes as long for any number.
    """
    ratio = painter.device().devicePixelRatioF()
    left, top = camera.to_world(0, 0)
    scale = camera.view.scale * ratio
    columns, upright = _edges(left, scale, round(camera.width * ratio), width * ratio)
    rows, level = _edges(
        top / camera.cell_height, scale * camera.cell_height, round(camera.height * ratio),
        width * ratio,
    )  # fmt: skip
    inside = (columns >= 0) & (columns < camera.columns)
    within = (rows >= 0) & (rows < camera.rows)
    chosen = _grid(camera, selected).take(rows, axis=0, mode="clip")
    chosen = chosen.take(columns, axis=1, mode="clip") & inside & within[:, None]
    chosen &= upright | level[:, None]
    pixels = chosen * np.uint32(accent.rgb())  # opaque
    image = QImage(
        pixels.data, len(columns), len(rows), 4 * len(columns),
        QImage.Format.Format_ARGB32_Premultiplied,
    )  # fmt: skip
    painter.drawImage(QRectF(0, 0, camera.width, camera.height), image)


def _edges(
    first: float, scale: float, count: int, width: float
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return for each of count pixels in a row: in which cell it lies, and whether at its edge.

    Args:
        first: place of the first pixel's left, cells.
        scale: pixels a cell.
        count: pixels.
        width: of an edge, pixels.
    """
    places = first + (np.arange(count) + 0.5) / scale
    cells = np.floor(places).astype(np.int64)
    away = (places - cells) * scale
    return cells, (away < width) | (away > scale - width)


def _tint(
    painter: QPainter, camera: WallCamera, selected: NDArray[np.bool_], accent: QColor
) -> None:
    """Lay a half transparent colour over the selected cells: one pixel a cell, scaled up."""
    first_column, end_column, first_row, end_row = camera.visible()
    rows, columns = end_row - first_row, end_column - first_column
    seen = _grid(camera, selected)[first_row:end_row, first_column:end_column]
    value = QColor(accent)
    value.setAlpha(170)
    red, green, blue = (
        round(part * 170 / 255) for part in (value.red(), value.green(), value.blue())
    )
    packed = np.uint32(170 << 24 | red << 16 | green << 8 | blue)
    pixels = np.where(seen, packed, np.uint32(0)).astype(np.uint32)
    pixels = np.ascontiguousarray(pixels)
    image = QImage(
        pixels.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32_Premultiplied
    )
    area = camera.box_rect((first_column, first_row, end_column, end_row))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
    painter.drawImage(QRectF(area.x, area.y, area.width, area.height), image)


def draw_titles(
    painter: QPainter,
    camera: WallCamera,
    cells: Sequence[int],
    title_of: Callable[[int], str],
    ink: QColor,
) -> None:
    """Write titles into cells that have no picture."""
    painter.setPen(ink)
    size = max(9, min(18, round(camera.view.scale / 8)))
    painter.setFont(label_font(size))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    for cell in cells[:MOST_TITLES]:
        text = title_of(cell)
        if text:
            rect = camera.cell_rect(cell)
            inner = QRectF(rect.x, rect.y, rect.width, rect.height)
            painter.drawText(inner.adjusted(6, 6, -6, -6), flags, text)


def draw_band(painter: QPainter, area: Rect, accent: QColor) -> None:
    """Draw the rubber band."""
    fill = QColor(accent)
    fill.setAlpha(50)
    painter.setPen(QPen(accent, 1.5))
    painter.setBrush(fill)
    painter.drawRect(QRectF(area.x, area.y, area.width, area.height))


def draw_lasso(painter: QPainter, points: Sequence[tuple[float, float]], accent: QColor) -> None:
    """Draw the line of a lasso, closed by a dashed one.

    Args:
        painter: of the view.
        points: on the screen.
        accent: colour of selections.
    """
    if len(points) < 2:
        return
    line = QPolygonF([QPointF(x, y) for x, y in points])
    fill = QColor(accent)
    fill.setAlpha(50)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawPolygon(line, Qt.FillRule.WindingFill)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, width in ((QColor(0, 0, 0, 160), 3.5), (accent, 1.8)):
        painter.setPen(QPen(ink, width))
        painter.drawPolyline(line)
    painter.setPen(QPen(accent, 1.2, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(*points[-1]), QPointF(*points[0]))
