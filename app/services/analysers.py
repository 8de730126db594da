"""Analysers that others write in Python: labels, boxes, masks, numbers, vectors, texts, speech.

An analyser is found as an entry point of the group `kinora.analysers` of an installed package, or
in a Python file or a folder of a classifier that the settings name. How to write one:
docs/models.md, “Analysers of your own”. Networks with a card are models; the hub has them.
"""

import math
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.services import microphone
from app.services.analyser_loading import (
    KINDS,
    Analyser,
    Kind,
    SoundKind,
    find,
    stamp,
)
from common.errors import AnalyserError
from common.jobs import JobContext
from common.settings import Settings
from common.values import Text, TextKind
from models.analysers.card import OUTPUT_KINDS

if TYPE_CHECKING:
    from models.base import ImageBackend

__all__ = ["KINDS", "Analyser", "AnalyserFacts", "Analysers", "Kind"]

LONGEST_DICTATION_S = 60.0
DETECTOR = "objects"


@dataclass(frozen=True, slots=True)
class AnalyserFacts:
    """What is known of an analyser without a library.

    Args:
        name: of the analysis; "" where not even that is known.
        title: for people.
        kind: what it gives, "speech" or "dictation"; "" where that could not be found out.
        origin: the file, the package or "user".
        problem: why it cannot be used; "" if it can.
    """

    name: str
    title: str
    kind: str
    origin: str
    problem: str = ""


class Analysers:
    """The analysers of this user, loaded at their first use; safe to call on any thread.

    Args:
        settings: name files and folders with analysers.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.RLock()
        self._stamp: tuple[Any, ...] | None = None
        self._found: list[Analyser] = []
        self._revision = 0

    def infos(self) -> list[Analyser]:
        """Return every analyser that was found; those that cannot be used say why."""
        with self._lock:
            now = stamp(self._settings.models.analysers)
            if now != self._stamp:
                self._found = find(self._settings.models.analysers)
                self._stamp = now
                self._revision += 1
            return list(self._found)

    def facts(self) -> list[AnalyserFacts]:
        """Return what is known of each, those that cannot be used too."""
        return [
            AnalyserFacts(
                one.full_name if one.kind in OUTPUT_KINDS else "",
                one.title or one.name,
                one.kind,
                one.origin,
                one.problem,
            )
            for one in self.infos()
        ]

    @property
    def revision(self) -> int:
        """Grows when other analysers are there than before."""
        self.infos()
        return self._revision

    def has(self, kind: SoundKind) -> bool:
        """Return whether an analyser of sound can be used."""
        return self._first(kind) is not None

    def backends(self, known: "Mapping[str, ImageBackend]") -> "dict[str, ImageBackend]":
        """Return the analysers of pictures as analyses.

        Args:
            known: analyses by name; those who take boxes look at what `objects` finds there, and
                are left out where no detector is.

        Returns:
            By name; with them `objects` itself where several look at its boxes.
        """
        from app.services.analyser_backends import BoxAnalyser, PythonAnalyser, Remembering

        made: dict[str, ImageBackend] = {}
        usable = [one for one in self.infos() if one.kind in OUTPUT_KINDS and not one.problem]
        detector = known.get(DETECTOR)
        if detector is not None and any(one.takes == "boxes" for one in usable):
            made[DETECTOR] = shared = Remembering(detector)
            made |= {
                one.full_name: BoxAnalyser(one, shared) for one in usable if one.takes == "boxes"
            }
        pictures = [one for one in usable if one.takes == "picture"]
        return made | {one.full_name: PythonAnalyser(one) for one in pictures}

    def dictate(self, seconds: float, context: JobContext | None = None) -> str:
        """Listen to the microphone and return what was said, "" for nothing.

        Args:
            seconds: how long to listen, > 0 and at most LONGEST_DICTATION_S; a cancel ends it.
            context: progress in tenths of seconds.

        Raises:
            AnalyserError: no analyser is there, no microphone, or it failed; says why.
            JobCancelled: the user cancelled.
        """
        analyser = self._need("dictation")
        if not (math.isfinite(seconds) and seconds > 0):
            raise AnalyserError("A dictation takes some time.", hint="Listen for some seconds.")
        sound = microphone.record(min(seconds, LONGEST_DICTATION_S), context)
        if not len(sound):
            return ""
        said = analyser.run(sound, microphone.RATE)
        if not isinstance(said, str):
            raise analyser.wrong(said, "a text")
        return " ".join(said.split())

    def transcribe(self, path: Path, context: JobContext | None = None) -> Iterator[Text]:
        """Yield what is said in a video or a sound file, with times.

        Raises:
            AnalyserError: no analyser is there, or it failed; says why.
            JobCancelled: the user cancelled.
        """
        analyser = self._need("speech")
        context = context or JobContext()
        source = f"speech:{analyser.name}"
        for number, row in enumerate(_rows(analyser, analyser.run(str(path)))):
            context.step(number, 0, path.name)
            text = _spoken(analyser, row, source)
            if text is not None:
                yield text

    def _first(self, kind: SoundKind) -> Analyser | None:
        return next((one for one in self.infos() if one.kind == kind and not one.problem), None)

    def _need(self, kind: SoundKind) -> Analyser:
        found = self._first(kind)
        if found is not None:
            return found
        broken = next((one for one in self.infos() if one.problem), None)
        also = f" (“{broken.name}” cannot be used: {broken.problem})" if broken else ""
        raise AnalyserError(
            f"There is no analyser of {kind} here{also}.",
            hint="Install one, or name its file under Settings ▸ Models ▸ Analysers.",
        )


def _rows(analyser: Analyser, answers: Any) -> Iterator[Any]:
    """Yield what an analyser delivers bit by bit.

    Raises:
        AnalyserError: it delivers nothing of that kind, or raised something on the way.
    """
    try:
        yield from answers
    except Exception as error:
        raise analyser.failed(error) from error


def _spoken(analyser: Analyser, row: Any, source: str) -> Text | None:
    """Return one stretch of speech; None where it says nothing."""
    wanted = "(start, end, text) with times in seconds"
    try:
        start, end, words = row
        start_s, end_s = float(start), float(end)
    except (TypeError, ValueError) as error:
        raise analyser.wrong(row, wanted) from error
    if not (isinstance(words, str) and math.isfinite(start_s) and math.isfinite(end_s)):
        raise analyser.wrong(row, wanted)
    content = " ".join(words.split())
    if not content:
        return None
    start_s = max(0.0, start_s)
    return Text(TextKind.SPEECH, content, start_s, max(start_s, end_s), source)
