"""Draws the real window into a file once it shows all it is going to show."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.shell.scene import Scene, front_window, picture_of
from app.shell.scene_steps import SceneStep
from common.errors import AppError

if TYPE_CHECKING:
    from app.shell.window import MainWindow

logger = logging.getLogger(__name__)

POLL_MS = 50
STEP_POLLS = 10  # in a row, before the next step
QUIET_POLLS = 40  # in a row: work that follows other work and fading hints are waited for
PATIENCE_MS = 120_000


class Screenshot(QObject):
    """Waits until the window is at rest, saves it, ends the event loop.

    Args:
        window: shown offscreen.
        target: file to write.
        size: of the window, pixels.
        steps: what to do first; each waits until the window rests after the one before.
        colours: at most so many in the file, 2-256; None keeps all.
    """

    drawn = Signal()  # the picture is taken and about to be written

    def __init__(
        self,
        window: "MainWindow",
        target: Path,
        size: tuple[int, int],
        steps: Sequence[SceneStep] = (),
        *,
        colours: int | None = None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._target = target
        self._scene = Scene(window, steps)
        self._colours = colours
        self._quiet = 0
        self._clock = QElapsedTimer()
        self._error: AppError | None = None
        self._is_over = False
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._on_poll)
        window.library_shown.connect(self._on_shown)
        window.resize(*size)

    def run(self, application: QApplication) -> int:
        """Run until the file is written.

        Raises:
            AppError: the library did not open, the panel does not exist, the file cannot be
                written, a step closed the window, or the panels never came to rest.
        """
        self._window.show()
        try:
            self.draw(application)
        finally:
            self._window.close()
        return 0

    def draw(self, application: QApplication) -> None:
        """Play the steps and write the file; the window stays open.

        Raises:
            AppError: as `run`.
        """
        self._clock.start()
        self._timer.start()
        application.exec()
        # Closing the window ends the loop, too. Whoever asks a loop to end that does not run keeps
        # all later ones from running.
        self._timer.stop()
        was_closed, self._is_over = not self._is_over, True
        if was_closed:
            self._error = AppError(
                "The window was closed before its picture was drawn.",
                hint="Leave out the step that closes it.",
            )
        if self._error is not None:
            raise self._error

    @Slot()
    def _on_shown(self) -> None:
        if self._window.workspace is not None:
            self._window.workspace.setAnimated(False)

    @Slot()
    def _on_poll(self) -> None:
        workspace = self._window.workspace
        if self._window.libraries.failure is not None:
            self._stop(_as_app_error(self._window.libraries.failure))
            return
        is_idle = not self._window.libraries.is_busy and (workspace is None or workspace.is_idle)
        self._quiet = self._quiet + 1 if is_idle else 0
        if self._quiet >= QUIET_POLLS and self._scene.is_over:
            self._save()
        elif self._quiet >= STEP_POLLS and not self._scene.is_over:
            self._quiet = 0
            # Not from here: a dialog that runs a loop of its own would hold this timer up.
            QTimer.singleShot(0, self, self._play_next)
        elif self._clock.elapsed() > PATIENCE_MS:
            self._stop(
                AppError("The window did not come to rest.", hint="Try again with fewer items.")
            )

    @Slot()
    def _play_next(self) -> None:
        if self._is_over:
            return
        try:
            self._scene.play_next()
        except AppError as error:
            self._stop(error)

    def _save(self) -> None:
        front = front_window(self._window)
        if front.isFullScreen():  # there is no screen to fill
            front.showNormal()
            front.resize(self._window.size())
            self._quiet = 0
            return
        picture = picture_of(self._window, front).toImage()
        self.drawn.emit()
        if not save_picture(picture, self._target, self._colours):
            self._stop(
                AppError(
                    f"“{self._target}” could not be written.",
                    hint="Check the free space and the folder.",
                )
            )
            return
        self._stop(None)

    def _stop(self, error: AppError | None) -> None:
        self._error, self._is_over = error, True
        self._timer.stop()
        QApplication.exit(0)  # of loops of dialogs too


def save_picture(picture: QImage, target: Path, colours: int | None = None) -> bool:
    """Write picture; False where that failed.

    Args:
        picture: what to write.
        target: file; its ending says the format.
        colours: at most so many, chosen by median cut and k-means; None keeps all.
    """
    if colours is None:
        return picture.save(str(target))
    from PIL import Image

    rgb = picture.convertToFormat(QImage.Format.Format_RGB888)
    size, stride = (rgb.width(), rgb.height()), rgb.bytesPerLine()
    image = Image.frombytes("RGB", size, bytes(rgb.constBits()), "raw", "RGB", stride)
    try:
        image.quantize(colours, kmeans=2).save(target, optimize=True)
    except OSError as error:
        logger.warning("“%s” was not written: %s", target, error)
        return False
    return True


def _as_app_error(error: BaseException) -> AppError:
    if isinstance(error, AppError):
        return error
    logger.error("the library did not open", exc_info=error)
    return AppError(
        f"The library did not open ({type(error).__name__}: {error}).",
        hint="Look into the log file.",
    )
