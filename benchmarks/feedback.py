"""Feedback: a round of 50 marks, search and 25 suggestions, at any size, on one core.

Without a size: 10,000 and a million vectors of 512 numbers beside scikit-learn with NumPy and
FAISS, then a million items of compact codes. `--items N` measures compact codes of N items alone;
a hundred million take 8 GB of `--folder` and under an hour to make.
"""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import feedback_compact
from benchmarks.feedback_compact import NEGATIVE, POSITIVE, SUGGESTIONS, Marks
from benchmarks.feedback_data import DenseVectors
from benchmarks.report import BenchReport, percentile
from common.jobs import JobContext
from indexers.feedback.codes import CompactCodes, DenseCodes
from indexers.feedback.loss import overlap

if TYPE_CHECKING:
    from indexers.vectors import VectorCollection

NAME = "feedback"
SMALL, LARGE, QUICK_SMALL, QUICK_LARGE = 10_000, 1_000_000, 2_000, 60_000
DIM = 512
BLOCK = 50_000
ROUNDS, QUICK_ROUNDS = 40, 12
POOL = 8_000
BUDGETS_MS = (5.0, 10.0, 20.0, 40.0)
TARGET = 0.98
LOSS_ITEMS = 50_000

Answer = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Task:
    """What a user marked, and what an exact answer to it is.

    Args:
        marks: the marks.
        weights: what they teach, float32 (D,).
        truth: the 25 items farthest from it, without the marks.
    """

    marks: Marks
    weights: NDArray[np.float32]
    truth: Answer


def run(
    *, quick: bool, context: JobContext, items: int | None = None, folder: Path | None = None
) -> BenchReport:
    """Measure rounds of feedback.

    Args:
        quick: small sizes.
        context: reports and cancels.
        items: measure compact codes of so many items alone.
        folder: where those are made and kept; a temporary one by default.
    """
    report = BenchReport(NAME)
    with tempfile.TemporaryDirectory() as temporary, _one_core():
        if items is None:
            for size in (QUICK_SMALL, QUICK_LARGE) if quick else (SMALL, LARGE):
                _dense(report, Path(temporary) / str(size), size, context, quick=quick)
        count = items or (QUICK_LARGE if quick else LARGE)
        place = folder or Path(temporary) / "compact"
        place.mkdir(parents=True, exist_ok=True)
        feedback_compact.measure(report, place, count, context, quick=quick)
    return report


def _one_core() -> Any:
    """Return a context in which numeric libraries use one thread."""
    import faiss
    import torch
    from threadpoolctl import threadpool_limits

    faiss.omp_set_num_threads(1)
    torch.set_num_threads(1)
    return threadpool_limits(1)


def _dense(
    report: BenchReport, folder: Path, size: int, context: JobContext, *, quick: bool
) -> None:
    """Measure rounds over vectors, beside what one would do without Kinora."""
    from indexers.vectors import VectorCollection

    none = np.empty(0, np.int64)
    collection = VectorCollection(folder, "bench", rows=(none, none), index="flat")
    made = DenseVectors(DIM)
    for number, start in enumerate(range(0, size, BLOCK)):
        context.step(start, size, "Making vectors")
        rows = collection.append(made.block(number, min(BLOCK, size - start)))
        collection.commit(rows.tolist(), rows.tolist())
    before = time.perf_counter()
    has_index = collection.needs_rebuild
    if has_index:
        collection.rebuild(context)
        note = "codes, clusters, curve; one core"
        report.add(f"dense build {size}", time.perf_counter() - before, unit="s", note=note)
    tasks = _tasks(collection, QUICK_ROUNDS if quick else ROUNDS)
    context.step(0, 0, "Measuring rounds")
    ours = _ours(report, collection, tasks, size, has_index=has_index)
    _peers(report, collection.matrix()[1], tasks, size, ours)
    if has_index:
        _loss(report, [task.weights for task in tasks], made, size)
    collection.close()


