"""VGG-16 (Simonyan & Zisserman, ICLR 2015, configuration D) under torchvision's tensor names."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import torch
from torch import nn

from models.networks.filling import filled

CODE_VERSION = "1"
SIZE = (224, 224)  # pixels
WIDTHS = (64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0)
"""Channels of each 3x3 convolution; 0 halves the maps."""


class Vgg16(nn.Module):
    """VGG-16 for ImageNet-1k; 138 million parameters.

    Input: float (N, 3, H, W), normalised, usually 224 x 224. Output: logits (N, classes).

    Args:
        classes: width of the output.
    """

    feature_dim = 4096
    mean = (123.675, 116.28, 103.53)
    std = (58.395, 57.12, 57.375)

    def __init__(self, *, classes: int = 1000) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        channels = 3
        for width in WIDTHS:
            if width:
                layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU()]
                channels = width
            else:
                layers.append(nn.MaxPool2d(2))
        self.features = nn.Sequential(*layers)
        self.avgpool = nn.AdaptiveAvgPool2d(7)
        self.classifier = nn.Sequential(
            nn.Linear(512 * 7 * 7, 4096), nn.ReLU(), nn.Dropout(),
            nn.Linear(4096, 4096), nn.ReLU(), nn.Dropout(),
            nn.Linear(4096, classes),
        )  # fmt: skip

    def both(self, pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return what the last layer sees, (N, 4096), and logits."""
        x = self.avgpool(self.features(pixels)).flatten(1)
        for number, layer in enumerate(self.classifier):
            if number == len(self.classifier) - 1:
                break
            x = layer(x)
        return x, self.classifier[-1](x)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """Return logits."""
        return self.both(pixels)[1]


def is_vgg16(keys: Mapping[str, Any]) -> bool:
    """Whether tensor names are those of VGG-16 without batch norms (VGG-19 is longer)."""
    return (
        "features.28.weight" in keys
        and "classifier.6.weight" in keys
        and "features.30.weight" not in keys
        and "features.1.weight" not in keys
    )


def build_vgg16(tensors: Mapping[str, torch.Tensor], *, classes: int = 1000) -> Vgg16:
    """Make a network in evaluation mode.

    Args:
        tensors: by name.
        classes: width of the output.

    Raises:
        RuntimeError: a tensor is missing, has another shape, or does not belong here.
    """
    return filled(partial(Vgg16, classes=classes), tensors)
