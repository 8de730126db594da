"""Methods that ask about changed images: Score-CAM, RISE, sliding occlusion. No gradients."""

from collections.abc import Callable, Sequence

import torch
from torch.nn import functional

from models.explain.base import ExplainOptions, Target

Ask = Callable[[torch.Tensor, Sequence[Target]], torch.Tensor]  # images, targets -> score (N,)
Step = Callable[[int, int], None]  # done, total


def score_cam(
    ask: Ask,
    x: torch.Tensor,
    activations: torch.Tensor,
    target: Target,
    options: ExplainOptions,
    step: Step,
) -> torch.Tensor:
    """Return the map of one image, (h, w), >= 0 (Wang et al., 2020, algorithm 1).

    Every map of the layer, enlarged and scaled to 0-1, is laid over the image; the softmax of the
    scores of what is seen weighs the maps. The score of the empty image, which the paper takes away
    first, is the same for all and leaves a softmax as it is. Maps without any range show nothing
    and get no weight.

    Args:
        ask: the score before softmax.
        x: (3, H, W).
        activations: (K, h, w).
        target: of the image.
        options: `channels` and `batch`.
        step: reports and cancels.
    """
    span = activations.amax((1, 2)) - activations.amin((1, 2))
    kept = torch.nonzero(span > 0)[:, 0]
    if options.channels and len(kept) > options.channels:
        spread = activations[kept].var((1, 2))
        kept = kept[spread.argsort(descending=True, stable=True)[: options.channels]]
    if not len(kept):
        return torch.zeros_like(activations[0])
    scores: list[torch.Tensor] = []
    for numbers in torch.split(kept, options.batch):
        step(len(scores) * options.batch, len(kept))
        maps = activations[numbers]
        low = maps.amin((1, 2), keepdim=True)
        masks = (maps - low) / span[numbers][:, None, None]
        large = functional.interpolate(
            masks[:, None], x.shape[-2:], mode="bilinear", align_corners=False
        )
        scores.append(ask(x[None] * large, [target] * len(numbers)))
    weights = torch.cat(scores).softmax(0)
    return torch.einsum("k,khw->hw", weights, activations[kept]).clamp_min(0)


def rise(
    ask: Ask, x: torch.Tensor, target: Target, options: ExplainOptions, step: Step
) -> torch.Tensor:
    """Return the map of one image, (H, W) (Petsiuk et al., 2018, equation 6).

    Masks are grids of `mask_cells` cells a side, each open with the probability `mask_share`,
    enlarged smoothly to a little more than the image and cut out of that at a random place.

    Args:
        ask: a probability, or a cosine.
        x: (3, H, W).
        target: of the image.
        options: `masks`, `mask_cells`, `mask_share`, `batch`, `seed`.
        step: reports and cancels.
    """
    generator = torch.Generator().manual_seed(options.seed)
    total = torch.zeros(x.shape[-2:], device=x.device, dtype=torch.float32)
    done = 0
    while done < options.masks:
        step(done, options.masks)
        count = min(options.batch, options.masks - done)
        masks = random_masks(count, (x.shape[-2], x.shape[-1]), options, generator).to(x)
        scores = ask(x[None] * masks[:, None], [target] * count)
        total += torch.einsum("n,nhw->hw", scores, masks).float()
        done += count
    return total / (options.masks * options.mask_share)


def random_masks(
    count: int, size: tuple[int, int], options: ExplainOptions, generator: torch.Generator
) -> torch.Tensor:
    """Return soft masks, float32 (count, H, W), 0-1 (Petsiuk et al., 2018, section 3.3)."""
    cells = options.mask_cells
    cell = [-(-side // cells) for side in size]
    enlarged = [(cells + 1) * each for each in cell]
    masks = torch.empty(count, *size)
    for number in range(count):  # one after the other: the same whatever the batch
        grid = torch.rand(1, 1, cells, cells, generator=generator) < options.mask_share
        top, left = (int(torch.randint(0, each, (), generator=generator)) for each in cell)
        large = functional.interpolate(grid.float(), enlarged, mode="bilinear", align_corners=False)
        masks[number] = large[0, 0, top : top + size[0], left : left + size[1]]
    return masks.clamp_(0, 1)  # interpolation may miss by a rounding


def occlusion(
    ask: Ask, x: torch.Tensor, target: Target, options: ExplainOptions, step: Step
) -> torch.Tensor:
    """Return the map of one image, (H, W): how far the score falls, mean over covering squares.

    Negative where covering makes the score rise. The cover is the mean colour, 0 in the network's
    own scale.

    Args:
        ask: a probability, or a cosine.
        x: (3, H, W).
        target: of the image.
        options: `patch`, `stride`, `batch`.
        step: reports and cancels.
    """
    height, width = x.shape[-2:]
    side = max(1, round(min(height, width) * options.patch))
    stride = max(1, round(min(height, width) * options.stride))
    places = [(y, z) for y in _starts(height, side, stride) for z in _starts(width, side, stride)]
    whole = ask(x[None], [target])[0]
    falls = torch.zeros(height, width, device=x.device)
    times = torch.zeros_like(falls)
    for start in range(0, len(places), options.batch):
        step(start, len(places))
        part = places[start : start + options.batch]
        covered = x[None].repeat(len(part), 1, 1, 1)
        for number, (top, left) in enumerate(part):
            covered[number, :, top : top + side, left : left + side] = 0
        drops = whole - ask(covered, [target] * len(part))
        for (top, left), drop in zip(part, drops, strict=True):
            falls[top : top + side, left : left + side] += drop
            times[top : top + side, left : left + side] += 1
    return falls / times.clamp_min(1)


def _starts(length: int, side: int, stride: int) -> list[int]:
    """Return where squares begin; the last one ends at the edge."""
    last = max(length - side, 0)
    return [*range(0, last, stride), last]
