"""Relations, series, tracks, episodes, places, as they go into the catalogue and come out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from common.scenes import EdgeSource

Role = Literal["home", "work", "other"]


_KINDS = {f"/{kind.value}": kind for kind in (EdgeSource.PREDICTED, EdgeSource.GEOMETRIC)}


def edge_source(name: str) -> EdgeSource:
    """Return what kind of edge the relations of a source are."""
    return next((kind for end, kind in _KINDS.items() if name.endswith(end)), EdgeSource.IMPORTED)


def node_source(name: str) -> str:
    """Return the source whose boxes the relations of a source count: its name without its kind."""
    end = next((end for end in _KINDS if name.endswith(end)), "")
    return name.removesuffix(end)


def derived_sources(names: Iterable[str]) -> list[str]:
    """Return the sources whose relations count the boxes of some sources."""
    return [name + end for name in names for end in _KINDS]


@dataclass(frozen=True, slots=True)
class Relation:
    """Two things in an image and how they stand to each other: man, rides, horse.

    Args:
        subject: class name.
        predicate: how the subject stands to the object.
        object: class name.
        score: 0-1.
        source: who says so.
        subject_node: its place among the boxes of item and source as written; -1: only its name.
        object_node: the same of the object.
    """

    subject: str
    predicate: str
    object: str
    score: float = 1.0
    source: str = ""
    subject_node: int = -1
    object_node: int = -1


@dataclass(frozen=True, slots=True)
class SeriesInfo:
    """A quantity that one source measured over time.

    Args:
        name: "heart rate", "steps".
        unit: "bpm"; "" for a bare number.
        count: samples.
        first: time of the first one, UTC seconds since 1970; 0 where there is none.
        last: time of the last one.
        source: who measured.
    """

    name: str
    unit: str
    count: int
    first: int
    last: int
    source: str


@dataclass(frozen=True, slots=True)
class Buckets:
    """A series in few points: equal stretches of time from start to end.

    Args:
        times: beginning of each stretch, UTC seconds, int64 (N,).
        means: of the samples in it, float64 (N,); NaN where there is none.
        lows: smallest value, float64 (N,).
        highs: largest value, float64 (N,).
        counts: samples, int64 (N,).
    """

    times: NDArray[np.int64]
    means: NDArray[np.float64]
    lows: NDArray[np.float64]
    highs: NDArray[np.float64]
    counts: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Track:
    """Positions in the order of time.

    Args:
        times: UTC seconds since 1970, int64 (N,).
        latitudes: degrees north, float64 (N,).
        longitudes: degrees east, float64 (N,).
        elevations: metres, float64 (N,); NaN where unknown.
    """

    times: NDArray[np.int64]
    latitudes: NDArray[np.float64]
    longitudes: NDArray[np.float64]
    elevations: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.times)


@dataclass(frozen=True, slots=True)
class Episode:
    """A stretch of time that has a meaning.

    Args:
        id: number in the catalogue; 0 before it is stored.
        kind: "stay", "trip", "event", "activity", "sleep".
        start: UTC seconds since 1970.
        end: UTC seconds, not before start.
        name: as shown; "" where nobody named it.
        place: name of the place, "" for none.
        latitude: degrees north, None where unknown.
        longitude: degrees east.
        source: who says so ("timeline", "days", "user").
        extra: anything else worth keeping, JSON types.
        named: the user gave the name.
    """

    id: int = 0
    kind: str = "stay"
    start: int = 0
    end: int = 0
    name: str = ""
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    source: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    named: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A place that has a name in the user's life.

    Args:
        id: number in the catalogue; 0 before it is stored.
        name: unique.
        role: "home", "work" or "other".
        latitude: degrees north.
        longitude: degrees east.
        radius_m: how far it reaches, metres.
        source: who says so ("user", "timeline").
    """

    id: int = 0
    name: str = ""
    role: Role = "other"
    latitude: float = 0.0
    longitude: float = 0.0
    radius_m: float = 100.0
    source: str = "user"
