"""Times of the day: parts ("early in the morning"), clock times, ranges of them."""

import re

from models.language.atoms import ONES, Atom, Found, pattern
from models.language.notes import ReaderNote

NOON, DAY = 720, 1440
END_OF_DAY = 240  # a day of one's life ends at four in the morning
PARTS: dict[str, tuple[int, int]] = {
    "early morning": (300, 540), "late morning": (600, 720), "mid-morning": (540, 660),
    "mid morning": (540, 660), "morning": (300, 720), "breakfast time": (360, 600),
    "breakfast": (360, 600), "brunch": (600, 780), "lunch time": (690, 840),
    "lunchtime": (690, 840), "lunch break": (690, 840), "lunch": (690, 840),
    "noon": (660, 780), "midday": (660, 780), "noontime": (660, 780),
    "early afternoon": (720, 900), "late afternoon": (900, 1080), "mid afternoon": (840, 960),
    "afternoon": (720, 1080), "teatime": (900, 1020), "tea time": (900, 1020),
    "early evening": (1020, 1200), "late evening": (1200, 1380), "evening": (1020, 1320),
    "dinner time": (1020, 1260), "dinnertime": (1020, 1260), "dinner": (1020, 1260),
    "supper": (1020, 1260), "late night": (1320, 240), "night time": (1260, 240),
    "night-time": (1260, 240), "nighttime": (1260, 240), "night": (1260, 240),
    "bedtime": (1260, 60), "midnight": (1380, 60), "dawn": (300, 480), "daybreak": (300, 480),
    "sunrise": (300, 480), "dusk": (1020, 1320), "sunset": (1020, 1320), "nightfall": (1080, 1320),
}  # fmt: skip
"""Part of the day -> minutes since midnight; an end before its begin lies on the next day."""
_WORK = (540, 1020)
MEALS = "breakfast|brunch|lunch|dinner|supper"

_SAFE = "|".join(
    sorted((name for name in PARTS if name not in MEALS.split("|")), key=len, reverse=True)
)
_THING = (
    r"(?! (?:dress|gown|stand|stands|table|tables|club|clubs|lamp|lamps|light|lights|shirt|shift|"
    r"bag|paper|newspaper|glory|market|meal|classes|class|school|bus))"
)
_LEAD = (
    r"(?:\b(?:(?:(?:it|this|that) (?:was|is|happened|must have been|could have been) )?"
    r"(?:sometime |somewhere )?(?:in|on|at|during|over|by|around|about|for|towards?) |"
    r"(?:it|this) (?:was|is) ))?(?:\b(?:the|a|an|one|every|my|same|that) )*"
)
_PART = pattern(
    rf"{_LEAD}\b(?:(early|late) (?:in|on|at) (?:the |a )?(morning|afternoon|evening"
    rf"|night)|({_SAFE})s?)"
    rf"\b{_THING}"
)
_MEAL = pattern(
    rf"\b(?:at|during|over|for|around|by) (?:my |our |the |a |an )?(?:early |late"
    rf" |quick )?({MEALS})\b"
    r"(?! (?:table|tables|box|boxes|bag|plate|menu|room|party))"
)
_SIDE = pattern(
    rf"\b(before|after|until|till|since|by) (?:the |my |our )?({_SAFE}|{MEALS}|"
    r"(?:(?<=after\s)|(?<=before\s))work(?! (?:on|with|of|at|in|for)\b))\b"
)
_NUMBER = r"(?:\d{1,2}(?:[:.]\d\d)?|" + "|".join(list(ONES)[1:]) + ")"
_MARK = r"(?:\s?(?:a\.m\.?|p\.m\.?|am\b|pm\b)|\s?o'?\s?clock)"
_TIME = (
    rf"(?:{_NUMBER}{_MARK}|\d{{1,2}}:\d\d\b|noon\b|midday\b|midnight\b|(?:half"
    rf"|quarter) (?:past|to) {_NUMBER}(?:{_MARK})?)"
)
_BARE = rf"(?:{_TIME}|{_NUMBER})"
_OVER = (
    r"(?=\s*(?:$|[.,;!?)]|(?:in|on|at|and|or|i|we|he|she|they|until|this|when"
    r"|while|yesterday|today|there|last) ?\b))"
)
_BETWEEN = pattern(
    rf"\b(?:sometime )?(?:from|between) ({_BARE})\s*(?:to|and|until|till|-)\s*"
    rf"(?:({_TIME})|({_NUMBER}){_OVER})"
)
_SPAN = pattern(
    rf"\b({_TIME}|\d{{1,2}}(?=\s*-\s*\d{{1,2}}\s?[ap]m))\s*(?:-|to|until|till)\s*({_TIME})"
)
_CLOCK = pattern(
    rf"(?:\b(?:it was |it is )?(before|earlier than|until|till|by|after|later than|since|from|"
    rf"around|about|approximately|almost|exactly at|at about|at around|at|towards?) )?"
    rf"(?:(?<!\bof\s)(?<!\bscale\s)(?<![:.\d])({_TIME})|(?<=[a-z]\s)({_NUMBER}){_OVER})"
)
_IMPOSSIBLE = pattern(r"\b(?:at |around |about )?(\d{1,2}:\d{2})(?!\d)")
_BEFORE = frozenset({"before", "earlier than", "until", "till", "by"})
_AFTER = frozenset({"after", "later than", "since", "from"})


