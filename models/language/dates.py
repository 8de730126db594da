"""Days: dates in several forms, weekdays, months, seasons, years, relative times, ranges."""

import calendar
import re
from datetime import date

from models.language.atoms import (
    MONTH,
    ORDINAL,
    SURE_MONTH,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    Atom,
    Found,
    cyclic,
    month_number,
    pattern,
)
from models.language.notes import ReaderNote
from models.language.relative import ago, near, past, recent_months, recent_weekday

SEASONS = {
    "spring": (3, 4, 5), "summer": (6, 7, 8), "autumn": (9, 10, 11), "fall": (9, 10, 11),
    "winter": (1, 2, 12),
}  # fmt: skip
HOLIDAYS: dict[str, tuple[int, tuple[int, ...]]] = {
    "christmas eve": (12, (24,)), "christmas day": (12, (25,)), "christmas": (12, (24, 25, 26)),
    "new year's eve": (12, (31,)), "new year's day": (1, (1,)), "halloween": (10, (31,)),
    "valentine's day": (2, (14,)), "st patrick's day": (3, (17,)), "boxing day": (12, (26,)),
}  # fmt: skip
_LEAD = (
    r"(?:\b(?:(?:it|this|that) (?:was|is|happened) )?(?:in|on|at|during|over|from"
    r"|of|since|by) )?(?:\b(?:the|a|an|one|every|early|late) )*"
)
_DAY = rf"\d{{1,2}}{ORDINAL}?"
_PARTS = r"(?:early |late )?(?:morning|afternoon|evening|night|lunchtime|noon)"
_TO = r"\s*(?:-|to|until|till|through|and)\s*"

