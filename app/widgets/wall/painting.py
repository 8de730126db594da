"""One frame of the wall: tiles that are there, wishes for those that are not, marks above them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from app.services.wall_camera import Rect
from app.services.wall_labels import place_captions, place_labels
from app.services.wall_tiles import ORIGINAL_FROM_LEVEL, TileStyle, tile_cells
from app.widgets.list_texts import cluster_text
from app.widgets.wall import overlay
from app.widgets.wall.content import WallContent, seen_tiles
from app.widgets.wall.tile_content import TileKey

if TYPE_CHECKING:
    from app.widgets.wall.view import WallView

TITLE_SCALE = 56.0  # pixels a cell; from here on items without picture show their title
HOVER_SCALE = 10.0


def background(view: "WallView") -> QColor:
    """Return the colour behind everything."""
    style = view.content.style if view.content is not None else TileStyle()
    return QColor(*style.background)


def seen_boxes(view: "WallView") -> list[tuple[TileKey, QRectF]]:
    """Return the tiles that a frame shows and where, most urgent first; wish for those missing."""
    content, camera = view.content, view.camera
    if content is None or not content.scene.count:
        return []
    keys = seen_tiles(camera, content, view.devicePixelRatioF(), view.input.focus_point())
    view.store.wish(keys, _ahead(view, content, keys))
    boxes = []
    for key in keys:
        size = tile_cells(key[0])
        top, left = key[1] * size, key[2] * size
        box = (left, top, min(left + size, camera.columns), min(top + size, camera.rows))
        boxes.append((key, _whole_pixels(camera.box_rect(box))))
    return boxes


def paint_tiles(view: "WallView", painter: QPainter, *, smooth: bool) -> None:
    """Draw the tiles that are there."""
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    painter.fillRect(view.rect(), background(view))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
    for key, box in seen_boxes(view):
        found = view.store.find(key)
        if found is not None:
            painter.drawImage(box, found.image, found.part)


def _ahead(view: "WallView", content: WallContent, seen: list[TileKey]) -> list[TileKey]:
    """Return the ring of tiles around what is seen, once the camera rests."""
    camera = view.camera
    # Originals are too dear to fetch on suspicion.
    if camera.is_moving or camera.is_fitted or not seen or seen[0][0] >= ORIGINAL_FROM_LEVEL:
        return []
    ring = seen_tiles(camera, content, view.devicePixelRatioF(), view.input.focus_point(), margin=1)
    known = set(seen)
    return [key for key in ring if key not in known]


def paint_overlay(view: "WallView", painter: QPainter) -> None:
    """Draw captions, selection, hover, cursor, cluster names and the rubber band."""
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    content, camera = view.content, view.camera
    if content is None:
        return
    is_dark = background(view).lightness() < 128
    if camera.view.scale >= TITLE_SCALE and view.titles:
        cells = [cell for cell in view.visible_cells() if content.scene.rows[cell] < 0]
        ink = QColor(210, 210, 214) if is_dark else QColor(60, 60, 64)
        overlay.draw_titles(
            painter, camera, cells, lambda cell: view.titles.get(view.item_at(cell), ""), ink
        )
    overlay.draw_selection(painter, camera, view.selected, view.accent)
    if view.hover_cell >= 0 and camera.view.scale >= HOVER_SCALE:
        ink = QColor(255, 255, 255, 180) if is_dark else QColor(0, 0, 0, 160)
        overlay.draw_outline(painter, camera.cell_rect(view.hover_cell), ink, 2.0)
    if view.cursor_cell >= 0 and view.hasFocus():
        overlay.draw_cursor(painter, camera.cell_rect(view.cursor_cell), is_dark)
    labels = place_labels(content.clusters, camera, overlay.label_width, say=cluster_text)
    overlay.draw_labels(painter, labels)
    captions = place_captions(view.names, camera, overlay.label_width, labels)
    overlay.draw_labels(painter, captions, overlay.CAPTION_FILL)
    if view.band is not None:
        overlay.draw_band(painter, view.band, view.accent)
    if view.selecting.shape == "lasso":
        line = [camera.to_screen(x, y) for x, y in view.selecting.lasso]
        overlay.draw_lasso(painter, line, view.accent)


def _whole_pixels(rect: Rect) -> QRectF:
    """Return a rectangle with edges on whole pixels, so that neighbours leave no seam."""
    left, top = round(rect.x), round(rect.y)
    right, bottom = round(rect.x + rect.width), round(rect.y + rect.height)
    return QRectF(left, top, max(1, right - left), max(1, bottom - top))
