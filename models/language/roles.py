"""What each word of a text was taken for."""

from collections.abc import Sequence
from enum import StrEnum

from common.scenes import QueryPart
from models.language import lemmas
from models.language.lexicon import (
    ADJECTIVE,
    GERUND,
    MARK,
    MULTIWORD,
    NOUN,
    NUMBER,
    NUMBERS,
    PARTICIPLE,
    REPORTING,
    VERB,
)
from models.language.tagger import tag
from models.language.tokens import Token

Span = tuple[int, int]


class Role(StrEnum):
    """What a word of a query was taken for."""

    NODE = "node"
    ATTRIBUTE = "attribute"
    PREDICATE = "predicate"
    TIME = "time"
    PLACE = "place"
    ACTIVITY = "activity"
    IGNORED = "ignored"


def word_roles(part: QueryPart, words: Sequence[Token]) -> list[Role]:
    """Return the role of each word, by the spans and names of a part."""
    qualities = {word for node in part.nodes for value in node.attributes for word in value.split()}
    doings = {word for edge in part.edges for name in edge.predicates for word in name.split()}
    for name, predicate in MULTIWORD.items():
        if set(predicate.split()) <= doings:
            doings |= set(name.split()) - {"the"}
    return [_role(part, word, qualities, doings) for word in words]


def _role(part: QueryPart, word: Token, qualities: set[str], doings: set[str]) -> Role:
    spans = (
        (Role.TIME, part.time), (Role.NODE, part.nodes), (Role.PLACE, part.places),
        (Role.ACTIVITY, part.activities),
    )  # fmt: skip
    for role, holders in spans:
        if any(one.span[0] <= word.start and word.end <= one.span[1] for one in holders):
            return role
    if NUMBERS.get(word.lower, word.lower) in qualities:
        return Role.ATTRIBUTE
    if {word.lower, lemmas.verb(word.lower)} & doings:
        return Role.PREDICATE
    return (
        Role.ATTRIBUTE if word.lower.endswith("ing") and word.lower in qualities else Role.IGNORED
    )


def left_out(part: QueryPart, words: Sequence[Token]) -> tuple[str, ...]:
    """Return the words with a meaning of their own that nothing was made of."""
    tags = tag(words)
    telling = {NOUN, ADJECTIVE, VERB, GERUND, PARTICIPLE, NUMBER}
    found = [
        word.text
        for word, kind, role in zip(words, tags, word_roles(part, words), strict=True)
        if role is Role.IGNORED
        and kind in telling - {MARK}
        and lemmas.verb(word.lower) not in REPORTING
    ]
    return tuple(dict.fromkeys(found))
