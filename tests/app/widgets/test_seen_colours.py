"""Lines, bars and points stand out from the ground of both themes by 3 : 1, letters by 4.5 : 1."""

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.panels.days.texts import COLOURS
from app.panels.results.marks import move_colour
from app.services.wall_camera import Rect
from app.services.wall_labels import PlacedLabel
from app.shell.theme import DARK, LIGHT
from app.widgets.paint import CONFIDENCE, PART_COLOURS, contrast, seen_on
from app.widgets.plots import local_axis
from app.widgets.wall.overlay import CAPTION_FILL, LABEL_FILL, draw_labels
from tests.painted import pale_texts, texts_painted

SERIES = [*PART_COLOURS.values(), *map(QColor, COLOURS), *(colour for _, colour in CONFIDENCE)]
GROUNDS = [ground for theme in (LIGHT, DARK) for ground in (theme.base, theme.window)]


@pytest.mark.parametrize("ground", GROUNDS)
def test_colours_of_series_stand_out_and_stay_apart(ground: str) -> None:
    below = QColor(ground)
    drawn = {colour.name(): seen_on(colour, below) for colour in SERIES}
    assert all(contrast(colour, below) >= 3.0 for colour in drawn.values())
    assert len({colour.name() for colour in drawn.values()}) == len(drawn)


def test_a_colour_that_is_seen_stays_as_it_is() -> None:
    assert seen_on(QColor("#0072b2"), QColor("white")) == QColor("#0072b2")
    assert contrast(seen_on(QColor("#f0e442"), QColor("white"), 4.5), QColor("white")) >= 4.5


@pytest.mark.parametrize("picture", ["white", "black", "#767676"])
@pytest.mark.parametrize("fill", [LABEL_FILL, CAPTION_FILL], ids=["name", "caption"])
def test_names_on_the_wall_stand_out_from_any_picture(
    qtbot: QtBot, picture: str, fill: QColor
) -> None:
    class Wall(QWidget):
        def paintEvent(self, _event: QPaintEvent) -> None:
            painter = QPainter(self)
            painter.fillRect(self.rect(), QColor(picture))
            draw_labels(painter, [PlacedLabel("γάτα  12", Rect(10, 10, 120, 24), 14)], fill)

    wall = Wall()
    qtbot.addWidget(wall)
    wall.resize(160, 60)
    wall.show()
    assert [one.text for one in texts_painted(wall)] == ["γάτα  12"]
    assert pale_texts(wall) == []


@pytest.mark.parametrize("move", [3, -3, None])
def test_movements_of_ranks_stand_out_from_a_white_picture(move: int | None) -> None:
    tag = QColor.fromRgb(*[round(255 * (1 - 200 / 255))] * 3)  # as hit_grid.py draws it
    assert contrast(move_colour(move), tag) >= 4.5


def test_ticks_are_written_in_the_language(qtbot: QtBot) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("de"))
    try:
        axis = local_axis("left")
        assert axis.tickStrings([0.5, 1.0, 1.5], 1.0, 0.5) == ["0,5", "1,0", "1,5"]
        assert axis.tickStrings([0, 1000], 1.0, 1000) == ["0", "1.000"]
    finally:
        QLocale.setDefault(before)
