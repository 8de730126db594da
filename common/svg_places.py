"""Where the lines of an SVG lie: transforms of its elements, and arcs of its paths.

Formulas are those of "Scalable Vector Graphics (SVG) 1.1", sections 7.6 and F.6.
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_FAR: Final = 1e15  # of numbers in a matrix that still make a drawing
_STEP: Final = np.pi / 24  # radians of an arc that become a straight piece
_UNSEEN: Final = frozenset(
    {"defs", "clipPath", "mask", "symbol", "pattern", "marker", "metadata", "title", "desc"}
)
"""Elements whose content is not drawn where it stands."""

_HIDDEN: Final = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b")
_CALL: Final = re.compile(r"\s*,?\s*(\w+)\s*\(([^()]*)\)")
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_COUNTS: Final = {
    "matrix": (6,), "translate": (1, 2), "scale": (1, 2), "rotate": (1, 3), "skewX": (1,),
    "skewY": (1,),
}  # fmt: skip


def shown_elements(root: ET.Element) -> Iterator[tuple[ET.Element, Array]]:
    """Yield the elements that are drawn, in their order, each with its matrix, (2, 3).

    Raises:
        ValueError: a transform cannot be followed.
    """
    waiting = [(root, np.eye(2, 3))]
    while waiting:
        element, above = waiting.pop()
        if not isinstance(element.tag, str) or element.tag.rpartition("}")[2] in _UNSEEN:
            continue
        is_hidden = element.get("display") == "none" or element.get("visibility") == "hidden"
        if is_hidden or _HIDDEN.search(element.get("style", "")):
            continue
        own = matrix_of(element.get("transform", ""))
        place = np.column_stack([above[:, :2] @ own[:, :2], above[:, :2] @ own[:, 2] + above[:, 2]])
        yield element, place
        waiting += [(child, place) for child in reversed(element)]


def matrix_of(told: str) -> Array:
    """Return the matrix, (2, 3), of the value of a `transform`.

    Raises:
        ValueError: it cannot be followed.
    """
    made, end = np.eye(3), 0
    while told[end:].strip(" ,\t\r\n"):
        call = _CALL.match(told, end)
        numbers = [float(one) for one in _NUMBER.findall(call[2])] if call else []
        if call is None or len(numbers) not in _COUNTS.get(call[1], ()):
            raise ValueError("a transform cannot be followed")
        made = made @ _one(call[1], numbers)
        end = call.end()
    if not np.abs(made).max() < _FAR:
        raise ValueError("a transform cannot be followed")
    return made[:2]


def _one(name: str, numbers: list[float]) -> Array:
    made = np.eye(3)
    if name == "matrix":
        made[:2] = np.array(numbers).reshape(3, 2).T
    elif name == "translate":
        made[:2, 2] = [*numbers, 0.0][:2]
    elif name == "scale":
        made[[0, 1], [0, 1]] = [*numbers, numbers[0]][:2]
    elif name == "rotate":
        cosine, sine = np.cos(np.radians(numbers[0])), np.sin(np.radians(numbers[0]))
        made[:2, :2] = [[cosine, -sine], [sine, cosine]]
        middle = np.array(numbers[1:] or [0.0, 0.0])
        made[:2, 2] = middle - made[:2, :2] @ middle
    else:
        row, column = (0, 1) if name == "skewX" else (1, 0)
        made[row, column] = np.tan(np.radians(numbers[0]))
    return made


def moved(line: Array, place: Array) -> Array:
    """Return points, (N, 2), where a matrix, (2, 3), puts them."""
    return np.asarray(line @ place[:, :2].T + place[:, 2])


def size_of(place: Array) -> float:
    """Return how many times as wide a matrix draws lines, on average."""
    return float(np.sqrt(abs(np.linalg.det(place[:, :2]))))


def arc(start: Array, numbers: Array) -> list[Array]:
    """Return points along an arc of a path, its end last.

    Args:
        start: (2,).
        numbers: (7,): radii, turn in degrees, whether the long way and clockwise, end.
    """
    (rx, ry), end = np.abs(numbers[:2]), numbers[5:]
    turn = np.radians(numbers[2])
    axes = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    half = axes @ (start - end) / 2
    if not rx or not ry or not half.any():
        return [end]
    stretch = float(((half / [rx, ry]) ** 2).sum())
    rx, ry = rx * max(1.0, stretch**0.5), ry * max(1.0, stretch**0.5)
    x, y = half / [rx, ry]
    away = np.sqrt(max(1.0 / (x * x + y * y) - 1.0, 0.0))
    away = away if bool(numbers[3]) != bool(numbers[4]) else -away
    centre = np.array([away * y, -away * x])  # in units of the radii, from the middle
    first = np.arctan2(y - centre[1], x - centre[0])
    span = np.arctan2(-y - centre[1], -x - centre[0]) - first
    if numbers[4]:
        span += 2 * np.pi if span < 0 else 0.0
    else:
        span -= 2 * np.pi if span > 0 else 0.0
    count = max(2, int(np.ceil(abs(span) / _STEP)))
    turns = first + span * np.arange(1, count) / count
    flat = (np.stack([np.cos(turns), np.sin(turns)], 1) + centre) * [rx, ry]
    return [*(flat @ axes + (start + end) / 2), end]
