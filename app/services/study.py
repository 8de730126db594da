"""The wall study: who sees which arrangement when, what is recorded, and where it is kept.

The protocol follows the MovieWall study: time to get familiar, then one trial for each of three
arrangements in an order that is counterbalanced over the participants (all six orders equally
often), questions after each trial and at the end. Records are JSON files in the library,
`studies/STUDY/PARTICIPANT.json`, written whole after every step.
"""

import json
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from common.errors import LibraryError, QueryError
from common.settings import write_atomically

if TYPE_CHECKING:
    from app.services.library import Library

logger = logging.getLogger(__name__)

FORMAT = 1
FOLDER = "studies"
ARRANGEMENTS = ("random", "clustered", "semi-clustered")
ORDERS: tuple[tuple[str, ...], ...] = tuple(permutations(ARRANGEMENTS))
FAMILIAR_S = 120
TRIAL_S = 180
START_PX = 77  # width of a poster at the start of a trial
SCALE = 7  # answers go from 1 to this
# Names of the 7-point questions; their wording is shown by the window, in the user's language.
TRIAL_QUESTIONS = (
    "absorbed", "enjoyed", "curious", "easy", "overwhelmed", "liked-films", "new-films",
)  # fmt: skip
LAST_QUESTIONS = ("use-again", "found-way")
_NAME = re.compile(r"[\w][\w .-]{0,63}")


@dataclass(frozen=True, slots=True)
class Plan:
    """What one participant is going to see.

    Args:
        study: name of the study.
        participant: name or number; no more is known of the person.
        order: the arrangements, first to last.
        key: facet that the clusters are made by; "" is the best one.
        familiar_s: seconds to get familiar.
        trial_s: seconds of a trial.
        start_px: width of a poster when a trial starts, pixels; 0 shows the whole wall.
        seed: of chance in the arrangements.
    """

    study: str
    participant: str
    order: tuple[str, ...]
    key: str = ""
    familiar_s: int = FAMILIAR_S
    trial_s: int = TRIAL_S
    start_px: int = START_PX
    seed: int = 0

    def __post_init__(self) -> None:
        for name in (self.study, self.participant):
            if not _NAME.fullmatch(name) or name.endswith((" ", ".")):
                raise QueryError(
                    f"“{name}” cannot name a study or a participant.",
                    hint="Use up to 64 letters, digits, spaces, dots and hyphens.",
                )
        if sorted(self.order) != sorted(ARRANGEMENTS):
            raise QueryError(
                "A study shows each arrangement once.", hint=f"Order {', '.join(ARRANGEMENTS)}."
            )


@dataclass(slots=True)
class Trial:
    """One trial as it was.

    Args:
        arrangement: of the wall.
        seed: of its chance.
        started_at: UTC, ISO 8601.
        seconds: how long it lasted.
        events: {"s": seconds since its start, "event": ..., ...}, in order.
        watchlist: items that were on its watchlist at the end.
        answers: question -> 1 to SCALE.
    """

    arrangement: str
    seed: int = 0
    started_at: str = ""
    seconds: float = 0.0
    events: list[dict[str, Any]] = field(default_factory=list)
    watchlist: list[int] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Record:
    """A participant's record.

    Args:
        plan: what was planned.
        items: how many were on the wall.
        trials: those that ended, in order.
        answers: to the questions at the end, 1 to SCALE.
        best: arrangement liked best, "" before it was asked.
        worst: arrangement liked least.
        comment: in the participant's words.
        note: what the wall said of the arrangement ("ordered by votes").
    """

    plan: Plan
    items: int = 0
    trials: list[Trial] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)
    best: str = ""
    worst: str = ""
    comment: str = ""
    note: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether all trials ended and the last questions were answered."""
        return len(self.trials) == len(self.plan.order) and bool(self.best)


def now_text() -> str:
    """Return the time as records hold it: UTC, ISO 8601, seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def check_answers(answers: Mapping[str, int], questions: Sequence[str]) -> None:
    """Refuse answers that are missing, unknown or off the scale.

    Raises:
        QueryError: naming the question.
    """
    for name in (*questions, *answers):
        if name not in questions or not 1 <= answers.get(name, 0) <= SCALE:
            raise QueryError(
                f"The question “{name}” has no answer from 1 to {SCALE}.", hint="Answer each one."
            )


