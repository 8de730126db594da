"""Which column of a film list means what, and whether a file looks like a film list at all."""

import csv
import io
import json
import re
import zlib
from collections.abc import Iterable

from indexers.media.subtitles import decode_text

# Normalised names (lower case, no punctuation), the most telling first.
COLUMNS: dict[str, tuple[str, ...]] = {
    "title": (
        "title", "movietitle", "filmtitle", "primarytitle", "name", "movie", "film",
        "originaltitle",
    ),
    "year": ("year", "titleyear", "startyear", "releaseyear", "movieyear"),
    "release_date": ("releasedate", "released", "date", "premiere"),
    "genres": ("genres", "genre", "categories", "category"),
    "actors": ("actors", "cast", "stars", "actor", "starring", "maincast"),
    "directors": ("directors", "director", "directedby"),
    "writers": ("writers", "writer", "screenplay", "screenwriter", "screenwriters", "writtenby"),
    "collections": ("collection", "collections", "belongstocollection", "franchise"),
    "origins": ("storyorigin", "origin", "origins", "basedon"),
    "companies": (
        "companies", "productioncompanies", "company", "productioncompany", "studios", "studio",
        "production",
    ),
    "countries": ("countries", "productioncountries", "country", "productioncountry"),
    "languages": (
        "languages", "spokenlanguages", "language", "originallanguage", "lang", "spokenlanguage",
    ),
    "keywords": ("keywords", "plotkeywords", "keyword", "tags"),
    "plot": ("plot", "overview", "extract", "synopsis", "description", "summary", "plotsummary"),
    "tagline": ("tagline", "slogan"),
    "runtime_min": ("runtimemin", "runtime", "runtimeminutes", "duration", "length"),
    "popularity": ("popularity", "movienumvotedpopularity"),
    "votes": ("votes", "votecount", "numvotedusers", "numvotes", "imdbvotes", "ratingcount"),
    "rating": ("rating", "voteaverage", "imdbscore", "averagerating", "imdbrating", "score"),
    "poster": (
        "poster", "posterpath", "posterurl", "posterlink", "image", "thumbnail", "cover", "img",
    ),
    "imdb_id": ("imdbid", "tconst", "imdb", "movieimdblink"),
    "link": ("link", "url", "href", "homepage", "wikipage", "wikipedia"),
}  # fmt: skip
_HEAD = 64 * 1024
_ENOUGH = 3  # a title and two more: fewer would take any table for a film list
# Columns that other tables with a title have as well (books, songs, photos).
_COMMON = {
    "link", "keywords", "languages", "countries", "poster", "rating", "votes", "writers",
    "collections", "origins",
}  # fmt: skip
_NAME = re.compile(r"[^a-z0-9]")


def match_columns(names: Iterable[str]) -> dict[str, str]:
    """Return the column to take each field from, by field name."""
    by_name: dict[str, str] = {}
    for name in names:
        by_name.setdefault(_NAME.sub("", name.lower()), name)
    found: dict[str, str] = {}
    for field, known in COLUMNS.items():
        column = next((by_name[name] for name in known if name in by_name), None)
        if column is not None:
            found[field] = column
    return found


def gunzip_head(data: bytes, limit: int = _HEAD) -> bytes:
    """Return the beginning of a gzip file's content; b"" if it is damaged."""
    try:
        return zlib.decompressobj(wbits=31).decompress(data, limit)
    except zlib.error:
        return b""


def sniff_film_list(head: bytes) -> str:
    """Return "jsonl", "json", "csv" or "tsv", with ".gz" if packed; "" if it is no film list."""
    packed = head.startswith(b"\x1f\x8b")
    if packed:
        head = gunzip_head(head)
    if b"\0" in head[:4096] and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ""
    text = decode_text(head).lstrip("\ufeff \t\r\n")
    name, columns = list_shape(text)
    found = match_columns(columns)
    if "title" not in found or len(found) < _ENOUGH or not set(found) - _COMMON - {"title"}:
        return ""
    return f"{name}.gz" if packed else name


def list_shape(text: str) -> tuple[str, list[str]]:
    """Return format ("jsonl", "json", "csv", "tsv" or "") and column names from the beginning."""
    if text.startswith(("{", "[")):
        is_array = text.startswith("[")
        try:
            first, end = json.JSONDecoder().raw_decode(text[1:].lstrip() if is_array else text)
        except (ValueError, RecursionError):
            return "", []
        if not isinstance(first, dict):
            return "", []
        if not is_array and text[end:].lstrip()[:1] not in {"", "{"}:
            return "", []
        return ("json" if is_array else "jsonl"), [str(key) for key in first]
    line = text.splitlines()[0] if text else ""
    delimiter = max("\t,;|", key=line.count)
    if not line.count(delimiter):
        return "", []
    columns = next(csv.reader(io.StringIO(line), delimiter=delimiter), [])
    return ("tsv" if delimiter == "\t" else "csv"), [column.strip() for column in columns]
