"""What searches answer, and what the parts of a query are asked and answer; value types only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from app.services.query import Query
from common.jobs import JobContext
from common.notes import Note
from common.settings import Settings
from common.values import ResultList
from indexers.rankings.fusion import Scored

if TYPE_CHECKING:
    from app.services.library import Library
    from app.services.similarity import EngineOwner

Reason = Callable[[int], str]


class SearchNote(Note):
    """A note about a search."""

    __slots__ = ()
    texts: ClassVar[Mapping[str, str]] = {
        "nothing-asked": ("Nothing was asked: type a word, give an example or set a filter."),
        "below": (
            "{count} items match below the threshold {threshold:g}; the best has {best:.2f}."
        ),
        "scenes-below": (
            "All scenes lie below the threshold {threshold:g}; the best has {best:.2f}."
        ),
        "empty-library": "The library is empty: import something first.",
        "without-filters": "Without the filter {filters} there are {count} matches.",
        "filters-empty": "No item passes all filters: take one away.",
        "nothing-follows": (
            "Nothing follows in time: allow more seconds, or search the parts alone."
        ),
        "nothing-together": (
            "No window holds all steps: make it longer, or search the parts alone."
        ),
        "more-ways": "Mode “auto” searches in more ways.",
        "did-you-mean": "Did you mean “{word}”?",
        "no-match": "Nothing matches these words: use fewer or more general ones.",
        "stage-matches": "Step {number}, “{text}”, is found {count} × at a known time.",
        "stage-without-time": (
            "Step {number}, “{text}”, is found {count} ×, but never at a known time: "
            "what follows what needs shots of videos, or photos that tell when they were taken."
        ),
        "box-empty": "Nothing matches “{name}”: take it away, or say it in other words.",
        "boxes-pruned": (
            "No item is in all {count} lists of the boxes: unite them instead of pruning."
        ),
        "pose-none-yet": (
            "No picture was looked at for poses yet: “pose --analyse” does, and so does an open "
            "library by itself."
        ),
        "pose-people": (
            "{looked} people were looked at; {above} are {least:.0%} or more like the pose and "
            "counted."
        ),
        "clip-no-texts": "Nothing is said or written in the clip: its pictures are compared only.",
        "by-meaning": (
            "Searched names, texts and facets as written; the sentence model “minilm” would search "
            "by meaning: see “models list”."
        ),
        "by-looks": (
            "No network here knows both words and pictures, so pictures are found by what was "
            "named in them; a CLIP or ConSE model would search their looks: see “models list”."
        ),
    }


def search_notes() -> dict[str, str]:
    """Return the ids of all notes with their English texts; {names} stand for values."""
    return dict(SearchNote.texts)


@dataclass(frozen=True, slots=True)
class MarkedBox:
    """A box in a picture that matched.

    Args:
        label: what it shows.
        x: left edge, fraction of the width.
        y: top edge, fraction of the height.
        width: fraction of the width.
        height: fraction of the height.
        score: how well it matched, 0-1.
        role: what of the query it matched ("subject", "object", "colour", ...).
    """

    label: str
    x: float
    y: float
    width: float
    height: float
    score: float = 1.0
    role: str = ""


@dataclass(frozen=True, slots=True)
class MarkedPose:
    """A person in a picture whose pose matched.

    Args:
        points: 17 points in COCO's order: x, y as fractions of the picture, how surely it is seen
            0-1.
        score: how well the pose matched, 0-1.
    """

    points: tuple[tuple[float, float, float], ...]
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What in an item matched.

    Args:
        boxes: in its picture.
        texts: of it, with *stars* around what matched.
        concepts: (name, score 0-1) that speak for it, strongest first.
        poses: people whose pose matched, best first.
    """

    boxes: tuple[MarkedBox, ...] = ()
    texts: tuple[str, ...] = ()
    concepts: tuple[tuple[str, float], ...] = ()
    poses: tuple[MarkedPose, ...] = ()

    def __add__(self, other: "Evidence") -> "Evidence":
        """Return both, each thing once."""
        return Evidence(
            tuple(dict.fromkeys(self.boxes + other.boxes)),
            tuple(dict.fromkeys(self.texts + other.texts)),
            tuple(dict.fromkeys(self.concepts + other.concepts)),
            tuple(dict.fromkeys(self.poses + other.poses)),
        )


def no_reason(_item: int) -> str:
    """Return no reason."""
    return ""


def no_evidence(_item: int) -> Evidence:
    """Return no evidence."""
    return Evidence()


