"""The actions of the window itself; panels add theirs after these."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.context import Action, Actions
from app.shell.extras import extra_actions
from app.shell.help_view import show_help
from app.shell.named_sessions import session_actions

if TYPE_CHECKING:
    from app.shell.window import MainWindow


def add_core_actions(actions: Actions, window: "MainWindow") -> None:
    """Add the actions of the window."""
    for action in [
        *_library_actions(window),
        *session_actions(window),
        *_open_library_actions(window),
        *_import_actions(window),
        *_edit_actions(window),
        *_hit_actions(window),
        *_settings_actions(window),
        *_view_actions(window),
        *_layout_actions(window),
        *extra_actions(window),
        *_theme_actions(window),
        *_tool_actions(window),
        *_help_actions(window),
        *_report_actions(window),
    ]:
        actions.add(action)


def _bring_up(window: "MainWindow", name: str) -> None:
    window.bring_up(name)


def _step_hit(window: "MainWindow", steps: int) -> None:
    if window.workspace is not None:
        window.workspace.step_hit(steps)


def _close(window: "MainWindow") -> None:
    window.close()


def _help(window: "MainWindow") -> None:
    show_help(window)


def _is_theme(window: "MainWindow", name: str) -> bool:
    return window.settings.appearance.theme == name


def _has_library(window: "MainWindow") -> Callable[[], bool]:
    return lambda: window.workspace is not None


def _library_actions(window: "MainWindow") -> list[Action]:
    translate = QCoreApplication.translate
    return [
        Action(
            "library.new",
            translate("CoreActions", "&New library …"),
            window.libraries.ask_new,
            "Ctrl+N",
            "File",
            tip=translate("CoreActions", "Make a library from folders of photos, videos, films"),
            icon="folder-new",
        ),
        Action(
            "library.open",
            translate("CoreActions", "&Open library …"),
            window.libraries.ask_open,
            "Ctrl+O",
            "File",
            icon="folder",
        ),
        Action(
            "library.demo",
            translate("CoreActions", "Open the &demo"),
            window.libraries.open_demo,
            menu="File",
            icon="demo",
        ),
    ]


def _open_library_actions(window: "MainWindow") -> list[Action]:
    translate = QCoreApplication.translate
    is_open = _has_library(window)
    return [
        Action(
            "library.move",
            translate("CoreActions", "&Move library …"),
            window.libraries.move,
            menu="File",
            tip=translate(
                "CoreActions", "Take catalogue and vectors to a server, or back to the folder"
            ),
            is_enabled=is_open,
            icon="folder",
        ),
        Action(
            "library.close",
            translate("CoreActions", "&Close library"),
            window.libraries.close,
            "Ctrl+W",
            "File",
            is_enabled=is_open,
            icon="close",
        ),
    ]


def _import_actions(window: "MainWindow") -> list[Action]:
    translate = QCoreApplication.translate
    is_open = _has_library(window)
    return [
        Action(
            "import.media",
            translate("CoreActions", "&Import …"),
            window.libraries.ask_import,
            "Ctrl+I",
            "File",
            tip=translate("CoreActions", "Add photos, videos or film lists to this library"),
            is_enabled=is_open,
            icon="import",
            writes=True,
        ),
        Action(
            "import.analyse",
            translate("CoreActions", "&Analyse what is new"),
            window.libraries.analyse,
            menu="File",
            tip=translate(
                "CoreActions", "Run the analyses that items lack, e.g. after new weights"
            ),
            is_enabled=is_open,
            icon="reset",
            writes=True,
        ),
        Action(
            "app.quit",
            translate("CoreActions", "&Quit"),
            partial(_close, window),
            "Ctrl+Q",
            "File",
            icon="quit",
        ),
    ]


def _edit_actions(window: "MainWindow") -> list[Action]:
    translate = QCoreApplication.translate
    return [
        Action(
            "edit.undo",
            translate("CoreActions", "&Undo"),
            window.undo,
            "Ctrl+Z",
            "Edit",
            is_enabled=_has_library(window),
            icon="undo",
        ),
        Action(
            "edit.redo",
            translate("CoreActions", "&Redo"),
            window.redo,
            "Ctrl+Shift+Z",
            "Edit",
            is_enabled=_has_library(window),
            icon="redo",
        ),
    ]


def _hit_actions(window: "MainWindow") -> list[Action]:
    translate = QCoreApplication.translate
    return [
        Action(
            "hits.next",
            translate("CoreActions", "&Next hit"),
            partial(_step_hit, window, 1),
            "F3",
            "Edit",
            tip=translate("CoreActions", "Select the next hit of the panel with the keyboard"),
            is_enabled=_has_library(window),
            icon="chevron-down",
        ),
        Action(
            "hits.previous",
            translate("CoreActions", "&Previous hit"),
            partial(_step_hit, window, -1),
            "Shift+F3",
            "Edit",
            tip=translate("CoreActions", "Select the hit before it"),
            is_enabled=_has_library(window),
            icon="chevron-up",
        ),
    ]


def _settings_actions(window: "MainWindow") -> list[Action]:
    translate = QCoreApplication.translate
    return [
        Action(
            "settings.open",
            translate("CoreActions", "&Settings …"),
            window.dialogs.show_settings,
            "Ctrl+,",
            "Edit",
            icon="settings",
        ),
        Action(
            "settings.shortcuts",
            translate("CoreActions", "&Shortcuts …"),
            window.dialogs.show_shortcut_editor,
            menu="Edit",
            icon="keyboard",
        ),
    ]


def _view_actions(window: "MainWindow") -> list[Action]:
    translate = QCoreApplication.translate
    is_open = _has_library(window)
    return [
        Action(
            "view.jobs",
            translate("CoreActions", "&Jobs"),
            partial(_bring_up, window, "jobs"),
            "Ctrl+J",
            "View",
            is_enabled=is_open,
            icon="jobs",
        ),
        Action(
            "view.history",
            translate("CoreActions", "&History"),
            partial(_bring_up, window, "history"),
            "Ctrl+H",
            "View",
            is_enabled=is_open,
            icon="history",
        ),
        Action(
            "view.messages",
            translate("CoreActions", "&Messages"),
            window.dialogs.show_messages,
            menu="View",
            icon="bell",
        ),
        Action(
            "view.close-message",
            translate("CoreActions", "&Close the newest message"),
            window.stack.close_newest,
            "Ctrl+Alt+M",
            "View",
            tip=translate("CoreActions", "Esc in a message closes that one"),
            is_enabled=lambda: any(not bar.notice.sticky for bar in window.stack.bars),
            icon="close",
        ),
    ]


def _layout_actions(window: "MainWindow") -> list[Action]:
    translate = QCoreApplication.translate
    return [
        Action(
            "view.full-screen",
            translate("CoreActions", "&Full screen"),
            window.toggle_full_screen,
            "F11",
            "View",
            is_checked=window.isFullScreen,
            icon="fullscreen",
        ),
        Action(
            "layout.reset",
            translate("CoreActions", "Reset the &layout"),
            window.reset_layout,
            menu="View",
            is_enabled=_has_library(window),
            icon="reset",
        ),
    ]


def _theme_actions(window: "MainWindow") -> list[Action]:
    translate = QCoreApplication.translate
    themes = (
        ("system", translate("CoreActions", "Theme of the desktop")),
        ("light", translate("CoreActions", "Light theme")),
        ("dark", translate("CoreActions", "Dark theme")),
    )
    return [
        Action(
            f"theme.{name}",
            title,
            partial(window.choose_theme, name),
            menu="View",
            is_checked=partial(_is_theme, window, name),
            icon="theme",
        )
        for name, title in themes
    ]


def _tool_actions(window: "MainWindow") -> list[Action]:
    translate = QCoreApplication.translate
    return [
        Action(
            "tools.palette",
            translate("CoreActions", "&Command palette"),
            window.dialogs.show_palette,
            "Ctrl+Shift+P",
            "Tools",
            icon="palette",
        ),
        Action(
            "tools.check",
            translate("CoreActions", "Chec&k the library"),
            window.libraries.check,
            menu="Tools",
            is_enabled=_has_library(window),
            icon="success",
        ),
        Action(
            "tools.networks",
            translate("CoreActions", "&Networks …"),
            window.networks.show,
            menu="Tools",
            tip=translate("CoreActions", "What each network adds; add weights or download them"),
            icon="device",
        ),
    ]


def _help_actions(window: "MainWindow") -> list[Action]:
    translate = QCoreApplication.translate
    return [
        Action(
            "help.panel",
            translate("CoreActions", "&Help on this panel"),
            partial(_help, window),
            "F1",
            "Help",
            tip=translate("CoreActions", "What it is for, what to do, what its numbers mean"),
            icon="info",
        ),
        Action(
            "help.tour",
            translate("CoreActions", "&Tour"),
            window.extras.tour.start,
            menu="Help",
            tip=translate("CoreActions", "Eleven short steps; goes on where it was left"),
            icon="resume",
        ),
        Action(
            "help.shortcuts",
            translate("CoreActions", "&Keyboard shortcuts"),
            window.dialogs.show_shortcuts,
            "Shift+F1",
            "Help",
            icon="keyboard",
        ),
    ]


def _report_actions(window: "MainWindow") -> list[Action]:
    translate = QCoreApplication.translate
    return [
        Action(
            "help.report",
            translate("CoreActions", "Copy &report"),
            window.dialogs.copy_report,
            menu="Help",
            tip=translate("CoreActions", "Versions and the end of the log, to describe a problem"),
            icon="copy",
        ),
        Action(
            "help.log",
            translate("CoreActions", "Show the &log file"),
            window.dialogs.show_log,
            menu="Help",
            icon="external",
        ),
        Action(
            "help.about",
            translate("CoreActions", "&About Kinora"),
            window.dialogs.show_about,
            menu="Help",
            icon="info",
        ),
    ]
