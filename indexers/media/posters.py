"""Typographic posters for films without one: a genre's colours and motif, seeded by the title."""

import colorsys
import hashlib
import unicodedata
from dataclasses import replace
from functools import lru_cache
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from indexers.media import postermotifs as motifs
from indexers.media.postermotifs import Canvas, Colour, Motif, Palette
from indexers.media.types import FilmRow

_MARGIN = 0.075  # of the width
_MAX_LINES = 4
_HUE_TURN = 0.06  # of the circle
_LARGEST, _SMALLEST = 0.2, 0.062  # title, of the width
_LEADING = 1.06
_BOLD_SPREAD = 1.03  # letters drawn with a stroke
_WIDE_FONTS = (  # for letters that the built-in font lacks; none of them is needed
    "DejaVuSans-Bold.ttf", "LiberationSans-Bold.ttf", "NotoSans-Bold.ttf", "arialbd.ttf",
    "Arial Bold.ttf", "Arial Unicode.ttf",
)  # fmt: skip
_TYPEWRITER = {
    "–": "-",
    "—": "-",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "...": "...",
    "\xa0": " ",
}


def _rgb(code: str) -> Colour:
    return int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16)


def _palettes(*lines: str) -> tuple[Palette, ...]:
    return tuple(Palette(*map(_rgb, line.split())) for line in lines)


# Top, bottom, main, accent, ink.
_FIRE = _palettes("1b1f3a 5c1a1b c8452e f9b53f fff4e0", "0f2027 31363f e2552c ffd166 fdf6ec",
                  "20232a 8a2c0d f07818 ffe3a3 ffffff")  # fmt: skip
_SPACE = _palettes("05060f 14213d 3a6ea5 ff9f5a e9f1ff", "0b0f2b 2b1055 7597de ffd3a5 f4f0ff",
                   "031b22 04434c 2a9d8f f4e285 e8fffb", "120c20 3c1642 b9386e 89f0e5 fff0f7",
                   )  # fmt: skip
_NIGHT = _palettes("0a0a0c 2b0508 7d1420 d7263d f6e7e4", "0b1013 16242b 37535e d9e2c5 f1f5e8",
                   "0e0b16 221a33 4b3a69 e0c3fc f5effc", "120f0d 2b211b 6b4f3a f2c14e fbf1dc",
                   )  # fmt: skip
_LOVE = _palettes("f7c8c5 e98a9b c94f6d ffe8d1 5a1230", "fde2d4 f4a58a d8576b 7d3c98 47122f",
                  "3a0d2e 8c2f5a e86a92 ffc9a9 fff1ea", "f3e3f0 c7a5cf 8d5a97 f28482 3d1645",
                  )  # fmt: skip
_BRIGHT = _palettes("ffd23f f7a91e ee4266 ffffff 3b1c57", "5ec5c1 2c8f99 ffd166 f25f4c fffdf0",
                    "ff8c61 e8574a ffe156 fffbe6 4a1030", "a0d8f1 4f9ed9 ffce3a ef476f 12304f",
                    )  # fmt: skip
_EARTH = _palettes("e9dcc3 c7a27c 8c5a3c d1462f 2e1f17", "22333b 4a5859 a98467 eacdc2 f7efe5",
                   "dfe3d8 9fb1a1 5b7b7a e07a5f 22333b", "2d3142 4f5d75 8d99ae ef8354 f7f5f2",
                   "f2e8cf c6ac8f 6a994e bc4749 2b3a1e")  # fmt: skip
_MAGIC = _palettes("2b1055 7b4397 4e2a84 ffd86e fff6e0", "123456 2a7f9e 1b4965 f7e27e f0fbff",
                   "43206b d15c8d 7a3b8f ffe29a fff2f7", "0d3b4c 57a773 1f6f5c f9e076 f4fff4",
                   )  # fmt: skip
_DUST = _palettes("f6c177 d9733a 9c3d1e ffe8a3 3a1508", "e8b98a b85c38 5c3d2e e0c097 fff3e0",
                  "33272a 8c4a2f 5e2e20 f0a04b fdebd0")  # fmt: skip

