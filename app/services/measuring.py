"""Measuring a collection: what can be looked for, feedback by rounds beside chance, as files."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from common.errors import QueryError
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.feedback_types import FeedbackOptions
    from app.services.services import Services
    from app.services.types import StrategyCase, StrategyReport

BUCKETS = "bucket"  # facet key of the buckets
LEAST = 5  # items a category needs to count
SHOWN = 25  # suggestions a round
_NOT_LOOKED_FOR = frozenset({"label", "watchlist", "classifier", "missing", "added_at"})
_VALUES = 200  # most frequent values that are looked at to see whether a facet has categories


@dataclass(frozen=True, slots=True)
class Offer:
    """A facet whose values can be looked for, or the buckets.

    Args:
        key: of the facet; BUCKETS for the buckets.
        categories: how many values have enough items (200 where it has more).
        items: of the largest one.
    """

    key: str
    categories: int
    items: int


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """What one round brought, mean over plays, and what showing items by chance would bring.

    Args:
        labels: marks that the round learned from.
        seen: images seen when it ended.
        precision: relevant ones of those shown, of min(25, relevant ones left), 0-1.
        recall: part of all relevant items found so far, 0-1.
        chance_precision: expected if as many were drawn by chance, 0-1.
        chance_recall: expected if as many were drawn by chance, 0-1.
        ms: time to learn and search.
    """

    labels: float
    seen: float
    precision: float
    recall: float
    chance_precision: float
    chance_recall: float
    ms: float


@dataclass(frozen=True, slots=True)
class Category:
    """How feedback did for one category.

    Args:
        name: of the value or bucket.
        relevant: how many items it has.
        items: of the collection.
        rounds: at least one; fewer than asked for where all items had been shown.
    """

    name: str
    relevant: int
    items: int
    rounds: tuple[RoundFigures, ...]


@dataclass(frozen=True, slots=True)
class RoundsReport:
    """How feedback did for several categories.

    Args:
        facet: whose values were looked for.
        categories: largest first.
        plays: of each category, each from another first item.
        notes: what the user should know.
    """

    facet: str
    categories: tuple[Category, ...]
    plays: int
    notes: tuple[str, ...] = ()

    @property
    def mean(self) -> tuple[RoundFigures, ...]:
        """Mean over the categories; one that ended early counts with its last round."""
        longest = max((len(each.rounds) for each in self.categories), default=0)
        at = [
            [asdict(each.rounds[min(number, len(each.rounds) - 1)]) for each in self.categories]
            for number in range(longest)
        ]
        return tuple(
            RoundFigures(**{key: float(np.mean([one[key] for one in some])) for key in some[0]})
            for some in at
        )


def offers(services: "Services", context: JobContext | None = None) -> list[Offer]:
    """Return what can be looked for: the facets with at least two values of enough items.

    The buckets come first, where at least one has enough items; then the facets by key.

    Args:
        services: of the open library.
        context: reports and cancels.

    Raises:
        JobCancelled: the user cancelled.
    """
    context = context or JobContext()
    catalogue = services.library.catalogue
    sizes = [size for size in catalogue.buckets().values() if size >= LEAST]
    found = [Offer(BUCKETS, len(sizes), max(sizes))] if sizes else []
    keys = sorted(key for key in catalogue.facet_keys() if key not in _NOT_LOOKED_FOR)
    for number, key in enumerate(keys):
        context.step(number, len(keys), key)
        counts = catalogue.facet_counts(key, limit=_VALUES)
        enough = [count for _, count in counts if count >= LEAST]
        if len(enough) >= 2 and key != BUCKETS:
            found.append(Offer(key, len(enough), max(enough)))
    return found


def play_rounds(
    services: "Services",
    facet: str,
    *,
    rounds: int = 10,
    plays: int = 3,
    most: int | None = 10,
    seed: int = 0,
    options: "FeedbackOptions | None" = None,
    each: Callable[[Category], None] | None = None,
    context: JobContext | None = None,
) -> RoundsReport:
    """Play a user who looks for each category and marks all that feedback shows, correctly.

    Args:
        services: of the open library.
        facet: facet key whose values are the categories; BUCKETS takes the buckets.
        rounds: of a play, >= 1.
        plays: of a category, each from another first item, >= 1.
        most: categories, the largest ones; None takes all.
        seed: of the first play.
        options: of feedback; the defaults where None.
        each: told of a category when it is played, on this thread.
        context: reports and cancels.

    Raises:
        QueryError: no category has enough items with vectors, or no image was ever encoded.
        JobCancelled: the user cancelled.
    """
    from app.services.explore_simulation import categories_of

    context = context or JobContext()
    named = "" if facet == BUCKETS else facet
    space = services.explore.space()
    chosen, notes = categories_of(services.library, named, space, None, LEAST, most)
    played: list[Category] = []
    for number, name in enumerate(chosen):
        inner = _Part(context, number * plays * rounds, len(chosen) * plays * rounds, name)
        found = services.feedback.measure(
            facet, name, rounds, range(seed, seed + plays), k=SHOWN, options=options, context=inner
        )
        if not found["rounds"]:
            notes.append(f"Nothing could be suggested for “{name}”.")
            continue
        played.append(_category(name, found))
        if each is not None:
            each(played[-1])
    if not played:
        raise QueryError(
            "Nothing is left to suggest in this collection.", hint="Import more, then try again."
        )
    context.step(1, 1)
    return RoundsReport(facet, tuple(played), plays, tuple(notes))


class _Part(JobContext):
    """The part of a job that plays one category; stops and waits with the whole."""

    def __init__(self, whole: JobContext, before: int, total: int, note: str) -> None:
        super().__init__()
        self._whole, self._before, self._total, self._note = whole, before, total, note
        self._steps = 0

    def step(self, done: int, total: int = 0, note: str = "") -> None:  # noqa: ARG002 - as the base class
        """Count a round; other arguments are those of the part and not shown."""
        self._whole.step(self._before + self._steps, self._total, self._note)
        self._steps = min(self._steps + 1, self._total - self._before)


def _category(name: str, found: dict[str, Any]) -> Category:
    relevant, items = int(found["relevant"]), int(found["items"])
    figures: list[RoundFigures] = []
    seen_before = 0.0
    for one in found["rounds"]:
        # The first item is given; of the others a part of what was seen comes up by chance.
        density = (relevant - 1) / max(1, items - 1)
        left = (relevant - 1) * (1 - min(1.0, seen_before / max(1, items - 1)))
        shown = one["seen"] - seen_before
        best = max(1.0, min(float(SHOWN), left))
        by_chance = 1 + density * min(one["seen"], items - 1)
        figures.append(
            RoundFigures(
                one["labels"], one["seen"], one["precision_at_25"], one["recall"],
                min(1.0, density * shown / best), min(1.0, by_chance / relevant), one["ms"],
            )
        )  # fmt: skip
        seen_before = one["seen"]
    return Category(name, relevant, items, tuple(figures))


# -- as documents and tables


def rounds_document(report: RoundsReport) -> dict[str, Any]:
    """Return a report as JSON types."""
    return {**asdict(report), "mean": [asdict(one) for one in report.mean]}


def strategies_document(report: "StrategyReport") -> dict[str, Any]:
    """Return a report as JSON types."""
    return {
        "items": report.items,
        "encoder": report.encoder,
        "recall": report.recall,
        "categories": report.categories,
        "cases": [_case(case) for case in report.cases],
        "best": _case(report.best),
        "seconds": round(report.seconds, 2),
        "notes": list(report.notes),
    }


def _case(case: "StrategyCase") -> dict[str, Any]:
    return {
        "method": case.method,
        "threshold": case.threshold,
        "clusters": case.clusters,
        "strategy": case.strategy.number,
        "name": case.strategy.name,
        "seen": round(case.mean, 6),
        "by_category": {name: round(seen, 6) for name, seen in case.seen.items()},
    }


def rounds_csv(report: RoundsReport) -> str:
    """Return a report as CSV: a row for each category and round, RFC 4180."""
    rows = [
        [_cell(each.name), each.relevant, each.items, number, *asdict(one).values()]
        for each in report.categories
        for number, one in enumerate(each.rounds, 1)
    ]
    heads = ["category", "relevant", "items", "round", *RoundFigures.__dataclass_fields__]
    return _csv(heads, rows)


def strategies_csv(report: "StrategyReport") -> str:
    """Return a report as CSV: a row for each clustering, strategy and category, RFC 4180."""
    rows = [
        [
            case.method, case.threshold, case.clusters, case.strategy.number, case.strategy.name,
            _cell(name), report.categories[name], round(seen, 6),
        ]
        for case in report.cases
        for name, seen in case.seen.items()
    ]  # fmt: skip
    heads = [
        "method", "threshold", "clusters", "strategy", "name", "category", "relevant", "seen",
    ]  # fmt: skip
    return _csv(heads, rows)


def _cell(text: str) -> str:
    from app.services.export_tables import safe

    return safe(text)


def _csv(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows(rows)
    return text.getvalue()
