"""Asks again what an interaction log or a record asked, and says where the lists are others now.

The log is the one that `interactions` writes: a line `results` or `asked` carries what was asked
for (`asked`), the first items of the list with their scores, and how long it took (`ms`); a line
`state` says what lists depend on. The library is only read.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.services.interactions import STATE, read_log
from app.services.interactions_asked import KIND, ask_again
from app.services.interactions_state import causes_of, general_causes, state_of
from common.errors import AppError
from common.jobs import JobContext
from common.values import Hit

if TYPE_CHECKING:
    from app.services.services import Services

SAME_WITHIN = 1e-3  # scores, as a share of the larger one or of 1


@dataclass(frozen=True, slots=True)
class Replayed:
    """A list that was asked for again.

    Args:
        n: number of the line.
        query: as the user read it.
        then: items of the list that was logged, best first.
        now: as many of the list of today.
        ms_then: how long it took.
        ms_now: how long it takes today.
        problem: why it could not be run; "" if it could.
        kind: "search", "feedback" or "lifelog".
        scores_then: of the items then; () where the log does not say them.
        scores_now: of the items now.
        causes: why the lists differ, as far as it is known.
    """

    n: int
    query: str
    then: tuple[int, ...]
    now: tuple[int, ...]
    ms_then: float = 0.0
    ms_now: float = 0.0
    problem: str = ""
    kind: str = "search"
    scores_then: tuple[float, ...] = ()
    scores_now: tuple[float, ...] = ()
    causes: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether the same items stand in the same order, with the same scores."""
        return not self.problem and self.then == self.now and not self.off

    @property
    def off(self) -> float:
        """Largest difference of scores at the same rank; 0 within SAME_WITHIN or not known."""
        pairs = list(zip(self.scores_then, self.scores_now, strict=False))
        if self.then != self.now:
            return 0.0
        apart = [
            abs(a - b) for a, b in pairs if abs(a - b) > SAME_WITHIN * max(abs(a), abs(b), 1.0)
        ]
        return max(apart, default=0.0)

    @property
    def first_difference(self) -> int | None:
        """The first rank, from 1, at which the lists differ; None where they do not."""
        for rank, (a, b) in enumerate(zip(self.then, self.now, strict=False), 1):
            if a != b:
                return rank
        shorter = min(len(self.then), len(self.now))
        return None if len(self.then) == len(self.now) else shorter + 1

    @property
    def overlap(self) -> float:
        """Share of the items of either list that both have, 0-1; 1 for two empty lists."""
        every = set(self.then) | set(self.now)
        return len(set(self.then) & set(self.now)) / len(every) if every else 1.0

    @property
    def gone(self) -> tuple[int, ...]:
        """Items that the list of today lacks, best first."""
        now = set(self.now)
        return tuple(item for item in self.then if item not in now)

    @property
    def new(self) -> tuple[int, ...]:
        """Items that the logged list lacks, best first."""
        then = set(self.then)
        return tuple(item for item in self.now if item not in then)


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of a log.

    Args:
        searches: lists that were asked for again, in the order of the log.
        lists: logged lists that cannot be asked for: of maps, days, buckets, ...
        events: how many lines there are of each event.
        seconds: from the first line to the last.
        library: name of the library that was open; "" where the log does not say.
        then: in what state library and program were; {} where the log does not say.
        now: in what state they are.
        causes: what is not as it was.
    """

    searches: tuple[Replayed, ...]
    lists: int
    events: Mapping[str, int]
    seconds: float
    library: str = ""
    then: Mapping[str, Any] = field(default_factory=dict)
    now: Mapping[str, Any] = field(default_factory=dict)
    causes: tuple[str, ...] = ()

    @property
    def changed(self) -> int:
        """How many lists are others today."""
        return sum(not one.is_same for one in self.searches)


def replay(path: Path, services: "Services", context: JobContext | None = None) -> Replay:
    """Ask again what a log or a record asked, in order.

    Args:
        path: of the log or record.
        services: of the library to ask in; nothing is written to it.
        context: reports and cancels.

    Raises:
        LibraryError: the log cannot be read.
        JobCancelled: the user cancelled.
    """
    context = context or JobContext()
    entries = list(read_log(path))
    events = Counter(str(entry.get("event", "")) for entry in entries)
    listed = [entry for entry in entries if entry.get("event") in {"results", "asked"}]
    asked = [entry for entry in listed if isinstance(entry.get("asked"), Mapping)]
    then = next((entry for entry in entries if entry.get("event") == STATE), {})
    now = state_of(services)
    searches = []
    for done, entry in enumerate(asked):
        context.step(done, len(asked), str(entry.get("query", "")))
        searches.append(_again(entry, services, then, now, context))
    times = [float(entry["s"]) for entry in entries if isinstance(entry.get("s"), int | float)]
    names = [
        str(entry.get("library", "")) for entry in entries if entry.get("event") == "log.start"
    ]
    return Replay(
        tuple(searches), len(listed) - len(asked), dict(events),
        max(times) - min(times) if times else 0.0, names[0] if names else "",
        then, now, tuple(general_causes(then, now)),
    )  # fmt: skip


def _again(
    entry: Mapping[str, Any],
    services: "Services",
    then: Mapping[str, Any],
    now: Mapping[str, Any],
    context: JobContext,
) -> Replayed:
    """Ask for one list again; what goes wrong is its problem alone."""
    number, said = int(entry.get("n") or 0), str(entry.get("query", ""))
    kind = str(entry["asked"].get(KIND, "search"))
    items, ms_then = _ids(entry.get("items")), float(entry.get("ms") or 0.0)
    scores = _scores(entry.get("scores"))
    try:
        inner = JobContext()
        with context.waiting(inner.cancel):
            found = ask_again(entry["asked"], services, inner)
    except AppError as error:
        return Replayed(number, said, items, (), ms_then, 0.0, str(error), kind, scores)
    count = len(items) if entry.get("count", 0) > len(items) else len(found.hits)
    hits: Sequence[Hit] = found.hits[:count]
    made = Replayed(
        number, said, items, tuple(hit.item for hit in hits), ms_then, found.ms, "", kind,
        scores, tuple(float(hit.score) for hit in hits),
    )  # fmt: skip
    if made.is_same:
        return made
    known = {summary.id for summary in services.items.summaries(items)}
    causes = causes_of((items, made.now), known, then, now, made.off or None)
    return replace(made, causes=causes)


def _ids(value: object) -> tuple[int, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return ()
    return tuple(int(item) for item in value if isinstance(item, int))


def _scores(value: object) -> tuple[float, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return ()
    return tuple(float(score) for score in value if isinstance(score, int | float))
