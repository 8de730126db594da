"""What the wall can be clustered by: facets, numbers in ranges, labels and buckets."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.services.list_notes import GroupName, ListNote
from app.services.wall_orders import Codes, decade_codes, kind_codes, year_codes
from app.services.wall_table import WallTable
from common.errors import QueryError

if TYPE_CHECKING:
    from app.services.library import Library

# The first of these that enough items have is what the wall clusters by.
CLUSTER_KEYS = ("genre", "concept", "place", "tag", "object", "colour", "kind")
LABEL, DEFAULT_SET = "label", "default"  # the marks of another set have the key "label:NAME"
MEASURES = ("popularity", "duration_s")  # columns of the catalogue that are put into ranges
IN_ORDER = frozenset({"year", "decade", "month", "day", *MEASURES})  # clusters follow their values
MOST_YEARS = 12  # a shorter time is clustered by year, a longer one by decade
MOST_RANGES = 9
MOST_DISTINCT = 12  # a facet of more different numbers is put into ranges
SHARE_OF_NUMBERS = 0.9  # of the values of a facet of numbers


class Groups(NamedTuple):
    """Items in named groups.

    Args:
        codes: (n,) the group of each item, -1 for none.
        names: of the groups; some may be empty.
        in_order: neighbours follow the order of the names, not the sizes.
    """

    codes: NDArray[np.int32]
    names: Sequence[str]
    in_order: bool


class WallGroups:
    """Puts the items of a table into named groups.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library
        self._own: dict[str, Callable[[WallTable], Codes]] = {
            "kind": kind_codes,
            "year": _years,
            "bucket": self._buckets,
            **{key: self._measure(key) for key in MEASURES},
        }

    def keys(self, table: WallTable | None = None) -> dict[str, int]:
        """Return what can be clustered by, with the number of items that have it.

        Args:
            table: of the wall; adds what is not counted by the catalogue.
        """
        catalogue = self._library.catalogue
        keys = {**catalogue.facet_keys(), "kind": catalogue.count()}
        for name, labelled in catalogue.label_sets().items():
            keys[_label_key(name)] = labelled
        if filled := sum(catalogue.buckets().values()):
            keys["bucket"] = filled
        if catalogue.has_numbers("duration_s"):
            keys["duration_s"] = int((~np.isnan(catalogue.number_column("duration_s"))).sum())
        if table is not None:
            for key, values in (("year", table.years), ("popularity", table.popularity)):
                if known := int((~np.isnan(values)).sum()):
                    keys[key] = known
        return keys

    def number_keys(self, table: WallTable | None = None) -> dict[str, int]:
        """Return what can be sorted by as a number, with the number of items that have it."""
        numbers = {*self._library.catalogue.number_keys(), *MEASURES}
        return {key: many for key, many in self.keys(table).items() if key in numbers}

    def numbers(self, table: WallTable, key: str) -> NDArray[np.float64]:
        """Return the number of each item under a key, (n,), NaN where there is none.

        Raises:
            QueryError: there are no numbers under this key.
        """
        if key in MEASURES:
            every = np.asarray(self._library.catalogue.columns(key)[key], np.float64)
            return np.asarray(_of_table(table, every, np.nan), np.float64)
        if key not in self._library.catalogue.number_keys():
            known = ", ".join(sorted(self.number_keys(table))) or "none"
            raise QueryError(
                f"There are no numbers under “{key}”.", hint=f"Sort by one of: {known}."
            )
        codes, names = self._library.catalogue.facet_codes(key)
        values = np.array([*(float(name) for name in names), np.nan])
        return np.asarray(_of_table(table, values[codes], np.nan), np.float64)

    def best_key(self) -> str:
        """Return the facet that says most about this library."""
        counts = {**self._library.catalogue.facet_keys(), "kind": self._library.catalogue.count()}
        enough = max(1, counts["kind"] // 5)
        return next((key for key in CLUSTER_KEYS if counts.get(key, 0) >= enough), "kind")

    def groups(self, table: WallTable, key: str) -> Groups:
        """Return the group of each item.

        Of several values of a facet the main one counts: the surest, then the most frequent.

        Raises:
            QueryError: nothing is known under this key.
        """
        if key.partition(":")[0] == LABEL and key in self.keys(table):
            codes, names = self._labels(table, key.partition(":")[2] or DEFAULT_SET)
            return Groups(codes, names, in_order=True)
        if key in self._own:
            codes, names = self._own[key](table)
            return Groups(codes, names, key in IN_ORDER)
        if key not in self._library.catalogue.facet_keys():
            known = ", ".join(sorted(self.keys(table)))
            raise QueryError(f"No item has the facet “{key}”.", hint=f"Cluster by one of: {known}.")
        every, names = self._library.catalogue.facet_codes(key)
        numbers = _numbers(names)
        codes = _of_table(table, every, -1)
        if numbers is None:
            if key in self._library.catalogue.number_keys():
                return Groups(*_by_value(codes, names), in_order=True)
            return Groups(codes, names, key in IN_ORDER)
        return Groups(*range_codes(np.append(numbers, np.nan)[codes]), in_order=True)

    def _labels(self, table: WallTable, label_set: str) -> Codes:
        labels = self._library.catalogue.labels(label_set)
        codes = np.full(len(table), -1, np.int32)
        for number, wanted in enumerate((1, -1)):
            ids = [item for item, value in labels.items() if value == wanted]
            codes[table.positions(ids)] = number
        return codes, [GroupName("relevant"), GroupName("not-relevant")]

    def _buckets(self, table: WallTable) -> Codes:
        sizes = self._library.catalogue.buckets()
        names = sorted(sizes, key=lambda name: (sizes[name], name))
        codes = np.full(len(table), -1, np.int32)
        for number, name in enumerate(names):  # the largest one last: it is the main one
            codes[table.positions(self._library.catalogue.bucket_items(name))] = number
        return codes, names

    def _measure(self, key: str) -> Callable[[WallTable], Codes]:
        def read(table: WallTable) -> Codes:
            every = self._library.catalogue.columns(key)[key]
            return range_codes(_of_table(table, np.asarray(every, np.float64), np.nan))

        return read


def _label_key(label_set: str) -> str:
    """Return the key of the labels of a set."""
    return LABEL if label_set == DEFAULT_SET else f"{LABEL}:{label_set}"


def _of_table(table: WallTable, every: NDArray[Any], nothing: float) -> NDArray[Any]:
    """Return the values of the items of a table from those of the whole catalogue."""
    # Items that an import added since the table was read are not in it, and the other way.
    values = np.full(len(table), nothing, every.dtype)
    there = table.source < len(every)
    values[there] = every[table.source[there]]
    return values


def _years(table: WallTable) -> Codes:
    known = table.years[~np.isnan(table.years)]
    is_short = len(known) > 0 and float(np.ptp(known)) < MOST_YEARS
    return year_codes(table) if is_short else decade_codes(table)


def _numbers(names: Sequence[str]) -> NDArray[np.float64] | None:
    """Return the values of a facet as numbers, None where they are words or few."""
    if len(names) <= MOST_DISTINCT:
        return None
    numbers = np.full(len(names), np.nan)
    for place, name in enumerate(names):
        try:
            numbers[place] = float(name)
        except ValueError:
            continue
    numbers[~np.isfinite(numbers)] = np.nan
    return numbers if np.mean(~np.isnan(numbers)) >= SHARE_OF_NUMBERS else None


def _by_value(codes: NDArray[np.int32], names: Sequence[str]) -> Codes:
    """Return groups of a few numbers in the order of their values: 2 before 10."""
    order = sorted(range(len(names)), key=lambda place: float(names[place]))
    place = np.empty(len(names) + 1, np.int32)
    place[order], place[-1] = np.arange(len(names)), -1
    return place[codes], [names[each] for each in order]


def range_codes(values: NDArray[np.float64]) -> Codes:
    """Put numbers into at most MOST_RANGES + 2 ranges with round borders.

    Args:
        values: (n,) NaN where unknown.

    Returns:
        The range of each, -1 where unknown, and the names of the ranges in ascending order.
    """
    codes = np.full(len(values), -1, np.int32)
    known = values[~np.isnan(values)]
    if not len(known):
        return codes, []
    low, high = (float(v) for v in np.quantile(known, (0.02, 0.98)))
    step = _round_step((high - low) / MOST_RANGES)
    if step <= 0:
        step = _round_step(max(abs(low), 1.0) / MOST_RANGES)
    borders = np.arange(np.floor(low / step) + 1, np.ceil(high / step)) * step
    codes[~np.isnan(values)] = np.searchsorted(borders, known, side="right")
    return codes, _range_names(borders)


def _round_step(least: float) -> float:
    """Return 1, 2 or 5 times a power of ten, not below least; 0 for 0."""
    if least <= 0:
        return 0.0
    power = 10.0 ** np.floor(np.log10(least))
    return float(next(power * part for part in (1, 2, 5, 10) if power * part >= least * (1 - 1e-9)))


def _range_names(borders: NDArray[np.float64]) -> list[str]:
    if not len(borders):
        return [GroupName("all")]
    at = borders.tolist()
    between = [GroupName("between", low=low, high=high) for low, high in pairwise(at)]
    return [GroupName("below", high=at[0]), *between, GroupName("above", low=at[-1])]


def stand_in_note(origins: Mapping[str, int]) -> str:
    """Return what stands in for the popularity of films, "" where their list tells it.

    Args:
        origins: how the popularity came about ("list", "votes", ...) -> number of films.
    """
    if not origins or set(origins) == {"list"}:
        return ""
    some = "-partly" if "list" in origins else ""
    guessed = [name for name in origins if name != "list"]
    if guessed == ["votes"]:
        return ListNote(f"votes{some}")
    return ListNote(f"votes-links{some}" if "votes" in guessed else f"links{some}")
