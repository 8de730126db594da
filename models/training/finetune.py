"""Fine-tuning: a network that knows ImageNet learns the classes of labelled photos.

The last layer is made anew for the classes, the upper layers are adapted, the lower ones stay as
they are: they need no gradients, so that seven hundred photos take minutes on two cores. Photos are
turned by right angles and mirrored at random, as in the median-pooling Grad-CAM paper; that is
right for views from above, and `turn=False` leaves mirroring alone for everything else.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from common.errors import ModelError
from common.jobs import JobContext

logger = logging.getLogger(__name__)

Load = Callable[[int], torch.Tensor]  # number of a photo -> what the network takes, (3, H, W)
_KEPT_BYTES = 2 << 30  # photos are kept in memory up to here, else read again every round
_HEAD_FACTOR = 10.0  # the new layer learns so much faster than the others


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """How to learn.

    Args:
        epochs: times that every photo is seen.
        batch: photos a step.
        rate: of learning of the upper layers (AdamW, cosine to 0); the last layer takes ten times
            as much.
        frozen: 0-1, share of the layers, from below, that stay as they are.
        turn: turn by right angles as well as mirror.
        seed: of the split, the new layer, the order and the turning.
    """

    epochs: int = 12
    batch: int = 32
    rate: float = 2e-4
    frozen: float = 0.5
    turn: bool = True
    seed: int = 0

    def __post_init__(self) -> None:
        if self.epochs < 1 or self.batch < 1 or self.rate <= 0 or not 0 <= self.frozen <= 1:
            raise ValueError("Epochs, batch and rate must be positive, frozen between 0 and 1.")


@dataclass(frozen=True, slots=True)
class Epoch:
    """How one round through all photos went.

    Args:
        loss: mean cross-entropy.
        accuracy: 0-1, on the photos it learned from, while it learned.
        seconds: it took.
    """

    loss: float
    accuracy: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Trained:
    """What was learned.

    Args:
        module: in evaluation mode, without gradients.
        epochs: in order.
        test: numbers of the photos it never saw, int64 (T,).
        predicted: class of each of them, int64 (T,).
        confusion: int64 (C, C), true class by predicted one.
    """

    module: nn.Module
    epochs: tuple[Epoch, ...]
    test: NDArray[np.int64]
    predicted: NDArray[np.int64]
    confusion: NDArray[np.int64]

    @property
    def accuracy(self) -> float:
        """Share of the unseen photos that it names rightly; NaN where all were learned from."""
        total = int(self.confusion.sum())
        return float(np.trace(self.confusion) / total) if total else float("nan")


@dataclass(slots=True)
class _Photos:
    """Photos by number, kept in memory while they fit."""

    load: Load
    room: int = _KEPT_BYTES
    kept: dict[int, torch.Tensor] = field(default_factory=dict)

    def get(self, number: int) -> torch.Tensor:
        if number in self.kept:
            return self.kept[number]
        photo = self.load(number)
        if photo.nbytes <= self.room:
            self.room -= photo.nbytes
            self.kept[number] = photo
        return photo

    def batch(self, numbers: Sequence[int]) -> torch.Tensor:
        return torch.stack([self.get(number) for number in numbers])


def split(
    targets: Sequence[int], *, share: float = 0.2, seed: int = 0
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return numbers to learn from and numbers to test on, class by class.

    Args:
        targets: class of each photo.
        share: 0-1, of each class that is tested on: rounded, at most all but one.
        seed: of the choice.
    """
    random = np.random.default_rng(seed)
    truth = np.asarray(targets, np.int64)
    learn, test = [], []
    for label in np.unique(truth):
        numbers = random.permutation(np.flatnonzero(truth == label))
        count = min(round(share * len(numbers)), len(numbers) - 1)
        test.append(numbers[:count])
        learn.append(numbers[count:])
    empty = np.empty(0, np.int64)
    return np.sort(np.concatenate([empty, *learn])), np.sort(np.concatenate([empty, *test]))


def with_classes(module: nn.Module, count: int, *, seed: int = 0) -> None:
    """Replace the last layer by one for so many classes, with small seeded weights.

    Raises:
        ModelError: the network has no last layer that could be replaced.
    """
    for name, part in reversed(list(module.named_modules())):
        if isinstance(part, nn.Linear):
            fresh: nn.Module = nn.Linear(part.in_features, count)
        elif isinstance(part, nn.Conv2d) and part.kernel_size == (1, 1):
            fresh = nn.Conv2d(part.in_channels, count, 1)
        else:
            continue
        generator = torch.Generator().manual_seed(seed)
        for parameter in fresh.parameters():
            with torch.no_grad():
                if parameter.ndim > 1:
                    parameter.copy_(torch.randn(parameter.shape, generator=generator) * 0.01)
                else:
                    parameter.zero_()
        owner, _, own = name.rpartition(".")
        setattr(module.get_submodule(owner), own, fresh)
        return
    raise ModelError(
        "This network has no last layer that could learn other classes.",
        hint="Take mobilenet_v2, squeezenet1_0, vgg16 or resnet34.",
    )


