"""Sky, light, land and water: the grounds that a demo scene is painted on.

A picture is painted in two steps: grounds as float32 (H, W, 3) RGB 0-255, then shapes as uint8 with
antialiased polygons. Everything is a function of a seeded generator, so a scene never changes.
"""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb = tuple[int, int, int]
Picture = NDArray[np.uint8]  # H, W, 3
Ground = NDArray[np.float32]  # H, W, 3

SUBPIXEL_BITS = 4
GRAIN_SIZE = 1280  # pixels, larger than any picture


@dataclass(frozen=True, slots=True)
class Light:
    """The light of one time of day.

    Args:
        name: as in a caption ("at dusk").
        hours: local hours at which it occurs, first and last.
        sky: colours of the sky from the top to the horizon.
        sun: colour of the sun or moon.
        shade: what near land tends to.
        strength: brightness of daylight on things, 0-1.
    """

    name: str
    hours: tuple[int, int]
    sky: tuple[Rgb, Rgb, Rgb]
    sun: Rgb
    shade: Rgb
    strength: float


DAWN = Light(
    "at dawn", (5, 7), ((74, 96, 148), (214, 150, 158), (250, 208, 164)), (255, 226, 178),
    (52, 48, 84), 0.72,
)  # fmt: skip
DAY = Light(
    "in daylight", (10, 16), ((62, 132, 206), (128, 184, 230), (214, 234, 244)), (255, 252, 228),
    (44, 84, 92), 1.0,
)  # fmt: skip
DUSK = Light(
    "at dusk", (18, 20), ((52, 44, 108), (196, 84, 110), (252, 160, 88)), (255, 214, 132),
    (44, 26, 62), 0.62,
)  # fmt: skip
NIGHT = Light(
    "at night", (21, 23), ((8, 12, 38), (20, 30, 74), (52, 64, 118)), (238, 240, 226),
    (10, 14, 34), 0.34,
)  # fmt: skip
LIGHTS = (DAWN, DAY, DUSK, NIGHT)


def mix(a: Rgb, b: Rgb, share: float) -> Rgb:
    """Return the colour that lies share (0-1) of the way from a to b."""
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return (red, green, blue)


def lit(colour: Rgb, light: Light) -> Rgb:
    """Return colour as it looks in light."""
    return mix(light.shade, colour, light.strength)


def polygon(picture: Picture, points: NDArray[np.floating] | list[list[float]], fill: Rgb) -> None:
    """Fill a polygon, antialiased; points are (N, 2) x, y in pixels."""
    scaled = np.round(np.asarray(points, np.float64) * (1 << SUBPIXEL_BITS)).astype(np.int32)
    cv2.fillPoly(picture, [scaled], fill, cv2.LINE_AA, SUBPIXEL_BITS)


def rectangle(picture: Picture, x: float, y: float, width: float, height: float, fill: Rgb) -> None:
    """Fill an upright rectangle."""
    polygon(picture, [[x, y], [x + width, y], [x + width, y + height], [x, y + height]], fill)


def disc(picture: Picture, x: float, y: float, radius: float, fill: Rgb) -> None:
    """Fill a circle."""
    one = 1 << SUBPIXEL_BITS
    centre = (round(x * one), round(y * one))
    cv2.circle(picture, centre, max(1, round(radius * one)), fill, -1, cv2.LINE_AA, SUBPIXEL_BITS)


def stroke(picture: Picture, points: list[tuple[float, float]], colour: Rgb, width: float) -> None:
    """Draw an open line of some width in pixels."""
    one = 1 << SUBPIXEL_BITS
    scaled = [np.round(np.array(points) * one).astype(np.int32)]
    thick = max(1, round(width))
    cv2.polylines(picture, scaled, False, colour, thick, cv2.LINE_AA, SUBPIXEL_BITS)  # noqa: FBT003


def sky(height: int, width: int, light: Light) -> Ground:
    """Return a sky: a smooth vertical gradient through the light's three colours."""
    stops = np.array(light.sky, np.float32)
    rows = np.linspace(0, 1, height) ** 1.2
    columns = [np.interp(rows, (0, 0.55, 1), stops[:, channel]) for channel in range(3)]
    gradient = np.stack(columns, -1).astype(np.float32)
    return np.repeat(gradient[:, None], width, axis=1)


def add_glow(
    ground: Ground, x: float, y: float, radius: float, colour: Rgb, strength: float
) -> None:
    """Add light that falls off around a point, in place."""
    height, width = ground.shape[:2]
    across = ((np.arange(width, dtype=np.float32) - x) / radius) ** 2
    down = ((np.arange(height, dtype=np.float32) - y) / radius) ** 2
    fall = strength / (1 + 4 * (down[:, None] + across[None])) ** 1.5
    ground += (np.array(colour, np.float32) - ground) * np.clip(fall, 0, 1)[..., None]


def add_clouds(ground: Ground, light: Light, rng: np.random.Generator, amount: float) -> None:
    """Add soft streaks of cloud in the upper part of the sky, in place; amount is 0-1."""
    height, width = ground.shape[:2]
    noise = np.zeros((height, width), np.float32)
    for octave in range(4):
        cells = (3 * 2**octave, 2 * 2**octave)
        small = rng.random((cells[0], cells[1]), np.float32)
        noise += cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC) / 2**octave
    noise = (noise - noise.min()) / max(float(np.ptp(noise)), 1e-6)
    fade = np.linspace(1.0, 0.0, height, dtype=np.float32)[:, None] ** 0.6
    cover = np.clip((noise - (1 - 0.55 * amount)) * 3.2, 0, 0.85) * fade
    tone = np.array(mix(light.sky[2], (255, 255, 255), 0.55 * light.strength), np.float32)
    ground += (tone - ground) * cover[..., None]


