"""A window that does something, says so once it is stored, does another thing and dies.

python kill_window.py DIR mark|query|filter|body
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer

from app.services.paths import AppPaths
from app.services.types import Filter, Query
from app.shell.start import make_application, make_window
from app.shell.window import MainWindow
from common.settings import AppearanceSettings, ImportSettings, Settings

Act = Callable[[MainWindow, int], None]


def die() -> None:
    """End as a machine without power ends."""
    os.kill(os.getpid(), signal.SIGKILL)


def mark(window: MainWindow, number: int) -> None:
    """Mark item 1, then 2."""
    window.workspace.shared.select([number])
    window.all_actions.trigger(f"item.label-{'positive' if number == 1 else 'negative'}")


def ask(window: MainWindow, number: int) -> None:
    """Ask for one thing, then for another."""
    words = ("", "photo", "film")[number]
    window.workspace.panel("search").session.take(Query.of(words, mode="text"), words)


def narrow(window: MainWindow, number: int) -> None:
    """Filter by one kind, then by another."""
    kind = ("", "photo", "film")[number]
    window.workspace.shared.set_filters((Filter("kind", (kind,)),), "filters")


def draw(window: MainWindow, number: int) -> None:
    """Add a layer to the drawing, then another."""
    from app.services import body_drawing

    assert window.workspace.panel("body").session.apply(body_drawing.add_layer(f"Layer {number}"))


def stored(window: MainWindow, how: str) -> bool:
    """Whether the first act is on the disk."""
    folder = window.workspace.context.services.library.folder
    if how == "mark":
        return bool(window.workspace.context.services.items.labels())
    if how == "body":
        drawings = window.workspace.context.services.paths.data / "body" / "autosave"
        return any(b"Layer 1" in path.read_bytes() for path in drawings.glob("*.kinora-body"))
    try:
        text = (folder / "sessions" / "last.json").read_text("utf-8")
    except OSError:
        return False
    state: dict[str, Any] = json.loads(text)["state"]
    if how == "filter":
        return bool(state["shared"]["filters"])
    return "photo" in json.dumps(state["panels"].get("search", {}))


ACTS: dict[str, Act] = {"mark": mark, "query": ask, "filter": narrow, "body": draw}


def main(folder: Path, how: str) -> None:
    """Open folder, act, wait until it is stored, act again, die."""
    settings = Settings(
        appearance=AppearanceSettings(reduced_motion=True),
        imports=ImportSettings(analyse_new=False),
    )
    application = make_application(settings)
    window = make_window(application, settings, AppPaths.of_user())
    act, timer = ACTS[how], QTimer(interval=50)
    began: list[bool] = []

    def look() -> None:
        workspace = window.workspace
        if workspace is None or not workspace.is_idle:
            return
        if not began:
            if how == "body":
                window.bring_up("body")
                if not (workspace.is_idle and workspace.panel("body").session.is_open):
                    return
                if workspace.panel("body").save_state()["project"] is None:
                    return
            began.append(True)
            act(window, 1)
            return
        if stored(window, how):
            timer.stop()
            sys.stdout.write("first act is stored\n")
            sys.stdout.flush()
            act(window, 2)
            QTimer.singleShot(0, die)

    timer.timeout.connect(look)
    window.library_shown.connect(timer.start)
    window.show()
    window.libraries.open(folder)
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
