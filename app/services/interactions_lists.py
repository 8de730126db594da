"""Lists that no search made, as JSON that can be asked again: walks, places, clusters, maps, ...

Each kind has a function that returns its document, for who makes the list (`ResultList.recipe`),
and one that returns the list of today. `interactions_asked` reads a document's kind.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from app.services.query import Query
from common.errors import QueryError
from common.jobs import JobContext
from common.values import Hit, ResultList

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from app.services.classifiers_types import Operation
    from app.services.graph_types import GraphRequest, Tag, TagQuery
    from app.services.services import Services

MOST_OF_CLUSTER = 2000  # items of a cluster, those of most of its nodes first
Answer = Callable[[Mapping[str, Any], "Services", JobContext], ResultList]


def walk_asked(query: "TagQuery", filters: Sequence[Any]) -> dict[str, Any]:
    """Return the document of a walk over tags."""
    told = {**asdict(query), "tags": _pairs(query.tags), "without": _pairs(query.without)}
    return {"kind": "walk", "query": told, "filters": _filters(filters)}


def _walk(document: Mapping[str, Any], services: "Services", context: JobContext) -> ResultList:
    from app.services.graph_types import TagQuery

    told = document["query"]
    tags = {side: _tags(told[side]) for side in ("tags", "without")}
    query = TagQuery(**{**told, **tags})
    return services.knowledge.search(query, _read_filters(document), context).results


def nodes_asked(request: "GraphRequest", nodes: Sequence["Tag"]) -> dict[str, Any]:
    """Return the document of the items of nodes of the library's own graph."""
    told = {**asdict(request), "filters": _filters(request.filters)}
    return {"kind": "nodes", "request": told, "nodes": _pairs(nodes)}


def _nodes(document: Mapping[str, Any], services: "Services", context: JobContext) -> ResultList:
    from app.services.graph_types import Factors, GraphRequest

    told = dict(document["request"])
    told["keys"], told["attributes"] = tuple(told["keys"]), tuple(told["attributes"])
    told["factors"] = Factors(**told["factors"])
    told["filters"] = _read_filters(told)
    view = services.graphs.view(GraphRequest(**told), context)
    wanted = set(_tags(document["nodes"]))
    nodes = [place for place, tag in enumerate(view.network.nodes) if tag in wanted]
    return listed("", services.graphs.items(view, nodes)[:MOST_OF_CLUSTER], 1.0)


def place_asked(place: str) -> dict[str, Any]:
    """Return the document of the items at a place."""
    return {"kind": "place", "place": place}


def _place(document: Mapping[str, Any], services: "Services", _: JobContext) -> ResultList:
    return listed(document["place"], services.days.items_at(document["place"]))


def near_asked(how: str, item: int, k: int) -> dict[str, Any]:
    """Return the document of moments near to one.

    Args:
        how: "place", "time" or "similar".
        item: of the moment.
        k: length of the list.
    """
    return {"kind": "near", "how": how, "item": int(item), "k": k}


def _near(document: Mapping[str, Any], services: "Services", context: JobContext) -> ResultList:
    return near(services, document["how"], int(document["item"]), int(document["k"]), context)


def near(services: "Services", how: str, item: int, k: int, context: JobContext) -> ResultList:
    """Return moments near to one; see `near_asked`.

    Raises:
        AppError: what the lifelog raises.
    """
    context.step(0)
    if how == "place":
        found = services.lifelog.near.of_place(item, k)
    elif how == "time":
        found = services.lifelog.near.of_time(item, k)
    else:
        found = services.lifelog.similar_moments(item, context)
    return replace(found, recipe=near_asked(how, item, k))


def node_asked(
    items: "Sequence[int] | NDArray[np.int64] | None",
    scores: "Sequence[float] | NDArray[np.float32] | None",
    shape: tuple[int, int],
    node: int,
) -> dict[str, Any]:
    """Return the document of what one node of a feature map stands for.

    Args:
        items: that were mapped, best first; None for the library.
        scores: how much each is wanted; None where ranks say it.
        shape: rows and columns of the map.
        node: place in reading order.
    """
    return {
        "kind": "map",
        "items": None if items is None else [int(item) for item in items],
        "scores": None if scores is None else [float(score) for score in scores],
        "shape": [int(side) for side in shape],
        "node": int(node),
    }


def _node(document: Mapping[str, Any], services: "Services", context: JobContext) -> ResultList:
    import numpy as np

    items, scores = document["items"], document["scores"]
    rows, columns = document["shape"]
    made = services.maps.som(
        None if items is None else np.asarray(items, np.int64),
        rows,
        columns,
        scores=None if scores is None else np.asarray(scores, np.float32),
        context=context,
    )
    return falling("", made.members[int(document["node"])])


def members_asked(name: str) -> dict[str, Any]:
    """Return the document of the members of a classifier."""
    return {"kind": "classifier", "name": name}


def _members(document: Mapping[str, Any], services: "Services", context: JobContext) -> ResultList:
    context.step(0)
    return services.classifiers.results(document["name"])


def operation_asked(operation: "Operation", filters: Sequence[Any]) -> dict[str, Any]:
    """Return the document of the scenes that an operation on classifiers finds."""
    return {
        "kind": "operation", "operation": operation.to_json(), "filters": _filters(filters),
    }  # fmt: skip


def _operation(
    document: Mapping[str, Any], services: "Services", context: JobContext
) -> ResultList:
    from app.services.classifiers_types import Operation

    operation = Operation.from_json(document["operation"])
    found = services.classifiers.operate(operation, context, _read_filters(document))
    return services.classifiers.result_list(found)


def watchlist_asked(name: str) -> dict[str, Any]:
    """Return the document of a watchlist."""
    return {"kind": "watchlist", "name": name}


def _watchlist(document: Mapping[str, Any], services: "Services", _: JobContext) -> ResultList:
    name = document["name"]
    if name not in services.items.watchlists():
        raise QueryError(f"There is no watchlist “{name}”.", hint="It was deleted or renamed.")
    return listed(name, services.items.watchlist_items(name))


ANSWERS: Mapping[str, Answer] = {
    "walk": _walk,
    "nodes": _nodes,
    "place": _place,
    "near": _near,
    "map": _node,
    "classifier": _members,
    "operation": _operation,
    "watchlist": _watchlist,
}


def listed(
    title: str,
    items: Sequence[int],
    score: float = 0.0,
    recipe: Mapping[str, Any] | None = None,
) -> ResultList:
    """Return items that are not ranked as a list."""
    hits = tuple(Hit(int(item), score) for item in items)
    return ResultList(title, hits, len(hits), recipe=recipe)


def falling(
    title: str, items: "Sequence[int] | NDArray[np.int64]", recipe: Mapping[str, Any] | None = None
) -> ResultList:
    """Return ranked items without scores of their own as a list: from 1 down, evenly."""
    hits = tuple(Hit(int(item), 1.0 - place / len(items)) for place, item in enumerate(items))
    return ResultList(title, hits, len(hits), recipe=recipe)


def _filters(filters: Sequence[Any]) -> list[Any]:
    found: list[Any] = Query(filters=tuple(filters)).to_json().get("filters", [])
    return found


def _read_filters(document: Mapping[str, Any]) -> tuple[Any, ...]:
    return Query.from_json({"filters": document["filters"]}).filters


def _pairs(tags: Sequence["Tag"]) -> list[list[str]]:
    return [list(tag) for tag in tags]


def _tags(pairs: Sequence[Sequence[str]]) -> "tuple[Tag, ...]":
    from app.services.graph_types import Tag

    return tuple(Tag(*pair) for pair in pairs)
