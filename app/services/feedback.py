"""Relevance feedback: from marked items to what to look at next."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.similarity import EngineOwner, known_items, pick_encoder
from common.errors import QueryError
from common.jobs import JobContext
from common.settings import Settings
from common.values import Hit, ResultList
from indexers.catalogue.records import Filter
from indexers.rankings.feedback import SAMPLE, Hyperplane, confidence, nearest, train

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.vectors import VectorCollection

logger = logging.getLogger(__name__)

SUGGESTIONS = 25
EXACT_LIMIT = 1_000_000  # above it the index proposes candidates


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a simulated session.

    Args:
        labels: marks given before the round.
        precision_at_25: relevant part of what was shown, 0-1.
        recall: relevant items marked after the round, part of all relevant ones, 0-1.
        ms: how long the suggestions took.
        shown: items shown.
    """

    labels: int
    precision_at_25: float
    recall: float
    ms: float
    shown: tuple[int, ...] = ()


class FeedbackService:
    """Suggests items like those marked relevant and unlike those marked not relevant.

    Args:
        library: the open library.
        models: makes the engine; not used by suggestions, which need stored vectors only.
        settings: the user's settings; `models.image_encoder` is the encoder for "auto".
    """

    def __init__(self, library: "Library", models: EngineOwner | None, settings: Settings) -> None:
        self._library = library
        self._models = models
        self._settings = settings
        self._samples: dict[str, tuple[int, NDArray[np.float32]]] = {}

    def suggest(
        self,
        positive: Sequence[int],
        negative: Sequence[int],
        k: int = SUGGESTIONS,
        seen: Sequence[int] = (),
        filters: Sequence[Filter] = (),
        encoder: str = "auto",
        context: JobContext | None = None,
    ) -> ResultList:
        """Return what to look at next, best first; never an item that is marked or seen.

        Marks of one side only are enough: arbitrary items stand in for the other one. Without any
        mark the suggestions are a repeatable random sample.

        Args:
            positive: items marked relevant.
            negative: items marked not relevant.
            k: how many, >= 1.
            seen: items that were shown before and shall not come again.
            filters: suggestions must pass all.
            encoder: image encoder whose vectors are compared; "auto" takes the settings' choice.
            context: reports and cancels.

        Raises:
            QueryError: an item is marked both ways or unknown, or no marked item has a vector.
            IndexMismatchError: the library has no vectors of this encoder.
        """
        started = time.perf_counter()
        context = context or JobContext()
        positive, negative = list(dict.fromkeys(positive)), list(dict.fromkeys(negative))
        names = self._check(positive, negative, k)
        chosen = self._encoder(encoder)
        vectors = self._library.vectors(chosen)
        notes: list[str] = []
        good, bad = _with_vectors(vectors, (positive, negative), chosen, notes)
        context.step(0, 2, "Learning")
        allowed = self._library.catalogue.items_with(filters) if filters else None
        without = np.unique(np.asarray([*positive, *negative, *seen], np.int64))
        if not (good or bad):
            hits, total = self._random(vectors, k, without, allowed, notes)
        else:
            plane = self._train(chosen, vectors, good, bad)
            context.step(1, 2, "Ranking")
            items, margins, total = _rank(vectors, plane, k, without, allowed)
            hits = _hits(vectors, items, margins, good, bad, names)
        if not hits:
            notes.append("Every item that passes was seen or marked: clear filters or start over.")
        context.step(2, 2)
        title = f"like {len(positive)} items, unlike {len(negative)} ({chosen})"
        ms = (time.perf_counter() - started) * 1e3
        return ResultList(title, tuple(hits), total, ms, tuple(notes))

    def simulate(
        self,
        facet: str,
        value: str,
        rounds: int = 10,
        seed: int = 0,
        *,
        positive: Sequence[int] = (),
        negative: Sequence[int] = (),
        k: int = SUGGESTIONS,
        encoder: str = "auto",
        context: JobContext | None = None,
    ) -> list[Round]:
        """Play a user who looks for facet = value and marks everything that is shown, correctly.

        Without marks to begin with, the user starts from one relevant item chosen by seed.

        Args:
            facet: facet key that holds the truth.
            value: what the user looks for.
            rounds: how many, >= 1; ends sooner when nothing is left.
            seed: chooses the first item.
            positive: marks to begin with.
            negative: marks to begin with.
            k: shown a round.
            encoder: as for suggest().
            context: reports and cancels.

        Raises:
            QueryError: no item has this value, and as for suggest().
        """
        context = context or JobContext()
        chosen = self._encoder(encoder)
        truth = self._truth(facet, value, chosen)
        good, bad = list(positive), list(negative)
        if not good and not bad:
            good = [int(np.random.default_rng(seed).choice(truth))]
        played: list[Round] = []
        for number in range(rounds):
            context.step(number, rounds, f"Round {number + 1}")
            answer = self.suggest(good, bad, k, encoder=chosen)
            if not answer.hits:
                break
            played.append(_mark(answer, truth, good, bad))
        return played

    def labels(self, label_set: str = "default") -> dict[int, int]:
        """Return the stored marks, item -> +1 or -1."""
        return self._library.catalogue.labels(label_set)

    def label(self, items: Sequence[int], value: int, label_set: str = "default") -> None:
        """Store a mark for items: +1, -1, or 0 to take it away.

        Raises:
            ReadOnlyLibraryError: the library is open for reading.
        """
        self._library.require_writable()
        self._library.catalogue.set_labels(dict.fromkeys(items, value), label_set)

    def _check(self, positive: list[int], negative: list[int], k: int) -> dict[int, str]:
        """Return the names of the marked items; refuse what makes no sense."""
        if k < 1:
            raise QueryError(f"{k} suggestions make no list.", hint="Ask for at least one.")
        names = known_items(self._library, [*positive, *negative])
        both = sorted(set(positive) & set(negative))
        if both:
            raise QueryError(
                f"Item {both[0]} (“{names[both[0]]}”) is marked relevant and not relevant.",
                hint="Take one of the two marks away.",
            )
        return names

    def _truth(self, facet: str, value: str, encoder: str) -> NDArray[np.int64]:
        """Return the items that a simulated user looks for, int64 (N,), N >= 1."""
        truth = self._library.catalogue.items_with([Filter(facet, (value,))])
        truth = truth[self._library.vectors(encoder).has(truth.tolist())]
        if not len(truth):
            raise QueryError(
                f"No item with a vector has {facet} = “{value}”.",
                hint="Take a facet and a value that the library knows.",
            )
        return truth

    def _encoder(self, wanted: str) -> str:
        """Return the encoder that answers; the settings' choice for "auto"."""
        chosen = self._settings.models.image_encoder if wanted == "auto" else wanted
        return pick_encoder(self._library, chosen)

    def _sample(self, encoder: str, vectors: "VectorCollection") -> NDArray[np.float32]:
        """Return arbitrary vectors, float32 (B, D), in random but repeatable order; kept."""
        kept = self._samples.get(encoder)
        if kept is None or kept[0] != len(vectors):
            kept = (len(vectors), vectors.sample(SAMPLE))
            self._samples[encoder] = kept
        return kept[1]

    def _train(
        self, encoder: str, vectors: "VectorCollection", good: list[int], bad: list[int]
    ) -> Hyperplane:
        background = self._sample(encoder, vectors)
        return train(vectors.vectors(good), vectors.vectors(bad), background)

    def _random(
        self,
        vectors: "VectorCollection",
        k: int,
        without: NDArray[np.int64],
        allowed: NDArray[np.int64] | None,
        notes: list[str],
    ) -> tuple[list[Hit], int]:
        """Return a repeatable random sample and how many items there are to draw from."""
        items = np.setdiff1d(vectors.items(), without)
        if allowed is not None:
            items = np.intersect1d(items, allowed)
        order = np.random.default_rng(len(without)).permutation(len(items))[:k]
        notes.append("Nothing is marked yet: these are random. Mark one item to begin.")
        return [Hit(int(item), 0.0, why="random") for item in items[order]], len(items)


