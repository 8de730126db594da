"""Matching of scene graphs: search, build, memory, windows of time.

Images are made up as the paper counts them: 8 objects and 10 relations on average, names drawn by
Zipf's law from 150 objects and 50 predicates, as many as Visual Genome's usual lists have, random
vectors of 300 numbers. The peer is the paper's form image by image: matrices of vectors multiplied,
the maximum of each row, the mean; measured on a sample in the same run and scaled to all images.
"""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import BenchReport, percentile, time_ms
from common.jobs import JobContext
from common.scenes import QueryEdge, QueryNode, QueryPart
from indexers.catalogue.scene_columns import SceneColumns
from indexers.scenes import plain, plan
from indexers.scenes.concepts import ConceptIndex
from indexers.scenes.index import SceneIndex
from indexers.scenes.options import MatchOptions
from indexers.scenes.search import score, search
from indexers.scenes.tables import QueryTables, VectorSimilarity, query_tables
from indexers.scenes.windows import search_windows

LABELS, PREDICATES, SIZE = 150, 50, 300
OBJECTS, RELATIONS = 8, 10
PUBLISHED = 41_666  # images of the lifelog that the paper searches
SIZES = (PUBLISHED, 1_000_000)
SAMPLE = 2_000  # images that the peer looks at
QUERIES = 10
WITHIN_S = 3_600.0
BUSY = "time of processors, all threads; a busy machine changes it little"
PACE_S = 30  # between two photos of a camera that is worn


