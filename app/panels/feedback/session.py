"""A session of feedback: asks the service, keeps what was shown, tells the panel what to show."""

import random
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.context import PanelContext
from app.panels.feedback import work
from app.panels.feedback.answers import Answers
from app.panels.feedback.retrace import Key, Retrace, Screen
from app.panels.feedback.round import RESERVE, SHOWN, Change, FeedbackRound
from app.panels.feedback.work import Start, Wish
from app.services.types import FeedbackOptions
from app.widgets.view_undo import ViewParts
from common.jobs import JobContext
from common.values import Hit, ResultList

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
    turned = Signal(object)  # FeedbackOptions of a screen that undo or redo brought back
    emptied = Signal()  # there is nothing to show, and nothing marked
    failed = Signal(object)

    def __init__(
        self, context: PanelContext, options: Callable[[], FeedbackOptions], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._options = context, options
        self._answers = Answers(context, self)
        self._answers.failed.connect(self.failed)
        self._resumed: tuple[tuple[int, ...], int] = ((), 0)
        self.round = FeedbackRound()
        self.found = ResultList("")
        self._filters = context.shared.filters
        self._retrace = Retrace()
        self._turns = 0  # of the history, when the marks were last taken over
        self._clears: frozenset[int] = frozenset()  # marks that starting over takes away
        self._sought = ""
        self.parts = ViewParts(context.shared, self)
        self.parts.add(PART, lambda: self.screen, self._on_requested)

    @property
    def screen(self) -> Screen:
        """What is on show."""
        return Screen(self.round.state, self._options(), self.found, self._key)

    @property
    def _key(self) -> Key:
        return Retrace.key(self.round.labels, self._filters)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._answers.are_awaited

    # -- asking

    def reload(self) -> None:
        """Read the marks of the active set, and suggest if anything is marked."""
        name = self._context.shared.label_set
        default = self.tr("My marks")
        function = partial(work.begin, self._context.services, name, default)
        self._answers.ask(function, self._on_begun, key="feedback-begin")

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

        def take(found: ResultList) -> None:
            self._context.shared.note("asked", work.told(wish, found))
            then(found)

        self._answers.ask(partial(work.suggest, self._context.services, wish), take)

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

    def show_random(self, title: str | None = None) -> None:
        """Show a random sample of what is neither marked nor seen.

        Args:
            title: of the step in the history; "" for none, None for what it is.
        """
        title = self.tr("Random pictures") if title is None else title
        without = frozenset((*self.round.labels, *self.round.seen))
        seed = random.getrandbits(32)
        filters = tuple(self._context.shared.filters)
        function = partial(work.sample, self._context.services, without, seed, filters)
        self._answers.ask(function, partial(self._on_round, title))

    def rank_all(self, title: str = "") -> None:
        """Show the whole collection, best first.

        Args:
            title: of the step in the history; "" for what it is.
        """
        title = title or self.tr("All ranked")
        self._answers.ask(self._ranking(), partial(self._on_list, "ranked", title))

    def _ranking(self) -> Callable[[JobContext], Any]:
        return partial(work.ranked, self._context.services, self.wish(work.RANKED, ()))

    def search(self, text: str) -> None:
        """Search for first examples; an empty text goes back to the suggestions."""
        if not text:
            if self.round.labels:
                self.best_now()
            else:
                self.emptied.emit()
            return
        self._sought = text
        self._answers.ask(
            self._search(), partial(self._on_list, "found", self.tr("Find first examples"))
        )

    def _search(self) -> Callable[[JobContext], Any]:
        filters = tuple(self._context.shared.filters)
        return partial(work.find, self._context.services, self._sought, filters)

    def start_over(self) -> list[int]:
        """Forget what was seen and shown; return the marked items, which the panel unmarks.

        Where anything is marked, all of it happens when the marks are gone, as one step.
        """
        marked = list(self.round.labels)
        if marked:
            self._clears = frozenset(marked)
        else:
            self._empty()
            self.parts.note(PART, self.tr("Start over"))
        return marked

    def _empty(self) -> None:
        """Show that nothing is marked nor seen."""
        self._answers.drop()
        self.round.start_over()
        self.found = ResultList("")
        self._keep_seen(keep=())
        self.emptied.emit()

    def take_options(self) -> None:
        """Options were changed: what is on show is made by them."""
        title = self.tr("Other options")
        if self.round.labels and not self.round.mode:
            self.suggest(title=title)
        elif self.round.labels and self.round.mode == "ranked":
            self.rank_all(title)
        else:
            self.parts.note(PART, title)

    def take_filters(self, *, is_turn: bool) -> None:
        """Filters were changed: what is on show passes them.

        Args:
            is_turn: by undo or redo, which bring the screen of that time back.
        """
        screen = self.screen
        self._filters = self._context.shared.filters
        there = self._turn(screen) if is_turn else None
        if there is not None:
            self._restore(there)
            self.parts.sync()
            return
        if not is_turn:
            self._retrace.leave(screen)
        if self.round.mode == "ranked":
            self._answers.ask(self._ranking(), partial(self._on_list, "ranked", ""))
        elif self.round.mode == "found":
            self._answers.ask(self._search(), partial(self._on_list, "found", ""))
        elif self.round.labels and self.round.number:
            self.suggest()
        elif self.round.number:
            self.show_random(title="")

    def forget_seen(self) -> None:
        """Let what was seen come again."""
        self.round.seen.clear()
        self._keep_seen(keep=())
        self.suggest(title=self.tr("Show seen ones again"))

    def take_labels(self) -> None:
        """Marks are stored: judged ones make room at once, then what comes next is renewed.

        Undo and redo bring the screen of that time back.
        """
        services = self._context.services
        turns, self._turns = self._turns, services.history.turns  # before the marks are read
        labels = services.items.labels(self._context.shared.label_set)
        if labels == self.round.labels:
            return
        is_turn = turns != self._turns
        screen = self.screen
        before = list(self.round.shown)
        rows = self.round.set_labels(labels)
        there = self._turn(screen) if is_turn else None
        if there is not None:
            self._return_to(there, before)
            return
        if not is_turn:
            self._retrace.leave(screen)
        clears, self._clears = self._clears, frozenset()
        if clears and not labels and clears == {item for item, _ in screen.key[0]}:
            self._empty()
            self.parts.sync()
            return
        self._make_room(rows)

    def _turn(self, screen: Screen) -> Screen | None:
        is_back = self._context.services.history.is_back
        return self._retrace.turn(screen, self._key, is_back=is_back)

    def _make_room(self, rows: Sequence[int]) -> None:
        """Replace what was judged in these rows, and ask for what comes next."""
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

    def _return_to(self, screen: Screen, before: list[Hit]) -> None:
        """Show the screen that belongs to marks which undo or redo brought back.

        Args:
            screen: the one.
            before: what was shown until now.
        """
        is_same = (self.round.mode, self.round.number) == (screen.round.mode, screen.round.number)
        if not is_same or len(screen.round.shown) != len(before) or not before:
            self._restore(screen)
        else:
            self._take(screen)
            self.changed.emit(*self.round.differences(before))
            self.shown.emit(True)  # noqa: FBT003
        self.parts.sync()

    def take_items(self) -> None:
        """Items were changed: those that were removed leave the screen."""
        self.take_labels()
        items = tuple(hit.item for hit in (*self.round.shown, *self.round.reserve))
        function = partial(work.gone, self._context.services, items)
        job = self._context.jobs.submit("io", function, replaces="feedback-gone")
        job.succeeded.connect(self._on_gone)
        job.failed.connect(self.failed)

    @Slot(object)
    def _on_gone(self, gone: frozenset[int]) -> None:
        if gone and self.round.drop(gone):
            self.parts.sync()
            self.shown.emit(False)  # noqa: FBT003

    def _keep_seen(self, *, add: Sequence[int] = (), keep: Sequence[int] | None = None) -> None:
        """Store what was seen, in the background."""
        name = self._context.shared.label_set
        function = partial(work.keep_seen, self._context.services, name, list(add), keep)
        if add or keep is not None:
            self._context.jobs.submit("db", function).failed.connect(self.failed)

    # -- answers

    @Slot(object)
    def _on_begun(self, start: Start) -> None:
        self._retrace.clear()
        self._turns = self._context.services.history.turns
        self._filters = self._context.shared.filters
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
        self.found = found
        self.round.fill(found.hits)
        self._tell(title)

    @Slot(object)
    def _on_renewed(self, found: ResultList) -> None:
        """Take what comes next, leave what is on the screen."""
        self.found = found
        self.round.refresh(found.hits)
        self.parts.sync()
        self.shown.emit(True)  # noqa: FBT003

    def _on_list(self, mode: str, title: str, found: ResultList) -> None:
        self.found = found
        self.round.fill_list(found.hits, mode)
        self._tell(title)

    def _tell(self, title: str) -> None:
        if title:
            self.parts.note(PART, title)
        else:
            self.parts.sync()
        self.shown.emit(False)  # noqa: FBT003

    def _on_requested(self, screen: Screen) -> None:
        """Undo or redo asks for a screen.

        Where several steps are undone quickly, the marks are known already when a screen between
        them is asked for; then the one that belongs to the marks is there, or will be.
        """
        if screen.key == self._key:
            self._restore(screen)

    def _restore(self, screen: Screen) -> None:
        """Bring a screen back that undo or redo asks for."""
        self._take(screen)
        if self.round.shown or self.round.number:
            self.shown.emit(False)  # noqa: FBT003
        elif self.round.labels:
            self.suggest()
        else:
            self.emptied.emit()

    def _take(self, screen: Screen) -> None:
        self._answers.drop()
        seen = tuple(self.round.seen)
        self.round.state, self.found = screen.round, screen.found
        if seen != screen.round.seen:
            self._keep_seen(keep=list(screen.round.seen))
        self.turned.emit(screen.options)
