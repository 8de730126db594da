"""What the graph panel has done in the background; plain functions of the services."""

from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from app.services.types import (
    MOST_OF_CLUSTER,
    Compared,
    Filter,
    GraphRequest,
    GraphView,
    Recommended,
    Tag,
    TagAnswer,
    TagQuery,
    TagSuggestion,
)
from common.jobs import JobContext


@dataclass(frozen=True, slots=True, eq=False)
class Inside:
    """One cluster, looked into.

    Args:
        view: it is of.
        label: its number.
        places: node -> x, y, side.
        pictures: node -> items.
        items: of its nodes, those of most of them first.
        similar: other clusters with the likeness.
        recommended: nodes of it that what the user cares for speaks for.
    """

    view: GraphView
    label: int
    places: dict[int, tuple[float, float, float]]
    pictures: dict[int, tuple[int, ...]]
    items: tuple[int, ...]
    similar: tuple[tuple[int, float], ...]
    recommended: tuple[Recommended, ...]


def suggest(services: Any, prefix: str, context: JobContext) -> tuple[str, list[TagSuggestion]]:
    """Return tags that begin with a prefix; runs in a lane."""
    context.step(0)
    return prefix, services.knowledge.suggest(prefix)


def walk(
    services: Any, query: TagQuery, filters: tuple[Filter, ...], context: JobContext
) -> TagAnswer:
    """Return what lies near to tags; runs in a lane."""
    answer: TagAnswer = services.knowledge.search(query, filters, context)
    context.step(3, 3)
    return answer


def tags_of(services: Any, item: int, context: JobContext) -> list[Tag]:
    """Return the tags that a walk from an item begins with; runs in a lane."""
    context.step(0)
    found: list[Tag] = services.knowledge.tags_of(item)
    return found


def begin(services: Any, context: JobContext) -> tuple[int, list[str], list[tuple[Tag, int]]]:
    """Return the number of items, facets that are tags, and some tags; runs in a lane."""
    context.step(0)
    count = sum(services.items.count_by_kind().values())
    keys = services.knowledge.tag_keys() if count else []
    best = [[(Tag(key, name), held) for name, held in _most(services, key)] for key in keys[:4]]
    some = [one for row in zip_longest(*best) for one in row if one is not None]
    return count, keys, some


def _most(services: Any, key: str) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = services.items.facet_counts(key, limit=3)
    return found


def prepare(services: Any, context: JobContext) -> None:
    """Link the tags of the library before anyone asks; runs in a lane."""
    context.step(0)
    services.knowledge.prepare()


def view(services: Any, request: GraphRequest, context: JobContext) -> tuple[GraphView, list[str]]:
    """Return the graph view, and facets that nodes can be made of; runs in a lane."""
    made: GraphView = services.graphs.view(request, context)
    context.step(4, 4)
    return made, services.graphs.node_keys()


def look_into(services: Any, view: GraphView, label: int, context: JobContext) -> Inside:
    """Return a cluster with all that is shown of it; runs in a lane."""
    graphs, nodes = services.graphs, view.clusters[label].nodes
    context.step(0, 3)
    places = graphs.inside(view, label)
    context.step(1, 3)
    is_ours = not view.name
    pictures = graphs.pictures(view, nodes) if is_ours else {}
    items = graphs.items(view, nodes)[:MOST_OF_CLUSTER] if is_ours else []
    context.step(2, 3)
    return Inside(
        view, label, places, pictures, tuple(items),
        tuple(graphs.similar(view, label)), tuple(graphs.recommended(view, label)),
    )  # fmt: skip


def items_of(
    services: Any, view: GraphView, nodes: tuple[int, ...], context: JobContext
) -> list[int]:
    """Return the items of nodes; runs in a lane."""
    context.step(0)
    found: list[int] = services.graphs.items(view, nodes)[:MOST_OF_CLUSTER] if not view.name else []
    return found


def save(services: Any, view: GraphView, path: Path, context: JobContext) -> Path:
    """Write a graph to a file; runs in a lane."""
    context.step(0)
    services.graphs.save(view, path)
    return path


def load(services: Any, path: Path, context: JobContext) -> GraphView:
    """Read a graph from a file; runs in a lane."""
    context.step(0)
    found: GraphView = services.graphs.load(path)
    return found


def compare(
    services: Any, first: GraphView, path: Path, context: JobContext
) -> tuple[GraphView, Compared]:
    """Read another graph and compare; runs in a lane."""
    context.step(0)
    other = services.graphs.load(path)
    return other, services.graphs.compare(first, other)
