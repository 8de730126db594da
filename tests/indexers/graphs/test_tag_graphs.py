import json
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexers.catalogue.facet_table import table_of
from indexers.graphs.captions import badge, captions, captions_at
from indexers.graphs.communities import between, cluster, largest_for
from indexers.graphs.knowledge import KnowledgeGraph, LinkOptions
from indexers.graphs.network import Factors, Network, NodeFacts, build, recommend
from indexers.graphs.tags import Tag, TagTable

DOG, CAT, PARK, HOME, SOFA, SHIP = (
    Tag("object", "dog"), Tag("object", "cat"), Tag("place", "park"), Tag("place", "home"),
    Tag("object", "sofa"), Tag("object", "ship"),
)  # fmt: skip


def table(**facets: dict[str, Sequence[int]]) -> TagTable:
    return TagTable.build([table_of(key, values) for key, values in facets.items()])


@pytest.fixture
def life() -> TagTable:
    return table(
        object={
            "dog": [1, 2, 3, 4, 20], "cat": [10, 11, 12], "sofa": [10, 11, 13, 14],
            "ship": [30, 31],
        },
        place={"park": [1, 2, 3, 5, 6], "home": [10, 11, 12, 13, 14, 20]},
    )  # fmt: skip


def test_the_table_says_who_has_what(life: TagTable) -> None:
    assert life.items.tolist() == [1, 2, 3, 4, 5, 6, 10, 11, 12, 13, 14, 20, 30, 31]
    assert life.of_tag(DOG).tolist() == [1, 2, 3, 4, 20]
    assert life.of_tag(Tag("object", "moon")).tolist() == []
    assert set(life.of_item(10)) == {CAT, SOFA, HOME}
    assert life.of_item(7) == []
    together = life.count_together()
    assert together[life.places[DOG], life.places[PARK]] == 3
    assert together[life.places[DOG], life.places[DOG]] == 0


def test_only_what_is_allowed_and_frequent_is_in_the_table() -> None:
    within = np.zeros(40, bool)
    within[[1, 2, 10]] = True
    found = TagTable.build(
        [table_of("object", {"dog": [1, 2, 3], "cat": [10, 11], "ship": [30]})],
        within=within, least=2,
    )  # fmt: skip
    assert found.tags == (DOG,)
    assert found.items.tolist() == [1, 2]


def test_the_nearest_to_most_tags_comes_first(life: TagTable) -> None:
    walked = KnowledgeGraph(life).walk([DOG, PARK])
    assert walked.items[:3].tolist() == [1, 2, 3]
    assert walked.distances[0].tolist() == [1, 1]
    assert walked.scores[0] == 2
    # 4 has the dog itself and the park by way of it; the ship is not linked to anything.
    assert 4 in walked.items
    assert not {30, 31} & set(walked.items.tolist())
    assert walked.reached[0][1] == 0
    assert (np.diff(walked.scores) <= 0).all()


def test_negated_tags_rule_out_items_and_ways(life: TagTable) -> None:
    graph = KnowledgeGraph(life)
    walked = graph.walk([DOG], without=[PARK])
    assert walked.items[:2].tolist() == [4, 20]
    assert not {1, 2, 3, 5, 6} & set(walked.items.tolist())
    assert all(tag != PARK for tag, _ in walked.reached)
    with pytest.raises(ValueError, match="ruled out"):
        graph.walk([DOG], without=[DOG])
    with pytest.raises(ValueError, match="begin"):
        graph.walk([])


def test_the_walk_ends_when_enough_is_found(life: TagTable) -> None:
    graph = KnowledgeGraph(life)
    near = graph.walk([DOG], enough=3)
    assert set(near.items.tolist()) == {1, 2, 3, 4, 20}
    assert np.isfinite(near.distances).all()
    far = graph.walk([DOG], enough=1000, farthest=50)
    assert set(near.items.tolist()) < set(far.items.tolist())
    allowed = np.zeros(40, bool)
    allowed[[2, 4]] = True
    assert graph.walk([DOG], allowed=allowed).items.tolist() == [2, 4]


