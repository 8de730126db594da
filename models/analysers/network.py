"""Opens the network of an analyser: ONNX, TorchScript, or tensors of a built-in architecture."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from common.errors import ModelError, WeightsError
from models.analysers.card import AnalyserCard
from models.base import Runtime
from models.weights import PICKLE_SUFFIXES, SAFETENSORS_SUFFIXES, damaged, read_tensors

DEFAULT_SIZE = (224, 224)


class Network(Protocol):
    """A network that is open.

    Attributes:
        size: (height, width) that it asks for; None where it takes any.
    """

    size: tuple[int, int] | None

    def run(self, pixels: NDArray[np.uint8], card: AnalyserCard) -> list[NDArray[Any]]:
        """Return the raw outputs for one picture, uint8 (H, W, 3) RGB of the input's size."""
        ...


def open_network(path: Path, card: AnalyserCard, runtime: Runtime) -> Network:
    """Open a network; nothing in the file is run as Python.

    Raises:
        WeightsError: it is damaged, unsafe, or no network that can be run.
    """
    if path.suffix.lower() == ".onnx":
        return _Onnx(path, runtime)
    return _Torch(path, card)


def normalised(pixels: NDArray[np.uint8], card: AnalyserCard) -> NDArray[np.float32]:
    """Return what a network takes, float32 with a batch axis, of a picture (H, W, 3) RGB."""
    form = card.input
    ordered = pixels[..., ::-1] if form.colours == "BGR" else pixels
    values = (ordered.astype(np.float32) - np.array(form.mean, np.float32)) / np.array(
        form.std, np.float32
    )
    values = values if form.axes == "NHWC" else values.transpose(2, 0, 1)
    return np.ascontiguousarray(values, np.float32)[None]


class _Onnx:
    """A graph with one input, an image."""

    def __init__(self, path: Path, runtime: Runtime) -> None:
        from models.networks.common import open_session

        try:
            self._session = open_session(path, runtime)
        except Exception as error:  # the library has no base class of its own
            raise WeightsError(
                f"“{path.name}” is no ONNX model that can be run.",
                hint="Export it again, or add another copy with `models add`.",
            ) from error
        inputs = self._session.get_inputs()
        if len(inputs) != 1 or len(inputs[0].shape) != 4:
            raise WeightsError(
                f"“{path.name}” does not take one batch of images.",
                hint="Export the network with one input of four axes.",
            )
        self._name, self._type = inputs[0].name, inputs[0].type
        sides = inputs[0].shape[1:3] if inputs[0].shape[3] == 3 else inputs[0].shape[2:4]
        fixed = [side for side in sides if isinstance(side, int) and side > 0]
        self.size = (fixed[0], fixed[1]) if len(fixed) == 2 else None

    def run(self, pixels: NDArray[np.uint8], card: AnalyserCard) -> list[NDArray[Any]]:
        """Return all outputs."""
        values: NDArray[Any] = normalised(pixels, card)
        if self._type == "tensor(uint8)":
            values = values.round().clip(0, 255).astype(np.uint8)
        elif self._type == "tensor(float16)":
            values = values.astype(np.float16)
        try:
            found = self._session.run(None, {self._name: values})
        except Exception as error:  # the library has no base class of its own
            raise _does_not_run(card, error) from error
        return [np.asarray(each) for each in found]


class _Torch:
    """A TorchScript file, or tensors of an architecture that Kinora knows."""

    size: tuple[int, int] | None = None

    def __init__(self, path: Path, card: AnalyserCard) -> None:
        from models.explain.run_only import is_torchscript, read_torchscript

        suffix = path.suffix.lower()
        if suffix in PICKLE_SUFFIXES and is_torchscript(path):
            self._module: Any = read_torchscript(path)
        elif suffix in (*PICKLE_SUFFIXES, *SAFETENSORS_SUFFIXES):
            self._module = _built_in(path, len(card.output.names))
        else:
            raise WeightsError(
                f"“{path.name}” holds no network.", hint="Give ONNX, TorchScript or tensors."
            )

    def run(self, pixels: NDArray[np.uint8], card: AnalyserCard) -> list[NDArray[Any]]:
        """Return all outputs, of a table in the order of its entries."""
        import torch

        try:
            with torch.inference_mode():
                found = self._module(torch.from_numpy(normalised(pixels, card)))
        except (RuntimeError, ValueError, TypeError, IndexError) as error:
            raise _does_not_run(card, error) from error
        return _arrays(found)


def _arrays(found: Any) -> list[NDArray[Any]]:
    if isinstance(found, Mapping):
        found = list(found.values())
    if isinstance(found, str):
        return [np.array([found], dtype=object)]
    if isinstance(found, Sequence):
        return [array for each in found for array in _arrays(each)]
    if isinstance(found, int | float):
        return [np.array(found)]
    return [found.detach().cpu().numpy()] if hasattr(found, "detach") else []


def _built_in(path: Path, classes: int) -> Any:
    """Return a module of the architecture that the tensors belong to."""
    from models.explain.building import build
    from models.recognise import architecture_of

    tensors = read_tensors(path)
    name, _ = architecture_of({key: tuple(value.shape) for key, value in tensors.items()})
    if name is None:
        raise WeightsError(
            f"“{path.name}” holds tensors of an unknown architecture.",
            hint="Export the network as ONNX or TorchScript, which hold the architecture too.",
        )
    try:
        return build(name, tensors, classes).eval()
    except (KeyError, RuntimeError) as error:
        reason = ValueError(f"it does not fit {name} with {classes} labels")
        raise damaged(path, reason) from error


def _does_not_run(card: AnalyserCard, error: Exception) -> ModelError:
    first = (str(error).strip() or type(error).__name__).splitlines()[0][:300]
    return ModelError(
        f"The analyser “{card.name}” does not run: {first}.",
        hint="Correct the input in its card, or export the network again.",
    )
