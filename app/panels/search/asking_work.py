"""Searches that the panel has done in the background; plain functions of the services."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.services.types import Part, Query, SearchResults
from common.jobs import JobCancelled, JobContext
from common.values import ResultList


def search(services: Any, query: Query, context: JobContext) -> ResultList:
    """Run a query. Runs in a lane."""
    found: ResultList = services.search.run(query, context)
    if context.is_cancelled:
        raise JobCancelled
    return found


def merge_anew(
    services: Any,
    results: SearchResults,
    query: Query,
    weights: Mapping[str, float],
    context: JobContext,
) -> ResultList:
    """Merge the lists of a search by other weights or another rule. Runs in a lane."""
    context.step(0)
    found: SearchResults = services.search.refuse(
        results.pool, fusion=query.fusion, weights=weights
    )
    return replace(found, asked=query, query=results.query)


def only_weighed(before: Query, query: Query, results: SearchResults) -> dict[str, float] | None:
    """Return the new weights where two queries differ in nothing but weights and fusion rule.

    Args:
        before: asked last.
        query: asked now.
        results: what `before` found.

    Returns:
        weight by the name of the part; None where another search is needed.
    """
    if len(before.stages) != 1 or not results.pool.stages or _plain(before) != _plain(query):
        return None
    parts = query.stages[0].parts
    weights: dict[str, float] = {}
    for report in results.parts:
        if report.place >= len(parts):
            return None
        weights[report.name] = parts[report.place].weight
    return weights if before != query else None


def _plain(query: Query) -> Query:
    """Return a query without weights and rule."""

    def even(part: Part) -> Part:
        return replace(part, weight=1.0)

    stages = tuple(
        replace(stage, parts=tuple(even(part) for part in stage.parts)) for stage in query.stages
    )
    return replace(query, stages=stages, fusion="auto")


def suggest(
    services: Any, text: str, context: JobContext
) -> tuple[str, list[tuple[str, str, int]]]:
    """Return a text and how it, or its last word, may go on: (text, kind, items)."""
    context.step(0)
    found = [(one.text, one.kind, one.count) for one in services.search.suggest(text)]
    head, _, last = text.rpartition(" ")
    if head and len(last) > 1 and len(found) < 4:
        begun = services.search.suggest(last)
        found += [(f"{head} {one.text}", one.kind, one.count) for one in begun[:6]]
    return text, found
