"""OpenGL draws the same wall as the processor, and leaves it to the processor when it fails.

Runs on an X server of its own with Mesa's software rasteriser, in one process for each setting.
"""

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).with_name("draw_with_gl.py")
VIEWS = ("all", "20", "45", "130", "320")

pytestmark = [
    pytest.mark.gl,
    pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="needs xvfb-run"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gl")


@cache
def drawn(folder: Path, *environment: tuple[str, str], quick: bool) -> dict[str, Any]:
    """Run the script and return what it measured."""
    values = {**os.environ, "QT_QPA_PLATFORM": "xcb", "LIBGL_ALWAYS_SOFTWARE": "1"}
    values.update(environment)
    target = folder / "-".join(value for _, value in environment or (("", "plain"),))
    done = subprocess.run(
        [
            "xvfb-run", "-a", "-s", "-screen 0 1280x800x24",
            sys.executable, str(SCRIPT), str(target), *(["quick"] if quick else []),
        ],
        env=values,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert "not been destroyed" not in done.stderr
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    if found["name"] != "opengl" and "QT_XCB_GL_INTEGRATION" not in dict(environment):
        pytest.skip(f"no OpenGL 3.3 on this X server: {found['fallen']}")
    return found


@pytest.mark.parametrize("ratio", ["1", "2"])
def test_both_draw_the_same(folder: Path, ratio: str) -> None:
    compared = drawn(folder, ("QT_SCALE_FACTOR", ratio), quick=ratio == "2")["compared"]
    factor = int(ratio)
    assert compared["shape"] == [360 * factor, 480 * factor, 3]
    assert compared["not empty"] > 20
    names = [f"{fit} {view}" for fit in ("crop", "fit") for view in VIEWS]
    for name in (*names, "dimmed all", "dimmed 45", "selected 45"):
        mean, most = compared[name]
        assert mean < 2.0, name
        assert most <= 4.0, name
    assert compared["dims"] > 10  # a dimmed wall is another picture than one that is not


def test_posters_fly_from_the_old_wall_to_the_new_one(folder: Path) -> None:
    flight = drawn(folder, ("QT_SCALE_FACTOR", "1"), quick=False)["flight"]
    assert flight["start"][0] < 1.0
    assert flight["end"][0] < 1.0
    assert min(flight["between"]) > 10
    assert flight["frames"] >= 3


@pytest.mark.parametrize("how", ["error", "lost"])
def test_a_lost_context_leaves_the_wall_as_it_was(folder: Path, how: str) -> None:
    found = drawn(folder, ("QT_SCALE_FACTOR", "1"), quick=False)[how]
    assert found["fell"]
    assert len(found["told"]) == 1
    assert found["name"] == "raster"
    assert found["camera"]
    assert found["items"] == 600
    assert found["difference"][0] < 2.0


def test_the_wall_moves_to_another_window_and_through_tiny_ones(folder: Path) -> None:
    found = drawn(folder, ("QT_SCALE_FACTOR", "1"), quick=False)["moved"]
    assert found["moved"][0] < 1.0
    assert found["name"] == found["after tiny"] == "opengl"
    assert found["clicked"] == [1]
    assert found["fallen"] == []


def test_without_opengl_the_processor_draws_and_it_is_said(folder: Path) -> None:
    found = drawn(folder, ("QT_XCB_GL_INTEGRATION", "none"), quick=True)
    assert found["name"] == "raster"
    assert len(found["fallen"]) == 1
    assert found["drawn"] > 20
