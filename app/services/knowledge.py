"""Search by walking from tags to moments, weighed live against full text."""

import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.graph_types import (
    GraphNote,
    ScorePool,
    Tag,
    TagAnswer,
    TagQuery,
    TagSuggestion,
)
from app.services.search_vocabulary import SILENT_KEYS, Vocabulary
from common.errors import QueryError
from common.jobs import JobContext
from common.values import Hit, ResultList
from indexers.graphs.knowledge import KnowledgeGraph, LinkOptions, Walked
from indexers.graphs.tags import TagTable

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.catalogue.records import Filter

Mask = NDArray[np.bool_]
GRAPH, TEXT = "graph", "text"
_RELATED = 16
_TEXTS = 5000
# Facets that say when, how or how large, not what: nothing is linked by them.
NO_TAGS = SILENT_KEYS | {
    "year", "month", "weekday", "hour", "daytime", "decade", "colour", "kind", "camera",
    "orientation", "rating", "language", "runtime", "event", "light", "tone", "camera_motion",
}  # fmt: skip


class KnowledgeService:
    """Moments near to chosen tags.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library
        self._vocabulary = Vocabulary(library)
        self._guard = threading.Lock()
        self._kept: tuple[tuple[int, float], KnowledgeGraph] | None = None

    def tag_keys(self) -> list[str]:
        """Return the facets whose values are tags, most items first."""
        counts = self._library.catalogue.facet_keys()
        return sorted((key for key in counts if key not in NO_TAGS), key=lambda k: (-counts[k], k))

    def suggest(self, prefix: str, limit: int = 12) -> list[TagSuggestion]:
        """Return tags with a word that begins with prefix, with who says so."""
        known = set(self.tag_keys())
        found = [each for each in self._vocabulary.suggest(prefix, 4 * limit) if each.kind in known]
        tags = [Tag(each.kind, each.text) for each in found[:limit]]
        origins = self._library.catalogue.facet_sources(tags)
        return [
            TagSuggestion(tag, each.count, origins.get(tag, ()))
            for tag, each in zip(tags, found, strict=False)
        ]

    def graph(self, together: float = 0.5) -> KnowledgeGraph:
        """Return the graph of the library as it is now; made anew after changes."""
        stamp = (self._library.catalogue.revision(), together)
        with self._guard:
            if self._kept is None or self._kept[0] != stamp:
                options = LinkOptions(together=together)
                if self._kept is not None and self._kept[0][0] == stamp[0]:
                    graph = self._kept[1].weighed(options)
                else:
                    tables = [self._library.catalogue.facet_table(key) for key in self.tag_keys()]
                    graph = KnowledgeGraph(TagTable.build(tables), options)
                self._kept = stamp, graph
            return self._kept[1]

    def prepare(self) -> None:
        """Link the tags, so that the first walk is quick; another thread may walk meanwhile."""
        _ = self.graph().lengths

    def tags_of(self, item: int, limit: int = 8) -> list[Tag]:
        """Return the tags of an item that say most about it: the rarest that others have too."""
        table = self.graph().table
        found = table.of_item(item)[::-1]
        shared = [tag for tag in found if table.totals[table.places[tag]] > 1]
        return (shared or found)[:limit]

    def related(self, tags: Sequence[Tag], together: float = 0.5) -> list[tuple[Tag, float]]:
        """Return the tags linked to any of some, strongest first."""
        graph = self.graph(together)
        found: dict[Tag, float] = {}
        for tag in tags:
            for other, strength in graph.neighbours(tag):
                if other not in tags:
                    found[other] = max(strength, found.get(other, 0.0))
        return sorted(found.items(), key=lambda each: (-each[1], each[0]))[:_RELATED]

    def search(
        self,
        query: TagQuery,
        filters: "Sequence[Filter]" = (),
        context: JobContext | None = None,
    ) -> TagAnswer:
        """Find moments near to tags, and those whose texts match.

        Raises:
            QueryError: neither tags nor a text are given, or a tag is both wanted and ruled out.
            JobCancelled: the user cancelled.
        """
        context = context or JobContext()
        begin = time.perf_counter()
        _check(query)
        allowed = self._library.catalogue.passing(filters) if filters else None
        context.step(0, 3, GRAPH)
        walked = self._walk(query, allowed)
        context.step(1, 3, TEXT)
        texts = self._texts(query, allowed)
        context.step(2, 3)
        pool = _pooled(walked, texts, max(1, len(query.tags)))
        hits = weighed(pool, query.weight, query.k)
        ms = 1000 * (time.perf_counter() - begin)
        results = ResultList(
            _caption(query), hits, len(pool.items), ms,
            tuple(self._notes(query, walked, texts, hits)),
        )  # fmt: skip
        related = self.related(query.tags, query.together)
        if walked is None:
            return TagAnswer(results, pool, (), (), tuple(related))
        return TagAnswer(results, pool, walked.starts, walked.reached, tuple(related))

    def _walk(self, query: TagQuery, allowed: Mask | None) -> Walked | None:
        if not query.tags:
            return None
        graph = self.graph(query.together)
        return graph.walk(query.tags, query.without, enough=query.enough, allowed=allowed)

    def _texts(self, query: TagQuery, allowed: Mask | None) -> dict[int, float]:
        """Return the score of each item whose texts match, of the best one, 0-1."""
        if not query.text.strip():
            return {}
        found = self._library.catalogue.search_text(query.text, limit=_TEXTS)
        table = self.graph(query.together).table
        barred = {int(item) for tag in query.without for item in table.of_tag(tag)}
        scores = {
            match.item: match.score
            for match in found
            if match.item not in barred
            and (allowed is None or (match.item < len(allowed) and allowed[match.item]))
        }
        best = max(scores.values(), default=1.0) or 1.0
        return {item: max(0.0, score / best) for item, score in scores.items()}

    def _notes(
        self, query: TagQuery, walked: Walked | None, texts: dict[int, float], hits: Sequence[Hit]
    ) -> list[str]:
        notes: list[str] = []
        if walked is not None:
            if not self.graph(query.together).table.tags:
                return [GraphNote("no-tags")]
            notes += [GraphNote("unknown-tag", name=tag.value) for tag in walked.unknown]
        if query.text.strip() and not texts:
            notes.append(GraphNote("no-text", text=query.text))
        if not hits and not notes:
            notes.append(GraphNote("nothing-near"))
        return notes


def weighed(pool: ScorePool, weight: float, k: int) -> tuple[Hit, ...]:
    """Return the best of what was found by a weight of the graph, without searching again.

    Args:
        pool: what was found.
        weight: 0-1, of the graph against the text; where only one of them found anything, that
            one counts.
        k: hits at most.
    """
    if not pool.has_both:
        weight = 1.0 if pool.graph.any() else 0.0
    scores = weight * pool.graph + (1 - weight) * pool.text
    rows = np.flatnonzero(scores > 0)
    if len(rows) > k:
        least = np.partition(scores[rows], -k)[-k]
        rows = rows[scores[rows] >= least]
    rows = rows[np.lexsort((pool.items[rows], -scores[rows]))][:k]
    parts = ((GRAPH, pool.graph), (TEXT, pool.text))
    return tuple(
        Hit(
            int(pool.items[row]),
            float(scores[row]),
            parts={name: float(values[row]) for name, values in parts if values[row] > 0},
        )
        for row in rows.tolist()
    )


def _check(query: TagQuery) -> None:
    """Refuse a query that asks for nothing or for contradictions.

    Raises:
        QueryError: it does.
    """
    if not query.tags and not query.text.strip():
        raise QueryError("Nothing is looked for.", hint="Choose a tag, or type some words.")
    both = [tag.value for tag in query.tags if tag in query.without]
    if both:
        raise QueryError(f"“{both[0]}” is wanted and ruled out.", hint="Take one of them away.")
    if not (0 <= query.weight <= 1 and 0 <= query.together <= 1 and query.k > 0):
        raise QueryError("Weights lie between 0 and 1.", hint="Correct the query.")


def _pooled(walked: Walked | None, texts: dict[int, float], starts: int) -> ScorePool:
    """Return every item that either found, with both parts of its score."""
    matched = np.fromiter(texts, np.int64, len(texts))
    near = np.empty(0, np.int64) if walked is None else walked.items
    items = np.union1d(near, matched)
    graph, text = np.zeros(len(items)), np.zeros(len(items))
    text[np.searchsorted(items, matched)] = np.fromiter(texts.values(), np.float64, len(texts))
    width = 0 if walked is None else walked.distances.shape[1]
    distances = np.full((len(items), width), np.nan)
    if walked is not None:
        rows = np.searchsorted(items, near)
        graph[rows] = walked.scores / starts
        distances[rows] = np.where(np.isfinite(walked.distances), walked.distances, np.nan)
    return ScorePool(items, graph, text, distances)


def _caption(query: TagQuery) -> str:
    names = [f"“{tag.value}”" for tag in query.tags] + [f"not “{t.value}”" for t in query.without]
    return ", ".join([*names, *([query.text.strip()] if query.text.strip() else [])])
