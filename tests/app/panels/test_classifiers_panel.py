"""The classifiers panel: the list, operations by drag and drop and by key, the result."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.context import Actions, Notices, PanelContext, SharedState
from app.jobs import JobRunner
from app.panels.classifiers import ClassifiersPanel
from app.panels.classifiers.dialog import ClassifierDialog
from app.panels.classifiers.operation_bar import AFTER, WITHIN
from app.services.classifiers_types import Operation
from app.services.library import Library
from app.services.services import Services
from app.widgets.grid_model import ITEMS_MIME, encode_items
from tests.classifier_support import fill_videos, teach
from tests.panel_support import Desk, FakeSearch


def make_desk(folder: Path, *, taught: bool = True, read_only: bool = False) -> Desk:
    library = Library.open(folder / "a.kinora", create=True)
    ids = fill_videos(library)
    if taught:
        service = Services(library).classifiers
        for name, letter in (("dogs", "d"), ("boats", "b")):
            teach(library, ids, service.create(name).label_set, letter)
            service.train(name)
    if read_only:
        library.close()
        library = Library.open(folder / "a.kinora", read_only=True)
    services, root = Services(library), QObject()
    context = PanelContext(
        services, JobRunner(root), SharedState(root), Notices(root), Actions(root)
    )
    every = [item for shots in ids.values() for item in shots]
    made = Desk(context, library, every, FakeSearch(), root)
    context.notices.posted.connect(lambda *what: made.posted.append(what))
    context.services.history.subscribe(
        lambda touched: context.shared.labels_changed.emit("history") if touched else None
    )
    return made


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.close()


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> ClassifiersPanel:
    return shown(desk, qtbot)


def shown(desk: Desk, qtbot: QtBot) -> ClassifiersPanel:
    made = ClassifiersPanel(desk.context)
    qtbot.addWidget(made)
    made.resize(1000, 640)
    made.show()
    desk.settle(qtbot, made)
    return made


def names(panel: ClassifiersPanel) -> list[str]:
    return [entry.saved.name for entry in panel.side.entries]


def titles(panel: ClassifiersPanel) -> set[str]:
    return {group.title for group in panel.list.rows.groups}


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


def test_classifiers_are_listed_with_their_counts(panel: ClassifiersPanel) -> None:
    assert names(panel) == ["boats", "dogs"]
    model = panel.side.names.names
    assert model.detail(panel.side.entries[0]) == "+3 −4 · 5 members"
    assert "5 members" in panel.side.threshold.count.text()
    assert panel.side.active.text() == "Marks go to: no classifier"


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


def test_keyframes_are_walked_opened_and_marked_by_key(
    panel: ClassifiersPanel, desk: Desk, qtbot: QtBot
) -> None:
    panel.ask(Operation("and", "dogs", "boats", order="group"))
    desk.settle(qtbot, panel)
    view = panel.list
    view.setFocus()
    first, second = (view.rows.groups[row].keyframes for row in (0, 1))
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.keyframe == first[1]
    assert desk.context.shared.selection == (first[1].item,)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.keyframe == second[0]
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.keyframe == first[1]
    with qtbot.waitSignal(desk.context.shared.opened) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [first[1].item, first[1].start_s]
    for key, value in ((Qt.Key.Key_N, -1), (Qt.Key.Key_P, 1), (Qt.Key.Key_0, 0)):
        qtbot.keyClick(view, key)
        desk.settle(qtbot, panel)
        assert desk.library.catalogue.labels().get(first[1].item, 0) == value
    zone = view.cells.zones(view.visualRect(view.rows.index(1)), 2)[1]
    with qtbot.waitSignal(desk.context.shared.opened) as opened:
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=zone.center())
    assert opened.args[0] == second[1].item


def test_the_scenes_are_published_and_kept_as_an_album(
    panel: ClassifiersPanel, desk: Desk, qtbot: QtBot
) -> None:
    panel.ask(Operation("and", "dogs", "boats"))
    desk.settle(qtbot, panel)
    panel.publish_button.click()
    desk.settle(qtbot, panel)
    found = [hit.item for hit in desk.context.shared.results.hits]
    assert found
    panel.save("harbours")
    desk.settle(qtbot, panel)
    assert names(panel) == ["boats", "dogs", "harbours"]
    assert panel.side.names.current == "harbours"
    panel.side.publish()
    desk.settle(qtbot, panel)
    assert [hit.item for hit in desk.context.shared.results.hits] == found
    panel.side.filter_by()
    [only] = desk.context.shared.filters
    assert (only.key, only.values) == ("classifier", ("harbours",))
    desk.settle(qtbot, panel)


def test_a_result_is_combined_further(panel: ClassifiersPanel, desk: Desk, qtbot: QtBot) -> None:
    inner = Operation("or", "dogs", "boats")
    panel.ask(inner)
    desk.settle(qtbot, panel)
    panel.nest_button.click()
    bar = panel.bar
    bar.kind.setCurrentIndex(bar.kind.findData("without"))
    bar.second.setCurrentIndex(bar.second.findData("boats"))
    bar.run.click()
    desk.settle(qtbot, panel)
    assert bar.operation == Operation("without", inner, "boats")
    assert titles(panel) == {"walk"}


def test_the_threshold_counts_while_it_moves_and_is_kept_when_let_go(
    panel: ClassifiersPanel, desk: Desk, qtbot: QtBot
) -> None:
    panel.side.names.choose("dogs")
    desk.settle(qtbot, panel)
    bar = panel.side.threshold
    bar.slider.setSliderDown(True)
    bar.slider.setSliderPosition(100)
    assert bar.count.text() == "3 members from 1.00"
    assert desk.context.services.classifiers.get("dogs").threshold == 0.5
    bar.slider.setSliderDown(False)
    desk.settle(qtbot, panel)
    assert desk.context.services.classifiers.get("dogs").threshold == 1.0
    desk.context.services.history.undo()
    desk.settle(qtbot, panel)
    assert bar.slider.value() == 50


def test_one_is_made_renamed_copied_and_deleted(
    panel: ClassifiersPanel, desk: Desk, qtbot: QtBot
) -> None:
    panel.side.make("cats", learner="logistic")
    desk.settle(qtbot, panel)
    assert names(panel) == ["boats", "cats", "dogs"]
    assert (panel.side.names.current, desk.context.shared.label_set) == ("cats", "cats")
    assert "has not learned" in panel.side.threshold.count.text()
    panel.side.rename("cats", "tigers")
    desk.settle(qtbot, panel)
    assert panel.side.names.current == "tigers"
    panel.side.names.choose("dogs")
    panel.side.copy_button.click()
    desk.settle(qtbot, panel)
    assert panel.side.names.current == "dogs copy"
    qtbot.keyClick(panel.side.names, Qt.Key.Key_Delete)
    desk.settle(qtbot, panel)
    assert names(panel) == ["boats", "dogs", "tigers"]
    panel.side.names.choose("tigers")
    panel.side.delete()
    desk.settle(qtbot, panel)
    assert desk.context.shared.label_set == "default"
    for _ in range(5):
        desk.context.services.history.undo()
    desk.settle(qtbot, panel)
    assert names(panel) == ["boats", "dogs"]


def test_enter_makes_one_active_and_again_none(
    panel: ClassifiersPanel, desk: Desk, qtbot: QtBot
) -> None:
    panel.side.names.choose("dogs")
    qtbot.keyClick(panel.side.names, Qt.Key.Key_Return)
    assert desk.context.shared.label_set == "dogs"
    assert panel.side.active.text() == "Marks go to: dogs"
    qtbot.keyClick(panel.side.names, Qt.Key.Key_Return)
    assert desk.context.shared.label_set == "default"


def test_a_name_that_is_taken_is_told(panel: ClassifiersPanel, desk: Desk, qtbot: QtBot) -> None:
    panel.side.make("dogs")
    desk.settle(qtbot, panel)
    assert "exists already" in desk.posted[-1][1]
    assert names(panel) == ["boats", "dogs"]


def test_an_operand_that_is_gone_is_explained(
    panel: ClassifiersPanel, desk: Desk, qtbot: QtBot
) -> None:
    panel.ask(Operation("and", "dogs", "boats"))
    desk.settle(qtbot, panel)
    panel.side.names.choose("boats")
    panel.side.delete()
    desk.settle(qtbot, panel)
    assert "no classifier “boats”" in panel.empty.text
    assert not panel.good.isEnabled()


def test_the_state_comes_back(panel: ClassifiersPanel, desk: Desk, qtbot: QtBot) -> None:
    operation = Operation("and", "boats", "dogs", within=20)
    panel.ask(operation)
    desk.settle(qtbot, panel)
    state = panel.save_state()
    desk.context.actions._actions.clear()
    other = ClassifiersPanel(desk.context)
    qtbot.addWidget(other)
    for wrong in ({}, {"operation": 7}, {"operation": {"kind": "nor", "a": "x", "b": "y"}}):
        other.restore_state(wrong)
    other.restore_state(state)
    desk.settle(qtbot, other)
    assert other.bar.operation == operation
    assert titles(other) == titles(panel)


def test_without_classifiers_it_teaches(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    made = make_desk(tmp_path, taught=False)
    panel = shown(made, qtbot)
    assert "No classifier yet" in panel.side.empty.text
    assert [button.text() for button in panel.side.empty.buttons] == ["New classifier"]
    assert "Drag one classifier onto another" in panel.empty.text
    assert panel.bar.operation is None
    assert not panel.bar.run.isEnabled()
    made.close()


def test_a_library_for_reading_shows_but_changes_nothing(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    made = make_desk(tmp_path, read_only=True)
    panel = shown(made, qtbot)
    assert names(panel) == ["boats", "dogs"]
    assert not panel.side.new_button.isEnabled()
    assert not panel.side.threshold.slider.isEnabled()
    panel.ask(Operation("and", "dogs", "boats"))
    made.settle(qtbot, panel)
    assert titles(panel) == {"harbour", "mixed"}
    assert not panel.good.isEnabled()
    assert panel.publish_button.isEnabled()
    made.close()


def test_the_dialog_asks_for_all_that_matters(qtbot: QtBot) -> None:
    dialog = ClassifierDialog({"default": 12}, ["layout", "clip:x"])
    qtbot.addWidget(dialog)
    ok = dialog.buttons.buttons()[0]
    assert not ok.isEnabled()
    qtbot.keyClicks(dialog.name, " dogs ")
    assert ok.isEnabled()
    dialog.labels.setCurrentIndex(1)
    dialog.features.setCurrentIndex(3)
    assert dialog.values == {
        "name": "dogs", "label_set": "default", "learner": "svm",
        "modalities": ["layout", "clip:x"], "colour": "#e0b000",
    }  # fmt: skip
    kept = {"name": "x", "learner": "svm", "modalities": ["gone"], "colour": "#123456"}
    again = ClassifierDialog({}, ["layout"], kept)
    qtbot.addWidget(again)
    assert not again.name.isEnabled()
    assert {name: again.values[name] for name in kept} == kept


def test_a_drag_carries_the_name(panel: ClassifiersPanel) -> None:
    view = panel.side.names
    index = view.names.index(1)
    assert view.names.flags(index) & Qt.ItemFlag.ItemIsDragEnabled
    assert view.names.mimeData([index]).text() == "dogs"
    assert view.names.supportedDragActions() == Qt.DropAction.CopyAction
    assert view._at(QPoint(5, 10_000)) == ""
