"""What plays a video behind the player's window: Qt's own player, or decoded frame by frame."""

import importlib.util
import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QImage

from app.jobs import JobRunner
from app.services.media_places import is_address
from app.services.media_stream import STREAM
from app.services.playback import FrameReader
from app.widgets.paint import to_image
from common.errors import MediaError
from common.jobs import JobContext

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame

logger = logging.getLogger(__name__)

_STALE_MS = 900  # after this an inexact frame is better than none (variable frame rates)


class Playback(QObject):
    """One open video. Positions are seconds.

    Args:
        parent: owner.
    """

    frame_ready = Signal(QImage, float)  # the frame that is shown and its time
    playing_changed = Signal(bool)
    ended = Signal()
    failed = Signal(object)  # AppError
    ready = Signal()  # duration and frame rate are known

    has_sound = False

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.duration_s = 0.0
        self.frame_rate = 25.0
        self.position_s = 0.0
        self.rate = 1.0

    @property
    def is_playing(self) -> bool:
        """Whether it plays."""
        raise NotImplementedError

    def open(self, path: Path, start_s: float, frame_rate: float) -> None:
        """Open a file and show the frame at start_s, paused; frame_rate 0 if unknown."""
        raise NotImplementedError

    def play(self) -> None:
        """Play from here."""
        raise NotImplementedError

    def pause(self) -> None:
        """Stay at this frame."""
        raise NotImplementedError

    def seek(self, time_s: float) -> None:
        """Show the frame at a time; keeps playing if it plays."""
        raise NotImplementedError

    def step(self, frames: int) -> None:
        """Pause and go by frames, + or -."""
        self.pause()
        frame = round(self.position_s * self.frame_rate) + frames
        self.seek(max(0.0, (frame + 0.25) / self.frame_rate))

    def set_rate(self, rate: float) -> None:
        """Play at rate times the speed, 0.25-4."""
        self.rate = rate

    def set_volume(self, volume: float) -> None:
        """Set the loudness, 0-1; nothing where there is no sound."""

    def close(self) -> None:
        """Let the file go."""
        raise NotImplementedError


