"""Filters said as items, as Kinora says them, beside fields of the collection, in the same run."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import BenchReport, percentile
from common.jobs import JobContext

if TYPE_CHECKING:
    from indexers.vectors import Vectors
    from indexers.vectors.milvus_server import MilvusServer

SIZE, QUICK_SIZE = 100_000, 4_000
DIM, K, BLOCK, STEP = 256, 100, 10_000, 8_000
ROUNDS, QUICK_ROUNDS = 9, 3
SHARES = (0.001, 0.01, 0.1, 0.5, 0.9)
GENRES = 20
TAGGED = 1_000
NAME = "fields"


def rows(report: BenchReport, context: JobContext, *, quick: bool) -> None:
    """Add what filters take as items (ours) and as fields of the collection (the peer).

    Args:
        report: gets the rows.
        context: reports and cancels.
        quick: a small collection and few rounds.

    Raises:
        JobCancelled: the user cancelled.
    """
    count = QUICK_SIZE if quick else SIZE
    if report.lacks(f"filters as items {count}", "milvus", "pymilvus", "milvus_lite"):
        return
    from indexers.vectors import MilvusPlace
    from indexers.vectors.milvus_server import MilvusServer

    rng = np.random.default_rng(0)
    block = rng.standard_normal((count, DIM)).astype(np.float32)
    block /= np.linalg.norm(block, axis=1, keepdims=True)
    shares, genres = rng.permutation(count), rng.integers(0, GENRES, count)
    with tempfile.TemporaryDirectory(prefix="kinora-scale-") as name:
        folder = Path(name)
        place = MilvusPlace(folder / "engine.db", "bench", lambda encoder: folder / encoder)
        server = MilvusServer(folder / "engine.db")
        none = (np.empty(0, np.int64), np.empty(0, np.int64))
        ours = place.open("e", rows=none, kept_rows=0, read_only=False)
        try:
            _fill(report, context, ours, server, block, shares, genres)
            rounds = QUICK_ROUNDS if quick else ROUNDS
            _ask(report, context, ours, server, rounds, shares, genres)
            _tag(report, server, count)
        finally:
            ours.close()
            place.close()
            server.close()


def _fill(
    report: BenchReport,
    context: JobContext,
    ours: "Vectors",
    server: "MilvusServer",
    block: NDArray[np.float32],
    shares: NDArray[np.int64],
    genres: NDArray[np.int64],
) -> None:
    """Fill a collection as Kinora does, and one with two fields more."""
    count = len(block)
    began = time.perf_counter()
    for start in range(0, count, BLOCK):
        context.step(start, count, "Filling the collection without fields")
        numbers = np.arange(start, min(count, start + BLOCK))
        ours.put(numbers, numbers, block[numbers])
    mine = count / (time.perf_counter() - began)
    _make(server)
    began = time.perf_counter()
    for start in range(0, count, STEP):
        context.step(start, count, "Filling the collection with fields")
        part = range(start, min(count, start + STEP))
        told = [
            {"item": n, "vector": block[n], "share": int(shares[n]), "genre": f"g{genres[n]}"}
            for n in part
        ]
        server.call("upsert", NAME, told)
    theirs = count / (time.perf_counter() - began)
    server.call("flush", NAME, timeout_s=600)
    note = f"{DIM} numbers each; ours with a copy on this computer"
    report.add(f"fields bulk load {count}", mine, theirs, "vectors/s", note)


def _make(server: "MilvusServer") -> None:
    from pymilvus import DataType, MilvusClient

    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("item", DataType.INT64, is_primary=True)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=DIM)
    schema.add_field("share", DataType.INT64)
    schema.add_field("genre", DataType.VARCHAR, max_length=64)
    index = MilvusClient.prepare_index_params()
    index.add_index("vector", index_type="FLAT", metric_type="IP")
    server.call(
        "create_collection", NAME, schema=schema, index_params=index, consistency_level="Strong"
    )
    server.call("load_collection", NAME)


def _ask(
    report: BenchReport,
    context: JobContext,
    ours: "Vectors",
    server: "MilvusServer",
    rounds: int,
    shares: NDArray[np.int64],
    genres: NDArray[np.int64],
) -> None:
    """Ask both for the best of what passes a filter, in turns; the answers must be equal."""
    count = len(shares)
    cases: list[tuple[str, str, NDArray[np.bool_]]] = [("all", "", np.ones(count, np.bool_))]
    for share in SHARES:
        most = int(share * count)
        cases.append((f"{100 * share:g} %", f"share < {most}", shares < most))
    cases.append(("a genre", 'genre == "g3"', genres == 3))
    queries = np.random.default_rng(1).standard_normal((rounds, DIM)).astype(np.float32)
    for name, expression, mask in cases:
        allowed = np.flatnonzero(mask)
        only = None if mask.all() else allowed
        times: dict[bool, list[float]] = {True: [], False: []}
        for at, query in enumerate(queries):
            context.step(at, rounds, name)
            mine = _timed(times[True], lambda q=query, a=only: ours.search(q[None], K, allowed=a))  # type: ignore[misc]
            theirs = _timed(times[False], lambda q=query, e=expression: _search(server, q, e))  # type: ignore[misc]
            found = set(mine[1][0][mine[1][0] >= 0].tolist())
            if not np.isclose(len(found & theirs), len(found), atol=1):
                raise AssertionError(f"{name}: both ways must find the same")
        report.add(
            f"filter {name} of {count} p50", percentile(times[True], 0.5),
            percentile(times[False], 0.5), "ms", f"as items; peer: as a field; {K} hits",
        )  # fmt: skip


def _search(server: "MilvusServer", query: NDArray[np.float32], expression: str) -> set[int]:
    got: Any = server.call(
        "search", NAME, data=[query], limit=K, filter=expression, output_fields=["item"],
        search_params={"metric_type": "IP", "params": {}}, anns_field="vector",
    )  # fmt: skip
    return set(got[0].ids)


def _timed(times: list[float], function: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    found = function()
    times.append(1e3 * (time.perf_counter() - began))
    return found


def _tag(report: BenchReport, server: "MilvusServer", count: int) -> None:
    """Time what changing a value of many items costs the fields; items cost nothing."""
    chosen = np.random.default_rng(2).choice(count, min(TAGGED, count), replace=False)
    began = time.perf_counter()
    got = server.call(
        "query", NAME, ids=chosen.tolist(), output_fields=["item", "vector", "share", "genre"]
    )
    server.call("upsert", NAME, [{**each, "genre": "g0"} for each in got])
    took = 1e3 * (time.perf_counter() - began)
    note = "peer: whole rows are replaced; ours: nothing is sent"
    report.add(f"a tag for {len(chosen)} items", 0.0, took, "ms", note)
