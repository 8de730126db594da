"""SqueezeNet 1.0 (Iandola et al., 2016, arXiv:1602.07360) under torchvision's tensor names."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from models.networks.common import numpy_weights
from models.networks.filling import filled
from models.onnx_writer import Attribute, GraphWriter

CODE_VERSION = "1"
SIZE = (227, 227)  # pixels
_FIRES = {3: (96, 16, 64), 4: (128, 16, 64), 5: (128, 32, 128), 7: (256, 32, 128)} | {
    8: (256, 48, 192),
    9: (384, 48, 192),
    10: (384, 64, 256),
    12: (512, 64, 256),
}  # number in `features`: channels in, squeezed, expanded (twice)
_POOLS = (2, 6, 11)


class Fire(nn.Module):
    """Squeeze to few channels, then expand by 1x1 and 3x3 filters side by side."""

    def __init__(self, channels: int, squeezed: int, expanded: int) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(channels, squeezed, 1)
        self.expand1x1 = nn.Conv2d(squeezed, expanded, 1)
        self.expand3x3 = nn.Conv2d(squeezed, expanded, 3, padding=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Map (N, channels, H, W) to (N, 2 * expanded, H, W)."""
        x = functional.relu(self.squeeze(x))
        both = [functional.relu(self.expand1x1(x)), functional.relu(self.expand3x3(x))]
        return torch.cat(both, dim=1)


class SqueezeNet(nn.Module):
    """SqueezeNet 1.0 for ImageNet-1k; 1.25 million parameters.

    Input: float (N, 3, 227, 227), normalised. Output: the last fire module's map, averaged
    (N, 512), and logits (N, 1000).

    Args:
        classes: width of the output.
    """

    feature_dim = 512
    mean = (123.675, 116.28, 103.53)
    std = (58.395, 57.12, 57.375)

    def __init__(self, *, classes: int = 1000) -> None:
        super().__init__()
        layers: list[nn.Module] = [nn.Conv2d(3, 96, 7, 2), nn.ReLU()]
        for number in range(2, 13):
            pool = nn.MaxPool2d(3, 2, ceil_mode=True)
            layers.append(pool if number in _POOLS else Fire(*_FIRES[number]))
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(nn.Dropout(0.5), nn.Conv2d(512, classes, 1))

    def feature_map(self, pixels: torch.Tensor) -> torch.Tensor:
        """Return the last fire module's map, (N, 512, 13, 13) for 227 pixels."""
        features: torch.Tensor = self.features(pixels)
        return features

    def both(self, pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return pooled features and logits."""
        x = self.feature_map(pixels)
        return x.mean((2, 3)), functional.relu(self.classifier(x)).mean((2, 3))

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """Return logits."""
        return self.both(pixels)[1]

    def write_onnx(self, graph: GraphWriter, pixels: str) -> tuple[str, str]:
        """Append this network to an ONNX graph; see `ImageNetwork`."""
        form = _OnnxForm(graph, numpy_weights(self))
        x = form.conv(pixels, "features.0", kernel=7, stride=2)
        for number in range(2, 13):
            if number in _POOLS:
                attributes: dict[str, Attribute] = {
                    "kernel_shape": [3, 3],
                    "strides": [2, 2],
                    "ceil_mode": 1,
                }
                x = graph.node("MaxPool", [x], f"pool.{number}", attributes)
            else:
                x = form.fire(x, f"features.{number}")
        pooled = graph.node("ReduceMean", [x], "pooled", {"axes": [2, 3], "keepdims": 0})
        x = form.conv(x, "classifier.1")
        return pooled, graph.node("ReduceMean", [x], "scores", {"axes": [2, 3], "keepdims": 0})


class _OnnxForm:
    """Operators of one SqueezeNet in an ONNX graph."""

    def __init__(self, graph: GraphWriter, weights: Mapping[str, np.ndarray[Any, Any]]) -> None:
        self._graph = graph
        self._weights = weights

    def conv(self, x: str, name: str, *, kernel: int = 1, stride: int = 1, pad: int = 0) -> str:
        parts = (f"{name}.weight", f"{name}.bias")
        inputs = [x, *(self._graph.weight(part, self._weights[part]) for part in parts)]
        attributes: dict[str, Attribute] = {
            "kernel_shape": [kernel, kernel],
            "strides": [stride, stride],
            "pads": [pad] * 4,
        }
        y = self._graph.node("Conv", inputs, name, attributes)
        return self._graph.node("Relu", [y], f"{name}.relu")

    def fire(self, x: str, name: str) -> str:
        x = self.conv(x, f"{name}.squeeze")
        narrow = self.conv(x, f"{name}.expand1x1")
        broad = self.conv(x, f"{name}.expand3x3", kernel=3, pad=1)
        return self._graph.node("Concat", [narrow, broad], name, {"axis": 1})


def is_squeezenet(keys: Mapping[str, Any]) -> bool:
    """Whether tensor names are those of SqueezeNet 1.0 (1.1 pools elsewhere)."""
    return "features.12.expand3x3.weight" in keys and "features.10.squeeze.weight" in keys


def build_squeezenet(tensors: Mapping[str, torch.Tensor], *, classes: int = 1000) -> SqueezeNet:
    """Make a network in evaluation mode.

    Args:
        tensors: by name.
        classes: width of the output.

    Raises:
        RuntimeError: a tensor is missing, has another shape, or does not belong here.
    """
    return filled(partial(SqueezeNet, classes=classes), tensors)
