"""Records from the microphone through FFmpeg, so that dictation needs no other library."""

import logging
import sys
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.errors import AnalyserError
from common.jobs import JobContext

logger = logging.getLogger(__name__)

RATE = 16_000  # samples a second, what analysers of speech are trained on
_SOURCES = {  # platform -> (FFmpeg's name of the input, the default device)
    "linux": (("pulse", "default"), ("alsa", "default")),
    "darwin": (("avfoundation", ":default"),),
    "win32": (("dshow", "audio=default"),),
}


def record(
    seconds: float, context: JobContext | None = None, source: tuple[str, str] | None = None
) -> NDArray[np.float32]:
    """Record sound.

    Args:
        seconds: how long, > 0.
        context: progress in tenths of seconds; a cancel stops the recording.
        source: FFmpeg's input format and device; None takes the system's own microphone.

    Returns:
        float32 (N,), -1 to 1, mono, RATE samples a second; shorter where the sound ended before.

    Raises:
        AnalyserError: there is no microphone, or it may not be used.
        JobCancelled: the user cancelled.
    """
    import av

    context = context or JobContext()
    problem = "this system names none"
    known = av.formats_available
    for form, device in (source,) if source else _SOURCES.get(sys.platform, ()):
        if form not in known:
            continue
        try:
            with av.open(device, "r", format=form) as container:
                return _read(container, seconds, context)
        except (av.FFmpegError, OSError) as error:
            logger.info("no sound from %s %s: %s", form, device, error)
            problem = str(error)
    raise AnalyserError(
        f"The microphone cannot be heard ({problem}).",
        hint="Connect one, allow its use in the settings of the system, or type instead.",
    )


def _read(container: Any, seconds: float, context: JobContext) -> NDArray[np.float32]:
    """Return the first seconds of what a device delivers."""
    import av

    wanted = max(1, round(seconds * RATE))
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    parts: list[NDArray[np.float32]] = []
    count, ends = 0, time.monotonic() + 2 * seconds + 2  # a device may fall silent
    for frame in container.decode(audio=0):
        context.step(round(10 * count / RATE), round(10 * seconds), "Listening")
        for part in resampler.resample(frame):
            parts.append(np.asarray(part.to_ndarray(), np.float32).ravel())
            count += len(parts[-1])
        if count >= wanted or time.monotonic() > ends:
            break
    return np.concatenate([np.empty(0, np.float32), *parts])[:wanted]
