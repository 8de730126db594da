"""Things of a made-up life, each drawn into its box: left, top, width, height in pixels."""

from collections.abc import Callable

from app.services.demo.canvas import Picture, Rgb, disc, mix, polygon, rectangle, stroke

PixelBox = tuple[float, float, float, float]
Draw = Callable[[Picture, PixelBox, Rgb], None]

BLACK: Rgb = (34, 36, 44)
WHITE: Rgb = (246, 244, 238)
SKIN: Rgb = (232, 186, 152)
WOOD: Rgb = (168, 118, 74)
STEEL: Rgb = (136, 146, 158)
LEAF: Rgb = (76, 138, 74)

COLOURS: dict[str, Rgb] = {
    "red": (200, 62, 54), "blue": (58, 102, 172), "green": (82, 144, 86), "yellow": (238, 196, 84),
    "white": WHITE, "black": BLACK, "brown": (132, 88, 58), "grey": (140, 144, 150),
    "orange": (226, 138, 62), "pink": (226, 150, 164), "wooden": WOOD,
}  # fmt: skip


def _block(*parts: tuple[float, float, float, float, Rgb | None, float]) -> Draw:
    """Return a drawer of rectangles: left, top, width, height of the box, colour, darkening.

    A colour of None is that of the thing; darkening 0-1 goes towards black.
    """

    def draw(picture: Picture, box: PixelBox, tone: Rgb) -> None:
        x, y, w, h = box
        for left, top, wide, high, colour, dark in parts:
            fill = mix(tone if colour is None else colour, BLACK, dark)
            rectangle(picture, x + left * w, y + top * h, wide * w, high * h, fill)

    return draw


def _round(fill: float, *rings: tuple[float, Rgb | None, float]) -> Draw:
    """Return a drawer of flat discs seen at an angle: size, colour, darkening."""

    def draw(picture: Picture, box: PixelBox, tone: Rgb) -> None:
        x, y, w, h = box
        for size, colour, dark in rings:
            shade = mix(tone if colour is None else colour, BLACK, dark)
            _ellipse(picture, x + w / 2, y + h / 2, w / 2 * size, h / 2 * size * fill, shade)

    return draw


def _ellipse(picture: Picture, x: float, y: float, wide: float, high: float, fill: Rgb) -> None:
    import numpy as np

    around = np.linspace(0, 2 * np.pi, 40)
    points = np.stack([x + wide * np.cos(around), y + high * np.sin(around)], 1)
    polygon(picture, points, fill)


def _person(picture: Picture, box: PixelBox, tone: Rgb, hair: Rgb, *, long: bool) -> None:
    x, y, w, h = box
    middle = x + w / 2
    head = min(w * 0.3, h * 0.13)
    top = y + head
    if long:
        rectangle(picture, middle - head * 1.05, top - head * 0.3, head * 2.1, head * 2.0, hair)
    legs = mix(tone, BLACK, 0.6)
    for side in (-0.24, 0.03):
        rectangle(picture, middle + w * side, y + h * 0.6, w * 0.21, h * 0.4, legs)
    shoulder = top + head * 1.1
    polygon(picture, [[middle - w * 0.36, shoulder + h * 0.04], [middle - w * 0.2, shoulder],
                      [middle + w * 0.2, shoulder], [middle + w * 0.36, shoulder + h * 0.04],
                      [middle + w * 0.28, y + h * 0.64], [middle - w * 0.28, y + h * 0.64]],
            tone)  # fmt: skip
    for side in (-1, 1):
        arm = [(middle + side * w * 0.34, shoulder + h * 0.04),
               (middle + side * w * 0.42, y + h * 0.42),
               (middle + side * w * 0.3, y + h * 0.54)]  # fmt: skip
        stroke(picture, arm, mix(tone, BLACK, 0.16), max(2, w * 0.13))
        disc(picture, *arm[-1], max(2, w * 0.07), SKIN)
    disc(picture, middle, top, head, SKIN)
    _ellipse(picture, middle, top - head * 0.45, head * 1.04, head * 0.66, hair)
    for side in (-0.35, 0.35):
        disc(picture, middle + side * head, top + head * 0.2, max(1, head * 0.1), BLACK)


def man(picture: Picture, box: PixelBox, tone: Rgb) -> None:
    """A man from head to toe; a table before him hides the rest."""
    _person(picture, box, tone, (72, 52, 40), long=False)


def woman(picture: Picture, box: PixelBox, tone: Rgb) -> None:
    """A woman with long hair."""
    _person(picture, box, tone, (126, 78, 46), long=True)


