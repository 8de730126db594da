"""Things that stand in a demo scene. Each is drawn on the ground at (x, y), `size` pixels high."""

from collections.abc import Callable

import numpy as np

from app.services.demo.canvas import (
    Light,
    Picture,
    Rgb,
    disc,
    lit,
    mix,
    polygon,
    rectangle,
    stroke,
)

Draw = Callable[[Picture, float, float, float, Light, np.random.Generator], None]
WINDOW_LIGHT: Rgb = (255, 214, 128)


def lighthouse(
    picture: Picture, x: float, y: float, size: float, light: Light, rng: np.random.Generator
) -> None:
    """A striped tower with a lantern; its beam shows in the dark."""
    del rng
    wide, narrow, tower = size * 0.13, size * 0.085, size * 0.78
    red, white = lit((196, 48, 44), light), lit((246, 242, 232), light)
    if light.strength < 0.7:
        _beam(picture, x, y - size * 0.87, size, light)
    for band in range(6):
        low, high = band / 6, (band + 1) / 6
        a, b = wide + (narrow - wide) * low, wide + (narrow - wide) * high
        polygon(
            picture,
            [[x - a, y - tower * low], [x + a, y - tower * low],
             [x + b, y - tower * high], [x - b, y - tower * high]],
            red if band % 2 else white,
        )  # fmt: skip
    rectangle(picture, x - narrow * 1.3, y - tower - size * 0.03, narrow * 2.6, size * 0.03, red)
    glass = WINDOW_LIGHT if light.strength < 0.9 else lit((190, 214, 224), light)
    rectangle(picture, x - narrow * 0.75, y - size * 0.93, narrow * 1.5, size * 0.12, glass)
    roof = [[x - narrow, y - size * 0.93], [x + narrow, y - size * 0.93], [x, y - size]]
    polygon(picture, roof, red)


def _beam(picture: Picture, x: float, y: float, size: float, light: Light) -> None:
    """A beam of light to the left of (x, y) that fades with distance."""
    reach = size * 3.2
    shone = picture.copy()
    tips = [[x, y], [x - reach, y - size * 0.42], [x - reach, y + size * 0.14]]
    polygon(shone, tips, mix(light.sky[1], (255, 244, 190), 0.8))
    columns = np.arange(picture.shape[1], dtype=np.float32)
    share = np.clip((columns - (x - reach)) / reach, 0, 1) ** 1.5 * 0.6 * (columns < x)
    blend = picture + (shone.astype(np.float32) - picture) * share[None, :, None]
    picture[:] = np.clip(blend, 0, 255).astype(np.uint8)


def sailing_boat(
    picture: Picture, x: float, y: float, size: float, light: Light, rng: np.random.Generator
) -> None:
    """A small boat with two sails."""
    sail = lit(((248, 244, 236), (238, 196, 92), (214, 92, 72))[rng.integers(3)], light)
    hull = lit(((122, 62, 40), (36, 74, 120), (236, 232, 224))[rng.integers(3)], light)
    polygon(picture, [[x + size * 0.02, y - size], [x + size * 0.02, y - size * 0.16],
                      [x + size * 0.42, y - size * 0.16]], sail)  # fmt: skip
    polygon(picture, [[x - size * 0.02, y - size * 0.9], [x - size * 0.02, y - size * 0.16],
                      [x - size * 0.3, y - size * 0.16]], mix(sail, light.shade, 0.15))  # fmt: skip
    polygon(picture, [[x - size * 0.42, y - size * 0.13], [x + size * 0.5, y - size * 0.13],
                      [x + size * 0.34, y], [x - size * 0.3, y]], hull)  # fmt: skip


def pine(
    picture: Picture, x: float, y: float, size: float, light: Light, rng: np.random.Generator
) -> None:
    """A conifer of four tiers."""
    green = lit(mix((28, 78, 58), (52, 104, 66), rng.random()), light)
    rectangle(picture, x - size * 0.03, y - size * 0.14, size * 0.06, size * 0.14,
              lit((78, 54, 40), light))  # fmt: skip
    for tier in range(4):
        low = y - size * (0.1 + 0.2 * tier)
        half = size * (0.24 - 0.045 * tier)
        polygon(picture, [[x - half, low], [x + half, low], [x, low - size * 0.34]],
                mix(green, light.sun, 0.04 * tier))  # fmt: skip


