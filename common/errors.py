"""Failures we foresaw: each says what happened and what to do now."""

from collections.abc import Callable
from pathlib import Path


class AppError(Exception):
    """A failure we foresaw: shown to the user as it is, never as a crash.

    Args:
        what: what went wrong, in one sentence that names the file or value.
        hint: what the user can do now; starts with a verb.

    Attributes:
        place: (stage, part) of the query that could not be answered; None where it is about more.
    """

    place: tuple[int, int] | None = None

    def __init__(self, what: str, *, hint: str) -> None:
        super().__init__(f"{what} {hint}")
        self.what = what
        self.hint = hint


class LibraryError(AppError):
    """The library folder cannot be opened, written or trusted."""


class LibraryNewerError(LibraryError):
    """The library was written by a newer Kinora than this one."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            f"This library has format {found}; this Kinora knows formats up to {known}.",
            hint="Update Kinora, or open another library.",
        )


class ReadOnlyLibraryError(LibraryError):
    """A write was asked of a library that is open for reading only."""

    def __init__(self, reason: str, *, hint: str = "") -> None:
        close = "Close the other window or choose a folder you can write to, then open it again."
        super().__init__(f"This library is open read-only: {reason}.", hint=hint or close)


class ServerGoneError(LibraryError):
    """The server of a library cannot be reached, or the connection to it was cut."""


class ConflictError(LibraryError):
    """Somebody else changed a thing after it was shown and before it was changed here.

    Args:
        name: of the thing.
        by: who changed it; "" where that is not known.
        theirs: what it holds now, e.g. ids of items in order.
        version: that it has now, 0 where it was deleted; a change that has seen it passes.

    Attributes:
        again: makes the change in spite of that, as a job; None where it cannot be made again.
        rest: makes the part of it that nobody else changed; None where that is nothing.
        asked: how many things the change was about; 0 where it was about one.
    """

    again: Callable[..., object] | None = None
    rest: Callable[..., object] | None = None
    asked: int = 0

    def __init__(self, name: str, by: str, theirs: object = (), *, version: int = 0) -> None:
        who = f"{by} has" if by else "Somebody else has"
        done = "changed" if version else "deleted"
        super().__init__(
            f"{who} {done} “{name}” meanwhile; your change was not written.",
            hint="Look at what is there now, then keep yours or take theirs.",
        )
        self.name, self.by, self.theirs, self.version = name, by, theirs, version


class DamagedCatalogueError(LibraryError):
    """The catalogue file is damaged and no backup could take its place."""


class MediaError(AppError):
    """A media file that cannot be read; listed as skipped, it never stops an import.

    Args:
        path: the file, named in the message.
        reason: why, as a clause without a full stop ("the file is empty").
        hint: what the user can do.
    """

    def __init__(
        self, path: Path, reason: str, *, hint: str = "Check the file and import it again."
    ) -> None:
        super().__init__(f"“{path.name}” was skipped: {reason}.", hint=hint)
        self.path = path
        self.reason = reason


class ModelError(AppError):
    """A network cannot be found, loaded or run."""


class WeightsError(ModelError):
    """A weights file is missing, damaged, unsafe or of another network."""


class AnalyserError(ModelError):
    """An analyser that others wrote is missing, cannot be loaded, or failed."""


class QueryError(AppError):
    """A query that cannot be understood or answered."""


class EvaluationError(AppError):
    """An evaluation server, or a task of practice, cannot do what was asked."""


class ExportError(AppError):
    """An export cannot be made or written."""


class IndexMismatchError(AppError):
    """The index holds vectors of another encoder than the one in use."""

    def __init__(self, built_with: str, in_use: str) -> None:
        super().__init__(
            f"This library was indexed with “{built_with}”, but “{in_use}” is selected.",
            hint=f"Select “{built_with}” under Settings ▸ Models, or run the import again.",
        )


class VectorServerError(AppError):
    """A server that keeps vectors cannot be reached, refuses, or holds something else.

    Args:
        what: what went wrong.
        hint: what the user can do.
        is_gone: nobody answers, so a copy of the vectors may do meanwhile.
    """

    def __init__(self, what: str, *, hint: str, is_gone: bool = False) -> None:
        super().__init__(what, hint=hint)
        self.is_gone = is_gone


class WorkersError(AppError):
    """Workers on other computers cannot be reached, refuse, or have gone.

    Args:
        what: what went wrong.
        hint: what the user can do.
        is_gone: nobody answers (any more).
    """

    def __init__(self, what: str, *, hint: str, is_gone: bool = False) -> None:
        super().__init__(what, hint=hint)
        self.is_gone = is_gone
