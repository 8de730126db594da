"""Matching of graphs: the paper's formula, relations that join, needs, order, filters, twins."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from common.jobs import JobCancelled, JobContext
from common.scenes import (
    EdgeSource,
    Need,
    QueryEdge,
    QueryNode,
    QueryPart,
    SceneEdge,
    SceneGraph,
    SceneNode,
)  # fmt: skip
from indexers.scenes import plain, plan
from indexers.scenes.index import SceneIndex
from indexers.scenes.options import Form, MatchOptions
from indexers.scenes.search import SceneHits, first, score, search
from indexers.scenes.tables import VectorSimilarity, query_tables
from tests.indexers.scenes.scene_library import (
    as_query,
    by_the_paper,
    graph,
    index_of,
    query,
    random_graph,
    vectors,
)

PAPER = MatchOptions.of_paper()


def find(index: SceneIndex, part: QueryPart, options: MatchOptions | None = None) -> SceneHits:
    return search(index, query_tables(part, index.vocabulary), options)


@given(seed=st.integers(0, 10_000), alpha=st.floats(0, 2), beta=st.floats(0, 3))
def test_the_papers_form_is_the_papers_formula(seed: int, alpha: float, beta: float) -> None:
    random = np.random.default_rng(seed)
    images = [random_graph(random, *random.integers(0, 7, 2)) for _ in range(12)]
    asked = as_query(random_graph(random, *random.integers(0, 5, 2)))
    index = index_of(*images)
    similar = VectorSimilarity(vectors)
    tables = query_tables(
        asked, index.vocabulary, labels=similar, predicates=VectorSimilarity(vectors)
    )
    found = score(index, tables, MatchOptions.of_paper(alpha, beta))
    told = [by_the_paper(asked, image, alpha, beta) for image in images]
    assert np.abs(found.totals - told).max() <= 1e-5 * max(1.0, np.abs(told).max())


@given(seed=st.integers(0, 10_000), joint=st.booleans())
def test_with_and_without_numba_the_answers_are_the_same(seed: int, joint: bool) -> None:
    random = np.random.default_rng(seed)
    images = [random_graph(random, *random.integers(0, 7, 2)) for _ in range(20)]
    index = index_of(*images)
    tables = query_tables(as_query(random_graph(random, 4, 3)), index.vocabulary)
    options = MatchOptions(
        form=Form.JOINT if joint else Form.SUM, confidence=0.5,
        sources={EdgeSource.IMPORTED: 1.0, EdgeSource.PREDICTED: 0.5},
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        compiled = search(index, tables, options, k=20)
        patch.setattr(plan, "loops", lambda: plain)
        slow = search(index, tables, options, k=20)
    assert compiled.items.tolist() == slow.items.tolist()
    assert np.allclose(compiled.scores, slow.scores, atol=1e-6)
    assert (compiled.nodes == slow.nodes).all()
    assert (compiled.edges == slow.edges).all()
    assert np.allclose(compiled.edge_matches, slow.edge_matches, atol=1e-6)


def test_a_relation_must_join_the_right_objects() -> None:
    right = graph("man eat pizza", also=["dog"])
    crossed = graph("dog eat pizza", "man near cup")  # all three words, on other edges
    index = index_of(crossed, right)
    found = find(index, query("man eat pizza"))
    assert found.items.tolist() == [2, 1]
    assert found.edge_matches[:, 0].tolist() == [1.0, 0.0]
    lax = find(index, query("man eat pizza"), PAPER)  # two of three words are two thirds there
    assert lax.relations.tolist() == [3.0, 2.0]


def test_the_right_pair_with_another_predicate_is_worth_a_share() -> None:
    index = index_of(graph("man near pizza"), graph("pizza eat man"), graph("man eat pizza"))
    options = MatchOptions(joined=0.4, turned=0.1)
    found = find(index, query("man eat pizza"), options)
    assert found.items.tolist() == [3, 1, 2]
    assert found.edge_matches[:, 0] == pytest.approx([1.0, 0.4, 0.1])


def _like(asked: Sequence[str], known: Sequence[str]) -> NDArray[np.float32]:
    """Return 0.9 between "cup" and "mug", 1 for the same."""
    alike = {("cup", "mug"), ("mug", "cup")}
    return np.array(
        [[1.0 if a == b else 0.9 * ((a, b) in alike) for b in known] for a in asked], np.float32
    ).reshape(len(asked), len(known))


@pytest.mark.parametrize("near", [0.25, 1.0])
def test_a_like_name_counts_less_where_the_library_has_the_name_itself(near: float) -> None:
    options, part = MatchOptions(near=near), query("man hold cup")
    knows_both = index_of(graph("man hold cup"), graph("man hold mug"))
    tables = query_tables(part, knows_both.vocabulary, labels=_like)
    found = search(knows_both, tables, options)
    assert found.items.tolist() == [1, 2]
    assert found.node_matches[:, 1] == pytest.approx([1.0, near * 0.9**4])
    assert found.edge_matches[:, 0] == pytest.approx([1.0, near * 0.9**4])
    knows_one = index_of(graph("man hold dog"), graph("man hold mug"))
    tables = query_tables(part, knows_one.vocabulary, labels=_like)
    found = search(knows_one, tables, options)
    assert found.items.tolist() == [2, 1]
    assert found.node_matches[0, 1] == pytest.approx(0.9**4)  # nothing nearer could be meant


def test_symmetric_predicates_match_both_ways_and_others_do_not() -> None:
    index = index_of(graph("cup near laptop"), graph("cup on laptop"))
    near = find(index, query("laptop near cup"))
    assert near.items[0] == 1
    assert near.edge_matches[0, 0] == 1.0
    on = find(index, query("laptop on cup"))
    assert on.edge_matches.max() == pytest.approx(MatchOptions().turned)
    one_way = find(index, query("laptop near cup"), MatchOptions(both_ways=False, turned=0.0))
    assert one_way.edge_matches.max() == 0.0


def test_who_wears_the_camera_is_never_looked_for() -> None:
    index = index_of(graph("man eat pizza"), graph("man near dog", also=["pizza"]))
    for form in Form:
        found = find(index, query("i eat pizza"), MatchOptions(form=form))
        assert found.items.tolist() == [1, 2]
        assert found.nodes[0].tolist() == [-1, 1]
        assert found.edges[0].tolist() == [0]
    for need in (Need.MUST, Need.NOT):
        told = QueryPart(nodes=(QueryNode(("i",), need=need), QueryNode(("pizza",))))
        assert find(index, told).items.tolist() == [1, 2]
    alone = find(index, query("i eat pizza"), MatchOptions())
    assert alone.edge_matches[0, 0] == 1.0
    counted = find(index, query("i eat pizza"), MatchOptions(invisible=frozenset(), idf=False))
    assert counted.edge_matches[0, 0] == 1.0  # no name of the library is like it: anything goes


def test_the_numbers_of_the_winners_say_what_to_draw() -> None:
    picture = SceneGraph(
        (SceneNode("dog"), SceneNode("man"), SceneNode("cup"), SceneNode("man")),
        (*graph("man hold cup").edges[:0], *_edges((1, "near", 0), (3, "hold", 2))),
    )
    found = find(index_of(picture), query("man hold cup", also=["woman"]))
    assert found.edges.tolist() == [[1]]
    assert found.nodes[0].tolist() == [1, 2, -1]


def _edges(*told: tuple[int, str, int]) -> tuple[SceneEdge, ...]:
    return tuple(SceneEdge(*each) for each in told)


def test_equal_images_come_by_time_then_by_item() -> None:
    same = graph("man eat pizza")
    index = index_of(same, same, same, same, times=[30, 10, 10, 20])
    assert find(index, query("man eat pizza")).items.tolist() == [2, 3, 4, 1]
    two = search(index, query_tables(query("man eat pizza"), index.vocabulary), k=2)
    assert two.items.tolist() == [2, 3]


def test_what_must_be_there_and_what_must_not() -> None:
    index = index_of(
        graph("man eat pizza", also=["dog"]), graph("man near pizza"), graph("man eat pizza")
    )
    nodes = (QueryNode(("man",)), QueryNode(("pizza",)))
    must = QueryPart(nodes=nodes, edges=(QueryEdge(0, ("eat",), 1, Need.MUST),))
    assert find(index, must).items.tolist() == [3, 1]
    never = QueryPart(nodes=(*nodes, QueryNode(("dog",), need=Need.NOT)))
    assert sorted(find(index, never).items.tolist()) == [2, 3]
    both = QueryPart(nodes=(QueryNode(("dog",), need=Need.MUST),))
    found = find(index, both)
    assert (found.items.tolist(), found.searched, found.passed) == ([1], 3, 1)
    no_eating = replace(must, edges=(QueryEdge(0, ("eat",), 1, Need.NOT),))
    assert find(index, no_eating).items.tolist() == [2]


def test_alternatives_are_as_good_as_one_another() -> None:
    index = index_of(graph("woman hold cup"), graph("man hold cup"), graph("dog hold cup"))
    part = QueryPart(
        nodes=(QueryNode(("man", "woman")), QueryNode(("cup",))),
        edges=(QueryEdge(0, ("hold", "eat"), 1),),
    )
    found = find(index, part)
    assert found.items.tolist() == [1, 2, 3]
    assert found.scores[0] == found.scores[1] > found.scores[2]


def test_attributes_belong_to_their_own_object() -> None:
    def cup(colour: str, other: str) -> SceneGraph:
        return SceneGraph(
            (SceneNode("cup", attributes=(colour,)), SceneNode("table", attributes=(other,)))
        )

    index = index_of(cup("blue", "red"), cup("red", "blue"), cup("green", "green"))
    part = QueryPart(nodes=(QueryNode(("cup",), ("red",)), QueryNode(("table",))))
    found = find(index, part)
    assert found.items.tolist() == [2, 1, 3]
    assert found.attributes[0] > 0
    only = search(index, query_tables(part, index.vocabulary), allowed=np.array([2, 3]))
    assert (only.items.tolist(), only.attributes[1]) == ([2, 3], 0.0)
    assert only.attributes[0] > 0
    without = search(index, query_tables(part, index.vocabulary), allowed=np.array([1, 3]))
    assert without.attributes.tolist() == [0.0, 0.0]  # what is not allowed lends nothing
    assert found.attributes[1:].tolist() == [0.0, 0.0]
    never = QueryPart(nodes=(QueryNode(("cup",), ("red",), Need.NOT),))
    assert sorted(find(index, never).items.tolist()) == [1, 3]


def test_a_score_is_its_weighted_parts() -> None:
    """S_A is the likeness of the attribute times that of its object: "mug" is 0.9 like "cup"."""
    red = SceneNode("mug", attributes=("red",))
    told = graph("man hold mug").edges
    index = index_of(SceneGraph((SceneNode("man"), red), told), graph("man hold mug"))
    part = QueryPart(
        nodes=(QueryNode(("man",)), QueryNode(("cup",), ("red",))),
        edges=(QueryEdge(0, ("hold",), 1),),
    )
    options = MatchOptions(alpha=0.7, beta=1.3, gamma=2.0, length=0.0, idf=False)
    tables = query_tables(part, index.vocabulary, labels=_like)
    found = score(index, tables, options)
    near = 0.9**4
    assert found.objects == pytest.approx([(1 + near) / 2] * 2)
    assert found.relations == pytest.approx([near] * 2)
    assert found.attributes == pytest.approx([near, 0.0])
    plain_score = 0.7 * (1 + near) / 2 + 1.3 * near
    assert found.totals == pytest.approx([plain_score + 2.0 * near, plain_score])


def test_what_must_be_there_may_have_a_like_name() -> None:
    """From the likeness that counts as the same on, also for attributes, and not below it."""
    red = SceneGraph((SceneNode("cup", attributes=("red",)),))
    index = index_of(red, graph(also=["mug"]), graph(also=["dog"]))
    needs = QueryPart(nodes=(QueryNode(("cup",), need=Need.MUST),))
    found = {
        same: search(
            index, query_tables(needs, index.vocabulary, labels=_like), MatchOptions(same=same)
        ).items.tolist()
        for same in (0.9, 0.95)
    }
    assert found == {0.9: [1, 2], 0.95: [1]}
    coloured = QueryPart(nodes=(QueryNode(("cup",), ("red",), Need.MUST),))
    tables = query_tables(coloured, index.vocabulary)
    half = replace(tables, attributes=tables.attributes * np.float32(0.5))
    assert search(index, half, MatchOptions(same=0.5)).items.tolist() == [1]
    assert search(index, half, MatchOptions(same=0.6)).items.tolist() == []


def test_hidden_sources_do_not_count() -> None:
    index = index_of(graph("man eat pizza", source="geometric"), graph("man eat pizza"))
    shown = {EdgeSource.IMPORTED: 1.0, EdgeSource.PREDICTED: 1.0}
    found = find(index, query("man eat pizza"), MatchOptions(sources=shown))
    assert found.items.tolist() == [2, 1]
    assert found.relations[1] == 0.0
    assert found.edges[1].tolist() == [-1]


def test_only_allowed_items_are_searched() -> None:
    index = index_of(*[graph("man eat pizza")] * 5)
    tables = query_tables(query("man eat pizza"), index.vocabulary)
    found = search(index, tables, allowed=np.array([4, 2, 99, 2]))
    assert (found.items.tolist(), found.searched) == ([2, 4], 2)
    assert len(search(index, tables, allowed=np.empty(0, np.int64)).items) == 0


def test_rare_things_weigh_more() -> None:
    index = index_of(*[graph("man near table")] * 8, graph("dog near cup", also=["man"]))
    tables = query_tables(query(also=["man", "dog"]), index.vocabulary)
    weights = score(index, tables).node_weights
    assert weights.sum() == pytest.approx(1.0)
    rarity = np.log([1 + 9 / (1 + 9), 1 + 9 / (1 + 1)])  # all nine hold a man, one a dog
    assert weights == pytest.approx(rarity / rarity.sum(), rel=1e-6)
    assert score(index, tables, PAPER).node_weights.tolist() == [0.5, 0.5]


def test_of_two_that_match_alike_the_one_that_holds_less_else_comes_first() -> None:
    index = index_of(graph(also=["cup", "dog", "table", "man"]), graph(also=["cup"]))
    assert find(index, query(also=["cup"])).items.tolist() == [2, 1]
    assert find(index, query(also=["cup"]), MatchOptions(length=0.0)).items.tolist() == [1, 2]


def test_empty_queries_and_libraries() -> None:
    index = index_of(graph("man eat pizza"), SceneGraph())
    assert find(index, QueryPart()).scores.tolist() == [0.0, 0.0]
    assert find(index, query("unheard of-thing")).scores.max() <= 1.0
    assert len(find(index_of(), query("man eat pizza")).items) == 0


def test_a_long_search_can_be_stopped() -> None:
    index = index_of(graph("man eat pizza"))
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        search(index, query_tables(query("man eat pizza"), index.vocabulary), context=context)


@given(seed=st.integers(0, 10_000), k=st.integers(0, 30), levels=st.integers(1, 6))
def test_the_first_are_those_of_a_whole_sort(seed: int, k: int, levels: int) -> None:
    random = np.random.default_rng(seed)
    scores = random.integers(0, levels, 25).astype(np.float32)
    order = random.permutation(25).astype(np.int32)
    assert first(scores, order, k).tolist() == np.lexsort((order, -scores))[:k].tolist()


def test_many_images_are_shared_between_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(1)
    index = index_of(*[random_graph(random, 4, 4) for _ in range(60)])
    tables = query_tables(query("man eat pizza", "dog near cup"), index.vocabulary)
    whole = search(index, tables, k=60)
    monkeypatch.setattr(plan, "SPLIT", 4)
    monkeypatch.setattr(plan, "CHUNK", 17)
    parts = search(index, tables, k=60)
    assert parts.items.tolist() == whole.items.tolist()
    assert parts.scores.tolist() == whole.scores.tolist()
    assert all(one >= other for one, other in pairwise(whole.scores))


@pytest.mark.parametrize(
    "known",
    [
        test_a_relation_must_join_the_right_objects,
        test_the_right_pair_with_another_predicate_is_worth_a_share,
        test_symmetric_predicates_match_both_ways_and_others_do_not,
        test_who_wears_the_camera_is_never_looked_for,
        test_the_numbers_of_the_winners_say_what_to_draw,
        test_hidden_sources_do_not_count,
        test_rare_things_weigh_more,
        test_of_two_that_match_alike_the_one_that_holds_less_else_comes_first,
        test_a_score_is_its_weighted_parts,
    ],
)
def test_without_numba(known: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "loops", lambda: plain)
    known()


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("block", [3, plain.SCRATCH])
def test_without_numba_the_papers_form_is_the_papers_formula(
    seed: int, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "loops", lambda: plain)
    monkeypatch.setattr(plain, "SCRATCH", block)
    random = np.random.default_rng(seed)
    images = [random_graph(random, *random.integers(0, 7, 2)) for _ in range(12)]
    asked = as_query(random_graph(random, 3, 3))
    similar = VectorSimilarity(vectors)
    tables = query_tables(asked, index_of(*images).vocabulary, labels=similar, predicates=similar)
    found = score(index_of(*images), tables, MatchOptions.of_paper(0.7, 1.9))
    told = [by_the_paper(asked, image, 0.7, 1.9) for image in images]
    np.testing.assert_allclose(found.totals, told, atol=1e-4)