def add_stars(picture: Picture, rng: np.random.Generator, horizon: float) -> None:
    """Add stars above the horizon (pixels)."""
    height, width = picture.shape[:2]
    for _ in range(round(width * height / 4200)):
        x, y = rng.random() * width, rng.random() ** 1.4 * horizon
        tone = int(150 + 105 * rng.random())
        disc(picture, x, y, 0.5 + rng.random() ** 3 * 1.3, (tone, tone, min(255, tone + 20)))


def ridge_line(
    width: int, base: float, height: float, rng: np.random.Generator, rough: float
) -> NDArray[np.float64]:
    """Return the y of a fractal ridge at each x, in pixels.

    Args:
        width: number of columns.
        base: mean y, pixels.
        height: amplitude, pixels.
        rng: seeded generator.
        rough: 0 (rolling hills) to 1 (crags).
    """
    xs = np.arange(width)
    line = np.zeros(width)
    octaves = 3 + round(4 * rough)
    for octave in range(octaves):
        knots = 3 * 2**octave + 1
        values = rng.uniform(-1, 1, knots)
        at = np.linspace(0, width - 1, knots)
        smooth = np.interp(xs, at, values)
        if rough < 0.5:
            kernel = max(3, width // knots | 1)
            smooth = np.convolve(np.pad(smooth, kernel, "edge"), np.ones(kernel) / kernel, "same")
            smooth = smooth[kernel:-kernel]
        line += smooth * (0.36 + 0.2 * rough) ** octave
    return base - height * line


def fill_below(
    picture: Picture, line: NDArray[np.floating], colour: Rgb, bottom: float | None = None
) -> None:
    """Fill everything from a ridge line down to bottom (default: the picture's end)."""
    end = picture.shape[0] if bottom is None else bottom
    xs = np.arange(len(line))
    step = max(1, len(line) // 480)
    top = np.stack([xs, line], 1)[::step]
    polygon(picture, np.vstack([top, [[len(line), line[-1]], [len(line), end], [0, end]]]), colour)


def water(picture: Picture, horizon: float, light: Light, sun_x: float | None, seed: int) -> None:
    """Paint water from the horizon (pixels) down, with a path of light under the sun or moon."""
    height, width = picture.shape[:2]
    top = round(horizon)
    depth = np.linspace(0, 1, height - top, dtype=np.float32)[:, None, None]
    near = np.array(mix(light.sky[0], light.shade, 0.55), np.float32)
    far = np.array(mix(light.sky[2], light.sky[1], 0.35), np.float32)
    picture[top:] = np.clip(far + (near - far) * depth**0.7, 0, 255).astype(np.uint8)
    rng = np.random.default_rng(seed)
    for _ in range(round((height - top) * 1.1)):
        share = rng.random() ** 1.6
        y = top + 2 + share * (height - top - 3)
        length = width * (0.012 + 0.07 * share) * rng.uniform(0.5, 1.4)
        on_path = sun_x is not None and rng.random() < 0.45
        spread = width * (0.015 + 0.09 * share)
        x = rng.normal(sun_x, spread) if on_path and sun_x is not None else rng.random() * width
        tone = light.sun if on_path else mix(far_of(far), (255, 255, 255), 0.25)
        here = picture[min(height - 1, int(y)), min(width - 1, max(0, int(x)))]
        below: Rgb = (int(here[0]), int(here[1]), int(here[2]))
        colour = mix(below, tone, 0.75 if on_path else 0.28)
        stroke(picture, [(x - length / 2, y), (x + length / 2, y)], colour, 1 + 1.6 * share)


def far_of(colour: NDArray[np.float32]) -> Rgb:
    """Return an array of three numbers as a colour."""
    return (int(colour[0]), int(colour[1]), int(colour[2]))


def finish(picture: Picture, rng: np.random.Generator) -> Picture:
    """Return the picture with a soft vignette and fine grain, as a lens and film would leave."""
    height, width = picture.shape[:2]
    toned = np.asarray(cv2.multiply(picture, _vignette(height, width), scale=1 / 255), np.uint8)
    top, left = (int(rng.integers(GRAIN_SIZE - side)) for side in (height, width))
    grain = _grain()[top : top + height, left : left + width]
    return np.asarray(cv2.add(toned, grain, dtype=cv2.CV_8U), np.uint8)


@cache
def _vignette(height: int, width: int) -> Picture:
    """Return how bright each place of a picture is, 0-255, (H, W, 3)."""
    down = np.linspace(-1, 1, height)[:, None] ** 2
    across = np.linspace(-1, 1, width)[None] ** 2
    shade = np.round(255 * (1 - 0.13 * (down + across))).astype(np.uint8)
    return np.repeat(shade[..., None], 3, axis=2)


@cache
def _grain() -> NDArray[np.int16]:
    """Return a sheet of film grain, the same in all channels, (GRAIN_SIZE, GRAIN_SIZE, 3)."""
    noise = np.random.default_rng(1).normal(0, 2.2, (GRAIN_SIZE, GRAIN_SIZE, 1))
    return np.repeat(np.round(noise).astype(np.int16), 3, axis=2)
