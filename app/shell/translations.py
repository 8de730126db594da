"""Loads the translations: ours and those of Qt's own dialogs."""

import logging
from importlib import resources

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

logger = logging.getLogger(__name__)

LANGUAGES = ("en", "de")


def language_of(choice: str) -> str:
    """Return the language to use: choice, or for "system" the first one known of the desktop's."""
    if choice in LANGUAGES:
        return choice
    for name in QLocale.system().uiLanguages():
        code = name.replace("-", "_").partition("_")[0]
        if code in LANGUAGES:
            return code
    return "en"


def install_translations(application: QCoreApplication, choice: str) -> str:
    """Install the translations of a language.

    English has a file too: it holds the plural forms.

    Args:
        application: takes the translators.
        choice: "system" or a language code.

    Returns:
        The code of the language in use.
    """
    code = language_of(choice)
    if choice != "system":
        QLocale.setDefault(QLocale(code))
    for old in application.findChildren(QTranslator):
        application.removeTranslator(old)
        old.deleteLater()
    folder = resources.files("resources") / "translations"
    ours = QTranslator(application)
    with resources.as_file(folder / f"kinora_{code}.qm") as path:
        if ours.load(str(path)):
            application.installTranslator(ours)
        else:
            logger.warning("the translation %r cannot be loaded", code)
    qt = QTranslator(application)
    place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if code != "en" and qt.load(QLocale(code), "qtbase", "_", place):
        application.installTranslator(qt)
    return code
