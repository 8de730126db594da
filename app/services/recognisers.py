"""Recognisers that others write: speech, dictation, activities, places, captions, faces.

A recogniser is found in two ways: as an entry point of the group `kinora.recognisers` of an
installed package, or in a Python file that the settings name. How to write one: docs/models.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from common.jobs import JobContext
from common.settings import Settings
from common.values import Text

Kind = Literal["speech", "dictation", "activity", "place", "caption", "faces"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class RecogniserInfo:
    """A recogniser, or a file or entry point that should have held one.

    Args:
        kind: what it does; "" where that could not be found out.
        name: its own.
        version: results of another version are made anew.
        origin: the file, or the package.
        problem: why it cannot be used; "" if it can.
    """

    kind: Kind | Literal[""]
    name: str
    version: str
    origin: str
    problem: str = ""


class Recognisers:
    """The recognisers of this user, loaded at their first use.

    Args:
        settings: name files with recognisers.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def infos(self) -> list[RecogniserInfo]:
        """Return every recogniser that was found, and what is wrong with those that fail."""
        return []

    def has(self, kind: Kind) -> bool:
        """Return whether a recogniser of a kind is there."""
        return any(info.kind == kind and not info.problem for info in self.infos())

    def dictate(self, seconds: float, context: JobContext | None = None) -> str:
        """Listen to the microphone and return what was said, "" for nothing.

        Args:
            seconds: how long to listen at most, > 0; a cancel ends it.
            context: progress in tenths of seconds.

        Raises:
            RecogniserError: none is there, there is no microphone, or it failed; says why.
            JobCancelled: the user cancelled.
        """
        raise NotImplementedError

    def transcribe(self, path: Path, context: JobContext | None = None) -> Iterator[Text]:
        """Yield what is said in a video or a sound file, with times.

        Raises:
            RecogniserError: none is there, or it failed; says why.
            JobCancelled: the user cancelled.
        """
        raise NotImplementedError
