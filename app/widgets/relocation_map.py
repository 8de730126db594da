"""Relocation: a sorted map around the words of a query; the picture that is picked replaces them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.context import PanelContext
from common.values import ResultList


class RelocationMap(QWidget):
    """Shows what lies around a text, or the top of a list, and lets the user pick an example.

    After SOMHunter 2 (Tenth Video Browser Showdown, 2021): nobody finds the right words at once,
    but one of the pictures near them is often closer to what is meant.

    Args:
        context: services, jobs, shared state, notices, actions.
        parent: owner.
    """

    picked = Signal(int)  # the item that shall replace the words
    closed = Signal()  # the user has seen enough

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context

    def ask_text(self, text: str) -> None:
        """Show what lies around a text."""
        raise NotImplementedError

    def ask_results(self, results: ResultList) -> None:
        """Show the first of a list, sorted."""
        raise NotImplementedError

    def clear(self) -> None:
        """Show nothing."""
