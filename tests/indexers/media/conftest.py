"""Videos and pictures made by code."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

MakeVideo = Callable[..., Path]


@pytest.fixture
def make_video(tmp_path: Path) -> MakeVideo:
    def make(
        frames: Iterable[NDArray[np.uint8]],
        *,
        name: str = "clip.mp4",
        rate: Fraction = Fraction(25),
        times: Sequence[int] | None = None,
        codec: str = "mpeg4",
        metadata: dict[str, str] | None = None,
        ratio: Fraction | None = None,
        options: dict[str, str] | None = None,
    ) -> Path:
        """Write frames; times are milliseconds for a variable rate."""
        path = tmp_path / name
        with av.open(str(path), "w", options=options or {}) as container:
            container.metadata.update(metadata or {})
            stream = container.add_stream(codec, rate=rate)
            stream.pix_fmt = "yuv420p"
            stream.bit_rate = 2_000_000
            stream.codec_context.gop_size = 12
            first = True
            for index, rgb in enumerate(frames):
                if first:
                    stream.height, stream.width = rgb.shape[:2]
                    if ratio is not None:
                        stream.codec_context.sample_aspect_ratio = ratio
                    if times is not None:
                        stream.codec_context.time_base = Fraction(1, 1000)
                    first = False
                frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
                frame.pts = index if times is None else times[index]
                frame.time_base = 1 / rate if times is None else Fraction(1, 1000)
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        return path

    return make
