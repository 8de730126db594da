"""How the wall is drawn: tiles, faults, builders, flights of many posters."""

import threading
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.jobs import JobRunner
from app.services.wall_camera import View
from app.services.wall_tiles import TileComposer, TileStyle, WallScene
from app.widgets.wall.flight import Flight, Stand
from app.widgets.wall.tile_content import Content
from app.widgets.wall.tiles import TileStore
from app.widgets.wall.view import WallView
from indexers.thumbnails import ThumbnailStore, make_thumbnail
from tests.wall_support import picture
from tests.wall_view_support import COUNT, SIZE, content, show


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ThumbnailStore:
    made = ThumbnailStore(tmp_path_factory.mktemp("thumbs"))
    made.append([make_thumbnail(picture(n)) for n in range(COUNT)])
    made.flush()
    return made


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    assert made.shutdown()


@pytest.fixture
def view(qtbot: QtBot, jobs: JobRunner, store: ThumbnailStore) -> Iterator[WallView]:
    made = WallView(jobs, TileComposer(store), 32)
    qtbot.addWidget(made)
    made.reduced_motion = True
    made.resize(*SIZE)
    made.show()
    qtbot.waitExposed(made)
    show(qtbot, made, content(np.arange(COUNT)))
    yield made
    made.shut_down()


def test_a_tile_asked_for_twice_is_staged_once(
    qtbot: QtBot, jobs: JobRunner, store: ThumbnailStore
) -> None:
    tiles = TileStore(jobs, TileComposer(store), 1 << 20)
    new = content(np.arange(COUNT))
    with qtbot.waitSignal(tiles.staged, timeout=5000):
        tiles.stage(Content(new.scene, new.style), [(0, 0, 0), (0, 0, 0), (1, 0, 0)])
    assert tiles.promote()
    assert set(tiles.content.tiles) == {(0, 0, 0), (1, 0, 0)}


def test_a_fault_while_drawing_costs_one_frame(
    view: WallView, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("cannot draw")

    with monkeypatch.context() as patch:
        patch.setattr("app.widgets.wall.view.paint_tiles", fail)
        with pytest.raises(ValueError, match="cannot draw"):
            view.repaint()
    before = view.grab().toImage()
    view.repaint()
    assert view.grab().toImage() == before


class Gate(TileComposer):
    """Makes tiles once opened; knows how many builders wait at it."""

    def __init__(self, store: ThumbnailStore) -> None:
        super().__init__(store)
        self.open = threading.Event()
        self.passed: list[int] = []
        self._guard = threading.Lock()
        self.inside = 0

    def compose(self, *args: object) -> np.ndarray:
        with self._guard:
            self.inside += 1
            self.passed.append(self.inside)
        self.open.wait(10)
        made = super().compose(*args)
        with self._guard:
            self.inside -= 1
        return made


def test_one_builder_works_while_the_camera_moves_and_all_when_it_rests(
    qtbot: QtBot, jobs: JobRunner, store: ThumbnailStore
) -> None:
    gate = Gate(store)
    tiles = TileStore(jobs, gate, 1 << 24)
    new = content(np.arange(COUNT))
    keys = [(8, row, column) for row in range(2) for column in range(4)]
    tiles.set_moving(True)
    tiles.stage(Content(new.scene, new.style), keys)
    qtbot.waitUntil(lambda: gate.inside == 1, timeout=5000)
    tiles.set_moving(False)
    qtbot.waitUntil(lambda: gate.inside == 2, timeout=5000)
    tiles.set_moving(True)
    gate.passed.clear()
    with qtbot.waitSignal(tiles.staged, timeout=5000):
        gate.open.set()
    assert tiles.promote()
    assert set(tiles.content.tiles) == set(keys)
    assert len(gate.passed) == len(keys) - 2


def test_many_posters_fly_as_blocks(store: ThumbnailStore) -> None:
    count = 20_000
    rng = np.random.default_rng(0)
    rows = rng.integers(0, COUNT, count)
    scene = WallScene(
        200, np.arange(count), rows, np.full(count, 2 / 3, np.float32), np.zeros(count, bool)
    )
    stands = [
        Stand(cells, 200, View(100, 75, 2.4))
        for cells in (np.arange(count), rng.permutation(count))
    ]
    flight = Flight(scene, None, TileStyle(), *stands, SIZE, TileComposer(store))
    assert flight._pictures.shape == (count, 1, 1)
    frame = flight.frame(0.5)
    assert len(np.unique(frame)) > COUNT // 2
