"""On a screen of twice the density everything is drawn with twice the pixels, not stretched."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.services.library import Library
from tests.import_media import save_films, service

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.slow
def test_the_window_is_sharp_at_twice_the_density(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "films.kinora", create=True)
    service(library).run([save_films(tmp_path / "films.jsonl", 12).parent])
    library.close()
    target = tmp_path / "window.png"
    done = subprocess.run(
        [
            sys.executable, "main.py", "--library", str(library.folder),
            "--screenshot", str(target), "--size", "1100x700", "--theme", "light",
        ],
        cwd=ROOT,
        env={**os.environ, "QT_SCALE_FACTOR": "2", "KINORA_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    drawn = np.asarray(Image.open(target).convert("L"), np.float32)
    assert drawn.shape == (1400, 2200)
    small = Image.fromarray(drawn.astype(np.uint8)).resize((1100, 700), Image.Resampling.BOX)
    stretched = np.asarray(small.resize((2200, 1400), Image.Resampling.BICUBIC), np.float32)
    # What half the pixels could not have held must be a good part of the detail, in the wall as
    # in the texts: a stretched picture would lose nothing here.
    lost = np.abs(drawn - stretched)
    for part in (lost[:, 900:1600], lost[:, :800]):
        assert np.percentile(part, 99.5) > 25
    pairs = np.abs(drawn[:, 0::2] - drawn[:, 1::2])  # equal where each pixel was doubled
    for part in (pairs[:, 450:800], pairs[:, :400]):
        assert np.percentile(part, 99.5) > 25
