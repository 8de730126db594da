"""Which modalities a library has, and those that rank for given marks."""

import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.feedback_ranking import (
    NearRanker,
    Ranker,
    VectorRanker,
    VectorSource,
    find_hubs,
    train,
)
from app.services.feedback_types import (
    ALL,
    CONCEPTS,
    LOOKS,
    NEARNESS,
    NOT_VECTORS,
    TEXTS,
    VISUAL,
    FeedbackNote,
    FeedbackOptions,
)
from app.services.search_names import SENTENCES
from app.services.search_vocabulary import CONCEPT_KEYS
from app.services.similarity import encoder_for, image_vectors, pick_encoder
from common.errors import QueryError
from common.jobs import JobContext
from indexers.rankings.examples import SAMPLE
from indexers.rankings.hubness import Hubs
from indexers.rankings.nearness import Places
from indexers.rankings.sparse import SparseVectors

if TYPE_CHECKING:
    from app.services.library import Library

_MAX_CONCEPTS = 20_000
_NO_SPREAD = 1e-6
_QUICK_CONCEPTS = 100_000  # facets of items that are read in about a second
_ARBITRARY = 200
NAMES_ONLY = "conse"  # encodes which classes a picture shows, not what it looks like
_RECOUNT_S = 10.0  # counting the vectors of a million items takes longer than a round


