"""Measuring a collection: what is offered, what a simulated user met, the dialog, the files."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.context import Actions, Notices, PanelContext, SharedState
from app.jobs import JobRunner
from app.services.measuring import BUCKETS, offers, play_rounds
from app.services.services import Services
from app.shell.measure.dialog import STRATEGIES, MeasureDialog
from app.shell.window import MainWindow
from common.errors import QueryError
from common.jobs import JobCancelled, JobContext
from tests.app.searching import photo_library, settings
from tests.garbage import let_go

PER_WORD = 12
WAIT_MS = 20_000


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    library = photo_library(tmp_path_factory.mktemp("m") / "m.kinora", per_word=PER_WORD)
    library.catalogue.add_to_bucket("dogs", range(1, 13))
    library.catalogue.add_to_bucket("two", [1, 2])
    made = Services(library, settings())
    yield made
    made.close()


@pytest.fixture
def context(services: Services) -> Iterator[PanelContext]:
    root = QObject()
    made = PanelContext(services, JobRunner(root), SharedState(root), Notices(root), Actions(root))
    yield made
    let_go(made)


@pytest.fixture
def dialog(qtbot: QtBot, context: PanelContext) -> MeasureDialog:
    made = MeasureDialog(context)
    qtbot.addWidget(made)
    qtbot.waitUntil(lambda: not made.is_busy, timeout=WAIT_MS)
    made.rounds.setValue(2)
    made.plays.setValue(1)
    made.most.setValue(2)
    return made


def measure(qtbot: QtBot, dialog: MeasureDialog, facet: str, how: str = "rounds") -> None:
    dialog.what.setCurrentIndex(dialog.what.findData(facet))
    dialog.how.setCurrentIndex(dialog.how.findData(how))
    dialog.measure()
    assert dialog.is_busy
    qtbot.waitUntil(lambda: not dialog.is_busy, timeout=WAIT_MS)


def test_only_what_has_categories_is_offered(services: Services) -> None:
    found = {each.key: each for each in offers(services)}
    assert (found[BUCKETS].categories, found[BUCKETS].items) == (1, 12)  # "two" is too small
    assert found["truth"].categories == 6
    assert "genre" not in found  # three films in all
    assert "label" not in found


def test_rounds_are_played_beside_chance(services: Services) -> None:
    told: list[str] = []
    report = play_rounds(
        services, "truth", rounds=3, plays=2, most=3, each=lambda one: told.append(one.name)
    )
    assert told == [each.name for each in report.categories]
    assert len(told) == 3
    assert "3 largest of 6" in report.notes[0]
    first = report.categories[0].rounds[0]
    assert report.categories[0].relevant == PER_WORD
    assert first.labels == 1
    assert first.recall > 0.9  # categories are far apart here
    # 25 of the 71 others by chance: 11 * 25 / 71 right ones of the 11 that can be.
    assert first.chance_precision == pytest.approx(25 / 71)
    assert first.chance_recall == pytest.approx((1 + 11 * 25 / 71) / 12)
    last = report.categories[0].rounds[-1]
    assert last.chance_recall <= 1 == last.recall
    assert report.mean[0].chance_recall == pytest.approx(first.chance_recall)


def test_buckets_are_played_and_the_rest_refused(services: Services) -> None:
    report = play_rounds(services, BUCKETS, rounds=1, plays=1)
    assert [each.name for each in report.categories] == ["dogs"]
    with pytest.raises(QueryError, match="No category"):
        play_rounds(services, "nothing")


def test_a_cancelled_measurement_ends(services: Services) -> None:
    context = JobContext()
    with pytest.raises(JobCancelled):
        play_rounds(services, "truth", context=context, each=lambda _one: context.cancel())


def test_feedback_is_shown_by_category_and_round(qtbot: QtBot, dialog: MeasureDialog) -> None:
    assert not dialog.csv.isEnabled()
    measure(qtbot, dialog, "truth")
    view = dialog.rounds_view
    assert dialog.pages.currentWidget() is view
    assert [view.categories.item(row, 0).text() for row in range(3)][1:] == ["class 0", "class 1"]
    assert view.rounds.rowCount() == 2
    ours, chance = view.chart.lines
    assert len(ours.values) == 2
    assert ours.values[-1] > chance.values[-1]
    view.categories.setCurrentCell(2, 0)
    assert "class 1" in view.chart.lines[0].name
    assert "100%" in view.chart.accessibleDescription()
    assert not dialog.grab().isNull()


def test_strategies_are_shown_by_clustering(qtbot: QtBot, dialog: MeasureDialog) -> None:
    measure(qtbot, dialog, "truth", STRATEGIES)
    table = dialog.strategies_view.table
    assert (table.rowCount(), table.columnCount()) == (24, 6)
    texts = {table.item(row, 0).text(): table.item(row, 5).text() for row in range(24)}
    assert texts["1  browsing only"] == "0.68–0.82"
    assert sum(text == "0.23" for text in texts.values()) == 1
    assert dialog.report.best.strategy.name in dialog.strategies_view.head.text()
    assert not dialog.rounds.isVisibleTo(dialog)


def test_what_was_measured_is_saved(qtbot: QtBot, dialog: MeasureDialog, tmp_path: Path) -> None:
    measure(qtbot, dialog, "truth")
    dialog.save(tmp_path / "r.csv")
    rows = list(csv.DictReader((tmp_path / "r.csv").open(newline="")))
    assert len(rows) == 4
    assert float(rows[0]["recall"]) == dialog.report.categories[0].rounds[0].recall
    dialog.save(tmp_path / "r.json")
    assert len(json.loads((tmp_path / "r.json").read_text())["mean"]) == 2
    measure(qtbot, dialog, BUCKETS, STRATEGIES)
    dialog.save(tmp_path / "s.csv")
    assert len(list(csv.reader((tmp_path / "s.csv").open(newline="")))) == 1 + 4 * 24
    told: list[str] = []
    dialog._context.notices.posted.connect(lambda level, *_: told.append(level))
    dialog.save(tmp_path / "r.csv" / "s.json")
    assert told == ["warning"]


def test_cancel_keeps_what_was_played(qtbot: QtBot, dialog: MeasureDialog) -> None:
    dialog.most.setValue(6)
    dialog.plays.setValue(50)
    dialog.what.setCurrentIndex(dialog.what.findData("truth"))
    dialog.measure()
    qtbot.waitUntil(lambda: dialog.rounds_view.categories.rowCount() >= 2, timeout=WAIT_MS)
    dialog.cancel()
    qtbot.waitUntil(lambda: not dialog.is_busy, timeout=WAIT_MS)
    assert dialog.report is None
    assert not dialog.csv.isEnabled()
    assert dialog.go.isEnabled()
    assert "Cancelled" in dialog.note.text()
    assert dialog.rounds_view.categories.rowCount() >= 2


def test_a_library_without_vectors_says_what_to_do(qtbot: QtBot, opened: MainWindow) -> None:
    opened.extras.measure()
    dialog = opened.extras.measuring
    assert dialog is not None
    qtbot.waitUntil(lambda: not dialog.is_busy, timeout=WAIT_MS)
    assert "Analyse what is new" in dialog.empty.text()
    assert not dialog.go.isEnabled()
    opened.extras.measure()
    assert opened.extras.measuring is dialog
    opened.libraries.close()
    assert opened.extras.measuring is None


def test_a_library_without_categories_says_what_it_takes(qtbot: QtBot, tmp_path: Path) -> None:
    library = photo_library(tmp_path / "e.kinora", per_word=1)
    made = Services(library, settings())
    root = QObject()
    context = PanelContext(made, JobRunner(root), SharedState(root), Notices(root), Actions(root))
    dialog = MeasureDialog(context)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: not dialog.is_busy, timeout=WAIT_MS)
    assert "at least two values" in dialog.empty.text()
    assert not dialog.go.isEnabled()
    let_go(context)
    made.close()
