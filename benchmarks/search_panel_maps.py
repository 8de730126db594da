"""Maps of results of a million keyframes: condensed and sorted, zoomed into, trained, in space.

Peers in the same run: k-means of FAISS on whole vectors and the sorting as its authors call it; a
graph of FAISS (HNSW) with the same degree over the same coordinates; a self-organising map trained
item by item as Kohonen wrote it down; billboards drawn from their own pictures.
"""

import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.services.result_maps import ResultMapService
from app.services.result_maps_space import Kept
from app.services.result_maps_types import PlaneMap, SpaceMap
from benchmarks.report import Case, percentile, time_ms
from benchmarks.search_world import SearchWorld
from indexers.maps.graph import DEGREE, ImageGraph, build
from indexers.maps.loops import loops
from indexers.maps.som import train
from indexers.maps.space import MapSpace, make_space

HITS = 100_000  # of a list that is condensed
CELLS = 256
PEER_GRAPH = 20_000  # images in the peer's graph, and in ours beside it
SOM_ROWS, SOM_COLUMNS = 8, 12
PEER_STEPS = 4_000  # single steps of the peer's map
ASKED = 50
BILLBOARDS = 2_000
VIEW = (1280, 800)  # pixels


class _Maps(ResultMapService):
    """The service on coordinates that are given, without a library."""

    def __init__(self, kept: Kept) -> None:
        self._given = kept

    def _kept(self, *_args: object) -> Kept:
        return self._given


def rows(world: SearchWorld) -> list[Case]:
    """Return what maps cost."""
    size = len(world)
    started = time.perf_counter()
    space = make_space(world.items, world.vectors)
    made_ms = _since(started)
    loops()
    build(make_space(world.items[:300], world.vectors[:300]))  # compiles
    cases = [Case(f"map coordinates {size}", made_ms, None, "ms", f"{space.codes.shape[1]} bytes")]
    graph, graph_cases = _graph(space, size)
    kept = Kept("bench", "", world.items, space, graph, np.ones(size, np.bool_))
    service = _Maps(kept)
    ranked = world.items[np.argsort(-(world.vectors @ world.query(0)), kind="stable")]
    cases += _condensed(world, service, ranked[:HITS], size)
    cases += graph_cases
    cases += _walked(service, ranked[:HITS], size)
    cases.append(_som(space, size))
    cases += _in_space(service, ranked, size)
    return cases


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1e3


def _condensed(
    world: SearchWorld, service: _Maps, hits: NDArray[np.int64], size: int
) -> list[Case]:
    _ = service.condense(hits, CELLS)  # reads the coordinates once
    times = time_ms(lambda: service.condense(hits, CELLS), repeat=7)
    made = service.condense(hits, CELLS)
    wanted = hits - world.items[0]
    started = time.perf_counter()
    _peer_map(world.vectors[wanted])
    peer = _since(started)
    note = f"clusters and sorting of {len(hits):,} hits, goal 100 ms; DPQ {made.quality:.2f}; "
    note += "peer: k-means of FAISS on whole vectors, sorted by FLAS with its defaults"
    return [
        Case(f"sorted map {CELLS} p50 {size}", percentile(times, 0.5), peer, "ms", note),
        Case(f"sorted map {CELLS} p95 {size}", percentile(times, 0.95), None, "ms", ""),
    ]


def _peer_map(vectors: NDArray[np.float32]) -> None:
    import faiss

    if len(vectors) < CELLS:
        return
    means = faiss.Kmeans(vectors.shape[1], CELLS, niter=8, seed=1, max_points_per_centroid=64)
    means.train(vectors)
    means.index.search(vectors, 1)
    try:
        from vc_flas import Grid, flas
    except ImportError:
        return
    flas(Grid.from_features(means.centroids, size=(16, 16)), seed=0)


def _graph(space: MapSpace, size: int) -> tuple[ImageGraph, list[Case]]:
    started = time.perf_counter()
    graph = build(space)
    whole = _since(started)
    few = min(PEER_GRAPH, size)
    small = MapSpace(space.ids[:few], space.codes[:few], space.scale, space.mean, space.axes)
    started = time.perf_counter()
    build(small)
    ours = _since(started)
    peer = _peer_graph(small)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.graph"
        graph.save(path, {})
        on_disk = path.stat().st_size / 1e6
        started = time.perf_counter()
        ImageGraph.load(path)
        loaded = _since(started)
    note = f"{len(graph.levels)} levels, degree {DEGREE}, recall@10 {_recall(graph):.3f}"
    return graph, [
        Case(f"image graph {size}", whole / 1e3, None, "s", note),
        Case(f"image graph {few}", ours / 1e3, peer / 1e3, "s", "peer: HNSW of FAISS, M 8"),
        Case(f"image graph on disk {size}", on_disk, None, "MB", ""),
        Case(f"image graph read {size}", loaded, None, "ms", ""),
    ]


