"""What files of a life tell: measurements, positions, episodes; and what is wrong with them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

LARGEST = 1 << 30  # bytes

# The zone of a clock that showed a local time, where the file does not say it.
ZoneGuess = Callable[[datetime], tzinfo]


@dataclass(slots=True)
class Samples:
    """Measurements of one quantity.

    Args:
        name: of the quantity.
        unit: of the values.
        times: UTC seconds.
        values: as many.
    """

    name: str
    unit: str = ""
    times: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time that a file gives a meaning.

    Args:
        kind: "stay", "trip", "activity", "sleep".
        start: UTC seconds.
        end: UTC seconds.
        name: "walking", "deep sleep".
        place: name of the place.
        role: "home", "work" or "" of the place.
        latitude: degrees north, None where unknown.
        longitude: degrees east.
        extra: anything else, JSON types.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    place: str = ""
    role: str = ""
    latitude: float | None = None
    longitude: float | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Life:
    """All that one file tells.

    Args:
        kind: "gpx", "timeline", "lsc" or "table".
        source: whose word it is, the same for all files of one device.
        samples: by name of the quantity.
        positions: (UTC seconds, degrees north, degrees east, metres or NaN).
        spans: stretches of time with a meaning.
        offsets: (UTC seconds, minutes east of UTC from then on).
        faults: what is wrong -> (how often, first line or place).
    """

    kind: str
    source: str
    samples: dict[str, Samples] = field(default_factory=dict)
    positions: list[tuple[int, float, float, float]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    offsets: list[tuple[int, int]] = field(default_factory=list)
    faults: dict[str, tuple[int, str]] = field(default_factory=dict)

    def complain(self, fault: str, where: str = "") -> None:
        """Count a fault and remember where it was met first."""
        count, first = self.faults.get(fault, (0, where))
        self.faults[fault] = (count + 1, first)

    def add_sample(self, name: str, unit: str, time: int, value: float) -> None:
        """Add one measurement."""
        held = self.samples.setdefault(name, Samples(name, unit))
        held.times.append(time)
        held.values.append(value)

    def add_position(
        self, time: int, latitude: float, longitude: float, elevation: float, where: str = ""
    ) -> None:
        """Add a position unless it is none: 0, 0 is what receivers without a fix write."""
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            self.complain("have a position that is nowhere on Earth", where)
        elif latitude or longitude:
            self.positions.append((time, latitude, longitude, elevation))

    @property
    def is_empty(self) -> bool:
        """Whether it tells nothing."""
        return not (self.samples or self.positions or self.spans or self.offsets)

    def lines(self, what: str) -> list[str]:
        """Return one line for each kind of fault.

        Args:
            what: is counted: "rows", "points".
        """
        return [
            f"{count} {what} {fault}" + (f" (the first at {first})" if first else "")
            for fault, (count, first) in sorted(self.faults.items())
        ]
