"""Videos through PyAV (FFmpeg): facts, frames by time, exact stills.

Times are seconds from the first frame's time stamp. Frames come upright, in square pixels.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from common.errors import MediaError
from common.values import Facet, MediaFacts
from indexers.media.hashing import unreadable
from indexers.media.types import VideoFrame

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
            return _picture_stream(container) is not None
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
        if stream is None:
            raise MediaError(path, "it holds no pictures, only sound or data")
        stream.thread_type = "AUTO"
        stream.codec_context.thread_count = _THREADS
        yield container, stream
