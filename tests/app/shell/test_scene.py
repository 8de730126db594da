"""Steps that set the window up before its picture is drawn."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.shell.scene import Scene
from app.shell.scene_steps import SceneStep, parse_step
from app.shell.screenshot import save_picture
from app.shell.start import check_colours
from app.shell.window import MainWindow
from common.errors import AppError


def test_steps_are_read() -> None:
    assert parse_step(" query  two words ") == SceneStep("query", "two words")
    assert parse_step("select 3 1") == SceneStep("select", "3 1")
    assert parse_step('state wall {"key": "genre"}').text == 'wall {"key": "genre"}'


@pytest.mark.parametrize(
    "line",
    ["", "query", "select", "select x", "select 0", "state wall", "state wall [1]", "fly to"],
)
def test_what_is_no_step_says_what_is(line: str) -> None:
    with pytest.raises(AppError, match="is no step") as caught:
        parse_step(line)
    assert "query TEXT" in caught.value.hint


def test_steps_play_in_the_window_one_at_a_time(qtbot: QtBot, opened: MainWindow) -> None:
    lines = ["select 2 5", "run tiny.look", 'state tiny-side {"text": "hello"}', "panel history"]
    scene = Scene(opened, [parse_step(line) for line in lines])
    workspace = opened.workspace
    scene.play_next()
    ids = workspace.context.services.items.all_ids().tolist()
    assert workspace.shared.selection == (ids[1], ids[4])
    scene.play_next()
    assert workspace.panel("tiny-wall").runs == [(ids[1], ids[4])]
    scene.play_next()
    assert workspace.panel("tiny-side").box.text() == "hello"
    with qtbot.waitSignal(workspace.raised) as raised:
        scene.play_next()
    assert raised.args == ["history"]
    assert scene.is_over


@pytest.mark.parametrize("line", ["select 99", "run no.such", "panel nowhere", "state nowhere {}"])
def test_what_is_not_there_is_named_with_what_is(opened: MainWindow, line: str) -> None:
    with pytest.raises(AppError, match="There is no") as caught:
        Scene(opened, [parse_step(line)]).play_next()
    assert caught.value.hint


def test_without_a_library_a_step_says_so(window: MainWindow) -> None:
    with pytest.raises(AppError, match="No library is open"):
        Scene(window, [parse_step("query x")]).play_next()


def test_a_picture_with_few_colours(tmp_path: Path) -> None:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    for x in range(60):
        for y in range(40):
            image.setPixelColor(x, y, QColor(4 * x, 6 * y, 90))
    few, all_of_them = tmp_path / "few.png", tmp_path / "all.png"
    assert save_picture(image, few, 16)
    assert save_picture(image, all_of_them)
    read = QImage(str(few))
    assert (read.width(), read.height()) == (60, 40)
    assert len({read.pixel(x, y) for x in range(60) for y in range(40)}) <= 16
    assert QImage(str(all_of_them)).pixelColor(7, 5) == image.pixelColor(7, 5)
    assert not save_picture(image, tmp_path / "no" / "few.png", 16)
    for colours in (1, 257):
        with pytest.raises(AppError, match="colours"):
            check_colours(colours)
