"""Demo scenes: landscapes painted from a seed, with metadata that is true of the picture.

What is drawn is what the caption, the keywords, the local time and the place say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import cv2
import numpy as np

from app.services.demo.canvas import (
    DAY,
    LIGHTS,
    NIGHT,
    Light,
    Picture,
    Rgb,
    add_clouds,
    add_glow,
    add_stars,
    disc,
    fill_below,
    finish,
    lit,
    mix,
    rectangle,
    ridge_line,
    sky,
    water,
)
from app.services.demo.objects import OBJECTS, WINDOW_LIGHT

SOFT = 4  # the sky is computed at a quarter of the size
SIZES = ((960, 640), (960, 640), (640, 960), (1024, 576))  # width, height


@dataclass(frozen=True, slots=True)
class Place:
    """A real place that a scene may be set in."""

    name: str
    latitude: float
    longitude: float
    offset_min: int


@dataclass(frozen=True, slots=True)
class Theme:
    """A kind of scene.

    Args:
        name: file name stem and first keyword.
        text: caption with {things} and {light}.
        places: where it is set.
        things: object name -> least and most.
        horizon: height of the horizon, fraction of the picture from the top.
        keywords: more keywords, true of every scene of the theme.
        lights: lights it may have.
    """

    name: str
    text: str
    places: tuple[Place, ...]
    things: dict[str, tuple[int, int]]
    horizon: float
    keywords: tuple[str, ...]
    lights: tuple[Light, ...] = LIGHTS


@dataclass(frozen=True, slots=True)
class Scene:
    """A painted scene and what is true of it.

    Args:
        name: file name stem.
        picture: uint8 (H, W, 3) RGB.
        caption: one sentence.
        keywords: theme, things and light.
        taken_at: local time.
        place: where it is set.
    """

    name: str
    picture: Picture
    caption: str
    keywords: tuple[str, ...]
    taken_at: datetime
    place: Place


COAST = (Place("Étretat", 49.7069, 0.2056, 60), Place("Cabo da Roca", 38.7804, -9.4989, 0),
         Place("Peggys Cove", 44.4919, -63.9186, -240))  # fmt: skip
PEAKS = (Place("Zermatt", 46.0207, 7.7491, 60), Place("Banff", 51.1784, -115.5708, -420),
         Place("Cortina d'Ampezzo", 46.5405, 12.1357, 60))  # fmt: skip
PLAIN = (Place("Kinderdijk", 51.8838, 4.6400, 60), Place("Consuegra", 39.4617, -3.6067, 60))
DRY = (Place("Tucson", 32.2226, -110.9747, -420), Place("Merzouga", 31.0802, -4.0133, 60))
TOWNS = (Place("Chicago", 41.8781, -87.6298, -360), Place("Singapore", 1.3521, 103.8198, 480),
         Place("Frankfurt", 50.1109, 8.6821, 60))  # fmt: skip
WOODS = (Place("Titisee", 47.9037, 8.1517, 60), Place("Inari", 68.9060, 27.0288, 120))
ISLES = (Place("Praslin", -4.3190, 55.7410, 240), Place("Tulum", 20.2114, -87.4654, -300))
VALE = (Place("Bernkastel-Kues", 49.9161, 7.0700, 60), Place("Hallstatt", 47.5622, 13.6493, 60))

THEMES = (
    Theme("lighthouse", "A lighthouse above the sea{things} {light}", COAST,
          {"lighthouse": (1, 1), "sailing boat": (0, 2), "birds": (0, 1)}, 0.62, ("sea", "coast")),
    Theme("regatta", "Sailing boats on open water{things} {light}", COAST,
          {"sailing boat": (3, 7), "birds": (0, 1)}, 0.5, ("sea", "water")),
    Theme("mountains", "Mountain ridges{things} {light}", PEAKS,
          {"pine tree": (6, 16), "tent": (0, 1)}, 0.6, ("mountains", "landscape")),
    Theme("lake", "A mountain lake{things} {light}", PEAKS,
          {"pine tree": (4, 10), "house": (0, 1), "sailing boat": (0, 1)}, 0.56,
          ("lake", "mountains", "water")),
    Theme("windmills", "Windmills in the fields{things} {light}", PLAIN,
          {"windmill": (1, 4), "tree": (0, 5), "birds": (0, 1)}, 0.66, ("fields", "countryside")),
    Theme("desert", "Dunes of the desert{things} {light}", DRY,
          {"cactus": (2, 7), "birds": (0, 1)}, 0.6, ("desert", "sand")),
    Theme("skyline", "A city skyline{things} {light}", TOWNS,
          {"hot-air balloon": (0, 1)}, 0.8, ("city", "buildings")),
    Theme("forest", "A forest of conifers{things} {light}", WOODS,
          {"pine tree": (24, 40), "tent": (0, 1)}, 0.62, ("forest", "trees")),
    Theme("snow", "Snow on the hills{things} {light}", WOODS,
          {"pine tree": (6, 14), "house": (1, 2)}, 0.6, ("snow", "winter")),
    Theme("beach", "A beach with palms{things} {light}", ISLES,
          {"palm tree": (2, 5), "sailing boat": (0, 2)}, 0.52, ("beach", "sea", "sand")),
    Theme("balloons", "Hot-air balloons over the hills{things} {light}", VALE,
          {"hot-air balloon": (3, 8), "tree": (0, 5)}, 0.72, ("sky", "hills"),
          tuple(light for light in LIGHTS if light is not NIGHT)),
    Theme("village", "A village in the valley{things} {light}", VALE,
          {"house": (4, 8), "tree": (4, 9), "windmill": (0, 1)}, 0.6, ("village", "countryside")),
    Theme("castle", "A castle on a hill{things} {light}", VALE,
          {"castle": (1, 1), "tree": (4, 9), "birds": (0, 1)}, 0.62, ("castle", "hills")),
)  # fmt: skip
WATERY = {"lighthouse", "regatta", "lake", "beach"}
FLOATING = {"sailing boat"}
FLYING = {"hot-air balloon", "birds"}
HEIGHTS = {
    "lighthouse": (0.36, 0.5), "sailing boat": (0.06, 0.2), "pine tree": (0.14, 0.36),
    "tree": (0.12, 0.24), "palm tree": (0.34, 0.6), "cactus": (0.1, 0.3), "house": (0.1, 0.17),
    "windmill": (0.2, 0.42), "hot-air balloon": (0.12, 0.34), "tent": (0.05, 0.08),
    "castle": (0.3, 0.42), "birds": (0.08, 0.12),
}  # fmt: skip
EARTH: dict[str, Rgb] = {
    "desert": (222, 168, 104), "beach": (240, 216, 164), "snow": (240, 246, 252),
    "windmills": (132, 168, 72), "balloons": (112, 152, 84), "village": (120, 160, 82),
    "castle": (92, 130, 78), "lighthouse": (86, 112, 74), "forest": (44, 86, 66),
    "mountains": (74, 104, 92), "lake": (64, 104, 80), "skyline": (60, 66, 84),
    "regatta": (70, 90, 90),
}  # fmt: skip


def paint(index: int) -> Scene:
    """Paint the scene of a number; the same number always gives the same scene."""
    rng = np.random.default_rng(7_919 + index)
    theme = THEMES[index % len(THEMES)]
    light = theme.lights[(index // len(THEMES)) % len(theme.lights)]
    width, height = SIZES[int(rng.integers(len(SIZES)))]
    horizon = height * theme.horizon * rng.uniform(0.92, 1.08)
    picture, sun_x = _ground(theme, light, (width, height), horizon, rng)
    _LAND.get(theme.name, _hills)(picture, theme, light, horizon, rng)
    if theme.name in WATERY:
        shore = horizon if theme.name != "lake" else horizon * 1.06
        water(picture, shore, light, sun_x, index)
        _foreground(picture, theme, light, rng)
    shown = _place_things(picture, theme, light, horizon, rng)
    return _describe(index, theme, light, finish(picture, rng), shown, rng)


def _ground(
    theme: Theme, light: Light, size: tuple[int, int], horizon: float, rng: np.random.Generator
) -> tuple[Picture, float]:
    """Paint the sky; return the picture and the x of the sun or moon, pixels."""
    width, height = size
    # Sky, glow and clouds are smooth: a quarter of the size is enough to compute them.
    ground = sky(height // SOFT, width // SOFT, light)
    ground[round(horizon / SOFT) :] = ground[min(height - 1, round(horizon)) // SOFT]
    sun_x = width * rng.uniform(0.2, 0.8)
    low = 0.12 if light in (DAY, NIGHT) else 0.84
    sun_y = horizon * (low + rng.uniform(0, 0.12))
    radius = width / SOFT * (0.3 if light is not NIGHT else 0.16)
    add_glow(ground, sun_x / SOFT, sun_y / SOFT, radius, light.sun, 0.75)
    if theme.name != "skyline" or light is not NIGHT:
        add_clouds(ground, light, rng, rng.uniform(0.1, 0.8) * (0.4 if light is NIGHT else 1))
    smooth = cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR)
    picture = np.clip(smooth, 0, 255).astype(np.uint8)
    if light is NIGHT:
        add_stars(picture, rng, horizon)
    disc(picture, sun_x, sun_y, width * (0.026 if light in (DAY, NIGHT) else 0.036), light.sun)
    return picture, sun_x


def _hills(
    picture: Picture, theme: Theme, light: Light, horizon: float, rng: np.random.Generator
) -> None:
    """Paint rolling land in four layers that darken towards the viewer."""
    height, width = picture.shape[:2]
    earth = lit(EARTH[theme.name], light)
    for layer in range(4):
        share = layer / 3
        base = horizon + (height - horizon) * share * 0.55
        line = ridge_line(width, base, height * 0.05 * (1 + share), rng, 0.2)
        haze = mix(light.sky[2], light.sky[1], 0.3)
        fill_below(
            picture, line, mix(haze, mix(earth, light.shade, 0.3 * share), 0.45 + 0.5 * share)
        )


def _crags(
    picture: Picture, theme: Theme, light: Light, horizon: float, rng: np.random.Generator
) -> None:
    """Paint mountain ridges behind each other, paler with distance, then the near ground."""
    height, width = picture.shape[:2]
    haze = mix(light.sky[2], light.sky[1], 0.4)
    rock = lit((96, 108, 138), light)
    for layer in range(4):
        share = (layer + 1) / 4
        base = horizon - height * 0.2 * (1 - share)
        line = ridge_line(width, base, height * 0.2 * (1.15 - share * 0.6), rng, 0.8)
        fill_below(picture, line, mix(haze, rock, 0.25 + 0.6 * share))
    near = ridge_line(width, horizon + height * 0.09, height * 0.03, rng, 0.3)
    fill_below(picture, near, mix(lit(EARTH[theme.name], light), light.shade, 0.25))


def _dunes(
    picture: Picture, theme: Theme, light: Light, horizon: float, rng: np.random.Generator
) -> None:
    """Paint long dunes, each with a lit and a shaded flank."""
    height, width = picture.shape[:2]
    sand = lit(EARTH[theme.name], light)
    for layer in range(5):
        share = layer / 4
        base = horizon + (height - horizon) * share * 0.6
        line = ridge_line(width, base, height * 0.07 * (0.5 + share), rng, 0.1)
        tone = mix(mix(light.sky[2], sand, 0.55 + 0.4 * share), light.shade, 0.12 * (layer % 2))
        fill_below(picture, line, tone)
        flank = line + np.abs(np.gradient(line)) * height * 0.18 + height * 0.012
        fill_below(picture, flank, mix(tone, light.shade, 0.16))


def _city(
    picture: Picture, theme: Theme, light: Light, horizon: float, rng: np.random.Generator
) -> None:
    """Paint three rows of towers; windows are lit when it is dark."""
    height, width = picture.shape[:2]
    fill_below(
        picture, np.full(width, horizon), mix(lit(EARTH[theme.name], light), light.shade, 0.5)
    )
    for row in range(3):
        share = row / 2
        tone = mix(
            mix(light.sky[2], light.sky[1], 0.5), lit((58, 66, 92), light), 0.4 + 0.5 * share
        )
        x = -width * 0.02
        while x < width:
            wide = width * rng.uniform(0.035, 0.085)
            high = height * rng.uniform(0.16, 0.58 - 0.14 * share)
            ground_y = horizon + height * 0.07 * share
            top = ground_y - high
            rectangle(picture, x, top, wide, high + height * 0.2, tone)
            _windows(picture, (x, top, wide, high), light, rng)
            x += wide * rng.uniform(1.0, 1.25)
    street = mix(light.shade, (24, 26, 36), 0.4)
    rectangle(picture, 0, horizon + height * 0.1, width, height, street)


def _windows(
    picture: Picture, tower: tuple[float, float, float, float], light: Light,
    rng: np.random.Generator,
) -> None:  # fmt: skip
    """Paint a grid of windows on a tower (x, y, width, height)."""
    x, y, wide, high = tower
    step = 9.0
    glass = WINDOW_LIGHT if light.strength < 0.75 else mix(light.sky[1], (255, 255, 255), 0.3)
    share = 0.5 if light.strength < 0.75 else 0.75
    for row in np.arange(y + step, y + high - step * 0.5, step * 1.25):
        for column in np.arange(x + step * 0.6, x + wide - step, step):
            if rng.random() < share:
                rectangle(picture, column, row, step * 0.48, step * 0.6, glass)


def _nothing(
    picture: Picture, theme: Theme, light: Light, horizon: float, rng: np.random.Generator
) -> None:
    """Paint a far strip of land on the horizon of the open sea."""
    height, width = picture.shape[:2]
    line = ridge_line(width, horizon - height * 0.01, height * 0.03, rng, 0.3)
    far = mix(light.sky[2], lit(EARTH[theme.name], light), 0.4)
    fill_below(picture, line, far, horizon + 2)


_LAND: dict[str, Callable[[Picture, Theme, Light, float, np.random.Generator], None]] = {
    "mountains": _crags, "lake": _crags, "desert": _dunes, "skyline": _city,
    "regatta": _nothing, "beach": _nothing, "lighthouse": _nothing,
}  # fmt: skip


def _foreground(picture: Picture, theme: Theme, light: Light, rng: np.random.Generator) -> None:
    """Paint the near shore of a picture with water, where the theme has one."""
    if theme.name == "regatta":
        return
    height, width = picture.shape[:2]
    base = {"lighthouse": 0.8, "lake": 0.9, "beach": 0.84}[theme.name] * height
    slope = np.linspace(height * 0.08, -height * 0.1, width) * rng.choice([-1, 1])
    line = ridge_line(width, base, height * 0.02, rng, 0.3) + slope * (theme.name == "lighthouse")
    earth = lit(EARTH[theme.name], light)
    if theme.name == "beach":
        fill_below(picture, line - height * 0.012, mix(earth, (255, 255, 255), 0.5))
    fill_below(picture, line, mix(earth, light.shade, 0.2))


def _place_things(
    picture: Picture, theme: Theme, light: Light, horizon: float, rng: np.random.Generator
) -> dict[str, int]:
    """Draw the theme's things from far to near; return how many of each."""
    height, width = picture.shape[:2]
    counts = {name: int(rng.integers(low, high + 1)) for name, (low, high) in theme.things.items()}
    placed: list[tuple[float, float, str]] = []
    for name, count in counts.items():
        for _ in range(count):
            share = rng.random()
            low, high = HEIGHTS[name]
            size = (low + (high - low) * share) * min(width, height)
            placed.append((_foot(name, theme, share, horizon, height, rng), size, name))
    for y, size, name in sorted(placed):
        margin = 0.1 if name != "castle" else 0.3
        x = width * rng.uniform(margin, 1 - margin)
        OBJECTS[name](picture, x, y, size, light, rng)
    return {name: count for name, count in counts.items() if count}


