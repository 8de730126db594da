"""Derivatives averaged over noisy copies of an image (Smooth Grad-CAM++)."""

from collections.abc import Callable, Sequence

import torch

from models.explain.base import ExplainOptions, Target
from models.explain.extractor import Extractor

_COPIES = 5  # at a time on a processor: with more, maps of early layers leave its caches


def moments(
    extractor: Extractor,
    x: torch.Tensor,
    targets: Sequence[Target],
    options: ExplainOptions,
    step: Callable[[int, int], None],
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the means of g, g^2 and g^3 over noisy copies, each (N, K, h, w).

    The copies of one image go through the network some at a time: what is slow about large layers,
    reading their weights, is done once for all of them.

    Args:
        extractor: open.
        x: (N, 3, H, W).
        targets: one an image, classes chosen.
        options: `samples`, `sigma`, `seed`, `batch`.
        step: reports and cancels.
    """
    most = min(options.batch, _COPIES) if x.device.type == "cpu" else options.batch
    found = []
    for number, (image, target) in enumerate(zip(x, targets, strict=True)):
        # One stream of noise an image, so that its map does not depend on the rest of the batch.
        generator = torch.Generator().manual_seed(options.seed)
        sums: list[torch.Tensor] = []
        for count in even_parts(options.samples, most):
            step(number, len(x))
            copies = image[None] + noise(image, count, options.sigma, generator)
            gradients = extractor.run(copies, [target] * count).gradients
            powers = [gradients.sum(0), gradients.square().sum(0), gradients.pow(3).sum(0)]
            sums = [a + b for a, b in zip(sums, powers, strict=True)] if sums else powers
        found.append([each / options.samples for each in sums])
    first, second, third = (torch.stack(each) for each in zip(*found, strict=True))
    return first, second, third


def even_parts(total: int, most: int) -> list[int]:
    """Return how to cut a number into as few parts as possible of nearly one size, most at most."""
    parts = max(1, -(-total // most))
    return [total // parts + (number < total % parts) for number in range(parts)]


def noise(
    image: torch.Tensor, count: int, sigma: float, generator: torch.Generator
) -> torch.Tensor:
    """Return normal noise, (count, 3, H, W), whose deviation is a share of the image's range."""
    span = float(image.max() - image.min())
    # One after the other: the numbers are the same whatever the batch.
    drawn = torch.stack([torch.randn(image.shape, generator=generator) for _ in range(count)])
    return (drawn * (sigma * span)).to(image)
