"""Practice: tasks of the library, its verdicts and scores, tasks of files."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.services.evaluation_types import PracticeTask, TaskHint, hints_at
from app.services.practice import PracticeService
from app.services.practice_tasks import TaskWish, make_tasks
from app.services.practice_words import describe
from app.services.services import Services
from common.errors import EvaluationError
from common.jobs import JobCancelled, JobContext
from common.values import ItemKind
from tests.dres_support import Watch
from tests.practice_support import PHOTOS, SHOTS, practice_services


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    made = practice_services(tmp_path_factory.mktemp("practice"))
    yield made
    made.close()


@pytest.fixture
def watch() -> Watch:
    return Watch(1000.0)


@pytest.fixture
def practice(services: Services, tmp_path: Path, watch: Watch) -> PracticeService:
    return PracticeService(services, tmp_path, clock=watch)


def made(services: Services, **wish) -> list[PracticeTask]:
    return list(make_tasks(services.library, TaskWish(**wish), JobContext()).tasks)


def shots(services: Services) -> list[int]:
    items = services.items.summaries(services.items.all_ids().tolist())
    return [one.id for one in items if one.kind == ItemKind.SHOT]


# -- tasks


def test_the_same_seed_makes_the_same_tasks(services: Services) -> None:
    first, again = made(services, count=6, seed=3), made(services, count=6, seed=3)
    assert first == again
    assert first != made(services, count=6, seed=4)
    assert [one.kind for one in first] == ["picture", "text", "adhoc"] * 2
    assert len({one.name for one in first}) == 6


def test_a_picture_is_shown_for_twenty_seconds(services: Services) -> None:
    for task in made(services, kinds=("picture",), count=10):
        (hint,) = task.hints
        assert hint.item in task.targets
        assert hints_at(task.hints, 19.9) == (hint,)
        assert hints_at(task.hints, 20.0) == ()
        assert str(hint.item) not in task.name


def test_a_text_says_more_in_three_stages(services: Services) -> None:
    task = made(services, kinds=("text",), count=1)[0]
    texts = [hint.text for hint in task.hints]
    assert [hint.at_s for hint in task.hints] == [0, 60, 120]
    assert texts[1].startswith(texts[0])
    assert texts[2].startswith(texts[1])
    assert len(texts[2]) > len(texts[0])
    assert [hint.text for hint in hints_at(task.hints, 60)] == [texts[1]]


def test_words_come_from_the_item(services: Services) -> None:
    told = describe(services.items.details(int(services.items.all_ids()[0])))
    assert told is not None
    assert told[0] == "A picture with dog, beach."
    assert "red" in told[1]
    assert "Town 0" in told[2]
    assert "a dog at the beach, number 0" in told[2]


def test_of_a_video_all_shots_of_the_clip_are_right(services: Services) -> None:
    tasks = made(services, kinds=("picture",), count=PHOTOS + SHOTS)
    of_video = [one for one in tasks if one.video is not None]
    assert of_video
    for task in of_video:
        assert task.end_s - task.start_s == 20
        starts = [services.items.summary(item).start_s for item in task.targets]
        assert min(starts) == task.start_s
        assert max(starts) < task.end_s


def test_everything_of_a_kind_is_judged_by_facets_or_labels(services: Services) -> None:
    (task,) = made(services, kinds=("adhoc",), count=1, facet="colour")
    value = task.name.split("“")[1].split("”")[0]
    assert value in {"red", "blue"}
    assert len(task.targets) == PHOTOS // 2
    ids = services.items.all_ids().tolist()
    services.items.set_labels({ids[0]: 1, ids[1]: -1, ids[2]: 1}, "mine")
    (marked,) = made(services, kinds=("adhoc",), count=1, facet="label", label_set="mine")
    assert marked.targets == {ids[0], ids[2]}
    with pytest.raises(EvaluationError, match="facet “nothing”"):
        made(services, kinds=("adhoc",), facet="nothing")


def test_what_cannot_be_made_is_said(services: Services) -> None:
    found = make_tasks(services.library, TaskWish(("adhoc",), 99, facet="colour"), JobContext())
    assert [note.id for note in found.notes] == ["few-tasks"]
    with pytest.raises(EvaluationError):
        made(services, kinds=())
    cancelled = JobContext()
    cancelled.cancel()
    with pytest.raises(JobCancelled):
        make_tasks(services.library, TaskWish(), cancelled)


# -- a task against the clock


def known(services: Services, item: int) -> PracticeTask:
    return PracticeTask("t", "picture", 300, (TaskHint(0, "x"),), frozenset({item}))


def test_a_known_item_ends_with_the_first_right_answer(
    services: Services, practice: PracticeService, watch: Watch
) -> None:
    ids = services.items.all_ids().tolist()
    practice.start(known(services, ids[5]))
    watch.now += 60
    assert practice.running().left_s == 240
    (wrong,) = practice.submit([ids[4]])
    assert not wrong.correct
    assert not practice.is_over
    watch.now += 90
    assert practice.submit([ids[4], ids[5]])[0].correct  # the first was judged before
    assert practice.is_over
    assert practice.submitted() == {ids[4], ids[5]}
    attempt = practice.finish()
    assert (attempt.used_s, attempt.score, attempt.is_solved) == (150, 650, True)
    assert practice.task is None
    assert practice.submitted() == frozenset()


def test_time_runs_out(services: Services, practice: PracticeService, watch: Watch) -> None:
    practice.start(known(services, 1))
    watch.now += 301
    assert practice.is_over
    with pytest.raises(EvaluationError, match="No task is running"):
        practice.submit([1])
    attempt = practice.finish()
    assert (attempt.used_s, attempt.score) == (300, 0)
    with pytest.raises(EvaluationError):
        practice.finish()


def test_everything_is_scored_by_video(
    services: Services, practice: PracticeService, watch: Watch
) -> None:
    ids = services.items.all_ids().tolist()
    right = {*ids[:3], *shots(services)[:2]}  # three photos and one video
    practice.start(PracticeTask("all", "adhoc", 300, (), frozenset(right)))
    practice.submit([ids[0], shots(services)[0], shots(services)[1], ids[9]])
    watch.now += 100
    assert not practice.is_over
    attempt = practice.finish()
    assert attempt.score == pytest.approx(1000 * (2 - 0.2) / 4)
    assert attempt.legacy == pytest.approx(100 * 3 / 3.5 * 2 / 4)  # scenes that touch are one range


def test_attempts_are_kept_and_a_cut_line_is_passed_over(
    services: Services, tmp_path: Path, watch: Watch
) -> None:
    practice = PracticeService(services, tmp_path, clock=watch)
    practice.start(known(services, 1))
    practice.note_action()
    done = practice.finish(skipped=True)
    with (tmp_path / "attempts.jsonl").open("a") as file:
        file.write('{"task": "cu')
    with pytest.MonkeyPatch.context() as patch:
        warned: list[str] = []
        patch.setattr("app.services.practice.logger", SimpleNamespace(
            warning=lambda text, *_: warned.append(text)))  # fmt: skip
        assert PracticeService(services, tmp_path).attempts() == [done]
    assert len(warned) == 1
    assert (done.actions, done.skipped) == (1, True)


# -- tasks of files


def test_task_texts_of_showdowns_are_read(services: Services, tmp_path: Path) -> None:
    entries = [
        {"year": 2018, "type": "KIS_Textual", "name": "K 1", "hints": ["a", "a b"],
         "video": "42", "start_frame": "130", "end_frame": "249"},
        {"year": 2019, "type": "KIS_Visual", "name": "V", "hints": ["Enter query text..."],
         "ranges": [{"videoId": "x", "videoNumber": 42, "startFrame": 0, "endFrame": 124}]},
        {"year": 2023, "type": "Textual KIS", "name": "T", "hints": ["a"],
         "target": {"item": {"name": "00042", "fps": 25}, "temporalRange": {
             "start": {"millisecond": 5200}, "end": {"millisecond": 11000}}}},
        {"year": 2018, "type": "AVS", "name": "A", "hints": ["find"]},
        {"year": 2018, "type": "KIS_Textual", "name": "K 2", "hints": ["a"],
         "video": "77", "start_frame": "1", "end_frame": "2"},
    ]  # fmt: skip
    (tmp_path / "texts.json").write_text(json.dumps(entries))
    (tmp_path / "broken.json").write_text("{")
    found = make_tasks(services.library, TaskWish(source=str(tmp_path)), JobContext())
    by_name = {one.name: one for one in found.tasks}
    first, second, *_ = shots(services)
    assert by_name["2018 K 1"].targets == {second}
    assert (by_name["2018 K 1"].start_s, by_name["2018 K 1"].end_s) == (5.2, 10.0)
    assert by_name["2019 V"].hints[0].item == first
    assert by_name["2019 V"].targets == {first}
    assert len(by_name["2023 T"].targets) == 2
    assert {(note.id, note.args.get("count")) for note in found.notes} == {
        ("tasks-file", None), ("tasks-elsewhere", 2),
    }  # fmt: skip


def test_tasks_of_our_own(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    entries = [
        {"name": "a", "kind": "text", "target": {"title": "photo 3"}, "duration_s": 60,
         "hints": [{"at_s": 0, "text": "x"}, {"at_s": 9, "text": "y"}]},
        {"name": "b", "kind": "picture", "target": {"file": "img04.png"}},
        {"name": "c", "kind": "picture",
         "target": {"video": "00042", "start_s": 1, "end_s": 2}},
        {"name": "d", "kind": "adhoc", "target": {"filter": "colour=red"}},
        {"name": "e", "kind": "text", "target": {"file": "nobody.png"}},
    ]  # fmt: skip
    path.write_text(json.dumps({"tasks": entries}))
    found = make_tasks(services.library, TaskWish(source=str(path)), JobContext())
    a, b, c, d = found.tasks
    ids = services.items.all_ids().tolist()
    assert (a.targets, a.duration_s, a.hints[0].until_s) == ({ids[3]}, 60, 9)
    assert b.hints[0].item == ids[4]
    assert c.targets == {shots(services)[0]}
    assert len(d.targets) == 12
    assert found.notes[0].args["count"] == 1
    path.write_text(json.dumps({"tasks": [{"name": "a", "kind": "joke", "target": {}}]}))
    wrong = make_tasks(services.library, TaskWish(source=str(path)), JobContext())
    assert "no kind 'joke'" in wrong.notes[0]
    with pytest.raises(EvaluationError, match="cannot be read"):
        make_tasks(services.library, TaskWish(source=str(tmp_path / "none")), JobContext())


def test_shipped_tasks_are_about_the_demo(services: Services) -> None:
    found = make_tasks(services.library, TaskWish(source="shipped"), JobContext())
    assert found.tasks == ()
    assert found.notes[0].args["count"] == 10


@pytest.mark.data
def test_the_task_texts_of_six_showdowns(services: Services, shared_data: Path) -> None:
    source = str(shared_data / "task_texts")
    found = make_tasks(services.library, TaskWish(source=source), JobContext())
    told = {note.id: note.args["count"] for note in found.notes}
    assert len(found.tasks) + told["tasks-elsewhere"] == 159
