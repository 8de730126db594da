"""Changes of a canvas; pure functions."""

from collections.abc import Sequence
from dataclasses import replace

from common.canvas import Canvas, ColourShape, ObjectShape, Region, Shape, TextShape

FULL = Region(0.0, 0.0, 1.0, 1.0)
LEAST_SIDE = 0.03  # of a region, fraction of the canvas
STILL_ON = 0.02  # of a region that stays on the canvas wherever it is dragged
SNAP = 0.015  # fraction of the canvas within which an edge is drawn to a line
_STEP_ASIDE = 0.04  # of a copy
_MOST_SHAPES = 200


def placed(shape: Shape, region: Region | None) -> Shape:
    """Return a shape at another place; only objects can be anywhere."""
    if isinstance(shape, ObjectShape):
        return replace(shape, region=region)
    return replace(shape, region=region or FULL)


def kept_near(region: Region) -> Region:
    """Return a region moved so that some of it lies on the canvas, and not too small."""
    width, height = max(LEAST_SIDE, region.width), max(LEAST_SIDE, region.height)
    x = min(1 - STILL_ON, max(STILL_ON - width, region.x))
    y = min(1 - STILL_ON, max(STILL_ON - height, region.y))
    return Region(x, y, width, height)


def spanned(x0: float, y0: float, x1: float, y1: float) -> Region:
    """Return the region between two points in any order, within the canvas."""
    left, right = (min(1.0, max(0.0, x)) for x in sorted((x0, x1)))
    top, bottom = (min(1.0, max(0.0, y)) for y in sorted((y0, y1)))
    return Region(left, top, right - left, bottom - top)


def around(x: float, y: float, width: float, height: float) -> Region:
    """Return a region about a point, moved onto the canvas where it fits."""
    return Region(
        min(max(0.0, x - width / 2), max(0.0, 1 - width)),
        min(max(0.0, y - height / 2), max(0.0, 1 - height)),
        width,
        height,
    )


def add(canvas: Canvas, *shapes: Shape) -> Canvas:
    """Put shapes on top; a canvas holds 200 at most."""
    return replace(canvas, shapes=(*canvas.shapes, *shapes)[:_MOST_SHAPES])


def put(canvas: Canvas, place: int, shape: Shape) -> Canvas:
    """Replace a shape."""
    shapes = canvas.shapes
    return replace(canvas, shapes=(*shapes[:place], shape, *shapes[place + 1 :]))


def remove(canvas: Canvas, places: Sequence[int]) -> Canvas:
    """Take shapes away."""
    gone = set(places)
    return replace(
        canvas, shapes=tuple(one for at, one in enumerate(canvas.shapes) if at not in gone)
    )


def move(canvas: Canvas, places: Sequence[int], dx: float, dy: float) -> Canvas:
    """Move shapes by fractions of the canvas; those that are anywhere stay so."""
    for place in places:
        shape = canvas.shapes[place]
        if (region := shape.region) is not None:
            moved = replace(region, x=region.x + dx, y=region.y + dy)
            canvas = put(canvas, place, placed(shape, kept_near(moved)))
    return canvas


def resize(region: Region, edges: str, dx: float, dy: float) -> Region:
    """Return a region with some of its edges moved.

    Args:
        region: as it was.
        edges: of "l", "t", "r", "b".
        dx: fraction of the width.
        dy: fraction of the height.
    """
    left, top = region.x, region.y
    right, bottom = left + region.width, top + region.height
    left = min(left + dx, right - LEAST_SIDE) if "l" in edges else left
    right = max(right + dx, left + LEAST_SIDE) if "r" in edges else right
    top = min(top + dy, bottom - LEAST_SIDE) if "t" in edges else top
    bottom = max(bottom + dy, top + LEAST_SIDE) if "b" in edges else bottom
    return kept_near(Region(left, top, right - left, bottom - top))


def copies(shapes: Sequence[Shape]) -> tuple[Shape, ...]:
    """Return shapes a step aside, so that a copy does not hide its original."""
    return tuple(
        shape
        if (region := shape.region) is None
        else placed(
            shape,
            kept_near(replace(region, x=region.x + _STEP_ASIDE, y=region.y + _STEP_ASIDE)),
        )
        for shape in shapes
    )


