"""Draws the shapes of a canvas."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPixmap

from app.widgets.icons import icon
from app.widgets.paint import mix, readable_on
from app.widgets.query_canvas.things import icon_of, spoken
from common.canvas import Canvas, ColourShape, ObjectShape, Region, Shape, TextShape

HANDLE = 8.0  # pixels, the side of a grip
_ROUND = 4.0
_GLYPH = 16.0
HANDLES = ("lt", "t", "rt", "r", "rb", "b", "lb", "l")


@dataclass(slots=True)
class Look:
    """How a board looks now.

    Args:
        canvas: what is on it.
        ground: rectangle of the canvas in the widget.
        chosen: places of the chosen shapes; the last one has grips.
        pictures: of placed pictures, by place.
        guides: x of upright and y of level lines that something was drawn to, in fractions.
        rubber: region that is being drawn.
        pen: colour of what is being drawn.
        grid: whether the 3 x 3 grid is on.
        focused: whether the keyboard is here.
    """

    canvas: Canvas
    ground: QRectF
    chosen: Sequence[int] = ()
    pictures: dict[int, QPixmap] = field(default_factory=dict)
    guides: tuple[Sequence[float], Sequence[float]] = ((), ())
    rubber: Region | None = None
    pen: QColor = field(default_factory=lambda: QColor("#888888"))
    grid: bool = False
    focused: bool = False


def to_widget(region: Region, ground: QRectF) -> QRectF:
    """Return where a region is in the widget."""
    return QRectF(
        ground.x() + region.x * ground.width(),
        ground.y() + region.y * ground.height(),
        region.width * ground.width(),
        region.height * ground.height(),
    )


def handle_points(box: QRectF) -> dict[str, QPointF]:
    """Return the middles of the eight grips of a box by name."""
    middle = box.center()
    across = {"l": box.left(), "r": box.right()}
    down = {"t": box.top(), "b": box.bottom()}
    return {
        name: QPointF(
            next((x for key, x in across.items() if key in name), middle.x()),
            next((y for key, y in down.items() if key in name), middle.y()),
        )
        for name in HANDLES
    }


def anywhere_boxes(canvas: Canvas, ground: QRectF, height: float) -> dict[int, QRectF]:
    """Return where objects that may be anywhere stand: in a line below the canvas."""
    found: dict[int, QRectF] = {}
    x = ground.left()
    for place, shape in enumerate(canvas.shapes):
        if shape.region is None:
            wide = min(ground.width() - 8, 34 + 7.5 * len(object_words(shape)))
            found[place] = QRectF(x, ground.bottom() + 4, wide, height)
            x += wide + 4
    return found


def object_words(shape: Shape) -> str:
    """Return what stands in the label of an object: "2–4 person"."""
    if not isinstance(shape, ObjectShape):
        return ""
    if shape.most == 0:
        return f"✕ {spoken(shape.label)}"
    if shape.most is None:
        count = f"{shape.least}+ " if shape.least > 1 else ""
    elif shape.most == shape.least:
        count = f"{shape.least} "
    else:
        count = f"{shape.least}–{shape.most} "
    return f"{count}{spoken(shape.label)}"


def draw_board(painter: QPainter, palette: QPalette, look: Look) -> None:
    """Draw a board: ground, shapes from the lowest up, lines, grips."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_ground(painter, palette, look)
    chips = anywhere_boxes(look.canvas, look.ground, painter.fontMetrics().height() + 8.0)
    for place, shape in enumerate(look.canvas.shapes):
        box = chips[place] if shape.region is None else to_widget(shape.region, look.ground)
        painter.setClipRect(look.ground, Qt.ClipOperation.ReplaceClip)
        painter.setClipping(shape.region is not None)
        _draw_shape(painter, palette, shape, box, look.pictures.get(place))
    painter.setClipping(False)
    if look.rubber is not None:
        fill = QColor(look.pen)
        fill.setAlpha(110)
        painter.setPen(QPen(palette.highlight().color(), 1, Qt.PenStyle.DashLine))
        painter.setBrush(fill)
        painter.drawRect(to_widget(look.rubber, look.ground))
    _draw_guides(painter, palette, look)
    for place in look.chosen:
        shape = look.canvas.shapes[place]
        box = chips[place] if shape.region is None else to_widget(shape.region, look.ground)
        grips = place == look.chosen[-1] and shape.region is not None
        _draw_chosen(painter, palette, box, grips=grips, strong=look.focused)


