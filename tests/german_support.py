"""A window that speaks another language for a while."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from app.shell.translations import install_translations


@contextmanager
def speaking(application: QCoreApplication, language: str = "de") -> Iterator[None]:
    """Speak a language; afterwards all is as without translations."""
    before = QLocale()
    install_translations(application, language)
    try:
        yield
    finally:
        QLocale.setDefault(before)
        for translator in application.findChildren(QTranslator):
            application.removeTranslator(translator)
            translator.deleteLater()