_ISO = pattern(rf"{_LEAD}\b({YEAR})-(\d{{1,2}})-(\d{{1,2}})\b")
_NUMERIC = pattern(rf"{_LEAD}\b(\d{{1,2}})([./-])(\d{{1,2}})\2({YEAR})\b")
_DAYS_OF = pattern(
    rf"(?:\b(?:from|between|on|in) )?(?:the )?\b({_DAY}){_TO}(?:the )?({_DAY})"
    rf"(?: of)? ({MONTH})\b\.?(?:,? ({YEAR}))?"
)
_OF_DAYS = pattern(
    rf"(?:\b(?:from|between|on|in) )?\b({MONTH})\.? ({_DAY}){_TO}(?:the )?({_DAY})\b"
    rf"(?!\s*(?::|am|pm))(?:,? ({YEAR}))?"
)
_FROM_TO = pattern(
    rf"\b(?:from|between) (?:the )?({_DAY})(?: of)? ({MONTH})(?:,? ({YEAR}))?{_TO}"
    rf"(?:the )?({_DAY})(?: of)? ({MONTH})\b(?:,? ({YEAR}))?"
)
_DATE = pattern(rf"{_LEAD}\b({_DAY})(?: of)? ({MONTH})\b\.?(?:,? ({YEAR})\b)?")
_DATE_US = pattern(rf"{_LEAD}\b({MONTH})\.? ({_DAY})\b(?!\s*(?::|am\b|pm\b))(?:,? ({YEAR})\b)?")
_WEEKDAY_RANGE = pattern(
    rf"(?:\b(?:from|between) )?\b({WEEKDAY}|mon|tue|wed|thu|fri|sat|sun)\s*(?:-"
    rf"|to|until|till|through)\s*({WEEKDAY}|mon|tue|wed|thu|fri|sat|sun)\b"
)
_LAST_DAY = pattern(rf"\b(?:on )?(last|this|next) ({WEEKDAY})\b")
_WEEKDAYS = pattern(rf"{_LEAD}\b({WEEKDAY})\b")
_SHORT = pattern(
    rf"{_LEAD}\b(mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)\b\.?(?:(?= {_PARTS}\b)"
    rf"|(?=\s*(?:,|and|or|&) (?:{WEEKDAY}|mon|tue|wed|thu|fri|sat|sun)\b))"
)
_SHORT_LIST = pattern(
    r"(?<=and\s|nor\s|\sor\s|..&\s)(mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)\b"
)
_WEEKEND = pattern(r"(?:\b(?:at|on|over|during) )?(?:\b(?:the|a|every) )?\b(weekends?|weekdays?)\b")
_MONTH_RANGE = pattern(rf"\b(?:from|between) ({MONTH}){_TO}({MONTH})\b(?: (?:of )?({YEAR}))?")
_PART_MONTH = pattern(
    rf"(?:\b(?:in|at|during) )?(?:the )?\b(early|mid|late|beginning of|start of"
    rf"|middle of|end of)[ -]({MONTH})\b(?: (?:of )?({YEAR}))?"
)
_LAST_MONTH = pattern(rf"\b(?:in |during )?(last|this) ({MONTH})\b")
_MONTHS = pattern(
    rf"{_LEAD}\b(?:({SURE_MONTH})|(?<=in\s|of\s)({MONTH})|(?<=during\s|\ssince\s)"
    rf"({MONTH}))\b(?!\s*be\b)(?: (?:of )?({YEAR})\b)?|{_LEAD}\b({MONTH}) ({YEAR})\b"
)
_MONTHS_LIST = pattern(rf"(?<=and\s|\sor\s)({MONTH})\b(?: (?:of )?({YEAR})\b)?(?=\s*(?:$|[.,;!?]))")
_SEASON = pattern(
    rf"(?:\b(?:in|during|over) )(?:the )?(early |late )?(spring|summer|autumn|fall"
    rf"|winter)\b(?! (?:into|down|off|over|from))(?: (?:of )?({YEAR}))?"
    rf"|(?:\b(?:on|during) )?(?:\b(?:a|the|one) )?\b()(spring|summer|autumn|fall"
    rf"|winter)(?= (?:morning|evening|night|afternoon|day)s?\b)(?: day)?()"
    rf"|\b()(spring|summer|autumn|fall|winter) (?:of )?({YEAR})\b"
)
_LAST_SEASON = pattern(r"\b(?:in )?(last|this) (spring|summer|autumn|fall|winter)\b")
_HOLIDAY = pattern(
    r"\b(?:on|at|during|over|last) (christmas eve|christmas day|christmas|new"
    r" year's eve|new year's day|"
    r"halloween|valentine's day|st\.? patrick's day|boxing day)\b(?! (?:tree|lights?"
    r"|market|decorations?|present|dinner))"
    rf"(?:,? (?:in )?({YEAR}))?"
)
_YEARS = pattern(rf"\b(?:from|between) ({YEAR}){_TO}({YEAR})\b|\b({YEAR})\s*-\s*({YEAR})\b")
_DECADE = pattern(r"\b(?:in |during )?(?:the )?((?:19|20)\d)0'?s\b")
_SIDE_YEAR = pattern(rf"\b(before|after|since|until) ({YEAR})\b")
_YEAR = pattern(rf"\b(?:in|of|during|year|back in)(?: the year)? ({YEAR})\b|,\s*({YEAR})\s*$")
_DAY_ALONE = pattern(
    rf"\bon the (\d{{1,2}}){ORDINAL}\b(?! \w)|\bon the (\d{{1,2}}){ORDINAL}(?=\s*(?:$|[.,;!?]))"
)
_COUNT = r"(\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|a couple of|a few|several)"
_AGO = pattern(rf"\b{_COUNT} (day|week|month|year)s? ago\b")
_PAST = pattern(
    rf"\b(?:in|over|during|within) the (?:last|past) (?:{_COUNT} )?(day|week|month|year)s?\b"
)
_NEAR = pattern(
    r"\b(the day before yesterday|yesterday|today|tonight|this (?:morning|afternoon"
    r"|evening|week|weekend|month|year)|"
    r"last (?:night|week|weekend|month|year))\b"
)
_HOURS = {"tonight": (1080, 240), "this morning": (300, 720), "this afternoon": (720, 1080),
          "this evening": (1020, 1320), "last night": (1260, 240)}  # fmt: skip


def find_days(found: Found) -> None:
    """Add the atoms of all days, longest forms first."""
    _find_dates(found)
    _find_ranges(found)
    _find_relative(found)
    _find_named(found)


