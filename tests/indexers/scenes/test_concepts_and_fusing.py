"""Concept matching against its formulas; merging of rankings."""

import math

import numpy as np
import pytest

from common.scenes import SceneGraph, SceneNode
from indexers.scenes.concepts import ConceptIndex
from indexers.scenes.fusing import INSIDE, RULES, fuse
from tests.indexers.scenes.scene_library import graph, index_of


def concepts() -> ConceptIndex:
    two_cups = SceneGraph((SceneNode("cup"), SceneNode("cup"), SceneNode("table")))
    return ConceptIndex.build(index_of(graph("man eat pizza"), two_cups, graph(also=["cup"])))


def test_tf_idf_is_its_formula() -> None:
    found = concepts().tf_idf([("cup",), ("man",), ("cup",), ("unheard of",)])
    cup, man = math.log(1 + 3 / 3), math.log(1 + 3 / 2)
    assert found == pytest.approx([man / math.sqrt(2), cup / math.sqrt(3), cup])


def test_bm25_is_its_formula() -> None:
    found = concepts().bm25([("cup",)], k1=1.2, b=0.75)
    idf = math.log(1 + 1.5 / 2.5)

    def part(count: int, length: int) -> float:
        return idf * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / 2))

    assert found == pytest.approx([0, part(2, 3), part(1, 1)])


def test_alternatives_count_once() -> None:
    made = concepts()
    assert made.tf_idf([("cup", "table")])[1] == max(
        made.tf_idf([("cup",)])[1], made.tf_idf([("table",)])[1]
    )


def test_a_library_without_objects() -> None:
    assert ConceptIndex.build(index_of()).tf_idf([("cup",)]).tolist() == []
    assert ConceptIndex.build(index_of(SceneGraph())).bm25([("cup",)]).tolist() == [0.0]


def test_inside_the_union_only_what_is_first_in_a_list_is_ranked_by_graphs() -> None:
    graphs = np.array([0.9, 0.1, 0.5, 0.4])
    words = np.array([0.0, 1.0, 0.0, 0.9])
    order = np.arange(4, dtype=np.int32)
    found = fuse(INSIDE, {"graph": graphs, "words": words}, order, top=1)
    assert found.ranked()[0].tolist() == [0, 1]
    assert found.ranked()[1].tolist() == [0.9, 0.1]


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_puts_what_is_first_in_all_lists_first(rule: str) -> None:
    graphs = np.array([0.2, 0.9, 0.5, -np.inf])
    words = np.array([0.3, 1.0, 0.1, 0.2])
    found = fuse(rule, {"graph": graphs, "words": words}, np.arange(4, dtype=np.int32))
    assert found.ranked()[0][0] == 1
