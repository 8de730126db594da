"""Exploring: clustering beside its plain form and k-means, the 24 strategies, the meter."""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.labelled_photos import open_groceries, open_imagenet, truths
from benchmarks.report import BenchReport, time_ms
from benchmarks.synthetic import clustered_vectors
from common.errors import AppError
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.explore import ExploreService
    from app.services.services import Services
    from app.services.types import StrategyReport

NAME = "explore"
SIZE, QUICK_SIZE, DIM = 10_000, 1000, 2048
LARGE, LARGE_DIM = 50_000, 512
THRESHOLD = 0.5
PAPER_BROWSING, PAPER_KMEANS, PAPER_CC = 0.68, 0.23, 0.24  # MH17, 27 categories of 14,579 images
QUERY_BUCKET = 23  # the strategy that was best there: sorting + overview + query bucket
SESSIONS, QUICK_SESSIONS = 80, 8
ADVISED, QUICK_ADVISED = 40, 3
POINTS = (0.05, 0.1, 0.2, 0.35, 0.5, 0.7)  # parts of a collection seen at which recall is estimated
PATIENCE = 8
NEIGHBOURS = 25  # of each find, for capture-recapture


def run(*, quick: bool, context: JobContext) -> BenchReport:
    """Measure clustering, strategies and the meter.

    Args:
        quick: small sizes, few sessions, groceries only.
        context: reports and cancels.

    Raises:
        AppError: two clusterings that must be equal are not.
    """
    report = BenchReport(NAME)
    _clustering(report, QUICK_SIZE if quick else SIZE, context)
    if not quick:
        _large(report, context)
    with tempfile.TemporaryDirectory() as folder:
        try:
            _photos(report, Path(folder), quick=quick, context=context)
        except AppError as error:
            report.add("photos", 0.0, unit="", note=str(error))
    return report


# -- clustering


