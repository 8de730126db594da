"""Searches by text, by example and by sequence."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.filters import check_filters, format_filter, parse_filters
from app.services.query import Query, check_fusion
from app.services.query_example import Example
from app.services.query_parts import Part, TextAsk
from app.services.search_gather import gather, places_of
from app.services.search_merge import (
    MergedStage,
    evidence_of,
    merge_stages,
    reweighed,
    rule_of,
)
from app.services.search_moves import movements
from app.services.search_parts import PartScorer
from app.services.search_sequences import DEPTH, find_sequences
from app.services.search_types import (
    Asking,
    FoundScene,
    Movements,
    Pool,
    SearchNote,
    SearchResults,
)
from app.services.search_vocabulary import CONCEPT_KEYS, Suggestion
from app.services.similarity import EngineOwner
from common.jobs import JobContext
from common.reasons import HitReason
from common.settings import Settings
from common.values import Hit, ResultList, TextKind
from indexers.catalogue.records import Filter

if TYPE_CHECKING:
    from app.services.knowledge import KnowledgeService
    from app.services.library import Library
    from app.services.lifelog_moments import Conditions

__all__ = ["SearchService", "Suggestion"]

WARM_UP_TEXT = "sea"  # any word that means something


class SearchService:
    """Ranks the items of a library against a query.

    Args:
        library: the open library.
        models: makes the engine when a query first needs a network.
        settings: the user's settings: length of a list, fusion weight, image encoder.
        knowledge: gives the graph of tags that the library's other searches use.
    """

    def __init__(
        self,
        library: "Library",
        models: EngineOwner,
        settings: Settings,
        knowledge: "Callable[[], KnowledgeService] | None" = None,
    ) -> None:
        self._library = library
        self._models = models
        self._settings = settings
        self._parts = PartScorer(library, models, knowledge)
        self._vocabulary = self._parts.vocabulary

    def run(self, query: Query, context: JobContext | None = None) -> SearchResults:
        """Return what matches a query, best first, each hit with its score parts and a reason.

        Parts that a missing network would add are named in the notes. An empty list says why and
        what to relax.

        Args:
            query: what is asked.
            context: reports and cancels.

        Raises:
            QueryError: a filter's key is unknown, a part asks nothing or cannot be answered here.
            IndexMismatchError: the encoder asked for has no vectors here.
            MediaError: the example's file cannot be read.
        """
        started = time.perf_counter()
        context = context or JobContext()
        check_fusion(query.fusion)
        if query.filters:
            check_filters(query.filters, self.known_keys())
        allowed = self._allowed(query)
        context.step(0, 2, "Searching")
        if query.asks or len(query.stages) > 1:
            pool = gather(self._parts, query, self._asking(query, allowed, context))
            context.step(1, 2, "Explaining")
            found = self._merged(pool, query)
        else:
            found = self._browse(query, allowed)
        if not found.hits:
            found = replace(found, notes=(*found.notes, *self._ways_out(query, found, context)))
        context.step(2, 2)
        return replace(found, ms=(time.perf_counter() - started) * 1e3)

    def refuse(
        self,
        pool: Pool,
        fusion: str | None = None,
        weights: Mapping[str, float] | None = None,
        k: int | None = None,
        *,
        threshold: float | None = None,
    ) -> SearchResults:
        """Return the list of a search merged anew, without a search.

        Which lists must hold a hit was settled by the search; a part that was off has no list.

        Args:
            pool: of the answer of a search.
            fusion: another rule; None for the query's.
            weights: of parts by their name as in PartReport, >= 0; the others keep theirs.
            k: another length; None for the query's.
            threshold: another least score; None for the query's.

        Raises:
            QueryError: there is no such rule or part, or a weight is below 0.
        """
        started = time.perf_counter()
        query = pool.query
        if weights:
            query = reweighed(query, places_of(query, weights))
        query = replace(
            query,
            fusion=query.fusion if fusion is None else fusion,
            k=query.k if k is None else k,
            threshold=query.threshold if threshold is None else threshold,
        )
        found = self._merged(pool, query)
        return replace(found, ms=(time.perf_counter() - started) * 1e3)

    def compare(self, before: ResultList, after: ResultList) -> Movements:
        """Return what changed in the ranking between two lists, and in what was asked.

        Args:
            before: one list.
            after: another one: by another rule, other weights, another query.
        """
        return movements(before, after)

    def similar(
        self,
        item_or_image: int | str | Path | NDArray[np.uint8],
        k: int = 0,
        context: JobContext | None = None,
        *,
        encoder: str = "auto",
        filters: Sequence[Filter] = (),
    ) -> SearchResults:
        """Return the items most like an example, best first; never the example itself.

        Args:
            item_or_image: an item id, the path of an image, or RGB pixels, uint8 (H, W, 3).
            k: how many; 0 takes the settings'.
            context: reports and cancels.
            encoder: image encoder; "auto" takes the settings' choice, else the best with vectors.
            filters: hits must pass all.

        Raises:
            QueryError: there is no such item or file, or it cannot be compared.
            IndexMismatchError: the encoder asked for has no vectors here.
            MediaError: the file cannot be read.
        """
        example = Example.of(item_or_image)
        return self.run(Query.of(example=example, feature=encoder, k=k, filters=filters), context)

    def suggest(self, prefix: str, limit: int = 10) -> list[Suggestion]:
        """Return how a text may go on: facet values, concepts and titles, most items first.

        Args:
            prefix: what was typed; the beginning of any word of a value is enough.
            limit: how many at most.
        """
        prefix = prefix.strip()
        if not prefix or limit <= 0:
            return []
        values = self._vocabulary.suggest(prefix, limit)
        matches = self._library.catalogue.search_text(
            prefix, kinds=[TextKind.TITLE], limit=limit, typing=True
        )
        titles = self._library.catalogue.items([match.item for match in matches])
        named = [Suggestion(item.title, "title", 1) for item in titles if item.title]
        room = max(limit - len(named), limit // 2)
        unique = {one.text.casefold(): one for one in reversed([*values[:room], *named])}
        ordered = [one for one in [*values[:room], *named] if unique[one.text.casefold()] is one]
        return ordered[:limit]

    def suggest_concepts(self, prefix: str, limit: int = 12) -> list[Suggestion]:
        """Return the concepts and objects of the library that a name may become, most items first.

        Looks at what was read of the library before, so that it can follow every key.

        Args:
            prefix: what was typed; the beginning of any word is enough; "" gives the most frequent.
            limit: how many at most.
        """
        if limit <= 0:
            return []
        if not prefix.strip():
            found = self._vocabulary.concepts()[:limit]
            return [Suggestion(value.value, value.key, value.count) for value in found]
        return self._vocabulary.suggest(prefix, limit, CONCEPT_KEYS)

    def read(self, text: str) -> tuple[Part, ...]:
        """Return the parts that a text asks for, each to be edited on its own: the query read back.

        Args:
            text: as typed; the text itself comes first, then what was understood of it.
        """
        from app.services.search_reading import Known, read_parts

        catalogue, conditions = self._library.catalogue, self._conditions
        concepts = self._vocabulary.concepts()
        return read_parts(
            text,
            Known(
                [value.value for value in concepts if value.key == "object"],
                [value.value for value in concepts],
                conditions.place_names(),
                conditions.activity_names(),
                has_times=catalogue.count() > 0 and conditions.moments.has_times,
            ),
            date.today(),  # noqa: DTZ011 - the user's own today is meant
        )

    @cached_property
    def _conditions(self) -> "Conditions":
        from app.services.lifelog_moments import Conditions

        return Conditions(self._library)

    def prepare(self, context: JobContext) -> None:
        """Do once what searches would else leave out: learn what the names of concepts mean.

        To be run in the background after an import or when a library opens; safe to repeat, and
        at once done when nothing is new. Kept in the library where it can be written.

        Raises:
            JobCancelled: the user cancelled; what was made is kept.
        """
        self._parts.text.prepare(context)
        self._keep_scores(context)

    def _keep_scores(self, context: JobContext) -> None:
        """Read who has which concept, so that no search has to."""
        known = self._library.catalogue.facet_keys()
        for key in CONCEPT_KEYS:
            context.step(0)
            if key in known:
                self._library.catalogue.keep_scores(key)

    def unprepared(self) -> int:
        """Return how many names of concepts prepare() would learn now."""
        return self._parts.text.missing_names()

    def warm_up(self, context: JobContext) -> None:
        """Load what the first search by text would wait for; at once done in an empty library.

        Facet values, vectors and the networks that encode texts are read by searching once.

        Raises:
            JobCancelled: the user cancelled.
        """
        context.step(0, 2)
        if self._library.catalogue.count() == 0:
            return
        self._vocabulary.concepts()
        self._keep_scores(context)
        context.step(1, 2)
        self.run(Query.of(WARM_UP_TEXT, k=1), context)

    def read_filters(self, texts: Sequence[str]) -> tuple[Filter, ...]:
        """Return filters as a person writes them; see parse_filter.

        Raises:
            QueryError: one cannot be read, or no item has its key.
        """
        return parse_filters(texts, self.known_keys()) if texts else ()

    def known_keys(self) -> list[str]:
        """Return the facet keys that filters may name here."""
        return sorted(self._library.catalogue.facet_keys())

    def _allowed(self, query: Query) -> NDArray[np.int64] | None:
        """Return the items that may be found, ascending; None for all."""
        allowed = self._library.catalogue.items_with(query.filters) if query.filters else None
        if query.among is None:
            return allowed
        among = np.unique(np.array(query.among, np.int64))
        return among if allowed is None else np.intersect1d(allowed, among, assume_unique=True)

    def _asking(
        self, query: Query, allowed: NDArray[np.int64] | None, context: JobContext
    ) -> Asking:
        k = max(query.k or self._settings.search.results, 1)
        if len(query.stages) > 1:
            k = max(k, DEPTH)
        return Asking(self._library, self._models, self._settings, k, allowed, context)

    def _merged(self, pool: Pool, query: Query) -> SearchResults:
        """Return the lists of a pool as one list of hits."""
        k = query.k or self._settings.search.results
        stages = merge_stages(pool, query)
        scenes: list[FoundScene] = []
        if len(stages) > 1:
            hits, scenes, total, notes = find_sequences(self._library, stages, query, k)
        else:
            hits, total, notes = _cut(stages[0], query.threshold, k)
        return SearchResults(
            query.describe(),
            tuple(hits),
            total,
            notes=tuple(dict.fromkeys([*pool.notes, *notes])),
            asked=query,
            scenes=tuple(scenes),
            pool=replace(pool, query=query),
            parts=pool.reports,
            rule=rule_of(query, pool),
            evidence_of=evidence_of(pool.stages),
        )

    def _browse(self, query: Query, allowed: NDArray[np.int64] | None) -> SearchResults:
        """Return what passes the filters, best known first, then newest."""
        k = query.k or self._settings.search.results
        if allowed is None:
            return SearchResults("", notes=(SearchNote("nothing-asked"),), asked=query)
        table = self._library.catalogue.columns("id", "popularity")
        rows = np.flatnonzero(np.isin(table["id"], allowed))
        known = np.nan_to_num(np.asarray(table["popularity"], np.float64)[rows], nan=-1.0)
        order = rows[np.lexsort((-table["id"][rows], -known))]
        hits = [Hit(int(table["id"][row]), 1.0, why=HitReason("passes")) for row in order[:k]]
        return SearchResults(query.describe(), tuple(hits), len(rows), asked=query)

    def _ways_out(self, query: Query, found: SearchResults, context: JobContext) -> list[str]:
        """Return what to relax after an empty answer, with what it would bring."""
        notes: list[str] = []
        if self._library.catalogue.count() == 0:
            return [SearchNote("empty-library")]
        text = query.text()
        if query.filters and query.asks:
            plain = replace(query, filters=(), threshold=0.0)
            pool = gather(self._parts, plain, self._asking(plain, self._allowed(plain), context))
            without = len(merge_stages(pool, plain)[0].merged)
            shown = ", ".join(format_filter(one) for one in query.filters)
            notes.append(SearchNote("without-filters", filters=shown, count=without))
        elif query.filters:
            notes.append(SearchNote("filters-empty"))
        told = {note.id for note in found.notes if isinstance(note, SearchNote)}
        if told == {"stage-matches"}:  # each step is there, but not near the others
            notes.append(SearchNote("nothing-follows" if query.in_order else "nothing-together"))
        if any(
            isinstance(part.what, TextAsk) and part.what.mode not in {"auto", "fused"}
            for part in query.parts()
        ):
            notes.append(SearchNote("more-ways"))
        if text and not query.filters:
            near = self._vocabulary.near(text)
            if near:
                notes.append(SearchNote("did-you-mean", word=near))
            if len(query.stages) < 2:  # of steps it is told which one matches nothing
                notes.append(SearchNote("no-match"))
        return notes


def _cut(stage: MergedStage, threshold: float, k: int) -> tuple[list[Hit], int, list[str]]:
    """Return the k best hits above the threshold, how many there are, and notes."""
    merged = stage.merged
    total = int(np.count_nonzero(merged.scores >= threshold))
    notes: list[str] = []
    if total == 0 and len(merged):
        best = float(merged.scores.max())
        notes.append(SearchNote("below", count=len(merged), threshold=threshold, best=best))
    return stage.hits(merged.top(min(total, k))[0]), total, notes
