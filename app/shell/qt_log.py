"""Sends what Qt says to the log file instead of stderr."""

import logging

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

logger = logging.getLogger("qt")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
# What a platform cannot do and nobody can change.
_HARMLESS = ("does not support propagateSizeHints", "does not support raise()")


def _on_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    if any(words in text for words in _HARMLESS):
        return
    logger.log(_LEVELS.get(kind, logging.WARNING), "%s: %s", context.category or "qt", text)


def install_qt_log() -> None:
    """Take over Qt's messages."""
    qInstallMessageHandler(_on_message)
