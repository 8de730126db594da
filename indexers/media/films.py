"""Film lists: JSON lines, JSON, CSV and TSV (each also as .gz)."""

import csv
import gzip
import io
import json
import math
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from common.errors import MediaError
from indexers.media.filmcolumns import list_shape, match_columns
from indexers.media.hashing import unreadable
from indexers.media.subtitles import decode_text
from indexers.media.types import BadRow, FilmList, FilmRow

_LARGEST = 1 << 30  # bytes, unpacked
_LARGEST_CELL = 1 << 24  # characters
_OLDEST, _NEWEST = 1870, 2100
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_DATE = re.compile(r"((?:18|19|20)\d\d)-(\d\d?)-(\d\d?)")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d{3})*(?:\.\d+)?(?:[eE][-+]?\d+)?")
_IMDB = re.compile(r"tt\d{6,}")
_EXPECTED = (
    "Give it a column “title” and any of year, genres, actors, directors, companies, countries, "
    "keywords, plot, popularity, votes, rating, runtime, poster, then import it again."
)
_NO_FILMS = {"photo", "video", "shot", "lifelog"}  # kinds of items in an export of a library
_GUARDED = tuple("=+-@＝＋－＠")  # an apostrophe before these keeps spreadsheets from running them
_NOTHING = {"", "null", "none", "nan", "n/a", "na", "\\n", "-", "[]", "{}"}


class _RowError(ValueError):
    """A row that cannot be used; the message says why."""


