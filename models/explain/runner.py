"""Runs the methods of one request, batch by batch, and keeps their notes and times."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray

from common.errors import ModelError
from common.jobs import JobContext
from models.device import free_memory, is_out_of_memory
from models.explain import masking
from models.explain.base import (
    AUTO,
    ExplainOptions,
    LayerError,
    MapNote,
    Maps,
    MethodError,
    MethodInfo,
    Target,
    TargetError,
)
from models.explain.cams import combine, from_traces, smooth_weights
from models.explain.explain import upsample
from models.explain.extractor import (
    Extractor,
    Traces,
    check_classes,
    check_outputs,
    frozen,
    score_of,
)
from models.explain.guided import guided_gradients
from models.explain.layers import resolve
from models.explain.methods import choose, info
from models.explain.networks import Network
from models.explain.smooth import moments

logger = logging.getLogger(__name__)
SHARED = "shared"
T = TypeVar("T")
Array = NDArray[np.float32]


class Run:
    """One request: which methods on which layer of which network.

    Args:
        network: loaded.
        methods: names, "default" or "all".
        layer: name or "auto".
        options: of the methods.
        context: reports and cancels.

    Raises:
        MethodError: no such method, or the network does not allow it.
        LayerError: no such layer.
    """

    def __init__(
        self,
        network: Network,
        methods: Sequence[str],
        layer: str,
        options: ExplainOptions,
        context: JobContext | None,
    ) -> None:
        self._network = network
        self._options = options
        self._context = context
        self._notes: list[MapNote] = []
        self._methods = self._allowed(methods)
        products = [each.guided for each in self._methods if each.guided]
        self._plain = list(dict.fromkeys([*self._plain_names(), *products]))
        self._layer = ""
        if any(info(name).needs_layer for name in self._plain):
            self._layer = self._find_layer(layer)
        self._batch = max(1, options.batch)
        self._done, self._images = 0, 0

    def _plain_names(self) -> list[str]:
        return [each.name for each in self._methods if not each.guided]

    def _allowed(self, methods: Sequence[str]) -> list[MethodInfo]:
        """Return the methods to run; what a network cannot do is refused, or left out of “all”."""
        wanted = [info(name) for name in choose(methods)]
        named = set(methods)
        kept = []
        for method in wanted:
            reason = self._refusal(method)
            if not reason:
                kept.append(method)
            elif method.name in named:
                raise MethodError(reason, hint="Choose another method, or another network.")
        if not self._network.has_gradients and {"all", "default"} & named:
            self._notes.append(MapNote("only-runs"))
            if not kept:
                kept = [info(name) for name in ("rise", "occlusion")]
        return kept

    def _refusal(self, method: MethodInfo) -> str:
        network = self._network
        needs = method.needs_gradients or bool(method.guided)
        if needs and not network.has_gradients:
            return f"{method.title} needs gradients, and “{network.name}” only runs."
        if method.needs_attention and not self._has_attention():
            return f"{method.title} needs a transformer, and “{network.name}” is none."
        if method.needs_layer and not network.has_gradients and not network.auto_layer:
            return f"{method.title} needs a layer, and those of “{network.name}” cannot be read."
        return ""

    def _has_attention(self) -> bool:
        if not self._network.has_gradients:
            return False
        from models.explain.transformer import attention_modules

        return bool(attention_modules(self._network.module))

    def _find_layer(self, layer: str) -> str:
        if self._network.has_gradients:
            auto = self._network.auto_layer if layer == AUTO else ""
            return resolve(self._network.module, layer, auto)
        names = [each.name for each in self._network.layers()]
        if layer != AUTO and layer not in names:
            raise LayerError(
                f"The network has no layer “{layer}”.",
                hint=f"Choose “auto”, or one of its layers, such as {', '.join(names[-3:])}.",
            )
        return self._network.auto_layer if layer == AUTO else layer

    def all(self, x: torch.Tensor, targets: Sequence[Target]) -> Maps:
        """Make all maps; memory does not grow with the number of images but for the maps."""
        if self._network.output == "vectors" and any(each.vector is None for each in targets):
            raise TargetError(
                f"“{self._network.name}” compares vectors, and none was given.",
                hint="Give the vector of another image or of a sentence.",
            )
        maps = Maps(layer=self._layer)
        for note in self._notes:
            maps.note("", note)
        if any(part.training for part in self._network.module.modules()):
            maps.note("", MapNote("was-training"))
        parts: list[Maps] = []
        start = 0
        self._images = len(x)
        while start < len(x):
            self._done = start
            self._step(start, len(x))
            stop = min(start + self._batch, len(x))
            try:
                part = self._part(x[start:stop], targets[start:stop], maps)
            except Exception as error:
                if not is_out_of_memory(error) and "allocate" not in str(error):
                    raise
                self._halve(error, maps)
                continue
            parts.append(part)
            start = stop
        self._step(len(x), len(x))
        return self._joined(maps, parts)

    def _halve(self, error: Exception, maps: Maps) -> None:
        if self._batch == 1:
            raise ModelError(
                f"The memory is too small to explain one image with “{self._network.name}”.",
                hint="Close other programs, choose fewer methods, or a smaller network.",
            ) from error
        self._batch //= 2
        self._options = replace(self._options, batch=self._batch)
        logger.warning("memory ran out; batches of %d from now on", self._batch)
        maps.notes[""] = [note for note in maps.notes.get("", []) if note.id != "memory"]
        maps.note("", MapNote("memory", count=self._batch))
        free_memory()

    def _step(self, done: int, total: int) -> None:
        if self._context is not None:
            self._context.step(done, total)

    def _check(self, done: int = 0, total: int = 0) -> None:
        """Stop here if cancelled; of one image alone, report how far the method is."""
        if self._images == 1 and total:
            self._step(done, total)
        else:
            self._step(self._done, self._images)

    # -- one batch

    def _part(self, x: torch.Tensor, targets: Sequence[Target], account: Maps) -> Maps:
        """Make the maps of one batch; times and notes go to account."""
        part = Maps()
        pixels = x.detach().to(self._network.device, torch.float32)
        if pixels.device.type != "mps":
            pixels = pixels.contiguous(memory_format=torch.channels_last)
        outputs: torch.Tensor | None = None
        if self._layer:
            outputs, targets = self._layer_maps(pixels, targets, part, account)
        if outputs is None:
            outputs = self._timed(account, SHARED, lambda: self._run(pixels))
            targets = self._resolved(outputs, targets)
        self._other_maps(pixels, targets, part, account)
        self._guided(pixels, targets, part, account)
        part.targets = list(targets)
        part.scores = self._shown_scores(outputs, targets)
        for method in self._methods:
            if not bool(np.any(part.raw[method.name])):
                account.note(
                    method.name, MapNote("no-gradient" if method.needs_gradients else "empty")
                )
        return part

    def _run(self, pixels: torch.Tensor) -> torch.Tensor:
        with frozen(self._network.module), torch.inference_mode():
            outputs = self._network.forward(pixels)
        check_outputs(outputs)
        return outputs

    def _resolved(self, outputs: torch.Tensor, targets: Sequence[Target]) -> list[Target]:
        """Replace -1 by the best class.

        Raises:
            TargetError: a class does not exist, or a vector is missing.
        """
        if self._network.output == "vectors" or (targets and targets[0].vector is not None):
            score_of(targets)(outputs)
            return list(targets)
        best = outputs.argmax(-1).tolist()
        found = [
            replace(target, index=index) if target.index == -1 else target
            for target, index in zip(targets, best, strict=True)
        ]
        check_classes(found, outputs.shape[-1])
        return found

    def _shown_scores(self, outputs: torch.Tensor, targets: Sequence[Target]) -> Array:
        if self._network.output == "vectors":
            found = score_of(targets)(outputs)[:, None]
        else:
            found = self._network.to_probabilities(outputs)
        scores: Array = found.float().cpu().numpy()
        return scores

    def _layer_maps(
        self, x: torch.Tensor, targets: Sequence[Target], part: Maps, account: Maps
    ) -> tuple[torch.Tensor, list[Target]]:
        """Make the maps that look at a layer; returns raw outputs and the targets meant."""
        if not self._network.has_gradients:
            outputs = self._timed(account, SHARED, lambda: self._run(x))
            targets = self._resolved(outputs, targets)
            found = self._network.module.activations(x, self._layer)
            traces = Traces(found, torch.zeros(0), outputs)
            self._from_layer(x, targets, traces, None, part, account)
            return outputs, list(targets)
        with Extractor(self._network.module, self._layer, self._network.forward) as extractor:
            traces = self._timed(account, SHARED, lambda: self._traces(extractor, x, targets))
            targets = self._resolved(traces.outputs, targets)
            self._from_layer(x, targets, traces, extractor, part, account)
        return traces.outputs, list(targets)

    def _traces(self, extractor: Extractor, x: torch.Tensor, targets: Sequence[Target]) -> Traces:
        if not any(info(name).needs_gradients and info(name).needs_layer for name in self._plain):
            maps, outputs = extractor.activations(x)
            return Traces(maps, torch.zeros(0), outputs)
        order = 3 if "grad_cam_pp_third" in self._plain else 1
        return extractor.run(x, targets, order=order, seed=self._options.seed)

    def _from_layer(
        self,
        x: torch.Tensor,
        targets: Sequence[Target],
        traces: Traces,
        extractor: Extractor | None,
        part: Maps,
        account: Maps,
    ) -> None:
        for name in self._plain:
            if not info(name).needs_layer:
                continue
            self._check()
            if name == "score_cam":
                made = self._timed(account, name, lambda: self._score_cam(x, targets, traces))
            elif name == "smooth_grad_cam_pp":
                assert extractor is not None
                made = self._timed(
                    account, name, lambda: self._smooth(extractor, x, targets, traces)
                )
            else:
                made = self._timed(account, name, partial(from_traces, name, traces))
            part.raw[name] = made.cpu().numpy()

    def _smooth(
        self,
        extractor: Extractor,
        x: torch.Tensor,
        targets: Sequence[Target],
        traces: Traces,
    ) -> torch.Tensor:
        averages = moments(extractor, x, targets, traces, self._options, self._check)
        # The method means maps after a ReLU: noise gives weight to those that it would empty.
        active = traces.activations.clamp_min(0)
        return combine(smooth_weights(averages, active), active)

    def _score_cam(
        self, x: torch.Tensor, targets: Sequence[Target], traces: Traces
    ) -> torch.Tensor:
        return torch.stack(
            [
                masking.score_cam(self._ask_raw, image, maps, target, self._options, self._check)
                for image, maps, target in zip(x, traces.activations, targets, strict=True)
            ]
        )

    def _other_maps(
        self, x: torch.Tensor, targets: Sequence[Target], part: Maps, account: Maps
    ) -> None:
        for name in self._plain:
            if info(name).family == "masking":
                made = self._timed(account, name, partial(self._masked, name, x, targets))
            elif info(name).family == "attention":
                made = self._timed(account, name, partial(self._attention, name, x, targets))
            else:
                continue
            part.raw[name] = made.cpu().numpy()

    def _masked(self, name: str, x: torch.Tensor, targets: Sequence[Target]) -> torch.Tensor:
        make = {"rise": masking.rise, "occlusion": masking.occlusion}[name]
        made = [
            make(self._ask, image, target, self._options, self._check)
            for image, target in zip(x, targets, strict=True)
        ]
        return torch.stack(made)

    def _attention(self, name: str, x: torch.Tensor, targets: Sequence[Target]) -> torch.Tensor:
        from models.explain import attention

        with_gradients = name == "gradient_attention"
        module, forward = self._network.module, self._network.forward
        weights, gradients, _ = attention.attention_maps(
            module, forward, x, targets, with_gradients=with_gradients
        )
        if with_gradients:
            return attention.to_image(attention.gradient_rollout(weights, gradients))
        return attention.to_image(attention.rollout(weights))

    def _guided(
        self, x: torch.Tensor, targets: Sequence[Target], part: Maps, account: Maps
    ) -> None:
        """Make guided back-propagation and its products with the maps."""
        products = [each for each in self._methods if each.guided]
        names = [each.name for each in self._methods]
        if not products and "guided_backprop" not in names:
            return
        module, forward = self._network.module, self._network.forward
        gradients, _, met = self._timed(
            account, "guided_backprop", lambda: guided_gradients(module, forward, x, targets)
        )
        if not met:
            account.note("guided_backprop", MapNote("plain-gradient"))
        pixels = gradients.float().cpu().numpy()
        size = (x.shape[-2], x.shape[-1])
        if "guided_backprop" in names:
            part.pixels["guided_backprop"] = pixels
        for each in products:
            part.pixels[each.name] = pixels * upsample(part.raw[each.guided], size)[:, None]
        for name in part.pixels:
            part.raw[name] = np.abs(part.pixels[name]).max(1)

    # -- asking the network

    def _ask_raw(self, x: torch.Tensor, targets: Sequence[Target]) -> torch.Tensor:
        """Return scores before softmax of changed images."""
        return score_of(targets)(self._run(x)).clone()

    def _ask(self, x: torch.Tensor, targets: Sequence[Target]) -> torch.Tensor:
        """Return probabilities (or cosines) of changed images."""
        return score_of(targets)(self._network.to_probabilities(self._run(x))).clone()

    def _timed(self, account: Maps, name: str, make: Callable[[], T]) -> T:
        started = time.perf_counter()
        result = make()
        account.seconds[name] = account.seconds.get(name, 0.0) + time.perf_counter() - started
        return result

    def _joined(self, maps: Maps, parts: Sequence[Maps]) -> Maps:
        wanted = [each.name for each in self._methods]
        for name in wanted:
            if parts:
                maps.raw[name] = np.concatenate([part.raw[name] for part in parts])
            if parts and name in parts[0].pixels:
                maps.pixels[name] = np.concatenate([part.pixels[name] for part in parts])
        maps.targets = [target for part in parts for target in part.targets]
        if parts:
            maps.scores = np.concatenate([part.scores for part in parts])
        return maps
