"""A session of feedback: asks the service, keeps what was shown, tells the panel what to show."""

import random
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.context import PanelContext
from app.jobs import Job, Priority
from app.panels.feedback import work
from app.panels.feedback.round import RESERVE, SHOWN, Change, FeedbackRound, RoundState
from app.panels.feedback.work import Start, Wish
from app.services.types import FeedbackOptions
from app.widgets.view_undo import ViewParts
from common.jobs import JobContext
from common.values import ResultList

PART = "feedback.round"


class FeedbackSession(QObject):
    """What is marked, seen and shown in the active label set, and how that changes.

    Args:
        context: services, jobs, shared state.
        options: how suggestions are made now.
        parent: the panel.
    """

    begun = Signal(object)  # Start: another label set, or the same read again
    shown = Signal(bool)  # another screen; True: the same one, what comes next was renewed
    changed = Signal(object, object)  # lists of Change: what came, what came back
    emptied = Signal()  # there is nothing to show, and nothing marked
    failed = Signal(object)

    def __init__(
        self, context: PanelContext, options: Callable[[], FeedbackOptions], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._options = context, options
        self._job: Job | None = None
        self._resumed: tuple[tuple[int, ...], int] = ((), 0)
        self.round = FeedbackRound()
        self.found = ResultList("")
        self.parts = ViewParts(context.shared, self)
        self.parts.add(PART, lambda: self.round.state, self._restore)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._job is not None

    # -- asking

    def reload(self) -> None:
        """Read the marks of the active set, and suggest if anything is marked."""
        name = self._context.shared.label_set
        default = self.tr("My marks")
        function = partial(work.begin, self._context.services, name, default)
        self._submit(function, self._on_begun, key="feedback-begin")

    def resume(self, seen: Sequence[int], number: int) -> None:
        """Begin where a session of the window ended.

        Args:
            seen: items that were passed over, besides those that the library knows of.
            number: of the round that was on show, 0 for none.
        """
        self._resumed = (tuple(seen), number)
        self.reload()

    def wish(self, count: int, seen: Sequence[int]) -> Wish:
        """Return what is asked for now."""
        marks = self.round
        return Wish(
            tuple(marks.marked(1)), tuple(marks.marked(-1)), count, tuple(seen),
            tuple(self._context.shared.filters), self._options(), tuple(marks.history),
        )  # fmt: skip

    def suggest(self, *, keep_shown: bool = False, title: str = "") -> None:
        """Ask for the next best.

        Args:
            keep_shown: only renew what comes after those on the screen.
            title: of the step in the history; "" for none.
        """
        keeps = keep_shown and bool(self.round.shown)
        seen = self.round.excluded() if keeps else list(self.round.seen)
        wish = self.wish(RESERVE if keeps else SHOWN + RESERVE, seen)
        then = self._on_renewed if keeps else partial(self._on_round, title)
        self._submit(partial(work.suggest, self._context.services, wish), then)

    def go_on(self) -> None:
        """Show 25 new ones; those shown count as seen."""
        self._keep_seen(add=[] if self.round.mode else self.round.pass_over())
        if self.round.labels:
            self.suggest(title=self.tr("Next suggestions"))
        else:
            self.show_random()

    def best_now(self) -> None:
        """Show the best 25 by all marks; those on the screen may stay."""
        if self.round.labels:
            self.suggest(title=self.tr("Best suggestions"))
        else:
            self.show_random()

    def show_random(self) -> None:
        """Show a random sample of what is neither marked nor seen."""
        without = frozenset((*self.round.labels, *self.round.seen))
        seed = random.getrandbits(32)
        filters = tuple(self._context.shared.filters)
        function = partial(work.sample, self._context.services, without, seed, filters)
        self._submit(function, partial(self._on_round, self.tr("Random pictures")))

    def rank_all(self) -> None:
        """Show the whole collection, best first."""
        function = partial(work.ranked, self._context.services, self.wish(work.RANKED, ()))
        self._submit(function, partial(self._on_list, "ranked"))

    def search(self, text: str) -> None:
        """Search for first examples; an empty text goes back to the suggestions."""
        if not text:
            if self.round.labels:
                self.best_now()
            else:
                self.emptied.emit()
            return
        filters = tuple(self._context.shared.filters)
        function = partial(work.find, self._context.services, text, filters)
        self._submit(function, partial(self._on_list, "found"))

    def start_over(self) -> list[int]:
        """Forget what was seen and shown; return the marked items, which the panel unmarks."""
        marked = list(self.round.labels)
        self.round.start_over()
        self.parts.note(PART, self.tr("Start over"))
        self._keep_seen(keep=())
        if not marked:
            self.emptied.emit()
        return marked

    def forget_seen(self) -> None:
        """Let what was seen come again."""
        self.round.seen.clear()
        self._keep_seen(keep=())
        self.suggest(title=self.tr("Show seen ones again"))

    def take_labels(self) -> None:
        """Marks are stored: judged ones make room at once, then what comes next is renewed."""
        shared = self._context.shared
        labels = self._context.services.items.labels(shared.label_set)
        if labels == self.round.labels:
            return
        rows = self.round.set_labels(labels)
        came: list[Change] = []
        back: list[Change] = []
        if not self.round.mode:
            back = self.round.take_back()
            came = [self.round.replace(row) for row in reversed(rows)]
        self.parts.sync()
        self.changed.emit(came, back)
        if self.round.mode:
            self.shown.emit(True)  # noqa: FBT003 - signals have no names
        elif self.round.labels:
            self.suggest(keep_shown=True)
        elif not self.round.shown:
            self.emptied.emit()

    def _keep_seen(self, *, add: Sequence[int] = (), keep: Sequence[int] | None = None) -> None:
        """Store what was seen, in the background."""
        name = self._context.shared.label_set
        function = partial(work.keep_seen, self._context.services, name, list(add), keep)
        if add or keep is not None:
            self._context.jobs.submit("db", function).failed.connect(self.failed)

    def _submit(
        self,
        function: Callable[[JobContext], Any],
        then: Callable[[Any], None],
        key: str = "feedback",
    ) -> None:
        job = self._context.jobs.submit("io", function, replaces=key, priority=Priority.INTERACTIVE)
        self._job = job
        job.succeeded.connect(then)
        job.failed.connect(self._on_failed)

    # -- answers

    @Slot(object)
    def _on_begun(self, start: Start) -> None:
        self._job = None
        self.round.start_over()
        self.round.set_labels(start.labels)
        (more, number), self._resumed = self._resumed, ((), 0)
        self.round.seen = dict.fromkeys((*start.seen, *more))
        self.round.number = max(0, number - 1)
        self.parts.sync()
        self.begun.emit(start)
        if self.round.labels or number:
            self.suggest()
        else:
            self.emptied.emit()

    def _on_round(self, title: str, found: ResultList) -> None:
        self._job, self.found = None, found
        self.round.fill(found.hits)
        self._tell(title)

    @Slot(object)
    def _on_renewed(self, found: ResultList) -> None:
        """Take what comes next, leave what is on the screen."""
        self._job, self.found = None, found
        self.round.refresh(found.hits)
        self.parts.sync()
        self.shown.emit(True)  # noqa: FBT003

    def _on_list(self, mode: str, found: ResultList) -> None:
        self._job, self.found = None, found
        self.round.fill_list(found.hits, mode)
        self._tell(self.tr("All ranked") if mode == "ranked" else self.tr("Find first examples"))

    def _tell(self, title: str) -> None:
        if title:
            self.parts.note(PART, title)
        else:
            self.parts.sync()
        self.shown.emit(False)  # noqa: FBT003

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self.failed.emit(error)

    def _restore(self, state: RoundState) -> None:
        """Bring a screen back that undo or redo asks for."""
        self.round.state = state
        self._keep_seen(keep=list(state.seen))
        if self.round.shown or self.round.number:
            self.shown.emit(False)  # noqa: FBT003
        else:
            self.emptied.emit()
