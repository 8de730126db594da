"""What the measurements of the wall share: made-up posters, scripts of the camera, the peer."""

import itertools
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.arrangements import Arrangement, choose_columns
from app.services.wall_camera import View, WallCamera
from app.services.wall_tiles import TileStyle, WallScene
from indexers.thumbnails import JPEG_LEVELS, RAW_LEVELS, ThumbnailStore

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QGraphicsView

    from app.widgets.wall.content import WallContent
    from app.widgets.wall.view import WallView

SIZE = (1920, 1080)
POSTERS = 2160
FRAME_S = 0.016
PEER_SIZE = 8640
CLOSE = 372.0  # pixels a poster, the closest view of the script
PAN_SCALES = (16.0, 64.0, 372.0)
SETTLE_S = 60.0

Step = Callable[[int], None]
Times = dict[str, list[float]]  # ms a frame, by script


class SyntheticThumbnails:
    """Posters with a gradient and a bright shape, at every level, in memory."""

    def __init__(self) -> None:
        import cv2

        rng = np.random.default_rng(0)
        self._jpeg: dict[int, list[NDArray[np.uint8]]] = {128: [], 384: []}
        raw: dict[int, list[NDArray[np.uint32]]] = {level: [] for level in RAW_LEVELS}
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

    def gather(
        self, level: int, rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
        """Return rows of a raw level, and which of them there are."""
        return self._raw[level][rows.clip(0)], rows >= 0

    def squares(self, level: int) -> NDArray[np.uint32]:
        """Return all posters at a raw level, (POSTERS, N, N)."""
        return self._raw[level]

    def decode(self, row: int, level: int) -> NDArray[np.uint8]:
        """Return a decoded poster."""
        import cv2

        bgr = np.asarray(cv2.imdecode(self._jpeg[level][row], cv2.IMREAD_COLOR), np.uint8)
        return bgr[..., ::-1]


class StoredThumbnails:
    """A store whose raw levels have a row an item and lie in files, as those of a library do.

    Args:
        folder: for 5.4 kB a row.
        rows: number of thumbnails; the posters are repeated.
    """

    def __init__(self, folder: Path, rows: int) -> None:
        self._made = SyntheticThumbnails()
        for level in RAW_LEVELS:
            squares = self._made.squares(level)
            with (folder / f"raw{level}.bin").open("wb") as file:
                for start in range(0, rows, POSTERS):
                    squares[: min(POSTERS, rows - start)].tofile(file)
        np.full(rows, 2 / 3, "<f4").tofile(folder / "aspect.f32")
        for level in JPEG_LEVELS:  # empty pictures: these levels come from memory
            np.zeros(rows, "<i8").tofile(folder / f"jpeg{level}.idx")
            (folder / f"jpeg{level}.pack").touch()
        self._store = ThumbnailStore(folder, read_only=True)

    def gather(
        self, level: int, rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
        """Return rows of a raw level, and which of them there are."""
        return self._store.gather(level, rows)

    def decode(self, row: int, level: int) -> NDArray[np.uint8]:
        """Return a decoded poster."""
        return self._made.decode(row % POSTERS, level)


def content(
    size: int, order: NDArray[np.int64], columns: int, *, unique: bool = False
) -> "WallContent":
    """Return a wall of posters.

    Args:
        size: items.
        order: (size,) item in each cell.
        columns: of the grid.
        unique: every item has a thumbnail row of its own.
    """
    from app.widgets.wall.content import WallContent

    arrangement = Arrangement("random", columns, order)
    rows = order.copy() if unique else (order * 7919) % POSTERS
    aspects = np.full(size, 2 / 3, np.float32)
    scene = WallScene(columns, order.copy(), rows, aspects, np.zeros(size, bool))
    return WallContent(scene, TileStyle(), (), np.arange(size), arrangement.cells())


def columns_for(size: int) -> int:
    """Return the columns of a wall of posters that fills the screen."""
    return choose_columns(size, SIZE[0] / SIZE[1], 2 / 3)


def moves(camera: WallCamera, frames: int) -> dict[str, Step]:
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

    found: dict[str, Step] = {"all-visible": sway, "zoom": zoom}
    for scale in PAN_SCALES:
        if scale > fit:
            found["pan" if scale == PAN_SCALES[1] else f"pan-{scale:.0f}px"] = pan_at(scale)
    return found


def run_scripts(camera: WallCamera, frames: int, draw: Callable[[], None]) -> tuple[Times, float]:
    """Run every script, a frame each 16 ms.

    Args:
        camera: moves.
        frames: of a script.
        draw: shows what the camera sees now.

    Returns:
        The time of each frame, ms, by script, and the mean processor time of a frame, ms.
    """
    found: Times = {}
    processor = time.process_time()
    for name, move in moves(camera, frames).items():
        times = found[name] = []
        for number in range(frames):
            started = time.perf_counter()
            move(number)
            draw()
            spent = time.perf_counter() - started
            times.append(1e3 * spent)
            time.sleep(max(0.0, FRAME_S - spent))
    return found, 1e3 * (time.process_time() - processor) / (frames * len(found))


def settle(application: "QApplication", view: "WallView") -> None:
    """Wait until everything is drawn as it is going to be."""
    deadline = time.monotonic() + SETTLE_S
    while time.monotonic() < deadline:
        application.processEvents()
        if view.is_settled:
            view.repaint()
            if view.is_settled:
                return
        time.sleep(0.002)


def fly(application: "QApplication", view: "WallView", new: "WallContent") -> list[float]:
    """Return the times between the frames of a flight that were painted, ms; the first is left out.

    Args:
        application: paints.
        view: flies from what it shows.
        new: what it shows then.
    """
    shown: list[float] = []
    landed: list[int] = []
    view.landed.connect(lambda: landed.append(1))
    surface = view.backend.surface
    if surface is not None:
        surface.frameSwapped.connect(
            lambda: shown.append(time.perf_counter()) if view.flights.flight else None
        )
    last: object = None
    view.show_content(new)
    deadline = time.monotonic() + SETTLE_S
    while not landed and time.monotonic() < deadline:
        application.processEvents()  # paints the newest frame
        if view.flights.frame is not None and view.flights.frame is not last:
            shown.append(time.perf_counter())
            last = view.flights.frame
        time.sleep(0.0005)
    settle(application, view)
    return [1e3 * (after - before) for before, after in itertools.pairwise(shown)]


def measure_peer(
    application: "QApplication", thumbnails: SyntheticThumbnails, frames: int
) -> Times:
    """Return the frame times of a QGraphicsView under the same scripts."""
    camera = WallCamera(*SIZE)
    columns = columns_for(PEER_SIZE)
    camera.set_grid(PEER_SIZE, columns, 1.5)
    view = _graphics_view(thumbnails, columns)
    view.show()
    application.processEvents()

    def draw() -> None:
        seen = camera.view
        view.resetTransform()
        view.scale(seen.scale / 128, seen.scale / 128)
        view.centerOn(seen.x * 128, seen.y * 128)
        application.processEvents()  # paints once

    found, _ = run_scripts(camera, frames, draw)
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