class Modalities:
    """The modalities of one library; what they are made of is kept until it changes.

    Args:
        library: the open library.
        encoder: the image encoder of the settings; "auto" for the one that fits the marks.
    """

    def __init__(self, library: "Library", encoder: str) -> None:
        self._library = library
        self.encoder = encoder
        self._samples: dict[str, tuple[int, NDArray[np.float32]]] = {}
        self._hubs: dict[str, tuple[int, Hubs]] = {}
        self._concepts: tuple[tuple[int, ...], SparseVectors] | None = None
        self._counts: tuple[float, dict[str, int]] = (0.0, {})
        self._names: dict[int, str] = {}
        self._lock = threading.RLock()  # hubs of concepts read the concepts

    def names(self, wanted: Sequence[str], marked: Sequence[int], encoder: str) -> list[str]:
        """Return the names of the modalities that are asked for, each once.

        Args:
            wanted: as in FeedbackOptions.
            marked: items; "auto" and "all" look for what knows them.
            encoder: image encoder for "auto".

        Raises:
            QueryError: the library has no image vectors.
            IndexMismatchError: it has none of this encoder.
        """
        found: list[str] = []
        for name in wanted or (VISUAL,):
            if name == VISUAL:
                found.append(self.visual(encoder, marked))
            elif name == ALL:
                found += [self.visual(encoder, marked), *self._others(marked)]
            elif name == LOOKS:
                found += [self.visual(encoder, marked), *self._looks(marked)]
            elif name in NOT_VECTORS:
                found.append(SENTENCES if name == TEXTS else name)
            else:
                found.append(pick_encoder(self._library, name, self._image_vectors()))
        return list(dict.fromkeys(found))

    def visual(self, encoder: str, marked: Sequence[int]) -> str:
        """Return the image encoder that compares marked items.

        Raises:
            QueryError: the library has no image vectors.
            IndexMismatchError: it has none of this encoder.
        """
        chosen = self.encoder if encoder == "auto" else encoder
        counts = self._image_vectors()
        if chosen == "auto" and marked:
            chosen = encoder_for(self._library, marked, counts)
        return pick_encoder(self._library, chosen, counts)

    def _image_vectors(self) -> dict[str, int]:
        """Return the image encoders that have vectors, best first, as of a few seconds ago."""
        at, counts = self._counts
        if not counts or time.monotonic() - at > _RECOUNT_S:
            counts = image_vectors(self._library)
            self._counts = (time.monotonic(), counts)
        return counts

    def names_of(self, items: Sequence[int]) -> dict[int, str]:
        """Return those of items that are in the library, and what they are called.

        What was asked for before and still has a vector is not looked up again.
        """
        known = [item for item in items if item in self._names]
        encoder = next(iter(self._counts[1]), None)
        there = self._library.vectors(encoder).has(known) if encoder else [False] * len(known)
        known = [item for item, is_there in zip(known, there, strict=True) if is_there]
        found = {item: self._names[item] for item in known}
        new = [item for item in items if item not in found]
        for each in self._library.catalogue.items(new) if new else ():
            found[each.id] = each.name
        self._names |= found
        return found

    def _looks(self, marked: Sequence[int]) -> list[str]:
        """Return the image encoders that know at least half of the marked items."""
        return [
            name
            for name in self._image_vectors()
            if name != NAMES_ONLY and 2 * int(self.known(name, marked).sum()) >= len(marked) > 0
        ]

    def _others(self, marked: Sequence[int]) -> list[str]:
        """Return what else knows at least half of the marked items."""
        found = []
        for name in (CONCEPTS, SENTENCES, NEARNESS):
            known = self.known(name, marked)
            if len(known) and 2 * known.sum() >= len(known):
                found.append(name)
        return found

    def source(self, name: str) -> VectorSource:
        """Return the vectors of a modality other than nearness."""
        if name == CONCEPTS:
            return self.concepts()
        return self._library.vectors(name)

    def known(self, name: str, items: Sequence[int]) -> NDArray[np.bool_]:
        """Return whether a modality knows each of items, bool (N,)."""
        if name == NEARNESS:
            ids, _ = self._places()
            return np.isin(np.asarray(items, np.int64), ids)
        if name == SENTENCES and not self._library.encoders().get(SENTENCES):
            return np.zeros(len(items), bool)
        return self.source(name).has(items)

    def ranker(
        self,
        name: str,
        good: Sequence[int],
        bad: Sequence[int],
        history: Sequence[Sequence[int]],
        options: FeedbackOptions,
        context: JobContext,
    ) -> Ranker | None:
        """Return a modality that learned from the marks; None where it knows none of them."""
        sides = [
            [item for item, known in zip(items, self.known(name, items), strict=True) if known]
            for items in (good, bad)
        ]
        if not any(sides):
            return None
        if name == NEARNESS:
            ids, places = self._places()
            marks = [np.asarray(side, np.int64) for side in sides]
            return NearRanker.of(name, ids, places, marks[0], marks[1])
        source, background = self.source(name), self.sample(name)
        model = train(source, sides[0], sides[1], background, history, options)
        ranker = VectorRanker(name, source, model, options)
        if options.damp > 0:
            ranker.hubs = self.hubs(name, context)
            spread = float(model.margins(background).std()) if len(background) else 0.0
            ranker.spread = max(spread, _NO_SPREAD)
        return ranker

    def sample(self, name: str) -> NDArray[np.float32]:
        """Return arbitrary vectors, float32 (B, D), in random but repeatable order; kept."""
        source = self.source(name)
        kept = self._samples.get(name)
        if kept is None or kept[0] != len(source):
            kept = (len(source), source.sample(SAMPLE))
            self._samples[name] = kept
        return kept[1]

    def hubs(self, name: str, context: JobContext) -> Hubs:
        """Return what comes up for everything in a modality; found once for each size.

        Raises:
            JobCancelled: the user cancelled.
        """
        source = self.source(name)
        with self._lock:
            kept = self._hubs.get(name)
            if kept is None or abs(kept[0] - len(source)) > 0.1 * kept[0]:
                kept = (len(source), find_hubs(source, self.sample(name), context))
                self._hubs[name] = kept
            return kept[1]

    def concepts_for(self, items: Sequence[int]) -> SparseVectors:
        """Return the named features of at least these items and of arbitrary other ones.

        All that there are, if they were read already or are few; reading those of a million items
        takes longer than a person waits for a reason.
        """
        state = self._concept_state()
        if sum(state) <= _QUICK_CONCEPTS or (self._concepts and self._concepts[0] == state):
            return self.concepts()
        ids = self._library.catalogue.columns("id")["id"]
        others = ids[np.random.default_rng(0).permutation(len(ids))[:_ARBITRARY]]
        rows: list[tuple[int, str, float]] = []
        for item in dict.fromkeys([*items, *others.tolist()]):
            facets = self._library.catalogue.item(item).facets
            rows += [(item, f.value, f.score) for f in facets if f.key in CONCEPT_KEYS]
        names = sorted({name for _, name, _ in rows})
        place = {name: number for number, name in enumerate(names)}
        return SparseVectors.of(
            np.array([item for item, _, _ in rows], np.int64),
            np.array([place[name] for _, name, _ in rows], np.int64),
            np.array([score for _, _, score in rows], np.float64),
            tuple(names),
        )

    def _concept_state(self) -> tuple[int, ...]:
        keys = self._library.catalogue.facet_keys()
        return tuple(keys.get(key, 0) for key in CONCEPT_KEYS)

    def concepts(self) -> SparseVectors:
        """Return the named features of all items; read again when their number changes."""
        state = self._concept_state()
        with self._lock:
            if self._concepts is None or self._concepts[0] != state:
                self._concepts = (state, self._read_concepts())
            return self._concepts[1]

    def _read_concepts(self) -> SparseVectors:
        items, features, scores = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [np.empty(0)]
        names: list[str] = []
        for key in CONCEPT_KEYS:
            values = [
                value for value, _ in self._library.catalogue.facet_counts(key, limit=_MAX_CONCEPTS)
            ]
            if not values:
                continue
            who, which, how = self._library.catalogue.facet_scores(key, values)
            items.append(who)
            features.append(which + len(names))
            scores.append(how)
            names += values
        return SparseVectors.of(
            np.concatenate(items), np.concatenate(features), np.concatenate(scores), tuple(names)
        )

    def _places(self) -> tuple[NDArray[np.int64], Places]:
        """Return the items that have a time or a place, ascending, and those."""
        columns = self._library.catalogue.columns("id", "taken_at", "year", "latitude", "longitude")
        # Without a year the time is that of the file: when it was copied, not when it was taken.
        taken_at = np.where(columns["year"] >= 0, columns["taken_at"], np.datetime64("NaT"))
        places = Places.of(taken_at, columns["latitude"], columns["longitude"])
        known = np.flatnonzero(places.is_known)
        return columns["id"][known], places.only(known)


def require_any(rankers: Sequence[Ranker], names: Sequence[str]) -> None:
    """Check that a modality knows a marked item.

    Raises:
        QueryError: none does.
    """
    if not rankers:
        listed = "”, “".join(names)
        raise QueryError(
            f"None of the marked items has a vector of “{listed}”.",
            hint="Mark pictures, or import again so that their vectors are made.",
        )


def missing_notes(
    modalities: Modalities, names: Sequence[str], ranked: Sequence[Ranker], marked: Sequence[int]
) -> list[str]:
    """Return notes about modalities that know nothing marked, and marks without a vector."""
    there = {ranker.name for ranker in ranked}
    notes: list[str] = [
        FeedbackNote("modality-missing", name=name) for name in names if name not in there
    ]
    if ranked:
        lacking = int((~modalities.known(ranked[0].name, marked)).sum())
        if lacking:
            notes.append(FeedbackNote("no-vector", count=lacking))
    return notes