def _draw_ground(painter: QPainter, palette: QPalette, look: Look) -> None:
    base = palette.base().color()
    line = mix(base, palette.text().color(), 0.35)
    painter.setPen(QPen(palette.highlight().color() if look.focused else line, 1))
    painter.setBrush(base)
    painter.drawRoundedRect(look.ground.adjusted(-0.5, -0.5, 0.5, 0.5), 3, 3)
    share = 0.45 if look.grid else 0.10
    painter.setPen(QPen(mix(base, palette.text().color(), share), 1, Qt.PenStyle.DotLine))
    for third in (1 / 3, 2 / 3):
        x = look.ground.left() + third * look.ground.width()
        y = look.ground.top() + third * look.ground.height()
        painter.drawLine(QPointF(x, look.ground.top()), QPointF(x, look.ground.bottom()))
        painter.drawLine(QPointF(look.ground.left(), y), QPointF(look.ground.right(), y))


def _draw_shape(
    painter: QPainter, palette: QPalette, shape: Shape, box: QRectF, picture: QPixmap | None
) -> None:
    if isinstance(shape, ColourShape):
        _draw_colour(painter, shape, box)
    elif isinstance(shape, ObjectShape):
        _draw_object(painter, palette, shape, box)
    elif isinstance(shape, TextShape):
        _draw_text(painter, palette, shape, box)
    else:
        _draw_picture(painter, palette, box, picture)


def _draw_colour(painter: QPainter, shape: ColourShape, box: QRectF) -> None:
    colour = QColor(*shape.colour)
    painter.setPen(QPen(mix(colour, readable_on(colour), 0.35), 1))
    if not shape.absent:
        painter.setBrush(colour)
        painter.drawRoundedRect(box, _ROUND, _ROUND)
        return
    faint = QColor(colour)
    faint.setAlpha(70)
    painter.setBrush(faint)
    painter.drawRoundedRect(box, _ROUND, _ROUND)
    painter.setPen(QPen(colour, 2))
    painter.drawLine(box.topLeft(), box.bottomRight())
    painter.drawLine(box.topRight(), box.bottomLeft())


def _draw_object(painter: QPainter, palette: QPalette, shape: ObjectShape, box: QRectF) -> None:
    accent = palette.highlight().color()
    ground = QColor(*shape.colour) if shape.colour else mix(palette.base().color(), accent, 0.3)
    fill = QColor(ground)
    fill.setAlpha(205)
    style = Qt.PenStyle.DashLine if shape.most == 0 else Qt.PenStyle.SolidLine
    painter.setPen(QPen(mix(accent, palette.text().color(), 0.2), 1.2, style))
    painter.setBrush(fill)
    painter.drawRoundedRect(box, _ROUND, _ROUND)
    if shape.region is not None and min(box.width(), box.height()) > 44:
        side = min(40.0, 0.4 * min(box.width(), box.height()))
        _draw_glyph(painter, shape.label, QRectF(0, 0, side, side), box, readable_on(ground))
        _draw_label(painter, palette, object_words(shape), box)
    else:
        glyph = QRectF(box.left() + 4, box.center().y() - _GLYPH / 2, _GLYPH, _GLYPH)
        _draw_glyph(painter, shape.label, glyph, None, readable_on(ground))
        words = box.adjusted(_GLYPH + 8, 0, -3, 0)
        painter.setPen(readable_on(ground))
        shown = painter.fontMetrics().elidedText(
            object_words(shape), Qt.TextElideMode.ElideRight, int(words.width())
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)


