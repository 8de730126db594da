"""The packed index: what it keeps, what it is extended by, how small it is."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from common.scenes import SceneGraph, SceneNode
from indexers.catalogue.scene_columns import SceneColumns
from indexers.scenes.index import UNDATED, SceneIndex
from indexers.scenes.search import search
from indexers.scenes.tables import VectorSimilarity, Vocabulary, backwards, query_tables, same_name
from tests.indexers.scenes.scene_library import graph, index_of, query, random_graph, vectors


def columns(items: list[int], *graphs: SceneGraph) -> SceneColumns:
    return SceneColumns.of_graphs(items, graphs)


def told(index: SceneIndex) -> dict[int, list[tuple[str, str, str]]]:
    """Return the triples of each item."""
    names = index.vocabulary
    found = {}
    for row, item in enumerate(index.items.tolist()):
        base = index.node_offsets[row]
        label = [names.labels[code] for code in index.labels[base : index.node_offsets[row + 1]]]
        edges = range(index.edge_offsets[row], index.edge_offsets[row + 1])
        found[item] = [
            (
                label[index.subjects[edge]],
                names.predicates[index.predicates[edge]],
                label[index.objects[edge]],
            )
            for edge in edges
        ]
    return found


def test_it_keeps_what_the_columns_say_in_few_bytes() -> None:
    random = np.random.default_rng(0)
    graphs = [random_graph(random, 8, 10) for _ in range(200)]
    index = SceneIndex.build(SceneColumns.of_graphs(range(200), graphs))
    assert index.nbytes / len(index) < 110
    assert told(index)[7] == [
        (
            graphs[7].nodes[edge.subject].label,
            edge.predicate,
            graphs[7].nodes[edge.object].label,
        )
        for edge in graphs[7].edges
    ]
    assert (index.times == UNDATED).all()


def test_extending_adds_new_names_and_replaces_old_graphs() -> None:
    index = index_of(graph("man eat pizza"), graph("dog near cup"), times=[5, 6])
    more = columns([2, 9], graph("cat on sofa", "cat near cup"), graph("man hold cup"))
    longer = index.extend(more, np.array([7, 8]))
    assert told(longer) == {
        1: [("man", "eat", "pizza")],
        2: [("cat", "on", "sofa"), ("cat", "near", "cup")],
        9: [("man", "hold", "cup")],
    }
    assert longer.times.tolist() == [5, 7, 8]
    assert told(index)[2] == [("dog", "near", "cup")]  # the old one is as it was
    found = search(longer, query_tables(query("cat on sofa"), longer.vocabulary), k=1)
    assert found.items.tolist() == [2]


def test_extending_in_steps_finds_the_same_as_building_at_once() -> None:
    random = np.random.default_rng(3)
    graphs = [random_graph(random, 5, 4) for _ in range(30)]
    whole = index_of(*graphs)
    steps = SceneIndex.build(columns([1], graphs[0]))
    for number, each in enumerate(graphs[1:], 2):
        steps = steps.extend(columns([number], each))
    asked = query("man eat pizza", "dog near cup", also=["laptop"])
    for index in (whole, steps):
        assert told(index) == told(whole)
    one = search(whole, query_tables(asked, whole.vocabulary))
    other = search(steps, query_tables(asked, steps.vocabulary))
    assert one.items.tolist() == other.items.tolist()
    assert np.allclose(one.scores, other.scores)


def test_attributes_move_with_their_nodes() -> None:
    red = SceneGraph((SceneNode("table"), SceneNode("cup", attributes=("red", "small"))))
    index = index_of(graph("man eat pizza"), red)
    longer = index.without(np.array([1])).extend(columns([5], red))
    names = [
        (longer.vocabulary.labels[longer.labels[node]], longer.vocabulary.attributes[code])
        for node, code in zip(longer.attribute_nodes, longer.attributes, strict=True)
    ]
    assert names == [("cup", "red"), ("cup", "small")] * 2


def test_rows_of_items_that_are_not_in_order() -> None:
    index = index_of(graph("man eat pizza"), graph("dog near cup")).extend(
        columns([1], graph("man hold cup"))
    )
    assert index.items.tolist() == [2, 1]
    assert index.rows(np.array([1, 2, 3])).tolist() == [1, 0, -1]
    assert index.without(np.array([8])) is index


def test_more_than_256_labels_and_nodes() -> None:
    wide = SceneGraph(tuple(SceneNode(f"thing {number}") for number in range(400)))
    joined = replace(wide, edges=graph("a on b").edges)
    index = index_of(graph("man eat pizza"), joined)
    assert index.labels.dtype == np.uint16
    assert index.subjects.dtype == np.uint16
    assert told(index)[2] == [("thing 0", "on", "thing 1")]


def test_scores_that_are_no_numbers_count_as_none() -> None:
    odd = columns([1], SceneGraph((SceneNode("cup", float("nan")), SceneNode("dog", 7.0))))
    assert SceneIndex.build(odd).node_scores.tolist() == [0, 255]


def test_tables_take_the_best_alternative_and_centre_what_they_are_told() -> None:
    known = ("man", "pizza", "table")
    plain = VectorSimilarity(vectors)(["man", "dog"], known)
    assert np.allclose(plain, vectors(["man", "dog"])[0] @ vectors(known)[0].T)
    centred = VectorSimilarity(vectors, centred=True)(["man", "dog"], known)
    assert centred[0, 0] == pytest.approx(1.0, abs=1e-5)
    assert centred.min() < 0
    tables = query_tables(query("man eat pizza"), Vocabulary(known, ("eat",)))
    assert tables.nodes.tolist() == [[1, 0, 0], [0, 1, 0]]
    assert tables.predicates.tolist() == [[1]]


def test_a_word_without_a_vector_still_equals_itself() -> None:
    def some(names: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        rows, known = vectors(names)
        return rows, known & np.array([name != "zorb" for name in names])

    found = VectorSimilarity(some)(["zorb"], ("zorb", "man"))
    assert found.tolist() == [[1.0, 0.0]]


def test_predicates_read_backwards() -> None:
    known = ("near", "below", "on")
    assert backwards(same_name)(["near", "above"], known).tolist() == [[1, 0, 0], [0, 0, 0]]
    turned = backwards(same_name, {"above": "below"}.get)  # type: ignore[arg-type]
    assert turned(["above"], known).tolist() == [[0, 1, 0]]
