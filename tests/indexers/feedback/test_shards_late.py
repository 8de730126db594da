"""Shards that answer late: a second host is asked too, and whoever is first counts."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from common.jobs import JobContext
from indexers.feedback import shards_building, shards_round, shards_vectors
from indexers.feedback.shards_round import Rounds, Wanted
from indexers.vectors import farthest
from tests.shards_support import FIRST, ThreadHosts, add, clustered, sharded

COUNT = 3000


@pytest.fixture(autouse=True)
def _small_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(farthest, "exact_rows", lambda dim: 800)
    monkeypatch.setattr(farthest, "FEW", 50)
    monkeypatch.setattr(shards_vectors, "LEAST_VECTORS", 1000)
    monkeypatch.setattr(shards_building, "POLL_S", 0.01)
    monkeypatch.setattr(shards_round, "PATIENCE_S", 60.0)
    monkeypatch.setattr(shards_round, "FIRST_WAIT_S", 0.0)
    monkeypatch.setattr(shards_round, "LEAST_WAIT_S", 0.0)


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[ThreadHosts]:
    made = ThreadHosts(tmp_path / "hosts")
    made.has_seconds = True
    yield made
    made.close()


def plane(seed: int = 3) -> Any:
    return clustered(1, seed=seed)[0] - clustered(1, seed=seed + 1)[0]


def truth(vectors: Any, normal: Any, k: int = 25) -> list[int]:
    items, products = vectors.scores(normal)
    return items[np.lexsort((items, -products))][:k].tolist()


@pytest.mark.parametrize("shared", [False, True])
def test_a_silent_shard_is_answered_for_by_its_second_host(
    tmp_path: Path, hosts: ThreadHosts, shared: bool
) -> None:
    vectors = sharded(tmp_path / "v", hosts, clustered(COUNT), shared=shared)
    vectors.rebuild(JobContext())
    whole = vectors.farthest(plane(), 25)
    hosts.asked_twice.clear()
    hosts.silent = {1}
    without = [int(whole.items[0])]
    for _ in range(shards_round.UNANSWERED + 2):  # it goes on when the first is asked no more
        found = vectors.farthest(plane(), 25, without=without)
        assert (found.missing, found.items.tolist()[:10]) == (0.0, whole.items.tolist()[1:11])
    assert hosts.asked_twice.count(1) == shards_round.UNANSWERED + 2
    assert hosts.calls.count((1, "search")) == 1 + shards_round.UNANSWERED


def test_second_hosts_follow_what_the_first_ones_store(tmp_path: Path, hosts: ThreadHosts) -> None:
    vectors = sharded(tmp_path / "v", hosts, clustered(COUNT))
    vectors.rebuild(JobContext())
    hosts.silent = {0, 1}
    vectors.farthest(plane(), 25)
    hosts.silent = set()
    add(vectors, clustered(700, seed=9))
    vectors.rebuild(JobContext())
    hosts.silent = {0, 1}
    found = vectors.farthest(plane(), 25)
    assert found.missing == 0.0
    assert np.isin(truth(vectors, plane()), found.items).mean() >= 0.9
    newest = [item for item in truth(vectors, plane()) if item >= COUNT + FIRST]
    assert newest, "what came later is among the best"
    assert np.isin(newest, found.items).mean() >= 0.9


def test_a_second_host_that_has_nothing_is_asked_once(
    tmp_path: Path, hosts: ThreadHosts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a computer that does not see the library's folder."""
    monkeypatch.setattr(shards_round, "PATIENCE_S", 0.5)
    vectors = sharded(tmp_path / "v", hosts, clustered(COUNT))
    vectors.rebuild(JobContext())
    second = hosts.second
    monkeypatch.setattr(
        hosts, "second", lambda spec: None if second(spec) is None else _elsewhere(second(spec))
    )
    hosts.silent = {1}
    for _ in range(2):
        assert vectors.farthest(plane(), 25).missing == pytest.approx(0.5, abs=0.01)
    assert hosts.asked_twice.count(1) == 1
    assert not vectors._absent, "the shard itself is not lost"


def _elsewhere(spec: Any) -> Any:
    return replace(spec, build="of nobody")


def test_what_looks_at_everything_is_asked_once(tmp_path: Path, hosts: ThreadHosts) -> None:
    vectors = sharded(tmp_path / "v", hosts, clustered(COUNT))
    vectors.rebuild(JobContext())
    assert vectors.farthest(plane(), 25, exact=True).items.tolist() == truth(vectors, plane())
    assert hosts.asked_twice == []


def test_the_wait_follows_what_answers_take(
    tmp_path: Path, hosts: ThreadHosts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards_round, "LEAST_WAIT_S", 0.08)
    monkeypatch.setattr(shards_round, "FIRST_WAIT_S", 0.25)
    rounds = Rounds(hosts, [], [])
    wanted = Wanted(plane(), 5)
    assert rounds.patience_s(wanted) == 0.25
    for _ in range(100):
        rounds.answered(0.01)
    assert rounds.patience_s(wanted) == 0.08
    for _ in range(20):
        rounds.answered(0.4)
    assert rounds.patience_s(wanted) == 0.4
    assert rounds.patience_s(Wanted(plane(), 5, budget_ms=100.0)) == pytest.approx(0.5)
