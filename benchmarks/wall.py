"""Frame times of the wall while it is panned and zoomed by a script, offscreen at 1920 x 1080.

A frame is everything the UI thread does for it: moving the camera, taking in what the builders
finished, drawing. Frames start 16 ms apart, as on a screen. 2,160 synthetic posters are repeated up
to the size of the wall. The peer is a QGraphicsView with pixmap items under the same script.
"""

import os
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.arrangements import Arrangement, choose_columns, clustered, shuffled
from app.services.wall_camera import View, WallCamera
from app.services.wall_tiles import TileComposer, TileStyle, WallScene
from benchmarks.report import BenchReport
from common.jobs import JobContext

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QGraphicsView

    from app.widgets.wall.content import WallContent
    from app.widgets.wall.view import WallView

SIZE = (1920, 1080)
POSTERS = 2160
FRAME_S = 0.016
PEER_SIZE = 8640
SIZES = (8640, 100_000, 1_000_000)
FRAMES = 90
CLOSE = 372.0  # pixels a poster, the closest view of the script
PAN_SCALES = (16.0, 64.0, 372.0)

Step = Callable[[int], None]


class SyntheticThumbnails:
    """Posters with a gradient and a bright shape, at every level, in memory."""

    def __init__(self) -> None:
        import cv2

        rng = np.random.default_rng(0)
        self._jpeg: dict[int, list[NDArray[np.uint8]]] = {128: [], 384: []}
        raw: dict[int, list[NDArray[np.uint32]]] = {4: [], 8: [], 16: [], 32: []}
        y, x = np.mgrid[0:384, 0:256].astype(np.float32)
        for _ in range(POSTERS):
            base, slope = rng.integers(20, 180, 3), rng.uniform(-0.25, 0.25, (2, 3))
            rgb = base + x[..., None] * slope[0] + y[..., None] * slope[1]
            picture = rgb.clip(0, 255).astype(np.uint8)
            colour = [int(part) for part in rng.integers(80, 255, 3)]
            at = (int(rng.integers(40, 216)), int(rng.integers(60, 320)))
            cv2.circle(picture, at, int(rng.integers(20, 80)), colour, -1)
            for level, kept in self._jpeg.items():
                sized = cv2.resize(picture, (level * 2 // 3, level), interpolation=cv2.INTER_AREA)
                kept.append(cv2.imencode(".jpg", sized)[1])
            for level, squares in raw.items():
                sized = cv2.resize(picture, (level, level), interpolation=cv2.INTER_AREA)
                full = np.dstack([sized, np.full((level, level, 1), 255, np.uint8)])
                squares.append(np.ascontiguousarray(full).view(np.uint32)[..., 0])
        self._raw = {level: np.stack(squares) for level, squares in raw.items()}

    def raw(self, level: int) -> NDArray[np.uint32]:
        """Return (rows, N, N)."""
        return self._raw[level]

    def decode(self, row: int, level: int) -> NDArray[np.uint8]:
        """Return a decoded poster."""
        import cv2

        bgr = np.asarray(cv2.imdecode(self._jpeg[level][row], cv2.IMREAD_COLOR), np.uint8)
        return bgr[..., ::-1]


def run(*, quick: bool = False, context: JobContext | None = None) -> BenchReport:
    """Measure pans, zooms, dimming and flights; quick leaves out the largest wall.

    Args:
        quick: fewer frames and no wall of a million.
        context: progress and cancel.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    context = context or JobContext()
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    report = BenchReport("wall")
    thumbnails = SyntheticThumbnails()
    frames = FRAMES // 3 if quick else FRAMES
    context.step(0, 2, "QGraphicsView")
    peer = _measure_peer(application, thumbnails, frames)
    sizes = SIZES[:-1] if quick else SIZES
    for number, size in enumerate(sizes):
        context.step(number + 1, len(sizes) + 1, f"{size} items")
        _measure(application, thumbnails, size, frames, peer if size == PEER_SIZE else {}, report)
    return report


def _content(size: int, order: NDArray[np.int64], columns: int) -> "WallContent":
    from app.widgets.wall.content import WallContent

    arrangement = Arrangement("random", columns, order)
    rows = (order * 7919) % POSTERS
    aspects = np.full(size, 2 / 3, np.float32)
    scene = WallScene(columns, order.copy(), rows, aspects, np.zeros(size, bool))
    return WallContent(scene, TileStyle(), (), np.arange(size), arrangement.cells())


def _measure(
    application: "QApplication",
    thumbnails: SyntheticThumbnails,
    size: int,
    frames: int,
    peer: dict[str, list[float]],
    report: BenchReport,
) -> None:
    """Add the cases of one size."""
    from app.jobs import JobRunner
    from app.widgets.wall.view import WallView

    began = time.perf_counter()
    columns = choose_columns(size, SIZE[0] / SIZE[1], 2 / 3)
    jobs = JobRunner()
    view = WallView(jobs, TileComposer(thumbnails))
    view.resize(*SIZE)
    view.show()
    view.show_content(_content(size, shuffled(size, 0), columns))
    _settle(application, view)
    report.add(f"open {size}", 1e3 * (time.perf_counter() - began), note="data to all tiles drawn")
    found = _scripts(application, view, view.camera, frames)
    for name, times in found.items():
        _add(report, name, size, times, peer.get(name))
    _measure_changes(application, view, size, columns, report)
    view.shut_down()
    jobs.shutdown()
    view.deleteLater()


def _scripts(
    application: "QApplication", view: "WallView", camera: WallCamera, frames: int
) -> dict[str, list[float]]:
    """Return the frame times of every script, ms."""

    def draw() -> None:
        view.camera_changed()
        application.processEvents()  # paints once

    found: dict[str, list[float]] = {}
    for name, move in _moves(camera, frames).items():
        times = []
        for number in range(frames):
            started = time.perf_counter()
            move(number)
            draw()
            spent = time.perf_counter() - started
            times.append(1e3 * spent)
            time.sleep(max(0.0, FRAME_S - spent))
        found[name] = times
    return found


def _moves(camera: WallCamera, frames: int) -> dict[str, Step]:
    """Return the scripts: what each frame does to the camera."""
    middle = camera.fitted()
    fit = camera.fit_scale

    def sway(number: int) -> None:
        camera.jump(View(middle.x, middle.y, fit * (1.0 + 0.002 * (number + 1))))

    def zoom(number: int) -> None:
        scale = fit * (CLOSE / fit) ** ((number + 1) / frames)
        camera.jump(View(middle.x * 1.1, middle.y * 0.9, scale))

    def pan_at(scale: float) -> Step:
        def pan(number: int) -> None:
            if number == 0:
                camera.jump(View(middle.x * 0.5, middle.y, scale))
            camera.pan(-24, -7)

        return pan

    moves: dict[str, Step] = {"all-visible": sway, "zoom": zoom}
    for scale in PAN_SCALES:
        if scale > fit:
            moves["pan" if scale == PAN_SCALES[1] else f"pan-{scale:.0f}px"] = pan_at(scale)
    return moves


def _add(
    report: BenchReport, name: str, size: int, times: list[float], peer: list[float] | None
) -> None:
    for statistic, value in (("median", 50), ("p95", 95)):
        other = None if peer is None else float(np.percentile(peer, value))
        note = "peer: QGraphicsView with pixmap items" if peer is not None else ""
        ours = float(np.percentile(times, value))
        report.add(f"{name} {statistic} {size}", ours, other, note=note)


def _measure_changes(
    application: "QApplication", view: "WallView", size: int, columns: int, report: BenchReport
) -> None:
    """Add smooth frames at rest, dimming, clustering and flight."""
    view.camera.jump(view.camera.fitted())
    view.camera_changed()
    _settle(application, view)
    view.grab()
    still = [_timed(view.repaint) for _ in range(9)]
    report.add(f"smooth-at-rest median {size}", float(np.median(still)))
    lit = np.random.default_rng(1).random(size) < 0.3
    began = time.perf_counter()
    view.set_lit(lit)
    view.repaint()
    first = 1e3 * (time.perf_counter() - began)
    _settle(application, view)
    all_dimmed = 1e3 * (time.perf_counter() - began)
    report.add(f"filter-first-frame {size}", first)
    report.add(f"filter-all-tiles {size}", all_dimmed)
    codes = np.random.default_rng(2).integers(0, 20, size).astype(np.int32)
    rank = np.random.default_rng(3).random(size)
    names = [str(number) for number in range(20)]
    report.add(f"clustered {size}", _timed(lambda: clustered(codes, names, rank, columns, 2 / 3)))
    _measure_flight(view, size, columns, report)


def _measure_flight(view: "WallView", size: int, columns: int, report: BenchReport) -> None:
    """Add the time a frame of a flight takes its worker."""
    from app.widgets.wall.flying import plan

    assert view.content is not None
    new = _content(size, shuffled(size, 1), columns)
    views = (view.camera.view, view.camera.view)
    began = time.perf_counter()
    flight = plan(view.store.composer, view.content, new, None, views, SIZE)
    report.add(f"flight-start {size}", 1e3 * (time.perf_counter() - began), note="in the worker")
    times = [_timed(partial(flight.frame, t)) for t in np.linspace(0, 1, 20).tolist()]
    report.add(f"flight p95 {size}", float(np.percentile(times, 95)), note="in the worker")


def _timed(function: Callable[[], object]) -> float:
    """Return how long a call takes, ms."""
    began = time.perf_counter()
    function()
    return 1e3 * (time.perf_counter() - began)


def _settle(application: "QApplication", view: "WallView") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        application.processEvents()
        if view.is_settled:
            view.repaint()
            if view.is_settled:
                return
        time.sleep(0.002)


def _measure_peer(
    application: "QApplication", thumbnails: SyntheticThumbnails, frames: int
) -> dict[str, list[float]]:
    """Return the frame times of a QGraphicsView under the same scripts."""
    camera = WallCamera(*SIZE)
    columns = choose_columns(PEER_SIZE, SIZE[0] / SIZE[1], 2 / 3)
    camera.set_grid(PEER_SIZE, columns, 1.5)
    view = _graphics_view(thumbnails, columns)
    view.show()
    application.processEvents()
    found: dict[str, list[float]] = {}
    for name, move in _moves(camera, frames).items():
        times = []
        for number in range(frames):
            started = time.perf_counter()
            move(number)
            seen = camera.view
            view.resetTransform()
            view.scale(seen.scale / 128, seen.scale / 128)
            view.centerOn(seen.x * 128, seen.y * 128)
            application.processEvents()  # paints once
            spent = time.perf_counter() - started
            times.append(1e3 * spent)
            time.sleep(max(0.0, FRAME_S - spent))
        found[name] = times
    view.deleteLater()
    return found


def _graphics_view(thumbnails: SyntheticThumbnails, columns: int) -> "QGraphicsView":
    """Return a view of pixmap items, 128 pixels wide, in the cells of the wall."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage, QPixmap
    from PySide6.QtWidgets import QGraphicsScene, QGraphicsView

    pixmaps = []
    for row in range(POSTERS):
        rgb = np.ascontiguousarray(thumbnails.decode(row, 384)[::2, ::2])
        height, width = rgb.shape[:2]
        image = QImage(rgb.data, width, height, 3 * width, QImage.Format.Format_RGB888)
        pixmaps.append(QPixmap.fromImage(image.convertToFormat(QImage.Format.Format_RGB32)))
    scene = QGraphicsScene()
    for cell in range(PEER_SIZE):
        item = scene.addPixmap(pixmaps[cell * 7919 % POSTERS])
        item.setPos((cell % columns) * 128, (cell // columns) * 192)
    view = QGraphicsView(scene)
    scene.setParent(view)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
    view.resize(*SIZE)
    return view
