"""ResNet-34 (He et al., CVPR 2016) under torchvision's tensor names."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import torch
from torch import nn

from models.networks.filling import filled

CODE_VERSION = "1"
SIZE = (224, 224)  # pixels
DEPTHS = (3, 4, 6, 3)  # blocks a stage
_LAST_BLOCKS = ("layer1.2", "layer2.3", "layer3.5", "layer4.2")


class BasicBlock(nn.Module):
    """Two 3x3 convolutions and a shortcut.

    Args:
        narrow: channels in.
        wide: channels out.
        stride: 1 or 2; the shortcut is projected where the shape changes.
    """

    def __init__(self, narrow: int, wide: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(narrow, wide, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(wide)
        self.relu = nn.ReLU()
        self.conv2 = nn.Conv2d(wide, wide, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(wide)
        self.downsample: nn.Module | None = None
        if stride != 1 or narrow != wide:
            projection = nn.Conv2d(narrow, wide, 1, stride, bias=False)
            self.downsample = nn.Sequential(projection, nn.BatchNorm2d(wide))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Map (N, narrow, H, W) to (N, wide, H / stride, W / stride)."""
        y = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        shortcut = x if self.downsample is None else self.downsample(x)
        out: torch.Tensor = self.relu(y + shortcut)
        return out


class ResNet34(nn.Module):
    """ResNet-34 for ImageNet-1k; 21.8 million parameters.

    Input: float (N, 3, H, W), normalised, usually 224 x 224. Output: logits (N, classes).

    Args:
        classes: width of the output.
    """

    feature_dim = 512
    mean = (123.675, 116.28, 103.53)
    std = (58.395, 57.12, 57.375)

    def __init__(self, *, classes: int = 1000) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.relu = nn.ReLU()
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        self.layer1 = _stage(64, 64, DEPTHS[0], 1)
        self.layer2 = _stage(64, 128, DEPTHS[1], 2)
        self.layer3 = _stage(128, 256, DEPTHS[2], 2)
        self.layer4 = _stage(256, 512, DEPTHS[3], 2)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(512, classes)

    def feature_map(self, pixels: torch.Tensor) -> torch.Tensor:
        """Return the last block's map, (N, 512, H / 32, W / 32)."""
        x = self.maxpool(self.relu(self.bn1(self.conv1(pixels))))
        for stage in (self.layer1, self.layer2, self.layer3, self.layer4):
            x = stage(x)
        return torch.as_tensor(x)

    def both(self, pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return pooled features, (N, 512), and logits."""
        features = self.avgpool(self.feature_map(pixels)).flatten(1)
        return features, self.fc(features)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """Return logits."""
        return self.both(pixels)[1]


def _stage(narrow: int, wide: int, depth: int, stride: int) -> nn.Sequential:
    first = BasicBlock(narrow, wide, stride)
    return nn.Sequential(first, *(BasicBlock(wide, wide, 1) for _ in range(depth - 1)))


def is_resnet34(keys: Mapping[str, Any]) -> bool:
    """Whether tensor names are those of ResNet-34 (others have other depths or blocks)."""
    ends = all(f"{block}.conv2.weight" in keys for block in _LAST_BLOCKS)
    longer = any(f"{stage}.conv1.weight" in keys for stage in ("layer2.4", "layer3.6", "layer4.3"))
    return ends and not longer and "layer1.0.conv3.weight" not in keys and "fc.weight" in keys


def build_resnet34(tensors: Mapping[str, torch.Tensor], *, classes: int = 1000) -> ResNet34:
    """Make a network in evaluation mode.

    Args:
        tensors: by name.
        classes: width of the output.

    Raises:
        RuntimeError: a tensor is missing, has another shape, or does not belong here.
    """
    return filled(partial(ResNet34, classes=classes), tensors)
