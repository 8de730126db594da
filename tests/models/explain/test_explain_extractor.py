"""The extractor: what it reads, and that it leaves the network as it was."""

import numpy as np
import pytest
import torch
from torch import nn

from common.errors import ModelError, WeightsError
from models.explain.base import ExplainOptions, LayerError, Target, TargetError
from models.explain.explain import explain
from models.explain.extractor import Extractor
from models.explain.networks import Network


def small(*, activation: type[nn.Module] = nn.ReLU, in_place: bool = False) -> nn.Sequential:
    torch.manual_seed(4)
    last = nn.ReLU(inplace=True) if in_place else activation()
    return nn.Sequential(
        nn.Conv2d(3, 6, 3, padding=1), nn.BatchNorm2d(6), activation(), nn.MaxPool2d(2),
        nn.Conv2d(6, 8, 3, padding=1), last, nn.AdaptiveAvgPool2d(2), nn.Flatten(),
        nn.Linear(32, 5),
    ).eval()  # fmt: skip


def as_network(module: nn.Module, classes: int = 5) -> Network:
    labels = tuple(f"class {number}" for number in range(classes))
    return Network("small", module, labels, (16, 16))


@pytest.fixture
def images() -> torch.Tensor:
    return torch.randn(4, 3, 16, 16, generator=torch.Generator().manual_seed(1))


