"""Suggestions from marks, on a small library with made-up vectors."""

import numpy as np
import pytest

from app.services.feedback import FeedbackService
from app.services.types import parse_filter
from common.errors import IndexMismatchError, QueryError
from common.jobs import JobCancelled, JobContext
from tests.app.searching import photo_library, settings

DOGS, CATS = set(range(1, 31)), set(range(31, 61))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory):
    library = photo_library(tmp_path_factory.mktemp("f") / "f.kinora")
    yield library
    library.close()


@pytest.fixture
def feedback(library) -> FeedbackService:
    return FeedbackService(library, None, settings())


def test_marks_of_both_sides_lead_to_more_of_one(feedback) -> None:
    found = feedback.suggest([1, 2], [31, 61], 20)
    items = [hit.item for hit in found.hits]
    assert len(set(items)) == 20
    assert set(items) <= DOGS - {1, 2}
    assert found.total == 180 - 4
    hit = found.hits[0]
    assert set(hit.parts) == {"margin", "nearest"}
    assert 0 <= hit.score <= 1
    assert hit.why.startswith("like “")
    assert [h.score for h in found.hits] == sorted((h.score for h in found.hits), reverse=True)


def test_the_same_marks_give_the_same_suggestions(feedback) -> None:
    assert feedback.suggest([1], [31]).hits == feedback.suggest([1], [31]).hits


def test_one_positive_is_enough(feedback) -> None:
    found = feedback.suggest([5], [], 20)
    assert {hit.item for hit in found.hits} <= DOGS - {5}


def test_negatives_alone_lead_elsewhere(feedback) -> None:
    found = feedback.suggest([], [1, 2, 3], 50)
    assert not {hit.item for hit in found.hits} & DOGS
    assert "least like" in found.hits[0].why


def test_without_marks_the_sample_is_random_but_repeatable(feedback) -> None:
    first, again = feedback.suggest([], [], 30), feedback.suggest([], [], 30)
    assert first.hits == again.hits
    assert len({hit.item for hit in first.hits}) == 30
    assert "random" in first.notes[0]
    seen = [hit.item for hit in first.hits]
    assert not {hit.item for hit in feedback.suggest([], [], 30, seen=seen).hits} & set(seen)


def test_nothing_marked_or_seen_comes_again(feedback) -> None:
    positive, negative, seen = list(range(1, 11)), list(range(31, 41)), list(range(11, 21))
    found = feedback.suggest(positive, negative, 500, seen=seen)
    items = {hit.item for hit in found.hits}
    assert not items & {*positive, *negative, *seen}
    assert len(items) == found.total == 150


def test_filters_hold(feedback) -> None:
    found = feedback.suggest([1], [31], 100, filters=[parse_filter("colour=blue")])
    assert found.hits
    assert all(hit.item % 2 == 0 for hit in found.hits)


def test_when_everything_was_seen_it_says_so(feedback) -> None:
    found = feedback.suggest([1], [31], seen=range(1, 181))
    assert found.hits == ()
    assert "start over" in found.notes[-1]


def test_what_makes_no_sense_is_refused(library, feedback) -> None:
    with pytest.raises(QueryError, match=r"Item 3 .* relevant and not relevant\. Take one"):
        feedback.suggest([3, 4], [5, 3])
    with pytest.raises(QueryError, match="There is no item 99999"):
        feedback.suggest([99999], [])
    with pytest.raises(QueryError, match="at least one"):
        feedback.suggest([1], [], 0)
    with pytest.raises(IndexMismatchError):
        feedback.suggest([1], [], encoder="clip:none")
    film = int(library.catalogue.items_with([parse_filter("kind=film")])[0])
    with pytest.raises(QueryError, match="None of the marked items has a vector"):
        feedback.suggest([film], [])
    assert "1 marked items have no vector" in feedback.suggest([1, film], [31]).notes[0]


def test_a_simulated_user_finds_the_class(feedback) -> None:
    rounds = feedback.simulate("truth", "class 1", rounds=3, seed=1, k=10)
    assert [one.labels for one in rounds] == [1, 11, 21]
    assert rounds[0].precision_at_25 >= 0.9
    assert [one.recall for one in rounds] == sorted(one.recall for one in rounds)
    assert rounds[-1].recall == pytest.approx(1.0, abs=0.05)
    shown = [item for one in rounds for item in one.shown]
    assert len(shown) == len(set(shown)) == 30
    assert set(shown[:10]) <= CATS
    again = feedback.simulate("truth", "class 1", rounds=3, seed=1, k=10)
    assert [one.shown for one in again] == [one.shown for one in rounds]
    with pytest.raises(QueryError, match="truth = “nothing”"):
        feedback.simulate("truth", "nothing")


def test_marks_are_stored_and_cancel_stops(feedback) -> None:
    feedback.label([1, 2], 1)
    feedback.label([3], -1)
    feedback.label([2], 0)
    assert feedback.labels() == {1: 1, 3: -1}
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        feedback.suggest([1], [31], context=context)


def test_a_round_on_many_vectors_is_exact(feedback, library) -> None:
    plane_items, products = library.vectors("layout").scores(np.ones(24, np.float32))
    assert len(plane_items) == 180
    np.testing.assert_allclose(
        products, library.vectors("layout").matrix()[1].sum(axis=1), rtol=1e-4, atol=1e-5
    )