def find_hours(found: Found) -> None:
    """Add the atoms of all times of the day."""
    _impossible(found)
    for match in found.scan(_BETWEEN):
        _add_range(found, match, match[1], match[2] or match[3])
    for match in found.scan(_SPAN):
        _add_range(found, match, match[1], match[2])
    for match in found.scan(_SIDE):
        _add_side(found, match)
    for match in found.scan(_CLOCK):
        _add_clock(found, match)
    for match in found.scan(_PART):
        name = f"{match[1]} {match[2]}" if match[1] else match[3]
        found.add(Atom(match.span(), hours=(PARTS[name.replace("  ", " ")],), half=_half(name)))
    for match in found.scan(_MEAL):
        found.add(Atom(match.span(), hours=(PARTS[match[1]],), half=_half(match[1])))


def _half(name: str) -> int:
    begin = PARTS[name][0]
    return 0 if begin < 660 else 1


def _impossible(found: Found) -> None:
    for match in found.scan(_IMPOSSIBLE):
        hour, minute = map(int, match[1].split(":"))
        if hour > 24 or minute > 59 or (hour == 24 and minute):
            found.add(Atom(match.span(), note=ReaderNote("no-such-time", text=match[1])))


def _minutes(text: str) -> tuple[int, bool] | None:
    """Return minutes since midnight and whether they may be twelve hours later; None for none."""
    if text.startswith(("noon", "midday")):
        return NOON, False
    if text.startswith("midnight"):
        return DAY, False
    shift = 0
    if half := re.match(r"(half|quarter)\s+(past|to)\s+", text):
        amount = 30 if half[1] == "half" else 15
        shift, text = amount if half[2] == "past" else -amount, text[half.end() :]
    match = re.match(r"(\d{1,2})(?:[:.](\d\d))?|([a-z]+)", text)
    if match is None:
        return None
    hour = int(match[1]) if match[1] else ONES.get(match[3], 99)
    minute = int(match[2] or 0)
    mark = text[match.end() :].strip().replace(".", "")
    if hour > 24 or minute > 59:
        return None
    if mark.startswith("pm") and hour < 12:
        hour += 12
    if mark.startswith("am") and hour == 12:
        hour = 0
    written = mark.startswith(("am", "pm")) or (match[2] is not None and not shift) or hour > 12
    return (hour * 60 + minute + shift) % (DAY + 1), not written and hour > 0


