"""Simulated users: the same seed gives the same plays, better settings win, reports add up."""

from collections.abc import Iterator

import pytest

from app.services.evaluation_types import PracticeTask, TaskHint
from app.services.practice_report import compare
from app.services.practice_settings import FAR, Habits, rank_at, read_setting
from app.services.practice_tasks import TaskWish, make_tasks
from app.services.practice_users import play, simulate
from app.services.services import Services
from common.errors import EvaluationError, QueryError
from common.jobs import JobCancelled, JobContext
from common.values import Hit, ResultList
from tests.practice_support import practice_services


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    made = practice_services(tmp_path_factory.mktemp("users"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def tasks(services: Services) -> tuple[PracticeTask, ...]:
    return make_tasks(services.library, TaskWish(count=6), JobContext()).tasks


class Ranked:
    """A search that puts the item at a rank, among others."""

    def __init__(self, item: int, rank: int, others: list[int]) -> None:
        rest = [one for one in others if one != item]
        self.items = [*rest[: rank - 1], item, *rest[rank - 1 :]]
        self.asked: list[str] = []

    def run(self, query, context=None) -> ResultList:
        self.asked.append(query.describe())
        return ResultList("", tuple(Hit(item, 1.0) for item in self.items))


def staged(item: int) -> PracticeTask:
    hints = (TaskHint(0, "A picture with dog.", 60), TaskHint(60, "A picture with dog, beach."))
    return PracticeTask("t", "text", 420, hints, frozenset({item}))


def test_time_is_counted_for_letters_pictures_and_submitting(services: Services) -> None:
    ids = services.items.all_ids().tolist()
    sure = Habits(sees=1.0, mistakes=0.0)
    own = Services(services.library)
    own.__dict__["search"] = Ranked(ids[9], 3, ids)
    made = play(own, staged(ids[9]), read_setting("x"), 0, habits=sure)
    seconds = 3 * 0.2 + 1.5 + 3 * 0.25 + 1.5  # “dog”, the search, three pictures, submitting
    assert made.attempt.used_s == pytest.approx(seconds)
    assert made.attempt.score == pytest.approx(500 + 500 * (1 - seconds / 420))
    assert made.attempt.actions == 2
    assert made.ranks == ((pytest.approx(2.1), 3),)


def test_without_luck_the_next_hint_is_waited_for(services: Services) -> None:
    ids = services.items.all_ids().tolist()
    own = Services(services.library)
    search = Ranked(10**6, 1, ids)
    own.__dict__["search"] = search
    made = play(own, staged(ids[9]), read_setting("x:page=3"), 0, habits=Habits(mistakes=0.0))
    assert search.asked == ["dog", "dog beach"]
    assert not made.attempt.is_solved
    assert made.attempt.score == 0
    assert [rank for _, rank in made.ranks] == [11, 11]


def test_the_same_users_play_the_same(services: Services, tasks) -> None:
    settings = [read_setting("text:mode=text"), read_setting("more:mode=text,feedback=yes")]
    first = simulate(services, tasks, settings, users=2, seed=5)
    assert first == simulate(services, tasks, settings, users=2, seed=5)
    assert first != simulate(services, tasks, settings, users=2, seed=6)
    assert [len(each) for each in first.values()] == [12, 12]
    solved = sum(one.attempt.is_solved for one in first["text"])
    assert solved >= 8


def test_feedback_finds_what_words_do_not(services: Services) -> None:
    ids = services.items.all_ids().tolist()
    own = Services(services.library)
    own.__dict__["models"] = services.models
    target = ids[8]  # a dog at the street
    own.__dict__["search"] = Ranked(10**6, 1, [ids[2], ids[1], ids[14]])  # another one comes first
    plain = play(own, staged(target), read_setting("plain:page=5"), 1)
    fed = play(own, staged(target), read_setting("fed:page=5,feedback=yes"), 1)
    assert not plain.attempt.is_solved
    assert fed.attempt.is_solved


def test_a_report_compares_play_by_play(services: Services, tasks) -> None:
    ids = services.items.all_ids().tolist()
    good, bad = Services(services.library), Services(services.library)
    task = staged(ids[9])
    good.__dict__["search"] = Ranked(ids[9], 1, ids)
    bad.__dict__["search"] = Ranked(ids[9], 12, ids)
    plays = {
        "bad": [play(bad, task, read_setting("bad"), seed) for seed in range(8)],
        "good": [play(good, task, read_setting("good"), seed) for seed in range(8)],
    }
    compared = compare(plays)
    (pair,) = compared.pairs
    assert (pair.first, pair.second, compared.tasks, compared.users) == ("bad", "good", 1, 8)
    assert pair.is_certain
    assert pair.better > pair.worse == 0
    rows = {row.name: row for row in compared.settings}
    assert rows["good"].ranks[0] == (15, 1, 1.0)
    assert rows["bad"].ranks[0][1] == 12
    assert rows["bad"].ranks[0][2] == 0.0
    assert rows["good"].score.low <= rows["good"].score.mean <= rows["good"].score.high


def test_settings_are_read_and_wrong_ones_named() -> None:
    made = read_setting("mine: mode=fused, fusion=borda, feedback, page=9, weight.embedding=2")
    assert (made.mode, made.fusion, made.feedback, made.page) == ("fused", "borda", True, 9)
    assert made.weights == {"embedding": 2.0}
    for wrong in ("a:mode=best", "a:page=0", "a:weight.x=1", "a:colour=red", "a:learner=oracle"):
        with pytest.raises(QueryError, match="no setting"):
            read_setting(wrong)


def test_nothing_to_compare_and_cancelling(services: Services, tasks) -> None:
    twice = [read_setting("a"), read_setting("a")]
    for wrong in ((tasks, []), ((), [read_setting("a")]), (tasks, twice)):
        with pytest.raises(EvaluationError, match="nothing to compare"):
            simulate(services, *wrong)
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        simulate(services, tasks, [read_setting("a:mode=text")], context=context)


def test_ranks_by_time() -> None:
    ranks = [(3.0, 40), (9.0, None), (70.0, 2)]
    assert [rank_at(ranks, at) for at in (1, 5, 60, 100)] == [FAR, 40, 40, 2]
