"""What views of results in time show."""

from pytestqt.qtbot import QtBot

from app.panels.results.time_view import RowView
from app.panels.results.view import HitView, Shown
from common.values import ResultList
from tests.time_support import TimedDesk

SIDE = 120


def shown(desk: TimedDesk, qtbot: QtBot, view: HitView, results: ResultList) -> None:
    """Show results in a view and wait until it is done."""
    view.resize(600, 400)
    qtbot.addWidget(view)
    view.show()
    view.set_side(SIDE)
    view.set_active(on=True)
    view.take(Shown(results, results.hits))
    settle(desk, qtbot, view)


def settle(desk: TimedDesk, qtbot: QtBot, view: HitView) -> None:
    qtbot.waitUntil(lambda: desk.context.jobs.is_idle and view.is_idle, timeout=20_000)
    assert desk.errors == []


def titles(view: RowView) -> list[str]:
    rows = view.rows
    return [rows.title_of(rows.row(number)) for number in range(len(rows.source))]
