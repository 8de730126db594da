import numpy as np
import pytest
import torch
from torch import nn

from common.jobs import JobCancelled, JobContext
from models.explain.sanity import Sanity, SanityStep, cascade, check_sanity, likeness


def network() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 8, 3, padding=1), nn.ReLU(),
        nn.Flatten(), nn.Linear(8 * 36, 4),
    )  # fmt: skip


X = torch.rand((2, 3, 6, 6), generator=torch.Generator().manual_seed(1))


def of_gradient(module: nn.Module) -> np.ndarray:
    x = X.clone().requires_grad_(True)
    module(x)[:, 0].sum().backward()
    return x.grad.abs().sum(1).numpy()


def of_edges(module: nn.Module) -> np.ndarray:
    return X.sum(1).numpy()


def test_a_map_of_the_network_passes_and_a_map_of_the_image_fails() -> None:
    module = network()
    before = [parameter.clone() for parameter in module.parameters()]
    good = check_sanity(module, of_gradient, steps=3)
    assert good.passed
    assert [step.layer for step in good.steps] == ["5", "2", "0"]
    bad = check_sanity(module, of_edges, steps=3)
    assert not bad.passed
    assert bad.steps[-1].correlation == pytest.approx(1)
    for old, new in zip(before, module.parameters(), strict=True):
        assert torch.equal(old, new)


def test_shuffling_goes_downward_and_keeps_the_values() -> None:
    module = network()
    seen = []
    for layer, shuffled in cascade(module, steps=3, seed=4):
        same = [
            torch.equal(old, new)
            for old, new in zip(module.parameters(), shuffled.parameters(), strict=True)
        ]
        seen.append((layer, same[0], same[2], same[4]))
        for old, new in zip(module.parameters(), shuffled.parameters(), strict=True):
            assert torch.equal(old.flatten().sort()[0], new.flatten().sort()[0])
    assert seen == [("5", True, True, False), ("2", True, False, False), ("0", False, False, False)]
    again = [copy[0].weight.clone() for _, copy in cascade(module, steps=1, seed=4)]  # type: ignore[index]
    other = [copy[0].weight.clone() for _, copy in cascade(module, steps=1, seed=5)]  # type: ignore[index]
    assert torch.equal(again[0], shuffled[0].weight)  # type: ignore[index]
    assert not torch.equal(again[0], other[0])


def test_more_steps_than_layers_look_at_each_layer_once() -> None:
    assert [name for name, _ in cascade(network(), steps=9)] == ["5", "2", "0"]


def test_constant_maps_have_no_likeness_and_count_as_changed() -> None:
    flat, ramp = np.zeros((1, 2, 2), np.float32), np.arange(4, dtype=np.float32).reshape(1, 2, 2)
    assert np.isnan(likeness(flat, ramp))
    assert likeness(flat, flat) == 1, "what was empty before says nothing of what was learned"
    assert likeness(ramp, ramp**3) == pytest.approx(1)
    assert likeness(ramp, -ramp) == pytest.approx(-1)
    assert Sanity((SanityStep("0", float("nan")),)).passed
    assert not Sanity(()).passed


def test_what_cannot_be_checked_is_refused() -> None:
    with pytest.raises(ValueError, match="parameters"):
        check_sanity(nn.ReLU(), of_edges)
    with pytest.raises(ValueError, match="step"):
        check_sanity(network(), of_edges, steps=0)
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        check_sanity(network(), of_edges, context=context)
