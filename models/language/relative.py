"""Times that count from today: "yesterday", "two weeks ago", "last summer"."""

import calendar
from collections.abc import Sequence
from datetime import date, timedelta

from models.language.atoms import ONES

Days = tuple[date, date]
_FEW = {"a": 1, "an": 1, "a couple of": 2, "a few": 3, "several": 4}


def _count(text: str | None) -> int:
    if not text:
        return 1
    text = " ".join(text.split())
    return int(text) if text.isdigit() else _FEW.get(text, ONES.get(text, 1))


def _back(today: date, days: int) -> date:
    return date.fromordinal(max(1, today.toordinal() - days))


def _months_back(today: date, months: int) -> Days:
    number = max(12, today.year * 12 + today.month - 1 - months)
    year, month = divmod(number, 12)
    return date(year, month + 1, 1), date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def ago(count: str, unit: str, today: date) -> Days:
    """Return the days of "two weeks ago": the coarser the unit, the more days around."""
    number = _count(count)
    if unit == "day":
        return _back(today, number), _back(today, number)
    if unit == "week":
        return _back(today, 7 * number + 3), _back(today, 7 * number - 3)
    if unit == "month":
        return _months_back(today, number)
    year = max(1, today.year - number)
    return date(year, 1, 1), date(year, 12, 31)


def past(count: str | None, unit: str, today: date) -> Days:
    """Return the days of "in the past three weeks", up to today."""
    length = {"day": 1, "week": 7, "month": 30, "year": 365}[unit]
    return _back(today, length * _count(count)), today


def near(text: str, today: date) -> Days:
    """Return the days of "yesterday", "last week", "this month" and the like."""
    which, _, unit = " ".join(text.split()).rpartition(" ")
    if unit == "yesterday":
        day = _back(today, 2 if which else 1)
        return day, day
    if unit in {"today", "tonight", "morning", "afternoon", "evening"}:
        return today, today
    before = int(which == "last")
    if unit == "night":
        return _back(today, 1), _back(today, 1)
    monday = _back(today, today.weekday() + 7 * before)
    if unit == "week":
        return monday, monday + timedelta(days=6)
    if unit == "weekend":
        return monday + timedelta(days=5), monday + timedelta(days=6)
    if unit == "month":
        return _months_back(today, before)
    year = max(1, today.year - before)
    return date(year, 1, 1), date(year, 12, 31)


def recent_weekday(which: str, weekday: int, today: date) -> Days:
    """Return the day of "last Monday" (before today) or "this Monday" (of this week)."""
    day = _back(today, (today.weekday() - weekday - 1) % 7 + 1)
    if which == "this":
        day = _back(today, today.weekday()) + timedelta(days=weekday)
    if which == "next":
        day = today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    return day, day


def recent_months(which: str, months: Sequence[int], today: date) -> Days:
    """Return the days of "last summer" (the latest that is over) or "this May" (of this year)."""
    first = 12 if 12 in months and 1 in months else months[0]
    length = len(months)
    year = today.year + (1 if which == "this" else 0)
    while year > 1:
        begin = date(year, first, 1)
        number = year * 12 + first - 1 + length - 1
        end_year, end_month = divmod(number, 12)
        end = date(end_year, end_month + 1, calendar.monthrange(end_year, end_month + 1)[1])
        if end < today or (which == "this" and begin <= date(today.year, 12, 31)):
            return begin, end
        year -= 1
    return today, today
