"""Draws one wall with OpenGL and by the processor and prints as JSON how they differ.

Run by test_wall_opengl.py on an X server of its own; `python draw_with_gl.py FOLDER`.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.jobs import JobRunner
from app.services.arrangements import shuffled
from app.services.wall_camera import View
from app.services.wall_tiles import TileComposer, TileStyle, WallScene
from app.widgets.card import surface
from app.widgets.card.program import GlError
from app.widgets.wall.content import WallContent
from app.widgets.wall.flying import FlightShow, plan
from app.widgets.wall.gl_surface import GlSurface
from app.widgets.wall.view import WallView
from indexers.thumbnails import ThumbnailStore, make_thumbnail

COUNT, COLUMNS = 600, 30
SIZE = (480, 360)
DEADLINE_S = 20.0


def picture(number: int) -> np.ndarray:
    y, x = np.mgrid[0:180, 0:120].astype(np.float32)
    rgb = np.stack([x + number % 130, y, (x + y) / 2 + number % 60], -1)
    rgb[20:60, 20 + number % 40 : 60 + number % 40] = (250, 250 - number % 200, 30)
    if number % 7 == 0:
        rgb = rgb[:100]  # another shape
    return rgb.clip(0, 255).astype(np.uint8)


def content(order: np.ndarray, fit: str) -> WallContent:
    count = len(order)
    cells = np.empty(count, np.int64)
    cells[order] = np.arange(count)
    aspects = np.where(order % 7 == 0, 1.2, 2 / 3).astype(np.float32)
    scene = WallScene(COLUMNS, order + 1, order.copy(), aspects, order % 11 == 0)
    return WallContent(scene, TileStyle("poster", fit), (), np.arange(count) + 1, cells)


class Stage:
    def __init__(self, folder: Path) -> None:
        self.app = QApplication.instance() or QApplication([])
        store = ThumbnailStore(folder)
        store.append([make_thumbnail(picture(n)) for n in range(COUNT)])
        store.flush()
        self.jobs = JobRunner()
        self.window = QMainWindow()
        self.view = WallView(self.jobs, TileComposer(store), 64)
        self.view.reduced_motion = True
        self.window.setCentralWidget(self.view)
        self.window.resize(*SIZE)
        self.window.show()
        self.fallen: list[str] = []
        self.view.backend.fell_back.connect(self.fallen.append)
        self.show("crop")

    def until(self, is_true: Any) -> bool:
        ends = time.monotonic() + DEADLINE_S
        while time.monotonic() < ends:
            self.app.processEvents()
            if is_true():
                return True
            time.sleep(0.002)
        return False

    def settle(self) -> None:
        self.view.grab()
        assert self.until(lambda: self.view.is_settled and self.view._is_smooth)
        assert self.until(self._has_all)

    def _has_all(self) -> bool:
        """Draw; whether nothing was left for a later frame."""
        self.view.grab()
        surface = self.view.backend.surface
        textures = None if surface is None else surface.textures
        return self.view.store.is_idle and (textures is None or not textures.is_behind)

    def show(self, fit: str, order: np.ndarray | None = None) -> None:
        landed: list[int] = []
        self.view.landed.connect(lambda: landed.append(1))
        self.view.show_content(content(np.arange(COUNT) if order is None else order, fit))
        assert self.until(lambda: landed)
        self.settle()

    def use(self, backend: str) -> bool:
        self.view.backend.choose(backend)
        if backend == "raster":
            return self.view.backend.name == "raster"
        return self.until(lambda: self.view.backend.draws or self.fallen)

    def shot(self, view: View) -> np.ndarray:
        self.view.camera.jump(view)
        self.view.camera_changed()
        self.settle()
        return self.grabbed()

    def grabbed(self) -> np.ndarray:
        image = self.view.grab().toImage()
        image = image.convertToFormat(image.Format.Format_RGB32)
        bits = np.frombuffer(image.constBits(), np.uint8)
        return bits.reshape(image.height(), -1, 4)[..., :3].astype(int)


def difference(a: np.ndarray, b: np.ndarray) -> list[float]:
    """Return the mean of the largest difference of a pixel, and its 99th percentile."""
    if a.shape != b.shape:
        return [255.0, 255.0]
    apart = np.abs(a - b).max(axis=-1)
    return [float(apart.mean()), float(np.percentile(apart, 99))]


def compare(stage: Stage) -> dict[str, Any]:
    lit = np.random.default_rng(3).random(COUNT) < 0.4
    middle = stage.view.camera.fitted()
    views = {"all": middle}
    for scale in (20.0, 45.0, 130.0, 320.0):
        views[f"{scale:.0f}"] = View(middle.x + 1.3, middle.y - 0.7, scale)
    found: dict[str, Any] = {}
    shots: dict[str, dict[str, np.ndarray]] = {"opengl": {}, "raster": {}}
    for backend, kept in shots.items():
        assert stage.use(backend)
        for fit in ("crop", "fit"):
            stage.show(fit)
            for name, view in views.items():
                kept[f"{fit} {name}"] = stage.shot(view)
        stage.view.set_lit(lit)
        for name in ("all", "45"):
            kept[f"dimmed {name}"] = stage.shot(views[name])
        stage.view.set_lit(None)
        stage.view.set_selected([3, 4, 331, 332])
        kept["selected 45"] = stage.shot(views["45"])
        stage.view.set_selected([])
    for name, shot in shots["opengl"].items():
        found[name] = difference(shot, shots["raster"][name])
    found["shape"] = list(shots["opengl"]["crop all"].shape)
    found["not empty"] = float(shots["opengl"]["crop all"].std())
    found["dims"] = difference(shots["opengl"]["crop all"], shots["opengl"]["dimmed all"])[0]
    return found


def fly(stage: Stage) -> dict[str, Any]:
    """Compare the ends of a flight with the walls it flies between."""
    stage.use("opengl")
    stage.show("crop")
    view = stage.view.camera.fitted()
    start = stage.shot(view)
    old = stage.view.content
    new = content(shuffled(COUNT, 4), "crop")
    size = (stage.view.width(), stage.view.height())
    flight = plan(stage.view.store.composer, old, new, None, (view, view), size)
    time_of = FlightShow.time
    times = iter([0.0, 0.5, 1.0])
    shots = []
    for moment in times:
        FlightShow.time = property(lambda _self, moment=moment: moment)
        stage.view.flights.flight = flight
        shots.append(stage.grabbed())
    FlightShow.time = time_of
    stage.view.flights.clear()
    stage.show("crop", shuffled(COUNT, 4))
    end = stage.shot(view)
    stage.view.reduced_motion = False
    drawn: list[bool] = []
    stage.view.flights.frame_ready.connect(
        lambda: drawn.append(stage.view.flights.flight is not None)
    )
    stage.show("crop")
    stage.view.reduced_motion = True
    return {
        "start": difference(shots[0], start),
        "end": difference(shots[2], end),
        "between": [difference(shots[1], start)[0], difference(shots[1], end)[0]],
        "frames": sum(drawn),
    }


def lose(stage: Stage, how: str) -> dict[str, Any]:
    """Take the context away while the wall is in use."""
    stage.view.backend.choose("raster")
    stage.fallen.clear()
    assert stage.use("opengl")
    view = View(11.0, 9.0, 60.0)
    before = stage.shot(view)
    stage.view.set_selected([7, 8])
    check, lost = GlSurface.check, GlSurface.is_lost
    if how == "error":

        def fail(_self: GlSurface) -> None:
            raise GlError("error 0x0507")

        GlSurface.check = fail
    else:
        GlSurface.is_lost = lambda _self: True
    stage.view.update()
    fell = stage.until(lambda: stage.fallen)
    GlSurface.check, GlSurface.is_lost = check, lost
    stage.view.set_selected([])
    after = stage.shot(stage.view.camera.view)
    stage.view.backend.choose("opengl")
    return {
        "fell": fell,
        "told": list(stage.fallen),
        "name": stage.view.backend.name,
        "camera": stage.view.camera.view == view,
        "items": stage.view.content.scene.count,
        "difference": difference(before, after),
    }


def move(stage: Stage) -> dict[str, Any]:
    """Put the wall into another window, as a floating dock does, and into tiny ones."""
    stage.view.backend.choose("raster")
    stage.fallen.clear()
    assert stage.use("opengl")
    view = View(11.0, 9.0, 60.0)
    before = stage.shot(view)
    other = QMainWindow()
    other.setCentralWidget(stage.view)
    other.resize(*SIZE)
    other.show()
    stage.until(lambda: stage.view.isVisible() and stage.view.width() > 100)
    after = stage.shot(view)
    found = {"moved": difference(before, after), "name": stage.view.backend.name}
    clicked: list[int] = []
    stage.view.selection_edited.connect(lambda chosen: clicked.append(len(chosen)))
    QTest.mouseClick(stage.view, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    found["clicked"] = clicked
    for size in (QSize(2, 2), QSize(*SIZE)):
        stage.view.setParent(None)
        stage.view.resize(size)
        stage.view.show()
        stage.until(lambda size=size: stage.view.size() == size)
        stage.settle()
    found["after tiny"] = stage.view.backend.name
    found["fallen"] = list(stage.fallen)
    return found


def main() -> None:
    """Do everything the environment allows."""
    stage = Stage(Path(sys.argv[1]))
    surface.PATIENCE_MS = 60_000
    stage.use("opengl")
    found: dict[str, Any] = {"name": stage.view.backend.name, "fallen": list(stage.fallen)}
    if stage.view.backend.name == "opengl":
        found["renderer"] = stage.view.backend.report.renderer
        found["compared"] = compare(stage)
        found["flight"] = fly(stage)
        if "quick" not in sys.argv:
            found["error"] = lose(stage, "error")
            found["lost"] = lose(stage, "lost")
            found["moved"] = move(stage)
    else:
        found["drawn"] = float(stage.shot(stage.view.camera.fitted()).std())
    stage.view.shut_down()
    stage.jobs.shutdown()
    print(json.dumps(found))  # noqa: T201 - what the test reads


main()
