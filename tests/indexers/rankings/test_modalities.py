"""Named features, nearness in time and place, hubs."""

import numpy as np
import pytest

from indexers.rankings.hubness import Hubs, probe
from indexers.rankings.nearness import Places, nearness
from indexers.rankings.sparse import SparseVectors


def concepts() -> SparseVectors:
    """Item 7: cat 0.8 and sofa 0.6; 9: dog; 3: sofa; said in a mixed order, cat twice."""
    items = np.array([9, 7, 3, 7, 7], np.int64)
    features = np.array([1, 2, 2, 0, 0], np.int64)
    scores = np.array([0.5, 0.6, 0.9, 0.3, 0.8])
    return SparseVectors.of(items, features, scores, ("cat", "dog", "sofa"))


def test_named_features_are_unit_vectors() -> None:
    vectors = concepts()
    assert vectors.items.tolist() == [3, 7, 9]
    np.testing.assert_allclose(
        vectors.vectors([7, 9, 3]), [[0.8, 0, 0.6], [0, 1, 0], [0, 0, 1]], atol=1e-6
    )
    assert vectors.has([3, 4, 7, 99]).tolist() == [True, False, True, False]
    with pytest.raises(KeyError, match="item 4 has no named feature"):
        vectors.vectors([4])
    assert vectors.sample(2).shape == (2, 3)
    np.testing.assert_array_equal(vectors.sample(3), vectors.sample(3))


def test_the_farthest_of_named_features() -> None:
    weights = np.array([1.0, 0.5, 0.1], np.float32)
    found = concepts().farthest(weights, 2)
    assert found.items.tolist() == [7, 9]
    assert found.products.tolist() == pytest.approx([0.86, 0.5])
    assert concepts().farthest(weights, 5, without=np.array([7])).items.tolist() == [9, 3]
    assert concepts().farthest(weights, 5, allowed=np.array([3, 7])).items.tolist() == [7, 3]


def test_no_named_features_at_all() -> None:
    empty = np.empty(0, np.int64)
    vectors = SparseVectors.of(empty, empty, np.empty(0), ())
    assert len(vectors) == 0
    assert vectors.has([1]).tolist() == [False]
    assert vectors.sample(5).shape == (0, 0)


def places(*rows: tuple[str, float, float]) -> Places:
    when, north, east = zip(*rows, strict=True)
    return Places.of(np.array(when, "datetime64[us]"), np.array(north), np.array(east))


NAN = float("nan")


def test_nearness_by_hand() -> None:
    items = places(
        ("2020-01-01T12:00", NAN, NAN),  # an hour from the mark
        ("NaT", 0.0, 1.0),  # a degree of the equator: 111.19 km
        ("2020-01-01T11:00", 0.0, 0.0),  # there and then
        ("NaT", NAN, NAN),
    )
    mark, none = (
        places(("2020-01-01T11:00", 0.0, 0.0)),
        places(("NaT", NAN, NAN)).only(np.empty(0, np.int64)),
    )
    near = nearness(items, mark, none)
    np.testing.assert_allclose(near[:3], [0.5, 1 / 112.195, 1.0], rtol=1e-4)
    assert np.isnan(near[3])
    np.testing.assert_allclose(nearness(items, mark, mark)[:3], near[:3] / 2)
    np.testing.assert_allclose(nearness(items, none, mark)[:3], -near[:3])
    assert items.is_known.tolist() == [True, True, True, False]


def test_the_nearest_of_several_marks_counts() -> None:
    marks = places(
        ("2020-01-01T00:00", NAN, NAN), ("2020-01-02T00:00", NAN, NAN),
        ("2020-01-09T00:00", NAN, NAN),
    )  # fmt: skip
    items = places(("2020-01-01T22:00", NAN, NAN), ("2021-01-01T00:00", NAN, NAN))
    near = nearness(items, marks, marks.only(np.empty(0, np.int64)))
    np.testing.assert_allclose(near, [1 / 3, 1 / (1 + 24 * 358)])


def test_the_nearest_mark_may_lie_before() -> None:
    marks = places(("2020-01-01T00:00", NAN, NAN), ("2020-01-09T00:00", NAN, NAN))
    near = nearness(places(("2020-01-01T02:00", NAN, NAN)), marks, marks.only(np.empty(0, int)))
    np.testing.assert_allclose(near, [1 / 3])


def test_far_from_the_equator_degrees_are_shorter() -> None:
    """Along a parallel: the chord is that of the equator times the cosine of the latitude."""
    items, mark = places(("NaT", 60.0, 61.0)), places(("NaT", 60.0, 60.0))
    km = 2 * 6371.0 * np.arcsin(np.cos(np.radians(60.0)) * np.sin(np.radians(0.5)))
    found = nearness(items, mark, mark.only(np.empty(0, int)))
    np.testing.assert_allclose(found, [1 / (1 + km)], rtol=1e-6)


def test_what_counts_half_may_be_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexers.rankings.nearness.HALF_HOURS", 4.0)
    monkeypatch.setattr("indexers.rankings.nearness.HALF_KM", 111.1949)
    items = places(("2020-01-01T04:00", 1.0, 0.0))
    mark = places(("2020-01-01T00:00", 0.0, 0.0))
    found = nearness(items, mark, mark.only(np.empty(0, int)))
    np.testing.assert_allclose(found, [0.5], rtol=1e-5)


def test_hubs_are_counted_and_held_back() -> None:
    answers = [np.array([5, 1]), np.array([5, 2]), np.array([5, 3])]
    asked: list[int] = []
    hubs = probe(3, lambda number: answers[number], asked.append)
    assert asked == [0, 1, 2]
    items = np.array([1, 4, 5, 9])
    assert hubs.of_items(items).tolist() == [1, 0, 3, 0]
    np.testing.assert_allclose(hubs.damping(items), [np.log(2) / np.log(4), 0.0, 1.0, 0.0])
    assert Hubs.of([]).damping(items).tolist() == [0.0, 0.0, 0.0, 0.0]
