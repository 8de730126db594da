"""The evaluation service: answers of items, what was submitted, a server for training."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.evaluation_types import Secret, Verdict
from app.services.practice_tasks import TaskWish
from app.services.services import Services
from common.errors import EvaluationError
from common.settings import Settings
from common.values import ItemKind
from tests.practice_support import practice_services


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    made = practice_services(tmp_path)
    made.settings = Settings()
    yield made
    made.close()


def of_kind(services: Services, kind: ItemKind) -> list[int]:
    items = services.items.summaries(services.items.all_ids().tolist())
    return [one.id for one in items if one.kind == kind]


def test_items_are_named_and_timed_as_servers_expect(services: Services) -> None:
    make = services.evaluation.answers.of_items
    photo, shot = of_kind(services, ItemKind.PHOTO)[3], of_kind(services, ItemKind.SHOT)[1]
    (video,) = of_kind(services, ItemKind.VIDEO)
    (answer,) = make([photo])
    assert (answer.name, answer.start_ms, answer.form) == ("img03", None, "item")
    (moment,) = make([shot])
    assert (moment.name, moment.start_ms, moment.end_ms) == ("00042", 6000, 6000)  # 6.01 s
    assert make([shot], at_s=7.03)[0].start_ms == 7040  # the nearest frame
    (span,) = make([shot], "range")
    assert (span.start_ms, span.end_ms) == (5000, 10_000)
    (marked,) = make([shot], marks=(5.5, 6.51))
    assert (marked.start_ms, marked.end_ms) == (5520, 6520)
    assert make([shot], "item")[0].start_ms is None
    assert make([video])[0].form == "item"
    services.settings.evaluation.with_suffix = True
    services.settings.evaluation.collection = "V3C"
    (named,) = make([photo])
    assert (named.name, named.collection) == ("img03.png", "V3C")
    assert len(make([photo, shot, video])) == 3


@pytest.mark.parametrize(
    ("ids", "options", "said"),
    [([], {}, "Nothing is selected"), ([1, 2], {"marks": (0.0, 1.0)}, "marks fit no answer"),
     ([1], {"marks": (2.0, 1.0)}, "marks fit no answer"), ([9999], {}, "no longer")],
)  # fmt: skip
def test_answers_that_cannot_be_made(services: Services, ids, options, said: str) -> None:
    with pytest.raises(EvaluationError, match=said):
        services.evaluation.answers.of_items(ids, **options)
    with pytest.raises(EvaluationError, match="empty"):
        services.evaluation.answers.of_text("  ")


def test_a_training_server_plays_tasks_of_the_library(services: Services) -> None:
    service = services.evaluation
    tasks = service.practice.make(TaskWish(kinds=("picture", "adhoc"), count=2)).tasks
    with service.mock(tasks, "ann", "pw") as server:
        server.begin(tasks[0])
        view = service.server.connect(server.address, "ann", Secret("pw"))
        assert view.task.hints[0].picture[:2] == b"\xff\xd8"  # a JPEG file
        assert view.task.hints[0].until_s == 20
        target = next(iter(tasks[0].targets))
        wrong = next(i for i in of_kind(services, ItemKind.PHOTO) if i not in tasks[0].targets)
        assert service.submitted() == frozenset()
        first = service.server.submit(service.answers.of_items([wrong]))
        assert first.verdict == Verdict.WRONG
        assert not server.is_solved
        second = service.server.submit(service.answers.of_items([target]))
        assert second.verdict == Verdict.CORRECT
        assert server.is_solved
        assert service.submitted() == {wrong, target}
        server.begin(tasks[1])
        service.server.follow()
        assert service.submitted() == frozenset()  # another task
        some = list(tasks[1].targets)[:3]
        batch = service.server.submit(service.answers.of_items(some))
        assert batch.verdict == Verdict.CORRECT
        service.server.disconnect()
    assert server._mock.violations == []
    assert service.submitted() == frozenset()


def test_rejected_answers_may_be_tried_again(services: Services) -> None:
    service = services.evaluation
    tasks = service.practice.make(TaskWish(kinds=("picture",), count=1)).tasks
    with service.mock(tasks, "ann", "pw") as server:
        server.begin(tasks[0])
        service.server.connect(server.address, "ann", Secret("pw"))
        target = next(iter(tasks[0].targets))
        service.server.submit(service.answers.of_items([target]))
        other = next(i for i in of_kind(services, ItemKind.PHOTO) if i != target)
        refused = service.server.submit(service.answers.of_items([other]))
        assert (refused.state, service.submitted()) == ("rejected", {target})


def test_a_taken_port_is_said(services: Services) -> None:
    tasks = services.evaluation.practice.make(TaskWish(count=1)).tasks
    with services.evaluation.mock(tasks, "a", "b") as server:
        port = int(server.address.rpartition(":")[2])
        with pytest.raises(EvaluationError, match="cannot be used"):
            services.evaluation.mock(tasks, "a", "b", port)


def test_what_practice_submits_counts_as_submitted(services: Services) -> None:
    service = services.evaluation
    task = service.practice.make(TaskWish(kinds=("adhoc",), count=1)).tasks[0]
    service.practice.start(task)
    service.practice.submit([1])
    assert service.submitted() == {1}
    service.practice.finish()
    assert service.submitted() == frozenset()
    assert len(service.practice.attempts()) == 1
