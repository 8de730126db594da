"""Which words are things, qualities and doings: closed classes by table, the rest by a perceptron.

The weights are an averaged perceptron (Collins 2002) learned by `python -m models.convert.tagger`
from captions whose words were matched with their gold scene graphs; see resources/NOTICE.
"""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from models.language.lemmas import PAST, VERBS
from models.language.lexicon import (
    ADJECTIVE,
    ADVERB,
    CLOSED,
    DETERMINER,
    GERUND,
    MARK,
    NOUN,
    NUMBER,
    OPEN,
    PARTICIPLE,
    PREPOSITION,
    PRONOUN,
    VERB,
)
from models.language.tokens import Token
from models.language.wordlists import words

RESOURCE = "tagger.json.gz"
_SURE: dict[str, str] = {
    **dict.fromkeys(
        words(
            "ate drank bought brought took gave went wore held threw caught drove rode "
            "flew met spoke wrote sang swam grew fell chose shook stole began kept knew "
            "thought told said heard became let sold taught fought slept woke had got lay "
            "hung walked"
        ),
        VERB,
    ),
    **dict.fromkeys(
        words("bunch patch group couple row stack pile piece slice lot pair herd kind container"),
        NOUN,
    ),
    **dict.fromkeys(words("morning evening building ceiling thing nothing something"), NOUN),
    **dict.fromkeys(words("rainy sunny cloudy windy snowy foggy stormy lovely nice"), ADJECTIVE),
    **dict.fromkeys(words("eaten drunk worn taken given driven ridden flown thrown"), PARTICIPLE),
}
"""Words that captions rarely hold but have one class."""


_BEFORE_VERB = frozenset(
    words("i we he she they you n't did do does can could will would may might must shall should")
)
"""Behind these an open word is a verb."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What was learned from captions with gold graphs.

    Args:
        weights: feature -> weight of each tag of `OPEN`.
        compounds: "modifier head" pairs that are one name ("coffee table").
        agents: nouns that do things (wear, hold, ride).
        attachments: how a phrase after a verb and its object attaches, for "preposition",
            "object preposition" and "preposition noun": above 0 to the object, below to the
            subject or verb.
    """

    weights: dict[str, tuple[int, ...]]
    compounds: frozenset[str]
    agents: frozenset[str]
    attachments: dict[str, float]


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """Return the shipped knowledge; read once."""
    packed = files("resources").joinpath("language", RESOURCE).read_bytes()
    document = json.loads(gzip.decompress(packed))
    return Knowledge(
        weights={name: tuple(row) for name, row in document["weights"].items()},
        compounds=frozenset(document["compounds"]),
        agents=frozenset(document["agents"]),
        attachments=document["attachments"],
    )


def closed(token: Token) -> str:
    """Return the tag of a word that has only one, "" for one of an open class."""
    word = token.lower
    if word in CLOSED:
        return CLOSED[word]
    if word[0].isdigit():
        return NUMBER
    if not word[0].isalpha() and not word.startswith("'"):
        return MARK
    return _SURE.get(word, "")


def classes(sentence: Sequence[Token]) -> list[str]:
    """Return the tags by table of a sentence; "her" is told by what follows it."""
    fixed = [closed(token) for token in sentence]
    for place, token in enumerate(sentence):
        if token.lower == "her":
            after = fixed[place + 1] if place + 1 < len(fixed) else MARK
            fixed[place] = PRONOUN if after and after != NUMBER else DETERMINER
    return fixed


def features(
    words: Sequence[str], fixed: Sequence[str], place: int, before: str, last: str
) -> Iterator[str]:
    """Yield what the perceptron sees of a word.

    Args:
        words: lower-case words of the sentence.
        fixed: their tags by table, "" where open.
        place: which word.
        before: tag of the word before the last, "^" at the begin.
        last: tag of the last word.
    """
    word = words[place]
    previous = words[place - 1] if place else "^"
    following = words[place + 1] if place + 1 < len(words) else "$"
    ahead = fixed[place + 1] if place + 1 < len(words) else "$"
    second = fixed[place + 2] if place + 2 < len(words) else "$"
    yield "b"
    yield "w" + word
    yield "3" + word[-3:]
    yield "2" + word[-2:]
    yield "1" + word[-1:] + last
    yield "p" + last
    yield "q" + before + last
    yield "v" + previous
    yield "x" + last + " " + word
    yield "n" + following
    yield "f" + (ahead or following[-3:]) + last
    yield "g" + (ahead or "?") + (second or "?")
    yield "h" + word[-3:] + (ahead or "?")
    yield "y" + word + " " + (ahead or following[-2:])
    if word in PAST:
        yield "i" + last
    elif word in VERBS:
        yield "j" + last
    if "-" in word:
        yield "-"


def tag(sentence: Sequence[Token], weights: dict[str, tuple[int, ...]] | None = None) -> list[str]:
    """Return the tag of every word of a sentence, from left to right."""
    weights = knowledge().weights if weights is None else weights
    words = [token.lower for token in sentence]
    fixed = classes(sentence)
    found: list[str] = []
    before, last = "^", "^"
    for place, known in enumerate(fixed):
        chosen = known or best(features(words, fixed, place, before, last), weights)
        if not known:
            chosen = _checked(words[place], chosen, last, words[place - 1] if place else "")
        found.append(chosen)
        before, last = last, chosen
    return found


def best(seen: Iterator[str], weights: dict[str, tuple[int, ...]]) -> str:
    """Return the tag with the most weight; a noun where nothing speaks."""
    sums = [0] * len(OPEN)
    for name in seen:
        row = weights.get(name)
        if row:
            for number, weight in enumerate(row):
                sums[number] += weight
    return OPEN[sums.index(max(sums))]


def _checked(word: str, chosen: str, last: str, previous: str) -> str:
    """Correct what captions cannot teach: they hardly have pronouns and pasts."""
    if last == PRONOUN and chosen in {NOUN, ADJECTIVE, PREPOSITION} and _verbal(word):
        return VERB
    if previous in _BEFORE_VERB and chosen in {NOUN, ADJECTIVE} and not word.endswith("ly"):
        return GERUND if word.endswith("ing") else VERB
    if chosen == VERB and word.endswith("ing") and len(word) > 4:
        return GERUND
    if chosen == GERUND and not word.endswith("ing"):
        return VERB
    if chosen in {ADJECTIVE, NOUN} and word.endswith("ly") and last in {VERB, "X"}:
        return ADVERB
    return chosen


def _verbal(word: str) -> bool:
    return word in VERBS or word.endswith(("ed", "ing"))
