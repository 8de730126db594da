"""What the stages of an import hand to each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from numpy.typing import NDArray

from app.services.import_found import FoundFile
from common.jobs import JobContext
from common.values import Findings, SkippedFile
from indexers.catalogue import FileRecord, NewItem
from indexers.media import MediaClass
from indexers.thumbnails import Thumbnail

ImportKind = Literal["auto", "photos", "videos", "movies", "lifelog", "graphs"]
IMPORT_KINDS: tuple[ImportKind, ...] = (
    "auto", "photos", "videos", "movies", "lifelog", "graphs",
)  # fmt: skip


@dataclass(slots=True)
class Draft:
    """An item that was read but is not stored yet.

    Args:
        item: all but the rows of its thumbnail and vectors, and what the analyses find.
        thumbnail: None where the stored one stays.
        inputs: by analysis, the picture in the form that the network takes; emptied by analysing.
        found: what the analyses found; None until they ran.
        ran: analyses that ran, or have nothing to say about this picture -> version.
        measured: what was found while it was read, the motion of a shot.
    """

    item: NewItem
    thumbnail: Thumbnail | None = None
    inputs: Mapping[str, NDArray[Any]] = field(default_factory=dict)
    found: Findings | None = None
    ran: dict[str, str] = field(default_factory=dict)
    measured: Findings = field(default_factory=Findings)

    @property
    def nbytes(self) -> int:
        """Memory it holds."""
        held = sum(array.nbytes for array in self.inputs.values())
        if self.thumbnail is not None:
            held += sum(len(data) for data in self.thumbnail.jpeg.values())
            held += sum(array.nbytes for array in self.thumbnail.raw.values())
        return held


@dataclass(slots=True)
class Outcome:
    """What became of one file.

    Args:
        file: as the walk saw it.
        drafts: items read from it; a video's come as one, its shots included.
        known: its content is in the catalogue already: the file as it is to be stored.
        later: it is of this kind, which another stage reads.
        content_hash: "" where the content was not read.
        skipped: why it cannot be used.
    """

    file: FoundFile
    drafts: Sequence[Draft] = ()
    known: FileRecord | None = None
    later: MediaClass | None = None
    content_hash: str = ""
    skipped: Sequence[SkippedFile] = ()

    @property
    def nbytes(self) -> int:
        """Memory it holds."""
        return sum(draft.nbytes for draft in self.drafts)


class Meter:
    """How far an import is; its total grows when a film list or a new stage adds work.

    Args:
        context: of the whole import.

    Attributes:
        tail: said behind every note: who works on it.
    """

    def __init__(self, context: JobContext) -> None:
        self.context = context
        self.done = 0
        self.total = 0
        self.tail = ""

    def advance(self, note: str, steps: int = 1) -> None:
        """Count finished steps; waits while paused.

        Raises:
            JobCancelled: the user cancelled.
        """
        self.done += steps
        self.check(note)

    def check(self, note: str) -> None:
        """Report without counting; waits while paused.

        Raises:
            JobCancelled: the user cancelled.
        """
        if self.tail:
            note = f"{note} · {self.tail}" if note else self.tail
        # A total that is reached ends the job for those who watch it: the import itself says so.
        self.context.step(self.done, max(self.total, self.done + 1), note)


class PartContext(JobContext):
    """The context of one long file: pauses and stops with the import, shows how far the file is.

    Args:
        meter: of the import.
        name: of the file.
    """

    def __init__(self, meter: Meter, name: str) -> None:
        super().__init__()
        self._meter = meter
        self._name = name

    @property
    def is_cancelled(self) -> bool:
        """Whether the import was cancelled."""
        return self._meter.context.is_cancelled

    def step(self, done: int, total: int = 0, note: str = "") -> None:  # noqa: ARG002 - as the base class
        """Show the file's share in the note of the import.

        Raises:
            JobCancelled: the user cancelled.
        """
        share = f" ({100 * done // total} %)" if total else ""
        self._meter.check(self._name + share)
