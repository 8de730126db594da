"""Layers of networks that are explained, and where their weights are found."""

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from common.errors import ModelError, WeightsError
from models.explain import networks
from models.explain.building import random_module
from models.explain.extractor import Extractor
from models.hub import ModelHub
from models.networks.resnet import ResNet34
from models.networks.vgg import Vgg16

AUTO = {
    "mobilenet_v2": ("head", 1280, 7),
    "squeezenet1_0": ("features.12", 512, 13),
    "vgg16": ("features.28", 512, 14),
    "resnet34": ("layer4.2", 512, 7),
}


@pytest.fixture
def hub(tmp_path: Path) -> ModelHub:
    return ModelHub(tmp_path / "models")


def image(height: int = 60, width: int = 80) -> NDArray[np.uint8]:
    return np.random.default_rng(3).integers(0, 256, (height, width, 3), dtype=np.uint8)


@pytest.mark.parametrize("name", AUTO)
def test_layers_from_early_to_late(hub: ModelHub, name: str) -> None:
    network = networks.load(name, hub, random_seed=2)
    layers = network.layers()
    by_name = {layer.name: layer for layer in layers}
    found = by_name[network.auto_layer]
    assert (found.name, found.channels, found.height) == AUTO[name]
    assert [layer.depth for layer in layers] == sorted(layer.depth for layer in layers)
    assert (layers[0].depth, layers[-1].depth) == (0, 1)
    assert all(layer.height * layer.width > 1 for layer in layers)
    x = network.prepare(image())[None]
    last = by_name[layers[-1].name]
    with Extractor(network.module, last.name, network.forward) as extractor:
        maps, _ = extractor.activations(x)
    assert maps.shape[1:] == (last.channels, last.height, last.width)


def test_random_weights_are_those_of_the_seed(hub: ModelHub) -> None:
    torch.manual_seed(11)
    before = torch.random.get_rng_state()
    one, same, other = (networks.load("resnet34", hub, random_seed=s) for s in (1, 1, 2))
    assert torch.equal(torch.random.get_rng_state(), before)
    x = one.prepare(image())[None]
    np.testing.assert_array_equal(one.scores(x), same.scores(x))
    assert np.abs(one.scores(x) - other.scores(x)).max() > 1e-3
    assert 0 < one.scores(x).max() <= 1


def test_parameters_are_as_published() -> None:
    with torch.device("meta"):
        assert sum(p.numel() for p in Vgg16().parameters()) == 138_357_544
        assert sum(p.numel() for p in ResNet34().parameters()) == 21_797_672


def test_names_of_tensors_are_those_of_torchvision() -> None:
    with torch.device("meta"):
        names = set(ResNet34().state_dict())
    assert len(names) == 218
    assert {"conv1.weight", "bn1.num_batches_tracked", "layer2.0.downsample.1.running_var",
            "layer4.2.bn2.bias", "fc.bias"} <= names  # fmt: skip


def test_added_weights_are_recognised(hub: ModelHub, tmp_path: Path) -> None:
    module = random_module("resnet34", seed=5)
    torch.save(module.state_dict(), tmp_path / "whatever.pth")
    assert [line.name for line in hub.add(tmp_path / "whatever.pth")] == ["resnet34"]
    entry = next(e for e in networks.names(hub) if e.name == "resnet34")
    assert entry.is_ready
    assert entry.classes == 1000
    loaded = networks.load("resnet34", hub)
    x = loaded.prepare(image())[None]
    with torch.inference_mode():
        torch.testing.assert_close(loaded.forward(x), module(x), rtol=1e-3, atol=1e-3)


def test_missing_and_unknown_networks(hub: ModelHub) -> None:
    with pytest.raises(WeightsError, match="models get vgg16"):
        networks.load("vgg16", hub)
    with pytest.raises(ModelError, match=r"Choose one of: .*mobilenet_v2"):
        networks.load("nothing", hub)
    entry = next(e for e in networks.names(hub) if e.name == "vgg16")
    assert not entry.is_ready
    assert "models get vgg16" in entry.hint
