"""Feedback rounds beyond one machine: shards that are measured, and clusters of them simulated.

Measured here: a round over one shard, and over two that hold half of the items each. Simulated
from shard times: 100 users over a hundred million, a thousand million and ten thousand million
items in shards of a hundred million, whose times were measured with
`bench feedback --items 100000000` (docs/benchmarks.md, feedback).
"""

import math
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.feedback_compact import CODES_FILE, SUGGESTIONS, Stored, learn_plane, user_tasks
from benchmarks.feedback_data import Concepts, write_concepts
from benchmarks.report import BenchReport, percentile
from benchmarks.scale_capacity import SHARD, capacity
from benchmarks.scale_cluster import Cluster, Load, Rounds, Times, simulate
from common.jobs import JobContext
from indexers.feedback import index as feedback
from indexers.feedback.index import FeedbackIndex
from indexers.feedback.scan import Masks, bits

ITEMS, QUICK_ITEMS = 1_000_000, 40_000
ROUNDS, QUICK_ROUNDS = 40, 6
SHARD_P50_S, SHARD_P95_S = 0.038, 0.061
USERS: Final = 100
STRAGGLING, SLOWER = 0.01, 10.0
HEDGE_S, DEADLINE_S = 0.08, 0.25
MTBF_S, REPAIR_S = 30 * 86_400.0, 900.0


def rows(report: BenchReport, context: JobContext, *, quick: bool) -> None:
    """Add measured shards and simulated clusters to a report.

    Args:
        report: takes the cases.
        context: reports and cancels.
        quick: small shards and few rounds.

    Raises:
        AppError: Numba is not installed.
        JobCancelled: the user cancelled.
    """
    items, count = (QUICK_ITEMS, QUICK_ROUNDS) if quick else (ITEMS, ROUNDS)
    with tempfile.TemporaryDirectory() as folder:
        _measured(report, Path(folder), items, count, context)
    rng = np.random.default_rng(0)
    spread = math.log(SHARD_P95_S / SHARD_P50_S) / 1.645
    service = rng.lognormal(math.log(SHARD_P50_S), spread, 20_000)
    for shards in (1, 10) if quick else (1, 10, 100):
        context.step(0, 0, f"Simulating {shards} shards")
        _computed(report, shards * SHARD)
        _simulated(report, service, shards, 100 if quick else max(300, 4000 // shards))


def _measured(
    report: BenchReport, folder: Path, items: int, count: int, context: JobContext
) -> None:
    """Measure one shard of all items and two of half of them, one core each."""
    made = Concepts()
    codes = write_concepts(folder / CODES_FILE, items, context)
    half = items // 2
    whole = _built(folder / "whole", codes, context)
    halves = [
        _built(folder / f"half-{place}", part, context)
        for place, part in enumerate((codes[:half], codes[half:]))
    ]
    one_ms, two_ms, same = [], [], []
    for marks in user_tasks(made, codes, count):
        plane = learn_plane(marks, made.codes.decode, codes)[0]
        seen = np.concatenate([marks.positive, marks.negative])
        started = time.perf_counter()
        alone = whole.search(plane, SUGGESTIONS, _unseen(seen, items), look_at=whole.look_at(None))
        one_ms.append((time.perf_counter() - started) * 1e3)
        found, times = [], []
        for first, shard in zip((0, half), halves, strict=True):
            inside = seen[(seen >= first) & (seen < first + len(shard))] - first
            started = time.perf_counter()
            part = shard.search(
                plane, SUGGESTIONS, _unseen(inside, len(shard)), look_at=shard.look_at(None)
            )
            times.append((time.perf_counter() - started) * 1e3)
            found.append((part.rows + first, part.products))
        started = time.perf_counter()
        merged = merge(found, SUGGESTIONS)
        two_ms.append(max(times) + (time.perf_counter() - started) * 1e3)
        same.append(float(np.isin(merged, alone.rows[:SUGGESTIONS]).mean()))
    note = "the slower of two that work at once, and the merge; peer: one shard of all items"
    for name, share in (("p50", 0.5), ("p95", 0.95)):
        ours, peer = percentile(two_ms, share), percentile(one_ms, share)
        report.add(f"round over 2 shards {name} {items}", ours, peer, note=note)
    report.add(f"overlap@25 of 2 shards and 1 {items}", float(np.mean(same)), 1.0, unit="")


def merge(found: list[tuple[NDArray[np.int64], NDArray[np.float32]]], k: int) -> NDArray[np.int64]:
    """Return the k rows with the highest products of several shards, the best first.

    Args:
        found: rows, int64 (N,), and products, float32 (N,), of each shard.
        k: how many.
    """
    rows = np.concatenate([each[0] for each in found])
    products = np.concatenate([each[1] for each in found])
    return rows[np.argsort(-products, kind="stable")[:k]]


def _built(folder: Path, codes: NDArray[np.uint16], context: JobContext) -> FeedbackIndex:
    folder.mkdir()
    return feedback.build(folder, Concepts().codes, Stored(codes), len(codes), "bench", context)


def _unseen(seen: NDArray[np.int64], items: int) -> Masks:
    return Masks(blocked=bits(seen, items))


def _simulated(report: BenchReport, service: NDArray[np.float64], shards: int, rounds: int) -> None:
    """Add what 100 users see of a cluster of shards."""
    total = shards * SHARD
    load = Load(USERS)
    slow: dict[str, Any] = {"straggling": STRAGGLING, "slower": SLOWER}
    worlds: dict[str, tuple[Cluster, Times]] = {
        "1 copy, even machines": (Cluster(shards, cores=4), Times(service)),
        "1 copy, 1% stragglers": (Cluster(shards, cores=4), Times(service, **slow)),
        "2 copies, 1% stragglers, second request": (
            Cluster(shards, copies=2, cores=4, hedge_s=HEDGE_S), Times(service, **slow),
        ),
        "1 copy, 1% stragglers, deadline": (
            Cluster(shards, cores=4, deadline_s=DEADLINE_S), Times(service, **slow),
        ),
        "2 copies, machines fail monthly": (
            Cluster(shards, copies=2, cores=4, hedge_s=HEDGE_S),
            Times(service, **slow, mtbf_s=MTBF_S, repair_s=REPAIR_S),
        ),
    }  # fmt: skip
    for name, (cluster, times) in worlds.items():
        found = simulate(cluster, load, times, rounds=rounds)
        for share in (0.5, 0.95, 0.99):
            ms = float(np.quantile(found.seconds, share)) * 1e3
            report.add(f"simulated {name} p{share * 100:.0f} {total}", ms, note=_said(found))


def _computed(report: BenchReport, items: int) -> None:
    """Add what so many items need on disk, in memory and of machines."""
    needed = capacity(items, USERS)
    disk = (
        f"one copy: catalogue {needed.catalogue_tb:g}, thumbnails {needed.thumbnails_tb:g}, "
        f"vectors {needed.vectors_tb:g}, codes {needed.index_tb:g} TB"
    )
    whole = needed.catalogue_tb + needed.thumbnails_tb + needed.vectors_tb + needed.index_tb
    report.add(f"computed disk {items}", whole, unit="TB", note=disk)
    note = f"2 copies of {needed.shards} shards; rounds keep {needed.core_share:.1f} cores busy"
    report.add(f"computed machines for {USERS} users {items}", needed.machines, unit="", note=note)
    report.add(f"computed import by one machine {items}", needed.import_days, unit="days")


def _said(found: Rounds) -> str:
    return (
        f"{USERS} users; cores busy {found.busy:.0%}, sent twice {found.repeated:.1%}, "
        f"shards answered {found.answered.mean():.2%}"
    )
