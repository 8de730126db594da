"""Reads a sentence as parts of a query that can be edited one by one.

After IVS at the Tenth Video Browser Showdown (2021), which shows what it understood as objects,
colours and numbers. The sentence itself stays the first part: vectors understand more of it than
any parser.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.services.query_parts import (
    BoxesAsk,
    CanvasAsk,
    ConceptAsk,
    Part,
    TextAsk,
    What,
    WordsAsk,
)
from app.services.search_canvas_names import COLOURS
from app.services.search_words import SAME, content_words, kinds_of, singular
from common.canvas import Canvas, ColourShape, ObjectShape, Region, Size
from common.scenes import Need, QueryNode, QueryPart, TimeWindow
from common.values import TextKind

_QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”|„([^“”]+)[“”]')
_SPOKEN = re.compile(r"\b(says?|saying|said|hears?|heard|speech|spoken|speaks?|shouts?)\W*$", re.I)
_WRITTEN = re.compile(
    r"\b(signs?|written|writing|reads?|reading|text|texts|letters?|caption|titled?|label\w*)\W*$",
    re.I,
)
_SIZES: Mapping[str, Size] = {
    "large": "large", "big": "large", "huge": "large",
    "small": "small", "little": "small", "tiny": "small",
}  # fmt: skip
_SIDES: Mapping[str, Region] = {
    "left": Region(0.0, 0.0, 0.5, 1.0),
    "right": Region(0.5, 0.0, 0.5, 1.0),
    "top": Region(0.0, 0.0, 1.0, 0.5),
    "bottom": Region(0.0, 0.5, 1.0, 0.5),
    "middle": Region(0.25, 0.25, 0.5, 0.5),
    "centre": Region(0.25, 0.25, 0.5, 0.5),
    "center": Region(0.25, 0.25, 0.5, 0.5),
}
_SIDE = re.compile(
    r"\b(?:on|at|in|to)\s+the\s+(left|right|top|bottom|middle|centre|center)\b", re.I
)
_WORN = re.compile(r"\bin\s+(\w+)\b", re.I)  # "a person in white"
_WHOLE = Region(0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Known:
    """What of a library a sentence may name.

    Args:
        objects: labels that boxes or facets "object" have here.
        concepts: all names of concepts and objects, as stored.
        places: name or alias -> name.
        activities: names of activities.
        has_times: items say when they were taken.
    """

    objects: Collection[str] = ()
    concepts: Collection[str] = ()
    places: Mapping[str, str] | None = None
    activities: Sequence[str] = ()
    has_times: bool = False


def read_parts(text: str, known: Known, today: date | None = None) -> tuple[Part, ...]:
    """Return the parts that a sentence asks for, the sentence itself first.

    Quoted words are looked for in texts, letters or speech as the words before them say; objects
    with a number, a colour, a size or a side become a canvas; other things that networks name
    become concepts; times and places become boxes.

    Args:
        text: one sentence or more, in English.
        known: what the library knows.
        today: what "yesterday" counts from.
    """
    from models.language import parse

    quoted = list(_quoted(text))
    plain = _QUOTED.sub(" ", text)
    read = parse(plain, places=known.places or {}, activities=known.activities, today=today)
    found: list[What] = []
    gone: list[str] = []  # words that a part of their own takes over
    for part in read.parts:
        found += _objects(plain, part, known)
        windows = [window for window in part.time if known.has_times and window.text]
        found += [BoxesAsk(time=window.text) for window in windows]
        places = [one for one in part.places if one.value in set((known.places or {}).values())]
        found += [BoxesAsk(place=one.value) for one in places]
        # "evening" and "sunset" can be seen as well as known; a date can only be known.
        gone += [window.text for window in windows if _is_date(window)]
        gone += [one.text for one in places]
    rest = plain
    for words in gone:
        rest = rest.replace(words, " ")
    rest = " ".join(rest.split()).strip(" ,;.")
    if not rest and not quoted and not found:
        return ()
    told = [TextAsk(rest)] if content_words(rest) else []
    if len(content_words(rest)) <= 1 and not gone and not quoted:
        found = [what for what in found if not isinstance(what, ConceptAsk)]
    return tuple(Part(what) for what in dict.fromkeys([*told, *quoted, *found]))


def _is_date(window: TimeWindow) -> bool:
    return bool(window.weekdays or window.months or window.years or window.days or window.ranges)


def _quoted(text: str) -> Iterator[WordsAsk]:
    """Yield the quoted words of a text, in letters or speech as the words before them say."""
    for match in _QUOTED.finditer(text):
        words = next(group for group in match.groups() if group)
        before, behind = text[: match.start()], text[match.end() :]
        kinds: tuple[TextKind, ...] = ()
        if _SPOKEN.search(before):
            kinds = (TextKind.SPEECH,)
        elif _WRITTEN.search(before) or re.match(r"\W*(sign|written|label)", behind, re.I):
            kinds = (TextKind.OCR,)
        yield WordsAsk(f'"{words.strip()}"', kinds)


def _objects(text: str, part: QueryPart, known: Known) -> Iterator[What]:
    """Yield what stands for the objects of a sentence."""
    for node in part.nodes:
        if not node.label or node.label == "i" or node.span == (0, 0):
            continue
        label = _label(node.label, known.objects)
        shape = _shape(text, node, label or node.label)
        if label and shape is not None:
            yield CanvasAsk(Canvas((shape,)))
            continue
        name = _concept(node.label, known.concepts)
        if name and node.need is not Need.NOT:
            yield ConceptAsk((name,))
        elif shape is not None and shape.colour is not None and node.need is not Need.NOT:
            yield CanvasAsk(Canvas((ColourShape(shape.region or _WHOLE, shape.colour),)))


def _shape(text: str, node: QueryNode, label: str) -> ObjectShape | None:
    """Return an object as a shape; None where nothing is said of it but its name."""
    if node.need is Need.NOT:
        return ObjectShape(label, least=0, most=0)
    count = next((int(each) for each in node.attributes if each.isdecimal()), 0)
    behind = text[node.span[1] : node.span[1] + 40]
    worn = _WORN.match(behind.lstrip())
    colours = [each for each in node.attributes if each in COLOURS]
    if worn is not None and worn[1].lower() in COLOURS:
        colours.append(worn[1].lower())
    size = next((_SIZES[each] for each in node.attributes if each in _SIZES), None)
    side = _SIDE.search(behind.split(",")[0])
    if not (count or colours or size or side):
        return None
    return ObjectShape(
        label,
        region=_SIDES[side[1].lower()] if side is not None else None,
        least=max(1, count),
        most=count or None,
        size=size or "any",
        colour=COLOURS[colours[0]] if colours else None,
    )


def _label(word: str, labels: Collection[str]) -> str:
    """Return the label by which detectors name a word, or a kind of it; "" for none."""
    wanted = {word, singular(word), SAME.get(word, word), *kinds_of(word)}
    if word in {"man", "woman", "boy", "girl", "child", "people"}:
        wanted.add("person")
    return next((label for label in sorted(labels) if label.casefold() in wanted), "")


def _concept(word: str, names: Collection[str]) -> str:
    """Return the name of a concept that is a word; "" for none."""
    folded = {name.casefold(): name for name in names}
    return folded.get(word) or folded.get(singular(word)) or folded.get(SAME.get(word, word), "")