def round_tree(
    picture: Picture, x: float, y: float, size: float, light: Light, rng: np.random.Generator
) -> None:
    """A broad-leaved tree, green or in autumn colours."""
    leaf = ((86, 138, 62), (62, 118, 66), (206, 128, 46), (190, 82, 44))[rng.integers(4)]
    rectangle(picture, x - size * 0.04, y - size * 0.4, size * 0.08, size * 0.4,
              lit((88, 62, 46), light))  # fmt: skip
    for _ in range(9):
        dx, dy = rng.normal(0, size * 0.13), rng.normal(0, size * 0.1)
        tone = lit(mix(leaf, (255, 240, 180), rng.random() * 0.18), light)
        disc(picture, x + dx, y - size * 0.64 + dy, size * rng.uniform(0.13, 0.22), tone)


def palm(
    picture: Picture, x: float, y: float, size: float, light: Light, rng: np.random.Generator
) -> None:
    """A leaning palm."""
    lean = rng.uniform(-0.18, 0.18) * size
    trunk = [(x + lean * t * t, y - size * 0.78 * t) for t in np.linspace(0, 1, 8)]
    stroke(picture, trunk, lit((120, 86, 58), light), size * 0.05)
    top = trunk[-1]
    for angle in np.linspace(-2.9, -0.25, 8):
        reach = size * 0.4
        tip = (top[0] + reach * np.cos(angle), top[1] + reach * (np.sin(angle) * 0.55 + 0.22))
        bend = ((top[0] + tip[0]) / 2, min(top[1], tip[1]) - size * 0.05)
        polygon(picture, [[*top], [bend[0], bend[1] - size * 0.03], [*tip],
                          [bend[0], bend[1] + size * 0.05]], lit((46, 112, 70), light))  # fmt: skip


def cactus(
    picture: Picture, x: float, y: float, size: float, light: Light, rng: np.random.Generator
) -> None:
    """A saguaro with two arms."""
    green = lit((70, 122, 74), light)
    stroke(picture, [(x, y), (x, y - size)], green, size * 0.16)
    for side, at in ((-1, rng.uniform(0.4, 0.55)), (1, rng.uniform(0.5, 0.65))):
        elbow = (x + side * size * 0.25, y - size * at)
        points = [(x, y - size * at), elbow, (elbow[0], elbow[1] - size * 0.26)]
        stroke(picture, points, green, size * 0.11)


def house(
    picture: Picture, x: float, y: float, size: float, light: Light, rng: np.random.Generator
) -> None:
    """A cottage with a gable, a door and two windows, lit when it is dark."""
    wall = lit(((240, 226, 198), (206, 92, 70), (122, 152, 178), (232, 200, 110))[rng.integers(4)],
               light)  # fmt: skip
    half, wall_height = size * 0.55, size * 0.55
    rectangle(picture, x - half, y - wall_height, half * 2, wall_height, wall)
    roof = [[x - half * 1.16, y - wall_height], [x + half * 1.16, y - wall_height], [x, y - size]]
    polygon(picture, roof, lit((110, 58, 48), light))
    glass = WINDOW_LIGHT if light.strength < 0.7 else lit((150, 184, 204), light)
    for at in (-0.32, 0.32):
        rectangle(picture, x + half * at * 2 - size * 0.09, y - size * 0.4, size * 0.18,
                  size * 0.18, glass)  # fmt: skip
    rectangle(picture, x - size * 0.07, y - size * 0.3, size * 0.14, size * 0.3,
              lit((84, 54, 44), light))  # fmt: skip


def windmill(
    picture: Picture, x: float, y: float, size: float, light: Light, rng: np.random.Generator
) -> None:
    """A tower mill with four sails."""
    polygon(picture, [[x - size * 0.17, y], [x + size * 0.17, y], [x + size * 0.1, y - size * 0.62],
                      [x - size * 0.1, y - size * 0.62]], lit((236, 224, 204), light))  # fmt: skip
    disc(picture, x, y - size * 0.62, size * 0.11, lit((120, 66, 52), light))
    turn = rng.random() * np.pi / 2
    for quarter in range(4):
        a = turn + quarter * np.pi / 2
        along, side = np.array([np.cos(a), np.sin(a)]), np.array([-np.sin(a), np.cos(a)])
        hub = np.array([x, y - size * 0.62])
        tip = hub + along * size * 0.44
        blade = [hub + along * size * 0.08, tip, tip + side * size * 0.09,
                 hub + along * size * 0.08 + side * size * 0.09]  # fmt: skip
        polygon(picture, np.array(blade), lit((214, 196, 164), light))
        stroke(picture, [tuple(hub), tuple(tip)], lit((90, 62, 48), light), size * 0.014)


