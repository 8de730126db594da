"""The plain loops beside which video imports are measured do what they say."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.video_import import by_opencv, by_pyav, plain_loop
from tests.import_media import save_video


@pytest.mark.parametrize("frames", [by_pyav, by_opencv])
def test_the_plain_loops_find_the_cut(tmp_path: Path, frames) -> None:
    film = save_video(tmp_path / "film.mp4")
    assert [frame.shape for frame in frames(film)] == [(48, 64, 3)] * 24
    seen: list[np.ndarray] = []
    assert plain_loop(film, frames, seen.append) == 2
    assert len(seen) == 2  # the middle frame of each shot