def _mark(answer: ResultList, truth: NDArray[np.int64], good: list[int], bad: list[int]) -> Round:
    """Mark everything that is shown, correctly; good and bad grow."""
    shown = np.array([hit.item for hit in answer.hits], np.int64)
    right = np.isin(shown, truth)
    labels = len(good) + len(bad)
    good += shown[right].tolist()
    bad += shown[~right].tolist()
    found = float(np.isin(truth, good).mean())
    return Round(labels, float(right.mean()), found, answer.ms, tuple(shown.tolist()))


def _with_vectors(
    vectors: "VectorCollection", sides: tuple[list[int], list[int]], encoder: str, notes: list[str]
) -> tuple[list[int], list[int]]:
    """Return the items of both sides that have a vector, and note how many have not.

    Raises:
        QueryError: none of those that are marked has one.
    """
    kept: list[list[int]] = []
    for items in sides:
        there = vectors.has(items)
        if not there.all():
            notes.append(f"{int((~there).sum())} marked items have no vector and were left out.")
        kept.append([item for item, is_there in zip(items, there, strict=True) if is_there])
    if any(sides) and not any(kept):
        raise QueryError(
            f"None of the marked items has a vector of “{encoder}”.",
            hint="Mark pictures, or import again so that their vectors are made.",
        )
    return kept[0], kept[1]


def _rank(
    vectors: "VectorCollection",
    plane: Hyperplane,
    k: int,
    without: NDArray[np.int64],
    allowed: NDArray[np.int64] | None,
) -> tuple[NDArray[np.int64], NDArray[np.float32], int]:
    """Return the k best items, their margins, and how many were ranked."""
    if len(vectors) > EXACT_LIMIT and vectors.kind != "flat" and allowed is None:
        scores, found = vectors.search(plane.weights[None], k + len(without))
        keep = (found[0] >= 0) & ~np.isin(found[0], without)
        return found[0][keep][:k], scores[0][keep][:k] + np.float32(plane.bias), len(vectors)
    items, products = vectors.scores(plane.weights)
    margins = products + np.float32(plane.bias)
    out = np.isin(items, without)
    if allowed is not None:
        out |= ~np.isin(items, allowed)
    margins[out] = -np.inf
    total = int((~out).sum())
    count = min(k, total)
    best = np.argpartition(-margins, count - 1)[:count] if count else np.empty(0, np.int64)
    best = best[np.lexsort((items[best], -margins[best]))]
    return items[best], margins[best], total


def _hits(
    vectors: "VectorCollection",
    items: NDArray[np.int64],
    margins: NDArray[np.float32],
    good: list[int],
    bad: list[int],
    names: dict[int, str],
) -> list[Hit]:
    """Return hits with what their score is made of and the marked item that explains them."""
    if not len(items):
        return []
    scores = confidence(margins)
    rows = vectors.vectors(items.tolist())
    marked, word = (good, "like") if good else (bad, "least like")
    which, similarity = nearest(rows, vectors.vectors(marked))
    hits = []
    for place, item in enumerate(items.tolist()):
        example = marked[int(which[place])]
        parts = {"margin": float(margins[place]), "nearest": float(similarity[place])}
        why = f"{word} “{names[example] or example}” ({similarity[place]:.2f})"
        hits.append(Hit(item, float(scores[place]), parts, why=why))
    return hits
