"""Searching a million keyframes of made-up videos: every way of the search panel, beside a peer.

The world is that of `search_world`. Text and example are asked of a whole library (catalogue,
concepts, vectors with their index); the other modules `search_panel_*` add their rows, each by
`rows(world)`. Peers are plain scans on the same vectors and threads.
"""

import importlib
import pkgutil
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from benchmarks.memory import largest_mb, resident_mb
from benchmarks.report import BenchReport, Case, percentile, time_ms
from benchmarks.search_world import KEYFRAMES, SearchWorld, make_world
from common.jobs import JobContext
from common.values import Facet, ItemKind
from models.base import EncoderInfo

if TYPE_CHECKING:
    from app.services.query import Query
    from app.services.search import SearchService

NAME = "search-panel"
QUICK = 20_000
ENCODER = "clip:bench"
_BLOCK = 5_000
_WORDS = ("w3", "w40 w7", "w250", "something else")
_EXAMPLES = 12
_MODULE = "search_panel_"


class Rows(Protocol):
    """A module that adds rows."""

    def rows(self, world: SearchWorld) -> Sequence[Case]:
        """Return measured cases."""
        ...


def run(
    *, quick: bool, context: JobContext, items: int | None = None, folder: Path | None = None
) -> BenchReport:
    """Measure searches.

    Args:
        quick: a small world.
        context: reports and cancels.
        items: how many keyframes.
        folder: where the library is made and kept; none makes it anew and forgets it.
    """
    size = items or (QUICK if quick else KEYFRAMES)
    report = BenchReport(NAME)
    world = make_world(size, context=context)
    report.add(f"world {size}", world.nbytes / 1e6, unit="MB", note="the made-up data themselves")
    with _folder(folder) as place:
        _library_rows(report, world, place, context)
    for module in _modules():
        context.step(0, 0, module)
        found: Rows = importlib.import_module(f"benchmarks.{module}")
        report.cases += found.rows(world)
    report.add(
        f"peak memory {size}",
        largest_mb(),
        unit="MB",
        note="of the whole measurement, world and all",
    )
    return report


def _modules() -> list[str]:
    """Return the modules that add rows, by name."""
    import benchmarks

    found = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return sorted(name for name in found if name.startswith(_MODULE))


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


# -- text and example, in a library


def _library_rows(
    report: BenchReport, world: SearchWorld, folder: Path, context: JobContext
) -> None:
    """Add the rows of text, example, concepts and fusion."""
    from app.services.library import Library
    from app.services.search import SearchService
    from common.settings import Settings

    size = len(world)
    path = folder / f"search-panel-{size}.kinora"
    if not path.exists():
        unfinished = folder / f"{path.name}.part"
        shutil.rmtree(unfinished, ignore_errors=True)
        _write(world, unfinished, context)
        unfinished.rename(path)
    library = Library.open(path)
    try:
        flat = _Flat(world)
        before = resident_mb()
        service = SearchService(library, _Models(world), Settings())
        (warm_ms,) = time_ms(lambda: service.warm_up(context), repeat=1, warm_up=0)
        report.add(f"warm-up {size}", warm_ms, note="behind the user, when a library opens")
        peer = [flat.seconds(world.query(at)) for at in range(_EXAMPLES)]
        asked = _queries(world)
        for name, queries in asked.items():
            ours = _times(service, queries)
            for label, share in (("p50", 0.5), ("p95", 0.95)):
                figures = percentile(ours, share), percentile(peer, share)
                note = "whole search with reasons beside a FAISS flat scan of the vectors alone"
                report.add(f"{name} {label} {size}", *figures, note=note)
        _typing(report, service, size)
        _flips(report, service, asked["text and example"][0], size)
        grown = resident_mb() - before
        report.add(f"memory {size}", grown, unit="MB", note="mapped vectors and their index, too")
    finally:
        library.close()


def _queries(world: SearchWorld) -> "dict[str, list[Query]]":
    """Return what is asked, by the name of its row."""
    from app.services.query import Query
    from app.services.query_example import Example
    from app.services.query_parts import ConceptAsk, Part

    rng = np.random.default_rng(1)
    likes = [Example(item=int(one)) for one in rng.choice(world.items, _EXAMPLES)]
    pairs = zip(_WORDS, likes, strict=False)
    return {
        "text": [Query.of(words) for words in _WORDS],
        "example": [Query.of(example=one) for one in likes],
        "concept": [Query.of(parts=[Part(ConceptAsk((f"w{at}",)))]) for at in (0, 9, 90)],
        "text and example": [Query.of(words, example=one) for words, one in pairs],
    }


