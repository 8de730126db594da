"""Which layers of a network can be looked at, in the order in which they finish."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from models.explain.base import AUTO, LayerError, LayerInfo

Forward = Callable[[torch.Tensor], torch.Tensor]
_ACTIVATIONS = ("relu", "silu", "gelu", "sigmoid", "tanh", "swish", "elu", "hardtanh", "mish")


@dataclass(frozen=True, slots=True)
class _Seen:
    """One module that gave maps."""

    name: str
    module: nn.Module
    shape: tuple[int, int, int]  # channels, height, width


def as_maps(output: Any, *, grid: tuple[int, int] | None = None) -> torch.Tensor | None:
    """Return a layer's output as (N, K, h, w), or None where it has no spatial extent.

    Tokens (N, T, K) of a transformer become maps when their number, or that number less one class
    token, is a square (or fits grid); what comes before the last h * w tokens is left out.

    Args:
        output: a tensor, or a tuple that begins with one.
        grid: cells of the transformer's image, (height, width).
    """
    tensor = output[0] if isinstance(output, tuple | list) and output else output
    if not isinstance(tensor, torch.Tensor) or not tensor.is_floating_point():
        return None
    if tensor.ndim == 4:
        return tensor
    if tensor.ndim != 3:
        return None
    count = tensor.shape[1]
    cells = grid if grid is not None else _square(count)
    if cells is None or cells[0] * cells[1] > count or cells[0] * cells[1] < 2:
        return None
    tokens = tensor[:, count - cells[0] * cells[1] :]
    return tokens.transpose(1, 2).reshape(len(tokens), -1, *cells)


def _square(count: int) -> tuple[int, int] | None:
    """Return the grid of a number of tokens, perhaps with one to five before it."""
    for before in range(6):
        side = round(max(count - before, 0) ** 0.5)
        if side > 1 and side * side == count - before:
            return side, side
    return None


def list_layers(
    module: nn.Module, forward: Forward, example: torch.Tensor
) -> tuple[list[LayerInfo], str]:
    """Return every layer with more than one cell, first to last, and the name that "auto" takes.

    "auto" is the last convolution with more than one cell that is not the classifier itself (as
    many maps as classes); where it is part of a residual or similar block that keeps its extent,
    the block. Of transformers, it is the last but one layer of tokens: what follows the last one
    looks at the class token only, or at their mean.

    Args:
        module: in any mode.
        forward: runs it.
        example: one input, (1, 3, H, W).
    """
    seen, classes = _watch(module, forward, example)
    total = max(len(seen) - 1, 1)
    infos = [
        LayerInfo(each.name, _kind(each), *each.shape, depth=number / total)
        for number, each in enumerate(seen)
    ]
    return infos, _auto(module, seen, classes)


def _watch(module: nn.Module, forward: Forward, example: torch.Tensor) -> tuple[list[_Seen], int]:
    """Run once and note what gives maps; a module that runs twice counts when it ends last."""
    seen: dict[str, _Seen] = {}
    handles = []
    for name, part in module.named_modules():
        if not name:
            continue

        def note(
            _: nn.Module, __: Any, output: Any, name: str = name, part: nn.Module = part
        ) -> None:
            maps = as_maps(output)
            seen.pop(name, None)
            if maps is not None and maps.shape[-1] * maps.shape[-2] > 1:
                seen[name] = _Seen(name, part, (maps.shape[1], maps.shape[2], maps.shape[3]))

        handles.append(part.register_forward_hook(note))
    modes = [(part, part.training) for part in module.modules()]
    try:
        module.eval()
        with torch.no_grad():
            output = forward(example)
    finally:
        for handle in handles:
            handle.remove()
        for part, mode in modes:
            part.training = mode
    return list(seen.values()), int(output.shape[-1])


def _kind(seen: _Seen) -> str:
    """Return what kind of layer it is, for drawing."""
    kind = type(seen.module).__name__.lower()
    if isinstance(seen.module, nn.Conv2d | nn.ConvTranspose2d):
        return "conv"
    if "pool" in kind:
        return "pool"
    if "norm" in kind:
        return "norm"
    if any(word in kind for word in _ACTIVATIONS) and not list(seen.module.children()):
        return "activation"
    if any("attention" in type(part).__name__.lower() for part in seen.module.modules()):
        return "tokens"
    return "block" if list(seen.module.children()) else "other"


def _auto(module: nn.Module, seen: list[_Seen], classes: int) -> str:
    tokens = [each.name for each in seen if _is_encoder_layer(each)]
    if tokens:
        return tokens[-2] if len(tokens) > 1 else tokens[-1]
    shapes = {each.name: each.shape for each in seen}
    convolutions = [
        each for each in seen if isinstance(each.module, nn.Conv2d) and each.shape[0] != classes
    ]
    if not convolutions:
        return seen[-1].name if seen else ""
    last = convolutions[-1]
    parts = last.name.split(".")
    for length in range(1, len(parts)):
        name = ".".join(parts[:length])
        plain = isinstance(module.get_submodule(name), nn.Sequential | nn.ModuleList)
        if not plain and shapes.get(name, (0,))[1:] == last.shape[1:]:
            return name
    return last.name


def _is_encoder_layer(seen: _Seen) -> bool:
    """Whether this is one layer of a transformer: attention and more, not a stack of layers."""
    has_attention = [
        name
        for name, part in seen.module.named_modules()
        if name and "attention" in type(part).__name__.lower() and "." not in name
    ]
    return bool(has_attention) and any(isinstance(p, nn.LayerNorm) for p in seen.module.children())


def resolve(module: nn.Module, name: str, auto: str) -> str:
    """Return a layer's name, with "auto" replaced.

    Raises:
        LayerError: no such layer; the message names near ones.
    """
    from difflib import get_close_matches

    wanted = auto if name == AUTO else name
    names = [each for each, _ in module.named_modules() if each]
    if wanted in names:
        return wanted
    if not wanted:
        raise LayerError(
            "This network has no layer with spatial extent.",
            hint="Choose a method that needs no layer, such as “rise” or “occlusion”.",
        )
    near = get_close_matches(wanted, names, n=3, cutoff=0.3) or names[-3:]
    raise LayerError(
        f"The network has no layer “{wanted}”.",
        hint=f"Choose “auto”, or one of its layers, such as {', '.join(near)}.",
    )


def no_extent(name: str, shape: tuple[int, ...]) -> LayerError:
    """Return the error for a layer whose output is one cell, or no map at all."""
    return LayerError(
        f"The layer “{name}” has no spatial extent (its output is {' x '.join(map(str, shape))}).",
        hint="Choose a layer before the pooling, or “auto”.",
    )
