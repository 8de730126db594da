"""Maps from the attention of transformers: rollout, and gradient times attention."""

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

import torch
from torch import nn

from models.explain.base import MethodError, Target
from models.explain.extractor import check_outputs, frozen, score_of
from models.explain.layers import Forward, as_maps
from models.explain.transformer import attention_modules, readable_attention


def attention_maps(
    module: nn.Module,
    forward: Forward,
    x: torch.Tensor,
    targets: Sequence[Target],
    *,
    with_gradients: bool,
) -> tuple[list[torch.Tensor], list[torch.Tensor], torch.Tensor]:
    """Return attention weights and their gradients by layer, (N, heads, T, T), and raw outputs.

    Raises:
        MethodError: the network has no attention that could be read.
        WeightsError: it gives numbers that are not finite.
    """
    parts = attention_modules(module)
    weights: list[torch.Tensor] = []

    def keep(_module: nn.Module, _inputs: Any, output: Any) -> None:
        second = output[1] if isinstance(output, tuple) and len(output) > 1 else None
        if isinstance(second, torch.Tensor) and second.ndim == 4:
            weights.append(second)

    pixels = x.detach().clone().requires_grad_(with_gradients)
    with ExitStack() as stack:
        stack.enter_context(frozen(module))
        stack.enter_context(readable_attention(module))
        stack.enter_context(torch.set_grad_enabled(with_gradients))
        for part in parts:
            stack.callback(part.register_forward_hook(keep).remove)
        outputs = forward(pixels)
        if not weights:
            raise MethodError(
                "This network has no attention that could be read.",
                hint="Choose another method, or a transformer such as CLIP.",
            )
        check_outputs(outputs)
        gradients: list[torch.Tensor] = []
        if with_gradients:
            total = score_of(targets)(outputs).sum()
            found = torch.autograd.grad(total, weights, allow_unused=True)
            gradients = [
                torch.zeros_like(w) if g is None else g for w, g in zip(weights, found, strict=True)
            ]
    return [each.detach() for each in weights], gradients, outputs.detach()


def rollout(weights: Sequence[torch.Tensor]) -> torch.Tensor:
    """Return how much each token draws from each, (N, T, T) (Abnar & Zuidema, 2020, section 3)."""
    total: torch.Tensor | None = None
    for layer in weights:
        mean = layer.mean(1)  # over heads
        mixed = (mean + torch.eye(mean.shape[-1]).to(mean)) / 2
        mixed = mixed / mixed.sum(-1, keepdim=True)
        total = mixed if total is None else mixed @ total
    assert total is not None
    return total


def gradient_rollout(
    weights: Sequence[torch.Tensor], gradients: Sequence[torch.Tensor]
) -> torch.Tensor:
    """Return each token's relevance for each, (N, T, T) (Chefer et al., ICCV 2021, eq. 5, 6)."""
    total: torch.Tensor | None = None
    for layer, gradient in zip(weights, gradients, strict=True):
        step = (layer * gradient).clamp_min(0).mean(1)
        if total is None:
            total = torch.eye(step.shape[-1]).to(step).expand_as(step)
        total = total + step @ total
    assert total is not None
    return total


def to_image(relevance: torch.Tensor, grid: tuple[int, int] | None = None) -> torch.Tensor:
    """Return what the class token draws from the image's cells, (N, h, w).

    Where there is no class token (SigLIP), the mean over all tokens; the token itself is left out.

    Args:
        relevance: (N, T, T).
        grid: cells of the image, where they form no square.

    Raises:
        MethodError: the tokens do not form a grid.
    """
    count = relevance.shape[-1]
    without_self = relevance - torch.eye(count).to(relevance)
    pooled = as_maps(relevance, grid=grid)
    if pooled is None:
        raise MethodError(
            f"The {count} tokens of this network form no grid.",
            hint="Choose a method that needs no attention.",
        )
    height, width = pooled.shape[2:]
    before = count - height * width
    row = relevance[:, 0] if before else without_self.mean(1)
    return row[:, before:].reshape(len(row), height, width).clamp_min(0).float()
