"""What lies over the page and is not drawn: joints, axis, grips, the keyboard's pen, hints."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF

from app.services.body_document_types import PAGE, PARENTS
from app.widgets import paint
from app.widgets.drawing.camera import Camera
from app.widgets.drawing.gestures import corners
from app.widgets.drawing.types import Place
from app.widgets.paint import mix, readable_on

Array = NDArray[np.float64]

DOT: Final = 5.5  # pixels, half a joint's handle
GRIP: Final = 6.0  # pixels, half a corner's handle
SURE: Final = 0.5
"""Confidence below which a joint's handle is hollow."""
PAPER_LIGHT: Final = QColor("#fffefa")
PAPER_DARK: Final = QColor("#dedbd3")  # paper in a dim room
_PLAIN: Final = QColor("#0072b2")
_AXIS: Final = QColor("#9a4a86")


@dataclass(slots=True)
class JointLook:
    """Joints as they are shown.

    Args:
        points: float64 (24, 2), in the widget.
        confidence: (24,), 0-1; None where nothing was read.
        locked: joints that keep their rotation.
        pinned: joints that keep their place.
        selected: the chosen joint, -1 for none.
        hovered: the joint under the pointer.
        names: of the joints.
        is_faint: whether they are in the way of drawing.
        room: of the widget, for names.
    """

    points: Array
    confidence: Array | None = None
    locked: frozenset[int] = frozenset()
    pinned: frozenset[int] = frozenset()
    selected: int = -1
    hovered: int = -1
    names: tuple[str, ...] = field(default=())
    is_faint: bool = False
    room: QRectF = field(default_factory=QRectF)


def confidence_colour(share: float | None) -> QColor:
    """Return the colour of how sure a joint is, 0-1; None where nothing was read."""
    if share is None or not np.isfinite(share):
        return _PLAIN
    return paint.confidence_colour(share)


def paper_colour(palette: QPalette) -> QColor:
    """Return the colour of the page: light in both themes, a little dimmed among dark ones."""
    return PAPER_DARK if is_dark(palette) else PAPER_LIGHT


def is_dark(palette: QPalette) -> bool:
    """Return whether a palette is a dark one."""
    return palette.window().color().lightness() < 128


def desk_colour(palette: QPalette) -> QColor:
    """Return the colour around the page."""
    window = palette.window().color()
    if is_dark(palette):  # light enough for ink beyond the page to be seen
        return mix(window, QColor("#8b93a5"), 0.3)
    return mix(window, QColor("#5a6478"), 0.16)


def draw_desk(painter: QPainter, palette: QPalette, page: QRectF, seen: QRectF) -> None:
    """Draw the desk, the page and the page's shadow."""
    desk = desk_colour(palette)
    if not page.contains(seen):
        painter.fillRect(seen, desk)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for spread, alpha in ((6, 8), (4, 12), (2, 20)):
            painter.setBrush(QColor(0, 0, 0, alpha * (2 if is_dark(palette) else 1)))
            grown = page.adjusted(-spread, -spread + 2, spread, spread + 2)
            painter.drawRoundedRect(grown, spread + 1, spread + 1)
    painter.fillRect(page, paper_colour(palette))


def draw_outside(painter: QPainter, palette: QPalette, page: QRectF, seen: QRectF) -> None:
    """Dim what was drawn beyond the page, and draw the page's edge."""
    if page.contains(seen):
        return
    wash = desk_colour(palette)
    wash.setAlpha(140 if is_dark(palette) else 175)
    top, bottom = max(seen.top(), page.top()), min(seen.bottom(), page.bottom())
    for area in (
        QRectF(seen.left(), seen.top(), seen.width(), page.top() - seen.top()),
        QRectF(seen.left(), page.bottom(), seen.width(), seen.bottom() - page.bottom()),
        QRectF(seen.left(), top, page.left() - seen.left(), bottom - top),
        QRectF(page.right(), top, seen.right() - page.right(), bottom - top),
    ):
        if area.width() > 0 and area.height() > 0:
            painter.fillRect(area, wash)
    edge = QColor("#000000") if is_dark(palette) else QColor("#aab2c0")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # noqa: FBT003
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(edge, 1))
    painter.drawRect(page)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def draw_placeholder(painter: QPainter, palette: QPalette, page: QRectF, words: str) -> None:
    """Say on an empty page what it is for."""
    painter.setPen(mix(paper_colour(palette), QColor("#20242c"), 0.85))
    font = painter.font()
    font.setPointSizeF(font.pointSizeF() * 1.25)
    painter.save()
    painter.setFont(font)
    room = page.adjusted(page.width() * 0.1, 0, -page.width() * 0.1, 0)
    flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
    painter.drawText(room, flags, words)
    painter.restore()


