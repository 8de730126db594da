"""What to ask an explanation for, from where another panel stands: a hit, a suggestion, a box."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.services.explain_types import ExplainRequest, ExplainTarget, PictureSource
from app.services.query import Query
from app.services.query_example import Example
from app.services.search_types import SearchResults
from common.values import Hit, ResultList

if TYPE_CHECKING:
    from app.services.explain import ExplainService

_FORM = re.compile(
    r"(?P<text>.*?)(?:\s*like item (?P<item>\d+))?(?:\s→ .*)?(?:\s*\[.*\])?", re.DOTALL
)


def read_query(line: str) -> Query:
    """Return the sentence and the example of a query from the way in which lists show it."""
    found = _FORM.fullmatch(line)
    assert found is not None  # every line is of this form
    example = Example(item=int(found["item"])) if found["item"] else None
    return Query.of(found["text"].strip(), example=example)


def query_of(found: ResultList) -> Query:
    """Return what a list was found by: the query it knows, else what its line says."""
    if isinstance(found, SearchResults) and found.asked.asks:
        return found.asked
    return read_query(found.query)


def explain_hit(service: "ExplainService", hit: Hit, query: Query | None) -> ExplainRequest:
    """Return the question why a search found an item: its example, else its sentence.

    Where no network here knows sentences, the most probable class is explained.

    Args:
        service: knows the networks.
        hit: that was found.
        query: that found it; None where nobody knows.
    """
    source = PictureSource(hit.item)
    example = None if query is None else query.example()
    if example is not None:
        like = None
        if example.item is not None:
            like = PictureSource(example.item)
        elif example.path:
            like = PictureSource(path=example.path)
        if like is not None and like != source:
            return ExplainRequest(source, target=ExplainTarget("alike", like=like))
    text = "" if query is None else query.text()
    if text and any(entry.is_ready and entry.has_text for entry in service.networks()):
        return ExplainRequest(source, target=ExplainTarget("sentence", label=text))
    return ExplainRequest(source)


def explain_suggestion(
    item: int, positive: Sequence[int], negative: Sequence[int]
) -> ExplainRequest:
    """Return the question why feedback suggests an item.

    Args:
        item: that is suggested.
        positive: items marked relevant.
        negative: items marked not relevant.
    """
    marks = ExplainTarget("suggestion", positive=tuple(positive), negative=tuple(negative))
    return ExplainRequest(PictureSource(item), target=marks)
