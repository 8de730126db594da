"""The days panel under mouse and keys, on a small made-up life."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication, QInputDialog

from app.panels.days import DaysPanel, texts
from app.panels.days.clock_dialog import ClockDialog, format_shift, read_shift
from app.panels.days.life_map import within
from app.panels.days.projection import Frame, degrees, mercator, round_step
from app.panels.days.scale import TimeScale
from app.services.days_types import DayNote, day_notes
from app.services.types import Calendar, Filter
from tests.app.services.test_days import fill as fill_life
from tests.panel_support import Desk, make_desk

MONDAY = date(2024, 5, 6)


@pytest.fixture
def life(tmp_path: Path, qapp: QApplication) -> Iterator[tuple[Desk, list[int]]]:
    desk = make_desk(tmp_path)
    ids = fill_life(desk.library)
    yield desk, ids
    desk.close()


@pytest.fixture
def panel(life, qtbot) -> DaysPanel:
    desk, _ = life
    made = DaysPanel(desk.context)
    qtbot.addWidget(made)
    made.resize(900, 640)
    made.show()
    made.focus_main()
    desk.settle(qtbot, made)
    return made


def open_day(panel: DaysPanel, desk: Desk, qtbot, day: date = MONDAY) -> None:
    panel.open_day(day)
    desk.settle(qtbot, panel)


def test_days_are_found_when_they_are_first_seen(panel: DaysPanel, life) -> None:
    desk, _ = life
    assert panel.calendar.isVisible()
    assert len(panel.session.calendar.days) == 5
    assert not panel.session.is_due  # what was due was looked for
    assert {view.name for view in panel.session.places} == {"home", "work"}
    assert any("10 trips" in str(what) for what in desk.posted)


def test_a_click_on_the_calendar_opens_the_day(panel: DaysPanel, life, qtbot) -> None:
    desk, ids = life
    cell = panel.calendar._cell(date(2024, 5, 8))
    assert cell is not None
    qtbot.mouseClick(panel.calendar.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    desk.settle(qtbot, panel)
    assert panel.page.isVisible()
    assert panel.page.view.day == date(2024, 5, 8)
    assert panel.page.view.items.tolist() == ids[18:27]
    qtbot.keyClick(panel, Qt.Key.Key_PageDown)
    desk.settle(qtbot, panel)
    assert panel.page.view.day == date(2024, 5, 9)
    qtbot.keyClick(panel, Qt.Key.Key_C)
    assert panel.calendar.isVisible()


def test_a_drag_over_days_filters_all_panels(panel: DaysPanel, life, qtbot) -> None:
    desk, ids = life
    view = panel.calendar.viewport()
    first, last = (panel.calendar._cell(date(2024, 5, day)).center() for day in (7, 8))
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=first)
    qtbot.mouseMove(view, last)
    panel.calendar._is_drag = True
    panel.calendar._extend(date(2024, 5, 8))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=last)
    desk.settle(qtbot, panel)
    (chosen,) = desk.context.shared.filters
    assert chosen.key == "taken_at"
    assert desk.library.catalogue.items_with([chosen]).tolist() == ids[9:27]


def test_keys_walk_the_calendar(panel: DaysPanel, qtbot) -> None:
    calendar = panel.calendar
    calendar.go_to(MONDAY)
    for key, day in ((Qt.Key.Key_Down, 7), (Qt.Key.Key_Right, 14), (Qt.Key.Key_Left, 7)):
        qtbot.keyClick(calendar, key)
        assert calendar.current == date(2024, 5, day)
    qtbot.keyClick(calendar, Qt.Key.Key_Home)
    assert calendar.current == MONDAY
    with qtbot.waitSignal(calendar.range_chosen) as told:
        qtbot.keyClick(calendar, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        qtbot.keyClick(calendar, Qt.Key.Key_Return)
    assert told.args == [MONDAY, date(2024, 5, 7)]
    assert "9" in calendar.told(MONDAY)


def test_photos_that_do_not_fit_are_piles_and_a_pile_expands(panel, life, qtbot) -> None:
    desk, _ = life
    open_day(panel, desk, qtbot)
    strip = panel.page.strip
    piles = strip.piles()
    assert sum(pile.count for pile in piles) == 9
    lefts = [pile.left for pile in piles]
    assert all(b - a >= 72 for a, b in pairwise(lefts))
    first = QPoint(int(piles[0].left) + 8, 20)
    qtbot.mouseDClick(strip, Qt.MouseButton.LeftButton, pos=first)
    assert not strip.scale.is_whole
    assert len(strip.piles()) > 1
    qtbot.keyClick(strip, Qt.Key.Key_0)
    assert strip.scale.is_whole


def test_the_selection_is_shared_both_ways(panel: DaysPanel, life, qtbot) -> None:
    desk, ids = life
    open_day(panel, desk, qtbot)
    strip, shared = panel.page.strip, desk.context.shared
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert tuple(shared.selection) == (ids[0],)
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert shared.current == ids[1]
    qtbot.keyClick(strip, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    stack = panel.page.view.stacks[1]
    assert tuple(shared.selection) == stack.items
    shared.select([ids[2]], "wall")
    assert strip._current == ids[2]
    assert panel.page.preview.item == ids[2]


def test_a_curve_shows_the_photo_of_its_moment(panel: DaysPanel, life, qtbot) -> None:
    desk, ids = life
    open_day(panel, desk, qtbot)
    assert panel.page.curves.names == ["heart rate"]
    view = panel.page.view
    noon = int(view.times[5])
    panel.page.curves.pointed.emit(float(noon + 10))
    assert panel.page.preview.item == ids[5]
    assert "heart rate" in panel.page.curves.told(noon)
    panel.page.curves.picked.emit(float(noon + 10))
    assert desk.context.shared.current == ids[5]
    panel.page.point(float("nan"))
    assert panel.page.map._spot is None


def test_events_are_renamed_and_that_is_undone(panel, life, qtbot, monkeypatch) -> None:
    desk, ids = life
    open_day(panel, desk, qtbot)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Team lunch", True))
    panel.page.strip.chosen.emit([ids[5]])
    qtbot.keyClick(panel.page.strip, Qt.Key.Key_R)
    desk.settle(qtbot, panel)
    names = {each.name for each in desk.library.catalogue.episodes("event")}
    assert "Team lunch" in names
    desk.context.shared.items_changed.emit("history")
    desk.settle(qtbot, panel)
    assert "Team lunch" in {stack.name for stack in panel.page.view.stacks}
    facets = desk.library.catalogue.facet_counts("event")
    assert "Team lunch" in dict(facets)
    desk.context.services.history.undo()
    desk.context.shared.items_changed.emit("history")
    desk.settle(qtbot, panel)
    assert "Team lunch" not in dict(desk.library.catalogue.facet_counts("event"))


def test_places_are_kept_merged_removed_and_shown(panel: DaysPanel, life, qtbot) -> None:
    desk, _ = life

    def again() -> None:
        desk.settle(qtbot, panel)
        desk.context.shared.items_changed.emit("history")
        desk.settle(qtbot, panel)

    panel.show_view("places")
    page = panel.places
    page.list.setCurrentItem(page.list.topLevelItem(1))
    assert page.name.text() == "Work"
    page.name.setText("Kinora Ltd")
    page.keep.click()
    again()
    (place,) = desk.library.catalogue.places()
    assert (place.name, place.role) == ("Kinora Ltd", "work")
    names = dict(desk.library.catalogue.facet_counts("place"))
    assert names["Kinora Ltd"] == names["work"] == 15
    page.list.selectAll()
    assert page.merge.isEnabled()
    page.merge.click()
    again()
    (merged,) = desk.library.catalogue.places()
    assert merged.radius_m > 1000
    page.list.setCurrentItem(page.list.topLevelItem(0))
    page.photos.click()
    desk.settle(qtbot, panel)
    assert desk.context.shared.results.total >= 40
    page.remove.click()
    again()
    assert desk.library.catalogue.places() == []
    desk.context.services.history.undo()
    assert desk.library.catalogue.places() == [merged]


def test_a_box_on_the_map_selects_what_is_in_it(panel: DaysPanel, life, qtbot) -> None:
    desk, ids = life
    panel.show_view("map")
    desk.settle(qtbot, panel)
    assert panel.map.isVisible()
    panel.map.region_drawn.emit([(0.0, 0.0), (1.0, 1.0)])
    assert set(desk.context.shared.selection) == set(ids)
    places = panel.map._of_degrees(49.8775, 8.6930)[0]
    near = panel.map.item_near(QPointF(*places))
    assert near in ids
    panel.map.grab()


def test_the_clock_dialog_says_what_would_move(life, qtbot) -> None:
    desk, ids = life
    dialog = ClockDialog(desk.context, ids[4])
    qtbot.addWidget(dialog)
    desk.settle(qtbot)
    assert dialog.clock.name == "Camera A"
    assert not dialog.ok.isEnabled()
    dialog.true_time.setText("12:07")
    dialog.use_time.click()
    desk.settle(qtbot)
    assert dialog.shift.text() == "+0:07:00"
    qtbot.waitUntil(dialog.ok.isEnabled)
    assert "45" in dialog.told.text()
    with qtbot.waitSignal(dialog.accepted_clock) as told:
        dialog.ok.click()
    assert told.args == ["Camera A", 420]


def test_correcting_a_clock_moves_photos_and_is_undone(panel: DaysPanel, life, qtbot) -> None:
    desk, ids = life
    before = desk.library.catalogue.items(ids[:1])[0].taken_at
    panel.changes.set_clock("Camera A", 420)
    desk.settle(qtbot, panel)
    after = desk.library.catalogue.items(ids[:1])[0].taken_at
    assert (after - before).total_seconds() == 420
    desk.context.services.history.undo()
    assert desk.library.catalogue.items(ids[:1])[0].taken_at == before


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("+0:07:00", 420), ("−1:00:00", -3600), ("90", 90), ("-7:30:00", -27_000), ("soon", None),
     ("0:75:00", None), ("", None), ("1:2:3:4", None)],
)  # fmt: skip
def test_corrections_are_read(text: str, seconds: int | None) -> None:
    assert read_shift(text) == seconds
    if seconds is not None:
        assert read_shift(format_shift(seconds)) == seconds


def test_the_session_brings_the_day_back(panel: DaysPanel, life, qtbot) -> None:
    desk, _ = life
    open_day(panel, desk, qtbot, date(2024, 5, 8))
    panel.head.gaps.trigger()
    state = panel.save_state()
    panel.open_day(date(2024, 5, 10))
    panel.show_view("calendar")
    desk.settle(qtbot, panel)
    panel.restore_state(state)
    desk.settle(qtbot, panel)
    assert panel.page.isVisible()
    assert panel.page.view.day == date(2024, 5, 8)
    assert not panel.page.shortens
    panel.restore_state({"view": 3, "day": [], "split": "x"})


def test_an_empty_library_says_what_to_import(desk: Desk, qtbot) -> None:
    made = DaysPanel(desk.context)
    qtbot.addWidget(made)
    made.show()
    made.focus_main()
    desk.settle(qtbot, made)
    assert made.empty.isVisible()
    assert "GPX" in made.empty.text
    made.show_view("places")
    assert "GPX" in made.empty.text


def test_a_read_only_library_can_be_looked_at(tmp_path: Path, qtbot) -> None:
    writable = make_desk(tmp_path)
    fill_life(writable.library)
    writable.close()
    from app.services.library import Library
    from app.services.services import Services

    desk = make_desk(tmp_path / "other")
    library = Library.open(tmp_path / "a.kinora", read_only=True)
    desk.context.services = Services(library)
    desk.context.actions.read_only_reason = "it is locked"
    made = DaysPanel(desk.context)
    qtbot.addWidget(made)
    made.show()
    made.focus_main()
    desk.settle(qtbot, made)
    assert len(made.session.calendar.days) == 5
    assert not made.head.look.isEnabled()
    desk.close()


def test_every_note_can_be_said_in_another_language() -> None:
    assert texts.note_templates() == day_notes()
    assert texts.said([DayNote("no-track"), "as it is"]) == [day_notes()["no-track"], "as it is"]


# -- the pure parts


def test_empty_stretches_are_short_and_all_moments_keep_their_order() -> None:
    busy = [3600 * 8, 3600 * 8.2, 3600 * 20]
    scale = TimeScale(0, 86_400, busy)
    assert len(scale.gaps) == 3
    moments = np.linspace(0, 86_400, 500)
    places = scale.place(moments)
    assert (np.diff(places) > 0).all()
    assert [scale.moment(place) for place in places] == pytest.approx(moments.tolist(), abs=1e-3)
    assert scale.place([8 * 3600])[0] < 0.3
    plain = TimeScale(0, 86_400, busy, shortens=False)
    assert plain.place([43_200])[0] == pytest.approx(0.5)
    assert not plain.gaps
    nothing = TimeScale(0, 86_400)
    assert nothing.place([43_200])[0] == pytest.approx(0.5)


def test_zooming_keeps_the_moment_under_the_mouse() -> None:
    scale = TimeScale(0, 86_400)
    moment = scale.moment(0.3)
    scale.zoom(4, 0.3)
    assert scale.moment(0.3) == pytest.approx(moment)
    scale.move(-100)
    assert scale.low == 0.0
    scale.zoom(1e-6, 0.5)
    assert scale.is_whole
    scale.show(3600, 7200)
    assert scale.place([3600])[0] > 0
    assert scale.place([7200])[0] < 1
    ticks = TimeScale(0, 86_400).ticks(7200, 8)
    assert [local for _, local in ticks][:2] == [10_800, 21_600]


def test_the_map_projects_there_and_back() -> None:
    north, east = np.array([-60.0, 0.0, 51.5]), np.array([-179.0, 0.0, 8.5])
    back = degrees(mercator(north, east))
    assert back[0] == pytest.approx(north)
    assert back[1] == pytest.approx(east)
    frame = Frame.around(mercator([50.0, 50.1], [8.0, 8.1]))
    inside = frame.to_frame(mercator([50.05], [8.05]))
    assert inside[0] == pytest.approx([0.5, 0.5], abs=0.01)
    assert frame.to_world(inside) == pytest.approx(mercator([50.05], [8.05]))
    wide = Frame.around(mercator([50.0], [8.0])).metres()
    assert 800 < wide < 1200
    assert [round_step(each) for each in (7.0, 0.3, 1000.0, 4.9)] == [5.0, 0.2, 1000.0, 2.0]
    assert Frame.around(np.empty((0, 2))) == Frame()


def test_a_lasso_takes_what_lies_inside() -> None:
    points = np.array([[0.5, 0.5], [0.1, 0.9], [0.9, 0.9]], np.float32)
    triangle = [(0.0, 0.4), (0.8, 0.4), (0.4, 0.8)]
    assert within(points, triangle).tolist() == [True, False, False]
    assert within(points, [(0.0, 0.6), (1.0, 1.0)]).tolist() == [False, True, True]


def test_a_calendar_knows_its_neighbours() -> None:
    calendar = Calendar((MONDAY,), (3,), (False,))
    assert calendar.near(MONDAY, 1) is None
    assert calendar.count(MONDAY) == 3
    assert Filter("taken_at", low=1.0).key == "taken_at"


def test_the_first_day_on_show_has_photos() -> None:
    days = (date(2024, 5, 6), date(2024, 5, 7), date(2024, 5, 8))
    assert Calendar(days, (3, 2, 0), (True, True, True)).latest == days[1]
    assert Calendar(days[:1], (0,), (True,)).latest == days[0]
    assert Calendar().latest is None
