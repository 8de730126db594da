"""Scene graphs from files: all that they say arrives, and what is wrong with them is told."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.services.import_graphs import import_graphs
from app.services.import_types import Meter
from app.services.import_walk import walk
from common.jobs import JobContext
from common.scenes import EdgeSource, SceneEdge, SceneGraph, SceneNode
from common.values import ImportReport, ItemKind, MediaFacts
from indexers.catalogue import Catalogue, FileRecord, NewItem

WHOLE = (0.0, 0.0, 1.0, 1.0)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """Three pictures of 64 x 48 pixels."""
    with Catalogue.open(tmp_path / "catalogue.db") as opened:
        facts = MediaFacts(width=64, height=48)
        opened.add_batch(
            [
                NewItem(
                    f"{at:040x}", ItemKind.PHOTO, name, [FileRecord(f"/m/media/{name}.jpg")], facts
                )
                for at, name in enumerate(["photo_000", "photo_001", "photo_002"])
            ]
        )
        yield opened


def read(catalogue: Catalogue, tmp_path: Path, content: Any) -> ImportReport:
    path = tmp_path / "graphs.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    report, context = ImportReport(), JobContext()
    scan = walk([path], tmp_path / "library.kinora", context)
    run = catalogue.start_run("graphs", scan.roots)
    import_graphs(catalogue, scan, run, Meter(context), report)
    return report


def graph_of(catalogue: Catalogue, name: str = "photo_001") -> SceneGraph:
    files = catalogue.files_under([])
    [graph] = catalogue.scene_graphs([files[f"/m/media/{name}.jpg"].item])
    return graph


def test_visual_genome_keeps_identities_attributes_and_objects_without_a_place(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    picture = {
        "image_id": 7, "url": "https://somewhere/photo_001.jpg", "width": 100, "height": 50,
        "objects": [
            {"object_id": 11, "names": ["Man"], "x": 0, "y": 0, "w": 20, "h": 50,
             "attributes": ["Tall", "tall", "in red"]},
            {"object_id": 12, "names": ["man"], "x": 50, "y": 0, "w": 20, "h": 50},
            {"object_id": 13, "names": ["horse"], "x": 40, "y": 25, "w": 60, "h": 25},
            {"object_id": 14, "names": ["sky"]},
        ],
        "relationships": [
            {"subject_id": 12, "predicate": "Riding", "object_id": 13},
            {"subject_id": 11, "predicate": "look at", "object_id": 12},
        ],
    }  # fmt: skip
    del picture["image_id"]
    report = read(catalogue, tmp_path, [picture])
    assert (report.updated, report.skipped) == (1, [])
    assert graph_of(catalogue) == SceneGraph(
        (
            SceneNode("man", 1.0, (0.0, 0.0, 0.2, 1.0), ("tall", "in red")),
            SceneNode("man", 1.0, (0.5, 0.0, 0.2, 1.0)),
            SceneNode("horse", 1.0, (0.4, 0.5, 0.6, 0.5)),
            SceneNode("sky"),
        ),
        (SceneEdge(1, "riding", 2), SceneEdge(0, "look at", 1)),
    )
    [found] = [hit.item for hit in catalogue.search_text("tall man")]
    assert catalogue.item(found).summary.name == "photo_001"


def test_gqa_is_read(catalogue: Catalogue, tmp_path: Path) -> None:
    content = {
        "photo_001": {
            "width": 10, "height": 10,
            "objects": {
                "5": {"name": "cup", "x": 0, "y": 0, "w": 5, "h": 5, "attributes": ["blue"],
                      "relations": [{"object": "9", "name": "on"}, {"object": "77", "name": "in"}]},
                "9": {"name": "table", "x": 0, "y": 5, "w": 10, "h": 5, "attributes": [],
                      "relations": []},
            },
        }
    }  # fmt: skip
    report = read(catalogue, tmp_path, content)
    graph = graph_of(catalogue)
    assert [(node.label, node.attributes) for node in graph.nodes] == [
        ("cup", ("blue",)),
        ("table", ()),
    ]
    assert graph.edges == (SceneEdge(0, "on", 1),)
    [line] = [skipped.reason for skipped in report.skipped]
    assert line == "1 relations name objects that are not there (the first in “photo_001”)"


def test_our_own_shape_is_read(catalogue: Catalogue, tmp_path: Path) -> None:
    edges = [
        {"subject": 0, "predicate": "wear", "object": 1, "score": 0.5},
        {"subject": 0, "predicate": "beside", "object": 2, "score": 0, "source": "geometric"},
        {"subject": 2, "predicate": "near", "object": 1, "score": 0.25, "source": "predicted"},
    ]
    nodes = [
        {"label": "woman", "score": 0.75, "box": [0.1, 0.2, 0.3, 0.4], "attributes": ["young"]},
        {"label": "hat"},
        {"label": "dog", "box": list(WHOLE)},
    ]
    content = {"graphs": [{"image": "media/photo_001.jpg", "nodes": nodes, "edges": edges}]}
    assert read(catalogue, tmp_path, content).skipped == []
    graph = graph_of(catalogue)
    assert graph.nodes == (
        SceneNode("woman", 0.75, (0.1, 0.2, 0.3, 0.4), ("young",)),
        SceneNode("hat"),
        SceneNode("dog", 1.0, WHOLE),
    )
    assert set(graph.edges) == {
        SceneEdge(0, "wear", 1, 0.5),
        SceneEdge(0, "beside", 2, 0.0, EdgeSource.GEOMETRIC),
        SceneEdge(2, "near", 1, 0.25, EdgeSource.PREDICTED),
    }
    for edge in edges:
        edge["source"] = "imported"
    read(catalogue, tmp_path, content)  # again: what was predicted before is replaced
    assert {edge.source for edge in graph_of(catalogue).edges} == {EdgeSource.IMPORTED}


def test_importing_twice_changes_nothing(catalogue: Catalogue, tmp_path: Path) -> None:
    nodes = [{"label": "cup", "box": [0, 0, 0.5, 0.5]}, {"label": "table"}]
    edges = [{"subject": 0, "predicate": "on", "object": 1}] * 2
    graph = {"image": "photo_002.jpg", "nodes": nodes, "edges": edges}
    read(catalogue, tmp_path, {"graphs": [graph, graph]})  # told twice: joined
    before = list(catalogue.canonical())
    assert len(graph_of(catalogue, "photo_002").nodes) == 2
    assert len(graph_of(catalogue, "photo_002").edges) == 1
    read(catalogue, tmp_path, {"graphs": [graph, graph]})
    assert list(catalogue.canonical()) == before


NAN = float("nan")
FAULTS: list[tuple[dict[str, Any], str, int, int]] = [
    # what is wrong, what is said, nodes and edges that are left
    ({"relationships": [{"subject_id": 1, "predicate": "on", "object_id": 99}]},
     "1 relations name objects that are not there", 2, 0),
    ({"relationships": [{"subject_id": 1, "predicate": "on", "object_id": 1}]},
     "1 relations relate an object to itself", 2, 0),
    ({"relationships": [7, {"subject_id": 1, "object_id": 2}]},
     "2 relations are not what a graph is made of", 2, 0),
    ({"relationships": [{"subject_id": 1, "predicate": "on", "object_id": 2, "score": NAN}]},
     "1 objects have a score or a place that is no number", 2, 1),
    ({"objects": [{"object_id": 1, "names": ["cup"]}, {"object_id": 1, "names": ["dog"]}]},
     "1 objects have the number of another object", 1, 0),
    ({"objects": [{"object_id": 1, "names": []}, {"object_id": 2, "names": ["dog"]}, "x"]},
     "1 objects have no name", 1, 0),
    ({"objects": [{"object_id": 1, "name": "cup", "x": 200, "y": 0, "w": 5, "h": 5}]},
     "1 objects have no part inside their picture", 1, 0),
    ({"objects": [{"object_id": 1, "name": "cup", "x": -50, "y": 0, "w": 100, "h": 50}]},
     "1 objects reach over the edge of their picture", 1, 0),
    ({"objects": [{"object_id": 1, "name": "cup", "x": NAN, "y": 0, "w": "wide", "h": 5}]},
     "1 objects have a score or a place that is no number", 1, 0),
    ({"objects": [{"object_id": 1, "name": "cup", "score": NAN}]},
     "1 objects have a score or a place that is no number", 1, 0),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "said", "nodes", "edges"), FAULTS)
def test_a_fault_costs_its_own_object_only(
    catalogue: Catalogue, tmp_path: Path,
    wrong: dict[str, Any], said: str, nodes: int, edges: int,
) -> None:  # fmt: skip
    good = [{"object_id": 1, "names": ["cup"]}, {"object_id": 2, "names": ["table"]}]
    picture = {"file_name": "photo_001.jpg", "width": 100, "height": 50, "objects": good} | wrong
    other = {"file_name": "photo_002.jpg", "objects": good}
    report = read(catalogue, tmp_path, [picture, other])
    assert report.updated == 2
    [line] = [skipped.reason for skipped in report.skipped]
    assert line.startswith(said)
    assert line.endswith("(the first in “photo_001.jpg”)")
    graph = graph_of(catalogue)
    assert (len(graph.nodes), len(graph.edges)) == (nodes, edges)
    assert len(graph_of(catalogue, "photo_002").nodes) == 2
    for node in graph.nodes:
        assert 0 <= node.score <= 1
        if node.box is not None:
            left, top, width, height = node.box
            assert 0 <= left < left + width <= 1
            assert 0 <= top < top + height <= 1
    assert catalogue.integrity_problems() == []


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "[[[", '{"graphs": [7, {"nodes": 3}]}', '{"a": [1, {}]}', '"text"', "[" * 9999],
)  # fmt: skip
def test_what_holds_no_graph_says_so(catalogue: Catalogue, tmp_path: Path, content: str) -> None:
    report = read(catalogue, tmp_path, content)
    assert len(report.skipped) == 1
    assert catalogue.scene_sources() == {}
