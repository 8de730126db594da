"""Derivatives averaged over noisy copies of an image (Smooth Grad-CAM++)."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import torch

from models.explain.base import ExplainOptions, Target
from models.explain.extractor import Extractor, Traces, check_outputs

_COPIES = 5  # at a time on a processor: with more, maps of early layers leave its caches
_MOST_BYTES = 64 << 20  # of activations of all copies, for the part above the layer at once
_NEAR = 1e-3  # of the largest output


def moments(
    extractor: Extractor,
    x: torch.Tensor,
    targets: Sequence[Target],
    traces: Traces,
    options: ExplainOptions,
    step: Callable[[int, int], None],
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the means of g, g^2 and g^3 over noisy copies, each (N, K, h, w).

    The copies of one image go through the network some at a time. Where everything goes through
    the layer, only the part below it is run so, and the part above once for all of them: what is
    slow about large layers, reading their weights, is then done once.

    Args:
        extractor: open.
        x: (N, 3, H, W).
        targets: one an image, classes chosen.
        traces: of the images themselves.
        options: `samples`, `sigma`, `seed`, `batch`.
        step: reports and cancels.
    """
    found = []
    splits = traces.activations[0].nbytes * (options.samples + 1) <= _MOST_BYTES
    for number, target in enumerate(targets):
        sums = None
        if splits:
            clean = (traces.activations[number], traces.outputs[number])
            parts = _parts(x[number], options, partial(step, number, len(x)))
            sums = _at_once(extractor, parts, target, clean)
            splits = sums is not None
        if sums is None:
            parts = _parts(x[number], options, partial(step, number, len(x)))
            sums = _one_by_one(extractor, parts, target)
        found.append([each / options.samples for each in sums])
    first, second, third = (torch.stack(each) for each in zip(*found, strict=True))
    return first, second, third


def _parts(
    image: torch.Tensor, options: ExplainOptions, step: Callable[[], None]
) -> Iterator[torch.Tensor]:
    """Yield the noisy copies of an image, some at a time.

    Every image has the same stream of noise, so that its map does not depend on its batch.
    """
    most = min(options.batch, _COPIES) if image.device.type == "cpu" else options.batch
    generator = torch.Generator().manual_seed(options.seed)
    for count in even_parts(options.samples, most):
        step()
        copies = image[None] + noise(image, count, options.sigma, generator)
        on_device = copies.device.type != "mps"
        yield copies.contiguous(memory_format=torch.channels_last) if on_device else copies


def _one_by_one(
    extractor: Extractor, parts: Iterator[torch.Tensor], target: Target
) -> list[torch.Tensor]:
    """Return the sums of g, g^2 and g^3, one whole pass a part."""
    sums: list[torch.Tensor] = []
    for copies in parts:
        powers = _powers(extractor.run(copies, [target] * len(copies)).gradients)
        sums = [a + b for a, b in zip(sums, powers, strict=True)] if sums else powers
    return sums


def _at_once(
    extractor: Extractor,
    parts: Iterator[torch.Tensor],
    target: Target,
    clean: tuple[torch.Tensor, torch.Tensor],
) -> list[torch.Tensor] | None:
    """Return the same with one pass above the layer; None where the network has a way around it.

    The activations of the image itself go along: they must give its outputs again.
    """
    below, like = [], None
    for copies in parts:
        below.append(extractor.below(copies))
        like = copies
    assert like is not None
    maps = torch.cat([*below, clean[0][None]])
    if len(maps) < 3:
        return None
    traces = extractor.above(maps, [target] * len(maps), like)
    if traces is None:
        return None
    check_outputs(traces.outputs, maps)
    near = _NEAR * float(clean[1].abs().max()) + 1e-6
    if float((traces.outputs[-1] - clean[1]).abs().max()) > near:
        return None
    return _powers(traces.gradients[:-1])


def _powers(gradients: torch.Tensor) -> list[torch.Tensor]:
    return [gradients.sum(0), gradients.square().sum(0), gradients.pow(3).sum(0)]


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
