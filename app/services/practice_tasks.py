"""Makes tasks of practice from the library itself; the same seed makes the same tasks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import numpy as np

from app.services.evaluation_types import EvaluationNote, PracticeTask, TaskHint, TaskKind
from app.services.practice_files import read_tasks, shipped_tasks
from app.services.practice_making import (
    MadeTasks,
    adhoc_task,
    known_item,
    stage_hints,
)
from app.services.practice_words import TaskText, describe
from common.errors import EvaluationError
from common.jobs import JobContext
from common.values import ItemKind
from indexers.catalogue.records import Filter

if TYPE_CHECKING:
    from app.services.library import Library

KINDS: tuple[TaskKind, ...] = get_args(TaskKind)
CLIP_S = 20.0
LEAST, MOST = 5, 500  # items of what is looked for in ad-hoc tasks
_PREFERRED = ("object", "concept", "coarse", "fine", "activity", "event", "genre", "tag", "place")


@dataclass(frozen=True, slots=True)
class TaskWish:
    """Which tasks are wanted.

    Args:
        kinds: of tasks, made in turn.
        count: how many, > 0.
        seed: chooses targets.
        facet: of ad-hoc tasks, "label" for what the user marked; "" for any that fits.
        label_set: whose marks judge.
        source: "library" makes tasks, "shipped" takes those of the demo library, else the path of
            a file or folder of tasks.
    """

    kinds: tuple[TaskKind, ...] = KINDS
    count: int = 9
    seed: int = 0
    facet: str = ""
    label_set: str = "default"
    source: str = "library"


def make_tasks(library: "Library", wish: TaskWish, context: JobContext) -> MadeTasks:
    """Return tasks.

    Args:
        library: that asks and judges.
        wish: which.
        context: reports and cancels.

    Raises:
        EvaluationError: there are no items, no such kind or facet, or no file of tasks.
        JobCancelled: the user cancelled.
    """
    if not wish.kinds or not set(wish.kinds) <= set(KINDS) or wish.count < 1:
        raise EvaluationError(
            "There are no such tasks.", hint=f"Choose among {', '.join(KINDS)}, at least one."
        )
    if wish.source != "library":
        found = (
            shipped_tasks(library)
            if wish.source == "shipped"
            else read_tasks(library, Path(wish.source))
        )
        kept = tuple(one for one in found.tasks if one.kind in wish.kinds)[: wish.count]
        return MadeTasks(kept, found.notes)
    return _Maker(library, wish, context).make()


class _Maker:
    """Draws targets and makes tasks of them."""

    def __init__(self, library: "Library", wish: TaskWish, context: JobContext) -> None:
        self._library = library
        self._wish = wish
        self._context = context
        self._random = np.random.default_rng(wish.seed)
        self._without_words = 0
        self._number = 0  # of the task that is made; names tell nothing of the target
        self._targets = self._drawn_targets()

    def make(self) -> MadeTasks:
        makers: dict[TaskKind, Callable[[], PracticeTask | None]] = {
            "picture": self._by_picture, "text": self._by_text,
        }  # fmt: skip
        adhoc = self._adhoc() if "adhoc" in self._wish.kinds else iter(())
        tasks: list[PracticeTask] = []
        open_kinds = list(self._wish.kinds)
        while open_kinds and len(tasks) < self._wish.count:
            kind = open_kinds[len(tasks) % len(open_kinds)]
            self._number = len(tasks) + 1
            self._context.step(len(tasks), self._wish.count, "Making tasks")
            made = next(adhoc, None) if kind == "adhoc" else makers[kind]()
            if made is None:
                open_kinds.remove(kind)
            else:
                tasks.append(made)
        return MadeTasks(tuple(tasks), self._notes(len(tasks)))

    def _notes(self, made: int) -> tuple[str, ...]:
        notes = []
        if self._without_words:
            notes.append(EvaluationNote("no-words", count=self._without_words))
        if not made and self._wish.facet == "label":
            notes.append(EvaluationNote("no-marks", name=self._wish.label_set))
        elif made < self._wish.count:
            notes.append(EvaluationNote("few-tasks", made=made, wanted=self._wish.count))
        return tuple(notes)

    # -- known items

    def _drawn_targets(self) -> Iterator[int]:
        """Yield items that can be looked for, in an order drawn by chance."""
        columns = self._library.catalogue.columns("id", "kind", "thumb_row")
        kinds = np.asarray(columns["kind"]).astype(str)
        fits = np.isin(kinds, [ItemKind.PHOTO, ItemKind.SHOT, ItemKind.FILM, ItemKind.LIFELOG])
        ids = np.asarray(columns["id"], np.int64)[fits & (np.asarray(columns["thumb_row"]) >= 0)]
        if not len(ids):
            raise EvaluationError(
                "There is nothing to look for in this library.", hint="Import something first."
            )
        return iter(self._random.permutation(ids).tolist())

    def _by_picture(self) -> PracticeTask | None:
        item = next(self._targets, None)
        if item is None:
            return None
        summary = self._library.catalogue.items([item])[0]
        hint = TaskHint(0.0, until_s=CLIP_S, item=item)
        return known_item(
            self._library,
            summary,
            TaskText("name-picture", number=self._number),
            "picture",
            (hint,),
            length_s=CLIP_S,
        )

    def _by_text(self) -> PracticeTask | None:
        for item in self._targets:
            self._context.step(0)
            details = self._library.catalogue.item(item)
            told = describe(details)
            if told is None:
                self._without_words += 1
                continue
            hints = stage_hints(told)
            name = TaskText("name-text", number=self._number)
            return known_item(self._library, details.summary, name, "text", hints)
        return None

    # -- everything of a kind

    def _adhoc(self) -> Iterator[PracticeTask]:
        """Yield tasks to find all that has a value, drawn by chance."""
        if self._wish.facet == "label":
            yield from self._of_labels()
            return
        found = self._values()
        for place in self._random.permutation(len(found)):
            key, value = found[int(place)]
            items = self._library.catalogue.items_with([Filter(key, (value,))])
            said = {"values": value, "pairs": [(key, value)]}
            told = TaskText("find-all", key=key, **said)
            yield adhoc_task(TaskText("name-all", **said), told, items)

    def _values(self) -> list[tuple[str, str]]:
        """Return keys and values that neither very few nor most items have."""
        catalogue = self._library.catalogue
        keys = catalogue.facet_keys()
        if self._wish.facet and self._wish.facet not in keys:
            raise EvaluationError(
                f"No item has the facet “{self._wish.facet}”.",
                hint=f"There are: {', '.join(sorted(keys))}.",
            )
        wanted = [self._wish.facet] if self._wish.facet else [k for k in _PREFERRED if k in keys]
        most = min(MOST, catalogue.count() // 2)
        return [
            (key, value)
            for key in wanted
            for value, count in catalogue.facet_counts(key, limit=200)
            if LEAST <= count <= most
        ]

    def _of_labels(self) -> Iterator[PracticeTask]:
        labels = self._library.catalogue.labels(self._wish.label_set)
        right = np.array(sorted(item for item, value in labels.items() if value > 0), np.int64)
        if len(right):
            name = self._wish.label_set
            told = TaskText("find-marked", name=name)
            yield adhoc_task(TaskText("name-marked", name=name), told, right)
