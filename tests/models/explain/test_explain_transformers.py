"""Transformers: tokens as maps, rollout, gradient times attention, likeness to a sentence."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from models.base import Runtime
from models.encoders.clip import ClipModel
from models.explain import networks
from models.explain.attention import attention_maps, gradient_rollout, rollout, to_image
from models.explain.base import ExplainOptions, MethodError, Target
from models.explain.explain import explain
from models.explain.networks import Network
from models.hub import ModelHub

transformers = pytest.importorskip("transformers")


def tiny_vit(layers: int = 3) -> nn.Module:
    config = transformers.ViTConfig(
        hidden_size=16, intermediate_size=32, num_hidden_layers=layers, num_attention_heads=2,
        image_size=32, patch_size=8, num_labels=5,
    )  # fmt: skip
    torch.manual_seed(6)
    module = transformers.ViTForImageClassification(config).eval()
    for parameter in module.parameters():  # strong enough for a picture to matter
        if parameter.ndim > 1:
            nn.init.normal_(parameter, std=0.3)
    return module


def as_network(module: nn.Module) -> Network:
    return Network("vit", module, tuple("abcde"), (32, 32))


@pytest.fixture
def images() -> torch.Tensor:
    return torch.randn(2, 3, 32, 32, generator=torch.Generator().manual_seed(1))


def test_tokens_are_layers(images: torch.Tensor) -> None:
    network = as_network(tiny_vit())
    layers = {layer.name: layer for layer in network.layers()}
    auto = layers[network.auto_layer]
    assert (auto.kind, auto.channels, auto.height, auto.width) == ("tokens", 16, 4, 4)
    assert auto.name.endswith("1")  # the last but one of three
    maps = explain(network, images, 1, methods=["default"], options=ExplainOptions(samples=2))
    assert all(raw.shape == (2, 4, 4) for raw in maps.raw.values())
    assert maps.raw["grad_cam"].any()


def test_attention_is_that_of_the_network(images: torch.Tensor) -> None:
    module = tiny_vit()
    before = module.config._attn_implementation
    weights, gradients, outputs = attention_maps(
        module, as_network(module).forward, images, [Target(1)] * 2, with_gradients=True
    )
    assert module.config._attn_implementation == before
    assert len(weights) == len(gradients) == 3
    assert weights[0].shape == (2, 2, 17, 17)
    torch.testing.assert_close(weights[0].sum(-1), torch.ones(2, 2, 17))
    with torch.inference_mode():
        torch.testing.assert_close(outputs, module(images).logits, rtol=1e-4, atol=1e-4)
    assert all(not part._forward_hooks for part in module.modules())


def test_rollout_by_hand() -> None:
    random = np.random.default_rng(2)
    layers = [random.random((1, 2, 5, 5)) for _ in range(2)]
    layers = [layer / layer.sum(-1, keepdims=True) for layer in layers]
    found = rollout([torch.tensor(layer) for layer in layers])[0].numpy()
    first, second = (0.5 * layer[0].mean(0) + 0.5 * np.eye(5) for layer in layers)
    np.testing.assert_allclose(found, second @ first, rtol=1e-6)
    gradients = [random.normal(size=layer.shape) for layer in layers]
    both = gradient_rollout(
        [torch.tensor(each) for each in layers], [torch.tensor(each) for each in gradients]
    )[0].numpy()
    wanted = np.eye(5)
    for layer, gradient in zip(layers, gradients, strict=True):
        wanted = wanted + np.maximum(layer * gradient, 0)[0].mean(0) @ wanted
    np.testing.assert_allclose(both, wanted, rtol=1e-6)


def test_the_row_of_the_class_token_is_the_image() -> None:
    relevance = torch.arange(25.0).reshape(1, 5, 5)
    torch.testing.assert_close(to_image(relevance)[0], torch.tensor([[1.0, 2.0], [3.0, 4.0]]))
    with pytest.raises(MethodError, match="form no grid"):
        to_image(torch.zeros(1, 3, 3))


def test_all_methods_of_a_transformer(images: torch.Tensor) -> None:
    options = ExplainOptions(samples=2, masks=8)
    maps = explain(as_network(tiny_vit()), images, methods=["all"], options=options)
    assert maps.raw["attention_rollout"].shape == (2, 4, 4)
    assert maps.raw["gradient_attention"].any()
    other = explain(as_network(tiny_vit()), images, [0, 3], methods=["gradient_attention"])
    same = explain(as_network(tiny_vit()), images, [0, 3], methods=["attention_rollout"])
    np.testing.assert_allclose(
        same.raw["attention_rollout"], maps.raw["attention_rollout"], atol=1e-6
    )
    assert np.abs(other.raw["gradient_attention"] - maps.raw["gradient_attention"]).max() > 0


def test_why_an_image_matches_a_sentence(tiny_clip: Path, tmp_path: Path) -> None:
    hub = ModelHub(tmp_path)
    hub.add(tiny_clip)
    entry = next(each for each in networks.names(hub) if each.name == "clip:tiny-clip")
    assert entry.has_text
    assert entry.is_ready
    network = networks.load("clip:tiny-clip", hub)
    clip = ClipModel(tiny_clip)
    clip.load(Runtime())
    picture = np.random.default_rng(5).integers(0, 256, (40, 50, 3), dtype=np.uint8)
    sentence = clip.text_vectors(["a dog"])[0]
    x = network.prepare(picture)[None]
    methods = ["grad_cam", "gradient_attention", "attention_rollout", "occlusion"]
    maps = explain(network, x, Target(vector=sentence), methods=methods)
    mine = clip.image_vectors(network.picture(picture)[None])[0]
    np.testing.assert_allclose(maps.scores, [[float(mine @ sentence)]], atol=1e-4)
    assert maps.raw["attention_rollout"].shape == (1, 2, 2)
    assert maps.raw["occlusion"].any()