def test_unknown_tags_are_told(life: TagTable) -> None:
    moon = Tag("object", "moon")
    walked = KnowledgeGraph(life).walk([moon, CAT])
    assert walked.unknown == (moon,)
    assert walked.starts == (CAT,)
    assert KnowledgeGraph(life).walk([moon]).items.tolist() == []
    assert KnowledgeGraph(table(object={})).walk([moon]).items.tolist() == []


@given(st.integers(0, 1000))
def test_links_are_symmetric_and_follow_what_comes_together(seed: int) -> None:
    random = np.random.default_rng(seed)
    facets = {
        f"t{number}": sorted(set(random.integers(0, 60, 12).tolist())) for number in range(12)
    }
    graph = KnowledgeGraph(table(object=facets), LinkOptions(least=0.05))
    links = graph.links
    assert abs(links - links.T).max() < 1e-9
    assert links.diagonal().sum() == 0
    if links.nnz:
        assert 0.05 <= links.data.min() <= links.data.max() <= 1 + 1e-9
        assert graph.lengths.data.min() >= 1 - 1e-9
    tag, strength = next(iter(graph.neighbours(Tag("object", "t0"))), (None, 1.0))
    if tag is not None:
        assert strength == pytest.approx(
            links[graph.table.places[Tag("object", "t0")], graph.table.places[tag]]
        )


def two_groups() -> tuple[TagTable, TagTable]:
    actors = {f"a{n}": [10 * g + k for k in range(4) if k != n % 4] for g in range(2) for n in
              range(5 * g, 5 * g + 5)}  # fmt: skip
    genres = {"Comedy": list(range(10)), "Drama": list(range(10, 20)), "Romantic Comedy": [0, 1]}
    return table(actor=actors), table(genre=genres)


def test_people_of_the_same_films_form_a_cluster() -> None:
    people, genres = two_groups()
    network = build(people, NodeFacts.of(people, marked=[0, 1]), genres)
    labels = cluster(network)
    of = {tag.value: label for tag, label in zip(network.nodes, labels.tolist(), strict=True)}
    assert len({of[f"a{n}"] for n in range(5)}) == 1
    assert len({of[f"a{n}"] for n in range(5, 10)}) == 1
    assert of["a0"] != of["a5"]
    assert of["a0"] == 0  # the heavier one: its films are marked
    assert between(network, labels) == {}
    names = network.attributes[network.nodes.index(Tag("actor", "a0"))]
    assert names[0] == "Comedy"


def test_factors_weigh_marks_lists_popularity_and_size() -> None:
    people, genres = two_groups()
    facts = NodeFacts.of(people, marked=[0], listed=[10, 11, 12, 13], popularity={19: 1.0, 0: 9.0})
    first = people.places[Tag("actor", "a1")]
    second = people.places[Tag("actor", "a5")]
    assert facts.marked[first] == pytest.approx(1 / 3)
    assert facts.listed[second] == 1
    assert facts.known[first] > facts.known[second]
    only = Factors(marked=0, listed=1, known=0, held=0, together=0, genre=1)
    network = build(people, facts, genres, only)
    weights = dict(zip((tag.value for tag in network.nodes), network.weights, strict=True))
    assert weights["a5"] == 1
    assert weights["a0"] == pytest.approx(1e-6)
    # By genre alone everybody of comedies is linked to each other, films apart or not.
    assert network.strengths.max() == pytest.approx(1)
    with pytest.raises(ValueError, match="factors"):
        Factors(marked=2)


def test_declutter_takes_the_lightest_away() -> None:
    people, genres = two_groups()
    network = build(people, NodeFacts.of(people, marked=[0, 1, 2, 3]), genres)
    half = network.declutter(0.5)
    assert len(half.nodes) == 5
    assert {tag.value for tag in half.nodes} == {f"a{n}" for n in range(5)}
    assert len(network.declutter(0).edges) == len(network.edges)
    assert len(network.declutter(1).nodes) == 1
    empty = build(table(actor={}), NodeFacts.of(table(actor={})))
    assert empty.declutter(0.5).nodes == ()
    with pytest.raises(ValueError, match="amount"):
        network.declutter(2)


