"""The camera over the wall: zoom, pan, hit test, and the way from one view to another.

World units: a cell is 1 wide and `cell_height` high, the top left corner of the grid is (0, 0).
Screen units are pixels of the view. Knows no window and no clock: times come in as arguments.
"""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

CELL_SHAPES: dict[str, tuple[int, int]] = {"poster": (2, 3), "square": (2, 2), "photo": (3, 2)}
FLIGHT_S = 0.4
INERTIA_S = 0.22  # time constant of the decay
MIN_SPEED = 20.0  # px/s; slower than this is at rest
EDGE_CELLS = 0.5  # how far beyond the grid the view may go when zoomed in


@dataclass(frozen=True, slots=True)
class View:
    """Where the camera looks.

    Args:
        x: world x of the middle of the screen.
        y: world y of the middle of the screen.
        scale: pixels a cell is wide, > 0.
    """

    x: float
    y: float
    scale: float


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle on the screen in pixels."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Rect") -> bool:
        """Whether the two have an inner point in common."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


def shape_of(aspects: NDArray[np.float32]) -> str:
    """Return the shape of cells that fits most pictures: a name of CELL_SHAPES.

    Args:
        aspects: width / height of the pictures, (n,); none of them gives posters.
    """
    if not len(aspects):
        return "poster"
    middle = float(np.median(aspects[:: max(1, len(aspects) // 4096)]))
    if middle < 0.83:
        return "poster"
    return "photo" if middle > 1.2 else "square"


def smoothstep(t: float) -> float:
    """Return the eased time: 0 at 0, 1 at 1, level at both ends."""
    t = min(1.0, max(0.0, t))
    return t * t * (3.0 - 2.0 * t)


def between(start: View, end: View, t: float) -> View:
    """Return the view at time t (0-1) on the way from start to end.

    The scale changes geometrically and the middle follows it, so that a zoom about a point keeps
    that point still on the screen.
    """
    if t <= 0.0:
        return start
    if t >= 1.0:
        return end
    scale = start.scale * (end.scale / start.scale) ** t
    if abs(end.scale / start.scale - 1.0) < 1e-6:
        part = t
    else:
        part = (1 / scale - 1 / start.scale) / (1 / end.scale - 1 / start.scale)
    return View(start.x + (end.x - start.x) * part, start.y + (end.y - start.y) * part, scale)


@dataclass(slots=True)
class _Way:
    start: View
    end: View
    began_s: float
    lasts_s: float


@dataclass(slots=True)
class WallCamera:
    """A view of a grid of `count` cells in `columns` columns.

    Args:
        width: of the view, pixels, >= 1.
        height: of the view, pixels, >= 1.
        cell_height: height of a cell in units of its width.
        columns: of the grid.
        count: cells of the grid.
        view: what part of the grid is seen.
    """

    width: int = 1
    height: int = 1
    cell_height: float = 1.5
    columns: int = 1
    count: int = 0
    view: View = field(default_factory=lambda: View(0.5, 0.75, 1.0))
    _way: _Way | None = None
    _speed: tuple[float, float] = (0.0, 0.0)  # px/s
    _moved_s: float = 0.0

    # -- the world

    @property
    def rows(self) -> int:
        """Rows of the grid."""
        return -(-self.count // self.columns)

    @property
    def world(self) -> tuple[float, float]:
        """Width and height of the grid in world units, at least one cell."""
        return float(max(1, self.columns)), max(1, self.rows) * self.cell_height

    @property
    def fit_scale(self) -> float:
        """The scale at which the whole grid is seen; one item is not blown up beyond the view."""
        world_width, world_height = self.world
        return max(1e-6, min(self.width / world_width, self.height / world_height, self.item_scale))

    @property
    def item_scale(self) -> float:
        """The scale at which one item fills the view."""
        return max(1e-6, 0.96 * min(self.width, self.height / self.cell_height))

    @property
    def is_fitted(self) -> bool:
        """Whether the whole grid is seen, as large as possible."""
        return abs(self.view.scale / self.fit_scale - 1.0) < 1e-3

    def set_grid(self, count: int, columns: int, cell_height: float) -> None:
        """Change the grid; the view stays where it is as far as the new grid allows."""
        self.count, self.columns, self.cell_height = count, max(1, columns), cell_height
        self.view = self.clamped(self.view)
        self._way = None

    def resize(self, width: int, height: int) -> None:
        """Change the size of the view; a fitted view stays fitted, any other keeps its middle."""
        fitted = self.is_fitted
        self.width, self.height = max(1, width), max(1, height)
        self.view = self.fitted() if fitted else self.clamped(self.view)
        self._way = None

    # -- views

    def fitted(self) -> View:
        """Return the view of the whole grid."""
        world_width, world_height = self.world
        return View(world_width / 2, world_height / 2, self.fit_scale)

    def on_cell(self, cell: int, scale: float | None = None) -> View:
        """Return the view with a cell in the middle, by default filling the view."""
        across, down = cell % self.columns, cell // self.columns
        middle = View(across + 0.5, (down + 0.5) * self.cell_height, scale or self.item_scale)
        return self.clamped(middle)

    def showing(self, cell: int) -> View:
        """Return the view with the same scale, moved as little as brings the cell into it."""
        rect = self.cell_rect(cell)
        left, right = rect.x, rect.x + rect.width - self.width
        up, down = rect.y, rect.y + rect.height - self.height
        dx = left if left < 0 else max(0.0, right)
        dy = up if up < 0 else max(0.0, down)
        view, scale = self.view, self.view.scale
        return self.clamped(View(view.x + dx / scale, view.y + dy / scale, scale))

    def clamped(self, view: View) -> View:
        """Return the nearest view that is allowed: in range and over the grid."""
        scale = min(max(view.scale, self.fit_scale), max(self.item_scale, self.fit_scale))
        world_width, world_height = self.world
        x = self._along(view.x, self.width / scale, world_width, EDGE_CELLS)
        y = self._along(view.y, self.height / scale, world_height, EDGE_CELLS * self.cell_height)
        return View(x, y, scale)

    @staticmethod
    def _along(middle: float, seen: float, world: float, edge: float) -> float:
        """Clamp the middle of the view on one axis; a grid smaller than the view is centred."""
        if seen >= world:
            return world / 2
        # The edge opens gradually, so that nothing jumps at the scale where it begins.
        half = seen / 2 - min(edge, (world - seen) / 2)
        return min(max(middle, half), world - half)

    def zoomed(self, factor: float, x: float, y: float) -> View:
        """Return the view after zooming by factor with the screen point (x, y) staying still."""
        view = self.view
        scale = min(max(view.scale * factor, self.fit_scale), max(self.item_scale, self.fit_scale))
        dx, dy = x - self.width / 2, y - self.height / 2
        shift = 1 / view.scale - 1 / scale
        return self.clamped(View(view.x + dx * shift, view.y + dy * shift, scale))

    # -- moving

    def jump(self, view: View) -> None:
        """Look at once where view says; ends any movement."""
        self.stop()
        self.view = self.clamped(view)

    def fly(self, view: View, now_s: float, lasts_s: float = FLIGHT_S) -> None:
        """Begin to move to view; lasts_s = 0 jumps."""
        self.stop()
        view = self.clamped(view)
        if lasts_s <= 0.0:
            self.view = view
        else:
            self._way = _Way(self.view, view, now_s, lasts_s)

    @property
    def goal(self) -> View:
        """Where the camera will be once it has arrived."""
        return self._way.end if self._way else self.view

    def pan(self, dx: float, dy: float) -> None:
        """Move the wall by pixels, as dragging does."""
        self.stop()
        self._shift(dx, dy)

    def _shift(self, dx: float, dy: float) -> None:
        view = self.view
        moved = View(view.x - dx / view.scale, view.y - dy / view.scale, view.scale)
        self.view = self.clamped(moved)

    def fling(self, speed_x: float, speed_y: float, now_s: float) -> None:
        """Let the wall go on by itself; speeds in px/s."""
        self.stop()
        self._speed, self._moved_s = (speed_x, speed_y), now_s

    def stop(self) -> None:
        """End any movement where it is."""
        self._way, self._speed = None, (0.0, 0.0)

    @property
    def is_moving(self) -> bool:
        """Whether advance() has anything to do."""
        return self._way is not None or math.hypot(*self._speed) >= MIN_SPEED

    def advance(self, now_s: float) -> bool:
        """Move to where the camera is at now_s; return whether it still moves."""
        if self._way is not None:
            way = self._way
            t = (now_s - way.began_s) / way.lasts_s
            self.view = between(way.start, way.end, smoothstep(t))
            if t >= 1.0:
                self._way = None
        elif self.is_moving:
            passed = min(0.1, max(0.0, now_s - self._moved_s))
            self._moved_s = now_s
            decay = math.exp(-passed / INERTIA_S)
            way_s = INERTIA_S * (1 - decay)
            before = self.view
            self._shift(self._speed[0] * way_s, self._speed[1] * way_s)
            self._speed = (self._speed[0] * decay, self._speed[1] * decay)
            if passed > 0 and self.view == before:  # it ran into the edge
                self.stop()
        return self.is_moving

    # -- between screen and grid

    def to_world(self, x: float, y: float) -> tuple[float, float]:
        """Return the world point under a screen point."""
        view = self.view
        return (
            view.x + (x - self.width / 2) / view.scale,
            view.y + (y - self.height / 2) / view.scale,
        )

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        """Return the screen point of a world point."""
        view = self.view
        return (
            (x - view.x) * view.scale + self.width / 2,
            (y - view.y) * view.scale + self.height / 2,
        )

    def cell_rect(self, cell: int) -> Rect:
        """Return where a cell is on the screen."""
        across, down = cell % self.columns, cell // self.columns
        x, y = self.to_screen(across, down * self.cell_height)
        return Rect(x, y, self.view.scale, self.view.scale * self.cell_height)

    def box_rect(self, box: tuple[int, int, int, int]) -> Rect:
        """Return where a block of cells (left, top, right, bottom; exclusive) is on the screen."""
        left, top, right, bottom = box
        x, y = self.to_screen(left, top * self.cell_height)
        scale = self.view.scale
        return Rect(x, y, (right - left) * scale, (bottom - top) * scale * self.cell_height)

    def cell_at(self, x: float, y: float) -> int:
        """Return the cell under a screen point, or -1."""
        world_x, world_y = self.to_world(x, y)
        across, down = math.floor(world_x), math.floor(world_y / self.cell_height)
        if not (0 <= across < self.columns and down >= 0):
            return -1
        cell = down * self.columns + across
        return cell if cell < self.count else -1

    def visible(self) -> tuple[int, int, int, int]:
        """Return the cells on the screen: first column, end column, first row, end row."""
        left, top = self.to_world(0, 0)
        right, bottom = self.to_world(self.width, self.height)
        first_column = min(max(0, math.floor(left)), self.columns)
        end_column = min(max(first_column, math.ceil(right)), self.columns)
        first_row = min(max(0, math.floor(top / self.cell_height)), self.rows)
        end_row = min(max(first_row, math.ceil(bottom / self.cell_height)), self.rows)
        return first_column, end_column, first_row, end_row

    def cells_in(self, area: Rect) -> list[range]:
        """Return the cells that a screen rectangle touches, one range a row."""
        left, top = self.to_world(area.x, area.y)
        right, bottom = self.to_world(area.x + area.width, area.y + area.height)
        first, last = max(0, math.floor(left)), min(self.columns - 1, math.floor(right))
        top_row = max(0, math.floor(top / self.cell_height))
        last_row = min(self.rows - 1, math.floor(bottom / self.cell_height))
        found: list[range] = []
        for row in range(top_row, last_row + 1):
            start = row * self.columns
            end = min(start + last + 1, self.count)
            if start + first < end:
                found.append(range(start + first, end))
        return found
