"""Lines of a scene graph, and where its nodes stand."""

import numpy as np
import pytest

from app.widgets.scene_graph import edits
from app.widgets.scene_graph.layout import arrange, columns_of
from common.scenes import Need, QueryEdge, QueryNode, QueryPart

MAN_CUP = QueryPart(
    nodes=(QueryNode(("man",)), QueryNode(("cup", "mug"), ("red",)), QueryNode(("table",))),
    edges=(QueryEdge(0, ("hold",), 1), QueryEdge(1, ("on",), 2)),
)


def test_a_line_can_be_added_weighed_and_removed() -> None:
    new = edits.Row(-1, -1, "", "", "", Need.SHOULD)
    part = edits.set_row(MAN_CUP, new, "man", "look at", "dog, cat")
    assert part.edges[-1] == QueryEdge(0, ("look at",), 3)
    assert part.nodes[3].labels == ("dog", "cat")

    last = edits.rows_of(part)[2]
    assert edits.set_row_need(part, last, Need.NOT).edges[-1].need is Need.NOT
    assert edits.remove_row(part, last) == MAN_CUP


def test_subjects_stand_before_their_objects_even_in_rings() -> None:
    assert columns_of(3, [(0, 1), (1, 2)]) == [0, 1, 2]
    assert columns_of(2, [(0, 1), (1, 0)]) == [0, 1]
    assert columns_of(2, [(0, 0)]) == [0, 0]


@pytest.mark.parametrize("count", [1, 5, 12])
def test_no_two_nodes_overlap_and_the_same_graph_looks_the_same(count: int) -> None:
    rng = np.random.default_rng(count)
    edges = [(int(a), int(b)) for a, b in rng.integers(0, count, (count, 2)) if a != b]
    sizes = [(60.0 + 5 * node, 26.0) for node in range(count)]
    places = arrange(sizes, edges, [40.0] * len(edges))

    for one in range(count):
        for other in range(one):
            apart = np.abs(places[one] - places[other])
            room = (np.array(sizes[one]) + np.array(sizes[other])) / 2
            assert (apart >= room - 1e-6).any()
    assert (places == arrange(sizes, edges, [40.0] * len(edges))).all()
