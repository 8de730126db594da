"""How well anyone could rank who knew the noise of the quality measurement.

`python -m benchmarks.lifelog_bound` tells it for the training queries of one relation.

By Bayes' rule the best order of images is that of P(graph | query is what is there) / P(graph).
Both are computed with the noise model of benchmarks.lifelog_corpus, whose constants and counts no
ranker of the product may know, against a library of nothing but noise:

- an object is found under its name, under another one, or not at all, and each name is there by
  chance, too (so many draws of so many shares);
- a relation between two found objects is always an edge, with the right predicate or a usual one,
  and edges are there by chance;
- P(graph) is the mean over what people said of all other images.

Where people said several relations of an image, the others are taken by their gain over names
alone, an approximation. Names and predicates are compared as they are: what the parser calls
otherwise than people do is lost, so likeness of names could still add a little.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.lifelog_corpus import (
    MID,
    SINGLE,
    Corpus,
    Region,
    captions,
    corpus,
    read_regions,
)
from benchmarks.lifelog_rankers import DEPTH, TF_IDF, Rankers, rank, reciprocal, understood
from common.scenes import QueryPart

RIGHT, WRONG = MID.found * (1 - MID.confused), MID.found * MID.confused
LOST = 1 - MID.found
USUAL = 8  # predicates that noise takes where it knows none of the object
RARE = 1e-4  # chance of a predicate that was never seen there

Values = NDArray[np.float64]
Numbers = NDArray[np.int64]
Content = tuple[tuple[str, ...], tuple[tuple[str, str, str], ...]]


@dataclass(frozen=True, slots=True)
class _Edges:
    """Edges of the library, one a place: image, names, predicate, its chance, its weight."""

    rows: Numbers
    subjects: Numbers
    objects: Numbers
    predicates: Numbers
    usual: Values  # chance of the predicate between such objects
    rarity: Values  # 1 / chance that noise puts this edge there


class Bound:
    """Likelihoods of the graphs of a library.

    Args:
        made: the library.
        regions: what people said of its images.
    """

    def __init__(self, made: Corpus, regions: Sequence[Region]) -> None:
        names = Counter(name for region in regions for name in region.objects)
        self._names = {name: number for number, name in enumerate(names)}
        shares = np.array(list(names.values()), np.float64) / names.total()
        self._chance = 1 - np.exp(-MID.more_objects * shares)
        self._wrong = shares / self._chance  # weight of a node that stands for another name
        self._said: dict[str, int] = {}
        self.count = len(made.graphs)
        self._nodes = _by_key(
            np.array([self._names[node.label] for g in made.graphs for node in g.nodes])
        )
        sizes = np.array([len(graph.nodes) for graph in made.graphs])
        self._owners = np.repeat(np.arange(self.count), sizes)
        self._edges = self._read(made, _habits(regions), sizes)
        edges = self._edges
        self._by_subject, self._by_object = _by_key(edges.subjects), _by_key(edges.objects)
        self._by_pair = _by_key(edges.subjects * len(names) + edges.objects)
        self._by_predicate = _by_key(edges.predicates)
        self._others = np.zeros(self.count)
        for name, places in self._nodes.items():
            self._others[self._owners[places]] += self._wrong[name]
        both = self._wrong[edges.subjects] * self._wrong[edges.objects] * edges.rarity
        self._both = both
        self._renamed = self._sum(slice(None), both * (1 - MID.right) * edges.usual)

    def of(self, names: Sequence[str], triples: Sequence[tuple[str, set[str], str]]) -> Values:
        """Return P(graph | all this is there) / P(graph | noise) of all images, float64 (N,)."""
        if not triples:
            return self._alone(names)
        subject, said, thing = triples[0]
        found = self._relation(subject, said, thing)
        found *= self._alone([name for name in names if name not in (subject, thing)])
        for subject, said, thing in triples[1:]:
            apart = self._alone([subject, thing])
            found *= np.maximum(self._relation(subject, said, thing) / apart, 1e-9)
        return found

    def asked(self, part: QueryPart) -> Values:
        """Return the same of a query; of several relations the mean, each being the one meant."""
        names = [node.label for node in part.nodes]
        edges = [(names[e.subject], set(e.predicates), names[e.object]) for e in part.edges]
        if not edges:
            return self._alone(names)
        return np.asarray(np.mean([self.of(names, [edge]) for edge in edges], axis=0))

    def marginal(self, contents: Sequence[tuple[int, Content]]) -> Values:
        """Return P(graph) / P(graph | noise) by what was said of other images, float64 (N,)."""
        rows: dict[Content, list[int]] = defaultdict(list)
        for row, content in contents:
            rows[content].append(row)
        total = np.zeros(self.count)
        for (names, triples), own in rows.items():
            if names:
                found = self.of(names, [(one, {said}, other) for one, said, other in triples])
                total += len(own) * found
                np.subtract.at(total, own, found[own])
        return total / len(contents)

    def _read(self, made: Corpus, habits: "_Habits", sizes: Numbers) -> _Edges:
        rows = [
            (row, self._names[one], self._names[other], self._predicate(edge.predicate),
             habits(one, other).get(edge.predicate, RARE))
            for row, graph in enumerate(made.graphs)
            for edge in graph.edges
            for one, other in [(graph.nodes[edge.subject].label, graph.nodes[edge.object].label)]
        ]  # fmt: skip
        columns = np.array(rows, np.float64).T
        image, subjects, objects, said = columns[:4].astype(np.int64)
        pairs = np.maximum(sizes * (sizes - 1), 1)[image]
        rarity = 1 / (1 - np.exp(-MID.more_relations / pairs * columns[4]))
        return _Edges(image, subjects, objects, said, columns[4], rarity)

    def _predicate(self, name: str) -> int:
        return self._said.setdefault(name, len(self._said))

    def _there(self, name: str) -> Values:
        """Return 1 / chance of a name where it is there, else 0."""
        found = np.zeros(self.count)
        number = self._names.get(name, -1)
        if number in self._nodes:
            found[self._owners[self._nodes[number]]] = 1 / self._chance[number]
        return found

    def _alone(self, names: Sequence[str]) -> Values:
        found = np.ones(self.count)
        for name in names:
            found *= LOST + WRONG * self._others + RIGHT * self._there(name)
        return found

    def _sum(self, places: Any, values: Values) -> Values:
        found = np.bincount(self._edges.rows[places], values, self.count)
        return np.asarray(found, np.float64)

    def _relation(self, subject: str, said: set[str], thing: str) -> Values:
        """Sum over what may have become of subject and object: right, wrong or lost."""
        edges, one, other = self._edges, self._there(subject), self._there(thing)
        codes = [self._said[name] for name in said if name in self._said]
        share = MID.right / max(len(codes), 1)

        def linked(places: Numbers, weights: Any = 1.0) -> Values:
            right = share * np.isin(edges.predicates[places], codes)
            chance = right + (1 - MID.right) * edges.usual[places]
            return self._sum(places, weights * chance * edges.rarity[places])

        first, second = self._names.get(subject, -1), self._names.get(thing, -1)
        nothing = np.empty(0, np.int64)
        pair = first * len(self._names) + second if min(first, second) >= 0 else -1
        found = LOST * (LOST + 2 * WRONG * self._others + RIGHT * (one + other))
        found += RIGHT * RIGHT * one * other * linked(self._by_pair.get(pair, nothing))
        places = self._by_object.get(second, nothing)
        found += WRONG * RIGHT * other * linked(places, self._wrong[edges.subjects[places]])
        places = self._by_subject.get(first, nothing)
        found += WRONG * RIGHT * one * linked(places, self._wrong[edges.objects[places]])
        found += WRONG * WRONG * self._renamed
        for code in codes:
            places = self._by_predicate.get(code, nothing)
            found += WRONG * WRONG * share * self._sum(places, self._both[places])
        return found


_Habits = Callable[[str, str], dict[str, float]]


def _habits(regions: Sequence[Region]) -> _Habits:
    """Return what gives the chances of predicates between two names, as the noise draws them."""
    pairs: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    objects: dict[str, Counter[str]] = defaultdict(Counter)
    said: Counter[str] = Counter()
    for region in regions:
        for subject, predicate, thing in region.triples:
            pairs[subject, thing][predicate] += 1
            objects[thing][predicate] += 1
            said[predicate] += 1
    usual = {name: 1 / USUAL for name, _ in said.most_common(USUAL)}

    def of(subject: str, thing: str) -> dict[str, float]:
        counts = pairs.get((subject, thing)) or objects.get(thing)
        if not counts:
            return usual
        return {name: count / counts.total() for name, count in counts.items()}

    return of


def _by_key(keys: Numbers) -> dict[int, Numbers]:
    """Return the places of each key."""
    order = np.argsort(keys, kind="stable")
    found, starts = np.unique(keys[order], return_index=True)
    return dict(zip(found.tolist(), np.split(order, starts[1:]), strict=True))


def measure() -> Iterator[str]:
    """Yield a line for queries as people drew them, and as the parser reads them."""
    made, row_of = corpus(), dict[int, int]()
    row_of.update({image: row for row, image in enumerate(made.images)})
    regions = [region for region in read_regions(captions()) if region.image in row_of]
    bound, rankers = Bound(made, regions), Rankers(made)
    contents = [(row_of[each.image], (each.objects, each.triples)) for each in regions]
    graph = np.log(bound.marginal(contents))
    asked = [query for query in made.tuning if query.kind == SINGLE]
    for told, gold in (("as people drew it", True), ("as parsed", False)):
        ranks: dict[str, list[float]] = defaultdict(list)
        for query in asked:
            part = query.gold if gold else understood(query.text)
            ranks[TF_IDF].append(rank(rankers.concepts(part, TF_IDF), query.target))
            ranks["bound"].append(rank(np.log(bound.asked(part)) - graph, query.target))
        base = math.nan
        for name, places in ranks.items():
            mrr = float(reciprocal(np.array(places)).mean())
            base = mrr if name == TF_IDF else base
            recall = np.mean(np.array(places) <= DEPTH)
            yield f"{told}, {name}: {mrr:.4f} ({mrr / base:.2f}), recall {recall:.3f}"


if __name__ == "__main__":
    for line in measure():
        print(line, flush=True)
