"""The player on a video whose frames tell their number by their grey."""

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QComboBox, QSlider
from pytestqt.qtbot import QtBot

from app.widgets.playback import FramePlayback, Playback, QtPlayback, has_multimedia
from app.widgets.player import Player
from app.widgets.player_film import spoken_at
from common.values import Text, TextKind
from tests.panel_support import Desk


def frame_number(image: QImage) -> int:
    grey = image.pixelColor(image.width() // 2, image.height() // 2).green()
    return round((grey - 20) / 5)


@pytest.fixture
def player(desk: Desk, qtbot: QtBot) -> Player:
    made = Player(desk.context, FramePlayback(desk.context.jobs))
    qtbot.addWidget(made)
    return made


def shown(player: Player, qtbot: QtBot, number: int) -> bool:
    qtbot.waitUntil(lambda: frame_number(player.canvas.image) == number, timeout=10_000)
    return True


def test_opens_at_the_hit(player: Player, desk: Desk, qtbot: QtBot) -> None:
    player.open_item(desk.video, 2.35)
    assert shown(player, qtbot, 23)
    assert player.bar.marks == (0.0, 1.5)
    assert player.item == desk.shots[1]
    player.open_item(desk.shots[1], 0.0)  # a shot without a time begins at its start
    assert shown(player, qtbot, 15)


def test_steps_jumps_and_shots(player: Player, desk: Desk, qtbot: QtBot) -> None:
    player.open_item(desk.video, 2.05)
    assert shown(player, qtbot, 20)
    qtbot.keyClick(player, Qt.Key.Key_Period)
    assert shown(player, qtbot, 21)
    qtbot.keyClick(player, Qt.Key.Key_Comma)
    assert shown(player, qtbot, 20)
    qtbot.keyClick(player, Qt.Key.Key_PageUp)
    assert shown(player, qtbot, 15)
    qtbot.keyClick(player, Qt.Key.Key_PageUp)
    assert shown(player, qtbot, 0)
    qtbot.keyClick(player, Qt.Key.Key_PageDown)
    assert shown(player, qtbot, 15)
    qtbot.keyClick(player, Qt.Key.Key_Right)
    assert shown(player, qtbot, 39)
    player.bar.sought.emit(0.75)
    assert shown(player, qtbot, 7)
    assert "frame 7" in player.time_label.text()


def test_plays_loops_and_ends(player: Player, desk: Desk, qtbot: QtBot) -> None:
    player.open_item(desk.video, 1.0)
    assert shown(player, qtbot, 10)
    qtbot.keyClick(player, Qt.Key.Key_R)
    assert player.loop_button.isChecked()
    player.rate_box.setCurrentIndex(player.rate_box.count() - 1)
    seen: list[float] = []
    player.playback.frame_ready.connect(lambda _image, moment: seen.append(moment))
    qtbot.keyClick(player, Qt.Key.Key_Space)
    assert player.playback.is_playing
    qtbot.waitUntil(lambda: any(b < a for a, b in pairwise(seen)), timeout=10_000)
    assert max(seen) < 1.6
    qtbot.keyClick(player, Qt.Key.Key_R)
    with qtbot.waitSignal(player.playback.ended, timeout=10_000):
        player.seek(3.5)
    assert not player.playback.is_playing


def test_speech_is_shown_while_it_is_spoken(player: Player, desk: Desk, qtbot: QtBot) -> None:
    player.open_item(desk.video, 1.25)
    assert shown(player, qtbot, 12)
    assert player.subtitle.text() == "good morning"
    player.seek(3.05)
    assert shown(player, qtbot, 30)
    assert player.subtitle.isHidden()
    texts = [Text(TextKind.SPEECH, "a", 1.0, None), Text(TextKind.SPEECH, "b", 4.5, 6.0)]
    assert [spoken_at(texts, t) for t in (0.9, 1.0, 4.6, 5.1)] == ["", "a", "a\nb", "b"]


def test_keys_label_the_shot(player: Player, desk: Desk, qtbot: QtBot) -> None:
    player.open_item(desk.video, 2.0)
    assert shown(player, qtbot, 20)
    with qtbot.waitSignal(desk.context.shared.labels_changed):
        qtbot.keyClick(player, Qt.Key.Key_N)
    assert desk.context.services.items.labels() == {desk.shots[1]: -1}


def test_speed_and_sound_keys(player: Player, desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClick(player, Qt.Key.Key_BracketRight)
    assert player.playback.rate == 1.5
    for _ in range(9):
        qtbot.keyClick(player, Qt.Key.Key_BracketLeft)
    assert player.playback.rate == 0.25
    assert not player.volume_slider.isEnabled()  # frame by frame there is no sound
    assert "extra" in player.volume_slider.toolTip()


def test_a_missing_video_is_explained(
    player: Player, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "media" / "clip.mp4").unlink()
    player.open_item(desk.video, 0.0)
    qtbot.waitUntil(lambda: "clip.mp4" in player.subtitle.text())


def test_a_broken_video_is_explained(
    player: Player, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "media" / "clip.mp4").write_bytes(b"broken")
    player.open_item(desk.video, 0.0)
    qtbot.waitUntil(lambda: "no video" in player.subtitle.text())


def test_every_control_has_a_name(player: Player) -> None:
    for kind in (QAbstractButton, QComboBox, QSlider):
        for control in player.findChildren(kind):
            assert control.accessibleName(), control
            assert control.toolTip(), control


@pytest.mark.skipif(not has_multimedia(), reason="QtMultimedia (extra “video”) is not installed")
def test_qt_shows_the_exact_frame(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    playback: Playback = QtPlayback()
    frames: list[tuple[int, float]] = []
    playback.frame_ready.connect(lambda image, s: frames.append((frame_number(image), s)))
    playback.open(tmp_path / "media" / "clip.mp4", 2.35, 10.0)
    for number in (23, 5, 31):
        if number != 23:
            playback.seek((number + 0.5) / 10)
        qtbot.waitUntil(lambda: bool(frames), timeout=15_000)
        assert [frame for frame, _ in frames] == [number]
        assert frames[0][1] == pytest.approx(number / 10, abs=0.01)
        frames.clear()
    playback.close()


def test_the_seconds_that_follow_are_searched_by(player: Player, desk: Desk, qtbot: QtBot) -> None:
    from app.services.types import ClipAsk, Part, Query

    player.open_item(desk.video, 2.0)
    assert shown(player, qtbot, 20)
    with qtbot.waitSignal(desk.context.shared.query_requested) as asked:
        qtbot.keyClick(player, Qt.Key.Key_E)
    start_s = player._playback.position_s
    clip = ClipAsk(item=desk.video, start_s=round(start_s, 1), length_s=20.0)
    assert asked.args == [Query.of(parts=[Part(clip)])]
    assert start_s == pytest.approx(2.0, abs=0.11)


def test_a_player_that_was_closed_opens_nothing_late(
    player: Player, desk: Desk, qtbot: QtBot
) -> None:
    player.open_item(desk.video, 1.0)
    player.close_player()
    desk.settle(qtbot)
    assert player.item is None
    assert player.playback._reader is None  # type: ignore[attr-defined]


def test_a_video_that_is_not_there_takes_the_one_before_away(
    player: Player, desk: Desk, qtbot: QtBot
) -> None:
    player.open_item(desk.video, 1.0)
    assert shown(player, qtbot, 10)
    player.toggle()
    player.open_item(999_999, 0.0)
    desk.settle(qtbot)
    assert not player.playback.is_playing
    assert player.item is None  # marks would be given to the video before
    assert player.canvas.image.isNull()
    assert player.windowTitle() == "Player"
    assert player.subtitle.text()


def test_a_file_that_could_not_be_read_says_nothing_under_the_next_one(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    playback, failed = FramePlayback(desk.context.jobs), list[Exception]()
    playback.failed.connect(failed.append)
    playback.open(tmp_path / "none.mp4", 0.0, 10.0)
    path = desk.context.services.items.media(desk.video).path
    assert path is not None
    with qtbot.waitSignal(playback.frame_ready, timeout=10_000):
        playback.open(path, 0.0, 10.0)
    desk.settle(qtbot)
    assert failed == []
    playback.close()
    desk.settle(qtbot)
