"""Small controls that always carry a tooltip and an accessible name."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QToolButton, QWidget


def tool_button(
    text: str,
    tip: str,
    run: Callable[[], object] | None = None,
    *,
    checkable: bool = False,
    parent: QWidget | None = None,
) -> QToolButton:
    """Return a button; tip is its tooltip and its accessible name.

    Args:
        text: on the button.
        tip: one sentence, with the shortcut.
        run: called without arguments when it is clicked.
        checkable: it stays down.
        parent: owner.
    """
    button = QToolButton(parent)
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setCheckable(checkable)
    if run is not None:
        button.clicked.connect(partial(_call, run))
    return button


def _call(run: Callable[[], object], _checked: bool = False) -> None:
    run()


def named(widget: QWidget, name: str) -> None:
    """Give widget an accessible name and, where it has none, the same as its tooltip."""
    widget.setAccessibleName(name)
    if not widget.toolTip():
        widget.setToolTip(name)