def _tasks(collection: "VectorCollection", count: int) -> list[Task]:
    """Return marks as users give them: half for what is like one item, half for any of three."""
    rng = np.random.default_rng(1)
    items, matrix = collection.matrix()
    pool = np.sort(rng.choice(len(items), min(POOL, len(items)), replace=False))
    vectors = np.asarray(matrix[pool])
    tasks = []
    for number in range(count):
        centres = vectors[rng.integers(len(pool), size=1 if number % 2 else 3)]
        good = np.argsort(-(vectors @ centres.T).max(axis=1))[:POSITIVE]
        bad = rng.choice(np.setdiff1d(np.arange(len(pool)), good), NEGATIVE, replace=False)
        marks = Marks(pool[good], pool[bad])
        weights = _learn(collection, marks)
        products = matrix @ weights
        products[_seen(marks)] = -np.inf
        tasks.append(Task(marks, weights, np.argsort(-products, kind="stable")[:SUGGESTIONS]))
    return tasks


def _seen(marks: Marks) -> Answer:
    return np.concatenate([marks.positive, marks.negative])


def _learn(collection: "VectorCollection", marks: Marks) -> NDArray[np.float32]:
    from indexers.rankings.learners import fit

    good = collection.vectors(marks.positive.tolist())
    bad = collection.vectors(marks.negative.tolist())
    return fit("svm", good, bad, np.empty((0, DIM), np.float32)).weights


def _ours(
    report: BenchReport,
    collection: "VectorCollection",
    tasks: list[Task],
    size: int,
    *,
    has_index: bool,
) -> tuple[float, float]:
    """Report our rounds and return the p50 of a usual and of an exact one, ms."""

    def round_of(task: Task, *, exact: bool, budget: float | None = None) -> Answer:
        weights = _learn(collection, task.marks)
        seen = _seen(task.marks)
        return collection.farthest(
            weights, SUGGESTIONS, without=seen, budget_ms=budget, exact=exact
        ).items

    exact_times, recall = _play(tasks, lambda task: round_of(task, exact=True))
    exact_ms = percentile(exact_times, 0.5)
    times, share = _play(tasks, lambda task: round_of(task, exact=False))
    usual = percentile(times, 0.5)
    learn = percentile(_play(tasks, lambda task: _learned(collection, task))[0], 0.5)
    report.add(f"dense learning p50 {size}", learn, note="SVM on 50 marks, of every round")
    kind = "index" if has_index else "all vectors compared"
    report.add(f"dense round p95 {size}", percentile(times, 0.95), note=kind)
    report.add(f"dense recall@25 {size}", share, 1.0, unit="", note=kind)
    if has_index:
        report.add(f"dense exact recall@25 {size}", recall, 1.0, unit="", note="must be 1")
        report.add(f"dense exact round p95 {size}", percentile(exact_times, 0.95))
        for budget in BUDGETS_MS:
            some, found = _play(tasks, partial(round_of, exact=False, budget=budget))
            note = f"search within {budget:g} ms: recall@25 {found:.3f}"
            report.add(f"dense round p50 {budget:g}ms {size}", percentile(some, 0.5), note=note)
    return usual, exact_ms


def _learned(collection: "VectorCollection", task: Task) -> Answer:
    _learn(collection, task.marks)
    return task.truth


def _play(tasks: list[Task], answer: Callable[[Task], Answer]) -> tuple[list[float], float]:
    """Return the time of each round, ms, and the mean recall, after a warm-up."""
    answer(tasks[0])
    times, shares = [], []
    for task in tasks:
        started = time.perf_counter()
        found = answer(task)
        times.append((time.perf_counter() - started) * 1e3)
        shares.append(float(np.isin(task.truth, found).mean()))
    return times, float(np.mean(shares))


