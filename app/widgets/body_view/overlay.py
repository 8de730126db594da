"""What is painted over the body: bones, joints with their marks, rings, a legend."""

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QLinearGradient,
    QPainter,
    QPen,
    QPolygonF,
)

from app.widgets.body_view.camera import Floats, Projection
from app.widgets.body_view.colours import AXES, HOVER, Colours, sure_colour, sure_stops
from app.widgets.body_view.gizmo import Gizmo, RingDrag
from app.widgets.icons import icon

if TYPE_CHECKING:
    from app.widgets.body_view.scene import Skeleton

JOINT_PX: Final = 4.6  # radius of a handle
_BONE_PX: Final = 4.5  # half the width of a bone where it is widest
_NECK: Final = 0.16  # share of a bone at which it is widest
_MARK: Final = 13  # pixels of a padlock or a pin
_LEAST_AHEAD: Final = 0.05


def paint_bones(
    painter: QPainter,
    skeleton: "Skeleton",
    projection: Projection,
    colours: Colours,
    *,
    by_confidence: bool,
) -> None:
    """Paint a bone from each joint to its parent, the farthest first."""
    seen = projection.points(skeleton.places)
    bones = [(joint, parent) for joint, parent in enumerate(skeleton.parents) if parent >= 0]
    bones.sort(key=lambda bone: -float(seen[bone[0], 2] + seen[bone[1], 2]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for joint, parent in bones:
        if min(seen[joint, 2], seen[parent, 2]) < _LEAST_AHEAD:
            continue
        fill = colours.bone
        if by_confidence and skeleton.confidence is not None:
            fill = QColor(sure_colour(float(skeleton.confidence[joint])))
            fill.setAlpha(225)
        painter.setPen(QPen(colours.edge, 1.2))
        painter.setBrush(fill)
        painter.drawPolygon(_bone(seen[parent, :2], seen[joint, :2]))


def _bone(start: Floats, end: Floats) -> QPolygonF:
    """Return a long kite between two points of the screen."""
    way = end - start
    length = max(float(np.linalg.norm(way)), 1e-6)
    aside = np.array([-way[1], way[0]]) / length * min(_BONE_PX, length * 0.2)
    neck = start + way * _NECK
    corners = (start, neck + aside, end, neck - aside)
    return QPolygonF([QPointF(float(x), float(y)) for x, y in corners])


def paint_joints(
    painter: QPainter,
    skeleton: "Skeleton",
    projection: Projection,
    colours: Colours,
    *,
    selected: int,
    hovered: int,
    by_confidence: bool,
) -> None:
    """Paint a handle on each joint, and a padlock or a pin beside it."""
    seen = projection.points(skeleton.places)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for joint in np.argsort(-seen[:, 2], kind="stable").tolist():
        if seen[joint, 2] < _LEAST_AHEAD:
            continue
        middle = QPointF(float(seen[joint, 0]), float(seen[joint, 1]))
        fill = QColor(255, 255, 255, 235)
        if by_confidence and skeleton.confidence is not None:
            fill = sure_colour(float(skeleton.confidence[joint]))
        radius = JOINT_PX + (1.5 if joint in (selected, hovered) else 0.0)
        if joint == selected:
            painter.setPen(QPen(QColor(255, 255, 255, 230), 5.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, radius + 1, radius + 1)
            painter.setPen(QPen(colours.accent, 3.0))
        else:
            painter.setPen(QPen(HOVER if joint == hovered else colours.edge, 1.6))
        painter.setBrush(fill)
        if joint in skeleton.locked:  # another form, not only another mark
            painter.drawRect(
                QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
            )
        else:
            painter.drawEllipse(middle, radius, radius)
        held = (("lock", skeleton.locked), ("pin", skeleton.pinned))
        marks = [name for name, joints in held if joint in joints]
        for number, name in enumerate(marks):
            _paint_mark(painter, middle + QPointF(8 + 18 * number, -20), name, colours)


def _paint_mark(painter: QPainter, corner: QPointF, name: str, colours: Colours) -> None:
    box = QRect(round(corner.x()), round(corner.y()), _MARK, _MARK)
    painter.setPen(QPen(colours.grid, 1))
    painter.setBrush(colours.ground[0])
    painter.drawRoundedRect(QRectF(box).adjusted(-2, -2, 2, 2), 4, 4)
    icon(name).paint(painter, box)


def paint_gizmo(painter: QPainter, gizmo: Gizmo, hovered: int, drag: RingDrag | None) -> None:
    """Paint the rings of a joint; while one is dragged, that one and how far it is turned."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ring in range(3):
        if drag is not None and ring != drag.ring:
            continue
        curve, faces = gizmo.curve(ring)
        is_lit = ring == hovered or drag is not None
        for front in (False, True):
            colour = QColor(AXES[ring])
            colour.setAlpha(255 if front else 70)
            wide = 4.0 if is_lit else 2.6
            for piece in _pieces(curve, faces == front):
                if front:
                    painter.setPen(_pen(QColor(255, 255, 255, 190), wide + 2.4))
                    painter.drawPolyline(piece)
                painter.setPen(_pen(HOVER if is_lit and front else colour, wide if front else 1.6))
                painter.drawPolyline(piece)
                if is_lit and front:
                    painter.setPen(_pen(colour, 1.8))
                    painter.drawPolyline(piece)
    if drag is not None:
        _paint_turn(painter, gizmo, drag)


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)


def _pieces(curve: Floats, kept: "np.ndarray") -> list[QPolygonF]:
    """Return the runs of a closed curve whose points are kept."""
    runs: list[QPolygonF] = []
    run: list[QPointF] = []
    for (x, y), keep in zip(curve.tolist(), kept.tolist(), strict=True):
        if keep:
            run.append(QPointF(x, y))
        elif run:
            runs.append(QPolygonF(run))
            run = []
    if run:
        runs.append(QPolygonF(run))
    return [one for one in runs if one.size() > 1]


def _paint_turn(painter: QPainter, gizmo: Gizmo, drag: RingDrag) -> None:
    """Paint the part of a disc that was turned through, and the angle in degrees."""
    start = drag.start
    angles = start + np.linspace(0, float(np.clip(drag.angle, -2 * np.pi, 2 * np.pi)), 48)
    edge = gizmo.projection.points(gizmo.points(drag.ring, angles))[:, :2]
    middle = gizmo.projection.points(gizmo.place)[:2]
    fan = [QPointF(*middle.tolist()), *(QPointF(x, y) for x, y in edge.tolist())]
    fill = QColor(AXES[drag.ring])
    fill.setAlpha(90)
    painter.setPen(QPen(AXES[drag.ring], 1.4))
    painter.setBrush(fill)
    painter.drawPolygon(QPolygonF(fan))
    text = f"{np.degrees(drag.angle):+.0f}°"
    place = QPointF(
        float(middle[0]) + gizmo.radius_px * 0.75, float(middle[1]) - gizmo.radius_px - 8
    )
    paint_pill(painter, place, text)


def paint_pill(painter: QPainter, place: QPointF, text: str) -> None:
    """Paint a text that is read on anything, its lower left corner at a place."""
    font = QFont(painter.font())
    font.setBold(True)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    box = QRectF(0, 0, metrics.horizontalAdvance(text) + 16, metrics.height() + 6)
    box.moveBottomLeft(place)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(24, 28, 36, 225))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setPen(QColor(255, 255, 255))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def paint_legend(
    painter: QPainter, area: QRectF, colours: Colours, words: tuple[str, str, str]
) -> None:
    """Paint what the colours of joints mean, at the lower left.

    Args:
        painter: where to.
        area: of the view.
        colours: of the theme.
        words: the title, what the lowest is called, what the highest is called.
    """
    title, low, high = words
    metrics = QFontMetricsF(painter.font())
    line = metrics.height()
    wide = max(132.0, metrics.horizontalAdvance(low + high) + 24, metrics.horizontalAdvance(title))
    box = QRectF(area.left() + 12, area.bottom() - 12 - 2 * line - 22, wide + 20, 2 * line + 22)
    ground = QColor(colours.ground[0])
    ground.setAlpha(215)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colours.grid, 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 6, 6)
    inner = box.adjusted(10, 5, -10, -5)
    painter.setPen(colours.text)
    painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, title)
    painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, low)
    painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight, high)
    bar = QRectF(inner.left(), inner.top() + line + 2, inner.width(), 7)
    ramp = QLinearGradient(bar.topLeft(), bar.topRight())
    for share, colour in sure_stops():
        ramp.setColorAt(share, colour)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ramp)
    painter.drawRoundedRect(bar, 3, 3)
