"""Matches a query graph with the graphs of a library."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from common.scenes import Need
from indexers.catalogue.scene_columns import SOURCES
from indexers.scenes.index import SceneIndex
from indexers.scenes.loops import loops
from indexers.scenes.options import Form, MatchOptions
from indexers.scenes.tables import QueryTables

CHUNK = 250_000  # images between two looks at whether to stop
SPLIT = 8_192  # below so many images a second thread costs more than it saves
THREADS = 2

Rows = NDArray[np.int64]
Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Matches:
    """How well each of n images matches each thing asked for, before weights.

    Args:
        rows: int64 (n,), rows of the index, ascending.
        nodes: float32 (n, Q), best match of each query node.
        edges: float32 (n, R), best match of each query relation.
        attributes: float32 (n, A), best match of each query attribute.
        sizes: float32 (n,) and (n,), nodes and edges of each image by the mean of the library.
    """

    rows: Rows
    nodes: Values
    edges: Values
    attributes: Values
    sizes: tuple[Values, Values]


@dataclass(frozen=True, slots=True)
class SceneScores:
    """Scores of n images: total = alpha S_O + beta S_R + gamma S_A.

    Args:
        rows: int64 (n,), rows of the index, ascending; images that lack what must be there, or
            have what must not, are left out.
        totals: float32 (n,).
        objects: float32 (n,), S_O.
        relations: float32 (n,), S_R.
        attributes: float32 (n,), S_A.
        node_weights: float64 (Q,), share of each query node in S_O.
        edge_weights: float64 (R,), share of each relation in S_R.
        searched: how many images were looked at.
    """

    rows: Rows
    totals: Values
    objects: Values
    relations: Values
    attributes: Values
    node_weights: NDArray[np.float64]
    edge_weights: NDArray[np.float64]
    searched: int


@dataclass(frozen=True, slots=True)
class SceneHits:
    """The best images, best first; equals by time, then by item.

    Args:
        items: int64 (K,).
        scores: float32 (K,).
        objects: float32 (K,), S_O.
        relations: float32 (K,), S_R.
        attributes: float32 (K,), S_A.
        nodes: int32 (K, Q), number of the image's node that matched each query node best; -1 none.
        node_matches: float32 (K, Q), how well.
        edges: int32 (K, R), number of the image's edge that matched each relation best; -1 none.
        edge_matches: float32 (K, R), how well.
        searched: how many images were looked at.
        passed: how many of them had what must be there and nothing that must not.
    """

    items: NDArray[np.int64]
    scores: Values
    objects: Values
    relations: Values
    attributes: Values
    nodes: NDArray[np.int32]
    node_matches: Values
    edges: NDArray[np.int32]
    edge_matches: Values
    searched: int
    passed: int


def search(
    index: SceneIndex,
    tables: QueryTables,
    options: MatchOptions | None = None,
    *,
    k: int = 100,
    allowed: NDArray[np.int64] | None = None,
    context: JobContext | None = None,
) -> SceneHits:
    """Return the k images that match best, with what matched in them.

    Args:
        index: of the library.
        tables: of the query, made for the index's vocabulary.
        options: None for the tuned ones.
        k: how many.
        allowed: items that filters let pass; None for all.
        context: stops a long search.

    Raises:
        JobCancelled: the context was cancelled.
    """
    options = options or MatchOptions()
    scored = score(index, tables, options, allowed=allowed, context=context)
    best = first(scored.totals, index.order[scored.rows], k)
    plan = _Plan.of(index, tables, options)
    rows = scored.rows[best]
    nodes = np.full((len(rows), tables.nodes.shape[0]), -1, np.int32)
    edges = np.full((len(rows), len(tables.ends)), -1, np.int32)
    found = plan.scan(rows, best=(nodes, edges))
    unseen = _unseen(tables, options)  # they match anything, so nothing of theirs can be shown
    nodes[:, unseen], found[0][:, unseen] = -1, 0
    return SceneHits(
        index.items[rows], scored.totals[best], scored.objects[best], scored.relations[best],
        scored.attributes[best], nodes, found[0], edges, found[1],
        scored.searched, len(scored.rows),
    )  # fmt: skip


def score(
    index: SceneIndex,
    tables: QueryTables,
    options: MatchOptions | None = None,
    *,
    allowed: NDArray[np.int64] | None = None,
    context: JobContext | None = None,
) -> SceneScores:
    """Return the scores of all images that may be found; see search()."""
    options, context = options or MatchOptions(), context or JobContext()
    rows = _rows(index, allowed)
    matches = match(index, tables, options, rows, context)
    kept = needed(index, tables, options, rows, context)
    return weigh(matches, tables, options, kept)


def match(
    index: SceneIndex,
    tables: QueryTables,
    options: MatchOptions,
    rows: Rows,
    context: JobContext | None = None,
) -> Matches:
    """Return how well images match each thing asked for.

    Args:
        index: of the library.
        tables: of the query.
        options: form, exponent, sources and shares count; weights do not.
        rows: int64 (n,), of the index.
        context: stops between chunks.
    """
    plan = _Plan.of(index, tables, options)
    nodes, edges = plan.scan(rows, context=context)
    attributes = _attributes(index, plan.table, tables.attributes, tables.owners, rows)
    sizes = _sizes(index.node_offsets, rows), _sizes(index.edge_offsets, rows)
    return Matches(rows, nodes, edges, attributes, sizes)


def weigh(
    matches: Matches,
    tables: QueryTables,
    options: MatchOptions,
    kept: NDArray[np.bool_] | None = None,
) -> SceneScores:
    """Return the scores that matches add up to.

    Args:
        matches: of match().
        tables: of the same query.
        options: weights.
        kept: bool (n,), which images may be found; None for all.
    """
    wanted = np.array([need is not Need.NOT for need in tables.node_needs], bool)
    node_weights = (wanted & ~_unseen(tables, options)).astype(np.float64)
    edge_weights = np.array([float(need is not Need.NOT) for need in tables.edge_needs])
    attribute_weights = wanted[tables.owners].astype(np.float64)
    if options.idf:
        node_weights = node_weights * _rarity(matches.nodes)
        edge_weights = edge_weights * _rarity(matches.edges)
        attribute_weights = attribute_weights * _rarity(matches.attributes)
    total = node_weights.sum() + edge_weights.sum() if options.pooled else None
    objects = _mean(matches.nodes, node_weights, total)
    relations = _mean(matches.edges, edge_weights, total)
    attributes = _mean(matches.attributes, attribute_weights, None)
    if options.length:
        by_nodes, by_edges = (each ** np.float32(-options.length) for each in matches.sizes)
        objects, relations, attributes = (
            objects * by_nodes, relations * by_edges, attributes * by_nodes,
        )  # fmt: skip
    totals = (
        np.float32(options.alpha) * objects
        + np.float32(options.beta) * relations
        + np.float32(options.gamma) * attributes
    )
    chosen = slice(None) if kept is None or kept.all() else np.flatnonzero(kept)
    return SceneScores(
        matches.rows[chosen], totals[chosen], objects[chosen], relations[chosen],
        attributes[chosen], _shares(node_weights), _shares(edge_weights), len(matches.rows),
    )  # fmt: skip


def needed(
    index: SceneIndex,
    tables: QueryTables,
    options: MatchOptions,
    rows: Rows,
    context: JobContext | None = None,
) -> NDArray[np.bool_] | None:
    """Return which images have all that must be there and nothing that must not; None for all.

    A name counts as there from the similarity `options.same` on. A node with attributes is there if
    one node is all of it, where the library knows attributes at all.
    """
    needs = (*tables.node_needs, *tables.edge_needs)
    if all(need is Need.SHOULD for need in needs):
        return None
    plan = _Plan.strict(index, tables, options)
    nodes, edges = plan.scan(rows, context=context)
    attributes = _attributes(
        index, plan.table, (tables.attributes >= options.same).astype(np.float32), tables.owners,
        rows,
    )  # fmt: skip
    there = nodes > 0
    if index.vocabulary.attributes:
        for number, owner in enumerate(tables.owners):
            there[:, owner] &= attributes[:, number] > 0
    there = np.concatenate([there, edges > 0], axis=1)
    kept = np.ones(len(rows), bool)
    for number, need in enumerate(needs):
        if need is Need.MUST and not _is_invisible(tables, options, number):
            kept &= there[:, number]
        elif need is Need.NOT and not _is_invisible(tables, options, number):
            kept &= ~there[:, number]
    return kept


def first(scores: Values, order: NDArray[np.int32], k: int) -> NDArray[np.int64]:
    """Return the places of the k highest scores, best first, equals by order; never sorts all.

    Args:
        scores: float32 (n,).
        order: int32 (n,), what decides between equals, no repeats.
        k: how many.
    """
    count = len(scores)
    if k <= 0 or not count:
        return np.empty(0, np.int64)
    if k >= count:
        return np.lexsort((order, -scores))
    bound = np.partition(scores, count - k)[count - k]
    above, equal = np.flatnonzero(scores > bound), np.flatnonzero(scores == bound)
    left = k - len(above)
    if left < len(equal):
        equal = equal[np.argpartition(order[equal], left - 1)[:left]]
    chosen = np.concatenate([above, equal])
    return chosen[np.lexsort((order[chosen], -scores[chosen]))]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A query made ready for the loops: tables by name, rows of the index come and go."""

    index: SceneIndex
    table: Values  # V, Q
    tables: tuple[Values, Values, Values]
    query: tuple[NDArray[np.int64], NDArray[np.uint8], Values]
    weights: tuple[Values, Values]
    shares: tuple[np.float32, np.float32, bool, int]

    @classmethod
    def of(cls, index: SceneIndex, tables: QueryTables, options: MatchOptions) -> "_Plan":
        """Return the plan for ranking."""
        joint = options.form is Form.JOINT
        similar = tables.nodes
        if joint or options.exponent != 1:
            similar = np.maximum(similar, 0) ** np.float32(options.exponent)
        unseen = _unseen(tables, options)
        similar = np.where(unseen[:, None], np.float32(1 if joint else 0), similar)
        seen_ends = 3 - unseen[tables.ends].sum(axis=1)
        scale = np.ones(len(tables.ends)) if joint else 3 / seen_ends
        forward, backward = tables.predicates, tables.inverses
        if joint:
            power = np.float32(options.predicate_exponent)
            forward, backward = (np.clip(each, 0, 1) ** power for each in (forward, backward))
        return cls._made(
            index, options, (similar, forward, backward if options.both_ways else 0 * backward),
            (tables.ends, ~unseen, scale), (options.joined, options.turned, joint),
        )  # fmt: skip

    @classmethod
    def strict(cls, index: SceneIndex, tables: QueryTables, options: MatchOptions) -> "_Plan":
        """Return the plan that says 1 where something is there and 0 where it is not."""
        unseen = _unseen(tables, options)
        same = [tables.nodes, tables.predicates, tables.inverses]
        nodes, forward, backward = ((each >= options.same).astype(np.float32) for each in same)
        nodes[unseen] = 1
        return cls._made(
            index, options, (nodes, forward, backward),
            (tables.ends, np.zeros(len(unseen), bool), np.ones(len(tables.ends))), (0, 0, True),
        )  # fmt: skip

    @classmethod
    def _made(
        cls,
        index: SceneIndex,
        options: MatchOptions,
        tables: tuple[Values, Values, Values],
        query: tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.float64]],
        shares: tuple[float, float, bool],
    ) -> "_Plan":
        flat = [np.ascontiguousarray(each.T, np.float32) for each in tables]
        levels = np.linspace(0, 1, 256, dtype=np.float32)
        sure = levels ** np.float32(options.confidence) if options.confidence else levels * 0 + 1
        by_source = np.array([options.sources.get(each, 0.0) for each in SOURCES], np.float32)
        return cls(
            index, flat[0], (flat[0], flat[1], flat[2]),
            (query[0], query[1].astype(np.uint8), query[2].astype(np.float32)),
            (sure.astype(np.float32), by_source),
            (np.float32(shares[0]), np.float32(shares[1]), shares[2], index.most_nodes),
        )  # fmt: skip

    def scan(
        self,
        rows: Rows,
        best: tuple[NDArray[np.int32], NDArray[np.int32]] | None = None,
        context: JobContext | None = None,
    ) -> tuple[Values, Values]:
        """Return the best match of each node (n, Q) and relation (n, R) in images.

        Args:
            rows: of the index.
            best: int32 (n, Q) and (n, R), filled with the numbers of the winners; None: not asked.
            context: stops between chunks.
        """
        asked, relations = self.table.shape[1], len(self.query[0])
        out = np.empty((len(rows), asked), np.float32), np.empty((len(rows), relations), np.float32)
        winners = best or (np.empty((0, asked), np.int32), np.empty((0, relations), np.int32))
        run = loops().scan

        def part(start: int, stop: int) -> None:
            chosen = slice(start, stop)
            run(
                self.index.graphs, rows[chosen], self.tables, self.query, self.weights, self.shares,
                (out[0][chosen], out[1][chosen]), (winners[0][chosen], winners[1][chosen]),
            )  # fmt: skip

        for start in range(0, len(rows), CHUNK):
            if context is not None:
                context.step(start, len(rows), "Comparing scene graphs")
            stop = min(start + CHUNK, len(rows))
            if stop - start <= SPLIT:
                part(start, stop)
                continue
            cuts = np.linspace(start, stop, THREADS + 1).astype(int).tolist()
            with ThreadPoolExecutor(THREADS) as pool:
                list(pool.map(part, cuts[:-1], cuts[1:]))
        return out


