"""Networks from a drawing to a body: the three of the paper, and a light one.

A ResNet maps the drawing to a feature of 1,024 numbers. *Deform+JF* moves a template skeleton in
two levels by perceptrons that all joints share, takes each joint's hidden feature of 256 numbers,
and reads one rotation matrix a joint from it; *MLP-Joint* regresses the joints, and the rotations
from these; *MLP-Vanilla* regresses rotations at once. Shape comes from a branch of its own. Sizes
are those with which the networks have the parameters that the paper on skeleton-aware sketch
modelling states: 23.82, 23.27 and 23.43 million for drawings of one channel.
"""

from itertools import pairwise
from typing import Final, Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.body.baked import SHAPES, read_body
from models.body.skeleton import COUNT
from models.networks.resnet import BasicBlock

Head = Literal["deform", "joint", "vanilla"]
Encoder = Literal["resnet34", "light"]
SIDES: Final = {"resnet34": 224, "light": 128}
"""Pixels of the drawing's side."""

_DEPTHS: Final = {"resnet34": (3, 4, 6, 3), "light": (2, 2, 2, 2)}
_WIDTHS: Final = {"resnet34": 64, "light": 32}
_FEATURE: Final = 1024
_PLACE_SPREAD: Final = 0.5


class DrawingEncoder(nn.Module):
    """A ResNet of basic blocks for drawings of one channel (He et al., CVPR 2016).

    Args:
        kind: "resnet34", or "light": ResNet-18 of half the width.
    """

    def __init__(self, kind: Encoder) -> None:
        super().__init__()
        width = _WIDTHS[kind]
        self.stem = nn.Sequential(
            nn.Conv2d(1, width, 7, 2, 3, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.MaxPool2d(3, 2, 1),
        )
        blocks, narrow = [], width
        for stage, depth in enumerate(_DEPTHS[kind]):
            wide = width * 2**stage
            for block in range(depth):
                blocks.append(BasicBlock(narrow, wide, 2 if stage and block == 0 else 1))
                narrow = wide
        self.blocks = nn.Sequential(*blocks)
        self.fc = nn.Linear(narrow, _FEATURE)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, drawing: Tensor) -> Tensor:
        """Map (N, 1, S, S), ink 1 on paper 0, to features (N, 1024)."""
        return torch.relu(self.fc(self.blocks(self.stem(drawing)).mean((2, 3))))


class SketchBody(nn.Module):
    """A drawing to rotations, shape and, where the head has one, a skeleton.

    Args:
        encoder: see DrawingEncoder.
        head: "deform", "joint" or "vanilla".
    """

    template: Tensor
    identity: Tensor

    def __init__(self, encoder: Encoder = "resnet34", head: Head = "deform") -> None:
        super().__init__()
        self.encoder = DrawingEncoder(encoder)
        self.head = head
        self.shape = perceptron(_FEATURE, 512, 256, SHAPES)
        self.register_buffer("template", torch.tensor(read_body().joints))
        self.register_buffer("identity", torch.eye(3).reshape(9))
        if head == "deform":
            self.first, self.first_move = perceptron(3 + _FEATURE, 512, 256), nn.Linear(256, 3)
            self.second, self.second_move = perceptron(3 + _FEATURE, 512, 256), nn.Linear(256, 3)
            self.rotation = perceptron(256, 128, 64, 9)
            # Three coordinates beside 1,024 features: with weights of the same spread all joints
            # would look alike to the perceptrons for thousands of steps.
            for layers in (self.first, self.second):
                nn.init.normal_(torch.as_tensor(layers[0].weight)[:, :3], std=_PLACE_SPREAD)
        elif head == "joint":
            self.skeleton = perceptron(_FEATURE, 512, 256, COUNT * 3)
            self.rotation = perceptron(COUNT * 3, 256, 256, COUNT * 9)
        else:
            self.rotation = perceptron(_FEATURE, 512, 512, 256, COUNT * 9)

    def forward(self, drawing: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Read drawings.

        Args:
            drawing: float (N, 1, S, S), 1 is ink.

        Returns:
            Nine numbers a joint, (N, 24, 9), rows of a matrix not yet orthonormal; shape numbers
            (N, 10); joints (N, 24, 3), metres, those of the template where the head has none.
        """
        feature = self.encoder(drawing)
        shape = self.shape(feature)
        batch = feature.shape[0]
        joints = self.template.expand(batch, COUNT, 3)
        if self.head == "deform":
            wide = feature[:, None].expand(batch, COUNT, _FEATURE)
            hidden = torch.relu(self.first(torch.cat([joints, wide], -1)))
            joints = joints + self.first_move(hidden)
            hidden = torch.relu(self.second(torch.cat([joints, wide], -1)))
            joints = joints + self.second_move(hidden)
            turned = self.rotation(hidden)
        elif self.head == "joint":
            joints = self.skeleton(feature).view(batch, COUNT, 3)
            turned = self.rotation(joints.flatten(1)).view(batch, COUNT, 9)
        else:
            turned = self.rotation(feature).view(batch, COUNT, 9)
        return turned + self.identity, shape, joints

    @property
    def has_skeleton(self) -> bool:
        """Whether joints are predicted before the rotations."""
        return self.head != "vanilla"


def perceptron(*sizes: int) -> nn.Sequential:
    """Return linear layers of these sizes with ReLUs between them."""
    layers: list[nn.Module] = []
    for place, (narrow, wide) in enumerate(pairwise(sizes)):
        if place:
            layers.append(nn.ReLU())
        layers.append(nn.Linear(narrow, wide))
    return nn.Sequential(*layers)


def gram_schmidt(numbers: Tensor) -> Tensor:
    """Return rotations (..., 3, 3) from the first two columns of nine numbers (..., 9).

    Zhou et al., "On the continuity of rotation representations in neural networks", CVPR 2019.
    """
    matrix = numbers.reshape(*numbers.shape[:-1], 3, 3)
    first = functional.normalize(matrix[..., 0], dim=-1, eps=1e-6)
    second = matrix[..., 1] - (first * matrix[..., 1]).sum(-1, keepdim=True) * first
    second = functional.normalize(second, dim=-1, eps=1e-6)
    return torch.stack([first, second, torch.linalg.cross(first, second, dim=-1)], -1)
