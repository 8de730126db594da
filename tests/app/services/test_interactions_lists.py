"""Lists that no search made: each says how to ask for it again, and is the same then."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.services.classifiers_types import Operation
from app.services.graph_types import GraphRequest, Tag, TagQuery
from app.services.interactions import InteractionLog, results_values
from app.services.interactions_asked import ask_again
from app.services.interactions_lists import (
    ANSWERS,
    falling,
    listed,
    members_asked,
    near,
    node_asked,
    nodes_asked,
    operation_asked,
    place_asked,
    walk_asked,
    watchlist_asked,
)
from app.services.interactions_replay import replay
from app.services.services import Services
from common.errors import QueryError
from common.jobs import JobContext
from common.values import ResultList
from tests.practice_support import practice_services

TAGS = (Tag("tag", "dog"), Tag("tag", "beach"))


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    made = practice_services(tmp_path_factory.mktemp("lists"))
    ids = made.items.all_ids().tolist()
    for number, items in enumerate((ids[0:24:2], ids[0:24:3])):  # dogs, what is on the beach
        payload = {"items": items, "key": "tag", "value": TAGS[number].value}
        made.history.do("item.tag", payload, "Tag")
        marks = {str(item): 1 if item in items else -1 for item in ids[:8]}
        made.history.do("label.set", {"labels": marks, "set": TAGS[number].value}, "Mark")
        made.classifiers.create(TAGS[number].value, TAGS[number].value)
    made.history.do("watchlist.add", {"list": "Later", "items": ids[5:9]}, "Add")
    yield made
    made.close()


def walked(services: Services) -> ResultList:
    query = TagQuery(tags=TAGS[:1], weight=0.4, k=9)
    filters = services.search.read_filters(["colour=red"])
    found = services.knowledge.search(query, filters).results
    return replace(found, recipe=walk_asked(query, filters))


def clustered(services: Services) -> ResultList:
    request = GraphRequest(keys=("tag",), seed=2)
    view = services.graphs.view(request)
    items = services.graphs.items(view, [view.network.nodes.index(TAGS[1])])
    return listed("beach", items, 1.0, nodes_asked(request, TAGS[1:]))


def mapped(services: Services) -> ResultList:
    ids, scores = services.items.all_ids()[3:23], [1 / (n + 1) for n in range(20)]
    made = services.maps.som(ids, 2, 3, scores=_floats(scores))
    node = max(range(6), key=lambda at: len(made.members[at]))
    return falling("a node", made.members[node], node_asked(ids, scores, (2, 3), node))


def mapped_all(services: Services) -> ResultList:
    made = services.maps.som(None, 2, 2)
    return falling("a node", made.members[1], node_asked(None, None, (2, 2), 1))


def near_in_time(services: Services) -> ResultList:
    item = int(services.items.all_ids()[4])
    return near(services, "time", item, 12, JobContext())


def members(services: Services) -> ResultList:
    return replace(services.classifiers.results("dog"), recipe=members_asked("dog"))


def operated(services: Services) -> ResultList:
    operation = Operation("and", "dog", "beach", unit="day")
    found = services.classifiers.result_list(services.classifiers.operate(operation))
    return replace(found, recipe=operation_asked(operation, ()))


def watched(services: Services) -> ResultList:
    return listed("Later", services.items.watchlist_items("Later"), recipe=watchlist_asked("Later"))


def _floats(values: list[float]) -> Any:
    import numpy as np

    return np.asarray(values, np.float32)


MAKERS = (walked, clustered, mapped, mapped_all, near_in_time, members, operated, watched)


@pytest.mark.parametrize("make", MAKERS)
def test_a_list_is_asked_for_again(
    services: Services, tmp_path: Path, make: Callable[[Services], ResultList]
) -> None:
    found = make(services)
    assert found.hits
    log = InteractionLog(tmp_path)
    log.write("results", results_values(found, "panel"))
    log.close()
    played = replay(log.path, services)
    (one,) = played.searches
    assert (one.problem, one.is_same, len(one.then)) == ("", True, len(found.hits))
    assert played.lists == 0
    assert one.kind == found.recipe["kind"]


def test_each_kind_is_tried() -> None:
    kinds = {"walk", "nodes", "map", "near", "classifier", "operation", "watchlist"}
    assert kinds | {"place"} == set(ANSWERS)


def test_what_is_at_a_place_is_asked_for_by_its_name(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.days, "items_at", lambda place: [4, 2] if place == "home" else [])
    found = ask_again(place_asked("home"), services, JobContext())
    assert [hit.item for hit in found.hits] == [4, 2]


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "walk", "query": 3}, {"kind": "nodes"}, watchlist_asked("gone"),
        node_asked(None, None, (2, 2), 99), {"kind": ["walk"]},
    ],
)  # fmt: skip
def test_what_cannot_be_asked_says_why(services: Services, asked: dict[str, Any]) -> None:
    with pytest.raises(QueryError) as caught:
        ask_again(asked, services, JobContext())
    assert caught.value.hint
