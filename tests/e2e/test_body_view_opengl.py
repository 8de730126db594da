"""OpenGL draws the same body as the processor, and leaves it to the processor when it fails.

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

SCRIPT = Path(__file__).with_name("draw_body_with_gl.py")

pytestmark = [
    pytest.mark.gl,
    pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="needs xvfb-run"),
]


@cache
def drawn(*environment: tuple[str, str], quick: bool) -> dict[str, Any]:
    """Run the script and return what it measured."""
    values = {**os.environ, "QT_QPA_PLATFORM": "xcb", "LIBGL_ALWAYS_SOFTWARE": "1"}
    values.pop("KINORA_SOFTWARE_3D", None)
    values.update(environment)
    done = subprocess.run(
        [
            "xvfb-run", "-a", "-s", "-screen 0 1280x1024x24",
            sys.executable, str(SCRIPT), *(["quick"] if quick else []),
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
    if found["name"] != "opengl" and not environment[0][0].startswith(("QT_XCB", "KINORA")):
        pytest.skip(f"no OpenGL 3.3 on this X server: {found['fallen']}")
    return found


@pytest.mark.parametrize("ratio", ["1", "2"])
def test_both_draw_the_same(ratio: str) -> None:
    compared = drawn(("QT_SCALE_FACTOR", ratio), quick=ratio == "2")["compared"]
    factor = int(ratio)
    assert compared["shape"] == [330 * factor - 8, 280 * factor - 8, 3]
    assert 0.1 < compared["body"] < 0.8
    for name, (mean, share) in compared["same"].items():
        assert mean < 1.5, name
        assert share < 0.02, name
    for name, mean in compared["changes"].items():
        assert mean > 0.5, name  # replaced vertices and every other change show


@pytest.mark.parametrize("how", ["error", "lost"])
def test_the_processor_goes_on_where_the_context_is_lost(how: str) -> None:
    found = drawn(("QT_SCALE_FACTOR", "1"), quick=False)[how]
    assert found["fell"]
    assert found["name"] == "software"
    assert found["camera"]
    assert found["noted"]
    assert found["difference"][0] < 1.5


def test_the_view_can_move_to_another_window() -> None:
    found = drawn(("QT_SCALE_FACTOR", "1"), quick=False)["moved"]
    assert found["name"] == "opengl"
    assert found["fallen"] == []
    assert found["moved"][0] < 2.0
    assert found["picked"] == [2]


@pytest.mark.parametrize("name", ["QT_XCB_GL_INTEGRATION", "KINORA_SOFTWARE_3D"])
def test_without_opengl_the_processor_draws(name: str) -> None:
    value = "none" if name.startswith("QT") else "1"
    found = drawn((name, value), quick=True)
    assert found["name"] == "software"
    assert found["drawn"] > 5
