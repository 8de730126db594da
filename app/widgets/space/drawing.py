"""Draws a frame of the space: far things dim and small, near ones sharp, ways, what is pulled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPalette, QPen, QPolygonF

from app.services.types import SpaceMap
from app.widgets.paint import draw_label_mark, mix
from app.widgets.space.atlas import SIDE, Atlas
from app.widgets.space.camera import Camera, Seen, look
from app.widgets.thumbnails import ThumbnailLoader
from common.selection import Selection

DOT_BELOW = 5.0  # pixels under which a billboard is a dot
SHARP_FROM = 44.0  # pixels from which it is drawn from its own picture
LARGE_FROM = 150.0  # pixels from which it wants a large picture
MARKED_FROM = 24.0  # pixels from which nothing hides what is selected
NUMBERED_FROM = 64  # pixels of a side from which the number of a group is written
CLOSE = 1.1  # as a part of the height of the view: what is so large is not drawn
FOG_FROM, FOG_TO = 0.9, 4.6  # units of space
DIMMEST = 0.16
LARGE = 0.62  # height of what is pulled near, as a part of the view
# Eight colours of groups, by Okabe and Ito (2008) and between them; told apart in both themes.
CLUSTERS = tuple(
    QColor(name)
    for name in (
        "#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#d55e00", "#7f8cff", "#9ccc65",
    )
)  # fmt: skip
WAY = QColor("#ffb000")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a frame shows.

    Args:
        space: items and positions.
        seen: where they lie on the screen, the farthest first.
        atlas: small pictures.
        loader: pictures.
        sharp: large pictures of what is near.
        rows: row of each item.
        labels: marks.
        selection: selected items.
        hover: item under the mouse, or -1.
        way: items of the way that is drawn.
        near: item that was pulled near, or None.
        share: how near it is already, 0-1.
        camera: the viewer.
    """

    space: SpaceMap
    seen: Seen
    atlas: Atlas
    loader: ThumbnailLoader
    sharp: ThumbnailLoader
    rows: Mapping[int, int]
    labels: Mapping[int, int]
    selection: Selection
    hover: int
    way: Sequence[int]
    near: int | None
    share: float
    camera: Camera


def side_of(space: SpaceMap) -> float:
    """Return the side of a billboard in units of space: as large as there is room."""
    count = max(1, len(space.items))
    if space.layout == "cloud":
        return float(np.clip(1.1 / count ** (1 / 3), 0.075, 0.3))
    if space.layout == "sphere":
        return float(np.clip(3.45 / np.sqrt(count), 0.05, 0.6))
    most = max(count, 60)  # see indexers.maps.solid.spiral: the share of the sphere that is used
    share = min(1.55, 0.25 + most / 1600)
    return float(np.clip(0.95 * np.sqrt(2 * np.pi * share / most), 0.05, 0.6))


def cluster_colour(number: int) -> QColor:
    """Return the colour of a group; grey for none."""
    return CLUSTERS[number % len(CLUSTERS)] if number >= 0 else QColor("#8a8f98")


def fog(space: SpaceMap, depth: np.ndarray) -> np.ndarray:
    """Return how well things at a distance can be seen, 0-1; all alike around the viewer."""
    if space.layout != "cloud":
        return np.ones(len(depth))
    share = np.clip((depth - FOG_FROM) / (FOG_TO - FOG_FROM), 0, 1)
    return np.asarray(1 - (1 - DIMMEST) * share**0.8)


def draw_space(painter: QPainter, area: QRectF, scene: Scene, palette: QPalette) -> None:
    """Draw a frame."""
    _draw_ground(painter, area, palette)
    if scene.space.layout == "cloud":
        _draw_floor(painter, area, scene, palette)
    seen, space = scene.seen, scene.space
    sides = seen.size * side_of(space)
    clear = np.round(fog(space, seen.depth) * 16) / 16
    # What stands right before the eyes would hide all else: it fades as it comes nearer.
    clear = clear * np.clip((CLOSE - sides / area.height()) / (CLOSE / 2), 0, 1)
    dots = sides < DOT_BELOW
    _draw_dots(painter, scene, np.flatnonzero(dots), clear)
    _draw_billboards(painter, scene, np.flatnonzero(~dots & (clear > 0)), sides, clear)
    painter.setOpacity(1.0)
    if scene.way:
        _draw_way(painter, area, scene)
    _draw_frames(painter, scene, sides, palette)
    if scene.near is not None:
        _draw_near(painter, area, scene, palette)


