"""Weights of a layer's maps, and the maps they make, from activations and gradients.

In the form of the median-pooling Grad-CAM paper every method has a matrix W_k beside the gradients
G_k of map k, alpha_k = sum(G_k o W_k) (equation 2), and the heat map is ReLU(sum_k alpha_k A_k)
(equations 3 and 4). Grad-CAM fills W_k with 1 / n, n cells; MP with the median of the gradients of
map k that are not zero (equation 7); MX with the largest of them (equation 8). So alpha of MP and
MX is W_k times the *sum* of the gradients, and a map whose gradients are all negative gets a
positive weight. The short forms take the pooled gradient itself for alpha.

Sums are made in double precision where the device has it.
"""

from collections.abc import Callable

import numpy as np
import torch

from models.explain.extractor import Traces

Weigh = Callable[[Traces], torch.Tensor]  # -> (N, K)


def _wide(tensor: torch.Tensor) -> torch.Tensor:
    """Return a tensor in double precision; graphics chips of Apple have none."""
    return tensor if tensor.device.type == "mps" else tensor.double()


def mean_weights(traces: Traces) -> torch.Tensor:
    """Grad-CAM: the mean gradient of each map."""
    return _wide(traces.gradients).mean((2, 3))


def median_nonzero(gradients: torch.Tensor) -> torch.Tensor:
    """Return the median of the values of each map that are not zero, (N, K); 0 where all are.

    An even count takes the mean of the two middle values, as `numpy.median` does.

    Args:
        gradients: (N, K, h, w).
    """
    flat = gradients.flatten(2)
    is_zero = flat == 0
    counts = flat.shape[-1] - is_zero.sum(-1, keepdim=True)  # N, K, 1
    ordered = _sorted(flat.masked_fill(is_zero, torch.inf))  # zeros go behind all others
    low = ordered.gather(-1, ((counts - 1) // 2).clamp_min(0))
    high = ordered.gather(-1, (counts // 2).clamp_max(flat.shape[-1] - 1))
    middle = (_wide(low) + _wide(high)) / 2
    return torch.where(counts > 0, middle, torch.zeros_like(middle))[..., 0]


def _sorted(values: torch.Tensor) -> torch.Tensor:
    """Sort the last axis; NumPy is some times quicker at it on a processor."""
    if values.device.type != "cpu":
        return values.sort(-1).values
    return torch.from_numpy(np.sort(values.numpy(), axis=-1))


def max_nonzero(gradients: torch.Tensor) -> torch.Tensor:
    """Return the largest value of each map that is not zero, (N, K); 0 where all are."""
    flat = gradients.flatten(2)
    largest = _wide(flat.masked_fill(flat == 0, -torch.inf).amax(-1))
    return torch.where(torch.isinf(largest), torch.zeros_like(largest), largest)


def median_weights(traces: Traces) -> torch.Tensor:
    """MP: the median times the sum of the gradients (equations 2 and 7)."""
    return median_nonzero(traces.gradients) * _wide(traces.gradients).sum((2, 3))


def max_weights(traces: Traces) -> torch.Tensor:
    """MX: the largest times the sum of the gradients (equations 2 and 8)."""
    return max_nonzero(traces.gradients) * _wide(traces.gradients).sum((2, 3))


def plus_plus_weights(traces: Traces) -> torch.Tensor:
    """Grad-CAM++ in closed form: second and third derivatives of exp(score) are g^2 and g^3.

    No small number is added to the denominator: where it is zero, the weight is.
    """
    first = _wide(traces.gradients)
    return _plus_plus(first, first**2, first**3, traces.activations)


def third_order_weights(traces: Traces) -> torch.Tensor:
    """Grad-CAM++ with the true derivatives of Y = exp(S), divided by Y.

    Y' = S', Y'' = S'^2 + S'', Y''' = S'^3 + 3 S' S'' + S'''.
    """
    assert traces.second is not None
    assert traces.third is not None
    first, second, third = (_wide(t) for t in (traces.gradients, traces.second, traces.third))
    return _plus_plus(
        first, first**2 + second, first**3 + 3 * first * second + third, traces.activations
    )


def smooth_weights(moments: tuple[torch.Tensor, ...], activations: torch.Tensor) -> torch.Tensor:
    """Smooth Grad-CAM++: means of g, g^2 and g^3 over noisy copies; activations of the image.

    Alpha is kept between 0 and 1/2. It is never elsewhere where activations and gradients are not
    negative, as the method assumes; where gradients have both signs, the denominator may come near
    zero, and one cell would outweigh all others.
    """
    first, second, third = (_wide(each) for each in moments)
    return _plus_plus(first, second, third, activations, bounded=True)


def _plus_plus(
    first: torch.Tensor,
    second: torch.Tensor,
    third: torch.Tensor,
    activations: torch.Tensor,
    *,
    bounded: bool = False,
) -> torch.Tensor:
    sums = _wide(activations).sum((2, 3), keepdim=True)
    below = 2 * second + sums * third
    alpha = torch.where(below != 0, second / below.masked_fill(below == 0, 1), 0)
    if bounded:
        alpha = alpha.clamp(0, 0.5)
    return (alpha * first.clamp_min(0)).sum((2, 3))


WEIGHTS: dict[str, Weigh] = {
    "grad_cam": mean_weights,
    "max_pooling": max_weights,
    "median_pooling": median_weights,
    "max_pooling_short": lambda traces: max_nonzero(traces.gradients),
    "median_pooling_short": lambda traces: median_nonzero(traces.gradients),
    "grad_cam_pp": plus_plus_weights,
    "grad_cam_pp_third": third_order_weights,
}


def combine(weights: torch.Tensor, activations: torch.Tensor) -> torch.Tensor:
    """Return ReLU of the weighted sum of maps, float32 (N, h, w); weights (N, K)."""
    wide = _wide(activations).flatten(2)
    total = torch.bmm(weights.to(wide.dtype)[:, None], wide)[:, 0]
    return total.clamp_min(0).reshape(len(total), *activations.shape[2:]).float()


def cell_by_cell(traces: Traces, *, positive: bool) -> torch.Tensor:
    """HiResCAM (gradient times activation) or, with positive gradients only, LayerCAM."""
    gradients = _wide(traces.gradients)
    if positive:
        gradients = gradients.clamp_min(0)
    return (gradients * _wide(traces.activations)).sum(1).clamp_min(0).float()


def eigen(activations: torch.Tensor) -> torch.Tensor:
    """EigenCAM: the first principal component of each image's cells, float32 (N, h, w).

    Its sign is arbitrary; the side with the larger extreme becomes positive (Seg-Eigen-CAM, 2025,
    equation 13). A ReLU leaves that side.
    """
    cells = _wide(activations).flatten(2).transpose(1, 2)  # N, h * w, K
    cells = cells - cells.mean(1, keepdim=True)
    if cells.shape[1] <= cells.shape[2]:  # the smaller of the two squares has the same eigenvalues
        values, vectors = torch.linalg.eigh(cells @ cells.transpose(1, 2))
        component = vectors[..., -1] * values[..., -1:].clamp_min(0).sqrt()  # N, h * w
    else:
        vectors = torch.linalg.eigh(cells.transpose(1, 2) @ cells).eigenvectors
        component = (cells @ vectors[..., -1:])[..., 0]
    turn = component.amax(-1, keepdim=True) < -component.amin(-1, keepdim=True)
    component = torch.where(turn, -component, component).clamp_min(0)
    return component.reshape(len(component), *activations.shape[2:]).float()


def from_traces(name: str, traces: Traces) -> torch.Tensor:
    """Return the map of a method that needs nothing but one pass, float32 (N, h, w)."""
    if name == "eigen_cam":
        return eigen(traces.activations)
    if name in ("hires_cam", "layer_cam"):
        return cell_by_cell(traces, positive=name == "layer_cam")
    return combine(WEIGHTS[name](traces), traces.activations)
