"""Plays a video at the hit inside the inspector."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from app.context import PanelContext
from app.widgets.playback import Playback, make_playback


class HitPlayer(QObject):
    """Plays from the hit on; nothing is opened before it is first played.

    Args:
        context: where frames are decoded, and where failures are told.
        parent: owner.
    """

    frame_ready = Signal(object)  # QImage
    changed = Signal(bool)  # it plays

    def __init__(self, context: PanelContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._playback: Playback | None = None
        self._path: Path | None = None
        self._start_s = 0.0
        self._rate = 0.0
        self._is_open = False
        self._is_wanted = False
        self._has_begun = False

    @property
    def is_playing(self) -> bool:
        """Whether it plays, or is about to."""
        return self._is_wanted

    @property
    def position_s(self) -> float:
        """Where it is, seconds."""
        return self._playback.position_s if self._playback is not None else self._start_s

    def set_video(self, path: Path | None, start_s: float, frame_rate: float) -> None:
        """Take another video; None for none."""
        self.stop()
        self._path, self._start_s, self._rate = path, start_s, frame_rate

    def toggle(self) -> None:
        """Play from the hit, or stop there."""
        if self._is_wanted:
            self.stop()
        elif self._path is not None:
            self._is_wanted = True
            self._is_open, self._has_begun = True, False
            self._made().open(self._path, self._start_s, self._rate)
            self.changed.emit(True)  # noqa: FBT003 - a signal takes no keywords

    def stop(self) -> None:
        """Stop and let the file go."""
        if self._is_open and self._playback is not None:
            self._is_open = False
            self._playback.close()
        if self._is_wanted:
            self._is_wanted = False
            self.changed.emit(False)  # noqa: FBT003 - a signal takes no keywords

    def _made(self) -> Playback:
        if self._playback is None:
            self._playback = make_playback(self._context.jobs, self)
            self._playback.frame_ready.connect(self._on_frame)
            self._playback.ended.connect(self.stop)
            self._playback.failed.connect(self._on_failed)
        return self._playback

    @Slot(QImage, float)
    def _on_frame(self, image: QImage, _seconds: float) -> None:
        if not self._is_wanted or self._playback is None:
            return
        self.frame_ready.emit(image)
        if not self._playback.is_playing and not self._has_begun:
            self._has_begun = True  # the first frame is that of the hit; it plays from there
            self._playback.play()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.stop()
        self._context.notices.error(error)