def _draw_ground(painter: QPainter, area: QRectF, palette: QPalette) -> None:
    base, text = palette.base().color(), palette.text().color()
    is_dark = base.lightness() < 128
    sky = QLinearGradient(area.topLeft(), area.bottomLeft())
    deep = mix(base, QColor("#0a1630") if is_dark else QColor("#c9d6ea"), 0.55)
    sky.setColorAt(0.0, mix(base, deep, 0.9))
    sky.setColorAt(0.55, mix(base, text, 0.04))
    sky.setColorAt(1.0, mix(base, deep, 0.6))
    painter.fillRect(area, sky)


def _draw_floor(painter: QPainter, area: QRectF, scene: Scene, palette: QPalette) -> None:
    """Draw rings on a floor below the cloud, so that one knows what is up and how far one is."""
    colour = mix(palette.base().color(), palette.text().color(), 0.16)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    angle = np.linspace(0, 2 * np.pi, 97)
    for radius in (0.5, 1.0, 1.5, 2.0):
        ring = np.stack(
            [radius * np.sin(angle), np.full(97, -1.15), radius * np.cos(angle)], axis=1
        ).astype(np.float32)
        seen = look(scene.camera, ring, area.width(), area.height(), 1e6)
        where = _screen(seen)
        lines = [QLineF(where[n], where[n + 1]) for n in range(96) if n in where and n + 1 in where]
        painter.drawLines(lines)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _screen(seen: Seen) -> dict[int, QPointF]:
    """Return where points lie on the screen, by number."""
    places = zip(seen.index.tolist(), seen.x.tolist(), seen.y.tolist(), strict=True)
    return {number: QPointF(x, y) for number, x, y in places}


