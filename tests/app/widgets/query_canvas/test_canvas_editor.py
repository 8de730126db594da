"""The editor of a canvas: mouse, keys, clipboard, drops, properties, undo of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest

from app.widgets.grid_model import ITEMS_MIME, encode_items
from app.widgets.query_canvas import CanvasEditor
from app.widgets.query_canvas.board_state import ARROW, COLOUR, TEXT, THING
from app.widgets.query_canvas.transfer import encode_thing
from common.canvas import Canvas, ColourShape, ObjectShape, PictureShape, Region, TextShape
from tests.panel_support import Desk, make_desk

RED = (214, 40, 40)
BOX = Region(0.25, 0.25, 0.25, 0.25)


@pytest.fixture
def desk(tmp_path: Path, qtbot: Any) -> Iterator[Desk]:
    desk = make_desk(tmp_path)
    yield desk
    desk.close()


@pytest.fixture
def editor(desk: Desk, qtbot: Any) -> CanvasEditor:
    made = CanvasEditor(desk.context)
    qtbot.addWidget(made)
    made.resize(420, 520)
    made.show()
    QGuiApplication.clipboard().clear()
    return made


def at(editor: CanvasEditor, x: float, y: float) -> Any:
    ground = editor.board.ground()
    where = QPointF(ground.x() + x * ground.width(), ground.y() + y * ground.height())
    return where.toPoint()


def drag(editor: CanvasEditor, start: tuple[float, float], end: tuple[float, float]) -> None:
    board = editor.board
    QTest.mousePress(board, Qt.MouseButton.LeftButton, pos=at(editor, *start))
    for share in (0.3, 0.6, 1.0):
        step = (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
        QTest.mouseMove(board, at(editor, *step))
    QTest.mouseRelease(board, Qt.MouseButton.LeftButton, pos=at(editor, *end))


def drop(editor: CanvasEditor, data: QMimeData, x: float = 0.5, y: float = 0.5) -> None:
    event = QDropEvent(
        QPointF(at(editor, x, y)), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    editor.board.dropEvent(event)


def press(editor: CanvasEditor, key: Qt.Key, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(editor.board, key, held)


def count(editor: CanvasEditor) -> int:
    return len(editor.canvas.shapes)


def region(editor: CanvasEditor, place: int = 0) -> Region:
    found = editor.canvas.shapes[place].region
    assert found is not None
    return found


def test_a_colour_is_drawn_with_the_mouse_and_told(editor: CanvasEditor, qtbot: Any) -> None:
    editor.palette_strip.chosen.emit(RED)
    assert editor.board.tool == COLOUR
    with qtbot.waitSignal(editor.changed) as told:
        drag(editor, (0.11, 0.12), (0.45, 0.43))
    shape = told.args[0].shapes[0]
    assert isinstance(shape, ColourShape)
    assert shape.colour == RED
    assert shape.region.x == pytest.approx(0.11, abs=0.02)
    assert shape.region.width == pytest.approx(0.34, abs=0.02)
    assert editor.board.tool == ARROW


def test_moving_and_resizing_are_one_step_each(editor: CanvasEditor) -> None:
    editor.set_canvas(Canvas((ColourShape(BOX, RED),)))
    drag(editor, (0.37, 0.37), (0.62, 0.62))
    assert region(editor).x == pytest.approx(0.5, abs=0.02)
    grip = region(editor)
    drag(editor, (grip.x + grip.width, grip.y + grip.height), (0.93, 0.9))
    assert region(editor).width == pytest.approx(0.43, abs=0.02)
    editor.undo()
    assert region(editor).width == pytest.approx(0.25, abs=0.01)
    editor.undo()
    assert region(editor) == BOX
    assert not editor.board.undo_stack.can_undo
    editor.redo()
    assert region(editor).x == pytest.approx(0.5, abs=0.02)


def test_edges_are_drawn_to_lines_nearby(editor: CanvasEditor) -> None:
    editor.set_canvas(Canvas((ColourShape(BOX, RED),)))
    drag(editor, (0.37, 0.37), (0.37 + 0.26, 0.37))
    assert region(editor).x == pytest.approx(0.5, abs=1e-9)  # the middle of the canvas


def test_keys_move_resize_choose_and_remove(editor: CanvasEditor) -> None:
    editor.set_canvas(Canvas((ColourShape(BOX, RED), TextShape("sea", BOX))))
    editor.board.setFocus()
    assert editor.board.focusNextPrevChild(True)
    assert editor.board.chosen == [0]
    for _ in range(3):
        press(editor, Qt.Key.Key_Right)
    assert region(editor).x == pytest.approx(0.25 + 3 / 48)
    press(editor, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert region(editor).height == pytest.approx(0.25 + 1 / 48)
    press(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    press(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert region(editor) == BOX  # three steps of a key are undone together
    press(editor, Qt.Key.Key_PageUp)
    assert isinstance(editor.canvas.shapes[1], ColourShape)
    press(editor, Qt.Key.Key_Delete)
    assert [type(shape) for shape in editor.canvas.shapes] == [TextShape]
    press(editor, Qt.Key.Key_Escape)


def test_copy_cut_paste_and_duplicate(editor: CanvasEditor) -> None:
    editor.set_canvas(Canvas((ObjectShape("dog", BOX, least=2),)))
    editor.board.choose([0])
    ctrl = Qt.KeyboardModifier.ControlModifier
    press(editor, Qt.Key.Key_D, ctrl)
    assert count(editor) == 2
    press(editor, Qt.Key.Key_X, ctrl)
    assert count(editor) == 1
    press(editor, Qt.Key.Key_V, ctrl)
    pasted = editor.canvas.shapes[1]
    assert isinstance(pasted, ObjectShape)
    assert pasted.least == 2
    assert region(editor, 1) != BOX  # a step aside


def test_undo_falls_through_where_nothing_is_left(editor: CanvasEditor) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    def claims() -> bool:
        key = QKeyEvent(
            QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
        )
        key.ignore()
        editor.board.event(key)
        return key.isAccepted()

    answers = [claims()]
    editor.board.place_shape(BOX, COLOUR)
    answers.append(claims())
    editor.undo()
    answers.append(claims())
    assert answers == [False, True, False]


def test_the_grid_fills_cells_and_empties_them(editor: CanvasEditor) -> None:
    editor.grid.click()
    QTest.mouseClick(editor.board, Qt.MouseButton.LeftButton, pos=at(editor, 0.5, 0.9))
    assert region(editor) == Region(1 / 3, 2 / 3, 1 / 3, 1 / 3)
    QTest.mouseClick(editor.board, Qt.MouseButton.LeftButton, pos=at(editor, 0.5, 0.9))
    assert not editor.canvas.shapes


def test_a_text_is_typed_in_its_place(editor: CanvasEditor) -> None:
    editor.board.place_shape(BOX, TEXT)
    QTest.keyClicks(editor.board._box, "a beach")
    QTest.keyClick(editor.board._box, Qt.Key.Key_Return)
    shape = editor.canvas.shapes[0]
    assert isinstance(shape, TextShape)
    assert shape.text == "a beach"
    editor.board.place_shape(BOX, TEXT)
    QTest.keyClick(editor.board._box, Qt.Key.Key_Return)
    assert len(editor.canvas.shapes) == 1  # a text without words was not meant


def test_objects_of_the_library_can_be_placed(desk: Desk, editor: CanvasEditor, qtbot: Any) -> None:
    editor.show_things(shown=True)
    qtbot.waitUntil(lambda: any(b.label == "cat" and b.isEnabled() for b in editor.things.buttons))
    enabled = [button.label for button in editor.things.buttons if button.isEnabled()]
    assert enabled == ["cat"]
    editor.things.search.setText("ca")
    shown = [b.label for b in editor.things.buttons if b.isVisibleTo(editor.things)]
    assert "cat" in shown
    assert "dog" not in shown
    QTest.keyClick(editor.things.search, Qt.Key.Key_Return)
    assert editor.board.tool == THING
    drag(editor, (0.1, 0.1), (0.4, 0.6))
    shape = editor.canvas.shapes[0]
    assert isinstance(shape, ObjectShape)
    assert shape.label == "cat"
    drop(editor, encode_thing("cat"), 0.7, 0.5)
    assert region(editor, 1).x > 0.5


def test_items_files_and_pixels_are_placed(
    desk: Desk, editor: CanvasEditor, qtbot: Any, tmp_path: Path
) -> None:
    data = QMimeData()
    data.setData(ITEMS_MIME, encode_items([desk.ids[0]]))
    drop(editor, data, 0.3, 0.5)
    first = editor.canvas.shapes[0]
    assert isinstance(first, PictureShape)
    assert first.item == desk.ids[0]
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert image.save(str(tmp_path / "a.png"))
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.png"))])
    drop(editor, files)
    qtbot.waitUntil(lambda: len(editor.canvas.shapes) == 2)
    QGuiApplication.clipboard().setImage(image)
    press(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    third = editor.canvas.shapes[2]
    assert isinstance(third, PictureShape)
    assert third.png is not None
    assert third.png.startswith(b"\x89PNG")
    wide, high = third.region.width * editor.canvas.aspect, third.region.height
    assert wide / high == pytest.approx(2, abs=0.05)
    desk.settle(qtbot)
    qtbot.waitUntil(lambda: set(editor.board.pictures) == {0, 1, 2})


def test_a_file_that_is_no_picture_is_told(
    desk: Desk, editor: CanvasEditor, qtbot: Any, tmp_path: Path
) -> None:
    (tmp_path / "b.jpg").write_text("no picture")
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "b.jpg"))])
    drop(editor, files)
    qtbot.waitUntil(lambda: bool(desk.posted))
    assert "b.jpg" in desk.posted[0][1]
    assert not editor.canvas.shapes


def test_properties_change_the_chosen_shape(editor: CanvasEditor) -> None:
    editor.set_canvas(Canvas((ObjectShape("person", BOX), ColourShape(BOX, RED))))
    editor.board.choose([0])
    editor.bar.least.setValue(2)
    editor.bar.most.setValue(1)
    editor.bar.size_box.setCurrentIndex(3)
    editor.bar.sure.setValue(40)
    editor.bar.weight.setValue(2.0)
    shape = editor.canvas.shapes[0]
    assert shape == ObjectShape("person", BOX, 1, 1, "large", None, 0.4, 2.0)
    editor.board.set_colour((250, 250, 250))
    assert editor.canvas.shapes[0].colour == (250, 250, 250)  # type: ignore[union-attr]
    editor.bar.anywhere.setChecked(True)
    assert editor.canvas.shapes[0].region is None
    assert editor.board.box_of(0).top() >= editor.board.ground().bottom()
    editor.board.choose([1])
    editor.bar.absent.setChecked(True)
    assert editor.canvas.shapes[1] == ColourShape(BOX, RED, absent=True)
    for _ in range(20):
        editor.undo()
    assert editor.canvas.shapes == (ObjectShape("person", BOX), ColourShape(BOX, RED))


def test_a_canvas_that_is_shown_tells_nothing(editor: CanvasEditor, qtbot: Any) -> None:
    with qtbot.assertNotEmitted(editor.changed, wait=300):
        editor.set_canvas(Canvas((ColourShape(BOX, RED),)))
    assert not editor.board.undo_stack.can_undo


def test_an_older_canvas_does_not_take_newer_changes_away(editor: CanvasEditor) -> None:
    told: list[Canvas] = []
    editor.changed.connect(told.append)
    editor.board.place_shape(BOX, COLOUR)
    editor.flush()
    editor.board.place_shape(BOX, COLOUR)
    editor.set_canvas(told[-1])  # the panel shows what it was told, a moment late
    assert len(editor.canvas.shapes) == 2


def test_shape_and_zoom_of_the_canvas(editor: CanvasEditor) -> None:
    narrow = editor.board.ground()
    editor._on_aspect(9 / 16)
    assert editor.board.ground().width() < editor.board.ground().height()
    editor.undo()
    editor.set_zoom(2.0)
    QTest.qWait(0)
    assert editor.board.minimumWidth() > narrow.width()
    editor.set_zoom(1.0)


def test_it_works_at_280_pixels(editor: CanvasEditor) -> None:
    editor.resize(280, 500)
    editor.set_canvas(Canvas((ObjectShape("person", BOX),)))
    editor.board.choose([0])
    assert editor.width() == 280
    assert editor.board.ground().width() > 200


def test_everything_has_a_name_for_screen_readers(editor: CanvasEditor) -> None:
    from PySide6.QtWidgets import QAbstractButton

    editor.show_things(shown=True)
    unnamed = [
        button for button in editor.findChildren(QAbstractButton)
        if button.isVisible() and not button.accessibleName() and not button.text()
    ]  # fmt: skip
    assert unnamed == []
    editor.set_canvas(Canvas((ColourShape(BOX, RED, absent=True),)))
    editor.board.choose([0])
    assert "must not be there" in editor.board.accessibleDescription()
    assert editor.board.menu().actions()