def _peers(
    report: BenchReport,
    matrix: NDArray[np.float32],
    tasks: list[Task],
    size: int,
    ours: tuple[float, float],
) -> None:
    """Report our rounds beside scikit-learn with NumPy, FAISS flat and FAISS IVF."""
    import faiss

    usual, exact = ours
    plain = percentile(_play(tasks, lambda task: _by_numpy(matrix, task))[0], 0.5)
    said = "LinearSVC and NumPy over all vectors"
    report.add(f"dense round p50 {size}", usual, plain, note=f"peer: {said}")
    report.add(f"dense exact round p50 {size}", exact, plain, note=f"peer: {said}")
    by_flat = _flat_ms(matrix, tasks)
    note = "peer: LinearSVC and FAISS flat, two threads too"
    report.add(f"dense exact round p50 beside flat {size}", exact, by_flat, note=note)
    if size < SMALL * 2:
        return
    cells = 4 * int(np.sqrt(size))
    ivf = faiss.IndexIVFFlat(
        faiss.IndexFlatIP(matrix.shape[1]), matrix.shape[1], cells, faiss.METRIC_INNER_PRODUCT
    )
    ivf.cp.niter, ivf.cp.max_points_per_centroid = 5, 64
    started = time.perf_counter()
    ivf.train(matrix[:: max(1, size // (64 * cells))])
    ivf.add(matrix)
    built = time.perf_counter() - started
    report.add(f"dense build of FAISS IVF {size}", built, unit="s", note=f"{cells} cells, a peer")
    _ivf_rounds(report, ivf, matrix, tasks, size, usual)


def _flat_ms(matrix: NDArray[np.float32], tasks: list[Task]) -> float:
    """Return the p50 of rounds by FAISS's exact index, ms; its copy of the vectors goes again.

    It has two threads, as our exact round has.
    """
    import faiss

    flat = faiss.IndexFlatIP(matrix.shape[1])
    flat.add(matrix)
    faiss.omp_set_num_threads(2)
    try:
        return percentile(_play(tasks, lambda task: _by_faiss(flat, matrix, task))[0], 0.5)
    finally:
        faiss.omp_set_num_threads(1)


def _ivf_rounds(
    report: BenchReport,
    ivf: Any,
    matrix: NDArray[np.float32],
    tasks: list[Task],
    size: int,
    usual: float,
) -> None:
    """Report FAISS IVF at the least effort that finds as much as our goal asks.

    It is held against the exact answer to its own hyperplane: LinearSVC learns another one.
    """
    tasks = [replace(task, truth=_by_numpy(matrix, task)) for task in tasks]
    for probes in (1 << power for power in range(13)):
        ivf.nprobe = min(probes, ivf.nlist)
        times, share = _play(tasks, lambda task: _by_faiss(ivf, matrix, task))
        if share >= TARGET or probes >= ivf.nlist:
            break
    note = f"peer: LinearSVC and FAISS IVF, {ivf.nprobe} of {ivf.nlist} cells, recall {share:.3f}"
    report.add(f"dense round p50 beside IVF {size}", usual, percentile(times, 0.5), note=note)


def _svc(matrix: NDArray[np.float32], marks: Marks) -> NDArray[np.float32]:
    from sklearn.svm import LinearSVC

    sides = np.repeat([1, -1], (len(marks.positive), len(marks.negative)))
    machine = LinearSVC(C=10.0, random_state=0, max_iter=5000, tol=1e-3)
    machine.fit(matrix[_seen(marks)], sides)
    weights: NDArray[np.float32] = machine.coef_[0].astype(np.float32)
    return weights


def _by_numpy(matrix: NDArray[np.float32], task: Task) -> Answer:
    products = matrix @ _svc(matrix, task.marks)
    products[_seen(task.marks)] = -np.inf
    best = np.argpartition(-products, SUGGESTIONS)[:SUGGESTIONS]
    return best[np.argsort(-products[best])]


def _by_faiss(index: Any, matrix: NDArray[np.float32], task: Task) -> Answer:
    weights = _svc(matrix, task.marks)
    seen = _seen(task.marks)
    found = index.search(weights[None], SUGGESTIONS + len(seen))[1][0]
    answer: Answer = found[~np.isin(found, seen)][:SUGGESTIONS]
    return answer


def _loss(
    report: BenchReport,
    planes: list[NDArray[np.float32]],
    made: DenseVectors,
    size: int,
) -> None:
    """Report what codes leave of the answer by whole vectors, without comparing those again."""
    full = made.block(10**6, LOSS_ITEMS)
    for name, codes in (
        ("8 bits a number", DenseCodes.fit(full)),
        ("20 strongest, 60 bytes", CompactCodes.fit(full, 20)),
    ):
        share = float(np.mean(overlap(full, codes, planes[:8])))
        report.add(f"overlap@1000, {name} {size}", share, 1.0, unit="", note="before re-ranking")
