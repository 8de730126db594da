"""Feedback over shards in a real cluster of two nodes."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.services.addresses import Addresses
from app.services.feedback import FeedbackService
from app.services.feedback_fusing import notes_of_workers
from app.services.feedback_ranking import Ranked
from app.services.feedback_shards import ShardedPlace, with_shards
from app.services.feedback_shards_ray import NAMESPACE
from app.services.feedback_types import FeedbackNote, FeedbackOptions
from app.services.library import INFO_FILE, Library
from common.errors import WorkersError
from common.jobs import JobCancelled, JobContext
from indexers.feedback import shards_building, shards_round, shards_vectors
from indexers.feedback.shards import HostsGoneError
from indexers.feedback.shards_building import ShardsError
from indexers.feedback.shards_plan import CARD_FILE
from indexers.vectors import FolderPlace, farthest
from tests.app.searching import photo_library, settings
from tests.ray_support import RayCluster
from tests.shards_support import FIRST, NONE, ThreadHosts, add, clustered, sharded

COUNT = 3000
WAIT_S = 60.0  # a busy machine starts a process slowly


@pytest.fixture(autouse=True)
def _small_and_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards_vectors, "LEAST_VECTORS", 150)
    monkeypatch.setattr(farthest, "FEW", 10)
    monkeypatch.setattr(shards_vectors, "START_S", WAIT_S)
    for name in ("PATIENCE_S", "RESTART_S"):
        monkeypatch.setattr(shards_round, name, WAIT_S)


def place_of(folder: Path, address: str, vectors: str = "faiss") -> ShardedPlace:
    """Return a place of vectors in a folder; hosts are sent vectors that are not of `faiss`."""
    addresses = Addresses(workers=address, vectors=vectors)
    place = with_shards(FolderPlace(lambda _: folder), addresses, folder.name, lambda _: folder)
    assert isinstance(place, ShardedPlace)
    return place


def truth(vectors: Any, plane: np.ndarray, k: int = 25, passes: Any = None) -> list[int]:
    items, products = vectors.scores(plane)
    keep = np.ones(len(items), bool) if passes is None else np.isin(items, passes)
    items, products = items[keep], products[keep]
    return items[np.lexsort((items, -products))][:k].tolist()


def test_local_workers_change_nothing(tmp_path: Path) -> None:
    place = FolderPlace(lambda _: tmp_path)
    assert with_shards(place, Addresses(), "id", lambda _: tmp_path) is place


def test_a_port_that_nobody_opens_is_tried_once_in_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosts = ThreadHosts(tmp_path / "hosts")
    sharded(tmp_path / "v", hosts, clustered(COUNT)).rebuild(JobContext())
    hosts.close()
    tried: list[str] = []

    def refuse(address: str) -> None:
        tried.append(address)
        raise WorkersError("Nobody answers.", hint="Start it.", is_gone=True)

    monkeypatch.setattr("app.services.workers_connection.connect", refuse)
    rows = np.arange(COUNT)
    place = place_of(tmp_path / "v", "ray://127.0.0.1:9")
    vectors = place.open("e", rows=(rows + FIRST, rows), kept_rows=COUNT, read_only=False)
    assert tried == []
    plane = clustered(1, seed=3)[0]
    for _ in range(3):
        found = vectors.farthest(plane, 25)
        assert (found.items.tolist(), found.instead) == (truth(vectors, plane), "gone")
    with pytest.raises(HostsGoneError, match="Nobody answers"):
        place.hosts()
    assert tried == ["ray://127.0.0.1:9"]
    vectors.close()
    place.close()
    with pytest.raises(HostsGoneError):
        place.hosts()


def test_notes_say_what_workers_did_not_do() -> None:
    def found(missing: float, instead: str) -> Ranked:
        none = np.empty(0)
        return Ranked(
            none.astype(np.int64), none, 0, is_exact=True, missing=missing, instead=instead
        )

    assert notes_of_workers([found(0.0, "")]) == ()
    both = notes_of_workers([found(0.004, ""), found(0.0, "gone"), found(0.25, "gone")])
    assert [(note.id, note.args) for note in both] == [
        ("workers-gone", {}), ("shards-silent", {"share": 25}),
    ]  # fmt: skip
    assert notes_of_workers([found(0.004, "starting")])[1].args == {"share": 1}


def build(vectors: Any) -> None:
    """Build shards; a connection that a busy machine cuts is made again, and the build goes on.

    Nothing but a cut is tried again: a shard that cannot be built ends the test.
    """
    build_once = vectors._build

    def checked(*arguments: Any) -> None:
        try:
            build_once(*arguments)
        except ShardsError as error:
            raise AssertionError(f"the build failed, and not by a cut: {error}") from error

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vectors, "_build", checked)
        for _ in range(4):
            if vectors.needs_rebuild:
                vectors.rebuild(JobContext())
    assert not vectors.needs_rebuild
    assert len(vectors.states()) == 2


class _Stop(JobContext):
    """Cancels when vectors are sent."""

    def step(self, done: int, total: int = 0, note: str = "") -> None:
        if note == "Sending vectors" and done:
            self.cancel()
        super().step(done, total, note)


@pytest.fixture(scope="module")
def built(
    ray_cluster: RayCluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[ShardedPlace, Any]]:
    """Vectors whose shards were begun, cancelled, and built by the next attempt."""
    folder = tmp_path_factory.mktemp("vectors")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards_vectors, "LEAST_VECTORS", 150)
        patch.setattr(shards_building, "BLOCK_BYTES", 40_000)
        place = place_of(folder, ray_cluster.address, "milvus")
        vectors = place.open("e", rows=NONE, kept_rows=0, read_only=False)
        add(vectors, clustered(COUNT))
        assert vectors.needs_rebuild
        with pytest.raises(JobCancelled):
            vectors.rebuild(_Stop())
        assert not (folder / CARD_FILE).exists()
        build(vectors)
    yield place, vectors
    vectors.close()
    place.close()


def test_two_processes_answer_as_one_index(built: tuple[ShardedPlace, Any]) -> None:
    _place, vectors = built
    states = vectors.states()
    assert [state.answers for state in states] == [1496, 1504]
    assert not any(state.reads for state in states)
    plane = clustered(1, seed=3)[0]
    allowed = np.arange(0, COUNT, 2) + FIRST
    found = vectors.farthest(plane, 25, allowed=allowed, exact=True)
    assert found.items.tolist() == truth(vectors, plane, passes=allowed)
    again = vectors.farthest(plane, 25, allowed=allowed, without=found.items, exact=True)
    assert again.items.tolist() == truth(vectors, plane, passes=np.setdiff1d(allowed, found.items))
    assert (found.is_exact, found.looked_at, found.missing, found.instead) == (
        True, COUNT // 2, 0.0, "",
    )  # fmt: skip


def test_the_next_window_finds_the_shards(
    built: tuple[ShardedPlace, Any], ray_cluster: RayCluster
) -> None:
    _place, vectors = built
    place = place_of(vectors._folder, ray_cluster.address, "milvus")
    rows = np.arange(COUNT)
    other = place.open("e", rows=(rows + FIRST, rows), kept_rows=COUNT, read_only=True)
    plane = clustered(1, seed=3)[0]
    found = other.farthest(plane, 9, exact=True)
    assert (found.items.tolist(), found.instead) == (truth(vectors, plane, 9), "")
    other.close()
    place.close()


def test_a_killed_process_is_started_again_and_the_round_repeated(
    built: tuple[ShardedPlace, Any],
) -> None:
    place, vectors = built
    os.kill(process_of(place, vectors, 1), signal.SIGKILL)
    plane = clustered(1, seed=3)[0]
    found = vectors.farthest(plane, 25, exact=True)
    assert found.items.tolist() == truth(vectors, plane)
    assert (found.missing, found.instead) == (0.0, "")


def process_of(place: ShardedPlace, vectors: Any, shard: int) -> int:
    """Return the id of the process that keeps a shard."""
    spec = vectors._specs(vectors._table.plan)[shard]
    with place.hosts()._cluster.asking() as ray:
        actor = ray.get_actor(spec.name, namespace=NAMESPACE)
        return int(ray.get(actor.__ray_call__.remote(lambda _: os.getpid())))


def test_another_process_answers_for_one_that_is_late(
    ray_cluster: RayCluster, tmp_path: Path
) -> None:
    place = place_of(tmp_path, ray_cluster.address)
    vectors: Any = place.open("e", rows=NONE, kept_rows=0, read_only=False)
    add(vectors, clustered(COUNT))
    build(vectors)
    plane = clustered(1, seed=3)[0]
    whole = vectors.farthest(plane, 25).items.tolist()
    late = process_of(place, vectors, 1)
    os.kill(late, signal.SIGSTOP)
    try:
        found = vectors.farthest(plane, 25)
    finally:
        os.kill(late, signal.SIGCONT)
    assert (found.items.tolist(), found.missing, found.instead) == (whole, 0.0, "")
    vectors.close()
    place.close()


def far_library(folder: Path, address: str) -> Library:
    """Return a library of 180 photos whose workers are a cluster."""
    photo_library(folder).close()
    info = json.loads((folder / INFO_FILE).read_text("utf-8"))
    (folder / INFO_FILE).write_text(json.dumps(info | {"workers": address}), "utf-8")
    return Library.open(folder)


def test_the_panel_is_told_when_the_head_is_gone(
    built: tuple[ShardedPlace, Any],
    ray_cluster: RayCluster,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library = far_library(tmp_path / "far.kinora", ray_cluster.address)
    feedback = FeedbackService(library, None, settings())
    options = FeedbackOptions(modalities=("layout",), exact=True)
    near = feedback.suggest([1, 2], [31, 61], 20, options=options)
    build(library.vectors("layout"))
    states = library.vectors("layout").states()  # type: ignore[attr-defined]
    assert [state.reads for state in states] == [True, True], "they read the library's folder"
    far = feedback.suggest([1, 2], [31, 61], 20, options=options)
    assert [hit.item for hit in far.hits] == [hit.item for hit in near.hits]
    assert far.is_exact
    assert not far.notes
    monkeypatch.setattr(shards_round, "EXACT_S", 1.0)
    ray_cluster.stop()
    try:
        alone = feedback.suggest([1, 2], [31, 61], 20, options=options)
        assert [hit.item for hit in alone.hits] == [hit.item for hit in near.hits]
        notes = {note.id for note in alone.notes if isinstance(note, FeedbackNote)}
        assert notes == {"workers-gone"}
    finally:
        library.close()
        ray_cluster.start()