def _times(service: "SearchService", queries: "Sequence[Query]") -> list[float]:
    """Return how long each query takes, ms; each twice after a warm-up, none from a cache."""
    for query in queries[:3]:
        service.run(query)
        service.run(query)
    times: list[float] = []
    for _ in range(3):
        for query in queries:
            times += time_ms(partial(service.run, query), repeat=1, warm_up=0)
    return times


def _typing(report: BenchReport, service: "SearchService", size: int) -> None:
    times: list[float] = []
    for prefix in ("w", "w1", "w17", "w170", "x"):
        times += time_ms(partial(service.suggest_concepts, prefix), repeat=5)
    report.add(f"concept names p95 {size}", percentile(times, 0.95), note="while typing")


def _flips(report: BenchReport, service: "SearchService", query: "Query", size: int) -> None:
    from app.services.query import FUSION_RULES

    found = service.run(query)
    for rule in FUSION_RULES[1:]:
        times = time_ms(partial(service.refuse, found.pool, fusion=rule), repeat=5)
        report.add(
            f"flip {rule} {size}", percentile(times, 0.5),
            note=f"{sum(len(one.scored) for one in found.pool.stages[0].lists)} items in all lists",
        )  # fmt: skip


class _Flat:
    """An exact scan by FAISS."""

    def __init__(self, world: SearchWorld) -> None:
        import faiss

        self._index = faiss.IndexFlatIP(world.vectors.shape[1])
        self._index.add(world.vectors)

    def seconds(self, vector: NDArray[np.float32]) -> float:
        """Return how long one question takes, ms."""
        started = time.perf_counter()
        self._index.search(vector[None], 500)
        return (time.perf_counter() - started) * 1e3


class _Models:
    """Stands in for the engine: a text is a vector near some keyframe, by its hash."""

    def __init__(self, world: SearchWorld) -> None:
        self._world = world
        self.engine: Any = self

    def image_encoders(self) -> list[EncoderInfo]:
        """Return the one encoder."""
        return [EncoderInfo(ENCODER, self._world.vectors.shape[1], ENCODER)]

    text_encoders = image_encoders

    def encode_text(self, _encoder: str, texts: list[str]) -> NDArray[np.float32]:
        """Return vectors near keyframes."""
        return np.stack([self._world.query(sum(map(ord, text))) for text in texts])


class _ConceptsByRow:
    """The concepts of each keyframe as facets."""

    def __init__(self, world: SearchWorld) -> None:
        table = world.concepts
        which = np.repeat(np.arange(len(table.names)), np.diff(table.offsets))
        order = np.argsort(table.items, kind="stable")
        self._which, self._scores = which[order], table.scores[order]
        self._ends = np.searchsorted(table.items[order], world.items, side="right")

    def of(self, row: int) -> list[Facet]:
        """Return the facets of a keyframe."""
        pairs = range(int(self._ends[row - 1]) if row else 0, int(self._ends[row]))
        return [
            Facet("concept", f"w{self._which[at]}", round(float(self._scores[at]), 4), "net")
            for at in pairs
        ]


def _write(world: SearchWorld, path: Path, context: JobContext) -> None:
    """Make the library: videos, keyframes with their concepts, vectors with their index."""
    from app.services.library import Library
    from indexers.catalogue import NewItem

    library = Library.open(path, create=True)
    try:
        concepts = _ConceptsByRow(world)
        videos = int(world.videos[-1])
        for start in range(0, videos, _BLOCK):
            some = range(start + 1, min(start + _BLOCK, videos) + 1)
            library.catalogue.add_batch(
                [NewItem(f"v{one}", ItemKind.VIDEO, title=f"Video {one}") for one in some]
            )
        store = library.vectors(ENCODER)
        for start in range(0, len(world), _BLOCK):
            context.step(start, len(world), "Writing keyframes")
            rows = range(start, min(start + _BLOCK, len(world)))
            places = store.append(world.vectors[rows.start : rows.stop])
            ids = library.catalogue.add_batch(
                [
                    NewItem(
                        f"s{row}", ItemKind.SHOT, parent=f"v{world.videos[row]}",
                        start_s=float(world.start_s[row]), end_s=float(world.end_s[row]),
                        facets=concepts.of(row),
                        vector_rows={ENCODER: int(places[row - rows.start])},
                        analyses={ENCODER: "1"},
                    )
                    for row in rows
                ]
            )  # fmt: skip
            store.commit(ids, places.tolist())
        store.rebuild(context)
    finally:
        library.close()