def _rows(index: SceneIndex, allowed: NDArray[np.int64] | None) -> Rows:
    if allowed is None:
        return np.arange(len(index))
    rows = index.rows(np.unique(allowed))
    return np.sort(rows[rows >= 0])


def _unseen(tables: QueryTables, options: MatchOptions) -> NDArray[np.bool_]:
    """Return which query nodes no image can show, or no name of the library is like, bool (Q,)."""
    invisible = np.array([name in options.invisible for name in tables.names], bool)
    if options.form is Form.JOINT:
        invisible |= ~(tables.nodes > 0).any(axis=1)
    return invisible


def _is_invisible(tables: QueryTables, options: MatchOptions, number: int) -> bool:
    return number < len(tables.names) and tables.names[number] in options.invisible


def _attributes(
    index: SceneIndex,
    table: Values,
    similar: Values,
    owners: NDArray[np.int64],
    rows: Rows,
) -> Values:
    """Return the best m(node) * similarity of attributes for each query attribute, (n, A)."""
    found = np.zeros((len(rows), len(owners)), np.float32)
    if not len(owners) or not len(index.attributes):
        return found
    place = np.full(len(index), -1, np.int64)
    place[rows] = np.arange(len(rows))
    for number, owner in enumerate(owners):
        like = np.maximum(similar[number], 0)[index.attributes]
        said = np.flatnonzero(like > 0)
        nodes = index.attribute_nodes[said]
        values = like[said] * table[index.labels[nodes], owner]
        at = place[np.searchsorted(index.node_offsets, nodes, side="right") - 1]
        np.maximum.at(found[:, number], at[at >= 0], values[at >= 0])
    return found


def _rarity(matches: Values) -> NDArray[np.float64]:
    """Return ln(1 + N / (1 + sum of matches)) of each column, float64."""
    sums = np.maximum(matches, 0).sum(axis=0, dtype=np.float64)
    return np.asarray(np.log1p(len(matches) / (1.0 + sums)), np.float64)


def _mean(matches: Values, weights: NDArray[np.float64], total: float | None) -> Values:
    """Return the weighted mean of columns, float32 (n,); 0 without columns."""
    whole = weights.sum() if total is None else total
    if not whole or not matches.shape[1]:
        return np.zeros(len(matches), np.float32)
    return np.asarray(matches @ (weights / whole).astype(np.float32), np.float32)


def _sizes(offsets: NDArray[np.int64], rows: Rows) -> Values:
    """Return how many things images have, at least one, by the mean of the library; float32."""
    mean = max(float(offsets[-1]) / max(len(offsets) - 1, 1), 1.0)
    counts = np.maximum(offsets[rows + 1] - offsets[rows], 1)
    return np.asarray(counts / mean, np.float32)


def _shares(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    return weights / weights.sum() if weights.sum() > 0 else weights
