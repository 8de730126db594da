"""The keyframes of some seconds of a video, without reading the rest of it."""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from indexers.media.types import VideoFrame
from indexers.media.video import Scaler, open_video, timed_frames

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

EVERY_S = 0.5
MOST = 16
_CHANGED = 0.06  # mean difference of pixels, 0-1, of frames that do not show the same
_BLANK = 0.02  # spread of the pixels of a frame that shows nothing
_SIDE = 24  # pixels of what is compared


def clip_keyframes(
    path: Path,
    start_s: float,
    length_s: float,
    *,
    max_side: int,
    most: int = MOST,
    context: JobContext | None = None,
) -> list[VideoFrame]:
    """Return frames of a clip that differ from each other, in order of time.

    A frame is looked at every half second; one that looks like the last one kept is passed over,
    and so is one of a single colour (a fade to black) unless there is nothing else.
    Of more than `most` those that are spread best over the clip stay.

    Args:
        path: the video.
        start_s: where the clip begins, seconds.
        length_s: how long it is, seconds, > 0.
        max_side: longest side of the frames in pixels.
        most: how many at most, >= 1.
        context: stops a long clip.

    Returns:
        Nothing where the clip lies behind the end of the video.

    Raises:
        MediaError: empty, damaged, without pictures, or without a single frame.
        JobCancelled: the user cancelled.
    """
    context = context or JobContext()
    scaler, small = Scaler(), Scaler()
    kept: list[VideoFrame] = []
    blank: list[bool] = []
    last: NDArray[np.float32] | None = None
    due = start_s
    with open_video(path) as (container, stream):
        _seek(container, stream, start_s)
        for time_s, frame in timed_frames(path, container, stream):
            context.step(round(1000 * max(0.0, time_s - start_s)), round(1000 * length_s))
            if time_s >= start_s + length_s:
                break
            if time_s < due - 1e-3:
                continue
            due = time_s + EVERY_S
            tiny = small.scaled(frame, _SIDE, _SIDE).astype(np.float32) / 255.0
            if last is None or float(np.abs(tiny - last).mean()) > _CHANGED:
                blank.append(float(tiny.std()) < _BLANK)
                kept.append(VideoFrame(time_s, scaler.upright(frame, stream, max_side)))
                last = tiny
    if not all(blank):
        kept = [frame for frame, is_blank in zip(kept, blank, strict=True) if not is_blank]
    if len(kept) <= most:
        return kept
    places = np.unique(np.linspace(0, len(kept) - 1, most).round().astype(np.int64))
    return [kept[place] for place in places.tolist()]


def _seek(container: "InputContainer", stream: "VideoStream", start_s: float) -> None:
    """Go to a keyframe before a time; to the start where that cannot be."""
    import av

    base = stream.time_base or Fraction(1, 1000)
    target = (stream.start_time or 0) + int(start_s / base)
    for place in (target, stream.start_time or 0):
        try:
            container.seek(place, stream=stream, backward=True)
        except av.FFmpegError:
            continue
        return
