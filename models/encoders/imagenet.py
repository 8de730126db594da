"""ImageNet classifiers as analyses: pooled features, concepts, and ConSE from one pass.

`imagenet` runs MobileNetV2 once an image and yields the vectors `mobilenet_v2` and `conse` and the
facet `concept`; `squeezenet` runs SqueezeNet and yields `squeezenet1_0`.

ConSE (Norouzi et al., "Zero-shot learning by convex combination of semantic embeddings", ICLR
2014): the vector of a photo is the sum of the sentence vectors of its ten most probable classes,
each weighted by its probability; a query's vector is its sentence vector. It knows the
neighbourhood of the 1,000 classes: no attributes, counts or relations.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.values import Facet, Findings, Text, TextKind
from models.base import Image, Runtime, check_finite, check_image, mark_prepared, unit
from models.cards import CARDS_FOLDER
from models.weights import damaged, read_tensors

LABELS_FILE = "imagenet_labels.txt"
CLASS_VECTORS_FILE = "imagenet_minilm.npy"
CONSE_DIM = 384
_CONSE_CLASSES = 10
_CONCEPT_SCORE = 0.1
_CONCEPTS = 5
CROP = 0.9  # of the shorter side
_CODE_VERSION = "1"


@lru_cache(maxsize=1)
def class_names() -> tuple[tuple[str, ...], ...]:
    """Return the synonyms of each of the 1,000 classes, the usual name first."""
    lines = (CARDS_FOLDER / LABELS_FILE).read_text("utf-8").splitlines()
    return tuple(tuple(part.strip() for part in line.split(",")) for line in lines)


@lru_cache(maxsize=1)
def class_vectors() -> NDArray[np.float32]:
    """Return the sentence vectors of the classes, (1000, 384), unit length."""
    vectors = np.load(CARDS_FOLDER / CLASS_VECTORS_FILE, allow_pickle=False)
    return unit(vectors.astype(np.float32))


def class_prompts() -> list[str]:
    """Return the sentences whose vectors stand for the classes."""
    return [f"a photo of a {' or '.join(names)}" for names in class_names()]


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return probabilities along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def conse_vectors(probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the (N, 384) ConSE vectors of (N, 1000) class probabilities."""
    vectors = class_vectors()
    rows = []
    for row in probabilities:  # one by one: the same sums whatever the batch
        top = np.argsort(-row, kind="stable")[:_CONSE_CLASSES]
        rows.append((row[top, None] * vectors[top]).sum(axis=0))
    return unit(np.stack(rows))


def concepts(probabilities: NDArray[np.float32], source: str) -> tuple[list[Facet], list[Text]]:
    """Return facets for the probable classes of one image, and their synonyms as searchable tags.

    Args:
        probabilities: (1000,).
        source: the network's name.
    """
    top = np.argsort(-probabilities, kind="stable")[:_CONCEPTS]
    facets, texts = [], []
    for index in top[probabilities[top] >= _CONCEPT_SCORE]:
        names = class_names()[index]
        facets.append(Facet("concept", names[0], float(probabilities[index]), source))
        texts.append(Text(TextKind.TAG, ", ".join(names), source=source))
    return facets, texts


def central_square(height: int, width: int, share: float = CROP) -> tuple[int, int, int]:
    """Return left, top and side of the central square, in pixels.

    Args:
        height: of the image.
        width: of the image.
        share: its side, of the shorter side of the image.
    """
    side = max(1, int(min(height, width) * share))
    return (width - side) // 2, (height - side) // 2, side


def cut_and_resize(rgb: Image, size: tuple[int, int], share: float = CROP) -> Image:
    """Cut the central square out of an image and bring it to (height, width)."""
    import cv2

    left, top, side = central_square(rgb.shape[0], rgb.shape[1], share)
    square = rgb[top : top + side, left : left + side]
    way = cv2.INTER_AREA if side > size[0] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(square, size[::-1], interpolation=way), np.uint8)


