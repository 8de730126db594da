"""Moments that are like a moment, and the graph of an item."""

from collections.abc import Iterator

import pytest

from app.services.lifelog import LifelogService
from app.services.services import Services
from common.errors import QueryError
from tests.lifelog_support import make_library


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    library, _ = make_library(tmp_path_factory.mktemp("life"))
    services = Services(library)
    yield services
    services.close()


@pytest.fixture
def service(life: Services) -> LifelogService:
    return life.lifelog


def test_similar_moments_leave_the_moment_itself_out(
    life: Services, service: LifelogService
) -> None:
    found = service.similar_moments(1)

    best = life.library.catalogue.items([hit.item for hit in found.hits[:2]])
    assert [one.title.rpartition("_")[2] for one in best] == ["breakfast", "breakfast"]
    assert 1 not in [hit.item for hit in found.hits]
    assert set(found.hits[0].parts) == {"graph", "visual", "time", "place"}
    with pytest.raises(QueryError, match="no item 999"):
        service.similar_moments(999)


def test_more_of_a_place_and_of_a_time_of_day(life: Services, service: LifelogService) -> None:
    place = service.near.of_place(1, 99)
    hour = service.near.of_time(1, 99)

    def names(items: list[int]) -> set[str]:
        return {one.title.rpartition("_")[2] for one in life.library.catalogue.items(items)}

    assert names([hit.item for hit in place.hits]) == {"breakfast", "sofa"}
    assert names([hit.item for hit in hour.hits]) == {"breakfast"}
    assert place.hits[0].item == hour.hits[0].item == 1
    with pytest.raises(QueryError, match="where this item"):
        service.near.of_place(2, 9)  # in the car nobody knows where


def test_what_came_before_and_after(service: LifelogService) -> None:
    hits, place = service.near.around(3, 2)

    assert [hit.item for hit in hits] == [1, 2, 3, 4, 5]
    assert place == 2


def test_the_graph_of_an_item_has_its_boxes(service: LifelogService) -> None:
    graph = service.graph(1)

    assert [node.label for node in graph.nodes] == ["table", "cup", "hand", "plate"]
    told = {(edge.subject, edge.predicate, edge.object) for edge in graph.edges}
    assert (2, "hold", 1) in told
