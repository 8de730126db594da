"""Practice and submissions with real videos and photos: imported, asked, submitted, judged."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.evaluation_answers import frame_ms
from app.services.evaluation_types import Secret, Verdict
from app.services.library import Library
from app.services.practice_tasks import TaskWish
from app.services.services import Services
from common.settings import Settings
from common.values import ItemKind

pytestmark = pytest.mark.data
VIDEOS = ("intel_bottle-detection.mp4", "sintel_trailer.mp4")
PHOTOS = 30


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("real")
    media = folder / "media"
    media.mkdir()
    for name in VIDEOS:
        shutil.copy(shared_data / "video" / name, media)
    photos = sorted((shared_data / "photos_imagenet_sample").rglob("*.jp*g"))[:PHOTOS]
    for photo in photos:
        shutil.copy(photo, media)
    settings = Settings()
    settings.imports.video_frames = "cuts"
    made = Services(Library.open(folder / "real.kinora", create=True), settings)
    made.imports.run([media])
    yield made
    made.close()


def test_known_items_are_found_and_judged_by_a_server(services: Services) -> None:
    service = services.evaluation
    tasks = service.practice.make(TaskWish(kinds=("picture",), count=12, seed=1)).tasks
    with service.mock(tasks, "ann", "pw") as server:
        server.begin(tasks[0])
        service.server.connect(server.address, "ann", Secret("pw"))
        for task in tasks:
            server.begin(task)
            service.server.follow()
            target = task.hints[0].item
            assert service.server.view.task.hints[0].picture
            answers = service.answers.of_items([target])
            assert service.server.submit(answers).verdict == Verdict.CORRECT, (task, answers)
        service.server.disconnect()
    assert server._mock.violations == []


def test_moments_lie_on_frames_of_the_real_frame_rate(services: Services) -> None:
    items = services.items.summaries(services.items.all_ids().tolist())
    shots = [one for one in items if one.kind == ItemKind.SHOT]
    assert len({one.parent for one in shots}) == len(VIDEOS)
    for shot in shots:
        fps = services.items.details(shot.parent).facts.frame_rate
        (answer,) = service_answers(services, shot.id)
        assert answer.start_ms == frame_ms(round(answer.start_ms * fps / 1000), fps)
        assert shot.start_s * 1000 - 1 <= answer.start_ms <= shot.end_s * 1000 + 1


def service_answers(services: Services, item: int):
    return services.evaluation.answers.of_items([item])


def test_practice_of_each_kind_can_be_solved(services: Services) -> None:
    practice = services.evaluation.practice
    made = practice.make(TaskWish(count=6, seed=2))
    assert made.tasks
    for task in made.tasks:
        practice.start(task)
        assert practice.submit([next(iter(task.targets))])[0].correct
        assert practice.finish().score > 0
