"""Scores a library against one part of a query, whatever kind it is."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from app.services.query_example import Example
from app.services.query_parts import (
    BoxesAsk,
    CanvasAsk,
    ClipAsk,
    ConceptAsk,
    ExampleAsk,
    PoseAsk,
    TagsAsk,
    TextAsk,
    What,
    WordsAsk,
)
from app.services.search_concept_parts import score_concepts
from app.services.search_matches import of_matches
from app.services.search_scoring import ALLOWED_TEXTS, LEAST_SURE, TextScorer
from app.services.search_text_vectors import TextVectors
from app.services.search_types import (
    Asking,
    Evidence,
    MarkedBox,
    PartAnswer,
    PartReport,
    Pool,
    SearchNote,
    SearchResults,
)
from app.services.search_vocabulary import Vocabulary
from app.services.similarity import EngineOwner, encoder_for
from common.errors import QueryError
from indexers.rankings import Background, Scored

if TYPE_CHECKING:
    from app.services.knowledge import KnowledgeService
    from app.services.library import Library
    from app.services.search_boxes import BoxScorer

__all__ = [
    "Asking",
    "Evidence",
    "MarkedBox",
    "PartAnswer",
    "PartReport",
    "PartScorer",
    "Pool",
    "SearchNote",
    "SearchResults",
]

SAMPLE = 1000  # arbitrary items that say what a cosine is worth


class PartScorer:
    """Scores the parts of queries.

    Args:
        library: the open library.
        models: makes the engine when a network is first needed.
        knowledge: gives the graph of tags, made when a query first walks it.
    """

    def __init__(
        self,
        library: "Library",
        models: EngineOwner,
        knowledge: "Callable[[], KnowledgeService] | None" = None,
    ) -> None:
        self._knowledge = knowledge or (lambda: _knowledge(library))
        self.library = library
        self.models = models
        self.vocabulary = Vocabulary(library)
        self.texts = TextVectors(models)
        self.text = TextScorer(library, self.vocabulary, self.texts)
        self._scorers: Mapping[type[Any], Callable[[Any, Asking], PartAnswer]] = {
            TextAsk: self.text.answer,
            ConceptAsk: self._by_concepts,
            WordsAsk: self._by_words,
            ExampleAsk: self._by_example,
            CanvasAsk: self._by_canvas,
            BoxesAsk: self._by_boxes,
            ClipAsk: self._by_clip,
            TagsAsk: self._by_tags,
            PoseAsk: self._by_pose,
        }
        self._boxes: BoxScorer | None = None

    def score(self, what: What, asking: Asking) -> PartAnswer:
        """Return what a part found.

        Args:
            what: the part.
            asking: among which items, how many, beside what.

        Raises:
            QueryError: the part asks nothing, or something that cannot be had here.
            IndexMismatchError: an encoder was named that has no vectors here.
            MediaError: a file of an example cannot be read.
            JobCancelled: the user cancelled.
        """
        return self._scorers[type(what)](what, asking)

    def _by_concepts(self, ask: ConceptAsk, asking: Asking) -> PartAnswer:
        """Return the items in which named concepts were seen."""
        return score_concepts(self.library, self.vocabulary, ask, asking)

    def _by_words(self, ask: WordsAsk, asking: Asking) -> PartAnswer:
        """Return the items in whose texts of some kinds words stand."""
        if not ask.text.strip():
            raise QueryError("No words are given to look for in texts.", hint="Type some.")
        limit = asking.k if asking.allowed is None else max(asking.k, ALLOWED_TEXTS)
        matches = self.library.catalogue.search_text(
            ask.text, kinds=list(ask.kinds) or None, limit=limit
        )
        scored, reason, starts = of_matches(matches, asking.allowed)
        inside = set(scored.items.tolist())

        def evidence(item: int) -> Evidence:
            return Evidence(texts=(reason(item),)) if item in inside else Evidence()

        return PartAnswer(scored, reason, starts, evidence)

    def _by_example(self, ask: ExampleAsk, asking: Asking) -> PartAnswer:
        """Return what looks like an example.

        Alone, cosines are the scores as they are; beside other parts they are calibrated.
        """
        from app.services.more_like import find

        feature = ask.feature
        if feature == "auto":
            feature = self._encoder_for(ask.example, asking)
        like = find(
            self.library,
            self.models,
            ask.example,
            feature,
            region=ask.region,
            k=max(asking.k, 1),
            allowed=asking.allowed,
        )
        scored = like.scored
        if not asking.is_alone and like.by in self.library.encoders():
            scored = self._calibrated(ask, feature, like.scored)
        inside = set(scored.items.tolist())

        def evidence(item: int) -> Evidence:
            return Evidence(texts=(like.reason(item),)) if item in inside else Evidence()

        return PartAnswer(scored, like.reason, evidence=evidence)

    def _encoder_for(self, example: Example, asking: Asking) -> str:
        """Return what compares an example of which nobody said by what to compare it."""
        wanted = asking.settings.models.image_encoder
        if wanted != "auto" or example.item is None:
            return wanted
        return encoder_for(self.library, [example.item])

    def _calibrated(self, ask: ExampleAsk, feature: str, cosines: Scored) -> Scored:
        """Return how sure cosines are against arbitrary items; what is not sure is left out."""
        from app.services.more_like import vector_for

        asked = vector_for(self.library, self.models, ask.example, feature, region=ask.region)
        sample = self.library.vectors(asked.encoder).sample(SAMPLE)
        sure = Background.of(sample, asked.vector).calibrate(cosines.scores.astype(np.float32))
        inside = sure >= LEAST_SURE
        return Scored(cosines.items[inside], sure[inside])

    def _by_canvas(self, ask: CanvasAsk, asking: Asking) -> PartAnswer:
        """Return what fits a canvas."""
        from app.services.search_canvas import score_canvas

        return score_canvas(ask.canvas, asking)

    def _by_boxes(self, ask: BoxesAsk, asking: Asking) -> PartAnswer:
        """Return what subject, predicate, object, time and place find together."""
        from app.services.search_boxes import BoxScorer

        if self._boxes is None:
            self._boxes = BoxScorer(self.library, self.text)
        return self._boxes.answer(ask, asking)

    def _by_clip(self, ask: ClipAsk, asking: Asking) -> PartAnswer:
        """Return what is like some seconds of a video."""
        from app.services.search_clip import score_clip

        return score_clip(self.library, self.models, ask, asking)

    def _by_tags(self, ask: TagsAsk, asking: Asking) -> PartAnswer:
        """Return what is near to tags in the knowledge graph."""
        from app.services.search_tags import score_tags

        return score_tags(self._knowledge(), ask, asking)

    def _by_pose(self, ask: PoseAsk, asking: Asking) -> PartAnswer:
        """Return the items that show a person in a pose."""
        from app.services.search_poses import score_pose

        return score_pose(ask, asking)


def _knowledge(library: "Library") -> "KnowledgeService":
    from app.services.knowledge import KnowledgeService

    return KnowledgeService(library)
