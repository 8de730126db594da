"""Asks where a graph is written to or read from."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

_SUFFIX = ".json"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Graph", text)


def ask_where_to_save(parent: QWidget) -> Path | None:
    """Return the file that the user names, or None."""
    name, _ = QFileDialog.getSaveFileName(
        parent, _tr("Export graph"), f"graph{_SUFFIX}", _tr("Graphs (*.json)")
    )
    if not name:
        return None
    path = Path(name)
    return path if path.suffix else path.with_suffix(_SUFFIX)


def ask_what_to_open(parent: QWidget, title: str) -> Path | None:
    """Return the file that the user chooses, or None."""
    name, _ = QFileDialog.getOpenFileName(parent, title, "", _tr("Graphs (*.json)"))
    return Path(name) if name else None
