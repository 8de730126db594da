"""Catches a PySide6 that loses references, as 6.12.0 does on Python 3.11 until it aborts."""

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

CALLS = 1000
NOISE = 100  # other code runs too


class Sender(QObject):
    fired = Signal(bool)


def test_signals_do_not_lose_references(qtbot: QtBot) -> None:
    sender = Sender()
    taken: list[bool] = []
    sender.fired.connect(taken.append)
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(CALLS):
        sender.fired.emit(True)
    taken.clear()
    after = sys.getrefcount(True), sys.getrefcount(None)
    assert after[0] > before[0] - NOISE
    assert after[1] > before[1] - NOISE


def test_void_methods_do_not_lose_references(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(True), sys.getrefcount(None)
    for number in range(CALLS):
        widget.update()
        widget.resize(100 + number % 5, 100)
        widget.setEnabled(True)
    after = sys.getrefcount(True), sys.getrefcount(None)
    assert after[0] > before[0] - NOISE
    assert after[1] > before[1] - NOISE
