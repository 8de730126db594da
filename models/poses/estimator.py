"""Pose networks in onnxruntime: any ONNX file with a card that says what it takes and gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.errors import WeightsError
from models.base import Image, Runtime, check_image
from models.cards import ModelCard
from models.poses.forms import FORMS, POINTS, form_of

_CODE_VERSION = "2"  # 2: what has no sure points is nobody
_SIDES = (256, 192)  # height, width where neither card nor graph says


@dataclass(frozen=True, slots=True)
class PoseInfo:
    """A pose network that can run now.

    Args:
        name: of the model.
        title: for people.
        version: changes when the weights or the code that reads them change.
        shape: height and width that people are cut out at, pixels.
        several: whether it finds several people in a picture by itself.
    """

    name: str
    title: str
    version: str
    shape: tuple[int, int]
    several: bool = False


class PoseBackend:
    """One pose network.

    Args:
        name: of the model.
        card: what it takes and gives.
        weights: the ONNX file.
        weights_hash: its SHA-256, for the version.
    """

    max_batch = 16
    only_cpu = True
    cost_ms = 20.0

    def __init__(self, name: str, card: ModelCard, weights: Path, weights_hash: str) -> None:
        self.name = name
        self.version = f"{name}-{_CODE_VERSION}-{weights_hash[:12]}"
        self._card = card
        self._weights = weights
        self._session: Any = None
        self._form = form_of(card.output.layout)
        self.shape = card.input.size or _SIDES

    @property
    def info(self) -> PoseInfo:
        """What it is."""
        several = self._form == "people-yx"
        return PoseInfo(self.name, self._card.title, self.version, self.shape, several)

    def prepare(self, image: Image) -> NDArray[np.uint8]:
        """Bring a cut-out person to the size of the input; any thread.

        Args:
            image: uint8 (H, W, 3), of the proportion of `shape`, else it is squashed.
        """
        import cv2

        rgb = check_image(image)
        if rgb.shape[:2] == self.shape:
            return np.ascontiguousarray(rgb)
        large = max(rgb.shape[0] / self.shape[0], rgb.shape[1] / self.shape[1]) > 1
        way = cv2.INTER_AREA if large else cv2.INTER_LINEAR
        return np.asarray(cv2.resize(rgb, self.shape[::-1], interpolation=way), np.uint8)

    def load(self, runtime: Runtime) -> None:
        """Open the graph.

        Raises:
            WeightsError: it is damaged, or its card does not fit it.
        """
        from models.networks.common import open_session

        if not self._form:
            raise WeightsError(
                f"The card of “{self.name}” does not say what the network gives.",
                hint=f"Begin its output's layout with one of: {', '.join(FORMS)}.",
            )
        try:
            self._session = open_session(self._weights, runtime)
        except Exception as error:  # the library has no base class of its own
            raise WeightsError(
                f"The pose network “{self._weights.name}” cannot be opened.",
                hint="Get it again, or add another copy with `models add`.",
            ) from error

    def run(self, batch: Sequence[NDArray[Any]]) -> list[NDArray[np.float32]]:
        """Find points in prepared pictures; the same whatever else is in the batch.

        Returns:
            Of each picture float32 (P, 17, 3): x and y as fractions of it, score 0-1.

        Raises:
            WeightsError: the network answers something else than its card says.
        """
        told = self._session.get_inputs()[0]
        pixels = self._pixels(np.stack(batch), told)
        parts = [pixels] if isinstance(told.shape[0], str) else list(pixels[:, None])
        found: list[NDArray[np.float32]] = []
        try:
            for part in parts:
                outputs = [np.asarray(one) for one in self._session.run(None, {told.name: part})]
                found += FORMS[self._form](outputs, self.shape)
        except (ValueError, IndexError) as error:
            raise WeightsError(
                f"“{self.name}” does not answer as its card says ({error}).",
                hint=f"Its output's layout must be one of: {', '.join(FORMS)}, {POINTS} points.",
            ) from error
        return found

    def unload(self) -> None:
        """Give the memory back."""
        self._session = None

    def _pixels(self, batch: NDArray[np.uint8], told: Any) -> NDArray[Any]:
        """Return pictures as the graph wants them: order of channels and of axes, kind, scale."""
        form = self._card.input
        made: NDArray[Any] = batch[..., ::-1] if "BGR" in form.layout else batch
        kinds = {"tensor(uint8)": np.uint8, "tensor(int32)": np.int32}
        kind = kinds.get(told.type, np.float32)
        if kind is np.float32:
            made = made.astype(np.float32)
            if form.mean:
                made = (made - np.array(form.mean, np.float32)) / np.array(form.std, np.float32)
        if len(told.shape) == 4 and told.shape[-1] != 3:
            made = made.transpose(0, 3, 1, 2)
        return np.ascontiguousarray(made, kind)
