"""Runs over many pictures: their table, plots and outliers."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.panels.explain import ExplainPanel
from app.panels.explain.batch_work import ALL, FOLDER
from app.panels.explain.charts import quartiles
from app.panels.explain.maps_view import best_columns, best_of
from common.errors import ModelError
from tests.explain_support import save, spot, tiny_network
from tests.panel_support import PHOTOS, Desk

METHODS = ("grad_cam", "median_pooling")


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> ExplainPanel:
    desk.context.services.explanations.loaded.add(tiny_network())
    made = ExplainPanel(desk.context)
    qtbot.addWidget(made)
    made.page.head.methods.choose(METHODS)
    made.resize(900, 700)
    made.show()
    made.focus_main()
    desk.settle(qtbot, made)
    return made


def test_novices_see_few_controls(panel: ExplainPanel, desk: Desk) -> None:
    desk.context.services.settings.appearance.controls = "novice"
    desk.context.shared.settings_changed.emit("appearance.controls")
    assert panel.page.head.sanity.isHidden()
    assert panel.page.layers.isHidden()
    assert not panel.page.head.methods.isHidden()


def test_a_run_fills_table_plots_and_outliers(
    panel: ExplainPanel, desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _own_batch(desk)
    batch = panel.batch
    panel.tabs.setCurrentWidget(batch)
    desk.settle(qtbot, panel)
    batch.head.scope.setCurrentIndex(batch.head.scope.findData(ALL))
    batch.run()
    desk.settle(qtbot, panel)
    assert not [text for level, text, *_ in desk.posted if level == "error"]
    assert batch.pages.currentWidget() is batch.view
    assert batch.view.grid.rowCount() == len(METHODS)
    assert "Average drop" in batch.view.grid.horizontalHeaderItem(2).text()  # type: ignore[union-attr]
    keys = {row.item for row in batch.table.rows}
    assert set(desk.ids[:PHOTOS]) <= keys
    batch.view.by.setCurrentIndex(batch.view.by.findData("label"))
    batch.view.by.activated.emit(1)
    assert batch.view.grid.columnCount() == 9
    heads = [batch.view.grid.horizontalHeaderItem(i).text() for i in range(2)]  # type: ignore[union-attr]
    assert heads == ["method", "class found"]
    assert batch.view.outliers.rowCount() > 0
    batch.view._on_outlier(0, 0)
    desk.settle(qtbot, panel)
    assert panel.tabs.currentWidget() is panel.page
    assert panel.page.session.answer.request.source.item in keys  # type: ignore[union-attr]
    batch.write(tmp_path / "t.csv")
    desk.settle(qtbot, panel)
    lines = (tmp_path / "t.csv").read_text("utf-8").splitlines()
    assert len(lines) == 1 + len(batch.table.rows)


def test_a_folder_names_its_classes(
    panel: ExplainPanel, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    _own_batch(desk)
    for name, colour in (("red", 0), ("blue", 2)):
        (tmp_path / "set" / name).mkdir(parents=True)
        save(tmp_path / "set" / name, "a.png", spot(colour))
    batch = panel.batch
    batch.ready()
    desk.settle(qtbot, panel)
    batch.head.scope.setCurrentIndex(batch.head.scope.findData(FOLDER))
    batch.run(str(tmp_path / "set"))
    desk.settle(qtbot, panel)
    assert {row.truth for row in batch.table.rows} == {"red", "blue"}


def _own_batch(desk: Desk) -> None:
    """Let runs see the tiny network too."""
    desk.context.services.explanations.batch._networks.add(tiny_network())


def test_a_collection_without_marks_tells_why(
    panel: ExplainPanel, desk: Desk, qtbot: QtBot
) -> None:
    page = panel.collection
    panel.tabs.setCurrentWidget(page)
    desk.settle(qtbot, panel)
    page.run()
    desk.settle(qtbot, panel)
    assert any("nothing in this collection" in text for _, text, *_ in desk.posted)
    assert page.pages.currentWidget() is page.empty


def test_a_collection_is_learned_from_vectors_that_are_there(
    panel: ExplainPanel, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[tuple[str, str]] = []

    def fake(*_args: object, network: str, layer: str, **_more: object) -> None:
        used.append((network, layer))
        raise ModelError("Enough.", hint="")

    monkeypatch.setattr("app.services.explain_collections.explain_collection", fake)
    loaded, page = desk.context.services.explanations.loaded, panel.collection
    loaded.add(replace(tiny_network("mine"), encoder=""))
    panel.tabs.setCurrentWidget(page)
    for name in ("tiny", "mine"):
        panel.page.session.network = name
        page.run()
        desk.settle(qtbot, panel)
    assert used == [("tiny", "auto"), ("auto", "auto")]


def test_every_note_can_be_said() -> None:
    from app.panels.explain.texts import note_templates, said
    from app.services.explain_types import ExplainNote, note_texts

    assert note_templates() == note_texts()
    note = ExplainNote("thumbnail", why="it is gone")
    assert said([note, "as it is"]) == [str(note), "as it is"]


def test_the_layout_takes_the_room_there_is() -> None:
    assert best_columns(1, 800, 600) == 1
    assert best_columns(4, 800, 600) == 2
    assert best_columns(3, 1500, 400) == 3
    assert best_columns(6, 240, 900) == 1


def test_only_one_map_is_the_best() -> None:
    from app.services.explain_types import MethodMap

    def made(name: str, drop: float, road: float) -> MethodMap:
        heat = np.zeros((2, 2), np.float32)
        return MethodMap(name, name, heat, heat, {"average_drop": drop, "road": road, "area": 3})

    found = best_of([made("a", 10, 0.5), made("b", 20, 0.5), made("c", float("nan"), 0.1)])
    assert found == {"a": {"average_drop"}}


def test_whiskers_leave_outliers_outside() -> None:
    values = np.array([1.0, 2, 3, 4, 5, 50])
    low, first, middle, third, high = quartiles(values)
    assert (low, middle, high) == (1, 3.5, 5)
    assert first < middle < third
