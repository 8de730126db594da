"""Drawing and erasing with mouse, pen, fingers and keys."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.widgets.drawing import DrawingCanvas, Tool
from app.widgets.drawing.gestures import MARGIN
from tests.app.widgets.drawing_support import (
    ERASER,
    Paper,
    Sheet,
    at,
    darkness,
    drag,
    line,
    move,
    press,
    release,
    shown_canvas,
    stroke_with_pen,
    tablet,
)

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def canvas(qtbot: QtBot) -> DrawingCanvas:
    return shown_canvas(qtbot)


@pytest.fixture
def paper(canvas: DrawingCanvas) -> Paper:
    return Paper(canvas)


def test_a_drag_draws_a_stroke_where_the_mouse_went(canvas: DrawingCanvas, paper: Paper) -> None:
    canvas.pen_width = 6.0
    drag(canvas, (200, 300), (600, 300), (600, 700))
    assert paper.edits == ["draw"]
    (stroke,) = paper.sheet.strokes
    assert (stroke.width, stroke.layer, stroke.pressures) == (6.0, "Drawing", None)
    np.testing.assert_allclose(stroke.points[0], [200, 300], atol=1.1)  # a pixel is two units
    np.testing.assert_allclose(stroke.points[-1], [600, 700], atol=1.1)
    assert len(stroke.points) < 40  # thinned
    assert darkness(canvas, 400, 300) > 150
    assert darkness(canvas, 400, 500) < 20


def test_it_tells_while_the_stroke_grows_and_takes_its_own_echo(
    canvas: DrawingCanvas, paper: Paper
) -> None:
    paper.change(strokes=(line((0, 0), (10, 10)),))
    drag(canvas, (200, 300), (600, 300))
    assert paper.told
    assert all(len(one) == 2 for one in paper.told)  # with what was there before
    assert len(paper.sheet.strokes) == 2
    assert len(paper.told) < 5  # not at every event


def test_pressure_is_kept_and_makes_the_ink_wider(canvas: DrawingCanvas, paper: Paper) -> None:
    canvas.pen_width = 40.0
    stroke_with_pen(canvas, (200, 500, 0.2), (800, 500, 1.0))
    (stroke,) = paper.sheet.strokes
    assert stroke.pressures is not None
    assert stroke.pressures[0] == pytest.approx(0.2, abs=0.05)
    assert stroke.pressures[-1] == pytest.approx(1.0, abs=0.05)
    assert darkness(canvas, 780, 515) > 150
    assert darkness(canvas, 220, 515) < 20


def test_the_other_end_of_the_pen_erases_pixels(canvas: DrawingCanvas, paper: Paper) -> None:
    stroke_with_pen(canvas, (200, 500, 0.8), (800, 500, 0.8))
    stroke_with_pen(canvas, (500, 400, 0.5), (500, 600, 0.5), device=ERASER)
    assert paper.edits == ["draw", "erase"]
    first, second = paper.sheet.strokes
    assert first.points[:, 0].max() < 490
    assert second.points[:, 0].min() > 510
    assert first.pressures is not None
    assert first.pressures[-1] == pytest.approx(0.8, abs=0.05)
    assert canvas.tool == Tool.PEN
    assert darkness(canvas, 500, 500) < 20
    assert darkness(canvas, 300, 500) > 100


def test_a_mouse_event_beside_the_pen_draws_no_second_stroke(
    canvas: DrawingCanvas, paper: Paper
) -> None:
    tablet(canvas, QEvent.Type.TabletPress, 300, 300)
    press(canvas, 300, 300)
    tablet(canvas, QEvent.Type.TabletMove, 500, 300)
    move(canvas, 500, 300)
    release(canvas, 500, 300)
    tablet(canvas, QEvent.Type.TabletRelease, 500, 300)
    assert paper.edits == ["draw"]
    assert len(paper.sheet.strokes) == 1


def test_the_stroke_eraser_takes_all_it_touches(canvas: DrawingCanvas, paper: Paper) -> None:
    kept = line((100, 800), (900, 800))
    paper.change(strokes=(line((100, 200), (900, 200)), kept, line((100, 300), (900, 300))))
    canvas.tool = "eraser_stroke"
    drag(canvas, (500, 150), (500, 350))
    assert paper.edits == ["erase"]
    assert paper.sheet.strokes == (kept,)
    assert darkness(canvas, 200, 200) < 20
    assert darkness(canvas, 200, 800) > 150


def test_the_pixel_eraser_is_shown_and_told_while_it_goes(
    canvas: DrawingCanvas, paper: Paper
) -> None:
    paper.change(strokes=(line((100, 500), (900, 500), width=8),))
    canvas.tool = "eraser_pixel"
    press(canvas, 300, 500)
    move(canvas, 500, 500)
    assert darkness(canvas, 400, 500) < 20
    assert darkness(canvas, 700, 500) > 150
    assert len(paper.told[0]) == 2
    canvas.cancel()
    assert darkness(canvas, 400, 500) > 150
    assert paper.edits == []
    assert len(paper.sheet.strokes) == 1


def test_an_eraser_that_touches_nothing_changes_nothing(
    canvas: DrawingCanvas, paper: Paper
) -> None:
    paper.change(strokes=(line((100, 500), (900, 500)),))
    for tool in ("eraser_stroke", "eraser_pixel"):
        canvas.tool = tool
        drag(canvas, (100, 700), (900, 700))
    assert paper.edits == []


def test_symmetric_drawing_makes_the_mirror_image_and_erases_it(
    canvas: DrawingCanvas, paper: Paper
) -> None:
    canvas.symmetry = 500.0
    drag(canvas, (300, 300), (200, 600))
    left, right = paper.sheet.strokes
    np.testing.assert_allclose(left.points[:, 0] + right.points[:, 0], 1000, atol=1e-2)
    assert darkness(canvas, 750, 450) > 60
    canvas.tool = "eraser_stroke"
    press(canvas, 250, 450)
    release(canvas, 250, 450)
    assert paper.sheet.strokes == ()


def test_the_axis_is_moved_by_its_grip(canvas: DrawingCanvas, paper: Paper) -> None:
    canvas.symmetry = 500.0
    told: list[tuple[float, bool]] = []
    canvas.symmetry_moved.connect(lambda x, done: told.append((x, done)))
    drag(canvas, (500, 0), (300, 100))
    assert canvas.symmetry == pytest.approx(300, abs=2)
    assert told[-1][1]
    assert not told[0][1]
    assert paper.edits == []


def test_locked_and_hidden_layers_refuse_and_say_so(canvas: DrawingCanvas, paper: Paper) -> None:
    said: list[str] = []
    canvas.refused.connect(said.append)
    paper.change(locked=True)
    drag(canvas, (200, 300), (600, 300))
    paper.change(locked=False, shown=False)
    canvas.tool = "eraser_pixel"
    drag(canvas, (200, 300), (600, 300))
    canvas.set_layers((), "")
    drag(canvas, (200, 300), (600, 300))
    assert paper.edits == []
    assert len(said) == 3
    assert "locked" in said[0]
    assert "Drawing" in said[0]
    assert "hidden" in said[1]


def test_escape_drops_the_stroke_and_the_document_gets_its_strokes_back(
    qtbot: QtBot, canvas: DrawingCanvas, paper: Paper
) -> None:
    before = line((0, 0), (10, 10))
    paper.change(strokes=(before,))
    press(canvas, 200, 300)
    move(canvas, 600, 300)
    assert canvas.is_busy
    with qtbot.waitSignal(canvas.cancelled):
        qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert not canvas.is_busy
    release(canvas, 600, 300)
    assert paper.sheet.strokes == (before,)
    assert paper.edits == []
    assert darkness(canvas, 400, 300) < 20


def test_a_change_from_outside_ends_the_stroke(canvas: DrawingCanvas, paper: Paper) -> None:
    press(canvas, 200, 300)
    move(canvas, 600, 300)
    paper.change(strokes=(line((0, 0), (500, 500)),))  # an undo, a file
    assert not canvas.is_busy
    release(canvas, 600, 300)
    assert paper.edits == []
    assert darkness(canvas, 400, 300) < 20


def test_a_change_of_another_layer_does_not(canvas: DrawingCanvas, paper: Paper) -> None:
    press(canvas, 200, 300)
    move(canvas, 600, 300)
    below = Sheet("below", (line((0, 900), (1000, 900), width=10),))
    canvas.set_layers((below, paper.sheet), "Drawing")
    assert canvas.is_busy
    release(canvas, 600, 300)
    assert paper.edits == ["draw"]


def test_strokes_far_off_the_page_are_cut(canvas: DrawingCanvas, paper: Paper) -> None:
    canvas.set_zoom(0.1)
    drag(canvas, (500, 500), (2000, 500), (2000, 600), (500, 600))
    first, second = paper.sheet.strokes
    for stroke in (first, second):
        assert stroke.points.max() <= 1000 + MARGIN
    assert first.points[-1, 0] == pytest.approx(1000 + MARGIN)


def test_a_click_makes_a_dot(canvas: DrawingCanvas, paper: Paper) -> None:
    canvas.pen_width = 20
    press(canvas, 500, 500)
    release(canvas, 500, 500)
    assert len(paper.sheet.strokes[0].points) == 1
    assert darkness(canvas, 500, 500) > 150


def test_opacity_order_and_visibility_of_layers(canvas: DrawingCanvas) -> None:
    thick = line((0, 500), (1000, 500), width=60)
    down = line((500, 0), (500, 1000), width=60)
    faint = Sheet("faint", (thick, down), opacity=0.5)
    canvas.set_layers((faint, Sheet()), "Drawing")
    single, crossing = darkness(canvas, 200, 500), darkness(canvas, 500, 500)
    assert 80 < single < 160
    assert abs(single - crossing) <= 2  # the layer fades as a whole
    canvas.set_layers((replace(faint, shown=False), Sheet()), "Drawing")
    assert darkness(canvas, 200, 500) < 20
    canvas.set_layers((replace(faint, opacity=1.0), Sheet()), "Drawing")
    assert darkness(canvas, 200, 500) > 200
    canvas.set_layers((Sheet(),), "Drawing")
    assert darkness(canvas, 200, 500) < 20


def finger(canvas: DrawingCanvas) -> QTest.QTouchEventSequence:
    return QTest.touchEvent(canvas, TOUCH, False)  # type: ignore[call-overload]


def spot(canvas: DrawingCanvas, x: float, y: float) -> QPoint:
    return at(canvas, x, y).toPoint()


TOUCH = QTest.createTouchDevice()


def test_one_finger_draws(canvas: DrawingCanvas, paper: Paper) -> None:
    finger(canvas).press(0, spot(canvas, 200, 300), canvas).commit()
    finger(canvas).move(0, spot(canvas, 400, 300), canvas).commit()
    finger(canvas).release(0, spot(canvas, 400, 300), canvas).commit()
    assert paper.edits == ["draw"]
    assert paper.sheet.strokes[0].length > 150


def test_two_fingers_zoom_and_leave_no_stroke(canvas: DrawingCanvas, paper: Paper) -> None:
    zoom = canvas.zoom
    finger(canvas).press(0, spot(canvas, 400, 500), canvas).commit()
    both = finger(canvas).move(0, spot(canvas, 400, 500), canvas)
    both.press(1, spot(canvas, 600, 500), canvas).commit()
    ends = spot(canvas, 300, 500), spot(canvas, 700, 500)
    finger(canvas).move(0, ends[0], canvas).move(1, ends[1], canvas).commit()
    assert canvas.zoom == pytest.approx(2 * zoom, rel=0.05)
    end = finger(canvas).release(0, QPoint(10, 10), canvas)
    end.release(1, QPoint(20, 20), canvas).commit()
    assert paper.edits == []
    assert paper.sheet.strokes == ()
    assert not canvas.is_busy


def test_once_a_pen_was_seen_a_finger_moves_the_page(canvas: DrawingCanvas, paper: Paper) -> None:
    stroke_with_pen(canvas, (200, 500, 0.8), (800, 500, 0.8))
    before = at(canvas, 0, 0)
    finger(canvas).press(0, QPoint(200, 200), canvas).commit()
    finger(canvas).move(0, QPoint(240, 210), canvas).commit()
    finger(canvas).release(0, QPoint(240, 210), canvas).commit()
    assert paper.edits == ["draw"]
    assert (at(canvas, 0, 0) - before).x() == pytest.approx(40, abs=1)


def test_keys_take_tools_and_set_widths(qtbot: QtBot, canvas: DrawingCanvas) -> None:
    taken: list[str] = []
    canvas.tool_changed.connect(taken.append)
    qtbot.keyClick(canvas, Qt.Key.Key_E)
    qtbot.keyClick(canvas, Qt.Key.Key_E, SHIFT)
    wide = canvas.eraser_width
    qtbot.keyClick(canvas, "]")
    assert canvas.eraser_width > wide
    for key in (Qt.Key.Key_V, Qt.Key.Key_H, Qt.Key.Key_P):
        qtbot.keyClick(canvas, key)
    assert taken == ["eraser_stroke", "eraser_pixel", "pick", "move", "pen"]
    before = canvas.pen_width
    qtbot.keyClick(canvas, "[")
    assert canvas.pen_width < before


def test_the_keyboard_draws(qtbot: QtBot, canvas: DrawingCanvas, paper: Paper) -> None:
    canvas.smoothing = 0.0
    qtbot.keyClick(canvas, Qt.Key.Key_Left)  # shows where the pen is
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert canvas.is_busy
    for _step in range(10):
        qtbot.keyClick(canvas, Qt.Key.Key_Down)
    for _step in range(2):
        qtbot.keyClick(canvas, Qt.Key.Key_Right, CTRL)
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert paper.edits == ["draw"]
    points = paper.sheet.strokes[0].points
    np.testing.assert_allclose(points[[0, -1]], [[500, 500], [600, 600]], atol=0.5)
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert paper.edits == ["draw"]
    assert len(paper.sheet.strokes) == 1


def test_losing_the_focus_ends_a_stroke_of_the_keyboard(
    qtbot: QtBot, canvas: DrawingCanvas, paper: Paper
) -> None:
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Space, Qt.Key.Key_Up, Qt.Key.Key_Up):
        qtbot.keyClick(canvas, key)
    canvas.clearFocus()
    assert not canvas.is_busy
    assert paper.edits == ["draw"]


def test_space_and_a_drag_move_the_page_and_put_no_pen_down(
    qtbot: QtBot, canvas: DrawingCanvas, paper: Paper
) -> None:
    before = at(canvas, 0, 0)
    qtbot.keyPress(canvas, Qt.Key.Key_Space)
    x, y = canvas.camera.to_page(100, 100)
    press(canvas, x, y)
    x, y = canvas.camera.to_page(150, 120)
    move(canvas, x, y)
    release(canvas, *canvas.camera.to_page(150, 120))
    qtbot.keyRelease(canvas, Qt.Key.Key_Space)
    gone = at(canvas, 0, 0) - before
    assert (gone.x(), gone.y()) == pytest.approx((50, 20), abs=1.1)
    assert paper.edits == []
    assert not canvas.is_busy
    assert not canvas.fits
