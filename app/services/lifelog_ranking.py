"""The rankers of moments: the graph, concepts as words, meaning, and the picture itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.lifelog_index import SceneMemory
from app.services.lifelog_types import (
    BM25,
    CLIP,
    FUSED,
    GRAPH,
    SENTENCE,
    TFIDF,
    LifelogNote,
    LifelogOptions,
)
from app.services.similarity import EngineOwner, image_vectors
from common.errors import AppError, QueryError
from common.jobs import JobContext
from common.scenes import EdgeSource, Need, QueryNode, QueryPart
from indexers.rankings.fusion import Scored

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.scenes.concepts import ConceptIndex
    from indexers.scenes.index import SceneIndex
    from indexers.scenes.options import MatchOptions
    from indexers.scenes.tables import QueryTables

Allowed = NDArray[np.int64] | None  # items that may be found; None for all
DEPTH = 1000  # proposals of each ranker that are fused
IN_FUSION = (GRAPH, TFIDF, SENTENCE, CLIP)
FUSION_WEIGHTS = {TFIDF: 0.2, SENTENCE: 0.2}  # names know less than graphs: bench lifelog-quality
OBJECTS, RELATIONS = "objects", "relations"
WEARER = "i"
_BLOCK = 200_000  # nodes summed at once


@dataclass(frozen=True, slots=True)
class Ranked:
    """What the rankers say of one part of a query.

    Args:
        scored: the fused list, or that of the one ranker; only items that may be found.
        parts: score parts by name, each a list: of several rankers theirs.
        sides: what the graph says of objects and of relations, by name.
        rankers: that took part.
        tables: of the graph ranker; None where the part names no object.
        match: options of the graph ranker.
    """

    scored: Scored
    parts: Mapping[str, Scored]
    sides: Mapping[str, Scored]
    rankers: tuple[str, ...]
    tables: "QueryTables | None"
    match: "MatchOptions"


class Rankers:
    """Ranks items against the graph of one part of a query.

    Args:
        library: the open library.
        models: makes the engine when CLIP first needs a network.
        memory: the scene graphs.
    """

    def __init__(self, library: "Library", models: EngineOwner, memory: SceneMemory) -> None:
        self._library = library
        self._models = models
        self._memory = memory
        self._norms: tuple[SceneIndex, str, NDArray[np.float32]] | None = None
        self._words: tuple[SceneIndex, ConceptIndex] | None = None

    def rank(
        self,
        part: QueryPart,
        index: "SceneIndex",
        allowed: NDArray[np.int64],
        options: LifelogOptions,
        context: JobContext,
        *,
        everything: bool = False,
    ) -> tuple[Ranked, list[LifelogNote]]:
        """Return how well items match a part, and notes.

        Args:
            part: its objects and relations count.
            index: scene graphs.
            allowed: items that conditions and filters let through, ascending.
            options: ranker, weights, fusion.
            context: stops a long search.
            everything: allowed are all items there are, so that nothing need be left out.

        Raises:
            QueryError: the one ranker that was asked for cannot run here.
        """
        match = match_options(options)
        tables = self._memory.tables(part, index, options.vectors)
        fitting = _needed(index, tables, match, allowed, context)
        limit = None if everything and fitting is allowed else fitting
        wanted = IN_FUSION if options.ranker == FUSED else (options.ranker,)
        runs: dict[str, Callable[[], dict[str, Scored]]] = {
            GRAPH: lambda: self._graph(index, tables, match, limit, context),
            TFIDF: lambda: self._concepts(TFIDF, index, part, limit),
            BM25: lambda: self._concepts(BM25, index, part, limit),
            SENTENCE: lambda: self._sentence(part, index, options.vectors, limit),
            CLIP: lambda: self._clip(part, limit),
        }
        lists, parts, notes = _run([(name, runs[name]) for name in wanted], context)
        shown = lists if len(lists) > 1 else parts
        return Ranked(self._fused(lists, options), shown, parts, tuple(lists), tables, match), notes

    def fitting(
        self,
        part: QueryPart,
        index: "SceneIndex",
        allowed: NDArray[np.int64],
        options: LifelogOptions,
        context: JobContext,
    ) -> NDArray[np.int64]:
        """Return the items that have what must be there and nothing that must not; see rank()."""
        tables = self._memory.tables(part, index, options.vectors)
        return _needed(index, tables, match_options(options), allowed, context)

    def _fused(self, lists: Mapping[str, Scored], options: LifelogOptions) -> Scored:
        from indexers.rankings.fusion_rules import FUSIONS
        from indexers.scenes.fusing import INSIDE, RULES, inside_union

        if options.fusion not in RULES:
            known = ", ".join(RULES)
            raise QueryError(
                f"There is no fusion rule “{options.fusion}”.", hint=f"Use one of: {known}."
            )
        if len(lists) == 1:
            return next(iter(lists.values()))
        above = {name: _above(one) if name != CLIP else one for name, one in lists.items()}
        heads = {name: _head(one, DEPTH) for name, one in above.items() if len(one)}
        if not heads:
            return Scored.empty()
        if options.fusion != INSIDE:
            return FUSIONS[options.fusion](heads, FUSION_WEIGHTS)
        first = next(iter(lists.values()))
        by_id = np.zeros(int(max(one.items[-1] for one in heads.values())) + 1)
        inside = first.items < len(by_id)
        by_id[first.items[inside]] = first.scores[inside]
        return inside_union(by_id, heads)

    # -- one ranker each; all return their list by their own name, and score parts

    def _graph(
        self,
        index: "SceneIndex",
        tables: "QueryTables",
        match: "MatchOptions",
        allowed: Allowed,
        context: JobContext,
    ) -> dict[str, Scored]:
        from indexers.scenes.search import score

        found = score(index, tables, match, allowed=allowed, context=context)
        items = index.items[found.rows]
        order = np.argsort(items, kind="stable") if np.any(np.diff(items) < 0) else slice(None)

        def listed(values: NDArray[np.float32]) -> Scored:
            return Scored(items[order], values[order].astype(np.float64))

        return {
            GRAPH: listed(found.totals),
            OBJECTS: listed(found.objects),
            RELATIONS: listed(found.relations),
        }

    def _concepts(
        self, name: str, index: "SceneIndex", part: QueryPart, allowed: Allowed
    ) -> dict[str, Scored]:
        """Compare the names of objects as words are compared."""
        from indexers.scenes.concepts import ConceptIndex

        if self._words is None or self._words[0] is not index:
            self._words = (index, ConceptIndex.build(index))
        asked = [
            node.labels
            for node in part.nodes
            if node.need is not Need.NOT and node.labels and node.label != WEARER
        ]
        words = self._words[1]
        scores = words.tf_idf(asked) if name == TFIDF else words.bm25(asked)
        there = np.flatnonzero(scores > 0)
        return {name: _only(Scored.of(index.items[there], scores[there]), allowed)}

    def _sentence(
        self, part: QueryPart, index: "SceneIndex", kind: str, allowed: Allowed
    ) -> dict[str, Scored]:
        """Compare the mean of the words of the query with that of each graph."""
        vectors = self._memory.labels(kind)
        words = [
            word
            for node in part.nodes
            if node.need is not Need.NOT and node.label != WEARER
            for word in (*node.labels, *node.attributes)
        ]
        words += [p for edge in part.edges if edge.need is not Need.NOT for p in edge.predicates]
        known, is_known = vectors.of(words) if words else (np.zeros((0, vectors.dim)), np.zeros(0))
        if not np.any(is_known):
            return {SENTENCE: Scored.empty()}
        query = known[np.asarray(is_known, bool)].sum(axis=0)
        query = query / max(float(np.linalg.norm(query)), 1e-9)
        likeness = [
            vectors.of(names)[0] @ query if names else np.zeros(0)
            for names in (index.vocabulary.labels, index.vocabulary.predicates)
        ]
        sums = _sums(likeness[0][index.labels], index.node_offsets)
        sums += _sums(likeness[1][index.predicates], index.edge_offsets)
        scores = sums / np.maximum(self._lengths(index, kind), 1e-6)
        return {SENTENCE: _only(Scored.of(index.items, scores), allowed)}

    def _lengths(self, index: "SceneIndex", kind: str) -> NDArray[np.float32]:
        """Return the length of the sum of the vectors of each graph, float32 (N,); kept."""
        kept = self._norms
        if kept is not None and kept[0] is index and kept[1] == kind:
            return kept[2]
        vectors = self._memory.labels(kind)
        tables = [vectors.of(names)[0] for names in
                  (index.vocabulary.labels, index.vocabulary.predicates)]  # fmt: skip
        lengths = np.zeros(len(index), np.float32)
        step = max(1, _BLOCK // 16)
        for start in range(0, len(index), step):
            stop = min(len(index), start + step)
            total = np.zeros((stop - start, vectors.dim), np.float32)
            for codes, offsets, table in (
                (index.labels, index.node_offsets, tables[0]),
                (index.predicates, index.edge_offsets, tables[1]),
            ):
                first, last = int(offsets[start]), int(offsets[stop])
                owner = np.repeat(np.arange(stop - start), np.diff(offsets[start : stop + 1]))
                if last > first and len(table):
                    total += _summed(table, codes[first:last], owner, stop - start)
            lengths[start:stop] = np.linalg.norm(total, axis=1)
        self._norms = (index, kind, lengths)
        return lengths

    def _clip(self, part: QueryPart, allowed: Allowed) -> dict[str, Scored]:
        """Compare the text with the pictures, where a network that knows both has seen them."""
        name = next((one for one in image_vectors(self._library) if one.startswith("clip:")), "")
        if not name:
            raise QueryError(
                "No network that knows texts and pictures has seen this library.",
                hint="Add a CLIP model under Tools ▸ Networks, then import again.",
            )
        engine = self._models.engine
        text = next((one.text for one in engine.image_encoders() if one.name == name), "")
        if not text:
            raise QueryError(f"The network “{name}” cannot run here.", hint="Add its weights.")
        vector = engine.encode_text(text, [part.text or sentence_of(part)])
        collection = self._library.vectors(name)
        k = min(max(1, len(collection.items())), 5 * DEPTH)
        scores, items = collection.search(vector, k, allowed=allowed)
        there = items[0] >= 0
        return {CLIP: Scored.of(items[0][there], scores[0][there])}


def _run(
    runs: Sequence[tuple[str, Callable[[], dict[str, Scored]]]], context: JobContext
) -> tuple[dict[str, Scored], dict[str, Scored], list[LifelogNote]]:
    """Run rankers; one of several that cannot run is left out with a note.

    Returns:
        The list of each, what else they say, notes.

    Raises:
        AppError: the only one cannot run.
    """
    lists: dict[str, Scored] = {}
    parts: dict[str, Scored] = {}
    notes: list[LifelogNote] = []
    for name, run in runs:
        context.step(0)
        try:
            found = run()
        except AppError as error:
            if len(runs) == 1:
                raise
            if name != CLIP:
                notes.append(LifelogNote("ranker-missing", name=name, why=error.what))
            continue
        lists[name] = found.pop(name)
        parts |= found
    return lists, parts, notes


def _needed(
    index: "SceneIndex",
    tables: "QueryTables",
    match: "MatchOptions",
    allowed: NDArray[np.int64],
    context: JobContext,
) -> NDArray[np.int64]:
    """Return the items that have what must be there and nothing that must not, ascending.

    Of images without a graph nothing is known: they lack what must be there.
    """
    from indexers.scenes.search import needed

    needs = (*tables.node_needs, *tables.edge_needs)
    if all(need is Need.SHOULD for need in needs):
        return allowed
    rows = index.rows(allowed)
    with_graph = np.sort(rows[rows >= 0])
    kept = needed(index, tables, match, with_graph, context)
    found = index.items[with_graph if kept is None else with_graph[kept]]
    if Need.MUST not in needs:
        found = np.concatenate([found, allowed[rows < 0]])
    return np.sort(found)


def match_options(options: LifelogOptions) -> "MatchOptions":
    """Return the options of the graph ranker."""
    from indexers.scenes.options import MatchOptions

    tuned = MatchOptions()
    return replace(
        tuned,
        alpha=tuned.alpha if options.alpha is None else options.alpha,
        beta=tuned.beta if options.beta is None else options.beta,
        sources={
            source: 0.0 if source in options.hidden else tuned.sources.get(source, 1.0)
            for source in EdgeSource
        },
    )


def sentence_of(part: QueryPart) -> str:
    """Return a part as words, for a network that reads texts."""
    names = [_words(node) for node in part.nodes]
    touched = {end for edge in part.edges for end in (edge.subject, edge.object)}
    said = [f"{names[e.subject]} {e.predicate} {names[e.object]}" for e in part.edges]
    said += [name for place, name in enumerate(names) if place not in touched]
    return ", ".join(said)


def _words(node: QueryNode) -> str:
    return " ".join((*node.attributes, node.label)).strip()


def _only(one: Scored, allowed: Allowed) -> Scored:
    return one if allowed is None else one.only(allowed)


def _above(one: Scored) -> Scored:
    """Return what matches at all."""
    kept = one.scores > 0
    return one if kept.all() else Scored(one.items[kept], one.scores[kept])


def _head(one: Scored, k: int) -> Scored:
    """Return the k best of a list."""
    if len(one) <= k:
        return one
    best = np.argpartition(-one.scores, k - 1)[:k]
    return Scored.of(one.items[best], one.scores[best])


def _sums(values: NDArray[np.floating], offsets: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the sum of the values of each row, float64 (N,)."""
    ends = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    return np.asarray(ends[offsets[1:]] - ends[offsets[:-1]], np.float64)


def _summed(
    table: NDArray[np.float32], codes: NDArray[np.integer], owner: NDArray[np.int64], rows: int
) -> NDArray[np.float32]:
    """Return the sum of the vectors of each row, float32 (rows, D), through a sparse product."""
    from scipy.sparse import csr_matrix

    ones = np.ones(len(codes), np.float32)
    counts = csr_matrix((ones, (owner, np.asarray(codes, np.int64))), (rows, len(table)))
    return np.asarray(counts @ table, np.float32)


def looks_for(part: QueryPart) -> bool:
    """Return whether a part looks for anything that images could be ranked by.

    What must not be there, and the one who wears the camera, are nothing to look for.
    """
    return any(
        node.need is not Need.NOT and (node.example is not None or node.label not in ("", WEARER))
        for node in part.nodes
    )


def known_words(parts: Sequence[QueryPart]) -> list[str]:
    """Return the names of all objects that a query looks for, each once; not the wearer."""
    names = (name for part in parts for node in part.nodes for name in node.labels)
    return list(dict.fromkeys(name for name in names if name != WEARER))
