"""MobileNetV2 (Sandler et al., CVPR 2018) with its batch norms folded into the convolutions.

Two families of published weights fit: those trained with TensorFlow pad at the right and bottom
only where the stride is 2 and expect -1 to 1; torchvision's pad on all sides and expect ImageNet's
mean and deviation. `MobileNetV2(tensorflow=...)` says which.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from models.networks.common import numpy_weights
from models.networks.filling import filled
from models.onnx_writer import Attribute, GraphWriter

CODE_VERSION = "1"
SIZE = (224, 224)  # pixels
BLOCKS = (  # expansion, width, repeats, stride of the first
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
)
_BATCH_NORM_EPSILON = 1e-5


class Block(nn.Module):
    """Inverted residual: expand 1x1, filter 3x3 by channel, project 1x1.

    Args:
        narrow: channels in.
        wide: channels out.
        expansion: how many times wider the middle is; 1 leaves the first step out.
        stride: 1 or 2.
        tensorflow: pad like TensorFlow.
    """

    def __init__(
        self, narrow: int, wide: int, expansion: int, stride: int, *, tensorflow: bool
    ) -> None:
        super().__init__()
        middle = narrow * expansion
        self.stride = stride
        self.tensorflow = tensorflow
        self.has_shortcut = narrow == wide and stride == 1
        self.expand = nn.Conv2d(narrow, middle, 1) if expansion != 1 else None
        self.depthwise = nn.Conv2d(middle, middle, 3, stride, groups=middle)
        self.project = nn.Conv2d(middle, wide, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Map (N, narrow, H, W) to (N, wide, H / stride, W / stride)."""
        y = x if self.expand is None else functional.relu6(self.expand(x))
        y = functional.relu6(self.depthwise(pad_for(y, self.stride, tensorflow=self.tensorflow)))
        y = torch.as_tensor(self.project(y))
        return x + y if self.has_shortcut else y


