"""Shards: rows divided, masks packed, answers merged; hosts that die, fall silent or are gone."""

import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.jobs import JobCancelled, JobContext
from indexers.feedback import shards_building, shards_round, shards_vectors
from indexers.feedback.answers import first
from indexers.feedback.rowset import RowSet
from indexers.feedback.shards import Part, merge, shards_for, split
from indexers.feedback.shards_plan import CARD_FILE
from indexers.vectors import farthest
from tests.shards_support import FIRST, ThreadHosts, add, clustered, sharded

COUNT = 3000


@pytest.fixture(autouse=True)
def _small_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let shards and their indexes be worth their while for some thousand vectors."""
    monkeypatch.setattr(farthest, "exact_rows", lambda dim: 800)
    monkeypatch.setattr(farthest, "FEW", 50)
    monkeypatch.setattr(shards_vectors, "LEAST_VECTORS", 1000)
    monkeypatch.setattr(shards_building, "BLOCK_BYTES", 1 << 16)
    monkeypatch.setattr(shards_building, "POLL_S", 0.01)


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[ThreadHosts]:
    made = ThreadHosts(tmp_path / "hosts")
    yield made
    made.close()


def planes(count: int = 4) -> np.ndarray:
    return clustered(count, seed=3) - clustered(count, seed=4)


def truth(vectors: Any, plane: np.ndarray, k: int = 25, passes: Any = None) -> list[int]:
    items, products = vectors.scores(plane)
    if passes is not None:
        keep = np.isin(items, passes)
        items, products = items[keep], products[keep]
    return items[np.lexsort((items, -products))][:k].tolist()


# -- plain parts


def test_rows_are_divided_evenly_by_those_that_live() -> None:
    names = np.arange(10_000)
    names[:5000][np.random.default_rng(0).random(5000) < 0.9] = -1
    parts = split(names, 4)
    assert (parts[0].first, parts[-1].stop) == (0, 10_000)
    assert all(a.stop == b.first and b.first % 8 == 0 for a, b in pairwise(parts))
    live = [int((names[part.first : part.stop] >= 0).sum()) for part in parts]
    assert max(live) - min(live) < 0.05 * sum(live)
    assert split(names, 4) == parts
    assert split(np.full(9, -1), 2) == ()
    assert split(np.arange(3), 5)[-1].stop == 3


def test_the_number_of_shards_follows_size_and_computers() -> None:
    assert shards_for(1_000_000, 2, 16) == 2
    assert shards_for(20_000_000, 2, 16) == 10
    assert shards_for(900_000_000, 2, 16) == 16
    assert shards_for(10, 0, 0) == 1


@given(
    count=st.integers(1, 400),
    rows=st.lists(st.integers(-3, 450), max_size=60),
    cut=st.integers(0, 400),
)
def test_sets_of_rows_are_the_same_as_lists_and_as_bits(
    count: int, rows: list[int], cut: int
) -> None:
    wanted = sorted({row for row in rows if 0 <= row < count})
    one = RowSet.of_rows(np.array(rows, np.int64), count)
    two = RowSet(count, None, one.bits())
    far = RowSet.of_packed(one.packed())
    every = np.arange(count)
    for each in (one, two, far):
        assert each.rows().tolist() == wanted
        assert len(each) == len(wanted)
        assert each.rows(cut).tolist() == [row for row in wanted if row >= cut]
        assert every[each.has(every)].tolist() == wanted
        assert each.has(every[:1]).tolist() == [0 in wanted]
    assert two.packed().digest == one.packed().digest
    low, high = min(cut, count) // 2, min(cut, count)
    part = one.part(low, high)
    assert (part.rows() + low).tolist() == [row for row in wanted if low <= row < high]
    assert far.packed().data.nbytes <= count // 8 + 1


def test_equal_sets_have_equal_digests_and_others_have_not() -> None:
    digests = {
        RowSet.of_rows(np.array(rows), count).packed().digest
        for rows, count in [([1, 2], 100), ([2, 1], 100), ([1, 3], 100), ([1, 2], 101)]
    }
    assert len(digests) == 3


@given(seed=st.integers(0, 10_000), shards=st.integers(1, 6), k=st.integers(1, 40))
def test_the_best_of_shards_are_the_best_of_all(seed: int, shards: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 300))
    items = rng.permutation(1000)[:count]
    products = rng.integers(-4, 4, count).astype(np.float32)  # many ties
    passes = rng.random(count) < 0.7
    of = rng.integers(0, shards, count)
    parts = [
        first(items[passes & (of == each)], products[passes & (of == each)], k)
        for each in range(shards)
    ]
    parts.append(parts[0])  # a row that two know
    whole = first(items[passes], products[passes], k)
    merged = merge(parts, k)
    assert merged.items.tolist() == whole.items.tolist()
    assert merged.products.tolist() == whole.products.tolist()
    assert merged.is_exact


# -- built and searched


@pytest.mark.parametrize("shared", [False, True])
def test_shards_answer_as_one_index_does(tmp_path: Path, hosts: ThreadHosts, shared: bool) -> None:
    vectors = sharded(tmp_path / "v", hosts, clustered(COUNT), shared=shared)
    assert vectors.needs_rebuild
    vectors.rebuild(JobContext())
    assert not vectors.needs_rebuild
    assert not list((tmp_path / "v").glob("feedback*")), "the codes are elsewhere"
    assert (hosts.bytes == 0) == shared
    rng = np.random.default_rng(1)
    allowed = rng.permutation(COUNT)[:1200] + FIRST
    for plane in planes():
        found = vectors.farthest(plane, 25, exact=True)
        assert found.items.tolist() == truth(vectors, plane)
        assert (found.is_exact, found.looked_at, found.missing, found.instead) == (
            True, COUNT, 0.0, "",
        )  # fmt: skip
        without = found.items[:10]
        found = vectors.farthest(plane, 25, allowed=allowed, without=without, exact=True)
        assert found.items.tolist() == truth(vectors, plane, 25, np.setdiff1d(allowed, without))
        near = vectors.farthest(plane, 25)
        assert np.isin(truth(vectors, plane), near.items).mean() >= 0.9
        little = vectors.farthest(plane, 25, budget_ms=0.0)
        assert little.looked_at < COUNT
        assert not little.is_exact
    assert vectors.farthest(planes()[0], 5, allowed=allowed[:7]).is_exact
    assert len(vectors.farthest(planes()[0], 5000, exact=True).items) == COUNT


def test_ties_come_in_order_of_items(tmp_path: Path, hosts: ThreadHosts) -> None:
    block = np.repeat(np.eye(2, 8, dtype=np.float32), 700, axis=0)
    vectors = sharded(tmp_path / "v", hosts)
    rows = vectors.append(block)
    vectors.commit(rows[::-1].tolist(), rows.tolist())
    vectors.rebuild(JobContext())
    found = vectors.farthest(np.eye(1, 8, 1, dtype=np.float32)[0], 30, exact=True)
    assert found.items.tolist() == [*range(30)]


@given(seed=st.integers(0, 1000))
def test_any_masks_give_what_one_index_gives(built: Any, seed: int) -> None:
    vectors, count = built
    rng = np.random.default_rng(seed)
    allowed = None
    if seed % 3:
        allowed = rng.permutation(count)[: int(rng.integers(51, count))] + FIRST
    without = rng.permutation(count)[: int(rng.integers(0, count))] + FIRST
    plane = rng.integers(-3, 4, 32).astype(np.float32)
    k = int(rng.integers(1, 60))
    passes = np.setdiff1d(np.arange(count) + FIRST if allowed is None else allowed, without)
    found = vectors.farthest(plane, k, allowed=allowed, without=without, exact=True)
    items, products = vectors.scores(plane)
    keep = np.isin(items, passes)
    whole = first(items[keep], products[keep], k)
    assert found.items.tolist() == whole.items.tolist()
    assert found.products.tolist() == whole.products.tolist()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Vectors of small whole numbers, so that products are exact and many are equal."""
    folder = tmp_path_factory.mktemp("built")
    hosts = ThreadHosts(folder / "hosts", cores=3)
    block = np.random.default_rng(0).integers(-2, 3, (1500, 32)).astype(np.float32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(farthest, "exact_rows", lambda dim: 100)
        patch.setattr(shards_vectors, "LEAST_VECTORS", 1000)
        vectors = sharded(folder / "v", hosts, block)
        vectors.rebuild(JobContext())
        assert len(vectors.states()) == 3
        yield vectors, 1500
    hosts.close()


def test_masks_are_sent_once(tmp_path: Path, hosts: ThreadHosts, monkeypatch: Any) -> None:
    monkeypatch.setattr(shards_round, "SMALL", 10)
    vectors = sharded(tmp_path / "v", hosts, clustered(COUNT))
    vectors.rebuild(JobContext())
    allowed = np.arange(0, COUNT, 2) + FIRST

    def ask() -> Any:
        return vectors.farthest(planes()[0], 25, allowed=allowed, exact=True)

    hosts.bytes = 0
    wanted = ask().items.tolist()
    assert COUNT // 8 <= hosts.bytes <= COUNT // 8 + 8
    hosts.bytes = 0
    assert ask().items.tolist() == wanted
    assert hosts.bytes == 0
    hosts.kill()  # the new ones keep no masks, say so, and get them
    assert ask().items.tolist() == wanted
    assert hosts.bytes >= COUNT // 8


# -- changes


def test_newer_removed_and_returned_items(tmp_path: Path, hosts: ThreadHosts) -> None:
    vectors = sharded(tmp_path / "v", hosts, clustered(COUNT))
    vectors.rebuild(JobContext())
    plane = planes()[0]
    best = truth(vectors, plane)
    rows = vectors.rows(best[:5]).tolist()
    vectors.remove(best[:5])
    add(vectors, clustered(200, seed=8))

    def ask() -> Any:
        return vectors.farthest(plane, 25, exact=True).items.tolist()

    assert ask() == truth(vectors, plane)
    assert not set(best[:5]) & set(ask())
    vectors.commit(best[:5], rows)
    assert ask() == truth(vectors, plane)
    assert not vectors.needs_rebuild
    hosts.calls.clear()
    add(vectors, clustered(400, seed=9))
    assert vectors.needs_rebuild
    sent = hosts.bytes
    vectors.rebuild(JobContext())
    assert hosts.bytes - sent == 600 * 16 * 4, "only what is new goes to the last shard"
    assert not vectors.needs_rebuild
    assert ask() == truth(vectors, plane)
    vectors.remove(truth(vectors, plane, 1200))
    assert vectors.needs_rebuild
    old = sorted(path.name for path in hosts.root.glob("*/*"))
    vectors.rebuild(JobContext())
    assert sorted(path.name for path in hosts.root.glob("*/*")) != old
    assert len(list(hosts.root.glob("*/*"))) == 1, "the old shards are gone"
    assert ask() == truth(vectors, plane)


def test_what_was_removed_before_the_build_comes_back(tmp_path: Path, hosts: ThreadHosts) -> None:
    vectors = sharded(tmp_path / "v", hosts, clustered(COUNT))
    best = truth(vectors, planes()[0])[:3]
    rows = vectors.rows(best).tolist()
    vectors.remove(best)
    vectors.rebuild(JobContext())
    assert not set(best) & set(vectors.farthest(planes()[0], 25).items.tolist())
    vectors.commit(best, rows)
    assert vectors.farthest(planes()[0], 25, exact=True).items.tolist()[:3] == best


def test_the_shards_are_found_again(tmp_path: Path, hosts: ThreadHosts) -> None:
    vectors = sharded(tmp_path / "v", hosts, clustered(COUNT))
    vectors.rebuild(JobContext())
    vectors.close()
    hosts.kill()
    hosts.calls.clear()
    rows = np.arange(COUNT)
    again = sharded(tmp_path / "v", hosts, rows=(rows + FIRST, rows))
    plane = planes()[0]
    assert again.farthest(plane, 25, exact=True).items.tolist() == truth(again, plane)
    assert not again.needs_rebuild
    assert {method for _, method in hosts.calls} == {"state", "search"}
    (tmp_path / "v" / CARD_FILE).write_text("{")
    other = sharded(tmp_path / "v", hosts, rows=(rows + FIRST, rows))
    assert other.farthest(plane, 25, exact=True).items.tolist() == truth(other, plane)
    assert other.needs_rebuild


def test_shards_of_other_vectors_are_not_used(tmp_path: Path, hosts: ThreadHosts) -> None:
    sharded(tmp_path / "v", hosts, clustered(COUNT)).rebuild(JobContext())
    other = sharded(tmp_path / "w", hosts, clustered(COUNT, seed=5))
    for name in (CARD_FILE, *[path.name for path in (tmp_path / "v").glob("shards-*.live")]):
        (tmp_path / "w" / name).write_bytes((tmp_path / "v" / name).read_bytes())
    assert other.needs_rebuild
    assert other.farthest(planes()[0], 25).items.tolist() == truth(other, planes()[0])


# -- faults


def test_rounds_side_by_side_and_a_cancelled_one(tmp_path: Path, hosts: ThreadHosts) -> None:
    vectors = sharded(tmp_path / "v", hosts, clustered(COUNT))
    vectors.rebuild(JobContext())
    wrong: list[Any] = []

    def look(seed: int) -> None:
        for plane in clustered(3, seed=seed):
            if vectors.farthest(plane, 9, exact=True).items.tolist() != truth(vectors, plane, 9):
                wrong.append(plane)

    threads = [threading.Thread(target=look, args=(seed,)) for seed in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    hosts.silent = {0, 1}
    job = JobContext()
    job.cancel()
    with job.running(), pytest.raises(JobCancelled):
        vectors.farthest(planes()[0], 9, exact=True)


def test_parts_know_their_length() -> None:
    assert len(Part(8, 20)) == 12
