"""Ways to take pixels out of an image without leaving a hole that the network reacts to."""

import torch
from torch.nn import functional

_TAPS = 51  # pixels of the blur, as in RISE's own evaluation
_SIGMA = 9.0  # pixels
_NOISE = 0.01  # standard deviation, in units of normalised pixels
_TOLERANCE = 2e-3  # largest residual, in units of normalised pixels
_ROUNDS = 300


def blurred(images: torch.Tensor) -> torch.Tensor:
    """Return images (N, C, H, W) without their detail: Gaussian blur, edges repeated."""
    reach = min(_TAPS, 2 * min(images.shape[-2:]) - 1) // 2
    steps = torch.arange(-reach, reach + 1, device=images.device, dtype=images.dtype)
    weights = torch.exp(-(steps**2) / (2 * _SIGMA**2))
    weights /= weights.sum()
    channels = images.shape[1]
    row = weights.view(1, 1, 1, -1).expand(channels, 1, 1, -1)
    column = weights.view(1, 1, -1, 1).expand(channels, 1, -1, 1)
    padded = functional.pad(images, (reach, reach, reach, reach), mode="replicate")
    return functional.conv2d(
        functional.conv2d(padded, row, groups=channels), column, groups=channels
    )


def imputed(images: torch.Tensor, removed: torch.Tensor, *, seed: int = 0) -> torch.Tensor:
    """Replace pixels by what their neighbours suggest, plus a little noise (ROAD's imputation).

    Each removed pixel is the weighted mean of its eight neighbours (1/6 for the four at its sides,
    1/12 for the four at its corners; Rong et al., ICML 2022, section 4), removed ones included: a
    linear system, solved for the whole batch by conjugate gradients that begin with the solution
    for a smaller copy of the image.

    Args:
        images: float32 (N, C, H, W).
        removed: bool (N, H, W). Where nothing of an image is left, it becomes 0.
        seed: of the noise.

    Returns:
        float32 (N, C, H, W); known pixels are unchanged.
    """
    gaps = removed[:, None].to(images.dtype)
    filled = _harmonic(images * (1 - gaps), gaps)
    generator = torch.Generator().manual_seed(seed)
    noise = torch.randn(images.shape, generator=generator).to(images) * _NOISE
    return filled + noise * gaps


def _harmonic(known: torch.Tensor, gaps: torch.Tensor) -> torch.Tensor:
    """Fill gaps so that each pixel in them is the mean of its neighbours.

    Args:
        known: (N, C, H, W), 0 in the gaps.
        gaps: (N, 1, H, W), 1 where a pixel is missing, else 0.
    """
    if min(known.shape[-2:]) <= 2:
        share = 1 - gaps
        mean = known.sum((-2, -1), keepdim=True) / share.sum((-2, -1), keepdim=True).clamp_min(1)
        return known + mean * gaps
    guess = _from_coarser(known, gaps) * gaps
    kernel = known.new_tensor([[1, 2, 1], [2, 0, 2], [1, 2, 1]]).div(12)[None, None]
    inside = functional.conv2d(torch.ones_like(gaps[:1]), kernel, padding=1)

    def around(values: torch.Tensor) -> torch.Tensor:
        flat = values.reshape(-1, 1, *values.shape[-2:])
        return functional.conv2d(flat, kernel, padding=1).reshape(values.shape)

    # (inside - around) of the unknown pixels = around of the known ones: symmetric, positive.
    residual = (around(known + guess) - inside * guess) * gaps
    direction = residual
    power = (residual**2).sum((-2, -1), keepdim=True)
    for _ in range(_ROUNDS):
        if float(residual.abs().amax()) < _TOLERANCE:
            break
        image = (inside * direction - around(direction)) * gaps
        step = power / (direction * image).sum((-2, -1), keepdim=True).clamp_min(1e-20)
        guess = guess + step * direction
        residual = residual - step * image
        before, power = power, (residual**2).sum((-2, -1), keepdim=True)
        direction = residual + power / before.clamp_min(1e-20) * direction
    return known + guess


def _from_coarser(known: torch.Tensor, gaps: torch.Tensor) -> torch.Tensor:
    """Return the filling of the image at half its size, enlarged: where the iterations begin."""
    share = functional.avg_pool2d(1 - gaps, 2, ceil_mode=True)
    small = functional.avg_pool2d(known, 2, ceil_mode=True) / share.clamp_min(1e-6)
    half = _harmonic(small * (share > 0), (share == 0).to(known.dtype))
    return functional.interpolate(half, known.shape[-2:], mode="bilinear", align_corners=False)
