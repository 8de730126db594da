"""Where: the user's own places, home and work, named places, and kinds of place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from common.scenes import Condition, Need
from models.language.wordlists import words

_WORK = "workplace|work place|work|office|my desk at work"
_HOME = "home|house|flat|apartment"
KINDS = (
    "restaurant|cafe|café|coffee shop|coffee house|canteen|cafeteria|bakery|airport|train station|"
    "bus station|bus stop|station|platform|supermarket|grocery store|shop|store|shopping mall|"
    "shopping centre|mall|market|hotel lobby|hotel room|hotel|gym|swimming pool|pub|bar|church|"
    "university|school|classroom|lecture hall|library|museum|gallery|hospital|clinic|pharmacy|"
    "park|playground|garden|backyard|beach|street|forest|zoo|farm|stadium|theatre|theater|cinema|"
    "kitchen|living room|dining room|bedroom|bathroom|meeting room|conference room|hallway|"
    "corridor|garage|balcony|terrace|basement|attic|car park|parking lot|petrol station|"
    "gas station|bank|post office|salon|barbershop|conference|harbour|harbor|town|city|village"
)
_IS = r"(?:\b(?:it|this|that) (?:was|is|happened) )?"
_ARTICLE = r"(?:(?:the|a|an|my|our|his|her|their|some) )"
_NO_THING = (
    r"(?![-'\w])(?! (?:table|door|window|machine|base|team|run|counter|chair|floor"
    r"|wall|sign|lamp|light|lights|"
    r"bag|bench|sink|cabinet|cupboard|stool|shelf|page|screen|stand|clock|car|computer|building|"
    r"buildings|desk|chairs|worker|plate|lobby|shelter))"
)
_WORD = r"(?!(?:and|or|of|in|on|at|with|by|to|from|the|a|an|next|near|that|who|which|is|are|was)\b)"


def _pattern(text: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(text.replace(" ", r"\s+"), flags)


_AT_WORK = _pattern(rf"{_IS}\b(?:at|in|inside|from|to) (?:{_ARTICLE})?(?:{_WORK}){_NO_THING}")
_AT_HOME = _pattern(
    rf"{_IS}\b(?:at|in|inside|from) (?:my |our )?own home\b|{_IS}\b(?:at|in|inside"
    rf"|from|to) (?:my|our) "
    rf"(?:own )?(?:{_HOME}|place){_NO_THING}|{_IS}\b(?:at|from) home{_NO_THING}"
    rf"|(?<!\bthe\s)(?<!\ba\s)(?<!\bmy\s)\bhome(?=\s*(?:$|[.,;!?]|and\b|by\b|in\b"
    rf"|on\b|at\b|from\b|with\b|early\b|late\b))"
)
_KIND = _pattern(
    rf"\b(?:in|at|on|inside|into|through|outside) (?:{_ARTICLE})?(?:{_WORD}[\w-]+"
    rf" ){{0,2}}?({KINDS}){_NO_THING}"
)
_NAMED = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Aa]round|[Tt]hrough|[Oo]utside|[Ii]nside"
    r"|(?<=train\s)to|(?<=bus\s)to|(?<=trip\s)to|(?<=flight\s)to|(?<=way\s)to"
    r"|(?<=road\s)to|(?<=went\s)to"
    r"|(?<=flew\s)to|(?<=going\s)to|(?<=drove\s)to|(?<=walked\s)to|(?<=travelling\s)to"
    r"|(?<=returned\s)from)"
    r"\s+(?:the\s+|[Dd]owntown\s+|[Cc]entral\s+)?([A-Z][\w'’-]*(?:\s+(?:of\s+"
    r"|de\s+|la\s+|du\s+)?[A-Z][\w'’-]*)*)"
)
_NO_PLACE = frozenset(
    words(
        "powerpoint tv pc dvd i i'm i've english french german spanish excel word "
        "photoshop ipad iphone christmas lego adidas nike youtube netflix facebook "
        "google"
    )
)


@dataclass(frozen=True, slots=True)
class Found:
    """A condition and the text that it stands for.

    Args:
        condition: the place or activity.
        is_taken: its words are taken out before the graph is read.
    """

    condition: Condition
    is_taken: bool = True


def find_places(
    text: str, places: Mapping[str, str], taken: Sequence[tuple[int, int]] = ()
) -> list[Found]:
    """Return the places of a text, in its order.

    Own places win over home and work, these over names in capitals; kinds of place ("in the park")
    are wished for only and stay in the graph, as they can be seen.

    Args:
        text: plain signs, with capitals.
        places: name or alias -> canonical name.
        taken: spans that are times already.
    """
    found: list[Found] = []
    spans = list(taken)

    def add(value: str, span: tuple[int, int], *, is_seen: bool = False) -> None:
        if any(first < span[1] and span[0] < end for first, end in spans):
            return
        spans.append(span)
        need = Need.SHOULD if is_seen else Need.MUST
        if is_denied(text[: span[0]]) and not is_seen:
            need = Need.NOT
        condition = Condition(value, text[slice(*span)], need, span)
        found.append(Found(condition, not is_seen))

    own = {" ".join(name.lower().split()): value for name, value in places.items() if name.strip()}
    for value, span in _own_places(text, own):
        add(value, span)
    for regex, value in ((_AT_WORK, "work"), (_AT_HOME, "home")):
        for match in regex.finditer(text):
            add(own.get(value, value), match.span())
    for value, span in _named(text):
        add(own.get(value.lower(), value), span)
    for match in _KIND.finditer(text):
        add(match[1].lower(), match.span(), is_seen=True)
    return sorted(found, key=lambda one: one.condition.span)


def is_denied(before: str) -> bool:
    """Whether the words before a condition say that it does not hold ("I wasn't at home")."""
    return re.search(r"(?i)(?:\b(?:not|never|neither|nor)|n't)\s+$", before) is not None


def _own_places(text: str, own: Mapping[str, str]) -> Iterator[tuple[str, tuple[int, int]]]:
    if not own:
        return
    for match in _own_pattern(tuple(sorted(own, key=lambda name: (-len(name), name)))).finditer(
        text
    ):
        name = " ".join(match["name"].lower().split())
        written_as_name = match["name"][0].isupper() or " " in name
        is_tail = re.search(r"[A-Z][\w'-]*\s+$", text[: match.start("name")]) and not match["lead"]
        if (match["lead"] or written_as_name) and not is_tail:
            yield own[name], match.span()


@lru_cache(maxsize=8)
def _own_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(r"\s+".join(map(re.escape, name.split())) for name in names)
    return re.compile(
        rf"(?P<lead>(?:\b(?:it|this|that)\s+(?:was|is)\s+)?\b(?:in|at|inside|near|to"
        rf"|from|around|on)\s+"
        rf"(?:(?:the|my|our|a|an)\s+)?)?(?<![\w-])(?P<name>{words})(?![\w-])",
        re.IGNORECASE,
    )


def _named(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    words = re.findall(r"[^\W\d_]+", text)
    capitals = sum(word[0].isupper() for word in words)
    if len(words) > 4 and capitals > 0.6 * len(words):
        return  # written in capitals: they say nothing
    for match in _NAMED.finditer(text):
        name = match[1].removesuffix("'s")
        if name.lower() not in _NO_PLACE:
            yield name, match.span()