# The first of these that a film's genres name decides; the order goes from telling to general.
_STYLES: dict[str, tuple[tuple[Palette, ...], tuple[Motif, ...]]] = {
    "western": (_DUST, (motifs.mesa,)),
    "science fiction": (_SPACE, (motifs.planet,)),
    "sci-fi": (_SPACE, (motifs.planet,)),
    "horror": (_NIGHT, (motifs.spiral, motifs.blinds)),
    "noir": (_NIGHT, (motifs.blinds, motifs.skyline)),
    "animation": (_MAGIC, (motifs.hills, motifs.dots)),
    "animated": (_MAGIC, (motifs.hills, motifs.dots)),
    "fantasy": (_MAGIC, (motifs.hills, motifs.planet)),
    "music": (_BRIGHT, (motifs.bars,)),
    "sport": (_BRIGHT, (motifs.stripes,)),
    "war": (_FIRE, (motifs.stripes, motifs.rays)),
    "documentary": (_EARTH, (motifs.strata,)),
    "history": (_EARTH, (motifs.strata, motifs.arcs)),
    "historical": (_EARTH, (motifs.strata, motifs.arcs)),
    "biograph": (_EARTH, (motifs.strata, motifs.arcs)),
    "mystery": (_NIGHT, (motifs.spiral, motifs.blinds)),
    "romance": (_LOVE, (motifs.hearts,)),
    "romantic": (_LOVE, (motifs.hearts,)),
    "crime": (_NIGHT, (motifs.skyline, motifs.blinds)),
    "adventure": (_FIRE + _DUST, (motifs.waves, motifs.rays)),
    "family": (_MAGIC, (motifs.hills, motifs.dots)),
    "thriller": (_NIGHT, (motifs.skyline, motifs.spiral)),
    "action": (_FIRE, (motifs.rays, motifs.skyline)),
    "comedy": (_BRIGHT, (motifs.dots, motifs.arcs)),
    "drama": (
        _EARTH + _LOVE[:2],
        (motifs.arcs, motifs.hearts, motifs.waves, motifs.strata, motifs.stripes),
    ),
}
_OTHERS = (_EARTH + _NIGHT + _BRIGHT, (motifs.arcs, motifs.stripes, motifs.dots, motifs.strata))


