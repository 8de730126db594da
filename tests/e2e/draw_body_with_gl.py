"""Draws one body with OpenGL and by the processor and prints as JSON how they differ.

Run by test_body_view_opengl.py on an X server of its own; `python draw_body_with_gl.py`.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import trimesh
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.widgets.body_view import BodyView, Camera
from app.widgets.body_view.gl_surface import BodySurface
from app.widgets.card import surface
from app.widgets.card.program import GlError

SIZE = (280, 330)
DEADLINE_S = 20.0
PLACES = np.array([[0, 0, 0], [0.3, 0.2, 0], [0.6, 0.5, 0], [-0.4, 0.3, 0], [0, -0.6, 0.1]], float)


def bumpy(seed: int) -> tuple[np.ndarray, np.ndarray]:
    ball = trimesh.creation.icosphere(subdivisions=3)
    hills = np.sin(ball.vertices * (5 + seed)).sum(1, keepdims=True) * 0.06
    return (ball.vertices * (1 + hills) * [0.5, 0.8, 0.4]).astype(np.float32), ball.faces


class Stage:
    def __init__(self) -> None:
        self.app = QApplication.instance() or QApplication([])
        self.window, self.other = QMainWindow(), None
        self.view = BodyView()
        self.view.reduced_motion = True
        self.view.shows_bar = False
        self.fallen: list[str] = []
        self.view.fell_back.connect(self.fallen.append)
        self.window.setCentralWidget(self.view)
        self.window.resize(*SIZE)
        vertices, faces = bumpy(0)
        self.view.set_faces(faces)
        self.view.set_vertices(vertices)
        self.view.set_skeleton(PLACES, np.tile(np.eye(3), (5, 1, 1)), (-1, 0, 1, 0, 0))
        self.window.show()
        self.until(self.view.isVisible)

    def until(self, done: Callable[[], object]) -> bool:
        ends = time.monotonic() + DEADLINE_S
        while not done() and time.monotonic() < ends:
            self.app.processEvents()
        return bool(done())

    def settle(self) -> None:
        self.until(lambda: not self.view.motion.is_moving)
        for _ in range(6):
            self.app.processEvents()

    def use(self, renderer: str) -> bool:
        self.view.choose_renderer("raster")
        if renderer == "raster":
            return True
        self.view.choose_renderer("opengl")
        if "KINORA_SOFTWARE_3D" in os.environ:  # nothing will happen, and nothing is told
            self.settle()
            return False
        return self.until(lambda: self.view.renderer == "opengl" or self.fallen) and not self.fallen

    def shot(self) -> np.ndarray:
        """The middle of the view: the frame of the focus depends on the window manager."""
        self.settle()
        surface_now = self.view.backend.surface
        image = self.view.grab().toImage() if surface_now is None else surface_now.grabFramebuffer()
        image = image.convertToFormat(image.Format.Format_RGB888)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
        found = rows[:, : 3 * image.width()].reshape(image.height(), -1, 3)[4:-4, 4:-4]
        return found.astype(int)


def difference(first: np.ndarray, second: np.ndarray) -> list[float]:
    """Mean of the differences, and the share of points that are clearly another colour."""
    if first.shape != second.shape:
        return [255.0, 1.0]
    off = np.abs(first - second)
    return [float(off.mean()), float((off.max(-1) > 32).mean())]


def compare(stage: Stage) -> dict[str, Any]:
    view = stage.view
    scenes: dict[str, Callable[[], None]] = {
        "plain": lambda: None,
        "other vertices": lambda: view.set_vertices(bumpy(3)[0]),
        "above": lambda: view.set_camera(view.camera.orbited(0.7, 0.5)),
        "near": lambda: view.set_camera(view.camera.zoomed(1.8)),
        "parallel": lambda: view.set_perspective(False),
        "lined": lambda: view.set_options(mode="wireframe"),
        "bones": lambda: (view.set_options(mode="shaded", show_skeleton=True),
                          setattr(view, "selected", 1)),
    }  # fmt: skip
    shots: dict[str, dict[str, np.ndarray]] = {}
    for renderer in ("raster", "opengl"):
        stage.use(renderer)
        view.set_options(mode="shaded", show_skeleton=False)
        view.selected = -1
        view.set_vertices(bumpy(0)[0])
        view.set_camera(Camera((0, 0, 0), 0.4, 0.2, 4.5))
        shots[renderer] = {}
        for name, prepare in scenes.items():
            prepare()
            shots[renderer][name] = stage.shot()
    plain = shots["opengl"]["plain"]
    return {
        "shape": list(plain.shape),
        "body": float((np.ptp(plain, axis=-1) > 20).mean()),
        "changes": {n: difference(plain, shots["opengl"][n])[0] for n in scenes if n != "plain"},
        "same": {n: difference(shots["raster"][n], shots["opengl"][n]) for n in scenes},
    }


def lose(stage: Stage, how: str) -> dict[str, Any]:
    """Take the context away while the view is in use."""
    stage.fallen.clear()
    assert stage.use("opengl")
    before, camera = stage.shot(), stage.view.camera
    check, lost = BodySurface.check, BodySurface.is_lost
    if how == "error":

        def fail(_self: BodySurface) -> None:
            raise GlError("error 0x0507")

        BodySurface.check = fail
    else:
        BodySurface.is_lost = lambda _self: True
    stage.view.refresh()
    fell = stage.until(lambda: stage.fallen)
    BodySurface.check, BodySurface.is_lost = check, lost
    noted = stage.view.note.isVisible()
    stage.view.note.hide()
    return {
        "fell": fell, "name": stage.view.renderer, "camera": stage.view.camera == camera,
        "noted": noted, "difference": difference(before, stage.shot()),
    }  # fmt: skip


def move(stage: Stage) -> dict[str, Any]:
    """Put the view into another window, as a floating dock does, and use it there."""
    stage.fallen.clear()
    assert stage.use("opengl")
    before = stage.shot()
    other = stage.other = QMainWindow()
    other.setCentralWidget(stage.view)
    other.resize(*SIZE)
    other.show()
    stage.until(lambda: stage.view.isVisible() and stage.view.width() > 100)
    stage.until(lambda: stage.view.renderer == "opengl")
    after = stage.shot()
    picked: list[int] = []
    stage.view.joint_picked.connect(picked.append)
    stage.view.selected = -1
    x, y, _ = stage.view.frame.projection.points(PLACES[2])
    QTest.mouseClick(stage.view, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    return {
        "moved": difference(before, after), "name": stage.view.renderer, "picked": picked,
        "fallen": list(stage.fallen),
    }  # fmt: skip


def main() -> None:
    """Do everything the environment allows."""
    surface.PATIENCE_MS = 60_000
    stage = Stage()
    stage.use("opengl")
    found: dict[str, Any] = {"name": stage.view.renderer, "fallen": list(stage.fallen)}
    if found["name"] == "opengl":
        found["compared"] = compare(stage)
        if "quick" not in sys.argv:
            found["error"] = lose(stage, "error")
            found["lost"] = lose(stage, "lost")
            found["moved"] = move(stage)
    else:
        found["drawn"] = float(stage.shot().std())
    stage.view.shut_down()
    print(json.dumps(found))  # noqa: T201 - what the test reads


main()
