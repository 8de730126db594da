"""A participant's way through a wall study: it sets the wall up, counts down, asks, records."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.jobs import Priority
from app.panels.wall import WallPanel
from app.panels.watchlist import WatchlistPanel
from app.services.study import (
    LAST_QUESTIONS,
    TRIAL_QUESTIONS,
    Plan,
    Record,
    StudyService,
    Trial,
    check_answers,
    now_text,
)
from app.services.wall_camera import View
from app.shell.recorder import Recorder
from app.shell.study.bar import StudyBar
from app.shell.study.dialogs import QuestionDialog
from app.shell.study.texts import last_questions, trial_questions
from app.shell.workspace import Workspace
from common.errors import AppError
from common.jobs import JobContext

logger = logging.getLogger(__name__)

TICK_MS = 200
AUTOSAVE_S = 15
FAMILIAR_SEED = 7919  # the wall to get familiar with is none of those of the trials
KEPT_EVENTS = {"wall.view": "view", "inspect": "inspect", "open": "open", "wall.find": "find",
               "filters": "filters", "command": "command", "undo": "undo"}  # fmt: skip


class StudyRun(QObject):
    """One participant's session.

    Args:
        workspace: its wall and watchlist are used.
        recorder: gives the events.
        service: keeps the record.
        plan: of the participant.
        bar: says what to do; shown as long as the session lasts.
    """

    ended = Signal(bool)  # whether the participant went through to the end

    def __init__(
        self,
        workspace: Workspace,
        recorder: Recorder,
        service: StudyService,
        plan: Plan,
        bar: StudyBar,
    ) -> None:
        super().__init__(workspace)
        wall, watchlist = workspace.panel("wall"), workspace.panel("watchlist")
        assert isinstance(wall, WallPanel)
        assert isinstance(watchlist, WatchlistPanel)
        self.wall, self.watchlist = wall, watchlist
        self.record = Record(plan)
        self.trial: Trial | None = None
        self.dialog: QuestionDialog | None = None
        self._workspace, self._service, self._bar = workspace, service, bar
        self._context = workspace.context
        self._began = self._saved = 0.0
        self._lasts = 0.0
        self._is_live = False  # the wall of this part is on show and its clock runs
        self._before = wall.save_state()
        self._stop_listening: Callable[[], None] = recorder.listen(self._on_event)
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self._on_tick)
        wall.view.landed.connect(self._on_landed)
        bar.next_wanted.connect(self.end_part)
        bar.stop_wanted.connect(self.stop)

    # -- parts

    def begin(self) -> None:
        """Show the wall to get familiar with, or the first trial where no time is given for it."""
        self.wall.bar.lock(on=True)
        # The watchlist must not cover what a click shows; a notice tells of what is put on it.
        for name in ("watchlist", "details", "wall"):
            self._workspace.bring_up(name)
        plan = self.record.plan
        if plan.familiar_s:
            text = self.tr(
                "Get to know the wall: the wheel zooms, dragging moves, a click shows the details, "
                "%s puts what is selected on the watchlist."
            )
            self._bar.show_task(text % "Ctrl+Shift+L")
            self._set_up("random", FAMILIAR_SEED, plan.familiar_s)
        else:
            self._next_trial()

    def _next_trial(self) -> None:
        plan, number = self.record.plan, len(self.record.trials)
        arrangement = plan.order[number]
        self.trial = Trial(arrangement, plan.seed * len(plan.order) + number)
        text = self.tr(
            "Wall {number} of {all}: look around as you like, and put what you would like to see "
            "on the watchlist ({keys})."
        )
        self._bar.show_task(
            text.format(number=number + 1, all=len(plan.order), keys="Ctrl+Shift+L")
        )
        self.watchlist.make(self.list_name)
        self._set_up(arrangement, self.trial.seed, plan.trial_s)

    @property
    def list_name(self) -> str:
        """Name of the watchlist of the trial that runs."""
        plan = self.record.plan
        return f"{plan.study} {plan.participant} {len(self.record.trials) + 1}"

    def _set_up(self, arrangement: str, seed: int, lasts_s: float) -> None:
        """Show a wall from its beginning; its clock starts when it has landed."""
        self._ticks.stop()
        self._is_live, self._lasts = False, lasts_s
        shared = self._context.shared
        shared.select((), "study")
        shared.set_filters((), "study")
        self.wall.bar.search.clear()
        self.wall.bar.seed = seed
        self._bar.show_time(0, lasts_s)
        self.wall.arrange_by(arrangement, self.record.plan.key)

    @Slot()
    def _on_landed(self) -> None:
        """Start the clock of a part; later landings (a resize, an import) go on with it."""
        if self._is_live or self.dialog is not None or not self._lasts:
            return
        self._is_live = True
        view, start = self.wall.view, self.record.plan.start_px
        fitted = view.camera.fitted()
        wanted = fitted if start == 0 else View(fitted.x, fitted.y, float(start))
        view.camera.jump(wanted)
        view.camera_changed()
        self._began = self._saved = time.monotonic()
        if self.trial is not None:
            self.trial.started_at = now_text()
            self.wall.presenting.notes.note_view()
            prepared = self.wall.model.current
            if prepared is not None:
                self.record.items = len(prepared.table)
                note = prepared.arrangement.note
                if self.trial.arrangement == "clustered" and note:
                    self.record.note = note
        self._ticks.start()

    @Slot()
    def _on_tick(self) -> None:
        passed = time.monotonic() - self._began
        self._bar.show_time(passed, self._lasts)
        if passed >= self._lasts:
            self.end_part()
        elif self.trial is not None and time.monotonic() - self._saved > AUTOSAVE_S:
            self._saved = time.monotonic()
            self._save(with_trial=True)

    @Slot()
    def end_part(self) -> None:
        """End the part that runs: its time is over, or the participant goes on."""
        if not self._is_live:
            return
        self._ticks.stop()
        self._is_live = False
        if self.trial is None:
            self._next_trial()
            return
        self._close_trial(self.trial)
        work = partial(_watchlist, self._context.services.items, self.list_name)
        job = self._context.jobs.submit("db", work, priority=Priority.INTERACTIVE)
        job.succeeded.connect(self._on_watchlist)
        job.failed.connect(self._context.notices.error)

    def _close_trial(self, trial: Trial) -> None:
        trial.seconds = round(time.monotonic() - self._began, 3)

    @Slot(object)
    def _on_watchlist(self, items: list[int]) -> None:
        if self.trial is None:
            return
        self.trial.watchlist = items
        self._save(with_trial=True)
        title = self.tr("About this wall")
        self.dialog = QuestionDialog(title, trial_questions(), parent=self._workspace)
        self.dialog.accepted.connect(self._on_answered)
        self.dialog.open()

    @Slot()
    def _on_answered(self) -> None:
        trial, dialog = self.trial, self.dialog
        if trial is None or dialog is None:
            return
        check_answers(dialog.answers, TRIAL_QUESTIONS)
        trial.answers = dialog.answers
        self._drop_dialog()
        self.record.trials.append(trial)
        self.trial = None
        self._save()
        if len(self.record.trials) < len(self.record.plan.order):
            self._next_trial()
        else:
            self._ask_last()

    def _ask_last(self) -> None:
        names = [
            (arrangement, self.tr("The wall number %s") % number)
            for number, arrangement in enumerate(self.record.plan.order, 1)
        ]
        title = self.tr("At the end")
        self.dialog = QuestionDialog(title, last_questions(), names, self._workspace)
        self.dialog.accepted.connect(self._on_last)
        self.dialog.open()

    @Slot()
    def _on_last(self) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        check_answers(dialog.answers, LAST_QUESTIONS)
        record = self.record
        record.answers = dialog.answers
        record.best, record.worst = dialog.best.currentData(), dialog.worst.currentData()
        record.comment = dialog.comment.toPlainText().strip()
        self._drop_dialog()
        self._save()
        self._finish(is_complete=True)

    # -- records

    def _on_event(self, event: str, values: Mapping[str, Any]) -> None:
        name = KEPT_EVENTS.get(event)
        if name is None or self.trial is None or not self._is_live:
            return
        passed = round(time.monotonic() - self._began, 3)
        self.trial.events.append({"s": passed, "event": name, **values})

    def _snapshot(self, *, with_trial: bool) -> Record:
        """Return the record as it is now; no later event changes it."""
        record = self.record
        trials = list(record.trials)
        if with_trial and self.trial is not None:
            if self._is_live:
                self._close_trial(self.trial)
            trials.append(
                replace(
                    self.trial, events=list(self.trial.events), answers=dict(self.trial.answers)
                )
            )
        return replace(record, trials=trials, answers=dict(record.answers))

    def _save(self, *, with_trial: bool = False) -> None:
        """Write the record in the background, with the trial that runs if it is asked for."""
        snapshot = self._snapshot(with_trial=with_trial)

        def work(context: JobContext) -> None:
            context.step(0)
            self._service.save(snapshot)

        job = self._context.jobs.submit("db", work, priority=Priority.INTERACTIVE)
        job.failed.connect(self._context.notices.error)

    # -- the end

    @Slot()
    def stop(self) -> None:
        """End the session early; what was recorded is kept."""
        # Not in the background: the window may be closing, and jobs would be dropped.
        try:
            self._service.save(self._snapshot(with_trial=True))
        except AppError as error:
            self._context.notices.error(error)
        self._finish(is_complete=False)

    def _drop_dialog(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.hide()
            dialog.deleteLater()

    def _finish(self, *, is_complete: bool) -> None:
        self._ticks.stop()
        self._is_live, self._lasts, self.trial = False, 0.0, None
        self._stop_listening()
        self._drop_dialog()
        self.wall.view.landed.disconnect(self._on_landed)
        self.wall.bar.lock(on=False)
        self.wall.restore_state(self._before)
        self.ended.emit(is_complete)


def _watchlist(items: Any, name: str, context: JobContext) -> list[int]:
    context.step(0)
    return list(items.watchlist_items(name))
