"""Results by time: scenes, film strips, videos, the best of each period; keyboard and mouse."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.context import Action
from app.panels.results.time_periods import PeriodView
from app.panels.results.time_rows import Frame
from app.panels.results.time_sources import SceneSource, StripSource, VideoSource
from app.panels.results.time_view import RowView, SceneView, StripView
from app.panels.results.video_groups import VideoView
from app.panels.results.view import HitView
from app.services.types import FoundScene, SearchResults
from app.widgets.grid_model import ITEMS_MIME, decode_items
from common.values import Hit
from tests.results_time_support import SIDE, settle, shown, titles
from tests.time_support import SHOTS, TimedDesk, hits_of

KEY = Qt.Key


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[TimedDesk]:
    made = TimedDesk(tmp_path)
    yield made
    made.close()


def current(view: RowView) -> Frame:
    frame = view.rows.frame(view.rows.current)
    assert frame is not None
    return frame


def press(view: RowView, qtbot: QtBot, *keys: Qt.Key, **held: object) -> None:
    for key in keys:
        qtbot.keyClick(view.rows, key, **held)  # type: ignore[arg-type]


def scenes_of(desk: TimedDesk) -> SearchResults:
    """Return two scenes of two steps: shots 1 and 3 of one video, shot 0 twice of another."""
    one, two = desk.made.shots[:2]
    first, second = desk.made.videos[:2]
    scenes = (
        FoundScene((one[1], one[3]), (10.0, 34.0), (0.8, 0.6), (0, 1), first, 10.0, 34.0, 0.7),
        FoundScene((two[0], two[0]), (0.0, 4.0), (0.5, 0.3), (1, 0), second, 0.0, 4.0, 0.4),
    )
    hits = tuple(Hit(scene.items[0], scene.score) for scene in scenes)
    return SearchResults("a → b", hits, 2, scenes=scenes)


# -- scenes


def test_a_scene_shows_matched_frames_by_number_and_their_neighbours(
    desk: TimedDesk, qtbot: QtBot
) -> None:
    view = SceneView(desk.context)
    shown(desk, qtbot, view, scenes_of(desk))
    assert titles(view) == ["Holiday 0", "Holiday 1"]
    row = view.rows.row(0)
    one = desk.made.shots[0]
    assert [frame.item for frame in row.frames] == one[:4]
    assert [frame.stages for frame in row.frames] == [(), (0,), (), (1,)]
    assert [frame.is_hit for frame in row.frames] == [False, True, False, True]
    assert [frame.time_s for frame in row.frames] == [0, 10, 20, 34]  # words: their time
    assert "0:10 – 0:34" in row.about
    assert "0.700" in row.about
    both = view.rows.row(1).frames[0]
    assert (both.stages, both.score) == ((0, 1), 0.5)  # one frame that matches both


def test_hits_on_the_screen_count_as_seen_and_neighbours_do_not(
    desk: TimedDesk, qtbot: QtBot
) -> None:
    one, two = desk.made.shots[:2]
    view = SceneView(desk.context)
    shown(desk, qtbot, view, scenes_of(desk))
    assert set(view.visible_items()) == {one[1], one[3], two[0]}
    moved: list[bool] = []
    view.moved.connect(lambda: moved.append(True))
    view.resize(600, 150)
    view.rows.verticalScrollBar().setValue(30)
    assert moved


# -- film strips


# -- keyboard and mouse


def test_arrows_move_in_two_directions_and_select(desk: TimedDesk, qtbot: QtBot) -> None:
    one, two, _ = desk.made.shots
    shared = desk.context.shared
    view = StripView(desk.context)
    shown(desk, qtbot, view, hits_of([one[3], two[5], one[1]]))
    press(view, qtbot, KEY.Key_Right)
    assert shared.selection == (one[4],)
    press(view, qtbot, KEY.Key_Left, KEY.Key_Left)
    assert shared.selection == (one[2],)
    press(view, qtbot, KEY.Key_Down)
    assert shared.selection == (two[5],)
    press(view, qtbot, KEY.Key_Home)
    assert shared.selection == (two[0],)
    press(view, qtbot, KEY.Key_End)
    assert shared.selection == (two[7],)
    press(view, qtbot, KEY.Key_End, modifier=Qt.KeyboardModifier.ControlModifier)
    assert (view.rows.current, shared.selection) == ((2, 1), (one[1],))
    press(view, qtbot, KEY.Key_Down)
    assert view.rows.current == (2, 1)  # there is no further row
    press(view, qtbot, KEY.Key_PageUp)
    assert view.rows.current[0] < 2
    press(view, qtbot, KEY.Key_Right, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert len(shared.selection) == 2
    press(view, qtbot, KEY.Key_Escape)
    assert shared.selection == ()


def test_space_opens_at_the_time_of_the_frame_and_enter_is_left_to_the_panel(
    desk: TimedDesk, qtbot: QtBot
) -> None:
    opened: list[tuple[int, float]] = []
    desk.context.shared.opened.connect(lambda *what: opened.append(what))
    one = desk.made.shots[0]
    view = SceneView(desk.context)
    shown(desk, qtbot, view, scenes_of(desk))
    press(view, qtbot, KEY.Key_Right, KEY.Key_Right, KEY.Key_Space, KEY.Key_Return)
    assert opened == [(one[3], 34.0)]
    view.set_side(SIDE + 80)  # with less room the frame stays current
    assert current(view).item == one[3]
    view.set_side(SIDE)
    cell = view.rows.cell(0, 1)
    qtbot.mouseDClick(view.rows.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    assert opened[1:] == [(one[1], 10.0)]


def test_clicks_select_one_several_and_stretches(desk: TimedDesk, qtbot: QtBot) -> None:
    one = desk.made.shots[0]
    view = SceneView(desk.context)
    shown(desk, qtbot, view, scenes_of(desk))

    def click(place: int, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        pos = view.rows.cell(0, place).center()
        qtbot.mouseClick(view.rows.viewport(), Qt.MouseButton.LeftButton, held, pos)

    click(1)
    click(3, Qt.KeyboardModifier.ControlModifier)
    assert desk.context.shared.selection == (one[1], one[3])
    assert decode_items(view.rows.mime_data(current(view))) == [one[1], one[3]]
    click(1, Qt.KeyboardModifier.ControlModifier)
    assert desk.context.shared.selection == (one[3],)
    click(1)
    click(3, Qt.KeyboardModifier.ShiftModifier)
    assert desk.context.shared.selection == (one[1], one[2], one[3])
    other = view.rows.mime_data(Frame(desk.made.film))
    assert other.hasFormat(ITEMS_MIME)
    assert decode_items(other) == [desk.made.film]


def test_the_selection_of_others_moves_the_view(desk: TimedDesk, qtbot: QtBot) -> None:
    one, two, three = desk.made.shots
    view = VideoView(desk.context)
    shown(desk, qtbot, view, hits_of([*one, *two, *three]))
    desk.context.shared.select([three[6]], "wall")
    assert current(view).item == three[6]
    assert view.rows.viewport().rect().contains(view.rows.cell(*view.rows.current))
    assert view.step_hit(1)
    assert current(view).item == three[7]
    press(view, qtbot, KEY.Key_A, modifier=Qt.KeyboardModifier.ControlModifier)
    assert len(desk.context.shared.selection) == 3 * SHOTS
    assert desk.context.shared.current == three[7]


def test_what_is_current_is_said(desk: TimedDesk, qtbot: QtBot) -> None:
    view = SceneView(desk.context)
    shown(desk, qtbot, view, scenes_of(desk))
    press(view, qtbot, KEY.Key_Right, KEY.Key_Left)
    said = view.rows.accessibleDescription()
    assert said == "Holiday 0 · 0:10 · matches step 1 · score 0.800"
    assert view.rows.accessibleName() == "Scenes"


# -- videos


def test_videos_are_groups_with_their_hits_best_first(desk: TimedDesk, qtbot: QtBot) -> None:
    one, two, _ = desk.made.shots
    photos, film = desk.made.photos, desk.made.film
    items = [two[3], one[5], two[1], two[0], photos[1], photos[0], photos[2], film]
    view = VideoView(desk.context)
    shown(desk, qtbot, view, hits_of([*items, desk.made.videos[3]]))
    rows = [[f.item for f in view.rows.row(n).frames] for n in range(len(view.rows.source))]
    assert rows == [
        [two[3], two[1], two[0]], [one[5]], [photos[1], photos[0]], [photos[2], film],
        [desk.made.videos[3]],
    ]  # fmt: skip
    assert titles(view)[:2] == ["Holiday 1", "Holiday 0"]
    assert "2021" in titles(view)[2]
    assert titles(view)[3] == "Items without a time"
    assert view.rows.row(0).about == "3 hits · score 0.900"
    view.order.setCurrentIndex(1)
    view.order.activated.emit(1)
    settle(desk, qtbot, view)
    counts = [len(view.rows.row(n).frames) for n in range(len(view.rows.source))]
    assert counts == [3, 2, 2, 1, 1]


def test_a_video_opens_in_lines_and_closes(desk: TimedDesk, qtbot: QtBot) -> None:
    one, two, _ = desk.made.shots
    view = VideoView(desk.context)
    shown(desk, qtbot, view, hits_of([*one, *two]))
    columns = view.rows._geometry.columns
    assert columns < SHOTS
    before = view.rows.head_area(1).top()
    head = view.rows.head_area(0)
    toggle = QPoint(head.left() + 10, head.center().y())
    qtbot.mouseClick(view.rows.viewport(), Qt.MouseButton.LeftButton, pos=toggle)
    assert view.rows.row(0).is_open
    assert view.rows.head_area(1).top() > before
    assert view.rows.cell(0, columns).top() > view.rows.cell(0, 0).top()
    press(view, qtbot, KEY.Key_Down)
    assert view.rows.current == (0, columns)  # a line further, in the same video
    press(view, qtbot, KEY.Key_E)
    assert not view.rows.row(0).is_open
    press(view, qtbot, KEY.Key_E, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert view.rows.row(1).is_open
    kept = view.save_state()
    assert kept["open"] == sorted(f"video:{video}" for video in desk.made.videos[:2])
    press(view, qtbot, KEY.Key_E, modifier=Qt.KeyboardModifier.ShiftModifier)
    view.restore_state(kept)
    settle(desk, qtbot, view)
    assert view.rows.row(0).is_open


def test_a_video_is_hidden_by_its_cross(desk: TimedDesk, qtbot: QtBot) -> None:
    one, two, _ = desk.made.shots
    asked: list[object] = []
    shared = desk.context.shared
    desk.context.actions.add(
        Action("item.exclude-video", "Hide", lambda: asked.append(shared.selection))
    )
    view = VideoView(desk.context)
    shown(desk, qtbot, view, hits_of([one[1], two[2]]))
    head = view.rows.head_area(1)
    cross = QPoint(head.right() - 8, head.center().y())
    qtbot.mouseClick(view.rows.viewport(), Qt.MouseButton.LeftButton, pos=cross)
    assert asked == [(two[2],)]


# -- the time cache


def test_the_best_of_each_period_stays(desk: TimedDesk, qtbot: QtBot) -> None:
    one, two, _ = desk.made.shots
    view = PeriodView(desk.context)
    noted: list[str] = []
    view.noted.connect(noted.append)
    shown(desk, qtbot, view, hits_of([*one, *two]))
    assert view.grid.hits.items() == [one[0], one[3], one[6], two[0], two[3], two[6]]
    assert "6 of 16" in noted[-1]
    qtbot.keyClick(view.grid, KEY.Key_T)
    settle(desk, qtbot, view)
    assert view.periods.seconds == 60
    assert view.grid.hits.items() == [one[0], one[6], two[0], two[6]]
    view.restore_state({"period": 180})
    settle(desk, qtbot, view)
    assert view.grid.hits.items() == [one[0], two[0]]
    view.restore_state({"period": 17, "list": "x"})
    assert view.save_state()["period"] == 180
    qtbot.keyClick(view.grid, KEY.Key_T)
    settle(desk, qtbot, view)
    assert len(view.grid.hits.items()) == 16
    assert noted[-1] == ""


def test_rows_are_thinned_too_and_steps_follow(desk: TimedDesk, qtbot: QtBot) -> None:
    one = desk.made.shots[0]
    view = StripView(desk.context)
    shown(desk, qtbot, view, hits_of(one))
    changes: list[str] = []
    view.state_changed.connect(changes.append)
    press(view, qtbot, KEY.Key_T, KEY.Key_T)
    settle(desk, qtbot, view)
    assert view.periods.seconds == 30
    assert len(view.rows.source) == 3
    assert changes
    desk.context.shared.select([one[0]], "wall")
    view.step_hit(1)
    assert desk.context.shared.selection == (one[3],)


# -- large and empty lists


@pytest.mark.parametrize("view", [SceneView, StripView, VideoView, PeriodView])
def test_an_empty_list_shows_nothing(desk: TimedDesk, qtbot: QtBot, view: type[HitView]) -> None:
    made = view(desk.context)
    shown(desk, qtbot, made, hits_of([]))
    assert not made.step_hit(1)
    assert made.title
    assert made.keys()
    for key in (KEY.Key_Down, KEY.Key_End, KEY.Key_Space, KEY.Key_E):
        qtbot.keyClick(made.focusProxy() or made, key)


@pytest.mark.parametrize("source", [SceneSource, StripSource, VideoSource])
def test_items_that_are_gone_do_no_harm(desk: TimedDesk, source: type) -> None:
    lines = desk.made.library.timeline.lines()
    one = desk.made.shots[0]
    rows = source(lines, [Hit(10**9, 0.9), Hit(one[0], 0.8), Hit(-4, 0.7)])
    frames = [frame.item for n in range(len(rows)) for frame in rows.row(n).frames]
    assert {10**9, one[0], -4} <= set(frames)
    assert rows.find(one[0]) is not None
    assert rows.find(one[1]) is None


def test_ten_thousand_rows_make_only_what_is_seen(desk: TimedDesk, qtbot: QtBot) -> None:
    made: list[int] = []

    class Counting(StripSource):
        def row(self, number: int):  # type: ignore[no-untyped-def]
            made.append(number)
            return super().row(number)

    one = desk.made.shots[0]
    view = StripView(desk.context)
    shown(desk, qtbot, view, hits_of([one[0]]))
    lines = desk.made.library.timeline.lines()
    view.rows.show_rows(Counting(lines, [Hit(one[n % SHOTS], 0.5) for n in range(10_000)]))
    made.clear()
    bar = view.rows.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    view.grab()
    settle(desk, qtbot, view)
    assert 0 < len(set(made)) < 30
    assert min(made) > 4000
