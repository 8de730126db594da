"""Geometric motifs of drawn posters. Each fills a canvas; all sizes are shares of its width."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

Colour = tuple[int, int, int]
_SHIFT = 4  # sub-pixel bits of OpenCV's drawing


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of a poster, RGB.

    Args:
        top: background at the top.
        bottom: background at the bottom.
        main: the motif.
        accent: what stands out.
        ink: the title.
    """

    top: Colour
    bottom: Colour
    main: Colour
    accent: Colour
    ink: Colour


class Canvas:
    """An RGB picture with antialiased, translucent shapes; the unit is its width.

    Args:
        width: pixels.
        height: pixels.
        palette: fills the background from top to bottom.
    """

    def __init__(self, width: int, height: int, palette: Palette) -> None:
        steps = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
        ends = np.array([palette.top, palette.bottom], np.float32)
        column = ends[0] + (ends[1] - ends[0]) * steps
        self.pixels: NDArray[np.uint8] = np.broadcast_to(
            np.rint(column).astype(np.uint8), (height, width, 3)
        ).copy()
        self.tall = height / width
        self._unit = width

    def polygon(
        self, points: Sequence[tuple[float, float]], colour: Colour, alpha: float = 1.0
    ) -> None:
        """Fill a polygon."""
        import cv2

        corners = np.rint(np.array(points) * self._unit * (1 << _SHIFT)).astype(np.int32)
        self._paint(
            lambda target: cv2.fillPoly(target, [corners], colour, cv2.LINE_AA, _SHIFT), alpha
        )

    def circle(
        self, x: float, y: float, radius: float, colour: Colour, *, alpha: float = 1.0,
        line: float = 0.0,
    ) -> None:  # fmt: skip
        """Fill a circle, or draw its outline where a line width is given."""
        import cv2

        scale = self._unit * (1 << _SHIFT)
        centre, size = (round(x * scale), round(y * scale)), max(1, round(radius * scale))
        thick = max(1, round(line * self._unit)) if line else -1
        self._paint(
            lambda target: cv2.circle(target, centre, size, colour, thick, cv2.LINE_AA, _SHIFT),
            alpha,
        )

    def box(
        self, left: float, top: float, right: float, bottom: float, colour: Colour,
        alpha: float = 1.0,
    ) -> None:  # fmt: skip
        """Fill a rectangle."""
        self.polygon(((left, top), (right, top), (right, bottom), (left, bottom)), colour, alpha)

    def _paint(self, draw: Callable[[NDArray[np.uint8]], object], alpha: float) -> None:
        import cv2

        if alpha >= 1:
            draw(self.pixels)
            return
        layer = self.pixels.copy()
        draw(layer)
        cv2.addWeighted(layer, alpha, self.pixels, 1 - alpha, 0, self.pixels)


Motif = Callable[[Canvas, Random, Palette], None]


def rays(canvas: Canvas, rng: Random, palette: Palette) -> None:
    """A burst of beams from a low sun."""
    x, y, count = rng.uniform(0.25, 0.75), rng.uniform(0.75, 1.0), rng.choice((9, 11, 14))
    turn = rng.random()
    for k in range(count):
        a, b = ((k + turn + side) * 2 * math.pi / count for side in (-0.22, 0.22))
        far = 2.4
        points = ((x, y), (x + far * math.cos(a), y + far * math.sin(a)),
                  (x + far * math.cos(b), y + far * math.sin(b)))  # fmt: skip
        canvas.polygon(points, palette.main, 0.5)
    radius = rng.uniform(0.17, 0.27)
    canvas.circle(x, y, radius * 1.25, palette.accent, alpha=0.3)
    canvas.circle(x, y, radius, palette.accent)


def planet(canvas: Canvas, rng: Random, palette: Palette) -> None:
    """A planet with a ring and stars."""
    for _ in range(45):
        size = rng.uniform(0.002, 0.006)
        canvas.circle(rng.random(), rng.random() * canvas.tall, size, palette.ink)
    x, y, radius = rng.uniform(0.3, 0.7), rng.uniform(0.45, 0.7), rng.uniform(0.24, 0.36)
    canvas.circle(x, y, radius * 1.35, palette.main, alpha=0.25)
    canvas.circle(x, y, radius, palette.main)
    canvas.circle(x - radius * 0.25, y - radius * 0.25, radius * 0.7, palette.accent, alpha=0.35)
    tilt = rng.uniform(-0.5, 0.5)
    ring = []
    for reach in (1.75, 1.5):
        turns = np.linspace(-0.15, math.pi + 0.15, 40)
        arc = [(reach * radius * math.cos(t), 0.35 * reach * radius * math.sin(t)) for t in turns]
        ring += arc if reach > 1.6 else arc[::-1]
    canvas.polygon(_turned(ring, x, y, tilt), palette.accent)
    canvas.circle(rng.uniform(0.1, 0.9), rng.uniform(0.12, 0.25), 0.045, palette.accent)