def boy(picture: Picture, box: PixelBox, tone: Rgb) -> None:
    """A boy with fair hair."""
    _person(picture, box, tone, (214, 176, 96), long=False)


def hand(picture: Picture, box: PixelBox, tone: Rgb) -> None:
    """The hand of the one who wears the camera, reaching in from below."""
    x, y, w, h = box
    sleeve = mix(tone, BLACK, 0.1)
    polygon(picture, [[x + w * 0.3, y + h], [x + w, y + h], [x + w * 0.86, y + h * 0.5],
                      [x + w * 0.42, y + h * 0.5]], sleeve)  # fmt: skip
    _ellipse(picture, x + w * 0.56, y + h * 0.38, w * 0.26, h * 0.22, SKIN)
    for finger in range(4):
        stroke(picture, [(x + w * (0.4 + finger * 0.11), y + h * 0.34),
                         (x + w * (0.26 + finger * 0.1), y + h * 0.04)], SKIN,
               max(2, w * 0.09))  # fmt: skip


def cup(picture: Picture, box: PixelBox, tone: Rgb) -> None:
    """A cup with a handle and coffee in it."""
    x, y, w, h = box
    _ellipse(picture, x + w * 0.8, y + h * 0.52, w * 0.2, h * 0.24, mix(tone, BLACK, 0.2))
    polygon(picture, [[x, y + h * 0.14], [x + w * 0.8, y + h * 0.14], [x + w * 0.68, y + h],
                      [x + w * 0.12, y + h]], tone)  # fmt: skip
    _ellipse(picture, x + w * 0.4, y + h * 0.14, w * 0.4, h * 0.14, (84, 52, 34))


