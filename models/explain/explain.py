"""Makes heat maps: one forward and one backward pass for all methods that can share them."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from models.explain.base import AUTO, ExplainOptions, Maps, Targets, spread_targets
from models.explain.methods import DEFAULT, choose, info
from models.explain.networks import Network

if TYPE_CHECKING:
    import torch

_CUT = 0.995  # of the pixels of a map by pixel


def explain(
    network: Network,
    x: "torch.Tensor",
    targets: Targets = None,
    *,
    methods: Sequence[str] = DEFAULT,
    layer: str = AUTO,
    options: ExplainOptions | None = None,
    context: JobContext | None = None,
) -> Maps:
    """Make the maps of N images.

    Methods that a network does not allow (gradients of an ONNX file, attention of a convolutional
    network) are left out with a note when "all" was asked for.

    Args:
        network: loaded; left as it was found.
        x: float32 (N, 3, H, W), from `Network.prepare`.
        targets: see `Targets`; None: each image's best class.
        methods: names, "default" or "all".
        layer: a name of `Network.layers`, or "auto".
        options: of the methods that have a choice.
        context: reports and cancels.

    Raises:
        MethodError: no such method, or it cannot be used with this network.
        LayerError: no such layer, or it has no spatial extent.
        TargetError: no such class, or another number of targets than images.
        WeightsError: the network gives numbers that are not finite.
        ModelError: the memory is too small even for one image.
        JobCancelled: the user stopped it.
    """
    from models.explain.runner import Run

    return Run(network, methods, layer, options or ExplainOptions(), context).all(
        x, spread_targets(targets, len(x))
    )


def upsample(
    maps: NDArray[np.float32], size: tuple[int, int], method: str = ""
) -> NDArray[np.float32]:
    """Enlarge maps to images and scale each to 0-1.

    Bilinear, cell centres on cell centres; then the least value of each map becomes 0 and the
    largest 1. A map that is the same everywhere becomes 0, so that an empty one shows nothing.
    Maps by pixel have single values far above all others: there the 99.5th percentile becomes 1
    (Smilkov et al., "SmoothGrad", 2017, section 3.2, cut off extreme values too), else nothing
    but those pixels would be seen or measured.

    Args:
        maps: (N, h, w).
        size: (height, width).
        method: that made them; "": nothing is cut off.

    Returns:
        float32 (N, H, W).
    """
    import torch

    found = torch.from_numpy(np.ascontiguousarray(maps, np.float32))[:, None]
    if found.shape[-2:] != tuple(size):
        found = torch.nn.functional.interpolate(found, size, mode="bilinear", align_corners=False)
    by_pixel = bool(method) and info(method).family in {"pixel", "guided"}
    scaled: NDArray[np.float32] = scale(found[:, 0], _CUT if by_pixel else 1.0).numpy()
    return scaled


def scale(maps: "torch.Tensor", top: float = 1.0) -> "torch.Tensor":
    """Bring each of (N, H, W) maps to 0-1; one without range, but for rounding, becomes 0.

    Args:
        maps: any values.
        top: share of the pixels below the value that becomes 1; larger ones become 1 too.
    """
    low, high = maps.amin((-2, -1), keepdim=True), maps.amax((-2, -1), keepdim=True)
    if top < 1:
        cut = maps.flatten(-2).quantile(top, dim=-1)[..., None, None]
        high = cut.where(cut > low, high)
    span = high - low
    flat = span <= 1e-6 * low.abs().maximum(high.abs())
    return ((maps - low) / span.masked_fill(flat, 1)).clamp_max(1).masked_fill(flat, 0)


def timed(maps: Maps, name: str, make: Any) -> Any:
    """Call make and add its time to the maps' account."""
    started = time.perf_counter()
    result = make()
    maps.seconds[name] = maps.seconds.get(name, 0.0) + time.perf_counter() - started
    return result


__all__ = ["choose", "explain", "scale", "timed", "upsample"]
