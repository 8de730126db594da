"""A window that was closed leaves no thread behind and no memory of its library."""

import gc
import threading
import weakref
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app.shell.window import MainWindow
from tests.window_support import whole_window


def watched(window: MainWindow) -> dict[str, weakref.ref[object]]:
    """Return what must be freed when the window is, by its name."""
    workspace = window.workspace
    assert workspace is not None
    context = workspace.context
    things = {
        "window": window,
        "workspace": workspace,
        "services": context.services,
        "library": context.services.library,
        "catalogue": context.services.library.catalogue,
        "jobs": context.jobs,
        "shared": context.shared,
        **workspace.panels,
    }
    assert len(workspace.panels) > 10
    return {name: weakref.ref(thing) for name, thing in things.items()}


def test_a_closed_window_leaves_no_thread_and_no_library(
    qapp: QApplication, tmp_path: Path
) -> None:
    before = set(threading.enumerate())
    with whole_window(qapp, tmp_path / "library", tmp_path / "home") as shown:
        workspace = shown.workspace
        for name in [*workspace.docks, *(entry.name for entry in workspace.unmade())]:
            shown.bring_up(name)
        gone = watched(shown.window)
        del workspace
    left = [thread.name for thread in threading.enumerate() if thread not in before]
    assert left == []
    del shown
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # of what is left by then
    gc.collect()
    assert [name for name, thing in gone.items() if thing() is not None] == []
