"""Items side by side."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.widgets.compare import CompareView
from app.widgets.compare_parts import compared, differs
from app.widgets.item_actions import ItemActions
from tests.panel_support import Desk


@pytest.fixture
def view(qtbot: QtBot, desk: Desk) -> Iterator[CompareView]:
    made = CompareView(desk.context)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.open_items(desk.ids[:3])
    wait(qtbot, desk)
    yield made
    made.close()


def wait(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: desk.context.jobs.is_idle, timeout=8000)
    QApplication.processEvents()


def wheel(view: CompareView, place: int, turned: int) -> None:
    canvas = view.cells[place].canvas
    at = QPointF(canvas.width() * 0.7, canvas.height() * 0.4)
    event = QWheelEvent(
        at, canvas.mapToGlobal(at), QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def test_pictures_and_facts_stand_side_by_side(view: CompareView, desk: Desk) -> None:
    assert view.items == desk.ids[:3]
    assert not any(cell.canvas.image.isNull() for cell in view.cells)
    assert [cell.title.text() for cell in view.cells] == ["Photo 0", "Photo 1", "Photo 2"]
    rows = dict(view.facts.rows)
    assert rows["Colour"] == ("green", "red", "green")
    heads = [view.facts.verticalHeaderItem(row).text() for row in range(view.facts.rowCount())]
    assert "≠ Colour" in heads
    assert "Kind" in heads
    row = heads.index("≠ Colour")
    marked = [view.facts.item(row, column).background().style() for column in range(3)]
    assert marked[0] == marked[2] == Qt.BrushStyle.NoBrush
    assert marked[1] != Qt.BrushStyle.NoBrush, "the one that is not like the others"
    QTest.keyClick(view, Qt.Key.Key_D)
    heads = [view.facts.verticalHeaderItem(row).text() for row in range(view.facts.rowCount())]
    assert heads
    assert all(head.startswith("≠") for head in heads)


def test_zoom_and_place_are_shared(view: CompareView) -> None:
    wheel(view, 1, 480)
    looks = [cell.canvas.look() for cell in view.cells]
    assert looks[0][0] > 1.5
    for zoom, centre in looks[1:]:
        assert zoom == pytest.approx(looks[0][0])
        assert (centre.x(), centre.y()) == pytest.approx((looks[0][1].x(), looks[0][1].y()))
    canvas = view.cells[0].canvas
    middle = canvas.rect().center()
    before = canvas.look()[1].x()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
    for step in (10, 30, 60):
        QTest.mouseMove(canvas, middle - QPoint(step, 0))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle - QPoint(60, 0))
    assert view.cells[2].canvas.look()[1].x() == pytest.approx(canvas.look()[1].x())
    assert canvas.look()[1].x() >= before
    QTest.keyClick(view, Qt.Key.Key_0)
    assert all(cell.canvas.fits for cell in view.cells)


def test_keys_choose_replace_and_leave_out(qtbot: QtBot, view: CompareView, desk: Desk) -> None:
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.current == 1
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    wait(qtbot, desk)
    assert view.items == [desk.ids[0], desk.ids[3], desk.ids[2]], "2 is shown: it goes on to 3"
    assert view.cells[1].title.text() == "Photo 3"
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    wait(qtbot, desk)
    assert view.items == desk.ids[:3]
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert view.items == [desk.ids[0], desk.ids[2]]
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert len(view.cells) == 2, "two are the least"
    assert any("least" in text for _level, text, *_ in desk.posted)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not view.isVisible()


def test_marks_are_kept_and_shown(qtbot: QtBot, view: CompareView, desk: Desk) -> None:
    QTest.keyClick(view, Qt.Key.Key_P)
    view.cells[2].not_relevant.click()
    wait(qtbot, desk)
    assert desk.context.services.items.labels() == {desk.ids[0]: 1, desk.ids[2]: -1}
    assert view.cells[0].relevant.isChecked()
    view.cells[2].not_relevant.click()
    wait(qtbot, desk)
    assert desk.context.services.items.labels() == {desk.ids[0]: 1}
    desk.context.services.items.set_label(desk.ids[1], -1)
    desk.context.shared.labels_changed.emit("another")
    wait(qtbot, desk)
    assert view.cells[1].not_relevant.isChecked()


def test_films_and_videos_can_be_compared(qtbot: QtBot, view: CompareView, desk: Desk) -> None:
    view.open_items(desk.ids[-4:] + desk.ids[:2])
    wait(qtbot, desk)
    assert len(view.cells) == 6
    assert not any(cell.canvas.image.isNull() for cell in view.cells)
    kinds = dict(view.facts.rows)["Kind"]
    assert len(set(kinds)) == 4
    assert not view.grab().isNull()
    for wrong in (desk.ids[:1], desk.ids[:7]):
        with pytest.raises(ValueError, match="cannot be compared"):
            view.open_items(wrong)


def test_equal_items_differ_in_nothing(desk: Desk) -> None:
    one = desk.context.services.items.details(desk.ids[0])
    assert not any(differs(row) for row in compared([one, one]))


def test_the_action_asks_for_two_to_six(qtbot: QtBot, desk: Desk) -> None:
    from PySide6.QtWidgets import QWidget

    parent = QWidget()
    qtbot.addWidget(parent)
    actions = ItemActions(desk.context, parent)
    shared = desk.context.shared
    for items, said in ((desk.ids[:1], "one to five more"), (desk.ids[:7], "7 are selected")):
        shared.select(items)
        desk.context.actions.trigger("item.compare")
        assert said in desk.posted[-1][1]
        assert actions._compare is None
    shared.select(desk.ids[:2])
    desk.context.actions.trigger("item.compare")
    wait(qtbot, desk)
    assert actions._compare is not None
    assert actions._compare.items == desk.ids[:2]
    actions._compare.close()


def test_items_that_are_removed_leave_the_comparison(
    view: CompareView, qtbot: QtBot, desk: Desk
) -> None:
    view.open_items(desk.ids[:3])
    wait(qtbot, desk)
    history, shared = desk.context.services.history, desk.context.shared
    for left in ([desk.ids[0], desk.ids[2]], [desk.ids[2]]):
        gone = next(item for item in view.items if item not in left)
        history.do("item.remove", {"items": [gone]})
        shared.items_changed.emit("test")
        wait(qtbot, desk)
        assert view.items == left
    assert view.isHidden()
    assert [text for level, text, *_ in desk.posted if level == "error"] == []