def blinds(canvas: Canvas, rng: Random, palette: Palette) -> None:
    """Light through slats, with a moon behind."""
    x, y = rng.uniform(0.3, 0.7), rng.uniform(0.4, 0.6)
    canvas.circle(x, y, rng.uniform(0.3, 0.42), palette.accent)
    slope, count = rng.uniform(-0.25, 0.25), 15
    for k in range(count + 2):
        top = (k - 1) * canvas.tall / count
        points = ((0, top), (1, top + slope), (1, top + slope + 0.038), (0, top + 0.038))
        canvas.polygon(points, palette.bottom, 0.92)
    canvas.box(0, 0, rng.uniform(0.05, 0.12), canvas.tall, palette.main, 0.8)


def hearts(canvas: Canvas, rng: Random, palette: Palette) -> None:
    """Two discs that meet, and small ones that rise."""
    y, radius = rng.uniform(0.5, 0.65), rng.uniform(0.26, 0.34)
    shift = radius * rng.uniform(0.45, 0.75)
    canvas.circle(0.5 - shift, y, radius, palette.main, alpha=0.9)
    canvas.circle(0.5 + shift, y + rng.uniform(-0.1, 0.1), radius, palette.accent, alpha=0.78)
    for _ in range(14):
        size = rng.uniform(0.008, 0.03)
        canvas.circle(rng.random(), rng.random() * canvas.tall, size, palette.ink, alpha=0.5)


def dots(canvas: Canvas, rng: Random, palette: Palette) -> None:
    """A halftone sun: dots that shrink with the distance."""
    x, y, step = rng.uniform(0.2, 0.8), rng.uniform(0.35, 0.75), 0.082
    reach = rng.uniform(0.55, 0.8)
    for row in range(int(canvas.tall / step) + 1):
        for column in range(int(1 / step) + 2):
            cx, cy = (column + 0.5 * (row % 2)) * step, row * step
            near = 1 - math.hypot(cx - x, cy - y) / reach
            if near > 0.06:
                colour = palette.accent if near > 0.55 else palette.main
                canvas.circle(cx, cy, step * 0.53 * math.sqrt(near), colour)


