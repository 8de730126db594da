"""The registry, guided gradients, masking and noise."""

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from common.jobs import JobCancelled, JobContext, Progress
from models.explain import masking
from models.explain.base import ExplainOptions, MethodError, Target
from models.explain.explain import explain, upsample
from models.explain.extractor import Extractor
from models.explain.guided import guided_gradients
from models.explain.methods import DEFAULT, METHODS, choose, info, infos
from models.explain.networks import Network
from models.explain.smooth import even_parts


def small(activation: type[nn.Module] = nn.ReLU) -> nn.Sequential:
    torch.manual_seed(8)
    return nn.Sequential(
        nn.Conv2d(3, 6, 3, padding=1), activation(), nn.Conv2d(6, 7, 3, padding=1), activation(),
        nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(28, 4),
    ).eval()  # fmt: skip


def as_network(module: nn.Module) -> Network:
    return Network("small", module, ("a", "b", "c", "d"), (12, 12))


@pytest.fixture
def image() -> torch.Tensor:
    return torch.randn(1, 3, 12, 12, generator=torch.Generator().manual_seed(2))


def test_every_method_says_where_it_comes_from() -> None:
    for method in infos():
        assert method.title
        assert any(character.isdigit() for character in method.source) or "short" in method.title
        assert method.formula
        assert method.cost
    assert METHODS.names()[:3] == ["grad_cam", "max_pooling", "median_pooling"]
    assert info("guided_median_pooling").guided == "median_pooling"


def test_names_of_methods() -> None:
    assert choose(["default"]) == list(DEFAULT)
    assert choose(["rise", "default", "rise"])[0] == "rise"
    assert choose(["all"]) == METHODS.names()
    with pytest.raises(MethodError, match="Choose one of: grad_cam, "):
        choose(["grad-cam"])


def test_all_methods_of_a_convolutional_network(image: torch.Tensor) -> None:
    options = ExplainOptions(samples=2, masks=10)
    maps = explain(as_network(small()), image, 1, methods=["all"], options=options)
    wanted = [each.name for each in infos() if not each.needs_attention]
    assert list(maps.raw) == wanted
    for name, raw in maps.raw.items():
        assert raw.dtype == np.float32
        assert raw.ndim == 3
        assert np.isfinite(raw).all()
        family = info(name).family
        assert raw.any()
        if family == "map":
            assert (raw >= 0).all()
            assert raw.shape == (1, 12, 12)
        assert (name in maps.pixels) == (family in ("pixel", "guided"))
    with pytest.raises(MethodError, match="needs a transformer"):
        explain(as_network(small()), image, methods=["attention_rollout"])


def test_one_pass_serves_all_methods_that_can_share(image: torch.Tensor) -> None:
    module = small()
    calls: list[int] = []
    module.register_forward_hook(lambda *_: calls.append(1))
    names = ["grad_cam", "max_pooling", "median_pooling", "grad_cam_pp", "hires_cam", "layer_cam",
             "eigen_cam", "max_pooling_short"]  # fmt: skip
    network = as_network(module)
    network.layers()
    calls.clear()
    explain(network, image, 1, methods=names)
    assert len(calls) == 1


class GuidedRelu(torch.autograd.Function):
    """The definition of guided back-propagation, for comparison."""

    @staticmethod
    def forward(ctx, x):  # type: ignore[no-untyped-def]
        ctx.save_for_backward(x)
        return x.clamp_min(0)

    @staticmethod
    def backward(ctx, gradient):  # type: ignore[no-untyped-def]
        (x,) = ctx.saved_tensors
        return gradient.clamp_min(0) * (x > 0)


