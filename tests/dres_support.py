"""A mock evaluation server with three tasks, and a participant."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.services.dres_client import DresClient
from app.services.dres_http import Transport, read_address
from app.services.dres_mock import DresMock
from app.services.dres_mock_rules import Clock, MockTask
from app.services.dres_mock_world import MockEvaluation, MockUser, MockWorld
from app.services.dres_queue import SubmissionStore
from app.services.evaluation_server import ServerSide
from app.services.evaluation_types import Answer, Secret
from common.settings import EvaluationSettings, Settings

PASSWORD = "correct horse"
TARGET = Answer("00042", 7, 12_000, 12_000)
FREE: dict[str, Any] = {"limit_correct": 0, "limit_wrong": 0, "limit_total": 0}


class Watch:
    """A clock that stands still until it is moved."""

    def __init__(self, now: float = 1_700_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def kis(**changes: Any) -> MockTask:
    values: dict[str, Any] = {"item": "00042", "start_ms": 10_000, "end_ms": 15_000, **changes}
    return MockTask("kis", **values)


def world(
    *tasks: MockTask, clock: Callable[[], float] | None = None, rate: Clock = "documented"
) -> MockWorld:
    evaluation = MockEvaluation("e1", "Friday", list(tasks) or [kis()])
    users = [MockUser("ann", PASSWORD), MockUser("eve", "viewer only", role="VIEWER")]
    made = MockWorld(
        users, [evaluation], items=["00042", "00043", "photo"], rate=rate, clock=clock or Watch()
    )
    made.start_task("e1", evaluation.tasks[0].name)
    return made


@contextmanager
def serving(made: MockWorld) -> Iterator[DresMock]:
    with DresMock(made) as mock:
        yield mock
    assert mock.violations == []


def client_of(mock: DresMock, *, timeout_s: float = 5.0, password: str = PASSWORD) -> DresClient:
    transport = Transport(read_address(mock.address), timeout_s=timeout_s)
    return DresClient(transport, "ann", Secret(password))


def side_of(folder: Path, **changes: Any) -> ServerSide:
    settings = Settings(evaluation=EvaluationSettings(**changes))
    store = SubmissionStore(folder / "submissions.json")
    return ServerSide(settings, lambda: store)
