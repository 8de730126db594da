"""A network with a card as an analysis of the engine."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.errors import ModelError
from common.values import Findings
from models.analysers.answers import WANTED, AnswerError, findings
from models.analysers.card import AnalyserCard
from models.analysers.decode import decode
from models.analysers.geometry import fitted, shrunk, window_of
from models.analysers.network import DEFAULT_SIZE, Network, open_network
from models.base import Image, Runtime, check_image, mark_prepared

CODE_VERSION = "1"
_LARGEST_INPUT = 1024  # pixels, longest side that is kept of a picture until the network is open


class NetworkAnalyser:
    """An analyser that is a network: ONNX, TorchScript or tensors, and a card.

    Input: RGB images of any size. Output: as the card says. Cost: whatever the network costs.

    Args:
        card: with labels and key.
        weights: the file.
        weights_hash: its SHA-256, for the version.
    """

    joint_text: Mapping[str, str] = {}
    cost_ms = 50.0
    max_batch = 8
    only_cpu = True

    def __init__(self, card: AnalyserCard, weights: Path, weights_hash: str) -> None:
        self.card = card
        self.name = card.full_name
        said = f"{card.input.model_dump_json()}{card.output.model_dump_json()}"
        form = hashlib.sha256(said.encode()).hexdigest()[:8]
        self.version = f"{CODE_VERSION}-{weights_hash[:12]}-{form}"
        self.vectors: Mapping[str, int] = {}
        if card.output.kind == "vector":
            self.vectors = {self.name: card.output.dim}
        self.kind = "vectors" if self.vectors else "facets"
        self._weights = weights
        self._network: Network | None = None

    def prepare(self, image: Image) -> NDArray[Any]:
        """Fit the picture into the input; a graph's own size is read when it is opened."""
        rgb = check_image(image)
        original = (rgb.shape[0], rgb.shape[1])
        if self.card.input.size is not None:
            return mark_prepared(
                fitted(self.card.input, self.card.input.size, rgb), self.name, original
            )
        return mark_prepared(shrunk(rgb, _LARGEST_INPUT), self.name, original)

    def load(self, runtime: Runtime) -> None:
        """Open the network.

        Raises:
            WeightsError: it is damaged, or no network that can be run.
        """
        self._network = open_network(self._weights, self.card, runtime)

    def run(self, batch: Sequence[NDArray[Any]]) -> list[Findings]:
        """Analyse one picture after the other, so that none depends on its neighbours.

        Raises:
            ModelError: the network does not run, or gives something else than its card says.
        """
        return [self._one(image) for image in batch]

    def unload(self) -> None:
        """Give the memory back."""
        self._network = None

    def _one(self, image: NDArray[Any]) -> Findings:
        network = self._network
        if network is None:
            raise ModelError(f"“{self.name}” is not loaded.", hint="Load it first.")
        original = getattr(image, "original", None) or image.shape[:2]
        size = self.card.input.size or network.size or DEFAULT_SIZE
        pixels = np.asarray(image, np.uint8)
        if pixels.shape[:2] != size:
            pixels = fitted(self.card.input, size, pixels)
        try:
            arrays = network.run(pixels, self.card)
            answer = decode(
                self.card.output, arrays, size, window_of(self.card.input, size, original)
            )
            return findings(self.card.output, answer, self.name)
        except AnswerError as error:
            wanted = WANTED[self.card.output.kind]
            raise ModelError(
                f"The analyser “{self.card.name}” answered {error} instead of {wanted}.",
                hint="Correct the output in its card, or export the network again.",
            ) from error


def try_out(card: AnalyserCard, weights: Path) -> None:
    """Run an analyser once on a grey picture, so that a wrong card is told at once.

    Raises:
        ModelError: it does not run, or gives something else than its card says.
    """
    analyser = NetworkAnalyser(card, weights, "")
    analyser.load(Runtime())
    ramp = np.linspace(20, 235, 96, dtype=np.uint8)
    picture = np.broadcast_to(ramp[None, :, None], (64, 96, 3))
    analyser.run([analyser.prepare(np.ascontiguousarray(picture))])
