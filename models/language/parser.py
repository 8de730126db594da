"""Sentence to query."""

from collections.abc import Mapping, Sequence
from datetime import date

from common.scenes import LifelogQuery, QueryPart


def parse(
    text: str,
    *,
    places: Mapping[str, str] | None = None,
    activities: Sequence[str] = (),
    today: date | None = None,
) -> LifelogQuery:
    """Return what a text asks for; never raises on any text.

    Args:
        text: one or several sentences in English.
        places: the user's own places: name or alias -> canonical name.
        activities: names of activities beyond the built-in ones.
        today: what "yesterday" and "last week" are counted from; None: they become a note.
    """
    del places, activities, today
    return LifelogQuery(text=text, parts=(QueryPart(text=text),) if text.strip() else ())
