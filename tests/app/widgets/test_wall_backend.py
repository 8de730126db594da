"""What draws the wall: the choice, what is remembered of a machine, and the way back."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.jobs import JobRunner
from app.services.wall_camera import View
from app.services.wall_tiles import TileComposer, TileStyle, WallScene
from app.widgets.card import backend as backends
from app.widgets.card.probe import GlMemory, GlReport, probe
from app.widgets.wall.backend import WallBackend
from app.widgets.wall.content import WallContent
from app.widgets.wall.flight import BY_CARD, Flight, Stand
from app.widgets.wall.gl_drawing import PAGE, paged
from app.widgets.wall.view import WallView
from indexers.thumbnails import ThumbnailStore, make_thumbnail
from tests.wall_support import picture

CARD = GlReport(works=True, renderer="Mesa Intel(R) UHD Graphics 620")
SOFTWARE = GlReport(works=True, renderer="llvmpipe (LLVM 15.0.6, 256 bits)")


@pytest.fixture
def thumbnails(tmp_path: Path) -> ThumbnailStore:
    made = ThumbnailStore(tmp_path / "thumbs")
    made.append([make_thumbnail(picture(n)) for n in range(12)])
    made.flush()
    return made


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication, thumbnails: ThumbnailStore) -> Iterator[WallView]:
    jobs = JobRunner()
    made = WallView(jobs, TileComposer(thumbnails), 32)
    qtbot.addWidget(made)
    made.reduced_motion = True
    made.resize(300, 200)
    made.show()
    yield made
    made.shut_down()
    assert jobs.shutdown()


def content(count: int) -> WallContent:
    order = np.arange(count)
    aspects, moving = np.full(count, 2 / 3, np.float32), np.zeros(count, bool)
    scene = WallScene(max(1, count // 2), order, order.copy(), aspects, moving)
    return WallContent(scene, TileStyle(), (), order, order.copy())


def show(qtbot: QtBot, view: WallView, count: int = 12) -> None:
    with qtbot.waitSignal(view.landed, timeout=5000):
        view.show_content(content(count))
    view.grab()
    qtbot.waitUntil(lambda: view.is_settled, timeout=5000)


class Asked:
    """Stands for the machine's OpenGL; starts no surface."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, report: GlReport) -> None:
        self.report = report
        self.probes = 0
        self.started: list[GlReport] = []
        monkeypatch.setattr(backends, "ASK_MS", 0)
        monkeypatch.setattr(backends, "probe", self._probe)
        monkeypatch.setattr(backends, "can_compose", lambda: True)
        monkeypatch.setattr(WallBackend, "_start", lambda _self, known: self.started.append(known))

    def _probe(self) -> GlReport:
        self.probes += 1
        return self.report


def test_software_rasterisers_are_known_by_name() -> None:
    names = ("llvmpipe (LLVM 15)", "Google SwiftShader", "GDI Generic", "softpipe",
             "Microsoft Basic Render Driver", "Software Rasterizer")  # fmt: skip
    assert all(GlReport(works=True, renderer=name).is_software for name in names)
    for name in (CARD.renderer, "NVIDIA GeForce RTX 3060/PCIe/SSE2", "AMD Radeon", "Apple M2"):
        assert not GlReport(works=True, renderer=name).is_software


def test_no_window_system_means_no_opengl(qapp: QApplication) -> None:
    report = probe()  # offscreen: must neither crash nor pretend
    assert not report.works
    assert "offscreen" in report.why


