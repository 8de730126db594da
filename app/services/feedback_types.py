"""What relevance feedback is asked and what it answers; value types only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from common.notes import Note
from common.values import ResultList

VISUAL = "auto"  # the image encoder that fits the marked items
LOOKS = "looks"  # all image encoders that know half of the marked items and look at pixels
CONCEPTS = "concepts"
TEXTS = "texts"
NEARNESS = "nearness"
ALL = "all"  # every modality that knows half of the marked items
NOT_VECTORS = (CONCEPTS, TEXTS, NEARNESS)

_NOTES: dict[str, str] = {
    "nothing-marked": "Nothing is marked yet: these are random. Mark one item to begin.",
    "nothing-left": "Every item that passes was seen or marked: clear filters or start over.",
    "filters-empty": "No item passes the filters: take one away.",
    "no-vector": "{count} marked items have no vector and were left out.",
    "gone": "{count} marked items are no longer in the library and were left out.",
    "alike-both": (
        "{count} items marked relevant look the same as items marked not relevant: "
        "look at “{one}” and “{other}” again."
    ),
    "modality-missing": "“{name}” knows none of the marked items and was left out.",
    "one-side-only": "Only one kind of mark so far: arbitrary items stand in for the other one.",
    "shards-silent": (
        "Workers that did not answer in time hold {share} % of the pictures, which were not looked "
        "at: ask again for all."
    ),
    "workers-gone": "The workers cannot be reached, so this computer compared alone.",
    "workers-starting": "The workers are still being started, so this computer compared alone.",
}


class FeedbackNote(Note):
    """A note about suggestions."""

    __slots__ = ()
    texts: ClassVar[Mapping[str, str]] = _NOTES


def note_ids() -> dict[str, str]:
    """Return the ids of all notes with their English texts; {names} stand for values."""
    return dict(_NOTES)


@dataclass(frozen=True, slots=True)
class FeedbackOptions:
    """How suggestions are made.

    Args:
        learner: "svm", "logistic", "rocchio" or "bayes".
        fusion: rule that merges several modalities: "reciprocal" (the best one on labelled
            photos), "mean-rank" (Exquisitor's), "borda", "condorcet", "combsum", "combmnz" or
            "pairwise".
        modalities: what items are compared by, each ranks for itself: "auto" (the image encoder
            that fits the marked items), the name of an encoder, "looks" (every encoder that knows
            half of them), "concepts" (what networks named), "texts" (texts by meaning),
            "nearness" (place and time), "all".
        weights: of modalities in the fusion, by name, >= 0; 1 where absent.
        damp: how much items that score high for everything are held back, 0 (not) to 1.
        class_weights: of the relevant and of the not relevant marks, > 0.
        budget_ms: how long a search may take in a large collection; None for nearly all there is.
        exact: look at everything, however long it takes.
        seed: chooses what stands in for a side without marks, and random suggestions.
    """

    learner: str = "svm"
    fusion: str = "reciprocal"
    modalities: tuple[str, ...] = (VISUAL,)
    weights: Mapping[str, float] = field(default_factory=dict)
    damp: float = 0.0
    class_weights: tuple[float, float] = (1.0, 1.0)
    budget_ms: float | None = None
    exact: bool = False
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Suggestions(ResultList):
    """What to look at next, and how it was found.

    Args:
        modalities: that ranked, by their names in the library ("mobilenet_v2", "concepts").
        learner: that was used; "" for random ones.
        calibration: how scores became 0-1: "fixed", "platt", "isotonic"; "" for fused ranks.
        looked_at: how many items were compared.
        is_exact: nothing that passes would have come before those found.
    """

    modalities: tuple[str, ...] = ()
    learner: str = ""
    calibration: str = ""
    looked_at: int = 0
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class Replacement:
    """A judged item made room for another one.

    Args:
        row: where, among those shown, from 0.
        item: that was judged.
        value: +1 relevant, -1 not relevant.
        by: item that took its place; None when nothing was left and the row went.
        place: of that item in the suggestions, from 1; 0 for none.
        score: of that item.
        why: what speaks for it ("like “beach 3” (0.91)").
    """

    row: int
    item: int
    value: int
    by: int | None = None
    place: int = 0
    score: float = 0.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Push:
    """A named feature that moved an item up or down.

    Args:
        feature: its name ("golden retriever").
        strength: of the feature in the item, 0-1.
        contribution: to the margin, > 0 pushed up.
    """

    feature: str
    strength: float
    contribution: float


@dataclass(frozen=True, slots=True)
class Near:
    """A marked item that an item is compared with.

    Args:
        item: that is marked.
        value: +1 or -1.
        similarity: cosine.
        share: of all that pushed the item up (marks of +1) or down (of -1), 0-1.
    """

    item: int
    value: int
    similarity: float
    share: float


@dataclass(frozen=True, slots=True)
class ModalityRank:
    """Where one modality puts an item.

    Args:
        modality: its name in the library.
        rank: from 1, among all items it knows.
        total: how many it knows.
        score: 0-1.
    """

    modality: str
    rank: int
    total: int
    score: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an item was suggested.

    Args:
        item: that is explained.
        ranks: one for each modality that ranked and knows it.
        features: named features that moved it, the strongest first; empty without concepts.
        nearest: marked items that moved it, the strongest first.
        notes: what the user should know.
    """

    item: int
    ranks: tuple[ModalityRank, ...] = ()
    features: tuple[Push, ...] = ()
    nearest: tuple[Near, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a simulated session.

    Args:
        labels: marks given before the round.
        precision_at_25: relevant part of what was shown, 0-1; of min(25, relevant left) at most.
        recall: relevant items marked after the round, part of all relevant ones, 0-1.
        ms: how long the suggestions took.
        shown: items shown.
        seen: items shown so far, with this round.
    """

    labels: int
    precision_at_25: float
    recall: float
    ms: float
    shown: tuple[int, ...] = ()
    seen: int = 0


def replacements(
    shown: Sequence[int], judged: Mapping[int, int], found: ResultList
) -> tuple[Replacement, ...]:
    """Return what takes the place of judged items: the next best of found, row by row.

    Args:
        shown: items on the screen, in order.
        judged: item -> +1 or -1; those of them that are shown make room.
        found: suggestions, best first; what is shown or judged is passed over.
    """
    taken = {*shown, *judged}
    fresh = ((place, hit) for place, hit in enumerate(found.hits, 1) if hit.item not in taken)
    made = []
    for row, item in enumerate(shown):
        if not judged.get(item):
            continue
        place, hit = next(fresh, (0, None))
        if hit is None:
            made.append(Replacement(row, item, judged[item]))
        else:
            made.append(Replacement(row, item, judged[item], hit.item, place, hit.score, hit.why))
    return tuple(made)