def no_items() -> NDArray[np.int64]:
    """Return no items."""
    return np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Asking:
    """With what a part is asked.

    Args:
        library: the open library.
        models: makes the engine when a network is first needed.
        settings: the user's settings.
        k: at least this many candidates, > 0.
        allowed: only these items, int64 ascending; None for all.
        context: reports and cancels.
        weights: way -> weight, over the settings' own; see Query.
        is_alone: the part is the only one of its stage.
    """

    library: "Library"
    models: "EngineOwner"
    settings: Settings
    k: int
    allowed: NDArray[np.int64] | None = None
    context: JobContext = field(default_factory=JobContext)
    weights: Mapping[str, float] = field(default_factory=dict)
    is_alone: bool = True


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """What one part of a query found.

    Args:
        scored: its list, scores 0-1.
        reason: says in words why an item is in it.
        starts: where in a video an item matched, seconds.
        evidence: what in an item matched.
        notes: what the user should know.
        subs: the lists that `scored` was made of, by name; shown, and merged by the fusion rule
            where `shares` weighs them.
        excluded: items that must not be found, int64 ascending.
        shares: of the subs that take the place of `scored` in the fusion: name -> weight; empty
            where `scored` is one list.
        reasons: of the subs, by name, where they have their own.
        is_negative: the part only says what must not be there.
    """

    scored: Scored
    reason: Reason = no_reason
    starts: Mapping[int, float] = field(default_factory=dict)
    evidence: Callable[[int], Evidence] = no_evidence
    notes: tuple[str, ...] = ()
    subs: Mapping[str, Scored] = field(default_factory=dict)
    excluded: NDArray[np.int64] = field(default_factory=no_items)
    shares: Mapping[str, float] = field(default_factory=dict)
    reasons: Mapping[str, Reason] = field(default_factory=dict)
    is_negative: bool = False


@dataclass(frozen=True, slots=True)
class PartReport:
    """What became of a part of a query.

    Args:
        name: as in Hit.parts; the second of a kind is "… 2".
        matches: how many items its list has.
        ms: how long it took.
        note: what the user should know of it, "" for nothing.
        stage: which stage it belongs to, from 0.
        place: which part of that stage it is, from 0.
        subs: the lists it was made of: (name, items).
    """

    name: str
    matches: int
    ms: float
    note: str = ""
    stage: int = 0
    place: int = 0
    subs: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PoolList:
    """One list that the fusion of a stage merges.

    Args:
        name: as in Hit.parts.
        place: the part of the stage that it belongs to, from 0.
        scored: items with scores 0-1.
        weight: share of its part's weight.
        reason: says why an item is in it.
    """

    name: str
    place: int
    scored: Scored
    weight: float = 1.0
    reason: Reason = field(default=no_reason, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class PoolStage:
    """The lists of one stage.

    Args:
        lists: all lists of its parts, those that must match pruned the others already.
        starts: where in a video an item matched, seconds.
        evidence: what in an item matched.
        by_rank: what "auto" means here: by rank, not by score.
    """

    lists: tuple[PoolList, ...] = ()
    starts: Mapping[int, float] = field(default_factory=dict)
    evidence: Callable[[int], Evidence] = field(default=no_evidence, repr=False, compare=False)
    by_rank: bool = False


@dataclass(frozen=True, slots=True)
class Pool:
    """What a search found before it was merged: another rule or weight needs no search.

    Args:
        query: that was asked.
        stages: one for each of its stages.
        notes: of the parts.
        reports: of the parts.
    """

    query: Query
    stages: tuple[PoolStage, ...] = ()
    notes: tuple[str, ...] = ()
    reports: tuple[PartReport, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundScene:
    """Frames that match the stages of a query, one after another or in one window.

    Args:
        items: matched frames, in order of time.
        times: when, seconds; in a video from its beginning, else since 1970.
        scores: of the frames in their stage, 0-1.
        stage_of: which stage each frame matched, from 0.
        group: item id of the video; -1 for photos, which are ordered by the time they were taken.
        start_s: of the scene, seconds.
        end_s: of the scene, seconds.
        score: of the whole, 0-1.
    """

    items: tuple[int, ...]
    times: tuple[float, ...]
    scores: tuple[float, ...]
    stage_of: tuple[int, ...]
    group: int
    start_s: float
    end_s: float
    score: float


@dataclass(frozen=True, slots=True)
class SearchResults(ResultList):
    """The answer of a search.

    Args:
        asked: the query.
        scenes: for a query of several stages, best first; the first item of each is the hit.
        pool: the lists it was merged from.
        parts: what became of each part.
        rule: fusion rule that merged the lists.
        evidence_of: what in an item matched; see evidence().
    """

    asked: Query = field(default_factory=Query)
    scenes: tuple[FoundScene, ...] = ()
    pool: Pool = field(default_factory=lambda: Pool(Query()), repr=False, compare=False)
    parts: tuple[PartReport, ...] = ()
    rule: str = "weighted"
    evidence_of: Callable[[int], Evidence] = field(default=no_evidence, repr=False, compare=False)

    def evidence(self, item: int) -> Evidence:
        """Return what in an item matched: boxes, texts and concepts. May read the catalogue."""
        return self.evidence_of(item)


@dataclass(frozen=True, slots=True)
class Moved:
    """How the rank of an item changed.

    Args:
        before: rank from 1 in the list before; None for one that is new.
        after: rank from 1 in the list after; None for one that is gone.
    """

    before: int | None
    after: int | None

    @property
    def up(self) -> int:
        """By how many ranks it rose; negative if it fell, 0 if it is new or gone."""
        return 0 if self.before is None or self.after is None else self.before - self.after


@dataclass(frozen=True, slots=True)
class Movements:
    """What changed in the ranking between two lists.

    Args:
        ranks: by item, of all items of both lists.
        new: items of the second list only, best first.
        gone: items of the first list only, best first.
        risen: items that rose, by how much, most first.
        fallen: items that fell, by how much, most first.
        said: what changed in the query, one line a change.
    """

    ranks: Mapping[int, Moved] = field(default_factory=dict)
    new: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    risen: tuple[int, ...] = ()
    fallen: tuple[int, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether both lists hold the same items in the same order."""
        return not (self.new or self.gone or self.risen or self.fallen)