def read_film_list(path: Path) -> FilmList:
    """Read a film list; a bad row is listed with its number and costs nothing else.

    Raises:
        MediaError: the file cannot be read, or holds no usable row.
    """
    content = decode_text(_content(path))
    text = content.lstrip("\ufeff \t\r\n")
    above = content[: len(content) - len(text)].count("\n")  # blank lines count as rows
    shape, _columns = list_shape(text)
    if shape == "":  # a damaged first row: go by the first character
        shape = {"{": "jsonl", "[": "json"}.get(text[:1], "csv")
    rows = {"jsonl": _json_lines, "json": _json_array}.get(shape, _csv_rows)(text)
    films: list[FilmRow] = []
    bad: list[BadRow] = []
    used: dict[str, str] = {}
    known: dict[tuple[str, ...], dict[str, str]] = {}
    for number, row in rows:
        try:
            if isinstance(row, str):
                raise _RowError(row)
            names = tuple(row)
            columns = known.get(names) or known.setdefault(names, match_columns(names))
            films.append(_film(row, columns, number + above))
            used.update(columns)
        except _RowError as error:
            bad.append(BadRow(number + above, str(error)))
    if not films:
        first = f" (row {bad[0].row}: {bad[0].reason})" if bad else ""
        raise MediaError(path, f"no row of it is a film{first}", hint=_EXPECTED)
    name = {"jsonl": "json lines"}.get(shape, shape)
    return FilmList(films, bad, name, used)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            with gzip.GzipFile(fileobj=file) if packed else file as stream:
                content = stream.read(_LARGEST + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise MediaError(
            path, "the packed file is damaged or cut off", hint="Copy it again from its source."
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error
    if len(content) > _LARGEST:
        raise MediaError(path, "the list is larger than 1 GB", hint="Split it into several files.")
    if not content.strip():
        raise MediaError(path, "the file is empty")
    return content


# -- rows: (number from 1, mapping or the reason why it is none)


def _json_lines(text: str) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield number, f"it is no JSON ({getattr(error, 'msg', 'too deep')})"
            continue
        yield number, row if isinstance(row, dict) else "it is no JSON object"


def _json_array(text: str) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    """Read element by element, so that a list that is cut off gives what it has."""
    decoder = json.JSONDecoder()
    at, number = 1, 0
    while True:
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        number += 1
        if at >= len(text):
            yield number, "the list is cut off here"
            return
        if text[at] == "]":
            return
        try:
            row, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield number, f"it is no JSON ({getattr(error, 'msg', 'too deep')})"
            at = text.find("\n{", at + 1)
            if at < 0:
                return
            continue
        yield number, row if isinstance(row, dict) else "it is no JSON object"


def _csv_rows(text: str) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    head = text.split("\n", 1)[0]
    delimiter = max("\t,;|", key=head.count)
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = [column.strip() for column in next(reader, [])]
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield number, f"it cannot be read ({error})"
            continue
        if cells is None:
            return
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            yield number, f"it has {len(cells)} cells, the heading {len(columns)}"
            continue
        yield number, dict(zip(columns, cells, strict=False))


# -- values


def _film(row: Mapping[str, Any], columns: Mapping[str, str], number: int) -> FilmRow:
    def value(field: str) -> Any:
        return row.get(columns[field]) if field in columns else None

    if "title" not in columns:
        raise _RowError("it has no title column")
    if row.get("kind") in _NO_FILMS:
        raise _RowError(f"it is a {row['kind']}, no film")
    title = _text(value("title"))
    if not title:
        raise _RowError("the title is empty")
    date = _date(_text(value("release_date")))
    year = _year(_text(value("year"))) or _year(date or _text(value("release_date")))
    votes = _number(value("votes"))
    imdb = _IMDB.search(_text(value("imdb_id"))) or _IMDB.search(_text(value("link")))
    return FilmRow(
        title=title,
        year=year,
        release_date=date,
        runtime_min=_positive(value("runtime_min")),
        popularity=_number(value("popularity")),
        votes=int(votes) if votes is not None and 0 <= votes < 1e12 else None,
        rating=_number(value("rating")),
        imdb_id=imdb.group() if imdb else "",
        genres=_names(value("genres")),
        actors=_names(value("actors")),
        directors=_names(value("directors")),
        writers=_names(value("writers")),
        collections=_names(value("collections")),
        origins=_names(value("origins")),
        companies=_names(value("companies")),
        countries=_names(value("countries")),
        languages=_names(value("languages")),
        keywords=_names(value("keywords")),
        plot=_text(value("plot")),
        tagline=_text(value("tagline")),
        poster=_text(value("poster")),
        link=_text(value("link")),
        row=number,
    )


def _text(value: Any) -> str:
    if value is None or isinstance(value, (bool, dict, list)):
        return ""
    text = " ".join(str(value).split())
    if text[:1] == "'" and text[1:2] in _GUARDED:
        text = text[1:]
    return "" if text.lower() in _NOTHING else text


def _number(value: Any) -> float | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = float(value) if abs(value) < 1e15 else math.nan
    else:
        text = _text(value)
        try:
            number = float(text)  # three digits behind the point are no thousands
        except ValueError:
            match = _NUMBER.search(text)
            if match is None:
                return None
            number = float(match.group().replace(",", ""))
    return number if abs(number) < 1e15 else None  # also refuses what is not a number


def _positive(value: Any) -> float | None:
    number = _number(value)
    return number if number is not None and number > 0 else None


def _year(text: str) -> int | None:
    match = _YEAR.search(text)
    year = int(match.group()) if match else 0
    return year if _OLDEST <= year <= _NEWEST else None


def _date(text: str) -> str:
    match = _DATE.search(text)
    if match is None or not (1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31):
        return ""
    return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"


def _names(value: Any) -> tuple[str, ...]:
    """A list of names: a list, JSON text, or one string separated by | ; or commas."""
    if isinstance(value, str):
        value = _split(value)
    elif not isinstance(value, (list, tuple)):
        value = [value]
    found = (_text(part.get("name") if isinstance(part, Mapping) else part) for part in value)
    return tuple(dict.fromkeys(name for name in found if name))


def _split(text: str) -> Iterable[Any]:
    text = text.strip()
    if text.startswith(("[", "{")):
        try:
            parsed = json.loads(text)
        except (ValueError, RecursionError):
            # Lists as Python prints them: take what stands in quotes.
            return [a or b for a, b in re.findall(r"'([^']*)'|\"([^\"]*)\"", text)]
        return parsed if isinstance(parsed, list) else [parsed]
    for mark in ("|", ";", ","):
        if mark in text:
            return text.split(mark)
    return [text]
