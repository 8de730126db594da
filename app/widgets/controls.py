"""Small controls that always carry a tooltip and an accessible name."""

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from app.widgets.icons import icon

_LONG: Final = re.compile(r"\S{19,}")
_AFTER: Final = re.compile(r"(?<=\w)([/\\_.-]+)(?=\w)")


def breakable(name: str) -> str:
    """Return the name of a file so that a label can wrap it: after /, _, - and full stops."""
    return _LONG.sub(lambda word: _AFTER.sub("\\1\u200b", word[0]), name)


def clearable(box: QLineEdit | QKeySequenceEdit) -> None:
    """Give a box the button that empties it, and that button a name."""
    box.setClearButtonEnabled(True)
    said = QCoreApplication.translate("Controls", "Empty the box")
    for button in box.findChildren(QToolButton):
        button.setAccessibleName(said)
        button.setToolTip(said)


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
        on_click(button, run)
    return button


def icon_button(
    name: str,
    tip: str,
    run: Callable[[], object] | None = None,
    *,
    checkable: bool = False,
    flat: bool = False,
    parent: QWidget | None = None,
) -> QToolButton:
    """Return a button with a drawing instead of a text; tip is its tooltip and its accessible name.

    Args:
        name: of the drawing, in `resources/icons`.
        tip: one sentence, with the shortcut.
        run: called without arguments when it is clicked.
        checkable: it stays down.
        flat: its frame shows only under the mouse.
        parent: owner.
    """
    button = tool_button("", tip, run, checkable=checkable, parent=parent)
    button.setIcon(icon(name))
    button.setAutoRaise(flat)
    return button


def push_button(title: str, tip: str, *, checkable: bool = False) -> QPushButton:
    """Return a button with a title; tip is its tooltip and its accessible description.

    Args:
        title: on the button, and its accessible name.
        tip: one sentence, with the shortcut.
        checkable: it stays down.
    """
    button = QPushButton(title)
    button.setToolTip(tip)
    button.setAccessibleName(title)
    button.setAccessibleDescription(tip)
    button.setCheckable(checkable)
    return button


def on_click(button: QAbstractButton, run: Callable[[], object]) -> None:
    """Call run without arguments when button is clicked."""
    button.clicked.connect(partial(_call, run))


def _call(run: Callable[[], object], _checked: bool = False) -> None:
    run()


def named(widget: QWidget, name: str) -> None:
    """Give widget an accessible name and, where it has none, the same as its tooltip."""
    widget.setAccessibleName(name)
    if not widget.toolTip():
        widget.setToolTip(name)
