"""What the camera of a made-up life sees: things at places, and how they stand to each other."""

from dataclasses import dataclass

import cv2
import numpy as np

from app.services.demo.canvas import Picture, Rgb, fill_below, finish, mix, rectangle, ridge_line
from app.services.demo.life_objects import COLOURS, DRAWERS, USUAL

SIZE = (480, 360)  # width, height, pixels


@dataclass(frozen=True, slots=True)
class Thing:
    """An object of a scene.

    Args:
        name: as in a scene graph.
        box: left, top, width, height as fractions of the picture.
        colour: an attribute, and what it is drawn in; "" for the usual colour, which is not told.
    """

    name: str
    box: tuple[float, float, float, float]
    colour: str = ""


@dataclass(frozen=True, slots=True)
class LifeScene:
    """What the camera sees while somebody does something somewhere.

    Args:
        ground: "room", "street", "park", "lake" or "platform".
        wall: colour of walls or sky.
        things: from back to front.
        relations: (number of the subject, predicate, number of the object).
    """

    ground: str
    wall: Rgb
    things: tuple[Thing, ...]
    relations: tuple[tuple[int, str, int], ...]


def _scene(ground: str, wall: Rgb, things: list[tuple[object, ...]],
           relations: list[tuple[int, str, int]]) -> LifeScene:  # fmt: skip
    """Return a scene from rows of name, left, top, width, height and, if need be, a colour."""
    made = []
    for name, left, top, width, height, *colour in things:
        box = (float(str(left)), float(str(top)), float(str(width)), float(str(height)))
        made.append(Thing(str(name), box, str(colour[0]) if colour else ""))
    return LifeScene(ground, wall, tuple(made), tuple(relations))


_HOME: Rgb = (236, 220, 196)
_KITCHEN: Rgb = (208, 222, 206)
_WORK: Rgb = (212, 220, 230)
_CAFE: Rgb = (224, 190, 160)
_SHOP: Rgb = (232, 234, 226)
_SKY: Rgb = (170, 208, 236)
_DUSK: Rgb = (214, 150, 130)

