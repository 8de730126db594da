import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.services.graph_types import GraphRequest, Tag, TagQuery
from app.services.knowledge import weighed
from app.services.library import Library
from app.services.services import Services
from common.errors import QueryError
from common.jobs import JobCancelled, JobContext
from common.values import Facet, ItemKind, Text, TextKind
from indexers.catalogue import NewItem
from indexers.catalogue.records import Filter
from indexers.graphs.network import Factors

HANKS, RYAN, HEIST = Tag("actor", "Tom Hanks"), Tag("actor", "Meg Ryan"), Tag("genre", "Heist")


def film(number: int, actors: list[str], genre: str, country: str, plot: str) -> NewItem:
    facets = [Facet("actor", name, source="list") for name in actors]
    facets += [Facet("genre", genre, source="list"), Facet("country", country, source="list")]
    texts = (Text(TextKind.PLOT, plot, source="list"),)
    return NewItem(
        f"film:{number}", ItemKind.FILM, title=f"Film {number}", popularity=float(number),
        facets=facets, texts=texts,
    )  # fmt: skip


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    library = Library.open(tmp_path / "test.kinora", create=True)
    love = ["Tom Hanks", "Meg Ryan", "Bill Pullman"]
    crime = ["Al Pacino", "Robert De Niro", "Val Kilmer"]
    films = [film(n, love[: 2 + n % 2], "Romance", "US", "letters by mail") for n in range(5)]
    films += [film(n, crime[n % 2 :], "Heist", "FR", "a bank robbery") for n in range(5, 11)]
    library.catalogue.add_batch(films)
    opened = Services(library)
    yield opened
    opened.close()


def test_walks_find_items_of_tags_and_of_what_is_linked(services: Services) -> None:
    answer = services.knowledge.search(TagQuery((HANKS,), enough=100))
    assert {hit.item for hit in answer.results.hits[:5]} == {1, 2, 3, 4, 5}
    assert answer.results.hits[0].parts["graph"] == 1
    assert RYAN in [tag for tag, _ in answer.related]
    assert answer.pool.way(1) == (1.0,)
    assert answer.reached[0] == (HANKS, 0.0)
    none = services.knowledge.search(TagQuery((HANKS,), without=(RYAN,)))
    assert [hit.item for hit in none.results.hits] == []
    assert "near" in none.results.notes[0]


def test_text_and_graph_are_weighed_without_searching_again(services: Services) -> None:
    query = TagQuery((HANKS,), text="bank robbery", weight=0.9)
    answer = services.knowledge.search(query)
    found, pool = answer.results.hits, answer.pool
    assert found[0].item in range(1, 6)
    assert pool.has_both
    turned = weighed(pool, 0.1, 3)
    assert [hit.item in range(6, 12) for hit in turned] == [True] * 3
    assert turned == services.knowledge.search(replace(query, weight=0.1, k=3)).results.hits
    assert weighed(pool, 0.9, 200) == found
    assert pool.way(turned[0].item) != pool.way(99) == ()
    only_text = services.knowledge.search(TagQuery(text="robbery", without=(HEIST,)))
    assert only_text.results.total == 0
    assert services.knowledge.search(TagQuery(text="robbery")).results.total == 6


def test_filters_hold_and_unknown_tags_are_told(services: Services) -> None:
    filters = [Filter("genre", ("Heist",))]
    answer = services.knowledge.search(TagQuery((HANKS, Tag("actor", "Nobody"))), filters)
    assert answer.results.hits == ()
    assert "Nobody" in answer.results.notes[0]
    with pytest.raises(QueryError, match="Nothing"):
        services.knowledge.search(TagQuery())
    with pytest.raises(QueryError, match="ruled out"):
        services.knowledge.search(TagQuery((HANKS,), (HANKS,)))


def test_suggested_tags_say_where_they_come_from(services: Services) -> None:
    found = services.knowledge.suggest("han")
    assert [(each.tag, each.count, each.origins) for each in found] == [(HANKS, 5, ("list",))]
    services.library.catalogue.tag([1], "genre", "Heist")
    assert services.knowledge.suggest("heist")[0].origins == ("list", "user")
    assert "country" in services.knowledge.tag_keys()


