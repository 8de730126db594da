"""Recognisers that others write: speech, dictation, activities, places, captions, faces.

A recogniser is found as an entry point of the group `kinora.recognisers` of an installed package,
or in a Python file or a folder of a network that the settings name. How to write one:
docs/models.md, “Recognisers of your own”.
"""

import math
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.services import microphone
from app.services.recogniser_loading import KINDS, Kind, Recogniser, find, stamp
from common.errors import RecogniserError
from common.jobs import JobContext
from common.settings import Settings
from common.values import Text, TextKind

if TYPE_CHECKING:
    from models.base import ImageBackend

__all__ = ["KINDS", "Kind", "Recogniser", "Recognisers"]

LONGEST_DICTATION_S = 60.0


class Recognisers:
    """The recognisers of this user, loaded at their first use; safe to call on any thread.

    Args:
        settings: name files and folders with recognisers.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.RLock()
        self._stamp: tuple[Any, ...] | None = None
        self._found: list[Recogniser] = []
        self._revision = 0

    def infos(self) -> list[Recogniser]:
        """Return every recogniser that was found; those that cannot be used say why."""
        with self._lock:
            now = stamp(self._settings.models.recognisers)
            if now != self._stamp:
                self._found = find(self._settings.models.recognisers)
                self._stamp = now
                self._revision += 1
            return list(self._found)

    @property
    def revision(self) -> int:
        """Grows when other recognisers are there than before."""
        self.infos()
        return self._revision

    def has(self, kind: Kind) -> bool:
        """Return whether a recogniser of a kind can be used."""
        return self._first(kind) is not None

    def backends(self) -> "list[ImageBackend]":
        """Return the recognisers of pictures as analyses."""
        from app.services.recogniser_backends import PICTURE_KINDS, RecogniserBackend

        return [
            RecogniserBackend(one)
            for one in self.infos()
            if one.kind in PICTURE_KINDS and not one.problem
        ]

    def dictate(self, seconds: float, context: JobContext | None = None) -> str:
        """Listen to the microphone and return what was said, "" for nothing.

        Args:
            seconds: how long to listen, > 0 and at most LONGEST_DICTATION_S; a cancel ends it.
            context: progress in tenths of seconds.

        Raises:
            RecogniserError: no recogniser is there, no microphone, or it failed; says why.
            JobCancelled: the user cancelled.
        """
        recogniser = self._need("dictation")
        if not (math.isfinite(seconds) and seconds > 0):
            raise RecogniserError("A dictation takes some time.", hint="Listen for some seconds.")
        sound = microphone.record(min(seconds, LONGEST_DICTATION_S), context)
        if not len(sound):
            return ""
        said = recogniser.run(sound, microphone.RATE)
        if not isinstance(said, str):
            raise recogniser.wrong(said, "a text")
        return " ".join(said.split())

    def transcribe(self, path: Path, context: JobContext | None = None) -> Iterator[Text]:
        """Yield what is said in a video or a sound file, with times.

        Raises:
            RecogniserError: no recogniser is there, or it failed; says why.
            JobCancelled: the user cancelled.
        """
        recogniser = self._need("speech")
        context = context or JobContext()
        source = f"speech:{recogniser.name}"
        for number, row in enumerate(_rows(recogniser, recogniser.run(str(path)))):
            context.step(number, 0, path.name)
            text = _spoken(recogniser, row, source)
            if text is not None:
                yield text

    def _first(self, kind: Kind) -> Recogniser | None:
        return next((one for one in self.infos() if one.kind == kind and not one.problem), None)

    def _need(self, kind: Kind) -> Recogniser:
        found = self._first(kind)
        if found is not None:
            return found
        broken = next((one for one in self.infos() if one.problem), None)
        also = f" (“{broken.name}” cannot be used: {broken.problem})" if broken else ""
        raise RecogniserError(
            f"There is no recogniser of {kind} here{also}.",
            hint="Install one, or name its file under Settings ▸ Models ▸ Recognisers.",
        )


def _rows(recogniser: Recogniser, answers: Any) -> Iterator[Any]:
    """Yield what a recogniser delivers bit by bit.

    Raises:
        RecogniserError: it delivers nothing of that kind, or raised something on the way.
    """
    try:
        yield from answers
    except Exception as error:
        raise recogniser.failed(error) from error


def _spoken(recogniser: Recogniser, row: Any, source: str) -> Text | None:
    """Return one stretch of speech; None where it says nothing."""
    wanted = "(start, end, text) with times in seconds"
    try:
        start, end, words = row
        start_s, end_s = float(start), float(end)
    except (TypeError, ValueError) as error:
        raise recogniser.wrong(row, wanted) from error
    if not (isinstance(words, str) and math.isfinite(start_s) and math.isfinite(end_s)):
        raise recogniser.wrong(row, wanted)
    content = " ".join(words.split())
    if not content:
        return None
    start_s = max(0.0, start_s)
    return Text(TextKind.SPEECH, content, start_s, max(start_s, end_s), source)
