"""Reads activations and gradients of one layer, and leaves the network as it was.

The layer's output is taken out of the graph and put back as a new beginning, so that only the part
of the network above it is differentiated: below, nothing is kept for a backward pass.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import torch
from torch import nn

from common.errors import WeightsError
from models.explain.base import LayerError, Target, TargetError
from models.explain.layers import Forward, as_maps, no_extent

Score = Callable[[torch.Tensor], torch.Tensor]  # outputs (N, C) -> (N,)


@dataclass(slots=True)
class Traces:
    """What one forward and one backward pass gave.

    Args:
        activations: (N, K, h, w), float32.
        gradients: of the score of each image, (N, K, h, w).
        outputs: raw, (N, C).
        second: diagonal of the second derivatives; None unless asked for.
        third: diagonal of the third derivatives; likewise.
    """

    activations: torch.Tensor
    gradients: torch.Tensor
    outputs: torch.Tensor
    second: torch.Tensor | None = None
    third: torch.Tensor | None = None

    @property
    def scores(self) -> torch.Tensor:
        """Raw outputs (N, C), before softmax."""
        return self.outputs


_BLANK_SIDE = 64  # pixels


class _ReachedError(Exception):
    """The layer has been reached; nothing above it is wanted."""


@contextmanager
def frozen(module: nn.Module) -> Iterator[None]:
    """Put a network into evaluation mode, without gradients of its parameters, for a while."""
    modes = [(part, part.training) for part in module.modules()]
    flags = [(each, each.requires_grad) for each in module.parameters()]
    try:
        module.eval()
        for parameter, _ in flags:
            parameter.requires_grad = False
        yield
    finally:
        for part, mode in modes:
            part.training = mode
        for parameter, flag in flags:
            parameter.requires_grad = flag


class Extractor:
    """Watches one layer of a network.

    While it is open, the network is in evaluation mode and its parameters need no gradients; when
    it closes, also after an error, hooks are gone and modes and flags are as before.

    Args:
        module: any network of modules.
        layer: name of one of them, with spatial extent.
        forward: runs the network; None: the module itself.
        grid: cells of a transformer's image, where its tokens do not form a square.
    """

    def __init__(
        self,
        module: nn.Module,
        layer: str,
        forward: Forward | None = None,
        *,
        grid: tuple[int, int] | None = None,
    ) -> None:
        self._module = module
        self._layer = layer
        self._forward = forward or module
        self._grid = grid
        self._cut = False
        self._leaf: torch.Tensor | None = None  # what the layer gave, in its own form
        self._stops = False
        self._given: torch.Tensor | None = None
        self._open = ExitStack()

    def __enter__(self) -> Self:
        try:
            target = self._module.get_submodule(self._layer)
        except AttributeError:
            raise LayerError(
                f"The network has no layer “{self._layer}”.",
                hint="Choose “auto”, or one of its list.",
            ) from None
        with ExitStack() as stack:
            stack.enter_context(frozen(self._module))
            stack.callback(target.register_forward_hook(self._on_output).remove)
            self._open = stack.pop_all()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._leaf = None
        self._open.close()

    def run(self, x: torch.Tensor, targets: "Score | Sequence[Target]", *, order: int = 1,
            seed: int = 0) -> Traces:  # fmt: skip
        """Run once forward and once backward.

        Args:
            x: (N, 3, H, W).
            targets: one an image, classes chosen; or a function of the outputs.
            order: 1; 3 also gives diagonals of the second and third derivatives.
            seed: of the probe that estimates them.

        Raises:
            LayerError: the layer has no spatial extent, or is not part of the forward pass.
            WeightsError: activations or outputs are not finite.
            TargetError: a target does not exist.
        """
        score = targets if callable(targets) else score_of(targets)
        self._cut = True
        try:
            with torch.enable_grad(), _kernels(order):
                outputs = self._forward(x.detach())
                leaf, maps = self._seen()
                check_outputs(outputs, maps)
                total = score(outputs).sum()
                if not total.requires_grad:  # the layer is no part of this score
                    gradients = [torch.zeros_like(leaf)]
                else:
                    gradients = _derivatives(total, leaf, order, seed)
        finally:
            self._cut = False
            self._leaf = None
        found = [as_maps(each, grid=self._grid) for each in gradients]
        second, third = (found[1], found[2]) if len(found) == 3 else (None, None)
        assert found[0] is not None
        return Traces(
            maps.detach().contiguous(), found[0].detach().contiguous(), outputs.detach(),
            second, third,
        )  # fmt: skip

    def activations(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return activations (N, K, h, w) and raw outputs (N, C), without gradients."""
        with torch.no_grad():
            outputs = self._forward(x)
        try:
            maps = self._seen()[1].detach()
        finally:
            self._leaf = None
        check_outputs(outputs, maps)
        return maps, outputs

    def below(self, x: torch.Tensor) -> torch.Tensor:
        """Return activations (N, K, h, w) and run nothing above the layer."""
        self._stops = True
        try:
            with torch.no_grad(), suppress(_ReachedError):
                self._forward(x)
            return self._seen()[1]
        finally:
            self._stops = False
            self._leaf = None

    def above(
        self, maps: torch.Tensor, targets: Sequence[Target], like: torch.Tensor
    ) -> Traces | None:
        """Run the part above the layer alone, forward and backward, from activations.

        A small blank input goes through the part below, and the activations take the place of what
        it gives. That is right only where everything goes through the layer: of a network with a
        way around it, this fails or gives other outputs, which the caller is to check.

        Args:
            maps: (N, K, h, w), N >= 3.
            targets: one for each.
            like: an input; its size is not exceeded.

        Returns:
            None where the network cannot be run so.
        """
        sides = [min(side, _BLANK_SIDE) for side in like.shape[-2:]]
        self._given = maps
        try:
            with torch.enable_grad():
                outputs = self._forward(like.new_zeros(2, like.shape[1], *sides))
                leaf = self._leaf
                if leaf is None or outputs.shape[0] != len(maps):
                    return None
                (gradients,) = torch.autograd.grad(score_of(targets)(outputs).sum(), leaf)
        except (RuntimeError, ValueError, IndexError, TypeError, _ReachedError) as error:
            if isinstance(error, torch.OutOfMemoryError):
                raise
            return None
        finally:
            self._given = self._leaf = None
        return Traces(maps, gradients, outputs.detach())

    def _seen(self) -> tuple[torch.Tensor, torch.Tensor]:
        if self._leaf is None:
            raise LayerError(
                f"The layer “{self._layer}” takes no part when this network runs.",
                hint="Choose “auto”, or one of its list.",
            )
        maps = as_maps(self._leaf, grid=self._grid)
        if maps is None or maps.shape[-1] * maps.shape[-2] < 2:
            raise no_extent(self._layer, tuple(self._leaf.shape[1:]))
        return self._leaf, maps

    def _on_output(self, _module: nn.Module, _inputs: Any, output: Any) -> Any:
        """Note what the layer gives; with a cut, go on from a copy that gradients come back to."""
        tensor = output[0] if isinstance(output, tuple | list) else output
        if self._given is not None:
            if tensor is not output:
                raise _ReachedError
            self._leaf = self._given.detach().requires_grad_()
            return self._leaf.clone()
        self._leaf = leaf = tensor.detach()
        if self._stops:
            raise _ReachedError
        if not self._cut or not leaf.is_floating_point():
            return None
        leaf.requires_grad_()
        # A layer that follows may work in place, which a leaf does not allow.
        fresh = leaf.clone()
        return (fresh, *output[1:]) if isinstance(output, tuple | list) else fresh


