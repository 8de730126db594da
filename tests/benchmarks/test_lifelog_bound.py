"""Likelihoods of noisy graphs: what is there, what is joined, and what else explains a graph."""

import numpy as np

from benchmarks.lifelog_bound import Bound
from benchmarks.lifelog_corpus import Corpus, Region
from tests.indexers.scenes.scene_library import graph, query

REGIONS = [
    Region(1, 1, "", ("man", "pizza"), (("man", "eat", "pizza"),), False),
    Region(2, 2, "", ("man", "pizza"), (("man", "near", "pizza"),), False),
    Region(3, 3, "", ("dog", "cup"), (("dog", "near", "cup"),), False),
]
GRAPHS = (
    graph("man eat pizza"),
    graph("man near pizza"),
    graph(also=["man", "pizza"]),
    graph(also=["man", "cup"]),
    graph(also=["dog", "cup"]),
)


def bound() -> Bound:
    return Bound(Corpus((1, 2, 3, 4, 5), GRAPHS, (), ()), REGIONS)


def test_the_likeliest_graph_says_what_was_asked_for() -> None:
    found = bound().asked(query("man eat pizza"))
    assert found.argmax() == 0
    assert found[1] > found[2]  # two found objects that belong together are always joined
    assert found[3] > found[4]


def test_names_alone_count_by_how_often_they_are_there_by_chance() -> None:
    found = bound().asked(query(also=["man"]))
    assert found[:4].min() > found[4]


def test_what_was_said_of_an_image_does_not_explain_itself() -> None:
    said = [(row, (each.objects, each.triples)) for row, each in enumerate(REGIONS)]
    one = bound().marginal(said[:1])
    assert one[0] == 0.0
    assert (one[1:] > 0).all()
    assert np.isfinite(bound().marginal(said)).all()
