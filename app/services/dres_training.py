"""A DRES server for training: runs tasks of practice on this machine, for any client."""

import base64
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from app.services.dres_mock import DresMock
from app.services.dres_mock_rules import MockTask
from app.services.dres_mock_world import MockEvaluation, MockUser, MockWorld
from app.services.evaluation_types import PracticeTask, Verdict
from common.closing import Closing
from common.errors import AppError, EvaluationError
from common.values import ItemKind

if TYPE_CHECKING:
    from app.services.evaluation_answers import AnswerMaker
    from app.services.services import Services

EVALUATION = "training"


class TrainingServer(Closing):
    """Serves one evaluation; a context manager.

    Args:
        services: pictures of hints, names of items.
        answers: names items as the client does.
        tasks: in order.
        user: who may log in.
        password: of the user.
        port: 0 for a free one.

    Raises:
        EvaluationError: the port is taken.
    """

    def __init__(
        self,
        services: "Services",
        answers: "AnswerMaker",
        tasks: Sequence[PracticeTask],
        user: str,
        password: str,
        port: int = 0,
    ) -> None:
        self._services, self._answers = services, answers
        self._evaluation = MockEvaluation(
            EVALUATION, "Training", [self._task(one) for one in tasks]
        )
        self.submissions = 0
        try:
            self._mock = DresMock(MockWorld([MockUser(user, password)], [self._evaluation]), port)
        except (OSError, OverflowError) as error:
            raise EvaluationError(
                f"Port {port} cannot be used ({error}).", hint="Choose another one: --port."
            ) from error

    def __enter__(self) -> Self:
        self._mock.__enter__()
        return self

    def close(self) -> None:
        """Stop listening."""
        self._mock.close()

    @property
    def address(self) -> str:
        """Where it listens."""
        return self._mock.address

    @property
    def has_clients(self) -> bool:
        """Whether anybody is logged in."""
        return self._mock.world.has_clients

    def begin(self, task: PracticeTask) -> None:
        """Let a task run from now on."""
        self.submissions += len(self._evaluation.submissions)
        self._mock.world.start_task(EVALUATION, task.name)

    @property
    def is_solved(self) -> bool:
        """Whether a known item was found."""
        verdicts = [one for each in self._evaluation.submissions for one in each.verdicts]
        running = self._evaluation.task
        return Verdict.CORRECT in verdicts and running is not None and running.group != "AVS"

    def _task(self, task: PracticeTask) -> MockTask:
        is_known = task.kind != "adhoc"
        return MockTask(
            task.name,
            duration_s=round(task.duration_s),
            others=self._places(task),
            asks="any",
            limit_correct=1 if is_known else 0,
            limit_wrong=0,
            limit_total=0,
            group="KIS" if is_known else "AVS",
            hints=self._hints(task),
        )

    def _places(self, task: PracticeTask) -> tuple[tuple[str, int | None, int | None], ...]:
        """Return where right answers lie."""
        found: list[tuple[str, int | None, int | None]] = []
        for item in self._services.items.summaries(sorted(task.targets)):
            name = self._answers.of_items([item.id], "item")[0].name
            if item.kind == ItemKind.SHOT:
                start, end = item.start_s or 0.0, item.end_s or item.start_s or 0.0
                found.append((name, round(start * 1000), round(end * 1000)))
            else:
                found.append((name, None, None))
        return tuple(found)

    def _hints(self, task: PracticeTask) -> tuple[Mapping[str, Any], ...]:
        hints: list[dict[str, Any]] = []
        for hint in task.hints:
            if hint.text:
                hints.append(_element("TEXT", hint.text, hint.at_s))
            elif hint.item is not None and (picture := self._picture(hint.item)):
                hints.append(_element("IMAGE", picture, hint.at_s))
                if hint.until_s is not None:
                    hints.append(_element("EMPTY", None, hint.until_s))
        return tuple(hints)

    def _picture(self, item: int) -> str:
        """Return the picture of an item as a JPEG file in base64; "" where it has none."""
        from PIL import Image

        try:
            picture = self._services.items.picture(item, 640).rgb
        except AppError:
            return ""
        file = io.BytesIO()
        Image.fromarray(picture).save(file, "JPEG", quality=85)
        return base64.b64encode(file.getvalue()).decode()


def _element(kind: str, content: str | None, at_s: float) -> dict[str, Any]:
    return {"contentType": kind, "content": content, "offset": round(at_s)}
