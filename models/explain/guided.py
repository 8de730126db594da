"""Guided back-propagation (Springenberg et al., 2015): the module itself is never touched.

A mode of torch sees every call of an activation function while it is on, whether a module or plain
code makes it, and lets only positive gradients of active units back through it.
"""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch.nn import functional
from torch.overrides import TorchFunctionMode

from models.explain.base import Target
from models.explain.extractor import check_outputs, frozen, score_of
from models.explain.layers import Forward

_ACTIVATIONS = frozenset(
    {
        functional.relu, functional.relu6, functional.relu_, torch.relu, torch.relu_,
        torch.Tensor.relu, torch.Tensor.relu_, functional.hardtanh, functional.silu,
        functional.gelu, functional.hardswish, functional.leaky_relu, functional.elu,
        functional.celu, functional.selu, functional.mish, functional.softplus,
        torch.selu, torch.celu,
    }
)  # fmt: skip


class GuidedMode(TorchFunctionMode):
    """Lets only positive gradients of active units back through activation functions.

    Attributes:
        met: how many activation functions were called.
    """

    def __init__(self) -> None:
        super().__init__()
        self.met = 0

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Sequence[type],
        args: Sequence[Any] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        """Call func; on its result's way back, drop what guided back-propagation drops."""
        result = func(*args, **(kwargs or {}))
        if func in _ACTIVATIONS and isinstance(result, torch.Tensor) and result.requires_grad:
            self.met += 1
            active = result.detach() > 0
            way_back: Any = result
            way_back.register_hook(lambda gradient: gradient.clamp_min(0) * active)
        return result


def guided_gradients(
    module: torch.nn.Module, forward: Forward, x: torch.Tensor, targets: Sequence[Target]
) -> tuple[torch.Tensor, torch.Tensor, int]:
    """Return guided gradients by pixel (N, 3, H, W), raw outputs (N, C), and activations met.

    Raises:
        WeightsError: the network gives numbers that are not finite.
        TargetError: a target does not exist.
    """
    pixels = x.detach().clone().requires_grad_()
    with frozen(module), torch.enable_grad():
        with GuidedMode() as mode:
            outputs = forward(pixels)
        check_outputs(outputs)
        total = score_of(targets)(outputs).sum()
        (gradients,) = torch.autograd.grad(total, pixels)
    return gradients.detach(), outputs.detach(), mode.met
