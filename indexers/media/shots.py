"""Shots and their keyframes in one pass over a video, with flat memory."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from indexers.media.cuts import FRAME_SIZE, ClassifierCutDetector, ContentCutDetector, CutDetector
from indexers.media.motion import EVERY_S, Motion, MotionMeter, small_grey
from indexers.media.motion import SIDE as MOTION_SIDE
from indexers.media.types import Shot, ShotClassifier, ShotKeyframe, VideoFrame
from indexers.media.video import (
    Scaler,
    duration_of,
    frame_at,
    open_video,
    timed_frames,
)
from indexers.pixels import shrink

logger = logging.getLogger(__name__)

_CANDIDATE_EVERY_S = EVERY_S  # the same frames serve both
_TOLERANCE_S = 1e-4
_MAX_CANDIDATES = 16  # of the stretch that surely belongs to the running shot
_MIDDLE = 0.25  # a keyframe lies within this share of the shot around its middle
_SHARP_SIDE = 160


def find_shots(path: Path, *, classify: ShotClassifier | None, context: JobContext) -> list[Shot]:
    """Cut a video into shots.

    Args:
        path: the video.
        classify: a shot network; None takes the content-difference detector.
        context: progress in milliseconds of video; asked at every frame whether to stop.

    Raises:
        MediaError: empty, damaged, without pictures, or without a single frame.
        JobCancelled: the user cancelled.
    """
    return [found.shot for found in iter_shots(path, classify=classify, context=context)]


def iter_shots(
    path: Path,
    *,
    classify: ShotClassifier | None = None,
    max_side: int = 384,
    context: JobContext | None = None,
) -> Iterator[ShotKeyframe]:
    """Yield shots with their keyframes as they are found, in one pass over the video.

    The keyframe is the sharpest of the frames around the middle of its shot.

    Args:
        path: the video.
        classify: a shot network; None takes the content-difference detector.
        max_side: longest side of the keyframes in pixels.
        context: progress in milliseconds of video; asked at every frame whether to stop.

    Raises:
        MediaError: empty, damaged, without pictures, or without a single frame.
        JobCancelled: the user cancelled.
    """
    context = context or JobContext()
    small, large = Scaler(), Scaler()
    with open_video(path) as (container, stream):
        rate = float(stream.average_rate or stream.guessed_rate or 25)
        detector: CutDetector = (
            ContentCutDetector(rate) if classify is None else ClassifierCutDetector(classify)
        )
        total = _ms(duration_of(container, stream))
        cutter = _Cutter(path, max_side, detector.lateness, rate)
        for time_s, frame in timed_frames(path, container, stream):
            context.step(_ms(time_s), total, path.name)
            starts = detector.push(small.scaled(frame, *FRAME_SIZE))
            cutter.push(time_s, partial(large.upright, frame, stream, max_side))
            for start in starts:
                yield cutter.cut(start)
        for start in detector.finish():
            yield cutter.cut(start)
    yield cutter.last()


def iter_uniform(
    path: Path,
    *,
    every_s: float = 1.0,
    max_side: int = 384,
    context: JobContext | None = None,
) -> Iterator[ShotKeyframe]:
    """Yield a frame every so many seconds, each with the stretch up to the next and its motion.

    Args:
        path: the video.
        every_s: seconds, > 0.
        max_side: longest side of the frames in pixels.
        context: progress in milliseconds of video; asked at every frame whether to stop.

    Raises:
        MediaError: empty, damaged, without pictures, or without a single frame.
        JobCancelled: the user cancelled.
    """
    context = context or JobContext()
    small, large, meter, rhythm = Scaler(), Scaler(), MotionMeter(), _Rhythm()
    before: VideoFrame | None = None
    due = time_s = whole = 0.0
    with open_video(path) as (container, stream):
        whole = duration_of(container, stream) or 0.0
        for index, (time_s, frame) in enumerate(timed_frames(path, container, stream)):
            context.step(_ms(time_s), _ms(whole), path.name)
            if rhythm.is_due(time_s):
                meter.push(index, time_s, small_grey(small.upright(frame, stream, MOTION_SIDE)))
            if time_s + _TOLERANCE_S < due:
                continue
            due = (int((time_s + _TOLERANCE_S) / every_s) + 1) * every_s
            if before is not None:
                shot = Shot(before.time_s, time_s, before.time_s)
                yield ShotKeyframe(shot, before.rgb, meter.take(index))
            before = VideoFrame(time_s, large.upright(frame, stream, max_side))
    if before is not None:
        end = max(before.time_s, min(before.time_s + every_s, whole or np.inf))
        shot = Shot(before.time_s, end, before.time_s)
        yield ShotKeyframe(shot, before.rgb, meter.take(index + 1))


def motions_of(
    path: Path, spans: Sequence[tuple[float, float]], context: JobContext | None = None
) -> list[Motion | None]:
    """Return how stretches of a video move, in one pass over it.

    Args:
        path: the video.
        spans: (first, last second) of each, in order of time, not overlapping.
        context: progress in milliseconds of video; asked at every frame whether to stop.

    Raises:
        MediaError: empty, damaged, without pictures, or without a single frame.
        JobCancelled: the user cancelled.
    """
    context = context or JobContext()
    small, meter, rhythm = Scaler(), MotionMeter(), _Rhythm()
    found: list[Motion | None] = []
    index = 0
    with open_video(path) as (container, stream):
        total = _ms(duration_of(container, stream))
        for index, (time_s, frame) in enumerate(timed_frames(path, container, stream)):
            context.step(_ms(time_s), total, path.name)
            while len(found) < len(spans) and time_s + _TOLERANCE_S >= spans[len(found)][1]:
                found.append(meter.take(index))
            if len(found) == len(spans):
                return found
            if time_s + _TOLERANCE_S < spans[len(found)][0]:
                meter.take(index + 1)  # between two stretches
            elif rhythm.is_due(time_s):
                meter.push(index, time_s, small_grey(small.upright(frame, stream, MOTION_SIDE)))
    found.append(meter.take(index + 1))
    return [*found, *([None] * (len(spans) - len(found)))]


class _Rhythm:
    """Says which frames lie on a fixed raster of time."""

    def __init__(self) -> None:
        self._next = 0

    def is_due(self, time_s: float) -> bool:
        """Whether a frame is the first at or behind the next tick."""
        if time_s + 1e-6 < self._next * EVERY_S:
            return False
        self._next = int(time_s / EVERY_S) + 1
        return True


def _ms(seconds: float | None) -> int:
    return int((seconds or 0.0) * 1000)


@dataclass(slots=True)
class _Candidate:
    index: int
    time_s: float
    rgb: NDArray[np.uint8]
    sharpness: float


class _Cutter:
    """Keeps keyframe candidates of the running shot until it is known where the shot ends.

    Candidates lie on a fixed raster of time; the longer a shot grows, the fewer of its older ones
    stay, evenly spread. What may still belong to the next shot is kept in full.
    """

    def __init__(self, path: Path, max_side: int, lateness: int, rate: float) -> None:
        self._path, self._max_side = path, max_side
        self._lateness, self._frame_s = lateness, 1.0 / max(rate, 1e-3)
        self._times: dict[int, float] = {}
        self._count = 0
        self._start_s = 0.0
        self._rhythm = _Rhythm()
        self._meter = MotionMeter()
        self._stride = 1
        self._candidates: list[_Candidate] = []

    def push(self, time_s: float, picture: Callable[[], NDArray[np.uint8]]) -> None:
        """Take the next frame; its picture is only made if it becomes a candidate."""
        index, self._count = self._count, self._count + 1
        self._times[index] = time_s
        self._times.pop(index - 2 * self._lateness - 2, None)
        if not self._rhythm.is_due(time_s):
            return
        rgb = picture()
        grey = _grey(rgb)
        self._candidates.append(_Candidate(index, time_s, rgb, _sharpness(grey)))
        self._meter.push(index, time_s, small_grey(grey), settled=self._count - self._lateness)
        self._thin()

    def _thin(self) -> None:
        known = self._count - self._lateness
        settled = [c for c in self._candidates if c.index < known]
        if len(settled) > _MAX_CANDIDATES:
            self._stride *= 2
        if self._stride > 1:
            open_ones = self._candidates[len(settled) :]
            self._candidates = [c for c in settled if not self._tick(c) % self._stride] + open_ones

    @staticmethod
    def _tick(candidate: _Candidate) -> int:
        return int(candidate.time_s / _CANDIDATE_EVERY_S)

    def cut(self, start: int) -> ShotKeyframe:
        """End the running shot where frame number start begins the next one."""
        end_s = self._times[start]
        mine = [c for c in self._candidates if c.index < start]
        self._candidates = self._candidates[len(mine) :]
        found = self._keyframe(mine, end_s, self._meter.take(start))
        self._start_s, self._stride = end_s, 1
        return found

    def last(self) -> ShotKeyframe:
        """End the last shot with the video."""
        end_s = self._times[self._count - 1] + self._frame_s
        return self._keyframe(self._candidates, end_s, self._meter.take(self._count))

    def _keyframe(
        self, mine: list[_Candidate], end_s: float, motion: Motion | None
    ) -> ShotKeyframe:
        middle, length = (self._start_s + end_s) / 2, end_s - self._start_s
        if not mine:
            frame = frame_at(self._path, middle, max_side=self._max_side)
            time_s = min(max(frame.time_s, self._start_s), end_s)
            return ShotKeyframe(Shot(self._start_s, end_s, time_s), frame.rgb, motion)
        near = [c for c in mine if abs(c.time_s - middle) <= _MIDDLE * length]
        if near:
            best = max(near, key=lambda c: c.sharpness)
        else:
            best = min(mine, key=lambda c: abs(c.time_s - middle))
        return ShotKeyframe(Shot(self._start_s, end_s, best.time_s), best.rgb, motion)


def _grey(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    import cv2

    return np.asarray(cv2.cvtColor(shrink(rgb, _SHARP_SIDE), cv2.COLOR_RGB2GRAY), np.uint8)


def _sharpness(grey: NDArray[np.uint8]) -> float:
    """Variance of the Laplacian of brightness (Pech-Pacheco et al., 2000)."""
    import cv2

    return float(cv2.Laplacian(grey, cv2.CV_32F).var())
