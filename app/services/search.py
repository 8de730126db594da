"""Searches by text, by example and by sequence."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.filters import check_filters, format_filter, parse_filters
from app.services.query import Example, Query
from app.services.search_scoring import Answer, Scorer
from app.services.search_sequences import find_sequences
from app.services.search_vocabulary import Suggestion, Vocabulary
from app.services.similarity import EngineOwner, example_vector, pick_encoder
from common.jobs import JobContext
from common.settings import Settings
from common.values import Hit, ResultList, TextKind
from indexers.catalogue.records import Filter

if TYPE_CHECKING:
    from app.services.library import Library

__all__ = ["SearchService", "Suggestion"]

WARM_UP_TEXT = "sea"  # any word that means something


@dataclass(frozen=True, slots=True)
class _Found:
    """What one query found, before it is cut."""

    answer: Answer
    items: NDArray[np.int64]  # best first
    scores: NDArray[np.float64]


class SearchService:
    """Ranks the items of a library against a query.

    Args:
        library: the open library.
        models: makes the engine when a query first needs a network.
        settings: the user's settings: length of a list, fusion weight, image encoder.
    """

    def __init__(self, library: "Library", models: EngineOwner, settings: Settings) -> None:
        self._library = library
        self._models = models
        self._settings = settings
        self._vocabulary = Vocabulary(library)
        self._scorer = Scorer(library, models, settings, self._vocabulary)

    def run(self, query: Query, context: JobContext | None = None) -> ResultList:
        """Return what matches a query, best first, each hit with its score parts and a reason.

        Parts that a missing network would add are named in the notes. An empty list says why and
        what to relax.

        Args:
            query: what is asked.
            context: reports and cancels.

        Raises:
            QueryError: a filter's key is unknown, an example cannot be compared, or the mode needs
                a network that is not there.
            IndexMismatchError: the encoder asked for has no vectors here.
            MediaError: the example's file cannot be read.
        """
        started = time.perf_counter()
        context = context or JobContext()
        if query.filters:
            check_filters(query.filters, self.known_keys())
        k = query.k or self._settings.search.results
        allowed = self._library.catalogue.items_with(query.filters) if query.filters else None
        context.step(0, 2, "Searching")
        if query.then:
            hits, total, notes = find_sequences(self._library, self._scorer, query, k, allowed)
        elif query.text.strip() or query.example is not None:
            found = self._find(query, k, allowed)
            hits, total, notes = self._cut(found, query.threshold, k)
        else:
            hits, total, notes = self._browse(allowed, k)
        context.step(1, 2, "Explaining")
        if not hits:
            notes += self._ways_out(query, k)
        context.step(2, 2)
        ms = (time.perf_counter() - started) * 1e3
        return ResultList(query.describe(), tuple(hits), total, ms, tuple(dict.fromkeys(notes)))

    def similar(
        self,
        item_or_image: int | str | Path | NDArray[np.uint8],
        k: int = 0,
        context: JobContext | None = None,
        *,
        encoder: str = "auto",
        filters: Sequence[Filter] = (),
    ) -> ResultList:
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
        return self.run(
            Query(example=example, k=k, encoder=encoder, filters=tuple(filters)), context
        )

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

    def prepare(self, context: JobContext) -> None:
        """Do once what searches would else leave out: learn what the names of concepts mean.

        To be run in the background after an import or when a library opens; safe to repeat, and
        at once done when nothing is new. Kept in the library where it can be written.

        Raises:
            JobCancelled: the user cancelled; what was made is kept.
        """
        self._scorer.prepare(context)

    def unprepared(self) -> int:
        """Return how many names of concepts prepare() would learn now."""
        return self._scorer.missing_names()

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
        context.step(1, 2)
        self.run(Query(WARM_UP_TEXT, k=1), context)

    def read_filters(self, texts: Sequence[str]) -> tuple[Filter, ...]:
        """Return filters as a person writes them; see parse_filter.

        Raises:
            QueryError: one cannot be read, or no item has its key.
        """
        return parse_filters(texts, self.known_keys()) if texts else ()

    def known_keys(self) -> list[str]:
        """Return the facet keys that filters may name here."""
        return sorted(self._library.catalogue.facet_keys())

    def _find(self, query: Query, k: int, allowed: NDArray[np.int64] | None) -> _Found:
        """Score a query without sequence."""
        weights = self._scorer.weights(query)
        answer = self._scorer.text_answer(query.text, query.mode, k, allowed)
        if query.example is not None:
            wanted = query.encoder
            if wanted == "auto":
                wanted = self._settings.models.image_encoder
            encoder = pick_encoder(self._library, wanted)
            vector = example_vector(self._library, self._models, query.example, encoder)
            answer.add_example(
                self._library.vectors(encoder), encoder, vector, query.example, k, allowed
            )
        items, scores = answer.fused(query.mode, weights).ranked()
        return _Found(answer, items, scores)

    def _cut(self, found: _Found, threshold: float, k: int) -> tuple[list[Hit], int, list[str]]:
        """Return the k best hits above the threshold, how many there are, and notes."""
        notes = list(found.answer.notes)
        total = int(np.count_nonzero(found.scores >= threshold))
        if total == 0 and len(found.items):
            notes.append(
                f"{len(found.items)} items match below the threshold {threshold:g}; "
                f"the best has {found.scores[0]:.2f}."
            )
        count = min(total, k)
        hits = found.answer.hits(found.items[:count], found.scores[:count])
        return hits, total, notes

    def _browse(
        self, allowed: NDArray[np.int64] | None, k: int
    ) -> tuple[list[Hit], int, list[str]]:
        """Return what passes the filters, best known first, then newest."""
        if allowed is None:
            return [], 0, ["Nothing was asked: type a word, give an example or set a filter."]
        table = self._library.catalogue.columns("id", "popularity")
        rows = np.flatnonzero(np.isin(table["id"], allowed))
        known = np.nan_to_num(np.asarray(table["popularity"], np.float64)[rows], nan=-1.0)
        order = rows[np.lexsort((-table["id"][rows], -known))]
        hits = [Hit(int(table["id"][row]), 1.0, why="passes the filters") for row in order[:k]]
        return hits, len(rows), []

    def _ways_out(self, query: Query, k: int) -> list[str]:
        """Return what to relax after an empty answer, with what it would bring."""
        plain = Query(
            query.text, query.mode, query.example, k=k, weights=query.weights, encoder=query.encoder
        )
        notes = []
        if self._library.catalogue.count() == 0:
            return ["The library is empty: import something first."]
        if query.filters and (query.text.strip() or query.example is not None):
            without = len(self._find(plain, k, None).items)
            shown = ", ".join(format_filter(one) for one in query.filters)
            notes.append(f"Without the filter {shown} there are {without} matches.")
        elif query.filters:
            notes.append("No item passes all filters: take one away.")
        if query.then:
            notes.append("Nothing follows in time: allow more seconds, or search the parts alone.")
        if query.mode not in {"auto", "fused"}:
            notes.append("Mode “auto” searches in more ways.")
        if query.text.strip() and not query.filters:
            near = self._vocabulary.near(query.text)
            if near:
                notes.append(f"Did you mean “{near}”?")
            notes.append("Nothing matches these words: use fewer or more general ones.")
        return notes
