import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.scenes import EdgeSource, SceneEdge, SceneGraph, SceneNode
from models.scenes.bulk import GraphArrays, complete_many
from models.scenes.complete import complete, with_geometry
from models.scenes.geometry import RELATIONS

MAN = SceneNode("man", 0.9, (0.1, 0.1, 0.3, 0.8))
CUP = SceneNode("cup", 0.8, (0.2, 0.4, 0.05, 0.05))
LAMP = SceneNode("lamp", 0.5, (0.7, 0.0, 0.1, 0.2))
RUG = SceneNode("rug", 0.3, (0.6, 0.8, 0.3, 0.2))


def geometric(graph):
    return {
        (edge.subject, edge.predicate, edge.object)
        for edge in graph.edges
        if edge.source is EdgeSource.GEOMETRIC
    }


def test_pairs_without_a_relation_get_one_and_the_tree_decides():
    graph = complete(SceneGraph((MAN, CUP, LAMP, RUG), (SceneEdge(1, "near", 0, 0.5),)))
    assert graph.edges[0] == SceneEdge(1, "near", 0, 0.5)
    assert geometric(graph) == {(0, "beside", 2), (0, "beside", 3)}
    assert all(edge.score == 0 for edge in graph.edges[1:])


def test_the_surer_one_is_the_subject():
    assert geometric(with_geometry(SceneGraph((CUP, MAN)))) == {(1, "surround", 0)}
    equal = SceneNode("cup", 0.9, CUP.box)
    assert geometric(with_geometry(SceneGraph((equal, MAN)))) == {(0, "on", 1)}


def test_told_relations_all_stay_although_they_make_a_circle():
    told = tuple(SceneEdge(*ends) for ends in ((0, "on", 1), (1, "on", 2), (2, "on", 0)))
    assert complete(SceneGraph((MAN, CUP, LAMP), told)).edges == told


def test_nodes_without_a_box_keep_their_relations_and_get_none():
    flat = SceneNode("sky", 0.9, (0.5, 0.5, 0.0, 0.0))
    graph = SceneGraph((SceneNode("i"), MAN, CUP, flat), (SceneEdge(0, "hold", 2),))
    found = complete(graph)
    assert found.edges[0] == graph.edges[0]
    assert geometric(found) == {(1, "surround", 2)}


def test_scores_that_are_no_numbers_count_as_nothing():
    odd = SceneNode("cup", math.nan, CUP.box)
    assert geometric(complete(SceneGraph((odd, MAN)))) == {(1, "surround", 0)}


def test_an_empty_graph_stays_empty():
    assert complete(SceneGraph()) == SceneGraph()


@st.composite
def scene(draw):
    size = draw(st.integers(0, 5))
    side = st.integers(0, 8).map(lambda value: value / 8)
    place = st.one_of(st.none(), st.tuples(side, side, side, side))
    score = st.integers(0, 4).map(lambda value: value / 4)
    nodes = tuple(SceneNode("x", draw(score), draw(place)) for _ in range(size))
    if size < 2:
        return SceneGraph(nodes)
    ends = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1), score)
    told = draw(st.lists(ends.filter(lambda each: each[0] != each[1]), max_size=4))
    return SceneGraph(nodes, tuple(SceneEdge(a, "on", b, value) for a, b, value in told))


def arrays(graphs):
    nodes = [node for graph in graphs for node in graph.nodes]
    edges = [edge for graph in graphs for edge in graph.edges]
    return GraphArrays(
        np.cumsum([0, *(len(graph.nodes) for graph in graphs)]),
        np.array([node.box or (0, 0, 0, 0) for node in nodes], np.float32).reshape(-1, 4),
        np.array([node.score for node in nodes], np.float32),
        np.cumsum([0, *(len(graph.edges) for graph in graphs)]),
        np.array([edge.subject for edge in edges], np.int32),
        np.array([edge.object for edge in edges], np.int32),
        np.array([edge.score for edge in edges], np.float32),
        np.full(len(graphs), 1.5, np.float32),
    )


@given(st.lists(scene(), max_size=5))
@settings(max_examples=150)
def test_many_at_once_are_completed_like_one_by_one(graphs):
    found = complete_many(arrays(graphs))
    for number, graph in enumerate(graphs):
        rows = slice(found.edges[number], found.edges[number + 1])
        ours = {
            (subject, RELATIONS[code], target)
            for subject, code, target in zip(
                found.subjects[rows].tolist(),
                found.relations[rows].tolist(),
                found.objects[rows].tolist(),
                strict=True,
            )
        }
        assert ours == geometric(complete(graph, 1.5))


@given(scene())
def test_completing_twice_changes_nothing_and_connects_what_has_a_place(graph):
    once = complete(graph)
    assert complete(once) == once
    assert once.edges[: len(graph.edges)] == graph.edges
    assert len(geometric(once)) < max(1, len(graph.nodes))


def test_only_the_surest_of_very_many_take_part():
    rng = np.random.default_rng(0)
    nodes = tuple(
        SceneNode("x", float(score), (float(x), float(y), 0.1, 0.1))
        for score, x, y in rng.random((130, 3))
    )
    found = geometric(complete(SceneGraph(nodes)))
    assert len(found) == 99
    many = complete_many(arrays([SceneGraph(nodes)]))
    # float32 scores: the same trees up to the order of near equals
    assert len(many.subjects) == 99


def test_a_check_can_stop_it():
    def stop(done, total):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        complete_many(arrays([SceneGraph((MAN, CUP))]), stop)
