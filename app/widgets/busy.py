"""How long the user waits before the window says that something runs."""

from PySide6.QtCore import QObject, QTimer

BUSY_MS = 600
"""Shorter waits show nothing: a bar that comes and goes says less than none."""


def busy_timer(parent: QObject) -> QTimer:
    """Return a timer to start with the work and to stop at its end; it tells what takes long."""
    return QTimer(parent, singleShot=True, interval=BUSY_MS)
