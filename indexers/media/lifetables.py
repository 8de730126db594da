"""Tables of measurements: of a lifelogging data set, a watch, an air sensor, a key logger.

One row is a moment, or a stretch of time where a column says when it ended. What the columns mean
is told by their names and content; numbers become series, words of what was done become episodes,
positions a track. A row that cannot be read is counted and costs nothing else.
"""

import csv
import io
import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path

from common.errors import MediaError
from indexers.media.life import Life, Span, ZoneGuess
from indexers.media.lifecolumns import (
    NOTHING,
    Columns,
    as_number,
    find_columns,
    plain_name,
    table_text,
)
from indexers.media.times import TimeReader, offset_at, seconds, to_utc, zone_of

_LOOK_AT = 200  # rows
_LONGEST_PAUSE_S = 600  # between rows of one episode
_LONGEST_S = 30 * 86_400  # of a stretch of time in one row
NO_TIME = "have no time that can be read"
SHORT = "have fewer cells than the header"
BACKWARDS = "end before they begin"
NO_NUMBER = "have something else where a number belongs"


@dataclass(slots=True)
class _Row:
    """A row with its time."""

    number: int
    cells: Sequence[str]
    start: int
    end: int | None
    zone: tzinfo


def read_table(path: Path, guess: ZoneGuess) -> Life:
    """Read a table of measurements.

    Args:
        path: comma, semicolon or tab between cells; the first row names the columns.
        guess: the zone of local times that say none.

    Raises:
        MediaError: it cannot be read, or has no column of times with another one beside it.
    """
    text = table_text(path)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        header = next(lines, [])
        first = [row for row in itertools.islice(lines, _LOOK_AT) if row]
        columns = find_columns(header, first)
        if columns is None:
            raise MediaError(
                path, "the table has no column of times with measurements beside it",
                hint="Name a column “time” and give times like 2024-05-03 14:05:00 in it.",
            )  # fmt: skip
        is_lsc = "minute_id" in [name.strip().strip('"').casefold() for name in header]
        life = Life("lsc" if is_lsc else "table", "lsc" if is_lsc else _source_of(path))
        reader = _TableReader(life, columns, len(header), guess)
        reader.prepare(first)
        for number, row in enumerate(itertools.chain(first, lines), 2):
            if row:
                reader.add(row, number)
        reader.finish()
    except csv.Error as error:
        raise MediaError(path, f"it is no table ({error})") from error
    if life.is_empty:
        raise MediaError(path, "the table holds no row that can be read")
    return life


