"""Filters as a person writes them: KEY=VALUE, KEY=a|b, KEY!=v, year=1990..1999, rating>=7."""

import difflib
import math
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from common.errors import QueryError
from indexers.catalogue.records import Filter

# Not facets, yet filters know them.
SPECIAL_KEYS = (
    "kind", "label", "missing", "animated", "bucket", "watchlist", "classifier", "path",
    "region_light",
)  # fmt: skip
NUMBER_KEYS = ("year", "popularity", "aspect", "duration_s", "width", "height", "rating")
TIME_KEYS = {"taken_at": "taken_at", "taken": "taken_at", "date": "taken_at", "time": "taken_at"}
_FORM = re.compile(r"\s*(?P<key>[^=<>!]+?)\s*(?P<sign>!=|>=|<=|=|>|<)\s*(?P<value>.*?)\s*", re.S)
_LAST_S = 1e-3  # of a day, before the next one
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
HOW = "Write KEY=VALUE, KEY=A|B, KEY=A&B, KEY!=VALUE, KEY>=NUMBER or KEY=LOW..HIGH."


def parse_filter(text: str, known: Collection[str] | None = None) -> Filter:
    """Read one filter.

    `genre=Comedy|Drama` any of them, `genre=Comedy&Drama` all, `genre!=Horror` none,
    `genre=*` any value at all, `year=1990..1999` and `rating>=7` ranges, `taken=2019-05..2019-08`
    times.

    Args:
        text: as typed.
        known: facet keys of the library; None checks no names.

    Raises:
        QueryError: it cannot be read, or its key is unknown; lists the known keys.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise QueryError(f"The filter “{text}” cannot be read.", hint=HOW)
    key, sign, value = found["key"].casefold(), found["sign"], found["value"]
    key = TIME_KEYS.get(key, key)
    if known is not None:
        _check_key(key, known)
    if not value:
        raise QueryError(f"The filter “{text}” has no value.", hint=HOW)
    if sign in {">", ">=", "<", "<="}:
        return _one_sided(key, sign, value, text)
    if ".." in value and sign == "=":
        return _range(key, value, text)
    if sign == "!=":
        return Filter(key, _values(value, "|"), mode="none")
    if value == "*":
        return Filter(key)
    if key in {"year", "taken_at"} and (span := _span(key, value)) is not None:
        return Filter(key, low=span[0], high=span[1])
    if "&" in value and "|" not in value and " & " not in value:
        return Filter(key, _values(value, "&"), mode="all")
    return Filter(key, _values(value, "|"))


def parse_filters(texts: Sequence[str], known: Collection[str] | None = None) -> tuple[Filter, ...]:
    """Read several filters; see parse_filter."""
    return tuple(parse_filter(text, known) for text in texts)


def format_filter(one: Filter) -> str:
    """Return a filter in the form that parse_filter reads."""
    if one.low is not None or one.high is not None:
        low, high = _shown(one.key, one.low, is_low=True), _shown(one.key, one.high)
        if one.low is not None and one.low == one.high:
            return f"{one.key}={low}"
        if one.high is None:
            return f"{one.key}{'>' if _is_beside(one, one.low, math.inf) else '>='}{low}"
        if one.low is None:
            return f"{one.key}{'<' if _is_beside(one, one.high, -math.inf) else '<='}{high}"
        return f"{one.key}={low}..{high}"
    if not one.values:
        return f"{one.key}=*"
    if one.mode == "all":
        return f"{one.key}={'&'.join(one.values)}"
    return f"{one.key}{'!=' if one.mode == 'none' else '='}{'|'.join(one.values)}"


def filter_to_json(one: Filter) -> dict[str, Any]:
    """Return a filter as JSON."""
    document: dict[str, Any] = {"key": one.key}
    if one.values:
        document["values"] = list(one.values)
    if one.mode != "any":
        document["mode"] = one.mode
    if one.low is not None:
        document["low"] = one.low
    if one.high is not None:
        document["high"] = one.high
    return document


def filter_from_json(value: Any, name: str) -> Filter:
    """Read a filter: an object as filter_to_json writes it, or a text as parse_filter reads it.

    Args:
        value: JSON.
        name: of the field, for messages.

    Raises:
        QueryError: a field is wrong; names it.
    """
    if isinstance(value, str):
        return parse_filter(value)
    if not isinstance(value, Mapping):
        raise _wrong(name, "it must be a text or an object")
    if strange := set(value) - {"key", "values", "mode", "low", "high"}:
        raise _wrong(f"{name}.{sorted(map(str, strange))[0]}", "there is no such field")
    key, values = value.get("key"), value.get("values", [])
    if not isinstance(key, str) or not key:
        raise _wrong(f"{name}.key", "it must be a text")
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise _wrong(f"{name}.values", "it must be a list of texts")
    mode = value.get("mode", "any")
    if mode not in {"any", "all", "none"}:
        raise _wrong(f"{name}.mode", "it must be any, all or none")
    low, high = (_bound(value.get(side), f"{name}.{side}") for side in ("low", "high"))
    return Filter(key, tuple(values), mode, low, high)


def check_filters(filters: Sequence[Filter], known: Collection[str]) -> None:
    """Check the keys of filters.

    Raises:
        QueryError: one is unknown; lists the known keys.
    """
    for one in filters:
        _check_key(one.key, known)


def _check_key(key: str, known: Collection[str]) -> None:
    names = sorted({*known, *SPECIAL_KEYS, *NUMBER_KEYS, "taken_at"})
    if key in names or key.startswith("label:"):
        return
    near = difflib.get_close_matches(key, names, n=1, cutoff=0.6)
    guess = f"Did you mean “{near[0]}”? " if near else ""
    raise QueryError(
        f"No item has a facet “{key}”.", hint=f"{guess}Use one of: {', '.join(names)}."
    )


def _one_sided(key: str, sign: str, value: str, text: str) -> Filter:
    span = _span(key, value)
    if span is None:
        raise QueryError(f"The filter “{text}” compares with “{value}”, no number.", hint=HOW)
    first, last = span
    match sign:
        case ">=":
            return Filter(key, low=first)
        case ">":
            return Filter(key, low=math.nextafter(last, math.inf))
        case "<=":
            return Filter(key, high=last)
    return Filter(key, high=math.nextafter(first, -math.inf))


def _range(key: str, value: str, text: str) -> Filter:
    left, _, right = value.partition("..")
    low, high = (_span(key, side.strip()) if side.strip() else None for side in (left, right))
    if (left.strip() and low is None) or (right.strip() and high is None) or not (low or high):
        raise QueryError(f"The range in “{text}” is not made of numbers.", hint=HOW)
    bounds = (low[0] if low else None, high[1] if high else None)
    if bounds[0] is not None and bounds[1] is not None and bounds[0] > bounds[1]:
        raise QueryError(f"The range in “{text}” ends before it begins.", hint="Swap its ends.")
    return Filter(key, low=bounds[0], high=bounds[1])


def _span(key: str, value: str) -> tuple[float, float] | None:
    """Return the first and last number that value stands for; a month is many seconds long."""
    if key == "taken_at" and (found := _DATE.fullmatch(value)):
        return _date_span(*(int(part) if part else None for part in found.groups()))
    try:
        number = float(value)
    except ValueError:
        return None
    return (number, number) if math.isfinite(number) else None


def _date_span(year: int | None, month: int | None, day: int | None) -> tuple[float, float] | None:
    try:
        first = datetime(year or 1970, month or 1, day or 1, tzinfo=UTC)
        if day:
            after = first + timedelta(days=1)
        elif month:
            after = datetime(first.year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        else:
            after = datetime(first.year + 1, 1, 1, tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return first.timestamp(), after.timestamp() - _LAST_S


def _values(value: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(separator) if part.strip())


def _shown(key: str, number: float | None, *, is_low: bool = False) -> str:
    if number is None:
        return ""
    if key == "taken_at" and abs(number) > 9999:
        try:
            # What is later than the last millisecond of a day begins with the next one.
            second = math.floor(number + (2 * _LAST_S if is_low else 0.0))
            moment = datetime.fromtimestamp(second, UTC)
        except (ValueError, OverflowError, OSError):  # no calendar has it
            return f"{number:.10g}"
        return moment.date().isoformat()
    return f"{number:.10g}"


def _is_beside(one: Filter, number: float | None, way: float) -> bool:
    """Whether a bound is what parse_filter makes of > or <: the very next number that way."""
    if number is None or one.key == "taken_at":  # days tell it
        return False
    return number == math.nextafter(float(f"{number:.10g}"), way)


def _bound(value: Any, name: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _wrong(name, "it must be a number")
    return float(value)


def _wrong(name: str, why: str) -> QueryError:
    return QueryError(
        f"The query's field “{name}” is wrong: {why}.", hint="Correct it and search again."
    )
