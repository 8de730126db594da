"""Our networks: two ways to run them, two families of weights."""

import numpy as np
import pytest
import torch
from torch import nn

from models.base import Runtime
from models.networks.common import NetworkRunner
from models.networks.mobilenet import (
    BLOCKS,
    MobileNetV2,
    build_mobilenet,
    is_ours,
    is_torchvision,
    pad_for,
)
from models.networks.squeezenet import SqueezeNet, build_squeezenet


def torchvision_like(*, seed: int = 0) -> nn.Sequential:
    """MobileNetV2 with the module tree, and so the tensor names, of torchvision."""
    torch.manual_seed(seed)

    def unit(narrow: int, wide: int, kernel: int, stride: int, groups: int) -> nn.Sequential:
        conv = nn.Conv2d(narrow, wide, kernel, stride, kernel // 2, groups=groups, bias=False)
        return nn.Sequential(conv, nn.BatchNorm2d(wide), nn.ReLU6())

    class Residual(nn.Module):
        def __init__(self, narrow: int, wide: int, expansion: int, stride: int) -> None:
            super().__init__()
            middle = narrow * expansion
            parts: list[nn.Module] = [] if expansion == 1 else [unit(narrow, middle, 1, 1, 1)]
            parts += [unit(middle, middle, 3, stride, middle)]
            parts += [nn.Conv2d(middle, wide, 1, bias=False), nn.BatchNorm2d(wide)]
            self.conv = nn.Sequential(*parts)
            self.skips = stride == 1 and narrow == wide

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x + self.conv(x) if self.skips else self.conv(x)

    features: list[nn.Module] = [unit(3, 32, 3, 2, 1)]
    channels = 32
    for expansion, width, repeats, first in BLOCKS:
        for number in range(repeats):
            features.append(Residual(channels, width, expansion, first if number == 0 else 1))
            channels = width
    features.append(unit(320, 1280, 1, 1, 1))

    class Tree(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.features = nn.Sequential(*features)
            self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(1280, 1000))

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.classifier(self.features(x).mean((2, 3)))

    tree = Tree()
    for module in tree.modules():  # batch norms that do something
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 1.5)
            module.weight.data.uniform_(0.8, 1.6)
            module.bias.data.normal_(0, 0.1)
    return tree.eval()


@pytest.fixture(params=["mobilenet", "mobilenet-torchvision", "squeezenet"])
def network(request: pytest.FixtureRequest) -> MobileNetV2 | SqueezeNet:
    torch.manual_seed(5)
    if request.param == "squeezenet":
        return build_squeezenet(SqueezeNet().state_dict())
    if request.param == "mobilenet":
        return build_mobilenet(MobileNetV2().state_dict())
    return build_mobilenet(torchvision_like().state_dict())


def test_onnx_and_torch_agree_and_rows_do_not_mix(network: MobileNetV2 | SqueezeNet) -> None:
    size = (227, 227) if isinstance(network, SqueezeNet) else (224, 224)
    images = np.random.default_rng(1).integers(0, 256, (3, *size, 3), dtype=np.uint8)
    runner = NetworkRunner(network, size, Runtime("cpu", False, 1))
    features, logits = runner.run(images)
    assert features.shape == (3, network.feature_dim)
    assert logits.shape == (3, 1000)
    with torch.inference_mode():
        pixels = torch.from_numpy(images).movedim(-1, 1).float()
        mean, std = (torch.tensor(v)[:, None, None] for v in (network.mean, network.std))
        expected = network.both((pixels - mean) / std)
    scale = float(expected[0].abs().max())
    np.testing.assert_allclose(features, expected[0].numpy(), atol=1e-4 * max(scale, 1))
    np.testing.assert_allclose(
        logits, expected[1].numpy(), atol=1e-4 * max(float(expected[1].abs().max()), 1)
    )
    one_by_one = np.concatenate([runner.run(images[i : i + 1])[0] for i in range(3)])
    np.testing.assert_array_equal(features, one_by_one)


def test_the_torch_way_equals_the_onnx_way(network: MobileNetV2 | SqueezeNet) -> None:
    size = (227, 227) if isinstance(network, SqueezeNet) else (224, 224)
    images = np.random.default_rng(2).integers(0, 256, (2, *size, 3), dtype=np.uint8)
    by_onnx = NetworkRunner(network, size, Runtime("cpu", False, 1))
    by_torch = NetworkRunner(network, size, Runtime("cpu", False, 1))
    by_torch._session = None  # what a graphics card takes
    for ours, theirs in zip(by_onnx.run(images), by_torch.run(images), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-4 * max(np.abs(theirs).max(), 1))


def test_torchvision_weights_are_folded_exactly() -> None:
    theirs = torchvision_like(seed=8)
    state = theirs.state_dict()
    assert is_torchvision(state)
    assert not is_ours(state)
    ours = build_mobilenet(state)
    assert not ours.tensorflow
    pixels = torch.randn(2, 3, 224, 224)
    with torch.inference_mode():
        expected = theirs(pixels)
        torch.testing.assert_close(ours(pixels), expected, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("size", [7, 8, 112, 113])
@pytest.mark.parametrize("stride", [1, 2])
def test_tensorflow_padding_gives_the_size_it_promises(size: int, stride: int) -> None:
    padded = pad_for(torch.ones(1, 1, size, size), stride, tensorflow=True)
    assert (padded.shape[-1] - 3) // stride + 1 == -(-size // stride)
    if stride == 2 and size % 2 == 0:
        assert padded[0, 0, 0, 0] == 1  # nothing on the left and top
        assert padded[0, 0, -1, -1] == 0


def test_parameters_are_as_published() -> None:
    assert sum(p.numel() for p in MobileNetV2().parameters()) == 3_487_816
    assert sum(p.numel() for p in SqueezeNet().parameters()) == 1_248_424