def draw_joints(painter: QPainter, look: JointLook) -> None:
    """Draw bones and handles; the chosen one and the one under the pointer with their names."""
    painter.setOpacity(0.45 if look.is_faint else 1.0)
    colours = [
        confidence_colour(None if look.confidence is None else float(look.confidence[joint]))
        for joint in range(len(look.points))
    ]
    at = [QPointF(float(x), float(y)) for x, y in look.points]
    for width, alpha in ((5.0, 150), (2.5, 170)):
        for joint, parent in enumerate(PARENTS):
            if parent >= 0:
                colour = QColor(255, 255, 255) if width > 4 else QColor(colours[joint])
                colour.setAlpha(alpha)
                pen = QPen(colour, width)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                painter.setPen(pen)
                painter.drawLine(at[parent], at[joint])
    for joint in range(len(at)):
        _draw_handle(painter, look, joint, at[joint], colours[joint])
    painter.setOpacity(1.0)
    named = (look.hovered,) if look.is_faint else (look.selected, look.hovered)
    for joint in dict.fromkeys(named):
        if 0 <= joint < min(len(at), len(look.names)) and look.room.contains(at[joint]):
            place = at[joint] + QPointF(DOT + 7, -DOT - 7)
            draw_tag(painter, look.room, place, look.names[joint])


def _draw_handle(
    painter: QPainter, look: JointLook, joint: int, at: QPointF, colour: QColor
) -> None:
    half = DOT * (1.35 if joint in {look.selected, look.hovered} else 1.0)
    if joint == look.selected:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(255, 255, 255, 190))
        painter.drawEllipse(at, half + 6, half + 6)
        painter.setPen(QPen(QColor("#14213f"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, half + 5, half + 5)
    unsure = look.confidence is not None and look.confidence[joint] < SURE
    painter.setBrush(QColor(255, 255, 255) if unsure else colour)
    painter.setPen(QPen(colour if unsure else QColor(255, 255, 255), 2.5 if unsure else 1.5))
    if joint in look.locked:
        painter.drawRoundedRect(QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half), 2, 2)
        _draw_padlock(painter, at, half * 0.62, colour if unsure else QColor(255, 255, 255))
    else:
        painter.drawEllipse(at, half, half)
    if joint in look.pinned:
        _draw_pin(painter, at, half)


def _draw_padlock(painter: QPainter, at: QPointF, half: float, colour: QColor) -> None:
    painter.setPen(QPen(colour, 1.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(at.x() - half * 0.6, at.y() - half, half * 1.2, half * 1.4), 0, 180 * 16)
    painter.fillRect(
        QRectF(at.x() - half * 0.9, at.y() - half * 0.2, half * 1.8, half * 1.2), colour
    )


def _draw_pin(painter: QPainter, at: QPointF, half: float) -> None:
    """Draw a map pin that stands on the joint."""
    top = at - QPointF(0, half + 13)
    painter.setPen(QPen(QColor(255, 255, 255), 1.2))
    painter.setBrush(QColor("#14213f"))
    tip = at - QPointF(0, half - 1)
    painter.drawPolygon(QPolygonF([top + QPointF(-4.2, 2.5), top + QPointF(4.2, 2.5), tip]))
    painter.drawEllipse(top, 5.0, 5.0)
    painter.setBrush(QColor(255, 255, 255))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(top, 1.8, 1.8)


def draw_tag(painter: QPainter, room: QRectF, at: QPointF, words: str) -> None:
    """Draw words in a dark bubble whose lower left corner is at a place, within a room."""
    metrics = painter.fontMetrics()
    box = QRectF(0, 0, metrics.horizontalAdvance(words) + 14, metrics.height() + 6)
    box.moveBottomLeft(at)
    box.moveLeft(max(2.0, min(box.left(), room.right() - box.width() - 2)))
    box.moveTop(max(2.0, box.top()))
    ground = QColor(20, 33, 63, 235)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 5, 5)
    painter.setPen(readable_on(ground))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def axis_grips(camera: Camera, axis: float, height: float) -> tuple[QPointF, QPointF]:
    """Return where the axis is held: near both ends of it that are seen."""
    x, top = camera.to_widget(axis, 0.0)
    _x, bottom = camera.to_widget(axis, PAGE)
    return QPointF(x, max(12.0, top - 1)), QPointF(x, min(height - 12.0, bottom + 1))


def draw_axis(painter: QPainter, camera: Camera, axis: float, height: float) -> None:
    """Draw the axis of symmetry with its grips."""
    start, end = axis_grips(camera, axis, height)
    painter.setPen(QPen(QColor(255, 255, 255, 150), 3))
    painter.drawLine(start, end)
    painter.setPen(QPen(_AXIS, 1.4, Qt.PenStyle.DashLine))
    painter.drawLine(start, end)
    for at in (start, end):
        painter.setPen(QPen(QColor(255, 255, 255), 1.5))
        painter.setBrush(_AXIS)
        painter.drawRoundedRect(QRectF(at.x() - 11, at.y() - 7, 22, 14), 7, 7)
        painter.setPen(QPen(QColor(255, 255, 255), 1.6))
        for way in (-1, 1):
            tip = at + QPointF(7.0 * way, 0)
            painter.drawLine(tip, tip + QPointF(-3.0 * way, -3))
            painter.drawLine(tip, tip + QPointF(-3.0 * way, 3))


def draw_picture_grips(painter: QPainter, camera: Camera, place: Place) -> None:
    """Draw the frame of the picture below with its corners."""
    left, top = camera.to_widget(place[0], place[1])
    right, bottom = camera.to_widget(place[0] + place[2], place[1] + place[3])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(255, 255, 255, 190), 3))
    painter.drawRect(QRectF(QPointF(left, top), QPointF(right, bottom)))
    painter.setPen(QPen(_PLAIN, 1.5, Qt.PenStyle.DashLine))
    painter.drawRect(QRectF(QPointF(left, top), QPointF(right, bottom)))
    painter.setBrush(QColor(255, 255, 255))
    painter.setPen(QPen(_PLAIN, 2))
    for _which, corner in corners(place):
        x, y = camera.to_widget(float(corner[0]), float(corner[1]))
        painter.drawRect(QRectF(x - GRIP, y - GRIP, 2 * GRIP, 2 * GRIP))