class StudyService:
    """Plans studies on one library and keeps their records.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library
        self._root = library.folder / FOLDER

    def studies(self) -> dict[str, int]:
        """Return the studies with the number of participants that have a record."""
        if not self._root.is_dir():
            return {}
        folders = sorted(path for path in self._root.iterdir() if path.is_dir())
        return {folder.name: len(list(folder.glob("*.json"))) for folder in folders}

    def plan(
        self,
        study: str,
        participant: str = "",
        *,
        key: str = "",
        familiar_s: int = FAMILIAR_S,
        trial_s: int = TRIAL_S,
        start_px: int = START_PX,
    ) -> Plan:
        """Return the plan of the next participant.

        The order is the one of the six that was planned least often in this study so far, so that
        they stay balanced whoever comes or leaves early.

        Args:
            study: its name; made with the first record.
            participant: "" takes the next free number, "P01" and so on.
            key: facet to cluster by.
            familiar_s: seconds, >= 0.
            trial_s: seconds, >= 1.
            start_px: width of a poster at the start, 0 for the whole wall.

        Raises:
            QueryError: a name cannot be used, or the participant has a record already.
        """
        plan = Plan(study, participant or "P00", ORDERS[0])  # checks the names
        known = self.records(study)
        taken = {record.plan.participant for record in known}
        if participant in taken:
            raise QueryError(
                f"“{participant}” has a record in “{study}” already.",
                hint="Choose another name for the participant.",
            )
        number = 1
        while not participant and f"P{number:02}" in taken:
            number += 1
        used = [sum(r.plan.order == order for r in known) for order in ORDERS]
        order = ORDERS[used.index(min(used))]
        name = participant or f"P{number:02}"
        return Plan(
            plan.study, name, order, key, max(0, familiar_s), max(1, trial_s), start_px, len(known)
        )

    def path(self, plan: Plan) -> Path:
        """Return the file of a participant's record."""
        return self._root / plan.study / f"{plan.participant}.json"

    def save(self, record: Record) -> Path:
        """Write a record whole; a crash leaves the one before or this one.

        Raises:
            ReadOnlyLibraryError: the library is open for reading only.
            LibraryError: the disk does not take it.
        """
        self._library.require_writable()
        path = self.path(record.plan)
        value = {"format": FORMAT, "complete": record.is_complete, **asdict(record)}
        try:
            write_atomically(path, json.dumps(value, ensure_ascii=False, indent=1).encode())
        except OSError as error:
            raise LibraryError(
                f"The record “{path}” cannot be written ({error}).",
                hint="Make room on the disk; the study goes on and tries again.",
            ) from error
        return path

    def records(self, study: str) -> list[Record]:
        """Return the records of a study, oldest participant name first.

        Raises:
            LibraryError: one cannot be read.
        """
        folder = self._root / study
        if not folder.is_dir():
            return []
        return [read_record(path) for path in sorted(folder.glob("*.json"))]


def read_record(path: Path) -> Record:
    """Return a record from its file.

    Raises:
        LibraryError: it is no record, or of a newer Kinora.
    """
    try:
        value = json.loads(path.read_text("utf-8"))
        if value["format"] > FORMAT:
            raise ValueError(f"format {value['format']} is of a newer Kinora")
        plan = dict(value["plan"])
        plan["order"] = tuple(plan["order"])
        trials = [Trial(**trial) for trial in value["trials"]]
        kept = ("items", "answers", "best", "worst", "comment", "note")
        return Record(Plan(**plan), trials=trials, **{name: value[name] for name in kept})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LibraryError(
            f"The record “{path}” cannot be read ({error}).",
            hint="Move it out of its folder to go on without it.",
        ) from error