def balloon(
    picture: Picture, x: float, y: float, size: float, light: Light, rng: np.random.Generator
) -> None:
    """A hot-air balloon in stripes of two colours, centred on (x, y - size / 2)."""
    hues = [(214, 64, 58), (240, 178, 58), (58, 128, 176), (92, 154, 96), (150, 86, 156)]
    first, second = rng.choice(len(hues), 2, replace=False)
    cx, cy, radius = x, y - size * 0.62, size * 0.36
    for stripe in range(7):
        share = 1 - stripe / 7
        tone = lit(hues[first] if stripe % 2 == 0 else hues[second], light)
        around = np.linspace(0, 2 * np.pi, 40)
        points = np.stack([cx + radius * share * np.cos(around), cy + radius * np.sin(around)], 1)
        points[:, 1] += np.clip(points[:, 1] - cy, 0, None) * 0.3
        polygon(picture, points, tone)
    rope = lit((60, 48, 40), light)
    stroke(picture, [(cx - radius * 0.3, cy + radius * 1.2), (cx - size * 0.05, y - size * 0.1)],
           rope, size * 0.01)  # fmt: skip
    stroke(picture, [(cx + radius * 0.3, cy + radius * 1.2), (cx + size * 0.05, y - size * 0.1)],
           rope, size * 0.01)  # fmt: skip
    rectangle(picture, cx - size * 0.06, y - size * 0.1, size * 0.12, size * 0.1,
              lit((134, 92, 56), light))  # fmt: skip


def tent(
    picture: Picture, x: float, y: float, size: float, light: Light, rng: np.random.Generator
) -> None:
    """A ridge tent with a camp fire beside it."""
    cloth = lit(((228, 128, 52), (78, 138, 158), (196, 72, 74))[rng.integers(3)], light)
    inside = mix(cloth, WINDOW_LIGHT, 0.6) if light.strength < 0.7 else mix(cloth, light.shade, 0.5)
    polygon(picture, [[x - size, y], [x + size, y], [x, y - size * 0.95]], cloth)
    polygon(picture, [[x - size * 0.28, y], [x + size * 0.28, y], [x, y - size * 0.7]], inside)
    fire = x + size * 1.7
    for tone, share in (((226, 92, 36), 1.0), ((250, 168, 52), 0.66), ((255, 232, 140), 0.34)):
        polygon(picture, [[fire - size * 0.2 * share, y], [fire + size * 0.2 * share, y],
                          [fire, y - size * 0.62 * share]], tone)  # fmt: skip


def castle(
    picture: Picture, x: float, y: float, size: float, light: Light, rng: np.random.Generator
) -> None:
    """A castle of three towers with battlements."""
    stone = lit(mix((150, 138, 128), (176, 160, 140), rng.random()), light)
    glass = WINDOW_LIGHT if light.strength < 0.7 else lit((60, 58, 66), light)
    rectangle(picture, x - size * 0.55, y - size * 0.45, size * 1.1, size * 0.45, stone)
    for at, high in ((-0.55, 0.7), (0.0, 1.0), (0.55, 0.78)):
        cx = x + size * at
        tone = mix(stone, light.shade, 0.12)
        rectangle(picture, cx - size * 0.12, y - size * high, size * 0.24, size * high, tone)
        for tooth in (-0.12, -0.03, 0.06):
            rectangle(picture, cx + size * tooth, y - size * (high + 0.06), size * 0.06,
                      size * 0.07, tone)  # fmt: skip
        rectangle(picture, cx - size * 0.025, y - size * high * 0.8, size * 0.05, size * 0.1, glass)


def birds(
    picture: Picture, x: float, y: float, size: float, light: Light, rng: np.random.Generator
) -> None:
    """A loose flock."""
    for _ in range(int(rng.integers(5, 12))):
        bx, by = x + rng.normal(0, size * 1.6), y - size + rng.normal(0, size * 0.5)
        wing = size * rng.uniform(0.1, 0.2)
        tone = mix(light.shade, (20, 20, 28), 0.4)
        stroke(picture, [(bx - wing, by - wing * 0.4), (bx, by), (bx + wing, by - wing * 0.4)],
               tone, max(1.0, wing * 0.16))  # fmt: skip


OBJECTS: dict[str, Draw] = {
    "lighthouse": lighthouse, "sailing boat": sailing_boat, "pine tree": pine, "tree": round_tree,
    "palm tree": palm, "cactus": cactus, "house": house, "windmill": windmill,
    "hot-air balloon": balloon, "tent": tent, "castle": castle, "birds": birds,
}  # fmt: skip