class QtPlayback(Playback):
    """QMediaPlayer with sound, painted by us.

    The first frame after a seek may still be the old one, so while paused a frame is taken only if
    its own time is within half a frame of the one asked for.
    """

    has_sound = True

    def __init__(self, parent: QObject | None = None) -> None:
        from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoSink

        super().__init__(parent)
        self._player = QMediaPlayer(self)
        self._sound = QAudioOutput(self)
        self._sink = QVideoSink(self)
        self._player.setAudioOutput(self._sound)
        self._player.setVideoSink(self._sink)
        self._wanted: float | None = None
        self._start: float | None = None
        self._late = QTimer(self, singleShot=True, interval=_STALE_MS)
        self._late.timeout.connect(self._on_late)
        self._sink.videoFrameChanged.connect(self._on_frame)
        self._player.mediaStatusChanged.connect(self._on_status)
        self._player.playbackStateChanged.connect(self._on_state)
        self._player.durationChanged.connect(self._on_duration)
        self._player.errorOccurred.connect(self._on_error)
        self._path = Path()

    @property
    def is_playing(self) -> bool:
        """Whether it plays."""
        return self._player.playbackState() == self._player.PlaybackState.PlayingState

    def open(self, path: Path, start_s: float, frame_rate: float) -> None:
        """See Playback."""
        self._path, self._start = path, start_s
        self.frame_rate = frame_rate or 25.0
        self.position_s = start_s
        is_elsewhere = is_address(path)
        url = QUrl(STREAM.url(path)) if is_elsewhere else QUrl.fromLocalFile(str(path))
        self._player.setSource(url)
        self._player.pause()

    def play(self) -> None:
        """See Playback."""
        self._wanted = None
        self._late.stop()
        self._player.setPlaybackRate(self.rate)
        self._player.play()

    def pause(self) -> None:
        """See Playback."""
        self._player.pause()

    def seek(self, time_s: float) -> None:
        """See Playback."""
        frame = int(max(0.0, time_s) * self.frame_rate + 1e-6)
        if self.duration_s:
            frame = min(frame, max(0, int(self.duration_s * self.frame_rate) - 1))
        self._wanted = None if self.is_playing else frame / self.frame_rate
        self.position_s = frame / self.frame_rate
        self._player.setPosition(round((frame + 0.5) / self.frame_rate * 1000))
        self._late.start()

    def set_rate(self, rate: float) -> None:
        """See Playback."""
        super().set_rate(rate)
        self._player.setPlaybackRate(rate)

    def set_volume(self, volume: float) -> None:
        """See Playback."""
        self._sound.setVolume(volume)

    def close(self) -> None:
        """See Playback."""
        self._late.stop()
        self._player.stop()
        self._player.setSource(QUrl())

    def _on_frame(self, frame: "QVideoFrame") -> None:
        if not frame.isValid():
            return
        moment = frame.startTime() / 1e6 if frame.startTime() >= 0 else self.position_s
        if self._wanted is not None and abs(moment - self._wanted) >= 0.5 / self.frame_rate:
            return
        if self._start is not None:
            return  # the very first frame, before the seek to where it shall begin
        self._late.stop()
        self.position_s = moment
        self.frame_ready.emit(frame.toImage(), moment)

    @Slot()
    def _on_late(self) -> None:
        """Take what there is: the frame rate varies, or the file ends here."""
        self._wanted = None
        frame = self._sink.videoFrame()
        if frame.isValid():
            self._on_frame(frame)

    def _on_status(self, status: "QMediaPlayer.MediaStatus") -> None:
        kinds = self._player.MediaStatus
        if status in {kinds.LoadedMedia, kinds.BufferedMedia} and self._start is not None:
            start, self._start = self._start, None
            rate = self._player.metaData().value(self._player.metaData().Key.VideoFrameRate)
            if rate:
                self.frame_rate = float(rate)
            self.ready.emit()
            self.seek(start)
        elif status == kinds.EndOfMedia:
            self.ended.emit()

    def _on_state(self, _state: object) -> None:
        self.playing_changed.emit(self.is_playing)

    def _on_duration(self, milliseconds: int) -> None:
        self.duration_s = milliseconds / 1000
        self.ready.emit()

    def _on_error(self, _error: object, text: str) -> None:
        why = STREAM.trouble(self._path) or text or "it cannot be played"
        self.failed.emit(MediaError(self._path, why))


