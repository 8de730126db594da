"""What the columns of a table of measurements mean, told by their names and their content."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from common.errors import MediaError
from indexers.media.life import LARGEST
from indexers.media.subtitles import decode_text
from indexers.media.times import TimeReader, zone_of

NOTHING = frozenset({"", "null", "none", "nan", "na", "n/a", "-", "--", "undefined"})
_SPLIT = re.compile(r"(?<=[a-z])(?=[A-Z])|[\s_\-./:]+")
_UNIT = re.compile(r"[\[(](.*?)[\])]")
_SAMPLE = 200  # rows that are looked at
_NUMERIC = 0.5  # share of filled cells that must be numbers

_UTC = ("utc time", "utc", "time utc", "timestamp utc")
_TIMES = (
    "timestamp", "datetime", "date time", "time", "local time", "date", "recorded at", "created at",
    "epoch", "unix", "unixtime", "ts", "when", "day", "minute id",
)  # fmt: skip
_STARTS = (
    "start",
    "start time",
    "start date",
    "begin",
    "from",
    "starttime",
    "startdate",
    "bedtime",
)
_ENDS = (
    "end",
    "end time",
    "end date",
    "to",
    "until",
    "endtime",
    "enddate",
    "wake time",
    "waketime",
)
_CLOCKS = ("time", "local time", "hour", "time of day")
_ZONES = ("timezone", "time zone", "tz", "zone", "utc offset", "offset", "tz offset")
_LATITUDES = ("lat", "latitude")
_LONGITUDES = ("lon", "lng", "long", "longitude")
_ELEVATIONS = ("elevation", "altitude", "ele", "alt")
_PLACES = ("semantic name", "place", "place name", "location name")
_ACTIVITIES = ("activity type", "activity", "activities", "state", "category", "label")
_SLEEPS = ("sleep", "sleep stage", "sleep type", "stage", "level")
_IGNORED = ("id", "minute id", "index", "row", "uuid", "user", "user id", "device", "device id")
# Word in the name -> what the series is called, and in what it is measured.
_KNOWN = (
    (("heart", "bpm", "hr", "pulse"), "heart rate", "bpm"),
    (("steps", "step"), "steps", ""),
    (("calories", "calorie", "kcal", "energy"), "calories", "kcal"),
    (("speed",), "speed", ""),
    (("temperature", "temp"), "temperature", "°C"),
    (("humidity",), "humidity", "%"),
    (("pressure",), "pressure", "hPa"),
    (("co2",), "CO2", "ppm"),
    (("pm25", "pm2"), "PM2.5", "µg/m³"),
    (("pm10",), "PM10", "µg/m³"),
    (("no2",), "NO2", "ppb"),
    (("voc", "tvoc"), "VOC", "ppb"),
    (("noise", "decibel", "db"), "noise", "dB"),
)


@dataclass(slots=True)
class Columns:
    """Where a table says what; -1 for nowhere.

    Args:
        time: of the moment, or of the day where `clock` is told apart.
        clock: time of day.
        end: of a stretch of time.
        is_utc: the name says so.
        zone: of each row.
        latitude: degrees north.
        longitude: degrees east.
        elevation: metres.
        words: (column, kind of episode) of texts that give a stretch of time a meaning.
        values: (column, name, unit) of series.
    """

    time: int = -1
    clock: int = -1
    end: int = -1
    is_utc: bool = False
    zone: int = -1
    latitude: int = -1
    longitude: int = -1
    elevation: int = -1
    words: list[tuple[int, str]] = field(default_factory=list)
    values: list[tuple[int, str, str]] = field(default_factory=list)


def table_text(path: Path) -> str:
    """Return the text of a table, without a byte order mark.

    Raises:
        MediaError: it cannot be read, or is too large for one.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise MediaError(path, "the table is larger than a gigabyte")
        return decode_text(path.read_bytes()).lstrip("\ufeff")
    except OSError as error:
        raise MediaError(path, f"it cannot be read ({error.strerror or error})") from error


