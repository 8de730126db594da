"""Graphs: links of tags, walks from tags to items, the picture of what belongs together.

Items are made up: ten tags each of 5,000 by Zipf's law, half of them of one of 100 topics, so that
tags come together as in a library. The peer of the walk is networkx's Dijkstra from the same start
tags over items and tags in one graph, with the same links, as the papers describe it; measured on
the largest of the sizes here that it can hold, in the same run.
"""

import statistics
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import BenchReport, percentile, time_ms
from common.jobs import JobContext
from indexers.catalogue.facet_table import FacetTable, table_of
from indexers.graphs.communities import between, cluster
from indexers.graphs.knowledge import KnowledgeGraph
from indexers.graphs.layout import lay_out
from indexers.graphs.network import Network, NodeFacts, build
from indexers.graphs.tags import Tag, TagTable

if TYPE_CHECKING:
    import networkx as nx

SIZES = (100_000, 1_000_000)
PEER = 10_000  # items in the peer's graph
TAGS, EACH, TOPICS = 5_000, 10, 100
STARTS = 3
NODES = 400
WALKS = 30


def run(*, quick: bool = False, context: JobContext | None = None) -> BenchReport:
    """Measure graphs of several sizes; quick leaves the largest out."""
    context = context or JobContext()
    report = BenchReport("graphs")
    sizes = (PEER, *SIZES[: 1 if quick else None])
    for number, items in enumerate(sizes):
        context.step(number, len(sizes) + 1, f"{items:,} items")
        _walks(report, items, repeat=10 if quick else WALKS)
    context.step(len(sizes), len(sizes) + 1, f"view of {NODES} nodes")
    _view(report, repeat=3 if quick else 10)
    return report


def made_up(items: int, seed: int = 0) -> FacetTable:
    """Return who has which of the tags "0", "1", ...; the first ones are the most frequent."""
    random = np.random.default_rng(seed)
    ranks = 1.0 / np.arange(1, TAGS + 1)
    general = random.choice(TAGS, (items, EACH // 2), p=ranks / ranks.sum())
    topic = random.integers(0, TOPICS, (items, 1))
    inside = random.integers(0, TAGS // TOPICS, (items, EACH - EACH // 2)) * TOPICS + topic
    tags = np.concatenate([general, inside], axis=1).ravel()
    ids = np.repeat(np.arange(1, items + 1), EACH)
    order = np.lexsort((ids, tags))
    offsets = np.searchsorted(tags[order], np.arange(TAGS + 1))
    parts = {str(tag): ids[order[offsets[tag] : offsets[tag + 1]]] for tag in range(TAGS)}
    return table_of("tag", {name: np.unique(part).tolist() for name, part in parts.items()})


def _walks(report: BenchReport, items: int, repeat: int) -> None:
    facet = made_up(items)
    built = time_ms(lambda: TagTable.build([facet]), repeat=3, warm_up=0)
    graph = KnowledgeGraph(TagTable.build([facet]))
    note = f"{EACH} tags each of {TAGS:,}"
    report.add(f"table {items}", statistics.median(built), note=note)
    linked = time_ms(lambda: graph.lengths, repeat=1, warm_up=0)
    report.add(f"links {items}", linked[0], note="co-occurrence and likeness of tags, once")
    queries = _queries(graph.table, repeat)
    graph.walk(queries[0], enough=200)
    times = [_took(partial(graph.walk, query, enough=200)) for query in queries]
    peer, said = None, "enough at 200"
    if items == PEER:
        whole = _whole(graph)
        peer = statistics.median(_took(partial(_by_peer, whole, query)) for query in queries[:3])
        said += "; peer: networkx Dijkstra from each start over tags and items"
    report.add(f"walk p50 {items}", statistics.median(times), peer, note=f"{STARTS} tags, {said}")
    report.add(f"walk p95 {items}", percentile(times, 0.95), note="the same")
    note = "what is kept: who has what by item and by tag, measures and lengths of links"
    report.add(f"memory {items}", _kept_mb(graph), unit="MB", note=note)


def _took(function: Callable[[], object]) -> float:
    """Return how long one call takes, ms."""
    return time_ms(function, repeat=1, warm_up=0)[0]


def _queries(table: TagTable, count: int) -> list[list[Tag]]:
    """Return start tags of three kinds in turn: frequent, middling and rare ones."""
    random = np.random.default_rng(1)
    found = []
    for number in range(count):
        low, high = ((0, 20), (20, 500), (500, len(table.tags)))[number % 3]
        places = random.choice(np.arange(low, high), STARTS, replace=False)
        found.append([table.tags[place] for place in places.tolist()])
    return found


def _whole(graph: KnowledgeGraph) -> "nx.Graph":
    """Return tags and items as one graph of networkx: tags as they are, items as numbers."""
    import networkx as nx

    made = nx.Graph()
    links = graph.lengths.tocoo()
    tags = graph.table.tags
    made.add_weighted_edges_from(
        (tags[a], tags[b], float(length))
        for a, b, length in zip(links.row, links.col, links.data, strict=True)
    )
    held = graph.table.holders.tocoo()
    made.add_weighted_edges_from(
        (int(row), tags[place], 1.0) for row, place in zip(held.row, held.col, strict=True)
    )
    return made


def _by_peer(whole: "nx.Graph", starts: list[Tag]) -> list[int]:
    import networkx as nx

    scores: dict[int, float] = {}
    for start in starts:
        for node, away in nx.single_source_dijkstra_path_length(whole, start, cutoff=12).items():
            if isinstance(node, int) and away > 0:
                scores[node] = scores.get(node, 0.0) + 1 / away
    return sorted(scores, key=lambda item: -scores[item])[:200]


def _view(report: BenchReport, repeat: int) -> None:
    table = TagTable.build([made_up(100_000)])
    likes = TagTable.build([made_up(100_000, seed=1)])
    facts = NodeFacts.of(table)
    times = time_ms(lambda: build(table, facts, likes, nodes=NODES), repeat=repeat)
    report.add(f"network {NODES}", statistics.median(times), note="nodes and edges of 5,000 tags")
    network = build(table, facts, likes, nodes=NODES)
    times = time_ms(lambda: cluster(network), repeat=repeat)
    labels = cluster(network)
    note = f"{labels.max() + 1} clusters"
    report.add(f"clusters {NODES}", statistics.median(times), note=note)
    times = time_ms(lambda: _lay_out(network, labels), repeat=repeat)
    report.add(f"layout {NODES}", statistics.median(times), note="forces, overlaps, free cells")


def _lay_out(network: Network, labels: NDArray[np.int64]) -> None:
    count = int(labels.max()) + 1
    sides = 120 + 18 * np.sqrt(np.bincount(labels, minlength=count))
    lay_out(np.stack([sides, sides + 34], axis=1), between(network, labels), gap=14.0)


def _kept_mb(graph: KnowledgeGraph) -> float:
    """Return how much memory a graph holds, MB."""
    holders = graph.table.holders  # kept twice: by row and by column
    kept = (holders, holders, graph.measures.mutual, graph.measures.likeness, graph.links)
    tables = (*kept, graph.lengths)
    parts = [part.nbytes for each in tables for part in (each.data, each.indices, each.indptr)]
    return float(sum(parts)) / 1e6
