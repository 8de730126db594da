"""Vectors on Milvus beside the folder with FAISS: the same questions to both, in the same run."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import BenchReport, percentile
from common.jobs import JobContext

if TYPE_CHECKING:
    from indexers.vectors import Vectors

SIZE, QUICK_SIZE = 100_000, 4_000
DIM = 256
BLOCK = 10_000
ROUNDS, QUICK_ROUNDS = 30, 8
K = 100
SHARES = (0.01, 0.5, 0.99)
SEEN = 1_000
CENTRES = 400


@dataclass(frozen=True, slots=True)
class _Pair:
    """Both places, filled with the same vectors.

    Args:
        milvus: ours.
        faiss: the peer.
        queries: near what is stored, float32 (Q, D).
    """

    milvus: "Vectors"
    faiss: "Vectors"
    queries: NDArray[np.float32]


def rows(report: BenchReport, context: JobContext, *, quick: bool) -> None:
    """Add what the embedded engine of Milvus takes beside FAISS.

    Args:
        report: gets the rows.
        context: reports and cancels.
        quick: a small collection and few rounds.

    Raises:
        JobCancelled: the user cancelled.
    """
    count = QUICK_SIZE if quick else SIZE
    if report.lacks(f"vectors search p50 {count}", "milvus", "pymilvus", "milvus_lite"):
        return
    from indexers.vectors import FolderPlace, MilvusPlace

    with tempfile.TemporaryDirectory(prefix="kinora-scale-") as name:
        folder = Path(name)
        there, here = folder / "milvus", folder / "faiss"
        server = MilvusPlace(there / "engine.db", "bench", lambda encoder: there / encoder)
        place = FolderPlace(lambda encoder: here / encoder)
        none = (np.empty(0, np.int64), np.empty(0, np.int64))
        pair = _Pair(
            server.open("e", rows=none, kept_rows=0, read_only=False),
            place.open("e", rows=none, kept_rows=0, read_only=False),
            _queries(count, QUICK_ROUNDS if quick else ROUNDS),
        )
        try:
            _load(report, context, pair, count)
            _ask(report, context, pair, count)
            pair.milvus.close()
            engine, copy = _megabytes(there / "engine.db"), _megabytes(there / "e")
            note = f"a copy on this computer takes {copy:,.0f} MB more"
            report.add(f"vectors on disk {count}", engine, _megabytes(here), "MB", note)
        finally:
            server.close()
            pair.faiss.close()


def _load(report: BenchReport, context: JobContext, pair: _Pair, count: int) -> None:
    """Fill both places and build their indexes."""
    took = {"milvus": 0.0, "faiss": 0.0}
    for start in range(0, count, BLOCK):
        context.step(start, count, "Filling both places")
        numbers = np.arange(start, min(count, start + BLOCK))
        block = _vectors(numbers)
        for name, vectors in (("milvus", pair.milvus), ("faiss", pair.faiss)):
            began = time.perf_counter()
            vectors.put(numbers, numbers, block)
            took[name] += time.perf_counter() - began
    report.add(
        f"vectors bulk load {count}", count / took["milvus"], count / took["faiss"], "vectors/s",
        f"{DIM} numbers each; with a copy on this computer",
    )  # fmt: skip
    for name, vectors in (("milvus", pair.milvus), ("faiss", pair.faiss)):
        began = time.perf_counter()
        vectors.rebuild(context)
        took[name] = 1000 * (time.perf_counter() - began)
    kinds = f"{pair.milvus.kind} beside {pair.faiss.kind}"
    report.add(f"vectors index {count}", took["milvus"], took["faiss"], "ms", kinds)


def _ask(report: BenchReport, context: JobContext, pair: _Pair, count: int) -> None:
    """Time every kind of question at both places."""
    rng = np.random.default_rng(7)
    seen = rng.choice(count, min(SEEN, count // 4), replace=False)
    questions: dict[str, Callable[[Vectors, NDArray[np.float32]], NDArray[np.int64]]] = {
        "search": _search,
        "hyperplane": _farthest,
        f"hyperplane without {len(seen)} seen": partial(_farthest, without=seen),
    }
    for share in SHARES:
        allowed = np.sort(rng.choice(count, max(1, int(share * count)), replace=False))
        questions[f"search in {share:.0%}"] = partial(_search, allowed=allowed)
    questions["products of all"] = _products
    for name, ask in questions.items():
        context.step(0, 0, name)
        _time(report, f"vectors {name}", ask, pair, count)


def _time(
    report: BenchReport,
    name: str,
    ask: Callable[["Vectors", NDArray[np.float32]], NDArray[np.int64]],
    pair: _Pair,
    count: int,
) -> None:
    """Add p50 and p95 of a question, in turns at both places, and how much they agree."""
    ours: list[float] = []
    peer: list[float] = []
    same: list[float] = []
    for query in pair.queries:
        found = []
        for vectors, times in ((pair.milvus, ours), (pair.faiss, peer)):
            began = time.perf_counter()
            found.append(ask(vectors, query))
            times.append(1000 * (time.perf_counter() - began))
        same.append(float(np.isin(found[1], found[0]).mean()))
    note = f"FAISS in the folder; {100 * np.mean(same):.1f} % of its answers found"
    for share in (0.5, 0.95):
        report.add(
            f"{name} p{100 * share:.0f} {count}", percentile(ours, share),
            percentile(peer, share), "ms", note,
        )  # fmt: skip


def _search(
    vectors: "Vectors", query: NDArray[np.float32], allowed: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    found: NDArray[np.int64] = vectors.search(query[None], K, allowed=allowed)[1][0]
    return found


def _farthest(
    vectors: "Vectors", query: NDArray[np.float32], without: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    return vectors.farthest(query, K, without=without).items


def _products(vectors: "Vectors", query: NDArray[np.float32]) -> NDArray[np.int64]:
    items, products = vectors.scores(query)
    found: NDArray[np.int64] = items[np.argpartition(-products, K)[:K]]
    return found


def _vectors(numbers: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the vectors of items, float32 (N, D): they lie in clusters, as pictures do."""
    centres = np.random.default_rng(1).standard_normal((CENTRES, DIM)).astype(np.float32)
    rng = np.random.default_rng(1_000 + int(numbers[0]))
    spread = rng.standard_normal((len(numbers), DIM)).astype(np.float32)
    block = centres[rng.integers(CENTRES, size=len(numbers))] + 0.8 * spread
    unit: NDArray[np.float32] = block / np.linalg.norm(block, axis=1, keepdims=True)
    return unit


def _queries(count: int, rounds: int) -> NDArray[np.float32]:
    near = _vectors(np.arange(min(count, BLOCK)))[:rounds]
    moved = near + 0.02 * np.random.default_rng(5).standard_normal(near.shape).astype(np.float32)
    unit: NDArray[np.float32] = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return unit


def _megabytes(folder: Path) -> float:
    files = (path for path in folder.rglob("*") if path.is_file())
    return sum(512 * path.stat().st_blocks for path in files) / 1e6
