"""Small controls, and names of files in narrow columns."""

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel

from app.widgets.controls import breakable


def test_long_names_of_files_wrap_where_their_words_end(qtbot):
    name = "n02105855_Shetland_sheepdog-by.the_lake"
    shown = breakable(name)
    assert shown.replace("\u200b", "") == name
    assert shown.split("\u200b") == ["n02105855_", "Shetland_", "sheepdog-", "by.", "the_", "lake"]
    label = QLabel(shown, wordWrap=True)
    qtbot.addWidget(label)
    width = QFontMetrics(label.font()).horizontalAdvance(name)
    assert label.minimumSizeHint().width() < width / 2
    assert label.heightForWidth(width // 2) > label.heightForWidth(2 * width)


def test_short_words_numbers_and_times_stay_whole():
    for text in ("Photo 2", "2026-11-23 14:12:57", "9.94 KiB", "to-be or not_to be, twice over"):
        assert breakable(text) == text
    assert breakable("/home/of/somebody/a.png").count("\u200b") == 4
