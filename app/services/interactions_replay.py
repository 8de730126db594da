"""Runs the searches of an interaction log again and says where the lists are others now.

The log is the one that `interactions` writes: a line `results` carries the query (`asked`), the
first items of the list (`items`) and how long it took (`ms`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.services.interactions import read_log
from app.services.query import Query
from common.errors import AppError
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.search import SearchService


@dataclass(frozen=True, slots=True)
class Replayed:
    """A search that was run again.

    Args:
        n: number of the line.
        query: as the user read it.
        then: items of the list that was logged, best first.
        now: as many of the list of today.
        ms_then: how long it took.
        ms_now: how long it takes today.
        problem: why it could not be run; "" if it could.
    """

    n: int
    query: str
    then: tuple[int, ...]
    now: tuple[int, ...]
    ms_then: float = 0.0
    ms_now: float = 0.0
    problem: str = ""

    @property
    def is_same(self) -> bool:
        """Whether the same items stand in the same order."""
        return not self.problem and self.then == self.now

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
        searches: that were run again, in the order of the log.
        lists: logged lists that no query belongs to: of feedback, maps, ...
        events: how many lines there are of each event.
        seconds: from the first line to the last.
        library: name of the library that was open; "" where the log does not say.
    """

    searches: tuple[Replayed, ...]
    lists: int
    events: Mapping[str, int]
    seconds: float
    library: str = ""

    @property
    def changed(self) -> int:
        """How many searches answer differently today."""
        return sum(not one.is_same for one in self.searches)


def replay(path: Path, search: "SearchService", context: JobContext | None = None) -> Replay:
    """Run the searches of a log again, in order.

    Args:
        path: of the log.
        search: of the library to search in.
        context: reports and cancels.

    Raises:
        LibraryError: the log cannot be read.
        JobCancelled: the user cancelled.
    """
    context = context or JobContext()
    entries = list(read_log(path))
    events = Counter(str(entry.get("event", "")) for entry in entries)
    listed = [entry for entry in entries if entry.get("event") == "results"]
    asked = [entry for entry in listed if isinstance(entry.get("asked"), Mapping)]
    searches = []
    for done, entry in enumerate(asked):
        context.step(done, len(asked), str(entry.get("query", "")))
        searches.append(_again(entry, search))
    times = [float(entry["s"]) for entry in entries if isinstance(entry.get("s"), int | float)]
    names = [
        str(entry.get("library", "")) for entry in entries if entry.get("event") == "log.start"
    ]
    return Replay(
        tuple(searches), len(listed) - len(asked), dict(events),
        max(times) - min(times) if times else 0.0, names[0] if names else "",
    )  # fmt: skip


def _again(entry: Mapping[str, Any], search: "SearchService") -> Replayed:
    """Run one search again; what goes wrong is its problem alone."""
    number, said = int(entry.get("n") or 0), str(entry.get("query", ""))
    then = _ids(entry.get("items"))
    ms_then = float(entry.get("ms") or 0.0)
    try:
        found = search.run(Query.from_json(entry["asked"]))
    except AppError as error:
        return Replayed(number, said, then, (), ms_then, 0.0, str(error))
    count = len(then) if entry.get("count", 0) > len(then) else len(found.hits)
    now = tuple(hit.item for hit in found.hits[:count])
    return Replayed(number, said, then, now, ms_then, found.ms)


def _ids(value: object) -> tuple[int, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return ()
    return tuple(int(item) for item in value if isinstance(item, int))