class FramePlayback(Playback):
    """Decodes with PyAV on a background thread, without sound; used where QtMultimedia is absent.

    Frames that would come too late are left out, so the clock is kept.

    Args:
        jobs: where frames are decoded (lane io).
        parent: owner.
    """

    def __init__(self, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._reader: FrameReader | None = None
        self._generation = 0
        self._busy = False
        self._pending: float | None = None
        self._clock = QElapsedTimer()
        self._from_s = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_tick)

    @property
    def is_playing(self) -> bool:
        """Whether it plays."""
        return self._timer.isActive()

    def open(self, path: Path, start_s: float, frame_rate: float) -> None:
        """See Playback."""
        self.close()
        self._generation += 1
        self._pending = start_s
        self.position_s = start_s
        self.frame_rate = frame_rate or 25.0
        self._busy = True
        job = self._jobs.submit("io", partial(_open_reader, path, self._generation))
        job.succeeded.connect(self._on_opened)
        job.failed.connect(partial(self._on_failed, self._generation))

    def play(self) -> None:
        """See Playback."""
        if self.duration_s and self.position_s >= self.duration_s - 1.5 / self.frame_rate:
            self.position_s = 0.0
        self._from_s = self.position_s
        self._clock.start()
        self._timer.start(max(5, round(1000 / self.frame_rate / max(self.rate, 1.0))))
        self.playing_changed.emit(True)  # noqa: FBT003 - a signal takes no keywords

    def pause(self) -> None:
        """See Playback."""
        if self._timer.isActive():
            self._timer.stop()
            self.playing_changed.emit(False)  # noqa: FBT003 - a signal takes no keywords

    def seek(self, time_s: float) -> None:
        """See Playback."""
        last = max(0.0, self.duration_s - 0.5 / self.frame_rate) if self.duration_s else time_s
        time_s = max(0.0, min(time_s, last))
        self.position_s = self._from_s = time_s
        self._clock.start()
        self._ask(time_s)

    def set_rate(self, rate: float) -> None:
        """See Playback."""
        self._from_s = self.position_s
        self._clock.start()
        super().set_rate(rate)

    def close(self) -> None:
        """See Playback."""
        self.pause()
        self._generation += 1
        self._busy, self._pending = False, None
        if self._reader is not None:
            reader, self._reader = self._reader, None
            self._jobs.submit("io", partial(_close_reader, reader))

    def _ask(self, time_s: float) -> None:
        """Decode the frame at a time; while one is being decoded only the latest wish is kept."""
        if self._busy or self._reader is None:
            self._pending = time_s
            return
        self._busy = True
        job = self._jobs.submit("io", partial(_read_frame, self._reader, time_s, self._generation))
        job.succeeded.connect(self._on_frame)
        job.failed.connect(partial(self._on_failed, self._generation))

    @Slot()
    def _on_tick(self) -> None:
        target = self._from_s + self._clock.elapsed() / 1000 * self.rate
        if self.duration_s and target >= self.duration_s:
            self.pause()
            self.ended.emit()
        elif not self._busy:
            self._ask(target)

    @Slot(object)
    def _on_opened(self, answer: tuple[int, FrameReader]) -> None:
        generation, reader = answer
        if generation != self._generation:
            self._jobs.submit("io", partial(_close_reader, reader))
            return
        self._reader, self._busy = reader, False
        self.duration_s, self.frame_rate = reader.duration_s, reader.frame_rate
        self.ready.emit()
        self._ask_pending()

    @Slot(object)
    def _on_frame(self, answer: tuple[int, float, QImage]) -> None:
        generation, moment, image = answer
        if generation != self._generation:
            return
        self._busy = False
        if self._pending is None:
            self.position_s = max(0.0, moment)
            self.frame_ready.emit(image, self.position_s)
        self._ask_pending()

    def _ask_pending(self) -> None:
        if self._pending is not None:
            wish, self._pending = self._pending, None
            self._ask(wish)

    def _on_failed(self, generation: int, error: Exception) -> None:
        if generation != self._generation:
            return  # another video is open by now, or none
        self._busy = False
        self.pause()
        self.failed.emit(error)


def _open_reader(path: Path, generation: int, context: JobContext) -> tuple[int, FrameReader]:
    context.step(0)
    return generation, FrameReader(path)


def _close_reader(reader: FrameReader, _context: JobContext) -> None:
    reader.close()


def _read_frame(
    reader: FrameReader, time_s: float, generation: int, context: JobContext
) -> tuple[int, float, QImage]:
    context.step(0)
    moment, rgb = reader.at(time_s)
    return generation, moment, to_image(rgb)


def has_multimedia() -> bool:
    """Whether Qt's media framework is installed (extra `video`)."""
    return importlib.util.find_spec("PySide6.QtMultimedia") is not None


def make_playback(jobs: JobRunner, parent: QObject | None = None) -> Playback:
    """Return the best way to play there is: QtMultimedia, or frame by frame without sound."""
    if has_multimedia():
        try:
            return QtPlayback(parent)
        except (ImportError, RuntimeError) as error:
            logger.warning("QtMultimedia cannot be used: %s", error)
    return FramePlayback(jobs, parent)
