"""Evaluations: what was submitted in the task that runs, on a server or in practice."""

import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.services.dres_queue import SubmissionStore
from app.services.evaluation_answers import AnswerMaker
from app.services.evaluation_server import ServerSide
from app.services.evaluation_types import PracticeTask, Submission
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.dres_training import TrainingServer
    from app.services.practice import PracticeService
    from app.services.practice_report import Comparison
    from app.services.services import Services

FOLDER = "evaluation"  # in the library


class EvaluationService:
    """Takes part in evaluations; safe to call on any thread.

    No connection is made before the user asks for one.

    Args:
        services: library, items, search and settings, asked for when they are needed.
    """

    def __init__(self, services: "Services") -> None:
        self._services = services
        self._guard = threading.RLock()
        self._submitted: frozenset[int] = frozenset()
        self.notices: list[str] = []
        self.server = ServerSide(services.settings, lambda: self.store, self.refresh)

    @property
    def folder(self) -> Path:
        """Where submissions and attempts are kept: in the library, or with the user's data."""
        library = self._services.library
        if library.is_read_only:
            name = str(library.info.get("id") or library.name)
            return self._services.paths.data / FOLDER / name
        return library.folder / FOLDER

    @cached_property
    def store(self) -> SubmissionStore:
        """All submissions of this library to servers."""
        return SubmissionStore(self.folder / "submissions.json", self.notices.append)

    @cached_property
    def answers(self) -> AnswerMaker:
        """Makes answers of items."""
        return AnswerMaker(self._services.items, self._services.settings)

    @cached_property
    def practice(self) -> "PracticeService":
        """Tasks that the library itself asks and judges."""
        from app.services.practice import PracticeService

        return PracticeService(self._services, self.folder, self.refresh)

    def simulate(
        self,
        tasks: Sequence[PracticeTask],
        settings: Sequence[str],
        *,
        users: int = 3,
        seed: int = 0,
        context: JobContext | None = None,
    ) -> "tuple[Comparison, dict[str, list[dict[str, Any]]]]":
        """Let simulated users play tasks with each setting; what they reached, and each play.

        Args:
            tasks: to be solved.
            settings: as read_setting() reads them; the first is what others are compared with.
            users: how many, >= 1.
            seed: of the first user.
            context: reports and cancels.

        Raises:
            EvaluationError: there is nothing to compare.
            QueryError: a setting is not known, or needs a network that is not there.
            JobCancelled: the user cancelled.
        """
        from app.services.practice_report import compare
        from app.services.practice_settings import as_json, read_setting
        from app.services.practice_users import simulate

        read = [read_setting(text) for text in settings]
        plays = simulate(self._services, tasks, read, users=users, seed=seed, context=context)
        documents = {name: [as_json(one) for one in each] for name, each in plays.items()}
        return compare(plays), documents

    def mock(
        self, tasks: Sequence[PracticeTask], user: str, password: str, port: int = 0
    ) -> "TrainingServer":
        """Return a server on this machine that runs tasks as DRES would; a context manager.

        Raises:
            EvaluationError: the port is taken.
        """
        from app.services.dres_training import TrainingServer

        return TrainingServer(self._services, self.answers, tasks, user, password, port)

    def submitted(self) -> frozenset[int]:
        """Return the items that were submitted in the task that runs; quick, for the UI thread.

        What was rejected is not among them.
        """
        with self._guard:
            return self._submitted

    def of_task(self) -> tuple[Submission, ...]:
        """Return the submissions to the task that runs on the server, oldest first."""
        view = self.server.view
        return tuple(
            one
            for one in self.store.all()
            if one.evaluation == view.chosen and one.task == view.task.name
        )

    def refresh(self) -> None:
        """Count anew what was submitted; the parts of the service call it."""
        found = {item for one in self.of_task() if one.state != "rejected" for item in one.items}
        if "practice" in self.__dict__:
            found |= self.practice.submitted()
        with self._guard:
            self._submitted = frozenset(found)