def _draw_glyph(
    painter: QPainter, label: str, box: QRectF, middle_of: QRectF | None, ink: QColor
) -> None:
    if middle_of is not None:
        box.moveCenter(QPointF(middle_of.center().x(), middle_of.center().y() - 6))
    role = QPalette.ColorRole.WindowText
    ratio = painter.device().devicePixelRatioF()
    size = max(1, round(box.width() * ratio))
    pixmap = icon(icon_of(label), role).pixmap(size, size)
    # Icons take the colour of text; here it must be readable on the ground of the box.
    inked = QPixmap(pixmap.size())
    inked.fill(Qt.GlobalColor.transparent)
    brush = QPainter(inked)
    brush.drawPixmap(0, 0, pixmap)
    brush.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    brush.fillRect(inked.rect(), ink)
    brush.end()
    painter.drawPixmap(box, inked, QRectF(inked.rect()))


def _draw_label(painter: QPainter, palette: QPalette, words: str, box: QRectF) -> None:
    """Write words on a plate at the lower edge of a box."""
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(box.width() - 10))
    wide = metrics.horizontalAdvance(shown) + 8.0
    plate = QRectF(
        box.center().x() - wide / 2, box.bottom() - metrics.height() - 5, wide, metrics.height() + 2
    )
    ground = palette.base().color()
    ground.setAlpha(225)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(plate, 3, 3)
    painter.setPen(palette.text().color())
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, shown)


def _draw_text(painter: QPainter, palette: QPalette, shape: TextShape, box: QRectF) -> None:
    ground = palette.base().color()
    ground.setAlpha(215)
    painter.setPen(QPen(palette.text().color(), 1.2, Qt.PenStyle.DashLine))
    painter.setBrush(ground)
    painter.drawRoundedRect(box, _ROUND, _ROUND)
    font = painter.font()
    font.setItalic(not shape.written)
    painter.save()
    painter.setFont(font)
    painter.setPen(palette.text().color())
    words = f"“{shape.text}”" if not shape.written else shape.text.upper()
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(box.adjusted(4, 2, -4, -2), int(flags), words)
    painter.restore()


def _draw_picture(
    painter: QPainter,
    palette: QPalette,
    box: QRectF,
    picture: QPixmap | None,
) -> None:
    line = mix(palette.base().color(), palette.text().color(), 0.5)
    if picture is not None and not picture.isNull():
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(box, picture, QRectF(picture.rect()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setBrush(mix(palette.base().color(), palette.text().color(), 0.15))
    painter.setPen(QPen(line, 1))
    painter.drawRect(box)
    if picture is None:
        size = min(24.0, box.width(), box.height())
        glyph = QRectF(0, 0, size, size)
        glyph.moveCenter(box.center())
        icon("photo").paint(painter, glyph.toRect())


def _draw_guides(painter: QPainter, palette: QPalette, look: Look) -> None:
    painter.setPen(QPen(palette.highlight().color(), 1))
    for x in look.guides[0]:
        at = look.ground.left() + x * look.ground.width()
        painter.drawLine(QPointF(at, look.ground.top()), QPointF(at, look.ground.bottom()))
    for y in look.guides[1]:
        at = look.ground.top() + y * look.ground.height()
        painter.drawLine(QPointF(look.ground.left(), at), QPointF(look.ground.right(), at))


def _draw_chosen(
    painter: QPainter, palette: QPalette, box: QRectF, *, grips: bool, strong: bool
) -> None:
    accent = palette.highlight().color()
    # A white line under the accent shows on any colour.
    for colour, width in ((QColor("white"), 4.0), (accent, 2.0 if strong else 1.4)):
        painter.setPen(QPen(colour, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, _ROUND, _ROUND)
    if not grips:
        return
    painter.setPen(QPen(accent, 1.4))
    painter.setBrush(QColor("white"))
    for point in handle_points(box).values():
        grip = QRectF(0, 0, HANDLE, HANDLE)
        grip.moveCenter(point)
        painter.drawRect(grip)