def is_life_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether the head of a table is one of measurements."""
    return find_columns(header, rows) is not None


def _source_of(path: Path) -> str:
    """Return a name that all files of a series share: "heart_rate-2020-01-01" is "heart rate"."""
    words = re.split(r"[\s_\-.()]+", path.stem)
    kept = [word for word in words if word and not any(letter.isdigit() for letter in word)]
    return f"table:{' '.join(kept).casefold() or plain_name(path.stem)}"


def _delimiter(text: str) -> str:
    """Return what stands between cells of the header most often."""
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


class _TableReader:
    """Adds the rows of one table to a life."""

    def __init__(self, life: Life, columns: Columns, width: int, guess: ZoneGuess) -> None:
        self._life = life
        self._columns = columns
        self._width = width
        self._guess = guess
        self._times = TimeReader()
        self._last: int | None = None
        self._open: dict[str, Span] = {}  # kind -> the episode that goes on
        self._offset: int | None = None

    def prepare(self, rows: Sequence[Sequence[str]]) -> None:
        """Look at the first rows: which of day and month comes first."""
        at = self._columns.time
        self._times = TimeReader.of(row[at] for row in rows if at < len(row))

    def add(self, cells: Sequence[str], number: int) -> None:
        """Add a row."""
        where = f"row {number}"
        if len(cells) <= max(self._columns.time, self._columns.clock):
            self._life.complain(SHORT, where)
            return
        row = self._timed(cells, number)
        if row is None:
            self._life.complain(NO_TIME, where)
            return
        if row.end is not None and not row.start <= row.end <= row.start + _LONGEST_S:
            self._life.complain(BACKWARDS, where)
            row.end = None
        if len(cells) < self._width:
            self._life.complain(SHORT, where)
        self._last = row.start
        self._add_offset(row)
        self._add_position(row)
        for at, name, unit in self._columns.values:
            if (value := self._value(row, at)) is not None:
                self._life.add_sample(name, unit, row.start, value)
        for at, kind in self._columns.words:
            self._add_word(row, at, kind)

    def _timed(self, cells: Sequence[str], number: int) -> _Row | None:
        """Return a row with its time in UTC; None where it has none."""
        columns = self._columns
        told = cells[columns.time]
        if columns.clock >= 0:
            told = f"{told} {cells[columns.clock]}"
        zone = zone_of(cells[columns.zone]) if 0 <= columns.zone < len(cells) else None
        start = self._utc(told, zone, number)
        if start is None:
            return None
        end = None
        if 0 <= columns.end < len(cells) and cells[columns.end].strip():
            end = self._utc(cells[columns.end], zone, number)
        return _Row(number, cells, start, end, zone or UTC)

    def _utc(self, told: str, zone: tzinfo | None, number: int) -> int | None:
        found = self._times.read(told)
        if found is None:
            return None
        if found.is_utc or self._columns.is_utc:
            return seconds(found.moment)

        def complain(fault: str) -> None:
            self._life.complain(fault, f"row {number}")

        zone = zone or self._guess(found.moment)
        return to_utc(found.moment, zone, after=self._last, complain=complain)

    def _add_offset(self, row: _Row) -> None:
        """Note what clocks showed where the table tells the zone."""
        if self._columns.zone >= 0 and row.zone is not UTC:
            offset = offset_at(row.start, row.zone)
            if offset != self._offset:
                self._life.offsets.append((row.start, offset))
                self._offset = offset

    def _value(self, row: _Row, at: int) -> float | None:
        """Return the number in a cell; None for an empty one."""
        cell = row.cells[at].strip() if at < len(row.cells) else ""
        if cell.casefold() in NOTHING:
            return None
        value = as_number(cell)
        if value is None:
            self._life.complain(NO_NUMBER, f"row {row.number}")
        return value

    def _add_position(self, row: _Row) -> None:
        columns = self._columns
        if columns.latitude < 0:
            return
        north, east = self._value(row, columns.latitude), self._value(row, columns.longitude)
        if north is not None and east is not None:
            high = self._value(row, columns.elevation) if columns.elevation >= 0 else None
            elevation = math.nan if high is None else high
            self._life.add_position(row.start, north, east, elevation, f"row {row.number}")

    def _add_word(self, row: _Row, at: int, kind: str) -> None:
        """Go on with an episode, or begin one."""
        cell = " ".join(row.cells[at].split()) if at < len(row.cells) else ""
        word = "" if cell.casefold() in NOTHING else cell
        key = f"{kind} {at}"
        before = self._open.get(key)
        if row.end is not None:
            if word:
                self._life.spans.append(_span(kind, word, row.start, row.end))
            return
        if before is not None:
            goes_on = word == (before.place or before.name)
            if goes_on and before.end <= row.start <= before.end + _LONGEST_PAUSE_S:
                self._open[key] = _span(kind, word, before.start, row.start)
                return
            self._life.spans.append(self._open.pop(key))
        if word:
            self._open[key] = _span(kind, word, row.start, row.start)

    def finish(self) -> None:
        """Close the episodes that go on."""
        self._life.spans += self._open.values()
        self._open.clear()


def _span(kind: str, word: str, start: int, end: int) -> Span:
    """Return an episode that a word names."""
    if kind == "stay":
        told = word.casefold()
        role = "home" if told == "home" else "work" if told.startswith("work") else ""
        return Span(kind, start, end, place=word, role=role)
    return Span(kind, start, end, name=word.casefold())


def table_head(text: str) -> tuple[list[str], list[list[str]]]:
    """Return the header and the first whole rows of the head of a table; empty for none."""
    lines = text.lstrip("\ufeff").splitlines()
    if len(lines) < 2:
        return [], []
    try:
        rows = list(_rows(lines[:40], _delimiter(lines[0])))
    except csv.Error:
        return [], []
    return (rows[0], rows[1:]) if rows and len(rows[0]) > 1 else ([], [])


def _rows(lines: Sequence[str], delimiter: str) -> Iterator[list[str]]:
    for row in csv.reader(lines, delimiter=delimiter):
        if row:
            yield row
