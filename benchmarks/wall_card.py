"""The wall drawn by a graphics card, in a real window on the desktop; a process of its own.

`python -m benchmarks.wall_card SIZE FRAMES [--software]` prints frame times as JSON, or why there
are none. A frame ends when the card has finished it.
"""

import json
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.widgets.wall.view import WallView

SCRIPTS = ("all-visible", "zoom", "pan", "flying")
FIRST_FRAME_S = 10.0


def measure(size: int, frames: int, *, software: bool) -> dict[str, Any]:
    """Return frame times in ms by script, or why nothing could be measured.

    Args:
        size: items on the wall.
        frames: of each script.
        software: measure a rasteriser on the processor too; for trying the measurement.
    """
    from PySide6.QtGui import QSurfaceFormat
    from PySide6.QtWidgets import QApplication

    from app.jobs import JobRunner
    from app.services.wall_tiles import TileComposer
    from app.widgets.card.probe import probe
    from app.widgets.wall.view import WallView
    from benchmarks.wall_parts import SIZE, SyntheticThumbnails

    unbound = QSurfaceFormat()
    unbound.setSwapInterval(0)  # frames end when they are drawn, not when the screen is ready
    QSurfaceFormat.setDefaultFormat(unbound)
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    found = probe()
    if not found.works or (found.is_software and not software):
        return {"why": found.why or f"no graphics card, only {found.renderer}"}
    jobs = JobRunner()
    view = WallView(jobs, TileComposer(SyntheticThumbnails()))
    view.resize(*SIZE)
    view.show()
    try:
        times = _times(application, view, size, frames)
        is_whole = view.backend.draws
    finally:
        view.shut_down()
        jobs.shutdown()
    return {"renderer": found.renderer, "times": times} if is_whole else {"why": "OpenGL failed"}


def _times(
    application: "QApplication", view: "WallView", size: int, frames: int
) -> dict[str, list[float]]:
    """Return frame times by script; empty where the card does not draw."""
    from app.services.arrangements import shuffled
    from benchmarks import wall_parts as parts

    columns = parts.columns_for(size)
    view.show_content(parts.content(size, shuffled(size, 0), columns))
    parts.settle(application, view)
    view.backend.choose("opengl")
    ends = time.monotonic() + FIRST_FRAME_S
    while not view.backend.draws and time.monotonic() < ends:
        application.processEvents()
    surface = view.backend.surface
    if surface is None or not surface.has_drawn:
        return {}
    swapped: list[int] = []
    surface.frameSwapped.connect(lambda: swapped.append(1))

    def draw() -> None:
        swapped.clear()
        view.camera_changed()
        ends = time.monotonic() + FIRST_FRAME_S
        while not swapped and time.monotonic() < ends:
            application.processEvents()
        surface.finish()

    times, _ = parts.run_scripts(view.camera, frames, draw)
    view.camera.jump(view.camera.fitted())
    view.camera_changed()
    parts.settle(application, view)
    new = parts.content(size, shuffled(size, 1), columns)
    times["flying"] = parts.fly(application, view, new)
    return {name: times.get(name, []) for name in SCRIPTS}


if __name__ == "__main__":
    wanted = [each for each in sys.argv[1:] if not each.startswith("-")]
    print(json.dumps(measure(int(wanted[0]), int(wanted[1]), software="--software" in sys.argv)))
