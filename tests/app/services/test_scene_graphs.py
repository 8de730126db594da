"""Scene graphs of a library: predicted when imported, completed when read."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.services.import_relations import count_relations, predicted, relate
from app.services.import_types import Meter
from app.services.library import Library
from app.services.scene_graphs import completed, library_columns
from common.jobs import JobCancelled, JobContext
from common.scenes import EdgeSource, SceneNode
from common.values import Box, Findings, ItemKind, MediaFacts
from indexers.catalogue import NewFindings, NewItem, Relation
from indexers.catalogue.scene_columns import SOURCES, SceneColumns
from indexers.catalogue.scene_places import scene_places
from models.scenes.complete import complete
from models.scenes.relations import RelationModel

MAN = Box("man", 0.9, 0.3, 0.1, 0.3, 0.8, "eye")
PERSON = Box("person", 0.5, 0.3, 0.11, 0.3, 0.8, "eye")  # the same, found twice
JACKET = Box("jacket", 0.8, 0.33, 0.3, 0.25, 0.3, "eye")
LAMP = Box("lamp", 0.7, 0.75, 0.0, 0.1, 0.2, "eye")
FAINT = Box("cup", 0.1, 0.6, 0.6, 0.1, 0.1, "eye")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "x.kinora", create=True)
    yield opened
    opened.close()


def add(library: Library, number: int, *boxes: Box, **more: object) -> int:
    item = NewItem(
        f"{number:040x}",
        ItemKind.PHOTO,
        str(number),
        facts=MediaFacts(width=200, height=100),
        findings=Findings(boxes=boxes),
        **more,  # type: ignore[arg-type]
    )
    return library.catalogue.add_batch([item])[0]


def run(library: Library) -> int:
    return relate(library, Meter(JobContext()))


def said(graph) -> set[tuple[str, str, str, EdgeSource]]:
    return {
        (graph.nodes[e.subject].label, e.predicate, graph.nodes[e.object].label, e.source)
        for e in graph.edges
    }


def test_boxes_get_relations_once(library: Library) -> None:
    item = add(library, 1, MAN, PERSON, JACKET, LAMP)
    add(library, 2)
    add(library, 3, MAN)
    assert count_relations(library) == 2
    assert run(library) == 1
    assert count_relations(library) == 0
    assert run(library) == 0
    [graph] = library.catalogue.scene_graphs([item])
    assert [(e.subject, e.predicate, e.object) for e in graph.edges] == [(0, "wear", 2)]
    assert graph.edges[0].source is EdgeSource.PREDICTED


def test_new_boxes_are_related_anew_and_old_predictions_go(library: Library) -> None:
    item = add(library, 1, MAN, JACKET)
    run(library)
    fresh = Findings(boxes=(JACKET, LAMP))
    library.catalogue.add_findings_batch([NewFindings(item, "eye", "2", fresh)])
    assert count_relations(library) == 1
    run(library)
    assert ("man", "wear", "jacket") not in {
        each[:3] for each in said(library.catalogue.scene_graphs([item])[0])
    }


def test_what_a_file_says_is_not_guessed_over(library: Library) -> None:
    told = Relation("man", "fold", "jacket", 1.0, "eye", 0, 1)
    item = add(library, 1, MAN, JACKET, relations=(told,))
    assert run(library) == 0
    assert said(library.catalogue.scene_graphs([item])[0]) == {
        ("man", "fold", "jacket", EdgeSource.IMPORTED)
    }


def test_a_cancel_keeps_what_is_done(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.services.import_relations._PAGE", 1)
    for number in range(3):
        add(library, number, MAN, JACKET)
    context = JobContext()
    meter = Meter(context)
    advance = meter.advance

    def stop_after_one(note: str, items: int = 1) -> None:
        advance(note, items)
        context.cancel()

    monkeypatch.setattr(meter, "advance", stop_after_one)
    with pytest.raises(JobCancelled):
        relate(library, meter)
    assert count_relations(library) == 2


def test_one_box_or_none_has_no_relation() -> None:
    model = RelationModel.load()
    assert predicted(model, [], "eye") == []
    assert predicted(model, [SceneNode("man", 0.9, (0.1, 0.1, 0.5, 0.5))], "eye") == []


def test_all_graphs_at_once_are_those_one_by_one(library: Library) -> None:
    rng = np.random.default_rng(1)
    items = []
    for number in range(12):
        size = int(rng.integers(0, 6))
        boxes = [
            Box(f"thing {n}", float(rng.integers(1, 9) / 10), *rng.random(4).round(2), f"s{n % 2}")
            for n in range(size)
        ]
        told = [Relation("thing 0", "near", "thing 9", 0.5, "s0", 0, -1)] if number % 3 else []
        items.append(add(library, number, *boxes, relations=tuple(told)))
    columns = library_columns(library)
    graphs = library.catalogue.scene_graphs(columns.items.tolist())
    expected = SceneColumns.of_graphs(
        columns.items.tolist(), [complete(graph, 2.0) for graph in graphs]
    )
    assert edges_of(columns) == edges_of(expected)
    assert any(len(graph.edges) for graph in graphs)
    assert SOURCES.index(EdgeSource.GEOMETRIC) in columns.sources
    later = library_columns(library, after=items[6])
    assert later.items.tolist() == [item for item in columns.items.tolist() if item > items[6]]


def test_places_are_those_of_the_graphs(library: Library) -> None:
    for number, boxes in enumerate(([MAN, JACKET], [], [LAMP, MAN, JACKET])):
        add(library, number, *boxes)
    columns = library.catalogue.scene_columns()
    places, aspects = scene_places(library.catalogue, columns)
    graphs = library.catalogue.scene_graphs(columns.items.tolist())
    boxes = [node.box for graph in graphs for node in graph.nodes]
    np.testing.assert_allclose(places, np.array(boxes), atol=1e-6)
    assert aspects.tolist() == [2.0] * len(columns)


def test_completing_columns_twice_changes_nothing(library: Library) -> None:
    add(library, 1, MAN, JACKET, LAMP)
    columns = library_columns(library)
    places, aspects = scene_places(library.catalogue, columns)
    again = completed(columns, places, aspects)
    assert edges_of(again) == edges_of(columns)
    assert again.edge_offsets.tolist() == columns.edge_offsets.tolist()


def test_an_empty_library_and_a_cancel(library: Library) -> None:
    assert len(library_columns(library)) == 0
    add(library, 1, MAN, JACKET)
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        library_columns(library, context)


def edges_of(columns: SceneColumns) -> list[set[tuple[object, ...]]]:
    """Return the edges of each item, names in words."""
    found = []
    for first, last in zip(columns.edge_offsets[:-1], columns.edge_offsets[1:], strict=True):
        found.append(
            {
                (
                    columns.label_names[columns.subjects[row]],
                    columns.predicate_names[columns.predicates[row]],
                    columns.label_names[columns.objects[row]],
                    int(columns.subject_nodes[row]),
                    int(columns.object_nodes[row]),
                    round(float(columns.edge_scores[row]), 5),
                    int(columns.sources[row]),
                )
                for row in range(first, last)
            }
        )
    return found
