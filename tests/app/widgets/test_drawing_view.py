"""The drawing surface as it is seen: zoom, the picture below, what is drawn anew."""

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.body_document_types import Layer
from app.shell.theme import DARK, LIGHT, build_palette
from app.widgets.drawing import DrawingCanvas
from app.widgets.drawing.camera import Camera
from app.widgets.drawing.ink import Ink
from app.widgets.drawing.outlines import outlines
from app.widgets.drawing.overlay import paper_colour
from app.widgets.drawing.tiles import SIDE, TileSheet
from tests.app.widgets.drawing_support import (
    Paper,
    at,
    darkness,
    drag,
    finish,
    line,
    move,
    press,
    release,
    shown_canvas,
)

MIDDLE = Qt.MouseButton.MiddleButton
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def canvas(qtbot: QtBot) -> DrawingCanvas:
    return shown_canvas(qtbot)


@pytest.fixture
def paper(canvas: DrawingCanvas) -> Paper:
    return Paper(canvas)


@pytest.fixture
def joints() -> np.ndarray:
    rows = np.arange(24)
    return np.column_stack([200 + 100 * (rows % 6), 200 + 150 * (rows // 6)]).astype(float)


def test_a_document_layer_is_shown(canvas: DrawingCanvas) -> None:
    canvas.set_layers((Layer("Drawing", (line((0, 500), (1000, 500), width=20),)),), "Drawing")
    assert darkness(canvas, 300, 500) > 200


# -- outlines


def walk(seed: int, count: int = 60, length: float = 6) -> np.ndarray:
    rng = np.random.default_rng(seed)
    turn = np.cumsum(rng.normal(0, 0.9, count))
    steps = np.stack([np.cos(turn), np.sin(turn)], 1) * rng.uniform(0.01, length, (count, 1))
    return np.cumsum(steps, 0) + 500


@pytest.mark.parametrize("seed", range(6))
def test_outlines_cover_the_line_as_wide_as_it_is_and_no_wider(seed: int) -> None:
    points = walk(seed)
    halves = np.random.default_rng(seed).uniform(1, 9, len(points))
    (path,) = outlines([(points, halves)])
    t = np.linspace(0, 1, 7)[:, None]
    rng = np.random.default_rng(seed + 50)
    for start, end, low, high in zip(points, points[1:], halves, halves[1:], strict=False):
        along = start + t * (end - start)
        for x, y in (*along, start, end):
            assert path.contains(QPointF(x, y))
        side = np.array([-(end - start)[1], (end - start)[0]])
        side /= max(np.linalg.norm(side), 1e-9)
        for sign in (-0.85, 0.85):
            x, y = (start + end) / 2 + sign * min(low, high) * side
            assert path.contains(QPointF(x, y))
    gaps = rng.uniform(400, 600, (400, 2))
    far = np.linalg.norm(gaps[:, None] - points[None], axis=2).min(1) > halves.max() + 6
    assert not any(path.contains(QPointF(x, y)) for x, y in gaps[far])


def test_outlines_of_many_are_those_of_each() -> None:
    rows = [(walk(seed, 2 + 9 * seed), np.full(2 + 9 * seed, 2.0)) for seed in range(5)]
    rows.append((np.array([[5.0, 5.0]]), np.array([3.0])))
    rows.append((np.array([[5.0, 5.0], [5.0, 5.0]]), np.array([3.0, 4.0])))
    for path, row in zip(outlines(rows), rows, strict=True):
        (alone,) = outlines([row])
        assert path == alone
    assert outlines([]) == []


def test_ink_is_found_by_place() -> None:
    strokes = [line((x, 0), (x, 1000), width=4) for x in range(0, 1000, 50)]
    ink = Ink(strokes)
    assert ink.strokes_in(np.array([90.0, 10, 160, 20])) == [2, 3]
    ink.extend([line((100, 0), (120, 30))])
    assert ink.strokes_in(np.array([90.0, 10, 160, 20])) == [2, 3, 20]
    assert len(ink.strokes) == 21


# -- what is drawn anew


def fresh(canvas: DrawingCanvas) -> QImage:
    """Return what the canvas looks like when it is drawn from nothing."""
    for sheet in canvas.scene.sheets:
        sheet.forget()
    finish(canvas)
    return canvas.grab().toImage()


def difference(one: QImage, other: QImage) -> int:
    def levels(image: QImage) -> np.ndarray:
        grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
        rows = np.frombuffer(bytes(grey.constBits()), np.uint8)
        return rows.reshape(grey.height(), -1)[:, : grey.width()].astype(int)

    return int(np.abs(levels(one) - levels(other)).max())


def test_after_many_changes_it_looks_as_if_drawn_from_nothing(
    canvas: DrawingCanvas, paper: Paper
) -> None:
    rng = np.random.default_rng(3)
    canvas.eraser_width = 60
    for turn in range(14):
        canvas.tool = ("pen", "pen", "eraser_pixel", "eraser_stroke")[turn % 4]
        canvas.pen_width = float(rng.uniform(2, 30))
        drag(canvas, *[tuple(one) for one in rng.uniform(50, 950, (4, 2))])
        if turn == 7:
            paper.change(opacity=0.6)
    finish(canvas)
    shown = canvas.grab().toImage()
    assert len(paper.sheet.strokes) > 3
    assert difference(shown, fresh(canvas)) <= 40  # edges of ink drawn over ink


def test_a_stroke_draws_only_where_it_went(canvas: DrawingCanvas, paper: Paper) -> None:
    paper.change(strokes=tuple(line((x, 0), (x, 1000)) for x in range(10, 1000, 10)))
    finish(canvas)
    sheet = canvas.scene.ink_sheet
    before = sheet.drawn
    press(canvas, 200, 300)
    move(canvas, 220, 300)
    QApplication.processEvents()
    assert sheet.drawn == before  # the stroke lies over the sheet while it grows
    release(canvas, 240, 300)
    finish(canvas)
    assert sheet.drawn - before <= 4 * 256**2  # put on the tiles that it touches
    before = sheet.drawn
    canvas.tool = "eraser_pixel"
    press(canvas, 500, 500)
    move(canvas, 520, 500)
    finish(canvas)
    assert 0 < sheet.drawn - before < 60**2
    release(canvas, 520, 500)


def test_the_same_layers_again_draw_nothing(canvas: DrawingCanvas, paper: Paper) -> None:
    paper.change(strokes=(line((0, 0), (900, 900)),))
    finish(canvas)
    before = canvas.scene.ink_sheet.drawn
    paper.show()
    canvas.set_layers((replace(paper.sheet),), "Drawing")
    finish(canvas)
    assert canvas.scene.ink_sheet.drawn == before


def test_what_is_set_again_is_not_painted_again(
    canvas: DrawingCanvas, paper: Paper, joints: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    ghost = [line((0, 400), (1000, 400))]

    def show() -> None:
        paper.show()
        canvas.set_joints(joints.copy(), np.full(24, 0.5), frozenset({1}), frozenset(), 3)
        canvas.set_ghost(ghost, 0.5)
        canvas.set_underlay(None)
        canvas.symmetry = 500.0

    show()
    finish(canvas)
    asked: list[object] = []  # the system may have it painted again at any time
    monkeypatch.setattr(canvas, "update", lambda *part: asked.append(part))
    show()
    finish(canvas)
    assert asked == []
    canvas.set_joints(joints + 1)
    assert asked


def test_panning_uses_what_is_drawn(canvas: DrawingCanvas, paper: Paper) -> None:
    paper.change(strokes=(line((0, 500), (1000, 500), width=20),))
    finish(canvas)
    before = canvas.scene.ink_sheet.drawn
    canvas.pan(13, 7)
    finish(canvas)
    assert canvas.scene.ink_sheet.drawn == before
    assert darkness(canvas, 300, 500) > 200


def test_what_is_far_out_of_sight_is_let_go() -> None:
    seen = QRect(0, 0, 600, 400)
    sheet = TileSheet(lambda painter, _box: painter.eraseRect(0, 0, 1, 1), lambda _box: False)
    sheet.use(100.0)
    picture = QImage(seen.size(), QImage.Format.Format_ARGB32_Premultiplied)
    with QPainter(picture) as painter:
        for step in range(200):
            sheet.show(painter, seen, (-200 * step, 0), 1.0, math.inf)
        assert sheet.memory <= 250 * SIDE**2 * 4
        drawn = sheet.drawn
        sheet.show(painter, seen, (-200 * 199, 0), 1.0, math.inf)
    assert sheet.drawn == drawn  # what is seen was kept


# -- zoom


def test_the_wheel_zooms_at_the_pointer(qtbot: QtBot, canvas: DrawingCanvas) -> None:
    zoom, place = canvas.zoom, QPointF(300, 150)
    held = canvas.camera.to_page(300, 150)
    wheel = QWheelEvent(
        place, place, QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    with qtbot.waitSignal(canvas.zoomed):
        QApplication.sendEvent(canvas, wheel)
    assert canvas.zoom > 1.3 * zoom
    np.testing.assert_allclose(canvas.camera.to_page(300, 150), held, atol=1.5)
    for key, check in (("0", lambda: canvas.fits), ("+", lambda: not canvas.fits)):
        qtbot.keyClick(canvas, key, CTRL)
        assert check()
    larger = canvas.zoom
    qtbot.keyClick(canvas, "-", CTRL)
    assert canvas.zoom < larger


def test_the_middle_button_moves_the_page(canvas: DrawingCanvas, paper: Paper) -> None:
    before = at(canvas, 500, 500)
    press(canvas, 500, 500, button=MIDDLE)
    x, y = canvas.camera.to_page(before.x() + 30, before.y() - 20)
    move(canvas, x, y, button=MIDDLE)
    release(canvas, 500, 500, button=MIDDLE)
    gone = at(canvas, 500, 500) - before
    assert (gone.x(), gone.y()) == pytest.approx((30, -20), abs=1.1)
    assert paper.edits == []


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_a_camera_maps_there_and_back_on_whole_pixels(ratio: float) -> None:
    camera = Camera()
    camera.resize(733, 411, ratio)
    camera.zoom_to(1.37, 100, 200)
    camera.pan(12.3, -4.5)
    x, y = camera.to_widget(*camera.to_page(321.5, 99.25))
    assert (x, y) == pytest.approx((321.5, 99.25))
    left, top = camera.to_widget(0, 0)
    assert (left * ratio) % 1 == pytest.approx(0, abs=1e-6) or (left * ratio) % 1 > 1 - 1e-6
    other = Camera()
    other.resize(733, 411, ratio)
    other.restore(camera.state())
    assert other.to_widget(10, 20) == pytest.approx(camera.to_widget(10, 20))
    for broken in ({}, {"zoom": "x"}, {"zoom": float("nan"), "x": 0, "y": 0}, 7, None):
        other.restore(broken)
        assert np.isfinite(other.zoom)
    assert top == pytest.approx(top)


def test_the_page_fits_after_a_resize(canvas: DrawingCanvas) -> None:
    canvas.resize(900, 300)
    finish(canvas)
    assert canvas.fits
    top, bottom = (canvas.camera.to_widget(0.0, place)[1] for place in (0.0, 1000.0))
    assert 0 < bottom - top <= 300


# -- the picture below, the ghost


def test_the_picture_below_fits_moves_and_scales(qtbot: QtBot, canvas: DrawingCanvas) -> None:
    picture = QImage(200, 400, QImage.Format.Format_RGB32)
    picture.fill(QColor("#204080"))
    canvas.set_underlay(picture, 1.0)
    assert canvas.underlay_place == (250, 0, 500, 1000)
    assert darkness(canvas, 500, 500) > 120
    assert darkness(canvas, 100, 500) < 20
    canvas.underlay_editing = True
    told = []
    canvas.underlay_moved.connect(lambda place, done: told.append((place, done)))
    drag(canvas, (500, 500), (600, 520))
    assert told[-1][1]
    np.testing.assert_allclose(told[-1][0], (350, 20, 500, 1000), atol=2)
    canvas.set_underlay(picture, 1.0)
    drag(canvas, (750, 1000), (500, 500))  # a corner, to half its size
    np.testing.assert_allclose(told[-1][0], (250, 0, 250, 500), atol=4)
    press(canvas, 300, 200)
    move(canvas, 900, 900)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    np.testing.assert_allclose(canvas.underlay_place, (250, 0, 250, 500), atol=4)
    canvas.set_underlay(None)
    assert darkness(canvas, 400, 400) < 20


def test_the_ghost_lies_under_the_ink_and_goes_away(canvas: DrawingCanvas, paper: Paper) -> None:
    canvas.set_ghost([line((0, 400), (1000, 400), width=30)], 0.5)
    assert 20 < darkness(canvas, 500, 400) < 140
    paper.change(strokes=(line((500, 0), (500, 1000), width=30),))
    assert darkness(canvas, 500, 400) > 200
    canvas.set_ghost([line((0, 700), (1000, 700), width=30)], 1.0)
    assert darkness(canvas, 200, 400) < 20
    assert darkness(canvas, 200, 700) > 60
    canvas.set_ghost([], 1.0)
    assert darkness(canvas, 200, 700) < 20


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_paper_is_light_in_both_themes(qtbot: QtBot, theme: object) -> None:
    assert paper_colour(build_palette(theme)).lightness() > 200  # type: ignore[arg-type]
