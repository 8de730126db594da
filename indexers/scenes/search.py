"""Matches a query graph with the graphs of a library."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from common.scenes import Need
from indexers.scenes.index import SceneIndex
from indexers.scenes.options import MatchOptions
from indexers.scenes.plan import Plan, Rows, Values, fold, unseen
from indexers.scenes.tables import QueryTables


@dataclass(frozen=True, slots=True)
class Matches:
    """How well each of n images matches each thing asked for, before weights.

    Args:
        rows: int64 (n,), rows of the index, ascending.
        nodes: float32 (n, Q), best match of each query node.
        edges: float32 (n, R), best match of each query relation.
        attributes: float32 (n, A), best match of each query attribute.
        sums: float64 (Q + R + A,), what the matches of each add up to.
    """

    rows: Rows
    nodes: Values
    edges: Values
    attributes: Values
    sums: NDArray[np.float64]


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
    is_whole = len(scored.rows) == len(index)
    best = first(scored.totals, index.order if is_whole else index.order[scored.rows], k)
    plan = Plan.of(index, tables, options)
    rows = scored.rows[best]
    nodes = np.full((len(rows), tables.nodes.shape[0]), -1, np.int32)
    edges = np.full((len(rows), len(tables.ends)), -1, np.int32)
    found = plan.scan(rows, best=(nodes, edges))
    hidden = unseen(tables, options)  # they match anything, so nothing of theirs can be shown
    nodes[:, hidden], found[0][:, hidden] = -1, 0
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
    return weigh(index, matches, tables, options, kept)


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
    plan = Plan.of(index, tables, options)
    nodes, edges, sums = plan.scan(rows, context=context)
    attributes = _attributes(index, plan.tables[0], tables.attributes, tables.owners, rows)
    sums = np.concatenate([sums, attributes.sum(axis=0, dtype=np.float64)])
    return Matches(rows, nodes, edges, attributes, sums)


def weigh(
    index: SceneIndex,
    matches: Matches,
    tables: QueryTables,
    options: MatchOptions,
    kept: NDArray[np.bool_] | None = None,
) -> SceneScores:
    """Return the scores that matches add up to.

    Args:
        index: of the library.
        matches: of match().
        tables: of the same query.
        options: weights.
        kept: bool (n,), which images may be found; None for all.
    """
    wanted = np.array([need is not Need.NOT for need in tables.node_needs], bool)
    asked = (
        wanted & ~unseen(tables, options),
        np.array([need is not Need.NOT for need in tables.edge_needs], bool),
        wanted[tables.owners],
    )
    whole = np.concatenate(asked).astype(np.float64)
    if options.idf:
        whole *= _rarity(matches.sums, len(matches.rows))
    cuts = np.cumsum([len(each) for each in asked])
    node_weights, edge_weights, attribute_weights = np.split(whole, cuts[:2])
    parts = []
    for values, weights, offsets in (
        (matches.nodes, node_weights, index.node_offsets),
        (matches.edges, edge_weights, index.edge_offsets),
        (matches.attributes, attribute_weights, index.node_offsets),
    ):
        parts.append(fold(values, _shares(weights), offsets, matches.rows, options.length))
    objects, relations, attributes = parts
    totals = np.float32(options.alpha) * objects + np.float32(options.beta) * relations
    if len(attribute_weights):
        totals += np.float32(options.gamma) * attributes
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
    plan = Plan.strict(index, tables, options)
    nodes, edges, _ = plan.scan(rows, context=context)
    alike = (tables.attributes >= options.same).astype(np.float32)
    attributes = _attributes(index, plan.tables[0], alike, tables.owners, rows)
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


def _rows(index: SceneIndex, allowed: NDArray[np.int64] | None) -> Rows:
    if allowed is None:
        return np.arange(len(index))
    rows = index.rows(np.unique(allowed))
    return np.sort(rows[rows >= 0])


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


def _rarity(sums: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Return ln(1 + N / (1 + sum of matches)), float64."""
    return np.asarray(np.log1p(count / (1.0 + sums)), np.float64)


def _shares(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    return weights / weights.sum() if weights.sum() > 0 else weights
