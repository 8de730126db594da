"""Rows of frames: where they rest, what stands between and beside hits."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.panels.results.time_sources import SceneSource, StripSource, VideoSource
from app.panels.results.time_view import SceneView, StripView
from app.panels.results.video_groups import VideoView
from app.services.types import FoundScene
from common.values import Hit, ItemKind, MediaFacts
from indexers.catalogue import NewItem
from tests.results_time_support import SIDE, shown, titles
from tests.time_support import NOON, SHOTS, TimedDesk, hits_of


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[TimedDesk]:
    made = TimedDesk(tmp_path)
    yield made
    made.close()


def test_rows_come_to_rest_at_any_height(desk: TimedDesk, qtbot: QtBot) -> None:
    one, two, _ = desk.made.shots
    view = VideoView(desk.context)
    shown(desk, qtbot, view, hits_of([*one, *two]))
    for height in range(150, 420, 7):  # somewhere the rows just fit with a bar and not without
        view.resize(603, height)
        qtbot.waitUntil(lambda: view.is_idle, timeout=2_000)


def test_far_apart_frames_leave_a_gap(desk: TimedDesk) -> None:
    one, video = desk.made.shots[0], desk.made.videos[0]
    scene = FoundScene((one[0], one[7]), (0.0, 70.0), (1.0, 1.0), (0, 1), video, 0.0, 70.0, 1.0)
    lines = desk.made.library.timeline.lines()
    source = SceneSource(lines, [Hit(one[0], 1.0)], [scene])
    for columns, wanted in ((6, [*one[:3], *one[5:]]), (4, [*one[:2], *one[6:]]), (8, one)):
        source.columns = columns
        frames = source.row(0).frames
        assert [frame.item for frame in frames] == wanted
        assert [frame.item for frame in frames if frame.after_gap] == wanted[columns // 2 :][
            : columns < 8
        ]


def test_hits_near_each_other_are_a_scene_where_there_is_one_step(
    desk: TimedDesk, qtbot: QtBot
) -> None:
    one, two, three = desk.made.shots
    photos, film = desk.made.photos, desk.made.film
    view = SceneView(desk.context)
    items = [three[7], one[0], one[2], two[4], photos[0], photos[3], film]
    shown(desk, qtbot, view, hits_of(items))
    hits = [
        [frame.item for frame in view.rows.row(number).frames if frame.is_hit]
        for number in range(len(view.rows.source))
    ]
    assert hits == [[three[7]], [one[0], one[2]], [two[4]], [photos[0]], [photos[3]], [film]]
    assert "2 hits" in view.rows.row(1).about
    assert "2021" in titles(view)[3] or "21" in titles(view)[3]
    assert titles(view)[5] == "Metropolis"
    assert all(frame.stages == () for frame in view.rows.row(0).frames)


def test_a_strip_holds_all_frames_of_the_video_with_the_hit_in_the_middle(
    desk: TimedDesk, qtbot: QtBot
) -> None:
    one = desk.made.shots[0]
    view = StripView(desk.context)
    shown(desk, qtbot, view, hits_of([one[6], one[2], desk.made.film]))
    row = view.rows.row(0)
    assert [frame.item for frame in row.frames] == one
    assert [frame.item for frame in row.frames if frame.is_hit] == [one[2], one[6]]
    assert row.focus == 6
    assert "8 frames" in row.about
    cell = view.rows.cell(1, 2)
    assert abs(cell.center().x() - view.rows.viewport().width() // 2) <= SIDE // 2 + 8
    assert len(view.rows.row(2).frames) == 1
    places = view.rows.visible_places(0)
    assert 6 in places
    assert len(places) < SHOTS  # only what is seen is drawn


def test_a_video_that_tells_when_it_was_taken_stays_a_video(desk: TimedDesk) -> None:
    facts = MediaFacts(width=64, height=36, taken_at=NOON, duration_s=80.0)
    film = NewItem("v9", ItemKind.VIDEO, title="Dated", facts=facts)
    shot = NewItem("v9#t=0", ItemKind.SHOT, parent="v9", start_s=0.0, end_s=80.0)
    video, first = desk.made.library.catalogue.add_batch([film, shot])
    lines = desk.made.library.timeline.lines()
    hits = [Hit(video, 0.9), Hit(first, 0.8)]
    assert VideoSource(lines, hits).keys == [f"video:{video}"]
    row = StripSource(lines, hits).row(0)
    assert [frame.item for frame in row.frames] == [video, first]
    assert (row.focus, row.subject) == (0, video)


def test_a_row_scrolls_sideways_by_its_arrows(desk: TimedDesk, qtbot: QtBot) -> None:
    view = StripView(desk.context)
    shown(desk, qtbot, view, hits_of([desk.made.shots[0][0]]))
    left, right = view.rows.arrows(0)
    assert left.isEmpty()
    qtbot.mouseClick(view.rows.viewport(), Qt.MouseButton.LeftButton, pos=right.center())
    left, _ = view.rows.arrows(0)
    assert not left.isEmpty()
    assert 0 not in view.rows.visible_places(0)
