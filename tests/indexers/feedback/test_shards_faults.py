"""Shards whose hosts fall silent, die, forget or have no room."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from common.jobs import JobCancelled, JobContext
from indexers.feedback import shards_building, shards_host, shards_round, shards_vectors
from indexers.feedback.shards_host import ShardHost
from indexers.feedback.shards_plan import CARD_FILE, NEXT_FILE
from indexers.vectors import farthest
from tests.shards_support import FIRST, ThreadHosts, clustered, sharded

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


def test_few_vectors_stay_here(tmp_path: Path, hosts: ThreadHosts) -> None:
    vectors = sharded(tmp_path / "v", hosts, clustered(900))
    assert vectors.needs_rebuild
    vectors.rebuild(JobContext())
    assert list((tmp_path / "v").glob("feedback*"))
    assert vectors.farthest(planes()[0], 5, exact=True).items.tolist() == truth(
        vectors, planes()[0], 5
    )
    assert hosts.calls == []


def test_a_killed_host_is_asked_again_from_what_it_stored(
    tmp_path: Path, hosts: ThreadHosts
) -> None:
    vectors = sharded(tmp_path / "v", hosts, clustered(COUNT))
    vectors.rebuild(JobContext())
    hosts.doomed = {(1, "search"): 0}
    found = vectors.farthest(planes()[0], 25, exact=True)
    assert found.items.tolist() == truth(vectors, planes()[0])
    assert found.missing == 0.0
    assert hosts.calls.count((1, "search")) == 2


def test_a_silent_shard_is_left_out_and_told(
    tmp_path: Path, hosts: ThreadHosts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards_round, "PATIENCE_S", 0.2)
    vectors = sharded(tmp_path / "v", hosts, clustered(COUNT))
    vectors.rebuild(JobContext())
    hosts.silent = {1}
    found = vectors.farthest(planes()[0], 25)
    assert found.missing == pytest.approx(0.5, abs=0.01)
    assert not found.is_exact
    half = np.arange(COUNT // 2) + FIRST
    wanted = truth(vectors, planes()[0], 25, half)
    assert np.isin(found.items, half).all()
    assert np.isin(wanted, found.items).mean() >= 0.9
    for _ in range(5):
        vectors.farthest(planes()[0], 25)
    assert hosts.calls.count((1, "search")) == shards_round.UNANSWERED, "it is not flooded"
    hosts.silent = set()


def test_nobody_there_means_this_computer_answers_and_says_so(
    tmp_path: Path, hosts: ThreadHosts, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = sharded(tmp_path / "v", hosts, clustered(COUNT))
    vectors.rebuild(JobContext())
    hosts.is_gone = True
    for _ in range(2):
        found = vectors.farthest(planes()[0], 25)
        assert found.instead == "gone"
        assert found.items.tolist() == truth(vectors, planes()[0])
    monkeypatch.setattr(vectors, "_try_at", 0.0)
    hosts.is_gone = False
    vectors.farthest(planes()[0], 25)  # does not wait for those who were away
    if (waking := vectors._waking) is not None:
        waking.join()
    assert vectors.farthest(planes()[0], 25).instead == ""


def test_without_a_cluster_the_index_is_built_here(tmp_path: Path, hosts: ThreadHosts) -> None:
    vectors = sharded(tmp_path / "v", hosts, clustered(COUNT))
    hosts.is_gone = True
    assert vectors.needs_rebuild
    vectors.rebuild(JobContext())
    assert list((tmp_path / "v").glob("feedback*"))
    assert not vectors.needs_rebuild
    hosts.is_gone = False
    assert vectors.needs_rebuild


def test_what_a_host_lost_is_sent_again(tmp_path: Path, hosts: ThreadHosts) -> None:
    vectors = sharded(tmp_path / "v", hosts, clustered(COUNT))
    vectors.rebuild(JobContext())
    hosts.kill()
    (folder,) = hosts.root.glob("*/*/0001")
    for path in folder.iterdir():
        path.unlink()
    found = vectors.farthest(planes()[0], 25)
    assert found.missing == pytest.approx(0.5, abs=0.01)
    assert vectors.needs_rebuild
    sent = hosts.bytes
    vectors.rebuild(JobContext())
    assert hosts.bytes - sent == len(vectors._table.plan.parts[1]) * 16 * 4
    found = vectors.farthest(planes()[0], 25, exact=True)
    assert (found.missing, found.items.tolist()) == (0.0, truth(vectors, planes()[0]))


@pytest.mark.parametrize("method", ["prepare", "receive", "build", "state"])
@pytest.mark.parametrize("after", [0, 1])
def test_hosts_that_die_while_they_build_go_on(
    tmp_path: Path, hosts: ThreadHosts, method: str, after: int
) -> None:
    vectors = sharded(tmp_path / "v", hosts, clustered(COUNT))
    hosts.doomed = {(1, method): after}
    vectors.rebuild(JobContext())
    assert not vectors.needs_rebuild
    assert hosts.bytes <= COUNT * 16 * 4 + (1 << 17), "what was stored is not sent again"
    found = vectors.farthest(planes()[0], 25, exact=True)
    assert found.items.tolist() == truth(vectors, planes()[0])


class _Stop(JobContext):
    """Cancels at the step whose note is given."""

    def __init__(self, note: str, after: int = 2) -> None:
        super().__init__()
        self.seen: list[tuple[int, int, str]] = []
        self._note, self._after = note, after

    def step(self, done: int, total: int = 0, note: str = "") -> None:
        self.seen.append((done, total, note))
        if note.startswith(self._note):
            self._after -= 1
            if self._after < 0:
                self.cancel()
        super().step(done, total, note)


def test_a_cancelled_build_goes_on_where_it_was(tmp_path: Path, hosts: ThreadHosts) -> None:
    vectors = sharded(tmp_path / "v", hosts, clustered(COUNT))
    with pytest.raises(JobCancelled):
        vectors.rebuild(_Stop("Sending"))
    assert (tmp_path / "v" / NEXT_FILE).exists()
    assert not (tmp_path / "v" / CARD_FILE).exists()
    vectors.close()
    hosts.kill()
    rows = np.arange(COUNT)
    again = sharded(tmp_path / "v", hosts, rows=(rows + FIRST, rows))
    watched = _Stop("never")
    again.rebuild(watched)
    sent = hosts.bytes - COUNT * 16 * 4
    assert 0 <= sent <= 2 << 16, "no more is sent again than was under way"
    assert not (tmp_path / "v" / NEXT_FILE).exists()
    assert again.farthest(planes()[0], 9, exact=True).items.tolist() == truth(again, planes()[0], 9)
    assert all(0 <= done <= total for done, total, _ in watched.seen)
    assert any("shards" in note for _, _, note in watched.seen)


def test_a_build_waits_while_nobody_watches(
    tmp_path: Path, hosts: ThreadHosts, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = sharded(tmp_path / "v", hosts, clustered(COUNT))
    with pytest.raises(JobCancelled):
        vectors.rebuild(_Stop("Sending", after=0))
    specs = vectors._specs(vectors._table.next(1, 1))
    host = ShardHost(specs[0], str(tmp_path / "alone"))
    host.prepare()
    host.receive(0, np.arange(2000), clustered(2000))
    monkeypatch.setattr(shards_host, "UNWATCHED_S", -1.0)
    host.build()
    assert host._building is not None
    host._building.join(0.3)
    assert host._building.is_alive()
    monkeypatch.setattr(shards_host, "UNWATCHED_S", 60.0)
    host._building.join()
    assert host.state().answers == 2000


def test_torn_rows_are_written_again(tmp_path: Path, hosts: ThreadHosts) -> None:
    vectors = sharded(tmp_path / "v", hosts, clustered(COUNT))
    spec = vectors._specs(vectors._table.next(1, 1))[0]
    host = ShardHost(spec, str(tmp_path / "one"))
    host.prepare()
    block, names = clustered(100), np.arange(100)
    assert host.receive(0, names[:40], block[:40]) == 40
    assert host.receive(60, names[60:], block[60:]) == 40, "some before them are missing"
    assert host.receive(10, names[10:40], block[10:40]) == 40
    path = next((tmp_path / "one").rglob(shards_host.VECTORS_FILE))
    with path.open("ab") as file:
        file.write(b"torn")
    host = ShardHost(spec, str(tmp_path / "one"))
    assert host.receive(30, names[30:], block[30:]) == 100
    assert host.build().error == ""
    assert host._building is not None
    host._building.join()
    assert np.array_equal(host._matrix, block)


def test_a_full_disk_is_told_and_the_index_built_here(
    tmp_path: Path, hosts: ThreadHosts, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shards_host, "_append", full)
    vectors = sharded(tmp_path / "v", hosts, clustered(COUNT))
    vectors.rebuild(JobContext())
    assert "No space left" in caplog.text
    assert list((tmp_path / "v").glob("feedback*"))