def _find_dates(found: Found) -> None:
    for match in found.scan(_ISO):
        _add_date(found, match, int(match[3]), int(match[2]), int(match[1]))
    for match in found.scan(_NUMERIC):
        day, month = int(match[1]), int(match[3])
        if month > 12 >= day:
            day, month = month, day
        _add_date(found, match, day, month, int(match[4]))
    for match in found.scan(_FROM_TO):
        _add_from_to(found, match)
    for match in found.scan(_DAYS_OF):
        _add_days(found, match, match[1], match[2], match[3], match[4])
    for match in found.scan(_OF_DAYS):
        _add_days(found, match, match[2], match[3], match[1], match[4])
    for match in found.scan(_DATE):
        _add_date(found, match, _day(match[1]), month_number(match[2]), _year(match[3]))
    for match in found.scan(_DATE_US):
        _add_date(found, match, _day(match[2]), month_number(match[1]), _year(match[3]))


def _day(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _year(text: str | None) -> int | None:
    return int(text) if text else None


def _is_day(day: int, month: int, year: int | None) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year or 2000, month)[1]


def _add_date(found: Found, match: re.Match[str], day: int, month: int, year: int | None) -> None:
    if not _is_day(day, month, year):
        text = found.original[match.start() : match.end()].strip()
        found.add(Atom(match.span(), note=ReaderNote("no-such-day", text=text)))
    elif year is None:
        found.add(Atom(match.span(), months=(month,), days=(day,)))
    else:
        when = date(year, month, day)
        found.add(Atom(match.span(), ranges=((when, when),)))


def _add_days(
    found: Found, match: re.Match[str], first: str, last: str, month: str, year: str | None
) -> None:
    begin, end, number = _day(first), _day(last), month_number(month)
    if begin > end or not (
        _is_day(begin, number, _year(year)) and _is_day(end, number, _year(year))
    ):
        _add_date(found, match, max(begin, end) if begin <= end else 99, number, _year(year))
    elif year:
        days = date(int(year), number, begin), date(int(year), number, end)
        found.add(Atom(match.span(), ranges=(days,)))
    else:
        found.add(Atom(match.span(), months=(number,), days=tuple(range(begin, end + 1))))


def _add_from_to(found: Found, match: re.Match[str]) -> None:
    year = _year(match[6] or match[3])
    months = month_number(match[2]), month_number(match[5])
    days = _day(match[1]), _day(match[4])
    bad = [(d, m) for d, m in zip(days, months, strict=True) if not _is_day(d, m, year)]
    if bad:
        _add_date(found, match, *bad[0], year)
    elif year:
        first = date(_year(match[3]) or year - (months[0] > months[1]), months[0], days[0])
        last = date(year, months[1], days[1])
        found.add(Atom(match.span(), ranges=((min(first, last), max(first, last)),)))
    else:  # the same days of every year, as alternatives
        between = cyclic(months[0], months[1], 1, 12)
        if months[0] == months[1]:
            found.add(Atom(match.span(), months=between, days=tuple(range(days[0], days[1] + 1))))
            return
        half = match.start() + (match.end() - match.start()) // 2
        found.add(Atom((match.start(), half), months=(months[0],), days=tuple(range(days[0], 32))))
        found.add(Atom((half, match.end()), months=(months[1],), days=tuple(range(1, days[1] + 1))))


def _find_ranges(found: Found) -> None:
    for match in found.scan(_WEEKDAY_RANGE):
        first, last = (_weekday(name) for name in (match[1], match[2]))
        found.add(Atom(match.span(), weekdays=cyclic(first, last, 0, 7)))
    for match in found.scan(_MONTH_RANGE):
        months = cyclic(month_number(match[1]), month_number(match[2]), 1, 12)
        found.add(Atom(match.span(), months=months, years=_years(match[3])))
    for match in found.scan(_YEARS):
        first, last = sorted(int(year) for year in match.groups() if year)
        found.add(Atom(match.span(), years=tuple(range(first, last + 1))))
    for match in found.scan(_DECADE):
        begin = int(match[1]) * 10
        found.add(Atom(match.span(), years=tuple(range(begin, begin + 10))))
    for match in found.scan(_SIDE_YEAR):
        year = int(match[2])
        days = (date(year + (match[1] == "after"), 1, 1), date(2100, 12, 31))
        if match[1] in {"before", "until"}:
            days = (date(1900, 1, 1), date(year - (match[1] == "before"), 12, 31))
        found.add(Atom(match.span(), ranges=(days,)))