def pizza(picture: Picture, box: PixelBox, tone: Rgb) -> None:
    """A pizza with slices of tomato."""
    x, y, w, h = box
    for size, fill in ((1.0, (206, 152, 84)), (0.86, (240, 202, 104))):
        _ellipse(picture, x + w / 2, y + h / 2, w / 2 * size, h / 2 * size, fill)
    for at in range(9):
        px = x + w * (0.26 + 0.24 * (at % 3))
        py = y + h * (0.28 + 0.22 * (at // 3))
        _ellipse(picture, px, py, w * 0.07, h * 0.08, tone if at % 2 else LEAF)


def plant(picture: Picture, box: PixelBox, tone: Rgb) -> None:
    """A plant in a pot."""
    x, y, w, h = box
    for at in range(7):
        tip = (x + w * (0.04 + at * 0.153), y + h * (0.34 - 0.3 * (1 - abs(at - 3) / 3)))
        stroke(picture, [(x + w / 2, y + h * 0.7), tip], tone, max(2, w * 0.11))
    polygon(picture, [[x + w * 0.22, y + h * 0.66], [x + w * 0.78, y + h * 0.66],
                      [x + w * 0.66, y + h], [x + w * 0.34, y + h]], (176, 98, 70))  # fmt: skip


def lamp(picture: Picture, box: PixelBox, tone: Rgb) -> None:
    """A lamp with a shade."""
    x, y, w, h = box
    rectangle(picture, x + w * 0.46, y + h * 0.3, w * 0.08, h * 0.66, STEEL)
    rectangle(picture, x + w * 0.25, y + h * 0.94, w * 0.5, h * 0.06, STEEL)
    polygon(picture, [[x + w * 0.25, y], [x + w * 0.75, y], [x + w, y + h * 0.36],
                      [x, y + h * 0.36]], tone)  # fmt: skip


def tree(picture: Picture, box: PixelBox, tone: Rgb) -> None:
    """A broad-leaved tree."""
    x, y, w, h = box
    rectangle(picture, x + w * 0.44, y + h * 0.5, w * 0.12, h * 0.5, (104, 74, 52))
    for dx, dy, size, light in ((0.3, 0.38, 0.28, 0.0), (0.7, 0.38, 0.28, 0.0),
                                (0.5, 0.26, 0.32, 0.08), (0.42, 0.2, 0.18, 0.16)):  # fmt: skip
        _ellipse(picture, x + w * dx, y + h * dy, w * size, h * size, mix(tone, WHITE, light))


def car(picture: Picture, box: PixelBox, tone: Rgb) -> None:
    """A car from the side."""
    x, y, w, h = box
    polygon(picture, [[x + w * 0.2, y + h * 0.45], [x + w * 0.32, y], [x + w * 0.7, y],
                      [x + w * 0.84, y + h * 0.45]], mix(tone, BLACK, 0.25))  # fmt: skip
    polygon(picture, [[x + w * 0.28, y + h * 0.42], [x + w * 0.36, y + h * 0.1],
                      [x + w * 0.66, y + h * 0.1], [x + w * 0.76, y + h * 0.42]],
            (186, 212, 226))  # fmt: skip
    rectangle(picture, x, y + h * 0.42, w, h * 0.38, tone)
    for at in (0.22, 0.78):
        disc(picture, x + w * at, y + h * 0.82, h * 0.19, BLACK)
        disc(picture, x + w * at, y + h * 0.82, h * 0.09, STEEL)


def bicycle(picture: Picture, box: PixelBox, tone: Rgb) -> None:
    """The handlebar of the bicycle one rides, or a bicycle from the side where it is wide."""
    x, y, w, h = box
    if w > 2.4 * h:
        bar = [(x, y + h * 0.3), (x + w * 0.2, y), (x + w * 0.8, y), (x + w, y + h * 0.3)]
        stroke(picture, bar, STEEL, max(3, h * 0.12))
        for end in (bar[0], bar[-1]):
            disc(picture, *end, h * 0.12, BLACK)
        rectangle(picture, x + w * 0.47, y, w * 0.06, h, tone)
        return
    for at in (0.22, 0.78):
        disc(picture, x + w * at, y + h * 0.7, h * 0.3, BLACK)
        disc(picture, x + w * at, y + h * 0.7, h * 0.25, (206, 214, 216))
    frame = [(x + w * 0.22, y + h * 0.7), (x + w * 0.4, y + h * 0.25), (x + w * 0.7, y + h * 0.28),
             (x + w * 0.5, y + h * 0.7), (x + w * 0.22, y + h * 0.7)]  # fmt: skip
    stroke(picture, frame, tone, max(2, h * 0.06))
    stroke(picture, [(x + w * 0.78, y + h * 0.7), (x + w * 0.68, y + h * 0.1)], tone, h * 0.06)


def dog(picture: Picture, box: PixelBox, tone: Rgb) -> None:
    """A dog that stands."""
    x, y, w, h = box
    for at in (0.18, 0.3, 0.62, 0.72):
        rectangle(picture, x + w * at, y + h * 0.6, w * 0.08, h * 0.4, mix(tone, BLACK, 0.2))
    _ellipse(picture, x + w * 0.45, y + h * 0.52, w * 0.34, h * 0.22, tone)
    stroke(picture, [(x + w * 0.12, y + h * 0.45), (x, y + h * 0.15)], tone, max(2, h * 0.08))
    disc(picture, x + w * 0.84, y + h * 0.3, h * 0.2, tone)
    polygon(picture, [[x + w * 0.74, y + h * 0.2], [x + w * 0.8, y], [x + w * 0.86, y + h * 0.16]],
            mix(tone, BLACK, 0.3))  # fmt: skip
    disc(picture, x + w * 0.96, y + h * 0.34, h * 0.05, BLACK)


def cat(picture: Picture, box: PixelBox, tone: Rgb) -> None:
    """A cat that lies."""
    x, y, w, h = box
    _ellipse(picture, x + w * 0.55, y + h * 0.68, w * 0.42, h * 0.32, tone)
    disc(picture, x + w * 0.2, y + h * 0.45, h * 0.3, tone)
    for side in (0.08, 0.24):
        polygon(picture, [[x + w * side, y + h * 0.3], [x + w * (side + 0.04), y],
                          [x + w * (side + 0.1), y + h * 0.26]], tone)  # fmt: skip
    for side in (0.15, 0.25):
        disc(picture, x + w * side, y + h * 0.42, max(1, h * 0.05), BLACK)


def ball(picture: Picture, box: PixelBox, tone: Rgb) -> None:
    """A ball with spots."""
    x, y, w, h = box
    disc(picture, x + w / 2, y + h / 2, h / 2, tone)
    for dx, dy in ((0.5, 0.5), (0.25, 0.3), (0.75, 0.34), (0.4, 0.8)):
        disc(picture, x + w * dx, y + h * dy, h * 0.11, BLACK)


def boat(picture: Picture, box: PixelBox, tone: Rgb) -> None:
    """A boat with a sail."""
    x, y, w, h = box
    sail = [[x + w * 0.48, y], [x + w * 0.48, y + h * 0.72], [x + w * 0.95, y + h * 0.72]]
    polygon(picture, sail, WHITE)
    polygon(picture, [[x, y + h * 0.76], [x + w, y + h * 0.76], [x + w * 0.84, y + h],
                      [x + w * 0.14, y + h]], tone)  # fmt: skip


def bird(picture: Picture, box: PixelBox, tone: Rgb) -> None:
    """A bird in flight."""
    x, y, w, h = box
    wing = [(x, y + h * 0.3), (x + w * 0.5, y + h), (x + w, y + h * 0.3)]
    stroke(picture, wing, tone, max(2, h * 0.2))


def house(picture: Picture, box: PixelBox, tone: Rgb) -> None:
    """A house with a roof, a door and windows."""
    x, y, w, h = box
    rectangle(picture, x, y + h * 0.32, w, h * 0.68, tone)
    polygon(picture, [[x - w * 0.05, y + h * 0.34], [x + w / 2, y], [x + w * 1.05, y + h * 0.34]],
            (126, 66, 54))  # fmt: skip
    for left in (0.12, 0.66):
        rectangle(picture, x + w * left, y + h * 0.44, w * 0.22, h * 0.2, (176, 204, 220))
    rectangle(picture, x + w * 0.42, y + h * 0.62, w * 0.18, h * 0.38, (92, 62, 48))


def clock_face(picture: Picture, box: PixelBox, tone: Rgb) -> None:
    """A round clock on a wall."""
    x, y, w, h = box
    disc(picture, x + w / 2, y + h / 2, h / 2, tone)
    disc(picture, x + w / 2, y + h / 2, h * 0.42, WHITE)
    stroke(picture, [(x + w / 2, y + h / 2), (x + w / 2, y + h * 0.2)], BLACK, max(1, h * 0.06))
    stroke(picture, [(x + w / 2, y + h / 2), (x + w * 0.7, y + h * 0.6)], BLACK, max(1, h * 0.06))


_TABLE = _block((0, 0, 1, 0.14, None, 0), (0.04, 0.14, 0.06, 0.86, None, 0.25),
                (0.9, 0.14, 0.06, 0.86, None, 0.25))  # fmt: skip
_SHEET = _block((0, 0, 1, 1, STEEL, 0.1), (0.03, 0.04, 0.94, 0.9, None, 0))

DRAWERS: dict[str, Draw] = {
    "table": _TABLE, "desk": _TABLE,
    "chair": _block((0.1, 0, 0.8, 0.5, None, 0), (0, 0.5, 1, 0.14, None, 0.15),
                    (0.05, 0.64, 0.1, 0.36, None, 0.35), (0.85, 0.64, 0.1, 0.36, None, 0.35)),
    "sofa": _block((0.04, 0, 0.92, 0.6, None, 0.12), (0, 0.3, 0.12, 0.7, None, 0.22),
                   (0.88, 0.3, 0.12, 0.7, None, 0.22), (0.1, 0.5, 0.8, 0.42, None, 0)),
    "bed": _block((0, 0, 0.06, 1, WOOD, 0.2), (0.06, 0.45, 0.94, 0.4, None, 0),
                  (0.08, 0.3, 0.22, 0.2, WHITE, 0), (0.95, 0.3, 0.05, 0.7, WOOD, 0.2)),
    "window": _block((0, 0, 1, 1, WHITE, 0), (0.05, 0.05, 0.425, 0.9, None, 0),
                     (0.525, 0.05, 0.425, 0.9, None, 0)),
    "laptop": _block((0.06, 0, 0.88, 0.74, BLACK, 0), (0.1, 0.05, 0.8, 0.62, None, 0),
                     (0, 0.76, 1, 0.24, STEEL, 0.1)),
    "screen": _block((0, 0, 1, 0.8, BLACK, 0), (0.03, 0.04, 0.94, 0.7, None, 0),
                     (0.42, 0.8, 0.16, 0.14, STEEL, 0.2), (0.28, 0.93, 0.44, 0.07, STEEL, 0.2)),
    "tv": _block((0, 0, 1, 1, BLACK, 0), (0.03, 0.05, 0.94, 0.86, None, 0)),
    "whiteboard": _SHEET, "picture": _block((0, 0, 1, 1, WOOD, 0.2), (0.1, 0.1, 0.8, 0.8, None, 0)),
    "plate": _round(1.0, (1.0, None, 0.12), (0.94, None, 0), (0.62, None, 0.06)),
    "bread": _round(1.0, (1.0, None, 0.15), (0.88, None, 0)),
    "cake": _block((0, 0.3, 1, 0.7, None, 0.1), (0, 0.3, 1, 0.16, WHITE, 0),
                   (0.42, 0, 0.12, 0.3, (206, 60, 60), 0)),
    "bottle": _block((0.34, 0, 0.32, 0.3, None, 0.15), (0.1, 0.28, 0.8, 0.72, None, 0),
                     (0.1, 0.5, 0.8, 0.24, WHITE, 0.04)),
    "book": _block((0, 0, 1, 1, None, 0), (0.06, 0.1, 0.9, 0.06, WHITE, 0)),
    "phone": _block((0, 0, 1, 1, BLACK, 0), (0.08, 0.06, 0.84, 0.84, None, 0)),
    "shelf": _block((0, 0, 1, 1, None, 0.25), (0.03, 0.04, 0.94, 0.27, None, 0.5),
                    (0.03, 0.36, 0.94, 0.27, None, 0.5), (0.03, 0.68, 0.94, 0.27, None, 0.5)),
    "door": _block((0, 0, 1, 1, None, 0.1), (0.12, 0.08, 0.76, 0.4, None, 0.22),
                   (0.12, 0.54, 0.76, 0.38, None, 0.22)),
    "apple": _round(1.0, (1.0, None, 0), (0.2, LEAF, 0)),
    "bench": _block((0, 0, 1, 0.16, None, 0), (0, 0.24, 1, 0.16, None, 0.1),
                    (0, 0.54, 1, 0.14, None, 0.05), (0.06, 0.4, 0.05, 0.6, STEEL, 0.4),
                    (0.89, 0.4, 0.05, 0.6, STEEL, 0.4)),
    "bus": _block((0, 0, 1, 0.86, None, 0), (0.03, 0.12, 0.94, 0.34, (190, 214, 228), 0),
                  (0.14, 0.8, 0.14, 0.2, BLACK, 0), (0.72, 0.8, 0.14, 0.2, BLACK, 0)),
    "train": _block((0, 0, 1, 0.9, None, 0), (0, 0.16, 1, 0.34, (70, 84, 104), 0),
                    (0.3, 0.1, 0.07, 0.8, WHITE, 0.1), (0.64, 0.1, 0.07, 0.8, WHITE, 0.1),
                    (0, 0.9, 1, 0.1, BLACK, 0)),
    "traffic light": _block((0.42, 0.5, 0.16, 0.5, STEEL, 0.3), (0.2, 0, 0.6, 0.52, BLACK, 0),
                            (0.34, 0.04, 0.32, 0.13, (206, 58, 50), 0),
                            (0.34, 0.2, 0.32, 0.13, (236, 190, 70), 0.5),
                            (0.34, 0.36, 0.32, 0.13, None, 0)),
    "sign": _block((0.46, 0.4, 0.08, 0.6, STEEL, 0.2), (0, 0, 1, 0.45, None, 0)),
    "cart": _block((0, 0.2, 1, 0.5, None, 0), (0.06, 0.28, 0.88, 0.34, WHITE, 0.2),
                   (0.1, 0.8, 0.14, 0.2, BLACK, 0), (0.76, 0.8, 0.14, 0.2, BLACK, 0)),
    "man": man, "woman": woman, "boy": boy, "hand": hand, "cup": cup, "pizza": pizza,
    "plant": plant, "lamp": lamp, "tree": tree, "car": car, "bicycle": bicycle, "dog": dog,
    "cat": cat, "ball": ball, "boat": boat, "bird": bird, "house": house, "clock": clock_face,
}  # fmt: skip

USUAL: dict[str, Rgb] = {
    "table": WOOD, "desk": (196, 164, 122), "chair": (92, 96, 110), "sofa": (96, 112, 140),
    "bed": (150, 170, 196), "window": (176, 212, 234), "laptop": (120, 168, 210),
    "screen": (104, 152, 196), "tv": (92, 132, 170), "whiteboard": WHITE,
    "picture": (140, 170, 150),
    "plate": WHITE, "bread": (206, 156, 92), "cake": (222, 178, 124), "bottle": (94, 142, 118),
    "book": (150, 70, 70), "phone": (150, 196, 220), "shelf": WOOD, "door": (150, 112, 78),
    "apple": (200, 62, 54), "bench": (140, 100, 68), "bus": (238, 196, 84), "train": (216, 80, 70),
    "traffic light": (84, 190, 108), "sign": (58, 102, 172), "cart": STEEL, "man": (70, 108, 156),
    "woman": (190, 84, 96), "boy": (238, 170, 70), "hand": (82, 92, 128), "cup": WHITE,
    "pizza": (206, 70, 56), "plant": LEAF, "lamp": (248, 220, 150), "tree": LEAF,
    "car": (176, 62, 58), "bicycle": (60, 110, 120), "dog": (150, 106, 70), "cat": (122, 118, 116),
    "ball": WHITE, "boat": (132, 70, 48), "bird": (70, 76, 88), "house": (226, 206, 172),
    "clock": BLACK,
}  # fmt: skip
