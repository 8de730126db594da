"""Relevance feedback: from marked items to what to look at next."""

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services.feedback_explain import explain
from app.services.feedback_fusing import check_options, fused, notes_of_workers, parts_of
from app.services.feedback_marks import Marks, read_marks
from app.services.feedback_modalities import Modalities, missing_notes, require_any
from app.services.feedback_ranking import Ranker, VectorRanker
from app.services.feedback_simulation import simulate, summary
from app.services.feedback_types import (
    Explanation,
    FeedbackNote,
    FeedbackOptions,
    Round,
    Suggestions,
)
from app.services.similarity import EngineOwner
from common.errors import QueryError
from common.jobs import JobContext
from common.reasons import HitReason
from common.settings import Settings
from common.values import Hit
from indexers.catalogue.records import Filter

if TYPE_CHECKING:
    from app.services.library import Library

logger = logging.getLogger(__name__)

SUGGESTIONS = 25
DEPTH = 500  # how many items each modality proposes for a fusion, at least

Ids = NDArray[np.int64]


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
        self._modalities: Modalities | None = None

    @property
    def modalities(self) -> Modalities:
        """What items can be compared by."""
        wanted = self._settings.models.image_encoder
        if self._modalities is None or self._modalities.encoder != wanted:
            self._modalities = Modalities(self._library, wanted)
        return self._modalities

    def suggest(
        self,
        positive: Sequence[int],
        negative: Sequence[int],
        k: int = SUGGESTIONS,
        seen: Sequence[int] = (),
        filters: Sequence[Filter] = (),
        encoder: str = "auto",
        context: JobContext | None = None,
        *,
        options: FeedbackOptions | None = None,
        history: Sequence[Sequence[int]] = (),
    ) -> Suggestions:
        """Return what to look at next, best first; never an item that is marked or seen.

        Marks of one side only are enough: arbitrary items stand in for the other one. Without any
        mark the suggestions are a repeatable random sample.

        Args:
            positive: items marked relevant.
            negative: items marked not relevant.
            k: how many, >= 1.
            seen: items that were shown before and shall not come again.
            filters: suggestions must pass all.
            encoder: image encoder for the modality "auto"; "auto" takes the settings' choice, or
                the one that knows most of the marked items.
            context: reports and cancels.
            options: learner, modalities, fusion, damping; None for the defaults.
            history: lists that were shown so far, oldest first; the learner "bayes" asks what of
                each was marked relevant.

        Raises:
            QueryError: an item is marked both ways, no marked item is known or has a vector, or an
                option has no such choice.
            IndexMismatchError: the library has no vectors of this encoder.
        """
        started = time.perf_counter()
        context = context or JobContext()
        options = options or FeedbackOptions()
        check_options(options, k)
        marks = read_marks(positive, negative, self.modalities.names_of)
        names = self.modalities.names(options.modalities, marks.all, encoder)
        allowed = self._library.catalogue.items_with(filters) if filters else None
        without = np.unique(np.asarray([*positive, *negative, *seen], np.int64))
        if not marks.all:
            found = self._random(names[0], k, without, allowed, options.seed)
        else:
            context.step(0, 2, "Learning")
            rankers = self._rankers(names, marks, history, options, context)
            context.step(1, 2, "Ranking")
            found = self._ranked(rankers, marks, k, allowed, without, options)
            notes = missing_notes(self.modalities, names, rankers, marks.all)
            notes += self._sides(marks, rankers[0]) if found.hits else []
            found = replace(found, notes=(*found.notes, *notes))
        context.step(2, 2)
        notes = [*marks.notes, *found.notes]
        if not found.hits:
            notes.append(FeedbackNote("filters-empty" if _is_empty(allowed) else "nothing-left"))
        listed = ", ".join(found.modalities)
        title = f"like {len(marks.good)} items, unlike {len(marks.bad)} ({listed})"
        ms = (time.perf_counter() - started) * 1e3
        return replace(found, query=title, ms=ms, notes=tuple(dict.fromkeys(notes)))

    def explain(
        self,
        item: int,
        positive: Sequence[int],
        negative: Sequence[int],
        encoder: str = "auto",
        context: JobContext | None = None,
        *,
        options: FeedbackOptions | None = None,
        history: Sequence[Sequence[int]] = (),
    ) -> Explanation:
        """Return why an item would be suggested: its rank by each modality, and what moved it.

        Args:
            item: to be explained.
            positive: as for suggest(), at least one mark of either kind.
            negative: as for suggest().
            encoder: as for suggest().
            context: reports and cancels.
            options: as for suggest().
            history: as for suggest().

        Raises:
            QueryError: as for suggest(); nothing is marked; no modality knows the item.
            IndexMismatchError: as for suggest().
        """
        context = context or JobContext()
        options = options or FeedbackOptions()
        check_options(options, 1)
        marks = read_marks(positive, negative, self.modalities.names_of)
        if not marks.all:
            raise QueryError(
                "Nothing is marked, so nothing speaks for this item.", hint="Mark an item first."
            )
        names = self.modalities.names(options.modalities, marks.all, encoder)
        rankers = self._rankers(names, marks, history, options, context)
        return explain(self.modalities, rankers, item, marks, options, context)

    def prepare(self, encoder: str = "auto", context: JobContext | None = None) -> None:
        """Find the items that come up for everything, so that the first damped round is quick.

        Raises:
            QueryError: the library has no image vectors.
            IndexMismatchError: it has none of this encoder.
            JobCancelled: the user cancelled.
        """
        context = context or JobContext()
        self.modalities.hubs(self.modalities.visual(encoder, ()), context)

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
        options: FeedbackOptions | None = None,
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
            options: as for suggest().
            context: reports and cancels.

        Raises:
            QueryError: no item has this value, and as for suggest().
        """
        truth = self.truth(facet, value, encoder)
        marks = (list(positive), list(negative))
        return simulate(
            self, truth, rounds, seed, marks=marks, k=k, encoder=encoder,
            options=options or FeedbackOptions(), context=context or JobContext(),
        )  # fmt: skip

    def measure(
        self,
        facet: str,
        value: str,
        rounds: int,
        seeds: Sequence[int],
        *,
        positive: Sequence[int] = (),
        negative: Sequence[int] = (),
        k: int = SUGGESTIONS,
        encoder: str = "auto",
        options: FeedbackOptions | None = None,
        context: JobContext | None = None,
    ) -> dict[str, Any]:
        """Play a user for several seeds and return what was met, as JSON types.

        Args:
            facet: as for simulate().
            value: as for simulate().
            rounds: as for simulate().
            seeds: a play each, at least one.
            positive: as for simulate().
            negative: as for simulate().
            k: as for simulate().
            encoder: as for simulate().
            options: as for simulate().
            context: reports and cancels.

        Returns:
            rounds (means and spreads, round by round), seeds, relevant, items.

        Raises:
            QueryError: as for simulate().
        """
        truth = self.truth(facet, value, encoder)
        options, context = options or FeedbackOptions(), context or JobContext()
        plays = [
            simulate(
                self, truth, rounds, seed, marks=(positive, negative), k=k, encoder=encoder,
                options=options, context=context,
            )
            for seed in seeds
        ]  # fmt: skip
        name = self.modalities.visual(encoder, truth.tolist())
        items = len(self._library.vectors(name))
        return {
            "rounds": summary(plays), "seeds": len(plays), "relevant": len(truth), "items": items,
        }  # fmt: skip

    def truth(self, facet: str, value: str, encoder: str = "auto") -> Ids:
        """Return the items that a simulated user looks for, int64 (N,), N >= 1.

        Raises:
            QueryError: no item with a vector has this value.
        """
        found = self._library.catalogue.items_with([Filter(facet, (value,))])
        if len(found):
            name = self.modalities.visual(encoder, found.tolist())
            found = found[self._library.vectors(name).has(found.tolist())]
        if not len(found):
            raise QueryError(
                f"No item with a vector has {facet} = “{value}”.",
                hint="Take a facet and a value that the library knows.",
            )
        return found

    def labels(self, label_set: str = "default") -> dict[int, int]:
        """Return the stored marks, item -> +1 or -1."""
        return self._library.catalogue.labels(label_set)

    def label(self, items: Sequence[int], value: int, label_set: str = "default") -> None:
        """Store a mark for items: +1, -1, or 0 to take it away; on disk when this returns.

        Raises:
            ReadOnlyLibraryError: the library is open for reading.
        """
        self._library.require_writable()
        self._library.catalogue.set_labels(dict.fromkeys(items, value), label_set)

    def _rankers(
        self,
        names: Sequence[str],
        marks: Marks,
        history: Sequence[Sequence[int]],
        options: FeedbackOptions,
        context: JobContext,
    ) -> list[Ranker]:
        """Return the modalities that learned from the marks, at least one."""
        made = [
            self.modalities.ranker(name, marks.good, marks.bad, history, options, context)
            for name in names
        ]
        rankers = [ranker for ranker in made if ranker is not None]
        require_any(rankers, names)
        return rankers

    def _sides(self, marks: Marks, ranker: Ranker) -> list[str]:
        """Return notes about the marks that the first modality compares."""
        notes: list[str] = []
        if not (marks.good and marks.bad):
            notes.append(FeedbackNote("one-side-only"))
        elif isinstance(ranker, VectorRanker):
            notes += marks.contradictions(ranker.source)
        return notes

    def _ranked(
        self,
        rankers: Sequence[Ranker],
        marks: Marks,
        k: int,
        allowed: Ids | None,
        without: Ids,
        options: FeedbackOptions,
    ) -> Suggestions:
        """Return the best items of one modality, or of the fusion of several."""
        first = rankers[0]
        if len(rankers) == 1:
            proposed = [first.best(k, allowed, without)]
            items, scores = proposed[0].items, first.confidence(proposed[0].margins)
            parts = [{"margin": float(margin)} for margin in proposed[0].margins]
        else:
            depth = max(DEPTH, 8 * k)
            proposed = [ranker.best(depth, allowed, without) for ranker in rankers]
            items, scores = fused(rankers, proposed, options)
            items, scores = items[:k], scores[:k]
            parts = parts_of(rankers, items)
        curve = ""
        if len(rankers) == 1 and isinstance(first, VectorRanker):
            curve = first.model.calibration.method
        return Suggestions(
            "", _hits(first, items, scores, parts, marks), self._total(first, allowed, without),
            modalities=tuple(ranker.name for ranker in rankers), learner=options.learner,
            calibration=curve, looked_at=sum(each.looked_at for each in proposed),
            is_exact=all(each.is_exact for each in proposed), notes=notes_of_workers(proposed),
        )  # fmt: skip

    def _total(self, ranker: Ranker, allowed: Ids | None, without: Ids) -> int:
        """Return how many items the first modality had to choose from."""
        if not isinstance(ranker, VectorRanker):
            return len(ranker.best(1 << 30, allowed, without).items)
        if allowed is None:
            return len(ranker.source) - int(ranker.source.has(without.tolist()).sum())
        left = np.setdiff1d(allowed, without)
        return int(ranker.source.has(left.tolist()).sum())

    def _random(
        self, name: str, k: int, without: Ids, allowed: Ids | None, seed: int
    ) -> Suggestions:
        """Return a repeatable random sample and how many items there are to draw from."""
        items = np.setdiff1d(self._library.vectors(name).items(), without)
        if allowed is not None:
            items = np.intersect1d(items, allowed)
        order = np.random.default_rng((seed, len(without))).permutation(len(items))[:k]
        hits = tuple(Hit(int(item), 0.0, why=HitReason("random")) for item in items[order])
        return Suggestions(
            "", hits, len(items), notes=(FeedbackNote("nothing-marked"),), modalities=(name,)
        )


def _is_empty(allowed: Ids | None) -> bool:
    return allowed is not None and not len(allowed)


def _hits(
    ranker: Ranker,
    items: Ids,
    scores: NDArray[np.float64],
    parts: Sequence[dict[str, float]],
    marks: Marks,
) -> tuple[Hit, ...]:
    """Return hits with what their score is made of and the marked item that explains them."""
    reasons = (
        marks.reasons(ranker.source, items)
        if isinstance(ranker, VectorRanker)
        else [("near in place or time", 0.0)] * len(items)
    )
    return tuple(
        Hit(item, float(score), part | ({"nearest": alike} if alike else {}), why=why)
        for item, score, part, (why, alike) in zip(
            items.tolist(), scores, parts, reasons, strict=True
        )
    )
