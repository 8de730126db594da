"""One text to the moments that it tells of, and their order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.language.atoms import ONES

_END = re.compile(r"[.!?]+(?=[\s\"')]|$)|\n+")
_ABBREVIATION = re.compile(r"(?i)(?:\b(?:a|p)\.m|\b(?:mr|mrs|ms|dr|st|vs|approx|e\.g|i\.e|no))$")
_COUNT = r"(?:\d{1,4}|an?|half an|one|two|three|four|five|six|ten|a few|a couple of|several)"
_UNIT = r"(?:seconds?|minutes?|mins?|hours?|hrs?|days?)"
_LATER = (
    rf"(?P<later>(?:and )?(?:about |around |some )?(?P<count>{_COUNT})[ -](?P<unit>{_UNIT})"
    rf" (?:later|afterwards|after that))"
)
_MARKER = re.compile(
    (
        rf"(?:(?P<cut>^|[,;]\s*(?:and |but )?|\s(?:and|but)\s|\s-\s)\s*)"
        rf"(?:{_LATER}|(?P<after>then|after that|after this|afterwards|afterward|subsequently"
        rf"|finally|"
        rf"later on|later|next(?=,))|(?P<before>before that|before this|beforehand"
        rf"|earlier|previously))\b,?"
    ).replace(" ", r"\s+"),
    re.IGNORECASE,
)
_WITHIN = re.compile(
    rf"\b(?:all )?within (?:the )?(?:next |same )?(?P<count>{_COUNT} )?(?P<unit>{_UNIT})\b".replace(
        " ", r"\s*"
    ),
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"^(?P<lead>\s*(?:and\s+)?(?P<word>after|before|once)\s+)(?P<clause>[^,;]{3,}?),\s*"
    r"(?P<rest>\w.*)$",
    re.IGNORECASE | re.DOTALL,
)
_BEHIND = re.compile(
    r"^(?P<rest>.*\w.*?)(?P<lead>\s*,?\s+(?P<word>after|before)\s+)(?P<clause>"
    r"(?:\w+ing\s|(?:i|we|he|she|they)\s).*)$",
    re.IGNORECASE | re.DOTALL,
)
_DOES = re.compile(
    r"(?i)^(?:having\s+)?\w+ing\b|^(?:i|we|he|she|they|it|the\s+\w+|my\s+\w+|a\s+\w+)\s+\w+"
    r"(?:ed|s|d)?\b.*\w"
)
_FIRST = re.compile(r"(?i)^\s*(?:first(?:ly)?|at first|in the beginning),?\s+(?=\w)")
_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_FEW = {"a": 1.0, "an": 1.0, "half an": 0.5, "a few": 3.0, "a couple of": 2.0, "several": 4.0}


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of the text that tells of one moment.

    Args:
        first, end: place in the text.
        follows: it comes after the moment before it in this list.
    """

    first: int
    end: int
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """Moments of a text, in the order in which they happened where the text tells it.

    Args:
        moments: at least one unless the text is empty.
        within_s: what the text says about their distance; 0 for nothing.
        spans: words that only tell the order, to be taken out.
    """

    moments: tuple[Moment, ...]
    within_s: float = 0.0
    spans: tuple[tuple[int, int], ...] = ()


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the places of the sentences of a text; abbreviations do not end one."""
    found, first = [], 0
    for match in _END.finditer(text):
        if match[0].startswith(".") and _ABBREVIATION.search(text[: match.start()]):
            continue
        if re.search(r"\w", text[first : match.end()]):
            found.append((first, match.end()))
        first = match.end()
    if re.search(r"\w", text[first:]):
        found.append((first, len(text)))
    return found


def sequence(text: str) -> Story:
    """Return the moments of a text, split at sentences, "then", "later", "after ...ing"."""
    moments: list[Moment] = []
    spans: list[tuple[int, int]] = []
    within = 0.0
    for first, end in sentences(text):
        for match in _WITHIN.finditer(text, first, end):
            within = _duration(match["count"], match["unit"])
            spans.append(match.span())
        pieces, marks, distance = _pieces(text, first, end)
        within = distance or within
        spans += marks
        for piece, word in pieces:
            _place(moments, piece, word)
    moments, extra = _clauses(text, moments)
    return Story(tuple(moments), within, (*spans, *extra))


def _duration(count: str | None, unit: str) -> float:
    text = " ".join((count or "1").lower().split())
    number = float(text) if text.isdigit() else _FEW.get(text, float(ONES.get(text, 1)))
    return number * _SECONDS[unit[0].lower()]


def _pieces(
    text: str, first: int, end: int
) -> tuple[list[tuple[Moment, str]], list[tuple[int, int]], float]:
    """Split a sentence at its markers; return pieces with how each joins, marks and distance."""
    pieces: list[tuple[Moment, str]] = []
    marks: list[tuple[int, int]] = []
    within, begin, word = 0.0, first, ""
    if match := _FIRST.match(text[first:end]):
        marks.append((first, first + match.end()))
    for match in _MARKER.finditer(text[first:end]):
        start, stop = first + match.start(), first + match.end()
        if text[begin:start].strip():
            pieces.append((Moment(begin, start), word))
        begin, word = stop, "before" if match["before"] else "after"
        marks.append((start, stop))
        if match["later"]:
            within = _duration(match["count"], match["unit"])
    pieces.append((Moment(begin, end), word))
    return pieces, marks, within


def _place(moments: list[Moment], piece: Moment, word: str) -> None:
    """Add a piece behind the others, or before the last where it says so."""
    if word == "before" and moments:
        last = moments.pop()
        moments += [replace(piece, follows=last.follows), replace(last, follows=True)]
    else:
        moments.append(replace(piece, follows=word == "after" and bool(moments)))


def _clauses(text: str, moments: Sequence[Moment]) -> tuple[list[Moment], list[tuple[int, int]]]:
    """Split "after parking the car, I walked home" and "I walked home after parking the car"."""
    found: list[Moment] = []
    spans: list[tuple[int, int]] = []
    for moment in moments:
        piece = text[moment.first : moment.end]
        match = _CLAUSE.match(piece) or _BEHIND.match(piece)
        if match is None or not _DOES.search(match["clause"]) or _is_time(match["clause"]):
            found.append(moment)
            continue
        at = moment.first
        spans.append((at + match.start("lead"), at + match.end("lead")))
        clause = Moment(at + match.start("clause"), at + match.end("clause"))
        rest = Moment(at + match.start("rest"), at + match.end("rest"))
        order = [clause, rest] if match["word"].lower() != "before" else [rest, clause]
        found += [replace(order[0], follows=moment.follows), replace(order[1], follows=True)]
    return found, spans


def _is_time(clause: str) -> bool:
    return (
        re.match(
            r"(?i)(?:the\s+)?(?:lunch|dinner|breakfast|noon|midnight|sunset|dawn|work"
            r"|morning|evening)\b",
            clause,
        )
        is not None
    )
