"""What passes the filters on the wall: selected, lit, exported, and ways out."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.context import Action
from common.values import Hit, ResultList
from tests.wall_panel_support import COUNT, Bench, MakeBench, benches


@pytest.fixture
def make_bench(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MakeBench]:
    yield from benches(qtbot, tmp_path)


@pytest.fixture
def bench(make_bench: MakeBench) -> Bench:
    return make_bench()


def test_all_that_passes_is_selected_and_can_be_exported(bench: Bench, tmp_path: Path) -> None:
    from PIL import Image

    from app.services.export_types import ExportRequest

    shared, view = bench.context.shared, bench.panel.view
    assert shared.wall_picture().lit is None
    shared.set_filters([bench.context.services.wall.filter("genre", "War")], "test")
    bench.settle()
    passing = bench.lit_ids()
    assert 0 < len(passing) < COUNT
    assert set(shared.wall_picture().lit) == passing
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert set(shared.selection) == passing
    assert shared.wall_picture().area is None
    view.zoom_by(3.0)
    bench.settle()
    left, top, right, bottom = shared.wall_picture().area
    assert 0 <= left < right <= view.camera.columns
    assert 0 <= top < bottom
    target = tmp_path / "seen.png"
    report = bench.context.services.export.run(
        ExportRequest("png", target, wall=replace(shared.wall_picture(), width=300))
    )
    assert Image.open(target).size == report.picture
    assert report.picture[0] == 300


def test_the_menu_selects_the_cluster_of_its_cell(bench: Bench) -> None:
    bench.panel.arrange_by("clustered", "genre")
    bench.settle()
    view = bench.panel.view
    cluster = view.selecting.cluster_of(0)
    assert cluster is not None
    view.input._ask_for_menu(0, QPoint(5, 5))
    [menu] = [m for m in bench.panel.findChildren(QMenu) if m.isVisible()]
    [entry] = [a for a in menu.actions() if cluster.label in a.text()]
    entry.trigger()
    menu.close()
    assert len(bench.context.shared.selection) == cluster.count


def test_nothing_matches_and_each_way_out_says_what_is_left(bench: Bench) -> None:
    wall, shared = bench.context.services.wall, bench.context.shared
    drama, photos = wall.filter("genre", "Drama"), wall.filter("kind", "photo")
    shared.set_filters((drama, wall.filter("kind", "video")), "details")
    bench.settle()
    assert bench.panel.bar.count.text() == "nothing matches"
    texts = [chip.text() for chip in bench.panel.chips.chips]
    left = len(bench.library.catalogue.items_with((drama,)))
    assert f"Without Kind: Video: {left}" in texts
    next(chip for chip in bench.panel.chips.chips if "Kind: Video:" in chip.text()).click()
    bench.settle()
    assert shared.filters == (drama,)
    assert len(bench.lit_ids()) == left
    shared.set_filters((photos,), "details")
    bench.settle()
    assert not [chip for chip in bench.panel.chips.chips if "Without" in chip.text()]


def test_what_passes_the_filters_is_lit_and_not_the_first_few_of_a_list(bench: Bench) -> None:
    drama = bench.context.services.wall.filter("genre", "Drama")
    every = set(bench.library.catalogue.items_with((drama,)).tolist())
    bench.context.shared.set_filters((drama,), "search")
    first = ResultList("[genre=Drama]", (Hit(min(every), 1.0),), len(every), by_filters=True)
    bench.context.shared.show_results(first, "search")
    bench.settle()
    assert bench.lit_ids() == every
    assert [chip.text() for chip in bench.panel.chips.chips] == ["Genre: Drama"]


def test_the_funnel_leads_to_the_filters_panel(bench: Bench) -> None:
    shown: list[str] = []
    bench.panel.bar._filter.click()  # without such a panel nothing happens
    bench.context.actions.add(Action("panel.filters", "Filters", lambda: shown.append("filters")))
    bench.panel.bar._filter.click()
    assert shown == ["filters"]


def test_clearing_all_can_be_undone_whole(bench: Bench) -> None:
    steps: list[tuple[str, object, object]] = []
    shared, bar = bench.context.shared, bench.panel.bar
    shared.view_changed.connect(lambda part, before, after, *_: steps.append((part, before, after)))
    bar.search.setText("nothing like that")
    bar.text_edited.emit(bar.search.text())
    shared.set_filters([bench.context.services.wall.filter("genre", "War")], "test")
    bench.settle()
    bench.panel.lights.clear()
    assert steps[-1] == ("wall.text", "nothing like that", "")
    shared.view_requested.emit("wall.text", "nothing like that")
    assert bar.search.text() == "nothing like that"


def test_what_is_typed_while_the_wall_is_read_anew_is_a_step_too(bench: Bench) -> None:
    steps: list[tuple[str, object, object]] = []
    bench.context.shared.view_changed.connect(
        lambda part, before, after, *_: steps.append((part, before, after))
    )
    bench.panel.bar.search.setText("lan")
    bench.panel.model.prepared.emit(bench.panel.model.current)  # before typing rests
    bench.panel.bar.text_edited.emit("lan")
    assert ("wall.text", "", "lan") in steps
