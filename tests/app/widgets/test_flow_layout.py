"""A layout that wraps keeps what stands on one line on one line."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.widgets.flow_layout import FlowLayout


def _flow(qtbot: QtBot, *sizes: tuple[int, int]) -> tuple[QWidget, list[QWidget]]:
    whole = QWidget()
    qtbot.addWidget(whole)
    layout = FlowLayout(whole, spacing=6)
    parts = []
    for size in sizes:
        part = QWidget()
        part.setFixedSize(*size)
        layout.addWidget(part)
        parts.append(part)
    whole.show()
    return whole, parts


def test_low_widgets_stand_in_the_middle_of_their_line(qtbot: QtBot) -> None:
    whole, (button, slider) = _flow(qtbot, (80, 30), (60, 14))
    whole.resize(300, 60)
    assert button.geometry() == QRect(0, 0, 80, 30)
    assert slider.geometry() == QRect(86, 8, 60, 14)


def test_what_does_not_fit_goes_to_the_next_line(qtbot: QtBot) -> None:
    whole, (first, second) = _flow(qtbot, (80, 30), (60, 14))
    whole.resize(120, 80)
    assert first.geometry() == QRect(0, 0, 80, 30)
    assert second.geometry() == QRect(0, 36, 60, 14)
    assert whole.heightForWidth(120) == 50


def test_what_was_worked_out_follows_a_button_that_grows_or_hides(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    flow = FlowLayout(box)
    labels = [QLabel("word") for _ in range(4)]
    for label in labels:
        flow.addWidget(label)
    box.show()
    wide = sum(label.sizeHint().width() for label in labels) + 3 * flow.spacing()
    low, least = flow.heightForWidth(wide), flow.minimumSize().width()
    labels[0].setText("a much longer word")
    assert flow.heightForWidth(wide) > low
    assert flow.minimumSize().width() > least
    labels[0].hide()
    assert flow.heightForWidth(wide) == low
