"""Frames of the 3-D view of a body in which every vertex is another one: rows of `bench body`.

A frame is what a stroke costs the view: vertices, normals, shadow, surface, joints. The processor
is measured offscreen, OpenGL in a window on the desktop, in a process of its own
(`python -m benchmarks.body_view FRAMES`). The peer is a GLMeshItem of pyqtgraph in that same
process, where PyOpenGL is installed.
"""

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.processes import ProcessError, ask_process
from benchmarks.report import BenchReport, percentile, time_ms
from common.jobs import JobContext

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from app.widgets.body_view import BodyView
    from models.body.model import Posed

SIDE: Final = 600  # pixels
_POSES: Final = ("run", "kick", "sit-crossed", "archer")
_LIMIT_S: Final = 240.0
_FRAME_S: Final = 10.0  # until a frame is shown
_PEER: Final = "peer: GLMeshItem of pyqtgraph on the same OpenGL"


def add_rows(report: BenchReport, repeat: int, context: JobContext) -> None:
    """Add normals and frames by each way of drawing.

    Args:
        report: takes the rows.
        repeat: frames of each.
        context: reports and cancels.
    """
    context.step(0, 0, "view")
    _add_normals(report, repeat)
    found = _on_card(repeat)
    peer = found.get("peer")
    for loops in ("numpy", "numba"):
        context.step(0, 0, f"view {loops}")
        for state in ("at rest", "moving"):
            times, cpu = _software(loops, repeat, moving=state == "moving")
            _add(report, f"view {loops} {state}", times, peer)
            told = "one core, however busy the machine is"
            report.add(f"view {loops} {state} CPU mean", cpu, None, "ms", told)
    note = f"{found.get('renderer', found.get('why', ''))}; {_PEER}"
    if "ours" in found:
        _add(report, "view OpenGL", found["ours"], peer, note)
    else:
        report.add("view OpenGL p50", None, None, "ms", note)


def _add(
    report: BenchReport,
    name: str,
    times: list[float],
    peer: list[float] | None,
    note: str = _PEER,
) -> None:
    for share, label in ((0.5, "p50"), (0.95, "p95")):
        beside = percentile(peer, share) if peer else None
        report.add(f"{name} {label}", percentile(times, share), beside, "ms", note)


def _add_normals(report: BenchReport, repeat: int) -> None:
    import trimesh

    from common.render.normals import MeshNormals

    faces, posed = bodies()
    vertices = posed[0].vertices
    maker = MeshNormals(faces, len(vertices))

    def usual() -> None:
        _ = trimesh.Trimesh(vertices, faces, process=False).vertex_normals

    ours, peer = time_ms(lambda: maker(vertices), repeat=repeat), time_ms(usual, repeat=repeat)
    for share, label in ((0.5, "p50"), (0.95, "p95")):
        report.add(
            f"view normals {label}", percentile(ours, share), percentile(peer, share), "ms",
            "peer: trimesh",
        )  # fmt: skip


def bodies() -> "tuple[NDArray[np.int32], list[Posed]]":
    """Return the faces of the body and some poses of it."""
    from models.body.model import BodyModel
    from models.body.poses import named_poses

    body = BodyModel()
    return body.data.faces, [body.pose(named_poses()[key].rotations) for key in _POSES]