class MobileNetV2(nn.Module):
    """MobileNetV2 1.0 for ImageNet-1k; 3.5 million parameters.

    Input: float (N, 3, 224, 224), normalised. Output: pooled features (N, 1280) and logits
    (N, 1000). `feature_map` gives the (N, 1280, 7, 7) map that explanations look at.

    Args:
        tensorflow: the weights come from TensorFlow (padding and normalisation).
        classes: width of the output.
    """

    feature_dim = 1280

    def __init__(self, *, tensorflow: bool = True, classes: int = 1000) -> None:
        super().__init__()
        self.tensorflow = tensorflow
        imagenet = ((123.675, 116.28, 103.53), (58.395, 57.12, 57.375))
        self.mean, self.std = ((127.5,) * 3, (127.5,) * 3) if tensorflow else imagenet
        self.stem = nn.Conv2d(3, 32, 3, 2)
        blocks = []
        channels = 32
        for expansion, width, repeats, first in BLOCKS:
            for number in range(repeats):
                stride = first if number == 0 else 1
                blocks.append(Block(channels, width, expansion, stride, tensorflow=tensorflow))
                channels = width
        self.blocks = nn.ModuleList(blocks)
        self.head = nn.Conv2d(320, 1280, 1)
        self.classifier = nn.Linear(1280, classes)

    def feature_map(self, pixels: torch.Tensor) -> torch.Tensor:
        """Return the last convolutional map, (N, 1280, H / 32, W / 32)."""
        x = functional.relu6(self.stem(pad_for(pixels, 2, tensorflow=self.tensorflow)))
        for block in self.blocks:
            x = block(x)
        return functional.relu6(self.head(x))

    def both(self, pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return pooled features and logits."""
        features = self.feature_map(pixels).mean((2, 3))
        return features, self.classifier(features)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """Return logits."""
        return self.both(pixels)[1]

    def write_onnx(self, graph: GraphWriter, pixels: str) -> tuple[str, str]:
        """Append this network to an ONNX graph; see `ImageNetwork`."""
        return _OnnxForm(self, graph).write(pixels)


def pad_for(x: torch.Tensor, stride: int, *, tensorflow: bool) -> torch.Tensor:
    """Pad for a 3x3 filter: all round, or TensorFlow's SAME (even sizes: right and bottom only)."""
    if not tensorflow:
        return functional.pad(x, (1, 1, 1, 1))
    height, width = x.shape[-2:]
    tall = max((-(-height // stride) - 1) * stride + 3 - height, 0)
    broad = max((-(-width // stride) - 1) * stride + 3 - width, 0)
    return functional.pad(x, (broad // 2, broad - broad // 2, tall // 2, tall - tall // 2))


class _OnnxForm:
    """Writes one MobileNetV2 for 224-pixel input as ONNX operators."""

    def __init__(self, network: MobileNetV2, graph: GraphWriter) -> None:
        self._network = network
        self._graph = graph
        self._weights = numpy_weights(network)

    def write(self, pixels: str) -> tuple[str, str]:
        import numpy as np

        self._zero = self._graph.weight("zero", np.array(0, np.float32))
        self._six = self._graph.weight("six", np.array(6, np.float32))
        x = self._conv(pixels, "stem", kernel=3, stride=2)
        for number, block in enumerate(self._network.blocks):
            assert isinstance(block, Block)
            x = self._block(x, f"blocks.{number}", block)
        x = self._conv(x, "head")
        x = self._graph.node("ReduceMean", [x], "pooled", {"axes": [2, 3], "keepdims": 0})
        inputs = [x, *self._parameters("classifier")]
        return x, self._graph.node("Gemm", inputs, "scores", {"transB": 1})

    def _block(self, x: str, name: str, block: Block) -> str:
        y = x if block.expand is None else self._conv(x, f"{name}.expand")
        groups = block.depthwise.groups
        y = self._conv(y, f"{name}.depthwise", kernel=3, stride=block.stride, groups=groups)
        y = self._conv(y, f"{name}.project", clip=False)
        return self._graph.node("Add", [x, y], f"{name}.sum") if block.has_shortcut else y

    def _conv(
        self,
        x: str,
        name: str,
        *,
        kernel: int = 1,
        stride: int = 1,
        groups: int = 1,
        clip: bool = True,
    ) -> str:
        one_sided = self._network.tensorflow and stride == 2
        pads = [0, 0, 1, 1] if one_sided else [1, 1, 1, 1]
        attributes: dict[str, Attribute] = {
            "kernel_shape": [kernel, kernel],
            "strides": [stride, stride],
            "pads": pads if kernel == 3 else [0, 0, 0, 0],
            "group": groups,
        }
        y = self._graph.node("Conv", [x, *self._parameters(name)], name, attributes)
        return self._graph.node("Clip", [y, self._zero, self._six], f"{name}.clip") if clip else y

    def _parameters(self, name: str) -> list[str]:
        parts = (f"{name}.weight", f"{name}.bias")
        return [self._graph.weight(part, self._weights[part]) for part in parts]


def is_ours(keys: Mapping[str, Any]) -> bool:
    """Whether tensor names are those of this module."""
    return "blocks.0.depthwise.weight" in keys and "classifier.weight" in keys


def is_torchvision(keys: Mapping[str, Any]) -> bool:
    """Whether tensor names are torchvision's for MobileNetV2."""
    return "features.18.1.running_mean" in keys and "features.1.conv.0.0.weight" in keys


def build_mobilenet(
    tensors: Mapping[str, torch.Tensor], *, classes: int = 1000, tensorflow: bool | None = None
) -> MobileNetV2:
    """Make a network in evaluation mode from our tensors or torchvision's.

    Args:
        tensors: by name.
        classes: width of the output.
        tensorflow: how it pads; None: by the names of the tensors.

    Raises:
        KeyError: a tensor is missing.
        RuntimeError: a tensor has another shape, or does not belong here.
    """
    folds = is_torchvision(tensors)
    pads = not folds if tensorflow is None else tensorflow
    state = fold_torchvision(tensors) if folds else tensors
    return filled(partial(MobileNetV2, tensorflow=pads, classes=classes), state)


def fold_torchvision(tensors: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Fold torchvision's batch norms into the convolutions, under our names."""
    folded = _fold(tensors, "features.0.0", "features.0.1", "stem")
    for number in range(17):
        source, target = f"features.{number + 1}.conv", f"blocks.{number}"
        first = 0
        if number:
            folded |= _fold(tensors, f"{source}.0.0", f"{source}.0.1", f"{target}.expand")
            first = 1
        folded |= _fold(
            tensors, f"{source}.{first}.0", f"{source}.{first}.1", f"{target}.depthwise"
        )
        folded |= _fold(
            tensors, f"{source}.{first + 1}", f"{source}.{first + 2}", f"{target}.project"
        )
    folded |= _fold(tensors, "features.18.0", "features.18.1", "head")
    folded["classifier.weight"] = tensors["classifier.1.weight"]
    folded["classifier.bias"] = tensors["classifier.1.bias"]
    return folded


def _fold(
    tensors: Mapping[str, torch.Tensor], conv: str, norm: str, target: str
) -> dict[str, torch.Tensor]:
    """Return weight and bias of a convolution that includes the batch norm after it."""
    deviation = torch.sqrt(tensors[f"{norm}.running_var"].double() + _BATCH_NORM_EPSILON)
    scale = tensors[f"{norm}.weight"].double() / deviation
    weight = tensors[f"{conv}.weight"].double() * scale[:, None, None, None]
    bias = tensors[f"{norm}.bias"].double() - tensors[f"{norm}.running_mean"].double() * scale
    return {f"{target}.weight": weight.float(), f"{target}.bias": bias.float()}