def _clustering(report: BenchReport, size: int, context: JobContext) -> None:
    """Compare the quick form with the plain one and with k-means on the same vectors."""
    from indexers.clustering import cluster_correlated, cluster_kmeans, cluster_plainly

    vectors = clustered_vectors(size, DIM, clusters=max(10, size // 25))
    quick = cluster_correlated(vectors, THRESHOLD)  # also warms up
    (ours,) = time_ms(lambda: cluster_correlated(vectors, THRESHOLD), repeat=1, warm_up=0)
    context.step(1, 3, "Plain form")
    started = time.perf_counter()
    plain = cluster_plainly(vectors, THRESHOLD)
    peer = (time.perf_counter() - started) * 1e3
    if quick != plain:
        raise AppError("The quick and the plain clusters differ.", hint="Report this.")
    note = f"plain form of the paper's algorithm, equal clusters ({len(plain)}), {DIM} numbers"
    report.add(f"cluster {size}", ours, peer, note=note)
    context.step(2, 3, "k-means")
    (means,) = time_ms(lambda: cluster_kmeans(vectors, len(plain)), repeat=1, warm_up=0)
    report.add(f"cluster-beside-kmeans {size}", ours, means, note=f"k-means, {len(plain)} means")


def _large(report: BenchReport, context: JobContext) -> None:
    """Time the largest collection that is clustered exactly."""
    from indexers.clustering import cluster_correlated

    vectors = clustered_vectors(LARGE, LARGE_DIM)
    started = time.perf_counter()
    groups = cluster_correlated(vectors, THRESHOLD, context)
    ms = (time.perf_counter() - started) * 1e3
    report.add(f"cluster {LARGE}", ms, note=f"{len(groups)} clusters, {LARGE_DIM} numbers")


# -- strategies


@dataclass(frozen=True)
class _Collection:
    """A labelled collection as one encoder sees it."""

    name: str
    services: "Services"
    facet: str
    encoder: str

    @property
    def explore(self) -> "ExploreService":
        return self.services.explore


def _photos(report: BenchReport, folder: Path, *, quick: bool, context: JobContext) -> None:
    for collection in _collections(folder, quick=quick, context=context):
        table = _strategies(report, collection, context)
        _advice(report, collection, table, QUICK_ADVISED if quick else ADVISED, context)
        _meter(report, collection, QUICK_SESSIONS if quick else SESSIONS, context)
        collection.services.close()


def _collections(folder: Path, *, quick: bool, context: JobContext) -> Iterator[_Collection]:
    services = open_groceries(folder / "groceries.kinora", context)
    yield _Collection("groceries", services, "coarse", _best_encoder(services))
    if not quick:
        services = open_imagenet(folder / "imagenet.kinora", context)
        yield _Collection("imagenet", services, "group", _best_encoder(services))


def _best_encoder(services: "Services") -> str:
    return services.explore.cluster(threshold=THRESHOLD).encoder


def _strategies(
    report: BenchReport, collection: _Collection, context: JobContext
) -> "StrategyReport":
    """Play the 24 strategies; the paper's figures are of another collection."""
    table = collection.explore.measure(collection.facet, context=context)
    name, about = collection.name, f"{table.items} items, {len(table.categories)} categories"
    papers = "the paper's, on MH17"
    for case in table.cases:
        of = f"{case.method} {case.threshold:g} ({case.clusters} clusters)"
        if case.strategy.number == 1:
            report.add(f"seen browsing {case.method}-{case.threshold:g} {name}", case.mean,
                       PAPER_BROWSING, "part", f"{of}; {papers}: 0.68-0.82")  # fmt: skip
        if case.strategy.number == QUERY_BUCKET:
            published = PAPER_KMEANS if (case.method, case.threshold) == ("kmeans", 0.7) else None
            beside = f"; {papers}" if published else ""
            report.add(f"seen query-bucket {case.method}-{case.threshold:g} {name}", case.mean,
                       published, "part", f"{case.strategy.name}, {of}{beside}")  # fmt: skip
    best = {
        method: min((c for c in table.cases if c.method == method), key=lambda c: c.mean)
        for method in ("kmeans", "cc")
    }
    for method, case in best.items():
        report.add(f"seen best {method} {name}", case.mean,
                   PAPER_KMEANS if method == "kmeans" else PAPER_CC, "part",
                   f"{case.threshold:g}, {case.strategy.name}; {papers}")  # fmt: skip
    report.add(f"table {name}", table.seconds * 1e3, note=f"96 cases, {about}, with the map")
    return table


def _advice(
    report: BenchReport,
    collection: _Collection,
    table: "StrategyReport",
    most: int,
    context: JobContext,
) -> None:
    """Do what the meter advises until the recall of the strategies is reached."""
    names = list(table.categories)[:most]
    seen, times = [], []
    for place, name in enumerate(names):
        context.step(place, len(names), f"Following the meter: {name}")
        part, ms = _follow(collection, name, table.recall)
        seen.append(part)
        times += ms
    best = min(float(np.mean([case.seen[name] for name in names])) for case in table.cases)
    note = f"best of the 96 cases, on the same {len(names)} categories"
    report.add(f"seen advised {collection.name}", float(np.mean(seen)), best, "part", note)
    report.add(f"meter p50 {table.items}", float(np.median(times)), note="one reading")


def _follow(collection: _Collection, category: str, recall: float) -> tuple[float, list[float]]:
    """Return the part of the collection that was seen, and how long each reading took, ms."""
    from app.services.types import ExploreState, Yield

    explore, encoder = collection.explore, collection.encoder
    wanted = _items_of(collection, category)
    made = explore.cluster(threshold=0.7, encoder=encoder)
    projection = explore.project(encoder=encoder)
    found: list[int] = []
    seen: list[int] = []
    yields: list[Yield] = []
    times: list[float] = []
    while len(found) < np.ceil(round(recall * len(wanted), 9)):
        state = ExploreState(found, seen, yields, made, projection, encoder=encoder)
        started = time.perf_counter()
        option = explore.meter(state).options[0]
        times.append((time.perf_counter() - started) * 1e3)
        shown, new = _look(option.items, wanted, int(np.ceil(recall * len(wanted))) - len(found))
        seen += shown
        found += new
        yields.append(Yield(option.action, len(shown), len(new)))
    return len(seen) / len(projection.items), times


def _look(items: tuple[int, ...], wanted: set[int], needed: int) -> tuple[list[int], list[int]]:
    """Look at items until enough is found or eight in a row are irrelevant."""
    new: list[int] = []
    idle = 0
    for count, item in enumerate(items, 1):
        idle = 0 if item in wanted else idle + 1
        if item in wanted:
            new.append(item)
        if idle == PATIENCE or len(new) == needed:
            return list(items[:count]), new
    return list(items), new


def _items_of(collection: _Collection, category: str) -> set[int]:
    return set(truths(collection.services, collection.facet)[category].tolist())


# -- meter


def _meter(
    report: BenchReport, collection: _Collection, sessions: int, context: JobContext
) -> None:
    """Compare estimates of recall with the truth, along sessions of many kinds."""
    from app.services.types import ExploreState

    explore = collection.explore
    made = explore.cluster(threshold=0.7, encoder=collection.encoder)
    near = _neighbour_lists(collection, made)
    ours, peer, holds = [], [], []
    for place, (wanted, viewed, items) in enumerate(_sessions(collection, sessions, context)):
        context.step(place, sessions, "Estimating recall")
        for part in POINTS:
            seen = viewed[: int(part * items)].tolist()
            found = [item for item in seen if item in wanted]
            if len(seen) == len(viewed) or len(found) < 2:
                continue
            meter = explore.meter(ExploreState(found, seen, encoder=collection.encoder))
            truth = len(found) / len(wanted)
            if meter.recall is None or meter.estimated_recall is None:
                continue
            low, high = meter.estimated_recall
            ours.append(abs(meter.recall - truth))
            peer.append(abs(_captured(found, near) - truth))
            holds.append(low <= truth <= high)
    about = f"{len(ours)} moments of {sessions} sessions"
    report.add(f"recall-error {collection.name}", float(np.mean(ours)), float(np.mean(peer)),
               "recall", f"mean absolute; capture-recapture; {about}")  # fmt: skip
    report.add(f"recall-interval {collection.name}", float(np.mean(holds)), 0.8, "part",
               f"how often it holds the truth; stated; {about}")  # fmt: skip


def _sessions(
    collection: _Collection, count: int, context: JobContext
) -> Iterator[tuple[set[int], NDArray[np.int64], int]]:
    """Yield what is wanted, what was seen in order, and the size of the collection."""
    from app.services.explore_analyst import STRATEGIES
    from app.services.explore_simulation import Simulation, categories_of

    services = collection.services
    space = collection.explore.space(collection.encoder)
    categories, _ = categories_of(services.library, collection.facet, space, None, 5)
    simulation = Simulation(collection.explore, space, None, categories, 1.0, "pca", seed=1)
    kinds: list[tuple[Any, ...]] = [
        (method, threshold, strategy, place)
        for method, threshold in (("cc", 0.7), ("kmeans", 0.3))
        for strategy in STRATEGIES
        for place in range(len(categories))
    ]
    drawn = np.random.default_rng(0).choice(len(kinds), min(count, len(kinds)), replace=False)
    for number in drawn.tolist():
        method, threshold, strategy, place = kinds[number]
        name = list(categories)[place]
        played = simulation.play_one(method, threshold, strategy, name, context)
        yield set(categories[name].tolist()), played.viewed, len(space)


def _neighbour_lists(collection: _Collection, made: Any) -> Callable[[int], set[int]]:
    """Return a function that gives the items most like an item; each list is made once."""
    kept: dict[int, set[int]] = {}

    def near(item: int) -> set[int]:
        if item not in kept:
            found = collection.explore.query(item, k=NEIGHBOURS, encoder=made.encoder)
            kept[item] = {hit.item for hit in found.hits}
        return kept[item]

    return near


def _captured(found: list[int], near: Callable[[int], set[int]]) -> float:
    """Return the recall by Chao's estimator: each find's neighbours are one capture.

    A. Chao, "Estimating the population size for capture-recapture data with unequal
    catchability", Biometrics 1987, the bias-corrected form.
    """
    times = np.zeros(len(found))
    for item in found:
        listed = near(item)
        times += [other in listed for other in found]
    once, twice = int((times == 1).sum()), int((times == 2).sum())
    hidden = once * (once - 1) / (2 * (twice + 1))
    return len(found) / (len(found) + hidden)
