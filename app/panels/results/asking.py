"""Queries that the results lead to: a part more, a filter more, more like a hit."""

from dataclasses import replace

from app.services.types import (
    CanvasAsk,
    ConceptAsk,
    Example,
    ExampleAsk,
    Filter,
    Part,
    Query,
    SearchResults,
    Stage,
    TextAsk,
    WordsAsk,
)
from common.canvas import Canvas, PictureShape, Region
from common.values import ResultList

CONCEPT_KEYS = ("concept", "object")
_MIDDLE = Region(0.25, 0.25, 0.5, 0.5)  # of the canvas


def asked(results: ResultList, filters: tuple[Filter, ...]) -> Query:
    """Return what a list answers; of a list that is no search, only the shared filters.

    Args:
        results: shared by all panels.
        filters: the shared ones.
    """
    query = results.asked if isinstance(results, SearchResults) else Query()
    return replace(query, filters=filters, among=None)


def with_part(query: Query, part: Part) -> Query:
    """Return a query with a part more in its last stage; one that is there is switched on."""
    if not query.stages:
        return replace(query, stages=(Stage((part,)),))
    last = query.stages[-1]
    same = [one for one in last.parts if one.what == part.what]
    kept = tuple(one for one in last.parts if one.what != part.what)
    added = replace(same[0], on=True) if same else part
    return replace(query, stages=(*query.stages[:-1], replace(last, parts=(*kept, added))))


def part_of(key: str, name: str, *, must: bool = False) -> Part:
    """Return the part that asks for something common: a concept, a word, or a value as a text.

    Args:
        key: facet key, or "word".
        name: the value, or the word.
        must: what lacks it is no hit.
    """
    if key in CONCEPT_KEYS:
        return Part(ConceptAsk((name,)), must=must)
    return Part(WordsAsk(name) if key == "word" else TextAsk(name), must=must)


def on_canvas(query: Query, item: int) -> Query:
    """Return a query with an item placed in the middle of its canvas, which is made if need be."""
    shape = PictureShape(_MIDDLE, item=item)
    parts = query.stages[-1].parts if query.stages else ()
    old = next((part for part in parts if isinstance(part.what, CanvasAsk)), None)
    if old is None or not isinstance(old.what, CanvasAsk):
        return with_part(query, Part(CanvasAsk(Canvas((shape,)))))
    canvas = replace(old.what.canvas, shapes=(*old.what.canvas.shapes, shape))
    new = replace(old, what=CanvasAsk(canvas), on=True)
    placed = tuple(new if part is old else part for part in parts)
    return replace(query, stages=(*query.stages[:-1], replace(query.stages[-1], parts=placed)))


def like(item: int, feature: str) -> Query:
    """Return the query for more like an item by a feature; see `query_parts.FEATURES`."""
    return Query(stages=(Stage((Part(ExampleAsk(Example(item=item), feature=feature)),)),))
