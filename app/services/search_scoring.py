"""Scores items against free text in every way there is, and says why."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.query_parts import Mode, TextAsk
from app.services.search_concept_parts import boxes_of
from app.services.search_concepts import KIND, Concepts, facet_scores
from app.services.search_matches import of_matches
from app.services.search_names import SENTENCES, NameVectors
from app.services.search_text_vectors import TextVectors
from app.services.search_types import Asking, Evidence, PartAnswer, Reason, SearchNote
from app.services.search_vocabulary import Vocabulary
from app.services.search_witness import Witnesses
from app.services.search_words import (
    excluded_words,
    plain_text,
    searchable_text,
    told_text,
    with_minus,
)
from app.services.similarity import image_vectors
from common.errors import ModelError, QueryError
from common.jobs import JobContext
from common.notes import joined
from common.reasons import HitReason
from indexers.rankings import Background, Scored, logistic, reciprocal_rank, weighted_sum

if TYPE_CHECKING:
    from app.services.library import Library

logger = logging.getLogger(__name__)

WEIGHTS = {"text": 1.0, "facet": 1.0, "concept": 0.8, "sentence": 0.7, "embedding": 0.8}
# In the space of sentences a cosine below 0.28 says nothing, however rare it is: a word that means
# nothing lies a little nearer to some items than to others too.
SENTENCE_SPACES = ("minilm", "conse")
BY_NETWORK = ("sentence", "embedding")
LEAST_SURE = 0.3  # a vector less sure than this is no match
CANDIDATES = 1000
NAMES_STEP = 16  # names of concepts learned at a time: a search waits for them at most
MOST_EXCLUDED = 1_000_000
LEAST_HELD = 0.2  # a network that is less sure of a thing does not say that it is there
ALLOWED_TEXTS = 20_000  # texts looked at where only some items are allowed
MODE_PARTS: Mapping[Mode, tuple[str, ...]] = {
    "auto": ("text", "facet", "concept", "sentence", "embedding"),
    "fused": ("text", "facet", "concept", "sentence", "embedding"),
    "text": ("text", "facet"),
    "concept": ("concept",),
    "embedding": ("sentence", "embedding"),
}


class _Lists:
    """The lists of the ways of one text, while they are made."""

    def __init__(self) -> None:
        self.lists: dict[str, Scored] = {}
        self.reasons: dict[str, Reason] = {}
        self.starts: dict[int, float] = {}
        self.notes: list[str] = []
        self.explain: Callable[[int], tuple[tuple[str, float], ...]] = lambda _item: ()

    def add(self, name: str, scored: Scored, reason: Reason) -> None:
        """Add a list; one that found nothing is left out."""
        if len(scored):
            self.lists[name] = scored
            self.reasons[name] = reason


class TextScorer:
    """Scores the items of a library against free text.

    Args:
        library: the open library.
        vocabulary: facet values of the library.
        texts: vectors of texts.
    """

    def __init__(self, library: "Library", vocabulary: Vocabulary, texts: TextVectors) -> None:
        self._library = library
        self._vocabulary = vocabulary
        self._texts = texts
        self.concepts = Concepts(library, vocabulary, texts)
        self.witnesses = Witnesses(library, vocabulary, texts)
        self._samples: dict[str, tuple[int, NDArray[np.float32]]] = {}

    def prepare(self, context: JobContext) -> None:
        """Make the vectors of concept names that are missing; see SearchService.prepare."""
        for vectors in self._to_prepare():
            names = vectors.missing()
            try:
                for start in range(0, len(names), NAMES_STEP):
                    context.step(start, len(names), "Learning what concepts mean")
                    if not vectors.encode(names[start : start + NAMES_STEP], keep=False):
                        break
            finally:
                if names:
                    vectors.keep()
            context.step(len(names), len(names))

    def missing_names(self) -> int:
        """Return how many names of concepts prepare() would learn."""
        return sum(len(vectors.missing()) for vectors in self._to_prepare())

    def _to_prepare(self) -> list[NameVectors]:
        """Return the names of concepts in each space that searches compare them in."""
        spaces = [self.concepts.names] if self._texts.knows(SENTENCES) else []
        pair = self.joint()
        if pair is not None and self._texts.knows(pair[1]):
            spaces.append(self.witnesses.names(pair[1]))
        return spaces

    def answer(self, ask: TextAsk, asking: Asking) -> PartAnswer:
        """Return what each way of a mode says of a text.

        The fusion takes the ways as lists of their own: `subs` weighed by `shares`.

        Args:
            ask: the text, the ways, and the balance between concepts and vectors.
            asking: among which items, how many.

        Raises:
            QueryError: nothing was typed, or the mode needs a network that is not there.
        """
        if not ask.text.strip():
            raise QueryError("A text of the query is empty.", hint="Type a word, or take it away.")
        ask = replace(ask, text=with_minus(ask.text))
        excluded = self._excluded(ask.text)
        if not told_text(ask.text):
            return PartAnswer(Scored.empty(), excluded=excluded, is_negative=True)
        found = _Lists()
        wanted = MODE_PARTS[ask.mode]
        if "text" in wanted:
            self._by_words(found, ask.text, asking)
        if "facet" in wanted:
            scored, reason = facet_scores(self._library, self._vocabulary, ask.text)
            found.add("facet", only(scored, asking.allowed), reason)
        plain = plain_text(ask.text)
        if "concept" in wanted and plain:
            scored, reason = self.concepts.score(plain)
            found.add("concept", only(scored, asking.allowed), reason)
        if "sentence" in wanted and plain:
            self._by_networks(found, plain, ask.mode, asking)
        shares = shares_of(found.lists, ask, asking)
        merge = reciprocal_rank if ask.mode == "fused" else weighted_sum
        return PartAnswer(
            merge(found.lists, shares),
            _best_reason(found),
            found.starts,
            lambda item: self._evidence(plain, found, item),
            tuple(found.notes),
            found.lists,
            excluded,
            shares,
            found.reasons,
        )

    def _excluded(self, text: str) -> NDArray[np.int64]:
        """Return the items that hold a word that a text excludes, ascending."""
        out = [self.holders(word) for word in excluded_words(text)]
        return np.unique(np.concatenate([np.empty(0, np.int64), *out]))

    def holders(self, word: str) -> NDArray[np.int64]:
        """Return the items in whose texts, facets or concepts a word or phrase is, ascending."""
        found = self._library.catalogue.search_text(f'"{word}"', limit=MOST_EXCLUDED)
        items = [np.array([match.item for match in found], np.int64)]
        named = {(value.key, value.value) for value, _ in self._vocabulary.named_in(word)}
        named |= {pair for pair, fit in self.concepts.by_words(word).items() if fit >= KIND}
        for key in sorted({key for key, _ in named}):
            values = sorted(value for of_key, value in named if of_key == key)
            holding, _, sure = self._library.catalogue.facet_scores(key, values)
            items.append(holding[sure >= LEAST_HELD])
        return np.unique(np.concatenate(items))

    def _by_words(self, found: _Lists, text: str, asking: Asking) -> None:
        """Add full text matches; a match of some words counts half."""
        limit = asking.k if asking.allowed is None else max(asking.k, ALLOWED_TEXTS)
        matches = self._library.catalogue.search_text(searchable_text(text), limit=limit)
        scored, reason, starts = of_matches(matches, asking.allowed)
        found.add("text", scored, reason)
        found.starts.update(starts)

    def _by_networks(self, found: _Lists, text: str, mode: Mode, asking: Asking) -> None:
        """Add sentence vectors and vectors of networks that know words and pictures."""
        counts = self._library.encoders()
        asked = False
        if counts.get(SENTENCES) and (vector := self._texts.encode(SENTENCES, text)) is not None:
            asked = True
            near = self.near(SENTENCES, vector, asking)
            found.add("sentence", near[0], lambda item: _meaning("texts-mean", near, item))
        elif not self._texts.knows(SENTENCES):
            found.notes.append(SearchNote("by-meaning"))
        pair = self.joint()
        if pair is not None and (vector := self._texts.encode(pair[1], text)) is not None:
            asked = True
            seen = self.near(pair[0], vector, asking)
            found.add(
                "embedding", seen[0], lambda item: _meaning("sees", seen, item, network=pair[0])
            )
            found.explain = lambda item: self.witnesses.of(item, *pair, vector)
        elif pair is None and image_vectors(self._library):
            found.notes.append(SearchNote("by-looks"))
        if mode == "embedding" and not asked:
            raise QueryError(
                "No network here turns words into vectors, or nothing was indexed with one.",
                hint="Add a model (see “models list”) and import again, or use the mode “auto”.",
            )

    def joint(self) -> tuple[str, str] | None:
        """Return the image encoder with vectors whose text encoder can run, and that one."""
        with_vectors = image_vectors(self._library)
        try:
            pairs = {e.name: e.text for e in self._texts.models.engine.image_encoders() if e.text}
        except ModelError as error:
            logger.info("no image encoders: %s", error)
            return None
        return next(((name, pairs[name]) for name in with_vectors if name in pairs), None)

    def near(
        self, encoder: str, vector: NDArray[np.float32], asking: Asking
    ) -> tuple[Scored, Scored]:
        """Return (how sure, cosine) of the items near a vector that are sure enough."""
        collection = self._library.vectors(encoder)
        if collection.dim and collection.dim != len(vector):
            # Made by another network of that name: the next import makes them anew.
            logger.warning("the vectors of %s have another length than its queries", encoder)
            return Scored.empty(), Scored.empty()
        kept = self._samples.get(encoder)
        if kept is None or kept[0] != len(collection):
            kept = (len(collection), collection.sample(2 * CANDIDATES))
            self._samples[encoder] = kept
        depth = max(asking.k, CANDIDATES)
        found, near = collection.search(vector[None], depth, allowed=asking.allowed)
        cosines, items = found[0][near[0] >= 0], near[0][near[0] >= 0]
        sure = Background.of(kept[1], vector).calibrate(cosines)
        if encoder in SENTENCE_SPACES:
            sure *= logistic(cosines.astype(np.float64), 0.28, 0.03)
        inside = sure >= LEAST_SURE
        return (
            Scored.of(items[inside], sure[inside]),
            Scored.of(items[inside], cosines[inside].astype(np.float64)),
        )

    def _evidence(self, text: str, found: _Lists, item: int) -> Evidence:
        """Return what matched in an item, and the concepts that explain its embedding."""
        held = {name for name, part in found.lists.items() if part.one(item)}
        texts = [found.reasons[name](item) for name in ("text", "facet", "concept") if name in held]
        labels = [name for _, name in self.concepts.matches(text)] if "concept" in held else []
        return Evidence(
            boxes_of(self._library, item, labels) if labels else (),
            tuple(filter(None, texts)),
            found.explain(item) if "embedding" in held else (),
        )


def shares_of(lists: Mapping[str, Scored], ask: TextAsk, asking: Asking) -> dict[str, float]:
    """Return what share of its part each way of a text has; they add up to 1.

    The balance between concepts and vectors moves weight as the setting *Fusion weight* does.
    """
    balance = asking.settings.search.fusion if ask.balance is None else ask.balance
    weights = {}
    for name in lists:
        share = balance if name in BY_NETWORK else 1.0 - balance
        weights[name] = asking.weights.get(name, WEIGHTS[name] * min(1.0, 2.0 * share))
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()} if total > 0 else weights


def only(scored: Scored, allowed: NDArray[np.int64] | None) -> Scored:
    """Return the part of a list that is allowed."""
    return scored if allowed is None else scored.only(allowed)


def _best_reason(found: _Lists) -> Reason:
    """Return what gives the reasons of the two ways that are surest of an item."""

    def reason(item: int) -> str:
        scores = {name: part.one(item) for name, part in found.lists.items()}
        best = sorted((name for name in scores if scores[name]), key=lambda name: -scores[name])
        return joined(found.reasons[name](item) for name in best[:2])

    return reason


def _meaning(what: str, found: tuple[Scored, Scored], item: int, **named: str) -> str:
    return HitReason(what, score=found[1].one(item), **named)
