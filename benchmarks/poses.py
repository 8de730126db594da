"""Search by pose among made-up people, beside the same comparison in plain NumPy."""

import time

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import BenchReport, percentile
from common.jobs import JobContext
from indexers.poses import plain
from indexers.poses.matching import _LIMB_ROWS, likeness, match, prepared
from indexers.poses.points import Rows, mirrored

NAME = "poses"
SIZE, QUICK_SIZE = 1_000_000, 50_000
ROUNDS, PEER_ROUNDS = 20, 2
_LIKE = np.array(
    [[0, 0], [0.03, -0.03], [-0.03, -0.03], [0.07, 0], [-0.07, 0], [0.2, 0.25], [-0.2, 0.25],
     [0.3, 0.5], [-0.3, 0.5], [0.32, 0.75], [-0.32, 0.75], [0.12, 0.8], [-0.12, 0.8],
     [0.13, 1.2], [-0.13, 1.2], [0.14, 1.6], [-0.14, 1.6]]
)  # fmt: skip


def people(count: int, seed: int = 0) -> Rows:
    """Return made-up people: upright, each point moved at random, some not seen."""
    rng = np.random.default_rng(seed)
    parts = []
    for first in range(0, count, 50_000):
        size = min(50_000, count - first)
        places = 0.3 + (_LIKE + rng.normal(0, 0.25, (size, 17, 2))) / 5
        sure = rng.uniform(0, 0.9, (size, 17, 1))
        parts.append(Rows.of(np.concatenate([places, sure], -1), np.ones(size)))
    return Rows.joined(parts)


def run(*, quick: bool = False, context: JobContext | None = None) -> BenchReport:
    """Measure searches by pose.

    Args:
        quick: a small size.
        context: progress and cancel.
    """
    context = context or JobContext()
    report = BenchReport(NAME)
    size = QUICK_SIZE if quick else SIZE
    rows = people(size)
    rng = np.random.default_rng(1)
    asked = [np.concatenate([_LIKE + rng.normal(0, 0.25, (17, 2)), np.ones((17, 1))], 1)]
    match(rows, asked)  # compiles
    for name, turned in (("", False), (", turned", True)):
        wall, busy = [], []
        for _ in range(ROUNDS):
            context.step(0)
            start, worked = time.perf_counter(), time.process_time()
            match(rows, asked, turned=turned)
            wall.append((time.perf_counter() - start) * 1e3)
            busy.append((time.process_time() - worked) * 1e3)
        peer = percentile([_plain(rows, asked[0], turned=turned) for _ in range(PEER_ROUNDS)], 0.5)
        case = f"{size:,} people, both mirror images{name}"
        report.add(f"{case}, median", percentile(wall, 0.5), peer, note="peer: NumPy")
        report.add(f"{case}, p95", percentile(wall, 0.95), None, note="goal: 100 at 1,000,000")
        report.add(f"{case}, processor time", percentile(busy, 0.5), None)
    return report


def _plain(rows: Rows, view: NDArray[np.float64], *, turned: bool) -> float:
    """Return how long the same takes in plain NumPy, milliseconds."""
    out = np.empty((2, 3, len(rows)), np.float32)
    start = time.perf_counter()
    points, limbs = prepared((view, mirrored(view)))
    plain.compare(rows.x, rows.y, rows.sure, points, _LIMB_ROWS, limbs, turned, out)
    for told in out:
        likeness(told)
    return (time.perf_counter() - start) * 1e3