def plain_gradients(
    module: nn.Sequential, layer: int, images: torch.Tensor, classes: list[int]
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return activations and gradients by cutting the chain by hand."""
    maps = module[: layer + 1](images).detach().requires_grad_()
    outputs = module[layer + 1 :](maps.clone())
    outputs[range(len(classes)), classes].sum().backward()
    assert maps.grad is not None
    return maps.detach(), maps.grad


@pytest.mark.parametrize("in_place", [False, True])
@pytest.mark.parametrize("layer", [0, 3, 4])
def test_activations_and_gradients(images: torch.Tensor, layer: int, in_place: bool) -> None:
    module = small(in_place=in_place)
    classes = [0, 3, 3, 2]
    with Extractor(module, str(layer)) as extractor:
        traces = extractor.run(images, [Target(index) for index in classes])
    maps, gradients = plain_gradients(small(), layer, images, classes)
    torch.testing.assert_close(traces.activations, maps)
    torch.testing.assert_close(traces.gradients, gradients)
    torch.testing.assert_close(traces.scores, small()(images))


def state(module: nn.Module) -> list[object]:
    return [
        [len(part._forward_hooks) for part in module.modules()],
        [len(part._backward_hooks) for part in module.modules()],
        [part.training for part in module.modules()],
        [each.requires_grad for each in module.parameters()],
        [each.grad for each in module.parameters()],
    ]


@pytest.mark.parametrize("layer", ["4", "7", "nothing"])
def test_the_network_is_left_as_it_was_whatever_happens(images: torch.Tensor, layer: str) -> None:
    module = small().train()
    module[1].eval()
    module[0].weight.requires_grad_(False)
    before = state(module)
    norms = module[1].running_mean.clone()
    try:
        with Extractor(module, layer) as extractor:
            assert not module.training
            extractor.run(images, [Target(1)] * 4)
    except LayerError:
        assert layer != "4"
    assert state(module) == before
    torch.testing.assert_close(module[1].running_mean, norms)


def test_only_the_part_above_the_layer_is_differentiated(images: torch.Tensor) -> None:
    module = small().train()
    for parameter in module.parameters():
        parameter.requires_grad_(True)
    went_back: list[str] = []
    kept: list[torch.Tensor] = []
    for name in ("0", "2", "6"):
        module.get_submodule(name).register_forward_hook(
            lambda _m, _i, output, name=name: (
                (
                    kept.append(output) if output.requires_grad else None,
                    output.requires_grad and output.register_hook(lambda _: went_back.append(name)),
                )[2:]
                or None
            )
        )
    with Extractor(module, "4") as extractor:
        extractor.run(images, [Target(1)] * 4)
    assert went_back == ["6"]
    assert len(kept) == 1


def test_a_network_in_training_mode_is_run_in_evaluation_mode(images: torch.Tensor) -> None:
    module = small()
    wanted = explain(as_network(module), images, 1, methods=["grad_cam"])
    module.train()
    found = explain(as_network(module), images, 1, methods=["grad_cam"])
    assert module.training
    np.testing.assert_array_equal(found.raw["grad_cam"], wanted.raw["grad_cam"])
    assert [note.id for note in found.notes[""]] == ["was-training"]


def test_every_kind_of_bad_layer_is_a_clear_error(images: torch.Tensor) -> None:
    network = as_network(small())
    with pytest.raises(LayerError, match="no layer “9”"):
        explain(network, images, methods=["grad_cam"], layer="9")
    with pytest.raises(LayerError, match="no spatial extent"):
        explain(network, images, methods=["grad_cam"], layer="7")
    flat = nn.Sequential(nn.Flatten(), nn.Linear(768, 5)).eval()
    with pytest.raises(LayerError, match="no layer with spatial extent"):
        explain(as_network(flat), images, methods=["grad_cam"])
    assert explain(as_network(flat), images, methods=["occlusion"]).raw["occlusion"].any()


@pytest.mark.parametrize("target", [5, -2, Target(1, against=1), Target(1, against=9)])
def test_a_target_that_does_not_exist(images: torch.Tensor, target: int | Target) -> None:
    with pytest.raises(TargetError):
        explain(as_network(small()), images, target, methods=["grad_cam"])


def test_as_many_targets_as_images(images: torch.Tensor) -> None:
    with pytest.raises(TargetError, match="2 targets were given for 4 images"):
        explain(as_network(small()), images, [1, 2], methods=["grad_cam"])


def test_weights_that_are_no_numbers(images: torch.Tensor) -> None:
    module = small()
    module[4].weight.data[0, 0, 0, 0] = torch.nan
    before = state(module)
    with pytest.raises(WeightsError, match="not finite"):
        explain(as_network(module), images, methods=["grad_cam"])
    assert state(module) == before


@pytest.mark.filterwarnings("error")
def test_a_class_without_any_gradient_gives_an_empty_map_with_a_note(images: torch.Tensor) -> None:
    module = small()
    module[8].weight.data[2] = 0
    names = ["default", "hires_cam", "layer_cam", "grad_cam_pp_third", "guided_grad_cam"]
    maps = explain(as_network(module), images, 2, methods=names, options=ExplainOptions(samples=2))
    for name, raw in maps.raw.items():
        assert not raw.any()
        assert np.isfinite(raw).all()
        assert [note.id for note in maps.notes[name]] == ["no-gradient"]


def test_a_score_that_does_not_look_at_the_layer(images: torch.Tensor) -> None:
    class Deaf(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.seen = nn.Conv2d(3, 4, 3)
            self.unseen = nn.Conv2d(3, 5, 3)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            self.unseen(x)
            return self.seen(x).mean((2, 3))

    maps = explain(as_network(Deaf().eval(), 4), images, 1, methods=["grad_cam"], layer="unseen")
    assert [note.id for note in maps.notes["grad_cam"]] == ["no-gradient"]


def test_comparing_two_classes_is_the_difference_of_their_gradients(images: torch.Tensor) -> None:
    module = small()
    with Extractor(module, "4") as extractor:
        both = extractor.run(images, [Target(1, against=3)] * 4).gradients
        one = extractor.run(images, [Target(1)] * 4).gradients
        other = extractor.run(images, [Target(3)] * 4).gradients
    torch.testing.assert_close(both, one - other)


def test_auto_means_the_best_class_of_each_image(images: torch.Tensor) -> None:
    network = as_network(small())
    maps = explain(network, images, methods=["grad_cam"])
    best = maps.scores.argmax(1)
    assert [target.index for target in maps.targets] == best.tolist()
    again = explain(network, images, best.tolist(), methods=["grad_cam"])
    np.testing.assert_array_equal(maps.raw["grad_cam"], again.raw["grad_cam"])
    np.testing.assert_allclose(maps.scores.sum(1), 1, rtol=1e-5)


def test_a_map_does_not_depend_on_the_batch(images: torch.Tensor) -> None:
    network = as_network(small())
    names = ["default", "eigen_cam", "score_cam", "rise", "occlusion", "guided_median_pooling"]
    options = ExplainOptions(samples=5, masks=20, batch=4)
    together = explain(network, images, 1, methods=names, options=options)
    for number in range(4):
        alone = explain(network, images[number : number + 1], 1, methods=names,
                        options=ExplainOptions(samples=5, masks=20, batch=3))  # fmt: skip
        for name in together.raw:
            np.testing.assert_allclose(
                together.raw[name][number], alone.raw[name][0], rtol=1e-3, atol=1e-5
            )


class Hungry(nn.Module):
    """Runs out of memory above so many images."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.inner = small()
        self.limit = limit
        self.sizes: list[int] = []

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if len(x) > self.limit:
            raise torch.OutOfMemoryError("out of memory")
        self.sizes.append(len(x))
        return self.inner(x)


def test_when_the_memory_runs_out_the_batch_is_halved(images: torch.Tensor) -> None:
    hungry = Hungry(1).eval()
    maps = explain(as_network(hungry), images, 1, methods=["grad_cam"], layer="inner.4")
    wanted = explain(as_network(small()), images, 1, methods=["grad_cam"], layer="4")
    np.testing.assert_allclose(maps.raw["grad_cam"], wanted.raw["grad_cam"], atol=1e-6)
    assert hungry.sizes == [1, 1, 1, 1]
    assert [note.id for note in maps.notes[""]] == ["memory"]
    with pytest.raises(ModelError, match="memory is too small"):
        explain(as_network(Hungry(0)), images, 1, methods=["grad_cam"], layer="inner.4")


def test_third_order_equals_the_closed_form_below_relus(images: torch.Tensor) -> None:
    names = ["grad_cam_pp", "grad_cam_pp_third"]
    maps = explain(as_network(small()), images, 1, methods=names, layer="4")
    np.testing.assert_allclose(maps.raw[names[0]], maps.raw[names[1]], rtol=1e-5)
    smooth = explain(as_network(small(activation=nn.SiLU)), images, 1, methods=names, layer="4")
    assert np.abs(smooth.raw[names[0]] - smooth.raw[names[1]]).max() > 1e-4


def test_higher_derivatives_are_true_where_cells_act_alone() -> None:
    """Above the layer: SiLU, mean, sum: every cell acts alone, so the probe is exact."""
    module = nn.Sequential(
        nn.Conv2d(3, 4, 3), nn.SiLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 2)
    ).double()
    x = torch.randn(1, 3, 6, 6, dtype=torch.float64, generator=torch.Generator().manual_seed(2))
    with Extractor(module, "0") as extractor:
        traces = extractor.run(x, [Target(1)], order=3)
    maps = traces.activations
    assert traces.second is not None
    assert traces.third is not None

    def score(value: torch.Tensor, cell: tuple[int, ...]) -> torch.Tensor:
        changed = maps.clone()
        changed[cell] = value
        return module[1:](changed)[0, 1]

    for cell in [(0, 1, 2, 3), (0, 3, 0, 0)]:
        value = maps[cell].clone().requires_grad_()
        (first,) = torch.autograd.grad(score(value, cell), value, create_graph=True)
        (second,) = torch.autograd.grad(first, value, create_graph=True)
        (third,) = torch.autograd.grad(second, value)
        torch.testing.assert_close(traces.gradients[cell], first.detach())
        torch.testing.assert_close(traces.second[cell], second.detach())
        torch.testing.assert_close(traces.third[cell], third)
