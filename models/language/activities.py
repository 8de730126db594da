"""Doing what: the activities of the one who tells."""

import re
from collections.abc import Sequence
from functools import lru_cache

from common.scenes import Condition, Need
from models.language.lemmas import gerund, past, verb
from models.language.places import Found, is_denied

_MEALS = "breakfast|brunch|lunch|dinner|supper|a meal|a snack"
_VERBS = {
    "walking": "walk|stroll|wander", "hiking": "hike|trek", "running": "run|jog",
    "cycling": "cycle|bike", "driving": "drive", "cooking": "cook|bake|fry", "eating": "eat|dine",
    "sleeping": "sleep|nap", "reading": "read", "working": "work", "shopping": "shop",
    "swimming": "swim", "dancing": "dance", "climbing": "climb", "skiing": "ski",
    "fishing": "fish", "gardening": "garden", "exercising": "exercise", "meditating": "meditate",
    "flying": "fly", "sailing": "sail",
}  # fmt: skip
_PHRASES = {
    "watching television": (
        r"watch(?:ing|ed)? (?:the |some )?(?:tv|television|telly|a (?:film|movie|show))"
    ),
    "eating": rf"(?:hav(?:e|ing)|had) (?:an? |my |our |some )?(?:\w+ )?(?:{_MEALS})",
    "cycling": r"(?:riding|rode|ride) (?:a |my |the )?(?:bike|bicycle)",
    "shopping": r"(?:went|going|go) shopping",
    "playing a game": r"play(?:ing|ed)? (?:a )?(?:video|computer|board) games?",
}
_VEHICLES = {
    "bus": "bus|coach", "train": "train|metro|subway|tram",
    "plane": "plane|airplane|aeroplane|flight",
    "taxi": "taxi|cab", "boat": "boat|ferry|ship", "car": "car",
}  # fmt: skip
_SELF = (
    r"\b(?:i|we)(?: (?:wasn't|not|was|were|am|are|have been|had been|went|go|started|kept"
    r"|just|also|still|then|"
    r"quickly|slowly|usually)|'m|'re)* "
)
_OTHERS = re.compile(
    r"\b(?:who|which|man|woman|guy|girl|boy|lady|he|she|they|it|people|person|child|children|"
    r"friend|colleague|wife|husband|daughter|son|dog|cat|someone|everyone)\b"
)


def find_activities(text: str, names: Sequence[str] = ()) -> list[Found]:
    """Return the activities of a text, in its order.

    Only what the one who tells does is one: "a man walking" is something to be seen. Names that the
    library knows filter, all others are wished for, as few lifelogs record cooking.

    Args:
        text: plain signs.
        names: activities that the library knows.
    """
    known = {" ".join(name.lower().split()): name for name in names if name.strip()}
    found: dict[tuple[int, int], Found] = {}
    lower = text.lower()
    for value, regex, is_taken in (*_builtin(), *_own(tuple(sorted(known)))):
        for match in regex.finditer(lower):
            if not is_taken and not _is_own_doing(lower, match):
                continue
            if is_taken and not _is_own_ride(lower, match):
                continue
            span = match.span("doing")
            need = Need.MUST if value in known else Need.SHOULD
            if is_denied(text[: span[0]]):
                need = Need.NOT
            condition = Condition(known.get(value, value), text[slice(*span)], need, span)
            if not any(first < span[1] and span[0] < end for first, end in found):
                found[span] = Found(condition, is_taken)
    return sorted(found.values(), key=lambda one: one.condition.span)


@lru_cache(maxsize=1)
def _builtin() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    rows: list[tuple[str, re.Pattern[str], bool]] = [
        (value, _pattern(rf"(?P<doing>\b{phrase}\b)"), False) for value, phrase in _PHRASES.items()
    ]
    for value, verbs in _VERBS.items():
        forms = "|".join(form for lemma in verbs.split("|") for form in _forms(lemma))
        rows.append((value, _pattern(rf"(?P<doing>\b(?:{forms})\b)"), False))
    for value, names in _VEHICLES.items():
        where = "in" if value in {"car", "taxi"} else "on|in|by"
        ride = (
            rf"(?P<doing>\b(?:{where}) (?:the |a |an |my )?(?:{names})\b|\b(?:took|taking"
            rf"|take|catch|caught) (?:the |a |an )(?:{names})\b)"
        )
        rows.append(
            (value, _pattern(ride + r"(?! (?:stop|station|window|seat|driver|door|park))"), True)
        )
    return tuple(rows)


@lru_cache(maxsize=8)
def _own(names: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    rows = []
    for name in names:
        first, *rest = name.split()
        forms = {first, *_forms(verb(first))} if first.endswith("ing") else {first}
        heads = "|".join(sorted(map(re.escape, forms), key=len, reverse=True))
        tail = "".join(r"\s+" + re.escape(word) for word in rest)
        rows.append((name, re.compile(rf"(?P<doing>(?<!\w)(?:{heads}){tail}(?!\w))"), False))
    return tuple(rows)


def _forms(lemma: str) -> tuple[str, ...]:
    return (gerund(lemma), past(lemma), lemma)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text.replace(" ", r"\s+"))


def _is_own_doing(text: str, match: re.Match[str]) -> bool:
    """Whether the one who tells does it: "I was walking", "Walking home", "I sat, reading"."""
    before = text[: match.start("doing")]
    sentence = re.split(r"[.;!?\n]", before)[-1]
    word = match["doing"].split()[0]
    if re.search(_SELF.replace(" ", r"\s+") + "$", sentence):
        return True
    is_gerund = word.endswith("ing")
    opening = re.fullmatch(
        r"\s*(?:first|then|while|after|before|,|and|later|afterwards|\s)*", sentence
    )
    if opening:
        return is_gerund
    mine = [one.end() for one in re.finditer(r"\b(?:i|we)\b", sentence)]
    if not mine or _OTHERS.search(sentence[mine[-1] :]):
        return False
    return re.search(r"(?:,|\band|\bwhile|\bthen)\s+$", sentence) is not None


def _is_own_ride(text: str, match: re.Match[str]) -> bool:
    """Whether nobody else is said to be on the bus."""
    sentence = re.split(r"[.;!?\n]", text[: match.start("doing")])[-1]
    if re.search(r"\b(?:i|we)\b", sentence):
        return _OTHERS.search(sentence) is None
    return (
        not re.search(r"\w{3}", sentence) or re.fullmatch(r"[\s,]*\w+ing\s+", sentence) is not None
    )
