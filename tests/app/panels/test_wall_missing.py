"""“Show on the wall” for an item whose kind is hidden: it says so, and offers to show the kind."""

from pytestqt.qtbot import QtBot

from app.panels.wall import WallPanel
from common.values import ItemKind
from tests.panel_support import Desk


def test_a_hidden_kind_is_switched_on_and_the_item_shown(desk: Desk, qtbot: QtBot) -> None:
    panel = WallPanel(desk.context)
    qtbot.addWidget(panel)
    panel.view.reduced_motion = True
    panel.resize(700, 500)
    panel.show()

    def is_there() -> bool:
        return desk.context.jobs.is_idle and panel.view.content is not None

    qtbot.waitUntil(is_there, timeout=30_000)
    told: list[tuple[str, object]] = []
    desk.context.notices.posted.connect(lambda _level, text, _title, run: told.append((text, run)))
    shot = desk.shots[1]
    desk.context.shared.select([shot])
    assert ItemKind.SHOT not in panel.model.kinds
    desk.context.actions.trigger("wall.show-item")
    qtbot.waitUntil(lambda: bool(told), timeout=30_000)
    text, show = told[0]
    assert "hidden" in text
    before = panel.model.kinds
    show()
    qtbot.waitUntil(lambda: len(panel.view.content.cells_of([shot])) == 1, timeout=30_000)
    assert panel.model.kinds == before | {ItemKind.SHOT}
    cell = int(panel.view.content.cells_of([shot])[0])
    qtbot.waitUntil(lambda: panel.view.cursor_cell == cell, timeout=30_000)
    told.clear()
    desk.context.actions.trigger("wall.show-item")
    assert told == []
