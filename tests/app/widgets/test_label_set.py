"""One label set is active: marks go into it, badges follow it, a session keeps it."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.context import SharedState
from app.panels.details import DetailsPanel
from app.shell.session_values import restore_shared, save_shared
from app.widgets import labelling
from app.widgets.labelling import Labeller
from common.selection import Selection
from tests.panel_support import Desk


def test_marks_go_into_the_active_set(desk: Desk, qtbot: QtBot) -> None:
    labeller = Labeller(desk.context, desk.root)
    desk.context.shared.set_label_set("dogs")
    with qtbot.waitSignal(desk.context.shared.labels_changed):
        labeller.label([desk.ids[0]], 1)
    assert desk.context.services.items.labels() == {}
    assert desk.context.services.items.labels("dogs") == {desk.ids[0]: 1}


def test_a_mark_belongs_to_the_set_it_was_given_in(desk: Desk, qtbot: QtBot) -> None:
    labeller = Labeller(desk.context, desk.root)
    labeller.label([desk.ids[0]], 1)
    desk.context.shared.set_label_set("dogs")
    desk.settle(qtbot)
    assert desk.context.services.items.labels() == {desk.ids[0]: 1}
    assert desk.context.services.items.labels("dogs") == {}


def test_those_who_show_labels_are_told(desk: Desk, qtbot: QtBot) -> None:
    shared = desk.context.shared
    told: list[str] = []
    shared.label_set_changed.connect(told.append)
    with qtbot.waitSignal(shared.labels_changed):
        shared.set_label_set(" dogs ")
    shared.set_label_set("dogs")
    shared.set_label_set("")
    assert told == ["dogs", "default"]


def test_the_details_show_the_mark_of_the_active_set(desk: Desk, qtbot: QtBot) -> None:
    panel = DetailsPanel(desk.context)
    qtbot.addWidget(panel)
    desk.library.catalogue.set_label(desk.ids[0], 1, "dogs")
    desk.context.shared.select([desk.ids[0]])
    desk.settle(qtbot, panel)
    assert not panel.own.marks[1].isChecked()
    desk.context.shared.set_label_set("dogs")
    desk.settle(qtbot, panel)
    assert panel.own.marks[1].isChecked()


def test_a_session_keeps_the_set() -> None:
    shared, other = SharedState(), SharedState()
    shared.set_label_set("dogs")
    restore_shared(other, save_shared(shared))
    assert other.label_set == "dogs"
    restore_shared(other, {"label_set": 7})
    assert other.label_set == "dogs"


def test_many_marks_are_an_array_on_the_way_and_a_job_to_see(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(labelling, "MANY", 2)
    monkeypatch.setattr(labelling, "LISTED", 3)
    labeller = Labeller(desk.context, desk.root)
    titles: list[str] = []
    done: list[dict[str, Any]] = []
    desk.context.jobs.submitted.connect(lambda job: titles.append(job.title))
    labeller.done.connect(lambda _name, payload: done.append(payload))
    chosen = Selection(desk.ids[:3])
    labeller.label(chosen, 1)
    labeller.tag(chosen[:2], "x")
    labeller.list_in("bucket", "b", desk.ids[:3])
    desk.settle(qtbot)
    assert titles == ["Mark 3 items as relevant", "", "Add 3 items to “b”"]
    assert done[0]["marks"]["1"] is chosen  # no copy of a million ids
    catalogue = desk.library.catalogue
    assert catalogue.labels() == dict.fromkeys(desk.ids[:3], 1)
    assert catalogue.tagged_by_user("tag", "x").tolist() == sorted(desk.ids[:2])
    assert catalogue.bucket_items("b") == sorted(desk.ids[:3])
    for _ in range(3):
        desk.context.services.history.undo()
    assert catalogue.labels() == {}
    assert catalogue.buckets() == {}


def test_a_job_cancelled_before_its_turn_changes_nothing(desk: Desk, qtbot: QtBot) -> None:
    labeller = Labeller(desk.context, desk.root)
    failed: list[str] = []
    labeller.failed.connect(lambda name, _payload: failed.append(name))
    desk.context.jobs.submitted.connect(lambda job: job.cancel())
    labeller.label(desk.ids[:3], 1)
    desk.settle(qtbot)
    assert desk.context.services.items.labels() == {}
    assert not failed
