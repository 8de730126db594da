"""Rankers of the quality measurement, how they are compared, and how the graph's were tuned.

`python -m benchmarks.lifelog_rankers` walks over the parameters on the training split, one at a
time from what ships, and prints what each value gives; nothing of the test split is looked at.
With `--fusion` it tries ways to merge, too.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.lifelog_corpus import ORDINARY, SINGLE, Asked, Corpus, corpus
from common.scenes import QueryEdge, QueryNode, QueryPart
from indexers.catalogue.scene_columns import SceneColumns
from indexers.rankings.fusion import Scored
from indexers.scenes.concepts import ConceptIndex
from indexers.scenes.fusing import INSIDE, fuse
from indexers.scenes.index import SceneIndex
from indexers.scenes.options import MatchOptions
from indexers.scenes.search import score
from indexers.scenes.tables import (
    QueryTables,
    Similarity,
    VectorSimilarity,
    backwards,
    query_tables,
)
from models.language import parse
from models.scenes import predicates
from models.scenes.labels import LabelVectors

DEPTH = 100  # ranks behind it count nothing
TF_IDF, BM25 = "tf-idf", "bm25"
OBJECTS, GRAPH, EXACT = "objects only", "graph", "graph, same names only"
PAPER, PAPER_OBJECTS = "graph, paper's form", "paper's form, beta 0"
FUSION, UNION = "fusion", "graph inside the union"
RANKERS = (TF_IDF, BM25, PAPER_OBJECTS, PAPER, OBJECTS, EXACT, GRAPH, UNION, FUSION)

FUSION_RULE, FUSION_WEIGHTS = "combsum", {GRAPH: 1.0, EXACT: 0.3}
"""Chosen on the training split."""

ROUNDS = 10_000  # of the bootstrap

Ranks = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean of paired differences and where it lies 95 times in 100.

    Args:
        mean: of the differences.
        low: 2.5 % of the resampled means lie below it.
        high: 2.5 % lie above it.
    """

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:+.3f} [{self.low:+.3f}, {self.high:+.3f}]"


class Kept:
    """A similarity that remembers names asked for: half of all queries say "on".

    Args:
        similarity: of names to one library.
    """

    def __init__(self, similarity: Similarity) -> None:
        self._similarity = similarity
        self._rows: dict[str, NDArray[np.float32]] = {}

    def __call__(self, asked: Sequence[str], known: Sequence[str]) -> NDArray[np.float32]:
        """Return the similarity of names, float32 (A, V)."""
        for name in asked:
            if name not in self._rows:
                self._rows[name] = self._similarity([name], known)[0]
        return np.array([self._rows[name] for name in asked]).reshape(len(asked), len(known))


class Rankers:
    """All rankers on one library.

    Args:
        made: the library.
    """

    def __init__(self, made: Corpus) -> None:
        columns = SceneColumns.of_graphs(range(len(made.graphs)), made.graphs)
        self.index = SceneIndex.build(columns)
        self._concepts = ConceptIndex.build(self.index)
        likeness = Kept(predicates.similarity)
        self._names: dict[str, Any] = {
            "labels": Kept(VectorSimilarity(LabelVectors.load().of)),
            "predicates": likeness,
            "inverses": backwards(likeness, predicates.inverse),
        }

    def tables(self, part: QueryPart, *, exact: bool = False) -> QueryTables:
        """Return the tables of a query; exact: a name is like itself only."""
        return query_tables(part, self.index.vocabulary, **({} if exact else self._names))

    def graph(self, tables: QueryTables, options: MatchOptions) -> NDArray[np.float32]:
        """Return the scores of all images by graph."""
        return score(self.index, tables, options).totals

    def concepts(self, part: QueryPart, ranker: str) -> NDArray[np.float64]:
        """Return the scores of all images by the names of objects: TF_IDF or BM25."""
        asked = [node.labels for node in part.nodes]
        found = self._concepts.tf_idf(asked) if ranker == TF_IDF else self._concepts.bm25(asked)
        return np.round(found, 9)  # sums of the same idfs in another order are equal

    def ranks(self, part: QueryPart, target: int) -> dict[str, float]:
        """Return the rank that each ranker gives the target of a query."""
        tables, paper = self.tables(part), MatchOptions.of_paper()
        scores: dict[str, NDArray[Any]] = {
            TF_IDF: self.concepts(part, TF_IDF),
            BM25: self.concepts(part, BM25),
            PAPER: self.graph(tables, paper),
            PAPER_OBJECTS: self.graph(tables, replace(paper, beta=0.0)),
            GRAPH: self.graph(tables, MatchOptions()),
            OBJECTS: self.graph(tables, replace(MatchOptions(), beta=0.0)),
            EXACT: self.graph(self.tables(part, exact=True), MatchOptions()),
        }
        found = {name: rank(each, target) for name, each in scores.items()}
        lists = {GRAPH: scores[GRAPH], EXACT: scores[EXACT]}
        found[FUSION] = self.fused(FUSION_RULE, lists, target, FUSION_WEIGHTS)
        found[UNION] = self.fused(INSIDE, {GRAPH: scores[GRAPH], TF_IDF: scores[TF_IDF]}, target)
        return found

    def fused(
        self,
        rule: str,
        lists: Mapping[str, NDArray[Any]],
        target: int,
        weights: Mapping[str, float] | None = None,
    ) -> float:
        """Return the rank of the target in a merged list; infinity where it is not in it."""
        return _rank_in(fuse(rule, lists, self.index.order, weights), target)