def draw_key_pen(painter: QPainter, at: QPointF, half: float, *, is_down: bool) -> None:
    """Draw the pen that the keyboard moves: a cross hair, filled while the pen is down."""
    for width, colour in ((3.5, QColor(255, 255, 255, 210)), (1.5, QColor("#14213f"))):
        painter.setPen(QPen(colour, width))
        painter.setBrush(paint.CONFIDENCE[0][1] if is_down else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, max(4.0, half), max(4.0, half))
        for way in (QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)):
            painter.drawLine(at + way * (max(4.0, half) + 3), at + way * (max(4.0, half) + 11))


def draw_hint(painter: QPainter, palette: QPalette, room: QRectF, words: str) -> None:
    """Say at the foot of the canvas why something is refused."""
    metrics = painter.fontMetrics()
    most = max(60.0, room.width() - 40)
    flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
    needed = QRectF(metrics.boundingRect(QRectF(0, 0, most, 400).toRect(), flags, words))
    box = QRectF(0, 0, needed.width() + 28, needed.height() + 16)
    box.moveCenter(QPointF(room.center().x(), room.bottom() - 18 - box.height() / 2))
    ground = QColor("#ffdc8c") if is_dark(palette) else QColor("#5c4300")
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 8, 8)
    painter.setPen(readable_on(ground))
    painter.drawText(box, flags, words)


def draw_ring(painter: QPainter, at: QPointF, half: float) -> None:
    """Draw how wide a pen is that no cursor can show."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for width, colour in ((3.0, QColor(255, 255, 255, 200)), (1.2, QColor(20, 24, 34))):
        painter.setPen(QPen(colour, width))
        painter.drawEllipse(at, half, half)


def draw_focus(painter: QPainter, palette: QPalette, room: QRectF) -> None:
    """Draw the ring that says that the keyboard is here."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(palette.highlight().color(), 2))
    painter.drawRect(room.adjusted(1, 1, -1, -1))


def boxed(low: Array, high: Array) -> Array:
    """Return (left, top, right, bottom) of two corners."""
    return np.concatenate([low, high])
