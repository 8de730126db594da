"""Sessions with a name: keep how the window stands, and come back to it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QInputDialog

from app.context import Action
from app.services.sessions import LAST
from app.widgets.error_texts import error_line
from common.values import ResultList

if TYPE_CHECKING:
    from app.services.sessions import SessionService
    from app.shell.window import MainWindow


def _tr(text: str) -> str:
    return QCoreApplication.translate("NamedSessions", text)


def session_actions(window: "MainWindow") -> list[Action]:
    """Return the actions that keep, open and forget named sessions."""
    translate = QCoreApplication.translate
    return [
        Action(
            "session.save",
            translate("NamedSessions", "Save &session as …"),
            partial(ask_save, window),
            "Ctrl+Shift+S",
            "File",
            tip=translate("NamedSessions", "Keep panels, search, filters and selection by a name"),
            is_enabled=lambda: window.workspace is not None,
            icon="bucket",
            writes=True,
        ),
        Action(
            "session.open",
            translate("NamedSessions", "Open s&ession …"),
            partial(ask_open, window),
            "Ctrl+Shift+O",
            "File",
            tip=translate("NamedSessions", "Bring back what was saved by a name"),
            is_enabled=lambda: bool(names(window)),
            icon="history",
        ),
        Action(
            "session.remove",
            translate("NamedSessions", "Forget a session …"),
            partial(ask_remove, window),
            menu="File",
            is_enabled=lambda: bool(names(window)),
            icon="remove",
            writes=True,
        ),
    ]


def _service(window: "MainWindow") -> "SessionService | None":
    return None if window.workspace is None else window.workspace.context.services.sessions


def names(window: "MainWindow") -> list[str]:
    """Return the names of the saved sessions of the open library."""
    service = _service(window)
    return [] if service is None else [name for name in service.names() if name != LAST]


def save(window: "MainWindow", name: str) -> bool:
    """Keep how the window stands under name; False and a message where that failed."""
    service, workspace = _service(window), window.workspace
    if service is None or workspace is None:
        return False
    try:
        service.save(workspace.save_state(), name)
    except (OSError, TypeError) as error:
        window.notices.warn(
            _tr("The session cannot be saved: {error}").format(error=error_line(error))
        )
        return False
    window.status.showMessage(_tr("Session “{name}” saved").format(name=name), 4000)
    return True


def open_named(window: "MainWindow", name: str) -> bool:
    """Bring back the session called name; False and a message where it cannot be read."""
    service, workspace = _service(window), window.workspace
    state = None if service is None else service.load(name)
    if state is None or workspace is None:
        window.notices.warn(_tr("The session “{name}” cannot be read.").format(name=name))
        return False
    # What the session does not speak of is empty in it: a filter of now must not stay.
    workspace.shared.set_filters((), "session")
    workspace.shared.select((), "session")
    if workspace.shared.results.hits or workspace.shared.results.query:
        workspace.shared.show_results(ResultList(""), "session")
    workspace.restore_state(state)
    return True


def ask_save(window: "MainWindow") -> None:
    """Ask for a name and keep how the window stands."""
    title, known = _tr("Save session"), names(window)
    name, accepted = QInputDialog.getItem(
        window, title, _tr("Name; a known one is replaced:"), ["", *known], 0, True  # noqa: FBT003
    )  # fmt: skip
    clean = name.strip()
    if not accepted or not clean:
        return
    if clean.lower() == LAST:
        window.notices.warn(_tr("“{name}” is what the next start brings back.").format(name=clean))
        return
    save(window, clean)


def ask_open(window: "MainWindow") -> None:
    """Let the user choose a session and bring it back."""
    name = _choose(window, _tr("Open session"))
    if name:
        open_named(window, name)


def ask_remove(window: "MainWindow") -> None:
    """Let the user choose a session and forget it."""
    name, service = _choose(window, _tr("Forget a session")), _service(window)
    if name and service is not None:
        service.remove(name)
        window.status.showMessage(_tr("Session “{name}” forgotten").format(name=name), 4000)


def _choose(window: "MainWindow", title: str) -> str:
    known = names(window)
    if not known:
        return ""
    name, accepted = QInputDialog.getItem(window, title, _tr("Session:"), known, 0, False)  # noqa: FBT003
    return name if accepted else ""