def _add_range(found: Found, match: re.Match[str], begin: str, end: str) -> None:
    last = _minutes(end)
    mark = re.search(r"[ap]\.?m", end)
    first = _minutes(
        begin if re.search(r"[ap]\.?m|:|noon|midn", begin) else begin + (mark[0] if mark else "")
    )
    if first is None or last is None:
        return
    start, stop = first[0], last[0]
    if mark and start > stop and not re.search(r"[ap]\.?m", begin):
        start = (start + NOON) % DAY  # "from 11 to 1pm"
    bare = first[1] and last[1]
    if bare and stop < start:
        stop, bare = stop + NOON, False  # "from 9 to 5" is a day at work
    hours = (
        ((start, stop), ((start + NOON) % DAY, (stop + NOON) % DAY)) if bare else ((start, stop),)
    )
    found.add(Atom(match.span(), hours=hours, is_clock=True, is_bare=bare))


def _add_side(found: Found, match: re.Match[str]) -> None:
    begin, end = _WORK if match[2] == "work" else PARTS[match[2]]
    half = 0 if begin < 660 else 1
    if match[2] in {"noon", "midday"}:
        begin = end = NOON
    if match[2] == "midnight":
        begin = end = DAY
    if match[1] in _BEFORE:
        hours = (0 if begin < 900 else NOON, begin if match[1] in {"before", "by"} else end)
        if begin == NOON:
            hours = (0, NOON)
    elif match[1] == "since":
        hours = (begin % DAY, END_OF_DAY)
    else:
        hours = (end % DAY, min(end + 240, DAY) if end > END_OF_DAY else END_OF_DAY)
    meal = match[2] in {"work", *MEALS.split("|")}
    is_other = meal and match[1] == "after" and _starts_clause(found.text, match)
    found.add(Atom(match.span(), hours=(hours,), half=half, is_other=is_other))


def _starts_clause(text: str, match: re.Match[str]) -> bool:
    """Whether more is told behind the phrase, and nothing before it in its sentence."""
    return (
        re.search(r"(?:^|[.;!?\n])\s*$", text[: match.start()]) is not None
        and re.match(r"\s*,?\s*\w", text[match.end() :]) is not None
    )


def _add_clock(found: Found, match: re.Match[str]) -> None:
    word, text = match[1] or "", match[2] or match[3]
    if match[3] and not word:
        return
    read = _minutes(text)
    if read is None:
        return
    at, bare = read
    loose = (
        60
        if word in {"around", "about", "approximately", "almost", "at about", "at around"}
        or word.startswith("toward")
        else 30
    )
    if text in {"noon", "midday", "midnight"} and not word:
        return  # a part of the day
    if text.startswith(("noon", "midday", "midnight")):
        loose = 60

    def window(minute: int) -> tuple[int, int]:
        if word in _BEFORE:
            return 0, minute
        if word in _AFTER:
            return minute % DAY, END_OF_DAY if minute != END_OF_DAY else DAY
        return (minute - loose) % DAY, (minute + loose) % DAY

    if bare and word in _BEFORE | _AFTER:
        bare = False  # "after 6" covers the evening as well
    starts = (at % DAY or at, (at + NOON) % DAY) if bare else (at,)
    hours = tuple(sorted(window(minute) for minute in starts))
    found.add(Atom(match.span(), hours=hours, is_clock=True, is_bare=bare))


def in_half(hours: tuple[tuple[int, int], ...], half: int) -> tuple[tuple[int, int], ...]:
    """Return those of two windows of a bare clock time that lie before (0) or after (1) noon."""
    kept = tuple(
        window
        for window in hours
        if (((window[0] + _length(window) // 2) % DAY) >= NOON) == bool(half)
    )
    return kept or hours


def _length(window: tuple[int, int]) -> int:
    return (window[1] - window[0]) % DAY


def overlap(first: tuple[int, int], second: tuple[int, int]) -> tuple[int, int] | None:
    """Return the hours in both windows; None for none."""
    for shift in (0, DAY, -DAY):
        a, b = first[0] + shift, first[0] + shift + (_length(first) or DAY)
        c, d = second[0], second[0] + (_length(second) or DAY)
        if max(a, c) < min(b, d):
            end = min(b, d)
            return max(a, c) % DAY, end % DAY if end > DAY else end
    return None
