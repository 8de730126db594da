"""The classifiers panel: the list, operations by drag and drop and by key, the result."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.panels.classifiers import ClassifiersPanel
from app.panels.classifiers.dialog import ClassifierDialog
from app.services.classifiers_types import Operation
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


def names(panel: ClassifiersPanel) -> list[str]:
    return [entry.saved.name for entry in panel.side.entries]


def test_counts_are_said_in_the_users_language(panel: ClassifiersPanel) -> None:
    many = replace(panel.side.entries[0], positive=1200, members=34567)
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    try:
        assert panel.side.names.names.detail(many) == "+1.200 −4 · 34.567 members"
    finally:
        QLocale.setDefault(before)


def test_classifiers_are_listed_with_their_counts(panel: ClassifiersPanel) -> None:
    assert names(panel) == ["boats", "dogs"]
    model = panel.side.names.names
    assert model.detail(panel.side.entries[0]) == "+3 −4 · 5 members"
    assert "5 members" in panel.side.threshold.count.text()
    assert panel.side.active.text() == "Marks go to: no classifier"


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
