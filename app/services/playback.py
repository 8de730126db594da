"""Frames of a video in order, from any point: what a player needs where no media framework is."""

import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.closing import Closing
from common.errors import MediaError

logger = logging.getLogger(__name__)

_DECODE_ON_S = 2.0  # up to here decoding on is cheaper than seeking
_HINT = "Check that another program plays it."


class FrameReader(Closing):
    """Decodes one video; keeps its place, so that playing forward never seeks.

    Safe to call on any thread; calls wait for each other. Times are seconds from the start of the
    video, of the frames themselves, also where the frame rate varies.

    Args:
        path: the file.
        max_side: longest side of the frames, pixels.

    Raises:
        MediaError: it holds no video that can be decoded.
    """

    def __init__(self, path: Path, *, max_side: int = 1280) -> None:
        import av

        self._path = path
        self._max_side = max_side
        self._lock = threading.Lock()
        try:
            # By handle: an object of a store is read by ranges, and no name is a protocol.
            self._file = path.open("rb")
        except OSError as error:
            raise MediaError(path, (error.strerror or str(error)).lower()) from error
        try:
            self._container = av.open(self._file, "r")
            self._stream: Any = self._container.streams.video[0]
        except (av.FFmpegError, OSError, IndexError) as error:
            self._file.close()
            raise MediaError(path, f"it holds no video that can be decoded ({error})") from error
        self._stream.thread_type = "AUTO"
        self._base = float(self._stream.time_base or 0) or 1e-6
        self._origin = float(self._stream.start_time or 0) * self._base
        self._frames: Iterator[Any] | None = None
        self._current: Any = None
        self._next: Any = None

    @property
    def frame_rate(self) -> float:
        """Frames a second, on average; 25 where the file does not say."""
        rate = self._stream.average_rate or self._stream.guessed_rate
        return float(rate) if rate else 25.0

    @property
    def duration_s(self) -> float:
        """Length in seconds; 0 where the file does not say."""
        if self._stream.duration:
            return float(self._stream.duration) * self._base
        return (self._container.duration or 0) / 1e6

    def at(self, time_s: float) -> tuple[float, NDArray[np.uint8]]:
        """Return the frame that is shown at a time: its own time and uint8 (H, W, 3).

        Before the first frame the first one is given, after the last one the last one.

        Raises:
            MediaError: the video cannot be decoded there.
        """
        with self._lock:
            now = self._time(self._current)
            if self._current is None or not now <= time_s < now + _DECODE_ON_S:
                self._seek(time_s)
            self._advance(time_s)
            if self._current is None:
                raise MediaError(self._path, f"no frame at {time_s:.2f} s", hint=_HINT)
            return self._time(self._current), self._pixels(self._current)

    def step(self, frames: int) -> tuple[float, NDArray[np.uint8]]:
        """Return the frame that lies frames before (-1) or after (+1) the current one.

        Raises:
            MediaError: the video cannot be decoded there.
        """
        with self._lock:
            now = self._time(self._current) if self._current is not None else 0.0
            following = self._next
        if frames > 0 and following is not None:
            return self.at(self._time(following))
        half = 0.5 / self.frame_rate
        target = now - half if frames < 0 else now + 3 * half
        return self.at(max(0.0, target))

    def close(self) -> None:
        """Close the file; safe to call twice."""
        with self._lock:
            self._frames = self._current = self._next = None
            self._container.close()
            self._file.close()

    def _time(self, frame: Any) -> float:
        if frame is None or frame.pts is None:
            return -1.0
        return float(frame.pts) * self._base - self._origin

    def _seek(self, time_s: float) -> None:
        """Go to the last keyframe at or before a time."""
        import av

        target = int((max(0.0, time_s) + self._origin) / self._base)
        try:
            self._container.seek(target, stream=self._stream, backward=True)
        except av.FFmpegError as error:
            logger.info("seeking in %s failed, reading from the start: %s", self._path.name, error)
            self._container.seek(0)
        self._frames = self._container.decode(self._stream)
        self._current = None
        self._next = self._pull()

    def _advance(self, time_s: float) -> None:
        """Decode until the current frame is the one shown at a time."""
        tolerance = 1e-6
        while self._next is not None and (
            self._current is None or self._time(self._next) <= time_s + tolerance
        ):
            self._current = self._next
            self._next = self._pull()

    def _pull(self) -> Any:
        import av

        try:
            frame = next(self._frames, None) if self._frames is not None else None
            while frame is not None and frame.pts is None:
                frame = next(self._frames, None) if self._frames is not None else None
        except av.FFmpegError as error:
            logger.warning("decoding %s stopped: %s", self._path.name, error)
            return None
        return frame

    def _pixels(self, frame: Any) -> NDArray[np.uint8]:
        longest = max(frame.width, frame.height)
        scale = min(1.0, self._max_side / longest)
        width, height = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
        rgb = frame.reformat(width=width, height=height, format="rgb24").to_ndarray()
        turns = round(getattr(frame, "rotation", 0) / 90) % 4
        pixels: NDArray[np.uint8] = np.ascontiguousarray(np.rot90(rgb, turns))
        return pixels
