"""What every network backend promises, and the small types the engine hands out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from common.errors import ModelError, WeightsError
from common.values import Findings

Image = NDArray[np.uint8]  # H, W, 3, RGB
ShotClassifier = Callable[[NDArray[np.uint8]], NDArray[np.float32]]
"""(N, 27, 48, 3) uint8 RGB frames in order -> (N,) probability of a transition at each frame."""


class Priority(IntEnum):
    """Who waits for the answer; smaller goes first."""

    INTERACTIVE = 0  # a person
    BACKGROUND = 1  # an import


@dataclass(frozen=True, slots=True)
class Runtime:
    """Where and how networks run.

    Args:
        device: "cpu", "cuda" or "mps".
        half: 16-bit floats; only ever true on "cuda".
        threads: processor threads a network may use, >= 1.
    """

    device: str = "cpu"
    half: bool = False
    threads: int = 1


@dataclass(frozen=True, slots=True)
class AnalysisInfo:
    """One analysis that can run now.

    Args:
        name: "layout", "imagenet", "squeezenet", "objects", "ocr", "clip:NAME", "properties" or
            "analyser:NAME".
        version: changes when the weights or the code that reads them change; results of another
            version are to be made anew.
        vectors: encoder name -> dimensions of the vectors it yields.
        cost_ms: milliseconds an image on this machine: measured once it has run, else a guess.
        kind: what it yields: "vectors", "boxes", "texts" (which needs large pictures) or "facets".
    """

    name: str
    version: str
    vectors: Mapping[str, int] = field(default_factory=dict)
    cost_ms: float = 0.0
    kind: str = "vectors"


@dataclass(frozen=True, slots=True)
class EncoderInfo:
    """One encoder that can run now.

    Args:
        name: its vectors are stored under this name.
        dim: length of a vector.
        text: name of the text encoder that shares its space; "" where there is none.
        version: as in `AnalysisInfo`.
    """

    name: str
    dim: int
    text: str = ""
    version: str = ""


class Prepared(np.ndarray[Any, Any]):
    """An image that `Engine.prepare` has already brought to a backend's input form.

    Attributes:
        recipe: name of the analysis it was prepared for.
        original: (height, width) of the picture before.
    """

    recipe: str
    original: tuple[int, int]

    def __array_finalize__(self, source: object) -> None:
        self.recipe = getattr(source, "recipe", "")
        self.original = getattr(source, "original", (0, 0))


def mark_prepared(array: NDArray[Any], recipe: str, original: tuple[int, int]) -> Prepared:
    """Return array as `Prepared`, without a copy."""
    marked = array.view(Prepared)
    marked.recipe = recipe
    marked.original = original
    return marked


class ImageBackend(Protocol):
    """Something that finds things in images. Used by one thread at a time, except `prepare`.

    `load` may be called again after `unload`; `prepare` works without either.
    """

    name: str
    version: str
    kind: str
    vectors: Mapping[str, int]
    joint_text: Mapping[str, str]  # image encoder -> text encoder of the same space
    cost_ms: float  # first guess, an image on one processor core
    max_batch: int
    only_cpu: bool  # never asks for a device, so that torch need not be there to look for one

    def prepare(self, image: Image) -> NDArray[Any]:
        """Bring one (H, W, 3) RGB image to input form; any thread."""

    def load(self, runtime: Runtime) -> None:
        """Read the weights.

        Raises:
            WeightsError: they are damaged or of another network.
        """

    def run(self, batch: Sequence[NDArray[Any]]) -> list[Findings]:
        """Analyse prepared images; one result each, the same whatever else is in the batch."""

    def unload(self) -> None:
        """Give the memory back."""


class ExtraBackends(Protocol):
    """Brings analyses that no model card knows of."""

    @property
    def revision(self) -> int:
        """Grows when backends() would return others."""
        ...

    def backends(self, known: Mapping[str, ImageBackend]) -> Mapping[str, ImageBackend]:
        """Return the analyses that can run now, by name.

        Args:
            known: the analyses of the hub; one of the same name takes its place.
        """
        ...


class TextBackend(Protocol):
    """Something that turns texts into vectors. Used by one thread at a time."""

    name: str
    version: str
    dim: int
    cost_ms: float
    max_batch: int

    def load(self, runtime: Runtime) -> None:
        """Read the weights.

        Raises:
            WeightsError: they are damaged or of another network.
        """

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return (N, dim) float32 vectors of unit length."""

    def unload(self) -> None:
        """Give the memory back."""


def check_image(image: NDArray[Any]) -> Image:
    """Return image as (H, W, 3) uint8 RGB; grey and RGBA are converted.

    Raises:
        ModelError: it is no 8-bit image, or empty.
    """
    if image.dtype != np.uint8 or image.ndim not in (2, 3) or 0 in image.shape:
        raise ModelError(
            f"Expected an 8-bit image, got {image.dtype} of shape {tuple(image.shape)}.",
            hint="Pass RGB values 0-255 as (height, width, 3).",
        )
    if image.ndim == 2:
        image = image[:, :, np.newaxis]
    if image.shape[2] == 1:
        return np.repeat(image, 3, axis=2)
    if image.shape[2] == 4:
        return np.ascontiguousarray(image[:, :, :3])
    if image.shape[2] != 3:
        raise ModelError(
            f"Expected 1, 3 or 4 colour channels, got {image.shape[2]}.",
            hint="Pass RGB values 0-255 as (height, width, 3).",
        )
    return image


def check_finite(numbers: NDArray[Any], network: str) -> None:
    """Refuse what a network gave where it is no number: nothing could be compared with it.

    Raises:
        WeightsError: a number is not finite.
    """
    if not np.isfinite(numbers).all():
        raise WeightsError(
            f"The network “{network}” gave numbers that are not finite.",
            hint="Turn half precision off under Settings ▸ Models, or get its weights again.",
        )


def unit(vectors: NDArray[Any]) -> NDArray[np.float32]:
    """Scale the last axis to length one; a zero vector stays zero."""
    norms = np.sqrt(np.sum(np.square(vectors, dtype=np.float64), axis=-1, keepdims=True))
    return np.asarray(vectors / np.maximum(norms, 1e-12), dtype=np.float32)
