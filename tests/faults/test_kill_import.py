"""An import that is killed or cancelled anywhere loses nothing; a second one completes it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.import_media import save_everything, save_life

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork()"),
]


def ended_imports(
    tmp_path: Path, mode: str, count: int, kind: str = "auto", save=save_everything
) -> dict:
    media = save(tmp_path / "media")
    worker = Path(__file__).with_name("kill_worker.py")
    done = subprocess.run(
        [sys.executable, str(worker), str(media), str(tmp_path), "2026", str(count), mode, kind],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def check_rounds(result: dict, allowed: set[str], count: int = 9 + 7 + 3) -> None:
    """Check all rounds; by default 9 photos, 7 films, a video of two shots are expected."""
    expected = result["expected"]
    assert expected["problems"] == []
    assert expected["count"] == count
    for each in result["rounds"]:
        assert each["ended"] in allowed, each
        assert each["problems"] == [], each
        assert each["lines"] == expected["lines"], each


def test_killed_at_twenty_moments(tmp_path: Path) -> None:
    result = ended_imports(tmp_path, "kill", 20)
    check_rounds(result, {"killed", "done"})
    # Threads may make a run a few events shorter than the one that was counted, no more.
    assert sum(each["ended"] == "killed" for each in result["rounds"]) >= 17


def test_cancelled_at_six_moments(tmp_path: Path) -> None:
    result = ended_imports(tmp_path, "cancel", 6)
    check_rounds(result, {"cancelled", "done"})
    assert any(each["ended"] == "cancelled" for each in result["rounds"])


def test_a_life_is_killed_at_ten_moments(tmp_path: Path) -> None:
    result = ended_imports(tmp_path, "kill", 10, "lifelog", save_life)
    # 5 pictures, 1 series, 2 tracks, 1 stay, 1 place
    check_rounds(result, {"killed", "done"}, count=5 + 1 + 2 + 1 + 1)
    assert sum(each["ended"] == "killed" for each in result["rounds"]) >= 8
