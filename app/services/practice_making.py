"""What tasks of practice are made of, whether the library or a file says what they ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.evaluation_types import PracticeTask, TaskHint, TaskKind
from app.services.practice_words import STAGES_S
from common.values import ItemKind

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.catalogue.records import ItemSummary

DURATIONS_S: dict[TaskKind, float] = {"picture": 300.0, "text": 420.0, "adhoc": 300.0}
"""How long a task of a kind lasts where nothing else is said."""


@dataclass(frozen=True, slots=True)
class MadeTasks:
    """Tasks, and what the user should know of them."""

    tasks: tuple[PracticeTask, ...]
    notes: tuple[str, ...] = ()


def adhoc_task(name: str, text: str, items: NDArray[np.int64]) -> PracticeTask:
    """Return the task to find all of some items."""
    targets = frozenset(items.tolist())
    return PracticeTask(name, "adhoc", DURATIONS_S["adhoc"], (TaskHint(0.0, text),), targets)


def stage_hints(texts: Sequence[str]) -> tuple[TaskHint, ...]:
    """Return texts as hints, each in the place of the one before, a minute apart."""
    starts = [STAGES_S[0] + 60.0 * place for place in range(len(texts))]
    ends: list[float | None] = [*starts[1:], None]
    return tuple(
        TaskHint(start, text, end) for start, text, end in zip(starts, texts, ends, strict=True)
    )


def known_item(
    library: "Library",
    summary: "ItemSummary",
    name: str,
    kind: TaskKind,
    hints: tuple[TaskHint, ...],
    *,
    length_s: float = 0.0,
    duration_s: float | None = None,
    source: str = "library",
) -> PracticeTask:
    """Return the task to find one item.

    Of a video all shots that reach into the same seconds are right, as a server would judge.

    Args:
        library: that holds it.
        summary: of the item.
        name: of the task.
        kind: of the task.
        hints: in order of time.
        length_s: of the part of a video that is looked for, at least the shot itself.
        duration_s: of the task; None for what is usual.
        source: who made it.
    """
    lasts = DURATIONS_S[kind] if duration_s is None else duration_s
    if summary.kind != ItemKind.SHOT or summary.parent < 0:
        return PracticeTask(name, kind, lasts, hints, frozenset({summary.id}), source=source)
    start = summary.start_s or 0.0
    end = max(summary.end_s or start, start + length_s)
    targets = shots_within(library, summary.parent, start, end) | {summary.id}
    return PracticeTask(
        name, kind, lasts, hints, frozenset(targets), summary.parent, start, end, source
    )


def shots_within(library: "Library", video: int, start_s: float, end_s: float) -> set[int]:
    """Return the shots of a video that reach into some seconds of it."""
    children = library.catalogue.item(video).children
    found = library.catalogue.items(children)
    return {
        shot.id
        for shot in found
        if (shot.start_s or 0.0) < end_s
        and (shot.end_s if shot.end_s is not None else float("inf")) > start_s
    }
