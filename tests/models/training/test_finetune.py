import numpy as np
import pytest
import torch
from torch import nn

from common.errors import ModelError
from common.jobs import JobCancelled, JobContext
from models.networks.squeezenet import SqueezeNet
from models.training.finetune import TrainOptions, fine_tune, split, with_classes

TARGETS = [0] * 10 + [1] * 10 + [2] * 10


def network(seed: int = 0) -> nn.Module:
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.AdaptiveAvgPool2d(1),
        nn.Flatten(), nn.Dropout(0.1), nn.Linear(8, 5),
    )  # fmt: skip


def load(number: int) -> torch.Tensor:
    """Photos of the three colours, with noise."""
    generator = torch.Generator().manual_seed(number)
    photo = torch.rand((3, 12, 12), generator=generator) * 0.5
    photo[TARGETS[number]] += 1
    return photo


OPTIONS = TrainOptions(epochs=25, batch=8, rate=1e-2, frozen=0)


def test_it_learns_what_the_folders_say() -> None:
    trained = fine_tune(network(), load, TARGETS, 3, options=OPTIONS)
    assert trained.accuracy == 1.0
    assert trained.confusion.tolist() == np.diag([2, 2, 2]).tolist()
    assert trained.epochs[-1].loss < trained.epochs[0].loss
    assert len(trained.test) == 6
    assert not trained.module.training
    assert not any(parameter.requires_grad for parameter in trained.module.parameters())


def test_the_same_seed_learns_the_same() -> None:
    options = TrainOptions(epochs=2, batch=8, rate=1e-2)
    state = torch.random.get_rng_state()
    one, two = (fine_tune(network(), load, TARGETS, 3, options=options) for _ in range(2))
    other = fine_tune(
        network(), load, TARGETS, 3, options=TrainOptions(epochs=2, batch=8, rate=1e-2, seed=1)
    )
    pairs = zip(one.module.parameters(), two.module.parameters(), strict=True)
    assert all(torch.equal(a, b) for a, b in pairs)
    assert not torch.equal(one.module[5].weight, other.module[5].weight)  # type: ignore[index]
    torch.random.set_rng_state(state)


def test_frozen_layers_stay_as_they_are() -> None:
    module = network()
    lower = module[0].weight.clone()  # type: ignore[index]
    fine_tune(module, load, TARGETS, 3, options=TrainOptions(epochs=1, frozen=0.5))
    assert torch.equal(lower, module[0].weight)  # type: ignore[index]
    fine_tune(module, load, TARGETS, 3, options=TrainOptions(epochs=1, frozen=0))
    assert not torch.equal(lower, module[0].weight)  # type: ignore[index]


def test_a_fifth_of_each_class_is_kept_apart() -> None:
    learn, test = split([0] * 50 + [1] * 10 + [2] * 2, seed=3)
    assert np.intersect1d(learn, test).size == 0
    assert len(learn) + len(test) == 62
    assert (test < 50).sum() == 10
    assert ((test >= 50) & (test < 60)).sum() == 2
    assert (test >= 60).sum() == 0
    assert split([0] * 50, seed=3)[1].tolist() != split([0] * 50, seed=4)[1].tolist()


@pytest.mark.parametrize("size", [1, 3])
def test_the_last_layer_is_made_for_the_classes(size: int) -> None:
    module = SqueezeNet()
    with_classes(module, size)
    assert module(torch.zeros((2, 3, 99, 99))).shape == (2, size)


@pytest.mark.parametrize(("targets", "classes"), [([0] * 9, 1), ([0, 0, 1], 2), ([], 2)])
def test_too_little_to_learn_from_is_refused(targets: list[int], classes: int) -> None:
    with pytest.raises(ModelError, match="at least two classes"):
        fine_tune(network(), load, targets, classes)


def test_what_cannot_be_learned_is_refused() -> None:
    with pytest.raises(ModelError, match="no last layer"):
        fine_tune(nn.ReLU(), load, TARGETS, 3)
    with pytest.raises(ModelError, match="no longer a number"):
        fine_tune(network(), lambda i: load(i) * torch.nan, TARGETS, 3)
    with pytest.raises(ValueError, match="positive"):
        TrainOptions(epochs=0)


def test_learning_can_be_cancelled() -> None:
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        fine_tune(network(), load, TARGETS, 3, context=context)