SCENES: dict[str, LifeScene] = {
    "waking": _scene("room", _HOME, [
        ("window", .08, .08, .26, .34), ("bed", .04, .5, .76, .4, "blue"),
        ("lamp", .8, .28, .14, .44), ("clock", .56, .12, .1, .13)],
        [(3, "on", 0), (2, "next to", 1)]),
    "breakfast": _scene("room", _KITCHEN, [
        ("window", .62, .06, .28, .32), ("table", .06, .56, .88, .44, "wooden"),
        ("plate", .2, .5, .24, .12), ("bread", .24, .46, .16, .12),
        ("cup", .54, .44, .13, .17, "red"),
        ("bottle", .76, .34, .09, .28)],
        [(2, "on", 1), (3, "on", 2), (4, "on", 1), (5, "on", 1)]),
    "cycling": _scene("street", _SKY, [
        ("house", .02, .12, .26, .42), ("tree", .7, .06, .26, .5),
        ("car", .44, .42, .24, .16, "red"),
        ("traffic light", .32, .2, .06, .36), ("bicycle", .1, .74, .8, .22)],
        [(1, "next to", 0), (2, "in front of", 0), (3, "next to", 2)]),
    "desk": _scene("room", _WORK, [
        ("window", .04, .06, .26, .36), ("desk", .02, .6, .96, .4), ("screen", .32, .16, .42, .46),
        ("laptop", .06, .42, .24, .22), ("cup", .8, .46, .11, .16, "white"),
        ("hand", .4, .72, .24, .28)],
        [(2, "on", 1), (3, "on", 1), (4, "on", 1), (4, "next to", 2)]),
    "meeting": _scene("room", _WORK, [
        ("whiteboard", .3, .05, .42, .36), ("woman", .06, .2, .22, .66, "red"),
        ("man", .74, .18, .22, .68, "blue"), ("table", .04, .64, .92, .36),
        ("laptop", .4, .5, .22, .18), ("cup", .68, .52, .09, .14, "white")],
        [(1, "look at", 0), (2, "next to", 3), (4, "on", 3), (5, "on", 3), (1, "behind", 3)]),
    "pizza": _scene("room", _WORK, [
        ("window", .04, .06, .24, .32), ("man", .62, .12, .26, .7, "green"),
        ("table", .04, .58, .92, .42, "wooden"), ("plate", .2, .56, .36, .24),
        ("pizza", .24, .58, .28, .19), ("cup", .74, .5, .1, .16, "white"),
        ("hand", .36, .72, .22, .28)],
        [(4, "on", 3), (3, "on", 2), (5, "on", 2), (6, "hold", 4), (1, "behind", 2)]),
    "coffee": _scene("room", _CAFE, [
        ("picture", .1, .08, .18, .24), ("plant", .82, .3, .16, .4),
        ("woman", .38, .14, .25, .7, "blue"),
        ("table", .1, .62, .8, .38, "wooden"), ("plate", .22, .58, .22, .12),
        ("cake", .26, .48, .13, .16), ("cup", .6, .5, .12, .17, "white")],
        [(5, "on", 4), (4, "on", 3), (6, "on", 3), (2, "sit at", 3), (2, "drink", 6)]),
    "reading": _scene("room", _CAFE, [
        ("window", .58, .06, .34, .4), ("plant", .04, .3, .16, .42), ("table", .08, .62, .84, .38),
        ("book", .34, .56, .3, .14, "red"), ("cup", .72, .5, .11, .16, "white"),
        ("hand", .42, .66, .24, .34)],
        [(3, "on", 2), (4, "on", 2), (5, "hold", 3)]),
    "dog": _scene("park", _SKY, [
        ("tree", .04, .06, .3, .56), ("tree", .7, .12, .26, .48), ("bench", .36, .5, .3, .17),
        ("man", .62, .3, .16, .52, "blue"), ("dog", .3, .66, .24, .22, "brown"),
        ("bird", .5, .1, .08, .05)],
        [(3, "walk", 4), (2, "under", 1), (4, "on", 2), (5, "above", 2)]),
    "football": _scene("park", _SKY, [
        ("tree", .02, .1, .26, .48), ("house", .76, .2, .22, .34),
        ("boy", .38, .3, .2, .56, "orange"),
        ("ball", .64, .76, .09, .12, "white"), ("woman", .12, .34, .16, .5, "red")],
        [(2, "kick", 3), (4, "look at", 2), (3, "in front of", 1)]),
    "shopping": _scene("room", _SHOP, [
        ("shelf", .04, .08, .54, .56), ("bottle", .1, .12, .05, .13),
        ("bottle", .18, .12, .05, .13),
        ("apple", .32, .3, .07, .09), ("apple", .42, .3, .07, .09, "green"),
        ("woman", .68, .16, .2, .62, "yellow"), ("cart", .3, .6, .4, .34)],
        [(1, "on", 0), (2, "on", 0), (3, "on", 0), (4, "on", 0), (5, "push", 6)]),
    "cooking": _scene("room", _KITCHEN, [
        ("window", .64, .06, .26, .3), ("shelf", .06, .06, .34, .3), ("table", .04, .58, .92, .42),
        ("pizza", .28, .54, .34, .2), ("bottle", .72, .34, .08, .28), ("hand", .4, .7, .22, .3)],
        [(3, "on", 2), (4, "on", 2), (5, "hold", 3)]),
    "television": _scene("room", _HOME, [
        ("tv", .3, .1, .42, .32), ("plant", .8, .24, .14, .38), ("table", .26, .44, .5, .14),
        ("sofa", .06, .6, .88, .4, "blue"), ("cat", .5, .52, .26, .2)],
        [(0, "on", 2), (4, "on", 3), (3, "in front of", 0)]),
    "street": _scene("street", _SKY, [
        ("house", .04, .1, .24, .44), ("house", .74, .14, .24, .4), ("bus", .3, .3, .36, .26),
        ("woman", .14, .42, .12, .42, "green"), ("man", .74, .4, .13, .44, "black"),
        ("sign", .62, .24, .06, .34)],
        [(3, "wait for", 2), (4, "next to", 5)]),
    "platform": _scene("platform", _SKY, [
        ("train", .0, .22, .78, .42), ("clock", .84, .1, .1, .13), ("bench", .66, .6, .28, .2),
        ("man", .1, .38, .14, .5, "grey"), ("sign", .5, .06, .16, .3)],
        [(3, "wait for", 0), (3, "in front of", 0), (1, "above", 2)]),
    "riding": _scene("room", (204, 208, 204), [
        ("window", .12, .08, .62, .46), ("tree", .24, .16, .14, .34), ("house", .5, .24, .14, .24),
        ("chair", .74, .42, .22, .5, "blue"), ("book", .3, .72, .24, .16, "green"),
        ("hand", .38, .74, .22, .26)],
        [(1, "behind", 0), (2, "behind", 0), (5, "hold", 4), (3, "next to", 0)]),
    "lake": _scene("lake", _SKY, [
        ("boat", .52, .3, .24, .34, "brown"), ("bird", .3, .14, .1, .06),
        ("tree", .02, .16, .22, .5),
        ("bench", .12, .7, .34, .2), ("boy", .7, .52, .14, .42, "orange")],
        [(4, "look at", 0), (3, "under", 2), (1, "above", 0)]),
    "dinner": _scene("room", _CAFE, [
        ("lamp", .44, .02, .14, .3), ("woman", .16, .2, .22, .62, "red"),
        ("man", .62, .2, .22, .62, "green"),
        ("table", .04, .6, .92, .4, "wooden"), ("plate", .24, .6, .2, .11),
        ("plate", .58, .6, .2, .11),
        ("bottle", .47, .4, .07, .24, "green")],
        [(1, "sit at", 3), (2, "sit at", 3), (4, "on", 3), (5, "on", 3), (6, "on", 3),
         (1, "talk to", 2)]),
}  # fmt: skip


