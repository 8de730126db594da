"""The wall's view driven as a user drives it, offscreen."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.jobs import JobRunner
from app.services.arrangements import shuffled
from app.services.wall_camera import View
from app.services.wall_tiles import TileComposer, TileStyle
from app.widgets.wall.flight import Flight, Stand
from app.widgets.wall.hint import ZoomHint
from app.widgets.wall.minimap import MiniMap
from app.widgets.wall.view import WallView
from indexers.thumbnails import ThumbnailStore, make_thumbnail
from tests.wall_support import colour_of, picture
from tests.wall_view_support import COLUMNS, COUNT, SIZE, content, settle, show


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


def pixel(view: WallView, cell: int) -> tuple[int, int, int]:
    rect = view.camera.cell_rect(cell)
    image = view.grab().toImage()
    colour = image.pixelColor(int(rect.x + rect.width / 2), int(rect.y + rect.height / 2))
    return colour.red(), colour.green(), colour.blue()


def middle(view: WallView, cell: int) -> QPoint:
    rect = view.camera.cell_rect(cell)
    return QPoint(int(rect.x + rect.width / 2), int(rect.y + rect.height / 2))


def wheel(view: WallView, at: QPoint, turned: int) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(view.mapToGlobal(at)),
        QPoint(),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def near(found: tuple[int, int, int], number: int) -> bool:
    return max(abs(a - b) for a, b in zip(found, colour_of(number), strict=True)) <= 6


def test_every_cell_shows_its_item(qtbot: QtBot, view: WallView) -> None:
    for cell in (0, 11, 12, COUNT - 1):
        assert near(pixel(view, cell), cell)
    order = shuffled(COUNT, 5)
    show(qtbot, view, content(order))
    for cell in (0, 20, COUNT - 1):
        assert near(pixel(view, cell), int(order[cell]))


def test_the_wheel_zooms_about_the_cursor(qtbot: QtBot, view: WallView) -> None:
    at = middle(view, 30)
    before = view.camera.to_world(at.x(), at.y())
    scale = view.camera.view.scale
    with qtbot.waitSignal(view.zoomed_by_user):
        wheel(view, at, 240)
    assert view.camera.view.scale == pytest.approx(scale * 1.3**2, rel=1e-6)
    assert view.camera.to_world(at.x(), at.y())[0] == pytest.approx(before[0], abs=0.05)
    settle(qtbot, view)
    assert near(pixel(view, 30), 30)
    wheel(view, at, -2400)
    assert view.camera.is_fitted


def test_dragging_pans_and_does_not_select(qtbot: QtBot, view: WallView) -> None:
    view.camera.jump(View(6, 3, 120))
    x = view.camera.view.x
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    QTest.mouseMove(view, QPoint(170, 200))
    QTest.mouseMove(view, QPoint(80, 200))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(80, 200))
    assert view.camera.view.x == pytest.approx(x + 1.0, abs=0.02)
    assert not view.selected.any()


def test_clicks_select_toggle_and_extend(qtbot: QtBot, view: WallView) -> None:
    chosen: list[tuple[int, ...]] = []
    view.selection_edited.connect(chosen.append)
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(view, left, pos=middle(view, 5))
    QTest.mouseClick(view, left, Qt.KeyboardModifier.ControlModifier, middle(view, 9))
    assert chosen[-1] == (105, 109)
    QTest.mouseClick(view, left, Qt.KeyboardModifier.ControlModifier, middle(view, 5))
    assert chosen[-1] == (109,)
    QTest.mouseClick(view, left, pos=middle(view, 10))
    QTest.mouseClick(view, left, Qt.KeyboardModifier.ShiftModifier, middle(view, 13))
    assert set(chosen[-1]) == {110, 111, 112, 113}
    assert chosen[-1][-1] == 113
    assert view.cursor_cell == 13


def test_a_rubber_band_selects_what_it_touches(qtbot: QtBot, view: WallView) -> None:
    chosen: list[tuple[int, ...]] = []
    view.selection_edited.connect(chosen.append)
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mousePress(view, Qt.MouseButton.LeftButton, shift, middle(view, 1))
    for cell in (2, 14):
        rect = middle(view, cell)
        event_at = QPointF(rect)
        QApplication.sendEvent(
            view,
            QMouseEvent(
                QMouseEvent.Type.MouseMove,
                event_at,
                QPointF(view.mapToGlobal(rect)),
                Qt.MouseButton.NoButton,
                Qt.MouseButton.LeftButton,
                shift,
            ),
        )
    assert view.band is not None
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, shift, middle(view, 14))
    assert set(chosen[-1]) == {101, 102, 113, 114}
    assert view.band is None


def test_a_double_click_looks_closer_and_again_back(qtbot: QtBot, view: WallView) -> None:
    at = middle(view, 17)
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert view.camera.view.scale == pytest.approx(view.camera.item_scale)
    assert view.camera.cell_at(SIZE[0] / 2, SIZE[1] / 2) == 17
    settle(qtbot, view)
    assert near(pixel(view, 17), 17)
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(SIZE[0] // 2, SIZE[1] // 2))
    assert view.camera.is_fitted


def test_keys_move_select_zoom_and_open(qtbot: QtBot, view: WallView) -> None:
    chosen: list[tuple[int, ...]] = []
    view.selection_edited.connect(chosen.append)
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert chosen[-1] == (100,)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert chosen[-1] == (113,)
    QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert set(chosen[-1]) == {112, 113}
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.cursor_cell == 12  # stays in its row
    QTest.keyClick(view, Qt.Key.Key_End)
    assert chosen[-1] == (100 + COUNT - 1,)
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.camera.view.scale > view.camera.fit_scale
    QTest.keyClick(view, Qt.Key.Key_Minus)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert view.camera.view.scale == pytest.approx(view.camera.item_scale)
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(view, Qt.Key.Key_Space)
    assert opened.args == [100 + COUNT - 1]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.camera.is_fitted
    assert view.selected.any()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not view.selected.any()
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(chosen[-1]) == COUNT
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    QTest.keyClick(view, Qt.Key.Key_PageUp)


def test_what_is_not_lit_is_dimmed_and_comes_back(qtbot: QtBot, view: WallView) -> None:
    lit = np.zeros(COUNT, bool)
    lit[7] = True
    view.set_lit(lit)
    settle(qtbot, view)
    assert near(pixel(view, 7), 7)
    red, green, blue = pixel(view, 8)
    for found, own, ground in zip((red, green, blue), colour_of(8), (18, 18, 20), strict=True):
        assert abs(found - (0.2 * own + 0.8 * ground)) <= 4
    view.set_lit(np.zeros(3, bool))  # of another table: ignored
    view.set_lit(None)
    settle(qtbot, view)
    assert near(pixel(view, 8), 8)


def test_the_selection_stays_when_the_wall_is_rearranged(qtbot: QtBot, view: WallView) -> None:
    view.set_selected((105, 130))
    order = shuffled(COUNT, 9)
    show(qtbot, view, content(order))
    assert set((order[np.flatnonzero(view.selected)] + 100).tolist()) == {105, 130}
    assert view.item_at(view.cursor_cell) == 130
    rect = view.camera.cell_rect(view.cursor_cell)
    image = view.grab().toImage()
    edge = image.pixelColor(int(rect.x + rect.width / 2), round(rect.y) + 1)
    assert edge == QColor(view.accent)


def test_a_rearranged_wall_flies(
    qtbot: QtBot, view: WallView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.widgets.wall.flying.FLIGHT_S", 0.1)
    view.reduced_motion = False
    frames: list[QImage] = []
    view._show.frame_ready.connect(lambda: frames.append(view._show.frame.copy()))
    show(qtbot, view, content(np.arange(COUNT)[::-1].copy()))
    assert frames
    assert all(not frame.isNull() for frame in frames)
    assert near(pixel(view, 0), COUNT - 1)


def test_new_items_appear_in_place(qtbot: QtBot, view: WallView) -> None:
    view.camera.jump(View(4, 2, 90))
    seen = view.camera.view
    half = content(np.arange(COUNT))
    show(qtbot, view, half)
    assert view.camera.view == seen


def test_a_flight_starts_and_ends_at_the_cells(store: ThumbnailStore) -> None:
    order = shuffled(COUNT, 2)
    scene = content(np.arange(COUNT)).scene
    start = Stand(np.arange(COUNT), COLUMNS, View(6, 3, 40))
    end = Stand(np.argsort(order), COLUMNS, View(6, 3, 40))
    flight = Flight(scene, None, TileStyle(), start, end, SIZE, TileComposer(store))
    for t, where in ((0.0, start), (1.0, end)):
        frame = flight.frame(t)
        assert frame.shape == (SIZE[1] // flight.shrink, SIZE[0] // flight.shrink)
        at = where.on_screen(SIZE, 1.5)
        for item in (0, 13, 40):
            x, y = at[item] + (20, 30)
            if 0 <= x < SIZE[0] and 0 <= y < SIZE[1]:
                value = int(frame[int(y) // flight.shrink, int(x) // flight.shrink])
                rgb = (value >> 16 & 255, value >> 8 & 255, value & 255)
                assert near(rgb, item)


@pytest.mark.parametrize("count", [0, 1])
def test_tiny_walls_and_windows(
    qtbot: QtBot, jobs: JobRunner, store: ThumbnailStore, count: int
) -> None:
    view = WallView(jobs, TileComposer(store), 32)
    qtbot.addWidget(view)
    view.reduced_motion = True
    MiniMap(view).place()
    view.resize(2, 2)
    view.show()
    show(qtbot, view, content(np.arange(count), 1))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Plus, Qt.Key.Key_End, Qt.Key.Key_Return):
        QTest.keyClick(view, key)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    wheel(view, QPoint(1, 1), 120)
    settle(qtbot, view)
    assert view.grab().toImage().width() == 2
    view.shut_down()


def test_the_map_shows_where_one_is_and_moves_there(qtbot: QtBot, view: WallView) -> None:
    small = MiniMap(view)
    small.place()
    assert small.isHidden()
    view.fly_to(View(2, 2, view.camera.fit_scale * 6))
    assert small.isVisible()
    picture_of_map = small.grab().toImage()
    assert picture_of_map.width() == small.width()
    QTest.mouseClick(small, Qt.MouseButton.LeftButton, pos=QPoint(small.width() - 2, 4))
    assert view.camera.view.x > COLUMNS / 2
    view.show_all()
    assert small.isHidden()


def test_the_hint_goes_with_the_first_zoom(qtbot: QtBot, view: WallView) -> None:
    hint = ZoomHint(view)
    hint.start()
    assert hint.isHidden()  # no room
    view.resize(1000, 600)
    hint.start()
    assert hint.isVisible()
    with qtbot.waitSignal(hint.done):
        wheel(view, QPoint(100, 100), 120)
    assert hint.isHidden()


def test_the_cache_stays_within_its_limit(
    qtbot: QtBot, jobs: JobRunner, store: ThumbnailStore
) -> None:
    view = WallView(jobs, TileComposer(store), 1)
    qtbot.addWidget(view)
    view.reduced_motion = True
    view.resize(*SIZE)
    view.show()
    show(qtbot, view, content(np.arange(COUNT)))
    for x in (1, 4, 7, 10):
        view.fly_to(View(x, 3, 150))
        settle(qtbot, view)
        # What is on the screen stays above the limit, and nothing else.
        assert sum(key[0] > 0 for key in view.store.content.tiles) <= 4
        assert view.store.bytes == sum(t.cost for t in view.store.content.tiles.values())
    view.shut_down()


def test_lost_thumbnails_do_not_stop_the_wall(
    qtbot: QtBot, jobs: JobRunner, tmp_path: Path
) -> None:
    own = ThumbnailStore(tmp_path / "thumbs")
    own.append([make_thumbnail(picture(n)) for n in range(COUNT)])
    own.flush()
    own.close()
    for path in (tmp_path / "thumbs").glob("*"):
        path.unlink()
    composer = TileComposer(own)
    view = WallView(jobs, composer, 32)
    qtbot.addWidget(view)
    view.resize(*SIZE)
    view.show()
    show(qtbot, view, content(np.arange(COUNT)))
    placeholder = TileStyle().placeholder
    assert pixel(view, 5) == placeholder
    assert composer.trouble is not None
    view.shut_down()
