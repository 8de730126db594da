"""A window that marks an item, says so, marks another and dies: python kill_window.py DIR."""

import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from app.services.paths import AppPaths
from app.shell.start import make_application, make_window
from common.settings import AppearanceSettings, ImportSettings, Settings


def main(folder: Path) -> None:
    """Open folder, mark, die."""
    settings = Settings(
        appearance=AppearanceSettings(reduced_motion=True),
        imports=ImportSettings(analyse_new=False),
    )
    application = make_application(settings)
    window = make_window(application, settings, AppPaths.of_user())

    def mark_first() -> None:
        window.workspace.shared.labels_changed.connect(mark_second)
        window.workspace.shared.select([1])
        window.sessions.keep_now()
        window.all_actions.trigger("item.label-positive")

    def mark_second(_source: str) -> None:
        sys.stdout.write("first mark is stored\n")
        sys.stdout.flush()
        window.workspace.shared.select([2])
        window.all_actions.trigger("item.label-negative")
        QTimer.singleShot(0, lambda: os.kill(os.getpid(), signal.SIGKILL))

    window.library_shown.connect(mark_first)
    window.show()
    window.libraries.open(folder)
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
