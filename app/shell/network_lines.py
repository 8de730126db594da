"""What the list of networks is made of, and what is done to analysers; plain jobs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.services.services import Services
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.analyses import AnalyserEntry
    from app.services.models import ModelCard, ModelStatus


@dataclass(frozen=True, slots=True)
class NetworkLine:
    """A network of the list.

    Args:
        status: whether it is here, and how large it is.
        card: what is known of it; None for one that the user brought without a card.
        analyser: what it does in the open library, for an analyser of others.
    """

    status: "ModelStatus"
    card: "ModelCard | None"
    analyser: "AnalyserEntry | None" = None


def read_lines(services: Services, _context: JobContext) -> list[NetworkLine]:
    """Return every network and analyser; the services are made here, on the job's thread."""
    models = services.models
    entries = {entry.name or entry.origin: entry for entry in _entries(services)}
    lines = [
        NetworkLine(status, models.card(status.name), entries.pop(status.name, None))
        for status in models.status()
    ]
    return [*lines, *(NetworkLine(_status(entry), None, entry) for entry in entries.values())]


def toggle_analyser(services: Services, name: str, on: bool, context: JobContext) -> Any:
    """Take an analyser out of the library with all that it found, or let it run again."""
    return services.analyses.use(name, context) if on else services.analyses.remove(name, context)


def _entries(services: Services) -> "Sequence[AnalyserEntry]":
    from app.services.analyses import AnalyserEntry

    if services.has_library:
        return services.analyses.entries()
    return [
        AnalyserEntry(told.name, told.title, told.kind, "", told.origin, told.problem)
        for told in services.models.analyser_facts()
    ]


def _status(entry: "AnalyserEntry") -> "ModelStatus":
    """Return the line of an analyser in Python, or of one that only left its results."""
    from app.services.models import ModelStatus

    can_run = bool(entry.kind) and not entry.problem
    told = ModelStatus(entry.name or entry.origin, "analyser", can_run, "", 0, entry.origin)
    return replace(told, hint=entry.problem, title=entry.title)