def _draw_dots(painter: QPainter, scene: Scene, places: np.ndarray, clear: np.ndarray) -> None:
    """Draw what is far away as dots of the colours of their groups."""
    seen = scene.seen
    groups = scene.space.clusters[seen.index[places]]
    for number in np.unique(groups).tolist():
        own = places[groups == number]
        colour = QColor(cluster_colour(int(number)))
        colour.setAlphaF(float(np.clip(clear[own].mean(), 0.2, 0.9)))
        painter.setPen(QPen(colour, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        points = [
            QPointF(x, y) for x, y in zip(seen.x[own].tolist(), seen.y[own].tolist(), strict=True)
        ]
        painter.drawPoints(points)


def _draw_billboards(
    painter: QPainter, scene: Scene, places: np.ndarray, sides: np.ndarray, clear: np.ndarray
) -> None:
    """Draw pictures, the farthest first: small ones from the atlas, near ones sharp."""
    seen, sources, sheet = scene.seen, scene.atlas.sources, scene.atlas.sheet
    rows = seen.index[places].tolist()
    columns = (seen.x[places], seen.y[places], sides[places], clear[places])
    last = -1.0
    hidden = -1 if scene.near is None else scene.rows.get(scene.near, -1)
    for row, x, y, side, opacity in zip(rows, *(one.tolist() for one in columns), strict=True):
        if row == hidden:
            continue
        if opacity != last:
            painter.setOpacity(opacity)
            last = opacity
        source = sources[row]
        if source is None or side >= SHARP_FROM:
            _draw_near_one(painter, scene, row, _rect(source, x, y, side), side)
            continue
        scale = side / SIDE
        wide, high = source.width() * scale, source.height() * scale
        painter.drawPixmap(QRectF(x - wide / 2, y - high / 2, wide, high), sheet, source)


def _rect(source: QRectF | None, x: float, y: float, side: float) -> QRectF:
    size = QSizeF(side, side * 0.72) if source is None else source.size() * (side / SIDE)
    return QRectF(x - size.width() / 2, y - size.height() / 2, size.width(), size.height())


def _draw_near_one(painter: QPainter, scene: Scene, row: int, rect: QRectF, side: float) -> None:
    """Draw one picture that is large, or that is not there yet, with its group and its mark."""
    item, source = int(scene.space.items[row]), scene.atlas.sources[row]
    colour = cluster_colour(int(scene.space.clusters[row]))
    if source is None:
        painter.fillRect(rect, colour.darker(170))
        return
    pixmap = scene.sharp.pixmap(item) if side >= LARGE_FROM else None
    pixmap = scene.loader.pixmap(item) if pixmap is None else pixmap
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if pixmap is None:
        painter.drawPixmap(rect, scene.atlas.sheet, source)
    else:
        painter.drawPixmap(rect, pixmap, QRectF(pixmap.rect()))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
    line = max(1.5, min(5.0, side * 0.03))
    painter.fillRect(QRectF(rect.left(), rect.bottom(), rect.width(), line), colour)
    if side >= NUMBERED_FROM:
        _draw_group(painter, rect, int(scene.space.clusters[row]))
    label = scene.labels.get(item, 0)
    if label:
        mark = max(9.0, min(26.0, side * 0.2))
        draw_label_mark(painter, QRectF(rect.left() + 2, rect.top() + 2, mark, mark), label)


def _draw_group(painter: QPainter, rect: QRectF, group: int) -> None:
    """Write the number of a group at the foot of a picture: colours alone are not told apart."""
    if group < 0:
        return
    font = painter.font()
    font.setPixelSize(11)
    painter.setFont(font)
    text = str(group + 1)
    wide = painter.fontMetrics().horizontalAdvance(text) + 6.0
    tag = QRectF(rect.right() - wide, rect.bottom() - 14, wide, 14)
    painter.fillRect(tag, QColor(0, 0, 0, 190))
    painter.setPen(QColor("white"))
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)


def _draw_frames(painter: QPainter, scene: Scene, sides: np.ndarray, palette: QPalette) -> None:
    """Draw frames around what is selected and what is under the mouse; nothing hides them."""
    seen, items = scene.seen, scene.space.items[scene.seen.index]
    chosen = np.isin(items, scene.selection.ids) if len(scene.selection) else items < 0
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for place in np.flatnonzero(chosen | (items == scene.hover)).tolist():
        row = int(seen.index[place])
        side = max(8.0, float(sides[place]))
        rect = _rect(scene.atlas.sources[row], float(seen.x[place]), float(seen.y[place]), side)
        is_chosen = bool(chosen[place])
        if side >= MARKED_FROM:
            _draw_near_one(painter, scene, row, rect, side)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        colour = palette.highlight().color() if is_chosen else QColor(255, 255, 255, 200)
        painter.setPen(QPen(colour, 3 if is_chosen else 1.5))
        painter.drawRect(rect.adjusted(-1.5, -1.5, 1.5, 1.5))


def _draw_way(painter: QPainter, area: QRectF, scene: Scene) -> None:
    """Draw the way as a line, cut where it runs behind the viewer."""
    rows = [scene.rows[item] for item in scene.way]
    points = scene.space.positions[rows]
    seen = look(scene.camera, points, area.width(), area.height(), 1e6)
    where = _screen(seen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    run: list[QPointF] = []
    for number in range(len(rows) + 1):
        if number in where:
            run.append(where[number])
            continue
        if len(run) > 1:
            glow = QColor(WAY)
            glow.setAlpha(70)
            painter.setPen(QPen(glow, 7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPolyline(QPolygonF(run))
            painter.setPen(QPen(WAY, 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPolyline(QPolygonF(run))
        run = []
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _draw_near(painter: QPainter, area: QRectF, scene: Scene, palette: QPalette) -> None:
    """Draw what was pulled near: large, in front of everything."""
    item = int(scene.near or 0)
    pixmap = scene.sharp.pixmap(item) or scene.loader.pixmap(item)
    size = QSizeF(4, 3) if pixmap is None else QSizeF(pixmap.size())
    room = QSizeF(area.width() * 0.7, area.height() * LARGE)
    goal = QRectF(QPointF(), size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
    goal.moveCenter(area.center())
    row = scene.rows.get(item)
    share = 1 - (1 - min(1.0, scene.share)) ** 3
    places = [] if row is None else np.flatnonzero(np.equal(scene.seen.index, row)).tolist()
    if places and share < 1:
        place = places[0]
        side = float(scene.seen.size[place]) * side_of(scene.space)
        begin = QRectF(0, 0, side, side * goal.height() / goal.width())
        begin.moveCenter(QPointF(float(scene.seen.x[place]), float(scene.seen.y[place])))
        goal = QRectF(
            begin.topLeft() * (1 - share) + goal.topLeft() * share,
            begin.bottomRight() * (1 - share) + goal.bottomRight() * share,
        )
    painter.fillRect(area, QColor(0, 0, 0, round(110 * share)))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.fillRect(goal.adjusted(-7, -7, 7, 7), mix(palette.base().color(), QColor("white"), 0.9))
    if pixmap is not None:
        painter.drawPixmap(goal, pixmap, QRectF(pixmap.rect()))
