"""What is typed into the boxes of a query: a comma is OR, a semicolon AND, NOT or - excludes."""

import re
from dataclasses import dataclass

from common.errors import QueryError

MOST_TERMS = 32
_NOT = re.compile(r"(?:not\s+|-\s*)", re.IGNORECASE)
_AND = re.compile(r";|\s+AND\s+")
_OR = re.compile(r",|\s+OR\s+")


@dataclass(frozen=True, slots=True)
class BoxTerms:
    """The terms of one box.

    Args:
        groups: all of them must hold, each by any of its terms.
        excluded: terms none of which may hold.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[str, ...] = ()


def read_box(text: str, name: str) -> BoxTerms:
    """Return the terms of a box: "man, woman; dog" is (man or woman) and dog.

    An excluded term holds for the whole box, wherever it stands.

    Args:
        text: as typed.
        name: of the box, for the error.

    Raises:
        QueryError: there are too many terms, or a NOT stands alone.
    """
    groups: list[tuple[str, ...]] = []
    excluded: list[str] = []
    for conjunct in _AND.split(text):
        wanted: list[str] = []
        for term in (each.strip() for each in _OR.split(conjunct)):
            sign = _NOT.match(term)
            if term.upper() in {"NOT", "-"}:
                raise QueryError(
                    f"A NOT in the box “{name}” excludes nothing.", hint="Write a word behind it."
                )
            if sign is not None:
                excluded.append(term[sign.end() :].strip())
            elif term:
                wanted.append(term)
        if wanted:
            groups.append(tuple(dict.fromkeys(wanted)))
    count = sum(map(len, groups)) + len(excluded)
    if count > MOST_TERMS:
        raise QueryError(
            f"The box “{name}” holds {count} terms; at most {MOST_TERMS} can be asked at once.",
            hint="Take some away.",
        )
    return BoxTerms(tuple(groups), tuple(dict.fromkeys(filter(None, excluded))))
