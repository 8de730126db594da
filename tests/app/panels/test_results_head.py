"""The head of the results: where the legend stands."""

from pytestqt.qtbot import QtBot

from app.panels.results.head import ResultHead
from app.panels.results.view import Shown
from app.panels.results.views import VIEWS
from common.values import Hit, ResultList


def test_the_legend_goes_below_where_the_line_has_no_room(qtbot: QtBot) -> None:
    head = ResultHead(VIEWS)
    qtbot.addWidget(head)
    parts = {"text": 0.2, "concept": 0.2, "sentence": 0.2, "embedding": 0.2, "canvas": 0.1}
    hits = (Hit(1, 0.9, parts),)
    head.resize(1600, 120)
    head.show()
    head.show_shown(Shown(ResultList("dog", hits, 1), hits), is_ranked=True, smallest=0.0)
    assert head.legend.isHidden()
    assert "canvas" in head.count.text()
    head.resize(700, 160)
    assert head.legend.isVisible()
    assert "canvas" in head.legend.text()
    assert "canvas" not in head.count.text()
