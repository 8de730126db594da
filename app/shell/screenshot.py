"""Draws the real window into a file once it shows all it is going to show."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from common.errors import AppError

if TYPE_CHECKING:
    from app.shell.window import MainWindow

logger = logging.getLogger(__name__)

POLL_MS = 50
QUIET_POLLS = 40  # in a row: work that follows other work and fading hints are waited for
PATIENCE_MS = 120_000


class Screenshot(QObject):
    """Waits until the window is at rest, saves it, ends the event loop.

    Args:
        window: shown offscreen.
        target: file to write.
        size: of the window, pixels.
        panel: brought to the front first; "" for none.
    """

    def __init__(
        self, window: "MainWindow", target: Path, size: tuple[int, int], panel: str
    ) -> None:
        super().__init__(window)
        self._window = window
        self._target = target
        self._panel = panel
        self._quiet = 0
        self._clock = QElapsedTimer()
        self._error: AppError | None = None
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._on_poll)
        window.library_shown.connect(self._on_shown)
        window.resize(*size)

    def run(self, application: QApplication) -> int:
        """Run until the file is written.

        Raises:
            AppError: the library did not open, the panel does not exist, the file cannot be
                written, or the panels never came to rest.
        """
        self._window.show()
        self._clock.start()
        self._timer.start()
        application.exec()
        self._window.close()
        if self._error is not None:
            raise self._error
        return 0

    @Slot()
    def _on_shown(self) -> None:
        if self._window.workspace is not None:
            self._window.workspace.setAnimated(False)
        if self._panel and not self._window.bring_up(self._panel):
            workspace = self._window.workspace
            known = [] if workspace is None else [*workspace.panels, "jobs", "history"]
            self._stop(
                AppError(f"There is no panel “{self._panel}”.", hint=f"Known: {', '.join(known)}.")
            )

    @Slot()
    def _on_poll(self) -> None:
        workspace = self._window.workspace
        if self._window.libraries.failure is not None:
            self._stop(_as_app_error(self._window.libraries.failure))
            return
        is_idle = not self._window.libraries.is_busy and (workspace is None or workspace.is_idle)
        self._quiet = self._quiet + 1 if is_idle else 0
        if self._quiet >= QUIET_POLLS:
            self._save()
        elif self._clock.elapsed() > PATIENCE_MS:
            self._stop(
                AppError("The window did not come to rest.", hint="Try again with fewer items.")
            )

    def _save(self) -> None:
        picture = self._window.grab()
        if not picture.save(str(self._target)):
            self._stop(
                AppError(
                    f"“{self._target}” could not be written.",
                    hint="Check the free space and the folder.",
                )
            )
            return
        self._stop(None)

    def _stop(self, error: AppError | None) -> None:
        self._error = error
        self._timer.stop()
        QApplication.quit()


def _as_app_error(error: BaseException) -> AppError:
    if isinstance(error, AppError):
        return error
    logger.error("the library did not open", exc_info=error)
    return AppError(
        f"The library did not open ({type(error).__name__}: {error}).",
        hint="Look into the log file.",
    )