def _foot(
    name: str, theme: Theme, share: float, horizon: float, height: int, rng: np.random.Generator
) -> float:
    """Return where a thing stands, floats or flies: y in pixels; share is 0 (far) to 1 (near)."""
    if name in FLYING:
        return horizon * float(rng.uniform(0.3, 0.8))
    if name in FLOATING:
        floor = {"regatta": 0.94, "lighthouse": 0.7, "beach": 0.7, "lake": 0.78}[
            theme.name
        ] * height
        return horizon + (floor - horizon) * (0.12 + 0.88 * share)
    if theme.name in WATERY:
        return height * {"lighthouse": 0.87, "lake": 0.93, "beach": 0.93}[theme.name] + 8 * share
    if name == "castle":
        return horizon + height * 0.08
    return horizon + (height - horizon) * (0.22 + 0.62 * share)


def _describe(
    index: int, theme: Theme, light: Light, picture: Picture, shown: dict[str, int],
    rng: np.random.Generator,
) -> Scene:  # fmt: skip
    """Return the scene with a caption, keywords, time and place that are true of it."""
    main = next(iter(theme.things))
    others = [_counted(name, count) for name, count in shown.items() if name != main]
    caption = theme.text.format(
        things=f" with {' and '.join(others)}" if others else "", light=light.name
    )
    month = int(rng.choice([12, 1, 2])) if theme.name == "snow" else int(rng.integers(4, 11))
    taken_at = datetime(  # noqa: DTZ001 - local time; the offset is the place's
        int(rng.integers(2019, 2026)), month, int(rng.integers(1, 29)),
        int(rng.integers(light.hours[0], light.hours[1] + 1)), int(rng.integers(60)),
    )  # fmt: skip
    place = theme.places[int(rng.integers(len(theme.places)))]
    keywords = (theme.name, *theme.keywords, *shown, light.name.split()[-1])
    return Scene(
        f"{theme.name}-{index:03d}", picture, f"{caption}.", tuple(dict.fromkeys(keywords)),
        taken_at, place,
    )  # fmt: skip


def _counted(name: str, count: int) -> str:
    """Return "a tent", "birds" or "trees"."""
    if name == "birds":
        return "a flock of birds"
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}" if count == 1 else f"{name}s"
