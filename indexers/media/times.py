"""Times as tables write them: in many forms, with and without a zone, in the gaps of clocks."""

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

GAP = "are of hours that no clock showed (it was put forward); they count as an hour later"
_EARLIEST = datetime(1990, 1, 1)  # noqa: DTZ001 - compared with naive times
_LATEST = datetime(2100, 1, 1)  # noqa: DTZ001
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001
_ZONE = re.compile(r"\s*(?:(?P<utc>Z|UTC|GMT)|(?P<sign>[+-])(?P<h>\d{2}):?(?P<m>\d{2})?)$", re.I)
_MOMENT = re.compile(
    r"(?:UTC[_ ])?(?P<a>\d{1,4})[-/.](?P<b>\d{1,2})[-/.](?P<c>\d{1,4})"
    r"(?:[T_ ,]+(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?"
)
_COMPACT = re.compile(
    r"(?P<a>\d{4})(?P<b>\d{2})(?P<c>\d{2})"
    r"(?:[T_ ]?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?)?"
)
# Powers of ten that whole numbers since 1970 are told in, by their size.
_SCALES = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3), (1e8, 1.0))


@dataclass(frozen=True, slots=True)
class Reading:
    """A time that was read.

    Args:
        moment: naive; UTC where offset is known, else of a clock without a zone.
        is_utc: it needs no zone.
    """

    moment: datetime
    is_utc: bool


@dataclass(slots=True)
class TimeReader:
    """Reads the times of one table; an ambiguous date goes by the others of its column.

    Args:
        day_first: 03/04 is 3 April rather than 4 March.
    """

    day_first: bool = True

    @classmethod
    def of(cls, cells: Iterable[str]) -> "TimeReader":
        """Return the reader that fits a column: one date with a 13th tells for all."""
        for cell in cells:
            match = _MOMENT.match(cell.strip())
            if match is None or len(match["a"]) > 2:
                continue
            if int(match["a"]) > 12:
                return cls(day_first=True)
            if int(match["b"]) > 12:
                return cls(day_first=False)
        return cls(day_first=True)

    def read(self, cell: str) -> Reading | None:
        """Return a time; None for blanks and anything that is none."""
        plain = cell.strip().strip('"')
        if not plain:
            return None
        return _of_number(plain) or self._of_text(plain)

    def _of_text(self, text: str) -> Reading | None:
        zone = _ZONE.search(text)
        # The minus of 2020-01-02 begins no zone: one stands behind a time of day only.
        if zone is not None and ":" not in text[: zone.start()] and not zone["utc"]:
            zone = None
        body = text if zone is None else text[: zone.start()]
        match = _MOMENT.fullmatch(body.strip()) or _COMPACT.fullmatch(body.strip())
        if match is None:
            return None
        moment = self._built(match.groupdict())
        if moment is None:
            return None
        if zone is not None and zone["sign"]:
            minutes = 60 * int(zone["h"]) + int(zone["m"] or 0)
            moment -= timedelta(minutes=-minutes if zone["sign"] == "-" else minutes)
        is_utc = zone is not None or text[:3].upper() == "UTC"
        return Reading(moment, is_utc) if _EARLIEST <= moment <= _LATEST else None

    def _built(self, parts: dict[str, str | None]) -> datetime | None:
        """Return the time that the parts of a text make; None for 31 June."""
        first, second, third = (parts[name] or "" for name in "abc")
        if len(first) == 4:
            year, month, day = int(first), int(second), int(third)
        elif len(third) == 4:
            year, month, day = int(third), int(second), int(first)
            if not self.day_first:
                month, day = day, month
        else:
            return None
        hour = int(parts["hour"] or 0)
        half = (parts.get("half") or "").lower()[:1]
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        try:
            return datetime(  # noqa: DTZ001 - its zone is told elsewhere
                year, month, day, hour, int(parts["minute"] or 0),
                min(59, int(parts["second"] or 0)),
            )  # fmt: skip
        except ValueError:
            return None


def _of_number(text: str) -> Reading | None:
    """Read seconds, milli-, micro- or nanoseconds since 1970; None for anything else."""
    if len(text) < 9 or "_" in text:
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    scale = next((scale for least, scale in _SCALES if abs(number) >= least), None)
    if scale is None or not math.isfinite(number):
        return None
    if text.isdecimal() and len(text) in {12, 14} and _COMPACT.fullmatch(text):
        year = int(text[:4])
        if _EARLIEST.year <= year < _LATEST.year and 1 <= int(text[4:6]) <= 12:
            return None  # 20200102030405
    try:
        moment = _EPOCH + timedelta(seconds=number / scale)
    except OverflowError:
        return None
    return Reading(moment, is_utc=True) if _EARLIEST <= moment <= _LATEST else None


@lru_cache(maxsize=256)
def zone_of(text: str) -> tzinfo | None:
    """Return a zone by its IANA name or as "+02:00"; None for anything else."""
    plain = text.strip()
    match = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?", plain)
    if match is not None:
        minutes = 60 * int(match[2]) + int(match[3] or 0)
        if minutes > 14 * 60:
            return None
        return timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes))
    if plain.upper() in {"UTC", "GMT", "Z"}:
        return UTC
    if "/" not in plain:
        return None
    try:
        return ZoneInfo(plain)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


Complain = Callable[[str], None]


def seconds(moment: datetime) -> int:
    """Return whole seconds since 1970 of a naive UTC time."""
    return (moment - _EPOCH) // timedelta(seconds=1)


def to_utc(
    local: datetime, zone: tzinfo, *, after: int | None = None, complain: Complain | None = None
) -> int:
    """Return the UTC seconds of what a clock in a zone showed.

    Args:
        local: naive.
        zone: of the clock.
        after: the row before was at this time: of an hour that comes twice the second one is meant
            where the first would lie before it.
        complain: is told of an hour that never was.
    """
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if complain is not None and first.astimezone(zone).replace(tzinfo=None) != local:
        complain(GAP)
    found = seconds(first.replace(tzinfo=None))
    if after is not None and found < after and second > first:
        return seconds(second.replace(tzinfo=None))
    return found


def offset_at(moment: int, zone: tzinfo) -> int:
    """Return the minutes east of UTC of a zone at a UTC time."""
    offset = datetime.fromtimestamp(moment, UTC).astimezone(zone).utcoffset()
    return round(offset.total_seconds() / 60) if offset is not None else 0