def fine_tune(
    module: nn.Module,
    load: Load,
    targets: Sequence[int],
    classes: int,
    *,
    options: TrainOptions | None = None,
    context: JobContext | None = None,
) -> Trained:
    """Teach a network new classes; it is changed in place.

    Args:
        module: from float32 (N, 3, H, W) to logits (N, any).
        load: gives what the network takes of photo i.
        targets: class of each photo, 0 to classes - 1.
        classes: how many there are.
        options: how to learn; a fifth of each class is kept apart and only tested on.
        context: asked between batches.

    Raises:
        ModelError: fewer than two classes, a class of one photo, or the loss is not a number.
        JobCancelled: the user cancelled.
    """
    options, context = options or TrainOptions(), context or JobContext()
    counts = np.bincount(np.asarray(targets, np.int64), minlength=classes)
    if classes < 2 or counts.min() < 2:
        raise ModelError(
            "A network needs at least two classes with two photos each to learn from.",
            hint="Put the photos of each class into a folder of its own.",
        )
    learn, test = split(targets, seed=options.seed)
    photos = _Photos(load)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(options.seed)  # of dropout
        with_classes(module, classes, seed=options.seed)
        log = _learn(module, photos, np.asarray(targets), learn, options, context)
    module.eval().requires_grad_(requires_grad=False)
    predicted = _predict(module, photos, test, options.batch, context)
    confusion = np.zeros((classes, classes), np.int64)
    np.add.at(confusion, (np.asarray(targets, np.int64)[test], predicted), 1)
    return Trained(module, tuple(log), test, predicted, confusion)


def _learn(
    module: nn.Module,
    photos: _Photos,
    targets: NDArray[Any],
    learn: NDArray[np.int64],
    options: TrainOptions,
    context: JobContext,
) -> list[Epoch]:
    optimiser, schedule = _optimiser(module, options, -(-len(learn) // options.batch))
    random = np.random.default_rng(options.seed)
    log: list[Epoch] = []
    module.train()
    for part in module.modules():
        if isinstance(part, nn.modules.batchnorm._BatchNorm):  # noqa: SLF001 - has no public name
            part.eval()  # too few photos for statistics of their own
    for number in range(options.epochs):
        begin, losses, right = time.perf_counter(), 0.0, 0
        for batch in _batches(random.permutation(learn), options.batch):
            note = f"round {number + 1} of {options.epochs}"
            context.step(number * len(learn), options.epochs * len(learn), note)
            x = _turned(photos.batch(batch.tolist()), random, turn=options.turn)
            truth = torch.from_numpy(targets[batch].astype(np.int64))
            logits = module(x)
            loss = functional.cross_entropy(logits, truth)
            if not bool(torch.isfinite(loss)):
                raise ModelError(
                    "Learning went astray: the error is no longer a number.",
                    hint="Try again with a smaller rate.",
                )
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
            losses += float(loss.detach()) * len(batch)
            right += int((logits.detach().argmax(1) == truth).sum())
        log.append(Epoch(losses / len(learn), right / len(learn), time.perf_counter() - begin))
        logger.info("Epoch %d: %s", number + 1, log[-1])
    return log


def _optimiser(module: nn.Module, options: TrainOptions, steps: int) -> tuple[Any, Any]:
    """Freeze the lower layers; return the optimiser of the others and its schedule."""
    layers = [part for part in module.modules() if list(part.parameters(recurse=False))]
    first = min(round(options.frozen * len(layers)), len(layers) - 1)
    module.requires_grad_(requires_grad=False)
    for layer in layers[first:]:
        for parameter in layer.parameters(recurse=False):
            parameter.requires_grad = True
    head = {id(parameter) for parameter in layers[-1].parameters(recurse=False)}
    upper = [p for p in module.parameters() if p.requires_grad and id(p) not in head]
    groups: list[dict[str, Any]] = [
        {"params": list(layers[-1].parameters(recurse=False)), "lr": options.rate * _HEAD_FACTOR}
    ]
    if upper:
        groups.append({"params": upper, "lr": options.rate})
    optimiser = torch.optim.AdamW(groups, weight_decay=1e-4)
    total = steps * options.epochs
    return optimiser, torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, total)


def _batches(numbers: NDArray[np.int64], size: int) -> Iterator[NDArray[np.int64]]:
    """Cut into batches; a last one of a single photo joins the one before it."""
    cuts = list(range(0, len(numbers), size))
    if len(cuts) > 1 and len(numbers) - cuts[-1] == 1:
        cuts.pop()
    for start, end in zip(cuts, [*cuts[1:], len(numbers)], strict=True):
        yield numbers[start:end]


def _turned(x: torch.Tensor, random: np.random.Generator, *, turn: bool) -> torch.Tensor:
    """Turn each square image by 0-3 right angles and mirror every other one, at random."""
    square = x.shape[-1] == x.shape[-2]
    quarters = random.integers(0, 4 if turn and square else 1, len(x))
    mirrored = random.random(len(x)) < 0.5
    images = []
    for image, quarter, mirror in zip(x, quarters.tolist(), mirrored.tolist(), strict=True):
        turned = torch.rot90(image, quarter, (1, 2))
        images.append(turned.flip(2) if mirror else turned)
    return torch.stack(images)


def _predict(
    module: nn.Module,
    photos: _Photos,
    numbers: NDArray[np.int64],
    batch: int,
    context: JobContext,
) -> NDArray[np.int64]:
    found: list[int] = []
    with torch.inference_mode():
        for start in range(0, len(numbers), batch):
            context.step(start, len(numbers), "testing")
            part = numbers[start : start + batch].tolist()
            found.extend(module(photos.batch(part)).argmax(1).tolist())
    return np.array(found, np.int64)
