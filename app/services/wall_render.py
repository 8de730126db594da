"""Draws the wall without a window: the same cells, tiles and labels as the panel, as an array."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.arrangements import Cluster
from app.services.wall_camera import WallCamera
from app.services.wall_captions import SubCaption
from app.services.wall_labels import PlacedLabel, place_captions, place_labels
from app.services.wall_tiles import TileComposer, TileStyle, WallScene, dimmed, tile_cells

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont, ImageFont

LABEL_FILL = (12, 12, 14, 190)
LABEL_INK = (255, 255, 255, 255)


def render(
    scene: WallScene,
    style: TileStyle,
    camera: WallCamera,
    composer: TileComposer,
    *,
    clusters: Sequence[Cluster] = (),
    captions: Sequence[SubCaption] = (),
    lit: NDArray[np.bool_] | None = None,
) -> NDArray[np.uint8]:
    """Return what the camera sees, uint8 (height, width, 3) RGB.

    Args:
        scene: what lies where.
        style: how cells look.
        camera: the view; its size is the size of the picture.
        composer: makes tiles.
        clusters: get their names.
        captions: of blocks of cells, where there is room.
        lit: (n,) cells that are not dimmed; None dims nothing.
    """
    frame = np.empty((camera.height, camera.width, 3), np.uint8)
    frame[:] = style.background[::-1]
    level = style.level_for(camera.view.scale)
    size = tile_cells(level)
    first_column, end_column, first_row, end_row = camera.visible()
    for row in range(first_row // size, -(-end_row // size)):
        for column in range(first_column // size, -(-end_column // size)):
            tile = composer.compose(scene, style, level, row, column)
            cells = scene.block(level, row, column)
            if lit is not None and len(lit):
                tile = dimmed(tile, lit[cells.clip(0)] & (cells >= 0), style.background)
            _draw(frame, tile, camera, row * size, column * size, cells.shape)
    labels = place_labels(clusters, camera, text_width)
    labels += place_captions(captions, camera, text_width, labels)
    return with_labels(np.ascontiguousarray(frame[..., ::-1]), labels)


def _draw(
    frame: NDArray[np.uint8],
    tile: NDArray[np.uint8],
    camera: WallCamera,
    row: int,
    column: int,
    shape: tuple[int, ...],
) -> None:
    """Draw a tile whose first cell is (row, column) where the camera sees it."""
    import cv2

    if not tile.size:
        return
    rect = camera.box_rect((column, row, column + shape[1], row + shape[0]))
    left, top = round(rect.x), round(rect.y)
    right, bottom = round(rect.x + rect.width), round(rect.y + rect.height)
    clip = (max(left, 0), max(top, 0), min(right, camera.width), min(bottom, camera.height))
    if clip[0] >= clip[2] or clip[1] >= clip[3]:
        return
    # Only the part that is seen is scaled: a tile may be far larger than the picture.
    x_scale, y_scale = tile.shape[1] / (right - left), tile.shape[0] / (bottom - top)
    to_tile = np.array(
        [
            [x_scale, 0, (clip[0] - left + 0.5) * x_scale - 0.5],
            [0, y_scale, (clip[1] - top + 0.5) * y_scale - 0.5],
        ]
    )
    size = (clip[2] - clip[0], clip[3] - clip[1])
    if x_scale > 1.0 and clip == (left, top, right, bottom):
        part = cv2.resize(tile, size, interpolation=cv2.INTER_AREA)
    else:
        part = cv2.warpAffine(
            tile,
            to_tile,
            size,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
    frame[clip[1] : clip[3], clip[0] : clip[2]] = part[..., :3]


@lru_cache(maxsize=64)
def _font(size_px: int) -> "FreeTypeFont | ImageFont":
    from PIL import ImageFont

    return ImageFont.load_default(size_px)


def text_width(text: str, font_px: float) -> float:
    """Return the width of a text in the font of rendered labels, pixels."""
    return float(_font(round(font_px)).getlength(text))


def with_labels(rgb: NDArray[np.uint8], labels: Sequence[PlacedLabel]) -> NDArray[np.uint8]:
    """Return a picture with labels drawn over it."""
    if not labels:
        return rgb
    from PIL import Image, ImageDraw

    picture = Image.fromarray(rgb).convert("RGBA")
    sheet = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(sheet)
    for label in labels:
        box = label.box
        corners = (box.x, box.y, box.x + box.width, box.y + box.height)
        draw.rounded_rectangle(corners, box.height / 2, fill=LABEL_FILL)
        middle = (box.x + box.width / 2, box.y + box.height / 2)
        draw.text(middle, label.text, LABEL_INK, _font(round(label.font_px)), anchor="mm")
    return np.asarray(Image.alpha_composite(picture, sheet).convert("RGB"))
