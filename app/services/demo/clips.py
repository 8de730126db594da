"""Demo clips: a camera that moves over painted scenes, one shot a scene, with spoken lines."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from app.services.demo.scenes import Scene

FRAME_RATE = 25
SIZE = (640, 360)  # width, height
SHOT_S = 3.0


def write_clip(path: Path, scenes: Sequence[Scene]) -> None:
    """Write an MP4 with one shot of SHOT_S seconds a scene, and its lines as a sidecar SRT.

    Args:
        path: file to write; the subtitles go beside it.
        scenes: what each shot shows, in order.

    Raises:
        OSError: the folder cannot be written.
    """
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=Fraction(FRAME_RATE))
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        stream.bit_rate = 3_000_000
        for scene in scenes:
            for picture in _moves(scene):
                frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
                container.mux(stream.encode(frame))
        container.mux(stream.encode())
    lines = [_cue(number, scene.caption) for number, scene in enumerate(scenes)]
    path.with_suffix(".srt").write_text("\n".join(lines), "utf-8")


def _moves(scene: Scene) -> list[np.ndarray]:
    """Return the frames of one shot: a slow push across the scene."""
    width, height = SIZE
    high, wide = scene.picture.shape[:2]
    scale = max(width / wide, height / high) * 1.22
    spare_x, spare_y = wide * scale - width, high * scale - height
    frames = []
    count = round(SHOT_S * FRAME_RATE)
    direction = 1 if len(scene.name) % 2 else -1
    for number in range(count):
        along = 0.5 + direction * (number / (count - 1) - 0.5)
        matrix = np.array(
            [[scale, 0, -spare_x * along], [0, scale, -spare_y * (0.5 + 0.2 * (along - 0.5))]],
            np.float32,
        )
        frames.append(cv2.warpAffine(scene.picture, matrix, SIZE, flags=cv2.INTER_LINEAR))
    return frames


def _cue(number: int, text: str) -> str:
    start, end = number * SHOT_S + 0.2, (number + 1) * SHOT_S - 0.2
    return f"{number + 1}\n{_stamp(start)} --> {_stamp(end)}\n{text}\n"


def _stamp(seconds: float) -> str:
    whole = int(seconds)
    return f"00:{whole // 60:02d}:{whole % 60:02d},{round((seconds - whole) * 1000):03d}"
