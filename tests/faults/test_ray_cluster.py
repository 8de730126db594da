"""Imports on a real cluster of Ray: two node processes on this computer, and what happens to them.

What an import promises is tested over quick stand-ins (tests/workers_support.py); here is what only
Ray itself can show.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("ray", reason="Ray is absent (kinora[ray])")

from app.services import workers_actors, workers_dial, workers_force, workers_import
from app.services.address_tests import examine_one
from app.services.addresses import Addresses
from app.services.library import Library
from app.services.workers_connection import connect
from common.errors import WorkersError
from common.jobs import JobContext, Progress
from tests.import_media import save_everything, service
from tests.ray_support import RayCluster

pytestmark = pytest.mark.slow
POISON = "photo_004.jpg"


class DeadlyReader(workers_actors.Reader):
    """A reader whose process ends at one picture, as if a decoder crashed."""

    def read(self, asks):
        if any(ask.file.path.endswith(POISON) for ask in asks):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read(asks)


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers_import, "PICTURES", 3)


@pytest.fixture
def media(tmp_path: Path) -> Path:
    return save_everything(tmp_path / "media")


@pytest.fixture
def library(ray_cluster: RayCluster, tmp_path: Path):
    addresses = Addresses(workers=ray_cluster.address)
    opened = Library.open(tmp_path / "far.kinora", create=True, addresses=addresses)
    yield opened
    opened.close()


def read_here(folder: Path, media: Path) -> list[str]:
    opened = Library.open(folder / "near.kinora", create=True)
    service(opened).run([media])
    lines = list(opened.catalogue.canonical())
    opened.close()
    return lines


def watched(monkeypatch: pytest.MonkeyPatch, act: Callable[[object], None]) -> JobContext:
    """Return the context of an import; act once with its pool when the first results are there."""
    pools: list[object] = []
    made = workers_force.WorkerPool

    def make(*words, **more):
        pools.append(made(*words, **more))
        return pools[-1]

    done: list[bool] = []

    def report(progress: Progress) -> None:
        if pools and sum(pools[-1].done) >= 3 and not done:
            done.append(True)
            act(pools[-1])

    monkeypatch.setattr(workers_force, "WorkerPool", make)
    return JobContext(report)


def test_the_address_is_tested(ray_cluster: RayCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    state = examine_one("workers", ray_cluster.address)
    assert state.reachable, state.problem
    assert state.version.endswith(": 2 computers, 2 cores")
    assert state.encrypted is False
    monkeypatch.setenv("KINORA_WORKERS_TOKEN", "another")
    state = examine_one("workers", ray_cluster.address)
    assert not state.reachable
    assert "refuse the token" in state.problem
    assert "another" not in state.problem
    state = examine_one("workers", f"{ray_cluster.address}?tls=on")
    assert "no cluster of Ray with TLS" in state.problem


def test_another_ray_is_refused(ray_cluster: RayCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    import ray

    ours = ray.__version__
    true_dial = workers_dial._compare

    def compare(shown, said):
        return true_dial(shown, {**said, "ray_version": "1.0"})

    monkeypatch.setattr(workers_dial, "_compare", compare)
    with pytest.raises(WorkersError, match=f"run Ray 1.0 .*; here it is Ray {ours}"):
        connect(ray_cluster.address)
    monkeypatch.undo()
    with connect(ray_cluster.address) as first, connect(ray_cluster.address) as second:
        assert first.version == second.version == ours
        with pytest.raises(WorkersError, match="in use by this window"):
            connect("ray://127.0.0.1:1")
        first.close()
        assert len(second.nodes()) == 2
        assert not first.is_alive


def test_killed_workers_lose_and_double_nothing(
    library: Library, media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One is killed from outside, others by a picture, which is listed in the end."""
    cloudpickle = pytest.importorskip("ray.cloudpickle")
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    monkeypatch.setattr(workers_actors, "Reader", DeadlyReader)
    killed: list[int] = []

    def kill(pool) -> None:
        for hello in reversed(pool.hellos):
            with contextlib.suppress(ProcessLookupError):  # the picture may have ended it already
                os.kill(hello.pid, signal.SIGKILL)
                killed.append(hello.pid)
                return

    report = service(library).run([media], context=watched(monkeypatch, kill))
    assert killed
    assert report.added == 18
    (crashed,) = [each for each in report.skipped if each.path.endswith(POISON)]
    assert "crashed the program that reads it" in crashed.reason
    (media / "photos" / POISON).unlink()
    assert list(library.catalogue.canonical()) == read_here(tmp_path, media)


def test_the_head_goes_and_comes_back(
    ray_cluster: RayCluster, library: Library, media: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(workers_dial, "GRACE_S", 1)
    context = watched(monkeypatch, lambda pool: ray_cluster.stop())
    with pytest.raises(WorkersError, match="are gone") as raised:
        service(library).run([media], context=context)
    assert raised.value.is_gone
    monkeypatch.undo()
    with pytest.raises(WorkersError, match="Nobody answers"):
        service(library).run([media])
    ray_cluster.start()
    lost = ray_cluster.others[0]
    context = watched(monkeypatch, lambda pool: ray_cluster.remove(lost))
    service(library).run([media], context=context)
    ray_cluster.add()
    assert list(library.catalogue.canonical()) == read_here(tmp_path, media)
