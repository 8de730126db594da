"""The filters panel on a small library: values, ranges, saved sets, and what can go wrong."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDateEdit, QInputDialog, QWidget
from pytestqt.qtbot import QtBot

from app.context import Action, Actions, Notices, PanelContext, SharedState
from app.jobs import JobRunner
from app.panels.filters import FiltersPanel
from app.panels.filters.panel import OPEN_AT_FIRST
from app.panels.filters.sections import FIRST, RangeSection, ValueSection
from app.services.library import Library
from app.services.services import Services
from app.services.types import Filter
from app.widgets.region_light import RegionLightDialog
from common.values import Facet, ItemKind, MediaFacts
from indexers.catalogue import NewItem
from tests.garbage import let_go

COUNT = 30
ALT = Qt.KeyboardModifier.AltModifier


def new_item(number: int) -> NewItem:
    """Return a film with one genre of three, one actor of twenty and a year; or a photo."""
    if number % 5 == 4:
        taken = datetime(2020, 1, 1 + number % 28)  # noqa: DTZ001 - naive UTC
        return NewItem(f"photo:{number}", ItemKind.PHOTO, facts=MediaFacts(taken_at=taken))
    genres = [("Drama", "Comedy", "War")[number % 3], "Short"][: 1 + number % 2]
    facets = [Facet("genre", name) for name in genres]
    facets += [Facet("actor", f"Actor {number % 20}")]
    return NewItem(
        f"film:{number}", ItemKind.FILM, f"Film {number}", year=1990 + number % 10, facets=facets
    )


class Desk:
    """A panel and what it stands on."""

    def __init__(self, qtbot: QtBot, library: Library) -> None:
        self.qtbot = qtbot
        self.library = library
        self.services = Services(library)
        self.shared = SharedState()
        self.context = PanelContext(self.services, JobRunner(), self.shared, Notices(), Actions())
        self.posted: list[tuple[Any, ...]] = []
        self.context.notices.posted.connect(lambda *what: self.posted.append(what))
        self.context.actions.add(Action("import.media", "&Import …", lambda: None))
        self.panel: FiltersPanel

    def show(self, state: dict[str, Any] | None = None) -> FiltersPanel:
        self.panel = FiltersPanel(self.context)
        self.qtbot.addWidget(self.panel)
        if state is not None:
            self.panel.restore_state(state)
        self.panel.resize(320, 900)
        self.panel.show()
        self.settle()
        return self.panel

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.context.jobs.is_idle and self.panel.is_idle, timeout=8000)

    def values(self, key: str) -> ValueSection:
        section = self.panel.sections[key]
        assert isinstance(section, ValueSection)
        return section

    def counts(self, key: str) -> dict[str, int]:
        return {one.value: one.count for one in self.values(key).list.values.entries}

    def click(self, key: str, value: str, held: Qt.KeyboardModifier | None = None) -> None:
        names = [one.value for one in self.values(key).list.values.entries]
        view = self.values(key).list
        middle = view.visualRect(view.values.index(names.index(value))).center()
        held = held or Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, held, middle)
        self.settle()

    def close(self) -> None:
        let_go(self.context)
        self.library.close()


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library.open(tmp_path / "a.kinora", create=True)
    made.catalogue.add_batch([new_item(number) for number in range(COUNT)])
    return made


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, library: Library) -> Iterator[Desk]:
    made = Desk(qtbot, library)
    yield made
    made.close()


def test_all_facets_are_there_and_the_first_are_open(desk: Desk) -> None:
    panel = desk.show()
    assert list(panel.sections) == ["genre", "year", "kind", "taken_at", "actor"]
    assert [s.is_open for s in panel.sections.values()] == [True] * OPEN_AT_FIRST + [False] * 2
    assert desk.counts("genre") == dict(desk.library.catalogue.facet_counts("genre"))
    assert panel.head.count.text() == f"All {COUNT} items"
    assert not panel.head.clear.isEnabled()
    named = [w for w in panel.findChildren(QWidget) if w.focusPolicy() != Qt.FocusPolicy.NoFocus]
    named = [w for w in named if type(w).__module__.startswith("app.") or w.parent() is panel]
    assert all(widget.accessibleName() or widget.toolTip() for widget in named)


def test_a_click_wants_a_value_and_alt_excludes_it(desk: Desk) -> None:
    panel = desk.show()
    desk.click("genre", "Drama")
    assert desk.shared.filters == (Filter("genre", ("Drama",)),)
    passed = desk.services.facets.count(desk.shared.filters)
    assert panel.head.count.text() == f"{passed} of {COUNT} items"
    assert [chip.text() for chip in panel.head.chips.chips] == ["Genre: Drama"]
    assert panel.sections["genre"].head.text() == "Genre (1)"
    assert desk.counts("kind") == {"film": passed, "photo": 0}
    desk.click("genre", "Short", ALT)
    assert desk.shared.filters == (Filter("genre", ("Drama",)), Filter("genre", ("Short",), "none"))
    desk.click("genre", "Comedy")
    assert desk.shared.filters[0] == Filter("genre", ("Drama", "Comedy"))
    desk.values("genre").mode_button.click()
    assert desk.shared.filters[0] == Filter("genre", ("Drama", "Comedy"), "all")
    desk.settle()
    panel.sections["genre"].clear.click()
    assert desk.shared.filters == ()
    desk.settle()
    desk.click("kind", "film")
    desk.context.actions.trigger("filters.clear")
    assert desk.shared.filters == ()


def test_the_minus_behind_a_value_excludes_it(desk: Desk) -> None:
    desk.show()
    view = desk.values("genre").list
    row = view.visualRect(view.values.index(0))
    at = QPoint(row.right() - 12, row.center().y())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert [one.mode for one in desk.shared.filters] == ["none"]
    desk.settle()


def test_all_by_keyboard(desk: Desk) -> None:
    panel = desk.show()
    panel.focus_main()
    view = desk.values("genre").list
    first, second = (one.value for one in view.values.entries[:2])
    QTest.keyClick(view, Qt.Key.Key_Space)
    desk.settle()
    assert desk.shared.filters == (Filter("genre", (first,)),)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Minus)
    desk.settle()
    assert desk.shared.filters[1] == Filter("genre", (second,), "none")
    QTest.keyClick(view, Qt.Key.Key_Delete)
    desk.settle()
    spoken = view.values.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "wanted" in spoken
    assert spoken.startswith(first)
    QTest.keyClick(panel.sections["actor"].head, Qt.Key.Key_Space)
    desk.settle()
    assert len(desk.counts("actor")) == FIRST


def test_many_values_are_searched_and_listed_further(desk: Desk) -> None:
    panel = desk.show({"open": ["actor"]})
    assert [key for key, section in panel.sections.items() if section.is_open] == ["actor"]
    section = desk.values("actor")
    assert len(desk.counts("actor")) == FIRST
    section.more.click()
    desk.settle()
    assert len(desk.counts("actor")) > FIRST
    assert section.more.isHidden()
    section.search.setText("actor 12")
    desk.settle()
    assert list(desk.counts("actor")) == ["Actor 12"]
    section.search.setText("nobody")
    desk.settle()
    assert not section.nothing.isHidden()
    panel.head.search.setText("gen")
    assert [k for k, s in panel.sections.items() if not s.isHidden()] == ["genre"]


def test_a_range_is_chosen_by_band_boxes_and_keys(desk: Desk) -> None:
    panel = desk.show()
    section = panel.sections["year"]
    assert isinstance(section, RangeSection)
    low, high = section.ends
    assert (low.value(), high.value()) == (1990, 2020)
    low.setValue(1995)
    assert desk.shared.filters == (Filter("year", low=1995),)
    desk.settle()
    view = section.view
    assert view.band is not None
    assert view.band[0] == 1995
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton)
    assert desk.shared.filters == ()
    desk.settle()
    middle = view.height() // 2
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(view.width() * 3 // 10, middle))
    QTest.mouseMove(view, QPoint(view.width() * 6 // 10, middle))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(view.width() // 2, middle))
    (chosen,) = desk.shared.filters
    assert chosen.low is not None
    assert chosen.high is not None
    assert 1990 < chosen.low <= chosen.high < 2020
    assert chosen.low % 1 == 0
    desk.settle()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert desk.shared.filters[0].low == chosen.low + 1
    desk.settle()
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert desk.shared.filters == ()
    desk.settle()


def test_a_span_of_days(desk: Desk) -> None:
    panel = desk.show({"open": ["taken_at"]})
    section = panel.sections["taken_at"]
    assert isinstance(section, RangeSection)
    low, high = section.ends
    assert isinstance(low, QDateEdit)
    assert isinstance(high, QDateEdit)
    high.setDate(low.date().addDays(5))
    (chosen,) = desk.shared.filters
    ids = desk.library.catalogue.items_with(desk.shared.filters)
    days = [desk.library.catalogue.item(i).facts.taken_at for i in ids.tolist()]
    assert days
    assert all(day is not None and day.date() <= high.date().toPython() for day in days)
    assert (chosen.key, chosen.low) == ("taken_at", None)
    desk.settle()


def test_nothing_passes_and_a_way_out(desk: Desk) -> None:
    panel = desk.show()
    desk.shared.set_filters((Filter("kind", ("photo",)), Filter("genre", ("War",))), "test")
    desk.settle()
    assert not panel.head.nothing.isHidden()
    texts = [chip.text() for chip in panel.head.ways.chips]
    photos = desk.services.facets.count((Filter("kind", ("photo",)),))
    assert f"Without Genre: War: {photos}" in texts
    next(chip for chip in panel.head.ways.chips if "War" in chip.text()).click()
    assert desk.shared.filters == (Filter("kind", ("photo",)),)
    desk.settle()
    assert panel.head.nothing.isHidden()


def test_filters_are_kept_under_a_name(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = desk.show()
    desk.click("genre", "War")
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_a, **_k: (" War films ", True))
    saved = panel.head.saved
    saved._fill()
    saved.menu_of_sets.actions()[0].trigger()
    kept = desk.shared.filters
    panel.clear_all()
    assert desk.services.filter_sets.names() == ["War films"]
    saved._fill()
    next(a for a in saved.menu_of_sets.actions() if a.text() == "War films").trigger()
    assert desk.shared.filters == kept
    (desk.library.folder / "filters" / "War films.json").write_text("{")
    saved.bring("War films")
    assert desk.posted[-1][0] == "error"
    assert desk.shared.filters == kept
    desk.services.filter_sets.save("b", kept)
    saved.forget("b")
    assert desk.services.filter_sets.names() == []
    desk.settle()


def test_filters_of_a_session_that_name_what_is_gone_are_dropped_with_a_notice(desk: Desk) -> None:
    good = Filter("genre", ("War",))
    desk.shared.set_filters((Filter("sharpness", low=3.0), good), "session")
    desk.show()
    assert desk.shared.filters == (good,)
    assert any("Sharpness" in text for level, text, *_ in desk.posted if level == "warning")


def test_items_that_come_are_counted_and_open_sections_stay(desk: Desk) -> None:
    panel = desk.show()
    before = panel.sections["genre"]
    desk.library.catalogue.add_batch(
        [NewItem("new", ItemKind.FILM, facets=[Facet("genre", "Opera"), Facet("place", "Oslo")])]
    )
    desk.library.catalogue.add_to_watchlist("later", [1, 2])
    desk.shared.items_changed.emit("shell")
    desk.settle()
    assert panel.sections["genre"] is before
    assert desk.counts("genre")["Opera"] == 1
    assert {"place", "watchlist"} <= set(panel.sections)
    panel.sections["watchlist"].head.click()
    desk.settle()
    assert desk.counts("watchlist") == {"later": 2}
    assert desk.context.jobs.is_idle
    state = panel.save_state()
    assert "watchlist" in state["open"]


def test_a_hidden_panel_reads_nothing_until_it_is_seen(desk: Desk) -> None:
    panel = desk.show()
    panel.hide()
    desk.shared.set_filters((Filter("genre", ("War",)),), "details")
    desk.settle()
    assert panel.head.count.text() == f"All {COUNT} items"
    panel.show()
    desk.settle()
    assert panel.head.count.text().endswith(f"of {COUNT} items")
    assert not panel.head.count.text().startswith("All")


def test_an_empty_library_and_one_item(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    made = Desk(qtbot, Library.open(tmp_path / "empty.kinora", create=True))
    try:
        panel = made.show()
        assert panel.pages.currentWidget() is panel.empty
        assert [button.text() for button in panel.empty.buttons] == ["Import …"]
        made.library.catalogue.add_batch([new_item(0)])
        made.shared.items_changed.emit("shell")
        made.settle()
        assert panel.pages.currentWidget() is not panel.empty
        assert list(panel.sections) == ["genre", "year", "actor"]
        assert panel.head.count.text() == "All 1 items"
    finally:
        made.close()


def test_the_brightness_of_regions_is_asked_for(desk: Desk) -> None:
    panel = desk.show()
    panel.head.region.click()
    [dialog] = panel.findChildren(RegionLightDialog)
    dialog.accept()
    panel.add_region("bottom:60-100")
    panel.add_region("bottom:60-100")  # asked for already
    desk.settle()
    assert desk.shared.filters == (
        Filter("region_light", ("top:0-20", "bottom:60-100"), mode="all"),
    )
    assert not [what for what in desk.posted if "does not know" in str(what)]
    assert panel.head.count.text().startswith("0 of")  # films without a picture


def test_sections_come_one_by_one_and_nothing_opens_or_closes_by_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.panels.filters.panel.MAKING_S", -1.0)
    panel = desk.panel = FiltersPanel(desk.context)
    desk.qtbot.addWidget(panel)
    panel._makes.setInterval(60_000)
    panel.show()
    desk.qtbot.waitUntil(lambda: bool(panel.sections), timeout=8000)
    assert list(panel.sections) == ["genre"]
    assert not panel.is_idle
    panel.sections["genre"].head.click()  # closed while others are still to come
    panel._makes.start(0)
    desk.settle()
    assert list(panel.sections) == ["genre", "year", "kind", "taken_at", "actor"]
    assert [key for key, one in panel.sections.items() if one.is_open] == ["year", "kind"]
    places = [panel._column.indexOf(one) for one in panel.sections.values()]
    assert places == [0, 1, 2, 3, 4]
    assert panel.sections["actor"].body is None  # made when it is opened
    panel.hide()
    panel.sections["actor"].set_open(on=True)
    panel.show()
    desk.settle()
    assert len(desk.counts("actor")) == FIRST
