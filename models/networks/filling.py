"""Networks made from the tensors of a file."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import torch
from torch import nn

Module = TypeVar("Module", bound=nn.Module)


def filled(make: Callable[[], Module], tensors: Mapping[str, torch.Tensor]) -> Module:
    """Return a network in evaluation mode that holds tensors, in single precision.

    Args:
        make: makes the network; called where its own first values cost nothing.
        tensors: by name.

    Raises:
        RuntimeError: a tensor is missing, has another shape, or does not belong here.
    """
    with torch.device("meta"):  # no first values, no random numbers drawn
        network = make()
    state = {
        name: tensor.float() if tensor.is_floating_point() else tensor
        for name, tensor in tensors.items()
    }
    network.load_state_dict(state, assign=True)
    return network.eval().requires_grad_(requires_grad=False)
