"""What the search panel has done in the background; plain functions of the services."""

from dataclasses import replace
from typing import Any

from PySide6.QtGui import QImage

from app.services.types import Example, Filter, Query
from app.widgets.paint import to_image
from common.jobs import JobCancelled, JobContext
from common.values import ResultList

EXAMPLE_KEYS = ("genre", "object", "concept", "colour", "place", "director", "actor", "year")


def search(services: Any, query: Query, context: JobContext) -> ResultList:
    """Run a query; an example item is compared by an encoder that knows it. Runs in a lane."""
    example = query.example
    if example is not None and example.item is not None and query.encoder == "auto":
        wanted = services.settings.models.image_encoder
        if wanted == "auto":
            query = replace(query, encoder=services.items.encoder_for([example.item]))
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
        name = summary.title or summary.path.rpartition("/")[2]
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
    queries: list[Query] = []
    for key in EXAMPLE_KEYS:
        context.step(len(queries))
        if key not in keys or len(queries) >= 5:
            continue
        values = items.facet_counts(key, limit=3)
        if key == "year" and values:
            queries.append(Query(filters=(Filter("year", (values[0][0],)),)))
        elif values:
            queries.append(Query(text=values[len(queries) % len(values)][0]))
    return count, queries