def _kernels(order: int) -> AbstractContextManager[object]:
    """Return a context in which attention can be differentiated so many times."""
    if order == 1:
        return nullcontext()
    from torch.nn.attention import SDPBackend, sdpa_kernel

    kernel: Any = sdpa_kernel
    context: AbstractContextManager[object] = kernel(SDPBackend.MATH)
    return context


def _derivatives(
    total: torch.Tensor, leaf: torch.Tensor, order: int, seed: int
) -> list[torch.Tensor]:
    """Return the gradient; with order 3 also diagonals of the next two derivatives.

    The diagonal of a symmetric matrix is the mean of v * (matrix v) over random signs v
    (Hutchinson's estimator, after Bekas et al., 2007); exact where every cell acts alone.
    """
    (first,) = torch.autograd.grad(total, leaf, create_graph=order == 3)
    if order != 3:
        return [first]
    generator = torch.Generator().manual_seed(seed)
    signs = torch.randint(0, 2, (2, *leaf.shape), generator=generator).to(leaf) * 2 - 1
    second = _probe(first, leaf, signs[0], keep=True)
    third = _probe(second, leaf, signs[1], keep=False)
    return [first.detach(), second.detach(), third.detach()]


def _probe(
    values: torch.Tensor, leaf: torch.Tensor, signs: torch.Tensor, *, keep: bool
) -> torch.Tensor:
    if not values.requires_grad:
        return torch.zeros_like(leaf)
    found = torch.autograd.grad((values * signs).sum(), leaf, create_graph=keep, allow_unused=True)[
        0
    ]
    return torch.zeros_like(leaf) if found is None else found * signs


