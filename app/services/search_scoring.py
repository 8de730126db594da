"""Scores items against a text in every way there is, and says why."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services.query import Example, Mode, Query
from app.services.search_concepts import Concepts, facet_scores
from app.services.search_vocabulary import Vocabulary
from app.services.search_words import excluded_words, plain_text, searchable_text
from app.services.similarity import EngineOwner, image_vectors
from common.errors import ModelError, QueryError
from common.jobs import JobContext
from common.settings import Settings
from common.values import Hit
from indexers.catalogue.records import TextMatch
from indexers.rankings import Background, Scored, logistic, reciprocal_rank, weighted_sum

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.vectors import VectorCollection

logger = logging.getLogger(__name__)

SENTENCES = "minilm"
WEIGHTS = {"text": 1.0, "facet": 1.0, "concept": 0.8, "sentence": 0.7, "embedding": 0.8}
# In the space of sentences a cosine below 0.28 says nothing, however rare it is: a word that means
# nothing lies a little nearer to some items than to others too.
SENTENCE_SPACES = ("minilm", "conse")
BY_NETWORK = ("sentence", "embedding", "example")
LEAST_SURE = 0.3  # a vector less sure than this is no match
CANDIDATES = 1000
NAMES_STEP = 16  # names of concepts learned at a time: a search waits for them at most
MODE_PARTS: Mapping[Mode, tuple[str, ...]] = {
    "auto": ("text", "facet", "concept", "sentence", "embedding"),
    "fused": ("text", "facet", "concept", "sentence", "embedding"),
    "text": ("text", "facet"),
    "concept": ("concept",),
    "embedding": ("sentence", "embedding"),
}
BY_MEANING = (
    "Searched names, texts and facets as written; the sentence model “minilm” would search by "
    "meaning: see “models list”."
)
BY_LOOKS = (
    "No network here knows both words and pictures, so pictures are found by what was named in "
    "them; a CLIP or ConSE model would search their looks: see “models list”."
)
Reason = Callable[[int], str]


@dataclass(slots=True)
class Answer:
    """What the parts of a search say.

    Args:
        parts: scores 0-1 by part name.
        reasons: by part name, makes the reason of an item of that part.
        starts: where in a video a text matched, seconds.
        notes: what the user should know.
    """

    parts: dict[str, Scored] = field(default_factory=dict)
    reasons: dict[str, Reason] = field(default_factory=dict)
    starts: dict[int, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    raw: dict[str, Scored] = field(default_factory=dict)

    def add(self, name: str, scored: Scored, reason: Reason) -> None:
        """Add a part; one that found nothing is left out."""
        if len(scored):
            self.parts[name] = scored
            self.reasons[name] = reason

    def add_example(
        self,
        vectors: "VectorCollection",
        encoder: str,
        vector: NDArray[np.float32],
        example: Example,
        k: int,
        allowed: NDArray[np.int64] | None,
    ) -> None:
        """Add what looks like an example; an item is never like itself.

        Alone, cosines are the scores as they are; beside other parts they are calibrated.
        """
        more = 1 if example.item is not None else 0
        scores, items = (
            part[0] for part in vectors.search(vector[None], max(k, 1) + more, allowed=allowed)
        )
        kept = (items >= 0) & (items != (example.item if more else -1))
        items, scores = items[kept], scores[kept]
        cosines = Scored.of(items, np.clip(scores.astype(np.float64), 0.0, 1.0))
        if self.parts:
            sure = Background.of(vectors.sample(CANDIDATES), vector).calibrate(scores)
            self.parts["example"] = Scored.of(items, sure)
        else:
            self.parts["example"] = cosines
        self.raw["example"] = cosines
        shown = example.describe()
        self.reasons["example"] = lambda item: (
            f"looks like {shown} ({encoder} {cosines.at(np.array([item]))[0]:.2f})"
        )

    def fused(self, mode: Mode, weights: Mapping[str, float]) -> Scored:
        """Return all parts as one list: by rank in mode "fused", by score otherwise."""
        if mode == "fused":
            return reciprocal_rank(self.parts, weights)
        return weighted_sum(self.parts, weights)

    def drop(self, items: NDArray[np.int64]) -> None:
        """Leave items out of all parts."""
        for name, part in list(self.parts.items()):
            kept = ~np.isin(part.items, items)
            self.parts[name] = Scored(part.items[kept], part.scores[kept])

    def hits(self, items: NDArray[np.int64], scores: NDArray[np.float64]) -> list[Hit]:
        """Return hits with their parts and the reason of the strongest part, then the next."""
        columns = {name: part.at(items) for name, part in self.parts.items()}
        found = []
        for row, item in enumerate(items.tolist()):
            parts = {name: float(column[row]) for name, column in columns.items() if column[row]}
            strongest = sorted(parts, key=lambda name: -parts[name])[:2]
            why = "; ".join(filter(None, (self.reasons[name](item) for name in strongest)))
            start = self.starts.get(item)
            found.append(Hit(item, float(scores[row]), parts, start, why))
        return found


class Scorer:
    """Scores the items of a library against texts.

    Args:
        library: the open library.
        models: makes the engine when a network is first needed.
        settings: the user's settings.
        vocabulary: facet values of the library.
    """

    def __init__(
        self, library: "Library", models: EngineOwner, settings: Settings, vocabulary: Vocabulary
    ) -> None:
        self._library = library
        self._models = models
        self._settings = settings
        self._vocabulary = vocabulary
        self._texts = TextVectors(models)
        self._concepts = Concepts(library, vocabulary, self._texts)
        self._samples: dict[str, tuple[int, NDArray[np.float32]]] = {}

    def prepare(self, context: JobContext) -> None:
        """Make the vectors of concept names that are missing; see SearchService.prepare."""
        names = self._concepts.missing_names()
        try:
            for start in range(0, len(names), NAMES_STEP):
                context.step(start, len(names), "Learning what concepts mean")
                if not self._concepts.encode_names(names[start : start + NAMES_STEP], keep=False):
                    return
        finally:
            if names:
                self._concepts.keep_names()
        context.step(len(names), len(names))

    def missing_names(self) -> int:
        """Return how many names of concepts prepare() would learn."""
        return len(self._concepts.missing_names()) if self._texts.knows(SENTENCES) else 0

    def weights(self, query: Query) -> dict[str, float]:
        """Return the weight of each part: the query's own, else by the settings' fusion weight."""
        fusion = self._settings.search.fusion
        weights = {}
        for name in (*WEIGHTS, "example"):
            share = fusion if name in BY_NETWORK else 1.0 - fusion
            weights[name] = WEIGHTS.get(name, 1.0) * min(1.0, 2.0 * share)
        return {**weights, **query.weights}

    def text_answer(
        self, text: str, mode: Mode, k: int, allowed: NDArray[np.int64] | None
    ) -> Answer:
        """Return what each part of a mode says of a text.

        Args:
            text: as typed.
            mode: which parts.
            k: at least this many candidates a part.
            allowed: only these items, ascending; None for all.

        Raises:
            QueryError: the mode needs a network that is not there.
        """
        answer = Answer()
        if not text.strip():
            return answer
        wanted = MODE_PARTS[mode]
        depth = max(k, CANDIDATES)
        if "text" in wanted:
            self._by_words(answer, text, k, allowed)
        if "facet" in wanted:
            scored, reason = facet_scores(self._library, self._vocabulary, text)
            answer.add("facet", _only(scored, allowed), reason)
        plain = plain_text(text)
        if "concept" in wanted and plain:
            scored, reason = self._concepts.score(plain)
            answer.add("concept", _only(scored, allowed), reason)
        if "sentence" in wanted and plain:
            self._by_networks(answer, plain, mode, depth, allowed)
        for word in excluded_words(text):
            out = self._library.catalogue.search_text(f'"{word}"', limit=depth * 10)
            answer.drop(np.array([match.item for match in out], np.int64))
        return answer

    def _by_words(
        self, answer: Answer, text: str, k: int, allowed: NDArray[np.int64] | None
    ) -> None:
        """Add full text matches; a match of some words counts half."""
        limit = k if allowed is None else max(k, 20_000)
        matches = self._library.catalogue.search_text(searchable_text(text), limit=limit)
        if not matches:
            return
        best = max(match.score for match in matches)
        scores = [
            (0.4 + 0.6 * match.score / best) * (1.0 if match.all_words else 0.5)
            for match in matches
        ]
        items = np.array([match.item for match in matches], np.int64)
        by_item: dict[int, TextMatch] = {match.item: match for match in matches}
        scored = _only(Scored.of(items, np.array(scores)), allowed)
        answer.add("text", scored, lambda item: _snippet(by_item[item]))
        inside = set(scored.items.tolist())
        answer.starts.update(
            (match.item, match.start_s)
            for match in matches
            if match.start_s is not None and match.item in inside
        )

    def _by_networks(
        self,
        answer: Answer,
        text: str,
        mode: Mode,
        depth: int,
        allowed: NDArray[np.int64] | None,
    ) -> None:
        """Add sentence vectors and vectors of networks that know words and pictures."""
        counts = self._library.encoders()
        asked = False
        if counts.get(SENTENCES) and (vector := self._texts.encode(SENTENCES, text)) is not None:
            asked = True
            found = self._near(SENTENCES, vector, depth, allowed)
            answer.add("sentence", found[0], lambda item: _meaning("texts mean", found, item))
        elif not self._texts.knows(SENTENCES):
            answer.notes.append(BY_MEANING)
        pair = self._joint()
        if pair is not None and (vector := self._texts.encode(pair[1], text)) is not None:
            asked = True
            seen = self._near(pair[0], vector, depth, allowed)
            answer.add("embedding", seen[0], lambda item: _meaning(f"{pair[0]} sees", seen, item))
        elif pair is None and image_vectors(self._library):
            answer.notes.append(BY_LOOKS)
        if mode == "embedding" and not asked:
            raise QueryError(
                "No network here turns words into vectors, or nothing was indexed with one.",
                hint="Add a model (see “models list”) and import again, or use the mode “auto”.",
            )

    def _joint(self) -> tuple[str, str] | None:
        """Return the image encoder with vectors whose text encoder can run, and that one."""
        with_vectors = image_vectors(self._library)
        try:
            pairs = {e.name: e.text for e in self._models.engine.image_encoders() if e.text}
        except ModelError as error:
            logger.info("no image encoders: %s", error)
            return None
        return next(((name, pairs[name]) for name in with_vectors if name in pairs), None)

    def _near(
        self,
        encoder: str,
        vector: NDArray[np.float32],
        depth: int,
        allowed: NDArray[np.int64] | None,
    ) -> tuple[Scored, Scored]:
        """Return (how sure, cosine) of the items near a vector that are sure enough."""
        collection = self._library.vectors(encoder)
        if collection.dim and collection.dim != len(vector):
            # Made by another network of that name: the next import makes them anew.
            logger.warning("the vectors of %s have another length than its queries", encoder)
            return Scored.of(np.empty(0, np.int64), np.empty(0)), Scored.of(
                np.empty(0, np.int64), np.empty(0)
            )
        kept = self._samples.get(encoder)
        if kept is None or kept[0] != len(collection):
            kept = (len(collection), collection.sample(2 * CANDIDATES))
            self._samples[encoder] = kept
        found, near = collection.search(vector[None], depth, allowed=allowed)
        cosines, items = found[0][near[0] >= 0], near[0][near[0] >= 0]
        sure = Background.of(kept[1], vector).calibrate(cosines)
        if encoder in SENTENCE_SPACES:
            sure *= logistic(cosines.astype(np.float64), 0.28, 0.03)
        inside = sure >= LEAST_SURE
        return (
            Scored.of(items[inside], sure[inside]),
            Scored.of(items[inside], cosines[inside].astype(np.float64)),
        )


class TextVectors:
    """Vectors of texts, the last ones kept.

    Args:
        models: makes the engine.
        size: how many are kept.
    """

    def __init__(self, models: EngineOwner, size: int = 4096) -> None:
        self._models = models
        self._size = size
        self._kept: OrderedDict[tuple[str, str], NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    def knows(self, encoder: str) -> bool:
        """Return whether a text encoder can run here."""
        try:
            return any(info.name == encoder for info in self._models.engine.text_encoders())
        except ModelError as error:
            logger.info("no text encoders: %s", error)
            return False

    def encode(self, encoder: str, text: str) -> NDArray[np.float32] | None:
        """Return the vector of a text, float32 (D,); None where the encoder cannot run."""
        found = self.encode_all(encoder, [text])
        return None if found is None else found[0]

    def encode_all(self, encoder: str, texts: list[str]) -> NDArray[np.float32] | None:
        """Return the vectors of texts, float32 (N, D); None where the encoder cannot run."""
        with self._lock:
            known = {text: self._kept.get((encoder, text)) for text in texts}
        missing = [text for text, vector in known.items() if vector is None]
        if missing:
            if not self.knows(encoder):
                return None
            made = self._models.engine.encode_text(encoder, missing)
            known.update(zip(missing, made, strict=True))
        with self._lock:
            for text, vector in known.items():
                if vector is not None:
                    self._kept[encoder, text] = vector
                self._kept.move_to_end((encoder, text))
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        rows: Any = [known[text] for text in texts]
        return np.asarray(rows, np.float32)


def _only(scored: Scored, allowed: NDArray[np.int64] | None) -> Scored:
    return scored if allowed is None else scored.only(allowed)


def _snippet(match: TextMatch) -> str:
    """Return the matched text with *stars* around what matched."""
    shown = match.snippet.replace("\u2068", "*").replace("\u2069", "*")
    return f"{match.kind.value}: {shown}"


def _meaning(what: str, found: tuple[Scored, Scored], item: int) -> str:
    return f"{what} this ({found[1].at(np.array([item]))[0]:.2f})"