def arcs(canvas: Canvas, rng: Random, palette: Palette) -> None:
    """A quilt of quarter circles."""
    columns = rng.choice((3, 4))
    size = 1 / columns
    colours = (palette.main, palette.accent, palette.ink, palette.bottom)
    for row in range(math.ceil(canvas.tall / size)):
        for column in range(columns):
            if rng.random() < 0.2:
                continue
            left, top = column * size, row * size
            canvas.box(left, top, left + size, top + size, rng.choice(colours), 0.35)
            corner = rng.randrange(4)
            cx, cy = left + size * (corner % 2), top + size * (corner // 2)
            start = (0, math.pi / 2, -math.pi / 2, math.pi)[corner]
            turns = np.linspace(start, start + math.pi / 2, 16)
            quarter = [(cx + size * math.cos(t), cy + size * math.sin(t)) for t in turns]
            canvas.polygon([(cx, cy), *quarter], rng.choice(colours[:3]), 0.9)


def hills(canvas: Canvas, rng: Random, palette: Palette) -> None:
    """Rolling hills under a moon and stars."""
    for _ in range(22):
        canvas.circle(rng.random(), rng.random() * 0.8, rng.uniform(0.003, 0.009), palette.ink)
    canvas.circle(rng.uniform(0.2, 0.8), rng.uniform(0.3, 0.5), rng.uniform(0.1, 0.17),
                  palette.accent)  # fmt: skip
    for k in range(4):
        base = 0.75 + 0.17 * k
        phase, swing = rng.uniform(0, 6), rng.uniform(0.05, 0.12)
        ridge = [(x, base + swing * math.sin(5 * x + phase)) for x in np.linspace(0, 1, 25)]
        colour = _mix(palette.main, palette.bottom, k / 3.5)
        canvas.polygon([*ridge, (1, canvas.tall), (0, canvas.tall)], colour)


def strata(canvas: Canvas, rng: Random, palette: Palette) -> None:
    """Layers of paper with one bright line of measure."""
    edge = 0.3
    for k in range(7):
        edge += rng.uniform(0.08, 0.2)
        slope = rng.uniform(-0.12, 0.12)
        colour = _mix(palette.main, palette.bottom, k / 7)
        points = ((0, edge), (1, edge + slope), (1, canvas.tall), (0, canvas.tall))
        canvas.polygon(points, colour, 0.85)
    x = rng.uniform(0.2, 0.8)
    canvas.box(x, 0, x + 0.018, canvas.tall, palette.accent)
    canvas.circle(x + 0.009, rng.uniform(0.4, 0.9), 0.06, palette.accent)


def mesa(canvas: Canvas, rng: Random, palette: Palette) -> None:
    """Table mountains before a huge sun."""
    canvas.circle(rng.uniform(0.3, 0.7), 0.75, rng.uniform(0.3, 0.42), palette.accent)
    for k in range(3):
        base, x, colour = 0.85 + 0.12 * k, -0.2, _mix(palette.main, palette.bottom, k / 2.5)
        points = [(0.0, canvas.tall), (0.0, base)]
        while x < 1:
            width, height = rng.uniform(0.15, 0.4), rng.uniform(0.06, 0.24)
            points += [(x, base), (x + 0.04, base - height),
                       (x + width - 0.04, base - height), (x + width, base)]  # fmt: skip
            x += width + rng.uniform(0.05, 0.25)
        canvas.polygon([*points, (1.0, base), (1.0, canvas.tall)], colour)


def bars(canvas: Canvas, rng: Random, palette: Palette) -> None:
    """The levels of a piece of music, and a record."""
    canvas.circle(0.5, 0.62, 0.36, palette.bottom, alpha=0.8)
    for radius in (0.32, 0.28, 0.24, 0.2):
        canvas.circle(0.5, 0.62, radius, palette.ink, alpha=0.35, line=0.006)
    canvas.circle(0.5, 0.62, 0.12, palette.accent)
    canvas.circle(0.5, 0.62, 0.02, palette.bottom)
    count = rng.choice((9, 13))
    for k in range(count):
        height = 0.1 + 0.42 * abs(math.sin(k * rng.uniform(0.6, 1.4) + 1)) * rng.uniform(0.5, 1)
        left = (k + 0.2) / count
        canvas.box(left, 1.2 - height, left + 0.6 / count, 1.2, palette.main, 0.9)


def skyline(canvas: Canvas, rng: Random, palette: Palette) -> None:
    """A city at night with lit windows."""
    canvas.circle(rng.uniform(0.2, 0.8), rng.uniform(0.3, 0.5), 0.14, palette.accent)
    for k in range(3):
        x, colour = -0.05, _mix(palette.main, palette.bottom, k / 2.2)
        while x < 1:
            width, top = rng.uniform(0.08, 0.19), rng.uniform(0.5, 0.75) + 0.17 * k
            canvas.box(x, top, x + width, canvas.tall, colour)
            for _ in range(7):
                wx, wy = x + rng.uniform(0.1, 0.8) * width, top + rng.uniform(0.03, 0.5)
                canvas.box(wx, wy, wx + 0.014, wy + 0.02, palette.accent)
            x += width + rng.uniform(0.0, 0.03)


def waves(canvas: Canvas, rng: Random, palette: Palette) -> None:
    """A sea of scales below a low sun."""
    canvas.circle(rng.uniform(0.3, 0.7), 0.66, rng.uniform(0.18, 0.28), palette.accent)
    size = rng.uniform(0.11, 0.16)
    for row in range(14):
        y = 0.8 + row * size * 0.5
        for column in range(-1, int(1 / size) + 2):
            x = (column + 0.5 * (row % 2)) * size
            for share, colour in ((1.0, palette.main), (0.72, palette.bottom), (0.4, palette.main)):
                canvas.circle(x, y, size * 0.54 * share, colour)


def spiral(canvas: Canvas, rng: Random, palette: Palette) -> None:
    """Turning squares that draw the eye in."""
    x, y, twist = rng.uniform(0.35, 0.65), rng.uniform(0.5, 0.7), rng.choice((-1, 1)) * 0.17
    for k in range(15):
        size = 1.15 * 0.83**k
        square = [(-size, -size), (size, -size), (size, size), (-size, size)]
        colour = (palette.main, palette.bottom)[k % 2]
        canvas.polygon(_turned(square, x, y, k * twist), colour)
    canvas.circle(x, y, 0.075, palette.accent)


def stripes(canvas: Canvas, rng: Random, palette: Palette) -> None:
    """Broad slanted bands, as on a jersey."""
    slope, x = rng.choice((-0.6, 0.6)), rng.uniform(-0.9, -0.6)
    for k in range(5):
        width = rng.uniform(0.09, 0.3)
        colour = (palette.main, palette.accent, palette.ink)[k % 3]
        lean = slope * canvas.tall
        points = ((x, 0), (x + width, 0), (x + width + lean, canvas.tall), (x + lean, canvas.tall))
        canvas.polygon([(px - min(0, lean) * 0.6, py) for px, py in points], colour, 0.85)
        x += width + rng.uniform(0.08, 0.2)


def _turned(
    points: Sequence[tuple[float, float]], x: float, y: float, angle: float
) -> list[tuple[float, float]]:
    cos, sin = math.cos(angle), math.sin(angle)
    return [(x + px * cos - py * sin, y + px * sin + py * cos) for px, py in points]


def _mix(first: Colour, second: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue
