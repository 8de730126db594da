"""The facets of a library to filter by: keys, values with counts, histograms, ways out of nothing.

Counts say what is left within the other filters: what a value would leave that is added to them.
"""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from app.services.facet_bins import Bins, binned
from app.services.facet_choices import Choice, choice_of, is_chosen
from common.errors import QueryError
from common.jobs import JobContext
from indexers.catalogue.facet_table import FacetTable, Mask, table_of
from indexers.catalogue.records import Filter

if TYPE_CHECKING:
    from app.services.library import Library

logger = logging.getLogger(__name__)

# What people ask for first.
_ORDER = (
    "genre", "year", "kind", "taken_at", "place", "activity", "city", "country", "actor",
    "director", "person", "rating", "company", "collection", "writer", "origin", "concept",
    "object", "tag", "colour", "camera", "lens", "language", "runtime", "duration_s", "popularity",
    "votes", "decade", "month", "weekday", "daytime", "hour", "day", "event", "people", "faces",
    "camera_motion", "main_colour", "tone", "light", "brightness", "orientation",
    "aspect", "borders", "label", "bucket", "watchlist",
)  # fmt: skip
COLUMN_RANGES = ("year", "taken_at", "duration_s", "popularity", "aspect")
FACET_RANGES = ("rating", "runtime", "votes", "people", "faces", "brightness")
LISTS = ("bucket", "watchlist")
_RARE = 0.02  # a facet that fewer of the items have comes after the others
_NATURAL = {
    "month": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
    "weekday": (
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ),
    "daytime": ("morning", "midday", "afternoon", "evening", "night"),
    "light": ("black", "dark", "normal", "bright"),
}  # fmt: skip
_BY_NAME = ("decade", "hour", "day")


@dataclass(frozen=True, slots=True)
class FacetKey:
    """A facet that items can be filtered by.

    Args:
        key: as filters name it.
        form: "values", or "range" of numbers, or "times".
        items: how many items have it; -1 where nobody counted.
    """

    key: str
    form: Literal["values", "range", "times"]
    items: int


@dataclass(frozen=True, slots=True)
class ValueCount:
    """A value of a facet.

    Args:
        value: as filters name it.
        count: how many items it would leave.
        state: 1 chosen, -1 excluded, 0 neither.
    """

    value: str
    count: int
    state: int


@dataclass(frozen=True, slots=True)
class ValuePage:
    """The first values of a facet.

    Args:
        key: of the facet.
        values: what is chosen, then the most frequent; calendars in their own order.
        more: how many values there are beyond.
        choice: what the filters choose.
    """

    key: str
    values: tuple[ValueCount, ...]
    more: int
    choice: Choice


@dataclass(frozen=True, slots=True)
class Histogram:
    """How the numbers of a facet are spread.

    Args:
        key: of the facet.
        edges: (bins + 1,) ascending; times in seconds since 1970. Empty where nothing is known.
        totals: (bins,) of all items.
        counts: (bins,) of those within the other filters.
        whole: numbers are whole.
        choice: what the filters choose.
    """

    key: str
    edges: NDArray[np.float64]
    totals: NDArray[np.int64]
    counts: NDArray[np.int64]
    whole: bool
    choice: Choice


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A filter that can be dropped, and how many items pass the rest."""

    dropped: Filter
    count: int


class FacetService:
    """Facets of the open library; safe to call on any thread, meant for jobs.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._catalogue = library.catalogue
        self._bins: dict[str, tuple[NDArray[np.float64], Bins]] = {}

    # -- keys

    def all_keys(self, label_set: str = "default") -> list[FacetKey]:
        """Return the facets that this library has, most useful first.

        Args:
            label_set: whose marks can be filtered by.
        """
        catalogue = self._catalogue
        counts = dict(catalogue.facet_keys())
        total = self.count(())
        if not total:
            return []
        numbers = catalogue.number_keys()
        found = [FacetKey(key, _form(key, numbers), items) for key, items in counts.items()]
        found += [
            FacetKey(key, _form(key, numbers), -1)
            for key in COLUMN_RANGES
            if key not in counts and catalogue.has_numbers(key)
        ]
        if len(catalogue.facet_table("kind").names) > 1:  # kept; counting a million takes long
            found.append(FacetKey("kind", "values", total))
        if marked := len(catalogue.labels(label_set)):
            name = "label" if label_set == "default" else f"label:{label_set}"
            found.append(FacetKey(name, "values", marked))
        for key, lists in (("bucket", catalogue.buckets()), ("watchlist", catalogue.watchlists())):
            if lists:
                found.append(FacetKey(key, "values", sum(lists.values())))
        return sorted(found, key=lambda one: _rank(one, total))

    def known_keys(self) -> set[str]:
        """Return every key that a filter may name here, whether items have it now or not."""
        catalogue = self._catalogue
        special = {"kind", "missing", "animated", "bucket", "watchlist", "path", "label"}
        return {*catalogue.facet_keys(), *special, *catalogue.computed}

    def drop_unknown(
        self, filters: Sequence[Filter]
    ) -> tuple[tuple[Filter, ...], tuple[Filter, ...]]:
        """Return the filters that mean something here, and those whose key nobody knows."""
        known = self.known_keys()
        good: list[Filter] = []
        bad: list[Filter] = []
        for one in filters:
            has_range = one.low is not None or one.high is not None
            named = one.key in known or one.key.partition(":")[0] == "label"
            by_column = has_range and not one.values and self._catalogue.can_range(one.key)
            (good if named or by_column or one.key == "year" else bad).append(one)
        return tuple(good), tuple(bad)

    # -- values

    def values(
        self,
        key: str,
        filters: Sequence[Filter],
        search: str = "",
        limit: int = 8,
        context: JobContext | None = None,
    ) -> ValuePage:
        """Return the values of a facet with what each would leave.

        Args:
            key: facet key, or "kind", "label", "label:SET", "bucket", "watchlist".
            filters: in effect.
            search: only values that contain this; case does not matter.
            limit: how many at most, beside those chosen.
            context: of the job.

        Raises:
            QueryError: a filter cannot be read.
        """
        context = context or JobContext()
        context.step(0, 2)
        choice = choice_of(filters, key)
        table = self._table(key)
        context.step(1, 2)
        counts = table.counts(self._within(filters, choice))
        places = _matching(table, search)
        chosen = [name for name in (*choice.include, *choice.exclude) if _fits(name, search)]
        is_calendar = key in _NATURAL or key in _BY_NAME
        if is_calendar:
            places = _in_natural_order(key, table, places)
        else:
            places = places[np.argsort(-counts[places], kind="stable")]
        names = [table.names[place] for place in places[: limit + len(chosen)].tolist()]
        first = [] if is_calendar else chosen
        rest = [name for name in names if name not in first][:limit]
        shown = list(dict.fromkeys([*first, *rest, *chosen]))
        states = dict.fromkeys(choice.include, 1) | dict.fromkeys(choice.exclude, -1)
        found = tuple(
            ValueCount(name, _count(table, counts, name), states.get(name, 0)) for name in shown
        )
        known = sum(1 for name in shown if table.place(name) is not None)
        return ValuePage(key, found, max(0, len(places) - known), choice)

    def _table(self, key: str) -> FacetTable:
        catalogue = self._catalogue
        name, _, detail = key.partition(":")
        if name == "label":
            labels = catalogue.labels(detail or "default")
            return table_of(
                key, {str(sign): [i for i, v in labels.items() if v == sign] for sign in (1, -1)}
            )
        if key == "bucket":
            return table_of(key, {one: catalogue.bucket_items(one) for one in catalogue.buckets()})
        if key == "watchlist":
            lists = catalogue.watchlists()
            return table_of(key, {one: catalogue.watchlist_items(one) for one in lists})
        return catalogue.facet_table(key)

    def passes(self, item: int, filters: Sequence[Filter]) -> bool:
        """Return whether an item passes all filters.

        Raises:
            QueryError: a filter cannot be read.
        """
        mask = self._catalogue.passing(tuple(filters))
        return 0 <= item < len(mask) and bool(mask[item])

    def _within(self, filters: Sequence[Filter], choice: Choice) -> Mask | None:
        """Return who passes the filters that a value of the facet would be added to.

        One more of several values widens what any of them leave, so what is chosen of the facet
        itself does not count then.
        """
        others: list[Filter] = [
            one for one in filters if one.key != choice.key or not is_chosen(one)
        ]
        if choice.mode == "all" and len(choice.include) > 1:
            others += Choice(choice.key, choice.include, mode="all").filters()
        return self._catalogue.passing(others) if others else None

    # -- numbers

    def histogram(
        self, key: str, filters: Sequence[Filter], context: JobContext | None = None
    ) -> Histogram:
        """Return how the numbers of a facet are spread.

        Args:
            key: a facet of numbers or a column of items.
            filters: in effect; those of the facet itself do not count.
            context: of the job.

        Raises:
            QueryError: a filter cannot be read.
        """
        (context or JobContext()).step(0, 1)
        choice = choice_of(filters, key)
        within = self._within(filters, choice)
        if self._catalogue.can_range(key):
            bins = self._bins_of(key, self._catalogue.number_column(key))
            counts = bins.totals if within is None else bins.counts(within)
        else:
            table = self._catalogue.facet_table(key)
            good = np.isfinite(table.numbers)
            bins = binned(table.numbers[good], is_time=False, weights=table.totals[good])
            counts = np.bincount(
                bins.places, weights=table.counts(within)[good], minlength=len(bins.totals)
            ).astype(np.int64)
        return Histogram(key, bins.edges, bins.totals, counts, whole=bins.whole, choice=choice)

    def _bins_of(self, key: str, column: NDArray[np.float64]) -> Bins:
        """Return the bins of a column, made anew only when the catalogue read it anew."""
        known = self._bins.get(key)
        if known is None or known[0] is not column:
            known = (column, binned(column, is_time=key == "taken_at"))
            self._bins[key] = known
        return known[1]

    # -- filters

    def count(self, filters: Sequence[Filter]) -> int:
        """Return how many items pass.

        Raises:
            QueryError: a filter cannot be read.
        """
        return int(self._catalogue.passing(tuple(filters)).sum())

    def relaxations(
        self, filters: Sequence[Filter], among: NDArray[np.int64] | None = None
    ) -> list[Relaxation]:
        """Return which one filter to drop so that something passes, the smallest step first.

        Args:
            filters: that nothing passes.
            among: ids that count; None for all items.
        """
        found = []
        for one in filters:
            rest = [other for other in filters if other != one]
            try:
                mask = self._catalogue.passing(rest)
            except QueryError as error:
                logger.info("a filter cannot be relaxed: %s", error)
                continue
            count = int(mask.sum() if among is None else _at(mask, among).sum())
            if count:
                found.append(Relaxation(one, count))
        return sorted(found, key=lambda each: each.count)


def _at(mask: Mask, ids: NDArray[np.int64]) -> Mask:
    """Return whether ids pass; those that the mask does not know do not."""
    there = ids < len(mask)
    return mask[np.where(there, ids, 0)] & there


def _form(key: str, numbers: Collection[str]) -> Literal["values", "range", "times"]:
    """Return how a facet is filtered by; one that nobody foresaw by a range if it has numbers."""
    if key == "taken_at":
        return "times"
    if key in COLUMN_RANGES or key in FACET_RANGES:
        return "range"
    return "range" if key in numbers and key not in _ORDER else "values"


def _rank(one: FacetKey, total: int) -> tuple[bool, int, int, str]:
    name = one.key.partition(":")[0]
    place = _ORDER.index(name) if name in _ORDER else len(_ORDER)
    own = name in {"label", *LISTS}
    return 0 <= one.items < _RARE * total and not own, place, -one.items, one.key


def _fits(name: str, search: str) -> bool:
    return search.strip().casefold() in name.casefold()


def _matching(table: FacetTable, search: str) -> NDArray[np.int64]:
    """Return the places of the values that contain a text."""
    wanted = search.strip().casefold()
    if not wanted:
        return np.arange(len(table.names))
    found = [place for place, name in enumerate(table.names) if wanted in name.casefold()]
    return np.array(found, np.int64)


def _in_natural_order(key: str, table: FacetTable, places: NDArray[np.int64]) -> NDArray[np.int64]:
    order = {name: place for place, name in enumerate(_NATURAL.get(key, ()))}
    names = {place: table.names[place] for place in places.tolist()}
    found = sorted(names, key=lambda place: (order.get(names[place], len(order)), names[place]))
    return np.array(found, np.int64)


def _count(table: FacetTable, counts: NDArray[np.int64], name: str) -> int:
    place = table.place(name)
    return 0 if place is None else int(counts[place])
