"""Search: a million vectors beside FAISS's exact scan, and texts of 100,000 films."""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import BenchReport, percentile, time_ms
from benchmarks.synthetic import clustered_vectors, made_up_films
from common.jobs import JobContext

NAME = "search"
SIZE, QUICK_SIZE, DIM = 1_000_000, 50_000, 128
FILMS, QUICK_FILMS = 100_000, 5_000
QUERIES, DEPTH = 200, 10
BLOCK = 50_000
WORDS_ASKED = ("lighthouse", "storm harbour", "quiet detective", "w17 w230", "comedy 1994")


def run(*, quick: bool, context: JobContext) -> BenchReport:
    """Measure vector and text searches.

    Args:
        quick: small sizes.
        context: reports and cancels.
    """
    report = BenchReport(NAME)
    with tempfile.TemporaryDirectory() as folder:
        _vectors(report, Path(folder), QUICK_SIZE if quick else SIZE, context)
        _texts(report, Path(folder), QUICK_FILMS if quick else FILMS, context)
    return report


def _vectors(report: BenchReport, folder: Path, size: int, context: JobContext) -> None:
    """Compare the collection's index with FAISS flat on the same vectors and threads."""
    import faiss

    from indexers.vectors import VectorCollection

    none = np.empty(0, np.int64)
    collection = VectorCollection(folder / "v", "bench", rows=(none, none))
    for number, start in enumerate(range(0, size, BLOCK)):
        context.step(start, size, "Making vectors")
        rows = collection.append(clustered_vectors(BLOCK, DIM, of=number))
        collection.commit((rows + 1).tolist(), rows.tolist())
    (build_ms,) = time_ms(lambda: collection.rebuild(context), repeat=1, warm_up=0)
    queries = clustered_vectors(QUERIES, DIM, of=10**6)
    flat = faiss.IndexFlatIP(DIM)
    flat.add(collection.matrix()[1])
    truth = flat.search(queries, DEPTH)[1] + 1
    found = collection.search(queries, DEPTH)[1]
    recall = float(np.mean([np.isin(a, b).mean() for a, b in zip(truth, found, strict=True)]))
    threads = faiss.omp_get_max_threads()
    ours = _each(lambda one: collection.search(one, DEPTH), queries)
    peer = _each(lambda one: flat.search(one, DEPTH), queries[:50])
    note = f"{collection.kind} beside FAISS flat, {threads} threads, {DIM} numbers, one at a time"
    report.add(f"query p50 {size}", percentile(ours, 0.5), percentile(peer, 0.5), note=note)
    report.add(f"query p95 {size}", percentile(ours, 0.95), percentile(peer, 0.95), note=note)
    report.add(f"recall@10 {size}", recall, 1.0, unit="", note="beside the exact answer")
    report.add(f"build {size}", build_ms, note="train, add, tune, save")
    collection.close()


def _each(
    search: Callable[[NDArray[np.float32]], object], queries: NDArray[np.float32]
) -> list[float]:
    """Return the time of each query, ms, after a warm-up."""
    search(queries[:1])
    times: list[float] = []
    for row in range(len(queries)):
        times += time_ms(partial(search, queries[row : row + 1]), repeat=1, warm_up=0)
    return times


def _texts(report: BenchReport, folder: Path, size: int, context: JobContext) -> None:
    """Measure full text and a whole search on a made-up list of films."""
    from app.services.library import Library
    from app.services.models import ModelService
    from app.services.paths import AppPaths
    from app.services.search import SearchService
    from app.services.types import Query
    from common.settings import Settings

    library = Library.open(folder / "films.kinora", create=True)
    for start in range(0, size, 1000):
        context.step(start, size, "Making films")
        library.catalogue.add_batch(made_up_films(start, 1000))
    home = folder / "home"
    models = ModelService(Settings(), AppPaths(home / "c", home / "d", home / "l"))
    service = SearchService(library, models, Settings())
    (first,) = time_ms(lambda: service.run(Query.of(WORDS_ASKED[0])), repeat=1, warm_up=0)
    text: list[float] = []
    whole: list[float] = []
    for words in WORDS_ASKED:
        text += time_ms(partial(library.catalogue.search_text, words), repeat=5)
        whole += time_ms(partial(service.run, Query.of(words)), repeat=5)
    report.add(f"text p50 {size}", percentile(text, 0.5), note="full text, 500 hits at most")
    report.add(f"text p95 {size}", percentile(text, 0.95), note="full text, 500 hits at most")
    report.add(f"search p50 {size}", percentile(whole, 0.5), note="all parts that need no weights")
    report.add(f"search p95 {size}", percentile(whole, 0.95), note="all parts that need no weights")
    report.add(f"first search {size}", first, note="reads all facet values once")
    models.close()
    library.close()
