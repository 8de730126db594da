"""What the strategy meter estimates and advises."""

import tracemalloc

import numpy as np
import pytest

from app.services.explore import ExploreService
from app.services.explore_analyst import densest
from app.services.explore_meter import blended
from app.services.explore_recall import recall_interval
from app.services.types import Action, ExploreState, Yield, parse_filter
from common.jobs import JobCancelled, JobContext
from tests.app.searching import photo_library, settings

DOGS, CATS = set(range(1, 31)), set(range(31, 61))


@pytest.fixture(scope="module")
def explore(tmp_path_factory: pytest.TempPathFactory):
    library = photo_library(tmp_path_factory.mktemp("m") / "m.kinora")
    yield ExploreService(library, None, settings())
    library.close()


def meter(explore, found, seen, **more):
    return explore.meter(ExploreState(found=list(found), seen=list(seen), **more))


def test_it_sees_how_much_is_left(explore) -> None:
    others = [31, 40, 61, 70, 91, 100, 121, 130, 151, 160]
    some = meter(explore, range(1, 11), others)
    assert (some.items, some.seen, some.found) == (180, 20, 10)
    assert some.estimated_recall[0] <= some.recall <= some.estimated_recall[1]
    assert some.estimated_recall[0] < 1 / 3 < some.estimated_recall[1]
    most = meter(explore, range(1, 30), others)
    assert most.recall > 0.75 > 0.6 > some.recall


def test_the_advice_shows_what_is_most_like_the_bucket(explore) -> None:
    made = explore.cluster(threshold=0.5)
    state = ExploreState(
        found=[1, 2, 3],
        seen=[31, 61, 91],
        clustering=made,
        projection=explore.project(method="pca"),
    )
    said = explore.meter(state)
    assert {option.action for option in said.options} == set(Action)
    assert said.advice is said.options[0].action
    assert said.reason == said.options[0].reason
    expected = [option.expected for option in said.options]
    assert expected == sorted(expected, reverse=True)
    by = {option.action: option for option in said.options}
    for action in (Action.QUERY_BUCKET, Action.EXPAND_BUCKET, Action.QUERY_IMAGE, Action.SORT):
        assert set(by[action].items) <= DOGS - {1, 2, 3}
        assert by[action].expected > 0.6
    assert by[Action.SORT].source == made.place_of(1)
    assert by[Action.QUERY_IMAGE].source in {1, 2, 3}
    assert by[Action.OVERVIEW].expected < 0.3
    assert "of the next 25 should be relevant" in by[Action.QUERY_BUCKET].reason


def test_what_brought_nothing_is_expected_to_bring_less(explore) -> None:
    plain = meter(explore, [1, 2, 3], [31])
    by = {option.action: option.expected for option in plain.options}
    tried = meter(explore, [1, 2, 3], [31], yields=[Yield(Action.QUERY_BUCKET, 25, 0)])
    after = {option.action: option for option in tried.options}
    assert after[Action.QUERY_BUCKET].expected < 0.95 * by[Action.QUERY_BUCKET]
    assert after[Action.EXPAND_BUCKET].expected == by[Action.EXPAND_BUCKET]
    assert "last time 0 of 25" in after[Action.QUERY_BUCKET].reason
    assert blended(0.5, []) == 0.5
    assert blended(0.5, [Yield(Action.SORT, 50, 0)], trust=50) == 0.25


def test_with_an_empty_bucket_it_says_where_to_look(explore) -> None:
    nothing = meter(explore, [], [])
    assert (nothing.advice, nothing.options, nothing.estimated_recall) == (None, (), None)
    assert "first image" in nothing.reason
    made = explore.cluster(threshold=0.5)
    said = meter(explore, [], [], clustering=made)
    assert said.advice is Action.OVERVIEW
    assert said.options[0].items == tuple(one.representative for one in made.clusters)
    assert [option.action for option in said.options] == [Action.OVERVIEW, Action.BROWSE]


def test_few_many_and_strange(explore) -> None:
    one = meter(explore, [1], [])
    assert one.estimated_recall is None
    assert one.advice is not None
    assert set(one.options[0].items) <= DOGS
    every = meter(explore, range(1, 31), range(1, 181))
    assert every.estimated_recall == (1.0, 1.0)
    assert every.advice is None
    none_wrong = meter(explore, [1, 2, 3, 4], [])
    assert 0 < none_wrong.recall < 1
    films = explore._library.catalogue.items_with([parse_filter("kind=film")]).tolist()
    assert meter(explore, films, []).estimated_recall is None
    part = meter(explore, [1, 2], [3, 99], allowed=[*range(1, 10)])
    assert (part.items, part.seen) == (9, 3)
    assert set(part.options[0].items) <= set(range(4, 10))


def test_it_is_the_same_every_time_and_can_be_cancelled(explore) -> None:
    assert meter(explore, [1, 2], [31]) == meter(explore, [1, 2], [31])
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        explore.meter(ExploreState(found=[1]), context)


def test_the_interval_holds_the_estimate() -> None:
    margins = ((3, 2.0, 2.0), (10**9, 0.5, 0.5))
    wide, narrow = recall_interval(3, 3.0, margins), recall_interval(30, 30.0, margins)
    assert wide[0] == narrow[0] == 0.5
    assert wide[1] < narrow[1] < 0.5 < narrow[2] < wide[2]
    for found, hidden in ((1, 0.0), (5, 1e9)):
        middle, low, high = recall_interval(found, hidden, margins)
        assert 0 <= low <= middle <= high <= 1
    assert np.isclose(recall_interval(9, 1.0, margins)[0], 0.9)


def test_the_densest_place_of_a_map_is_found_in_little_memory() -> None:
    rng = np.random.default_rng(3)
    few = rng.random((300, 2))
    apart = np.abs(few[:, None] - few[None]).max(axis=2)
    assert densest(few, 0.2).tolist() == few[(apart <= 0.1).sum(axis=1).argmax()].tolist()
    many = np.concatenate([rng.random((40_000, 2)), rng.normal(0.8, 0.02, (20_000, 2))])
    tracemalloc.start()
    found = densest(rng.permutation(many), 0.2)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert np.abs(found - 0.8).max() < 0.05
    assert most < 50e6
