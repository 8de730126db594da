"""Opens the window, or draws it into a file. Imports Qt only after looking for what it needs."""

import argparse
import gc
import locale
import logging
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.services.paths import AppPaths
from app.shell import preflight
from app.shell.scene_steps import SceneStep, parse_step
from common.errors import AppError
from common.settings import Settings, load_settings
from common.turns import ask_short_turns

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.shell.window import MainWindow

logger = logging.getLogger(__name__)


def run_window(arguments: argparse.Namespace) -> int:
    """Open the window and return the exit code.

    Args:
        arguments: `library`, `demo`, `screenshot`, `size`, `panel`, `step`, `colours` and `theme`
            of the command line.
    """
    gc.disable()  # the window searches for garbage: app.shell.garbage
    try:
        return _run(arguments)
    except AppError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _run(arguments: argparse.Namespace) -> int:
    screenshot: Path | None = arguments.screenshot
    size = parse_size(arguments.size)
    steps = [parse_step(line) for line in arguments.step]
    if screenshot is not None:
        check_target(screenshot)
        check_colours(arguments.colours)
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    preflight.require_libraries(preflight.LIBRARIES)
    if screenshot is None:
        preflight.require_display(os.environ)
    set_locale()
    paths = AppPaths.of_user()
    settings, notices = load_settings(paths.settings)
    try:
        application = make_application(settings, is_drawing=screenshot is not None)
    except ImportError as error:
        raise _library_missing(error) from error
    window = make_window(
        application, settings, paths, theme=arguments.theme, keeps_state=screenshot is None
    )
    if notices:
        from app.widgets.error_texts import service_text

        for text in notices:
            window.notices.warn(service_text(text))
    _open_first(window, arguments)
    if screenshot is not None:
        from app.shell.screenshot import Screenshot

        if arguments.panel:
            steps.insert(0, SceneStep("panel", arguments.panel))
        picture = Screenshot(window, screenshot, size, steps, colours=arguments.colours)
        return picture.run(application)
    if arguments.panel:
        window.library_shown.connect(lambda: window.bring_up(arguments.panel))
    window.show()
    return application.exec()


def _library_missing(error: ImportError) -> preflight.StartError:
    """Return what to say of a shared library that Qt misses and preflight does not know."""
    if isinstance(error, ModuleNotFoundError) and "PySide6" in str(error):
        return preflight.StartError(
            "PySide6 is not installed.", hint="Install what Kinora needs: pip install ."
        )
    return preflight.StartError(
        f"Qt cannot be loaded ({error}).",
        hint="Install the system packages that the README lists.",
    )


def parse_size(text: str) -> tuple[int, int]:
    """Return (width, height) in pixels of a text such as "1600x1000".

    Raises:
        AppError: it is no size between 320x240 and 16384x16384.
    """
    found = re.fullmatch(r"(\d{1,5})[xX×](\d{1,5})", text.strip())
    if found:
        width, height = int(found[1]), int(found[2])
        if 320 <= width <= 16384 and 240 <= height <= 16384:
            return width, height
    raise AppError(f"“{text}” is no window size.", hint="Write it as WIDTHxHEIGHT: 1600x1000.")


def check_target(path: Path) -> None:
    """Check that a picture can be written to path before a window is made for it.

    Raises:
        AppError: it cannot.
    """
    folder = path.absolute().parent
    if path.suffix.lower() not in {".png", ".jpg", ".jpeg", ".webp"}:
        raise AppError(f"“{path.name}” is no picture file.", hint="Give it the ending .png.")
    if not folder.is_dir() or not os.access(folder, os.W_OK) or path.is_dir():
        raise AppError(
            f"“{path}” cannot be written.", hint="Choose a file in a folder that you can write to."
        )


def check_colours(colours: int | None) -> None:
    """Check the number of colours of a picture; None keeps all.

    Raises:
        AppError: it is not between 2 and 256.
    """
    if colours is not None and not 2 <= colours <= 256:
        raise AppError(f"A picture cannot have {colours} colours.", hint="Choose 2 to 256.")


def set_locale() -> None:
    """Take over the user's locale; one that is not installed is no reason not to start."""
    try:
        locale.setlocale(locale.LC_ALL, "")
    except locale.Error:
        logger.info("the locale of the environment is not installed; C.UTF-8 is used")
    # Qt warns on stderr about every locale without UTF-8, and so do paths with other letters.
    if sys.platform.startswith("linux") and "utf" not in _codeset().lower():
        os.environ["LC_ALL"] = "C.UTF-8"
        try:
            locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
        except locale.Error:
            logger.info("C.UTF-8 is not installed either")


def _codeset() -> str:
    return locale.nl_langinfo(locale.CODESET)


def make_application(settings: Settings, *, is_drawing: bool = False) -> "QApplication":
    """Make the application object with style, fonts, theme and translations.

    Args:
        settings: for theme and language.
        is_drawing: a picture is drawn and no desktop is there.

    Raises:
        ImportError: a shared library of Qt is missing.
    """
    from PySide6.QtCore import QCoreApplication, Qt
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QApplication

    from app.shell.qt_log import install_qt_log
    from app.shell.translations import install_translations

    ask_short_turns()  # this is the thread of the window
    install_qt_log()
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus, on=False)
    present = QApplication.instance()
    application = present if isinstance(present, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("kinora")
    application.setApplicationDisplayName("Kinora")
    application.setDesktopFileName("kinora")
    application.setStyle("Fusion")
    if is_drawing:
        logger.info("drawing offscreen")
    install_translations(application, settings.appearance.language)
    return application


def make_window(
    application: "QApplication",
    settings: Settings,
    paths: AppPaths,
    *,
    theme: str | None = None,
    keeps_state: bool = True,
) -> "MainWindow":
    """Make the main window; uncaught failures become messages in it.

    Args:
        application: from make_application().
        settings: of the user.
        paths: the user's folders.
        theme: "light" or "dark" for this run only; None takes the settings'.
        keeps_state: bring the last session back and keep this one.
    """
    from app.shell.reports import FailureCatcher
    from app.shell.theme import ThemeSwitch, as_choice
    from app.shell.window import MainWindow

    switch = ThemeSwitch(application)
    switch.choose(as_choice(theme or settings.appearance.theme))
    window = MainWindow(settings, paths, switch, keeps_state=keeps_state)
    catcher = FailureCatcher(window)
    catcher.caught.connect(window.on_failure)
    catcher.install()
    window.destroyed.connect(catcher.uninstall)
    return window


def _open_first(window: "MainWindow", arguments: argparse.Namespace) -> None:
    """Open what the command line names; otherwise the first page lists recent libraries."""
    if arguments.demo and arguments.library is None:
        window.libraries.open_demo()
    elif arguments.library is not None:
        window.libraries.open(arguments.library)
