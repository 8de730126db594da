"""What an import and the workers of a cluster hand to each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.services.import_found import FoundFile
from app.services.import_types import ImportKind
from common.settings import ImportSettings
from common.values import ItemKind, SkippedFile


@dataclass(frozen=True, slots=True)
class Brief:
    """What every worker of an import is told once.

    Args:
        kind: what is wanted.
        roots: what the user chose.
        settings: limits.
        analyses: name -> version of those that the import wants; others are not run, so that all
            results are of one version.
        side: longest side in pixels that pictures are decoded to.
        clocks: corrections of cameras.
        learned_shots: whether a network finds the shots of videos.
    """

    kind: ImportKind
    roots: tuple[str, ...]
    settings: ImportSettings
    analyses: Mapping[str, str]
    side: int
    clocks: Mapping[str, int] = field(default_factory=dict)
    learned_shots: bool = True


@dataclass(frozen=True, slots=True)
class Ask:
    """A file that a worker is to read.

    Args:
        place: in the order of the import.
        file: as the walk saw it.
        known: content hash -> item of files of the same size: if it is one of them, it has moved.
        data: its content, where the worker cannot see the file.
    """

    place: int
    file: FoundFile
    known: Mapping[str, int] = field(default_factory=dict)
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Unseen:
    """A worker does not see a file, or another one under its name."""


@dataclass(frozen=True, slots=True)
class LookAsk:
    """A stored item whose picture an analysis is to see.

    Args:
        kind: of the item.
        path: of its picture or video.
        time_s: of the frame of a shot.
        size: of the file in bytes, as it was imported; -1 where that is not known.
        data: its content, where the worker cannot see the file.
    """

    kind: ItemKind
    path: str
    time_s: float = 0.0
    size: int = -1
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """The answer to one call.

    Args:
        answers: one for each thing asked, in order.
        failed: analyses that failed and are left out from then on.
    """

    answers: Sequence[Any]
    failed: Sequence[SkippedFile] = ()


@dataclass(frozen=True, slots=True)
class Hello:
    """What a worker says when it is ready.

    Args:
        pid: of its process.
        clock_s: its time, seconds since 1970.
        analyses: name -> version of those that it can run.
    """

    pid: int
    clock_s: float
    analyses: Mapping[str, str]
