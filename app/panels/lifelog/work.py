"""What the lifelog panel has done in the background; plain functions of the services."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtGui import QImage

from app.services.types import Filter, LifelogOptions, LifelogResults, moments_near
from app.widgets.facts import name_of, when, where
from app.widgets.filter_names import filter_name
from app.widgets.paint import to_image
from common.errors import AppError
from common.jobs import JobCancelled, JobContext
from common.scenes import LifelogQuery, QueryPart, SceneGraph
from common.values import Hit, ResultList

SIDE = 1280  # pixels of the picture in the inspector
AROUND = 40  # images before and after
FACETS = ("weekday", "hour", "place", "activity", "people", "concept", "object", "camera")
MOST_VALUES = 14


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence that was read.

    Args:
        text: that was typed.
        query: what it asks for.
        words: what each word was taken for.
        unknown: names that nothing can be compared with.
    """

    text: str
    query: LifelogQuery
    words: list[tuple[tuple[int, int], str]]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a query.

    Args:
        query: that was asked.
        results: of the service.
        ways: what to drop where nothing was found: text, query, filters, hits then.
        words: of the query's text.
    """

    query: LifelogQuery
    results: LifelogResults
    ways: tuple[tuple[str, LifelogQuery, tuple[Filter, ...], int], ...] = ()
    words: list[tuple[tuple[int, int], str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Seen:
    """An item for the inspector.

    Args:
        item: id.
        name: as lists show it.
        when: local time.
        where: place.
        image: its picture.
        graph: what is in it.
        strip: what came before and after, with the place of the item in it.
    """

    item: int
    name: str
    when: str
    where: str
    image: QImage
    graph: SceneGraph
    strip: tuple[tuple[Hit, ...], int] = ((), 0)


def start(services: Any, context: JobContext) -> tuple[int, tuple[float, float]]:
    """Return the number of photos and the tuned weights; makes searches quick. Runs in a lane."""
    context.step(0)
    kinds = services.items.count_by_kind()
    count = sum(kinds.get(kind, 0) for kind in ("photo", "lifelog", "video", "shot"))
    if count:
        services.lifelog.prepare(context)
    return count, services.lifelog.tuned()


def read(services: Any, text: str, context: JobContext) -> Read:
    """Return what a text asks for; runs in a lane."""
    context.step(0)
    query = services.lifelog.parse(text)
    return Read(text, query, services.lifelog.words(query), services.lifelog.unknown(query))


def search(
    services: Any,
    query: LifelogQuery | str,
    options: LifelogOptions,
    filters: tuple[Filter, ...],
    context: JobContext,
) -> Found:
    """Return the answer to a query, or to a text that is read first; runs in a lane."""
    asked: LifelogQuery = services.lifelog.parse(query) if isinstance(query, str) else query
    return _answer(services, asked, options, filters, context)


def _answer(
    services: Any,
    query: LifelogQuery,
    options: LifelogOptions,
    filters: tuple[Filter, ...],
    context: JobContext,
) -> Found:
    words = services.lifelog.words(query)
    if all(part.is_empty for part in query.parts):
        results = LifelogResults(ResultList(query.text, notes=query.notes), query)
        return Found(query, replace(results, notes=query.notes), (), words)
    results = services.lifelog.search(query, options, context, filters=filters, boxes=False)
    if context.is_cancelled:
        raise JobCancelled
    ways = () if results.results.hits else _ways(services, query, options, filters, context)
    return Found(query, results, ways, words)


def _ways(
    services: Any,
    query: LifelogQuery,
    options: LifelogOptions,
    filters: tuple[Filter, ...],
    context: JobContext,
) -> tuple[tuple[str, LifelogQuery, tuple[Filter, ...], int], ...]:
    """Return which one condition or filter to drop so that something is found."""
    from app.panels.lifelog.texts import condition_name, window_name

    tries: list[tuple[str, LifelogQuery, tuple[Filter, ...]]] = []
    for number, part in enumerate(query.parts):
        if part.time:
            names = " / ".join(window_name(window) for window in part.time)
            tries.append((names, _put(query, number, replace(part, time=())), filters))
        for key in ("places", "activities"):
            known = getattr(part, key)
            for one in known:
                rest = tuple(other for other in known if other != one)
                changed = (
                    replace(part, places=rest)
                    if key == "places"
                    else replace(part, activities=rest)
                )
                tries.append((condition_name(one), _put(query, number, changed), filters))
    for one in filters:
        rest_of = tuple(other for other in filters if other != one)
        tries.append((filter_name(one), query, rest_of))
    found = _working(services, tries, options, context)
    if not found and len(tries) > 1:
        plain = tuple(replace(p, time=(), places=(), activities=()) for p in query.parts)
        names = ", ".join(name for name, _, _ in tries)
        found = _working(services, [(names, replace(query, parts=plain), ())], options, context)
    return tuple(sorted(found, key=lambda way: way[3]))


def _working(
    services: Any,
    tries: Sequence[tuple[str, LifelogQuery, tuple[Filter, ...]]],
    options: LifelogOptions,
    context: JobContext,
) -> list[tuple[str, LifelogQuery, tuple[Filter, ...], int]]:
    """Return those of some queries that find something, with how many moments they find."""
    found: list[tuple[str, LifelogQuery, tuple[Filter, ...], int]] = []
    for name, other, kept in tries:
        context.step(len(found))
        if all(part.is_empty for part in other.parts):
            continue
        try:
            answer = services.lifelog.search(
                other, replace(options, k=1), context, filters=kept, boxes=False
            )
        except AppError:
            continue
        if answer.results.total:
            found.append((name, other, kept, answer.results.total))
    return found


def _put(query: LifelogQuery, number: int, part: QueryPart) -> LifelogQuery:
    return replace(query, parts=(*query.parts[:number], part, *query.parts[number + 1 :]))


def see(services: Any, item: int, context: JobContext) -> Seen:
    """Return what the inspector shows of an item; runs in a lane."""
    context.step(0, 2)
    details = services.items.details(item)
    hits, place = services.lifelog.near.around(item, AROUND)
    graph = services.lifelog.graph(item)
    context.step(1, 2)
    try:
        image = to_image(services.items.picture(item, SIDE).rgb)
    except AppError:
        image = QImage()
    return Seen(
        item, name_of(details), when(details), where(details), image, graph, (tuple(hits), place)
    )


def near(services: Any, how: str, item: int, context: JobContext) -> ResultList:
    """Return similar moments, or more of a place or time; runs in a lane."""
    return moments_near(services, how, item, services.settings.search.results, context)


def crops(
    services: Any, regions: Sequence[tuple[int, float, float, float, float]], context: JobContext
) -> dict[tuple[int, float, float, float, float], QImage]:
    """Return the pictures of image regions; runs in a lane."""
    made: dict[tuple[int, float, float, float, float], QImage] = {}
    for region in regions:
        context.step(len(made), len(regions))
        try:
            image = to_image(services.lifelog.examples.crop(region, 512))
        except AppError:
            continue
        made[region] = image.scaledToHeight(96) if image.height() > 96 else image
    return made


def facet_values(services: Any, key: str, context: JobContext) -> tuple[str, list[tuple[str, int]]]:
    """Return a facet and its most frequent values; runs in a lane."""
    context.step(0)
    return key, services.items.facet_counts(key, limit=MOST_VALUES)