def paint_scene(name: str, number: int, hour: float) -> tuple[Picture, LifeScene]:
    """Paint a scene as the camera saw it at an hour; return it with the boxes as they were drawn.

    Args:
        name: key of SCENES.
        number: of the picture; moves and colours differ a little with it.
        hour: local time; evenings are darker.
    """
    scene = SCENES[name]
    rng = np.random.default_rng(40_000 + number)
    width, height = SIZE
    picture = np.empty((height, width, 3), np.uint8)
    evening = float(np.clip((hour - 18.5) / 3, 0, 1)) if scene.ground != "room" else 0.0
    wall = mix(scene.wall, _DUSK if hour < 21 else (30, 34, 66), 0.8 * evening)
    _ground(picture, scene.ground, wall, evening, rng)
    shift = rng.normal(0, 0.012, 2)
    drawn = []
    for thing in scene.things:
        left, top, wide, high = thing.box
        size = 1 + rng.normal(0, 0.02)
        box = (left + shift[0] + rng.normal(0, 0.004), top + shift[1], wide * size, high * size)
        tone = COLOURS[thing.colour] if thing.colour else USUAL[thing.name]
        tone = mix(tone, (24, 22, 44), 0.45 * evening)
        at = (box[0] * width, box[1] * height, box[2] * width, box[3] * height)
        DRAWERS[thing.name](picture, at, tone)
        drawn.append(Thing(thing.name, _inside(box), thing.colour))
    indoors = scene.ground == "room" and not 7.5 < hour < 19.5
    if indoors:
        picture = np.asarray(cv2.convertScaleAbs(picture, alpha=0.88, beta=-4), np.uint8)
    shown = LifeScene(scene.ground, scene.wall, tuple(drawn), scene.relations)
    return finish(picture, rng), shown


def _inside(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return the part of a box that lies in the picture."""
    left, top = max(0.0, box[0]), max(0.0, box[1])
    right, bottom = min(1.0, box[0] + box[2]), min(1.0, box[1] + box[3])
    return left, top, max(0.01, right - left), max(0.01, bottom - top)


def _ground(
    picture: Picture, kind: str, wall: Rgb, evening: float, rng: np.random.Generator
) -> None:
    """Paint a room with a floor, or the outdoors."""
    height, width = picture.shape[:2]
    picture[:] = wall
    dark = (28, 26, 48)
    if kind == "room":
        for row in range(height):
            picture[row] = mix(wall, (255, 255, 255), 0.22 * (1 - row / height))
        rectangle(picture, 0, height * 0.8, width, height * 0.2, mix(wall, (96, 72, 52), 0.55))
        rectangle(picture, 0, height * 0.79, width, height * 0.014, mix(wall, dark, 0.35))
        return
    for row in range(round(height * 0.56)):
        picture[row] = mix(wall, (255, 250, 240), row / height * 0.8 * (1 - 0.6 * evening))
    far = mix((120, 160, 122), dark, 0.5 * evening)
    line = ridge_line(width, height * 0.5, height * 0.03, rng, 0.2)
    fill_below(picture, line, mix(far, wall, 0.4))
    ground: dict[str, Rgb] = {
        "street": (128, 130, 136), "park": (118, 168, 92), "lake": (92, 146, 184),
        "platform": (168, 164, 156),
    }  # fmt: skip
    rectangle(picture, 0, height * 0.56, width, height, mix(ground[kind], dark, 0.55 * evening))
    if kind == "street":
        for at in range(4):
            dash = (width * (0.08 + at * 0.25), height * 0.68, width * 0.1, height * 0.02)
            rectangle(picture, *dash, (226, 224, 214))
    if kind == "lake":
        rectangle(picture, 0, height * 0.84, width, height, mix((206, 184, 136), dark, evening / 2))
