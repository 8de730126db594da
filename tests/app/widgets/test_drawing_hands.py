"""Joints that are held on the drawing surface, and what comes and goes by the clipboard."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from app.services.body_document_types import PAGE
from app.widgets.drawing import DrawingCanvas, DroppedPicture
from app.widgets.drawing.exchange import decode_strokes, encode_strokes, fit_strokes
from app.widgets.drawing.overlay import confidence_colour
from app.widgets.grid_model import ITEMS_MIME
from common.errors import QueryError
from common.strokes import Stroke
from tests.app.widgets.drawing_support import (
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


# -- joints


def test_a_joint_is_clicked_dragged_and_named(canvas: DrawingCanvas, joints: np.ndarray) -> None:
    canvas.set_joints(joints, np.linspace(0, 1, 24), frozenset({1}), frozenset({2}), 5)
    canvas.set_joint_names([f"joint {place}" for place in range(24)])
    canvas.tool = "pick"
    clicked, dragged, hovered = [], [], []
    canvas.joint_clicked.connect(clicked.append)
    canvas.joint_dragged.connect(lambda *told: dragged.append(told))
    canvas.joint_hovered.connect(hovered.append)
    mouse_over = joints[7]
    move(canvas, *mouse_over, button=Qt.MouseButton.NoButton)
    assert hovered == [7]
    press(canvas, *joints[7])
    release(canvas, *joints[7])
    assert clicked == [7]
    drag(canvas, tuple(joints[8]), (650, 640))
    joint, place, done = dragged[-1]
    assert (joint, done) == (8, True)
    np.testing.assert_allclose(place, [650, 640], atol=1.5)
    assert not dragged[0][2]
    press(canvas, 50, 950)
    release(canvas, 50, 950)
    assert clicked == [7, -1]


def test_a_dragged_joint_goes_back_at_escape(
    qtbot: QtBot, canvas: DrawingCanvas, joints: np.ndarray
) -> None:
    canvas.set_joints(joints)
    canvas.tool = "pick"
    dragged = []
    canvas.joint_dragged.connect(lambda *told: dragged.append(told))
    press(canvas, *joints[3])
    move(canvas, 800, 800)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    joint, place, done = dragged[-1]
    assert (joint, done) == (3, True)
    np.testing.assert_allclose(place, joints[3])


def test_with_the_pen_joints_are_drawn_over_and_ctrl_takes_them(
    canvas: DrawingCanvas, paper: Paper, joints: np.ndarray
) -> None:
    canvas.set_joints(joints)
    dragged = []
    canvas.joint_dragged.connect(lambda *told: dragged.append(told))
    drag(canvas, tuple(joints[3]), (700, 700))
    assert (paper.edits, dragged) == (["draw"], [])
    drag(canvas, tuple(joints[3]), (700, 700), held=CTRL)
    assert paper.edits == ["draw"]
    assert dragged[-1][0] == 3
    canvas.show_joints = False
    drag(canvas, tuple(joints[3]), (700, 700), held=CTRL)
    assert paper.edits == ["draw", "draw"]


def test_joints_by_keyboard(qtbot: QtBot, canvas: DrawingCanvas, joints: np.ndarray) -> None:
    canvas.tool = "pick"
    dragged = []
    canvas.joint_dragged.connect(lambda *told: dragged.append(told))
    canvas.joint_clicked.connect(lambda joint: canvas.set_joints(joints, selected=joint))
    canvas.set_joints(joints)
    for _time in range(3):
        qtbot.keyClick(canvas, Qt.Key.Key_Tab)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert dragged[0][0] == 2
    np.testing.assert_allclose(dragged[0][1] - joints[2], [5, 0])
    assert [told[2] for told in dragged] == [False, True]  # one step for a row of keys


def test_wrong_joints_are_refused_and_unknown_places_hidden(
    canvas: DrawingCanvas, joints: np.ndarray
) -> None:
    with pytest.raises(ValueError, match="24"):
        canvas.set_joints(joints[:20])
    joints[3, 0] = np.nan
    canvas.set_joints(joints)
    assert canvas.joint_at(at(canvas, *joints[4])) == -1


def test_confidence_has_colours_that_differ() -> None:
    low, middle, high = (confidence_colour(share) for share in (0.1, 0.5, 0.95))
    assert len({one.name() for one in (low, middle, high, confidence_colour(None))}) == 4
    assert confidence_colour(float("nan")) == confidence_colour(None)


# -- clipboard and drops


def test_strokes_are_copied_and_pasted(qtbot: QtBot, canvas: DrawingCanvas, paper: Paper) -> None:
    paper.change(strokes=(line((100, 100), (300, 700)), line((300, 200), (900, 900))))
    qtbot.keyClick(canvas, Qt.Key.Key_C, CTRL)
    paper.change(strokes=())
    qtbot.keyClick(canvas, Qt.Key.Key_V, CTRL)
    assert paper.edits == ["strokes"]
    assert [one.points.tolist() for one in paper.sheet.strokes] == [
        [[100, 100], [300, 700]],
        [[300, 200], [900, 900]],
    ]
    assert darkness(canvas, 200, 400) > 60


def test_drawings_of_other_programs_are_fitted_to_the_page() -> None:
    data = QMimeData()
    data.setText('<svg xmlns="http://www.w3.org/2000/svg"><path d="M 2 2 L 20 12"/></svg>')
    (stroke,) = decode_strokes(data)
    assert stroke.points.max() - stroke.points.min() < PAGE
    far = fit_strokes([line((5000, 5000), (9000, 7000)), line((5000, 7000), (9000, 5000))])
    points = np.concatenate([one.points for one in far])
    assert points.min() >= 100
    assert points.max() <= 900
    np.testing.assert_allclose((points.min(0) + points.max(0)) / 2, [500, 500], atol=0.1)
    assert decode_strokes(QMimeData()) == []
    data.setText("[1, 2, 3]")
    assert decode_strokes(data) == []
    data.setText('{"strokes": [{"points": [[0, "x"]]}]}')
    with pytest.raises(QueryError):
        decode_strokes(data)


def test_what_cannot_be_read_is_said(qtbot: QtBot, canvas: DrawingCanvas, paper: Paper) -> None:
    QGuiApplication.clipboard().setText('{"strokes": [{"points": []}]}')
    with qtbot.waitSignal(canvas.refused):
        canvas.paste()
    QGuiApplication.clipboard().setText("just words")
    assert not canvas.paste()
    paper.change(locked=True)
    data = encode_strokes([line((0, 0), (500, 500))])
    with qtbot.waitSignal(canvas.refused):
        canvas.take(data, None)
    assert paper.edits == []


def test_pictures_files_and_items_are_told(
    qtbot: QtBot, canvas: DrawingCanvas, tmp_path: Path
) -> None:
    told: list[DroppedPicture] = []
    canvas.picture_dropped.connect(told.append)
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    data = QMimeData()
    data.setImageData(image)
    drop = QDropEvent(
        at(canvas, 250, 750), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier, QEvent.Type.Drop,
    )  # fmt: skip
    canvas.dropEvent(drop)
    assert isinstance(told[0].image, QImage)
    np.testing.assert_allclose(told[0].at, [250, 750], atol=1)
    path = tmp_path / "a.png"
    image.save(str(path))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    assert canvas.take(data, None)
    assert told[1].path == path
    data = QMimeData()
    data.setData(ITEMS_MIME, b"5 9")
    assert canvas.take(data, None)
    assert told[2].items == (5, 9)


def test_many_strokes_are_refused(qtbot: QtBot, canvas: DrawingCanvas, paper: Paper) -> None:
    point = np.zeros((1, 2), np.float32)
    paper.change(strokes=tuple(Stroke(point) for _number in range(19_999)))
    with qtbot.waitSignal(canvas.refused):
        assert not canvas.add_strokes([line((0, 0), (1, 1)), line((0, 0), (1, 1))])
    assert canvas.add_strokes([line((0, 0), (1, 1))])


def test_names_for_screen_readers(canvas: DrawingCanvas) -> None:
    assert canvas.accessibleName()
    assert "Space" in canvas.accessibleDescription()
    sheet = Sheet()
    canvas.set_layers((sheet,), "Drawing")
    assert canvas.focusPolicy() == Qt.FocusPolicy.StrongFocus
