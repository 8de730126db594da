"""Filters of items, hyperplanes and what was seen, on every place for vectors: as a scan finds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexers.vectors import Vectors, milvus_filters
from indexers.vectors.milvus_filters import Wish, ways
from tests.vectors_support import Shelf, unit

COUNT, FIRST = 1_500, 40
ITEMS = np.arange(FIRST, FIRST + COUNT)
BLOCK = unit(COUNT)


@pytest.fixture
def vectors(shelf: Shelf) -> Vectors:
    opened = shelf.open()
    shelf.add(opened, ITEMS.tolist(), BLOCK)
    return opened


def best(plane: np.ndarray, k: int, passes: np.ndarray) -> list[int]:
    products = np.where(passes, BLOCK @ plane, -np.inf)
    order = np.argsort(-products, kind="stable")[: min(k, int(passes.sum()))]
    return ITEMS[order].tolist()


def some(share: float, seed: int) -> np.ndarray:
    """Return a share of the items in any order, with some that are not there and some twice."""
    rng = np.random.default_rng(seed)
    chosen = rng.choice(ITEMS, int(share * COUNT), replace=False)
    return rng.permutation(np.concatenate([chosen, chosen[:3], [1, 2, 99_999]]))


@pytest.mark.parametrize("share", [0.0, 0.002, 0.1, 0.5, 0.9, 0.999, 1.0])
def test_a_search_finds_only_what_is_allowed(vectors: Vectors, share: float) -> None:
    allowed, queries = some(share, 1), unit(3, seed=7)
    for k in (1, 30):
        scores, found = vectors.search(queries, k, allowed=allowed)
        for query, row, products in zip(queries, found, scores, strict=True):
            wanted = best(query, k, np.isin(ITEMS, allowed))
            assert row[: len(wanted)].tolist() == wanted
            assert (row[len(wanted) :] == -1).all()
            assert np.isneginf(products[len(wanted) :]).all()


@pytest.mark.parametrize("exact", [False, True])
def test_a_hyperplane_finds_what_a_scan_finds(vectors: Vectors, exact: bool) -> None:
    plane = 3.0 * unit(1, seed=11)[0]
    for allowed in (None, some(0.3, 2)):
        for without in (None, some(0.2, 3), some(0.95, 4)):
            found = vectors.farthest(plane, 25, allowed=allowed, without=without, exact=exact)
            passes = np.ones(COUNT, bool) if allowed is None else np.isin(ITEMS, allowed)
            passes &= ~np.isin(ITEMS, [] if without is None else without)
            wanted = best(plane, 25, passes)
            assert found.items.tolist() == wanted
            np.testing.assert_allclose(
                found.products, BLOCK[found.items - FIRST] @ plane, atol=1e-5
            )
            assert found.is_exact


def test_nothing_may_be_found(vectors: Vectors) -> None:
    none: list[int] = []
    assert (vectors.search(unit(1), 3, allowed=none)[1] == -1).all()
    assert len(vectors.farthest(unit(1)[0], 3, allowed=[1, 2]).items) == 0
    assert len(vectors.farthest(unit(1)[0], 3, without=ITEMS).items) == 0


@settings(max_examples=25)
@given(st.data())
def test_filters_of_any_kind_find_what_a_scan_finds(vectors: Vectors, data: st.DataObject) -> None:
    numbers = st.lists(st.integers(0, FIRST + COUNT + 20), max_size=60)
    allowed = data.draw(st.none() | numbers)
    if allowed is not None and data.draw(st.booleans()):
        allowed = np.setdiff1d(ITEMS, allowed).tolist()
    without = data.draw(st.none() | numbers)
    k = data.draw(st.sampled_from([1, 7, 200]))
    plane = BLOCK[data.draw(st.integers(0, COUNT - 1))]
    found = vectors.farthest(plane, k, allowed=allowed, without=without)
    passes = np.ones(COUNT, bool) if allowed is None else np.isin(ITEMS, allowed)
    passes &= ~np.isin(ITEMS, without or [])
    assert found.items.tolist() == best(plane, k, passes)


@settings(max_examples=200)
@given(
    st.integers(1, 400), st.none() | st.sets(st.integers(0, 99)), st.sets(st.integers(0, 99)),
    st.integers(1, 40), st.integers(1, 60),
)  # fmt: skip
def test_every_way_says_the_wish(
    total: int, only: set[int] | None, but: set[int], k: int, most: int
) -> None:
    items = np.arange(total)
    asked = None if only is None else np.array(sorted(each for each in only if each < total), int)
    banned = np.array(sorted(each for each in but if each < total), int)
    wish = Wish.of(total, asked, banned)
    passes = np.ones(total, bool) if asked is None else np.isin(items, asked)
    passes &= ~np.isin(items, banned)
    assert wish.passing == passes.sum()
    np.testing.assert_array_equal(wish.passes(items), passes)
    if not wish.passing:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(milvus_filters, "MOST_IDS", most)
        found = list(ways(wish, k, lambda: items))
    assert any(all(ask.is_sure for ask in way) for way in found)
    for way in found:
        reached = np.zeros(total, bool)
        for ask in way:
            assert ask.expression.count(",") < most
            assert ask.limit >= k
            ids = [
                int(each)
                for each in ask.expression.partition("[")[2].rstrip("]").split(",")
                if each
            ]
            true_of = np.isin(items, ids)
            if "not in" in ask.expression or not ask.expression:
                true_of = ~true_of
            reached |= true_of
            assert not ask.is_sure or not true_of[~passes].any()
        assert reached[passes].all()  # nothing that passes can be missed