def test_how_pictures_look_links_nothing(services: Services) -> None:
    for key, value in (("tone", "colour"), ("light", "normal"), ("camera_motion", "still")):
        services.library.catalogue.tag([1, 2, 3], key, value)
        assert key not in services.knowledge.tag_keys()
        assert key not in services.graphs.node_keys()


def test_the_graph_follows_the_library(services: Services) -> None:
    before = services.knowledge.graph()
    assert services.knowledge.graph() is before
    services.library.catalogue.tag([6, 7, 8], "tag", "seen")
    assert Tag("tag", "seen") in services.knowledge.graph().table.places


def test_the_view_has_clusters_with_pictures_captions_and_badges(services: Services) -> None:
    services.history.do("label.set", {"labels": {1: 1, 2: 1}})
    view = services.graphs.view(GraphRequest())
    assert view.request.keys == ("actor",)
    assert view.request.badge == "country"
    assert len(view.clusters) == 2
    names = [{view.network.nodes[n].value for n in c.nodes} for c in view.clusters]
    assert {"Tom Hanks", "Meg Ryan", "Bill Pullman"} in names
    love = view.clusters[names.index({"Tom Hanks", "Meg Ryan", "Bill Pullman"})]
    assert love.captions[0] == "Romance"
    assert love.badge == "US"
    assert love.images[0] == 5  # the best known one
    assert love.items == 5
    assert view.shares[love.nodes[0]] > 0
    boxes = [(c.middle, c.size) for c in view.clusters]
    away = np.abs(np.subtract(boxes[0][0], boxes[1][0]))
    assert (away >= (np.add(boxes[0][1], boxes[1][1]) / 2) - 1e-3).any()


def test_one_cluster_shows_its_nodes_items_and_recommendations(services: Services) -> None:
    services.history.do("label.set", {"labels": {1: 1, 2: 1}})
    services.library.catalogue.tag([1], "genre", "Heist")
    view = services.graphs.view(GraphRequest(factors=Factors(genre=1.0)))
    of = {tag.value: place for place, tag in enumerate(view.network.nodes)}
    label = int(view.labels[of["Tom Hanks"]])
    places = services.graphs.inside(view, label)
    assert set(places) == set(view.clusters[label].nodes)
    assert services.graphs.items(view, [of["Tom Hanks"], of["Bill Pullman"]])[0] in {2, 4}
    for each in services.graphs.recommended(view):
        assert view.shares[each.node] == 0
        assert each.score == pytest.approx(sum(share for _, share in each.causes))
        assert all(view.shares[node] > 0 for node, _ in each.causes)
    others = services.graphs.similar(view, label)
    assert all(other != label for other, _ in others)


def test_filters_and_facets_are_asked_for(services: Services) -> None:
    view = services.graphs.view(GraphRequest(("actor",), filters=(Filter("genre", ("Heist",)),)))
    assert {tag.value for tag in view.network.nodes} == {
        "Al Pacino",
        "Robert De Niro",
        "Val Kilmer",
    }
    with pytest.raises(QueryError, match="colour"):
        services.graphs.view(GraphRequest(("colour",)))
    with pytest.raises(QueryError, match="Fewer than two"):
        services.graphs.view(GraphRequest(filters=(Filter("genre", ("Western",)),)))
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        services.graphs.view(GraphRequest(), context)


def test_an_exported_graph_can_be_looked_at_and_compared(
    services: Services, tmp_path: Path
) -> None:
    view = services.graphs.view(GraphRequest())
    path = tmp_path / "mine.json"
    services.graphs.save(view, path)
    other = services.graphs.load(path)
    assert other.name == "mine"
    assert len(other.clusters) == len(view.clusters)
    same = services.graphs.compare(view, other)
    assert same.likeness == pytest.approx(1, abs=1e-4)
    assert same.only_first == same.only_second == ()
    heist = services.graphs.view(GraphRequest(filters=(Filter("genre", ("Heist",)),)))
    apart = services.graphs.compare(view, heist)
    assert len(apart.only_first) == 3
    assert 0 < apart.likeness < 1
    path.write_text(json.dumps({"nodes": 3}))
    with pytest.raises(QueryError, match="no graph"):
        services.graphs.load(path)
    with pytest.raises(QueryError, match="cannot be read"):
        services.graphs.load(tmp_path / "absent.json")
    with pytest.raises(QueryError, match="cannot be written"):
        services.graphs.save(view, path / "x.json")
