"""Practice: tasks against the clock, judged by the library, with a history of attempts."""

import json
import logging
import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.services.evaluation_scores import (
    Judgement,
    avs_score,
    kis_score,
    legacy_avs_score,
    quantised,
)
from app.services.evaluation_types import Attempt, PracticeTask, PracticeTry, RunningTask
from app.services.practice_making import MadeTasks
from app.services.practice_tasks import TaskWish, make_tasks
from common.errors import EvaluationError
from common.jobs import JobContext
from common.json_bytes import json_bytes

if TYPE_CHECKING:
    from app.services.library import Library
    from app.services.services import Services

logger = logging.getLogger(__name__)

PRACTICE = "practice"  # evaluation of tasks without a server


class PracticeService:
    """One task at a time; safe to call on any thread.

    Args:
        services: library and items.
        folder: where attempts are kept.
        changed: called when something was submitted, or another task runs.
        clock: seconds, never going back.
    """

    def __init__(
        self,
        services: "Services",
        folder: Path,
        changed: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._services = services
        self._path = folder / "attempts.jsonl"
        self._changed = changed
        self._clock = clock
        self._guard = threading.RLock()
        self._task: PracticeTask | None = None
        self._began = 0.0
        self._tries: list[PracticeTry] = []
        self._actions = 0

    def make(self, wish: TaskWish, context: JobContext | None = None) -> MadeTasks:
        """Return tasks of the open library; see make_tasks().

        Raises:
            EvaluationError: none can be made.
            JobCancelled: the user cancelled.
        """
        return make_tasks(self._services.library, wish, context or JobContext())

    # -- the task that runs

    @property
    def task(self) -> PracticeTask | None:
        """The task that runs, or None."""
        with self._guard:
            return self._task

    def running(self) -> RunningTask:
        """Return the task that runs as a server would show it."""
        with self._guard:
            task = self._task
            if task is None:
                return RunningTask(PRACTICE)
            left = task.duration_s - self.elapsed_s()
            return RunningTask(
                PRACTICE, task.name, PRACTICE, task.kind, "running" if left > 0 else "ended",
                task.duration_s, max(0.0, left), self._clock(), task.hints,
            )  # fmt: skip

    def elapsed_s(self) -> float:
        """Return the seconds since the task began; 0 where none runs."""
        with self._guard:
            return self._clock() - self._began if self._task is not None else 0.0

    def start(self, task: PracticeTask) -> None:
        """Let a task run from now on; one that runs is given up without an entry."""
        with self._guard:
            self._task, self._began = task, self._clock()
            self._tries, self._actions = [], 0
        self._changed()

    def note_action(self) -> None:
        """Count a search, a page or a mark; quick, for the UI thread."""
        with self._guard:
            self._actions += self._task is not None

    def submit(self, items: Sequence[int]) -> list[PracticeTry]:
        """Judge items; each is judged alone, what was submitted before is not judged again.

        Raises:
            EvaluationError: no task runs, its time is over, or nothing is selected.
        """
        with self._guard:
            task, at_s = self._task, self.elapsed_s()
            if task is None or at_s > task.duration_s:
                raise EvaluationError("No task is running.", hint="Start the next one.")
            if not items:
                raise EvaluationError(
                    "Nothing is selected.", hint="Select what you want to submit."
                )
            before = {one.item for one in self._tries}
            fresh = [int(item) for item in dict.fromkeys(items) if int(item) not in before]
            tries = judge(self._services.library, task, fresh, at_s)
            self._tries += tries
        self._changed()
        return tries

    @property
    def tries(self) -> tuple[PracticeTry, ...]:
        """What was submitted in the task that runs, oldest first."""
        with self._guard:
            return tuple(self._tries)

    def submitted(self) -> frozenset[int]:
        """Return the items that were submitted in the task that runs."""
        return frozenset(one.item for one in self.tries)

    @property
    def is_over(self) -> bool:
        """Whether the task that runs has come to its end: time, or the known item found."""
        with self._guard:
            if self._task is None:
                return False
            if self.elapsed_s() >= self._task.duration_s:
                return True
            return self._task.kind != "adhoc" and any(one.correct for one in self._tries)

    def finish(self, *, skipped: bool = False) -> Attempt:
        """End the task that runs and keep what was reached.

        Args:
            skipped: the user gave it up.

        Raises:
            EvaluationError: no task runs.
        """
        with self._guard:
            if self._task is None:
                raise EvaluationError("No task is running.", hint="Start the next one.")
            task, tries, used = self._task, tuple(self._tries), self.elapsed_s()
            found = [one.at_s for one in tries if one.correct]
            if task.kind != "adhoc" and found:
                used = found[0]
            attempt = Attempt(
                task.name, task.kind, task.duration_s, min(used, task.duration_s), tries,
                score_of(self._services.library, task, tries), self._actions, "user",
                datetime.now(UTC).isoformat(timespec="seconds"), skipped,
                legacy_score_of(self._services.library, task, tries),
            )  # fmt: skip
            self._task, self._tries = None, []
        self._append(attempt)
        self._changed()
        return attempt

    # -- history

    def attempts(self) -> list[Attempt]:
        """Return the attempts of this library, oldest first, without damaged lines."""
        try:
            lines = self._path.read_text("utf-8").split("\n")
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            logger.warning("earlier attempts cannot be read: %s", error)
            return []
        found = []
        for line in filter(None, lines):
            try:
                found.append(_attempt(json.loads(line)))
            except (ValueError, KeyError, TypeError) as error:
                logger.warning("an attempt cannot be read: %s", error)
        return found

    def _append(self, attempt: Attempt) -> None:
        """Write a line and flush it to the disk; a failure is logged, the attempt was shown."""
        line = json_bytes(asdict(attempt))
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as file:
                file.write(line + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            logger.warning("an attempt could not be kept: %s", error)


def _attempt(document: Mapping[str, Any]) -> Attempt:
    tries = tuple(PracticeTry(**one) for one in document["tries"])
    return replace(Attempt(**{**document, "tries": ()}), tries=tries)


def judge(
    library: "Library", task: PracticeTask, items: Sequence[int], at_s: float
) -> list[PracticeTry]:
    """Return the verdicts on items; unknown ids are wrong.

    A whole video counts as right where a shot of it is what is looked for in an ad-hoc task only:
    of a known item the place in the video must be named.
    """
    parents = {one.id: one.parent for one in library.catalogue.items(list(items))}
    found = []
    for item in items:
        parent = parents.get(item, -1)
        video = parent if parent >= 0 else item
        found.append(PracticeTry(at_s, item, item in task.targets, video))
    return found


def score_of(library: "Library", task: PracticeTask, tries: Sequence[PracticeTry]) -> float:
    """Return the score of DRES, 0-1000; who searches for everything alone is measured by all.

    With other teams the videos that any of them found are the whole; alone it is what there is.
    """
    judged = [Judgement(one.at_s, one.correct, one.video) for one in tries]
    if task.kind != "adhoc":
        return kis_score(judged, task.duration_s)
    return avs_score(judged, count_videos(library, task.targets))


def legacy_score_of(library: "Library", task: PracticeTask, tries: Sequence[PracticeTry]) -> float:
    """Return the score of the older rule of DRES for finding everything, 0-100; 0 for known items.

    The ranges that all teams found are those that there are, as in score_of().
    """
    if task.kind != "adhoc":
        return 0.0
    wanted = {*task.targets, *(one.item for one in tries)}
    known = {one.id: one for one in library.catalogue.items(sorted(wanted))}

    def judgement(item: int, at_s: float, *, correct: bool) -> Judgement:
        place = known.get(item)
        if place is None or place.parent < 0:
            return Judgement(at_s, correct, item)
        return Judgement(at_s, correct, place.parent, place.start_s, place.end_s)

    there = [judgement(item, 0.0, correct=True) for item in task.targets]
    judged = [judgement(one.item, one.at_s, correct=one.correct) for one in tries]
    return legacy_avs_score(judged, quantised(there))


def count_videos(library: "Library", items: frozenset[int]) -> int:
    """Return how many distinct videos, or items that are none, items belong to."""
    found = library.catalogue.items(sorted(items))
    return len({one.parent if one.parent >= 0 else one.id for one in found})
