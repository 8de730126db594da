"""Scene graphs as they come out of the catalogue: one by one, and all at once."""

import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text

from common.scenes import EdgeSource, SceneEdge, SceneGraph, SceneNode
from common.values import Box, Findings
from indexers.catalogue import Catalogue, NewFindings, NewItem, Relation, scene_tables
from indexers.catalogue.scene_columns import SOURCES, SceneColumns

Make = Callable[..., NewItem]
MAN = Box("man", 0.75, 0.1, 0.1, 0.3, 0.6, "vg", ("tall", "in red"))
OTHER_MAN = Box("man", 0.5, 0.6, 0.1, 0.3, 0.6, "vg")
HORSE = Box("horse", 0.25, 0.4, 0.5, 0.5, 0.5, "vg")
SKY = Box("sky", 1.0, 0.0, 0.0, 0.0, 0.0, "vg", ("blue",))


def graph_of(
    catalogue: Catalogue, make: Make, boxes: Sequence[Box], relations: Sequence[Relation]
) -> SceneGraph:
    """Write an item and return its graph; both ways of asking agree."""
    [item] = catalogue.add_batch(
        [make(0, findings=Findings(boxes=boxes), relations=tuple(relations))]
    )
    [graph] = catalogue.scene_graphs([item])
    agree(catalogue.scene_columns(), SceneColumns.of_graphs([item], [graph]))
    return graph


def told(columns: SceneColumns) -> list[Any]:
    """Return columns as plain values."""
    attributes: dict[int, list[str]] = {}
    for node, name in zip(columns.attribute_nodes, columns.attributes, strict=True):
        attributes.setdefault(int(node), []).append(columns.attribute_names[name])
    rows = []
    for at, item in enumerate(columns.items.tolist()):
        first, last = columns.node_offsets[at : at + 2].tolist()
        begin, end = columns.edge_offsets[at : at + 2].tolist()
        nodes = [
            (columns.label_names[columns.labels[n]], attributes.get(n, []))
            for n in range(first, last)
        ]
        edges = [
            (
                columns.label_names[columns.subjects[e]],
                int(columns.subject_nodes[e]),
                columns.predicate_names[columns.predicates[e]],
                columns.label_names[columns.objects[e]],
                int(columns.object_nodes[e]),
                SOURCES[columns.sources[e]],
            )
            for e in range(begin, end)
        ]
        rows.append((item, nodes, edges))
    return rows


def agree(one: SceneColumns, other: SceneColumns) -> None:
    assert told(one) == told(other)
    np.testing.assert_allclose(one.node_scores, other.node_scores, atol=1e-6)
    np.testing.assert_allclose(one.edge_scores, other.edge_scores, atol=1e-6)


def test_nodes_keep_who_they_are(catalogue: Catalogue, make: Make) -> None:
    graph = graph_of(
        catalogue,
        make,
        [MAN, OTHER_MAN, HORSE, SKY],
        [
            Relation("man", "ride", "horse", 0.5, "vg", 1, 2),
            Relation("man", "look at", "man", 1.0, "vg", 0, 1),
        ],
    )
    assert graph.nodes == (
        SceneNode("man", 0.75, (0.1, 0.1, 0.3, 0.6), ("tall", "in red")),
        SceneNode("man", 0.5, (0.6, 0.1, 0.3, 0.6)),
        SceneNode("horse", 0.25, (0.4, 0.5, 0.5, 0.5)),
        SceneNode("sky", 1.0, None, ("blue",)),
    )
    assert graph.edges == (
        SceneEdge(1, "ride", 2, 0.5),
        SceneEdge(0, "look at", 1, 1.0),
    )


@pytest.mark.parametrize(
    ("relation", "edge"),
    [
        (Relation("man", "ride", "horse", 1.0, "vg"), (0, 2)),  # the best of that name
        (Relation("man", "look at", "man", 1.0, "vg"), (0, 1)),  # two of them
        (Relation("horse", "near", "horse", 1.0, "vg"), (2, 3)),  # a second one is added
        (Relation("dog", "bark at", "man", 1.0, "vg"), (3, 0)),  # one without a place is added
        (Relation("man", "ride", "horse", 1.0, "vg", 1, -1), (1, 2)),
        (Relation("man", "look at", "man", 1.0, "vg", -1, 0), (1, 0)),
        (Relation("man", "ride", "horse", 1.0, "vg", 7, 2), (0, 2)),  # no such box: by its name
        (Relation("man", "ride", "horse", 1.0, "other", 1, 2), (0, 2)),  # counts other boxes
    ],
)
def test_names_find_their_nodes(
    catalogue: Catalogue, make: Make, relation: Relation, edge: tuple[int, int]
) -> None:
    graph = graph_of(catalogue, make, [MAN, OTHER_MAN, HORSE], [relation])
    assert [(each.subject, each.object) for each in graph.edges] == [edge]
    labels = [graph.nodes[at].label for at in edge]
    assert labels == [relation.subject, relation.object]


def test_a_relation_of_a_node_with_itself_is_no_edge(catalogue: Catalogue, make: Make) -> None:
    same = Relation("man", "is", "man", 1.0, "vg", 0, 0)
    assert graph_of(catalogue, make, [MAN], [same]).edges == ()


