"""Sentence to query: conditions first, then a graph of what is left, a part a moment."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from common.scenes import Condition, LifelogQuery, QueryEdge, QueryPart
from models.language.activities import find_activities
from models.language.clock import find_times
from models.language.foreign import language_of
from models.language.graph import Reader
from models.language.mentions import ONESELF, Mentions
from models.language.notes import ReaderNote
from models.language.phrases import phrases
from models.language.places import Found, find_places
from models.language.roles import left_out
from models.language.sequence import Moment, sequence
from models.language.tagger import tag
from models.language.tokens import Token, clean, tokens

MOST_WORDS = 400
WINDOW_S = 3600.0

_ASKING = re.compile(
    r"(?i)\s*(?:please\s+)?(?:(?:find|show|search|give|get|look)\s+(?:for\s+|me\s+|us\s+)*|i\s+(?:want|would\s+like)"
    r"\s+(?:to\s+(?:see|find)\s+)?|i(?:'m|\s+am)\s+(?:looking|searching)\s+for\s+|where\s+(?:is|are|was|were)\s+)"
)
_ASIDE = re.compile(
    r"(?i)(?:^|(?<=[.;!?]))\s*((?:right |just |soon )?(?:after|before|following"
    r"|during)\s+(?:the|a|an|my|our)\s+"
    r"[\w-]+(?:\s+[\w-]+)?)\s*,(?=\s*\w)"
)


@dataclass(slots=True)
class _Scan:
    """What was read of a text before its graphs.

    Args:
        text: plain signs, as long as the original.
        taken: places that hold conditions, blanked before the graph is read.
        notes: for the user.
    """

    text: str
    taken: list[tuple[int, int]] = field(default_factory=list)
    notes: list[ReaderNote] = field(default_factory=list)

    def rest(self) -> str:
        """Return the text with blanks where conditions stood."""
        signs = list(self.text)
        for first, end in self.taken:
            signs[first:end] = " " * (end - first)
        return "".join(signs)


def parse(
    text: str,
    *,
    places: Mapping[str, str] | None = None,
    activities: Sequence[str] = (),
    today: date | None = None,
) -> LifelogQuery:
    """Return what a text asks for; never raises on any text.

    Time, place and activity become conditions; what is left becomes a graph of objects, attributes
    and relations. Each sentence is a part, and so is each clause behind "then" or "later". Spans
    are places in `text`.

    Args:
        text: one or several sentences in English.
        places: the user's own places: name or alias -> canonical name.
        activities: names of activities that the library knows; these filter.
        today: what "yesterday" and "last week" are counted from; None: they become a note.
    """
    scan = _Scan(clean(text))
    _cut(scan)
    order = sequence(scan.text)
    scan.taken += order.spans
    _set_aside(scan)
    parts, follows = _parts(scan, order.moments, places or {}, activities, today)
    if language := language_of(scan.text):
        scan.notes.insert(0, ReaderNote("other-language", language=language))
        parts = [replace(part, nodes=(), edges=()) for part in parts]
    parts, follows = _shared_conditions(parts, follows)
    ordered = len(parts) > 1 and all(follows[1:])
    if len(parts) > 1 and any(follows[1:]) and not ordered:
        scan.notes.append(ReaderNote("partly-ordered"))
    _judge(scan, parts)
    return LifelogQuery(
        text=text,
        parts=tuple(parts),
        ordered=ordered,
        within_s=order.within_s or WINDOW_S,
        notes=tuple(dict.fromkeys(scan.notes)),
    )


def _parts(
    scan: _Scan,
    moments: Sequence[Moment],
    places: Mapping[str, str],
    activities: Sequence[str],
    today: date | None,
) -> tuple[list[QueryPart], list[bool]]:
    """Return the parts in the order of the moments, and which follow the one before.

    They are read in the order of the text, as pronouns look back.
    """
    mentions = Mentions()
    read: dict[Moment, tuple[QueryPart, bool]] = {}
    for moment in sorted(moments, key=lambda one: one.first):
        mentions.begin()
        read[moment] = _part(scan, moment, mentions, places, activities, today)
    found = [(*read[moment], moment.follows) for moment in moments]
    return [part for part, _, _ in found], [after or follows for _, after, follows in found]


def _cut(scan: _Scan) -> None:
    words = [match.end() for match in re.finditer(r"\S+", scan.text)]
    if len(words) > MOST_WORDS:
        end = words[MOST_WORDS - 1]
        scan.notes.append(ReaderNote("cut", words=MOST_WORDS, all=len(words)))
        scan.text = scan.text[:end]
    scan.text = re.sub(r"\S{60,}", lambda match: " " * len(match[0]), scan.text)


def _set_aside(scan: _Scan) -> None:
    if match := _ASKING.match(scan.text):
        scan.taken.append(match.span())
    _set_asides(scan)


def _set_asides(scan: _Scan) -> None:
    """Leave out "after the meeting, ...": another moment of which nothing is told."""
    for match in _ASIDE.finditer(scan.text):
        span = match.span(1)
        if find_times(match[1]).windows or any(
            first < span[1] and span[0] < end for first, end in scan.taken
        ):
            continue
        scan.taken.append(span)
        scan.notes.append(ReaderNote("other-moment", text=match[1]))


def _part(
    scan: _Scan,
    moment: Moment,
    mentions: Mentions,
    places: Mapping[str, str],
    activities: Sequence[str],
    today: date | None,
) -> tuple[QueryPart, bool]:
    """Return the part of a moment, and whether its words say that it follows another."""
    masked = scan.rest()[moment.first : moment.end]
    times = find_times(masked, today, may_follow=moment.first > 0)
    scan.notes += times.notes
    where = find_places(masked, places, times.spans)
    doing = find_activities(_blanked(masked, times.spans), activities)
    taken = [*times.spans, *(one.condition.span for one in (*where, *doing) if one.is_taken)]
    left = _blanked(masked, taken)
    words = _shifted(tokens(left), moment.first)
    edges = _edges(words, mentions)
    part = QueryPart(
        text=scan.text[moment.first : moment.end].strip(),
        nodes=tuple(mentions.nodes),
        edges=tuple(edges),
        time=tuple(
            replace(window, span=_moved(window.span, moment.first)) for window in times.windows
        ),
        places=_conditions(where, moment.first),
        activities=_conditions(doing, moment.first),
    )
    return replace(part, unknown=left_out(part, words)), times.is_after


def _edges(words: Sequence[Token], mentions: Mentions) -> list[QueryEdge]:
    edges = Reader(mentions).read(phrases(words, tag(words)))
    used = {end for edge in edges for end in (edge.subject, edge.object)}
    lonely = [
        number
        for number, node in enumerate(mentions.nodes)
        if number not in used and (node.label == ONESELF or node.span == (0, 0))
    ]
    for number in reversed(lonely):  # oneself is never seen, a mere pronoun brings in nothing
        edges = [
            replace(
                edge,
                subject=edge.subject - (edge.subject > number),
                object=edge.object - (edge.object > number),
            )
            for edge in edges
        ]
        del mentions.nodes[number]
        mentions.forget(number)
    return edges


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    return _Scan(text, list(spans)).rest()


def _shifted(words: Sequence[Token], by: int) -> list[Token]:
    return [replace(word, start=word.start + by, end=word.end + by) for word in words]


def _moved(span: tuple[int, int], by: int) -> tuple[int, int]:
    return span[0] + by, span[1] + by


def _conditions(found: Sequence[Found], by: int) -> tuple[Condition, ...]:
    return tuple(replace(one.condition, span=_moved(one.condition.span, by)) for one in found)


def _shared_conditions(
    parts: Sequence[QueryPart], follows: Sequence[bool]
) -> tuple[list[QueryPart], list[bool]]:
    """A sentence of conditions alone ("It was a Monday.") holds for the parts that have none."""
    kept = [n for n, part in enumerate(parts) if part.nodes or part.activities]
    loose = [part for n, part in enumerate(parts) if n not in kept and (part.time or part.places)]
    if not kept:
        merged = [part for part in parts if not part.is_empty] or list(parts[:1])
        return merged[:1] if len(merged) == 1 else merged, [False] * len(merged)
    result = []
    for number in kept:
        part = parts[number]
        for other in loose:
            part = replace(part, time=part.time or other.time, places=part.places or other.places)
        result.append(part)
    return result, [follows[number] for number in kept]


def _judge(scan: _Scan, parts: Sequence[QueryPart]) -> None:
    """Say what a text lacks."""
    if not scan.text.strip():
        return
    if not any(node.label != ONESELF for part in parts for node in part.nodes):
        empty = all(part.is_empty for part in parts)
        scan.notes.append(ReaderNote("no-object" if empty else "only-conditions"))
