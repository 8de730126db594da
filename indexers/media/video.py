"""Videos through PyAV (FFmpeg): facts, frames by time, exact stills.

Times are seconds from the first frame's time stamp. Frames come upright, in square pixels.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from common.errors import MediaError
from common.values import Facet, MediaFacts
from indexers.media.hashing import unreadable
from indexers.media.places import with_place
from indexers.media.types import VideoFrame
from indexers.pixels import fitted_size

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame as RawFrame
    from av.video.stream import VideoStream

logger = logging.getLogger(__name__)

_THREADS = 2  # an import decodes several files at once
_TOLERANCE_S = 1e-4
_BACKWARDS_S = 5.0
_LOCATION = re.compile(r"([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)")
_NO_CLOCK_BEFORE = 1970  # containers write 1904 or 1970 where no clock was set
_DAMAGED_HINT = "Copy it again from its source, or repair it with a video tool."


def has_pictures(path: Path) -> bool | None:
    """Whether a container has a video stream (cover pictures do not count); None if damaged."""
    try:
        with _container(path) as container:
            if _picture_stream(container) is not None:
                return True
            return False if container.streams.audio else None
    except MediaError:
        return None


@contextmanager
def _container(path: Path) -> "Iterator[InputContainer]":
    """Open a container; FFmpeg's errors become MediaError, whenever they come."""
    import av

    try:
        with path.open("rb") as file:  # by handle: no name can be taken for a protocol or pattern
            if not file.read(1):
                raise MediaError(path, "the file is empty")
            file.seek(0)
            with av.open(file, "r", metadata_errors="replace") as container:
                yield container
    except av.FFmpegError as error:
        logger.debug("cannot read %r", path, exc_info=error)
        raise MediaError(path, _reason(error), hint=_DAMAGED_HINT) from error
    except OSError as error:
        raise unreadable(path, error) from error


def _reason(error: Exception) -> str:
    text = str(getattr(error, "strerror", "") or error)
    if "Invalid data" in text or "End of file" in text:
        return "the video is damaged or cut off"
    return f"the video cannot be opened ({text.lower()})"


def _picture_stream(container: "InputContainer") -> "VideoStream | None":
    import av.stream

    for stream in container.streams.video:
        is_cover = bool(stream.disposition & av.stream.Disposition.attached_pic)
        if not is_cover and stream.codec_context is not None:
            return stream
    return None


@contextmanager
def open_video(path: Path) -> "Iterator[tuple[InputContainer, VideoStream]]":
    """Open a video for decoding and close it whatever happens.

    Raises:
        MediaError: empty, damaged, without pictures, or of an unknown codec.
    """
    with _container(path) as container:
        stream = _picture_stream(container)
        if stream is None and not container.streams.audio:
            raise MediaError(path, "the video is damaged or cut off", hint=_DAMAGED_HINT)
        if stream is None:
            raise MediaError(path, "it holds no pictures, only sound or data")
        stream.thread_type = "AUTO"
        stream.codec_context.thread_count = _THREADS
        yield container, stream


# -- facts


def read_video(path: Path) -> MediaFacts:
    """Return what a video says of itself; its first frame is decoded to prove that it plays.

    Raises:
        MediaError: empty, damaged, without pictures, or without a single frame.
    """
    with open_video(path) as (container, stream):
        frame = next(_decoded(container, stream), None)
        if frame is None:
            raise MediaError(path, "not one frame can be decoded", hint=_DAMAGED_HINT)
        width, height = upright_size(frame, stream)
        duration = duration_of(container, stream)
        tags = {
            key.lower(): value
            for source in (stream.metadata, container.metadata)
            for key, value in source.items()
        }
        rate = stream.average_rate or stream.guessed_rate or stream.base_rate
        codec = stream.codec_context.name
        return with_place(_facts(tags, width, height, duration, rate, codec))


