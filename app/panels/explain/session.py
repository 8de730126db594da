"""What is explained now, what was before, and the jobs that find it out."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.context import PanelContext
from app.jobs import Job, Priority
from app.panels.explain import work
from app.panels.explain.work import Equipment
from app.services.explain_types import (
    AUTO,
    Explained,
    ExplainRequest,
    Occluded,
)
from common.jobs import JobContext
from common.values import ResultList

MOST_KEPT = 50  # questions of the history
_THROTTLE_MS = 60


class ExplainSession(QObject):
    """Asks the service, the newest question first; goes back and forward through questions.

    Args:
        context: services and jobs.
        parent: owner.
    """

    equipped = Signal(object)  # Equipment
    explained = Signal(object)  # Explained
    asked = Signal()  # a question is under way
    occluded = Signal(object)  # Occluded
    checked = Signal(object)  # list[SanityReport]
    failed = Signal(object)
    cancelled = Signal()  # what was asked for was stopped, or asked anew
    history_changed = Signal()

    def __init__(self, context: PanelContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._running: set[Job] = set()
        self.equipment: Equipment | None = None
        self.request: ExplainRequest | None = None
        self.answer: Explained | None = None
        self._answered: tuple[ExplainRequest, int] | None = None  # its question, and where that was
        self.network = AUTO
        self.chosen: Callable[[], dict[str, Any]] = dict  # what the page has chosen: methods, …
        self._history: list[ExplainRequest] = []
        self._place = -1
        self._mask: NDArray[np.bool_] | None = None
        self._is_occluding = False
        self._throttle = QTimer(self, singleShot=True, interval=_THROTTLE_MS)
        self._throttle.timeout.connect(self._occlude_now)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is on its way."""
        self._running = {job for job in self._running if not job.is_done}
        return bool(self._running) or self._throttle.isActive()

    # -- what can be chosen

    def equip(self, network: str = "") -> None:
        """Load a network and read what it offers; "" takes the one in use."""
        self.network = network or self.network
        function = partial(work.equip, self._context.services, self.network)
        self._submit(function, self._on_equipped, "explain-equip")

    @Slot(object)
    def _on_equipped(self, equipment: Equipment) -> None:
        self.equipment = equipment
        self.network = equipment.network or self.network
        self.equipped.emit(equipment)

    # -- questions

    def ask(self, request: ExplainRequest, *, remember: bool = True) -> None:
        """Explain; a newer question takes the place of one under way."""
        self.request = request
        if remember:
            self._remember(request)
        function = partial(work.explain, self._context.services, request)
        title = self.tr("Explain a picture")
        job = self._submit(function, self._on_explained, "explain", title, fails=False)
        job.failed.connect(self._on_unanswered)
        self.asked.emit()

    def change(self, **values: Any) -> None:
        """Ask the same with something else: layer, target, methods, options, network."""
        if self.request is not None:
            self.ask(replace(self.request, **values))

    def move(self, equipment: Equipment, methods: tuple[str, ...]) -> None:
        """Ask another network the same, as far as it has the class, the words and the methods.

        One that cannot be loaded leaves the network of the answer on view in use.
        """
        if equipment.error is None and self.request is not None:
            target = work.fitting(self.request.target, equipment)
            self.change(network=equipment.network, layer=AUTO, target=target, methods=methods)
        elif self.answer is not None:
            self.equip(self.answer.request.network)

    def ask_suggestion(self, item: int, label_set: str) -> None:
        """Explain why feedback suggests an item, by the marks of a label set."""
        services = self._context.services
        function = partial(work.suggestion_request, services, item, label_set)
        self._submit(function, self._on_request, "explain-hit")

    def ask_hit(self, hit: Any, found: ResultList) -> None:
        """Explain why a list holds an item."""
        function = partial(work.hit_request, self._context.services, hit, found)
        self._submit(function, self._on_request, "explain-hit")

    @Slot(object)
    def _on_request(self, request: ExplainRequest) -> None:
        self.ask(replace(request, **self.chosen()))

    @Slot(object)
    def _on_explained(self, answer: Explained) -> None:
        self.answer = answer
        if self.request is not None:
            self._answered = self.request, self._place
        self._mask = None
        self.explained.emit(answer)

    @Slot(object)
    def _on_unanswered(self, error: Exception) -> None:
        """Go on from the answer on view: the next change must not repeat what went wrong.

        A picture that cannot be explained stays in question, so that no maps of another one stand
        where it is selected.
        """
        self._go_back()
        self.failed.emit(error)

    def _go_back(self) -> None:
        """Take a question without an answer out of what the next change starts from."""
        failed = self.request
        if self._answered is not None and failed is not None and self.answer is not None:
            before, place = self._answered
            if before.source == failed.source:
                self.request = before
                if self._history[self._place] == failed != before:
                    del self._history[self._place]
                    self._place = place - (self._place < place)
                    self.history_changed.emit()
            else:
                self.answer = self._answered = None

    # -- back and forward

    def _remember(self, request: ExplainRequest) -> None:
        if self._place >= 0 and self._history[self._place] == request:
            return
        del self._history[self._place + 1 :]
        self._history = [*self._history, request][-MOST_KEPT:]
        self._place = len(self._history) - 1
        self.history_changed.emit()

    @property
    def can_go_back(self) -> bool:
        """Whether something was asked before."""
        return self._place > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether one went back."""
        return self._place < len(self._history) - 1

    @property
    def history(self) -> tuple[ExplainRequest, ...]:
        """What was asked, oldest first."""
        return tuple(self._history)

    def step(self, steps: int) -> None:
        """Show what was asked before (-1) or after (1)."""
        place = self._place + steps
        if 0 <= place < len(self._history):
            self._place = place
            self.history_changed.emit()
            self.ask(self._history[place], remember=False)

    # -- what if parts are hidden

    def occlude(self, mask: NDArray[np.bool_]) -> None:
        """Ask about the picture with parts hidden; the newest mask counts."""
        self._mask = mask
        if not self._is_occluding and not self._throttle.isActive():
            self._occlude_now()

    @Slot()
    def _occlude_now(self) -> None:
        mask, self._mask = self._mask, None
        if mask is None or self.answer is None:
            return
        request, label = self.answer.request, self.answer.label
        function = partial(work.occlude, self._context.services, request, mask, label)
        self._is_occluding = True
        job = self._submit(function, self._on_occluded, "explain-occlude")
        job.failed.connect(self._on_occluding_done)
        job.cancelled.connect(self._on_occluding_done)

    @Slot(object)
    def _on_occluded(self, found: Occluded) -> None:
        self._on_occluding_done()
        self.occluded.emit(found)

    @Slot()
    def _on_occluding_done(self, *_: object) -> None:
        self._is_occluding = False
        if self._mask is not None:
            self._throttle.start()

    # -- sanity

    def check(self) -> None:
        """Shuffle the network and see whether the maps on view change."""
        if self.answer is not None:
            function = partial(work.sanity, self._context.services, self.answer.request)
            title = self.tr("Check whether maps follow what the network learned")
            self._submit(function, self._on_checked, "explain-sanity", title)

    @Slot(object)
    def _on_checked(self, reports: Any) -> None:
        self.checked.emit(reports)

    # -- jobs

    def cancel(self) -> None:
        """Stop everything under way."""
        for job in list(self._running):
            job.cancel()
        if self.answer is not None and self.answer.request.source == getattr(
            self.request, "source", None
        ):
            self._go_back()

    def _submit(
        self,
        function: Callable[[JobContext], Any],
        then: Callable[[Any], None],
        key: str,
        title: str | None = None,
        *,
        fails: bool = True,
    ) -> Job:
        job = self._context.jobs.submit(
            "gpu", function, replaces=key, title=title, priority=Priority.INTERACTIVE
        )
        self._running.add(job)
        job.succeeded.connect(then)
        if fails:
            job.failed.connect(self.failed)
        if title is not None:
            job.cancelled.connect(self.cancelled)
        return job
