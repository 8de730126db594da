"""The tour: every step points at a control that is there, is seen to be done, can be left."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from app.shell.tour import Tour
from app.shell.tour_steps import STEPS, TourProgress
from app.shell.tour_texts import tour_text
from tests.window_support import WholeWindow, whole_window

NEEDS_WEIGHTS = {"explain"}
NEEDS_WORDS = {"lifelog"}  # English ones, which the Greek library does not know


@pytest.fixture(scope="module")
def shown(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeWindow]:
    place = tmp_path_factory.mktemp("tour")
    with whole_window(qapp, place / "library", place / "home") as window:
        yield window


@pytest.fixture
def tour(shown: WholeWindow) -> Iterator[Tour]:
    tour = shown.window.extras.tour
    tour.progress.begin_anew()
    yield tour
    tour.closing()


def close_dialogs() -> None:
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()


def test_every_step_has_words_and_comes_once() -> None:
    names = [step.name for step in STEPS]
    assert len(set(names)) == len(names) == 11
    assert all(all(tour_text(name)) for name in names)


def test_progress_is_kept_and_what_is_unknown_is_left_out() -> None:
    progress = TourProgress()
    progress.forward()
    progress.done.add("zoom")
    again = TourProgress()
    again.restore(progress.save())
    assert (again.step.name, again.done, again.is_over) == ("arrange", {"zoom"}, False)
    for odd in ({"step": "none", "done": ["x", 3], "over": "yes"}, {"step": [], "done": 5}, {}):
        again.restore(odd)
        assert (again.place, again.done, again.is_over) == (0, set(), False)
    assert not again.back()
    while again.forward():
        pass
    assert again.is_over


def test_every_step_is_done_by_its_example_and_points_at_its_control(
    shown: WholeWindow, tour: Tour
) -> None:
    tour.start()
    for step in STEPS:
        shown.settle()
        tour._look()
        assert tour.progress.step is step
        hole = tour.hole(step)
        assert not hole.isEmpty()
        assert shown.window.rect().intersects(hole)
        assert shown.window.rect().contains(tour.card.geometry())
        if step.target and step.panel:
            panel = shown.workspace.panels[step.panel]
            assert tour._target(step) is not panel, step.name
        if step.name not in NEEDS_WEIGHTS | NEEDS_WORDS:
            assert tour.doing.value(step.probe) is not None, step.name
            before = step.name in tour.progress.done
            tour.doing.do(step.name)
            shown.settle()
            tour._look()
            close_dialogs()
            assert step.name in tour.progress.done, (step.name, before)
            assert "✓" in tour.card.state.text()
        tour.go_on()
    assert tour.progress.is_over
    assert not tour.is_on
    tour.start()  # it can be repeated
    assert tour.progress.place == 0
    assert tour.progress.done == set()


def test_arrows_lead_and_escape_leaves_where_it_can_be_gone_on_with(
    shown: WholeWindow, tour: Tour
) -> None:
    tour.start()
    card = tour.card
    for widget in [card, *card.buttons]:
        QTest.keyClick(widget, Qt.Key.Key_Right)
    assert tour.progress.place == 5
    QTest.keyClick(card.next, Qt.Key.Key_Left)
    assert tour.progress.place == 4
    QTest.keyClick(card.show_me, Qt.Key.Key_Escape)
    assert not tour.is_on
    assert tour.frame.isHidden()
    tour.start()
    assert (tour.is_on, tour.progress.place) == (True, 4)
    QTest.mouseClick(card.close_button, Qt.MouseButton.LeftButton)
    assert not tour.is_on


def test_first_steps_of_a_panel_wait_for_the_end_of_the_tour(
    shown: WholeWindow, tour: Tour
) -> None:
    body = shown.window.settings.body
    body.steps_seen = False
    tour.start()
    while tour.progress.step.name != "body":
        tour.go_on()
    shown.settle()
    panel = shown.workspace.panel("body")
    assert panel.overlay.isHidden()
    tour.leave()
    shown.bring_up("wall")
    shown.bring_up("body")
    shown.settle()
    assert not panel.overlay.isHidden()
    panel.overlay.skip.click()
    assert body.steps_seen


def test_the_card_follows_the_window(shown: WholeWindow, tour: Tour) -> None:
    tour.start()
    size = shown.window.size()
    shown.window.resize(1600, 1000)
    shown.settle()
    tour._look()
    assert tour.frame.size() == shown.window.size()
    assert tour.frame.hole == tour.hole(STEPS[0])
    shown.window.resize(size)
    shown.settle()
    tour._look()
    assert shown.window.rect().contains(tour.card.geometry())


def test_it_opens_the_demo_where_no_library_is_open(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shown: WholeWindow
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(shown.window.libraries, "open_demo", lambda: asked.append("demo"))
    tour = shown.window.extras.tour
    monkeypatch.setattr(tour, "_is_demo", lambda: True)
    workspace, shown.window.workspace = shown.window.workspace, None
    tour.start()
    shown.window.workspace = workspace
    assert asked == ["demo"]
    assert not tour.is_on
    shown.window.library_shown.emit()
    assert tour.is_on
    tour.closing()
