"""Turns a picture of a drawing into strokes: scans, photos of paper, exports with transparency.

Light is evened out, ink is told from paper by Otsu's threshold (IEEE Trans. SMC 9(1), 1979), lines
are thinned to one pixel (Zhang and Suen, CACM 27(3), 1984) and followed; filled areas become their
outlines. So a scanned drawing reaches the network through the same rasteriser as a drawn one,
whatever the pen's width was.
"""

from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from common.errors import QueryError
from common.strokes import Stroke
from models.sketch.oddities import SketchNote

Mask = NDArray[np.bool_]

_SIDE: Final = 512  # pixels of the longer side at which ink is looked for
_LARGE: Final = 4096  # pixels: larger pictures are worth a note
_THICK: Final = 0.016  # half the width of a pen at most, share of the longer side
_SPECK: Final = 6  # pixels of ink that are no stroke
_CONTRAST: Final = 24.0  # levels between paper and ink, at least
_MIDTONES: Final = 0.22  # share of pixels between ink and paper: more are a photo's
_INKED: Final = 0.42  # share of ink: more is no line drawing
_PAPER: Final = 245.0


def strokes_of_picture(picture: NDArray[np.uint8]) -> tuple[list[Stroke], list[SketchNote]]:
    """Return the lines of a drawing, in pixels of the picture, and what is odd about it.

    Args:
        picture: uint8 (H, W), (H, W, 3) RGB or (H, W, 4) RGBA.

    Raises:
        QueryError: it is empty, of one colour, or no picture.
    """
    import cv2

    if picture.ndim not in (2, 3) or 0 in picture.shape or picture.dtype != np.uint8:
        raise QueryError("This is no picture.", hint="Give a PNG or JPEG of a drawing.")
    notes: list[SketchNote] = []
    height, width = picture.shape[:2]
    scale = min(1.0, _SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    if max(height, width) > _LARGE:
        notes.append(SketchNote("shrunk", width=width, height=height, side=_SIDE))
    grey = _grey(small, notes)
    if _is_dark(grey):
        grey = 255.0 - grey
        notes.append(SketchNote("inverted"))
    ink = _ink(grey, notes)
    ink = _without_specks(ink)
    if not ink.any():
        raise QueryError("The picture holds no lines.", hint="Give a drawing with darker lines.")
    back = np.array([width / size[0], height / size[1]], np.float32)
    lines = _lines(ink)
    return [Stroke((line + 0.5) * back, max(1.0, float(back.max()))) for line in lines], notes


def _grey(picture: NDArray[np.uint8], notes: list[SketchNote]) -> NDArray[np.float32]:
    """Return luma 0-255; transparent parts become paper that the ink stands out from."""
    if picture.ndim == 2:
        return picture.astype(np.float32)
    luma = picture[..., :3].astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)
    if picture.shape[2] < 4:
        return np.asarray(luma)
    cover = picture[..., 3].astype(np.float32) / 255.0
    if cover.min() > 0.99:
        return np.asarray(luma)
    if cover.max() < 0.01:
        raise QueryError("The picture is wholly transparent.", hint="Give a drawing with lines.")
    notes.append(SketchNote("transparent"))
    ink = float((luma * cover).sum() / cover.sum())
    paper = 255.0 if ink < 160.0 else 0.0
    return np.asarray(luma * cover + paper * (1.0 - cover), np.float32)


def _is_dark(grey: NDArray[np.float32]) -> bool:
    """Whether light lines lie on a dark ground: most of the picture is darker than the rest."""
    low, high = np.quantile(grey, [0.005, 0.995])
    return float(np.median(grey)) < (low + high) / 2 and float(np.median(grey)) < 128.0


