"""Frame times of the wall while it is panned and zoomed by a script, offscreen at 1920 x 1080.

A frame is everything the UI thread does for it: moving the camera, taking in what the builders
finished, drawing. Frames start 16 ms apart, as on a screen. 2,160 synthetic posters are repeated up
to the size of the wall; the films of the shared data are a library that the real import made. The
peer is a QGraphicsView with pixmap items under the same script. What a graphics card does is
measured by a process of its own on the desktop, where there is one.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from app.services.arrangements import clustered, shuffled
from app.services.wall_tiles import TileComposer
from benchmarks import wall_card
from benchmarks.memory import largest_mb
from benchmarks.processes import ProcessError, ask_process
from benchmarks.report import BenchReport
from benchmarks.shared_data import shared_data
from benchmarks.wall_parts import (
    PEER_SIZE,
    SIZE,
    StoredThumbnails,
    SyntheticThumbnails,
    Times,
    columns_for,
    content,
    fly,
    measure_peer,
    run_scripts,
    settle,
)
from common.jobs import JobContext

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.widgets.wall.view import WallView

SIZES = (2160, 8640, 100_000, 1_000_000)
FRAMES = 90
FLIGHTS = 3
STILLS = 21
PEER_NOTE = "peer: QGraphicsView with pixmap items"
FILMS = Path("movies") / "movies_tmdb_imdb.jsonl.gz"
LIMIT_S = 600.0  # of a process of its own


def run(*, quick: bool = False, context: JobContext | None = None) -> BenchReport:
    """Measure pans, zooms, dimming and flights; quick leaves out the largest wall and the films.

    Args:
        quick: fewer frames and no wall of a million.
        context: progress and cancel.
    """
    context = context or JobContext()
    application = _application()
    report = BenchReport("wall")
    thumbnails = SyntheticThumbnails()
    frames = FRAMES // 3 if quick else FRAMES
    sizes = SIZES[:-1] if quick else SIZES
    steps = len(sizes) + 3
    context.step(0, steps, "QGraphicsView")
    peer = measure_peer(application, thumbnails, frames)
    for number, size in enumerate(sizes):
        context.step(number + 1, steps, f"{size} items")
        _measure(application, thumbnails, size, frames, peer if size == PEER_SIZE else {}, report)
    context.step(len(sizes) + 1, steps, "graphics card")
    _measure_card(report, sizes[-1], frames)
    if not quick:
        report.add(f"memory {sizes[-1]}", _memory(sizes[-1]), unit="MB", note="peak; own process")
        context.step(len(sizes) + 2, steps, "real films")
        _measure_films(application, frames, report, context)
    return report


def _application() -> "QApplication":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    return application


def _measure(
    application: "QApplication",
    thumbnails: SyntheticThumbnails,
    size: int,
    frames: int,
    peer: Times,
    report: BenchReport,
) -> None:
    """Add the cases of one size."""
    from app.jobs import JobRunner
    from app.widgets.wall.view import WallView

    began = time.perf_counter()
    jobs = JobRunner()
    view = WallView(jobs, TileComposer(thumbnails))
    view.resize(*SIZE)
    view.show()
    view.show_content(content(size, shuffled(size, 0), columns_for(size)))
    settle(application, view)
    report.add(f"open {size}", 1e3 * (time.perf_counter() - began), note="data to all tiles drawn")
    _measure_moves(application, view, str(size), frames, peer, report)
    _measure_dimming(application, view, size, report)
    codes = np.random.default_rng(2).integers(0, 20, size).astype(np.int32)
    rank = np.random.default_rng(3).random(size)
    names = [str(number) for number in range(20)]
    began = time.perf_counter()
    clustered(codes, names, rank, columns_for(size), 2 / 3)
    report.add(f"clustered {size}", 1e3 * (time.perf_counter() - began))
    _measure_flights(application, view, size, report)
    view.shut_down()
    jobs.shutdown()
    view.deleteLater()


def _measure_moves(
    application: "QApplication",
    view: "WallView",
    size: str,
    frames: int,
    peer: Times,
    report: BenchReport,
) -> None:
    """Add the scripts and smooth frames at rest."""

    def draw() -> None:
        view.camera_changed()
        application.processEvents()  # paints once

    found, processor = run_scripts(view.camera, frames, draw)
    for name, times in found.items():
        _add(report, f"{name}", size, times, peer.get(name))
    note = "mean of all scripts; the builders' too"
    report.add(f"processor time a frame {size}", processor, note=note)
    view.camera.jump(view.camera.fitted())
    view.camera_changed()
    settle(application, view)
    view.grab()
    stills = []
    for _ in range(STILLS):
        began = time.perf_counter()
        view.repaint()
        stills.append(1e3 * (time.perf_counter() - began))
    _add(report, "smooth-at-rest", size, stills, None)


def _add(
    report: BenchReport, name: str, size: str, times: list[float], peer: list[float] | None
) -> None:
    for statistic, value in (("median", 50), ("p95", 95)):
        other = None if peer is None else float(np.percentile(peer, value))
        note = PEER_NOTE if peer is not None else ""
        ours = float(np.percentile(times, value)) if times else None
        report.add(f"{name} {statistic} {size}", ours, other, note=note)


def _measure_dimming(
    application: "QApplication", view: "WallView", size: int, report: BenchReport
) -> None:
    """Add how long it takes until the first and until all tiles show another filter."""
    lit = np.random.default_rng(1).random(size) < 0.3
    began = time.perf_counter()
    view.set_lit(lit)
    shown = view.store.content
    assert shown is not None
    while not any(tile.lit_version == shown.lit_version for tile in list(shown.tiles.values())):
        application.processEvents()
        time.sleep(0.0005)  # the builders need the interpreter too
    view.repaint()
    first = 1e3 * (time.perf_counter() - began)
    settle(application, view)
    last = 1e3 * (time.perf_counter() - began)
    report.add(f"filter-first-frame {size}", first, note="from the mask to a frame that shows it")
    report.add(f"filter-all-tiles {size}", last)
    view.set_lit(None)
    settle(application, view)


def _measure_flights(
    application: "QApplication", view: "WallView", size: int, report: BenchReport
) -> None:
    """Add the times between the frames that a person sees during flights."""
    times: list[float] = []
    starts: list[float] = []
    for seed in range(1, FLIGHTS + 1):
        new = content(size, shuffled(size, seed), columns_for(size))
        began = time.perf_counter()
        ready: list[float] = []
        view.flights.frame_ready.connect(lambda kept=ready: kept.append(time.perf_counter()))
        times += fly(application, view, new)
        if ready:
            starts.append(1e3 * (ready[0] - began))
    _add(report, "flying", str(size), times, None)
    if starts:
        note = "from the new order to the first frame of the flight"
        report.add(f"flight-start {size}", float(np.median(starts)), note=note)


# -- a graphics card


def _measure_card(report: BenchReport, size: int, frames: int) -> None:
    """Add what the card does, or that it was not measured and why."""
    found = _card(size, frames)
    for name in wall_card.SCRIPTS:
        times = found.get("times", {}).get(name, [])
        note = found["renderer"] if times else f"not measured: {found.get('why', 'too few frames')}"
        for statistic, value in (("median", 50), ("p95", 95)):
            ours = float(np.percentile(times, value)) if times else None
            report.add(f"card {name} {statistic} {size}", ours, note=note)


def _card(size: int, frames: int) -> dict[str, Any]:
    """Run the process that draws on the desktop; returns what it printed."""
    environment = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"}
    is_unix = sys.platform.startswith("linux")
    if is_unix and not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        return {"why": "no display"}
    try:
        found: dict[str, Any] = ask_process(
            ["-m", "benchmarks.wall_card", size, frames], environment=environment, limit_s=LIMIT_S
        )
    except ProcessError as error:
        return {"why": error.why}
    return found


# -- memory


def _memory(size: int) -> float | None:
    """Return the peak memory of a process that shows a wall of unique posters, MB."""
    code = f"from benchmarks.wall import print_memory; print_memory({size})"
    try:
        return float(ask_process(["-c", code], limit_s=LIMIT_S)["mb"])
    except ProcessError:
        return None


def print_memory(size: int) -> None:
    """Open, move over and rearrange a wall whose thumbnails are a library's; print the peak."""
    from app.jobs import JobRunner
    from app.widgets.wall.view import WallView

    application = _application()
    with tempfile.TemporaryDirectory() as folder:
        jobs = JobRunner()
        view = WallView(jobs, TileComposer(StoredThumbnails(Path(folder), size)))
        view.resize(*SIZE)
        view.show()
        columns = columns_for(size)
        view.show_content(content(size, shuffled(size, 0), columns, unique=True))
        settle(application, view)
        quiet = BenchReport("wall")
        _measure_moves(application, view, str(size), FRAMES // 3, {}, quiet)
        view.set_lit(np.random.default_rng(1).random(size) < 0.3)
        settle(application, view)
        fly(application, view, content(size, shuffled(size, 1), columns, unique=True))
        view.shut_down()
        jobs.shutdown()
    print(json.dumps({"mb": largest_mb()}))


# -- a real list of films


def _films() -> Path | None:
    """Return the file of films of the shared data, None where it is absent."""
    path = shared_data() / FILMS
    return path if path.is_file() else None


def _measure_films(
    application: "QApplication", frames: int, report: BenchReport, context: JobContext
) -> None:
    """Add the cases of a library of real films with drawn posters."""
    if (path := _films()) is None:
        report.add("open films", None, note="not measured: the shared data are absent")
        return
    from app.jobs import JobRunner
    from app.services.library import Library
    from app.services.services import Services
    from app.services.wall import ArrangeRequest
    from app.widgets.wall.content import WallContent
    from app.widgets.wall.view import WallView
    from common.values import ItemKind

    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder) / "films.kinora", create=True)
        services = Services(library)
        services.imports.run([path], "movies", context, texts=False)
        began = time.perf_counter()
        jobs = JobRunner()
        view = WallView(jobs, services.wall.composer())
        view.resize(*SIZE)
        view.show()
        request = ArrangeRequest("clustered", "genre", view_aspect=SIZE[0] / SIZE[1])
        table = services.wall.table(frozenset({ItemKind.FILM}))
        order = services.wall.arrange(table, request, context)
        scene, style = table.scene(order), services.wall.style()
        view.show_content(WallContent(scene, style, order.clusters, table.ids, order.cells()))
        settle(application, view)
        open_ms = 1e3 * (time.perf_counter() - began)
        report.add("open films", open_ms, note=f"{len(table):,} films by genre, all tiles drawn")
        _measure_moves(application, view, "films", frames, {}, report)
        began = time.perf_counter()
        view.set_lit(services.wall.passing(table, [services.wall.filter("genre", "Drama")]))
        view.repaint()
        report.add("filter films", 1e3 * (time.perf_counter() - began), note="from the facet")
        settle(application, view)
        view.shut_down()
        jobs.shutdown()
        services.close()
