"""A tiny seeded network and pictures, for tests of explanations."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import nn

from models.explain.networks import Network

LABELS = ("red, crimson", "green", "blue", "grey")


class TinyNet(nn.Module):
    """Two convolutions whose maps answer to red, green, blue and grey; 32 pixels in, 4 x 4 maps."""

    def __init__(self, seed: int = 0) -> None:
        super().__init__()
        self.first = nn.Conv2d(3, 6, 3, 2, 1)
        self.second = nn.Conv2d(6, 5, 3, 4, 1)
        self.head = nn.Linear(5, 4)
        generator = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            for tensor in self.parameters():
                tensor.normal_(0, 0.05, generator=generator)
            for colour in range(3):
                self.first.weight[colour, colour] += 0.3
                self.second.weight[colour, colour] += 0.3
            self.head.weight += 2 * torch.eye(4, 5)

    def both(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        maps = self.second(self.first(x).relu()).relu()
        features = maps.mean((2, 3))
        return features, self.head(features)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.both(x)[1]


def tiny_network(name: str = "tiny", **values: Any) -> Network:
    module = TinyNet().eval().requires_grad_(requires_grad=False)
    return Network(name, module, LABELS, (32, 32), version="1", share=1.0, encoder=name, **values)


def spot(colour: int, left: int = 8, top: int = 8, size: int = 24) -> NDArray[np.uint8]:
    """A grey picture of 64 x 64 with a square of one colour channel."""
    rgb = np.full((64, 64, 3), 100, np.uint8)
    rgb[top : top + size, left : left + size, colour] = 255
    return rgb


def save(folder: Path, name: str, rgb: NDArray[np.uint8]) -> str:
    path = folder / name
    Image.fromarray(rgb).save(path)
    return str(path)