def test_recommendations_name_their_causes() -> None:
    network = Network(
        tuple(Tag("a", name) for name in "wxyz"), np.ones(4),
        np.array([[0, 2], [1, 2], [0, 3], [0, 1]]), np.array([0.5, 0.2, 0.6, 1.0]),
    )  # fmt: skip
    found = recommend(network, {0: 1.0, 1: 3.0})
    assert [place for place, _, _ in found] == [2, 3]
    assert found[0][1] == pytest.approx(0.5 + 0.6)
    assert found[0][2] == [(1, pytest.approx(0.6)), (0, pytest.approx(0.5))]
    assert recommend(network, {}) == []


def test_clusters_follow_the_size_of_the_network() -> None:
    random = np.random.default_rng(0)
    count = 150
    edges = {tuple(sorted(random.integers(0, count, 2).tolist())) for _ in range(900)}
    pairs = np.array(sorted(pair for pair in edges if pair[0] != pair[1]))
    network = Network(
        tuple(Tag("a", str(n)) for n in range(count)), random.random(count), pairs,
        random.random(len(pairs)),
    )  # fmt: skip
    labels = cluster(network)
    sizes = np.bincount(labels)
    assert sizes.max() <= largest_for(count) + 2
    assert sizes.sum() == count
    weights = np.bincount(labels, weights=network.weights)
    assert (np.diff(weights) <= 1e-9).all()
    assert (cluster(network) == labels).all()
    assert cluster(Network((), np.empty(0), np.empty((0, 2), int), np.empty(0))).shape == (0,)


def test_a_network_survives_json() -> None:
    people, genres = two_groups()
    network = build(people, NodeFacts.of(people), genres)
    again = Network.from_json(json.loads(json.dumps(network.to_json())))
    assert again.nodes == network.nodes
    assert again.attributes == network.attributes
    assert (again.edges == network.edges).all()
    assert again.strengths == pytest.approx(network.strengths, abs=1e-6)


@pytest.mark.parametrize(
    "document",
    [
        [],
        {"nodes": [{"key": "a"}], "edges": []},
        {"nodes": [{"key": "a", "value": "b", "weight": 1}] * 2, "edges": []},
        {"nodes": [{"key": "a", "value": "b", "weight": 1}], "edges": [[0, 1, 1]]},
        {"nodes": [{"key": "a", "value": "b", "weight": float("nan")}], "edges": []},
    ],
)
def test_what_is_no_graph_is_refused(document: object) -> None:
    with pytest.raises(ValueError, match="no graph"):
        Network.from_json(document)


def test_captions_say_nothing_twice() -> None:
    attributes = [["Romantic Comedy", "Comedy"], ["Romantic Comedy"], ["Drama", "Comedy"]]
    assert captions(attributes, [1, 1, 1], 5) == ["Comedy", "Romantic Comedy", "Drama"]
    assert captions(attributes, [3, 1, 1], 5) == ["Comedy", "Romantic Comedy", "Drama"]
    assert captions(attributes, [1, 4, 1], 5) == ["Romantic Comedy", "Drama"]
    assert captions(attributes, [1, 1, 1], 1) == ["Comedy"]
    assert captions([], [], 3) == []


def test_a_badge_needs_four_of_ten() -> None:
    assert badge([["France"], ["France"], ["Spain"], [], []]) == "France"
    assert badge([["France"], ["Spain"], [], [], []]) == ""
    assert badge([]) == ""


def test_nearer_means_more_words() -> None:
    counts = [captions_at(zoom) for zoom in (0.2, 1, 2, 4, 50)]
    assert counts == sorted(counts)
    assert counts[0] == 1
    assert counts[-1] == 6