def draw_poster(film: FilmRow, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Draw a poster: the same film always gets the same one, in any size.

    Args:
        film: title, genres, year and directors are used.
        size: (width, height) in pixels, >= 1; made for 2:3.

    Returns:
        uint8 (height, width, 3), RGB.
    """
    # Below this no letter can be read; the shrunk large poster keeps its colours and shapes.
    width, height = (max(96, side) for side in size)
    rng = Random(_seed(film))  # noqa: S311 - choice of looks
    palettes, choices = _style(film)
    palette, motif = _shifted(rng.choice(palettes), rng), rng.choice(choices)
    canvas = Canvas(width, height, palette)
    motif(canvas, rng, palette)
    at_top = motif in _LOW_MOTIFS or rng.random() < 0.3
    lit = _ground(canvas.pixels, palette, at_top=at_top)
    image = Image.fromarray(lit)
    _write(image, film, palette, at_top=at_top)
    if (width, height) != tuple(size):
        image = image.resize(size, Image.Resampling.BOX)
    return np.asarray(image).copy()


_LOW_MOTIFS = {motifs.hills, motifs.mesa, motifs.skyline, motifs.waves}


def _seed(film: FilmRow) -> int:
    name = f"{film.title}\n{film.year or ''}".encode("utf-8", "replace")
    return int.from_bytes(hashlib.blake2b(name, digest_size=8).digest(), "little")


def _style(film: FilmRow) -> tuple[tuple[Palette, ...], tuple[Motif, ...]]:
    named = " ".join(film.genres).lower()
    return next((style for genre, style in _STYLES.items() if genre in named), _OTHERS)


def _shifted(palette: Palette, rng: Random) -> Palette:
    """The palette with its hues turned a little, so that films of one genre stay apart."""
    turn = rng.uniform(-_HUE_TURN, _HUE_TURN)

    def shift(colour: Colour) -> Colour:
        hue, light, strength = colorsys.rgb_to_hls(*(part / 255 for part in colour))
        parts = colorsys.hls_to_rgb((hue + turn) % 1, light, strength)
        red, green, blue = (round(255 * part) for part in parts)
        return red, green, blue

    return replace(
        palette,
        top=shift(palette.top),
        bottom=shift(palette.bottom),
        main=shift(palette.main),
        accent=shift(palette.accent),
    )


def _ground(pixels: NDArray[np.uint8], palette: Palette, *, at_top: bool) -> NDArray[np.uint8]:
    """Lay a veil under the title, so that it can be read, and a breath of grain over all."""
    height, width = pixels.shape[:2]
    veil, grain = _veil(height, width, at_top), _grain(height, width)
    # Away from the ink: dark behind light letters, light behind dark ones.
    light = sum(palette.ink) > 380
    candidates = (palette.top, palette.bottom)
    ground = min(candidates, key=sum) if light else max(candidates, key=sum)
    base = np.array(ground, np.float32)
    mixed = pixels + (base - pixels) * veil + grain
    return np.clip(mixed, 0, 255).astype(np.uint8)


@lru_cache(maxsize=8)
def _veil(height: int, width: int, at_top: bool) -> NDArray[np.float32]:
    depth = np.linspace(1, 0, height, dtype=np.float32)
    title = np.clip((depth - 0.52) / 0.3, 0, 1) if at_top else np.clip((0.5 - depth) / 0.3, 0, 1)
    credit = np.clip((0.14 - depth) / 0.08, 0, 1)
    share = np.maximum(0.88 * title, 0.8 * credit)[:, None, None]
    return np.broadcast_to(share, (height, width, 1)).astype(np.float32)


@lru_cache(maxsize=4)
def _grain(height: int, width: int) -> NDArray[np.float32]:
    rng = np.random.default_rng(7)
    noise = 2.2 * rng.standard_normal((height, width, 1), np.float32)
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :, None]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None, None]
    vignette = 16 * np.clip(x * x + y * y - 0.7, 0, None)
    return (noise - vignette).astype(np.float32)


# -- letters


def _write(image: Image.Image, film: FilmRow, palette: Palette, *, at_top: bool) -> None:
    width, height = image.size
    draw = ImageDraw.Draw(image)
    margin = round(_MARGIN * width)
    room = width - 2 * margin
    title = _readable(film.title)
    title = title.upper() if len(title) <= 26 else title
    lines, size = _fit_title(title, room, round(0.36 * height))
    font, bold = _font(size, title), round(size / 26) if title.isascii() else 0
    step = round(size * _LEADING)
    foot = height - margin - round(0.062 * width)
    y = margin if at_top else foot - step * len(lines) - round(0.05 * width)
    for line in lines:
        draw.text((margin, y), line, palette.ink, font, stroke_width=bold, stroke_fill=palette.ink)
        y += step
    rule = y + round(0.018 * width)
    draw.rectangle((margin, rule, margin + round(0.16 * width), rule + max(1, width // 90)),
                   palette.accent if _apart(palette) else palette.ink)  # fmt: skip
    small_size = max(6, round(0.05 * width))
    year = str(film.year) if film.year else ""
    year_width = draw.textlength(year, _font(small_size, year))
    names = _readable(" & ".join(film.directors[:2])).upper()
    credit = _shortened(names, _font(small_size, names), room - 1.3 * year_width)
    for text, x in ((credit, margin), (year, width - margin - year_width)):
        if text:
            draw.text((x, foot), text, palette.ink, _font(small_size, text))


def _apart(palette: Palette) -> bool:
    """Whether the accent is not just the ink again, and not lost in the ground."""
    distance = sum(abs(a - b) for a, b in zip(palette.accent, palette.ink, strict=True))
    return distance > 60


def _fit_title(title: str, room: int, tall: int) -> tuple[list[str], int]:
    """Return lines and letter size in pixels: as large as the room allows, then shortened."""
    largest, smallest = round(_LARGEST * room / 0.85), max(6, round(_SMALLEST * room / 0.85))
    for size in range(largest, smallest - 1, -max(1, largest // 16)):
        font = _font(size, title)
        lines = _wrap(title, font, room)
        fits = all(_width(line, font) <= room for line in lines)
        if fits and len(lines) <= _MAX_LINES and len(lines) * size * _LEADING <= tall:
            return lines, size
    font = _font(smallest, title)
    lines = _wrap(title, font, room)[: _MAX_LINES + 1]
    return [_shortened(line, font, room) for line in lines], smallest


def _wrap(title: str, font: "_Font", room: int) -> list[str]:
    lines: list[str] = []
    for word in title.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and _width(joined, font) <= room:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines or [title]


def _width(text: str, font: "_Font") -> float:
    return font.getlength(text) * _BOLD_SPREAD


def _shortened(text: str, font: "_Font", room: float) -> str:
    if _width(text, font) <= room:
        return text
    while text and _width(text + "...", font) > room:
        text = text[:-1]
    return text.rstrip() + "..." if text else ""


_Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def _font(size: int, text: str) -> _Font:
    """Pillow's built-in font; one of the system only for letters that it does not have."""
    return _plain_font(size) if text.isascii() else _wide_font(size) or _plain_font(size)


def _readable(text: str) -> str:
    """The text as the fonts at hand can show it: without accents where only the built-in one is."""
    text = "".join(_TYPEWRITER.get(letter, letter) for letter in text)
    if text.isascii() or _wide_font(20) is not None:
        return text
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(plain.split())


@lru_cache(maxsize=128)
def _plain_font(size: int) -> _Font:
    return ImageFont.load_default(size)


@lru_cache(maxsize=128)
def _wide_font(size: int) -> _Font | None:
    for name in _WIDE_FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return None