def _facts(
    tags: Mapping[str, str],
    width: int,
    height: int,
    duration: float | None,
    rate: Fraction | None,
    codec: str,
) -> MediaFacts:
    taken, offset = _creation_time(tags)
    latitude, longitude = _location(tags)
    model = tags.get("com.apple.quicktime.model") or tags.get("model") or ""
    facets = (Facet("camera", model, source="container"),) if model else ()
    return MediaFacts(
        width=width,
        height=height,
        title=tags.get("title", "").strip(),
        taken_at=taken,
        offset_min=offset,
        time_source="container" if taken else "",
        latitude=latitude,
        longitude=longitude,
        duration_s=duration,
        frame_rate=float(rate) if rate else None,
        codec=codec,
        facets=facets,
        extra={key: tags[key] for key in ("artist", "comment", "description") if tags.get(key)},
    )


def duration_of(container: "InputContainer", stream: "VideoStream") -> float | None:
    """Return seconds as the container says; None where it does not."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / 1e6 if container.duration and container.duration > 0 else None


def _creation_time(tags: Mapping[str, str]) -> tuple[datetime | None, int | None]:
    """UTC, and the offset where the container tells it (phones do in a field of their own)."""
    for key in ("com.apple.quicktime.creationdate", "creation_time", "date"):
        try:
            moment = datetime.fromisoformat(tags.get(key, "").strip())
        except ValueError:
            continue
        if moment.year <= _NO_CLOCK_BEFORE:
            continue
        if moment.tzinfo is None:
            return moment, None
        offset = moment.utcoffset()
        is_local = key != "creation_time" and offset is not None
        minutes = int(offset.total_seconds() // 60) if is_local and offset is not None else None
        try:
            return moment.astimezone(UTC).replace(tzinfo=None), minutes
        except OverflowError:  # behind the last day of the calendar
            continue
    return None, None


def _location(tags: Mapping[str, str]) -> tuple[float | None, float | None]:
    """Position in the notation of ISO 6709: +43.4674+011.8851/."""
    for key in ("com.apple.quicktime.location.iso6709", "location", "location-eng"):
        match = _LOCATION.match(tags.get(key, "").strip())
        if match:
            latitude, longitude = float(match[1]), float(match[2])
            if abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude or longitude):
                return latitude, longitude
    return None, None


# -- frames


def iter_frames(path: Path, *, max_side: int, every_s: float | None = None) -> Iterator[VideoFrame]:
    """Decode a video once from start to end; damaged parts are left out.

    Args:
        path: the video.
        max_side: longest side of the frames in pixels; smaller videos stay as they are.
        every_s: yield only the first frame at or after each multiple of this many seconds;
            None yields all.

    Raises:
        MediaError: empty, damaged, without pictures, or without a single frame.
    """
    due = 0.0
    scaler = Scaler()
    with open_video(path) as (container, stream):
        for time_s, frame in timed_frames(path, container, stream):
            if every_s is not None:
                if time_s + _TOLERANCE_S < due:
                    continue
                due = (int((time_s + _TOLERANCE_S) / every_s) + 1) * every_s
            yield VideoFrame(time_s, scaler.upright(frame, stream, max_side))


def frame_at(path: Path, time_s: float, *, max_side: int) -> VideoFrame:
    """Return the frame that is shown at a time, exactly.

    Seeks to a keyframe before it and decodes on until the next frame would be too late. Where a
    seek lands behind the time (open groups, broken indexes) it starts over from further back.

    Args:
        path: the video.
        time_s: seconds from the start; before it the first, behind the end the last frame.
        max_side: longest side in pixels.

    Raises:
        MediaError: empty, damaged, without pictures, or without a single frame.
    """
    wanted = max(0.0, time_s)
    with open_video(path) as (container, stream):
        for start_s in (wanted, wanted - _BACKWARDS_S, None):
            if start_s is not None and start_s <= 0:
                continue
            found = _decode_until(container, stream, wanted, start_s)
            if found is not None:
                return VideoFrame(found[0], Scaler().upright(found[1], stream, max_side))
    raise MediaError(path, "not one frame can be decoded", hint=_DAMAGED_HINT)


def _decode_until(
    container: "InputContainer", stream: "VideoStream", wanted: float, start_s: float | None
) -> "tuple[float, RawFrame] | None":
    """The last frame not later than wanted; None if the first one found is later already."""
    import av

    first = stream.start_time or 0
    base = stream.time_base or Fraction(1, 1000)
    try:
        target = first + int((start_s or 0.0) / base)
        container.seek(target, stream=stream, backward=True)
    except av.FFmpegError:
        if start_s is not None:
            return None
    best: tuple[float, RawFrame] | None = None
    for frame in _decoded(container, stream):
        time_s = _time_of(frame, first, base)
        if time_s is None:
            continue
        if time_s > wanted + _TOLERANCE_S:
            is_start = start_s is None
            return best or ((time_s, frame) if is_start else None)
        best = (time_s, frame)
    return best


def timed_frames(
    path: Path, container: "InputContainer", stream: "VideoStream"
) -> "Iterator[tuple[float, RawFrame]]":
    """Yield (seconds from the start, frame) for all frames from the current position on.

    Frames without a time stamp follow the one before at the stream's own rate.

    Raises:
        MediaError: there is no frame at all.
    """
    first = stream.start_time
    base = stream.time_base or Fraction(1, 1000)
    rate = stream.average_rate or stream.guessed_rate or Fraction(25)
    last = -1.0
    for frame in _decoded(container, stream):
        if first is None and frame.pts is not None:
            first = frame.pts
        time_s = _time_of(frame, first or 0, base)
        if time_s is None or time_s <= last:
            time_s = last + float(1 / rate) if last >= 0 else 0.0
        last = max(0.0, time_s)
        yield last, frame
    if last < 0:
        raise MediaError(path, "not one frame can be decoded", hint=_DAMAGED_HINT)


def _time_of(frame: "RawFrame", first: int, base: Fraction) -> float | None:
    return None if frame.pts is None else float((frame.pts - first) * base)


def _decoded(container: "InputContainer", stream: "VideoStream") -> "Iterator[RawFrame]":
    """All frames that can be decoded; a damaged packet costs its own frames only."""
    import av

    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
            frames = packet.decode() if packet is not None else None
        except av.error.EOFError:
            return
        except (av.error.InvalidDataError, av.error.UndefinedError) as error:
            logger.debug("damaged packet in %r: %s", container.name, error)
            continue
        if frames is None:
            return
        yield from frames


# -- pixels


def upright_size(frame: "RawFrame", stream: "VideoStream") -> tuple[int, int]:
    """Return (width, height) as shown: square pixels, turned as the container says."""
    width = _square_width(frame, stream)
    return (frame.height, width) if _quarter_turns(frame) % 2 else (width, frame.height)


class Scaler:
    """Scales frames of one video to one size; FFmpeg's preparation for that is made once."""

    def __init__(self) -> None:
        from av.video.reformatter import Interpolation, VideoReformatter

        self._reformatter = VideoReformatter()
        self._area = Interpolation.AREA

    def scaled(self, frame: "RawFrame", width: int, height: int) -> NDArray[np.uint8]:
        """Return a frame as stored, by area averages, uint8 (height, width, 3) RGB."""
        small = self._reformatter.reformat(frame, width, height, "rgb24", interpolation=self._area)
        return cast("NDArray[np.uint8]", small.to_ndarray())

    def upright(self, frame: "RawFrame", stream: "VideoStream", max_side: int) -> NDArray[np.uint8]:
        """Return a frame as shown, uint8 (H, W, 3) RGB, longest side at most max_side."""
        size = fitted_size(_square_width(frame, stream), frame.height, max_side)
        return np.ascontiguousarray(np.rot90(self.scaled(frame, *size), _quarter_turns(frame)))


def _square_width(frame: "RawFrame", stream: "VideoStream") -> int:
    ratio = stream.sample_aspect_ratio
    if not ratio or not 0.2 < ratio < 5:
        return frame.width
    return max(1, round(frame.width * float(ratio)))


def _quarter_turns(frame: "RawFrame") -> int:
    """Turns to the left that make the frame upright."""
    return round(frame.rotation / 90) % 4