def test_the_card_is_asked_for_once_the_wall_is_on_show(
    qtbot: QtBot, view: WallView, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked(monkeypatch, CARD)
    view.backend._asks.setInterval(0)
    view.backend.choose("auto")
    qtbot.wait(20)
    assert asked.probes == 0
    show(qtbot, view)
    qtbot.waitUntil(lambda: bool(asked.started), timeout=5000)
    assert asked.started == [CARD]


@pytest.mark.parametrize(
    ("wanted", "report", "starts", "tells"),
    [
        ("auto", SOFTWARE, False, False),
        ("auto", GlReport(works=False, why="none"), False, False),
        ("opengl", SOFTWARE, True, False),
        ("opengl", GlReport(works=False, why="none"), False, True),
        ("raster", CARD, False, False),
    ],
)
def test_the_setting_and_the_machine_decide(
    qtbot: QtBot,
    view: WallView,
    monkeypatch: pytest.MonkeyPatch,
    wanted: str,
    report: GlReport,
    starts: bool,
    tells: bool,
) -> None:
    asked = Asked(monkeypatch, report)
    told: list[str] = []
    view.backend.fell_back.connect(told.append)
    view.backend._asks.setInterval(0)
    show(qtbot, view)
    view.backend.choose(wanted)
    if wanted != "raster":
        qtbot.waitUntil(lambda: asked.probes == 1, timeout=5000)
    assert bool(asked.started) == starts
    assert bool(told) == tells
    assert view.backend.name == "raster"
    assert asked.probes == (wanted != "raster")


def test_a_known_card_is_used_at_once(
    view: WallView, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = Asked(monkeypatch, CARD)
    GlMemory(tmp_path).keep(CARD)
    view.backend.choose("auto", GlMemory(tmp_path))
    assert asked.started == [CARD]
    assert asked.probes == 0


def test_a_driver_that_crashed_is_asked_only_on_demand(
    qtbot: QtBot, view: WallView, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = Asked(monkeypatch, CARD)
    GlMemory(tmp_path).begin()  # and the program ended there
    assert GlMemory(tmp_path).recall() is None  # a person may have ended it
    GlMemory(tmp_path).begin()
    known = GlMemory(tmp_path).recall()
    assert known is not None
    assert known.has_crashed
    view.backend._asks.setInterval(0)
    show(qtbot, view)
    view.backend.choose("auto", GlMemory(tmp_path))
    qtbot.waitUntil(lambda: not view.backend._asks.isActive(), timeout=5000)
    assert asked.probes == 0
    view.backend.choose("opengl")
    qtbot.waitUntil(lambda: asked.probes == 1, timeout=5000)
    assert asked.started == [CARD]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"of": 3}', '{"of": "other Qt", "asking": true}'])
def test_a_file_that_cannot_be_read_is_no_knowledge(tmp_path: Path, text: str) -> None:
    (tmp_path / "graphics.json").write_text(text, "utf-8")
    assert GlMemory(tmp_path).recall() is None
    assert GlMemory(None).recall() is None
    GlMemory(None).keep(CARD)


def test_what_was_found_is_remembered(qapp: QApplication, tmp_path: Path) -> None:
    memory = GlMemory(tmp_path / "new")
    memory.keep(CARD)
    assert GlMemory(tmp_path / "new").recall() == CARD
    assert json.loads((tmp_path / "new" / "graphics.json").read_text("utf-8"))["asking"] == 0


def test_a_window_that_closes_before_its_first_frame_is_no_crash(
    view: WallView, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    GlMemory(tmp_path).keep(CARD)

    class Silent(QWidget):  # a surface that never draws
        failed, drew_first = Signal(str), Signal(object)
        has_drawn = False

        def __init__(self, parent: WallView, *, is_software: bool) -> None:
            super().__init__(parent)

        def release(self) -> None: ...

        def refresh(self) -> None: ...

    monkeypatch.setattr("app.widgets.wall.gl_surface.GlSurface", Silent)
    for _ in range(4):
        view.backend.choose("auto", GlMemory(tmp_path))
        assert view.backend.name == "opengl"
        assert not view.backend.draws
        assert not view.grab().toImage().isNull()  # the processor draws meanwhile
        view.backend.shut_down()
        assert GlMemory(tmp_path).recall() == CARD
        view.backend.choose("raster")
        assert view.backend.name == "raster"
    view.backend.choose("auto", GlMemory(tmp_path))
    told: list[str] = []
    view.backend.fell_back.connect(told.append)
    view.backend._on_failed("it broke")
    assert told == ["it broke"]
    assert view.backend.name == "raster"
    known = GlMemory(tmp_path).recall()
    assert known is not None
    assert not known.works


def test_pictures_of_a_flight_lie_row_by_row_in_their_pages() -> None:
    across, down = PAGE // 300, PAGE // 400
    count = across * down + 2
    pictures = np.arange(count, dtype=np.uint32)[:, None, None] * np.ones((1, 400, 300), np.uint32)
    pages = paged(pictures)
    assert pages.shape == (2, PAGE, PAGE)
    for number in range(count):
        page, slot = divmod(number, across * down)
        row, column = divmod(slot, across)
        part = pages[page, row * 400 : (row + 1) * 400, column * 300 : (column + 1) * 300]
        assert (part == number).all()


def test_a_card_flies_every_poster_where_the_processor_flies_a_part(
    thumbnails: ThumbnailStore,
) -> None:
    count = 70_000
    cells = np.arange(count)
    rows = cells % 12
    scene = WallScene(300, cells, rows, np.full(count, 2 / 3, np.float32), np.zeros(count, bool))
    start, end = (Stand(cells, 300, View(150, 175, 3)) for _ in range(2))
    composer = TileComposer(thumbnails)
    few = Flight(scene, None, TileStyle(), start, end, (960, 1100), composer)
    every = Flight(scene, None, TileStyle(), start, end, (960, 1100), composer, BY_CARD)
    assert len(few.pictures) < 60_001
    assert len(every.pictures) == count
    assert every.ways.shape == (count, 4)
    assert every.shrink == 1


@pytest.mark.parametrize("count", [0, 1])
def test_a_tiny_window_and_an_empty_wall_are_drawn(
    qtbot: QtBot, view: WallView, count: int
) -> None:
    for size in (QSize(2, 2), QSize(1, 1), QSize(300, 2)):
        view.resize(size)
        show(qtbot, view, count)
        assert not view.grab().toImage().isNull()
        view.zoom_by(3.0)
        view.show_all()
        qtbot.waitUntil(lambda: view.is_settled, timeout=5000)
    view.resize(300, 200)
    show(qtbot, view, count)
    assert view.content is not None
    assert view.content.scene.count == count