def _ink(grey: NDArray[np.float32], notes: list[SketchNote]) -> Mask:
    """Return where the ink is."""
    import cv2

    side = max(grey.shape)
    reach = max(3, side // 12 | 1)
    # The paper's own brightness: what is left when dark lines are closed, smoothed.
    closed = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    paper = cv2.GaussianBlur(closed, (0, 0), max(1.0, side / 24))
    flat = np.clip(grey / np.maximum(paper, 1.0) * _PAPER, 0, 255).astype(np.uint8)
    if float(np.ptp(grey)) < _CONTRAST:
        raise QueryError("The picture is empty.", hint="Give a drawing with darker lines.")
    level, mask = cv2.threshold(flat, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    ink = np.asarray(mask, bool)
    line = float(np.median(flat[ink])) if ink.any() else 0.0
    spread = max(float(_PAPER) - line, 1.0)
    middle = (flat > line + 0.2 * spread) & (flat < line + 0.8 * spread)
    if float(middle.mean()) > _MIDTONES or float(ink.mean()) > _INKED or level < 8:
        notes.append(SketchNote("photo"))
    return ink


def _without_specks(ink: Mask) -> Mask:
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    kept = stats[:, cv2.CC_STAT_AREA] >= _SPECK
    kept[0] = False
    return np.asarray(kept[labels])


def _lines(ink: Mask) -> list[NDArray[np.float32]]:
    """Return the lines of ink: middle lines of strokes, outlines of filled areas."""
    import cv2

    padded = np.pad(ink, 1).astype(np.uint8)
    depth = cv2.distanceTransform(padded, cv2.DIST_L2, 3)
    thick = max(3.0, _THICK * max(ink.shape))
    lines: list[NDArray[np.float32]] = []
    if depth.max() > thick:
        core = (depth > thick).astype(np.uint8)
        reach = 2 * int(np.ceil(thick)) + 1
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
        filled = np.asarray(cv2.dilate(core, disc), np.uint8) & padded
        found, _ = cv2.findContours(filled, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        for contour in found:
            if len(contour) >= _SPECK:
                ring = contour[:, 0].astype(np.float32)
                lines.append(np.concatenate([ring, ring[:1]]) - 1)
        padded = np.asarray(padded & (1 - filled), np.uint8)
    thin = thinned(padded.astype(bool))
    return lines + [line - 1 for line in followed(thin)]


def thinned(mask: Mask) -> Mask:
    """Return a mask whose lines are one pixel wide; its rim must be empty."""
    thin = mask.copy()
    while True:
        gone = False
        for first in (True, False):
            p = [np.roll(thin, (-dy, -dx), (0, 1)) for dx, dy in _AROUND]
            count = np.sum(p, axis=0)
            rises = np.sum([~p[k] & p[(k + 1) % 8] for k in range(8)], axis=0)
            north, east, south, west = p[0], p[2], p[4], p[6]
            if first:
                free = ~(north & east & south) & ~(east & south & west)
            else:
                free = ~(north & east & west) & ~(north & south & west)
            drop = thin & (count >= 2) & (count <= 6) & (rises == 1) & free
            if drop.any():
                thin &= ~drop
                gone = True
        if not gone:
            return thin


_AROUND: Final = ((0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1))


def followed(thin: Mask) -> list[NDArray[np.float32]]:
    """Return thin lines as polylines, x and y of pixels; ends first, then closed ones."""
    left = {(int(x), int(y)) for y, x in np.argwhere(thin)}
    beside = {
        point: sum((point[0] + dx, point[1] + dy) in left for dx, dy in _AROUND) for point in left
    }
    lines = []
    for start in sorted(left, key=lambda point: (beside[point] != 1, point)):
        if start not in left:
            continue
        left.discard(start)
        line, step = [start], (0, 0)
        while True:
            x, y = line[-1]
            near = [(dx, dy) for dx, dy in _AROUND if (x + dx, y + dy) in left]
            if not near:
                break
            step = max(near, key=partial(_straightness, step))
            point = (x + step[0], y + step[1])
            left.discard(point)
            line.append(point)
        if len(line) > 2:
            if max(abs(line[0][0] - line[-1][0]), abs(line[0][1] - line[-1][1])) == 1:
                line.append(line[0])
            lines.append(np.array(line, np.float32))
    return lines


def _straightness(before: tuple[int, int], way: tuple[int, int]) -> tuple[int, int]:
    """Return how little a way turns, then whether it goes along an axis."""
    return way[0] * before[0] + way[1] * before[1], -abs(way[0] * way[1])
