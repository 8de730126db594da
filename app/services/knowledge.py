"""Search by walking from tags to moments, weighed live against full text."""

import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.graph_types import GraphNote, Tag, TagAnswer, TagQuery, TagSuggestion
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
    "year", "month", "weekday", "hour", "decade", "colour", "kind", "camera", "orientation",
    "rating", "language", "runtime", "event",
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
                same_table = self._kept is not None and self._kept[0][0] == stamp[0]
                if self._kept is not None and same_table:
                    table = self._kept[1].table
                else:
                    tables = [self._library.catalogue.facet_table(key) for key in self.tag_keys()]
                    table = TagTable.build(tables)
                self._kept = stamp, KnowledgeGraph(table, options)
            return self._kept[1]

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
        hits = _ranked(query, walked, texts)
        ms = 1000 * (time.perf_counter() - begin)
        results = ResultList(
            _caption(query), tuple(hits[: query.k]), len(hits), ms,
            tuple(self._notes(query, walked, texts, hits)),
        )  # fmt: skip
        related = self.related(query.tags, query.together)
        ways = {} if walked is None else _ways(walked, {hit.item for hit in results.hits})
        reached = () if walked is None else walked.reached
        return TagAnswer(results, reached, tuple(related), ways)

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
        self, query: TagQuery, walked: Walked | None, texts: dict[int, float], hits: list[Hit]
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


def weighed(hits: Sequence[Hit], weight: float) -> list[Hit]:
    """Return hits ranked anew by another weight of the graph, without searching again."""
    ranked = [
        replace(
            hit,
            score=weight * hit.parts.get(GRAPH, 0.0) + (1 - weight) * hit.parts.get(TEXT, 0.0),
        )
        for hit in hits
    ]
    return sorted(ranked, key=lambda hit: (-hit.score, hit.item))


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


def _ranked(query: TagQuery, walked: Walked | None, texts: dict[int, float]) -> list[Hit]:
    """Return every item that either found, with both parts of its score."""
    parts: dict[int, dict[str, float]] = {}
    if walked is not None:
        most = max(1, len(query.tags))
        for item, score in zip(walked.items.tolist(), walked.scores.tolist(), strict=True):
            parts.setdefault(item, {})[GRAPH] = score / most
    for item, score in texts.items():
        parts.setdefault(item, {})[TEXT] = score
    weight = query.weight if texts and walked is not None else 1.0 if walked is not None else 0.0
    return weighed([Hit(item, 0.0, each) for item, each in parts.items()], weight)


def _ways(walked: Walked, items: set[int]) -> dict[int, tuple[float, ...]]:
    return {
        item: tuple(float(d) if np.isfinite(d) else float("nan") for d in row)
        for item, row in zip(walked.items.tolist(), walked.distances, strict=True)
        if item in items
    }


def _caption(query: TagQuery) -> str:
    names = [f"“{tag.value}”" for tag in query.tags] + [f"not “{t.value}”" for t in query.without]
    return ", ".join([*names, *([query.text.strip()] if query.text.strip() else [])])