def understood(text: str) -> QueryPart:
    """Return what the parser reads, sentences joined to one graph, as they speak of one image."""
    names: dict[str, int] = {}
    edges: dict[tuple[int, tuple[str, ...], int], None] = {}
    for part in parse(text).parts:
        for node in part.nodes:
            names.setdefault(node.label, len(names))
        places = [names[node.label] for node in part.nodes]
        for edge in part.edges:
            ends = places[edge.subject], places[edge.object]
            if ends[0] != ends[1]:
                edges.setdefault((ends[0], edge.predicates, ends[1]))
    return QueryPart(
        text=text,
        nodes=tuple(QueryNode((name,)) for name in names),
        edges=tuple(QueryEdge(*edge) for edge in edges),
    )


def rank(scores: NDArray[Any], target: int) -> float:
    """Return the rank of a target, from 1; equals share the mean of theirs."""
    better, equal = (scores > scores[target]).sum(), (scores == scores[target]).sum()
    return float(better + (equal + 1) / 2)


def _rank_in(found: Scored, target: int) -> float:
    at = np.flatnonzero(found.items == target)
    return rank(found.scores, int(at[0])) if len(at) else float("inf")


def reciprocal(ranks: Ranks) -> Ranks:
    """Return 1 / rank, 0 behind DEPTH: their mean is MRR@100."""
    return np.where(ranks <= DEPTH, 1.0 / ranks, 0.0)


def interval(differences: NDArray[np.float64], rounds: int = ROUNDS, seed: int = 0) -> Interval:
    """Return the mean of paired differences with its bootstrap interval (percentiles, 95 %).

    Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.

    Args:
        differences: one a query.
        rounds: resamples.
        seed: of the random numbers.
    """
    random = np.random.default_rng(seed)
    count = len(differences)
    means = np.array([differences[random.integers(0, count, count)].mean() for _ in range(rounds)])
    low, high = np.percentile(means, [2.5, 97.5])
    return Interval(float(differences.mean()), float(low), float(high))


# -- tuning

GRID: dict[str, tuple[Any, ...]] = {
    "beta": (0.25, 0.5, 0.75, 1.0, 1.5),
    "length": (0.0, 0.1, 0.15, 0.2, 0.3),
    "exponent": (1.0, 2.0, 3.0, 4.0, 6.0, 10.0),
    "predicate_exponent": (1.0, 2.0, 3.0, 6.0),
    "near": (0.1, 0.15, 0.25, 0.5, 1.0),
    "joined": (0.2, 0.4, 0.5, 0.6, 0.8),
    "turned": (0.0, 0.1, 0.3),
    "both_ways": (False, True),
    "idf": (False, True),
}
"""Values that were tried of each parameter."""


def tune(made: Corpus, say: Callable[[str], object], *, each: int = 400) -> Iterator[str]:
    """Yield the value of each parameter that gives the best mean of both kinds' MRR.

    Args:
        made: the library; its training queries are used.
        say: takes a line for every value.
        each: queries of each kind.
    """
    rankers = Rankers(made)
    asked = {
        kind: [
            (rankers.tables(understood(query.text)), query.target)
            for query in [query for query in made.tuning if query.kind == kind][:each]
        ]
        for kind in (SINGLE, ORDINARY)
    }

    def mrr(options: MatchOptions) -> dict[str, float]:
        return {
            kind: float(
                reciprocal(
                    np.array([rank(rankers.graph(table, options), at) for table, at in queries])
                ).mean()
            )
            for kind, queries in asked.items()
        }

    for name, values in GRID.items():
        told = {}
        for value in values:
            found = mrr(replace(MatchOptions(), **{name: value}))
            told[value] = sum(found.values()) / 2
            say(f"{name} = {value}: " + ", ".join(f"{k} {v:.4f}" for k, v in found.items()))
        yield f"{name}: {max(told, key=lambda value: told[value])}"


def best_fusion(made: Corpus, queries: Sequence[Asked]) -> dict[str, float]:
    """Return MRR@100 of every fusion that was tried, on queries of the training split."""
    rankers = Rankers(made)
    found: dict[str, list[float]] = {}
    for query in queries:
        part = understood(query.text)
        graph = rankers.graph(rankers.tables(part), MatchOptions())
        others: dict[str, NDArray[Any]] = {
            name: rankers.concepts(part, name) for name in (TF_IDF, BM25)
        }
        others[EXACT] = rankers.graph(rankers.tables(part, exact=True), MatchOptions())
        for other, scores in others.items():
            lists: dict[str, NDArray[Any]] = {GRAPH: graph, other: scores}
            for rule in ("combsum", "combmnz", "reciprocal", "borda", "mean-rank"):
                for weight in (0.02, 0.1, 0.2, 0.3, 0.5, 1.0):
                    at = rankers.fused(rule, lists, query.target, {GRAPH: 1.0, other: weight})
                    found.setdefault(f"{rule} {other} {weight}", []).append(at)
            at = rankers.fused(INSIDE, lists, query.target)
            found.setdefault(f"{INSIDE} {other}", []).append(at)
    return {name: float(reciprocal(np.array(at)).mean()) for name, at in found.items()}


if __name__ == "__main__":
    library = corpus()

    def line(text: str) -> None:
        """Print a line at once."""
        print(text, flush=True)

    for best in tune(library, line):
        line(f"  -> {best}")
    if "--fusion" in sys.argv:
        for kind in (SINGLE, ORDINARY):
            some = [query for query in library.tuning if query.kind == kind][:300]
            tried = best_fusion(library, some)
            for name in sorted(tried, key=lambda each: -tried[each])[:8]:
                line(f"{kind} {name}: {tried[name]:.4f}")
