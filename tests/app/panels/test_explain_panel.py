"""The explain panel on a tiny seeded network."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from app.panels.explain import ExplainPanel
from app.services.explain_types import ExplainTarget, PictureSource
from common.errors import ModelError
from common.values import Hit, ResultList
from models.explain.networks import Network
from tests.explain_support import LABELS, tiny_network
from tests.panel_support import Desk

METHODS = ("grad_cam", "median_pooling")


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> ExplainPanel:
    desk.context.services.explanations.loaded.add(tiny_network())
    made = ExplainPanel(desk.context)
    qtbot.addWidget(made)
    made.page.head.methods.choose(METHODS)
    made.resize(900, 700)
    made.show()
    made.focus_main()
    desk.settle(qtbot, made)
    return made


def show(panel: ExplainPanel, desk: Desk, qtbot: QtBot, item: int) -> None:
    desk.context.shared.select([item], "test")
    qtbot.waitUntil(lambda: not panel._settle.isActive(), timeout=5000)
    desk.settle(qtbot, panel)


def test_without_weights_the_way_to_them_is_told(desk: Desk, qtbot: QtBot) -> None:
    made = ExplainPanel(desk.context)
    qtbot.addWidget(made)
    made.show()
    assert "Why did the network say that?" in made.page.empty.text
    menu = made.page.head.methods
    assert (menu.text(), menu.isEnabled()) == ("Methods", False)  # not what code calls them
    made.focus_main()
    desk.settle(qtbot, made)
    assert "models get mobilenet_v2" in made.page.empty.text
    assert made.page.pages.currentWidget() is made.page.empty
    show(made, desk, qtbot, desk.ids[0])
    assert "models get mobilenet_v2” (14 MB)" in made.page.empty.text, "the way stays"


def test_a_selection_is_explained_with_maps_and_measures(
    panel: ExplainPanel, desk: Desk, qtbot: QtBot
) -> None:
    assert panel.page.head.methods.text() == "Grad-CAM and 1 more"
    show(panel, desk, qtbot, desk.ids[0])
    answer = panel.page.session.answer
    assert answer is not None
    assert [card.method for card in panel.page.view.cards] == list(METHODS)
    card = panel.page.view.cards[0]
    told = [w.accessibleName() for w in card.values.findChildren(QWidget) if w.accessibleName()]
    assert any("Average drop" in name for name in told)
    assert card.canvas.heats[0].values is answer.maps[0].map
    assert panel.page.side.bars.rows[0][0] == answer.label
    assert panel.page.layers.current == "second"
    panel.page.head.follow.setChecked(False)
    show(panel, desk, qtbot, desk.ids[1])
    assert panel.page.session.answer is answer, "it does not follow"


def test_target_layer_and_methods_are_changed(
    panel: ExplainPanel, desk: Desk, qtbot: QtBot
) -> None:
    page = panel.page
    show(panel, desk, qtbot, desk.ids[0])
    other = next(label for label in LABELS if label != page.session.answer.label)  # type: ignore[union-attr]
    page.side.bars.chosen.emit(other)
    desk.settle(qtbot, panel)
    assert page.session.answer.label == other  # type: ignore[union-attr]
    assert page.side.bars.marked == other
    third = next(x for x in LABELS if x not in (other, page.side.bars.rows[0][0]))
    page.side.other_class.picked.emit(third)
    desk.settle(qtbot, panel)
    assert page.session.answer.request.target.kind == "contrast"  # type: ignore[union-attr]
    assert "rather than" in page.side.told.text()
    page.layers.slider.setValue(0)
    qtbot.waitUntil(lambda: not page.layers._settle.isActive(), timeout=3000)
    desk.settle(qtbot, panel)
    assert page.session.answer.request.layer == "first"  # type: ignore[union-attr]
    page.head.methods.chosen.emit(("layer_cam",))
    desk.settle(qtbot, panel)
    assert [card.method for card in page.view.cards] == ["layer_cam"]
    qtbot.keyClick(page, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    desk.settle(qtbot, panel)
    assert [card.method for card in page.view.cards] == list(METHODS)
    assert page.head.forward.isEnabled()


def test_a_class_that_is_not_there_leaves_the_answer(
    panel: ExplainPanel, desk: Desk, qtbot: QtBot
) -> None:
    show(panel, desk, qtbot, desk.ids[0])
    panel.page.side.any_class.picked.emit("purple")
    desk.settle(qtbot, panel)
    assert any(level == "error" and "purple" in text for level, text, *_ in desk.posted)
    assert panel.page.pages.currentWidget() is panel.page.split


def test_what_cannot_be_explained_is_not_asked_again(
    panel: ExplainPanel, desk: Desk, qtbot: QtBot
) -> None:
    page = panel.page
    show(panel, desk, qtbot, desk.ids[0])
    page.side.any_class.picked.emit("purple")
    desk.settle(qtbot, panel)
    assert not page.head.back.isEnabled(), "a question without an answer is no step"
    told = len(desk.posted)
    page.layers.slider.setValue(0)
    qtbot.waitUntil(lambda: not page.layers._settle.isActive(), timeout=3000)
    desk.settle(qtbot, panel)
    assert page.session.answer.request.layer == "first"  # type: ignore[union-attr]
    assert len(desk.posted) == told
    page.explain(PictureSource(path="/nowhere/absent.png"))
    desk.settle(qtbot, panel)
    assert page.pages.currentWidget() is page.empty, "maps of another picture would mislead"
    assert "absent.png" in page.empty.text
    assert page.bottom.isHidden()
    qtbot.keyClick(page, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    desk.settle(qtbot, panel)
    assert page.pages.currentWidget() is page.split


def test_what_was_stopped_is_not_asked_again(panel: ExplainPanel, desk: Desk, qtbot: QtBot) -> None:
    page = panel.page
    show(panel, desk, qtbot, desk.ids[0])
    page.session.change(methods=("layer_cam",))
    page.session.cancel()
    assert page.session.request.methods == METHODS  # type: ignore[union-attr]
    assert not page.head.back.isEnabled()


def test_another_network_is_asked_what_it_knows(
    panel: ExplainPanel, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, loaded = panel.page, desk.context.services.explanations.loaded
    blind = replace(tiny_network("blind"), has_gradients=False)
    loaded.add(blind)
    labels = ("field", "forest", "blue", "river")
    loaded.add(replace(tiny_network("other"), labels=labels))
    show(panel, desk, qtbot, desk.ids[0])
    page.session.equip()
    for label, kind in (("blue", "label"), ("green", "auto")):
        page.side.chosen.emit(ExplainTarget("label", label=label))
        desk.settle(qtbot, panel)
        page.head.network_chosen.emit("other")
        desk.settle(qtbot, panel)
        request = page.session.answer.request  # type: ignore[union-attr]
        assert (request.network, request.target.kind) == ("other", kind)
        page.head.network_chosen.emit("tiny")
        desk.settle(qtbot, panel)
    assert not [text for level, text, *_ in desk.posted if level == "error"]

    page.head.network_chosen.emit("blind")
    desk.settle(qtbot, panel)
    assert not {"grad_cam", "median_pooling"} & set(page.head.methods.names)
    page.head.network_chosen.emit("tiny")
    desk.settle(qtbot, panel)
    assert page.head.methods.names == METHODS, "what was chosen is chosen again"
    assert not [text for level, text, *_ in desk.posted if level == "error"]
    get = loaded.get

    def broken(name: str) -> Network:
        if name == "other":
            raise ModelError("The weights are not finite.", hint="Get them again.")
        return get(name)

    monkeypatch.setattr(loaded, "get", broken)
    page.head.network_chosen.emit("other")
    desk.settle(qtbot, panel)
    assert any("not finite" in text for _, text, *_ in desk.posted)
    assert page.session.network == "tiny", "that of the maps on view"


def test_swiping_and_one_map_alone(panel: ExplainPanel, desk: Desk, qtbot: QtBot) -> None:
    view = panel.page.view
    show(panel, desk, qtbot, desk.ids[0])
    qtbot.keyClick(panel.page, Qt.Key.Key_W)
    assert view.is_swiping
    assert len(view.swipe.heats) == 2
    view.left.setCurrentIndex(0)
    view.left.activated.emit(0)
    assert not view.swipe.heats[0].is_shown
    qtbot.keyClick(panel.page, Qt.Key.Key_W)
    view.toggle_alone("grad_cam")
    assert [card.isHidden() for card in view.cards] == [False, True]
    qtbot.keyClick(view.cards[0].canvas, Qt.Key.Key_Return)
    assert not any(card.isHidden() for card in view.cards)


def test_scores_follow_what_is_painted_over(panel: ExplainPanel, desk: Desk, qtbot: QtBot) -> None:
    page = panel.page
    show(panel, desk, qtbot, desk.ids[0])
    qtbot.keyClick(page, Qt.Key.Key_H)
    sheet = page.view.picture.canvas.occlusion
    assert sheet is not None
    sheet.size = 0.24
    sheet.begin(QPointF(0.2, 0.3))
    sheet.go_on(QPointF(0.8, 0.7))
    sheet.end()
    with qtbot.waitSignal(page.session.occluded, timeout=5000) as caught:
        page.view.picture.canvas.painted.emit()
    desk.settle(qtbot, panel)
    found = caught.args[0]
    assert found.hidden > 0.1
    assert found.watched != found.before
    assert page.side.bars.rows == found.watched
    assert "hidden" in page.brush.told.text()
    least = page.side.bars.rows[-1][0]
    page.brush.show_answer(found, least)
    assert f"· {least}" in page.brush.told.text(), "the class that is explained"
    page.brush.show_answer(found, found.top[0][0])
    assert page.brush.told.text().count(" · ") == 1, "the best class is said once"
    page.brush.reset.click()
    desk.settle(qtbot, panel)
    assert sheet.is_empty
    qtbot.keyClick(page, Qt.Key.Key_H)
    assert page.view.picture.canvas.occlusion is None
    assert page.side.bars.rows == page.session.answer.top  # type: ignore[union-attr]


def test_why_alike_takes_the_second_of_the_selection(
    panel: ExplainPanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.context.shared.select(desk.ids[:2], "test")
    qtbot.waitUntil(lambda: not panel._settle.isActive(), timeout=5000)
    desk.settle(qtbot, panel)
    panel.page.side.like.click()
    desk.settle(qtbot, panel)
    answer = panel.page.session.answer
    assert answer is not None
    assert answer.request.target == ExplainTarget("alike", like=PictureSource(desk.ids[0]))
    assert answer.request.source.item == desk.ids[1]


def test_detected_objects_are_offered_as_parts(
    panel: ExplainPanel, desk: Desk, qtbot: QtBot
) -> None:
    show(panel, desk, qtbot, desk.ids[0])
    part = panel.page.part
    assert not part.isHidden()
    assert part.itemText(1).startswith("cat")
    part.setCurrentIndex(1)
    part.activated.emit(1)
    desk.settle(qtbot, panel)
    answer = panel.page.session.answer
    assert answer is not None
    assert answer.request.source.box == (0.1, 0.1, 0.5, 0.5)
    assert part.currentIndex() == 1


def test_actions_explain_from_anywhere(panel: ExplainPanel, desk: Desk, qtbot: QtBot) -> None:
    shared, actions = desk.context.shared, desk.context.actions
    panel.page.head.follow.setChecked(False)
    shared.select([desk.ids[3]], "wall")
    actions.trigger("item.explain")
    desk.settle(qtbot, panel)
    assert panel.page.session.answer.request.source.item == desk.ids[3]  # type: ignore[union-attr]
    by_name = {action.name: action for action in actions.all()}
    assert not actions.is_enabled(by_name["item.explain-hit"])
    shared.show_results(ResultList(f"like item {desk.ids[1]}", (Hit(desk.ids[3], 1.0),)))
    actions.trigger("item.explain-hit")
    desk.settle(qtbot, panel)
    answer = panel.page.session.answer
    assert answer is not None
    assert answer.request.target.kind == "alike"
    actions.trigger("item.explain-suggestion")
    desk.settle(qtbot, panel)
    assert any("Mark some items" in text for _, text, *_ in desk.posted)


def test_the_sanity_check_tells_its_result(panel: ExplainPanel, desk: Desk, qtbot: QtBot) -> None:
    show(panel, desk, qtbot, desk.ids[0])
    with qtbot.waitSignal(panel.page.reports_ready, timeout=20_000):
        panel.page.head.sanity.click()
    (box,) = panel.findChildren(QMessageBox)
    assert "rank correlation" in box.text()
    box.close()


def test_an_answer_is_written_to_a_file(
    panel: ExplainPanel, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    show(panel, desk, qtbot, desk.ids[0])
    answer = panel.page.session.answer
    assert answer is not None
    panel.page.writer.write([answer], tmp_path / "a.html", panel.page.look.look)
    desk.settle(qtbot, panel)
    assert "Grad-CAM" in (tmp_path / "a.html").read_text("utf-8")
    assert any("a.html" in text for _, text, *_ in desk.posted)


def test_a_session_comes_back(panel: ExplainPanel, desk: Desk, qtbot: QtBot) -> None:
    show(panel, desk, qtbot, desk.ids[0])
    panel.page.look.from_json({"colours": "cividis", "strength": 0.8, "contour": True})
    panel.page.session.change(target=ExplainTarget("label", label="blue"))
    desk.settle(qtbot, panel)
    state = panel.save_state()
    for action in ("item.explain", "item.explain-hit", "item.explain-suggestion"):
        desk.context.actions._actions.pop(action)
    other = ExplainPanel(desk.context)
    qtbot.addWidget(other)
    other.restore_state(state)
    desk.settle(qtbot, other)
    assert other.page.session.answer is None, "nothing is loaded before the panel is seen"
    assert other.save_state()["request"] == state["request"]
    other.show()
    other.focus_main()
    desk.settle(qtbot, other)
    desk.context.shared.select([desk.ids[0]], "session")
    qtbot.waitUntil(lambda: not other._settle.isActive(), timeout=5000)
    desk.settle(qtbot, other)
    assert other.page.session.answer.label == "blue"  # type: ignore[union-attr]
    assert other.page.look.look.colours == "cividis"
    assert other.page.head.methods.names == METHODS
    other.restore_state({"request": 3, "look": {"strength": "x"}, "options": {"top": []}, "tab": 9})


# -- many pictures


# -- small parts


def test_every_control_has_a_name(panel: ExplainPanel, desk: Desk, qtbot: QtBot) -> None:
    show(panel, desk, qtbot, desk.ids[0])
    from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QComboBox, QLineEdit, QScrollBar

    nameless: list[Any] = [
        widget
        for kind in (QAbstractButton, QComboBox, QAbstractSlider, QLineEdit)
        for widget in panel.findChildren(kind)
        if not isinstance(widget, QScrollBar)
        and widget.isVisible()
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
        and not isinstance(widget.parent(), QComboBox | QLineEdit)
    ]
    assert [type(widget).__name__ for widget in nameless] == []


def test_made_late_it_follows_what_was_selected_since_the_session(
    panel: ExplainPanel, desk: Desk, qtbot: QtBot
) -> None:
    show(panel, desk, qtbot, desk.ids[0])
    state = panel.save_state()
    for action in ("item.explain", "item.explain-hit", "item.explain-suggestion"):
        desk.context.actions._actions.pop(action)
    panel.hide()
    desk.context.shared.select([desk.ids[1]], "test")  # before the other panel is made
    other = ExplainPanel(desk.context)
    qtbot.addWidget(other)
    other.restore_late(state)
    other.show()
    other.focus_main()
    qtbot.waitUntil(lambda: not other._settle.isActive(), timeout=5000)
    desk.settle(qtbot, other)
    assert other.page.session.request is not None
    assert other.page.session.request.source.item == desk.ids[1]
