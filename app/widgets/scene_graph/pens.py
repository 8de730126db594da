"""How nodes and relations look: one drawing for the editor and for pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen, QPixmap, QPolygonF

from app.widgets.paint import contrast, mix, readable_on
from common.scenes import EdgeSource, Need

# Okabe and Ito (2008): told apart by people with any common colour blindness; each also has a line
# of its own.
SOURCE_COLOURS = {
    EdgeSource.IMPORTED: QColor("#0072b2"),
    EdgeSource.PREDICTED: QColor("#d55e00"),
    EdgeSource.GEOMETRIC: QColor("#7a7a7a"),
}
SOURCE_LINES = {
    EdgeSource.IMPORTED: Qt.PenStyle.SolidLine,
    EdgeSource.PREDICTED: Qt.PenStyle.DashLine,
    EdgeSource.GEOMETRIC: Qt.PenStyle.DotLine,
}
ROLE_COLOURS = {
    "node": QColor("#0072b2"),
    "attribute": QColor("#56b4e9"),
    "predicate": QColor("#d55e00"),
    "time": QColor("#009e73"),
    "place": QColor("#cc79a7"),
    "activity": QColor("#e69f00"),
}
_NEED_MARKS = {Need.SHOULD: "", Need.MUST: "! ", Need.NOT: "¬ "}
_ARROW = 9.0  # pixels
_PICTURE = 34.0


@dataclass(frozen=True, slots=True)
class Look:
    """How an element of a graph stands: chosen, under the mouse, known.

    Args:
        need: how it counts.
        is_current: the keyboard is on it.
        is_hot: the mouse is on it, or something is dragged onto it.
        is_known: the vocabulary holds its name.
    """

    need: Need = Need.SHOULD
    is_current: bool = False
    is_hot: bool = False
    is_known: bool = True


def readable(colour: QColor, ground: QColor) -> QColor:
    """Return colour, moved towards black or white until words in it can be read on ground."""
    ink = readable_on(ground)
    for share in (0.0, 0.2, 0.35, 0.5, 0.65, 0.8):
        shown = mix(colour, ink, share)
        if contrast(shown, ground) >= 4.5:
            return shown
    return ink


def node_size(
    text: str, detail: str, metrics: QFontMetricsF, *, picture: bool
) -> tuple[float, float]:
    """Return the width and height of a node, pixels.

    Args:
        text: its names.
        detail: its attributes.
        metrics: of the font.
        picture: whether it shows an image region.
    """
    wide = max(metrics.horizontalAdvance(f"¬ {text}"), metrics.horizontalAdvance(detail) * 0.9)
    width = max(34.0, min(220.0, wide + 20))
    height = metrics.height() + 10 + (metrics.height() * 0.85 if detail else 0)
    if picture:
        return width + _PICTURE + 4, max(height, _PICTURE + 6)
    return width, height


def draw_node(
    painter: QPainter,
    box: QRectF,
    text: str,
    detail: str,
    look: Look,
    palette: QPalette,
    picture: QPixmap | None = None,
) -> None:
    """Draw a node: its names, below them its attributes; marks say how it counts."""
    ground = palette.base().color()
    fill = mix(ground, ROLE_COLOURS["node"], 0.30 if look.is_hot else 0.16)
    if look.need is Need.NOT:
        fill = mix(ground, palette.text().color(), 0.08)
    line = (
        palette.highlight().color() if look.is_current else mix(fill, palette.text().color(), 0.4)
    )
    pen = QPen(line, 2.4 if look.is_current or look.need is Need.MUST else 1.2)
    if look.need is Need.NOT:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(fill)
    radius = min(12.0, box.height() / 2)
    painter.drawRoundedRect(box, radius, radius)
    if picture is not None and not picture.isNull():
        box = _draw_picture(painter, box, picture)
    _draw_words(painter, box, text, detail, look, readable(palette.text().color(), fill))


def _draw_picture(painter: QPainter, box: QRectF, picture: QPixmap) -> QRectF:
    size = picture.deviceIndependentSize()
    size.scale(_PICTURE, _PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
    square = QRectF(box.left() + 4, box.center().y() - _PICTURE / 2, _PICTURE, _PICTURE)
    target = QRectF(0, 0, size.width(), size.height())
    target.moveCenter(square.center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(target, picture, QRectF(picture.rect()))
    return box.adjusted(_PICTURE + 4, 0, 0, 0)


def _draw_words(
    painter: QPainter, box: QRectF, text: str, detail: str, look: Look, ink: QColor
) -> None:
    painter.save()
    font = QFont(painter.font())
    font.setStrikeOut(look.need is Need.NOT)
    font.setBold(look.need is Need.MUST)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    words = _NEED_MARKS[look.need] + text + ("" if look.is_known else " ?")
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width() - 8)
    painter.setPen(ink if look.is_known else mix(ink, QColor("#808080"), 0.35))
    upper = QRectF(box)
    if detail:
        upper.setHeight(metrics.height() + 6)
    painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, shown)
    if detail:
        small = QFont(painter.font())
        small.setBold(False)
        small.setItalic(True)
        small.setPointSizeF(max(6.5, font.pointSizeF() * 0.85))
        painter.setFont(small)
        lower = QRectF(box.left(), upper.bottom() - 2, box.width(), box.bottom() - upper.bottom())
        elided = QFontMetricsF(small).elidedText(
            detail, Qt.TextElideMode.ElideRight, box.width() - 8
        )
        painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, elided)
    painter.restore()


def rim(box: QRectF, towards: QPointF) -> QPointF:
    """Return the point where the line from the middle of a box to a point leaves the box."""
    middle = box.center()
    dx, dy = towards.x() - middle.x(), towards.y() - middle.y()
    if abs(dx) < 1e-6 and abs(dy) < 1e-6:
        return middle
    scale = min(
        box.width() / 2 / abs(dx) if abs(dx) > 1e-6 else 1e9,
        box.height() / 2 / abs(dy) if abs(dy) > 1e-6 else 1e9,
    )
    return QPointF(middle.x() + dx * min(1.0, scale), middle.y() + dy * min(1.0, scale))


def draw_arrow(painter: QPainter, start: QPointF, end: QPointF, pen: QPen) -> None:
    """Draw a line with a head at its end."""
    line = QLineF(start, end)
    if line.length() < 1:
        return
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawLine(line)
    unit = QPointF(line.dx() / line.length(), line.dy() / line.length())
    side = QPointF(-unit.y(), unit.x())
    back = end - unit * _ARROW
    head = QPolygonF([end, back + side * (_ARROW * 0.45), back - side * (_ARROW * 0.45)])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(pen.color())
    painter.drawPolygon(head)


def edge_word_box(middle: QPointF, text: str, metrics: QFontMetricsF) -> QRectF:
    """Return where the name of a relation stands, pixels."""
    width = min(150.0, max(18.0, metrics.horizontalAdvance(f"¬ {text}") + 16))
    box = QRectF(0, 0, width, metrics.height() + 4)
    box.moveCenter(middle)
    return box


def draw_edge_word(
    painter: QPainter, box: QRectF, text: str, look: Look, palette: QPalette
) -> None:
    """Draw the name of a relation on its line."""
    ground = palette.base().color()
    fill = mix(ground, ROLE_COLOURS["predicate"], 0.22 if look.is_hot else 0.10)
    line = (
        palette.highlight().color() if look.is_current else mix(fill, palette.text().color(), 0.25)
    )
    pen = QPen(line, 2.2 if look.is_current or look.need is Need.MUST else 1.0)
    if look.need is Need.NOT:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(fill)
    painter.drawRoundedRect(box, 5, 5)
    _draw_words(painter, box, text, "", look, readable(palette.text().color(), fill))


def legend_line(painter: QPainter, box: QRectF, source: EdgeSource, palette: QPalette) -> None:
    """Draw the line that stands for a source of relations."""
    colour = readable(SOURCE_COLOURS[source], palette.window().color())
    pen = QPen(colour, 2.4)
    pen.setStyle(SOURCE_LINES[source])
    painter.setPen(pen)
    y = box.center().y()
    painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))


def spread(points: Sequence[tuple[int, int]]) -> list[float]:
    """Return how far each of several relations between the same nodes stands aside, -1 to 1.

    Args:
        points: subject and object of every relation.
    """
    groups: dict[frozenset[int], list[int]] = {}
    for place, pair in enumerate(points):
        groups.setdefault(frozenset(pair), []).append(place)
    shifts = [0.0] * len(points)
    for places in groups.values():
        for order, place in enumerate(places):
            shift = order - (len(places) - 1) / 2
            # Seen from the other end, left is right.
            shifts[place] = shift if points[place][0] <= points[place][1] else -shift
    return shifts
