import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import bench
from benchmarks import everything
from common.errors import AppError
from common.jobs import JobCancelled, JobContext

PROGRAM = """
import json, sys
name = sys.argv[2]
if name == "wall":
    sys.exit("No screen here.")
times = {"start": ("first paint p50 100000", 1600.0), "heartbeat": ("gap max 100000", 12.0)}
case, ours = times.get(name, ("without a goal", 1.0))
case = {"case": case, "ours": ours, "peer": None, "ratio": None, "unit": "ms", "note": ""}
print(json.dumps({"name": name, "cases": [case], "machine": {"load": 0.1}}))
"""


@pytest.fixture
def three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, "utf-8")
    monkeypatch.setattr(everything, "PROGRAM", program)
    monkeypatch.setattr(bench, "names", lambda: ["all", "heartbeat", "start", "wall"])
    return tmp_path


def test_one_table_says_what_falls_short(three: Path) -> None:
    document = everything.run(quick=True).document()
    assert document["missed"] == ["start first paint p50 100000"]
    assert document["problems"] == {"wall": "No screen here."}
    assert "wall open 1000000" in document["not_measured"]
    assert "heartbeat gap max" not in document["not_measured"]
    text = bench.to_text(document)
    assert "2 figures with a goal, 1 fall short." in text
    assert "Could not be run:\n  wall: No screen here." in text
    row = next(line for line in text.splitlines() if line.startswith("heartbeat gap max 100000"))
    assert row.split()[-3:] == ["≤", "50", "yes"]


def test_what_was_measured_is_kept_and_not_measured_again(three: Path) -> None:
    folder = three / "kept"
    everything.run(folder=folder)
    assert sorted(file.name for file in folder.iterdir()) == ["heartbeat.json", "start.json"]
    changed: dict[str, Any] = json.loads((folder / "start.json").read_text("utf-8"))
    changed["cases"][0]["ours"] = 900.0
    (folder / "start.json").write_text(json.dumps(changed), "utf-8")
    assert everything.run(folder=folder).document()["missed"] == []


def test_a_cancelled_run_stops_at_once(three: Path) -> None:
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        everything.run(folder=three / "kept", context=context)
    assert list((three / "kept").iterdir()) == []


def test_a_file_that_is_no_measurement_is_named(three: Path) -> None:
    folder = three / "kept"
    folder.mkdir()
    (folder / "start.json").write_text("[]", "utf-8")
    with pytest.raises(AppError, match=r"start\.json"):
        everything.run(folder=folder)
