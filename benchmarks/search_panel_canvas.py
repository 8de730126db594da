"""Rows of `bench search-panel`: a canvas of four parts, and its kinds of shapes alone.

The pictures are the levels 8 x 8 and 16 x 16 of the world; the finest level, which a library reads
from disk for the best thousand, is made of these.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from app.services.search_canvas import score_with
from app.services.search_canvas_memory import CanvasMemory, View, encoded, level_for
from app.services.search_types import Asking
from benchmarks.report import Case, percentile, time_ms
from benchmarks.search_world import SearchWorld
from common.canvas import Canvas, ColourShape, ObjectShape, PictureShape, Region, Shape
from common.settings import Settings
from indexers.canvas import plain
from indexers.canvas.boxes import BoxTable
from indexers.canvas.colours import likeness
from indexers.canvas.geometry import soft_cells

GOAL_MS = 150.0
_ROUNDS = 7
_RNG = 3


class WorldMemory(CanvasMemory):
    """Pictures and boxes of a made-up world instead of a library.

    Args:
        world: with thumbnails of 8 and 16 cells a side.
    """

    def __init__(self, world: SearchWorld) -> None:
        super().__init__(cast("Any", None))
        self._world = world
        self._rows = np.arange(len(world), dtype=np.int64)
        self._all = encoded(world.thumbs[max(8, min(16, level_for(len(world))))])
        self._places = np.full(int(world.items[-1]) + 1, -1, np.int32)
        self._places[world.items] = self._rows
        boxes = world.boxes
        owners = np.repeat(world.items, np.diff(boxes.offsets))
        places = np.stack([boxes.x, boxes.y, boxes.width, boxes.height], axis=1)
        labels = boxes.labels.astype(np.int64)
        self._table = BoxTable.build(boxes.names, labels, owners, boxes.scores, places)

    def view(self, allowed: NDArray[np.int64] | None) -> View:
        """Return all pictures at the level that a library of this size takes."""
        assert allowed is None
        return View(self._world.items, self._rows, self._all, self._rows, self._places)

    def finest(self, items: NDArray[np.int64], rows: NDArray[np.int64]) -> View:
        """Return some pictures as fine as a library has them."""
        squares = self._world.thumbs[16][rows].repeat(2, axis=1).repeat(2, axis=2)
        return View(items, np.arange(len(rows), dtype=np.int64), encoded(squares), rows)

    def boxes(self) -> BoxTable:
        """Return the boxes of the world."""
        return self._table


def rows(world: SearchWorld) -> Sequence[Case]:
    """Return measured cases: canvases of each kind, and one of four parts with its goal."""
    memory = WorldMemory(world)
    name = world.boxes.names
    sky = ColourShape(Region(0, 0, 1, 0.4), (130, 180, 230))
    grass = ColourShape(Region(0, 0.6, 1, 0.4), (60, 150, 60))
    first = ObjectShape(name[0], Region(0.1, 0.2, 0.3, 0.7), colour=(250, 250, 250))
    pair = ObjectShape(name[1], Region(0.5, 0.4, 0.4, 0.4), least=2)
    png = _picture(world)
    kinds: dict[str, tuple[Shape, ...]] = {
        "2 colours": (sky, grass),
        "object with colour": (first,),
        "2 objects of a class": (first, ObjectShape(name[0], Region(0.6, 0.2, 0.3, 0.7))),
        "picture": (PictureShape(Region(0.2, 0.2, 0.5, 0.5), png=png),),
        "colours and objects, 4 parts": (sky, grass, first, pair),
        "colour, objects, picture, 4 parts": (
            sky,
            first,
            pair,
            PictureShape(Region(0.5, 0.1, 0.4, 0.5), png=png),
        ),
    }
    cases = []
    for title, shapes in kinds.items():
        times = time_ms(partial(_ask, memory, Canvas(shapes)), repeat=_ROUNDS)
        peer = _plain(memory, sky, grass) if title == "2 colours" else None
        note = f"goal {GOAL_MS:g} ms" if "4 parts" in title else ""
        note = "peer: the same colours in NumPy, one thread" if peer else note
        ours = percentile(times, 0.5)
        cases.append(Case(f"canvas, {title}, p50 {len(world)}", ours, peer, "ms", note))
    held = (memory.boxes().nbytes + memory.view(None).codes.nbytes) / 1e6
    cases.append(Case(f"canvas, boxes and colours in memory {len(world)}", held, None, "MB"))
    return cases


class _NoEngine:
    """Runs nothing: placed pictures are compared by their colours."""

    def image_encoders(self) -> list[Any]:
        """Return no encoder."""
        return []


class _NoModels:
    engine = _NoEngine()


def _ask(memory: WorldMemory, canvas: Canvas) -> None:
    models = cast("Any", _NoModels())
    score_with(memory, canvas, Asking(cast("Any", None), models, Settings(), 1000))


def _picture(world: SearchWorld) -> bytes:
    """Return a picture of the world as a PNG file."""
    from app.services.query_example import Example
    from benchmarks.search_world import rgb_of

    row = int(np.random.default_rng(_RNG).integers(len(world)))
    return Example.of_pixels(rgb_of(world, row)).png or b""


def _plain(memory: WorldMemory, *shapes: ColourShape) -> float:
    """Return how long NumPy takes for the same colours, milliseconds."""
    view = memory.view(None)
    found = [
        soft_cells((one.region.x, one.region.y, one.region.x + one.region.width,
                    one.region.y + one.region.height), view.side)
        for one in shapes
    ]  # fmt: skip
    starts = np.cumsum([0, *(len(cells) for cells, _ in found)]).astype(np.int64)
    out = np.zeros((len(view.rows), len(shapes)), np.float32)
    tables = np.stack([likeness(one.colour) for one in shapes])
    cells = np.concatenate([each for each, _ in found])
    weights = np.concatenate([each for _, each in found])
    run = partial(plain.fill, view.codes, view.rows, starts, cells, weights, tables, out)
    return percentile(time_ms(run, repeat=1, warm_up=0), 0.5)