def check_outputs(outputs: torch.Tensor, maps: torch.Tensor | None = None) -> None:
    """Refuse numbers that are not finite.

    Raises:
        WeightsError: outputs or activations have NaN or infinity.
    """
    fine = bool(torch.isfinite(outputs).all())
    if fine and maps is not None:
        fine = bool(torch.isfinite(maps).all())
    if not fine:
        raise WeightsError(
            "The network gave numbers that are not finite.",
            hint="Get its weights again, or train it again.",
        )


def score_of(targets: Sequence[Target]) -> Score:
    """Return the function that explains these targets.

    Its result is a score before softmax, a difference of two, or a cosine.

    Raises:
        TargetError: (when called) a class does not exist, or a vector has another length.
    """

    def score(outputs: torch.Tensor) -> torch.Tensor:
        if targets and targets[0].vector is not None:
            return _cosines(outputs, targets)
        check_classes(targets, outputs.shape[-1])
        rows = torch.arange(len(targets), device=outputs.device)
        best = outputs.detach().argmax(-1)
        wanted = torch.tensor([each.index for each in targets], device=outputs.device)
        chosen = outputs[rows, torch.where(wanted < 0, best, wanted)]
        against = torch.tensor([each.against for each in targets], device=outputs.device)
        if not bool((against >= 0).any()):
            return chosen
        other = outputs[rows, against.clamp_min(0)]
        return chosen - torch.where(against >= 0, other, torch.zeros_like(other))

    return score


def check_classes(targets: Sequence[Target], classes: int) -> None:
    """Check that classes exist.

    Raises:
        TargetError: one does not, or a class is compared with itself.
    """
    for target in targets:
        for index in (target.index, target.against):
            if not -1 <= index < classes:
                raise TargetError(
                    f"The network has no class {index}.",
                    hint=f"Choose a class from 0 to {classes - 1}.",
                )
        if target.against >= 0 and target.against == target.index:
            raise TargetError("A class is compared with itself.", hint="Choose two classes.")


def _cosines(outputs: torch.Tensor, targets: Sequence[Target]) -> torch.Tensor:
    for target in targets:
        if target.vector is None or target.vector.shape != (outputs.shape[-1],):
            found = "none" if target.vector is None else f"one of {target.vector.size} numbers"
            raise TargetError(
                f"The network compares vectors of {outputs.shape[-1]} numbers; {found} was given.",
                hint="Make the vector with the same network.",
            )
    vectors = torch.stack([torch.as_tensor(each.vector) for each in targets]).to(outputs)
    return nn.functional.cosine_similarity(outputs, vectors, dim=-1)
