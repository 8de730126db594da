"""Another rule is tried, kept and taken back."""

from collections.abc import Mapping

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.panels.results import ResultsPanel
from app.panels.results.flip import FIRST, can_flip
from app.services.search import SearchService
from app.services.types import (
    ConceptAsk,
    Part,
    Pool,
    PoolList,
    PoolStage,
    Query,
    SearchResults,
    Stage,
    TextAsk,
)
from app.shell.history_view import HistoryBridge
from common.values import Hit, ResultList
from indexers.rankings.fusion import Scored
from tests.inspector_support import KEY, items_of, press, show
from tests.panel_support import Desk


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> ResultsPanel:
    real = SearchService(desk.library, lambda: None, desk.context.services.settings)
    desk.context.services.__dict__["search"] = real
    made = ResultsPanel(desk.context)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    desk.settle(qtbot, made)
    return made


def fused(
    desk: Desk, text: str = "cat", lists: Mapping[str, dict[int, float]] | None = None
) -> SearchResults:
    """Search results merged by the real service from two lists that disagree."""
    known = lists or {
        "text": {desk.ids[n]: 1.0 - n / 10 for n in range(4)},
        "concept": {desk.ids[3]: 0.9, desk.ids[4]: 0.8, desk.ids[5]: 0.1},
    }
    query = Query(stages=(Stage((Part(TextAsk(text)), Part(ConceptAsk(("cat",))))),), k=10)
    pool = Pool(
        query,
        (
            PoolStage(
                tuple(
                    PoolList(name, place, _scored(scores))
                    for place, (name, scores) in enumerate(known.items())
                )
            ),
        ),
    )
    search: SearchService = desk.context.services.search
    return search.refuse(pool)


def _scored(scores: Mapping[int, float]) -> Scored:
    return Scored.of(np.array(list(scores), np.int64), np.array(list(scores.values())))


def test_f_previews_another_rule_and_enter_keeps_it(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    results = fused(desk)
    show(panel, desk, qtbot, results)
    before = items_of(panel)
    assert results.rule == "weighted"
    assert can_flip(results)
    press(panel, desk, qtbot, KEY.Key_F)
    bar = panel.flip_bar
    assert bar.isVisible()
    assert bar.rule == "reciprocal"
    expected = desk.context.services.search.refuse(results.pool, "reciprocal")
    assert items_of(panel) == [hit.item for hit in expected.hits]
    assert desk.context.shared.results is results  # nothing is kept yet
    front = panel.stack.front
    assert front is not None
    moved = {item: before.index(item) - n for n, item in enumerate(items_of(panel))}
    assert dict(front.shown.moves) == moved
    qtbot.keyClick(bar, KEY.Key_Escape)
    desk.settle(qtbot, panel)
    assert items_of(panel) == before
    assert not bar.isVisible()
    press(panel, desk, qtbot, KEY.Key_F, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert bar.rule == "mean-rank"
    press(panel, desk, qtbot, KEY.Key_F)
    press(panel, desk, qtbot, KEY.Key_F)
    assert bar.rule == "reciprocal"
    press(panel, desk, qtbot, KEY.Key_Return)
    kept = desk.context.shared.results
    assert isinstance(kept, SearchResults)
    assert kept.rule == "reciprocal"
    assert "Reciprocal" in panel.head.fusion_button.text()


def test_a_rule_that_was_kept_can_be_undone(panel: ResultsPanel, desk: Desk, qtbot: QtBot) -> None:
    bridge = HistoryBridge(desk.context, desk.root)
    show(panel, desk, qtbot, fused(desk))
    before = items_of(panel)
    panel.ranking.flip(2)
    desk.settle(qtbot, panel)
    panel.flip_bar.accept()
    desk.settle(qtbot, panel)
    assert desk.context.shared.results.rule == "borda"
    bridge.undo()
    desk.settle(qtbot, panel)
    assert desk.context.shared.results.rule == "weighted"
    assert items_of(panel) == before
    bridge.close()


def test_the_preview_tells_what_enters_and_leaves_the_first_ranks(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    # 30 items in one list; the other holds the last ones only, so that rules disagree on the edge.
    first = {1000 + n: 1.0 - n / 40 for n in range(30)}
    second = {1029: 0.4, 1028: 0.3}
    results = fused(desk, lists={"text": first, "concept": second})
    show(panel, desk, qtbot, results)
    panel.ranking.flip(1)
    desk.settle(qtbot, panel)
    after = desk.context.services.search.refuse(results.pool, "reciprocal")
    old = {hit.item for hit in results.hits[:FIRST]}
    now = {hit.item for hit in after.hits[:FIRST]}
    assert now - old
    assert f"{len(now - old)} enter" in panel.flip_bar.moved.text()
    assert {hit.item for hit in panel.flip_bar.strip.hits} == old - now


def test_lists_without_a_pool_say_why_they_cannot_be_flipped(
    panel: ResultsPanel, desk: Desk, qtbot: QtBot
) -> None:
    show(panel, desk, qtbot, ResultList("feedback", (Hit(desk.ids[0], 1.0),), 1))
    press(panel, desk, qtbot, KEY.Key_F)
    assert not panel.flip_bar.isVisible()
    assert "no search" in desk.posted[-1][1]
    assert "no search" in panel.head.fusion_button.toolTip()
    show(panel, desk, qtbot, fused(desk, lists={"text": {desk.ids[0]: 1.0, desk.ids[1]: 0.5}}))
    press(panel, desk, qtbot, KEY.Key_F)
    assert "Only one list" in desk.posted[-1][1]