@pytest.mark.parametrize("form", ["module", "in-place", "function", "method"])
def test_guided_gradients_of_relus(image: torch.Tensor, form: str) -> None:
    module = small()
    convolutions = [module[0], module[2]]

    class Functional(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = module

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            for convolution in convolutions:
                x = convolution(x)
                x = torch.relu(x) if form == "function" else x.relu()
            return module[4:](x)

    used: nn.Module = Functional() if form in ("function", "method") else module
    if form == "in-place":
        module[1], module[3] = nn.ReLU(inplace=True), nn.ReLU(inplace=True)
    found, _, met = guided_gradients(used, used, image, [Target(2)])
    pixels = image.clone().requires_grad_()
    y = pixels
    for convolution in convolutions:
        y = GuidedRelu.apply(convolution(y))
    module[4:](y)[0, 2].backward()
    assert met == 2
    torch.testing.assert_close(found, pixels.grad)
    plain = image.clone().requires_grad_()
    module(plain)[0, 2].backward()
    assert plain.grad is not None
    assert (found - plain.grad).abs().max() > 1e-4


@pytest.mark.parametrize("activation", [nn.ReLU6, nn.SiLU, nn.Hardswish, nn.GELU])
def test_guided_gradients_of_other_activations(
    image: torch.Tensor, activation: type[nn.Module]
) -> None:
    module = small(activation)
    before = dict(module.named_modules())
    _, _, met = guided_gradients(module, module, image, [Target(0)])
    assert met == 2
    assert dict(module.named_modules()) == before
    again = image.clone().requires_grad_()
    module(again)[0, 0].backward()  # no longer guided
    plain = image.clone().requires_grad_()
    small(activation)(plain)[0, 0].backward()
    torch.testing.assert_close(again.grad, plain.grad)


def test_a_network_without_known_activations_is_noted(image: torch.Tensor) -> None:
    module = nn.Sequential(nn.Conv2d(3, 4, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten()).eval()
    maps = explain(as_network(module), image, 1, methods=["guided_backprop"])
    assert [note.id for note in maps.notes["guided_backprop"]] == ["plain-gradient"]


def test_a_guided_product_is_one(image: torch.Tensor) -> None:
    names = ["guided_backprop", "median_pooling", "guided_median_pooling"]
    maps = explain(as_network(small()), image, 1, methods=names)
    product = (
        maps.pixels["guided_backprop"] * upsample(maps.raw["median_pooling"], (12, 12))[:, None]
    )
    np.testing.assert_allclose(maps.pixels["guided_median_pooling"], product, atol=1e-7)
    np.testing.assert_allclose(maps.raw["guided_median_pooling"], np.abs(product).max(1), atol=1e-7)


def test_smooth_grad_cam_pp_is_the_mean_over_noisy_copies(image: torch.Tensor) -> None:
    """Against a plain transcription, with the same noise."""
    module = small()
    samples, sigma, seed = 5, 0.2, 6
    options = ExplainOptions(samples=samples, sigma=sigma, seed=seed, batch=2)
    maps = explain(as_network(module), image, 3, methods=["smooth_grad_cam_pp"], layer="2",
                   options=options)  # fmt: skip
    generator = torch.Generator().manual_seed(seed)
    span = float(image.max() - image.min())
    gradients = []
    for _ in range(samples):
        noisy = image + torch.randn(3, 12, 12, generator=generator) * sigma * span
        layer = module[:3](noisy).detach().requires_grad_()
        module[3:](layer)[0, 3].backward()
        assert layer.grad is not None
        gradients.append(layer.grad[0].double())
    stack = torch.stack(gradients)
    first, second, third = stack.mean(0), stack.pow(2).mean(0), stack.pow(3).mean(0)
    activations = module[:3](image)[0].detach().double().clamp_min(0)
    below = 2 * second + activations.sum((1, 2), keepdim=True) * third
    alpha = torch.where(below != 0, second / below, 0).clamp(0, 0.5)
    weights = (alpha * first.clamp_min(0)).sum((1, 2))
    wanted = torch.einsum("k,khw->hw", weights, activations).clamp_min(0)
    np.testing.assert_allclose(maps.raw["smooth_grad_cam_pp"][0], wanted.numpy(), rtol=1e-3)


def test_score_cam_is_the_algorithm_of_the_paper(image: torch.Tensor) -> None:
    module = small()
    maps = explain(as_network(module), image, 1, methods=["score_cam"], layer="2")
    with torch.inference_mode():
        activations = module[:3](image)[0]
        scores = []
        for each in activations:
            mask = (each - each.min()) / (each.max() - each.min())
            scores.append(module(image * mask)[0, 1] - module(image * 0)[0, 1])
        weights = torch.stack(scores).softmax(0)
        wanted = torch.einsum("k,khw->hw", weights, activations).clamp_min(0)
    np.testing.assert_allclose(maps.raw["score_cam"][0], wanted.numpy(), rtol=1e-4, atol=1e-6)


def test_score_cam_of_few_channels_takes_those_that_vary_most(image: torch.Tensor) -> None:
    asked: list[int] = []

    def ask(x: torch.Tensor, targets: object) -> torch.Tensor:
        asked.append(len(x))
        return torch.zeros(len(x))

    maps = torch.stack([torch.full((4, 4), 3.0), torch.eye(4) * 9, torch.eye(4)])
    options = ExplainOptions(channels=1)
    found = masking.score_cam(ask, image[0], maps, Target(0), options, lambda *_: None)
    assert asked == [1]
    torch.testing.assert_close(found, maps[1])


def corner_score(x: torch.Tensor, targets: object) -> torch.Tensor:
    """A "network" that looks at the upper left corner only."""
    return x[:, :, :3, :3].mean((1, 2, 3))


@pytest.mark.parametrize("make", [masking.rise, masking.occlusion])
def test_masking_finds_the_place_that_counts(make: object) -> None:
    image = torch.ones(3, 12, 12)
    options = ExplainOptions(masks=400, mask_cells=4, batch=16)
    found = make(corner_score, image, Target(0), options, lambda *_: None)  # type: ignore[operator]
    assert found.shape == (12, 12)
    assert found[:3, :3].mean() > 1.3 * found[6:, 6:].mean() + 0.01


def test_rise_masks_are_seeded_soft_and_half_open() -> None:
    options = ExplainOptions(mask_cells=7)
    masks = masking.random_masks(200, (30, 40), options, torch.Generator().manual_seed(1))
    again = masking.random_masks(200, (30, 40), options, torch.Generator().manual_seed(1))
    assert torch.equal(masks, again)
    assert masks.shape == (200, 30, 40)
    assert 0 <= float(masks.min()) <= float(masks.max()) <= 1
    assert float(masks.mean()) == pytest.approx(0.5, abs=0.02)


def test_upsampling_scales_to_one_and_leaves_empty_maps_empty() -> None:
    maps = np.zeros((3, 2, 3), np.float32)
    maps[0, 1, 2] = 5
    maps[1] = 7
    large = upsample(maps, (8, 9))
    assert large.shape == (3, 8, 9)
    assert large.dtype == np.float32
    assert large[0].max() == 1
    assert large[0].min() == 0
    assert np.unravel_index(large[0].argmax(), (8, 9)) == (6, 7)
    assert not large[1:].any()


def test_random_methods_repeat(image: torch.Tensor) -> None:
    names = ["smooth_grad_cam_pp", "rise"]
    network = as_network(small(nn.SiLU))
    options = [ExplainOptions(samples=3, masks=20, seed=seed) for seed in (1, 1, 2)]
    one, same, other = (explain(network, image, 1, methods=names, options=o) for o in options)
    for name in names:
        np.testing.assert_array_equal(one.raw[name], same.raw[name])
        assert np.abs(one.raw[name] - other.raw[name]).max() > 0


def test_a_long_method_reports_and_can_be_stopped(image: torch.Tensor) -> None:
    seen: list[Progress] = []
    context = JobContext(seen.append)

    def stop_soon(*_: object) -> None:
        if len(calls) > 3:
            context.cancel()

    calls: list[int] = []
    module = small()
    module.register_forward_hook(lambda *_: (calls.append(1), stop_soon())[2:] or None)
    with pytest.raises(JobCancelled):
        explain(as_network(module), image, 1, methods=["rise"], context=context)
    assert len(calls) < 8
    assert all(not hooks for hooks in (module[0]._forward_hooks, module[2]._forward_hooks))


def test_threads_do_not_share_the_guided_mode(image: torch.Tensor) -> None:
    module = small()
    wanted = image.clone().requires_grad_()
    small()(wanted)[0, 0].backward()
    found: list[torch.Tensor] = []

    def plain() -> None:
        pixels = image.clone().requires_grad_()
        small_copy(pixels)[0, 0].backward()
        assert pixels.grad is not None
        found.append(pixels.grad)

    small_copy = small()

    def forward(x: torch.Tensor) -> torch.Tensor:
        worker = threading.Thread(target=plain)
        worker.start()
        worker.join()
        return module(x)

    guided_gradients(module, forward, image, [Target(0)])
    torch.testing.assert_close(found[0], wanted.grad)


def test_lists_of_methods_and_networks_need_no_torch() -> None:
    code = (
        "import sys, models.explain.methods, models.explain.networks; "
        "sys.exit('torch' in sys.modules)"
    )
    root = Path(__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_noisy_copies_are_taken_in_even_parts() -> None:
    assert even_parts(25, 8) == [7, 6, 6, 6]
    assert even_parts(3, 8) == [3]
    assert even_parts(4, 1) == [1, 1, 1, 1]


class Around(nn.Module):
    """A network with a way around its second convolution."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(3)
        self.first, self.second = nn.Conv2d(3, 6, 3, padding=1), nn.Conv2d(6, 6, 3, padding=1)
        self.last = nn.Linear(6, 4)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.first(x).relu()
        # The mean has one form whatever the input: nothing fails, and only outputs tell.
        return self.last(self.second(x).relu().mean((2, 3)) + x.mean((0, 2, 3)))


@pytest.mark.parametrize(("module", "layer"), [(small(), "2"), (Around().eval(), "second")])
def test_the_part_above_alone_is_taken_only_where_it_is_right(
    image: torch.Tensor, monkeypatch: pytest.MonkeyPatch, module: nn.Module, layer: str
) -> None:
    network = as_network(module)
    options = ExplainOptions(samples=7, seed=3)
    taken: list[bool] = []
    above = Extractor.above
    whole = Extractor.run

    def watched(self: Extractor, *args: object) -> object:
        taken.append(True)
        return above(self, *args)  # type: ignore[arg-type]

    passes: list[int] = []

    def counted(self: Extractor, x: torch.Tensor, *args: object, **options: object) -> object:
        passes.append(len(x))
        return whole(self, x, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Extractor, "above", watched)
    monkeypatch.setattr(Extractor, "run", counted)
    names = ["smooth_grad_cam_pp"]
    quick = explain(network, image, 1, methods=names, layer=layer, options=options)
    assert taken
    assert passes == ([1] if layer == "2" else [1, 4, 3])
    monkeypatch.setattr(Extractor, "above", lambda *_: None)
    plain = explain(network, image, 1, methods=names, layer=layer, options=options)
    np.testing.assert_allclose(quick.raw[names[0]], plain.raw[names[0]], rtol=1e-4, atol=1e-7)
    assert all(not part._forward_hooks for part in module.modules())


def test_a_map_by_pixel_is_seen_although_single_pixels_stand_out() -> None:
    maps = np.abs(np.random.default_rng(0).normal(size=(2, 40, 40))).astype(np.float32)
    maps[0, 3, 4] = 1000
    maps[1] = 0
    plain = upsample(maps, (40, 40))
    seen = upsample(maps, (40, 40), "guided_backprop")
    assert plain[0].mean() < 0.01
    assert 0.1 < seen[0].mean() < 0.9
    assert seen[0, 3, 4] == seen.max() == 1
    assert not seen[1].any()
    assert (upsample(maps, (40, 40), "grad_cam") == plain).all()
    one = np.zeros((1, 40, 40), np.float32)
    one[0, 5, 5] = 1  # fewer pixels than are cut off
    assert upsample(one, (40, 40), "guided_backprop")[0, 5, 5] == 1