@dataclass(slots=True)
class Names:
    """Vectors of made-up names.

    Args:
        table: name -> unit vector.
    """

    table: dict[str, NDArray[np.float32]] = field(default_factory=dict)

    @classmethod
    def made(cls) -> "Names":
        """Return names of objects and predicates."""
        random = np.random.default_rng(0)
        names = [f"o{number}" for number in range(LABELS)]
        names += [f"p{number}" for number in range(PREDICATES)]
        vectors = random.normal(size=(len(names), SIZE)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return cls(dict(zip(names, vectors, strict=True)))

    def of(self, names: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Return vectors and which are known."""
        return np.stack([self.table[name] for name in names]), np.ones(len(names), bool)


def run(*, quick: bool = False, context: JobContext | None = None) -> BenchReport:
    """Measure searches of two sizes; quick takes the smaller one only."""
    context = context or JobContext()
    report = BenchReport("lifelog")
    for number, images in enumerate(SIZES[: 1 if quick else None]):
        context.step(number, len(SIZES), f"{images:,} images")
        _measure(report, images, repeat=10 if quick else 40)
    return report


def make(images: int, seed: int = 0) -> SceneColumns:
    """Return made-up graphs."""
    random = np.random.default_rng(seed)
    nodes = np.clip(random.poisson(OBJECTS, images), 2, 40)
    edges = np.clip(random.poisson(RELATIONS, images), 0, 60)
    node_offsets, edge_offsets = (np.r_[0, np.cumsum(each)] for each in (nodes, edges))
    labels = random.choice(LABELS, node_offsets[-1], p=_zipf(LABELS)).astype(np.uint32)
    subjects, objects = (
        (random.random(edge_offsets[-1]) * np.repeat(nodes, edges)).astype(np.int32)
        for _ in range(2)
    )
    first = np.repeat(node_offsets[:-1], edges)
    return SceneColumns(
        items=np.arange(1, images + 1),
        node_offsets=node_offsets,
        labels=labels,
        node_scores=np.ones(len(labels), np.float32),
        edge_offsets=edge_offsets,
        subjects=labels[first + subjects],
        predicates=random.choice(PREDICATES, len(subjects), p=_zipf(PREDICATES)).astype(np.uint32),
        objects=labels[first + objects],
        subject_nodes=subjects,
        object_nodes=objects,
        edge_scores=np.ones(len(subjects), np.float32),
        sources=np.zeros(len(subjects), np.uint8),
        attribute_nodes=np.empty(0, np.int64),
        attributes=np.empty(0, np.uint32),
        label_names=tuple(f"o{number}" for number in range(LABELS)),
        predicate_names=tuple(f"p{number}" for number in range(PREDICATES)),
        attribute_names=(),
    )


def asked(objects: int, relations: int, seed: int) -> QueryPart:
    """Return a query of so many objects and relations."""
    random = np.random.default_rng(seed)
    names = random.choice(LABELS, objects, replace=False)
    pairs = [random.choice(objects, 2, replace=False) for _ in range(relations)]
    said = random.integers(0, PREDICATES, relations)
    return QueryPart(
        nodes=tuple(QueryNode((f"o{name}",)) for name in names),
        edges=tuple(
            QueryEdge(int(pair[0]), (f"p{each}",), int(pair[1]))
            for pair, each in zip(pairs, said, strict=True)
        ),
    )


def one_by_one(columns: SceneColumns, part: QueryPart, names: Names, images: int) -> list[float]:
    """Return the paper's scores of the first images: alpha S_O + beta S_R with 1 and 1.7."""
    mine = names.of([node.label for node in part.nodes])[0]
    triples = np.concatenate(
        [
            names.of([part.nodes[edge.subject].label for edge in part.edges])[0],
            names.of([edge.predicate for edge in part.edges])[0],
            names.of([part.nodes[edge.object].label for edge in part.edges])[0],
        ],
        axis=1,
    )
    labels = names.of(list(columns.label_names))[0]
    predicates = names.of(list(columns.predicate_names))[0]
    scores = []
    for image in range(images):
        nodes = slice(columns.node_offsets[image], columns.node_offsets[image + 1])
        edges = slice(columns.edge_offsets[image], columns.edge_offsets[image + 1])
        total = float((mine @ labels[columns.labels[nodes]].T).max(axis=1).mean())
        if edges.stop > edges.start:
            theirs = np.concatenate(
                [
                    labels[columns.subjects[edges]],
                    predicates[columns.predicates[edges]],
                    labels[columns.objects[edges]],
                ],
                axis=1,
            )
            total += 1.7 * float((triples @ theirs.T).max(axis=1).mean())
        scores.append(total)
    return scores


def _zipf(count: int) -> NDArray[np.float64]:
    shares = 1.0 / np.arange(1, count + 1)
    return np.asarray(shares / shares.sum())


def _measure(report: BenchReport, images: int, repeat: int) -> None:
    columns, names = make(images), Names.made()
    times = np.arange(images, dtype=np.int64) * PACE_S
    built = time_ms(lambda: SceneIndex.build(columns, times), repeat=3)
    index = SceneIndex.build(columns, times)
    report.add(f"build {images}", statistics.median(built), note="from the columns of a library")
    whole = f"{index.nbytes / images:.0f} bytes an image"
    dense = (len(columns.labels) + 3 * len(columns.subjects)) * SIZE * 4 / 1e6
    note = f"{whole}; peer: whole vectors as float32, by count"
    report.add(f"memory {images}", index.nbytes / 1e6, dense, "MB", note)
    similar = VectorSimilarity(names.of)
    parts = [asked(4, 3, seed) for seed in range(QUERIES)]

    def tables_of(part: QueryPart) -> QueryTables:
        return query_tables(part, index.vocabulary, labels=similar, predicates=similar)

    tables = [tables_of(part) for part in parts]
    _queries(report, index, tables, columns, (parts[0], names), repeat)
    made = statistics.median(time_ms(lambda: tables_of(parts[0]), repeat=repeat))
    report.add(f"tables {images}", made, note="similarities of a query's names, vectors at hand")
    _others(report, index, tables, repeat)


def _queries(
    report: BenchReport,
    index: SceneIndex,
    tables: list[QueryTables],
    columns: SceneColumns,
    loop: tuple[QueryPart, Names],
    repeat: int,
) -> None:
    images, paper = len(index), MatchOptions.of_paper()
    started = time.perf_counter()
    told = one_by_one(columns, *loop, min(SAMPLE, images))
    peer = (time.perf_counter() - started) * 1e3 / len(told) * images
    away = np.abs(score(index, tables[0], paper).totals[: len(told)] - told).max()
    note = f"4 objects, 3 relations, top 100 with what matched, {plan.THREADS} threads; peer: "
    note += f"the paper's form image by image, from {len(told):,} images"
    forms = (("query", MatchOptions(), note), ("query paper's form", paper, f"off by {away:.0e}"))
    for name, options, said in forms:
        spent = [
            each
            for table in tables
            for each in time_ms(partial(search, index, table, options), repeat=max(2, repeat // 8))
        ]
        report.add(f"{name} p50 {images}", percentile(spent, 0.5), peer, note=said)
        report.add(f"{name} p95 {images}", percentile(spent, 0.95), peer)
        report.add(f"{name} processor {images}", _processor_ms(index, tables, options), note=BUSY)


def _processor_ms(index: SceneIndex, tables: list[QueryTables], options: MatchOptions) -> float:
    """Return the median time that processors spend on a search, ms."""
    spent = []
    for table in tables:
        started = time.process_time()
        search(index, table, options)
        spent.append((time.process_time() - started) * 1e3)
    return statistics.median(spent)


def _others(report: BenchReport, index: SceneIndex, tables: list[QueryTables], repeat: int) -> None:
    images = len(index)
    allowed = np.flatnonzero(np.random.default_rng(1).random(images) < 0.05) + 1
    spent = time_ms(lambda: search(index, tables[0], allowed=allowed), repeat=repeat)
    report.add(f"query filtered {images}", percentile(spent, 0.5), note="5 % pass the filters")
    with patch.object(plan, "loops", lambda: plain):
        spent = time_ms(lambda: search(index, tables[0]), repeat=2)
    report.add(f"query without numba {images}", min(spent), note="the same answers, in NumPy")
    more = make(100, seed=9)
    more = replace(more, items=more.items + images)
    spent = time_ms(lambda: index.extend(more), repeat=3)
    report.add(f"extend by 100 {images}", statistics.median(spent), note="graphs of new photos")
    concepts = ConceptIndex.build(index)
    names = [(name,) for name in tables[0].names]
    spent = time_ms(lambda: concepts.tf_idf(names), repeat=repeat)
    report.add(f"concepts tf-idf {images}", percentile(spent, 0.5), note="the baseline")
    _windows(report, index, tables)


def _windows(report: BenchReport, index: SceneIndex, tables: list[QueryTables]) -> None:
    scores = np.stack([score(index, table).totals for table in tables[:3]])
    for ordered in (False, True):
        look = partial(search_windows, index.times, scores, WITHIN_S, ordered=ordered)
        spent = time_ms(look, repeat=3)
        name = f"windows{' in order' if ordered else ''} {len(index)}"
        note = "3 sentences within an hour, a photo each 30 s, scores at hand"
        report.add(name, percentile(spent, 0.5), note=note)