class ImageNetBackend:
    """One ImageNet classifier.

    Input: RGB images of any size. Output: the pooled features of the last layer, unit length.

    Args:
        name: of the analysis.
        encoder: name of the vectors.
        weights: file with the tensors.
        weights_hash: their SHA-256, for the version.
        size: (height, width) of the input in pixels.
        dim: width of the features.
        build: makes the network from tensors.
        has_concepts: whether the network is good enough to name what it sees, and for ConSE.
        cost_ms: a guess.
    """

    kind = "vectors"
    max_batch = 32
    only_cpu = False

    def __init__(
        self,
        name: str,
        encoder: str,
        weights: Path,
        weights_hash: str,
        *,
        size: tuple[int, int],
        dim: int,
        build: Callable[[Mapping[str, Any]], Any],
        has_concepts: bool,
        cost_ms: float,
    ) -> None:
        self.name = name
        self.version = f"{name}-{_CODE_VERSION}-{weights_hash[:12]}"
        self.vectors: Mapping[str, int] = {encoder: dim}
        self.joint_text: Mapping[str, str] = {}
        if has_concepts:
            self.vectors = {encoder: dim, "conse": CONSE_DIM}
            self.joint_text = {"conse": "conse"}
        self.cost_ms = cost_ms
        self._encoder = encoder
        self._weights = weights
        self._size = size
        self._build = build
        self._has_concepts = has_concepts
        self._runner: Any = None

    def prepare(self, image: Image) -> NDArray[Any]:
        """Cut the central square (0.9 of the shorter side) and resize it."""
        rgb = check_image(image)
        return mark_prepared(cut_and_resize(rgb, self._size), self.name, rgb.shape[:2])

    def network(self) -> Any:
        """Read the weights into a fresh torch module, in evaluation mode (for explanations).

        Raises:
            WeightsError: they are damaged or of another network.
        """
        tensors = read_tensors(self._weights)
        try:
            return self._build(tensors)
        except KeyError as error:
            raise damaged(self._weights, ValueError(f"tensor {error} is missing")) from error
        except RuntimeError as error:
            raise damaged(self._weights, error) from error

    def load(self, runtime: Runtime) -> None:
        """Read the weights.

        Raises:
            WeightsError: they are damaged or of another network.
        """
        from models.networks.common import NetworkRunner

        self._runner = NetworkRunner(self.network(), self._size, runtime)

    def run(self, batch: Sequence[NDArray[Any]]) -> list[Findings]:
        """Classify; see `ImageBackend`."""
        features, logits = self._runner.run(np.stack([np.asarray(image) for image in batch]))
        check_finite(features, self._encoder)
        check_finite(logits, self._encoder)
        units = unit(features)
        if not self._has_concepts:
            return [Findings(vectors={self._encoder: vector}) for vector in units]
        found = []
        probabilities = softmax(logits)
        for vector, conse, row in zip(
            units, conse_vectors(probabilities), probabilities, strict=True
        ):
            facets, texts = concepts(row, self._encoder)
            vectors = {self._encoder: vector, "conse": conse}
            found.append(Findings(vectors=vectors, facets=facets, texts=texts))
        return found

    def unload(self) -> None:
        """Give the memory back."""
        self._runner = None


def mobilenet_backend(weights: Path, weights_hash: str) -> ImageNetBackend:
    """Return the analysis `imagenet`."""

    def build(tensors: Mapping[str, Any]) -> Any:
        from models.networks.mobilenet import build_mobilenet

        return build_mobilenet(tensors)

    return ImageNetBackend(
        "imagenet",
        "mobilenet_v2",
        weights,
        weights_hash,
        size=(224, 224),
        dim=1280,
        build=build,
        has_concepts=True,
        cost_ms=10.0,
    )


def squeezenet_backend(weights: Path, weights_hash: str) -> ImageNetBackend:
    """Return the analysis `squeezenet`."""

    def build(tensors: Mapping[str, Any]) -> Any:
        from models.networks.squeezenet import build_squeezenet

        return build_squeezenet(tensors)

    return ImageNetBackend(
        "squeezenet",
        "squeezenet1_0",
        weights,
        weights_hash,
        size=(227, 227),
        dim=512,
        build=build,
        has_concepts=False,
        cost_ms=12.0,
    )
