"""Heat maps over a picture: values, a shared view, the divider, the brush."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.services.explain_colours import Look, colour_table
from app.widgets.heat_canvas import HeatCanvas
from app.widgets.heat_image import Heat, heat_lines, heat_picture
from app.widgets.occlusion import Occlusion
from app.widgets.view_link import ViewLink


def heat(crop: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)) -> Heat:
    values = np.zeros((8, 8), np.float32)
    values[:, 4:] = 1
    return Heat(values, crop)


@pytest.fixture
def canvas(qtbot: QtBot) -> HeatCanvas:
    made = HeatCanvas()
    qtbot.addWidget(made)
    made.resize(200, 200)
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("#808080"))
    made.show_image(image)
    made.show()
    return made


def test_values_are_read_where_they_lie() -> None:
    half = heat((0.5, 0.0, 0.5, 1.0))
    assert half.at(0.25, 0.5) is None
    assert half.at(0.55, 0.5) == pytest.approx(0)
    assert half.at(0.95, 0.5) == pytest.approx(1)
    assert half.at(0.75, 0.5) == pytest.approx(0.5), "between two cells"


def test_colours_and_lines() -> None:
    image = heat_picture(heat().values, Look("viridis", 1.0))
    table = colour_table("viridis")
    assert image.pixelColor(7, 0).getRgb()[:3] == tuple(table[255].tolist())
    clear = heat_picture(heat().values, Look(strength=0.5, threshold=0.5))
    assert clear.pixelColor(0, 0).alpha() == 0
    assert clear.pixelColor(7, 0).alpha() == 128
    box = heat_lines(heat().values, 0.5).boundingRect()
    assert box.left() == pytest.approx(0.5, abs=0.02)
    assert box.right() == pytest.approx(1, abs=0.02)


def test_the_overlay_is_drawn_over_the_picture(canvas: HeatCanvas) -> None:
    canvas.show_heats(heat())
    canvas.set_look(Look("inferno", 1.0))
    drawn = canvas.grab().toImage()
    bright, dark = drawn.pixelColor(190, 100), drawn.pixelColor(10, 100)
    assert bright.lightness() > 180
    assert dark.lightness() < 40


def test_hover_and_keys_read_the_value(canvas: HeatCanvas, qtbot: QtBot) -> None:
    canvas.show_heats(heat())
    with qtbot.waitSignal(canvas.hovered):
        qtbot.mouseMove(canvas, QPoint(180, 100))
    assert canvas.accessibleDescription() == "1.00"
    canvas.show_probe(QPointF(0.1, 0.5))
    assert canvas.accessibleDescription() == "0.00"
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.accessibleDescription() == "0.00"


def test_canvases_share_zoom_and_place(canvas: HeatCanvas, qtbot: QtBot) -> None:
    other = HeatCanvas()
    qtbot.addWidget(other)
    other.resize(200, 200)
    other.show_image(canvas.image)
    link = ViewLink()
    link.join([canvas, other])
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    qtbot.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert other.view == canvas.view
    assert not other.fits
    other.fit()
    assert canvas.fits
    link.join([canvas])
    canvas.zoom_in()
    assert other.fits, "no longer linked"


def test_the_divider_separates_two_maps(canvas: HeatCanvas, qtbot: QtBot) -> None:
    full, empty = Heat(np.ones((4, 4), np.float32)), Heat(np.zeros((4, 4), np.float32))
    canvas.show_heats(full, empty)
    canvas.set_look(Look("inferno", 1.0))
    assert canvas.value_at(QPointF(0.2, 0.5)) == 1
    assert canvas.value_at(QPointF(0.8, 0.5)) == 0
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 50))
    qtbot.mouseMove(canvas, QPoint(180, 50))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(180, 50))
    assert canvas.divider == pytest.approx(0.9, abs=0.02)
    assert canvas.value_at(QPointF(0.8, 0.5)) == 1
    qtbot.keyClick(canvas, Qt.Key.Key_Less)
    assert canvas.divider < 0.9


def test_painting_hides_and_shows_again(canvas: HeatCanvas, qtbot: QtBot) -> None:
    canvas.occlusion = Occlusion(100, 50)
    with qtbot.waitSignal(canvas.painted):
        qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    qtbot.mouseMove(canvas, QPoint(150, 100))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(150, 100))
    mask = canvas.occlusion.mask()
    assert mask.shape == (160, 320)
    assert mask[80, 200]
    assert not mask[80, 20]
    canvas.show_probe(QPointF(0.1, 0.5))
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert canvas.occlusion.mask()[80, 32]


def test_strokes_are_undone_redone_and_erased() -> None:
    sheet = Occlusion(64, 64)
    assert not sheet.mask().any()
    sheet.begin(QPointF(0.5, 0.5))
    sheet.go_on(QPointF(0.8, 0.5))
    sheet.end()
    painted = sheet.mask()
    assert painted[160, 200]
    sheet.erases = True
    sheet.begin(QPointF(0.5, 0.5))
    sheet.end()
    assert sheet.mask().sum() < painted.sum()
    sheet.undo()
    assert np.array_equal(sheet.mask(), painted)
    sheet.undo()
    assert sheet.is_empty
    sheet.redo()
    assert np.array_equal(sheet.mask(), painted)
    sheet.clear()
    assert sheet.is_empty
    assert not sheet.can_redo
    assert sheet._drawn(QSizeF(4, 4)).width() == 4
