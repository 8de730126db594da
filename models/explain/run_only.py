"""Networks that run but cannot be differentiated here: ONNX and TorchScript files."""

import logging
import warnings
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from common.errors import WeightsError
from models.base import Runtime
from models.explain.base import LayerInfo
from models.explain.onnx_graph import OnnxLayer, onnx_layers, with_outputs
from models.networks.common import open_session

logger = logging.getLogger(__name__)

_KINDS = {
    "tensor(float)": np.float32, "tensor(float16)": np.float16, "tensor(double)": np.float64,
}  # fmt: skip
_LARGEST = 1 << 31  # bytes of an ONNX file whose layers can be exposed
_REFUSED = ("torch.save", "torch.load", "torch.from_file", "__torch__.torch.classes")


class OnnxModule(nn.Module):
    """An ONNX network as a module that only runs, (N, 3, H, W) -> (N, C), both float32.

    Its layers are the outputs of its operators: a copy of the graph, made in memory when a layer is
    first asked for, gives them as well.

    Args:
        path: the file.

    Raises:
        WeightsError: it is damaged, or does not take one batch of images as floats.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._session = _open(path, path.name)
        shapes = [list(each.shape) for each in self._session.get_inputs()]
        if (
            len(shapes) != 1
            or len(shapes[0]) != 4
            or shapes[0][1] not in (3, None, "channels", "c")
        ):
            raise WeightsError(
                f"“{path.name}” does not take one batch of images (N, 3, H, W).",
                hint="Export the network with one input, channels first.",
            )
        told = self._session.get_inputs()[0]
        if told.type not in _KINDS:
            raise WeightsError(
                f"“{path.name}” takes its images as {told.type}.",
                hint="Export the network with an input of floating-point numbers.",
            )
        self._input, self._kind = told.name, _KINDS[told.type]
        count = shapes[0][0]
        self._fixed = count if isinstance(count, int) and count > 0 else 0
        self._output = self._session.get_outputs()[0].name
        self._opened: tuple[str, Any] = ("", None)
        self.eval()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the first output, (N, C)."""
        return torch.from_numpy(self._run(self._session, [self._output], x)[0]).flatten(1)

    def activations(self, x: torch.Tensor, layer: str) -> torch.Tensor:
        """Return the maps of a layer, (N, K, h, w)."""
        if self._opened[0] != layer:  # one copy in memory is enough
            content = with_outputs(self._path.read_bytes(), [layer])
            self._opened = (layer, _open(content, self._path.name))
        return torch.from_numpy(self._run(self._opened[1], [layer], x)[0])

    def layers(self) -> tuple[list[LayerInfo], str]:
        """Return the layers with more than one cell, and the last one that is a convolution."""
        if self._path.stat().st_size > _LARGEST:
            return [], ""
        content = self._path.read_bytes()
        try:
            found = onnx_layers(content)
            session = _open(with_outputs(content, [layer.name for layer in found]), self._path.name)
        except (ValueError, WeightsError) as error:  # weights in files beside it, for one
            logger.info("the layers of %s cannot be looked at: %s", self._path, error)
            return [], ""
        side = onnx_size(self._path) or (224, 224)
        arrays = self._run(session, [layer.name for layer in found], torch.zeros(1, 3, *side))
        return _infos(found, arrays)

    def _run(self, session: Any, outputs: list[str], x: torch.Tensor) -> list[NDArray[Any]]:
        pixels = np.ascontiguousarray(x.detach().cpu().float().numpy(), self._kind)
        if not self._fixed:
            return self._answers(session, outputs, pixels)
        parts = []
        for start in range(0, len(pixels), self._fixed):
            rows = pixels[start : start + self._fixed]
            padded = np.zeros((self._fixed, *rows.shape[1:]), self._kind)
            padded[: len(rows)] = rows
            found = self._answers(session, outputs, padded)
            parts.append([array[: len(rows)] for array in found])
        return [np.concatenate(arrays) for arrays in zip(*parts, strict=True)]

    def _answers(
        self, session: Any, outputs: list[str], pixels: NDArray[Any]
    ) -> list[NDArray[Any]]:
        try:
            found = session.run(outputs, {self._input: pixels})
        except Exception as error:  # the library has no base class of its own; torch's is this
            raise RuntimeError(str(error)) from error
        return [np.asarray(each, np.float32) for each in found]


def onnx_size(path: Path) -> tuple[int, int] | None:
    """Return (height, width) that an ONNX file asks for, or None where it takes any.

    Raises:
        WeightsError: it is no ONNX model that can be run.
    """
    shape = _open(path, path.name).get_inputs()[0].shape
    fixed = [side for side in shape[2:4] if isinstance(side, int) and side > 0]
    return (fixed[0], fixed[1]) if len(fixed) == 2 else None


def is_torchscript(path: Path) -> bool:
    """Whether a file is an archive of TorchScript; nothing in it is run."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any("/code/" in name and name.endswith(".py") for name in archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def read_torchscript(path: Path) -> nn.Module:
    """Read a TorchScript network as a module that only runs.

    TorchScript is a small language of its own: it cannot call Python. What it could still do to
    files is refused before it is read.

    Raises:
        WeightsError: it is damaged, or reads or writes files.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            code = [n for n in archive.namelist() if "/code/" in n and n.endswith(".py")]
            text = "\n".join(archive.read(name).decode("utf-8", "replace") for name in code)
        if any(word in text for word in _REFUSED):
            raise WeightsError(
                f"“{path.name}” was refused: its code reads or writes files.",
                hint="Export the network without that.",
            )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # TorchScript is no longer recommended; it still runs
            jit: Any = torch.jit
            script = jit.load(path, map_location="cpu")
    except (OSError, RuntimeError, ValueError, zipfile.BadZipFile) as error:
        raise WeightsError(
            f"“{path.name}” is no TorchScript network that can be run.",
            hint="Export it again, or register another copy.",
        ) from error
    module: nn.Module = script.eval()
    for parameter in module.parameters():  # a script has no requires_grad_ of its own
        parameter.requires_grad = False
    return module


def _open(model: bytes | Path, name: str) -> Any:
    try:
        return open_session(model, Runtime(threads=torch.get_num_threads()))
    except Exception as error:  # the library has no base class of its own
        raise WeightsError(
            f"“{name}” is no ONNX model that can be run.",
            hint="Export it again, or register another copy.",
        ) from error


def _infos(found: list[OnnxLayer], arrays: list[NDArray[Any]]) -> tuple[list[LayerInfo], str]:
    kept = [
        (layer, array.shape)
        for layer, array in zip(found, arrays, strict=True)
        if array.ndim == 4 and array.shape[2] * array.shape[3] > 1
    ]
    total = max(len(kept) - 1, 1)
    infos = [
        LayerInfo(layer.name, layer.kind, shape[1], shape[2], shape[3], number / total)
        for number, (layer, shape) in enumerate(kept)
    ]
    convolutions = [info.name for info in infos if info.kind == "conv"]
    return infos, convolutions[-1] if convolutions else ""
