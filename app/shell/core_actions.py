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


def _tr(text: str) -> str:
    return QCoreApplication.translate("CoreActions", text)


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
    return [
        Action(
            "library.new",
            _tr("&New library …"),
            window.libraries.ask_new,
            "Ctrl+N",
            "File",
            tip=_tr("Make a library from folders of photos, videos, films"),
            icon="folder-new",
        ),
        Action(
            "library.open",
            _tr("&Open library …"),
            window.libraries.ask_open,
            "Ctrl+O",
            "File",
            icon="folder",
        ),
        Action(
            "library.demo",
            _tr("Open the &demo"),
            window.libraries.open_demo,
            menu="File",
            icon="demo",
        ),
    ]


def _open_library_actions(window: "MainWindow") -> list[Action]:
    is_open = _has_library(window)
    return [
        Action(
            "library.move",
            _tr("&Move library …"),
            window.libraries.move,
            menu="File",
            tip=_tr("Take catalogue and vectors to a server, or back to the folder"),
            is_enabled=is_open,
            icon="folder",
        ),
        Action(
            "library.close",
            _tr("&Close library"),
            window.libraries.close,
            "Ctrl+W",
            "File",
            is_enabled=is_open,
            icon="close",
        ),
    ]


def _import_actions(window: "MainWindow") -> list[Action]:
    is_open = _has_library(window)
    return [
        Action(
            "import.media",
            _tr("&Import …"),
            window.libraries.ask_import,
            "Ctrl+I",
            "File",
            tip=_tr("Add photos, videos or film lists to this library"),
            is_enabled=is_open,
            icon="import",
            writes=True,
        ),
        Action(
            "import.analyse",
            _tr("&Analyse what is new"),
            window.libraries.analyse,
            menu="File",
            tip=_tr("Run the analyses that items lack, e.g. after new weights"),
            is_enabled=is_open,
            icon="reset",
            writes=True,
        ),
        Action(
            "app.quit",
            _tr("&Quit"),
            partial(_close, window),
            "Ctrl+Q",
            "File",
            icon="quit",
        ),
    ]


def _edit_actions(window: "MainWindow") -> list[Action]:
    return [
        Action(
            "edit.undo",
            _tr("&Undo"),
            window.undo,
            "Ctrl+Z",
            "Edit",
            is_enabled=_has_library(window),
            icon="undo",
        ),
        Action(
            "edit.redo",
            _tr("&Redo"),
            window.redo,
            "Ctrl+Shift+Z",
            "Edit",
            is_enabled=_has_library(window),
            icon="redo",
        ),
    ]


def _hit_actions(window: "MainWindow") -> list[Action]:
    return [
        Action(
            "hits.next",
            _tr("&Next hit"),
            partial(_step_hit, window, 1),
            "F3",
            "Edit",
            tip=_tr("Select the next hit of the panel with the keyboard"),
            is_enabled=_has_library(window),
            icon="chevron-down",
        ),
        Action(
            "hits.previous",
            _tr("&Previous hit"),
            partial(_step_hit, window, -1),
            "Shift+F3",
            "Edit",
            tip=_tr("Select the hit before it"),
            is_enabled=_has_library(window),
            icon="chevron-up",
        ),
    ]


def _settings_actions(window: "MainWindow") -> list[Action]:
    return [
        Action(
            "settings.open",
            _tr("&Settings …"),
            window.dialogs.show_settings,
            "Ctrl+,",
            "Edit",
            icon="settings",
        ),
        Action(
            "settings.shortcuts",
            _tr("&Shortcuts …"),
            window.dialogs.show_shortcut_editor,
            menu="Edit",
            icon="keyboard",
        ),
    ]


def _view_actions(window: "MainWindow") -> list[Action]:
    is_open = _has_library(window)
    return [
        Action(
            "view.jobs",
            _tr("&Jobs"),
            partial(_bring_up, window, "jobs"),
            "Ctrl+J",
            "View",
            is_enabled=is_open,
            icon="jobs",
        ),
        Action(
            "view.history",
            _tr("&History"),
            partial(_bring_up, window, "history"),
            "Ctrl+H",
            "View",
            is_enabled=is_open,
            icon="history",
        ),
        Action(
            "view.messages",
            _tr("&Messages"),
            window.dialogs.show_messages,
            menu="View",
            icon="bell",
        ),
        Action(
            "view.close-message",
            _tr("&Close the newest message"),
            window.stack.close_newest,
            "Ctrl+Alt+M",
            "View",
            tip=_tr("Esc in a message closes that one"),
            is_enabled=lambda: any(not bar.notice.sticky for bar in window.stack.bars),
            icon="close",
        ),
    ]


def _layout_actions(window: "MainWindow") -> list[Action]:
    return [
        Action(
            "view.full-screen",
            _tr("&Full screen"),
            window.toggle_full_screen,
            "F11",
            "View",
            is_checked=window.isFullScreen,
            icon="fullscreen",
        ),
        Action(
            "layout.reset",
            _tr("Reset the &layout"),
            window.reset_layout,
            menu="View",
            is_enabled=_has_library(window),
            icon="reset",
        ),
    ]


def _theme_actions(window: "MainWindow") -> list[Action]:
    themes = (
        ("system", _tr("Theme of the desktop")),
        ("light", _tr("Light theme")),
        ("dark", _tr("Dark theme")),
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
    return [
        Action(
            "tools.palette",
            _tr("&Command palette"),
            window.dialogs.show_palette,
            "Ctrl+Shift+P",
            "Tools",
            icon="palette",
        ),
        Action(
            "tools.check",
            _tr("Chec&k the library"),
            window.libraries.check,
            menu="Tools",
            is_enabled=_has_library(window),
            icon="success",
        ),
        Action(
            "tools.networks",
            _tr("&Networks …"),
            window.networks.show,
            menu="Tools",
            tip=_tr("What each network adds; add weights or download them"),
            icon="device",
        ),
    ]


def _help_actions(window: "MainWindow") -> list[Action]:
    return [
        Action(
            "help.panel",
            _tr("&Help on this panel"),
            partial(_help, window),
            "F1",
            "Help",
            tip=_tr("What it is for, what to do, what its numbers mean"),
            icon="info",
        ),
        Action(
            "help.tour",
            _tr("&Tour"),
            window.extras.tour.start,
            menu="Help",
            tip=_tr("Eleven short steps; goes on where it was left"),
            icon="resume",
        ),
        Action(
            "help.shortcuts",
            _tr("&Keyboard shortcuts"),
            window.dialogs.show_shortcuts,
            "Shift+F1",
            "Help",
            icon="keyboard",
        ),
    ]


def _report_actions(window: "MainWindow") -> list[Action]:
    return [
        Action(
            "help.report",
            _tr("Copy &report"),
            window.dialogs.copy_report,
            menu="Help",
            tip=_tr("Versions and the end of the log, to describe a problem"),
            icon="copy",
        ),
        Action(
            "help.log",
            _tr("Show the &log file"),
            window.dialogs.show_log,
            menu="Help",
            icon="external",
        ),
        Action(
            "help.about",
            _tr("&About Kinora"),
            window.dialogs.show_about,
            menu="Help",
            icon="info",
        ),
    ]
