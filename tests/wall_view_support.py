"""A wall without a screen."""

import numpy as np
from pytestqt.qtbot import QtBot

from app.services.arrangements import Arrangement
from app.services.wall_tiles import TileStyle, WallScene
from app.widgets.wall.content import WallContent
from app.widgets.wall.view import WallView

COUNT, COLUMNS = 48, 12
SIZE = (480, 360)


def content(
    order: np.ndarray, columns: int = COLUMNS, lit: np.ndarray | None = None
) -> WallContent:
    """Return content of items 100, 101, ... whose colour is that of their number."""
    count = len(order)
    arrangement = Arrangement("random", columns, order)
    scene = WallScene(
        columns, order + 100, order.copy(), np.full(count, 2 / 3, np.float32), np.zeros(count, bool)
    )
    return WallContent(scene, TileStyle(), (), np.arange(count) + 100, arrangement.cells(), lit)


def show(qtbot: QtBot, view: WallView, new: WallContent) -> None:
    with qtbot.waitSignal(view.landed, timeout=5000):
        view.show_content(new)
    settle(qtbot, view)


def settle(qtbot: QtBot, view: WallView) -> None:
    view.grab()
    qtbot.waitUntil(lambda: view.is_settled, timeout=5000)
