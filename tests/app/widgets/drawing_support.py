"""A drawing surface with a document behind it, and events for it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.widgets.drawing import DrawingCanvas
from common.strokes import Stroke

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.MouseButton.NoButton
PLAIN = Qt.KeyboardModifier.NoModifier


@dataclass(frozen=True, eq=False)
class Sheet:
    """A layer as a document holds it."""

    name: str = "Drawing"
    strokes: tuple[Stroke, ...] = ()
    shown: bool = True
    locked: bool = False
    opacity: float = 1.0


class Paper:
    """A document with one layer, that takes what a canvas tells, and shows it what it holds."""

    def __init__(self, canvas: DrawingCanvas, *strokes: Stroke) -> None:
        self.canvas = canvas
        self.sheet = Sheet(strokes=strokes)
        self.told: list[list[Stroke]] = []
        self.edits: list[str] = []
        canvas.drawing.connect(self._on_drawing)
        canvas.edited.connect(self._on_edited)
        self.show()

    def show(self) -> None:
        self.canvas.set_layers((self.sheet,), self.sheet.name)

    def change(self, **changes: object) -> None:
        self.sheet = replace(self.sheet, **changes)
        self.show()

    def _on_drawing(self, strokes: list[Stroke]) -> None:
        self.told.append(strokes)
        self.change(strokes=tuple(strokes))

    def _on_edited(self, strokes: list[Stroke], title: str) -> None:
        self.edits.append(title)
        self.change(strokes=tuple(strokes))


def line(*points: tuple[float, float], width: float = 4.0) -> Stroke:
    return Stroke(np.array(points, np.float32), width)


def shown_canvas(qtbot: QtBot, side: int = 536) -> DrawingCanvas:
    """Return a canvas on which the page is 500 pixels wide: half a pixel a unit."""
    canvas = DrawingCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(side, side)
    canvas.show()
    canvas.setFocus()
    finish(canvas)
    return canvas


def finish(canvas: DrawingCanvas) -> None:
    """Let everything be drawn that is seen."""
    for _turn in range(200):
        QApplication.processEvents()
        if not canvas.scene.is_waiting:
            break


def at(canvas: DrawingCanvas, x: float, y: float) -> QPointF:
    return QPointF(*canvas.camera.to_widget(x, y))


def mouse(
    canvas: DrawingCanvas,
    kind: QEvent.Type,
    x: float,
    y: float,
    button: Qt.MouseButton = LEFT,
    held: Qt.KeyboardModifier = PLAIN,
) -> None:
    """Send an event of the mouse; places are those of the page."""
    place = at(canvas, x, y)
    down = NONE if kind == QEvent.Type.MouseButtonRelease else button
    which = NONE if kind == QEvent.Type.MouseMove else button
    glob = QPointF(canvas.mapToGlobal(place.toPoint()))
    QApplication.sendEvent(canvas, QMouseEvent(kind, place, glob, which, down, held))


def between(points: tuple[tuple[float, float], ...], steps: int = 8) -> Iterator[np.ndarray]:
    row = np.array(points, float)
    for start, end in pairwise(row):
        for share in np.linspace(0, 1, steps + 1)[1:]:
            yield start + share * (end - start)


def press(canvas: DrawingCanvas, x: float, y: float, **more: object) -> None:
    mouse(canvas, QEvent.Type.MouseButtonPress, x, y, **more)


def move(canvas: DrawingCanvas, x: float, y: float, **more: object) -> None:
    mouse(canvas, QEvent.Type.MouseMove, x, y, **more)


def release(canvas: DrawingCanvas, x: float, y: float, **more: object) -> None:
    mouse(canvas, QEvent.Type.MouseButtonRelease, x, y, **more)


def drag(canvas: DrawingCanvas, *points: tuple[float, float], **more: object) -> None:
    """Press at the first place, go through all others, and let go."""
    press(canvas, *points[0], **more)
    for x, y in between(points):
        move(canvas, x, y, **more)
    release(canvas, *points[-1], **more)


STYLUS = QPointingDevice(
    "pen",
    7,
    QInputDevice.DeviceType.Stylus,
    QPointingDevice.PointerType.Pen,
    QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
    1,
    2,
)
ERASER = QPointingDevice(
    "pen",
    8,
    QInputDevice.DeviceType.Stylus,
    QPointingDevice.PointerType.Eraser,
    QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
    1,
    2,
)


def tablet(
    canvas: DrawingCanvas,
    kind: QEvent.Type,
    x: float,
    y: float,
    pressure: float = 0.5,
    device: QPointingDevice = STYLUS,
) -> None:
    """Send an event of a tablet's pen; places are those of the page."""
    place = at(canvas, x, y)
    glob = QPointF(canvas.mapToGlobal(place.toPoint()))
    down = NONE if kind == QEvent.Type.TabletRelease else LEFT
    which = NONE if kind == QEvent.Type.TabletMove else LEFT
    QApplication.sendEvent(
        canvas,
        QTabletEvent(
            kind, device, place, glob, pressure, 0.0, 0.0, 0.0, 0.0, 0.0, PLAIN, which, down
        ),
    )


def stroke_with_pen(
    canvas: DrawingCanvas,
    *points: tuple[float, float, float],
    device: QPointingDevice = STYLUS,
) -> None:
    """Draw a line with a tablet's pen: x, y, pressure."""
    row = np.array(points, float)
    tablet(canvas, QEvent.Type.TabletPress, *row[0], device=device)
    for start, end in pairwise(row):
        for share in np.linspace(0, 1, 9)[1:]:
            tablet(canvas, QEvent.Type.TabletMove, *(start + share * (end - start)), device=device)
    tablet(canvas, QEvent.Type.TabletRelease, row[-1][0], row[-1][1], 0.0, device=device)


def darkness(canvas: DrawingCanvas, x: float, y: float) -> int:
    """Return how dark the canvas is at a place of the page: 0 white, 255 black."""
    finish(canvas)
    image = canvas.grab().toImage()
    place = at(canvas, x, y) * image.devicePixelRatio()
    return 255 - image.pixelColor(int(place.x()), int(place.y())).lightness()
