"""Operations on classifiers: by dropping, by keyboard, and their marks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.panels.classifiers import ClassifiersPanel
from app.panels.classifiers.operation_bar import AFTER, WITHIN
from app.services.classifiers_types import Operation
from app.widgets.grid_model import ITEMS_MIME, encode_items
from tests.classifiers_panel_support import make_desk, shown, titles
from tests.panel_support import Desk


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.close()


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> ClassifiersPanel:
    return shown(desk, qtbot)


def drop(panel: ClassifiersPanel, data: QMimeData, onto: str) -> QDropEvent:
    """Drag data over the row called onto and let it go there, as the system does."""
    view = panel.side.names
    point = view.visualRect(view.names.index(view.names.row_of(onto))).center()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    for event in (
        QDragEnterEvent(point, copy, data, left, none),
        QDragMoveEvent(point, copy, data, left, none),
    ):
        QApplication.sendEvent(view.viewport(), event)
    dropped = QDropEvent(QPointF(point), copy, data, left, none)
    QApplication.sendEvent(view.viewport(), dropped)
    return dropped


def menu_of(panel: ClassifiersPanel) -> QMenu:
    found = panel.findChild(QMenu, "operations")
    assert isinstance(found, QMenu)
    return found


def test_without_classifiers_the_keyboard_is_where_the_first_is_made(
    tmp_path: Path, qtbot: QtBot
) -> None:
    desk = make_desk(tmp_path, taught=False)
    panel = ClassifiersPanel(desk.context)
    qtbot.addWidget(panel)
    panel.show()
    panel.activateWindow()
    panel.focus_main()  # before anything was read
    assert panel.focusWidget() is panel.side.new_button
    desk.settle(qtbot, panel)
    panel.focus_main()
    assert panel.focusWidget() in panel.side.empty.buttons
    desk.close()


def test_dropping_one_onto_another_offers_operations(
    panel: ClassifiersPanel, desk: Desk, qtbot: QtBot
) -> None:
    model = panel.side.names.names
    data = model.mimeData([model.index(model.row_of("dogs"))])
    assert drop(panel, data, "boats").isAccepted()
    menu = menu_of(panel)
    assert menu.isVisible()
    texts = [action.text() for action in menu.actions()]
    assert texts[0] == "∩   dogs and boats"
    assert len(texts) == 6
    menu.actions()[2].trigger()
    menu.close()
    desk.settle(qtbot, panel)
    assert panel.bar.operation == Operation("without", "dogs", "boats")
    assert titles(panel) == {"walk"}


def test_one_is_not_dropped_onto_itself(panel: ClassifiersPanel) -> None:
    model = panel.side.names.names
    data = model.mimeData([model.index(model.row_of("dogs"))])
    assert not drop(panel, data, "dogs").isAccepted()
    assert panel.findChild(QMenu, "operations") is None


def test_items_dropped_onto_a_classifier_are_relevant_for_it(
    panel: ClassifiersPanel, desk: Desk, qtbot: QtBot
) -> None:
    data, item = QMimeData(), desk.ids[1]
    data.setData(ITEMS_MIME, encode_items([item]))
    assert drop(panel, data, "boats").isAccepted()
    desk.settle(qtbot, panel)
    assert desk.library.catalogue.labels("boats")[item] == 1
    assert panel.side.entries[0].positive == 4
    desk.context.services.history.undo()
    assert desk.library.catalogue.labels("boats")[item] == -1


def test_an_operation_is_built_by_keyboard(
    panel: ClassifiersPanel, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.keyClicks(panel.bar.first, "d")
    qtbot.keyClicks(panel.bar.second, "b")
    panel.bar.near.setFocus()
    qtbot.keyClick(panel.bar.near, Qt.Key.Key_Down)
    assert panel.bar.near.currentIndex() == WITHIN
    panel.bar.distance.setValue(20)
    panel.bar.run.click()
    desk.settle(qtbot, panel)
    assert panel.bar.operation == Operation("and", "dogs", "boats", within=20.0)
    assert titles(panel) == {"harbour", "mixed"}
    panel.bar.near.setCurrentIndex(AFTER)
    panel.bar.run.click()
    desk.settle(qtbot, panel)
    assert titles(panel) == {"harbour"}
    panel.bar.swap.click()
    desk.settle(qtbot, panel)
    assert titles(panel) == {"mixed"}


def test_c_asks_for_the_other_one(panel: ClassifiersPanel, desk: Desk, qtbot: QtBot) -> None:
    panel.side.names.choose("dogs")
    qtbot.keyClick(panel.side.names, Qt.Key.Key_C)
    [menu] = [one for one in panel.side.findChildren(QMenu) if one.isVisible()]
    assert [action.text() for action in menu.actions()] == ["boats"]
    menu.actions()[0].trigger()
    menu.close()
    assert menu_of(panel).isVisible()
    menu_of(panel).close()


def test_a_distance_belongs_to_what_can_have_one(
    panel: ClassifiersPanel, desk: Desk, qtbot: QtBot
) -> None:
    bar = panel.bar
    bar.show_operation(Operation("and", "dogs", "boats", within=500, measure="frames"))
    assert bar.operation == Operation("and", "dogs", "boats", within=500, measure="frames")
    bar.unit.setCurrentIndex(bar.unit.findData("day"))
    bar._on_changed()
    assert bar.measure.currentData() == "seconds"
    bar.kind.setCurrentIndex(bar.kind.findData("or"))
    bar._on_changed()
    desk.settle(qtbot, panel)
    assert bar.operation == Operation("or", "dogs", "boats", "day")
    assert not bar.near.isEnabled()
    assert len(titles(panel)) == 4


def test_all_on_the_page_is_marked_at_once_and_undone(
    panel: ClassifiersPanel, desk: Desk, qtbot: QtBot
) -> None:
    panel.ask(Operation("xor", "dogs", "boats"))
    desk.settle(qtbot, panel)
    items = panel.list.keyframes
    assert len(items) > 3
    desk.context.shared.set_label_set("other")
    panel.good.click()
    desk.settle(qtbot, panel)
    assert desk.library.catalogue.labels("other") == dict.fromkeys(items, 1)
    assert panel.list.labels == dict.fromkeys(items, 1)
    panel.bad.click()
    desk.settle(qtbot, panel)
    assert desk.library.catalogue.labels("other") == dict.fromkeys(items, -1)
    for _ in range(2):
        desk.context.services.history.undo()
    assert desk.library.catalogue.labels("other") == {}
