"""Which concepts explain why an embedding found a picture.

As in the dual task of Vireo at the Tenth Video Browser Showdown (2021), concepts are listed beside
a hit of the embedding: those whose names lie near the picture and near the question in the one
space that knows words and pictures.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.search_concepts import FEW_NAMES
from app.services.search_names import NameVectors
from app.services.search_text_vectors import TextVectors
from app.services.search_vocabulary import CONCEPT_KEYS, Vocabulary
from indexers.rankings import Background

if TYPE_CHECKING:
    from app.services.library import Library

MOST = 8
LEAST = 0.15

Vector = NDArray[np.float32]


class Witnesses:
    """Finds the concepts that explain hits of embeddings.

    Args:
        library: the open library.
        vocabulary: its facet values.
        texts: encodes names.
    """

    def __init__(self, library: "Library", vocabulary: Vocabulary, texts: TextVectors) -> None:
        self._library = library
        self._vocabulary = vocabulary
        self._texts = texts
        self._names: dict[str, NameVectors] = {}

    def names(self, encoder: str) -> NameVectors:
        """Return the names of concepts in the space of a text encoder."""
        if encoder not in self._names:
            self._names[encoder] = NameVectors(
                self._library, self._vocabulary, self._texts, encoder
            )
        return self._names[encoder]

    def of(
        self, item: int, encoder: str, text_encoder: str, question: Vector
    ) -> tuple[tuple[str, float], ...]:
        """Return (name, score 0-1) of the concepts that explain a hit, strongest first.

        The score is the geometric mean of how sure the name is of the picture and of the question,
        against all other names. Where the names were not learned yet (SearchService.prepare), it is
        what networks named in the picture, with their own scores.

        Args:
            item: the hit.
            encoder: image encoder that found it.
            text_encoder: that turned the question into a vector.
            question: float32 (D,).
        """
        kept = self.names(text_encoder)
        if kept.encoder and (missing := kept.missing()) and len(missing) <= FEW_NAMES:
            kept.encode(missing)
        known = kept.known
        vectors = self._library.vectors(encoder)
        if not known or not vectors.has([item])[0]:
            return self._named(item)
        names = list(known)
        space = np.stack([known[name] for name in names])
        picture = np.asarray(vectors.vectors([item])[0])
        if space.shape[1] != len(picture) or len(picture) != len(question):
            return self._named(item)
        sure = np.sqrt(_sure(space, picture) * _sure(space, question))
        best = np.argsort(-sure, kind="stable")[:MOST]
        found = tuple((names[at], float(sure[at])) for at in best.tolist() if sure[at] >= LEAST)
        return found or self._named(item)

    def _named(self, item: int) -> tuple[tuple[str, float], ...]:
        """Return what networks named in an item, surest first."""
        found = self._library.catalogue.describe([item])
        named = {
            facet.value: facet.score
            for details in found
            for facet in details.facets
            if facet.key in CONCEPT_KEYS
        }
        return tuple(sorted(named.items(), key=lambda pair: -pair[1])[:MOST])


def _sure(space: NDArray[np.float32], vector: Vector) -> NDArray[np.float64]:
    return Background.of(space, vector).calibrate(space @ vector)
