"""When: the times that a text names, as windows that images can be compared with.

An own grammar rather than a general date library: those return one instant, lose "morning", and
take "a second man" and "may" for dates. Everything is a set of conditions (weekdays, months, days,
hours), hours may pass midnight, and what is impossible or cannot be known is said, never guessed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from common.scenes import TimeWindow
from models.language.atoms import Atom, Found
from models.language.dates import find_days
from models.language.hours import find_hours, in_half, overlap
from models.language.notes import ReaderNote
from models.language.places import is_denied
from models.language.tokens import clean


@dataclass(frozen=True, slots=True)
class TimeReading:
    """Times of a text.

    Args:
        windows: alternatives.
        spans: places in the text that name times, to be taken out before the rest is read.
        notes: what could not be used, and why.
        is_after: it tells only that another moment came before ("after lunch, ...").
    """

    windows: tuple[TimeWindow, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    notes: tuple[ReaderNote, ...] = ()
    is_after: bool = False


def read_time(text: str, today: date | None = None) -> list[TimeWindow]:
    """Return the times that a text names; alternatives, in the order of the text.

    Args:
        text: any text; never raises.
        today: what "yesterday" is counted from; None leaves relative times out.
    """
    return list(find_times(text, today).windows)


def find_times(text: str, today: date | None = None, *, may_follow: bool = False) -> TimeReading:
    """Return the times of a text and where they stand.

    Args:
        text: one sentence or more.
        today: what relative times count from.
        may_follow: another part stands before, so that "after lunch, ..." tells the order of
            moments and is no condition.
    """
    plain = clean(text)
    lower = plain.lower()
    if len(lower) != len(plain):  # a few capitals have longer small letters
        lower = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in plain)
    found = Found(lower, plain, today)
    find_days(found)
    find_hours(found)
    atoms = sorted((_affirmed(atom, found) for atom in found.atoms), key=lambda atom: atom.span)
    others = [atom for atom in atoms if atom.is_other and may_follow]
    used = [atom for atom in atoms if atom not in others]
    said = [lower[slice(*atom.span)].strip() for atom in others]
    return TimeReading(
        windows=tuple(_windows(text, used)),
        spans=tuple(_trimmed(plain, atom.span) for atom in atoms),
        notes=tuple(dict.fromkeys(atom.note for atom in atoms if atom.note)),
        is_after=any(words.startswith("after") for words in said),
    )


def _affirmed(atom: Atom, found: Found) -> Atom:
    """A time that is denied ("not on a Monday") is no condition, and said so."""
    if not is_denied(found.text[: atom.span[0]] + " "):
        return atom
    said = found.original[slice(*_trimmed(found.original, atom.span))]
    return Atom(atom.span, note=ReaderNote("denied-time", text=said))


def _trimmed(text: str, span: tuple[int, int]) -> tuple[int, int]:
    first, end = span
    while first < end and text[first].isspace():
        first += 1
    while end > first and text[end - 1].isspace():
        end -= 1
    return first, end


def _windows(text: str, atoms: Sequence[Atom]) -> list[TimeWindow]:
    """Return one window for all that is told together; "or" begins another."""
    groups: list[list[Atom]] = []
    for atom in atoms:
        if atom.note and not atom.hours:
            continue
        if groups and not _begins_alternative(text, groups[-1], atom):
            groups[-1].append(atom)
        else:
            groups.append([atom])
    windows = [_window(text, group) for group in groups]
    return [window for window in windows if not window.is_empty]


def _begins_alternative(text: str, group: Sequence[Atom], atom: Atom) -> bool:
    """Whether an atom is an alternative to a group: both name days or hours of their own."""
    between = text[group[-1].span[1] : atom.span[0]].lower()
    if any(one.days and atom.days and one.months != atom.months for one in group):
        return True
    said_or = re.search(r"\b(?:or|and|to)\b|-", between) is not None and len(between) < 12
    if not said_or:
        return False
    kinds = ("weekdays", "months", "hours", "ranges")
    own = {kind for kind in kinds if getattr(atom, kind)}
    theirs = {kind for kind in kinds if any(getattr(one, kind) for one in group)}
    return (
        len(theirs) > 1 or (bool(own - theirs) and bool(own & theirs)) or "ranges" in own & theirs
    )


def _window(text: str, group: Sequence[Atom]) -> TimeWindow:
    first = min(atom.span[0] for atom in group)
    end = max(atom.span[1] for atom in group)
    first, end = _trimmed(text, (first, end))

    def union(kind: str) -> tuple[int, ...]:
        return tuple(sorted({value for atom in group for value in getattr(atom, kind)}))

    return TimeWindow(
        weekdays=union("weekdays"),
        months=union("months"),
        years=union("years"),
        days=union("days"),
        ranges=tuple(dict.fromkeys(days for atom in group for days in atom.ranges)),
        hours=_hours(group),
        text=_shortest(text, group) if end - first > 60 else text[first:end],
        span=(first, end),
    )


def _shortest(text: str, group: Sequence[Atom]) -> str:
    return ", ".join(text[slice(*atom.span)].strip() for atom in group)


def _hours(group: Sequence[Atom]) -> tuple[tuple[int, int], ...]:
    """Clock times beside a part of the day: the part tells which half of the day they mean."""
    clocks = [atom for atom in group if atom.is_clock]
    parts = [atom for atom in group if atom.hours and not atom.is_clock]
    half = next((atom.half for atom in parts if atom.half >= 0), -1)
    if clocks:
        hours = [
            window
            for atom in clocks
            for window in (in_half(atom.hours, half) if atom.is_bare and half >= 0 else atom.hours)
        ]
        return _narrowed(hours) if len(clocks) > 1 else tuple(dict.fromkeys(hours))
    return tuple(dict.fromkeys(window for atom in parts for window in atom.hours))


def _narrowed(hours: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the hours that several clock times share ("after 6pm, before 8pm"), else all."""
    shared: tuple[int, int] | None = hours[0]
    for window in hours[1:]:
        shared = overlap(shared, window) if shared else None
    return (shared,) if shared else tuple(dict.fromkeys(hours))
