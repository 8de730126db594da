"""Events of the drawing surface with ten thousand strokes on it: rows of `bench body`.

An event is what a hand waits for: the pen moves, the strokes are told and shown again by whoever
keeps them, and the canvas is painted. The peer paints all strokes anew at each event, as a canvas
without tiles does. Alone: `python -m benchmarks.body_canvas`.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.report import BenchReport, markdown, percentile
from common.jobs import JobContext
from common.strokes import Stroke

if TYPE_CHECKING:
    from app.widgets.drawing import DrawingCanvas

STROKES: Final = 10_000
SIZES: Final = ((1600, 1000), (7680, 4320))
_PEER: Final = "peer: all strokes painted anew"
_TURNS: Final = 2 * np.pi * 2


@dataclass(frozen=True, slots=True, eq=False)
class _Sheet:
    name: str
    strokes: tuple[Stroke, ...]
    shown: bool = True
    locked: bool = False
    opacity: float = 1.0


def add_rows(report: BenchReport, repeat: int, context: JobContext) -> None:
    """Add times of events with each tool.

    Args:
        report: takes the rows.
        repeat: a third of the events of each tool.
        context: reports and cancels.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    strokes = drawing(STROKES)
    peer = [_paint_all(strokes) for _turn in range(3)]
    for width, height in SIZES:
        context.step(0, 0, f"canvas {width} x {height}")
        canvas = _canvas(strokes, width, height)
        began = time.perf_counter()
        _finish(canvas)
        name = f"canvas {width}x{height}"
        shown = 1e3 * (time.perf_counter() - began)
        report.add(f"{name} shown first", shown, None, "ms", f"{STROKES:,} strokes, in slices")
        for tool in ("pen", "eraser_pixel", "eraser_stroke"):
            times, cpu = _drag(canvas, tool, 3 * repeat)
            for share, label in ((0.5, "p50"), (0.95, "p95")):
                beside = percentile(peer, share)
                report.add(f"{name} {tool} {label}", percentile(times, share), beside, "ms", _PEER)
            told = "one core, however busy the machine is"
            report.add(f"{name} {tool} CPU p95", percentile(cpu, 0.95), None, "ms", told)
        canvas.close()
        canvas.deleteLater()
    application.processEvents()


def drawing(count: int) -> tuple[Stroke, ...]:
    """Return strokes of 10 to 50 points all over the page."""
    rng = np.random.default_rng(0)
    found = []
    for _number in range(count):
        points = int(rng.integers(10, 50))
        turn = np.cumsum(rng.normal(0, 0.25, points))
        steps = np.stack([np.cos(turn), np.sin(turn)], 1) * rng.uniform(1, 4)
        line = np.cumsum(steps, 0) + rng.uniform(100, 900, 2)
        found.append(Stroke(line.astype(np.float32), 2.0, layer="Drawing"))
    return tuple(found)


def _canvas(strokes: tuple[Stroke, ...], width: int, height: int) -> "DrawingCanvas":
    from app.widgets.drawing import DrawingCanvas

    canvas = DrawingCanvas()
    canvas.resize(width, height)

    def show(told: list[Stroke], *_title: str) -> None:
        canvas.set_layers((_Sheet("Drawing", tuple(told)),), "Drawing")

    show(list(strokes))
    canvas.drawing.connect(show)
    canvas.edited.connect(show)
    canvas.show()
    return canvas


def _finish(canvas: "DrawingCanvas") -> None:
    """Let everything be drawn that is seen."""
    from PySide6.QtWidgets import QApplication

    QApplication.processEvents()
    while canvas.scene.is_waiting:
        QApplication.processEvents()


def _drag(canvas: "DrawingCanvas", tool: str, events: int) -> tuple[list[float], list[float]]:
    """Return what each event of a spiral took: milliseconds, and those of the processor."""
    from PySide6.QtCore import QEvent, QPointF, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    canvas.tool = tool
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton

    def send(kind: QEvent.Type, at: QPointF) -> None:
        which = none if kind == QEvent.Type.MouseMove else left
        down = none if kind == QEvent.Type.MouseButtonRelease else left
        held = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(canvas, QMouseEvent(kind, at, at, which, down, held))

    times, cpu = [], []
    places = [QPointF(x, y) for x, y in _spiral(canvas.width(), canvas.height(), events)]
    send(QEvent.Type.MouseButtonPress, places[0])
    for place in places:
        began, worked = time.perf_counter(), time.thread_time()
        send(QEvent.Type.MouseMove, place)
        QApplication.processEvents()
        times.append(1e3 * (time.perf_counter() - began))
        cpu.append(1e3 * (time.thread_time() - worked))
    send(QEvent.Type.MouseButtonRelease, places[-1])
    _finish(canvas)
    return times, cpu


def _spiral(width: int, height: int, events: int) -> Iterator[tuple[float, float]]:
    for share in np.linspace(0, 1, events):
        far = 0.35 * min(width, height) * (1 - 0.3 * share)
        yield (
            width / 2 + far * float(np.cos(_TURNS * share)),
            height / 2 + far * float(np.sin(_TURNS * share)),
        )


def _paint_all(strokes: tuple[Stroke, ...]) -> float:
    """Return what painting all strokes takes, milliseconds."""
    from PySide6.QtCore import QPointF, Qt
    from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

    lines = [QPolygonF([QPointF(x, y) for x, y in one.points.tolist()]) for one in strokes]
    picture = QImage(1000, 1000, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    began = time.perf_counter()
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor("black"), 2.0)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    for one in lines:
        painter.drawPolyline(one)
    painter.end()
    return 1e3 * (time.perf_counter() - began)


if __name__ == "__main__":
    alone = BenchReport("body-canvas")
    add_rows(alone, 60, JobContext())
    print(markdown(alone.document()))