def _weekday(name: str) -> int:
    return [day[:3] for day in WEEKDAYS].index(name[:3])


def _years(text: str | None) -> tuple[int, ...]:
    return (int(text),) if text else ()


def _find_relative(found: Found) -> None:
    today = found.today
    for match in found.scan(_AGO):
        _add_relative(found, match, ago(match[1], match[2], today) if today else None)
    for match in found.scan(_PAST):
        _add_relative(found, match, past(match[1], match[2], today) if today else None)
    for match in found.scan(_NEAR):
        days = near(match[1], today) if today else None
        _add_relative(found, match, days, _HOURS.get(" ".join(match[1].split())))
    for match in found.scan(_LAST_DAY):
        weekday = _weekday(match[2])
        _add_relative(found, match, recent_weekday(match[1], weekday, today) if today else None)
    for regex in (_LAST_MONTH, _LAST_SEASON):
        for match in found.scan(regex):
            months = SEASONS.get(match[2]) or (month_number(match[2]),)
            _add_relative(found, match, recent_months(match[1], months, today) if today else None)


def _add_relative(
    found: Found,
    match: re.Match[str],
    days: tuple[date, date] | None,
    hours: tuple[int, int] | None = None,
) -> None:
    clock = (hours,) if hours else ()
    if days is None:
        note = ReaderNote("no-day-to-count-from", text=match[0])
        found.add(Atom(match.span(), note=note, hours=clock))
    else:
        found.add(Atom(match.span(), ranges=(days,), hours=clock))


def _find_named(found: Found) -> None:
    for match in found.scan(_WEEKDAYS):
        found.add(Atom(match.span(), weekdays=(_weekday(match[1]),)))
    for match in found.scan(_SHORT):
        found.add(Atom(match.span(), weekdays=(_weekday(match[1]),)))
    for match in found.scan(_SHORT_LIST):
        if any(atom.weekdays and match.start() - atom.span[1] < 6 for atom in found.atoms):
            found.add(Atom(match.span(), weekdays=(_weekday(match[1]),)))
    for match in found.scan(_WEEKEND):
        days = (5, 6) if match[1].startswith("weekend") else (0, 1, 2, 3, 4)
        found.add(Atom(match.span(), weekdays=days))
    for match in found.scan(_PART_MONTH):
        third = {"e": range(1, 11), "b": range(1, 11), "s": range(1, 11), "m": range(11, 21)}
        kind = "l" if match[1].startswith("end") else match[1][0]
        tenth = tuple(third.get(kind, range(21, 32)))
        found.add(
            Atom(match.span(), months=(month_number(match[2]),), days=tenth, years=_years(match[3]))
        )
    for match in found.scan(_HOLIDAY):
        month, festive = HOLIDAYS[match[1].replace("st.", "st")]
        found.add(Atom(match.span(), months=(month,), days=festive, years=_years(match[2])))
    _find_months(found)


def _find_months(found: Found) -> None:
    for match in found.scan(_MONTHS):
        name = match[1] or match[2] or match[3] or match[5]
        months = (month_number(name),)
        found.add(Atom(match.span(), months=months, years=_years(match[4] or match[6])))
    for match in found.scan(_MONTHS_LIST):
        if any(atom.months and 0 <= match.start() - atom.span[1] < 6 for atom in found.atoms):
            found.add(Atom(match.span(), months=(month_number(match[1]),), years=_years(match[2])))
    for match in found.scan(_SEASON):
        name, year = (
            next(filter(None, pair), None) for pair in (match.group(2, 5, 8), match.group(3, 6, 9))
        )
        if name:
            found.add(Atom(match.span(), months=SEASONS[name], years=_years(year)))
    for match in found.scan(_YEAR):
        found.add(Atom(match.span(), years=(int(match[1] or match[2]),)))
    for match in found.scan(_DAY_ALONE):
        day = int(match[1] or match[2])
        if 1 <= day <= 31:
            found.add(Atom(match.span(), days=(day,)))
