"""The details panel: what it shows, and what can be changed from it."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.panels.details import DetailsPanel
from app.services.pose_memory import PoseMemory
from app.services.types import Filter
from app.widgets.chips import Chip
from app.widgets.item_actions import ItemActions
from common.values import Facet, Hit, ResultList
from indexers.poses.store import PERSON, Look
from tests.panel_support import Desk


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> DetailsPanel:
    made = DetailsPanel(desk.context)
    ItemActions(desk.context, made)
    qtbot.addWidget(made)
    made.resize(360, 800)
    made.show()
    desk.settle(qtbot, made)
    return made


def select(panel: DetailsPanel, desk: Desk, qtbot: QtBot, *items: int) -> None:
    desk.context.shared.select(items, "test")
    desk.settle(qtbot, panel)
    desk.settle(qtbot, panel)


def texts(panel: DetailsPanel) -> str:
    return "\n".join(label.text() for label in panel.texts.findChildren(QLabel))


def test_nothing_selected_is_explained(panel: DetailsPanel) -> None:
    assert panel.pages.currentWidget() is panel.empty
    assert "Nothing is selected" in panel.empty.text


def test_a_photo(panel: DetailsPanel, desk: Desk, qtbot: QtBot) -> None:
    select(panel, desk, qtbot, desk.ids[2])
    rows = dict(panel.facts.rows)
    assert panel.heading.text() == "Photo 2"
    assert rows["Size"] == "90 × 60"
    assert rows["Codec"] == "png"
    assert rows["File"].endswith("photo 2.png")
    assert panel.canvas.image.width() == 90
    assert panel.shots.isHidden()
    assert [chip.text() for chip in panel.facets.findChildren(Chip)] == ["green 80%"]
    assert [hit.item for hit in panel.similar_strip.hits] == [1, 2]


def test_people_with_key_points_are_counted(panel: DetailsPanel, desk: Desk, qtbot: QtBot) -> None:
    select(panel, desk, qtbot, desk.ids[2])
    assert "People with a pose" not in dict(panel.facts.rows)  # nobody looked
    three, none = np.zeros(3, PERSON), np.empty(0, PERSON)
    store = PoseMemory.of(desk.context.services.library).writing("movenet", "1")
    store.append([Look(desk.ids[2], three, guided=True), Look(desk.ids[3], none, guided=True)])
    select(panel, desk, qtbot, desk.ids[3])
    assert dict(panel.facts.rows)["People with a pose"] == "0"
    select(panel, desk, qtbot, desk.ids[2])
    assert dict(panel.facts.rows)["People with a pose"] == "3"


def test_boxes_can_be_shown(panel: DetailsPanel, desk: Desk, qtbot: QtBot) -> None:
    select(panel, desk, qtbot, desk.ids[2])
    before = panel.canvas.grab().toImage()
    panel.boxes_button.click()
    assert panel.canvas.grab().toImage() != before
    select(panel, desk, qtbot, desk.film)
    assert panel.boxes_button.isHidden()


def test_a_film_shows_its_plot(panel: DetailsPanel, desk: Desk, qtbot: QtBot) -> None:
    select(panel, desk, qtbot, desk.film)
    assert panel.heading.text() == "Metropolis"
    assert "A city A city" in texts(panel)
    assert dict(panel.facts.rows)["Year"] == "1927"


def test_a_video_shows_its_shots(panel: DetailsPanel, desk: Desk, qtbot: QtBot) -> None:
    select(panel, desk, qtbot, desk.video)
    assert [hit.item for hit in panel.strip.hits] == desk.shots
    assert "good morning" in texts(panel)
    panel.strip.setFocus()
    qtbot.keyClick(panel.strip, Qt.Key.Key_Right)
    with qtbot.waitSignal(desk.context.shared.opened) as opened:
        qtbot.keyClick(panel.strip, Qt.Key.Key_Return)
    assert opened.args == [desk.shots[1], 1.5]


def test_a_facet_filters_and_searches(panel: DetailsPanel, desk: Desk, qtbot: QtBot) -> None:
    select(panel, desk, qtbot, desk.ids[1])
    (chip,) = panel.facets.findChildren(Chip)
    shared = desk.context.shared
    assert not chip.isChecked()
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert shared.filters == (Filter("colour", ("red",)),)
    assert chip.isChecked()
    select(panel, desk, qtbot, desk.ids[3])  # another red one: the filter stays
    (chip,) = panel.facets.findChildren(Chip)
    assert chip.isChecked()
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert shared.filters == ()
    assert not chip.isChecked()
    with qtbot.waitSignal(shared.query_requested) as asked:
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier)
    assert asked.args[0].text() == "red"


def test_of_a_film_the_first_few_of_the_study_come_first(
    panel: DetailsPanel, desk: Desk, qtbot: QtBot
) -> None:
    facets = [Facet(key, f"{key} {n}") for key in ("company", "country", "genre") for n in range(8)]
    panel.facets.show_facets([*facets, Facet("director", "One"), Facet("director", "Two")])

    def shown(key: str) -> list[str]:
        return [value for name, value, _ in panel.facets._chips if name == key]

    assert [len(shown(key)) for key in ("genre", "director", "company", "country")] == [5, 2, 6, 8]
    assert next(iter(panel.facets._chips))[0] == "genre"
    more = next(chip for chip in panel.facets.findChildren(Chip) if "3 more" in chip.text())
    more.click()
    assert len(shown("genre")) == 8
    for value in ("genre 7", "genre 2"):
        panel.facets.filtered.emit("genre", value)
    shared = desk.context.shared
    assert shared.filters == (Filter("genre", ("genre 7", "genre 2"), "all"),)
    assert sum(chip.isChecked() for *_, chip in panel.facets._chips) == 2


def test_tags_lists_and_marks_are_undoable(panel: DetailsPanel, desk: Desk, qtbot: QtBot) -> None:
    select(panel, desk, qtbot, desk.ids[0])
    for kind, name in (("tag", "mine"), ("bucket", "maybe"), ("watchlist", "later")):
        box = panel.own.boxes()[kind]
        box.setText(name)
        qtbot.keyClick(box, Qt.Key.Key_Return)
        qtbot.waitUntil(
            lambda kind=kind, name=name: [c.text() for c in panel.own.chips(kind)] == [name],
            timeout=10_000,
        )
    panel.own.marks[1].click()
    desk.settle(qtbot, panel)
    items = desk.context.services.items
    assert items.tags(desk.ids[0]) == ["mine"]
    assert items.bucket_items("maybe") == [desk.ids[0]]
    assert items.watchlist_items("later") == [desk.ids[0]]
    assert items.labels() == {desk.ids[0]: 1}
    panel.own.chips("tag")[0].removed.emit()
    desk.settle(qtbot, panel)
    assert items.tags(desk.ids[0]) == []
    for _ in range(5):
        desk.context.services.history.undo()
    assert items.tags(desk.ids[0]) == []
    assert items.buckets() == {}
    assert items.labels() == {}


def test_several_items_are_summed_up(panel: DetailsPanel, desk: Desk, qtbot: QtBot) -> None:
    select(panel, desk, qtbot, *desk.ids[:4], desk.film)
    assert panel.heading.text() == "5 items"
    assert dict(panel.facts.rows)["Photo"] == "4"
    chips = {chip.text() for chip in panel.facets.findChildren(Chip)}
    assert "red 40%" in chips
    assert panel.canvas.isHidden()
    select(panel, desk, qtbot, desk.ids[0])
    assert not panel.canvas.isHidden()


def test_a_missing_file_is_named(panel: DetailsPanel, desk: Desk, qtbot: QtBot) -> None:
    (desk.library.folder.parent / "media" / "photo 5.png").unlink()
    select(panel, desk, qtbot, desk.ids[5])
    assert not panel.note.isHidden()
    assert "photo 5.png" in panel.note.text()


def test_actions_on_items(panel: DetailsPanel, desk: Desk, qtbot: QtBot) -> None:
    actions = desk.context.actions
    names = [action.name for action in actions.for_items()]
    assert names == [
        "item.open", "item.compare", "item.export", "item.add-to-watchlist",
        "item.add-to-bucket", "item.tag", "item.copy-path", "item.reveal", "item.remove",
    ]  # fmt: skip
    assert not any(a.is_enabled() for a in actions.for_items() if a.is_enabled)
    select(panel, desk, qtbot, desk.ids[1], desk.ids[0])
    actions.trigger("item.copy-path")
    desk.settle(qtbot, panel)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert [path.rpartition("/")[2] for path in copied] == ["photo 1.png", "photo 0.png"]
    services, shared = desk.context.services, desk.context.shared
    services.items.set_label(desk.ids[0], 1)
    hits = tuple(Hit(item, 1.0) for item in desk.ids[:3])
    shared.show_results(ResultList("all", hits))
    told: list[tuple[str, str, Any]] = []
    desk.context.notices.posted.connect(
        lambda _level, text, name, run: told.append((text, name, run))
    )
    actions.trigger("item.remove")
    desk.settle(qtbot, panel)
    assert not {desk.ids[0], desk.ids[1]} & set(services.items.all_ids().tolist())
    assert shared.selection == ()
    assert [hit.item for hit in shared.results.hits] == [desk.ids[2]]
    [(text, name, undo)] = told
    assert (text, name) == ("2 items were removed.", "Undo")
    undo()
    desk.settle(qtbot, panel)
    assert {desk.ids[0], desk.ids[1]} <= set(services.items.all_ids().tolist())
    assert services.items.labels() == {desk.ids[0]: 1}
    assert shared.selection == (desk.ids[1], desk.ids[0])
    assert shared.results.hits == hits
    # Once more, and something else after it: then the notice cannot undo it alone.
    actions.trigger("item.remove")
    desk.settle(qtbot, panel)
    services.history.do("label.set", {"labels": {str(desk.ids[3]): 1}})
    told[-1][2]()
    desk.settle(qtbot, panel)
    assert "more was done since" in told[-1][0]
    assert desk.ids[0] not in services.items.all_ids()


def test_an_unknown_item_is_explained(panel: DetailsPanel, desk: Desk, qtbot: QtBot) -> None:
    select(panel, desk, qtbot, 4711)
    assert "There is no item 4711" in panel.empty.text


def test_read_only_cannot_be_changed(locked_desk: Desk, qtbot: QtBot) -> None:
    panel = DetailsPanel(locked_desk.context)
    ItemActions(locked_desk.context, panel)
    qtbot.addWidget(panel)
    panel.show()
    select(panel, locked_desk, qtbot, locked_desk.ids[0])
    assert not panel.own.boxes()["tag"].isEnabled()
    assert not panel.own.marks[1].isEnabled()
    enabled = {a.name: a.is_enabled() for a in locked_desk.context.actions.all() if a.is_enabled}
    assert not enabled["item.remove"]
    assert enabled["item.open"]
