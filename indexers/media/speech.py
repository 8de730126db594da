"""All that is said in a video, as far as subtitles tell: files beside it and tracks inside it."""

import logging
from pathlib import Path

from common.errors import MediaError
from common.values import Text, TextKind
from indexers.media.subtitles import find_sidecars, read_subtitles, spoken
from indexers.media.video import open_video

logger = logging.getLogger(__name__)

_ASS_FIELDS_BEFORE_TEXT = 8  # ReadOrder, Layer, Style, Name, three margins, Effect


def speech_of(path: Path) -> list[Text]:
    """Return SPEECH texts of a video: from subtitle files beside it, or else its first text track.

    A damaged subtitle file is passed over: the video is worth having without it.
    """
    for sidecar in find_sidecars(path):
        try:
            return read_subtitles(sidecar)
        except MediaError as error:
            logger.info("subtitles passed over: %s", error)
    try:
        return read_embedded(path)
    except MediaError as error:
        logger.info("no embedded subtitles: %s", error)
        return []


def read_embedded(path: Path) -> list[Text]:
    """Return the texts of the first subtitle track that holds text (not pictures).

    Raises:
        MediaError: the video cannot be opened.
    """
    import av

    with open_video(path) as (container, video):
        first_s = float((video.start_time or 0) * (video.time_base or 1))
        for stream in container.streams.subtitles:
            texts: list[Text] = []
            source = f"track {stream.index}"
            for packet in container.demux(stream):
                if packet.pts is None or packet.time_base is None:
                    continue
                start = float(packet.pts * packet.time_base) - first_s
                end = start + float((packet.duration or 0) * packet.time_base)
                try:
                    words = " ".join(_words(part) for part in stream.decode2(packet) or ())
                except (av.FFmpegError, UnicodeDecodeError):
                    continue
                if words.strip():
                    texts.append(Text(TextKind.SPEECH, words, start, end, source))
            if texts:
                return texts
            container.seek(0)
    return []


def _words(subtitle: object) -> str:
    """The words of a decoded subtitle; FFmpeg gives every text format as an ASS event."""
    event = getattr(subtitle, "ass", b"") or getattr(subtitle, "text", b"")
    text = event.decode("utf-8", "replace") if isinstance(event, bytes) else str(event)
    parts = text.split(",", _ASS_FIELDS_BEFORE_TEXT)
    return spoken(parts[-1] if len(parts) > _ASS_FIELDS_BEFORE_TEXT else text)