def _peer_graph(space: MapSpace) -> float:
    import faiss

    points = space.points(np.arange(len(space)))
    started = time.perf_counter()
    index = faiss.IndexHNSWFlat(points.shape[1], DEGREE // 2)
    index.add(points)
    return _since(started)


def _recall(graph: ImageGraph) -> float:
    rng = np.random.default_rng(0)
    codes = graph.space.codes
    found = 0
    for row in rng.choice(len(graph), min(ASKED, len(graph)), replace=False).tolist():
        point = graph.space.points(np.array([row]))[0]
        away = np.empty(len(graph), np.float32)
        for start in range(0, len(graph), 1 << 16):
            block = codes[start : start + (1 << 16)].astype(np.float32)
            away[start : start + len(block)] = np.square(block - point / graph.space.scale).sum(
                axis=1
            )
        nearest = set(np.argpartition(away, 10)[:10].tolist())
        found += len(nearest & set(graph.near(point, 10)[0].tolist()))
    return found / (10 * min(ASKED, len(graph)))


def _walked(service: _Maps, hits: NDArray[np.int64], size: int) -> list[Case]:
    made = service.condense(hits, CELLS)
    items = made.shown[:: max(1, len(made.shown) // 12)].tolist()
    zooms = [_timed(partial(service.zoom, made, item)) for item in items]
    view = service.zoom(made, items[0])
    cases = [
        Case(f"zoom step {size}", percentile(zooms, 0.5), None, "ms", "one level finer, 16 x 16")
    ]
    if isinstance(view, PlaneMap):
        plane = view
        pans = [_timed(partial(service.pan, plane, plane.x + n, plane.y)) for n in range(1, 9)]
        cases.append(Case(f"pan step {size}", percentile(pans, 0.5), None, "ms", "1 to 8 columns"))
    return cases


def _timed(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return _since(started)


def _som(space: MapSpace, size: int) -> Case:
    points = space.small[: min(HITS, size)]
    train(points[:500], 2, 3)
    ours = percentile(time_ms(lambda: train(points, SOM_ROWS, SOM_COLUMNS), repeat=3), 0.5)
    started = time.perf_counter()
    _peer_som(points)
    each = _since(started) / PEER_STEPS
    note = f"{SOM_ROWS} x {SOM_COLUMNS} nodes; peer: item by item, one pass, from {PEER_STEPS:,}"
    return Case(f"feature map {len(points)}", ours, each * len(points), "ms", note)


def _peer_som(points: NDArray[np.float32]) -> None:
    """Train a map item by item (Kohonen 1982), as MiniSom does."""
    rng = np.random.default_rng(0)
    nodes = rng.standard_normal((SOM_ROWS * SOM_COLUMNS, points.shape[1])).astype(np.float32)
    grid = np.stack(np.divmod(np.arange(len(nodes)), SOM_COLUMNS), axis=1)
    for step in range(PEER_STEPS):
        point = points[step % len(points)]
        best = np.square(nodes - point).sum(axis=1).argmin()
        away = np.square(grid - grid[best]).sum(axis=1)
        pull = 0.5 * np.exp(-away / (2 * (4 * (1 - step / PEER_STEPS) + 0.5) ** 2))
        nodes += pull[:, None].astype(np.float32) * (point - nodes)


def _in_space(service: _Maps, ranked: NDArray[np.int64], size: int) -> list[Case]:
    laid = time_ms(lambda: service.space(ranked, most=BILLBOARDS), repeat=2)
    space = service.space(ranked, most=BILLBOARDS)
    count = len(space.items)
    ours, peer = _frames(space)
    return [
        Case(f"space layout {count} {size}", percentile(laid, 0.5), None, "ms", "cloud"),
        Case(f"space frame {count}", ours, peer, "ms",
             f"{VIEW[0]} x {VIEW[1]} px, all in view, goal 33 ms; peer: every billboard from its "
             "own picture, smoothly"),
    ]  # fmt: skip


class _Pictures:
    """Stands in for the loader: one picture for all."""

    def __init__(self) -> None:
        from PySide6.QtGui import QColor, QPixmap

        self._pixmap = QPixmap(128, 96)
        self._pixmap.fill(QColor("#7090b0"))

    def pixmap(self, _item: int) -> Any:
        return self._pixmap

    def is_sharp(self, _item: int) -> bool:
        return True


def _frames(space: SpaceMap) -> tuple[float, float]:
    """Return the median time of a frame, ours and with every picture on its own, ms."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from app.widgets.space import drawing

    _application = QApplication.instance() or QApplication([])
    frame = _frame(space)
    ours = percentile(time_ms(frame, repeat=9), 0.5)
    before, drawing.SHARP_FROM = drawing.SHARP_FROM, 0.0
    try:
        peer = percentile(time_ms(frame, repeat=5), 0.5)
    finally:
        drawing.SHARP_FROM = before
    return ours, peer


def _frame(space: SpaceMap) -> Callable[[], None]:
    """Return a function that draws the whole cloud once."""
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QImage, QPainter, QPalette

    from app.widgets.space.atlas import Atlas
    from app.widgets.space.camera import Camera, look
    from app.widgets.space.drawing import Scene, draw_space
    from common.selection import Selection

    pictures: Any = _Pictures()
    atlas = Atlas(space.items.tolist(), pictures)
    atlas.take(set(space.items.tolist()))
    found = {int(item): row for row, item in enumerate(space.items)}
    image = QImage(*VIEW, QImage.Format.Format_RGB32)
    area, palette = QRectF(image.rect()), QPalette()
    camera = Camera((0.0, 0.25, 2.5), 0.0, -0.1)

    def frame() -> None:
        seen = look(camera, space.positions, *VIEW, 0.2)
        scene = Scene(
            space, seen, atlas, pictures, pictures, found, {}, Selection(), -1, (), None, 1.0,
            camera,
        )  # fmt: skip
        painter = QPainter(image)
        draw_space(painter, area, scene, palette)
        painter.end()

    return frame
