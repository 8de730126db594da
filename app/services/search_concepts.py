"""Facets and concepts that a text names: by word, by kind, by meaning."""

import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.search_names import SENTENCES, NameVectors, TextEncoder
from app.services.search_vocabulary import CONCEPT_KEYS, Value, Vocabulary
from app.services.search_words import content_words, kinds_of, singular, words_of
from common.notes import joined
from common.reasons import HitReason
from indexers.rankings import Scored, logistic
from indexers.rankings.fusion import best_rows

if TYPE_CHECKING:
    from app.services.library import Library

MAX_VALUES = 200  # concepts that one text may mean
MEANING_MIDDLE, MEANING_WIDTH = 0.5, 0.06  # cosine of two names of about the same thing
LEAST_MATCH = 0.25
FEW_NAMES = 8  # names that are encoded while a person waits
WORD, HEAD, INSIDE, KIND = 1.0, 0.9, 0.75, 0.85
Ids = NDArray[np.int64]
Floats = NDArray[np.float64]
Reasons = tuple[Scored, Callable[[int], str]]


def facet_scores(library: "Library", vocabulary: Vocabulary, text: str) -> Reasons:
    """Return the items whose facets text names: a colour, a year, a genre, a person.

    An item scores by how many of the words that carry meaning its facets cover.
    """
    named = [
        (value, phrase)
        for value, phrase in vocabulary.named_in(text)
        if value.key not in CONCEPT_KEYS
    ]
    words = max(1, len(content_words(text)))
    total: dict[str, Scored] = {}
    shown: list[tuple[str, Scored]] = []
    for phrase in dict.fromkeys(phrase for _, phrase in named):
        share = min(1.0, len(content_words(phrase) or [phrase]) / words)
        parts = [_holders(library, value, share, shown) for value, p in named if p == phrase]
        items = np.concatenate([part.items for part in parts])
        total[phrase] = Scored.of(items, np.concatenate([part.scores for part in parts]))
    if not total:
        return Scored.empty(), lambda _item: ""
    items = np.unique(np.concatenate([part.items for part in total.values()]))
    scores = np.sum([part.at(items) for part in total.values()], axis=0)
    return (
        Scored(items, np.minimum(1.0, scores)),
        lambda item: joined(dict.fromkeys(why for why, part in shown if part.one(item)), ", "),
    )


def _holders(
    library: "Library", value: Value, share: float, shown: list[tuple[str, Scored]]
) -> Scored:
    """Return who has a value, and note it for display."""
    items, _, scores = library.catalogue.facet_scores(value.key, [value.value])
    # A colour that fills a tenth of a picture is there; one that fills half is there all the more.
    scored = Scored.of(items, share * (0.5 + 0.5 * np.clip(scores, 0.0, 1.0)))
    shown.append((HitReason("value", key=value.key, value=value.value), scored))
    return scored


class Concepts:
    """What networks named in pictures, found by a text.

    Args:
        library: the open library.
        vocabulary: its facet values.
        texts: sentence vectors.
    """

    def __init__(self, library: "Library", vocabulary: Vocabulary, texts: TextEncoder) -> None:
        self._library = library
        self._vocabulary = vocabulary
        self._texts = texts
        self.names = NameVectors(library, vocabulary, texts)
        self._lock = threading.Lock()
        self._indexed: list[Value] | None = None
        self._index: dict[str, list[Value]] = {}

    def score(self, text: str) -> Reasons:
        """Return the items in which something was named that text means."""
        matches = self.matches(text)
        named: list[tuple[str, str]] = []
        parts: list[tuple[Ids, Ids, Floats, Floats]] = []
        for key in CONCEPT_KEYS:
            values = [name for (of_key, name) in matches if of_key == key]
            if not values:
                continue
            items, places, sure = self._library.catalogue.facet_scores(key, values)
            fit = np.array([matches[key, name] for name in values])[places]
            # A network is often right with a low score: its first choice of many has 0.2.
            scores = fit * np.clip(0.35 + 0.65 * np.sqrt(np.clip(sure, 0.0, 1.0)), 0.0, 1.0)
            parts.append((items, places + len(named), scores, sure))
            named += [(key, name) for name in values]
        if not parts:
            return Scored.empty(), lambda _item: ""
        items, places, scores, sure = (
            np.concatenate(column) for column in zip(*parts, strict=True)
        )
        best = best_rows(items, scores)
        scored = Scored(items[best], scores[best])

        def reason(item: int) -> str:
            row = int(np.searchsorted(scored.items, item))
            if row >= len(scored) or scored.items[row] != item:
                return ""
            key, value = named[places[best[row]]]
            return HitReason("facet", key=key, value=value, score=float(sure[best[row]]))

        return scored, reason

    def matches(self, text: str) -> dict[tuple[str, str], float]:
        """Return (key, value) -> how well its name fits the text, 0-1, the best ones."""
        fits = self.by_words(text)
        for (key, name), fit in self._by_meaning(text, self._vocabulary.concepts()).items():
            fits[key, name] = max(fit, fits.get((key, name), 0.0))
        best = sorted(fits, key=lambda pair: (-fits[pair], pair))[:MAX_VALUES]
        return {pair: fits[pair] for pair in best}

    def by_words(self, text: str) -> dict[tuple[str, str], float]:
        """Return (key, value) -> how well a word of text or its kind fits the name, 0-1."""
        words = content_words(text)
        fits: dict[tuple[str, str], float] = {}
        for value in self._with_words({*words, *(k for word in words for k in kinds_of(word))}):
            fit = max(_word_fit(word, value.value) for word in words)
            if fit:
                fits[value.key, value.value] = fit
        return fits

    def _with_words(self, phrases: Iterable[str]) -> list[Value]:
        """Return the concepts in whose names the first word of any of some phrases stands."""
        values = self._vocabulary.concepts()
        with self._lock:
            if self._indexed is not values:
                index: dict[str, list[Value]] = {}
                for value in values:
                    for word in {singular(part) for part in words_of(value.value)}:
                        index.setdefault(word, []).append(value)
                self._indexed, self._index = values, index
            index = self._index
        firsts = {phrase.split()[0] for phrase in phrases if phrase.strip()}
        return list(dict.fromkeys(value for word in firsts for value in index.get(word, [])))

    def _by_meaning(self, text: str, values: list[Value]) -> dict[tuple[str, str], float]:
        """Return the values whose names mean about the same as text.

        Only a few names are encoded while a person waits; SearchService.prepare does the rest.
        """
        missing = self.names.missing()
        if missing and len(missing) <= FEW_NAMES:
            self.names.encode(missing)
        kept = self.names.known
        pairs = [(value.key, value.value) for value in values if value.value in kept]
        query = self._texts.encode_all(SENTENCES, [f"a photo of {text}"]) if pairs else None
        if query is None:
            return {}
        names = np.stack([kept[name] for _, name in pairs])
        fits = logistic(names @ query[0], MEANING_MIDDLE, MEANING_WIDTH)
        return {
            pair: KIND * float(fit)
            for pair, fit in zip(pairs, fits, strict=True)
            if fit >= LEAST_MATCH
        }


def _word_fit(word: str, name: str) -> float:
    """Return how well one word of a query fits the name of a concept, 0-1."""
    words = [singular(part) for part in words_of(name)]
    if words == [word]:
        return WORD
    if words and words[-1] == word:
        return HEAD
    if word in words:
        return INSIDE
    phrase = f" {' '.join(words)} "
    return KIND if any(f" {kind} " in phrase for kind in kinds_of(word)) else 0.0
