"""When and where items were: what conditions of a query let through."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services.lifelog_types import ChipCount
from common.scenes import Condition, Need, QueryPart, TimeWindow
from common.values import TextKind
from indexers.catalogue.records import Filter

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.catalogue import Catalogue

PLACE_KEYS = ("place", "city", "country")
ACTIVITY_KEYS = ("activity",)
ACTIVITY_KINDS = ("activity", "sleep")
_DAY_S = 86_400
_DAY_MIN = 1_440
_EARTH_M = 6_371_008.8  # mean radius
_MOST_VALUES = 100_000

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Moments:
    """When and where the items of a library were; all arrays have N rows.

    Args:
        ids: int64, ascending.
        seconds: float64, UTC since 1970; NaN where unknown.
        local: float64, the same in the local time of the place; where no offset is known, UTC.
        latitudes: float64, degrees north; NaN where unknown.
        longitudes: float64, degrees east.
    """

    ids: NDArray[np.int64]
    seconds: NDArray[np.float64]
    local: NDArray[np.float64]
    latitudes: NDArray[np.float64]
    longitudes: NDArray[np.float64]

    @classmethod
    def read(cls, catalogue: "Catalogue") -> "Moments":
        """Read them from a catalogue.

        A time that is only that of the last copy of the file tells nothing of a life; such an item
        has no year.
        """
        ids = np.flatnonzero(catalogue.passing(())).astype(np.int64)
        columns = {
            name: np.asarray(catalogue.number_column(name), np.float64)[ids]
            for name in ("taken_at", "year", "offset_min", "latitude", "longitude")
        }
        seconds = np.where(np.isfinite(columns["year"]), columns["taken_at"], np.nan)
        local = seconds + 60.0 * np.nan_to_num(columns["offset_min"])
        return cls(ids, seconds, local, columns["latitude"], columns["longitude"])

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def has_times(self) -> bool:
        """Whether any item has a time."""
        return bool(np.isfinite(self.seconds).any())

    def rows(self, items: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the row of each item, int64, -1 where it has none."""
        if not len(self):
            return np.full(len(items), -1, np.int64)
        at = np.minimum(np.searchsorted(self.ids, items), len(self) - 1)
        return np.where(self.ids[at] == items, at, -1)

    def seconds_of(self, items: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the UTC seconds of items, float64; NaN where unknown."""
        rows = self.rows(np.asarray(items, np.int64))
        return (
            np.where(rows >= 0, self.seconds[rows], np.nan)
            if len(self)
            else np.full(len(items), np.nan)
        )

    # -- conditions

    def in_windows(self, windows: Iterable[TimeWindow]) -> Mask:
        """Return which items lie in any of some time windows, bool (N,); local time counts."""
        mask = np.zeros(len(self), np.bool_)
        for window in windows:
            mask |= self._in_window(window)
        return mask

    def _in_window(self, window: TimeWindow) -> Mask:
        known = np.isfinite(self.local)
        whole = np.where(known, self.local, 0.0).astype(np.int64)
        day, minute = whole // _DAY_S, whole % _DAY_S // 60
        if not window.hours:
            return known & _on_days(day, window)
        mask = np.zeros(len(self), np.bool_)
        for begin, end in window.hours:
            if end > begin:
                mask |= (minute >= begin) & (minute < end) & _on_days(day, window)
            else:
                # What lies behind midnight belongs to the day on which the window began.
                mask |= (minute >= begin) & _on_days(day, window)
                mask |= (minute < end) & _on_days(day - 1, window)
        return known & mask

    def metres(self, latitude: float, longitude: float) -> NDArray[np.float64]:
        """Return how far items lie from a point, metres, float64 (N,); inf where unknown."""
        lat, lon = np.radians(self.latitudes), np.radians(self.longitudes)
        a, b = np.radians(latitude), np.radians(longitude)
        half = np.sin((lat - a) / 2) ** 2 + np.cos(a) * np.cos(lat) * np.sin((lon - b) / 2) ** 2
        way = 2 * _EARTH_M * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
        return np.asarray(np.nan_to_num(way, nan=np.inf))

    def near(self, latitude: float, longitude: float, radius_m: float) -> Mask:
        """Return which items lie within a radius of a point, bool (N,)."""
        return np.asarray(self.metres(latitude, longitude) <= radius_m)

    def within(self, spans: Sequence[tuple[float, float]]) -> Mask:
        """Return which items were taken in any of some stretches of UTC seconds, bool (N,)."""
        if not spans:
            return np.zeros(len(self), np.bool_)
        begins, ends = np.array(sorted(spans), np.float64).T
        latest = np.maximum.accumulate(ends)
        times = np.where(np.isfinite(self.seconds), self.seconds, -np.inf)
        place = np.searchsorted(begins, times, side="right") - 1
        return (place >= 0) & (times <= latest[np.maximum(place, 0)])


def _on_days(day: NDArray[np.int64], window: TimeWindow) -> Mask:
    """Return which days since 1970 fit a window, bool (N,)."""
    mask = np.ones(len(day), np.bool_)
    if window.weekdays:
        mask &= np.isin((day + 3) % 7, window.weekdays)  # 1 January 1970 was a Thursday
    dates = day.astype("datetime64[D]")
    if window.years:
        mask &= np.isin(dates.astype("datetime64[Y]").astype(np.int64) + 1970, window.years)
    if window.months:
        mask &= np.isin(dates.astype("datetime64[M]").astype(np.int64) % 12 + 1, window.months)
    if window.days:
        of_month = (dates - dates.astype("datetime64[M]")).astype(np.int64) + 1
        mask &= np.isin(of_month, window.days)
    if window.ranges:
        inside = np.zeros(len(day), np.bool_)
        for first, last in window.ranges:
            inside |= (dates >= np.datetime64(first)) & (dates <= np.datetime64(last))
        mask &= inside
    return mask


class Conditions:
    """Finds out which items times, places and activities let through; keeps what it read.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library
        self._lock = threading.Lock()
        self._stamp = -1
        self._moments: Moments | None = None
        self._values: dict[str, dict[str, list[str]]] = {}

    @property
    def moments(self) -> Moments:
        """When and where all items were, as the catalogue stands now."""
        with self._lock:
            return self._fresh()

    def _fresh(self) -> Moments:
        revision = self._library.catalogue.revision()
        if self._moments is None or revision != self._stamp:
            self._moments = Moments.read(self._library.catalogue)
            self._values, self._stamp = {}, revision
        return self._moments

    def _named(self, key: str) -> Mapping[str, list[str]]:
        """Return the values of a facet as stored, by their folded form."""
        with self._lock:
            self._fresh()
            if key not in self._values:
                folded: dict[str, list[str]] = {}
                for value, _ in self._library.catalogue.facet_counts(key, limit=_MOST_VALUES):
                    folded.setdefault(_folded(value), []).append(value)
                self._values[key] = folded
            return self._values[key]

    # -- what the sentence's reader is told

    def place_names(self) -> dict[str, str]:
        """Return the names and aliases of places -> the name they stand for."""
        names: dict[str, str] = {}
        for key in reversed(PLACE_KEYS):
            for values in self._named(key).values():
                names.update(dict.fromkeys(values, values[0]))
        for place in self._library.catalogue.places():
            names[place.name] = place.name
            if place.role in ("home", "work"):
                names[place.role] = place.name
        return names

    def activity_names(self) -> tuple[str, ...]:
        """Return the names of activities."""
        names = {
            value for key in ACTIVITY_KEYS for found in self._named(key).values() for value in found
        }
        for kind in ACTIVITY_KINDS:
            names.update(each.name for each in self._library.catalogue.episodes(kind) if each.name)
        return tuple(sorted(names))

    # -- masks, bool (N,) over moments

    def at_place(self, condition: Condition) -> Mask:
        """Return which items lie at a place: the user's own, a stay, a facet, or a text says so."""
        moments, name = self.moments, _folded(condition.value)
        mask = self._with_values(PLACE_KEYS, name)
        for place in self._library.catalogue.places():
            if name in (_folded(place.name), place.role):
                mask |= moments.near(place.latitude, place.longitude, place.radius_m)
        stays = [
            (float(each.start), float(each.end))
            for each in self._library.catalogue.episodes("stay")
            if name in (_folded(each.place), _folded(each.name))
        ]
        mask |= moments.within(stays)
        if not mask.any():
            mask = self._said(condition.value)
        return mask

    def in_activity(self, condition: Condition) -> Mask:
        """Return which items belong to an activity: by a facet or by the time of an episode."""
        name = _folded(condition.value)
        mask = self._with_values(ACTIVITY_KEYS, name)
        spans = [
            (float(each.start), float(each.end))
            for kind in ACTIVITY_KINDS
            for each in self._library.catalogue.episodes(kind)
            if name in (_folded(each.name), each.kind)
        ]
        return mask | self.moments.within(spans)

    def _with_values(self, keys: Sequence[str], name: str) -> Mask:
        """Return which items have a facet whose value is a name, or has it as whole words."""
        mask = np.zeros(len(self.moments), np.bool_)
        for key in keys:
            values = self._named(key)
            found = values.get(name) or [
                value
                for folded, stored in values.items()
                if f" {name} " in f" {folded} "
                for value in stored
            ]
            if found and name:
                mask |= self.passing((Filter(key, tuple(found)),))
        return mask

    def _said(self, name: str) -> Mask:
        found = self._library.catalogue.search_text(
            name, kinds=[TextKind.PLACE], limit=_MOST_VALUES
        )
        items = np.array([match.item for match in found if match.all_words], np.int64)
        return np.isin(self.moments.ids, items)

    def passing(self, filters: Sequence[Filter]) -> Mask:
        """Return which items pass the shared filters."""
        moments = self.moments
        if not filters:
            return np.ones(len(moments), np.bool_)
        by_id = self._library.catalogue.passing(tuple(filters))
        mask = np.zeros(len(moments), np.bool_)
        known = moments.ids < len(by_id)
        mask[known] = by_id[moments.ids[known]]
        return mask

    def of_part(self, number: int, part: QueryPart, base: Mask) -> "Passed":
        """Return what the conditions of a part let through.

        Args:
            number: place of the part in the query, for the counts.
            part: its time, places and activities count.
            base: what the shared filters let through, bool (N,).
        """
        chips: list[tuple[str, Any, Mask]] = []
        if windows := tuple(each for each in part.time if not each.is_empty):
            chips.append(("time", windows, self.moments.in_windows(windows)))
        likely = np.zeros(len(base), np.float64)
        wished = 0
        for kind, conditions, read in (
            ("place", part.places, self.at_place),
            ("activity", part.activities, self.in_activity),
        ):
            for condition in conditions:
                mask = read(condition)
                if condition.need is Need.SHOULD:
                    likely += mask
                    wished += 1
                    continue
                chips.append((kind, condition, ~mask if condition.need is Need.NOT else mask))
        masks = [mask for _, _, mask in chips]
        counts = tuple(
            ChipCount(number, kind, what, int((base & mask).sum()),
                      int(_all(base, masks[:place] + masks[place + 1 :]).sum()))
            for place, (kind, what, mask) in enumerate(chips)
        )  # fmt: skip
        return Passed(_all(base, masks), likely / wished if wished else likely, counts)


@dataclass(frozen=True, slots=True)
class Passed:
    """What the conditions of a part let through.

    Args:
        mask: bool (N,), items that pass all of them.
        likely: float64 (N,), share of the wishes that hold, 0-1; conditions that only raise.
        counts: one a condition.
    """

    mask: Mask
    likely: NDArray[np.float64]
    counts: tuple[ChipCount, ...]


def _all(base: Mask, masks: Sequence[Mask]) -> Mask:
    found = base.copy()
    for mask in masks:
        found &= mask
    return found


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace(",", " ").split())