def find_columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Columns | None:
    """Return what columns mean; None where there is no time or nothing beside it.

    Args:
        header: names of the columns.
        rows: the first rows.
    """
    names = [plain_name(name) for name in header]
    cells = [
        [row[at].strip() for row in rows[:_SAMPLE] if at < len(row)] for at in range(len(names))
    ]
    found = Columns()
    taken = _find_time(names, cells, found)
    if found.time < 0:
        return None
    for field_name, known in (
        ("zone", _ZONES), ("latitude", _LATITUDES), ("longitude", _LONGITUDES),
        ("elevation", _ELEVATIONS),
    ):  # fmt: skip
        at = next((names.index(name) for name in known if name in names), -1)
        if at >= 0 and at not in taken:
            setattr(found, field_name, at)
            taken.add(at)
    if found.latitude < 0 or found.longitude < 0:
        found.latitude = found.longitude = -1
    if found.zone >= 0 and not any(zone_of(cell) for cell in cells[found.zone]):
        found.zone = -1
    for at, name in enumerate(names):
        if at not in taken and name not in _IGNORED and not _is_time(cells[at]):
            _add_value(found, at, name, header[at], cells[at])
    has_more = found.values or found.words or found.latitude >= 0
    return found if has_more else None


def plain_name(name: str) -> str:
    """Return a column's name in lower case, words apart, without its unit."""
    bare = _UNIT.sub(" ", name.strip().strip('"\ufeff'))
    return " ".join(part for part in _SPLIT.split(bare) if part).casefold()


def _find_time(names: list[str], cells: list[list[str]], found: Columns) -> set[int]:
    """Find the columns of time; return which ones are taken."""
    timed = [at for at in range(len(names)) if _is_time(cells[at])]
    order = (*_UTC, *_STARTS, *_TIMES)
    named = [names.index(name) for name in order if name in names]
    found.time = next((at for at in named if at in timed), timed[0] if timed else -1)
    if found.time < 0:
        return set()
    found.is_utc = "utc" in names[found.time].split()
    taken = {found.time, *(at for at in timed if names[at] in (*_UTC, *_TIMES))}
    found.end = next((at for at in timed if names[at] in _ENDS and at != found.time), -1)
    clock = next((names.index(name) for name in _CLOCKS if name in names), -1)
    if (
        clock >= 0
        and clock != found.time
        and _is_clock(cells[clock])
        and _is_date(cells[found.time])
    ):
        found.clock = clock
    return taken | {at for at in (found.end, found.clock) if at >= 0}


def _add_value(found: Columns, at: int, name: str, header: str, cells: Sequence[str]) -> None:
    """Add a column of numbers, or of words that say what was done."""
    filled = [cell for cell in cells if cell.casefold() not in NOTHING]
    numbers = sum(as_number(cell) is not None for cell in filled)
    if filled and numbers >= _NUMERIC * len(filled):
        told = _UNIT.search(header)
        words = set(name.replace(" ", "_").split("_"))
        for known, series, unit in _KNOWN:
            if words & set(known):
                found.values.append((at, series, told[1] if told else unit))
                return
        found.values.append((at, name, told[1] if told else ""))
    elif filled:
        for known_names, kind in ((_PLACES, "stay"), (_SLEEPS, "sleep"), (_ACTIVITIES, "activity")):
            if name in known_names:
                found.words.append((at, kind))
                return


def as_number(cell: str) -> float | None:
    """Return a cell as a finite number, also with a decimal comma; None for anything else."""
    plain = cell.strip()
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None


def _is_time(cells: Sequence[str]) -> bool:
    """Whether most filled cells are times."""
    filled = [cell for cell in cells if cell.casefold() not in NOTHING]
    reader = TimeReader.of(filled)
    return bool(filled) and sum(reader.read(cell) is not None for cell in filled) > len(filled) / 2


def _is_clock(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(re.match(r"\d{1,2}[:.h]\d{2}", cell) for cell in filled[:20])


def _is_date(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and not any(":" in cell for cell in filled[:20])
