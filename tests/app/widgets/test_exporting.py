"""The export dialog, and the job behind it."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.services.export_types import WallPicture
from app.services.wall import ArrangeRequest
from app.widgets.export_dialog import ExportDialog
from app.widgets.exporting import Exporter
from common.values import Hit, ResultList
from tests.panel_support import Desk


@pytest.fixture
def exporter(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Exporter]:
    monkeypatch.setattr(desk.context.services, "save_settings", lambda: None)
    desk.context.services.settings.exports = {}
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    made = Exporter(desk.context, parent)
    yield made
    if made.dialog is not None:
        made.dialog.reject()


def opened(qtbot: QtBot, exporter: Exporter, desk: Desk, first: str = "") -> ExportDialog:
    exporter.ask(first)
    assert exporter.dialog is not None
    qtbot.waitUntil(lambda: desk.context.jobs.is_idle, timeout=8000)
    return exporter.dialog


def scopes(dialog: ExportDialog) -> list[str]:
    return [dialog.scope.itemData(place) for place in range(dialog.scope.count())]


def choose(dialog: ExportDialog, form: str, target: Path) -> None:
    dialog.form.setCurrentIndex(dialog.form.findData(form))
    dialog.target.setText(str(target))
    dialog.target.textEdited.emit(str(target))


def finish(qtbot: QtBot, dialog: ExportDialog, desk: Desk) -> str:
    before = len(desk.posted)
    dialog.start.click()
    qtbot.waitUntil(lambda: len(desk.posted) > before, timeout=8000)
    return str(desk.posted[-1][1])


def test_it_offers_what_there_is(qtbot: QtBot, exporter: Exporter, desk: Desk) -> None:
    shared, catalogue = desk.context.shared, desk.library.catalogue
    dialog = opened(qtbot, exporter, desk)
    assert scopes(dialog) == ["all"]
    assert dialog.form.findData("png") < 0, "no wall is on show"
    dialog.reject()
    shared.select(desk.ids[:3])
    shared.show_results(ResultList("cat", (Hit(desk.ids[5], 0.5, why="x"),)))
    catalogue.set_watchlist("Evening", desk.ids[1:3])
    catalogue.add_to_bucket("Found", desk.ids[:1])
    shared.wall_picture = lambda: WallPicture(ArrangeRequest("name"), lit=desk.ids[:4])
    dialog = opened(qtbot, exporter, desk)
    assert scopes(dialog) == [
        "selection", "passing", "results", "all", "watchlist:Evening", "bucket:Found",
    ]  # fmt: skip
    assert dialog.scope.itemText(1) == "What passes the filters (4)"
    assert dialog.form.findData("png") >= 0
    assert dialog.preview.rowCount() == 3
    assert dialog.preview.horizontalHeaderItem(0).text() == "id"


def test_a_table_of_the_selection(
    qtbot: QtBot, exporter: Exporter, desk: Desk, tmp_path: Path
) -> None:
    desk.context.shared.select(desk.ids[2:5])
    dialog = opened(qtbot, exporter, desk, "selection")
    choose(dialog, "csv", tmp_path / "out")
    dialog.options._column_actions["identity"].setChecked(False)
    said = finish(qtbot, dialog, desk)
    assert said.startswith("Exported 3 items to “out.csv”")
    assert desk.posted[-1][2] == "Show in file manager"
    text = (tmp_path / "out.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert [int(row["id"]) for row in rows] == desk.ids[2:5]
    assert "identity" not in rows[0]
    kept = desk.context.services.settings.exports
    assert (kept["form"], kept["folder"], kept["left_out"]) == ("csv", str(tmp_path), "identity")
    again = opened(qtbot, exporter, desk)
    assert again.chosen_form == "csv"
    assert str(tmp_path) in again.target.text()
    assert not again.options._column_actions["identity"].isChecked()


def test_a_watchlist_and_a_picture_of_the_wall(
    qtbot: QtBot, exporter: Exporter, desk: Desk, tmp_path: Path
) -> None:
    desk.library.catalogue.set_watchlist("Evening", [desk.ids[4], desk.ids[1]])
    desk.context.shared.wall_picture = lambda: WallPicture(ArrangeRequest("name"), lit=None)
    dialog = opened(qtbot, exporter, desk, "watchlist:Evening")
    assert "Watchlist Evening.csv" in dialog.target.text()
    choose(dialog, "json", tmp_path / "list.json")
    assert "2 items" in finish(qtbot, dialog, desk)
    dialog = opened(qtbot, exporter, desk)
    choose(dialog, "png", tmp_path / "wall.png")
    assert not dialog.scope.isEnabled()
    dialog.options.width_px.setCurrentText("640")
    assert "640 ×" in finish(qtbot, dialog, desk)
    assert Image.open(tmp_path / "wall.png").size[0] == 640


def test_what_cannot_be_exported_is_said_at_once(
    qtbot: QtBot, exporter: Exporter, desk: Desk, tmp_path: Path
) -> None:
    desk.library.catalogue.set_watchlist("Empty", [])
    dialog = opened(qtbot, exporter, desk)
    choose(dialog, "csv", Path())
    dialog.target.clear()
    dialog.target.textEdited.emit("")
    assert not dialog.start.isEnabled()
    assert dialog.problem.text() == "Name the file."
    choose(dialog, "csv", tmp_path / "no" / "x.csv")
    assert "There is no folder" in finish(qtbot, dialog, desk)
    assert list(tmp_path.glob("*.part")) == []
