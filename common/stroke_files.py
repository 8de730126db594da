"""Drawings as files: JSON of strokes, and SVG in both directions."""

import json
import re
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

import numpy as np
from numpy.typing import NDArray

from common.errors import QueryError
from common.strokes import MAX_STROKES, Stroke, strokes_from_json, strokes_to_json
from common.svg_places import arc, moved, shown_elements, size_of

Array = NDArray[np.float64]

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_FAR = 1e15  # of numbers that still make a drawing
_FLAG = re.compile(r"[01]")
_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_SMOOTH = {"S": "CS", "T": "QT"}  # curves that another one may go on from
_CURVE = np.linspace(0.0, 1.0, 13)[1:, None]  # a curve becomes so many straight pieces


def drawing_text(strokes: Sequence[Stroke]) -> str:
    """Return strokes as the JSON of a drawing."""
    return json.dumps(
        {"format": "kinora-drawing", "version": 1, "strokes": strokes_to_json(strokes)}
    )


def read_drawing(text: str) -> list[Stroke]:
    """Return the strokes of a drawing's JSON, or of a bare list of strokes.

    Raises:
        QueryError: it is neither, or a number is not finite.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _wrong(f"it is no JSON ({error})") from None
    if isinstance(document, dict):
        document = document.get("strokes")
    return strokes_from_json(document)


def svg_text(strokes: Sequence[Stroke]) -> str:
    """Return strokes as SVG: one polyline a stroke, black, in the strokes' own units."""
    points = np.concatenate([one.points for one in strokes]) if strokes else np.zeros((1, 2))
    pad = max((one.width for one in strokes), default=1.0)
    x, y = points.min(0) - pad
    width, height = points.max(0) - points.min(0) + 2 * pad
    box = f"{x:.6g} {y:.6g} {width:.6g} {height:.6g}"
    look = 'fill="none" stroke="black" stroke-linecap="round" stroke-linejoin="round"'
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" {look}>']
    for stroke in strokes:
        told = " ".join(f"{a:.3f},{b:.3f}" for a, b in stroke.points)
        lines.append(f'<polyline stroke-width="{stroke.width:.6g}" points="{told}"/>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def read_svg(text: str) -> list[Stroke]:
    """Return the lines of an SVG: polylines, polygons, lines, circles, ellipses and paths.

    Transforms are followed, what is hidden or only defined is left out, other styles are not looked
    at: drawings are lines. Curves and arcs become short lines.

    Raises:
        QueryError: it is no SVG, has a document type, or holds no lines.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise _wrong("an SVG with a document type is not opened")
    try:
        root = ET.fromstring(text)  # noqa: S314 - without a document type nothing expands
    except ET.ParseError as error:
        raise _wrong(f"it is no SVG ({error})") from None
    strokes: list[Stroke] = []
    try:
        for element, place in shown_elements(root):
            width = _width(element, size_of(place))
            for line in _lines(element):
                if not np.isfinite(line).all() or np.abs(line).max() > _FAR:
                    raise _wrong("a number is not finite")
                drawn = moved(line, place).astype(np.float32)
                strokes.append(Stroke(drawn, width))
    except ValueError as error:
        raise _wrong(str(error)) from None
    if not strokes:
        raise _wrong("it holds no lines")
    if len(strokes) > MAX_STROKES:
        raise _wrong(f"it has {len(strokes):,} lines; {MAX_STROKES:,} are the most")
    return strokes


def _width(element: ET.Element, size: float) -> float:
    found = _NUMBER.match(element.get("stroke-width", ""))
    value = (float(found.group()) if found else 1.0) * size
    return value if 0.0 < value < 1e6 else 1.0


def _lines(element: ET.Element) -> Iterator[Array]:
    name = element.tag.rpartition("}")[2]
    if name in ("polyline", "polygon"):
        numbers = [float(one) for one in _NUMBER.findall(element.get("points", ""))]
        points = np.array(numbers[: len(numbers) // 2 * 2]).reshape(-1, 2)
        if name == "polygon" and len(points):
            points = np.concatenate([points, points[:1]])
        if len(points):
            yield points
    elif name == "line":
        yield _values(element, "x1", "y1", "x2", "y2").reshape(2, 2)
    elif name in ("circle", "ellipse"):
        names = ("r", "r") if name == "circle" else ("rx", "ry")
        turn = np.linspace(0, 2 * np.pi, 49)[:, None]
        ring = np.concatenate([np.cos(turn), np.sin(turn)], 1)
        yield _values(element, "cx", "cy") + ring * _values(element, *names)
    elif name == "path":
        yield from _path(element.get("d", ""))


def _values(element: ET.Element, *names: str) -> Array:
    found = [_NUMBER.match(element.get(name, "0")) for name in names]
    return np.array([float(one.group()) if one else 0.0 for one in found])


def _path(told: str) -> Iterator[Array]:
    """Yield the lines of a path's data."""
    pen, command = _Pen(), ""
    at = _skipped(told, 0)
    while at < len(told):
        if told[at].isalpha():
            command = told[at]
            at = _skipped(told, at + 1)
        numbers, at = _arguments(told, at, command)
        if finished := pen.move(command, numbers):
            yield np.array(finished)
        if command in "Mm":  # further pairs are lines
            command = "L" if command == "M" else "l"
        elif command in "Zz":
            command = ""
    if len(pen.line) > 1:
        yield np.array(pen.line)


def _skipped(told: str, at: int) -> int:
    """Return where the next word of a path begins."""
    while at < len(told) and told[at] in " ,\t\r\n\f":
        at += 1
    return at


def _arguments(told: str, at: int, command: str) -> tuple[Array, int]:
    """Return the numbers of one command, and where what follows begins."""
    count = _COUNTS.get(command.upper(), -1)
    if count < 0:
        raise _wrong("a path cannot be followed")
    numbers = []
    for place in range(count):
        is_flag = command in "Aa" and place in (3, 4)  # may stand without a blank behind it
        found = (_FLAG if is_flag else _NUMBER).match(told, at)
        if found is None:
            raise _wrong("a path cannot be followed")
        numbers.append(float(found.group()))
        at = _skipped(told, found.end())
    return np.array(numbers), at


class _Pen:
    """Follows the commands of a path."""

    def __init__(self) -> None:
        self.line: list[Array] = []
        self._at = np.zeros(2)
        self._control = np.zeros(2)
        self._before = ""

    def move(self, command: str, numbers: Array) -> list[Array]:
        """Carry a command out; returns the line that it ends, if any."""
        kind = command.upper()
        if self._before not in _SMOOTH.get(kind, "") or not self._before:
            self._control = self._at  # only curves of one kind go on smoothly
        self._before = kind
        base = self._at if command.islower() else np.zeros(2)
        if kind == "M":
            return self._begin(base + numbers)
        if kind == "Z":
            ended = [*self.line, self.line[0]] if self.line else []
            start = self.line[0] if self.line else self._at
            self.line, self._at, self._control = [start], start, start
            return ended if len(ended) > 2 else []
        if kind in "HV":
            end = self._at.copy()
            axis = 0 if kind == "H" else 1
            end[axis] = base[axis] + numbers[0]
            self._to([end], end)
        elif kind == "L":
            end = base + numbers
            self._to([end], end)
        elif kind == "A":
            points = arc(self._at, np.r_[numbers[:5], base + numbers[5:]])
            self._to(points, points[-1])
        else:
            self._curve(kind, base + numbers.reshape(-1, 2))
        return []

    def _begin(self, point: Array) -> list[Array]:
        ended = self.line if len(self.line) > 1 else []
        self.line, self._at, self._control = [point], point, point
        return ended

    def _to(self, points: list[Array], control: Array) -> None:
        if not self.line:
            self.line = [self._at]
        self.line.extend(points)
        self._at, self._control = points[-1], control

    def _curve(self, kind: str, points: Array) -> None:
        """Follow a Bézier curve: C, S of third degree, Q, T of second."""
        if kind in "ST":
            points = np.concatenate([(2 * self._at - self._control)[None], points])
        ends = [self._at, *points]
        t = _CURVE
        if kind in "QT":
            curve = (1 - t) ** 2 * ends[0] + 2 * t * (1 - t) * ends[1] + t**2 * ends[2]
        else:
            curve = (
                (1 - t) ** 3 * ends[0]
                + 3 * t * (1 - t) ** 2 * ends[1]
                + 3 * t**2 * (1 - t) * ends[2]
                + t**3 * ends[3]
            )
        self._to(list(curve), points[-2])


def _wrong(why: str) -> QueryError:
    return QueryError(f"The drawing cannot be read: {why}.", hint="Save it again, or draw it anew.")
