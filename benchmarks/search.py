"""Search: a million vectors beside FAISS's exact scan, and texts of 100,000 films."""

import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import BenchReport, percentile, time_ms
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


def clustered_vectors(
    count: int, dim: int, *, clusters: int = 1000, seed: int = 0, of: int = 0
) -> NDArray[np.float32]:
    """Return seeded unit vectors around random centres, float32 (count, dim).

    Clusters differ in size and width, as those of photo collections do.

    Args:
        count: how many.
        dim: length of a vector.
        clusters: centres; the same for one seed.
        seed: of the centres.
        of: block number; another one gives other vectors around the same centres.
    """
    centres = np.random.default_rng(seed).standard_normal((clusters, dim), dtype=np.float32)
    rng = np.random.default_rng([seed, of + 1])
    which = (clusters * rng.random(count) ** 2).astype(np.int64)
    width = (0.4 + 0.6 * (which % 7) / 6)[:, None].astype(np.float32)
    vectors = centres[which] + width * rng.standard_normal((count, dim), dtype=np.float32)
    unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


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


def _each(search: object, queries: NDArray[np.float32]) -> list[float]:
    """Return the time of each query, ms, after a warm-up."""
    times: list[float] = []
    for row in range(len(queries)):
        times += time_ms(lambda row=row: search(queries[row : row + 1]), repeat=1, warm_up=int(row == 0))  # type: ignore[misc, operator]  # fmt: skip
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
        library.catalogue.add_batch(_films(start, 1000))
    home = folder / "home"
    models = ModelService(Settings(), AppPaths(home / "c", home / "d", home / "l"))
    service = SearchService(library, models, Settings())
    (first,) = time_ms(lambda: service.run(Query(WORDS_ASKED[0])), repeat=1, warm_up=0)
    text = [
        time
        for words in WORDS_ASKED
        for time in time_ms(lambda words=words: library.catalogue.search_text(words), repeat=5)  # type: ignore[misc]
    ]
    whole = [
        time
        for words in WORDS_ASKED
        for time in time_ms(lambda words=words: service.run(Query(words)), repeat=5)  # type: ignore[misc]
    ]
    report.add(f"text p50 {size}", percentile(text, 0.5), note="full text, 500 hits at most")
    report.add(f"text p95 {size}", percentile(text, 0.95), note="full text, 500 hits at most")
    report.add(f"search p50 {size}", percentile(whole, 0.5), note="all parts that need no weights")
    report.add(f"search p95 {size}", percentile(whole, 0.95), note="all parts that need no weights")
    report.add(f"first search {size}", first, note="reads all facet values once")
    models.close()
    library.close()


def _films(start: int, count: int) -> list[object]:
    """Return made-up films whose words are as unevenly frequent as those of a language."""
    from common.values import Facet, ItemKind, Text, TextKind
    from indexers.catalogue import NewItem

    rng = np.random.default_rng(start)
    rare = ("lighthouse", "storm", "harbour", "quiet", "detective")
    films: list[object] = []
    for number in range(start, start + count):
        words = [f"w{word}" for word in np.minimum(rng.zipf(1.3, 45), 20_000)]
        words += [word for word in rare if rng.random() < 0.01]
        year = int(rng.integers(1950, 2024))
        genre = ("Drama", "Comedy", "Crime", "Horror", "Western")[int(rng.integers(5))]
        facets = [Facet("genre", genre), Facet("year", str(year))]
        facets += [
            Facet("actor", f"Actor {int(person)}") for person in rng.integers(30_000, size=3)
        ]
        texts = [Text(TextKind.TITLE, f"Film {number}"), Text(TextKind.PLOT, " ".join(words))]
        films.append(
            NewItem(
                f"film:{number}", ItemKind.FILM, title=f"Film {number}", year=year,
                popularity=float(rng.random()), facets=facets, texts=texts,
            )
        )  # fmt: skip
    return films