def test_sources_say_what_kind_of_edge_it_is(catalogue: Catalogue, make: Make) -> None:
    relations = [
        Relation("man", "on", "horse", 0.5, "vg/predicted", 1, 2),
        Relation("man", "beside", "man", 0.0, "vg/geometric", 0, 1),
        Relation("man", "ride", "horse", 1.0, "vg", 0, 2),
    ]
    graph = graph_of(catalogue, make, [MAN, OTHER_MAN, HORSE], relations)
    assert {(e.subject, e.predicate, e.object, e.source) for e in graph.edges} == {
        (1, "on", 2, EdgeSource.PREDICTED),
        (0, "beside", 1, EdgeSource.GEOMETRIC),
        (0, "ride", 2, EdgeSource.IMPORTED),
    }
    [item] = catalogue.ids().tolist()
    [plain] = catalogue.scene_graphs([item], sources=["vg"])
    assert [edge.predicate for edge in plain.edges] == ["ride"]
    assert catalogue.scene_sources() == {"vg": 4, "vg/geometric": 1, "vg/predicted": 1}


def test_what_counts_boxes_goes_with_them(catalogue: Catalogue, make: Make) -> None:
    relations = [Relation("man", "on", "horse", 0.5, "vg/predicted", 0, 2)]
    graph_of(catalogue, make, [MAN, OTHER_MAN, HORSE], relations)
    assert graph_of(catalogue, make, [HORSE, MAN], []).edges == ()


def test_items_without_a_graph_have_an_empty_one(catalogue: Catalogue, make: Make) -> None:
    ids = catalogue.add_batch([make(0), make(1, findings=Findings(boxes=[MAN]))])
    empty, full = catalogue.scene_graphs([ids[0], ids[1]])
    assert empty == SceneGraph()
    assert catalogue.scene_graphs([ids[1], 99, ids[1]]) == [full, SceneGraph(), full]
    assert catalogue.scene_columns().items.tolist() == [ids[1]]
    assert len(catalogue.scene_columns(after=ids[1])) == 0


def random_item(make: Make, number: int, dice: random.Random) -> NewItem:
    names = ("man", "dog", "cup", "tab\x1fle\n\x1ecloth", "")
    sources = ("a", "b", "b/predicted")
    boxes = [
        Box(dice.choice(names), dice.random(), 0.1, 0.1, 0.2, 0.2, dice.choice(sources[:2]),
            tuple(dice.sample(("red", "old", "very big"), dice.randrange(3))))
        for _ in range(dice.randrange(6))
    ]  # fmt: skip
    relations = tuple(
        Relation(dice.choice(names), dice.choice(("on", "in")), dice.choice(names), dice.random(),
                 dice.choice(sources), dice.randrange(-1, 4), dice.randrange(-1, 4))
        for _ in range(dice.randrange(6))
    )  # fmt: skip
    return make(number, findings=Findings(boxes=boxes), relations=relations)


def test_both_ways_of_asking_agree(
    catalogue: Catalogue, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scene_tables, "_ITEMS_AT_ONCE", 7)
    dice = random.Random(5)
    ids = catalogue.add_batch([random_item(make, number, dice) for number in range(60)])
    graphs = dict(zip(ids, catalogue.scene_graphs(ids), strict=True))
    full = [item for item, graph in graphs.items() if graph.nodes or graph.edges]
    assert graphs[full[0]].nodes[0].label in {"man", "dog", "cup", "tab le cloth", ""}
    expected = SceneColumns.of_graphs(full, [graphs[item] for item in full])
    agree(catalogue.scene_columns(), expected)
    with catalogue._writing() as connection:  # as an older version may have written it
        odd = text("UPDATE box SET label = :odd WHERE label = 'cup'")
        connection.execute(odd, {"odd": "a\x1f"})
    graphs = dict(zip(ids, catalogue.scene_graphs(ids), strict=True))
    agree(catalogue.scene_columns(), SceneColumns.of_graphs(full, [graphs[each] for each in full]))


def test_graphs_survive_removal_and_a_new_analysis(catalogue: Catalogue, make: Make) -> None:
    relations = (Relation("man", "ride", "horse", 0.5, "vg", 1, 2),)
    boxes = [MAN, OTHER_MAN, HORSE, SKY]
    [item] = catalogue.add_batch([make(0, findings=Findings(boxes=boxes), relations=relations)])
    found = Findings(boxes=[Box("dog", 0.9, 0.1, 0.1, 0.2, 0.2, "det")])
    catalogue.add_findings_batch([NewFindings(item, "det", "1", found)])
    before = catalogue.scene_graphs([item]), list(catalogue.canonical())
    catalogue.remove_items([item], removal="r")
    assert len(catalogue.scene_columns()) == 0
    catalogue.restore_items("r")
    assert (catalogue.scene_graphs([item]), list(catalogue.canonical())) == before
    catalogue.add_findings_batch([NewFindings(item, "det", "2")])
    [graph] = catalogue.scene_graphs([item])
    assert [node.label for node in graph.nodes] == ["man", "man", "horse", "sky"]
    assert graph.edges == (SceneEdge(1, "ride", 2, 0.5),)
