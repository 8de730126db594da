"""Explanations side by side with captions and a colour bar, as PNG and SVG."""

import base64
import html
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services.explain_colours import Look, colour_table, colours_of, opacity, overlay
from app.services.explain_types import Explained, MethodMap
from app.services.explain_words import MEASURE_TITLES, measure_text, score_text, target_text

if TYPE_CHECKING:
    from PIL.Image import Image as PilImage
    from PIL.ImageFont import FreeTypeFont, ImageFont

SIDE = 320  # pixels of a picture's longer side on a sheet
MOST_ACROSS = 5
_GAP, _MARGIN = 14, 22
_TITLE, _TEXT = 17, 13  # pixels of letters
_INK, _SOFT, _GROUND = (24, 26, 31), (92, 98, 108), (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Tile:
    """A picture of a sheet and the lines below it."""

    rgb: NDArray[np.uint8]
    lines: tuple[str, ...]
    found: MethodMap | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One explanation on a sheet: two lines above its tiles."""

    explained: Explained
    base: NDArray[np.uint8]
    tiles: tuple[Tile, ...]

    @property
    def title(self) -> str:
        """The picture, what was explained, and its score."""
        made = self.explained
        return f"{made.title} · {target_text(made)} · {score_text(made)}"

    @property
    def note(self) -> str:
        """Network and layer."""
        request = self.explained.request
        return " · ".join(filter(None, [request.network, request.layer]))


def shrunk(rgb: NDArray[np.uint8], side: int = SIDE) -> NDArray[np.uint8]:
    """Return a picture whose longer side has so many pixels."""
    import cv2

    height, width = rgb.shape[:2]
    scale = side / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(rgb, size, interpolation=way), np.uint8)


def laid_over(explained: Explained, found: MethodMap, look: Look, side: int) -> NDArray[np.uint8]:
    """Return the picture with one of its maps over it, uint8 (h, w, 3)."""
    return overlay(shrunk(explained.rgb, side), found.map, explained.crop, look)


def caption(found: MethodMap) -> tuple[str, ...]:
    """Return the lines below a map: its method, then its measures, two a line."""
    values = [
        f"{MEASURE_TITLES[name]} {measure_text(name, value)}"
        for name, value in found.measures.items()
    ]
    pairs = [" · ".join(values[place : place + 2]) for place in range(0, len(values), 2)]
    return (found.title, *pairs, *found.notes)


def rows_of(shown: Sequence[Explained], look: Look) -> list[Row]:
    """Return explanations as rows of tiles."""
    rows = []
    for explained in shown:
        base = shrunk(explained.rgb)
        tiles = [Tile(base, ("picture",))]
        tiles += [
            Tile(laid_over(explained, found, look, SIDE), caption(found), found)
            for found in explained.maps
        ]
        rows.append(Row(explained, base, tuple(tiles)))
    return rows


# -- where everything lies


@dataclass(frozen=True, slots=True)
class _Place:
    tile: Tile
    row: Row
    x: int
    y: int


class _Layout:
    """Rows of tiles below each other; wide rows wrap."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.places: list[_Place] = []
        self.heads: list[tuple[int, Row]] = []
        widest = max((len(row.tiles) for row in rows), default=1)
        lines = -(-widest // MOST_ACROSS)
        across = max(2, -(-widest // lines))  # as many in each line as can be
        self.width = 2 * _MARGIN + across * (SIDE + _GAP) - _GAP
        y = _MARGIN
        for row in rows:
            self.heads.append((y, row))
            y += _TITLE + _TEXT + 18
            for start in range(0, len(row.tiles), across):
                line = row.tiles[start : start + across]
                high = max(tile.rgb.shape[0] for tile in line)
                for place, tile in enumerate(line):
                    self.places.append(_Place(tile, row, _MARGIN + place * (SIDE + _GAP), y))
                texts = max(len(tile.lines) for tile in line)
                y += high + 8 + texts * (_TEXT + 5) + _GAP
            y += _GAP
        self.bar_y = y
        self.height = y + 16 + _TEXT + 10 + _MARGIN


# -- PNG


@lru_cache(maxsize=16)
def _font(size: int, *, bold: bool = False) -> "FreeTypeFont | ImageFont":
    from PIL import ImageFont

    from app.services.export_fonts import font_files

    names = ("DejaVuSans-Bold.ttf", "NotoSans-Bold.ttf") if bold else ()
    for name in (*names, "DejaVuSans.ttf", "NotoSans-Regular.ttf", "Arial.ttf", "arial.ttf"):
        if name in font_files():
            return ImageFont.truetype(str(font_files()[name]), size)
    return ImageFont.load_default(size)


def _cut(text: str, font: Any, room: float) -> str:
    """Return as much of a text as there is room for."""
    if font.getlength(text) <= room:
        return text
    while text and font.getlength(f"{text}…") > room:
        text = text[:-1]
    return f"{text}…"


def draw_sheet(rows: Sequence[Row], look: Look) -> "PilImage":
    """Return a sheet as a picture."""
    from PIL import Image, ImageDraw

    layout = _Layout(rows)
    sheet = Image.new("RGB", (layout.width, layout.height), _GROUND)
    draw = ImageDraw.Draw(sheet)
    room = layout.width - 2 * _MARGIN
    title, text = _font(_TITLE, bold=True), _font(_TEXT)
    for y, row in layout.heads:
        draw.text((_MARGIN, y), _cut(row.title, title, room), _INK, title)
        draw.text((_MARGIN, y + _TITLE + 6), _cut(row.note, text, room), _SOFT, text)
    for place in layout.places:
        sheet.paste(Image.fromarray(place.tile.rgb), (place.x, place.y))
        y = place.y + place.tile.rgb.shape[0] + 6
        for number, line in enumerate(place.tile.lines):
            font = _font(_TEXT, bold=True) if number == 0 else text
            draw.text((place.x, y), _cut(line, font, SIDE), _INK if number == 0 else _SOFT, font)
            y += _TEXT + 5
    bar = Image.fromarray(np.ascontiguousarray(colour_table(look.colours)[None])).resize((256, 12))
    sheet.paste(bar, (_MARGIN, layout.bar_y))
    for value, anchor in ((0, "la"), (128, "ma"), (256, "ra")):
        at = (_MARGIN + value, layout.bar_y + 16)
        draw.text(at, f"{value / 256:g}", _SOFT, text, anchor=anchor)
    draw.text((_MARGIN + 280, layout.bar_y - 1), scale_note(look), _SOFT, text)
    return sheet


def scale_note(look: Look) -> str:
    """Return what the colours of a sheet mean."""
    parts = [f"each map from its least to its greatest value ({look.colours})"]
    if look.threshold > 0:
        parts.append(f"shown from {look.threshold:.2f}")
    if look.line is not None:
        parts.append(f"line at {look.line:.2f}")
    return ", ".join(parts)


# -- SVG


def svg_lines(rows: Sequence[Row], look: Look) -> Iterator[str]:
    """Yield a sheet as SVG: pictures and maps are separate layers, texts stay texts."""
    layout = _Layout(rows)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{layout.width}" height="{layout.height}" '
        f'viewBox="0 0 {layout.width} {layout.height}" font-family="sans-serif">'
    )
    yield f'<rect width="100%" height="100%" fill="{_hex(_GROUND)}"/>'
    for y, row in layout.heads:
        yield _text(_MARGIN, y + _TITLE, row.title, _TITLE, _INK, bold=True)
        yield _text(_MARGIN, y + _TITLE + 6 + _TEXT, row.note, _TEXT, _SOFT)
    for place in layout.places:
        yield from _svg_tile(place, look)
    bar = png_url(np.ascontiguousarray(colour_table(look.colours)[None]))
    yield (
        f'<image x="{_MARGIN}" y="{layout.bar_y}" width="256" height="12" '
        f'preserveAspectRatio="none" href="{bar}"/>'
    )
    for value, anchor in ((0, "start"), (128, "middle"), (256, "end")):
        yield _text(_MARGIN + value, layout.bar_y + 28, f"{value / 256:g}", _TEXT, _SOFT, anchor)
    yield _text(_MARGIN + 280, layout.bar_y + 11, scale_note(look), _TEXT, _SOFT)
    yield "</svg>"


def _svg_tile(place: _Place, look: Look) -> Iterator[str]:
    tile, base = place.tile, place.row.base
    height, width = base.shape[:2]
    where = f'x="{place.x}" y="{place.y}" width="{width}" height="{height}"'
    yield f'<image {where} href="{png_url(base)}"/>'
    if tile.found is not None:
        left, top, wide, high = place.row.explained.crop
        where = (
            f'x="{place.x + left * width:.2f}" y="{place.y + top * height:.2f}" '
            f'width="{wide * width:.2f}" height="{high * height:.2f}"'
        )
        yield (
            f'<image class="map" {where} preserveAspectRatio="none" '
            f'href="{png_url(with_alpha(tile.found.map, look))}"/>'
        )
    y = place.y + tile.rgb.shape[0] + 6
    for number, line in enumerate(tile.lines):
        y += _TEXT + (5 if number else 0)
        ink = _INK if number == 0 else _SOFT
        yield _text(place.x, y, line, _TEXT, ink, bold=number == 0)


def with_alpha(heat: NDArray[np.float32], look: Look) -> NDArray[np.uint8]:
    """Return a map in colours with its opacity, uint8 (H, W, 4)."""
    alpha = np.rint(opacity(heat, look) * 255).astype(np.uint8)
    return np.dstack([colours_of(heat, look.colours), alpha])


def png_url(pixels: NDArray[np.uint8]) -> str:
    """Return pixels, uint8 (H, W, 3 or 4), as a PNG in a `data:` address."""
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", optimize=False)
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def _text(
    x: float, y: float, text: str, size: int, ink: tuple[int, int, int], anchor: str = "start", *,
    bold: bool = False,
) -> str:  # fmt: skip
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" fill="{_hex(ink)}" text-anchor="{anchor}"'
        f"{weight}>{html.escape(_printable(text))}</text>"
    )


def _printable(text: str) -> str:
    """Return a text without characters that XML does not allow."""
    return "".join(c if c.isprintable() else " " for c in text)


def _hex(colour: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
