"""What the search panel has done in the background; plain functions of the services."""

from dataclasses import replace
from typing import Any

from PySide6.QtGui import QImage

from app.services.types import Example, Filter, Query
from app.widgets.paint import to_image
from common.jobs import JobCancelled, JobContext
from common.values import ResultList

# Facets whose values make a query that a person might type, best first.
EXAMPLE_RECIPES = (
    ("genre", "decade"),
    ("object",),
    ("concept",),
    ("tag",),
    ("country", "daytime"),
    ("director",),
    ("actor",),
    ("city",),
    ("genre",),
    ("camera",),
)
EXAMPLES = 5


def search(services: Any, query: Query, context: JobContext) -> ResultList:
    """Run a query; runs in a lane."""
    found: ResultList = services.search.run(query, context)
    if context.is_cancelled:
        raise JobCancelled
    return found


def suggest(services: Any, text: str, context: JobContext) -> tuple[str, list[str]]:
    """Return a text and how it may go on; runs in a lane."""
    context.step(0)
    return text, [one.text for one in services.search.suggest(text)]


def picture_of(services: Any, example: Example, context: JobContext) -> tuple[Example, QImage, str]:
    """Return an example, a small picture of it and its name; runs in a lane."""
    context.step(0)
    if example.item is not None:
        summary = services.items.summary(example.item)
        name = summary.name
        return example, to_image(services.items.thumbnail(example.item)), name
    if example.png is not None:
        return example, QImage.fromData(example.png), ""
    pixels = services.items.picture_of_file(example.path or "", 256)
    return example, to_image(pixels), ""


def examples(services: Any, context: JobContext) -> tuple[int, list[Query]]:
    """Return the number of items and queries that find something here; runs in a lane."""
    items = services.items
    count = items.count()
    keys = items.facet_keys()
    words: list[str] = []
    for recipe in EXAMPLE_RECIPES:
        context.step(len(words))
        if len(words) >= EXAMPLES:
            break
        if all(key in keys for key in recipe):
            words += [text for text in [_phrase(items, recipe)] if text]
    queries = [Query.of(text) for text in dict.fromkeys(words)]
    if not queries and "year" in keys:
        queries = [Query(filters=(Filter("year", (items.facet_counts("year", limit=1)[0][0],)),))]
    return count, queries


def _phrase(items: Any, recipe: tuple[str, ...]) -> str:
    """Return the most frequent value of each facet that some item has too; "" where none has."""
    values: list[str] = []
    within: list[int] | None = None
    for key in recipe:
        known = items.facet_counts(key, within=within, limit=1)
        if not known:
            return ""
        values.append(known[0][0])
        filters = [Filter(one, (value,)) for one, value in zip(recipe, values, strict=False)]
        within = items.items_with(filters).tolist()
    return " ".join(values)


def relaxations(
    services: Any, query: Query, context: JobContext
) -> tuple[Query, list[tuple[Filter, int]]]:
    """Return which one filter to drop so that a query finds something; runs in a lane."""
    found = []
    for one in query.filters:
        rest = tuple(other for other in query.filters if other != one)
        hits = services.search.run(replace(query, filters=rest), context)
        if hits.hits:
            found.append((one, max(hits.total, len(hits.hits))))
    return query, sorted(found, key=lambda way: way[1])


def asks(query: Query) -> bool:
    """Return whether a query looks for more than what filters let through."""
    return query.asks