def restack(canvas: Canvas, place: int, to: int) -> Canvas:
    """Move a shape in the order of drawing.

    Args:
        canvas: as it is.
        place: of the shape.
        to: where it goes; beyond the ends means the end.
    """
    shapes = list(canvas.shapes)
    shape = shapes.pop(place)
    shapes.insert(min(len(shapes), max(0, to)), shape)
    return replace(canvas, shapes=tuple(shapes))


def snapped(
    region: Region, others: Sequence[Region], edges: str = "ltrb"
) -> tuple[Region, list[float], list[float]]:
    """Return a region whose edges are drawn to lines nearby, and the lines they were drawn to.

    Lines are the edges, middle and thirds of the canvas and the edges of other shapes.

    Args:
        region: as the hand has it.
        others: of other shapes.
        edges: that may move; all four means that it keeps its size.

    Returns:
        The region; x of upright lines; y of level lines.
    """
    marks = [0.0, 1 / 3, 0.5, 2 / 3, 1.0]
    across = marks + [x for one in others for x in (one.x, one.x + one.width)]
    down = marks + [y for one in others for y in (one.y, one.y + one.height)]
    x, width, upright = _snapped_axis(region.x, region.width, across, edges, "l", "r")
    y, height, level = _snapped_axis(region.y, region.height, down, edges, "t", "b")
    return Region(x, y, width, height), upright, level


def _snapped_axis(
    low: float, size: float, lines: Sequence[float], edges: str, first: str, last: str
) -> tuple[float, float, list[float]]:
    ends = [(first, low), (last, low + size)]
    near = [
        (abs(line - end), name, line)
        for name, end in ends
        if name in edges
        for line in lines
        if abs(line - end) <= SNAP
    ]
    if not near:
        return low, size, []
    _, name, line = min(near)
    if first in edges and last in edges:
        low = line if name == first else line - size
    elif name == first:
        low, size = line, max(LEAST_SIDE, low + size - line)
    else:
        size = max(LEAST_SIDE, line - low)
    return low, size, [line]


def cell_of(x: float, y: float) -> Region:
    """Return the cell of the 3 x 3 grid that a point lies in."""
    column, row = min(2, max(0, int(x * 3))), min(2, max(0, int(y * 3)))
    return Region(column / 3, row / 3, 1 / 3, 1 / 3)


def fill_cell(canvas: Canvas, cell: Region, colour: tuple[int, int, int]) -> Canvas:
    """Give a cell of the 3 x 3 grid a colour; the same colour again takes it away."""
    for place, shape in enumerate(canvas.shapes):
        if isinstance(shape, ColourShape) and _is_same(shape.region, cell):
            if shape.colour == colour:
                return remove(canvas, [place])
            return put(canvas, place, replace(shape, colour=colour))
    return add(canvas, ColourShape(cell, colour))


def recoloured(shape: Shape, colour: tuple[int, int, int] | None) -> Shape:
    """Return a shape of another colour; texts and pictures have none and stay as they are."""
    if isinstance(shape, ObjectShape):
        return replace(shape, colour=colour)
    if isinstance(shape, ColourShape) and colour is not None:
        return replace(shape, colour=colour)
    return shape


def kind_of(shape: Shape) -> str:
    """Return "colour", "object", "text" or "picture"."""
    if isinstance(shape, ColourShape):
        return "colour"
    if isinstance(shape, ObjectShape):
        return "object"
    return "text" if isinstance(shape, TextShape) else "picture"


def fitted(aspect: float, canvas_aspect: float, share: float = 0.5) -> tuple[float, float]:
    """Return the width and height of a picture on a canvas so that it keeps its shape.

    Args:
        aspect: width / height of the picture.
        canvas_aspect: of the canvas.
        share: of the canvas that its longer side takes.
    """
    relative = aspect / canvas_aspect
    return (share, share / relative) if relative >= 1 else (share * relative, share)


def _is_same(first: Region, second: Region) -> bool:
    pairs = zip(
        (first.x, first.y, first.width, first.height),
        (second.x, second.y, second.width, second.height),
        strict=True,
    )
    return all(abs(a - b) < 1e-3 for a, b in pairs)
