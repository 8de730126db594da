"""From the options of a request to those of the methods."""

from collections.abc import Hashable

from app.services.explain_types import ExplainOptions
from models.explain.base import ExplainOptions as MethodOptions
from models.explain.methods import info


def method_options(options: ExplainOptions) -> MethodOptions:
    """Return the options of the methods themselves."""
    return MethodOptions(
        seed=options.seed, samples=options.samples, sigma=options.sigma,
        channels=options.channels, masks=options.masks,
    )  # fmt: skip


def method_key(name: str, options: ExplainOptions) -> Hashable:
    """Return the options that change the map of a method."""
    if name.endswith("smooth_grad_cam_pp"):
        return (options.samples, options.sigma, options.seed)
    if name.endswith("score_cam"):
        return options.channels
    if name == "rise":
        return (options.masks, options.seed)
    return options.seed if info(name).is_random else None
