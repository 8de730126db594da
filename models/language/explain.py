"""What each word of a sentence was taken for."""

from enum import StrEnum

from common.scenes import LifelogQuery


class Role(StrEnum):
    """What a word of a query was taken for."""

    NODE = "node"
    ATTRIBUTE = "attribute"
    PREDICATE = "predicate"
    TIME = "time"
    PLACE = "place"
    ACTIVITY = "activity"
    IGNORED = "ignored"


def explain(query: LifelogQuery) -> list[tuple[tuple[int, int], Role]]:
    """Return (first character, one behind the last) and role of every word, in order."""
    found = [(node.span, Role.NODE) for part in query.parts for node in part.nodes]
    return sorted(found)
