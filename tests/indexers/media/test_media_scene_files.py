"""Scene graphs in files: what is wrong with one object costs that one only."""

import json
from pathlib import Path
from typing import Any

import pytest

from indexers.media.scene_files import read_scene_file


@pytest.mark.parametrize(
    "number",
    [10**400, float("inf"), float("nan"), None, "x"],
    ids=["huge", "inf", "nan", "none", "text"],
)
def test_a_number_that_is_none_costs_its_triple(tmp_path: Path, number: Any) -> None:
    good = {"category": "dog", "bbox": [0, 9, 0, 9]}
    triples = [
        {"subject": good, "predicate": "on", "object": {"category": "mat", "bbox": [0, 9, 0, 8]}},
        {
            "subject": good,
            "predicate": "on",
            "object": {"category": "a", "bbox": [number, 1, 1, 1]},
        },
        {"subject": good, "predicate": number, "object": good},
    ]
    path = tmp_path / "graphs.json"
    path.write_text(json.dumps({"1.jpg": triples}))
    [graph] = read_scene_file(path)
    assert [thing.label for thing in graph.things] == ["dog", "mat"]