def _software(loops: str, repeat: int, *, moving: bool) -> tuple[list[float], float]:
    """Return frame times of the processor, and the mean of what they computed, ms.

    At rest every frame is as fine as can be.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QImage, QPainter

    from common.render import loops as chosen

    _application()
    if loops == "numba":
        chosen.warm_up()
    view, replace = _view()
    view.choose_renderer("raster")
    picture = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)

    def draw() -> None:
        replace()
        painter = QPainter(picture)
        view.frame.paint(painter, 1.0, moving=moving)
        painter.end()

    try:
        time_ms(draw, repeat=1, warm_up=6)
        began = time.process_time()
        times = time_ms(draw, repeat=repeat, warm_up=0)
        return times, 1e3 * (time.process_time() - began) / repeat
    finally:
        view.shut_down()
        view.deleteLater()


def _application() -> "QApplication":
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    return application


def _view() -> "tuple[BodyView, Callable[[], None]]":
    """Return a view, and what gives it the vertices and joints of another pose."""
    from app.widgets.body_view import BodyView
    from models.body.skeleton import PARENTS

    faces, posed = bodies()
    view = BodyView()
    view.resize(SIDE, SIDE)
    view.set_faces(faces)
    turn = 0

    def replace() -> None:
        nonlocal turn
        one = posed[turn % len(posed)]
        turn += 1
        view.set_vertices(one.vertices)
        view.set_skeleton(one.joints, one.turns, PARENTS)

    replace()
    view.reset_view(animated=False)
    return view, replace


def _on_card(repeat: int) -> dict[str, Any]:
    """Return what a process with a window measured, or why it could not."""
    wrapper: tuple[str, ...] = ()
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    environment.pop("KINORA_SOFTWARE_3D", None)
    if sys.platform == "linux" and not ({"DISPLAY", "WAYLAND_DISPLAY"} & set(environment)):
        if shutil.which("xvfb-run") is None:
            return {"why": "there is no desktop"}
        wrapper = ("xvfb-run", "-a", "-s", "-screen 0 1280x1024x24")
    try:
        found: dict[str, Any] = ask_process(
            ["-m", "benchmarks.body_view", repeat],
            environment=environment,
            limit_s=_LIMIT_S,
            wrapper=wrapper,
        )
    except ProcessError as error:
        return {"why": error.why}
    return found


def measure_card(repeat: int) -> dict[str, Any]:
    """Return frame times in ms of OpenGL and of the peer in windows of this process."""
    from PySide6.QtGui import QSurfaceFormat

    unbound = QSurfaceFormat()
    unbound.setSwapInterval(0)  # frames end when they are drawn, not when the screen is ready
    QSurfaceFormat.setDefaultFormat(unbound)
    application = _application()
    view, replace = _view()
    view.show()
    view.choose_renderer("opengl")
    _wait(application, lambda: view.backend.draws)
    surface = view.backend.surface
    if surface is None or not surface.has_drawn:
        return {"why": "OpenGL does not draw here"}

    def finish() -> None:
        if view.backend.surface is not None:
            view.backend.surface.finish()

    ours = _frames(application, surface, replace, finish, repeat)
    renderer = view.backend.report.renderer if view.backend.report else ""
    view.shut_down()
    view.hide()
    return {"ours": ours, "peer": _peer(application, repeat), "renderer": renderer}


def _peer(application: "QApplication", repeat: int) -> list[float]:
    """Return frame times in ms of pyqtgraph; empty where it cannot draw."""
    os.environ.setdefault("PYOPENGL_PLATFORM", "glx")  # else it may take another than Qt
    try:
        from pyqtgraph.opengl import GLMeshItem, GLViewWidget
    except ImportError:
        return []
    faces, posed = bodies()
    widget = GLViewWidget()
    widget.resize(SIDE, SIDE)
    widget.setCameraPosition(distance=4)
    item = GLMeshItem(
        vertexes=posed[0].vertices, faces=faces, smooth=True, shader="shaded", drawEdges=False
    )
    widget.addItem(item)
    widget.show()
    turn = 0

    def replace() -> None:
        nonlocal turn
        turn += 1
        item.setMeshData(vertexes=posed[turn % len(posed)].vertices, faces=faces, smooth=True)

    return _frames(application, widget, replace, lambda: None, repeat)


def _frames(
    application: "QApplication",
    shown: "QWidget",
    replace: Callable[[], None],
    finish: Callable[[], None],
    repeat: int,
) -> list[float]:
    """Return ms from new vertices to the frame that shows them."""
    swapped: list[int] = []
    shown.frameSwapped.connect(lambda: swapped.append(1))  # type: ignore[attr-defined]

    def draw() -> None:
        swapped.clear()
        replace()
        shown.update()
        _wait(application, lambda: bool(swapped))
        finish()

    return time_ms(draw, repeat=repeat, warm_up=4)


def _wait(application: "QApplication", done: Callable[[], bool]) -> None:
    ends = time.monotonic() + _FRAME_S
    while not done() and time.monotonic() < ends:
        application.processEvents()


if __name__ == "__main__":
    print(json.dumps(measure_card(int(sys.argv[1]))))
