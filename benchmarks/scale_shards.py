"""Feedback rounds over shards that a real cluster keeps: one, two, and this computer's own index.

The cluster is two node processes on this computer, each bound to a core of its own. Vectors are
read by the nodes from the library's folder, as on computers that share it.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.services.addresses import Addresses
from app.services.feedback_shards import ShardedPlace
from benchmarks.feedback_data import DenseVectors
from benchmarks.ray_nodes import RayCluster
from benchmarks.report import BenchReport, percentile
from common.errors import WorkersError
from common.jobs import JobContext
from indexers.feedback import shards_plan, shards_vectors
from indexers.feedback.answers import Farthest
from indexers.feedback.shards import Hosts
from indexers.feedback.shards_vectors import ShardedVectors
from indexers.feedback.tuning import plane_around
from indexers.vectors import FolderPlace, VectorCollection

VECTORS, QUICK_VECTORS = 1_000_000, 60_000
ROUNDS, QUICK_ROUNDS = 60, 8
DIM, BLOCK, K, SEEN = 128, 50_000, 25, 500
POOL = 4000

Ask = Callable[[NDArray[np.float32], NDArray[np.int64]], Farthest]


class _SomeHosts:
    """Hosts of which only so many are to be used."""

    def __init__(self, hosts: Hosts, count: int) -> None:
        self._hosts = hosts
        self._count = count
        self.call, self.second, self.end = hosts.call, hosts.second, hosts.end

    def __call__(self) -> "_SomeHosts":
        return self

    def cores(self) -> tuple[int, int]:
        """Return the number of shards to make."""
        return self._count, self._count


def rows(report: BenchReport, context: JobContext, *, quick: bool) -> None:
    """Add rounds over one and two shards of a cluster beside those of this computer.

    Args:
        report: takes the cases.
        context: reports and cancels.
        quick: few vectors and rounds.

    Raises:
        JobCancelled: the user cancelled.
        WorkersError: the cluster does not build the shards.
    """
    size = QUICK_VECTORS if quick else VECTORS
    if report.lacks(f"cluster round over 2 shards p50 {size}", "ray", "ray"):
        return
    with tempfile.TemporaryDirectory(prefix="kinora-bench-") as name:
        cluster = RayCluster(pin=True)
        least, shards_vectors.LEAST_VECTORS = shards_vectors.LEAST_VECTORS, 1
        try:
            _measure(report, Path(name), cluster.address, size, context, quick=quick)
        finally:
            shards_vectors.LEAST_VECTORS = least
            cluster.close()


def _measure(
    report: BenchReport, folder: Path, address: str, size: int, context: JobContext, *, quick: bool
) -> None:
    base = _filled(folder / "v", size, context)
    seconds: dict[str, float] = {}
    started = time.perf_counter()
    base.rebuild(context)
    seconds["local"] = time.perf_counter() - started
    place = ShardedPlace(
        FolderPlace(lambda _: folder), Addresses(workers=address), "bench", lambda _: folder
    )
    asked: dict[str, Ask] = {"local": lambda plane, seen: base.farthest(plane, K, without=seen)}
    wholes: list[ShardedVectors] = []
    for count in (1, 2):
        hosts = _SomeHosts(place.hosts(), count)
        vectors = ShardedVectors(
            base, hosts, folder=folder / "v", library=f"bench{count}",
            shared=True, read_only=False,
        )  # fmt: skip
        shards_plan.forget(folder / "v")
        started = time.perf_counter()
        vectors.rebuild(context)
        if len(vectors.states()) != count:
            raise WorkersError(
                "The shards could not be built on the cluster.",
                hint="Measure again when this computer has less to do.",
            )
        seconds[str(count)] = time.perf_counter() - started
        vectors.farthest(_planes(base, 1)[0], K)  # starts
        asked[str(count)] = _asking(vectors)
        wholes.append(vectors)
    times, recall, shard_ms = _play(asked, wholes, base, QUICK_ROUNDS if quick else ROUNDS, context)
    _say(report, times, recall, shard_ms, seconds, size)
    for vectors in wholes:
        held = sum(state.memory for state in vectors.states()) / 1e6
        parts = len(vectors.states())
        report.add(f"cluster memory of {parts} shards {size}", held, None, "MB", "codes, clusters")
    place.close()
    base.close()


def _asking(vectors: ShardedVectors) -> Ask:
    return lambda plane, seen: vectors.farthest(plane, K, without=seen)


def _filled(folder: Path, size: int, context: JobContext) -> VectorCollection:
    none = np.empty(0, np.int64)
    base = VectorCollection(folder, "bench", rows=(none, none), index="flat")
    made = DenseVectors(DIM)
    for number, start in enumerate(range(0, size, BLOCK)):
        context.step(start, size, "Making vectors")
        rows = base.append(made.block(number, min(BLOCK, size - start)))
        base.commit(rows.tolist(), rows.tolist())
    return base


def _planes(base: VectorCollection, count: int) -> list[NDArray[np.float32]]:
    """Return hyperplanes as marks make them."""
    pool, rng = base.sample(POOL), np.random.default_rng(2)
    return [
        plane_around(pool, rng.integers(len(pool), size=1 if number % 2 else 3), rng)
        for number in range(count)
    ]


def _play(
    asked: dict[str, Ask],
    wholes: list[ShardedVectors],
    base: VectorCollection,
    rounds: int,
    context: JobContext,
) -> tuple[dict[str, list[float]], dict[str, float], dict[str, list[float]]]:
    """Ask all in turns; return times, mean recalls, and what the slowest shard searched, ms."""
    rng = np.random.default_rng(3)
    times: dict[str, list[float]] = {name: [] for name in asked}
    shares: dict[str, list[float]] = {name: [] for name in asked}
    shard_ms: dict[str, list[float]] = {"1": [], "2": []}
    for number, plane in enumerate(_planes(base, rounds)):
        context.step(number, rounds, "Rounds over shards")
        seen = rng.choice(len(base), SEEN, replace=False)
        items, products = base.scores(plane)
        products[seen] = -np.inf
        truth = items[np.argsort(-products, kind="stable")[:K]]
        for name, ask in asked.items():
            started = time.perf_counter()
            found = ask(plane, seen)
            times[name].append((time.perf_counter() - started) * 1e3)
            shares[name].append(float(np.isin(truth, found.items).mean()))
        for vectors in wholes:
            if vectors.last_ms:
                shard_ms[str(len(vectors.last_ms))].append(max(vectors.last_ms))
    return times, {name: float(np.mean(each)) for name, each in shares.items()}, shard_ms


def _say(
    report: BenchReport,
    times: dict[str, list[float]],
    recall: dict[str, float],
    shard_ms: dict[str, list[float]],
    seconds: dict[str, float],
    size: int,
) -> None:
    load = f"load {os.getloadavg()[0]:.1f}"
    for name, share in (("p50", 0.5), ("p95", 0.95)):
        local, one, two = (percentile(times[each], share) for each in ("local", "1", "2"))
        note = f"peer: 1 shard in the same cluster; {load}"
        report.add(f"cluster round over 2 shards {name} {size}", two, one, note=note)
        note = "peer: the index of this computer, in the same run"
        report.add(f"cluster round over 1 shard {name} {size}", one, local, note=note)
        for count in ("1", "2"):
            searched = percentile(shard_ms[count], share)
            report.add(
                f"cluster search in the slowest of {count} {name} {size}", searched, local,
                note="in the shard itself; peer: the round on this computer",
            )  # fmt: skip
    way = [whole - inside for whole, inside in zip(times["2"], shard_ms["2"], strict=False)]
    report.add(
        f"cluster way and merge p50 {size}", percentile(way, 0.5),
        note="a round over 2 shards less the search of the slower",
    )  # fmt: skip
    for name, share in recall.items():
        where = "this computer" if name == "local" else f"{name} shards"
        report.add(f"cluster recall@25 of {where} {size}", share, 1.0, unit="")
    for name, took in seconds.items():
        where = "this computer" if name == "local" else f"{name} shards"
        note = f"both indexes of the folder; {load}" if name == "local" else load
        report.add(f"cluster build by {where} {size}", took, unit="s", note=note)
