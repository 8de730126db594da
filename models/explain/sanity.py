"""Sanity check by randomisation: a map that explains a network must change with its parameters.

Adebayo et al., "Sanity checks for saliency maps", NeurIPS 2018, section 3: the parameters are
shuffled from the last layer downward, and after each step the map is made again and compared with
the first one by rank correlation. A method whose map hardly changes shows edges of the image, not
what the network learned.
"""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext

if TYPE_CHECKING:
    from torch import nn

Floats = NDArray[np.float32]
MapOf = Callable[["nn.Module"], Floats]  # a network -> maps (N, H, W)

FAILS_ABOVE = 0.5  # rank correlation with everything shuffled, from which the check is failed


@dataclass(frozen=True, slots=True)
class SanityStep:
    """How alike maps are once the parameters down to a layer are shuffled.

    Args:
        layer: the lowest one that was shuffled.
        correlation: Spearman's, -1 to 1, mean over the images; NaN where all maps are constant.
    """

    layer: str
    correlation: float


@dataclass(frozen=True, slots=True)
class Sanity:
    """What the check found.

    Args:
        steps: from the last layer alone to the whole network.
    """

    steps: tuple[SanityStep, ...]

    @property
    def passed(self) -> bool:
        """Whether the map of a network of shuffled parameters is another one.

        A map that becomes empty or constant has changed too.
        """
        return bool(self.steps) and not self.steps[-1].correlation > FAILS_ABOVE


def check_sanity(
    module: "nn.Module",
    map_of: MapOf,
    *,
    steps: int = 5,
    seed: int = 0,
    context: JobContext | None = None,
) -> Sanity:
    """Shuffle the parameters of copies of a network step by step and compare the maps.

    Args:
        module: is not changed.
        map_of: makes maps of the same images and targets for a given network.
        steps: how many states are looked at, the last one with every layer shuffled.
        seed: of the shuffling.
        context: asked before each step.

    Raises:
        ValueError: the network has no parameters, or steps is not positive.
        JobCancelled: the user cancelled.
    """
    context = context or JobContext()
    first = map_of(module)
    found = []
    for done, (layer, shuffled) in enumerate(cascade(module, steps=steps, seed=seed)):
        context.step(done, steps, layer)
        found.append(SanityStep(layer, likeness(first, map_of(shuffled))))
    return Sanity(tuple(found))


def cascade(
    module: "nn.Module", *, steps: int = 5, seed: int = 0
) -> Iterator[tuple[str, "nn.Module"]]:
    """Yield the lowest shuffled layer and a copy of the network in which all above it are too.

    Raises:
        ValueError: the network has no parameters, or steps is not positive.
    """
    names = [name for name, part in module.named_modules() if list(part.parameters(recurse=False))]
    if not names or steps < 1:
        raise ValueError("A network with parameters and at least one step are needed.")
    shuffled = copy.deepcopy(module)
    ends = np.unique(np.ceil(np.linspace(0, len(names), steps + 1))[1:].astype(int)).tolist()
    downward = names[::-1]
    done = 0
    for end in ends:
        for name in downward[done:end]:
            _shuffle(shuffled.get_submodule(name), seed + len(names) - names.index(name))
        done = end
        yield downward[end - 1], shuffled


def likeness(one: Floats, other: Floats) -> float:
    """Return Spearman's rank correlation of maps (N, H, W), mean over N.

    NaN where one of the two does not vary in any image; two that both do not vary are alike, 1.
    """
    found = [_rank_correlation(a.ravel(), b.ravel()) for a, b in zip(one, other, strict=True)]
    known = [value for value in found if np.isfinite(value)]
    return float(np.mean(known)) if known else float("nan")


def _rank_correlation(one: Floats, other: Floats) -> float:
    from scipy.stats import rankdata

    is_flat = np.ptp(one) == 0, np.ptp(other) == 0
    if any(is_flat):
        return 1.0 if all(is_flat) else float("nan")
    return float(np.corrcoef(rankdata(one), rankdata(other))[0, 1])


def _shuffle(layer: "nn.Module", seed: int) -> None:
    """Put each parameter's values into another order: the same distribution, nothing learned."""
    import torch

    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in layer.parameters(recurse=False):
            order = torch.randperm(parameter.numel(), generator=generator)
            values = parameter.detach().cpu().reshape(-1)[order].reshape(parameter.shape)
            parameter.data = values.to(parameter.device)
